"""Talk for dumb terminals and pipes: lines in, lines out; no escape sequence, nothing redrawn."""

from __future__ import annotations

import re
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager

from msgspec.structs import replace

from wizard.files.editor import EditorError, edited
from wizard.model.template import Question
from wizard.prompts.commands import COMMANDS, END
from wizard.prompts.terminal.dialogue import Command, Ended, Reply, half_typed, read_reply
from wizard.prompts.terminal.input import Keyboard, Lines, PipedLines
from wizard.prompts.terminal.output import Page, plain, wrapped
from wizard.prompts.terminal.signals import Signals
from wizard.prompts.wording import HOW_TO_END


class PlainTalk:
    """Reads lines and writes lines; no reply can be edited before it is given."""

    can_edit = False

    def __init__(self, lines: Lines, page: Page) -> None:
        self._lines = lines
        self._page = page

    @staticmethod
    @contextmanager
    def opened(signals: Signals) -> Generator[PlainTalk]:
        """The talk on standard input and standard error; standard output stays free for results."""
        page = Page(sys.stderr)
        if sys.platform != "win32" and sys.stdin.isatty() and sys.stderr.isatty():
            keyboard = Keyboard(sys.stdin.fileno(), page, signals)
            with keyboard.held():
                yield PlainTalk(keyboard, page)
        else:
            with open(sys.stdin.fileno(), encoding="utf-8-sig", errors="replace", closefd=False) as source:
                yield PlainTalk(PipedLines(source, page, signals, shows=not source.isatty()), page)

    def say(self, text: str = "") -> None:
        """Tell in our own words, of one line or several, broken where the terminal ends."""
        self.show(wrapped(text, self._page.width))

    def show(self, text: str) -> None:
        """Show lines as they are."""
        self._page.write(plain(text) + "\n")

    def line(self, text: str = "", words: tuple[str, ...] = ()) -> Reply:
        """One line; what stands already is kept by an empty one."""
        return read_reply(self._read())

    def lines(self, text: str) -> Reply:
        """Lines up to `:end` or another command; none when the first one is empty."""
        given: list[str] = []
        while True:
            line = self._read(given)
            if not given and not line.strip():
                return ""
            if line.rstrip() == END:
                return "\n".join(given)
            reply = read_reply(line)
            if isinstance(reply, Command) and (not given or reply.name in COMMANDS):
                return replace(reply, typed="\n".join(given))
            given.append(line if isinstance(reply, Command) else reply)
            if given[-2:] == ["", ""]:
                self.say(HOW_TO_END)

    def file(self, name: str) -> Reply:
        """A file name; an empty line takes the one offered."""
        return read_reply(self._read())

    def one_of(self, question: Question, chosen: str | None) -> Reply:
        """A number, a name or other text."""
        return read_reply(self._read())

    def some_of(self, question: Question, chosen: tuple[str, ...]) -> tuple[str, ...] | Command:
        """Numbers or names with commas between; an empty line keeps what is chosen."""
        reply = read_reply(self._read())
        if isinstance(reply, Command):
            return reply
        if not reply.strip():
            return chosen
        known = {name.lower() for option in question.options for name in (option.value, option.label)}
        if reply.strip().lower() in known:
            return (reply.strip(),)
        parted = re.split(";" if ";" in reply else ",", reply)
        return tuple(word.strip() for word in parted if word.strip())

    def of_items(self, noun: str, items: tuple[str, ...]) -> Reply:
        """`add`, `edit 2` and their like, as typed."""
        return read_reply(self._read())

    def editor(self, text: str) -> str:
        """The text as the user's own editor leaves it; EditorError when it gives none, or would eat the piped lines."""
        if not sys.stdin.isatty():
            raise EditorError("An editor needs a terminal, and standard input is none.")
        with self._lines.released():
            return edited(text)

    def _read(self, before: Sequence[str] = ()) -> str:
        """The next line; those before it are not lost when there is none."""
        self._page.write("> ")
        try:
            return self._lines.read()
        except Ended as end:
            typed = half_typed(end.typed)
            raise type(end)("\n".join([*before, typed] if typed else before)) from None
