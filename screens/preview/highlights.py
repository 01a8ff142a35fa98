"""Which lines belong to the question on the screen, and which to the item under its cursor."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from screens.preview.document import line_of
from screens.preview.markdown.drawn_lines import DrawnLine, Extent
from wizard.render.rendered_segment import Span

if TYPE_CHECKING:
    from screens.preview.document import Document
    from wizard.model.answers import AnswerPath
    from wizard.render.answer_place import AnswerPlace
    from wizard.render.plan import Plan

LineMark: TypeAlias = Literal["", "question", "here"]
"""Beside a line: nothing, a tint because it is the question's, a tint and a bar because it is here."""

SpansBySegment: TypeAlias = "Mapping[int, Sequence[Span]]"
"""Spans in the order of the text, by the index of their piece."""


class _Spans(NamedTuple):
    """What answers have made in one unit."""

    question: list[Extent]
    here: list[Extent]
    all: list[Extent]


class Highlights:
    """The marks of a plan's lines, for one question."""

    def __init__(
        self,
        plan: Plan | None = None,
        path: AnswerPath = (),
        within: AnswerPath = (),
        place: AnswerPlace | None = None,
    ) -> None:
        """Mark the lines of a question; with `place` those, or the end of that line, if the plan has none of it."""
        self._plan = plan
        self._path = path
        self._question = question_spans(plan, path)
        self._is_place = plan is not None and place is not None and not self._question
        if plan is not None and place is not None and not self._question:
            self._question = _spans_of_place(plan, place, path)
        self._put_bar(within)

    def with_item(self, within: AnswerPath) -> Highlights:
        """Return the highlights of the same question with the cursor on another item."""
        marks = copy(self)
        marks._put_bar(within)
        return marks

    def _put_bar(self, within: AnswerPath) -> None:
        self._here = self._question
        self._has_item = False
        while within and self._plan is not None and not self._has_item:
            item = question_spans(self._plan, self._path + within)
            within = within[:-1]
            if item:
                self._here, self._has_item = item, True

    def first(self, document: Document) -> Extent | None:
        """Return where in the plan the question is answered first; None if nowhere."""
        return _first_extent(self._question, document)

    def first_here(self, document: Document) -> Extent | None:
        """Return the same for the item under the cursor, or for the question if it has none."""
        return _first_extent(self._here, document)

    def nearest(self, document: Document, offset: int) -> Extent | None:
        """Return the same, but the extent that is nearest to a character of the plan."""
        number, rest = document.offset_in_segment(offset)
        if number not in self._here:
            return self.first_here(document)
        start = document.start_of_segment(number)
        found = min(self._here[number], key=lambda span: max(span.start - rest, rest - span.end, 0))
        return start + found.start, start + found.end

    def of_unit(self, document: Document, index: int) -> list[LineMark]:
        """Return the marks of a unit's lines."""
        lines = document.lines(index)
        table = document.extent_of_table(index)
        leads_all = table is not None and self._is_all_of_question(document, table)
        spans = self._spans(document, index)
        if not spans.question and not leads_all:
            return [""] * len(lines)
        marks: list[LineMark] = [
            _mark(line, spans, self._has_item)
            if line.reach is None or table is None
            else self._mark_of_label(leads_all, line, spans)
            for line in lines
        ]
        if document.is_row(index) and len(lines) > 1 and lines[0].is_own_sign():
            # The rule above a row of a table; the row above it is another unit.
            marks[0] = "question" if marks[1] and (self._has_item or marks[1] == "question") else marks[1]
        start, end = document.extent(index)
        for extent in spans.question:
            # An answer without text has no character that shows where it stands.
            if extent[0] == extent[1] and lines and (extent[0] < end - start or end == document.length):
                line = line_of(lines, extent[0])
                if self._is_place and all(below.is_own_sign() for below in lines[line + 1 :]):
                    line = len(lines) - 1  # the empty row below, which is nearer to what would come there
                marks[line] = "here" if extent in spans.here else "question"
        return _fill_gaps(lines, marks)

    def _mark_of_label(self, leads_all: bool, line: DrawnLine, spans: _Spans) -> LineMark:
        """Return the mark of the names of a table's columns, which lead in the rows of other units too."""
        if _shows(line, spans.all) or not leads_all:
            return _mark(line._replace(reach=None), spans, self._has_item)
        return "question" if self._has_item else "here"

    def _is_all_of_question(self, document: Document, extent: Extent) -> bool:
        """Return whether the question makes all answers between two characters, and any at all."""
        found = 0
        for number, position, piece in document.segments_in(*extent):
            spans = self._question.get(number, ())
            if len(spans) == len(piece.spans) and extent[0] <= position and position + len(piece.text) < extent[1]:
                found += len(spans)  # all of it, as in most of the rows
                continue
            within = (extent[0] - position, extent[1] - position)
            count = _count_touching(spans, within)
            if count < _count_touching(piece.spans, within):
                return False
            found += count
        return found > 0

    def _spans(self, document: Document, index: int) -> _Spans:
        """Return the spans that stand in a unit, counted from its start."""
        start, end = document.extent(index)
        spans = _Spans([], [], [])
        for number, position, piece in document.segments_in(start, end):
            if number in self._question:
                within = (start - position, end - position)
                spans.question.extend(_extents_inside(self._question[number], within))
                spans.here.extend(_extents_inside(self._here.get(number, ()), within))
                spans.all.extend(_extents_inside(piece.spans, within))
        return spans


def _count_touching(spans: Sequence[Span], within: Extent) -> int:
    """Return how many of the spans, which are in the order of the text, share a character with an extent."""
    first = bisect_right(spans, within[0], key=lambda span: span.end)
    return bisect_left(spans, within[1], first, key=lambda span: span.start) - first


def _extents_inside(spans: Sequence[Span], within: Extent) -> Iterator[Extent]:
    """Return the extents of the spans that touch an extent, in order, counted from its start."""
    for index in range(bisect_left(spans, within[0], key=lambda span: span.end), len(spans)):
        span = spans[index]
        if span.start > within[1]:
            break
        yield span.start - within[0], span.end - within[0]


def question_spans(plan: Plan | None, path: AnswerPath) -> SpansBySegment:
    """Return the spans of a question; those of questions that depend on it, if its own answer stands nowhere."""
    if plan is None or not path:
        return {}
    if found := plan.spans_by_segment(path):
        return found
    spans: dict[int, list[Span]] = {}
    for index, span in plan.dependent_spans(path) if len(path) == 1 else ():
        spans.setdefault(index, []).append(span)
    return spans


def _spans_of_place(plan: Plan, place: AnswerPlace, path: AnswerPath) -> SpansBySegment:
    """Return spans for the characters of a plan that an answer decides on, or for the line end that it would follow."""
    spans: dict[int, list[Span]] = {}
    position, last = 0, len(plan.segments) - 1
    for index, segment in enumerate(plan.segments):
        length = len(segment.text)
        start, end = max(place.start - position, 0), min(place.end - position, length)
        if start < end or (place.is_empty and start == end and (end < length or index == last)):
            spans[index] = [Span(start, end, path, is_placeholder=False)]
        position += length
    return spans


def _first_extent(spans: SpansBySegment, document: Document) -> Extent | None:
    if not spans:
        return None
    piece = min(spans)
    start = document.start_of_segment(piece)
    return start + spans[piece][0].start, start + spans[piece][0].end


def _mark(line: DrawnLine, spans: _Spans, has_item: bool) -> LineMark:
    if _shows(line, spans.question):
        return "here" if _shows(line, spans.here) else "question"
    if line.reach is None or _shows(line, spans.all):
        return ""
    led = _extents_touching(line.reach, spans.all)
    if not led or len(_extents_touching(line.reach, spans.question)) < len(led):
        return ""
    return "question" if has_item else "here"


def _shows(line: DrawnLine, extents: Sequence[Extent]) -> bool:
    if not line.runs:
        return _is_touched((line.at, line.at + 1), extents)
    return any(run.is_source and _is_touched((run.start, run.end), extents) for run in line.runs)


def _is_touched(extent: Extent, extents: Sequence[Extent]) -> bool:
    """Return whether one of the extents, which are in the order of the text, shares a character with `extent`."""
    first = bisect_right(extents, extent[0], key=_end)
    return first < len(extents) and extents[first][0] < extent[1]


def _extents_touching(extent: Extent, extents: Sequence[Extent]) -> Sequence[Extent]:
    """Return those of the extents, which are in the order of the text, that share a character with `extent`."""
    first = bisect_right(extents, extent[0], key=_end)
    return extents[first : bisect_left(extents, extent[1], first, key=_start)]


def _start(extent: Extent) -> int:
    return extent[0]


def _end(extent: Extent) -> int:
    return extent[1]


def _fill_gaps(lines: Sequence[DrawnLine], marks: list[LineMark]) -> list[LineMark]:
    """Mark our own signs between marked lines too."""
    filled = list(marks)
    below: LineMark = ""
    for index in range(len(lines) - 1, -1, -1):
        if not lines[index].is_own_sign() or marks[index]:
            below = marks[index]
            continue
        above = next((marks[k] for k in range(index - 1, -1, -1) if marks[k] or not lines[k].is_own_sign()), "")
        if above and below:
            filled[index] = "here" if above == below == "here" else "question"
    return filled
