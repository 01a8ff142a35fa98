"""The Markdown itself as lines, lightly coloured; needs no parser, so that it is there at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screens.preview.markdown.block_source import BlockSource
from screens.preview.markdown.drawn_lines import (
    BOLD,
    CODE,
    FAINT,
    INK,
    SOFT,
    DrawnLine,
    TextRun,
    TextStyle,
    apply_style,
)
from screens.preview.markdown.line_breaking import cells, chop_runs, wrap_runs
from wizard.markdown.syntax import ATX_MARKER, LIST_MARKER, OPENING_FENCE, QUOTE_MARKER, TASK_BOX
from wizard.message_text import sanitize_line

_FENCE = re.compile(rf"[ \t>]*(?:{LIST_MARKER}[ \t]+)?({OPENING_FENCE})")
_LEAD = re.compile(rf"[ \t]*(?:{QUOTE_MARKER})*(?:{LIST_MARKER}[ \t]+(?:{TASK_BOX}(?=[ \t]|$)[ \t]*)?)?")
_HEADING = re.compile(rf" {{0,3}}({ATX_MARKER})")
_RULE = re.compile(r"[ \t]*(?:[-*_=|:][ \t]*){3,}$")
_INLINE = re.compile(
    r"(?P<code>`+[^`]+`+)"
    r"|(?P<strong>\*\*[^*\s](?:[^*]*[^*\s])?\*\*|__[^_\s](?:[^_]*[^_\s])?__)"
    r"|(?P<tag><!--.*?-->|</?[A-Za-z!?][^<>]*>)"
    r"|(?P<target>(?<=\])\([^()\s]*(?:\s+\"[^\"]*\")?\)|(?<=\])\[[^\[\]]*\])"
    r"|(?P<bar>(?<!\\)\|)"
)
_LOOKS = {"code": CODE, "strong": BOLD, "tag": FAINT, "target": FAINT, "bar": FAINT}
_COMMENT = re.compile(r"<!--|-->")


def source_lines(page: BlockSource, width: int) -> list[DrawnLine]:
    """Return every line of the Markdown, wrapped; several empty ones are as many rows."""
    lines: list[DrawnLine] = []
    fence = ""
    in_comment = False
    for number, line in enumerate(page.lines[:-1] if page.text.endswith("\n") else page.lines):
        marks = _FENCE.match(line)
        if fence or marks is not None:
            lines += _code_rows(page, number, width)
            fence = _fence_after(fence, line, marks)
        else:
            lines += _text_rows(page, number, width, in_comment)
            for found in _COMMENT.findall(line):
                in_comment = found == "<!--"
    return lines


def _fence_after(fence: str, line: str, marks: re.Match[str] | None) -> str:
    """Return the fence that is open after a line."""
    if not fence:
        return marks[1] if marks is not None else ""
    closes = marks is not None and marks[1].startswith(fence) and not line[marks.end() :].strip("`~ \t\r")
    return "" if closes else fence


def _code_rows(page: BlockSource, number: int, width: int) -> Iterator[DrawnLine]:
    start = page.start_of(number)
    runs = apply_style(_expand_tabs(page, start, start + len(page.lines[number]), CODE), INK, page.marked)
    for part in chop_runs(runs, width):
        gap = TextRun(" " * max(width - cells(part), 0), CODE)
        yield DrawnLine((*part, gap) if gap.text else part, start)


def _text_rows(page: BlockSource, number: int, width: int, in_comment: bool) -> Iterator[DrawnLine]:
    line = page.lines[number]
    start = page.start_of(number)
    lead = _LEAD.match(line)
    size = lead.end() if lead is not None else 0
    signs = apply_style(_expand_tabs(page, start, start + size, FAINT), INK, page.marked)
    indent = min(cells(signs), width // 2)
    text = list(_text(page, number, size, in_comment))
    rows = wrap_runs(apply_style(text, _base(line), page.marked), max(width - indent, 1))
    for index, part in enumerate(rows):
        if index:
            yield DrawnLine((TextRun(" " * indent), *part) if indent else part, start)
        else:
            yield DrawnLine((*chop_runs(signs, max(indent, 1))[0], *part), start)


def _base(line: str) -> TextStyle:
    return BOLD if _HEADING.match(line) else INK


def _text(page: BlockSource, number: int, size: int, in_comment: bool) -> Iterator[TextRun]:
    """Return what follows the signs that a line begins with."""
    line = page.lines[number]
    start = page.start_of(number)
    heading = _HEADING.match(line)
    if _RULE.match(line) or in_comment:
        yield from _expand_tabs(page, start + size, start + len(line), FAINT)
        return
    position = size
    if heading is not None:
        position = heading.end()
        yield from _expand_tabs(page, start + size, start + position, SOFT)
    for found in _INLINE.finditer(line, position):
        yield from _expand_tabs(page, start + position, start + found.start(), INK)
        yield from _expand_tabs(page, start + found.start(), start + found.end(), _LOOKS[str(found.lastgroup)])
        position = found.end()
    yield from _expand_tabs(page, start + position, start + len(line), INK)


def _expand_tabs(page: BlockSource, start: int, end: int, look: TextStyle) -> Iterator[TextRun]:
    """Return the Markdown's characters as runs, a tab as four spaces."""
    for part in re.split(r"(\t)", page.text[start:end]):
        if part == "\t":
            yield TextRun("    ", look, start, start + 1)
        elif part:
            yield TextRun(sanitize_line(part), look, start, start + len(part))
        start += len(part)
