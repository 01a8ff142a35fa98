"""What a conversation needs of a terminal, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from wizard.template import Question


class Interrupted(Exception):
    """The user pressed Ctrl+C."""


class HungUp(Exception):
    """The user pressed Ctrl+D, or the piped lines came to their end."""


@dataclass(frozen=True, slots=True)
class Command:
    """What the user wants instead of answering: `:goto goal` is `Command("goto", "goal")`."""

    name: str
    argument: str = ""


Reply = str | Command


class Talk(Protocol):
    """One way to talk with a user; every reply may be a command instead. Raises Interrupted and HungUp."""

    def say(self, text: str = "") -> None:
        """Show text, of one line or several."""
        ...

    def line(self, text: str = "", words: tuple[str, ...] = ()) -> Reply:
        """One line; `text` is what to begin with where lines can be edited, `words` complete it."""
        ...

    def lines(self, text: str) -> Reply:
        """Several lines, joined by line feeds; where lines cannot be edited an empty reply keeps `text`."""
        ...

    def file(self, name: str) -> Reply:
        """A file name; an empty reply takes the one offered."""
        ...

    def one_of(self, question: Question, chosen: str | None) -> Reply:
        """One of the question's options, or text of the user's own; an empty reply keeps what is chosen."""
        ...

    def some_of(self, question: Question, chosen: tuple[str, ...]) -> tuple[str, ...] | Command:
        """Any of the question's options; where they cannot be ticked an empty reply keeps what is chosen."""
        ...

    def of_items(self, noun: str, items: tuple[str, ...]) -> Reply:
        """What to do with the items of a group or table: `add`, `edit 2`, `remove 2`, `up 2`, `down 2`, or nothing."""
        ...


def read_reply(text: str) -> Reply:
    """A command when the line begins with one colon; with two, the line with one."""
    if text.startswith("::"):
        return text[1:]
    if text.startswith(":") and text.strip() != ":":
        name, _, argument = text[1:].strip().partition(" ")
        return Command(name.lower(), argument.strip())
    return text
