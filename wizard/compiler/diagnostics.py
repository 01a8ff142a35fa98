"""What is gathered while the texts of a template are read: mistakes, and the position of each expression."""

from __future__ import annotations

from typing import Final, NamedTuple

from msgspec import Struct, field

from wizard.errors import Problem
from wizard.model.expressions import Expression

TOLERATED_CODES: Final = frozenset(
    "always-true bad-example joined-lines lost-set never-equal no-order no-value slot-in-text unused-part"
    " unused-question yaml-comma".split()
)
"""What `check` reports of a template that opens all the same: it may have worked before anybody looked for it."""


class SourcePosition(NamedTuple):
    """A line and column of a file, 1-based."""

    line: int
    column: int


class Diagnostics(Struct):
    """What is gathered while the texts of one template are read."""

    problems: list[Problem] = field(default_factory=list[Problem])
    slot_count: int = 0
    """The number that the next slot gets."""
    _positions: dict[int, SourcePosition] = field(default_factory=dict[int, SourcePosition])
    _mistaken: set[int] = field(default_factory=set[int])
    _expressions: list[Expression] = field(default_factory=list[Expression])

    def record_position(self, expression: Expression, position: SourcePosition) -> None:
        """Remember the position of an expression."""
        # By identity: equal expressions stand in many places. Kept alive so that no other takes its identity.
        self._positions[id(expression)] = position
        self._expressions.append(expression)

    def position_of(self, expression: Expression) -> SourcePosition:
        """Return the position of an expression; that of a member is the position of its own name, after the dot."""
        return self._positions[id(expression)]

    def mark_mistaken(self, expression: Expression) -> None:
        """Remember that an expression stands for one with a mistake, which is reported."""
        self._mistaken.add(id(expression))

    def is_mistaken(self, expression: Expression) -> bool:
        """Return whether an expression stands for one with a mistake."""
        return id(expression) in self._mistaken
