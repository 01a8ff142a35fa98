"""The dialogue for dumb terminals and pipes: lines in, lines out; no escape sequence, nothing redrawn."""

from __future__ import annotations

import re
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager

from msgspec.structs import replace

from wizard.files.text_editor.editor import EditorError, edit_text
from wizard.model.template import Question
from wizard.prompts.commands import COMMANDS, END
from wizard.prompts.terminal.dialogue import ColonCommand, DialogueEnded, Reply, read_reply, unfinished_text
from wizard.prompts.terminal.input import KeyboardLineReader, LineReader, PipedLineReader
from wizard.prompts.terminal.output import TextOutput, escape_controls, wrap_for_terminal
from wizard.prompts.terminal.settings import TerminalSettings
from wizard.prompts.terminal.signals import SignalGuard
from wizard.prompts.wording import HOW_TO_END


class PlainDialogue:
    """Reads lines and writes lines; no former answer can be edited in place."""

    can_edit = False

    def __init__(self, lines: LineReader, page: TextOutput) -> None:
        self._lines = lines
        self._page = page

    @staticmethod
    @contextmanager
    def open(signals: SignalGuard) -> Generator[PlainDialogue]:
        """Open the dialogue on standard input and standard error; standard output is for results."""
        page = TextOutput(sys.stderr)
        if sys.platform != "win32" and sys.stdin.isatty() and sys.stderr.isatty():
            terminal = sys.stdin.fileno()
            settings = TerminalSettings(terminal)
            with settings.hold():
                yield PlainDialogue(KeyboardLineReader(terminal, settings, page, signals), page)
        else:
            with open(sys.stdin.fileno(), encoding="utf-8-sig", errors="replace", closefd=False) as source:
                yield PlainDialogue(PipedLineReader(source, page, signals, shows=not source.isatty()), page)

    def say(self, text: str = "") -> None:
        """Print one line or several, wrapped to the terminal."""
        self.show(wrap_for_terminal(text, self._page.width))

    def show(self, text: str) -> None:
        """Print lines unwrapped."""
        self._page.write(escape_controls(text) + "\n")

    def ask_line(self, text: str = "", words: tuple[str, ...] = ()) -> Reply:
        """Ask for one line; an empty one keeps the former answer."""
        return read_reply(self._read())

    def ask_lines(self, text: str) -> Reply:
        """Ask for lines up to `:end` or another command; an empty first line is an empty reply."""
        given: list[str] = []
        while True:
            line = self._read(given)
            if not given and not line.strip():
                return ""
            if line.rstrip() == END:
                return "\n".join(given)
            reply = read_reply(line)
            if isinstance(reply, ColonCommand) and (not given or reply.name in COMMANDS):
                return replace(reply, typed="\n".join(given))
            given.append(line if isinstance(reply, ColonCommand) else reply)
            if given[-2:] == ["", ""]:
                self.say(HOW_TO_END)

    def ask_file_name(self, name: str) -> Reply:
        """Ask for a file name; an empty line takes the one offered."""
        return read_reply(self._read())

    def choose_one(self, question: Question, chosen: str | None) -> Reply:
        """Ask for a number, a name or other text."""
        return read_reply(self._read())

    def choose_several(self, question: Question, chosen: tuple[str, ...]) -> tuple[str, ...] | ColonCommand:
        """Ask for numbers or names with commas between; an empty line keeps what is chosen."""
        reply = read_reply(self._read())
        if isinstance(reply, ColonCommand):
            return reply
        if not reply.strip():
            return chosen
        known = {name.lower() for option in question.options for name in (option.value, option.label)}
        if reply.strip().lower() in known:
            return (reply.strip(),)
        parted = re.split(";" if ";" in reply else ",", reply)
        return tuple(word.strip() for word in parted if word.strip())

    def choose_item_change(self, noun: str, items: tuple[str, ...]) -> Reply:
        """Ask for `add`, `edit 2` and their like, as typed."""
        return read_reply(self._read())

    def edit(self, text: str) -> str:
        """Return the text as the user's editor leaves it; EditorError when it leaves none or there is no terminal."""
        if not sys.stdin.isatty():
            raise EditorError("An editor needs a terminal, but standard input is not one.")
        with self._lines.release_terminal():
            return edit_text(text)

    def _read(self, before: Sequence[str] = ()) -> str:
        """Return the next line; DialogueEnded carries the lines before it when there is none."""
        self._page.write("> ")
        try:
            return self._lines.read()
        except DialogueEnded as end:
            typed = unfinished_text(end.typed)
            raise type(end)("\n".join([*before, typed] if typed else before)) from None
