"""Labels, help and kinds of questions, from the words around a blank.

`**Owner**: [name of the team]`  ->  label "Owner", help "name of the team", a line
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from wizard.compiler.importers.markdown.scanning.word_lists import (
    ALTERNATIVES,
    DATE_PATTERN,
    ELLIPSIS,
    EXAMPLE,
    ISO_DATE_PATTERN,
    MANDATORY,
    MARK_IN_BRACKETS,
    NAMES_OF_BLANKS,
    OPTIONAL,
    TIME_PATTERN,
)
from wizard.message_text import sanitize_line
from wizard.model.template import KindName, Option

MAX_LABEL_CHARACTERS: Final = 100
_MAX_HELP_CHARACTERS: Final = 1_000
_MAX_OPTION_CHARACTERS: Final = 60
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^)\s]*(?:\s[^)]*)?\)|\[[^\]]*\])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_INNER_BLANK = re.compile(r"\[[^\[\]]+\]|\{[^{}]+\}|<[^<>]+>")
_NESTED = re.compile(r"(?<=\S )(?:\{([^{}]*)\}|<([^<>]*)>|\[([^\[\]]*)\](?!\())")
_EMPHASIS = re.compile(r"(?<![\w*])([*_]{1,3})(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*])")
_NUMBERING = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[IVX]{1,5}\.|[A-Za-z][.)])[ \t]+(?=\S)")
_ISO_DATE = re.compile(ISO_DATE_PATTERN)
_DATE = re.compile(rf"(?:{DATE_PATTERN})(?:[ T]{TIME_PATTERN}Z?)?")
_TIME = re.compile(TIME_PATTERN)
_DATE_NAME = re.compile(r"(?:\A|.*[\s_-])(?:date|datum|fecha|data|tarih|дата|日期|日付|날짜)\Z", re.IGNORECASE)
_NUMBER = re.compile(
    r"#+|(?-i:N{1,6})|number|count|how many.*|number of .*|anzahl|número|numero|aantal|liczba|sayı|"
    r"количество|数量|個数|件数|개수",
    re.IGNORECASE,
)
_SLOT_MARK = re.compile(r"\{[{%#][-+~]?\s*|\s*[-+~]?[}%#]\}")
"""What a native template would take for a slot or a tag."""


class Wording(Struct, frozen=True):
    """What a question says."""

    label: str
    help: str = ""
    example: str = ""
    is_required: bool = False


def plain_text(markdown: str) -> str:
    """Return Markdown of one line as plain text: no links, emphasis, code marks, tags or control characters."""
    text = re.sub(r"\s+", " ", markdown)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    text = _LINK.sub(r"\1", text)
    text = _TAG.sub("", text)
    for _ in range(3):
        shorter = _EMPHASIS.sub(r"\2", text)
        if shorter == text:
            break
        text = shorter
    return sanitize_line(_SLOT_MARK.sub("", text.replace("`", "")).strip(" \t*_~#>|"))


def heading_label(title: str) -> str:
    """Return the words of a heading as a label: without numbering, marks such as "(optional)" and a final colon."""
    words = MARK_IN_BRACKETS.sub(lambda found: " " if _is_mark(found["words"]) else found[0], title)
    words = re.sub(r"\[([^\[\]]*[^\[\] ])\](?![(\[])", r"\1", plain_text(words))
    words = _NUMBERING.sub("", words, count=1) if _NUMBERING.match(words) else words
    words = re.sub(r"[:：.]+\Z", "", words.strip()).strip()
    return shorten(capitalize(words))


def _is_mark(words: str) -> bool:
    return len(words) <= 60 and (OPTIONAL.search(words) or MANDATORY.search(words)) is not None


def is_mandatory(text: str) -> bool:
    """Return whether a text says that something must be filled in, and not that it is optional."""
    return MANDATORY.search(text) is not None and OPTIONAL.search(text) is None


def token_words(inner: str) -> str:
    """Return the words of a token: `project_name` and `PROJECT NAME` become `Project name`, `DD/MM/YYYY` a date."""
    if is_pattern(inner):
        return _name_of_pattern(inner)
    if re.fullmatch(r"#+|0{2,}|N{2,}|X{3,}", inner.strip()):
        return "Number"
    inner = _NESTED.sub(r"\1\2\3", inner)
    text = re.sub(r"\A\W*(?:TODO|FIXME|TBD|NEEDS CLARIFICATION|INSERT|YOUR)\b[:\s_-]*(?=\S)", "", inner.strip())
    text = plain_text(text.strip("<>{}[]$%"))
    text = re.sub(r"\A[#\W_]+(?=\w)", "", text)
    if re.fullmatch(r"[\w.:/-]+", text) and re.search(r"[_-]|[a-z][A-Z]|[a-z]\.[a-z]", text):
        text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\-:/.]+", " ", text)
        text = re.sub(r"(?: [NMX0-9]{1,2})+\Z", "", text.strip()) or text
    if text.isupper() and len(text) > 3:
        text = text.lower()
    return capitalize(text.strip())


def is_pattern(inner: str) -> bool:
    """Return whether a text is the pattern of a date or a time, such as `DD/MM/YYYY`."""
    return _DATE.fullmatch(inner.strip()) is not None or _TIME.fullmatch(inner.strip()) is not None


def _name_of_pattern(inner: str) -> str:
    return "Time" if _TIME.fullmatch(inner.strip()) else "Date"


def wording_of_token(inner: str, label: str, section: str) -> Wording:
    """Return what to ask for a token; `label` stands before it on its line, `section` is the heading above it."""
    if is_pattern(inner):
        return Wording(label or _name_of_pattern(inner), sanitize_line(inner.strip()))
    example = EXAMPLE.search(inner)
    words = token_words(inner[: example.start()].rstrip(" ,;:(–-") if example is not None else inner)
    shown = _text_of(inner[example.end() :].strip(" )")) if example is not None else ""
    if label:
        is_telling = words and words.lower() != label.lower() and len(words.split()) > 1
        return Wording(label, words if is_telling else "", shown)
    if not words.strip(". …"):
        return Wording(section or "What belongs here?", "", shown)
    if len(words) <= 60:
        return Wording(words.rstrip("."), "", shown)
    first = re.split(r"(?<=[.!?;])\s|\s[-–—]\s|: ", words, maxsplit=1)[0].rstrip(".;")
    title = first if len(first) <= 70 else section or shorten(first, 70)
    return Wording(title, _text_of(words), shown)


def help_text(comment: str) -> str:
    """Return the text of a comment or a hint as help: its lines, without Markdown's marks and control characters."""
    lines = [re.sub(r"\A[ \t>]*", "", line).rstrip() for line in comment.strip().split("\n")]
    if len(lines) == 1 and OPTIONAL.fullmatch(lines[0].strip(" .()*_")):
        return "Optional."
    return _text_of("\n".join(line for line in lines if not re.fullmatch(r"[=\-*_~]{3,}", line.strip())))


def _text_of(text: str) -> str:
    lines = [sanitize_line(_SLOT_MARK.sub("", line)).rstrip() for line in text.strip().split("\n")]
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return joined if len(joined) <= _MAX_HELP_CHARACTERS else f"{joined[: _MAX_HELP_CHARACTERS - 1].rstrip()}…"


def shorten(text: str, length: int = MAX_LABEL_CHARACTERS) -> str:
    """Return a text of at most so many characters, cut between words."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[length // 2 :] else cut}…"


def capitalize(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:] if text[:1].islower() and not re.match(r"[a-z]+[A-Z]", text) else text


def options_of(inner: str) -> tuple[tuple[Option, ...], bool]:
    """Return the options that a token or value names, and whether another answer is welcome; none for other texts.

    `draft | accepted | …` gives two options, and another answer.
    """
    inner = inner.replace("\\|", "|")
    beginning = EXAMPLE.search(inner)
    if is_pattern(inner) or (beginning is not None and beginning.start() < 3):
        return (), False
    for separator in (r"\s*\|\s*", r"\s+/\s+"):
        parts = [part.strip() for part in re.split(separator, inner.strip())]
        if len(parts) >= 2:
            return _options_named(parts)
    parts = re.split(r"(?<=[\w✅⚠️❌)])/(?=[\w✅⚠❌])", inner.strip())
    return _options_named(parts) if _are_alternatives(parts) else ((), False)


def _options_named(parts: list[str]) -> tuple[tuple[Option, ...], bool]:
    """Return options for the parts that name one; a part with a blank of its own is another answer."""
    shown = [part for part in parts if part and not ELLIPSIS.fullmatch(part)]
    named = [part for part in shown if not _INNER_BLANK.search(_LINK.sub(r"\1", part))]
    is_open = any(ELLIPSIS.fullmatch(part) for part in parts) or len(named) < len(shown)
    values = list(dict.fromkeys(plain_text(part) for part in named))
    if not 2 <= len(values) <= 30 or any(len(value) > _MAX_OPTION_CHARACTERS or not value for value in values):
        return (), False
    return tuple(Option(value, value) for value in values), is_open


def _are_alternatives(parts: list[str]) -> bool:
    """Return whether words with a slash between them are answers, as `Yes/No` is and `Name/Role` is not."""
    if "/".join(parts).lower() in ALTERNATIVES:
        return True
    if len(parts) < 3 or any(part.lower() in NAMES_OF_BLANKS for part in parts):
        return False
    return all(re.fullmatch(r"[A-Z0-9_-]+|[^\W\d_][^\W\d_A-Z]{0,14}|\W+", part) for part in parts)


def kind_of_token(inner: str, label: str) -> KindName:
    """Return the kind of a token's question, from its pattern or name: a date, a number or a line."""
    words = inner.strip()
    if _ISO_DATE.fullmatch(words):
        return "date"
    if is_pattern(words) or re.search(r"[dmy]{2,4}[/.][dmy]{2}|\bHH:MM\b", words, re.IGNORECASE):
        return "line"
    if re.search(r"\bYYYY-MM-DD\b", words):
        return "date"
    if _DATE_NAME.match(words) and (not label or _DATE_NAME.match(label) or len(label.split()) <= 3):
        return "date"
    if _NUMBER.fullmatch(words) and not re.search(r"version|id\b|name", label, re.IGNORECASE):
        return "number"
    return "line"
