"""Tables: aligned columns, wrapped cells, and one cell below the other where columns have no room.

A table at the margin is cut into its head with the first row, and the other rows, so that a key draws one row again:

    "| a | b |\n|---|---|\n| c | d |\n| e | f |\n"  ->  "| a | b |\n|---|---|\n| c | d |\n" · "| e | f |\n"

A row is drawn behind its head, which gives it its alignment, in the columns that `fit_table` finds for all rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from msgspec import Struct
from rich.cells import cell_len

from screens.appearance.column_widths import share_cells
from screens.appearance.word_breaks import longest_word
from screens.preview.markdown.block_source import BlockSource, printable
from screens.preview.markdown.drawn_lines import (
    BOLD,
    FAINT,
    INK,
    RULE,
    SOFT,
    DrawnLine,
    Extent,
    TextRun,
    apply_style,
)
from screens.preview.markdown.inline import MARKED_UP, inline_runs
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
    is_head: bool = False


class TableRow(Struct, frozen=True):
    """A row that is ready to be broken into lines."""

    cells: tuple[tuple[TextRun, ...], ...]
    start: int

    def sizes(self) -> RowSizes:
        return tuple(_size(_text(cell)) for cell in self.cells)


class CellSize(NamedTuple):
    """The cells that a text takes."""

    word: int
    """Of its longest word."""
    text: int
    """Of its longest line, if none is broken."""
    lines: int
    """How many lines it has then."""


RowSizes: TypeAlias = tuple[CellSize, ...]


class TableFit(NamedTuple):
    """How the columns of a table are drawn."""

    widths: tuple[int, ...]
    """In cells; none where each row is a form."""
    gap: int
    """Cells between columns."""
    is_wrapped: bool
    """Whether a row below the head takes more than one line, so that rules stand between rows."""


def fit_table(rows: Sequence[RowSizes], width: int) -> TableFit:
    """Return how a table is drawn, by the sizes of its rows; the first is its head."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    texts = [max(size.text for size in column) for column in columns]
    words = [max(size.word for size in column) for column in columns]
    heads = [column[0].word for column in columns]
    kept = [max(head, min(word, _LONGEST_KEPT)) for head, word in zip(heads, words, strict=True)]
    roomy = [min(max(_MIN_CELLS, word), text) for word, text in zip(words, texts, strict=True)]
    gaps = len(columns) - 1
    beside = width - _NARROW_GAP * gaps
    breaks_words = sum(words) > width - _WIDE_GAP * gaps
    fits_narrowly = width - _WIDE_GAP * gaps < sum(texts) <= beside
    gap = _NARROW_GAP if breaks_words or fits_narrowly else _WIDE_GAP
    widths = share_cells(width - gap * gaps, kept, words, roomy, texts)
    if widths is None:
        return TableFit((), gap, is_wrapped=True)
    is_wrapped = any(
        size.text > space or size.lines > 1
        for column, space in zip(columns, widths, strict=True)
        for size in column[1:]
    )
    return TableFit(tuple(widths), gap, is_wrapped)


def table_lines(
    page: BlockSource, rows: Sequence[Sequence[TableCell]], extent: Extent, width: int
) -> Iterator[DrawnLine]:
    """Return the lines of a table that stands in some lines of the source; the first row is its head."""
    drawn = [table_row(page, row) for row in rows]
    fit = fit_table([row.sizes() for row in drawn], width)
    return whole_table_lines(page, drawn, column_sides(rows[0]), extent, fit, width)


def whole_table_lines(
    page: BlockSource, rows: Sequence[TableRow], sides: tuple[str, ...], extent: Extent, fit: TableFit, width: int
) -> Iterator[DrawnLine]:
    """Return the lines of the rows of a table; the first is its head."""
    reach = (page.start_of(extent[0]), page.start_of(extent[1]))
    underline = page.start_of(extent[0] + 1)
    if fit.widths:
        yield from _ColumnGrid(page, fit, sides).lines(rows, reach, underline)
    else:
        yield from _records(page, rows, reach, underline, width)


def further_row_lines(
    page: BlockSource, rows: Sequence[TableRow], sides: tuple[str, ...], fit: TableFit, width: int
) -> Iterator[DrawnLine]:
    """Return the lines of the last row, and of the rule above it; the first row is the head of its table."""
    head, row = rows[0], rows[-1]
    if not fit.widths:
        yield DrawnLine((TextRun(page.signs.dash * width, RULE),), row.start)
        yield from _record_lines([_text(cell) for cell in head.cells], row, width)
        return
    grid = _ColumnGrid(page, fit, sides)
    lines = list(grid.row_lines(row))
    if fit.is_wrapped:
        yield grid.rule(page.signs.dash, lines[0].at)
    yield from lines


def plain_row_sizes(row: str, columns: int) -> RowSizes | None:
    """Return the sizes of the cells of a row without any markup, which takes no parser; None for any other."""
    row = row.strip()
    if MARKED_UP.search(row):
        return None
    cells = [cell.strip() for cell in row.removeprefix("|").removesuffix("|").split("|")]
    if len(cells) > columns:
        return None
    return tuple(_size(printable(cell)) for cell in (*cells, *[""] * (columns - len(cells))))


@lru_cache(maxsize=10_000)
def _size(text: str) -> CellSize:
    if "\n" not in text:
        return CellSize(longest_word(text), cell_len(text), 1)
    lines = text.split("\n")
    return CellSize(longest_word(text), max(map(cell_len, lines)), len(lines))


def table_row(page: BlockSource, row: Sequence[TableCell]) -> TableRow:
    """Return a row as it is drawn, and as far as that does not depend on the widths of the columns."""
    base = BOLD if row[0].is_head else INK
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
    return TableRow(tuple(drawn), page.start_of(row[0].line))


def _text(runs: Sequence[TextRun]) -> str:
    return "".join(run.text for run in runs)


def column_sides(head: Sequence[TableCell]) -> tuple[str, ...]:
    """Return to which side the text of each column is aligned."""
    return tuple(cell.style.removeprefix("text-align:") or "left" for cell in head)


class _ColumnGrid(Struct, frozen=True):
    """Columns beside each other."""

    page: BlockSource
    fit: TableFit
    sides: tuple[str, ...]

    def lines(self, rows: Sequence[TableRow], reach: Extent, underline: int) -> Iterator[DrawnLine]:
        """Return the rows, a rule under the head, and dashes between the others if one of them is wrapped."""
        head, *others = rows
        for line in self.row_lines(head):
            yield line._replace(reach=reach)
        yield self.rule(self.page.signs.left, underline)
        for index, row in enumerate(others):
            lines = list(self.row_lines(row))
            if index and self.fit.is_wrapped:
                yield self.rule(self.page.signs.dash, lines[0].at)
            yield from lines

    def rule(self, sign: str, at: int) -> DrawnLine:
        text = (" " * self.fit.gap).join(sign * width for width in self.fit.widths)
        return DrawnLine((TextRun(text, RULE),), at)

    def row_lines(self, row: TableRow) -> Iterator[DrawnLine]:
        columns = [wrap_runs(runs, width) for runs, width in zip(row.cells, self.fit.widths, strict=True)]
        for parts in zip_longest(*columns, fillvalue=()):
            runs: list[TextRun] = []
            pending = 0
            for column, part in enumerate(parts):
                before, after = self._padding(column, self.fit.widths[column] - cells(part))
                if pending + before:
                    runs.append(TextRun(" " * (pending + before)))
                runs += part
                pending = after + self.fit.gap
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
    page: BlockSource, rows: Sequence[TableRow], reach: Extent, underline: int, width: int
) -> Iterator[DrawnLine]:
    """Return each row as a form, for columns that have no room beside each other."""
    head, *others = rows
    labels = [_text(cell) for cell in head.cells]
    for runs in wrap_runs(_join_heads(head.cells), width):
        yield DrawnLine(runs, head.start, reach)
    yield DrawnLine((TextRun(page.signs.left * width, RULE),), underline)
    for index, row in enumerate(others):
        if index:
            yield DrawnLine((TextRun(page.signs.dash * width, RULE),), row.start)
        yield from _record_lines(labels, row, width)


def _record_lines(labels: Sequence[str], row: TableRow, width: int) -> Iterator[DrawnLine]:
    """Return the cells of a row that hold something, one below the other."""
    for label, runs in zip(labels, row.cells, strict=True):
        if runs:
            yield from _field(label, runs, row.start, width)


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
