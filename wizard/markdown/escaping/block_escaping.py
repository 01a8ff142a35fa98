r"""A user's Markdown, escaped so that it stays below the template's heading and opens no block outside its slot.

Below a heading of level 2, `# Goals\nFast\n===` becomes `### Goals` and `### Fast`; in an item or a quote, and after a
label, headings are escaped instead: `\# Goals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from wizard.markdown.escaping import inline_escaping
from wizard.markdown.inline_tags import unmeant_tags
from wizard.markdown.syntax import (
    ATX_CLOSING,
    ATX_MARKER,
    DEFINITION_LABEL,
    DELIMITER_ROW,
    LIST_MARKER,
    OPENING_FENCE,
    QUOTE_MARKER,
    SETEXT_UNDERLINE,
    TAG_START,
    URI_AUTOLINK,
)
from wizard.model.render_steps import SlotContext

ESCAPE: Final = "\0"
"""Stands for a backslash until it is known to be needed; no answer holds it."""
_MARKERS: Final = rf"[ \t]*(?:{LIST_MARKER}[ \t]+|{QUOTE_MARKER})*"
_FENCE: Final = re.compile(rf"{_MARKERS}({OPENING_FENCE})")
_HEADING: Final = re.compile(rf"({_MARKERS})({ATX_MARKER})(?:[ \t]+(.*?))?{ATX_CLOSING}\Z")
_UNDERLINE: Final = re.compile(rf"[ \t>]*{SETEXT_UNDERLINE}\Z")
_ANY_UNDERLINE: Final = re.compile(rf"^[ \t>]*{SETEXT_UNDERLINE}$", re.MULTILINE)
_DELIMITERS: Final = re.compile(rf"{DELIMITER_ROW}\Z")
_DEFINITION: Final = re.compile(rf"\A({_MARKERS})(?={DEFINITION_LABEL})")
_ITEM: Final = re.compile(rf"\A[ \t]*{LIST_MARKER}(?=[ \t])")
_CODE_INDENT: Final = ("    ", "\t")
_OTHER_MARKS: Final = {"-": "*", "*": "-", "+": "-", ".": ")", ")": "."}
_BLOCK: Final = re.compile(r"[ \t]*(?:>|\|.*\|)")
_BLOCK_START: Final = re.compile(rf"[ \t]*(?:{LIST_MARKER}[ \t]|>|{ATX_MARKER}|\|)|[ \t]*\Z| {{4}}|\t")
_CODE_OR_LINK: Final = re.compile(rf"(`+)(?!`).*?(?<!`)\1(?!`)|{URI_AUTOLINK}|(?={TAG_START})<")
_TICKS_OR_ESCAPE: Final = re.compile(r"(?P<ticks>`+)|\\.")
_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w-]*)(?:\s[^<>]*?)?(/?)>")
_TAG_LIKE: Final = re.compile(r"<[^<>]*>")
_VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())


def escape_blocks(text: str, context: SlotContext) -> list[str]:
    """Return the lines of a user's Markdown, with nothing in them that changes the template's outline.

    Headings move below the enclosing one; in items and quotes and after a label they are escaped. Link reference
    definitions are escaped, and so are tags that the text does not close. A fence that is left open is closed.
    Every backslash is an `ESCAPE`.
    """
    text = text.rstrip(" \t\n")
    lines = text.split("\n") if context.is_apart and _begins_with_code(text) else _unindent(text)
    # Most texts have neither fences nor indented code, and a long one is escaped at every key.
    none = [False] * len(lines)
    fenced, closing = fenced_lines(lines) if "```" in text or "~~~" in text else (none, "")
    indented = _indented_code(lines) if "    " in text or "\t" in text else none
    # Behind a label a tag could take in the template's next line.
    is_block = context.kind == "block"
    code = [in_fence or is_indented for in_fence, is_indented in zip(fenced, indented, strict=True)]
    if not is_block or not _closes_its_tags([line for line, is_code in zip(lines, code, strict=True) if not is_code]):
        lines = [line if is_code else _escape_tags(line) for line, is_code in zip(lines, code, strict=True)]
    below = context.level if is_block and not context.chain else None
    lines = list(_lower_headings(lines, fenced, below))
    return [*lines, closing] if closing else lines


def escape_blocks_below(text: str, context: SlotContext) -> list[str]:
    """Return the lines of a user's Markdown that stand below a line of the template's, as `escape_blocks` does.

    The first of them makes no table of the line above.
    """
    # To the scanner the line above is a word, whatever it looks like.
    _, first, *later = escape_blocks(f"word\n{text}", context)
    return [_escape_first_mark(first) if _DELIMITERS.match(first) else first, *later]


def change_list_markers(lines: Sequence[str]) -> list[str]:
    """Return the lines with other list markers (`-` for `*`, `)` for `.`), which begin a list of their own (§5.3)."""
    fenced, _ = fenced_lines(lines)
    return [
        line if is_code else _ITEM.sub(lambda found: found[0][:-1] + _OTHER_MARKS[found[0][-1]], line, count=1)
        for line, is_code in zip(lines, fenced, strict=True)
    ]


def opening_block(line: str) -> Literal["item", "block", ""]:
    """Return what kind of block a line begins: a list item, or a quote, table or fence; "" for neither."""
    if _ITEM.match(line):
        return "item"
    return "block" if _BLOCK.match(line) or _FENCE.match(line) else ""


def join_first_code_span(text: str) -> str:
    """Return the text with a code span that goes on behind the first line on one line, which is read as the same."""
    first, *later = text.split("\n")
    closing = _closing_ticks(first)
    if closing is None:
        return text
    for count, line in enumerate(later, start=1):
        if _BLOCK_START.match(line) or _FENCE.match(line) or _UNDERLINE.match(line):
            break
        if closing.search(line):
            joined = " ".join(part.strip(" \t") for part in (first, *later[:count]))
            return "\n".join((joined, *later[count:]))
    return text


def _closing_ticks(line: str) -> re.Pattern[str] | None:
    """Return the pattern of what closes the code span that a line leaves open; None if it leaves none."""
    at = 0
    while found := _TICKS_OR_ESCAPE.search(line, at):
        at = found.end()
        if found["ticks"]:
            closing = re.compile(rf"(?<!`){found['ticks']}(?!`)")
            closed = closing.search(line, at)
            if closed is None:
                return closing
            at = closed.end()
    return None


def escape_lines(text: str, context: SlotContext) -> list[str]:
    """Return the lines of a text, each escaped so that it opens no block."""
    *lines, last = (line.strip(" \t") for line in text.split("\n"))
    split = [*map(inline_escaping.split_hard_break, lines), (last, "")]
    return [
        inline_escaping.escape_line_start(inline_escaping.escape_inline(line, context), "") + hard_break
        for line, hard_break in split
    ]


def _unindent(text: str) -> list[str]:
    """Return the lines without the indentation of the first one."""
    lines = text.split("\n")
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip(" \t"))]
    return [line.removeprefix(indent) for line in lines]


def _begins_with_code(text: str) -> bool:
    """Return whether a text begins with indented code (§4.4): text follows it that is not indented, as all else is."""
    first, *later = text.split("\n")
    return first.startswith(_CODE_INDENT) and any(line.strip() and not line.startswith(_CODE_INDENT) for line in later)


def fenced_lines(lines: Sequence[str]) -> tuple[list[bool], str]:
    """Return for each line whether it belongs to a fence, and the line that closes the fence left open, if any."""
    inside: list[bool] = []
    closing = mark = ""
    for line in lines:
        if closing:
            inside.append(True)
            if re.fullmatch(rf"[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*", line):
                closing = ""
            continue
        found = _FENCE.match(line)
        inside.append(found is not None)
        if found is not None:
            mark = found[1]
            closing = re.sub(r"[^>\t]", " ", line[: found.start(1)]) + mark
    return inside, closing


def _indented_code(lines: Sequence[str]) -> Iterator[bool]:
    """Yield for each line whether it is indented code for sure (§4.4): behind an empty line, and no item before it."""
    is_code, has_item = False, False
    after_empty = True
    for line in lines:
        is_empty = not line.strip()
        has_item = has_item or _ITEM.match(line) is not None
        is_code = not has_item and line.startswith(_CODE_INDENT) and (is_code or after_empty) and not is_empty
        yield is_code
        after_empty = is_empty


def _lower_headings(lines: Sequence[str], fenced: Sequence[bool], below: int | None) -> Iterator[str]:
    """Yield the lines with every heading moved below the level `below`, or escaped when that is None."""
    text = "\n".join(lines)
    if "#" not in text and "]:" not in text and not _ANY_UNDERLINE.search(text):
        yield from lines
        return
    shift = max(0, below + 1 - _highest_heading_level(lines, fenced)) if below is not None else 0
    for index, line in enumerate(lines):
        if fenced[index]:
            yield line
            continue
        above = index > 0 and not fenced[index - 1] and not _BLOCK_START.match(lines[index - 1])
        underline = _UNDERLINE.fullmatch(line) if above else None
        following = lines[index + 1] if index + 1 < len(lines) and not fenced[index + 1] else ""
        if underline is not None:
            if below is None or not _is_setext_text(lines, fenced, index - 1):
                yield _escape_first_mark(line)
        elif below is not None and _is_setext_text(lines, fenced, index) and _UNDERLINE.fullmatch(following):
            yield _atx_heading((1 if "=" in following else 2) + shift, line.strip(" \t"))
        else:
            yield _lower_heading(line, below, shift)


def _lower_heading(line: str, below: int | None, shift: int) -> str:
    found = _HEADING.match(line)
    if found is None:
        return _DEFINITION.sub(rf"\1{ESCAPE}", line, count=1)
    if below is None or found[1].strip(" ") or len(found[1]) > 3:
        return f"{found[1]}{ESCAPE}{line[found.end(1) :]}"
    return _atx_heading(len(found[2]) + shift, found[3] or "")


def _atx_heading(level: int, title: str) -> str:
    if level <= 6:
        return f"{'#' * level} {title}"
    return f"**{title}**" if title else ""


def _is_setext_text(lines: Sequence[str], fenced: Sequence[bool], index: int) -> bool:
    """Return whether an underline below this line makes a heading of it alone."""
    if fenced[index] or _BLOCK_START.match(lines[index]):
        return False
    return index == 0 or not lines[index - 1].strip() or _HEADING.match(lines[index - 1]) is not None


def _highest_heading_level(lines: Sequence[str], fenced: Sequence[bool]) -> int:
    """Return the level of the highest heading; 7 when there is none."""
    highest = 7
    for index, line in enumerate(lines):
        if fenced[index]:
            continue
        found, underline = _HEADING.match(line), _UNDERLINE.fullmatch(line)
        if found is not None and len(found[1]) <= 3 and not found[1].strip(" "):
            highest = min(highest, len(found[2]))
        elif underline is not None and index and _is_setext_text(lines, fenced, index - 1):
            highest = min(highest, 1 if "=" in line else 2)
    return highest


def _escape_first_mark(line: str) -> str:
    start = len(line) - len(line.lstrip(" \t>"))
    return f"{line[:start]}{ESCAPE}{line[start:]}"


def _closes_its_tags(lines: Sequence[str]) -> bool:
    """Return whether every tag and comment that begins in the lines also ends in them."""
    text = _without_comments("\n".join(lines))
    if "<" not in text:
        return True
    text = _CODE_OR_LINK.sub(lambda found: "<" if found[0] == "<" else "", text)
    opened: list[str] = []
    for found in _TAG.finditer(text):
        name = found[2].lower()
        if found[1]:
            if not opened or opened.pop() != name:
                return False
        elif not found[3] and name not in _VOID:
            opened.append(name)
    return not opened and not re.search(TAG_START, _TAG.sub("", text))


def _without_comments(text: str) -> str:
    kept, at = "", 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        if text[start + 4 : start + 6] in (">", "->") or text.startswith(">", start + 4):
            break
        kept, at = kept + text[at:start], end + 3
    return kept + text[at:]


def _escape_tags(line: str) -> str:
    """Return the line with its tags escaped, except those that stay markup in a line."""
    if "<" not in line:
        return line
    tags = [
        (found.start(), _TAG_LIKE.match(line, found.start()))
        for found in _CODE_OR_LINK.finditer(line)
        if found[0] == "<"
    ]
    unmeant = set(unmeant_tags((start, tag[0] if tag is not None else "") for start, tag in tags))
    if len(tags) == 1 and tags[0][1] is not None and tags[0][1][0] == line.strip(" \t"):
        unmeant = {tags[0][0]}  # alone on its line it begins a block (§4.6)
    return "".join(f"{ESCAPE}{mark}" if at in unmeant else mark for at, mark in enumerate(line)) if unmeant else line
