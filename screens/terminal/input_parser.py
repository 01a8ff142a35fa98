"""What a terminal sends, turned into the messages that Textual knows.

Bytes -> sequences as ECMA-48 divides them -> keys, pastes, mouse events and reports. Textual says which key a sequence
stands for. Where a sequence begins and ends is said here: Textual's own parser ends with an exception at a number that
is too large, takes the keys behind an unknown sequence for a part of it, and never leaves a paste without an end.
"""

from __future__ import annotations

import re
import time
from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from typing import Final

from textual import constants, events, messages
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import IS_ITERM, XTermParser
from textual.keys import Keys
from textual.message import Message

from wizard.limits import MAX_KEY_SEQUENCE_BYTES, MAX_TERMINAL_COLUMNS, MAX_TERMINAL_ROWS, MAX_TERMINAL_STRING_BYTES

_ESCAPE_SECONDS: Final = 0.1
"""Without input, after which an Escape is the key itself, and not the start of a sequence."""
_STALL_SECONDS: Final = 1.0
"""Without input, after which a paste has ended, and the rest of a cut sequence comes no more."""

_ESCAPE: Final = 0x1B
_TOKEN = re.compile(
    rb"""
    (?P<text> [^\x1b]+ )
    | (?P<sequence>
        \x1b\[M ...                             # X10's mouse: three bytes of any value
        | \x1b\[\[ .                            # the function keys of Linux' console
        | \x1b\[ \d+ \$                         # rxvt's keys with Shift
        | \x1b\[ (?![M[]) [-0-?]* [\ -/]* [@-~]  # CSI; Ghostty sends mice at negative places
        | \x1bO [\ -~]                          # SS3
      )
    | (?P<string> \x1b[]PX^_] [^\x07\x18\x1a\x1b]* (?: \x07 | \x1b\\ ) )  # OSC, DCS, SOS, PM, APC
    | (?P<broken> \x1b\[ [0-?\ -/]+ )           # cut off by what cannot stand in it
    | (?P<escape> \x1b (?= \x1b ) )
    | (?P<alt> \x1b (?= [\x80-\xff] ) )
    | (?P<meta> \x1b [\x00-\x7f] )
    """,
    re.VERBOSE | re.DOTALL,
)
_CUT_SEQUENCE = re.compile(rb"\x1b\[ (?: M .{0,2} | (?! \d+\$ ) [-0-?]* [\ -/]* )", re.VERBOSE | re.DOTALL)
_CUT_KEYS = re.compile(rb"\x1b (?: \[\[? | O | []PX^_] [^\x07\x18\x1a\x1b]* \x1b? )?", re.VERBOSE)
"""What may be the start of a sequence, or keys that somebody has pressed."""
_PASTE_START, _PASTE_END = b"\x1b[200~", b"\x1b[201~"
_FOCUS: Final = {"\x1b[I": events.AppFocus, "\x1b[O": events.AppBlur}
_FUNCTION_KEY = re.compile(r"\x1b\[([\d:]*)(?:;[\d:]*)*([~ABCDEFHPQRS])")
_CURSOR_REPORT = re.compile(r"\x1b\[\d+;\d+R")
_MODE_REPORT = re.compile(r"\x1b\[\?(\d+);(\d)\$y")
_SIZE_REPORT = re.compile(r"\x1b\[48" + 4 * r";(\d{1,9})(?::[\d:]*)?" + "t")
_MOUSE_REPORT = re.compile(r"\x1b\[<\d+;\d+;\d+[mM]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class InputParser:
    """Takes bytes in pieces of any size, and gives messages; there are none that it cannot take."""

    def __init__(self) -> None:
        self._sequences = _SequenceParser()
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._is_alt = False
        """Whether the next character comes with Alt: an Escape stood before it."""
        self._cut = b""
        """The start of a sequence."""
        self._pasted: bytearray | None = None
        """What has come of a paste that has not ended."""
        self._last_input = 0.0

    def feed(self, typed: bytes) -> Iterator[Message]:
        """Yield what is whole with these bytes."""
        self._last_input = time.monotonic()
        data, self._cut = self._cut + typed, b""
        at = 0
        while at < len(data):
            if self._pasted is not None:
                start = max(len(self._pasted) - len(_PASTE_END) + 1, 0)
                self._pasted += data[at:]
                end = self._pasted.find(_PASTE_END, start)
                if end < 0:
                    return
                data, at = bytes(self._pasted[end + len(_PASTE_END) :]), 0
                yield self._end_paste(self._pasted[:end])
            elif _is_cut(data, at):
                self._cut = _shortened(data[at:])
                return
            elif (token := _TOKEN.match(data, at)) is not None:  # any byte begins one
                at = token.end()
                yield from self._messages(token)

    def tick(self) -> Iterator[Message]:
        """Yield what is whole because nothing more has come."""
        idle = time.monotonic() - self._last_input
        if self._cut and idle >= _ESCAPE_SECONDS and _CUT_KEYS.fullmatch(self._cut):
            cut, self._cut = self._cut, b""
            yield from self._pressed_with_alt(cut[1:2])
            yield from self.feed(cut[2:])
        elif idle >= _STALL_SECONDS:
            self._cut = b""
            if self._pasted is not None:
                yield self._end_paste(self._pasted)

    def _messages(self, token: re.Match[bytes]) -> Iterator[Message]:
        data = token[0]
        match token.lastgroup:
            case "text":
                yield from self._characters(self._decoder.decode(data))
            case "escape" | "meta":
                yield from self._pressed_with_alt(data[1:])
            case "alt":
                yield from self._end_character()
                self._is_alt = True
            case "sequence" if data == _PASTE_START:
                yield from self._end_character()
                self._pasted = bytearray()
            case "sequence":
                yield from self._end_character()
                yield from self._sequence(data.decode("latin-1"))
            case _:  # broken, or an answer to a question that was not asked
                yield from self._end_character()

    def _pressed_with_alt(self, key: bytes) -> Iterator[Message]:
        """Yield the keys for an Escape and an ASCII character, or for an Escape alone."""
        yield from self._end_character()
        if not key:
            yield events.Key("escape", "\x1b")
            return
        character = key.decode("ascii")
        yield from self._sequences.keys("\x1b" + character) or self._sequences.keys(character, is_alt=True)

    def _characters(self, text: str) -> Iterator[Message]:
        for character in text:
            yield from self._sequences.keys(character, is_alt=self._is_alt)
            self._is_alt = False

    def _end_character(self) -> Iterator[Message]:
        """Yield a sign for a character of which only a part has come."""
        yield from self._characters(self._decoder.decode(b"", final=True))
        self._is_alt = False

    def _end_paste(self, pasted: bytearray) -> events.Paste:
        self._pasted = None
        return events.Paste(pasted.decode("utf-8", "replace").replace("\0", ""))  # as Textual does

    def _sequence(self, sequence: str) -> Iterator[Message]:
        """Yield what a whole sequence stands for; nothing for one that is not known."""
        if len(sequence) > MAX_KEY_SEQUENCE_BYTES:
            return
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
            yield from self._pressed_with_alt(b"O")
            yield from self._characters(sequence[2:])


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
        return [
            key for key in keys if key.key != Keys.Ignore and not _SURROGATE.search(key.key + (key.character or ""))
        ]

    def mouse(self, sequence: str) -> Iterator[Message]:
        """Yield the event of a mouse, unless it is far from the screen."""
        event = self.parse_mouse_code(sequence)
        if isinstance(event, events.MouseEvent) and event.x < MAX_TERMINAL_COLUMNS and event.y < MAX_TERMINAL_ROWS:
            yield event

    def resize(self, rows: int, columns: int, pixel_rows: int, pixel_columns: int) -> Iterator[Message]:
        """Yield the terminal's new size, and take pixels for cells from here on."""
        if 0 < columns <= pixel_columns and 0 < rows <= pixel_rows:
            size = bounded_size(columns, rows)
            event = events.Resize.from_dimensions(size, (pixel_columns, pixel_rows))
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


def _is_cut(data: bytes, at: int) -> bool:
    """Whether the rest of a sequence may still come."""
    if data[at] != _ESCAPE:
        return False
    if len(data) - at <= MAX_TERMINAL_STRING_BYTES and _CUT_KEYS.fullmatch(data, at):
        return True
    return _CUT_SEQUENCE.fullmatch(data, at) is not None


def _shortened(cut: bytes) -> bytes:
    """Return the start of a sequence without the middle, if it is too long to be one that is known."""
    return cut if len(cut) <= MAX_TERMINAL_STRING_BYTES else cut[:2] + cut[-MAX_KEY_SEQUENCE_BYTES:]
