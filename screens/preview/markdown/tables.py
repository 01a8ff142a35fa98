"""Tables: aligned columns, wrapped cells, and one cell below the other where columns have no room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from msgspec import Struct

from screens.preview.markdown.block_source import BlockSource
from screens.preview.markdown.drawn_lines import (
    BOLD,
    FAINT,
    INK,
    RULE,
    SOFT,
    DrawnLine,
    Extent,
    TextRun,
    TextStyle,
    apply_style,
)
from screens.preview.markdown.inline import inline_runs
from screens.preview.markdown.line_breaking import cells, longest_word, wrap_runs
from screens.preview.markdown.source_positions import offsets_of_cell

_LEAST = 6
"""Cells that a column keeps, however short the words of its head are, if it needs them."""


class TableCell(NamedTuple):
    """What markdown-it knows of a cell."""

    content: str
    style: str
    line: int


class _TableRow(Struct, frozen=True):
    """A row that is ready to be broken into lines."""

    cells: tuple[tuple[TextRun, ...], ...]
    start: int


def table_lines(
    page: BlockSource, rows: Sequence[Sequence[TableCell]], extent: Extent, width: int
) -> Iterator[DrawnLine]:
    """Return the lines of a table that stands in some lines of the source; the first row is its head."""
    drawn = [_row(page, row, BOLD if index == 0 else INK) for index, row in enumerate(rows)]
    reach = (page.start_of(extent[0]), page.start_of(extent[1]))
    underline = page.start_of(extent[0] + 1)
    natural = [max(_natural(row.cells[column]) for row in drawn) for column in range(len(rows[0]))]
    heads = [max(longest_word(_text(head)), _LEAST) for head in drawn[0].cells]
    least = [min(head, most) for head, most in zip(heads, natural, strict=True)]
    gap = 3 if sum(least) + 3 * (len(least) - 1) <= width else 2
    room = width - gap * (len(least) - 1)
    if sum(least) > room:
        yield from _records(page, drawn, reach, underline, width)
        return
    words = [max(longest_word(_text(row.cells[column])) for row in drawn) for column in range(len(least))]
    widths = _share_width(natural, _share_width(words, least, room), room)
    grid = _ColumnGrid(page, tuple(widths), tuple(_side(cell.style) for cell in rows[0]), gap)
    yield from grid.lines(drawn, reach, underline)


def _row(page: BlockSource, row: Sequence[TableCell], base: TextStyle) -> _TableRow:
    line = page.lines[row[0].line]
    after = re.match(r"[\s>]*\|?", line)
    column = after.end() if after is not None else 0
    drawn: list[tuple[TextRun, ...]] = []
    for cell in row:
        places, column = offsets_of_cell(page, cell.content, cell.line, column)
        runs = places.translate(inline_runs(cell.content, page.references))
        drawn.append(tuple(apply_style(runs, base, page.marked)))
    left_over = line[column:].strip().strip("|").strip()
    if left_over:
        # GitHub hides cells for which the head has no column; the author should see them.
        start = page.start_of(row[0].line) + line.index(left_over, column)
        drawn[-1] = (*drawn[-1], TextRun(" "), page.source_run(start, start + len(left_over)))
    return _TableRow(tuple(drawn), page.start_of(row[0].line))


def _text(runs: Sequence[TextRun]) -> str:
    return "".join(run.text for run in runs)


def _natural(runs: Sequence[TextRun]) -> int:
    return max(cells([TextRun(line)]) for line in _text(runs).split("\n"))


def _side(style: str) -> str:
    return style.removeprefix("text-align:") or "left"


def _share_width(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Return the widths of columns: what each wants, or a fair part of the room, never less than its least."""
    widths = list(least)
    while (left := room - sum(widths)) > 0:
        growing = [column for column, width in enumerate(widths) if width < wanted[column]]
        if not growing:
            break
        narrowest = min(widths[column] for column in growing)
        for column in [column for column in growing if widths[column] == narrowest][:left]:
            widths[column] += 1
    return widths


class _ColumnGrid(Struct, frozen=True):
    """Columns beside each other."""

    page: BlockSource
    widths: tuple[int, ...]
    sides: tuple[str, ...]
    gap: int

    def lines(self, rows: Sequence[_TableRow], reach: Extent, underline: int) -> Iterator[DrawnLine]:
        """Return the rows, a rule under the head, and dashes between the others if one of them is wrapped."""
        head, *others = [list(self._row_lines(row)) for row in rows]
        for line in head:
            yield line._replace(reach=reach)
        yield self._rule(self.page.signs.left, underline)
        is_wrapped = any(len(lines) > 1 for lines in others)
        for index, lines in enumerate(others):
            if index and is_wrapped:
                yield self._rule(self.page.signs.dash, lines[0].at)
            yield from lines

    def _rule(self, sign: str, at: int) -> DrawnLine:
        text = (" " * self.gap).join(sign * width for width in self.widths)
        return DrawnLine((TextRun(text, RULE),), at)

    def _row_lines(self, row: _TableRow) -> Iterator[DrawnLine]:
        columns = [wrap_runs(runs, width) for runs, width in zip(row.cells, self.widths, strict=True)]
        for parts in zip_longest(*columns, fillvalue=()):
            runs: list[TextRun] = []
            pending = 0
            for column, part in enumerate(parts):
                before, after = self._padding(column, self.widths[column] - cells(part))
                if pending + before:
                    runs.append(TextRun(" " * (pending + before)))
                runs += part
                pending = after + self.gap
            yield DrawnLine(tuple(runs), row.start)

    def _padding(self, column: int, space: int) -> tuple[int, int]:
        match self.sides[column]:
            case "right":
                return space, 0
            case "center":
                return space // 2, space - space // 2
            case _:
                return 0, space


def _records(
    page: BlockSource, rows: Sequence[_TableRow], reach: Extent, underline: int, width: int
) -> Iterator[DrawnLine]:
    """Return each row as a form, for columns that have no room beside each other."""
    head, *others = rows
    for runs in wrap_runs(_join_heads(head.cells), width):
        yield DrawnLine(runs, head.start, reach)
    yield DrawnLine((TextRun(page.signs.left * width, RULE),), underline)
    for index, row in enumerate(others):
        if index:
            yield DrawnLine((TextRun(page.signs.dash * width, RULE),), row.start)
        for label, runs in zip(head.cells, row.cells, strict=True):
            if runs:
                yield from _field(_text(label), runs, row.start, width)


def _join_heads(head: Sequence[tuple[TextRun, ...]]) -> list[TextRun]:
    runs: list[TextRun] = []
    for cell in head:
        runs += [*([TextRun(", ", FAINT)] if runs and cell else []), *cell]
    return runs


def _field(label: str, runs: Sequence[TextRun], start: int, width: int) -> Iterator[DrawnLine]:
    lead = TextRun(f"{label}: ", SOFT) if label else TextRun("")
    for index, part in enumerate(wrap_runs([lead, *runs], max(width - 2, 1))):
        line = DrawnLine(part, start)
        yield line.prefix_with(TextRun("  ")) if index else line
