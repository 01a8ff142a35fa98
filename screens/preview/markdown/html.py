"""HTML, comments and tags: faint, never hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from screens.preview.markdown.drawn_block import Page
from screens.preview.markdown.drawn_lines import FAINT, INK, Line, Run, with_look
from screens.preview.markdown.line_breaking import wrapped

if TYPE_CHECKING:
    from markdown_it.token import Token

# A comment, an instruction or a tag, which may end on a later line.
_MARKUP = re.compile(r"<!--.*?(?:-->|$)|<\?.*?(?:\?>|$)|<[/!A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*(?:>|$)", re.DOTALL)


def html_lines(page: Page, token: Token, width: int) -> Iterator[Line]:
    """An HTML block, line by line; what stands between its tags is text."""
    first, after = token.map or (0, 0)
    while after > first and not page.lines[after - 1].strip():
        after -= 1
    begin, end = page.start_of(first), page.start_of(after)
    marked_up = [found.span() for found in _MARKUP.finditer(page.text, begin, end)]
    for number in range(first, after):
        yield from _wrapped_line(page, number, marked_up, width)


def tag_lines(page: Page, width: int) -> Iterator[Line]:
    """A tag on a line of its own."""
    yield from _wrapped_line(page, 0, [(0, len(page.lines[0]))], width)


def _wrapped_line(page: Page, number: int, marked_up: list[tuple[int, int]], width: int) -> Iterator[Line]:
    line = page.lines[number]
    start = page.start_of(number) + len(line) - len(line.lstrip())
    end = page.start_of(number) + len(line.rstrip())
    indent = Run(" " * min(len(line) - len(line.lstrip()), width // 3))
    runs = with_look(_runs(page, start, max(end, start), marked_up), INK, page.placeholders)
    for wrapped_runs in wrapped(runs, max(width - len(indent.text), 1)):
        drawn = Line(wrapped_runs, page.start_of(number))
        yield drawn.led_by(indent) if indent.text and wrapped_runs else drawn


def _runs(page: Page, start: int, end: int, marked_up: list[tuple[int, int]]) -> Iterator[Run]:
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
