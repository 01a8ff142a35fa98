"""What reading the texts of a template gathers: mistakes, and where each expression stands."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct, field

from wizard.errors import Problem
from wizard.model.expressions import Expression


class Place(NamedTuple):
    """A line and column of a file, 1-based."""

    line: int
    column: int


class Reading(Struct):
    """What reading the texts of one template gathers."""

    problems: list[Problem] = field(default_factory=list[Problem])
    slots: int = 0
    """How many there are so far; each takes the next number."""
    _places: dict[int, Place] = field(default_factory=dict[int, Place])
    _kept: list[Expression] = field(default_factory=list[Expression])

    def note(self, expression: Expression, place: Place) -> None:
        """Remember where an expression stands."""
        # By identity: equal expressions stand in many places. Kept alive so that no other takes its identity.
        self._places[id(expression)] = place
        self._kept.append(expression)

    def place(self, expression: Expression) -> Place:
        """Where an expression stands, which for a member is its own name and not what it belongs to."""
        return self._places[id(expression)]
