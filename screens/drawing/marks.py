"""Which lines belong to the question on the screen, and which to the item under its cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from screens.drawing.lines import Extent, Line
from screens.drawing.paper import line_of

if TYPE_CHECKING:
    from screens.drawing.paper import Paper
    from wizard.answers import Path
    from wizard.plan import Plan

Mark: TypeAlias = Literal["", "question", "here"]
"""Beside a line: nothing, a tint because it is the question's, a tint and a bar because it is here."""

Extents: TypeAlias = "Mapping[int, Sequence[Extent]]"
"""Extents of the text of pieces, by the piece's index."""


class _Spans(NamedTuple):
    """What answers have made in one unit."""

    question: Sequence[Extent]
    here: Sequence[Extent]
    all: Sequence[Extent]


class Marks:
    """The marks of a plan's lines, for one question."""

    def __init__(self, plan: Plan | None = None, path: Path = (), within: Path = ()) -> None:
        self._question = self._here = _by_piece(plan, path)
        self._has_item = False
        while within and plan is not None and not self._has_item:
            item = _by_piece(plan, path + within)
            within = within[:-1]
            if item:
                self._here, self._has_item = item, True

    def first(self, paper: Paper) -> Extent | None:
        """Where in the plan the question is answered first; None if nowhere."""
        return _first(self._question, paper)

    def first_here(self, paper: Paper) -> Extent | None:
        """The same for the item under the cursor, or for the question if it has none."""
        return _first(self._here, paper)

    def nearest(self, paper: Paper, offset: int) -> Extent | None:
        """The same, but the place that is nearest to a character of the plan."""
        number, rest = paper.in_piece(offset)
        if number not in self._here:
            return self.first_here(paper)
        start = paper.start_of_piece(number)
        found = min(self._here[number], key=lambda extent: max(extent[0] - rest, rest - extent[1], 0))
        return start + found[0], start + found[1]

    def of_unit(self, paper: Paper, index: int) -> list[Mark]:
        """The marks of a unit's lines."""
        start, end = paper.extent(index)
        lines = paper.lines(index)
        question: list[Extent] = []
        here: list[Extent] = []
        every: list[Extent] = []
        for number, position, piece in paper.pieces_in(start, end):
            if number in self._question:
                by = position - start
                question += _moved(self._question[number], by)
                here += _moved(self._here.get(number, ()), by)
                every += [(span.start + by, span.end + by) for span in piece.spans]
        if not question:
            return [""] * len(lines)
        spans = _Spans(question, here, every)
        marks: list[Mark] = [_mark(line, spans, self._has_item) for line in lines]
        for extent in question:
            # An answer without text has no character that shows where it stands.
            if extent[0] == extent[1] and 0 <= extent[0] <= end - start and lines:
                marks[line_of(lines, extent[0])] = "here" if extent in here else "question"
        return _filled(lines, marks)


def _by_piece(plan: Plan | None, path: Path) -> Extents:
    extents: dict[int, list[Extent]] = {}
    if plan is not None and path:
        for piece, span in plan.spans_of(path):
            extents.setdefault(piece, []).append((span.start, span.end))
    return extents


def _first(extents: Extents, paper: Paper) -> Extent | None:
    if not extents:
        return None
    piece = min(extents)
    start = paper.start_of_piece(piece)
    first = min(extents[piece])
    return start + first[0], start + first[1]


def _moved(extents: Sequence[Extent], by: int) -> list[Extent]:
    return [(start + by, end + by) for start, end in extents]


def _mark(line: Line, spans: _Spans, has_item: bool) -> Mark:
    if _shows(line, spans.question):
        return "here" if _shows(line, spans.here) else "question"
    if line.reach is None or _shows(line, spans.all):
        return ""
    led = [extent for extent in spans.all if _touches(extent, line.reach)]
    if not led or any(extent not in spans.question for extent in led):
        return ""
    return "question" if has_item else "here"


def _shows(line: Line, extents: Sequence[Extent]) -> bool:
    if not line.runs:
        return any(start <= line.at < end for start, end in extents)
    return any(run.is_source and any(_touches(extent, (run.start, run.end)) for extent in extents) for run in line.runs)


def _touches(extent: Extent, other: Extent) -> bool:
    return extent[0] < other[1] and extent[1] > other[0]


def _filled(lines: Sequence[Line], marks: list[Mark]) -> list[Mark]:
    """Our own signs between marked lines are marked too."""
    filled = list(marks)
    below: Mark = ""
    for index in range(len(lines) - 1, -1, -1):
        if not lines[index].is_own_sign() or marks[index]:
            below = marks[index]
            continue
        above = next((marks[k] for k in range(index - 1, -1, -1) if marks[k] or not lines[k].is_own_sign()), "")
        if above and below:
            filled[index] = "here" if above == below == "here" else "question"
    return filled
