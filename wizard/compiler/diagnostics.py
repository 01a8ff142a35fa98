"""What reading the texts of a template gathers: mistakes, and where each expression stands."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct, field

from wizard.errors import Problem
from wizard.model.expressions import Expression


class SourcePosition(NamedTuple):
    """A line and column of a file, 1-based."""

    line: int
    column: int


class Diagnostics(Struct):
    """What reading the texts of one template gathers."""

    problems: list[Problem] = field(default_factory=list[Problem])
    slot_count: int = 0
    """How many there are so far; each takes the next number."""
    _positions: dict[int, SourcePosition] = field(default_factory=dict[int, SourcePosition])
    _expressions: list[Expression] = field(default_factory=list[Expression])

    def record_position(self, expression: Expression, position: SourcePosition) -> None:
        """Remember where an expression stands."""
        # By identity: equal expressions stand in many places. Kept alive so that no other takes its identity.
        self._positions[id(expression)] = position
        self._expressions.append(expression)

    def position_of(self, expression: Expression) -> SourcePosition:
        """Where an expression stands, which for a member is its own name and not what it belongs to."""
        return self._positions[id(expression)]
