"""What a conversation needs besides somebody to talk with: a draft that keeps it, and a review at its end."""

from __future__ import annotations

from typing import Protocol

from wizard.interview.interview import Interview
from wizard.prompts.terminal.dialogue import Command, Talk


class Kept(Protocol):
    """A draft, as far as a conversation needs it."""

    def note(self, interview: Interview) -> None:
        """Keep the interview as it is now."""
        ...

    def undo(self) -> Interview | None:
        """The interview before the last change, or None when there is none."""
        ...

    def redo(self) -> Interview | None:
        """The interview with the last change taken back made again, or None."""
        ...


class Review(Protocol):
    """The last look at a plan, and its saving."""

    def read_out(self, interview: Interview, talk: Talk) -> None:
        """Say what is missing."""
        ...

    def save(self, interview: Interview, talk: Talk) -> Command | None:
        """Ask for a file name and save; None when that is done, or what the user wants instead."""
        ...
