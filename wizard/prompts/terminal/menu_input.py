"""The keyboard under the prompts of prompt_toolkit, whatever it sends.

prompt_toolkit's own parser waits for ever for the end of a paste, and its keys for the mouse fail at a report that they
do not know. Here `SequenceReader` divides what comes in, and prompt_toolkit's table says which key a sequence is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TextIO

from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.input.vt100 import Vt100Input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from wizard.key_sequences import InputToken, SequenceReader

_READ_SIZE = 4096
"""Bytes."""
_CURSOR_REPORT = re.compile(r"\x1b\[[1-9]\d{0,4};\d{1,5}R")


class SequenceInput(Vt100Input):
    """Standard input as prompt_toolkit reads it, but for what its parser or its keys cannot take."""

    def __init__(self, stdin: TextIO) -> None:
        super().__init__(stdin)
        self._reader = SequenceReader()
        self._has_ended = False

    @property
    def closed(self) -> bool:
        return self._has_ended

    def read_keys(self) -> list[KeyPress]:
        """Return the keys that are whole with what has come."""
        try:
            typed = os.read(self.fileno(), _READ_SIZE)
        except BlockingIOError:
            return []
        except OSError:  # the terminal is gone
            typed = b""
        self._has_ended = not typed
        return [key for token in self._reader.feed(typed) for key in _keys(token)]

    def flush_keys(self) -> list[KeyPress]:
        """Return the keys that are whole because nothing more has come."""
        return [key for token in self._reader.flush() for key in _keys(token)]


def _keys(token: InputToken) -> Iterator[KeyPress]:
    text = token.text
    match token.kind:
        case "text":
            for character in text:
                yield from _known(character) or [KeyPress(character)]
        case "alt":
            yield from _known("\x1b" + text) or [KeyPress(Keys.Escape, "\x1b"), *(_known(text) or [KeyPress(text)])]
        case "escape":
            yield KeyPress(Keys.Escape, "\x1b")
        case "paste":
            yield KeyPress(Keys.BracketedPaste, text)
        case "sequence" if _CURSOR_REPORT.fullmatch(text):
            yield KeyPress(Keys.CPRResponse, text)
        case "sequence" if text.startswith("\x1bO") and text not in ANSI_SEQUENCES:
            yield from (KeyPress(Keys.Escape, "\x1b"), KeyPress("O"), KeyPress(text[2:]))
        case "sequence":  # nothing here is for the mouse
            yield from _known(text)


def _known(sequence: str) -> list[KeyPress]:
    """Return the keys of a sequence in prompt_toolkit's table; the first one carries the sequence as its text."""
    known = ANSI_SEQUENCES.get(sequence, ())
    keys = known if isinstance(known, tuple) else (known,)
    return [KeyPress(key, sequence if at == 0 else "") for at, key in enumerate(keys)]
