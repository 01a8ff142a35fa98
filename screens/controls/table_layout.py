"""A table as rows of the pane: all of it as a grid, or one of its rows as a form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.glyphs import signs, writes_unicode
from screens.appearance.text_layout import cells, lines
from screens.controls.control import Drawn
from screens.controls.rows import MARGIN, Bar, Piece, Room, Row, Spot, not_drawn, padded
from screens.controls.text_input.text_field import Field
from wizard.model.answers import Path

Cell = list[tuple[Piece, ...]]
"""The lines of one cell."""

NARROWEST_GRID = 44
"""Cells of text below which a table is a form."""
_MOST_LINES = 8


class Shown(Struct, frozen=True):
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
    field: Field
    hint: str
    adds: str
    """What the row behind the last one says."""
    has_room: bool

    @property
    def adds_below(self) -> bool:
        """Whether the row that adds stands there without the cursor in it."""
        return self.has_room and (self.exists or self.row < self.count)


class Grid(Struct, frozen=True):
    """Where the columns of a table stand."""

    indent: int
    """Cells of the numbers before the first column."""
    widths: tuple[int, ...]

    def start(self, column: int) -> int:
        """The cell of the pane in which a column starts."""
        return MARGIN + self.indent + sum(self.widths[:column]) + GAP * column


def grid_of(shown: Shown, room: Room) -> Grid | None:
    """Columns that fit; None when one row as a form reads better."""
    if room.text_width < NARROWEST_GRID:
        return None
    indent = len(str(max(shown.count, 1))) + 2
    columns = [
        Column(max(map(cells, head.split()), default=1), max(map(cells, [head, *(row[index] for row in shown.texts)])))
        for index, head in enumerate(shown.heads)
    ]
    across = widths(columns, room.text_width - indent + 1)
    return None if across is None else Grid(indent, across)


def drawn_grid(shown: Shown, grid: Grid, room: Room) -> Drawn:
    """The head and all rows."""
    blocks = list(_blocks(shown, grid, room))
    rule = [_rule(grid, "╌" if writes_unicode() else "-")] if any(len(block) > 1 for block in blocks) else []
    rows = [*_head(shown.heads, grid), *not_drawn(shown.start)]
    first = last = 0
    for index, block in enumerate(blocks):
        rows += rule if index else []
        if any(row.bar != "none" for row in block):
            first, last = len(rows), len(rows) + len(block) - 1
        rows += block
    rows += not_drawn(shown.count - shown.start - len(shown.texts))
    return Drawn((*rows, *(rule if shown.adds_below else []), *_adding(shown, grid.indent, room)), first, last)


def drawn_form(shown: Shown, room: Room) -> Drawn:
    """The row under the cursor, one cell below the other."""
    rows = [Row((Piece(f"Row {shown.row + 1} of {shown.count}" if shown.exists else shown.adds, "faint"),))]
    texts = shown.texts[shown.row - shown.start] if shown.exists else ("",) * len(shown.ids)
    shown = shown if shown.exists else replace(shown, hint="")
    first = last = 0
    for index, (head, id, text) in enumerate(zip(shown.heads, shown.ids, texts, strict=True)):
        is_here = index == shown.column
        spot = Spot(0, room.width, (shown.row if shown.exists else "new", id))
        cell = _field(shown, room.text_width) if is_here else _still(text, room.text_width)
        rows += [] if room.is_short else [Row()]
        start = len(rows)
        rows += [Row((Piece(line, "faint"),), spots=(spot,)) for line in lines(head, room.text_width)]
        like = Row((), "paper", room.bar) if is_here else Row()
        rows += [replace(like, pieces=pieces, spots=(replace(spot, line=line),)) for line, pieces in enumerate(cell)]
        if is_here:
            first, last = start, len(rows) - 1
    rows += [] if room.is_short or not shown.adds_below else [Row()]
    return Drawn((*rows, *_adding(shown, 3, room)), first, last)


def _blocks(shown: Shown, grid: Grid, room: Room) -> Iterator[tuple[Row, ...]]:
    """The rows of the table, each as rows of the pane."""
    blank = ("",) * len(shown.ids)
    behind = shown.start + len(shown.texts)
    for index in range(shown.start, behind + 1):
        if index == shown.row and not shown.exists:
            yield _block(shown, grid, room, Piece("+", "accent"), blank, ("new",))
        if index == behind:
            break
        texts = shown.texts[index - shown.start]
        if index == shown.row and shown.exists:
            yield _block(shown, grid, room, Piece(str(index + 1), "faint"), texts, (index,))
        else:
            yield _still_block(index, texts, shown.ids, grid, room.width)


def _block(shown: Shown, grid: Grid, room: Room, sign: Piece, texts: tuple[str, ...], within: Path) -> tuple[Row, ...]:
    """The row under the cursor."""
    across = [
        _field(shown, width) if index == shown.column else _still(text, width)
        for index, (text, width) in enumerate(zip(texts, grid.widths, strict=True))
    ]
    return _with_spots(_across(sign, across, grid, room.bar, shown.column), within, shown.ids, grid, room.width)


@lru_cache(maxsize=1_000)
def _still_block(index: int, texts: tuple[str, ...], ids: tuple[str, ...], grid: Grid, width: int) -> tuple[Row, ...]:
    """Any other row; with every key all of them are asked for again."""
    across = [_still(text, cells) for text, cells in zip(texts, grid.widths, strict=True)]
    rows = _across(Piece(str(index + 1), "faint"), across, grid, "none", None)
    return _with_spots(rows, (index,), ids, grid, width)


def _field(shown: Shown, width: int) -> Cell:
    return shown.field.draw(width, _MOST_LINES, shown.hint)


def _still(text: str, width: int) -> Cell:
    return [(Piece(line),) for line in lines(text, width)]


def _head(heads: tuple[str, ...], grid: Grid) -> list[Row]:
    """The names of the columns, and a rule below each."""
    names: list[Cell] = [
        [(Piece(line, "soft-bold"),) for line in lines(head, width)]
        for head, width in zip(heads, grid.widths, strict=True)
    ]
    return [*_across(Piece(""), names, grid, "none", None), _rule(grid, signs().left)]


def _rule(grid: Grid, sign: str) -> Row:
    rules = [Piece(sign * width + " " * GAP, "rule") for width in grid.widths]
    return Row((Piece(" " * grid.indent), *rules))


def _across(sign: Piece, row: list[Cell], grid: Grid, bar: Bar, here: int | None) -> list[Row]:
    """Cells beside each other; the one under the cursor is paper."""
    drawn: list[Row] = []
    for line in range(max(len(cell) for cell in row)):
        pieces = [Piece((sign.text if line == 0 else "").ljust(grid.indent), sign.ink)]
        for index, (cell, width) in enumerate(zip(row, grid.widths, strict=True)):
            ground = "paper" if index == here else None
            content = tuple(piece._replace(ground=ground) for piece in cell[line]) if line < len(cell) else ()
            pieces += padded(padded(content, width, ground), width + GAP)
        drawn.append(Row(tuple(pieces), bar=bar))
    return drawn


def _with_spots(rows: list[Row], within: Path, ids: tuple[str, ...], grid: Grid, width: int) -> tuple[Row, ...]:
    return tuple(replace(row, spots=_spots(within, ids, grid, line, width)) for line, row in enumerate(rows))


def _spots(within: Path, ids: tuple[str, ...], grid: Grid, line: int, width: int) -> tuple[Spot, ...]:
    """What a click on one line of a row means, for every cell."""
    starts = [grid.start(index) for index in range(len(ids))]
    ends = [*starts[1:], width]
    return tuple(
        Spot(start if index else 0, end, (*within, id), line=line, text_from=start)
        for index, (id, start, end) in enumerate(zip(ids, starts, ends, strict=True))
    )


def _adding(shown: Shown, indent: int, room: Room) -> list[Row]:
    if not shown.adds_below:
        return []
    pieces = (Piece("+".ljust(indent), "accent"), Piece(shown.adds, "soft"))
    return [Row(pieces).leads_to((shown.count, shown.ids[0]), room.width)]


GAP = 2
_NARROWEST = 5
_WIDEST = 40
"""More than so many cells of one text do not make a column wider."""


class Column(Struct, frozen=True):
    """What is known of a column."""

    least: int
    """The cells of the longest word of its head."""
    most: int
    """The cells of its longest text."""


def widths(columns: Sequence[Column], room: int) -> tuple[int, ...] | None:
    """The cells of every column, all of the room being used; None when their heads do not fit."""
    spare = room - GAP * (len(columns) - 1)
    least = [max(column.least, _NARROWEST) for column in columns]
    if sum(least) > spare:
        return None
    wanted = [max(min(column.most, _WIDEST), start) - start for column, start in zip(columns, least, strict=True)]
    spare -= sum(least)
    given = _dealt(wanted, min(spare, sum(wanted)))
    rest = _dealt([1] * len(columns), spare - sum(given))
    return tuple(start + more + rest for start, more, rest in zip(least, given, rest, strict=True))


def _dealt(shares: Sequence[int], cells: int) -> list[int]:
    """The cells dealt out by share; what rounding leaves goes to the last ones."""
    whole = sum(shares)
    if not whole:
        return [0] * len(shares)
    dealt = [cells * share // whole for share in shares]
    for index in range(cells - sum(dealt)):
        dealt[-1 - index] += 1
    return dealt
