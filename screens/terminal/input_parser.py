"""What a terminal sends, turned into the messages that Textual knows.

Textual says which key a sequence stands for, and what a mouse has done. Where a sequence begins and ends is said by
`SequenceReader`: Textual's own parser ends with an exception at a number that is too large, takes the keys behind an
unknown sequence for a part of it, and never leaves a paste without an end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from textual import constants, events, messages
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import IS_ITERM, XTermParser
from textual.keys import Keys
from textual.message import Message

from wizard.key_sequences import InputToken, SequenceReader
from wizard.limits import MAX_TERMINAL_COLUMNS, MAX_TERMINAL_ROWS

_FOCUS: Final = {"\x1b[I": events.AppFocus, "\x1b[O": events.AppBlur}
_FUNCTION_KEY = re.compile(r"\x1b\[([\d:]*)(?:;[\d:]*)*([~ABCDEFHPQRS])")
_CURSOR_REPORT = re.compile(r"\x1b\[\d+;\d+R")
_MODE_REPORT = re.compile(r"\x1b\[\?(\d+);(\d)\$y")
_SIZE_REPORT = re.compile(r"\x1b\[48" + 4 * r";(\d{1,9})(?::[\d:]*)?" + "t")
_MOUSE_REPORT = re.compile(r"\x1b\[<\d+;\d+;\d+[mM]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class InputParser:
    """Takes bytes in pieces of any size, and gives messages."""

    def __init__(self) -> None:
        self._reader = SequenceReader()
        self._sequences = _SequenceParser()

    def feed(self, typed: bytes) -> Iterator[Message]:
        """Yield what is whole with these bytes."""
        for token in self._reader.feed(typed):
            yield from self._messages(token)

    def tick(self) -> Iterator[Message]:
        """Yield what is whole because nothing has come for a while."""
        for token in self._reader.tick():
            yield from self._messages(token)

    def _messages(self, token: InputToken) -> Iterator[Message]:
        text = token.text
        match token.kind:
            case "text":
                for character in text:
                    yield from self._sequences.keys(character)
            case "alt":
                yield from self._sequences.keys_with_alt(text)
            case "escape":
                yield events.Key("escape", "\x1b")
            case "paste":
                yield events.Paste(text.replace("\0", ""))  # as Textual does
            case "sequence":
                yield from self._sequence(text)

    def _sequence(self, sequence: str) -> Iterator[Message]:
        """Yield what a whole sequence stands for; nothing for one that is not known."""
        if (focus := _FOCUS.get(sequence)) is not None:
            yield focus()
        elif _CURSOR_REPORT.fullmatch(sequence) is not None:
            return
        elif (report := _SIZE_REPORT.fullmatch(sequence)) is not None:
            yield from self._sequences.resize(*map(int, report.groups()))
        elif (report := _MODE_REPORT.fullmatch(sequence)) is not None:
            yield from _mode(report[1], int(report[2]))
        elif _MOUSE_REPORT.fullmatch(sequence) is not None:
            yield from self._sequences.mouse(sequence)
        elif keys := self._sequences.keys(sequence):
            yield from keys
        elif sequence.startswith("\x1bO"):
            yield from self._sequences.keys_with_alt("O")
            yield from self._sequences.keys(sequence[2:])


class _SequenceParser(XTermParser):
    """Textual's knowledge of what one sequence stands for."""

    def keys(self, sequence: str, *, is_alt: bool = False) -> Sequence[events.Key]:
        """Return the keys of a character or sequence; none if it is not known, or its numbers are no characters."""
        function_key = _FUNCTION_KEY.fullmatch(sequence)
        if function_key is not None and f"{function_key[1] or 1}{function_key[2]}" not in FUNCTIONAL_KEYS:
            # Textual takes its number for a character's.
            known = ANSI_SEQUENCES_KEYS.get(sequence)
            return [events.Key(key.value, None) for key in known] if isinstance(known, tuple) else ()
        try:
            keys = tuple(self._sequence_to_key_events(sequence, is_alt))
        except (ArithmeticError, ValueError):
            return ()
        return [key for key in keys if key.key != Keys.Ignore and not _SURROGATE.search(f"{key.key}{key.character}")]

    def keys_with_alt(self, character: str) -> Sequence[events.Key]:
        """Return the keys of a character that was pressed with Alt."""
        return self.keys("\x1b" + character) or self.keys(character, is_alt=True)

    def mouse(self, sequence: str) -> Iterator[Message]:
        """Yield the event of a mouse, unless it is far from the screen."""
        event = self.parse_mouse_code(sequence)
        if isinstance(event, events.MouseEvent) and event.x < MAX_TERMINAL_COLUMNS and event.y < MAX_TERMINAL_ROWS:
            yield event

    def resize(self, rows: int, columns: int, pixel_rows: int, pixel_columns: int) -> Iterator[Message]:
        """Yield the terminal's new size, and take a mouse's pixels for cells from here on."""
        if 0 < columns <= pixel_columns and 0 < rows <= pixel_rows:
            event = events.Resize.from_dimensions(bounded_size(columns, rows), (pixel_columns, pixel_rows))
            self.terminal_size, self.terminal_pixel_size = (columns, rows), event.pixel_size
            self.mouse_pixels = True
            yield event


def bounded_size(columns: int, rows: int) -> tuple[int, int]:
    """Return the part of the terminal that is drawn on."""
    return min(columns, MAX_TERMINAL_COLUMNS), min(rows, MAX_TERMINAL_ROWS)


def _mode(mode: str, setting: int) -> Iterator[Message]:
    """Yield what the terminal says of a mode that Textual asks about."""
    if mode == "2026" and setting > 0:
        yield messages.TerminalSupportsSynchronizedOutput()
    elif mode == "2048" and constants.SMOOTH_SCROLL and not IS_ITERM:
        yield messages.InBandWindowResize.from_setting_parameter(setting)
