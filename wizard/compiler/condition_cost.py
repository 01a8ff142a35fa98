"""What it takes to tell whether a condition holds, which reads questions that have conditions themselves.

Each of forty conditions that reads the one before it twice would take a trillion steps; a thousand in a row would
exhaust the stack.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from wizard.model.expressions import Expression, Name, parts_of
from wizard.model.template import Question, Template

MOST_STEPS: Final = 5_000
MOST_LEVELS: Final = 300


class Cost(NamedTuple):
    """What reading a question takes at most."""

    steps: int
    levels: int
    """Of calls inside each other."""


_CALLS_TO_A_QUESTION: Final = 8
_CALLS_TO_A_PART: Final = 2


def too_costly(template: Template) -> Iterator[Question]:
    """The questions, at any depth, whose conditions take too much."""
    yield from _too_costly(tuple(template.questions()), {}, {})


def _too_costly(
    questions: tuple[Question, ...], around: Mapping[str, Cost], total: dict[str, Cost]
) -> Iterator[Question]:
    """Adds to `total` what each of the questions takes with all that it holds."""
    known = {**around}
    for question in questions:
        cost = Cost(1, 0) if question.when is None else _cost(question.when, known)
        if cost.steps > MOST_STEPS or cost.levels > MOST_LEVELS:
            yield question
            cost = Cost(1, 0)
        inner: dict[str, Cost] = {}
        yield from _too_costly(question.questions, known, inner)
        steps = cost.steps + sum(each.steps for each in inner.values())
        levels = max((cost.levels, *(each.levels for each in inner.values())))
        known[question.id] = total[question.id] = Cost(steps, levels)


def _cost(expression: Expression, known: Mapping[str, Cost]) -> Cost:
    if isinstance(expression, Name):
        read = known.get(expression.name, Cost(1, 0))
        return Cost(read.steps + 1, read.levels + _CALLS_TO_A_QUESTION)
    parts = [_cost(part, known) for part in parts_of(expression)]
    return Cost(
        1 + sum(part.steps for part in parts), _CALLS_TO_A_PART + max((part.levels for part in parts), default=0)
    )
