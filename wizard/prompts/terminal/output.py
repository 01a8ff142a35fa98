"""Text for terminals: no control character reaches them, and long lines are wrapped."""

from __future__ import annotations

import os
import textwrap
from contextlib import suppress
from typing import TextIO

from msgspec import Struct

from wizard.message_text import sanitize
from wizard.prompts.terminal.dialogue import HungUp

_CARETS = {code: f"^{chr(code ^ 0x40)}" for code in (*range(0x20), 0x7F) if code not in (0x09, 0x0A)}
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
