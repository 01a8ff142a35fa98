"""The plan as rows: each unit drawn when it is needed, and again only when it has changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from screens.appearance.glyphs import Signs
from screens.preview.definitions import Define, Definitions
from screens.preview.document_diff import Change, piece_change, text_change, text_of
from screens.preview.fenwick import Sums
from screens.preview.line_ends import with_line_feeds
from screens.preview.markdown.drawn_block import Fences, Page, PlainFences
from screens.preview.markdown.drawn_lines import Extent, Line
from screens.preview.units import Cut, Unit, Units

if TYPE_CHECKING:
    from wizard.render.segment import RenderedPiece

_KEPT = 400
"""Units that stay drawn."""
_AT_ONCE = 8
"""Changed units that are drawn at once, in sight or not."""

Draw: TypeAlias = Callable[[Page, int], list[Line]]


class Art(NamedTuple):
    """How a plan becomes rows."""

    cut: Cut
    draw: Draw
    define: Define


class Spot(NamedTuple):
    """A row: the unit that it belongs to, and which of its lines it is."""

    unit: int
    line: int


class Redrawn(NamedTuple):
    """What `Paper.update` has changed; what comes below the rows only moves."""

    change: Change
    old_bottom: int
    """The row after the last one that may look different."""
    new_bottom: int
    """The row that it has become."""


class Paper:
    """Rows of a plan at one width."""

    def __init__(self, art: Art, signs: Signs, fences: Fences | None = None) -> None:
        self._art = art
        self._signs = signs
        self._fences = fences or PlainFences()
        self._pieces: tuple[RenderedPiece, ...] = ()
        self._piece_sizes = Sums()
        self._units = Units(art.cut, "")
        self._definitions = Definitions(art.define)
        self._heights = Sums()
        self._drawn: dict[Unit, tuple[Line, ...]] = {}
        self.width = 0

    @property
    def height(self) -> int:
        """The number of rows; those that were never in sight are estimated."""
        return self._heights.total

    @property
    def length(self) -> int:
        """The number of characters of the plan."""
        return self._units.length

    # What is shown

    def draw_with(self, art: Art) -> None:
        """Draw everything in another way."""
        self._art = art
        self._cut_all()

    def resize(self, width: int) -> None:
        """Draw everything for another number of cells."""
        if width != self.width:
            self.width = width
            self._forget_drawings()

    def redraw_if(self, is_concerned: Callable[[str], bool]) -> None:
        """Draw those units again whose text is concerned, when they are next in sight."""
        for unit in self._units:
            if unit.is_exact and is_concerned(unit.text):
                self._drawn.pop(unit, None)
                unit.is_exact = False

    def update(self, pieces: tuple[RenderedPiece, ...]) -> Redrawn | None:
        """Show other pieces; None if every row stays as it is."""
        changed = piece_change(self._pieces, pieces)
        before, self._pieces = self._pieces, pieces
        if changed is None:
            return None
        start = self._piece_sizes.before(changed.first)
        new = pieces[changed.first : changed.new_after]
        change = text_change(before[changed.first : changed.old_after], new, start)
        self._piece_sizes.replace(changed.first, changed.old_after, [len(piece.text) for piece in new])
        if change is None:
            return None
        return self._replace(change, text_of(new)[change.start - start : change.new_end - start])

    def _cut_all(self) -> None:
        self._units = Units(self._art.cut, text_of(self._pieces))
        self._definitions = Definitions(self._art.define)
        self._definitions.replace([], list(self._units), self._units)
        self._forget_drawings()

    def _forget_drawings(self) -> None:
        self._drawn.clear()
        for unit in self._units:
            unit.is_exact = False
        self._heights = Sums([self._estimate(unit) for unit in self._units])

    def _replace(self, change: Change, inserted: str) -> Redrawn:
        old_height = self.height
        # Front matter that is opened or closed changes what everything below it is.
        starts = [units[0].text[:3] for units in (self._units, self._pieces) if len(units)]
        if len(starts) < 2 or "---" in starts:
            self._cut_all()
            return Redrawn(change, old_height, self.height)
        first, gone, come = self._units.replace(change, inserted)
        for unit in gone:
            self._drawn.pop(unit, None)
        old_bottom = self._heights.before(first + len(gone))
        self._heights.replace(first, first + len(gone), [self._estimate(unit) for unit in come])
        if self._definitions.replace(gone, come, self._units):
            self.redraw_if(lambda text: "[" in text)
        if len(come) <= _AT_ONCE and self.width:
            for index in range(first, first + len(come)):
                self.lines(index)
        return Redrawn(change, old_bottom, self._heights.before(first + len(come)))

    # Rows and characters

    def count(self) -> int:
        """The number of units."""
        return len(self._units)

    def extent(self, index: int) -> Extent:
        """The characters of the plan that a unit shows."""
        return self._units.extent(index)

    def spot(self, row: int) -> Spot:
        """What stands on a row, as far as the heights are known."""
        return Spot(*self._heights.find(max(row, 0)))

    def row_of_unit(self, index: int) -> int:
        """The first row of a unit."""
        return self._heights.before(index)

    def lines(self, index: int) -> tuple[Line, ...]:
        """A unit's lines, with offsets in it; its height is exact afterwards."""
        unit = self._units[index]
        lines = self._drawn.pop(unit, None) or self._draw(index)
        while len(self._drawn) >= _KEPT:
            del self._drawn[next(iter(self._drawn))]
        self._drawn[unit] = lines
        if not unit.is_exact:
            unit.is_exact = True
            self._heights[index] = len(lines)
        return lines

    def make_exact(self, top: int, bottom: int) -> None:
        """Draw the units between two rows."""
        index = self.spot(top).unit
        row = self.row_of_unit(index)
        while index < len(self._units) and row < bottom:
            row += self._heights[index] if self._units[index].is_exact else len(self.lines(index))
            index += 1

    def row_of(self, offset: int) -> int:
        """The row on which a character of the plan is shown, or would be."""
        if not len(self._units):
            return 0
        index, rest = self._units.find(offset)
        lines = self.lines(index)
        return self._heights.before(index) + line_of(lines, rest)

    def offset_of(self, spot: Spot) -> int:
        """The first character of the plan that a row shows or stands for."""
        if spot.unit >= len(self._units):
            return max(self.length - 1, 0)
        lines = self.lines(spot.unit)
        start, _ = self.extent(spot.unit)
        return start + (lines[min(spot.line, len(lines) - 1)].extent()[0] if lines else 0)

    def in_piece(self, offset: int) -> tuple[int, int]:
        """A character of the plan as one of a piece: the piece's index, and where in it."""
        index, rest = self._piece_sizes.find(offset)
        if index < len(self._pieces):
            return index, rest
        return max(index - 1, 0), self._piece_sizes[index - 1] if index else 0

    def start_of_piece(self, index: int) -> int:
        """Where a piece starts in the plan."""
        return self._piece_sizes.before(index)

    def pieces_in(self, start: int, end: int) -> Iterator[tuple[int, int, RenderedPiece]]:
        """The pieces between two characters: index, where it starts, and the piece."""
        index = self._piece_sizes.find(start)[0]
        position = self._piece_sizes.before(index)
        while index < len(self._pieces) and position < end:
            yield index, position, self._pieces[index]
            position += self._piece_sizes[index]
            index += 1

    # Drawing

    def _estimate(self, unit: Unit) -> int:
        return unit.text.count("\n") + len(unit.text) // max(self.width, 1) or 1

    def _draw(self, index: int) -> tuple[Line, ...]:
        start, end = self.extent(index)
        text, ends = with_line_feeds(self._units[index].text)
        placeholders = ((ends.shortened(a), ends.shortened(b)) for a, b in self._placeholders(start, end))
        page = Page(text, tuple(placeholders), self._signs, index == 0, self._definitions.references, self._fences)
        lines = self._art.draw(page, max(self.width, 1))
        if end == self.length and len(lines) > 1 and not lines[-1].runs and text.endswith("\n\n"):
            lines = lines[:-1]
        return tuple(ends.restored(lines))

    def _placeholders(self, start: int, end: int) -> Iterator[Extent]:
        for _, position, piece in self.pieces_in(start, end):
            first = bisect_right(piece.spans, start - position, key=lambda span: span.end)
            for span in piece.spans[first:]:
                if position + span.start >= end:
                    break
                if span.is_placeholder:
                    yield max(position + span.start, start) - start, min(position + span.end, end) - start


def line_of(lines: Sequence[Line], offset: int) -> int:
    """The line that shows a character, or the last one that starts before it."""
    found = 0
    for index, line in enumerate(lines):
        if any(run.start <= offset < run.end for run in line.runs):
            return index
        if not line.is_own_sign() and line.extent()[0] <= offset:
            found = index
    return found
