"""A table as rows of the pane: all of it as a grid, or one of its rows as a form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.glyphs import terminal_glyphs, writes_unicode
from screens.appearance.text_layout import cells, wrap_text
from screens.controls.control import DrawnControl
from screens.controls.rows import MARGIN, ClickTarget, ControlRow, RowSegment, Space, omitted_rows, pad
from screens.controls.text_input.text_field import TextField
from wizard.model.answers import AnswerPath

Cell = list[tuple[RowSegment, ...]]
"""The lines of one cell."""

MIN_GRID_CELLS = 44
"""Cells of text below which a table is drawn as a form."""
_MAX_FIELD_LINES = 8


class TableView(Struct, frozen=True):
    """What is drawn of a table."""

    heads: tuple[str, ...]
    ids: tuple[str, ...]
    start: int
    """The index of the first row that is drawn."""
    texts: tuple[tuple[str, ...], ...]
    """The cells of the rows that are drawn."""
    count: int
    """How many rows the answer has."""
    row: int
    column: int
    exists: bool
    """Whether the row under the cursor is an item of the answer."""
    field: TextField
    placeholder: str
    add_label: str
    """The label of the row behind the last one."""
    has_room: bool

    @property
    def cursor_texts(self) -> tuple[str, ...]:
        """The cells of the row under the cursor."""
        return self.texts[self.row - self.start] if self.exists else ("",) * len(self.ids)

    @property
    def shows_add_row(self) -> bool:
        """Whether the row that adds one stands there without the cursor in it."""
        return self.has_room and (self.exists or self.row < self.count)


class TableGrid(Struct, frozen=True):
    """The columns of a table: their ids, and the cells that they take in the pane."""

    ids: tuple[str, ...]
    indent: int
    """Cells of the row numbers before the first column."""
    widths: tuple[int, ...]
    """Cells of every column."""
    end: int
    """Cells from the mark column to the end of the paper."""

    def targets(self, within: AnswerPath, line: int) -> tuple[ClickTarget, ...]:
        """Return the click target of every cell on one line of a row."""
        starts = [MARGIN + self.indent + sum(self.widths[:index]) + GAP * index for index in range(len(self.ids))]
        ends = [*starts[1:], self.end]
        return tuple(
            ClickTarget(start if index else 0, end, (*within, id), line=line, text_from=start)
            for index, (id, start, end) in enumerate(zip(self.ids, starts, ends, strict=True))
        )


def fit_grid(view: TableView, space: Space) -> TableGrid | None:
    """Return columns that fit; None when the space is so narrow that a form reads better."""
    if space.text_width < MIN_GRID_CELLS:
        return None
    indent = len(str(max(view.count, 1))) + 2
    columns = [
        ColumnBounds(
            max(map(cells, head.split()), default=1), max(map(cells, [head, *(row[index] for row in view.texts)]))
        )
        for index, head in enumerate(view.heads)
    ]
    widths = column_widths(columns, space.text_width - indent + 1)
    return None if widths is None else TableGrid(view.ids, indent, widths, space.width)


def draw_grid(view: TableView, grid: TableGrid, space: Space) -> DrawnControl:
    """Return the head and all rows."""
    blocks = list(_row_blocks(view, grid, space))
    rule = [_rule_row(grid, "╌" if writes_unicode() else "-")] if any(len(block) > 1 for block in blocks) else []
    rows = [*_head_rows(view.heads, grid), *omitted_rows(view.start)]
    first = last = 0
    for index, block in enumerate(blocks):
        rows += rule if index else []
        if any(row.bar != "none" for row in block):
            first, last = len(rows), len(rows) + len(block) - 1
        rows += block
    rows += omitted_rows(view.count - view.start - len(view.texts))
    return DrawnControl(
        (*rows, *(rule if view.shows_add_row else []), *_adding_rows(view, grid.indent, space)), first, last
    )


def draw_form(view: TableView, space: Space) -> DrawnControl:
    """Return the row under the cursor, one cell below the other."""
    rows = [
        ControlRow((RowSegment(f"Row {view.row + 1} of {view.count}" if view.exists else view.add_label, "faint"),))
    ]
    view = view if view.exists else replace(view, placeholder="")
    first = last = 0
    for index, (head, id, text) in enumerate(zip(view.heads, view.ids, view.cursor_texts, strict=True)):
        is_here = index == view.column
        target = ClickTarget(0, space.width, (view.row if view.exists else "new", id))
        cell = _field_lines(view, space.text_width) if is_here else _text_lines(text, space.text_width)
        rows += [] if space.is_short else [ControlRow()]
        start = len(rows)
        rows += [
            ControlRow((RowSegment(line, "faint"),), targets=(target,)) for line in wrap_text(head, space.text_width)
        ]
        like = ControlRow((), "paper", space.bar) if is_here else ControlRow()
        rows += [
            replace(like, segments=segments, targets=(replace(target, line=line),))
            for line, segments in enumerate(cell)
        ]
        if is_here:
            first, last = start, len(rows) - 1
    rows += [] if space.is_short or not view.shows_add_row else [ControlRow()]
    return DrawnControl((*rows, *_adding_rows(view, 3, space)), first, last)


def _row_blocks(view: TableView, grid: TableGrid, space: Space) -> Iterator[tuple[ControlRow, ...]]:
    """Yield the rows of the table, each as rows of the pane."""
    for index, texts in enumerate(view.texts, view.start):
        if index == view.row:
            yield _cursor_block(view, grid, space)
        if index != view.row or not view.exists:
            yield _row_block(index, texts, grid)
    if view.row == view.start + len(view.texts):
        yield _cursor_block(view, grid, space)


def _cursor_block(view: TableView, grid: TableGrid, space: Space) -> tuple[ControlRow, ...]:
    sign = RowSegment(str(view.row + 1), "faint") if view.exists else RowSegment("+", "accent")
    cells = [
        _field_lines(view, width) if index == view.column else _text_lines(text, width)
        for index, (text, width) in enumerate(zip(view.cursor_texts, grid.widths, strict=True))
    ]
    rows = _join_cells(sign, cells, grid, view.column)
    within = (view.row if view.exists else "new",)
    return tuple(replace(row, bar=space.bar, targets=grid.targets(within, line)) for line, row in enumerate(rows))


@lru_cache(maxsize=1_000)
def _row_block(index: int, texts: tuple[str, ...], grid: TableGrid) -> tuple[ControlRow, ...]:
    """Return the rows of a table row without the cursor; cached, because every key draws all of them."""
    cells = [_text_lines(text, width) for text, width in zip(texts, grid.widths, strict=True)]
    rows = _join_cells(RowSegment(str(index + 1), "faint"), cells, grid)
    return tuple(replace(row, targets=grid.targets((index,), line)) for line, row in enumerate(rows))


def _field_lines(view: TableView, width: int) -> Cell:
    return view.field.draw(width, _MAX_FIELD_LINES, view.placeholder)


def _text_lines(text: str, width: int) -> Cell:
    return [(RowSegment(line),) for line in wrap_text(text, width)]


def _head_rows(heads: tuple[str, ...], grid: TableGrid) -> list[ControlRow]:
    """Return the names of the columns, with a rule below each."""
    names: list[Cell] = [
        [(RowSegment(line, "soft-bold"),) for line in wrap_text(head, width)]
        for head, width in zip(heads, grid.widths, strict=True)
    ]
    return [*_join_cells(RowSegment(""), names, grid), _rule_row(grid, terminal_glyphs().left)]


def _rule_row(grid: TableGrid, sign: str) -> ControlRow:
    rules = [RowSegment(sign * width + " " * GAP, "rule") for width in grid.widths]
    return ControlRow((RowSegment(" " * grid.indent), *rules))


def _join_cells(
    sign: RowSegment, row: list[Cell], grid: TableGrid, cursor_column: int | None = None
) -> list[ControlRow]:
    """Return cells beside each other; the one under the cursor is paper."""
    rows: list[ControlRow] = []
    for line in range(max(map(len, row))):
        segments = [RowSegment((sign.text if line == 0 else "").ljust(grid.indent), sign.ink)]
        for index, (cell, width) in enumerate(zip(row, grid.widths, strict=True)):
            ground = "paper" if index == cursor_column else None
            content = tuple(segment._replace(ground=ground) for segment in cell[line]) if line < len(cell) else ()
            segments += pad(pad(content, width, ground), width + GAP)
        rows.append(ControlRow(tuple(segments)))
    return rows


def _adding_rows(view: TableView, indent: int, space: Space) -> list[ControlRow]:
    if not view.shows_add_row:
        return []
    segments = (RowSegment("+".ljust(indent), "accent"), RowSegment(view.add_label, "soft"))
    return [ControlRow(segments).leads_to((view.count, view.ids[0]), space.width)]


GAP = 2
_MIN_COLUMN_CELLS = 5
_MAX_COLUMN_CELLS = 40
"""Cells beyond which a long text makes its column no wider."""


class ColumnBounds(Struct, frozen=True):
    """How narrow a column can be, and how wide it needs to be."""

    least: int
    """The cells of the longest word of its head."""
    most: int
    """The cells of its longest text."""


def column_widths(columns: Sequence[ColumnBounds], space: int) -> tuple[int, ...] | None:
    """Return the cells of every column, all of the space used; None when the heads do not fit."""
    spare = space - GAP * (len(columns) - 1)
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
    """Divide cells in proportion to shares; the remainder goes to the last ones."""
    whole = sum(shares)
    if not whole:
        return [0] * len(shares)
    dealt = [cells * share // whole for share in shares]
    for index in range(cells - sum(dealt)):
        dealt[-1 - index] += 1
    return dealt
