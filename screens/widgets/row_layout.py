"""The rows of a list: as data, laid out at a width, and as lines.

`lay_out` takes entries and a width and returns each entry with its top and height; `entry_lines` returns its lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice
from operator import add
from typing import Literal, overload

from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content, Span

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.safe_text import join_content, shorten_content, wrap_content
from screens.appearance.text_layout import lay_out_text

BLANK = Content()

_MIN_HEADING = 12
"""Cells for a heading beside what is at its right end; with less, `spare` is left out."""

RowShape = Literal["tall", "short", "folded"]
"""`tall`: each row with its help, a blank row between; `short`: help only under the mark; `folded`: help beside."""


class ListRow(Struct, frozen=True):
    """A row that can be marked and chosen."""

    key: str
    """Identifies the row in messages; unique in its list."""
    text: Content
    help: Content = BLANK
    """Below the text, or beside it where rows fold."""
    right: Content = BLANK
    """At the right end; left out where it does not fit."""
    spare: Content = BLANK
    """Before `right`; left out first."""
    sign: Content = BLANK
    """In its own column, before the text."""
    after: Content = BLANK
    """After the text; left out where it does not fit."""
    indent: int = 0
    """Cells by which the whole row is indented."""
    words: str = ""
    """Further words by which a filter finds it, folded."""


class Heading(Struct, frozen=True):
    """A line above its rows, or above another heading; hidden when a filter leaves none of them."""

    text: Content
    right: Content = BLANK
    """At the right end; left out where it does not fit."""
    spare: Content = BLANK
    """Before `right`; left out first."""


class EmptyNotice(Struct, frozen=True):
    """A line that says why there are no rows."""

    text: Content


ListEntry = ListRow | Heading | EmptyNotice


class ListStyle(Struct, frozen=True):
    """The columns of a list, in cells from its left edge, and how its marked row is drawn."""

    heading: int = 2
    text: int = 2
    """The column of the sign, or of the text in a list without signs."""
    gap: int = 2
    """Between the sign and the text."""
    right: int = 2
    """The right margin."""
    below_heading: int = 1
    """Blank lines below a heading."""
    is_tinted: bool = True
    marked: str = "bold"
    """The style of the marked row's text."""


PLAIN_LIST = ListStyle()


class PlacedEntry(Struct, frozen=True):
    """An entry with its position, in lines from the top of the list."""

    entry: ListEntry
    top: int
    height: int
    columns: RowColumns


class RowColumns(Struct, frozen=True):
    """The columns of a list at one width."""

    style: ListStyle
    width: int
    shape: RowShape
    sign: int
    """Cells of the widest sign; 0 in a list without signs."""
    name: int
    """Cells of the text's column in the shape `folded`."""

    @property
    def text(self) -> int:
        """The column where the text of a row starts."""
        return self.style.text + (self.sign + self.style.gap if self.sign else 0)

    @property
    def room(self) -> int:
        """The cells from there to the right margin."""
        return max(self.width - self.text - self.style.right, 1)


class ListMeasures(Struct, frozen=True):
    """What the columns of a list depend on besides its width; while it is filtered they are those of all its rows."""

    sign: int
    """Cells of the widest sign; 0 without signs."""
    has_help: bool

    @staticmethod
    def of(entries: Iterable[ListEntry]) -> ListMeasures:
        """Return the measures of a list."""
        rows = [entry for entry in entries if isinstance(entry, ListRow)]
        sign = max((row.sign.cell_length for row in rows if row.sign is not BLANK), default=0)
        return ListMeasures(sign, any(row.help for row in rows if row.help is not BLANK))


class Layout(Sequence[PlacedEntry]):
    """The entries of a list with their positions; of thousands, only those that are asked for are made."""

    def __init__(
        self,
        entries: Sequence[ListEntry] = (),
        heights: Sequence[int] = (),
        tops: Sequence[int] = (),
        columns: Sequence[RowColumns] = (),
        known: dict[int, tuple[ListEntry, int]] | None = None,
    ) -> None:
        """Make the layout of entries; `known` is `{id() of an entry: itself and its height}` in the first columns."""
        self.entries = entries
        self.columns = columns
        self.known: dict[int, tuple[ListEntry, int]] = {} if known is None else known
        self._heights = heights
        self._tops = tops

    @property
    def height(self) -> int:
        """The lines of the whole list."""
        return self._tops[-1] + self._heights[-1] if self._tops else 0

    def at(self, y: int) -> PlacedEntry | None:
        """Return the entry on a line, or None for a blank one."""
        index = bisect_right(self._tops, y) - 1
        return self[index] if index >= 0 and y < self._tops[index] + self._heights[index] else None

    def with_entries(self, entries: Sequence[ListEntry]) -> Layout:
        """Return the layout of other entries that need the same room."""
        return Layout(entries, self._heights, self._tops, self.columns, self.known)

    def __len__(self) -> int:
        return len(self.entries)

    @overload
    def __getitem__(self, index: int) -> PlacedEntry: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[PlacedEntry]: ...
    def __getitem__(self, index: int | slice) -> PlacedEntry | Sequence[PlacedEntry]:
        if isinstance(index, slice):
            return [self[each] for each in range(len(self))[index]]
        return PlacedEntry(self.entries[index], self._tops[index], self._heights[index], self.columns[index])


MAX_KNOWN = 30_000
"""Entries of which it is kept how high they are and what a filter finds them by."""


def lay_out(
    entries: Sequence[ListEntry],
    style: ListStyle,
    width: int,
    shape: RowShape,
    mark: str,
    *,
    before: Layout | None = None,
    measures: ListMeasures | None = None,
) -> Layout:
    """Return every entry with its position in a list of `width` cells; `mark` is the key of the marked row.

    `before` is what was returned last: the heights of entries that were in it, or before it, are known. `measures` are
    those of the whole list, of which the entries are what a filter leaves.
    """
    if not entries:
        return Layout()
    measures = measures or ListMeasures.of(entries)
    columns = _columns_of(entries, RowColumns(style, width, shape, measures.sign, 0))
    is_like_before = before is not None and before.columns[:1] == columns[:1] and len(before.known) < MAX_KNOWN
    known = before.known if before is not None and is_like_before and shape != "folded" else {}
    heights: list[int] = []
    for entry, found, its_columns in zip(entries, map(known.get, map(id, entries)), columns, strict=True):
        if found is not None and found[0] is entry:
            heights.append(found[1])
            continue
        is_marked = isinstance(entry, ListRow) and entry.key == mark
        height = entry_height(entry, its_columns, is_marked=is_marked)
        if not _depends_on_mark(entry, shape):
            known[id(entry)] = (entry, height)
        heights.append(height)
    gaps = _gaps(entries, style, int(shape == "tall" and measures.has_help))
    return Layout(entries, heights, list(accumulate(map(add, heights, gaps), initial=0)), columns, known)


def _gaps(entries: Sequence[ListEntry], style: ListStyle, between: int) -> list[int]:
    """Return the blank rows between one entry and the next."""
    last = len(entries) - 1
    gaps = [between] * last
    for index in [index for index, entry in enumerate(entries) if isinstance(entry, Heading)]:
        if index and not isinstance(entries[index - 1], Heading):
            gaps[index - 1] = between + 1
        if index < last:
            gaps[index] = style.below_heading
    return gaps


def _columns_of(entries: Sequence[ListEntry], columns: RowColumns) -> Sequence[RowColumns]:
    """Return the columns of each entry; where rows fold, those below a heading share theirs."""
    if columns.shape != "folded":
        return [columns] * len(entries)
    found: list[RowColumns] = []
    columns = replace(columns, name=_name_width(entries, columns.width))
    for index, entry in enumerate(entries):
        if isinstance(entry, Heading):
            columns = replace(columns, name=_name_width(islice(entries, index + 1, None), columns.width))
        found.append(columns)
    return found


def entry_height(entry: ListEntry, columns: RowColumns, *, is_marked: bool) -> int:
    """Return the number of lines of an entry."""
    if isinstance(entry, ListRow) and not (entry.help or entry.right or entry.after):  # without drawing it
        room = max(columns.room - entry.indent, 2)
        return 1 if entry.text.cell_length <= room else len(lay_out_text(entry.text.plain, room).starts)
    return len(_content_lines(entry, columns, is_marked=is_marked))


def _depends_on_mark(entry: ListEntry, shape: RowShape) -> bool:
    """Return whether an entry may have another height while it is marked."""
    return shape != "tall" and isinstance(entry, ListRow) and bool(entry.help)


def entry_lines(placed: PlacedEntry, *, is_marked: bool, is_here: bool) -> list[Content]:
    """Return the lines of an entry, as wide as the list; `is_here` draws the mark in the accent colour."""
    columns = placed.columns
    lines = _content_lines(placed.entry, columns, is_marked=is_marked)
    if not is_marked:
        return lines
    bar = Content.styled(terminal_glyphs().here, "$primary" if is_here else "$bar")
    drawn = [bar + line.pad_right(max(columns.width - line.cell_length, 0))[1:] for line in lines]
    return [line.stylize_before("on $mark") for line in drawn] if columns.style.is_tinted else drawn


def _name_width(entries: Iterable[ListEntry], width: int) -> int:
    """Return the cells of the longest text up to the next heading, at most half of the list."""
    lengths = [0]
    for entry in entries:
        if isinstance(entry, Heading):
            break
        if isinstance(entry, ListRow):
            lengths.append(entry.text.cell_length)
    return min(max(lengths), width // 2)


def _content_lines(entry: ListEntry, columns: RowColumns, *, is_marked: bool) -> list[Content]:
    """Return the lines of an entry, with a blank in the mark's column."""
    grid = columns.style
    if isinstance(entry, ListRow):
        return _row_lines(entry, columns, is_marked=is_marked)
    at = grid.heading if isinstance(entry, Heading) else grid.text
    room = columns.width - at - grid.right
    if not isinstance(entry, Heading) or not entry.right:
        return [line.pad_left(at) for line in wrap_content(entry.text, room)]
    beside = sum(part.cell_length + 2 for part in (entry.right, entry.spare) if part)
    if room - beside < _MIN_HEADING:
        beside = entry.right.cell_length + 2
    first, *more = wrap_content(entry.text, max(room - beside, 1))
    return [line.pad_left(at) for line in (_with_right(first, entry.right, entry.spare, room), *more)]


def _row_lines(row: ListRow, columns: RowColumns, *, is_marked: bool) -> list[Content]:
    if row.indent:
        columns = replace(columns, style=replace(columns.style, text=columns.style.text + row.indent))
    text = row.text.stylize(columns.style.marked) if is_marked else row.text
    if row.after and text.cell_length + 2 + row.after.cell_length <= columns.room:
        text = join_content(text, ("  ", ""), row.after)
    row = replace(row, help=_brighter(row.help)) if is_marked else row
    if columns.shape == "folded" and _folds(row, columns, is_marked=is_marked):
        first, helps = [_with_row_end(_text_and_help(text, row, columns), row, columns)], []
    else:
        first = _text_lines(text, row, columns)
        shows_help = bool(row.help) and (columns.shape == "tall" or is_marked)
        helps = wrap_content(row.help, columns.room) if shows_help else []
    sign = row.sign.pad_right(columns.text - columns.style.text - row.sign.cell_length).pad_left(columns.style.text)
    return [sign + first[0], *(line.pad_left(columns.text) for line in (*first[1:], *helps))]


def _folds(row: ListRow, columns: RowColumns, *, is_marked: bool) -> bool:
    """Return whether text and help share a line; not if that cuts off the help of the marked row."""
    if row.text.cell_length > columns.name:
        return False
    return not (is_marked and row.help) or row.help.cell_length <= _room_beside(row, columns)


def _room_beside(row: ListRow, columns: RowColumns) -> int:
    right = row.right.cell_length + 2 if row.right else 0
    return columns.room - columns.name - 3 - right


def _text_and_help(text: Content, row: ListRow, columns: RowColumns) -> Content:
    """Return the text in its column, and as much of the help beside it as fits."""
    room = _room_beside(row, columns)
    if not row.help or room < 8:
        return text
    return text.pad_right(columns.name + 3 - text.cell_length) + shorten_content(row.help, room)


def _text_lines(text: Content, row: ListRow, columns: RowColumns) -> list[Content]:
    """Return the text, wrapped to leave room for the right end, or without a wide right end where room is short."""
    right = row.right.cell_length + 2 if row.right else 0
    is_in_the_way = text.cell_length + right > columns.room and right > 5
    if is_in_the_way and (columns.shape != "tall" or columns.room - right < 12):
        return wrap_content(text, columns.room)
    first, *more = wrap_content(text, max(columns.room - right, 1))
    return [_with_row_end(first, row, columns), *more]


def _with_row_end(text: Content, row: ListRow, columns: RowColumns) -> Content:
    """Return the first line with the right end of its row, if it fits."""
    return _with_right(text, row.right, BLANK if columns.shape == "short" else row.spare, columns.room)


def _with_right(text: Content, right: Content, spare: Content, room: int) -> Content:
    """Return a line of at most `room` cells with `right` at its end, and `spare` before that, as far as they fit."""
    if spare and text.cell_length + 2 + spare.cell_length + 2 + right.cell_length <= room:
        right = join_content(spare, ("  ", ""), right)
    between = room - text.cell_length - right.cell_length
    return text.pad_right(between) + right if right and between >= 0 else text


def _brighter(help: Content) -> Content:
    """Return the help with faint text in a stronger style, which can be read on the mark's tint."""
    spans = [Span(start, end, "$soft" if style == "$faint" else style) for start, end, style in help.spans]
    return Content(help.plain, spans)
