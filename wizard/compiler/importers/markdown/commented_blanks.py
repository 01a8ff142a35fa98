"""Text that a comment on its line or above it says to replace, and fences that are left empty.

# Title <!-- Replace with the title -->   ->  the line "Title" in place of `Title`
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from wizard.compiler.importers.markdown.blanks import Workspace
from wizard.compiler.importers.markdown.question_labels import capitalize, help_text, plain_text, shorten
from wizard.compiler.importers.markdown.scanning.comments import is_directive
from wizard.compiler.importers.markdown.scanning.document import Comment, Line
from wizard.compiler.importers.markdown.scanning.word_lists import PICK_ONE, REPLACE
from wizard.model.body import Node, Text
from wizard.model.expressions import Expression
from wizard.model.template import Option

_TITLE = re.compile(
    r"(?:\A|\A.*[:.–—-]\s)\s*(?P<title>"
    r"(?:the |your )?(?:[\w,-]+ ){0,3}?(?:title|titel|titre|título|titolo|başlık|заголовок)"
    r"|your [\w, -]{0,40}(?:title|name)|标题|タイトル|제목)\s*\Z",
    re.IGNORECASE,
)
_MAX_SAMPLE_WORDS = 6
_SAMPLE = re.compile(
    r"\b(?:name|title|link|url|user(?:name)?|author|date|e-?mail|company|organi[sz]ation|example|here|your)\b",
    re.IGNORECASE,
)
"""Words of an item that stand for what is written there."""
_BEFORE_BLANK = re.compile(r"(?:\d+(?:\.\d+)*[.)]?|(?:\*\*|__)[^*_]+(?:\*\*|__)|\[[ xX]\]|\s)*")
"""What may stand before a comment that stands for text: nothing, a number, a word in bold."""


def find_commented_blanks(work: Workspace) -> None:
    """Add a blank for what comments say to replace or to choose from, and for every empty fence."""
    for comment in work.document.comments:
        if not is_directive(comment):
            if not _find_in_place(work, comment):
                _find_beside(work, comment)
            if PICK_ONE.search(comment.text):
                _find_choice(work, comment)
    _find_title(work)
    _find_empty_fences(work)


def _find_title(work: Workspace) -> None:
    """Add a blank for a first heading that only says that a title stands there, such as `# 1. Title`."""
    document = work.document
    heading = next((each for each in document.headings if each.line >= 0), None)
    if heading is None or work.variable:
        return
    line = document.lines[heading.line]
    row = document.visible[line.content : line.end]
    found = _TITLE.search(row)
    if heading.level > 1 or found is None or not work.is_free(line.content, line.end):
        return
    start, end = line.content + found.start("title"), line.content + found.end("title")
    label = capitalize(plain_text(found["title"]).lower())
    question = replace(work.question("line", label), placeholder=document.text[start:end])
    work.add_slot(start, end, question)


def _find_in_place(work: Workspace, comment: Comment) -> bool:
    """Add a blank for a comment that stands where text belongs: `### Requirement: <!-- name -->`, `- <!-- item -->`."""
    document = work.document
    line = document.lines[document.line_at(comment.start)]
    end = comment.end
    if line.kind not in ("heading", "item", "text", "table") or document.visible[end : line.end].strip():
        return False
    if document.line_at(end - 1) != document.line_at(comment.start) or not work.is_free(comment.start, end):
        return False
    before = document.visible[line.content : comment.start]
    is_marker_only = line.kind in ("item", "heading") and _BEFORE_BLANK.fullmatch(before.strip()) is not None
    is_labelled = before.rstrip().endswith((":", "：")) and line.kind != "text"
    if not (is_marker_only or is_labelled) or line.kind == "table":
        return False
    words = plain_text(before).strip(" :：.").strip()
    said = plain_text(comment.text)
    is_short = len(said) <= 60 and "\n" not in comment.text.strip()
    label = capitalize(words) if re.search(r"[^\W\d_]{2}", words) else capitalize(said) if is_short else ""
    label = shorten(label or work.title_of(work.heading_above(document.line_at(comment.start))))
    question = replace(
        work.question("line", label), help=help_text(comment.text) if said.lower() != label.lower() else ""
    )
    gap = () if before.endswith((" ", "\t")) or not before else (Text(" "),)

    def filled(value: Expression) -> tuple[Node, ...]:
        return (*gap, work.slot(value), work.kept_comment(comment))

    work.add_filled(comment.start, end, question, filled, is_inline=True)
    return True


def _find_beside(work: Workspace, comment: Comment) -> None:
    """Add a blank for the short text before a comment at the end of its line, which is a sample."""
    document = work.document
    line = document.lines[document.line_at(comment.start)]
    if line.kind not in ("heading", "item") or line.box or document.visible[comment.end : line.end].strip():
        return
    content = document.visible[line.content : comment.start].rstrip()
    words = plain_text(content)
    is_sample = REPLACE.search(comment.text) or (line.kind == "item" and _SAMPLE.search(words))
    if not is_sample or not 1 <= len(words.split()) <= _MAX_SAMPLE_WORDS or words.endswith((":", "?", "：")):
        return
    end = line.content + len(content)
    if "](" in content or not work.is_free(line.content, end) or work.tokens_in(line.content, end):
        return
    label = shorten(capitalize(words))
    question = replace(
        work.question("line", label), help=help_text(comment.text), placeholder=document.text[line.content : end]
    )
    work.add_slot(line.content, end, question)


def _find_choice(work: Workspace, comment: Comment) -> None:
    """Add a choice for the items of the list below a comment that says to pick one."""
    document = work.document
    lines = document.lines
    first = document.line_at(comment.end - 1) + 1
    while first < len(lines) and lines[first].kind == "blank":
        first += 1
    last = first
    while last < len(lines) and lines[last].kind == "item" and not lines[last].box:
        last += 1
    items: list[Line] = list(lines[first:last])
    if len(items) < 2 or not work.is_free(items[0].start, items[-1].end):
        return
    values = list(dict.fromkeys(plain_text(document.content(item)) for item in items))
    if len(values) != len(items) or not all(values):
        return
    label = work.title_of(work.heading_above(first)) or "Which of these?"
    question = replace(
        work.question("choice", label),
        help=help_text(comment.text),
        options=tuple(Option(value, value) for value in values),
    )
    prefix = document.text[items[0].start : items[0].content]
    work.add_filled(items[0].start, items[-1].end, question, lambda value: (Text(prefix), work.slot(value)))


def _find_empty_fences(work: Workspace) -> None:
    """Add a text for every fence with nothing in it."""
    for opening, closing in work.document.fences():
        if closing < len(work.document.lines):
            _add_fence(work, opening, closing)


def _add_fence(work: Workspace, opening: int, closing: int) -> None:
    document = work.document
    lines = document.lines
    start, end = lines[opening].end + 1, lines[closing].start
    if document.text[start:end].strip() or not work.is_free(start, end) or lines[opening].is_quoted:
        return
    label = work.title_of(work.heading_above(opening)) or "What belongs into this block?"
    question = work.question("text", label)
    indent = re.match(r"[ \t]*", document.text[lines[opening].start : lines[opening].end])
    before = Text(indent[0] if indent is not None else "")
    work.add_filled(start, end, question, lambda value: (before, work.slot(value), Text("\n")))
