"""The plan of an interview: rendered segment by segment, and after a change only where something changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from wizard.model.answers import OPEN, AnswerPath, Answers, UnfinishedText, answer_at, with_answer
from wizard.render.rendered_segment import RenderedSegment, Span, strip_last_blank_lines
from wizard.render.renderer import Renderer, SegmentResult, condition_dependencies
from wizard.render.source_map import nearest_path
from wizard.render.whitespace import Gap

if TYPE_CHECKING:
    from wizard.interview.interview import Interview


class Plan(Struct, frozen=True, dict=True):
    """The Markdown of an interview, and which answer each of its characters comes from."""

    segments: tuple[RenderedSegment, ...]
    """In the order of the text; what did not change is the same object after an update."""
    results: tuple[SegmentResult, ...]
    """The same segments, by the template's segment that they were rendered from."""
    dependencies: Mapping[str, frozenset[str]]
    """`{question: itself and every question that its conditions depend on}`."""
    last_segment: tuple[RenderedSegment, RenderedSegment] | None = None
    """The last segment with text as it was rendered, and without the blank lines at its end."""

    @cached_property
    def text(self) -> str:
        """The Markdown of the whole plan."""
        return "".join(segment.text for segment in self.segments)

    def spans_of(self, path: AnswerPath) -> tuple[tuple[int, Span], ...]:
        """Return the spans of an answer and all its parts, each with the index of its segment."""
        return tuple((index, span) for index, spans in self.spans_by_segment(path).items() for span in spans)

    def spans_by_segment(self, path: AnswerPath) -> Mapping[int, Sequence[Span]]:
        """Return the same as `{index of the segment: its spans in the order of the text}`."""
        if path not in self._known_spans:
            segments, indexes = self.segments, self._segments_of(path)
            self._known_spans[path] = {index: spans for index in indexes if (spans := segments[index].spans_of(path))}
        return self._known_spans[path]

    @cached_property
    def _known_spans(self) -> dict[AnswerPath, Mapping[int, Sequence[Span]]]:
        """What `spans_by_segment` has found; for one key it is asked for the same question several times."""
        return {}

    def dependent_spans(self, path: AnswerPath) -> tuple[tuple[int, Span], ...]:
        """Return the spans of the questions whose conditions depend on a question, in the order of the text."""
        asked = (id for id, dependencies in self.dependencies.items() if id != path[0] and path[0] in dependencies)
        return tuple(sorted((found for id in asked for found in self.spans_of((id,))), key=_in_order))

    def path_at(self, index: int, offset: int) -> AnswerPath | None:
        """Return the path of the answer that a character comes from, or of the nearest one for the template's text.

        `index` is that of the segment, `offset` that in its text. Nearest is first on the same line, then in the
        segment, then in the next segment that has one. None in a plan without any answer.
        """
        return nearest_path(self.segments, index, offset)

    def _segments_of(self, path: AnswerPath) -> Iterator[int]:
        """Yield the indexes of the segments that may hold text of a question."""
        start = 0
        for result in self.results:
            end = min(start + len(result.rendered), len(self.segments))
            selected = result.segments_of(path)
            yield from range(start, end)[selected] if selected is not None else ()
            start = end


def _in_order(found: tuple[int, Span]) -> tuple[int, int]:
    index, span = found
    return index, span.start


def render_plan(interview: Interview) -> Plan:
    """Return the plan of an interview, rendered as a whole."""
    template = interview.template
    return _build_plan(
        Renderer(template, interview.answers, None, ()).render_all(), condition_dependencies(template), None
    )


_MAX_SHARED_TEXT = 1_000
"""Characters of a typed text up to which it is the same object in every preview, so that nothing is rendered again."""
_shared_text = lru_cache(maxsize=100)(UnfinishedText)


def with_unfinished_text(interview: Interview) -> Interview:
    """Return the interview as a preview shows it, with typed text that is no answer in the place of the answer."""
    answers = interview.answers
    for path, text in interview.unfinished.items():
        if len(path) == 1 or answer_at(answers, path[:-1]) is not OPEN:
            typed = _shared_text(text) if len(text) <= _MAX_SHARED_TEXT else UnfinishedText(text)
            answers = with_answer(answers, path, typed)
    return interview if answers is interview.answers else replace(interview, answers=answers)


def update_plan(plan: Plan, before: Interview, after: Interview) -> Plan:
    """Return the plan of `after`, given that of `before`; only what reads a changed answer is rendered again."""
    if before.template is not after.template or not plan.results:
        return render_plan(after)
    changed = _changed_ids(before.answers, after.answers)
    if not changed:
        return plan
    affected = frozenset(id for id, dependencies in plan.dependencies.items() if not changed.isdisjoint(dependencies))
    results = Renderer(after.template, after.answers, affected, plan.results).render_all()
    return _build_plan(results, plan.dependencies, plan.last_segment)


def _changed_ids(before: Answers, after: Answers) -> frozenset[str]:
    """Return the ids of the questions whose answers are not the same objects."""
    ids = before.keys() | after.keys()
    return frozenset(id for id in ids if before.get(id, OPEN) is not after.get(id, OPEN))


def _build_plan(
    results: tuple[SegmentResult, ...],
    dependencies: Mapping[str, frozenset[str]],
    last_segment: tuple[RenderedSegment, RenderedSegment] | None,
) -> Plan:
    segments = tuple(chain.from_iterable(result.rendered for result in results))
    after = results[-1].after if results else Gap()
    if not (after.is_closing and after.blank_lines > after.since_dropped):
        return Plan(segments, results, dependencies)
    last = _last_index_with_text(segments)
    if last < 0:
        return Plan(segments, results, dependencies)
    whole = segments[last]
    if last_segment is not None and last_segment[0] is whole and not after.since_dropped:
        cut = last_segment[1]
    else:
        following = "".join(segment.text for segment in segments[last + 1 :])
        cut = strip_last_blank_lines(whole, following, after.since_dropped)
    return Plan((*segments[:last], cut), results, dependencies, None if after.since_dropped else (whole, cut))


def _last_index_with_text(segments: Sequence[RenderedSegment]) -> int:
    return next((index for index in range(len(segments) - 1, -1, -1) if segments[index].text.strip(" \t\r\n")), -1)
