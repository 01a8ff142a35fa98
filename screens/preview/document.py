"""The plan as rows: split into units, each drawn when it is in sight, and again only when it has changed.

    "# Relay\n\n- one\n- two\n"  ->  units "# Relay\n\n" | "- one\n" | "- two\n"
                                 ->  rows  Relay, a rule, an empty row | • one | • two

`Document.update` takes the segments of the next plan, finds the text that differs, splits again only around it, and
keeps the drawn lines of every other unit. Heights of units that were never in sight are estimates.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from msgspec import Struct

from screens.appearance.glyphs import GlyphSet
from screens.preview.document_diff import Change, find_segment_change, find_text_change, marked_extent, text_of
from screens.preview.fenwick import FenwickTree
from screens.preview.markdown.block_source import BlockSource, Fences, PlainFences, References
from screens.preview.markdown.drawn_lines import DrawnLine, Extent, MarkedExtent
from screens.preview.markdown.long_blocks import SourceState
from screens.preview.markdown.source_positions import LineEnds, normalize_line_ends

if TYPE_CHECKING:
    from screens.preview.markdown.table_units import TableUnit
    from screens.preview.markdown.tables import RowSizes, TableFit
    from wizard.render.rendered_segment import RenderedSegment

_MAX_DRAWN_UNITS = 400
"""Units that stay drawn."""
_AT_ONCE = 8
"""Changed units that are drawn at once, in sight or not."""


class UnitText(NamedTuple):
    """The text of a unit."""

    text: str
    part: SourceState | None = None
    """What is open where it begins, if it is a part of a block that is too long to be drawn as one."""
    head: str = ""
    """The names of the columns and the dashes below them, if it belongs to a table that is drawn row by row."""
    is_row: bool = False
    """Whether it is a row that stands apart from that head."""

    def begins_like(self, unit: Unit) -> bool:
        """Return whether a unit stays as it is where this one begins."""
        return (self.part, self.head, self.is_row) == (unit.part, unit.head, unit.is_row)


SplitText: TypeAlias = Callable[[str, bool], Iterable[UnitText]]
"""A text as units; the flag says whether it is the whole document."""
DrawBlock: TypeAlias = Callable[[BlockSource, int], list[DrawnLine]]
"""A unit as lines of so many cells."""
FindDefinitions: TypeAlias = Callable[[str], References]
"""The definitions in a text."""


class Unit(Struct, eq=False, gc=False):
    """A part of the plan that is drawn by itself; the same object as long as it looks the same."""

    text: str
    part: SourceState | None = None
    head: str = ""
    is_row: bool = False
    is_exact: bool = False
    """Whether its height is that of its drawing."""
    sizes: Sequence[RowSizes] = ()
    """Of the rows in it, if it belongs to a table and they have been measured."""
    fit: TableFit | None = None
    """How its table is drawn, once that is known."""

    def is_like(self, other: UnitText) -> bool:
        """Return whether it is drawn as another text of a unit would be."""
        return self.text == other.text and other.begins_like(self)


class UnitSplice(NamedTuple):
    """Units that have taken the place of others, from an index on."""

    first: int
    gone: list[Unit]
    come: list[Unit]


class Units:
    """The units of one text, in order."""

    def __init__(self, cut: SplitText, text: str) -> None:
        self._cut = cut
        self._units = [Unit(*part) for part in cut(text, True)] if text else []
        self._sizes = FenwickTree([len(unit.text) for unit in self._units])

    def __len__(self) -> int:
        return len(self._units)

    def __getitem__(self, index: int) -> Unit:
        return self._units[index]

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units)

    @property
    def length(self) -> int:
        """Return the number of characters of the whole text."""
        return self._sizes.total

    def extent(self, index: int) -> Extent:
        """Return the characters of a unit."""
        start = self._sizes.before(index)
        return start, start + self._sizes[index]

    def find(self, offset: int) -> tuple[int, int]:
        """Return the unit that holds a character, and the offset in it; the last end for what lies behind it."""
        index, rest = self._sizes.find(offset)
        return (index, rest) if index < len(self._units) else (index - 1, self._sizes[index - 1])

    def replace(self, change: Change, inserted: str) -> UnitSplice:
        """Apply a change and return it in units; units that it does not touch stay the same objects."""
        first = max(self.find(change.start)[0] - 1, 0)
        while first and self._units[first].part is not None:
            first -= 1
        found = self._split_again(first, change, inserted)
        if found is None:
            first = self.table_around(first).start
            found = self._split_again(first, change, inserted)
            assert found is not None, "no unit is read behind the head of a table"
        after, parts = found
        first, after, parts = self._trim_unchanged(change, first, after, parts)
        gone, come = self._units[first:after], [Unit(*part) for part in parts]
        self._units[first:after] = come
        self._sizes.replace(first, after, [len(part.text) for part in parts])
        return UnitSplice(first, gone, come)

    def table_around(self, index: int) -> range:
        """Return the units of the table that a unit belongs to."""
        first, after = index, index + 1
        while self._units[first].is_row:
            first -= 1
        while after < len(self._units) and self._units[after].is_row:
            after += 1
        return range(first, after)

    def _split_again(self, first: int, change: Change, inserted: str) -> tuple[int, list[UnitText]] | None:
        """Return the first old unit that stays, and the texts of the new units from `first` up to it.

        A unit stays where a cut falls on its start; that is known once its own text has been read with the rest.
        None where the table that `first` is a row of has to be read from its start.
        """
        begin = self._sizes.before(first)
        after = min(self.find(max(change.old_end - 1, change.start))[0] + 1, len(self._units))
        while after < len(self._units) and self._are_parts(after - 1, after):
            after += 1
        more = 1
        while True:
            reach = min(after + more, len(self._units))
            old = "".join(unit.text for unit in self._units[first:reach])
            text = old[: change.start - begin] + inserted + old[change.old_end - begin :]
            parts = self._split_behind(self._units[first], text)
            if parts is None:
                return None
            for stay in range(after, reach):
                kept = sum(len(unit.text) for unit in self._units[stay:reach])
                found = _count_parts_up_to(parts, len(text) - kept)
                if found is not None and parts[found].begins_like(self._units[stay]):
                    return stay, parts[:found]
            if reach == len(self._units):
                return reach, parts
            after, more = reach, more * 2

    def _split_behind(self, unit: Unit, text: str) -> list[UnitText] | None:
        """Return text that begins where a unit does as units; None if it is not a row of the unit's table any more."""
        if not unit.is_row:
            return list(self._cut(text, False))
        # Two rows are what makes a table that is drawn row by row.
        table, *parts = self._cut(f"{unit.head}|\n{text}", False)
        return parts if parts and table.text == f"{unit.head}|\n" and parts[0].is_row else None

    def _are_parts(self, *indexes: int) -> bool:
        """Return whether all of some units are parts of long blocks."""
        return all(self._units[index].part is not None for index in indexes)

    def _trim_unchanged(
        self, change: Change, first: int, after: int, parts: list[UnitText]
    ) -> tuple[int, int, list[UnitText]]:
        """Leave out the units at both ends that the change does not touch."""
        # The last unit of the plan has no empty row below it, so one that was or becomes the last is drawn again.
        least = 1 if after == len(self._units) else 0
        start, end = self._sizes.before(first), self._sizes.before(after)
        same = same_end = 0
        while min(len(parts) - same, after - first) > least and self._units[first].is_like(parts[same]):
            start += len(parts[same].text)
            if start > change.start:
                break
            first, same = first + 1, same + 1
        while not least and min(len(parts) - same - same_end, after - first) > 0:
            last = parts[-1 - same_end]
            end -= len(last.text)
            if end < change.old_end or not self._units[after - 1].is_like(last):
                break
            after, same_end = after - 1, same_end + 1
        return first, after, parts[same : len(parts) - same_end]


def _count_parts_up_to(parts: Sequence[UnitText], length: int) -> int | None:
    """Return how many parts make up so many characters exactly, or None."""
    total = 0
    for count, part in enumerate(parts):
        if total >= length:
            return count if total == length else None
        total += len(part.text)
    return None


class TableDrawing(Protocol):
    """How the units of a table become rows."""

    def plain_sizes(self, page: BlockSource, columns: int) -> RowSizes | None:
        """Return the sizes of a row of so many columns, if they are known without the parser."""
        ...

    def read(self, page: BlockSource) -> TableUnit:
        """Return a unit as it can be drawn in columns of any widths."""
        ...

    def fit(self, rows: Sequence[RowSizes], width: int) -> TableFit:
        """Return how a table with rows of these sizes is drawn; the first is its head."""
        ...


class DrawingMode(NamedTuple):
    """How a plan becomes rows."""

    cut: SplitText
    draw: DrawBlock
    define: FindDefinitions
    tables: TableDrawing


class RowPosition(NamedTuple):
    """A row: the unit that it belongs to, and which of its lines it is."""

    unit: int
    line: int


class RowChange(NamedTuple):
    """What `Document.update` has changed; what comes below the rows only moves."""

    change: Change
    old_bottom: int
    """The row after the last one that may look different."""
    new_bottom: int
    """The row that it has become."""


class Document:
    """Rows of a plan at one width."""

    def __init__(self, art: DrawingMode, signs: GlyphSet, fences: Fences | None = None) -> None:
        self._mode = art
        self._signs = signs
        self._fences = fences or PlainFences()
        self._segments: tuple[RenderedSegment, ...] = ()
        self._segment_sizes = FenwickTree()
        self._units = Units(art.cut, "")
        self._definitions = LinkDefinitions(art.define)
        self._heights = FenwickTree()
        self._drawn: dict[Unit, tuple[DrawnLine, ...]] = {}
        self._read: dict[Unit, TableUnit] = {}
        self.width = 0

    @property
    def height(self) -> int:
        """Return the number of rows; those that were never in sight are estimated."""
        return self._heights.total

    @property
    def length(self) -> int:
        """Return the number of characters of the plan."""
        return self._units.length

    # What is shown

    def set_mode(self, art: DrawingMode) -> None:
        """Draw everything in another way."""
        self._mode = art
        self._split_all()

    def resize(self, width: int) -> None:
        """Draw everything for another number of cells."""
        if width != self.width:
            self.width = width
            self._forget_drawings()

    def redraw_if(self, is_concerned: Callable[[str], bool]) -> None:
        """Draw those units again whose text is concerned, when they are next in sight."""
        for index, unit in enumerate(self._units):
            if is_concerned(unit.text) and (unit.is_exact or unit.sizes):
                self._forget(unit)
                if unit.sizes:
                    unit.sizes = ()
                    self._read.pop(unit, None)
                    for row in self._units.table_around(index):
                        self._forget(self._units[row])

    def update(self, pieces: tuple[RenderedSegment, ...]) -> RowChange | None:
        """Show other segments; return None if every row stays as it is."""
        changed = find_segment_change(self._segments, pieces)
        before, self._segments = self._segments, pieces
        if changed is None:
            return None
        start = self._segment_sizes.before(changed.first)
        new = pieces[changed.first : changed.new_after]
        change = find_text_change(before[changed.first : changed.old_after], new, start)
        self._segment_sizes.replace(changed.first, changed.old_after, [len(piece.text) for piece in new])
        if change is None:
            return None
        return self._replace(change, text_of(new)[change.start - start : change.new_end - start])

    def _split_all(self) -> None:
        self._units = Units(self._mode.cut, text_of(self._segments))
        self._definitions = LinkDefinitions(self._mode.define)
        self._definitions.replace([], list(self._units), self._units)
        self._forget_drawings()

    def _forget_drawings(self) -> None:
        self._drawn.clear()
        self._read.clear()
        for unit in self._units:
            unit.is_exact, unit.fit = False, None
        self._heights = FenwickTree([self._estimate(unit) for unit in self._units])

    def _replace(self, change: Change, inserted: str) -> RowChange:
        old_height = self.height
        # Front matter that is opened or closed changes what everything below it is.
        starts = [units[0].text[:3] for units in (self._units, self._segments) if len(units)]
        if len(starts) < 2 or "---" in starts:
            self._split_all()
            return RowChange(change, old_height, self.height)
        first, gone, come = self._units.replace(change, inserted)
        for unit in gone:
            self._drawn.pop(unit, None)
            self._read.pop(unit, None)
        old_bottom = self._heights.before(first + len(gone))
        self._heights.replace(first, first + len(gone), [self._estimate(unit) for unit in come])
        if self._definitions.replace(gone, come, self._units):
            self.redraw_if(lambda text: "[" in text)
        self._fit_tables_at(first, first + len(come))
        if len(come) <= _AT_ONCE and self.width:
            for index in range(first, first + len(come)):
                self.lines(index)
        return RowChange(change, old_bottom, self._heights.before(first + len(come)))

    # Rows and characters

    def count(self) -> int:
        """Return the number of units."""
        return len(self._units)

    def extent(self, index: int) -> Extent:
        """Return the characters of the plan that a unit shows."""
        return self._units.extent(index)

    def extent_of_table(self, index: int) -> Extent | None:
        """Return the characters of the table whose head stands in a unit, if it is drawn row by row."""
        if not self._units[index].head or self._units[index].is_row:
            return None
        table = self._units.table_around(index)
        return self.extent(index)[0], self.extent(table[-1])[1]

    def head_of_row(self, index: int) -> int | None:
        """Return the unit with the head of the table that a unit belongs to, if it is drawn row by row."""
        return self._units.table_around(index).start if self._units[index].head else None

    def is_row(self, index: int) -> bool:
        """Return whether a unit is a row of a table apart from its head."""
        return self._units[index].is_row

    def position_of_row(self, row: int) -> RowPosition:
        """Return the unit and line of a row, as far as the heights are known."""
        return RowPosition(*self._heights.find(max(row, 0)))

    def row_of_unit(self, index: int) -> int:
        """Return the first row of a unit."""
        return self._heights.before(index)

    def lines(self, index: int) -> tuple[DrawnLine, ...]:
        """Return a unit's lines, with offsets in the unit; its height is exact afterwards."""
        unit = self._units[index]
        if unit.head and unit.fit is None:
            self._fit_table(self._units.table_around(index))
        lines = self._drawn.pop(unit, None) or self._draw(index)
        while len(self._drawn) >= _MAX_DRAWN_UNITS:
            del self._drawn[next(iter(self._drawn))]
        self._drawn[unit] = lines
        if not unit.is_exact:
            unit.is_exact = True
            self._heights[index] = len(lines)
        return lines

    def make_exact(self, top: int, bottom: int) -> None:
        """Draw the units between two rows."""
        index = self.position_of_row(top).unit
        row = self.row_of_unit(index)
        while index < len(self._units) and row < bottom:
            row += self._heights[index] if self._units[index].is_exact else len(self.lines(index))
            index += 1

    def row_of(self, offset: int) -> int:
        """Return the row on which a character of the plan is shown, or would be."""
        if not len(self._units):
            return 0
        index, rest = self._units.find(offset)
        lines = self.lines(index)
        return self._heights.before(index) + line_of(lines, rest)

    def offset_of(self, spot: RowPosition) -> int:
        """Return the first character of the plan that a row shows or stands for."""
        if spot.unit >= len(self._units):
            return max(self.length - 1, 0)
        lines = self.lines(spot.unit)
        start, _ = self.extent(spot.unit)
        return start + (lines[min(spot.line, len(lines) - 1)].extent()[0] if lines else 0)

    def offset_in_segment(self, offset: int) -> tuple[int, int]:
        """Return the segment that holds a character of the plan, and the offset in it."""
        index, rest = self._segment_sizes.find(offset)
        if index < len(self._segments):
            return index, rest
        return max(index - 1, 0), self._segment_sizes[index - 1] if index else 0

    def start_of_segment(self, index: int) -> int:
        """Return where a segment starts in the plan."""
        return self._segment_sizes.before(index)

    def segments_in(self, start: int, end: int) -> Iterator[tuple[int, int, RenderedSegment]]:
        """Return the segments between two characters: index, start in the plan, and the segment."""
        index = self._segment_sizes.find(start)[0]
        position = self._segment_sizes.before(index)
        while index < len(self._segments) and position < end:
            yield index, position, self._segments[index]
            position += self._segment_sizes[index]
            index += 1

    # Drawing

    def _estimate(self, unit: Unit) -> int:
        return unit.text.count("\n") + len(unit.text) // max(self.width, 1) or 1

    def _forget(self, unit: Unit) -> None:
        """Draw a unit again when it is next in sight."""
        self._drawn.pop(unit, None)
        unit.is_exact, unit.fit = False, None

    def _fit_tables_at(self, first: int, after: int) -> None:
        """Fit the tables again in which units from `first` up to `after` have changed, where they were drawn before."""
        index = max(first - 1, 0)
        while index < min(after + 1, len(self._units)):
            table = self._units.table_around(index)
            if self._units[index].head and any(self._units[row].fit is not None for row in table):
                self._fit_table(table)
            index = table.stop

    def _fit_table(self, table: range) -> None:
        """Find out how a table is drawn; its rows are drawn again if that has changed."""
        columns: int | None = None
        for index in table:
            unit = self._units[index]
            if not unit.sizes:
                unit.sizes = self._measure(index, columns)
            columns = columns or len(unit.sizes[0])
        sizes = [row for index in table for row in self._units[index].sizes]
        fit = self._mode.tables.fit(sizes, max(self.width, 1))
        for index in table:
            unit = self._units[index]
            if unit.fit != fit:
                self._forget(unit)
                unit.fit = fit

    def _measure(self, index: int, columns: int | None) -> Sequence[RowSizes]:
        """Return the sizes of the rows in a unit of a table, of so many columns if that is known."""
        page, _ = self._page(index)
        plain = self._mode.tables.plain_sizes(page, columns) if columns is not None else None
        return (plain,) if plain is not None else self._mode.tables.read(page).sizes

    def _table_unit(self, index: int) -> TableUnit:
        """Return a unit of a table as it was read; those in sight stay read, because their columns often change."""
        unit = self._units[index]
        table = self._read.pop(unit, None) or self._mode.tables.read(self._page(index)[0])
        while len(self._read) >= _MAX_DRAWN_UNITS:
            del self._read[next(iter(self._read))]
        self._read[unit] = table
        return table

    def _page(self, index: int) -> tuple[BlockSource, LineEnds]:
        """Return a unit as it is drawn, and the way back to the offsets of its text."""
        start, end = self.extent(index)
        unit = self._units[index]
        text, ends = normalize_line_ends(unit.text)
        head = normalize_line_ends(unit.head)[0] if unit.is_row else ""
        marked = (
            MarkedExtent(
                len(head) + ends.to_shorter(extent.start), len(head) + ends.to_shorter(extent.end), extent.mark
            )
            for extent in self._marked_extents(start, end)
        )
        page = BlockSource(
            head + text,
            tuple(marked),
            self._signs,
            index == 0,
            unit.part,
            self._definitions.references,
            self._fences,
            len(head),
        )
        return page, ends

    def _draw(self, index: int) -> tuple[DrawnLine, ...]:
        unit = self._units[index]
        width = max(self.width, 1)
        if unit.fit is not None:
            lines, ends = self._table_unit(index).lines(unit.fit, width), normalize_line_ends(unit.text)[1]
        else:
            page, ends = self._page(index)
            lines = self._mode.draw(page, width)
        is_last = index == len(self._units) - 1
        if is_last and len(lines) > 1 and not lines[-1].runs and unit.text.endswith(("\n\n", "\n\r\n", "\r\r")):
            lines = lines[:-1]
        return tuple(ends.restore(lines))

    def _marked_extents(self, start: int, end: int) -> Iterator[MarkedExtent]:
        for _, position, piece in self.segments_in(start, end):
            first = bisect_right(piece.spans, start - position, key=lambda span: span.end)
            for span in piece.spans[first:]:
                if position + span.start >= end:
                    break
                if (extent := marked_extent(span, position)) is not None:
                    yield MarkedExtent(max(extent.start, start) - start, min(extent.end, end) - start, extent.mark)


def line_of(lines: Sequence[DrawnLine], offset: int) -> int:
    """Return the index of the line that shows a character, or of the last one that starts before it."""
    found = 0
    for index, line in enumerate(lines):
        if any(run.start <= offset < run.end for run in line.runs):
            return index
        if not line.is_own_sign() and line.extent()[0] <= offset:
            found = index
    return found


class LinkDefinitions:
    """The definitions of link targets in a plan; they count in all of it."""

    def __init__(self, define: FindDefinitions) -> None:
        self._define = define
        self._found: dict[Unit, References] = {}
        self.references: References = {}

    def replace(self, gone: Sequence[Unit], come: Sequence[Unit], units: Iterable[Unit]) -> bool:
        """Apply a change of units; return whether any link may lead elsewhere than before."""
        defining = [unit for unit in come if unit.part is None and "]:" in unit.text]
        defined = {unit: found for unit in defining if (found := self._define(unit.text))}
        if not defined and not any(unit in self._found for unit in gone):
            return False
        for unit in gone:
            self._found.pop(unit, None)
        self._found |= defined
        before, self.references = self.references, self._merged(units)
        return before != self.references

    def _merged(self, units: Iterable[Unit]) -> References:
        """Return all definitions; of two for one label the first counts (CommonMark 0.31 §4.7)."""
        merged: dict[str, Mapping[str, object]] = {}
        for unit in units:
            merged = {**self._found.get(unit, {}), **merged}
        return merged
