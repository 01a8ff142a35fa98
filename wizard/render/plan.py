"""The plan that answers make: rendered by piece, and again only where something changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from wizard.model.answers import OPEN, Answers, Path
from wizard.render.renderer import Rendering, Run, names_behind
from wizard.render.segment import RenderedPiece, Span, without_last_blank_lines
from wizard.render.source_map import nearest_path
from wizard.render.whitespace import Gap

if TYPE_CHECKING:
    from wizard.interview.interview import Interview


class Plan(Struct, frozen=True, dict=True):
    """The Markdown that answers make, and which answer made which of its characters."""

    pieces: tuple[RenderedPiece, ...]
    """In order; what did not change is the same object after an update."""
    runs: tuple[Run, ...]
    """The same pieces by the part of the template that they were made of."""
    behind: Mapping[str, frozenset[str]]
    """`{question: every question that it hangs on}`."""
    ending: tuple[RenderedPiece, RenderedPiece] | None = None
    """The last piece as it was rendered, and as it stands without the blank lines at its end."""

    @cached_property
    def text(self) -> str:
        """The whole plan."""
        return "".join(piece.text for piece in self.pieces)

    def spans_of(self, path: Path) -> tuple[tuple[int, Span], ...]:
        """The spans of a question or answer and of everything below it, each with the index of its piece."""
        depth = len(path)
        return tuple(
            (index, span)
            for index in self._pieces_of(path)
            for span in self.pieces[index].by_question.get(path[0], ())
            if any(source[:depth] == path for source in span.sources)
        )

    def spans_asked_for(self, path: Path) -> tuple[tuple[int, Span], ...]:
        """The spans of the questions that hang on a question, in the order of the text."""
        asked = (id for id, behind in self.behind.items() if id != path[0] and path[0] in behind)
        return tuple(sorted((found for id in asked for found in self.spans_of((id,))), key=_in_order))

    def path_at(self, piece: int, offset: int) -> Path | None:
        """The question that made a character, or the nearest one where the template did; None in a plan without any.

        Nearest on the same line first, then in the piece, then in the next piece that has one.
        """
        return nearest_path(self.pieces, piece, offset)

    def _pieces_of(self, path: Path) -> Iterator[int]:
        """The pieces that a question can stand in."""
        start = 0
        for run in self.runs:
            end = min(start + len(run.rendered), len(self.pieces))
            within = run.pieces_of(path)
            yield from range(start, end)[within] if within is not None else ()
            start = end


def _in_order(found: tuple[int, Span]) -> tuple[int, int]:
    index, span = found
    return index, span.start


def plan_of(interview: Interview) -> Plan:
    """The plan of an interview, rendered as a whole."""
    template = interview.template
    return _finished(Rendering(template, interview.answers, None, ()).runs(), names_behind(template), None)


def updated(plan: Plan, before: Interview, after: Interview) -> Plan:
    """The plan of `after`, from that of `before`: only what read something that changed is rendered again."""
    if before.template is not after.template or not plan.runs:
        return plan_of(after)
    changed = _changed(before.answers, after.answers)
    if not changed:
        return plan
    affected = frozenset(id for id, behind in plan.behind.items() if not changed.isdisjoint(behind))
    runs = Rendering(after.template, after.answers, affected, plan.runs).runs()
    return _finished(runs, plan.behind, plan.ending)


def _changed(before: Answers, after: Answers) -> frozenset[str]:
    """The questions whose answers are not the very same values."""
    ids = before.keys() | after.keys()
    return frozenset(id for id in ids if before.get(id, OPEN) is not after.get(id, OPEN))


def _finished(
    runs: tuple[Run, ...],
    behind: Mapping[str, frozenset[str]],
    ending: tuple[RenderedPiece, RenderedPiece] | None,
) -> Plan:
    pieces = tuple(chain.from_iterable(run.rendered for run in runs))
    after = runs[-1].after if runs else Gap(is_blank=False, is_closing=False)
    if not (after.is_closing and after.is_blank):
        return Plan(pieces, runs, behind)
    last = _last_with_text(pieces)
    if last < 0:
        return Plan(pieces, runs, behind)
    whole = pieces[last]
    cut = ending[1] if ending is not None and ending[0] is whole else without_last_blank_lines(whole)
    return Plan((*pieces[:last], cut), runs, behind, (whole, cut))


def _last_with_text(pieces: Sequence[RenderedPiece]) -> int:
    return next((index for index in range(len(pieces) - 1, -1, -1) if pieces[index].text.strip("\n")), -1)
