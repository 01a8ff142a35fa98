"""A table as rows of the pane: all of it as a grid, or one of its rows as a form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.glyphs import terminal_glyphs, writes_unicode
from screens.appearance.text_layout import cells, wrap_text
from screens.controls.control import DrawnControl
from screens.controls.rows import MARGIN, Bar, ClickTarget, ControlRow, RowSegment, Space, omitted_rows, pad
from screens.controls.text_input.text_field import TextField
from wizard.model.answers import AnswerPath

Cell = list[tuple[RowSegment, ...]]
"""The lines of one cell."""

MIN_GRID_CELLS = 44
"""Cells of text below which a table is a form."""
_MAX_FIELD_LINES = 8


class TableView(Struct, frozen=True):
    """A table as far as its drawing needs it."""

    heads: tuple[str, ...]
    ids: tuple[str, ...]
    start: int
    """The first row that is drawn."""
    texts: tuple[tuple[str, ...], ...]
    """Of the rows that are drawn."""
    count: int
    """How many rows the answer has."""
    row: int
    column: int
    exists: bool
    """Whether the row under the cursor is one of the answer."""
    field: TextField
    hint: str
    adds: str
    """What the row behind the last one says."""
    has_room: bool

    @property
    def adds_below(self) -> bool:
        """Whether the row that adds stands there without the cursor in it."""
        return self.has_room and (self.exists or self.row < self.count)


class TableGrid(Struct, frozen=True):
    """Where the columns of a table stand."""

    indent: int
    """Cells of the numbers before the first column."""
    widths: tuple[int, ...]

    def start(self, column: int) -> int:
        """The cell of the pane in which a column starts."""
        return MARGIN + self.indent + sum(self.widths[:column]) + GAP * column


def fit_grid(shown: TableView, room: Space) -> TableGrid | None:
    """Columns that fit; None when one row as a form reads better."""
    if room.text_width < MIN_GRID_CELLS:
        return None
    indent = len(str(max(shown.count, 1))) + 2
    columns = [
        ColumnBounds(
            max(map(cells, head.split()), default=1), max(map(cells, [head, *(row[index] for row in shown.texts)]))
        )
        for index, head in enumerate(shown.heads)
    ]
    across = column_widths(columns, room.text_width - indent + 1)
    return None if across is None else TableGrid(indent, across)


def draw_grid(shown: TableView, grid: TableGrid, room: Space) -> DrawnControl:
    """The head and all rows."""
    blocks = list(_row_blocks(shown, grid, room))
    rule = [_rule_row(grid, "╌" if writes_unicode() else "-")] if any(len(block) > 1 for block in blocks) else []
    rows = [*_head_rows(shown.heads, grid), *omitted_rows(shown.start)]
    first = last = 0
    for index, block in enumerate(blocks):
        rows += rule if index else []
        if any(row.bar != "none" for row in block):
            first, last = len(rows), len(rows) + len(block) - 1
        rows += block
    rows += omitted_rows(shown.count - shown.start - len(shown.texts))
    return DrawnControl(
        (*rows, *(rule if shown.adds_below else []), *_adding_rows(shown, grid.indent, room)), first, last
    )


def draw_form(shown: TableView, room: Space) -> DrawnControl:
    """The row under the cursor, one cell below the other."""
    rows = [ControlRow((RowSegment(f"Row {shown.row + 1} of {shown.count}" if shown.exists else shown.adds, "faint"),))]
    texts = shown.texts[shown.row - shown.start] if shown.exists else ("",) * len(shown.ids)
    shown = shown if shown.exists else replace(shown, hint="")
    first = last = 0
    for index, (head, id, text) in enumerate(zip(shown.heads, shown.ids, texts, strict=True)):
        is_here = index == shown.column
        spot = ClickTarget(0, room.width, (shown.row if shown.exists else "new", id))
        cell = _field_lines(shown, room.text_width) if is_here else _text_lines(text, room.text_width)
        rows += [] if room.is_short else [ControlRow()]
        start = len(rows)
        rows += [ControlRow((RowSegment(line, "faint"),), spots=(spot,)) for line in wrap_text(head, room.text_width)]
        like = ControlRow((), "paper", room.bar) if is_here else ControlRow()
        rows += [replace(like, pieces=pieces, spots=(replace(spot, line=line),)) for line, pieces in enumerate(cell)]
        if is_here:
            first, last = start, len(rows) - 1
    rows += [] if room.is_short or not shown.adds_below else [ControlRow()]
    return DrawnControl((*rows, *_adding_rows(shown, 3, room)), first, last)


def _row_blocks(shown: TableView, grid: TableGrid, room: Space) -> Iterator[tuple[ControlRow, ...]]:
    """The rows of the table, each as rows of the pane."""
    blank = ("",) * len(shown.ids)
    behind = shown.start + len(shown.texts)
    for index in range(shown.start, behind + 1):
        if index == shown.row and not shown.exists:
            yield _cursor_block(shown, grid, room, RowSegment("+", "accent"), blank, ("new",))
        if index == behind:
            break
        texts = shown.texts[index - shown.start]
        if index == shown.row and shown.exists:
            yield _cursor_block(shown, grid, room, RowSegment(str(index + 1), "faint"), texts, (index,))
        else:
            yield _row_block(index, texts, shown.ids, grid, room.width)


def _cursor_block(
    shown: TableView, grid: TableGrid, room: Space, sign: RowSegment, texts: tuple[str, ...], within: AnswerPath
) -> tuple[ControlRow, ...]:
    """The row under the cursor."""
    across = [
        _field_lines(shown, width) if index == shown.column else _text_lines(text, width)
        for index, (text, width) in enumerate(zip(texts, grid.widths, strict=True))
    ]
    return _add_targets(_join_cells(sign, across, grid, room.bar, shown.column), within, shown.ids, grid, room.width)


@lru_cache(maxsize=1_000)
def _row_block(
    index: int, texts: tuple[str, ...], ids: tuple[str, ...], grid: TableGrid, width: int
) -> tuple[ControlRow, ...]:
    """Any other row; with every key all of them are asked for again."""
    across = [_text_lines(text, cells) for text, cells in zip(texts, grid.widths, strict=True)]
    rows = _join_cells(RowSegment(str(index + 1), "faint"), across, grid, "none", None)
    return _add_targets(rows, (index,), ids, grid, width)


def _field_lines(shown: TableView, width: int) -> Cell:
    return shown.field.draw(width, _MAX_FIELD_LINES, shown.hint)


def _text_lines(text: str, width: int) -> Cell:
    return [(RowSegment(line),) for line in wrap_text(text, width)]


def _head_rows(heads: tuple[str, ...], grid: TableGrid) -> list[ControlRow]:
    """The names of the columns, and a rule below each."""
    names: list[Cell] = [
        [(RowSegment(line, "soft-bold"),) for line in wrap_text(head, width)]
        for head, width in zip(heads, grid.widths, strict=True)
    ]
    return [*_join_cells(RowSegment(""), names, grid, "none", None), _rule_row(grid, terminal_glyphs().left)]


def _rule_row(grid: TableGrid, sign: str) -> ControlRow:
    rules = [RowSegment(sign * width + " " * GAP, "rule") for width in grid.widths]
    return ControlRow((RowSegment(" " * grid.indent), *rules))


def _join_cells(sign: RowSegment, row: list[Cell], grid: TableGrid, bar: Bar, here: int | None) -> list[ControlRow]:
    """Cells beside each other; the one under the cursor is paper."""
    drawn: list[ControlRow] = []
    for line in range(max(len(cell) for cell in row)):
        pieces = [RowSegment((sign.text if line == 0 else "").ljust(grid.indent), sign.ink)]
        for index, (cell, width) in enumerate(zip(row, grid.widths, strict=True)):
            ground = "paper" if index == here else None
            content = tuple(piece._replace(ground=ground) for piece in cell[line]) if line < len(cell) else ()
            pieces += pad(pad(content, width, ground), width + GAP)
        drawn.append(ControlRow(tuple(pieces), bar=bar))
    return drawn


def _add_targets(
    rows: list[ControlRow], within: AnswerPath, ids: tuple[str, ...], grid: TableGrid, width: int
) -> tuple[ControlRow, ...]:
    return tuple(replace(row, spots=_cell_targets(within, ids, grid, line, width)) for line, row in enumerate(rows))


def _cell_targets(
    within: AnswerPath, ids: tuple[str, ...], grid: TableGrid, line: int, width: int
) -> tuple[ClickTarget, ...]:
    """What a click on one line of a row means, for every cell."""
    starts = [grid.start(index) for index in range(len(ids))]
    ends = [*starts[1:], width]
    return tuple(
        ClickTarget(start if index else 0, end, (*within, id), line=line, text_from=start)
        for index, (id, start, end) in enumerate(zip(ids, starts, ends, strict=True))
    )


def _adding_rows(shown: TableView, indent: int, room: Space) -> list[ControlRow]:
    if not shown.adds_below:
        return []
    pieces = (RowSegment("+".ljust(indent), "accent"), RowSegment(shown.adds, "soft"))
    return [ControlRow(pieces).leads_to((shown.count, shown.ids[0]), room.width)]


GAP = 2
_MIN_COLUMN_CELLS = 5
_MAX_COLUMN_CELLS = 40
"""More than so many cells of one text do not make a column wider."""


class ColumnBounds(Struct, frozen=True):
    """What is known of a column."""

    least: int
    """The cells of the longest word of its head."""
    most: int
    """The cells of its longest text."""


def column_widths(columns: Sequence[ColumnBounds], room: int) -> tuple[int, ...] | None:
    """The cells of every column, all of the room being used; None when their heads do not fit."""
    spare = room - GAP * (len(columns) - 1)
    least = [max(column.least, _MIN_COLUMN_CELLS) for column in columns]
    if sum(least) > spare:
        return None
    wanted = [
        max(min(column.most, _MAX_COLUMN_CELLS), start) - start for column, start in zip(columns, least, strict=True)
    ]
    spare -= sum(least)
    given = _share_out(wanted, min(spare, sum(wanted)))
    rest = _share_out([1] * len(columns), spare - sum(given))
    return tuple(start + more + rest for start, more, rest in zip(least, given, rest, strict=True))


def _share_out(shares: Sequence[int], cells: int) -> list[int]:
    """The cells dealt out by share; what rounding leaves goes to the last ones."""
    whole = sum(shares)
    if not whole:
        return [0] * len(shares)
    dealt = [cells * share // whole for share in shares]
    for index in range(cells - sum(dealt)):
        dealt[-1 - index] += 1
    return dealt
