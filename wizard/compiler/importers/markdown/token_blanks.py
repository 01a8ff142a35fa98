"""The tokens of a file as questions: a line, a date, a number or a choice each, the same token once.

`**Created**: {{date}}`  ->  the date "Created" in place of `{{date}}`
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from wizard.compiler.importers.markdown.blanks import Workspace
from wizard.compiler.importers.markdown.question_labels import (
    Wording,
    capitalize,
    is_mandatory,
    is_pattern,
    kind_of_token,
    options_of,
    plain_text,
    shorten,
    token_words,
    wording_of_token,
)
from wizard.compiler.importers.markdown.scanning.bracket_tokens import BracketToken
from wizard.compiler.importers.markdown.scanning.document import Line
from wizard.compiler.importers.markdown.scanning.word_lists import EXAMPLE, OPTIONAL, is_instruction
from wizard.model.expressions import Constant
from wizard.model.template import KindName, Question

_SAMPLE = re.compile(r"\W*(?:e\.?\s?g\b|\.{3}|…)", re.IGNORECASE)
_VAGUE_LABEL = re.compile(
    r"(?:[A-Z]|number|amount|count|name|date|time|link|url|version|id|title|text|value|description|x+|n+|label|type|"
    r"file|path)\d*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:fix(?:es|ed)?|clos(?:es?|ed)|resolv(?:es?|ed)|address(?:es)?|implements?|relate[sd] to|depends on|blocked by|"
    r"part of|refs?|see)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+|(?:mailto|tel|sms):\S+|[^\s@]+@[^\s@]+")
_VAGUE = re.compile(r"\W*(?:\.{3}|…|name|text|value|description|here|x+|tbd|todo|e\.?g\.?.*)?\W*", re.IGNORECASE)


def find_token_blanks(work: Workspace) -> None:
    """Add a blank for every token that is not part of one yet, but for dots in a hint, which is replaced as a whole."""
    for token in work.tokens:
        if not work.is_free(token.start, token.end) or _is_end_of_hint(work, token):
            continue
        counter = work.counters.get(token.inner)
        if counter is not None:
            work.add(token.start, token.end, (), (work.slot(counter),), Constant(False))
        else:
            _add_token(work, token)


def _is_end_of_hint(work: Workspace, token: BracketToken) -> bool:
    """Return whether a token is only dots, in a paragraph that tells what to write."""
    line = work.document.lines[work.document.line_at(token.start)]
    is_dots = re.fullmatch(r"\.{3,}|…", token.inner.strip()) is not None
    return is_dots and line.kind == "text" and is_instruction(work.document.content(line))


def _add_token(work: Workspace, token: BracketToken) -> None:
    document = work.document
    index = document.line_at(token.start)
    line = document.lines[index]
    before = label_before(work, token, line)
    label = "" if line.kind == "heading" else before
    section = work.title_of(work.heading_above(index))
    start, end = _stretch(work, token, line)
    key = _key(token, before, section)
    shared = work.shared.get(key)
    if shared is not None and shared.placeholder == document.text[start:end]:
        work.add_slot(start, end, shared, is_new=False)
        return
    question = token_question(work, token, label, section, line)
    question = replace(question, placeholder=document.text[start:end])
    work.shared.setdefault(key, question)
    if token.shape != "line":
        work.shared.setdefault(re.sub(r"\s+", " ", token.inner).strip(), question)
    work.add_slot(start, end, question)


def _stretch(work: Workspace, token: BracketToken, line: Line) -> tuple[int, int]:
    """Return what of a token is replaced: in front matter a list of several stays one, with its brackets."""
    text = work.document.text
    is_list = line.kind == "front_matter" and token.shape == "square" and text[token.start] == "["
    if is_list and re.fullmatch(r"\s*[\w.-]*[^s\W]s:\s*", text[line.start : token.start]):
        return token.start + 1, token.end - 1
    return token.start, token.end


def _key(token: BracketToken, label: str, section: str) -> str:
    """Return what tells a token's question from others: its text, and where that is no name, its label.

    `{{date}}` is the same everywhere, `[goal]` behind `Milestone 1:` another than that behind `Milestone 2:`.
    """
    words = re.sub(r"\s+", " ", token.inner).strip()
    if token.shape == "line" or is_pattern(words) or _SAMPLE.match(words):
        return f"{token.shape} {words} at {token.start}"  # from ____ to ____ are two
    is_vague = token.shape in ("line", "target", "pattern", "mark") or is_pattern(words) or _VAGUE.fullmatch(words)
    if is_vague or options_of(words)[0]:
        return f"{token.shape} {words} {label} {section} {token.link_text}"
    is_words = token.shape in ("square", "angle") and label and any(letter.islower() for letter in words)
    return f"{words} {label}" if is_words else words


def token_question(work: Workspace, token: BracketToken, label: str, section: str, line: Line) -> Question:
    """Return the question of a token."""
    is_block = is_own_block(work, token)
    is_of_item = section == work.title and bool(work.variable)
    is_whole_section = is_block and not label and section and len(token.inner) > 40 and not is_of_item
    wording = _wording(token, section if is_whole_section else label, section)
    row = _shown(work, max(line.start, token.start - 200), min(line.end, token.end + 200))
    options, is_other = options_of(token.inner)
    if is_block and any(len(option.value.split()) > 2 for option in options):
        options = ()
    is_other = is_other or any(" " in option.value or option.value.islower() for option in options)
    kind: KindName = "choice" if options else kind_of_token(token.inner, label)
    if kind == "line" and is_block and not is_pattern(token.inner) and not _ADDRESS.fullmatch(token.inner):
        kind = "text"
    is_gap = token.shape == "line" and not label
    is_in_text = not label and line.kind in ("text", "item") and len(row.strip()) > token.end - token.start + 6
    title, help = wording.label, "" if kind == "choice" else wording.help
    if options and not label:
        title = section or title
        title = shorten(f"Which fits, in “{_around(work, token, line)}”") if is_in_text else title
    if is_in_text and is_gap:
        title = shorten(f"In “{_around(work, token, line)}”")
    elif is_in_text and _VAGUE_LABEL.fullmatch(title):
        title = shorten(f"{title}, in “{_around(work, token, line)}”")
    elif is_in_text and not help:
        help = shorten(f"In the text: {plain_text(row)}".rstrip(), 300)
    return replace(
        work.question(kind, wording.label),
        label=title,
        help=help,
        example=wording.example if kind in ("line", "text") else "",
        placeholder=work.document.text[token.start : token.end],
        options=options,
        other=bool(options) and is_other,
        required=is_mandatory(token.inner) and not OPTIONAL.search(row),
    )


def _around(work: Workspace, token: BracketToken, line: Line) -> str:
    """Return the words before and after a token on its line, with dots between them."""
    before = plain_text(_shown(work, max(line.content, token.start - 60), token.start)).split()[-5:]
    after = plain_text(_shown(work, token.end, min(line.end, token.end + 60))).split()[:4]
    return " ".join((*before, "…", *after))


def _shown(work: Workspace, start: int, end: int) -> str:
    """Return a part of a line with square brackets around the words of `<blanks>`, which are no tags."""
    parts, at = list[str](), start
    for token in work.tokens_in(start, end):
        if token.shape == "angle" and token.end <= end:
            parts += (work.document.visible[at : token.start], f"[{token.inner}]")
            at = token.end
    return "".join((*parts, work.document.visible[at:end]))


def _wording(token: BracketToken, label: str, section: str) -> Wording:
    match token.shape:
        case "target":
            shown = plain_text(token.link_text)
            return Wording(
                shorten(f"Link for “{shown}”") if shown else "Link",
                f"Instead of {plain_text(token.inner)}" if token.inner else "",
            )
        case "pattern" if not is_pattern(token.inner):
            return Wording(label or ("Version" if "." in token.inner else "Number"), token.inner)
        case "mark":
            return _wording_of_mark(token, label, section)
        case "angle" if _ADDRESS.fullmatch(token.inner):
            name = "E-mail address" if "@" in token.inner else "Address"
            return Wording(label or name, f"Instead of {plain_text(token.inner)}")
        case "line":
            return Wording(label or section or "What belongs on this line?")
        case _:
            return wording_of_token(token.inner, label, section)


def _wording_of_mark(token: BracketToken, label: str, section: str) -> Wording:
    """Return what to ask for the place behind a `#` or `@`: `Fixes #` asks "Fixes which issue?"."""
    words = capitalize(plain_text(token.link_text))
    if token.inner == "@":
        return Wording(label or words or section or "Who?", "The name behind “@”.")
    is_verb = _CLOSING.fullmatch(words) is not None
    words = f"{words} which issue?" if is_verb else words
    return Wording(words or label or section or "Which issue?", "The number behind “#”.")


def label_before(work: Workspace, token: BracketToken, line: Line) -> str:
    """Return the label that stands directly before a token on its line or in its row, or nothing."""
    beginning = line.start if line.kind == "table" else line.content
    before = work.document.visible[max(beginning, token.start - 400) : token.start]
    first = token.start - len(before)
    before = before.rstrip(" \t*_`(\"'“")
    if not before.endswith((":", "：", "?", "？")):
        return _words_before(work, token, line)
    before = before[:-1] if before[-1] in ":：" else before
    words = re.split(r"[:：|\n]", before)[-1][-100:]
    if "](" in words or words.startswith("//"):
        return ""
    for other in work.tokens_in(first, token.start):
        written = work.document.visible[other.start : other.end]
        words = words.replace(written, token_words(other.inner) if re.search(r"\w", words.replace(written, "")) else "")
    words = plain_text(re.split(r"[.;!?]\s|\s[-–—|]\s", words)[-1])
    words = re.sub(r"\A(?:\d+[.)]|[-*+])\s+", "", words)
    if line.kind == "code":  # a key of JSON: {"name": "<name>"}
        words = re.split(r"[,{]\s*", words)[-1].strip("\"'[( ")
    return shorten(capitalize(words)) if 0 < len(words.split()) <= 8 and re.search(r"\w", words) else ""


def _words_before(work: Workspace, token: BracketToken, line: Line) -> str:
    """Return the few words that stand before a token at the end of its item, as in `- Browser [e.g. chrome]`."""
    visible = work.document.visible
    if line.kind != "item" or visible[token.end : line.end].strip() or not EXAMPLE.match(token.inner.strip()):
        return ""
    words = plain_text(visible[line.content : token.start])
    return shorten(capitalize(words)) if 0 < len(words.split()) <= 5 else ""


def is_own_block(work: Workspace, token: BracketToken) -> bool:
    """Return whether a token is a paragraph of its own at the top level, where an answer may have blocks."""
    lines = work.document.lines
    first, last = work.document.line_at(token.start), work.document.line_at(token.end - 1)
    line = lines[first]
    visible = work.document.visible
    if line.kind != "text" or line.is_quoted or line.depth > 3 or visible[line.content : token.start].strip():
        return False
    if visible[token.end : lines[last].end].strip():
        return False
    above, below = lines[first - 1] if first else None, lines[last + 1] if last + 1 < len(lines) else None
    return (above is None or above.kind in ("blank", "heading", "rule", "underline", "front_matter")) and (
        below is None or below.kind == "blank"
    )
