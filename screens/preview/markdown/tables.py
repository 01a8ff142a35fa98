"""Tables: aligned columns, wrapped cells, and one cell below the other where columns have no room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from msgspec import Struct

from screens.appearance.column_widths import share_cells
from screens.appearance.word_breaks import longest_word
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
from screens.preview.markdown.line_breaking import cells, wrap_runs
from screens.preview.markdown.source_positions import offsets_of_cell

_MIN_CELLS = 6
"""Cells that a column has if it needs them, however short its words are."""
_LONGEST_KEPT = 12
"""Cells of a word that is never broken in a column: rows are rather shown as forms."""
_WIDE_GAP, _NARROW_GAP = 3, 2
"""Cells between columns."""


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
    fitted = _fit_columns([[row.cells[column] for row in drawn] for column in range(len(rows[0]))], width)
    if fitted is None:
        yield from _records(page, drawn, reach, underline, width)
        return
    widths, gap = fitted
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


def _fit_columns(columns: Sequence[Sequence[Sequence[TextRun]]], width: int) -> tuple[list[int], int] | None:
    """Return the widths of columns, each with its head first, and the gap between them; None if there is no room."""
    texts = [max(map(_natural, column)) for column in columns]
    words = [max(longest_word(_text(cell)) for cell in column) for column in columns]
    heads = [longest_word(_text(column[0])) for column in columns]
    kept = [max(head, min(word, _LONGEST_KEPT)) for head, word in zip(heads, words, strict=True)]
    roomy = [min(max(_MIN_CELLS, word), text) for word, text in zip(words, texts, strict=True)]
    gaps = len(columns) - 1
    beside = width - _NARROW_GAP * gaps
    breaks_words = sum(words) > width - _WIDE_GAP * gaps
    fits_narrowly = width - _WIDE_GAP * gaps < sum(texts) <= beside
    gap = _NARROW_GAP if breaks_words or fits_narrowly else _WIDE_GAP
    widths = share_cells(width - gap * gaps, kept, words, roomy, texts)
    return None if widths is None else (widths, gap)


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
