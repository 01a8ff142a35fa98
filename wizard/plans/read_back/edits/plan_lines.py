"""A rendered plan line by line, with the slots that stand on each: where which answer stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct

from wizard.model.answers import AnswerPath
from wizard.model.render_steps import SlotContext
from wizard.plans.merge.line_matching import split_lines
from wizard.render.plan import Plan

_UNKNOWN: Final = SlotContext("text")


class SlotPlace(Struct, frozen=True, eq=False):
    """Where a slot stands in a plan."""

    path: AnswerPath
    sources: tuple[AnswerPath, ...]
    start: int
    """The offset in the plan, as is `end`."""
    end: int
    first: int
    """The index of its first line."""
    last: int
    column: int
    """The offset in its first line."""
    end_column: int
    """The offset behind it in its last line."""
    is_placeholder: bool
    context: SlotContext

    @property
    def is_on_one_line(self) -> bool:
        """Whether it has no line's end in it."""
        return self.first == self.last

    def text(self, plan: PlanLines) -> str:
        """Return what stands in it."""
        return plan.text[self.start : self.end]


class PlanLines(Struct, frozen=True, dict=True):
    """The text of a plan, its lines, and its slots in the order of the text."""

    text: str
    lines: tuple[str, ...]
    slots: tuple[SlotPlace, ...]

    @cached_property
    def by_line(self) -> dict[int, list[SlotPlace]]:
        """The slots on each line that has some; one of several lines is on each of them."""
        found: dict[int, list[SlotPlace]] = {}
        for slot in self.slots:
            for line in range(slot.first, slot.last + 1):
                found.setdefault(line, []).append(slot)
        return found

    @cached_property
    def by_path(self) -> dict[AnswerPath, list[SlotPlace]]:
        """The slots of each answer, or part of one."""
        found: dict[AnswerPath, list[SlotPlace]] = {}
        for slot in self.slots:
            found.setdefault(slot.path, []).append(slot)
        return found

    @cached_property
    def items(self) -> dict[AnswerPath, list[int]]:
        """The lines of each item of a list, by its path, in order."""
        found: dict[AnswerPath, dict[int, None]] = {}
        for slot in self.slots:
            for item in items_on_the_way(slot.path):
                found.setdefault(item, {}).update(dict.fromkeys(range(slot.first, slot.last + 1)))
        return {item: sorted(lines) for item, lines in found.items()}

    def chain_at(self, line: int) -> tuple[AnswerPath, ...]:
        """Return the items that a line belongs to, the outermost first.

        A line of the template's own belongs to an item if the slots before and behind it do.
        """
        if line in self.by_line:
            return self._chain_of(line)
        lines = self._lines_with_slots
        at = bisect_right(lines, line)
        if not 0 < at < len(lines):
            return ()
        before, behind = self._chain_of(lines[at - 1]), self._chain_of(lines[at])
        shared = next(
            (depth for depth, (one, other) in enumerate(zip(before, behind, strict=False)) if one != other),
            min(len(before), len(behind)),
        )
        return before[:shared]

    @cached_property
    def _lines_with_slots(self) -> list[int]:
        return sorted(self.by_line)

    def _chain_of(self, line: int) -> tuple[AnswerPath, ...]:
        chains = [tuple(items_on_the_way(slot.path)) for slot in self.by_line[line]]
        return max(chains, key=len)


def items_on_the_way(path: AnswerPath) -> Iterator[AnswerPath]:
    """Yield the paths of the items that a path leads through or to, the outermost first."""
    for depth, step in enumerate(path):
        if isinstance(step, int):
            yield path[: depth + 1]


def ids_of(path: AnswerPath) -> tuple[str, ...]:
    """Return a path without its indexes."""
    return tuple(step for step in path if isinstance(step, str))


def read_plan_lines(plan: Plan) -> PlanLines:
    """Return the lines and slots of a plan."""
    text = plan.text
    starts = _line_starts(text)
    slots: list[SlotPlace] = []
    at = 0
    contexts = (result.segment.contexts for result in plan.results for _ in result.rendered)
    for segment, by_number in zip(plan.segments, contexts, strict=True):
        for span in segment.spans:
            if span.is_open_text:
                continue
            start, end = at + span.start, at + span.end
            first, last = bisect_right(starts, start) - 1, bisect_right(starts, end) - 1
            slots.append(
                SlotPlace(
                    path=span.path,
                    sources=span.sources,
                    start=start,
                    end=end,
                    first=first,
                    last=last,
                    column=start - starts[first],
                    end_column=end - starts[last],
                    is_placeholder=span.is_placeholder,
                    context=by_number.get(span.slot) or _UNKNOWN,
                )
            )
        at += len(segment.text)
    return PlanLines(text, split_lines(text), tuple(slots))


def _line_starts(text: str) -> Sequence[int]:
    # CommonMark 0.31 §2.1 line ending.
    return [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n" if "\r" in text else r"\n", text))]
