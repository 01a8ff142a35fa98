"""Text for terminals that know nothing but characters: no control character reaches them, long lines are broken."""

from __future__ import annotations

import os
import textwrap
from contextlib import suppress
from typing import TextIO

from msgspec import Struct

from wizard.prompts.terminal.dialogue import HungUp
from wizard.text import sanitize

_CARETS = {code: f"^{chr(code ^ 0x40)}" for code in (*range(0x20), 0x7F) if code not in (0x09, 0x0A)}
_LONGEST_WRAPPED = 2_000
"""Characters of a line that is still broken; a longer one is no sentence."""


class TextOutput(Struct, frozen=True):
    """Where a conversation is written to."""

    stream: TextIO

    def write(self, text: str) -> None:
        """Write at once; HungUp when nobody reads it any more."""
        try:
            self.stream.write(text)
            self.stream.flush()
        except (OSError, ValueError):
            raise HungUp from None

    def end_line(self) -> None:
        """End the line at which the user has left, if anybody still reads."""
        with suppress(HungUp):
            self.write("\n")

    @property
    def width(self) -> int | None:
        """Columns of the terminal; None when it is none, or does not know."""
        try:
            return os.get_terminal_size(self.stream.fileno()).columns or None
        except (OSError, ValueError):
            return None


def escape_controls(text: str) -> str:
    """Lines whose control characters are written in ASCII, an escape as `^[`."""
    return sanitize(text.replace("\r\n", "\n").translate(_CARETS))


def wrap_for_terminal(text: str, width: int | None) -> str:
    """The text with its long lines broken between words, the rest of a line under its own text."""
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
