"""A table as rows of the pane: all of it as a grid, or one of its rows as a form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.column_widths import share_cells
from screens.appearance.glyphs import terminal_glyphs, writes_unicode
from screens.appearance.text_layout import cells, drawn_text, shorten_line, wrap_text
from screens.appearance.word_breaks import longest_word
from screens.controls.control import DrawnControl
from screens.controls.rows import MARGIN, ClickTarget, ControlRow, RowSegment, Space, omitted_rows, pad, spread
from screens.controls.text_input.text_field import TextField
from wizard.model.answers import AnswerPath

Cell = list[tuple[RowSegment, ...]]
"""The lines of one cell."""

MIN_GRID_CELLS = 44
"""Cells of text below which a table is drawn as a form."""
GAP = 2
"""Cells between columns."""
_MAX_FIELD_LINES = 8


class TableView(Struct, frozen=True):
    """What is drawn of a table."""

    heads: tuple[str, ...]
    ids: tuple[str, ...]
    reserves: tuple[int, ...]
    """The cells that a column of its kind is given, whatever it holds: a date, the longest option."""
    takes_text: tuple[bool, ...]
    """Whether a column holds text of any length; cells to spare go to those that do."""
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
    placeholders: tuple[str, ...]
    """What the cells of the row under the cursor show while they are empty."""
    add_label: str
    """The label of the row behind the last one."""
    has_room: bool

    @property
    def cursor_texts(self) -> tuple[str, ...]:
        """The cells of the row under the cursor."""
        return self.texts[self.row - self.start] if self.exists else ("",) * len(self.ids)

    @property
    def placeholder(self) -> str:
        """What the field shows while it is empty."""
        return self.placeholders[self.column]

    @property
    def is_adding(self) -> bool:
        """Whether the cursor is where typing adds a row, and nothing has been typed yet."""
        return not self.exists and self.column == 0 and self.row >= self.count and not self.field.text

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
    indent = _indent(view)
    columns = [
        [_text_size(head), *(_text_size(row[index]) for row in view.texts)] for index, head in enumerate(view.heads)
    ]
    columns[view.column].append(_text_size(view.field.text))
    heads = [column[0].word for column in columns]
    kept = [max(head, reserve) for head, reserve in zip(heads, view.reserves, strict=True)]
    room = space.text_width - indent + 1 - GAP * (len(columns) - 1)
    if sum(kept) > room:
        return None
    words = [max(size.word for size in column) for column in columns]
    texts = [max(size.text for size in column) for column in columns]
    takers = view.takes_text if any(view.takes_text) else (True,) * len(columns)
    spare = [room if takes else 0 for takes in takers]
    widths = share_cells(room, heads, words, kept, texts, spare)
    return None if widths is None else TableGrid(view.ids, indent, tuple(widths), space.width)


def _indent(view: TableView) -> int:
    """Return the cells of the number before a row, and of the blanks behind it."""
    return len(str(max(view.count, 1))) + 2


def breaks_typed_word(view: TableView, grid: TableGrid) -> bool:
    """Whether a word that is being typed has become wider than its column."""
    return longest_word(view.field.text) > grid.widths[view.column]


class _TextSize(NamedTuple):
    """The cells of a text: of its longest word, and of all of it on one line."""

    word: int
    text: int


@lru_cache(maxsize=5_000)
def _text_size(text: str) -> _TextSize:
    return _TextSize(longest_word(drawn_text(text)), cells(text))


def draw_grid(view: TableView, grid: TableGrid, space: Space) -> DrawnControl:
    """Return the head, which stays in sight, and all rows."""
    blocks = list(_row_blocks(view, grid, space))
    rule = [_rule_row(grid, "╌" if writes_unicode() else "-")] if any(len(block) > 1 for block in blocks) else []
    head = _head_rows(view.heads, grid)
    rows = [*head, *omitted_rows(view.start)]
    first = last = 0
    for index, block in enumerate(blocks):
        rows += rule if index else []
        if any(row.bar != "none" for row in block):
            first, last = len(rows), len(rows) + len(block) - 1
        rows += block
    rows += omitted_rows(view.count - view.start - len(view.texts))
    adding = [*(rule if view.shows_add_row else []), *_adding_rows(view, grid.indent, space)]
    return DrawnControl((*rows, *adding), first, last, range(len(head)))


def draw_form(view: TableView, space: Space) -> DrawnControl:
    """Return the row under the cursor, one cell below the other, between the other rows as a line each."""
    blank = [] if space.is_short else [ControlRow()]
    start, end = view.start, view.start + len(view.texts)
    below = view.row + view.exists
    near = 1 if space.is_low else 2 if space.is_short else 3
    rows = _summaries(view, max(start, view.row - near), min(view.row, end), space)
    shown = [*rows, *(blank if rows else []), ControlRow((RowSegment(_form_title(view), "faint"),))]
    first = last = 0
    for index in range(len(view.ids)):
        fields = _form_field(view, index, space)
        shown += blank
        if index == view.column:
            first, last = len(shown), len(shown) + len(fields) - 1
        shown += fields
    others = [*_summaries(view, below, min(below + near, end), space), *_adding_rows(view, _indent(view), space)]
    # The rows next to the form come into sight with its first and its last field.
    if rows and view.column == 0:
        first = len(rows) - 1
    if others and view.column == len(view.ids) - 1:
        last += len(blank) + 1
    return DrawnControl((*shown, *(blank if others else []), *others), first, last)


def _form_title(view: TableView) -> str:
    if view.exists:
        return f"Row {view.row + 1} of {view.count}"
    return view.add_label if view.row >= view.count else f"Row {view.row + 1}"


def _form_field(view: TableView, index: int, space: Space) -> list[ControlRow]:
    """Return the name of a column and the cell below it; each cell is paper, because it is typed or picked there."""
    text, is_here = view.cursor_texts[index], index == view.column
    target = ClickTarget(0, space.width, (view.row if view.exists else "new", view.ids[index]))
    first = 0
    if is_here:
        first, cell = _field_lines(view, space.text_width)
    elif text:
        cell = _text_lines(text, space.text_width)
    else:
        cell = [(RowSegment(shorten_line(view.placeholders[index], space.text_width), "example"),)]
    names = wrap_text(view.heads[index], space.text_width)
    return [
        *(ControlRow((RowSegment(line, "faint"),), targets=(target,)) for line in names),
        *(
            ControlRow(segments, "paper", space.bar if is_here else "none", (replace(target, line=line),))
            for line, segments in enumerate(cell, first)
        ),
    ]


def _summaries(view: TableView, first: int, after: int, space: Space) -> list[ControlRow]:
    """Return rows of the table as one line each; a click on one opens it."""
    rows: list[ControlRow] = []
    indent = _indent(view)
    for index in range(first, after):
        number = str(index + 1).ljust(indent)
        separator = f" {terminal_glyphs().open} "
        text = separator.join(filter(None, view.texts[index - view.start]))
        line = shorten_line(text, space.text_width - len(number))
        target = ClickTarget(0, space.width, (index, view.ids[0]), text_from=MARGIN + indent)
        rows.append(ControlRow((RowSegment(number, "faint"), RowSegment(line)), targets=(target,)))
    return rows


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
    if view.is_adding:
        return (_label_row(view, grid, space, sign),)
    first, field = _field_lines(view, grid.widths[view.column])
    cells = [
        field if index == view.column else _text_lines(text, width)
        for index, (text, width) in enumerate(zip(view.cursor_texts, grid.widths, strict=True))
    ]
    rows = _join_cells(sign, cells, grid, view.column)
    within = (view.row if view.exists else "new",)
    return tuple(
        replace(row, bar=space.bar, targets=grid.targets(within, line)) for line, row in enumerate(rows, first)
    )


def _label_row(view: TableView, grid: TableGrid, space: Space, sign: RowSegment) -> ControlRow:
    """Return the row that adds one, its label over as many columns as it needs."""
    (label,) = view.field.draw(space.text_width - grid.indent, 1, view.add_label)
    on_paper = pad(tuple(segment._replace(ground="paper") for segment in label), grid.widths[0], "paper")
    lead = RowSegment(sign.text.ljust(grid.indent), sign.ink)
    return ControlRow((lead, *on_paper), bar=space.bar, targets=grid.targets(("new",), 0))


@lru_cache(maxsize=1_000)
def _row_block(index: int, texts: tuple[str, ...], grid: TableGrid) -> tuple[ControlRow, ...]:
    """Return the rows of a table row without the cursor; cached, because every key draws all of them."""
    cells = [_text_lines(text, width) for text, width in zip(texts, grid.widths, strict=True)]
    rows = _join_cells(RowSegment(str(index + 1), "faint"), cells, grid)
    return tuple(replace(row, targets=grid.targets((index,), line)) for line, row in enumerate(rows))


def _field_lines(view: TableView, width: int) -> tuple[int, Cell]:
    """Return the lines of the cell that is typed in, with how many are out of sight above and below.

    The number before them is that of the first one, counted from the field's own first line in sight.
    """
    lines = view.field.draw(width, _MAX_FIELD_LINES, view.placeholder)
    if not view.field.scrolls(width, _MAX_FIELD_LINES):
        return 0, lines
    above, below = (spread((), count, width) for count in view.field.omitted_lines())
    return -1, [above, *lines, below]


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
