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
    items: int = MOST_ITEMS
    until: float = field(default_factory=lambda: thread_time() + MOST_SECONDS)
    _steps: int = 0

    def text(self, length: int) -> None:
        """Take up room for some characters."""
        self.characters -= length
        if self.characters < 0:
            raise RenderError(f"the plan would be longer than {MOST_CHARACTERS:,} characters")

    def item(self) -> None:
        """Go once more through a repeat."""
        self.items -= 1
        if self.items < 0:
            raise RenderError(f"the template repeats more than {MOST_ITEMS:,} times")
        self.step()

    def set_aside(self, since: float) -> None:
        """Do not count the time since then, by `thread_time`: it was the answers' and not the template's."""
        self.until += thread_time() - since

    def step(self) -> None:
        """Look at the clock from time to time."""
        self._steps += 1
        if not self._steps & 127 and thread_time() > self.until:
            raise RenderError(f"the template takes longer than {MOST_SECONDS:.0f} seconds")
