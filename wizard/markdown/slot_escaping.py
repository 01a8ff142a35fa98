"""An answer fitted to the place where it stands, so that the template's outline stays as it is written."""

from __future__ import annotations

import re
from typing import Final, Literal

from msgspec.structs import replace

from wizard.markdown import inline_escaping
from wizard.markdown.block_escaping import change_list_markers, escape_blocks, escape_lines, opening_block
from wizard.markdown.syntax import LIST_MARKER, QUOTE_MARKER
from wizard.model.render_steps import SlotContext

AnswerForm = Literal["lines", "line", "value"]
"""What an answer is by its kind: a text of several lines, of one, or a number, a date, or yes and no."""

Caution = Literal[0, 1, 2, 3, 4]
"""0 as usual · 1 lists with other marks · 2 every line escaped · 3 all on one line · 4 every mark an entity."""

UNKNOWN_CONTEXT: Final = SlotContext("text", bars="line", has_ticks=True, is_emphasised=True)
"""For a slot about whose place nothing is known."""

_HARMLESS: Final = re.compile(r"[^\W\d_](?:[^\W_]|[ ,.;:'\"()/?%+=@$^{}&–—’“”…-])*(?<! )")
_WORDS: Final = frozenset(("block", "tail", "text", "heading", "link_text", "cell", "fence", "indented", "code"))
_CONTAINERS: Final = {
    ">": re.compile(rf"[ \t]*{QUOTE_MARKER}"),
    "-": re.compile(rf"[ \t]*{LIST_MARKER}(?:[ \t]+|\Z)"),
}
_LABEL: Final = re.compile(r":[*_]*[ \t]*\Z")
_SOLID: Final = re.compile(r"[^-+*_=|:#>~`\d.)\s]")
_LEADING_LINES: Final = re.compile(r"\A(?:[ \t]*\n)+")
_EMPTY_IN: Final = {"code": " ", "heading": "&nbsp;", "cell": "&nbsp;"}


def needs_no_escaping(context: SlotContext, answer: str) -> bool:
    """Whether an answer stands as it is, without a closer look."""
    if context.kind not in _WORDS or _HARMLESS.fullmatch(answer) is None:
        return False
    is_link = "://" in answer or "@" in answer or "www." in answer
    return not is_link or inline_escaping.ends_bare_links(context)


def escape_in_slot(context: SlotContext, answer: str, line: str, form: AnswerForm, caution: Caution = 0) -> str:
    """The text that stands for an answer; `line` is what stands before it on its line."""
    text = inline_escaping.normalize_text(answer)
    text = _LEADING_LINES.sub("", text.rstrip(" \t\n")) if form == "lines" else inline_escaping.join_lines(text)
    match context.kind:
        case "block" | "tail" | "text":
            return _escape_in_paragraph(context, text, line, form, caution)
        case "heading" | "link_text":
            return _escape_in_heading(context, text, line, caution)
        case "cell":
            return _escape_in_cell(context, text, line, caution)
        case "fence" | "indented":
            return _escape_in_code_block(context, text, line, caution)
        case "html" | "comment":
            return _escape_in_html(context, text, line, caution)
        case "code":
            return _escape_in_code(context, text, caution)
        case "front":
            from wizard.markdown.yaml_escaping import escape_yaml_value  # few plans have front matter

            return escape_yaml_value(text, context.mark, form != "value", _continuation_indent(context, line))
        case "link_to":
            return inline_escaping.escape_destination(inline_escaping.join_lines(text))
        case "link_title":
            return _escape_bars(context, inline_escaping.escape_title(inline_escaping.join_lines(text)))
        case "tag":
            return inline_escaping.escape_attribute(text, context.mark).replace("|", "&#124;")
        case "fence_info":
            return inline_escaping.escape_fence_info(inline_escaping.join_lines(text), context.mark)


def empty_text(context: SlotContext) -> str:
    """What stands for an answer that renders nothing: mostly nothing, where that breaks no outline."""
    match context.kind:
        case "code":
            return " "
        case "heading" if context.mark != "#" and "\n" in context.before and "\n" in context.after:
            return "&nbsp;"
        case "link_to" if not {*context.before}.isdisjoint("( ") and not {*context.after}.isdisjoint(") \n"):
            return "<>"
        case "cell" if "\n" in context.before + context.after:
            return "&nbsp;"
        case _:
            return ""


def can_open_block(context: SlotContext, line: str) -> bool:
    """Whether nothing stands before it on its line that keeps its first mark from opening a block."""
    return _marks_before(context, line) is not None


def continuation_prefix(context: SlotContext, line: str) -> str | None:
    """What later lines begin with to stand in the same quotes and items; None when the line does not tell."""
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
    """What stands before it on its line when that is nothing but marks, or nothing at all; else None."""
    at = _content_start(context.chain, line)
    if at is None:
        return ""
    return None if _SOLID.search(line, at) else line[at:].strip(" \t")


def _escape_in_paragraph(context: SlotContext, text: str, line: str, form: AnswerForm, caution: Caution) -> str:
    prefix = continuation_prefix(context, line) if form == "lines" and context.kind != "text" else None
    if prefix is None or caution >= 3:
        return _escape_in_running_text(context, inline_escaping.join_lines(text), line, caution)
    if context.kind == "block" and caution < 2:
        lines = escape_blocks(text, context)
        lines = lines if caution == 0 else change_list_markers(lines)
    elif "\n" not in text:
        return _escape_in_running_text(context, text.strip(" \t"), line, caution)
    else:
        lines = _tail_lines(context, text, line, caution)
    return "\n".join(
        (lines[0], *((prefix + later).rstrip(" ") if not later else prefix + later for later in lines[1:]))
    )


def _tail_lines(context: SlotContext, text: str, line: str, caution: Caution) -> list[str]:
    """The lines behind a label; an answer that begins with a list, quote, table or fence begins below it."""
    first, _, behind = text.partition("\n")
    fitted = _escape_in_running_text(context, first.strip(" \t"), line, caution)
    if caution >= 2 or context.has_ticks:
        return [fitted, *escape_lines(text, context)[1:]]
    opening = opening_block(first)
    if opening and _LABEL.search(line):
        gap = [""] if context.chain and opening == "item" else ["", ""]
        return [*gap, *escape_blocks(text, context)]
    if opening or fitted != inline_escaping.escape_inline(first.strip(" \t"), context):
        return [fitted, *escape_lines(text, context)[1:]]
    # To the scanner the first line is a word, whatever it looks like: a label stands before it.
    return [fitted, *escape_blocks(f"word\n{behind}", context)[1:]]


def _escape_in_running_text(context: SlotContext, text: str, line: str, caution: Caution) -> str:
    if context.bars == "line" and "|" in text:
        context = replace(context, has_ticks=True)  # in code a bar could not be escaped
    fitted = inline_escaping.escape_all_marks(text) if caution == 4 else inline_escaping.escape_inline(text, context)
    marks = _marks_before(context, line)
    if marks is not None:
        fitted = inline_escaping.escape_line_start(fitted, context.after)
    return _escape_bars(context, inline_escaping.escape_first_mark(fitted) if marks else fitted)


def _escape_in_heading(context: SlotContext, text: str, line: str, caution: Caution) -> str:
    text = inline_escaping.join_lines(text)
    if context.mark != "#" and context.kind == "heading":
        return _escape_in_running_text(context, text, line, caution) or _EMPTY_IN["heading"]
    fitted = inline_escaping.escape_all_marks(text) if caution == 4 else inline_escaping.escape_inline(text, context)
    return _escape_bars(context, re.sub(r"(?:(?<=[ \t])|\A)(?=#+\Z)", r"\\", fitted))


def _escape_in_cell(context: SlotContext, text: str, line: str, caution: Caution) -> str:
    lines = [part.strip(" \t") for part in text.split("\n") if part.strip(" \t")]
    fitted = "<br>".join(
        inline_escaping.escape_all_marks(part) if caution == 4 else inline_escaping.escape_inline(part, context)
        for part in lines
    )
    if "\n" in context.before and _marks_before(context, line) == "":
        fitted = inline_escaping.escape_line_start(fitted, context.after)
    fitted = inline_escaping.escape_bars(fitted)
    # Parsers disagree whether a bar behind two backslashes ends the cell.
    return f"{fitted[:-2]}&#92;" if fitted.endswith("\\") else fitted


def _escape_in_code_block(context: SlotContext, text: str, line: str, caution: Caution) -> str:
    if caution >= 3:
        text = re.sub(r"([`~])(?=[`~])", r"\1 ", inline_escaping.join_lines(text))
    return text.replace("\n", f"\n{_continuation_indent(context, line)}")


def _escape_in_html(context: SlotContext, text: str, line: str, caution: Caution) -> str:
    if caution >= 3 or context.mark == "-":
        text = inline_escaping.join_lines(text)
    fitted = inline_escaping.escape_comment(text) if context.kind == "comment" else inline_escaping.escape_html(text)
    if caution == 4:
        fitted = re.sub(r"[-<>&]", " ", text)
    return _escape_bars(context, fitted.replace("\n", f"\n{_continuation_indent(context, line)}"))


def _escape_in_code(context: SlotContext, text: str, caution: Caution) -> str:
    text = inline_escaping.join_lines(text)
    return _escape_bars(context, text.replace("`", "'") if caution >= 2 else text)


def _escape_bars(context: SlotContext, fitted: str) -> str:
    match context.bars:
        case "cell":
            return inline_escaping.escape_bars(fitted)
        case "line":
            return (
                fitted.replace("|", "¦") if context.kind in ("code", "comment") else inline_escaping.encode_bars(fitted)
            )
        case "":
            return fitted


def _continuation_indent(context: SlotContext, line: str) -> str:
    """The quotes, and the white space in place of anything else that stands before the content of a line."""
    prefix = continuation_prefix(context, line)
    if prefix is None:
        blank = re.match(r"[ \t]*", line)
        return blank[0] if blank else ""
    return prefix
