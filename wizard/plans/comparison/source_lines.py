"""From lines of a rendered plan to the questions whose answers stand in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from wizard.interview.interview import Interview
from wizard.interview.navigation import split_path
from wizard.model.answers import AnswerPath
from wizard.render.plan import Plan


class AnswerSpan(NamedTuple):
    """Characters of a plan's text that come from an answer."""

    start: int
    end: int
    path: AnswerPath


class SourceLines:
    """The lines of a rendered plan, counted from 0, with the answers in them."""

    def __init__(self, interview: Interview, plan: Plan) -> None:
        self._interview = interview
        self._plan = plan
        self._segment_starts = [0, *accumulate(len(segment.text) for segment in plan.segments)]
        self._line_starts = [0, *accumulate(len(line) + 1 for line in plan.text.split("\n"))]
        self._spans = sorted(
            AnswerSpan(start + span.start, start + span.end, span.path)
            for start, segment in zip(self._segment_starts, plan.segments, strict=False)
            for span in segment.spans
            if span.end > span.start and not span.is_placeholder and not span.is_open_text
        )
        self._span_ends = [span.end for span in self._spans]

    def offset(self, line: int) -> int:
        """Return the offset of a line's first character."""
        return self._line_starts[min(line, len(self._line_starts) - 1)]

    def spans(self, start: int, end: int) -> Iterator[AnswerSpan]:
        """Yield the answers in lines `start` to `end`, in order."""
        first, last = self.offset(start), self.offset(end)
        for span in self._spans[bisect_right(self._span_ends, first) :]:
            if span.start >= last:
                return
            yield span

    def questions(self, start: int, end: int) -> tuple[AnswerPath, ...]:
        """Return the paths of the questions that lines belong to; of lines without an answer, the nearest one's."""
        found = dict.fromkeys(self.question_of(span.path) for span in self.spans(start, end))
        return tuple(found) or tuple(self._nearest(start))

    def question_of(self, path: AnswerPath) -> AnswerPath:
        """Return the path of the question on whose screen an answer is."""
        try:
            return split_path(self._interview.template, path)[0]
        except LookupError:
            return path

    def _nearest(self, line: int) -> Iterator[AnswerPath]:
        offset = min(self.offset(line), max(len(self._plan.text) - 1, 0))
        index = max(bisect_right(self._segment_starts, offset) - 1, 0)
        path = self._plan.path_at(index, offset - self._segment_starts[index])
        if path is not None:
            yield self.question_of(path)
