"""Lines typed or piped in, one after the other, as long as they may be.

A terminal's own line editing cuts a line at 4,095 bytes and says nothing, so a pasted answer would lose its end.
`Keyboard` takes the characters as they come and does the little that the terminal would have done: it shows them,
Backspace takes one back, Ctrl+W a word, Ctrl+U the line. Decision 0009 says why `readline` does not do it.
"""

from __future__ import annotations

import codecs
import os
import unicodedata
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TextIO

from wizard.errors import WizardError
from wizard.limits import MAX_PIPED_LINE_CHARACTERS
from wizard.prompts.terminal.dialogue import HungUp, InputEnded, Interrupted
from wizard.prompts.terminal.output import TextOutput, escape_controls
from wizard.prompts.terminal.settings import TerminalSettings
from wizard.prompts.terminal.signals import SignalGuard

_SHOWN = 200
"""Characters of a piped line that are shown behind the prompt."""
_END_OF_FILE, _BACKSPACE, _KILL_WORD, _KILL_LINE = "\x04", ("\x7f", "\x08"), "\x17", "\x15"


class LineReader(Protocol):
    """A source of the user's lines."""

    def read(self) -> str:
        """Return the next line, without its end; Interrupted or HungUp when there is none."""
        ...

    def release_terminal(self) -> AbstractContextManager[None]:
        """Restore the terminal's settings while the context lasts, for another program."""
        ...


class PipedLineReader:
    """Reads lines from a stream; `shows` prints each, because nobody sees piped lines being typed."""

    def __init__(self, source: TextIO, page: TextOutput, signals: SignalGuard, *, shows: bool) -> None:
        self._source = source
        self._signals = signals
        self._page = page
        self._shows = shows

    def read(self) -> str:
        """Return the next line; WizardError when it is too long."""
        try:
            with self._signals.interruptible():
                line = self._source.readline(MAX_PIPED_LINE_CHARACTERS)
        except KeyboardInterrupt:
            self._page.end_line()
            raise Interrupted from None
        if not line:
            self._page.end_line()
            raise InputEnded if self._shows else HungUp
        if len(line) >= MAX_PIPED_LINE_CHARACTERS:
            raise WizardError(f"a line is longer than {MAX_PIPED_LINE_CHARACTERS:,} characters")
        text = line.removesuffix("\n")
        if self._shows:
            self._page.write(escape_controls(text[:_SHOWN]) + ("..." if len(text) > _SHOWN else "") + "\n")
        return text

    @contextmanager
    def release_terminal(self) -> Generator[None]:
        yield


class KeyboardLineReader:
    """Reads lines typed at a terminal, character by character."""

    def __init__(self, terminal: int, settings: TerminalSettings, page: TextOutput, signals: SignalGuard) -> None:
        self._signals = signals
        self._terminal = terminal
        self._settings = settings
        self._page = page
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._waiting = ""
        """Characters read and not used yet."""
        self._was_end = False
        """Whether Ctrl+D came last: some programs put it into long lines, so that the terminal lets go of them."""

    def release_terminal(self) -> AbstractContextManager[None]:
        """Restore the terminal's settings while the context lasts."""
        return self._settings.release()

    def read(self) -> str:
        """Return the next line; Interrupted or HungUp carries what was typed of it."""
        line: list[str] = []
        try:
            while True:
                if not self._waiting:
                    self._waiting = self._decoder.decode(self._read_bytes())
                shown: list[str] = []
                is_whole = self._take_waiting(line, shown)
                self._page.write("".join(shown))
                if is_whole:
                    return "".join(line)
        except (KeyboardInterrupt, EOFError) as end:
            self._page.end_line()
            kind = HungUp if isinstance(end, EOFError) else Interrupted
            raise kind("".join(line)) from None

    def _read_bytes(self) -> bytes:
        try:
            with self._signals.interruptible():
                typed = os.read(self._terminal, 65_536)
        except OSError:  # the terminal is gone
            raise EOFError from None
        if not typed:
            raise EOFError
        return typed

    def _take_waiting(self, line: list[str], shown: list[str]) -> bool:
        """Move what is waiting into the line, up to its end, and return whether it has ended."""
        for position, character in enumerate(self._waiting, start=1):
            is_end_again, self._was_end = self._was_end, character == _END_OF_FILE
            if character in "\r\n":
                shown.append("\n")
                self._waiting = self._waiting[position:]
                return True
            if character in _BACKSPACE:
                _erase(line, shown, 1)
            elif character == _KILL_LINE:
                _erase(line, shown, len(line))
            elif character == _KILL_WORD:
                _erase(line, shown, _word_length("".join(line)))
            elif character != _END_OF_FILE:
                line.append(character)
                shown.append(escape_controls(character))
            elif is_end_again or not line:
                self._waiting = self._waiting[position:]
                raise EOFError
        self._waiting = ""
        return False


def _erase(line: list[str], shown: list[str], count: int) -> None:
    """Remove characters from the end of the line and of the terminal; combining marks go with their letter."""
    left = max(len(line) - count, 0)
    while left and len(line) > left and unicodedata.combining(line[left]):
        left -= 1
    width = sum(_cell_width(character) for character in line[left:])
    del line[left:]
    shown.append("\b \b" * width)


def _cell_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else len(escape_controls(character))


def _word_length(text: str) -> int:
    """Return the length of the last word and the blanks behind it, in characters."""
    words = text.rstrip()
    return len(text) - (words.rfind(" ") + 1)
