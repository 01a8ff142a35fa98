"""What a terminal sends, divided into text and escape sequences as ECMA-48 says.

Bytes in pieces of any size -> text, keys with Alt, whole sequences, pastes. There are no bytes that cannot be taken:
what is no UTF-8 becomes U+FFFD, what breaks off is dropped, and what has no end ends when nothing more comes.
"""

from __future__ import annotations

import re
import time
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from wizard.limits import MAX_KEY_SEQUENCE_BYTES, MAX_TERMINAL_STRING_BYTES

ESCAPE_SECONDS: Final = 0.1
"""Without input, after which an Escape is the key itself, and not the start of a sequence."""
STALL_SECONDS: Final = 1.0
"""Without input, after which a paste has ended, and the rest of a cut sequence comes no more."""

_ESCAPE: Final = 0x1B
_TOKEN = re.compile(
    rb"""
    (?P<text> [^\x1b]+ )
    | (?P<sequence>
        \x1b\[M ...                              # X10's mouse: three bytes of any value
        | \x1b\[\[ .                             # the function keys of Linux' console
        | \x1b\[ \d+ \$                          # rxvt's keys with Shift
        | \x1b\[ (?![M[]) [-0-?]* [\ -/]* [@-~]  # CSI; Ghostty sends mice at negative places
        | \x1bO [\ -~]                           # SS3
      )
    | (?P<string> \x1b[]PX^_] [^\x07\x18\x1a\x1b]* (?: \x07 | \x1b\\ ) )  # OSC, DCS, SOS, PM, APC
    | (?P<broken> \x1b\[ [0-?\ -/]+ )            # cut off by what cannot stand in it
    | (?P<escape> \x1b (?= \x1b ) )
    | (?P<alt_follows> \x1b (?= [\x80-\xff] ) )
    | (?P<alt> \x1b [\x00-\x7f] )
    """,
    re.VERBOSE | re.DOTALL,
)
_CUT_SEQUENCE = re.compile(rb"\x1b\[ (?: M .{0,2} | (?! \d+\$ ) [-0-?]* [\ -/]* )", re.VERBOSE | re.DOTALL)
_CUT_KEYS = re.compile(rb"\x1b (?: \[\[? | O | []PX^_] [^\x07\x18\x1a\x1b]* \x1b? )?", re.VERBOSE)
"""What may be the start of a sequence, or keys that somebody has pressed."""
_PASTE_START, _PASTE_END = b"\x1b[200~", b"\x1b[201~"

InputTokenKind = Literal["text", "alt", "escape", "sequence", "paste"]


class InputToken(NamedTuple):
    """A piece of what a terminal sends."""

    kind: InputTokenKind
    text: str
    """Characters; with Alt one of them; a whole sequence; what is pasted; nothing for the key Escape."""


class SequenceReader:
    """Takes bytes as they come, and gives tokens as soon as they are whole."""

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._is_alt = False
        """Whether the next character comes with Alt: an Escape stood before it."""
        self._cut = b""
        """The start of a sequence."""
        self._pasted: bytearray | None = None
        """What has come of a paste that has not ended."""
        self._last_input = 0.0

    def feed(self, typed: bytes) -> Iterator[InputToken]:
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
            elif (found := _TOKEN.match(data, at)) is not None:  # any byte begins one
                at = found.end()
                yield from self._tokens(found)

    def tick(self) -> Iterator[InputToken]:
        """Yield what is whole because nothing has come for a while; to be called again and again."""
        idle = time.monotonic() - self._last_input
        if idle >= STALL_SECONDS:
            yield from self.flush()
        elif idle >= ESCAPE_SECONDS:
            yield from self._flush_keys()

    def flush(self) -> Iterator[InputToken]:
        """Yield what is whole because nothing more will come."""
        while _CUT_KEYS.fullmatch(self._cut):
            yield from self._flush_keys()
        self._cut = b""
        if self._pasted is not None:
            yield self._end_paste(self._pasted)

    def _flush_keys(self) -> Iterator[InputToken]:
        """Yield the keys of what may be the start of a sequence."""
        if _CUT_KEYS.fullmatch(self._cut):
            cut, self._cut = self._cut, b""
            yield InputToken("alt", cut[1:2].decode()) if cut[1:] else InputToken("escape", "")
            yield from self.feed(cut[2:])

    def _tokens(self, found: re.Match[bytes]) -> Iterator[InputToken]:
        data = found[0]
        if found.lastgroup == "text":
            yield from self._text(self._decoder.decode(data))
            return
        yield from self._text(self._decoder.decode(b"", final=True))  # of a character, only a part has come
        self._is_alt = False
        match found.lastgroup:
            case "escape":
                yield InputToken("escape", "")
            case "alt":
                yield InputToken("alt", data[1:].decode())
            case "alt_follows":
                self._is_alt = True
            case "sequence" if data == _PASTE_START:
                self._pasted = bytearray()
            case "sequence" if len(data) <= MAX_KEY_SEQUENCE_BYTES:
                yield InputToken("sequence", data.decode("latin-1"))
            case _:  # broken, or an answer to a question that was not asked
                pass

    def _text(self, text: str) -> Iterator[InputToken]:
        if text and self._is_alt:
            self._is_alt = False
            yield InputToken("alt", text[0])
            text = text[1:]
        if text:
            yield InputToken("text", text)

    def _end_paste(self, pasted: bytearray) -> InputToken:
        self._pasted = None
        return InputToken("paste", pasted.decode("utf-8", "replace"))


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
