"""What a conversation needs of a terminal, and what comes back."""

from __future__ import annotations

import re
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from wizard.model.template import Question
from wizard.prompts.commands import COMMANDS, END, ITEM_COMMANDS

_COMMAND = re.compile(r":([A-Za-z]+)(?:[ \t]+(.*))?", re.DOTALL)


class DialogueEnded(Exception):
    """The user is done with the conversation; `typed` is what stood in the prompt by then."""

    def __init__(self, typed: str = "") -> None:
        self.typed = typed
        super().__init__()


class Interrupted(DialogueEnded):
    """The user pressed Ctrl+C, or a signal ended it."""


class HungUp(DialogueEnded):
    """The user pressed Ctrl+D, or the piped lines came to their end."""


class ColonCommand(Struct, frozen=True):
    """What the user wants instead of answering: `:goto goal` is `Command("goto", "goal")`."""

    name: str
    argument: str = ""
    typed: str = ""
    """The lines of a longer text that came before it."""


Reply = str | ColonCommand


class Dialogue(Protocol):
    """One way to dialogue with a user; every reply may be a command instead. Raises Interrupted and HungUp."""

    @property
    def can_edit(self) -> bool:
        """Whether what was answered is shown to be edited, and options are chosen from a menu."""
        ...

    def say(self, text: str = "") -> None:
        """Tell in our own words, of one line or several, broken where the terminal ends."""
        ...

    def show(self, text: str) -> None:
        """Show lines as they are."""
        ...

    def ask_line(self, text: str = "", words: tuple[str, ...] = ()) -> Reply:
        """One line; `text` is what to begin with where lines can be edited, `words` complete it."""
        ...

    def ask_lines(self, text: str) -> Reply:
        """Several lines, joined by line feeds; where lines cannot be edited an empty reply keeps `text`."""
        ...

    def ask_file_name(self, name: str) -> Reply:
        """A file name; an empty reply takes the one offered."""
        ...

    def choose_one(self, question: Question, chosen: str | None) -> Reply:
        """One of the question's options, or text of the user's own; an empty reply keeps what is chosen."""
        ...

    def choose_several(self, question: Question, chosen: tuple[str, ...]) -> tuple[str, ...] | ColonCommand:
        """Any of the question's options; where they cannot be ticked an empty reply keeps what is chosen."""
        ...

    def choose_item_change(self, noun: str, items: tuple[str, ...]) -> Reply:
        """What to do with the items of a group: `add`, `edit 2`, `remove 2`, `up 2`, `down 2`, or nothing."""
        ...

    def edit(self, text: str) -> str:
        """The text as the user's own editor leaves it; EditorError when it gives none."""
        ...


def read_reply(text: str) -> Reply:
    """A command when a word follows the colon at its start; a line with two colons is text with one."""
    if text.startswith("::"):
        return text[1:]
    found = _COMMAND.fullmatch(text)
    return text if found is None else ColonCommand(found[1].lower(), (found[2] or "").strip())


def read_lines(text: str) -> Reply:
    """Lines, without the `:end` that may be the last one; a command when that is one, or when there is no other."""
    before, _, last = text.rpartition("\n")
    if last.rstrip() == END:
        return before
    reply = read_reply(last)
    if not before:
        return reply
    if isinstance(reply, ColonCommand) and reply.name in COMMANDS:
        return replace(reply, typed=before)
    return text


def command_behind(shown: str, given: str) -> ColonCommand | None:
    """The command that was typed right behind the text that stood in the prompt, or None."""
    reply = read_reply(given[len(shown) :]) if shown and given.startswith(shown) else ""
    if isinstance(reply, ColonCommand) and (reply.name in COMMANDS or reply.name in ITEM_COMMANDS):
        return reply
    return None


def unfinished_text(text: str) -> str:
    """What stood in a prompt when the user left; nothing when it was to be a command."""
    reply = read_lines(text)
    return reply if isinstance(reply, str) else reply.typed


def escape_colon(text: str) -> str:
    """The line to type for a text: a colon at its start is doubled, lest it be a command."""
    return f":{text}" if text.startswith(":") else text
