"""The plan that answers make: rendered by piece, and again only where something changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from wizard.model.answers import OPEN, AnswerPath, Answers
from wizard.render.rendered_segment import RenderedSegment, Span, strip_last_blank_lines
from wizard.render.renderer import Renderer, SegmentResult, condition_dependencies
from wizard.render.source_map import nearest_path
from wizard.render.whitespace import Gap

if TYPE_CHECKING:
    from wizard.interview.interview import Interview


class Plan(Struct, frozen=True, dict=True):
    """The Markdown that answers make, and which answer made which of its characters."""

    segments: tuple[RenderedSegment, ...]
    """In order; what did not change is the same object after an update."""
    results: tuple[SegmentResult, ...]
    """The same pieces by the part of the template that they were made of."""
    dependencies: Mapping[str, frozenset[str]]
    """`{question: every question that it hangs on}`."""
    last_segment: tuple[RenderedSegment, RenderedSegment] | None = None
    """The last piece as it was rendered, and as it stands without the blank lines at its end."""

    @cached_property
    def text(self) -> str:
        """The whole plan."""
        return "".join(piece.text for piece in self.segments)

    def spans_of(self, path: AnswerPath) -> tuple[tuple[int, Span], ...]:
        """The spans of a question or answer and of everything below it, each with the index of its piece."""
        depth = len(path)
        return tuple(
            (index, span)
            for index in self._segments_of(path)
            for span in self.segments[index].by_question.get(path[0], ())
            if any(source[:depth] == path for source in span.sources)
        )

    def dependent_spans(self, path: AnswerPath) -> tuple[tuple[int, Span], ...]:
        """The spans of the questions that hang on a question, in the order of the text."""
        asked = (id for id, behind in self.dependencies.items() if id != path[0] and path[0] in behind)
        return tuple(sorted((found for id in asked for found in self.spans_of((id,))), key=_in_order))

    def path_at(self, index: int, offset: int) -> AnswerPath | None:
        """The question that made a character, or the nearest one where the template did; None in a plan without any.

        Nearest on the same line first, then in the piece, then in the next piece that has one.
        """
        return nearest_path(self.segments, index, offset)

    def _segments_of(self, path: AnswerPath) -> Iterator[int]:
        """The pieces that a question can stand in."""
        start = 0
        for run in self.results:
            end = min(start + len(run.rendered), len(self.segments))
            within = run.segments_of(path)
            yield from range(start, end)[within] if within is not None else ()
            start = end


def _in_order(found: tuple[int, Span]) -> tuple[int, int]:
    index, span = found
    return index, span.start


def render_plan(interview: Interview) -> Plan:
    """The plan of an interview, rendered as a whole."""
    template = interview.template
    return _build_plan(
        Renderer(template, interview.answers, None, ()).render_all(), condition_dependencies(template), None
    )


def update_plan(plan: Plan, before: Interview, after: Interview) -> Plan:
    """The plan of `after`, from that of `before`: only what read something that changed is rendered again."""
    if before.template is not after.template or not plan.results:
        return render_plan(after)
    changed = _changed_ids(before.answers, after.answers)
    if not changed:
        return plan
    affected = frozenset(id for id, behind in plan.dependencies.items() if not changed.isdisjoint(behind))
    runs = Renderer(after.template, after.answers, affected, plan.results).render_all()
    return _build_plan(runs, plan.dependencies, plan.last_segment)


def _changed_ids(before: Answers, after: Answers) -> frozenset[str]:
    """The questions whose answers are not the very same values."""
    ids = before.keys() | after.keys()
    return frozenset(id for id in ids if before.get(id, OPEN) is not after.get(id, OPEN))


def _build_plan(
    runs: tuple[SegmentResult, ...],
    behind: Mapping[str, frozenset[str]],
    ending: tuple[RenderedSegment, RenderedSegment] | None,
) -> Plan:
    pieces = tuple(chain.from_iterable(run.rendered for run in runs))
    after = runs[-1].after if runs else Gap(is_blank=False, is_closing=False)
    if not (after.is_closing and after.is_blank):
        return Plan(pieces, runs, behind)
    last = _last_index_with_text(pieces)
    if last < 0:
        return Plan(pieces, runs, behind)
    whole = pieces[last]
    cut = ending[1] if ending is not None and ending[0] is whole else strip_last_blank_lines(whole)
    return Plan((*pieces[:last], cut), runs, behind, (whole, cut))


def _last_index_with_text(pieces: Sequence[RenderedSegment]) -> int:
    return next((index for index in range(len(pieces) - 1, -1, -1) if pieces[index].text.strip("\n")), -1)
