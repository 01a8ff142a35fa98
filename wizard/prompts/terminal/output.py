"""Text for terminals: no control character reaches them, and long lines are wrapped."""

from __future__ import annotations

import io
import os
import select
import sys
import textwrap
from collections.abc import Generator
from contextlib import contextmanager, redirect_stderr, suppress
from typing import TYPE_CHECKING, TextIO

from msgspec import Struct

from wizard.message_text import sanitize
from wizard.prompts.terminal.dialogue import HungUp
from wizard.prompts.terminal.signals import SignalGuard

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_CARETS = {code: f"^{chr(code ^ 0x40)}" for code in (*range(0x20), 0x7F) if code not in (0x09, 0x0A)}
_POLL_SECONDS = 0.1
"""Between two looks at whether the terminal takes something again, or a signal has come."""
_LONGEST_WRAPPED = 2_000
"""Characters of a line that is still wrapped; a longer one is no sentence."""


class TextOutput(Struct, frozen=True):
    """The stream that a conversation is written to."""

    stream: TextIO

    def write(self, text: str) -> None:
        """Write and flush; HungUp when nobody reads it any more."""
        try:
            self.stream.write(text)
            self.stream.flush()
        except (OSError, ValueError):
            raise HungUp from None

    def end_line(self) -> None:
        """End the line on which the user has left, if anybody still reads."""
        with suppress(HungUp):
            self.write("\n")

    @property
    def width(self) -> int | None:
        """The terminal's width in columns; None when it is no terminal, or does not know."""
        try:
            return os.get_terminal_size(self.stream.fileno()).columns or None
        except (OSError, ValueError):
            return None


class _TerminalOutput(io.RawIOBase):
    """Standard error, if it is a terminal: a signal ends the waiting for one that takes nothing, and drops the text.

    It is opened once more, so that writing need not wait: a flag on the descriptor of standard error would be there for
    the shell too.
    """

    def __init__(self, descriptor: int, signals: SignalGuard) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._signals = signals
        self._terminal = os.open(os.ttyname(descriptor), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)

    def write(self, b: ReadableBuffer, /) -> int:
        rest = memoryview(b).cast("B")
        length = rest.nbytes
        while rest.nbytes:
            try:
                rest = rest[os.write(self._terminal, rest) :]
            except BlockingIOError:
                if self._signals.has_come:
                    return length
                select.select([], [self._terminal], [], _POLL_SECONDS)
        return length

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def close(self) -> None:
        if not self.closed:
            os.close(self._terminal)
        super().close()


@contextmanager
def unblocked_stderr(signals: SignalGuard) -> Generator[None]:
    """Let no signal wait for a terminal that takes nothing from standard error, while the context lasts."""
    standard = sys.stderr
    try:
        raw = _TerminalOutput(standard.fileno(), signals)
    except (OSError, ValueError, AttributeError):  # it is no terminal, or one that has no name here
        yield
        return
    stream = io.TextIOWrapper(io.BufferedWriter(raw), standard.encoding, standard.errors, line_buffering=True)
    try:
        with redirect_stderr(stream):
            yield
    finally:
        with suppress(OSError):  # what a terminal that is gone has not taken
            stream.close()


def escape_controls(text: str) -> str:
    """Return lines with control characters in caret notation, such as `^[` for an escape."""
    return sanitize(text.replace("\r\n", "\n").translate(_CARETS))


def wrap_for_terminal(text: str, width: int | None) -> str:
    """Return the text with its long lines broken between words, each with the indent of its line."""
    if width is None:
        return text
    return "\n".join(_wrap_line(line, max(width - 1, 20)) for line in text.split("\n"))


def _wrap_line(line: str, width: int) -> str:
    if not width < len(line) <= _LONGEST_WRAPPED:
        return line
    indent = line[: len(line) - len(line.lstrip(" "))]
    return textwrap.fill(
        line,
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        drop_whitespace=True,
    )
