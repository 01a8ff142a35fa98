"""The characters, repeats and seconds that rendering one plan may cost."""

from __future__ import annotations

from time import thread_time
from typing import Final

from msgspec import Struct, field

from wizard.errors import WizardError
from wizard.limits import MAX_PLAN_CHARACTERS, MAX_PLAN_ESCAPING_WORK, MAX_PLAN_REPEATS, MAX_RENDER_SECONDS


class RenderError(WizardError):
    """Rendering a plan takes more text, repeats, levels or time than any plan needs."""


class Budget(Struct):
    """What one rendering may still cost; each method raises RenderError when nothing is left."""

    characters: int = MAX_PLAN_CHARACTERS
    repeats: int = MAX_PLAN_REPEATS
    deadline: float = field(default_factory=lambda: thread_time() + MAX_RENDER_SECONDS)
    """By `thread_time`, in seconds."""
    _steps: int = 0

    def spend_characters(self, length: int) -> None:
        """Count some more characters."""
        self.characters -= length
        if self.characters < 0:
            raise RenderError(f"the plan would be longer than {MAX_PLAN_CHARACTERS:,} characters")

    def spend_repeat(self) -> None:
        """Count one more item of a repeat."""
        self.repeats -= 1
        if self.repeats < 0:
            raise RenderError(f"the template repeats more than {MAX_PLAN_REPEATS:,} times")
        self.check_time()

    def exclude_time_since(self, since: float) -> None:
        """Extend the deadline by the time since then, by `thread_time`, which escaping took and not the template."""
        self.deadline += thread_time() - since

    def check_time(self) -> None:
        """Count one more step; every 128th looks at the clock."""
        self._steps += 1
        if not self._steps & 127 and thread_time() > self.deadline:
            raise RenderError(f"the template takes longer than {MAX_RENDER_SECONDS:.0f} seconds")


class EscapingCost(Struct, frozen=True):
    """What it took to find the needless escapes in a part of a plan."""

    work: int = 0
    """In characters that were parsed."""
    room: int = -1
    """The characters that were left for it and did not suffice; -1 if they did."""

    def is_same_with(self, room: int) -> bool:
        """Return whether the part comes out the same when so many characters are left for it."""
        return self.work <= room if self.room < 0 else self.room == room


NO_ESCAPING_COST: Final = EscapingCost()


class EscapingRoom(Struct):
    """The characters that may still be parsed in a plan to find needless escapes.

    What is left for a part depends on the answers before it alone, and not on what was parsed for an earlier plan: the
    same answers make the same plan.
    """

    left: int = MAX_PLAN_ESCAPING_WORK

    def spend(self, cost: EscapingCost) -> None:
        """Count the work on one part."""
        self.left = max(0, self.left - cost.work)
