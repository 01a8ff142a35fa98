"""What rendering one plan may cost: characters, items, levels, seconds."""

from __future__ import annotations

from time import thread_time

from msgspec import Struct, field

from wizard.errors import WizardError
from wizard.limits import MAX_PLAN_CHARACTERS, MAX_PLAN_REPEATS, MAX_RENDER_SECONDS


class RenderError(WizardError):
    """A template makes a plan of more text, repeats or time than any plan needs."""


class Budget(Struct):
    """What one rendering may still use up."""

    characters: int = MAX_PLAN_CHARACTERS
    repeats: int = MAX_PLAN_REPEATS
    deadline: float = field(default_factory=lambda: thread_time() + MAX_RENDER_SECONDS)
    _steps: int = 0

    def spend_characters(self, length: int) -> None:
        """Take up room for some characters."""
        self.characters -= length
        if self.characters < 0:
            raise RenderError(f"the plan would be longer than {MAX_PLAN_CHARACTERS:,} characters")

    def spend_repeat(self) -> None:
        """Go once more through a repeat."""
        self.repeats -= 1
        if self.repeats < 0:
            raise RenderError(f"the template repeats more than {MAX_PLAN_REPEATS:,} times")
        self.check_time()

    def exclude_time_since(self, since: float) -> None:
        """Do not count the time since then, by `thread_time`: it was the answers' and not the template's."""
        self.deadline += thread_time() - since

    def check_time(self) -> None:
        """Look at the clock from time to time."""
        self._steps += 1
        if not self._steps & 127 and thread_time() > self.deadline:
            raise RenderError(f"the template takes longer than {MAX_RENDER_SECONDS:.0f} seconds")
