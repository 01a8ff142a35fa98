r"""An answer escaped for the context of its slot, so that the template's outline stays as it is written.

`# Not mine`  in a block below `## Goals`  ->  `### Not mine`
`# Not mine`  in an item                   ->  `\# Not mine`
`a | b`       in a table cell              ->  `a \| b`
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache, lru_cache
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from wizard.markdown.escaping import inline_escaping
from wizard.markdown.escaping.block_escaping import (
    ESCAPE,
    change_list_markers,
    escape_blocks,
    escape_blocks_below,
    escape_lines,
    join_first_code_span,
    opening_block,
)
from wizard.markdown.syntax import FOOTNOTE_LABEL, LIST_MARKER, QUOTE_MARKER
from wizard.model.render_steps import SlotContext

AnswerForm = Literal["lines", "line", "value"]
"""What an answer is by its kind: a text of several lines, of one, or a number, a date, or yes and no."""


class Caution(IntEnum):
    """How far an answer is escaped for the template's outline to hold; each step includes those before it."""

    NONE = 0
    OTHER_LIST_MARKERS = 1
    """Its lists cannot go on with the template's."""
    NO_BLOCKS = 2
    """Every line is escaped."""
    ONE_LINE = 3
    NO_MARKS = 4
    """Every mark is an entity."""


class TypedAnswer(Struct, frozen=True):
    """An answer of one line in running text, as it was typed."""

    text: str
    bars: Literal["", "cell", "line"]
    """What a `|` would do there, as in `SlotContext.bars`."""
    is_link_text: bool
    cut: int = -1
    """The offset of a mark that is escaped in any case, so that GitHub makes no link that goes on behind the answer."""


def with_bars(answer: TypedAnswer, text: str | None = None) -> str:
    """Return the text of an answer, as it was typed if none is given, with its bars escaped as its place asks for."""
    text = answer.text if text is None else text
    match answer.bars:
        case "cell":
            return inline_escaping.escape_bars(text)
        case "line":
            return inline_escaping.encode_bars(text)
        case "":
            return text


UNKNOWN_CONTEXT: Final = SlotContext("text", bars="line", has_ticks=True, is_emphasised=True)
"""For a slot about whose place nothing is known."""

_HARMLESS: Final = re.compile(r"[^\W\d_](?:[^\W_]|[ ,.;:'\"()/?%+=@$^{}&–—’“”…-])*(?<! )")
_KINDS_OF_PLAIN_TEXT: Final = frozenset(
    ("block", "tail", "text", "atx_heading", "setext_heading", "link_text", "cell", "fence", "indented", "code")
)
_CONTAINERS: Final = {
    ">": re.compile(rf"[ \t]*{QUOTE_MARKER}"),
    "-": re.compile(rf"[ \t]*{LIST_MARKER}(?:[ \t]+|\Z)"),
}
_LONG_ANSWER: Final = 5_000
"""Characters from which escaping takes longer than a key may."""
_BREAK: Final = "<br>"
_LABEL: Final = re.compile(r":[*_]*[ \t]*\Z")
_SOLID: Final = re.compile(r"[^-+*_=|:#>~`\d.)\s]|(?<!\S)(?:[-+]\d|\d+(?:[.)]\d|(?![\d.)]|\Z)))")
"""What no mark of a block holds: a character, or a number that is none."""
_FOOTNOTE: Final = re.compile(rf"[ \t]*{FOOTNOTE_LABEL}")
_TYPED_KINDS: Final = ("verbatim", "fence")
"""The contexts in which the blanks before a text count as part of it."""
_LEADING_LINES: Final = re.compile(r"\A(?:[ \t]*\n)+")


def needs_no_escaping(context: SlotContext, answer: str) -> bool:
    """Return whether an answer can stand as it is, as far as a quick look tells."""
    if context.kind not in _KINDS_OF_PLAIN_TEXT or not _is_harmless(answer):
        return False
    is_link = "://" in answer or "@" in answer or "www." in answer
    return not is_link or inline_escaping.ends_bare_links(context)


def _is_harmless(answer: str) -> bool:
    return _is_harmless_long(answer) if len(answer) > _LONG_ANSWER else _is_harmless_short(answer)


@lru_cache(maxsize=4_000)
def _is_harmless_short(answer: str) -> bool:
    """Return the same for a cell of a table, which is asked about at every key in the others."""
    return _HARMLESS.fullmatch(answer) is not None


@lru_cache(maxsize=16)
def _is_harmless_long(answer: str) -> bool:
    if answer.isascii():  # a key in 100 kB need not wait for a pattern that looks at each character
        return answer[0].isalpha() and answer[-1] != " " and not answer.translate(_harmless_characters())
    return _HARMLESS.fullmatch(answer) is not None


@cache
def _harmless_characters() -> dict[int, None]:
    """Return the table with which `str.translate` takes out what is harmless inside an answer in ASCII."""
    return {code: None for code in range(128) if _HARMLESS.fullmatch(f"a{chr(code)}a")}


def escape_in_slot(
    context: SlotContext, answer: str, line: str, form: AnswerForm, caution: Caution = Caution.NONE
) -> str:
    """Return the text that stands for an answer; `line` is the text before the slot on its line."""
    escape = _escape_again if len(answer) > _LONG_ANSWER else _escape
    return escape(context, answer, line, form, caution)


@lru_cache(maxsize=16)
def _escape_again(context: SlotContext, answer: str, line: str, form: AnswerForm, caution: Caution) -> str:
    """Return the same for a long answer, which is rendered again when anything changes beside it."""
    return _escape(context, answer, line, form, caution)


def _escape(context: SlotContext, answer: str, line: str, form: AnswerForm, caution: Caution) -> str:
    text = _typed_text(answer) if context.kind in _TYPED_KINDS and form != "value" else _normalized(answer, form)
    match context.kind:
        case "block" | "tail" | "text":
            return _escape_in_paragraph(context, text, line, form, caution)
        case "setext_heading":
            joined = inline_escaping.join_lines(text)
            return _escape_in_running_text(context, joined, line, caution) or "&nbsp;"
        case "atx_heading" | "link_text":
            return _escape_in_heading(context, text, caution)
        case "cell":
            return _escape_in_cell(context, text, line, caution)
        case "fence" | "indented":
            return _escape_in_code_block(context, text, line, caution)
        case "html" | "comment" | "inline_comment":
            return _escape_in_html(context, text, line, caution)
        case "code":
            return _escape_in_code(context, text, caution)
        case "link_to":
            return inline_escaping.escape_destination(inline_escaping.join_lines(text))
        case "autolink":
            return _escape_bars(context, inline_escaping.escape_autolink(inline_escaping.join_lines(text)))
        case "link_title":
            return _escape_bars(context, inline_escaping.escape_title(inline_escaping.join_lines(text)))
        case "tag":
            return inline_escaping.escape_in_tag(text)
        case "attribute":
            return inline_escaping.escape_attribute(text)
        case "fence_info":
            return inline_escaping.escape_fence_info(inline_escaping.join_lines(text), context.delimiter)
        case "verbatim":
            return text
        case yaml_kind:
            from wizard.markdown.escaping.yaml_escaping import escape_yaml_value  # few plans have front matter

            prefix = _continuation_indent(context, line)
            return escape_yaml_value(text, yaml_kind, is_text=form != "value", prefix=prefix)


def typed_line(context: SlotContext, answer: str, form: AnswerForm) -> str:
    """Return an answer as it would stand in running text if nothing had to be escaped; after a label, its lines."""
    text = _normalized(answer, form)
    if context.kind == "cell":
        *lines, last = _cell_lines(text) or [""]
        return _BREAK.join((*map(inline_escaping.escape_slash_at_end, lines), last))
    return join_first_code_span(text) if context.kind == "tail" else inline_escaping.join_lines(text)


def _normalized(answer: str, form: AnswerForm) -> str:
    text = inline_escaping.normalize_text(answer)
    return _trim_blank_lines(text) if form == "lines" else inline_escaping.join_lines(text)


def _typed_text(answer: str) -> str:
    """Return an answer as it was typed, its first line's indentation included, without blank lines around it."""
    return _trim_blank_lines(inline_escaping.normalize_text(answer))


def _trim_blank_lines(text: str) -> str:
    return _LEADING_LINES.sub("", text.rstrip(" \t\n"))


def empty_text(context: SlotContext) -> str:
    """Return what stands for an answer that renders nothing: "" wherever that breaks no block."""
    match context.kind:
        case "code":
            return " "
        case "setext_heading" if "\n" in context.before and "\n" in context.after:
            return "&nbsp;"
        case "link_to" if not {*context.before}.isdisjoint("( ") and not {*context.after}.isdisjoint(") \n"):
            return "<>"
        case "cell" if "\n" in context.before + context.after:
            return "&nbsp;"
        case _:
            return ""


def can_open_block(context: SlotContext, line: str) -> bool:
    """Return whether the slot's first mark could open a block: only marks stand before it on its line."""
    return _marks_before(context, line) is not None


def continuation_prefix(context: SlotContext, line: str) -> str | None:
    """Return the text that keeps later lines in the same quotes and items; None when `line` does not tell."""
    at = _content_start(context.chain, line)
    if at is None:
        return None
    while line[at : at + 1] in (" ", "\t") and at < len(line):
        at += 1
    return re.sub(r"[^>\t]", " ", line[:at])


def _content_start(chain: str, line: str) -> int | None:
    at = 0
    for container in chain.replace(" ", ""):
        found = _CONTAINERS[container].match(line, at)
        if found is None:
            return None
        at = found.end()
    return at


def _marks_before(context: SlotContext, line: str) -> str | None:
    """Return the marks before a slot on its line; None when anything else stands there."""
    at = _content_start(context.chain, line)
    if at is None:
        return ""
    footnote = _FOOTNOTE.match(line, at)
    at = footnote.end() if footnote is not None else at
    return None if _SOLID.search(line, at) else line[at:].strip(" \t")


def _escape_in_paragraph(context: SlotContext, text: str, line: str, form: AnswerForm, caution: Caution) -> str:
    prefix = continuation_prefix(context, line) if form == "lines" and context.kind != "text" else None
    if prefix is None or caution >= Caution.ONE_LINE:
        return _escape_in_running_text(context, inline_escaping.join_lines(text), line, caution)
    if context.kind == "block" and caution < Caution.NO_BLOCKS:
        lines = escape_blocks(text, context)
        lines = lines if caution == Caution.NONE else change_list_markers(lines)
    elif "\n" not in (text := join_first_code_span(text)):
        return _escape_in_running_text(context, text.strip(" \t"), line, caution)
    else:
        lines = _tail_lines(context, text, line, caution)
    escaped = "\n".join(
        (lines[0], *((prefix + later).rstrip(" ") if not later else prefix + later for later in lines[1:]))
    )
    return _drop_needless_escapes(escaped, line) if ESCAPE in escaped else escaped


def _drop_needless_escapes(escaped: str, line: str) -> str:
    """Return the lines of an answer with a backslash for each `ESCAPE` that is needed; `line` is the text before."""
    from wizard.markdown.escaping.minimal_escaping import (
        escape_needed,  # reads Markdown, which plain answers do without
    )

    head = line.lstrip(" \t")
    indent = re.compile(rf"\n[ \t]{{0,{len(line) - len(head)}}}")
    parts = escaped.split(ESCAPE)
    needed = escape_needed(head, tuple(indent.sub("\n", part) for part in parts))
    return "".join(f"{mark}{part}" for mark, part in zip(("", *needed), parts, strict=True))


def _tail_lines(context: SlotContext, text: str, line: str, caution: Caution) -> list[str]:
    """Return the lines after a label; an answer that begins with a list, quote, table or fence begins below it."""
    first, _, behind = text.partition("\n")
    first, hard_break = inline_escaping.split_hard_break(first.strip(" \t"))
    escaped = _escape_in_running_text(context, first, line, caution)
    if caution >= Caution.NO_BLOCKS or context.has_ticks:
        return [escaped + hard_break, *escape_lines(text, context)[1:]]
    opening = opening_block(first)
    if opening and _LABEL.search(line):
        gap = [""] if context.chain and opening == "item" else ["", ""]
        return [*gap, *escape_blocks(text, context)]
    if opening or escaped != inline_escaping.escape_inline(first, context):
        return [escaped + hard_break, *escape_lines(text, context)[1:]]
    return [escaped + hard_break, *escape_blocks_below(behind, context)]


def _escape_in_running_text(context: SlotContext, text: str, line: str, caution: Caution) -> str:
    if context.bars == "line" and "|" in text:
        context = replace(context, has_ticks=True)  # in code a bar could not be escaped
    escaped = _escape_marks(text, context, caution)
    marks = _marks_before(context, line)
    if marks is not None:
        escaped = inline_escaping.escape_line_start(escaped, context.after)
    return _escape_bars(context, inline_escaping.escape_first_mark(escaped) if marks else escaped)


def _escape_marks(text: str, context: SlotContext, caution: Caution) -> str:
    if caution == Caution.NO_MARKS:
        return inline_escaping.escape_all_marks(text)
    return inline_escaping.escape_inline(text, context)


def _escape_in_heading(context: SlotContext, text: str, caution: Caution) -> str:
    escaped = _escape_marks(inline_escaping.join_lines(text), context, caution)
    # A closing sequence (CommonMark 0.31 §4.2) would not show.
    return _escape_bars(context, re.sub(r"(?:(?<=[ \t])|\A)(?=#+\Z)", r"\\", escaped))


def _cell_lines(text: str) -> list[str]:
    return [line for line in (part.strip(" \t") for part in text.split("\n")) if line]


def _escape_in_cell(context: SlotContext, text: str, line: str, caution: Caution) -> str:
    escaped = _BREAK.join(_escape_marks(part, context, caution) for part in _cell_lines(text))
    if "\n" in context.before and _marks_before(context, line) == "":
        escaped = inline_escaping.escape_line_start(escaped, context.after)
    escaped = inline_escaping.escape_bars(escaped)
    # Parsers disagree whether a bar behind two backslashes ends the cell.
    return f"{escaped[:-2]}&#92;" if escaped.endswith("\\") else escaped


def _escape_in_code_block(context: SlotContext, text: str, line: str, caution: Caution) -> str:
    if caution >= Caution.ONE_LINE:
        text = re.sub(r"([`~])(?=[`~])", r"\1 ", inline_escaping.join_lines(text))
    return text.replace("\n", f"\n{_continuation_indent(context, line)}")


def _escape_in_html(context: SlotContext, text: str, line: str, caution: Caution) -> str:
    if caution >= Caution.ONE_LINE or context.kind == "inline_comment":
        text = inline_escaping.join_lines(text)
    escape = inline_escaping.escape_html if context.kind == "html" else inline_escaping.escape_comment
    escaped = escape(text)
    if caution == Caution.NO_MARKS:
        escaped = re.sub(r"[-<>&]", " ", text)
    return _escape_bars(context, escaped.replace("\n", f"\n{_continuation_indent(context, line)}"))


def _escape_in_code(context: SlotContext, text: str, caution: Caution) -> str:
    text = inline_escaping.join_lines(text)
    return _escape_bars(context, text.replace("`", "'") if caution >= Caution.NO_BLOCKS else text)


def _escape_bars(context: SlotContext, escaped: str) -> str:
    match context.bars:
        case "cell":
            return inline_escaping.escape_bars(escaped)
        case "line":
            return (
                escaped.replace("|", "¦")
                if context.kind in ("code", "comment", "inline_comment")
                else inline_escaping.encode_bars(escaped)
            )
        case "":
            return escaped


def _continuation_indent(context: SlotContext, line: str) -> str:
    """Return the prefix of later lines where no prefix keeps them in: quotes and white space."""
    prefix = continuation_prefix(context, line)
    if prefix is None:
        blank = re.match(r"[ \t]*", line)
        return blank[0] if blank else ""
    return prefix
