"""What rendering one plan may cost: characters, items, levels, seconds."""

from __future__ import annotations

from time import thread_time
from typing import Final

from msgspec import Struct, field

from wizard.errors import WizardError

MOST_CHARACTERS: Final = 5_000_000
MOST_ITEMS: Final = 100_000
MOST_LEVELS: Final = 60
MOST_SECONDS: Final = 5.0
"""Of the processor: a busy machine makes no template wrong."""


class RenderError(WizardError):
    """A template makes a plan of more text, repeats or time than any plan needs."""


class Budget(Struct):
    """What one rendering may still use up."""

    characters: int = MOST_CHARACTERS
    repeats: int = MOST_ITEMS
    deadline: float = field(default_factory=lambda: thread_time() + MOST_SECONDS)
    _steps: int = 0

    def spend_characters(self, length: int) -> None:
        """Take up room for some characters."""
        self.characters -= length
        if self.characters < 0:
            raise RenderError(f"the plan would be longer than {MOST_CHARACTERS:,} characters")

    def spend_repeat(self) -> None:
        """Go once more through a repeat."""
        self.repeats -= 1
        if self.repeats < 0:
            raise RenderError(f"the template repeats more than {MOST_ITEMS:,} times")
        self.check_time()

    def exclude_time_since(self, since: float) -> None:
        """Do not count the time since then, by `thread_time`: it was the answers' and not the template's."""
        self.deadline += thread_time() - since

    def check_time(self) -> None:
        """Look at the clock from time to time."""
        self._steps += 1
        if not self._steps & 127 and thread_time() > self.deadline:
            raise RenderError(f"the template takes longer than {MOST_SECONDS:.0f} seconds")
