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
from screens.preview.markdown.line_breaking import cells, chop_runs, wrap_code, wrap_runs
from screens.preview.markdown.long_blocks import LINE_LEAD, SourceState
from wizard.markdown.syntax import ATX_MARKER
from wizard.message_text import sanitize_line

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


def source_lines(page: BlockSource, width: int) -> list[DrawnLine]:
    """Return every line of the Markdown, wrapped; several empty ones are as many rows."""
    lines: list[DrawnLine] = []
    state = page.part or SourceState()
    for number, line in enumerate(page.lines[:-1] if page.text.endswith("\n") else page.lines):
        if state.is_code(line):
            lines += _code_rows(page, number, width)
        elif state.is_inside_line:
            lines += _rows_inside_line(page, number, width, state)
        else:
            lines += _text_rows(page, number, width, state)
        state = state.after_line(line)
    return lines


def _code_rows(page: BlockSource, number: int, width: int) -> Iterator[DrawnLine]:
    start = page.start_of(number)
    runs = apply_style(_expand_tabs(page, start, start + len(page.lines[number]), CODE), INK, page.marked)
    for part in wrap_code(runs, width):
        gap = TextRun(" " * max(width - cells(part), 0), CODE)
        yield DrawnLine((*part, gap) if gap.text else part, start)


def _text_rows(page: BlockSource, number: int, width: int, state: SourceState) -> Iterator[DrawnLine]:
    line = page.lines[number]
    start = page.start_of(number)
    lead = LINE_LEAD.match(line)
    size = lead.end() if lead is not None else 0
    signs = apply_style(_expand_tabs(page, start, start + size, FAINT), INK, page.marked)
    indent = min(cells(signs), width // 2)
    text = list(_text(page, number, size, state))
    rows = wrap_runs(apply_style(text, _base(line), page.marked), max(width - indent, 1))
    for index, part in enumerate(rows):
        if index:
            yield _indented_row(part, indent, start)
        else:
            yield DrawnLine((*chop_runs(signs, max(indent, 1))[0], *part), start)


def _rows_inside_line(page: BlockSource, number: int, width: int, state: SourceState) -> Iterator[DrawnLine]:
    """Return the rows of what is left of a line that began in the part before."""
    start = page.start_of(number)
    indent = min(state.indent, width // 2)
    text = list(_text(page, number, 0, state))
    for part in wrap_runs(apply_style(text, INK, page.marked), max(width - indent, 1)):
        yield _indented_row(part, indent, start)


def _indented_row(runs: tuple[TextRun, ...], indent: int, start: int) -> DrawnLine:
    return DrawnLine((TextRun(" " * indent), *runs) if indent else runs, start)


def _base(line: str) -> TextStyle:
    return BOLD if _HEADING.match(line) else INK


def _text(page: BlockSource, number: int, size: int, state: SourceState) -> Iterator[TextRun]:
    """Return what follows the signs that a line begins with."""
    line = page.lines[number]
    start = page.start_of(number)
    heading = None if state.is_inside_line else _HEADING.match(line)
    if state.is_in_comment or (not state.is_inside_line and _RULE.match(line)):
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
