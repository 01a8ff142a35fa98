"""The contract between a conversation and a terminal, and the commands among the replies."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from wizard.message_text import nearest_name
from wizard.model.template import Question
from wizard.prompts.commands import COMMANDS, END, ITEM_COMMANDS

_COMMAND = re.compile(r":([A-Za-z]+)(?:[ \t]+(.*))?", re.DOTALL)


class DialogueEnded(Exception):
    """Raised when the user ends the conversation; `typed` is the text that stood in the prompt."""

    def __init__(self, typed: str = "") -> None:
        self.typed = typed
        super().__init__()


class Interrupted(DialogueEnded):
    """Raised when the user presses Ctrl+C, or a signal comes."""


class HungUp(DialogueEnded):
    """Raised when the user presses Ctrl+D, or nobody reads what is said."""


class InputEnded(HungUp):
    """Raised when there are no more piped lines; `prompt` names what was asked for, unless it was a question."""

    prompt = ""


@contextmanager
def named_prompt(name: str) -> Generator[None]:
    """Give a name to the prompts inside, for when the input ends at one of them."""
    try:
        yield
    except InputEnded as end:
        end.prompt = end.prompt or name
        raise


class ColonCommand(Struct, frozen=True):
    """A command given instead of an answer: `:goto goal` is `ColonCommand("goto", "goal")`."""

    name: str
    argument: str = ""
    typed: str = ""
    """The lines of a longer text that came before it."""


Reply = str | ColonCommand


class Dialogue(Protocol):
    """A way to ask a user; every reply may be a command instead. Raises Interrupted and HungUp."""

    @property
    def can_edit(self) -> bool:
        """Whether a former answer can be edited in the prompt, and options are chosen from a menu."""
        ...

    def say(self, text: str = "") -> None:
        """Print one line or several, wrapped to the terminal."""
        ...

    def show(self, text: str) -> None:
        """Print lines unwrapped."""
        ...

    def ask_line(self, text: str = "", words: tuple[str, ...] = ()) -> Reply:
        """Ask for one line; `text` is the initial text where lines can be edited, `words` are completions."""
        ...

    def ask_lines(self, text: str) -> Reply:
        """Ask for several lines, joined by line feeds; where lines cannot be edited an empty reply keeps `text`."""
        ...

    def ask_file_name(self, name: str) -> Reply:
        """Ask for a file name; an empty reply takes the one offered."""
        ...

    def choose_one(self, question: Question, chosen: str | None) -> Reply:
        """Ask for an option's value, or a text of the user's own; an empty reply keeps what is chosen."""
        ...

    def choose_several(self, question: Question, chosen: tuple[str, ...]) -> tuple[str, ...] | ColonCommand:
        """Ask for any of the options; where they cannot be ticked an empty reply keeps what is chosen."""
        ...

    def choose_item_change(self, noun: str, items: tuple[str, ...]) -> Reply:
        """Ask what to do with the items of a group: `add`, `edit 2`, `remove 2`, `up 2`, `down 2`, or nothing."""
        ...

    def edit(self, text: str) -> str:
        """Return the text as the user's editor leaves it; EditorError when it leaves none."""
        ...


def read_reply(text: str) -> Reply:
    """Return a command if a word follows the colon at the start; `::text` is the text `:text`."""
    if text.startswith("::"):
        return text[1:]
    found = _COMMAND.fullmatch(text)
    return text if found is None else ColonCommand(found[1].lower(), (found[2] or "").strip())


def read_lines(text: str) -> Reply:
    """Return several lines without a last `:end`, or the command on the last line with the lines before it.

    Among several lines only a known command counts; a single line may hold any.
    """
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
    """Return the command that was typed right behind the initial text of a prompt, known or nearly so, or None."""
    reply = read_reply(given[len(shown) :]) if shown and given.startswith(shown) else ""
    if not isinstance(reply, ColonCommand):
        return None
    known = (*COMMANDS, *ITEM_COMMANDS)
    return reply if reply.name in known or nearest_name(reply.name, known) else None


def unfinished_text(text: str) -> str:
    """Return the text left in a prompt, without a command that it ends with."""
    reply = read_lines(text)
    return reply if isinstance(reply, str) else reply.typed


def escape_colon(text: str) -> str:
    """Return a text as it must be typed: a colon at its start is doubled, or it would be a command."""
    return f":{text}" if text.startswith(":") else text
