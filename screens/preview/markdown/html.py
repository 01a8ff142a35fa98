"""HTML, comments and tags: faint, never hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from screens.preview.markdown.block_source import BlockSource
from screens.preview.markdown.drawn_lines import FAINT, INK, DrawnLine, TextRun, apply_style
from screens.preview.markdown.line_breaking import wrap_runs

if TYPE_CHECKING:
    from markdown_it.token import Token

# A comment, an instruction or a tag, which may end on a later line.
_MARKUP = re.compile(r"<!--.*?(?:-->|$)|<\?.*?(?:\?>|$)|<[/!A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*(?:>|$)", re.DOTALL)


def html_lines(page: BlockSource, token: Token, width: int) -> Iterator[DrawnLine]:
    """Return an HTML block line by line; what stands between its tags is text."""
    first, after = token.map or (0, 0)
    while after > first and not page.lines[after - 1].strip():
        after -= 1
    begin, end = page.start_of(first), page.start_of(after)
    marked_up = [found.span() for found in _MARKUP.finditer(page.text, begin, end)]
    for number in range(first, after):
        yield from _line_rows(page, number, marked_up, width)


def tag_lines(page: BlockSource, width: int) -> Iterator[DrawnLine]:
    """Return a tag on a line of its own."""
    yield from _line_rows(page, 0, [(0, len(page.lines[0]))], width)


def _line_rows(page: BlockSource, number: int, marked_up: list[tuple[int, int]], width: int) -> Iterator[DrawnLine]:
    line = page.lines[number]
    start = page.start_of(number) + len(line) - len(line.lstrip())
    end = page.start_of(number) + len(line.rstrip())
    indent = TextRun(" " * min(len(line) - len(line.lstrip()), width // 3))
    runs = apply_style(_runs(page, start, max(end, start), marked_up), INK, page.marked)
    for wrapped_runs in wrap_runs(runs, max(width - len(indent.text), 1)):
        drawn = DrawnLine(wrapped_runs, page.start_of(number))
        yield drawn.prefix_with(indent) if indent.text and wrapped_runs else drawn


def _runs(page: BlockSource, start: int, end: int, marked_up: list[tuple[int, int]]) -> Iterator[TextRun]:
    position = start
    for before, after in marked_up:
        if after <= position or before >= end:
            continue
        if before > position:
            yield page.source_run(position, before, INK)
        yield page.source_run(max(before, position), min(after, end), FAINT)
        position = min(after, end)
    if position < end:
        yield page.source_run(position, end, INK)
