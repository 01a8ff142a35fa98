"""Bytes of a terminal become keys, pastes and mouse events, whatever they are and however they are cut."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

import pytest

if sys.platform == "win32":
    pytest.skip("the driver is for POSIX", allow_module_level=True)

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

from screens.terminal.input_parser import InputParser
from wizard import key_sequences
from wizard.limits import MAX_TERMINAL_COLUMNS, MAX_TERMINAL_ROWS

HARMLESS = (
    b"\x1b[9999999999~", b"\x1b[1114112u", b"\x1b[1:2u", b"\x1b[:B", b"\x1b[97;1:3u", b"\x1b[0;;99999999999u",
    b"\x1b[<999999999999;1;1M", b"\x1b[<0;999999999999;999999999999M", b"\x1b[<0;0;0M", b"\x1b[<0;-1;5M", b"\x1b[<;;M",
    b"\x1b[48;0;0;0;0t", b"\x1b[48;24;80;0;0t", b"\x1b[48;9999999999;1;1;1t", b"\x1b[48;1;1t",
    b"\x1b[M   ", b"\x1b[M\xff\x80\x03", b"\x1b[M\n\n\x11", b"\x1b[M\x1b\x1b\x1b", b"\x1b[32;5;6M",
    b"\x1b[?2048;3$y", b"\x1b[999;999R", b"\x1b[?1;2c", b"\x1b[>0;276;0c", b"\x1b[201~",
    b"\x1b]11;rgb:0000/0000/0000\x07", b"\x1b]52;c;\x1b\\", b"\x1bP1$r0m\x1b\\", b"\x1b_Gi=1;OK\x1b\\",
    b"\x1b[55296u", b"\x1b[0;;55296u", b"\x1b[" + b"9" * 100_000 + b"~",
)  # fmt: skip
"""Sequences that stand for nothing that is typed."""


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(key_sequences, "time", clock)
    return clock


def typed(messages: Iterator[Message]) -> list[str]:
    """The names of keys, those without a letter of their own, and what is pasted."""
    return [
        f"paste {event.text}" if isinstance(event, events.Paste) else _name(event)
        for event in messages
        if isinstance(event, events.Key | events.Paste)
    ]


def _name(key: events.Key) -> str:
    return str(key.character) if key.is_printable and not key.key.startswith("alt+") else key.key


@pytest.mark.parametrize("sequence", HARMLESS, ids=lambda sequence: repr(sequence[:24]))
def test_a_sequence_that_is_no_key_takes_nothing_along_that_is_typed_around_it(sequence: bytes) -> None:
    whole, parser = InputParser(), InputParser()

    assert typed(whole.feed(b"a" + sequence + b"b\x1b[A")) == ["a", "b", "up"]
    one_by_one = [key for byte in b"a" + sequence + b"b\x1b[A" for key in typed(parser.feed(bytes((byte,))))]
    assert one_by_one == ["a", "b", "up"]


@pytest.mark.parametrize("byte", range(0x80, 0x100))
def test_a_byte_that_is_no_character_is_one_sign_and_the_next_key_stays(byte: int) -> None:
    assert typed(InputParser().feed(bytes((byte,)) + b"a")) == ["\ufffd", "a"]


def test_a_character_that_is_cut_by_a_key_is_one_sign_before_it() -> None:
    assert typed(InputParser().feed(b"\xe2\x82\x1b[Ab")) == ["\ufffd", "up", "b"]


def test_a_character_that_comes_in_two_reads_is_one() -> None:
    parser = InputParser()

    assert typed(parser.feed(b"\xe2\x82")) == []
    assert typed(parser.feed(b"\xacb")) == ["€", "b"]


@pytest.mark.parametrize("sequence", [
    known for known, keys in ANSI_SEQUENCES_KEYS.items() if known[0] == "\x1b" and isinstance(keys, tuple)
])  # fmt: skip
def test_every_sequence_that_textual_knows_is_a_key(sequence: str, clock: Clock) -> None:
    parser = InputParser()
    keys = typed(parser.feed(sequence.encode()))
    clock.now += 0.2
    keys += typed(parser.tick())

    match sequence:
        case "\x1b\x1b":
            assert keys == ["escape", "escape"]
        case "\x1b[1;2R" | "\x1b[1;5R" | "\x1b[1;6R":  # these say where the cursor is
            assert keys == []
        case _:
            listed = ANSI_SEQUENCES_KEYS[sequence]
            assert isinstance(listed, tuple)
            assert keys in (
                [key.value for key in listed],
                [_name(key) for key in XTermParser()._sequence_to_key_events(sequence)],
            )


def test_an_escape_is_the_key_when_nothing_comes_behind_it(clock: Clock) -> None:
    parser = InputParser()

    assert typed(parser.feed(b"\x1b")) == []
    assert typed(parser.tick()) == []
    clock.now += 0.2
    assert typed(parser.tick()) == ["escape"]
    assert typed(parser.feed(b"[A")) == ["[", "A"]


@pytest.mark.parametrize(("cut", "keys"), [
    (b"\x1b[", ["["]), (b"\x1bO", ["alt+shift+o"]), (b"\x1b]ab", ["]", "a", "b"]),
    (b"\x1bPq\x1b", ["alt+shift+p", "q", "escape"]), (b"\x1b[12;", []), (b"\x1b[<0;1", []), (b"\x1b[M\x20", []),
])  # fmt: skip
def test_a_cut_sequence_is_no_more_than_the_keys_that_may_have_made_it(
    cut: bytes, keys: list[str], clock: Clock
) -> None:
    parser, found = InputParser(), list[str]()
    found += typed(parser.feed(cut))
    for _ in range(4):
        clock.now += 0.6
        found += typed(parser.tick())

    assert found == keys
    assert typed(parser.feed(b"x")) == ["x"]


def test_a_key_with_alt_need_not_wait() -> None:
    assert typed(InputParser().feed(b"\x1ba\x1b\xc3\xa9b\x1bOzc")) == ["alt+a", "alt+é", "b", "alt+shift+o", "z", "c"]


def test_what_is_pasted_is_text_whatever_it_holds_and_however_it_is_cut() -> None:
    pasted = "a\x1b[31m\x11\x1b[200~é\x1b[20\r\n"
    data = b"x\x1b[200~" + pasted.encode() + b"\x00\x1b[201~y"

    for size in range(1, 12):
        parser = InputParser()
        found = [key for at in range(0, len(data), size) for key in typed(parser.feed(data[at : at + size]))]
        assert found == ["x", f"paste {pasted}", "y"]


def test_a_paste_without_an_end_ends_when_nothing_more_comes(clock: Clock) -> None:
    parser = InputParser()

    assert typed(parser.feed(b"\x1b[200~one")) == []
    clock.now += 0.6
    assert typed(parser.tick()) == []
    assert typed(parser.feed(b"two")) == []
    clock.now += 1.1
    assert typed(parser.tick()) == ["paste onetwo"]
    assert typed(parser.feed(b"\x11")) == ["ctrl+q"]


def test_a_mouse_and_a_size_are_within_what_is_drawn() -> None:
    parser = InputParser()
    found = list(parser.feed(b"\x1b[<0;999;200M\x1b[<0;5000;4M\x1b[48;60000;60000;600000;600000t\x1b[<0;31;41M"))

    assert [type(event) for event in found] == [events.MouseDown, events.Resize, events.MouseDown]
    down, resize, in_pixels = found
    assert isinstance(down, events.MouseDown) and isinstance(in_pixels, events.MouseDown)
    assert isinstance(resize, events.Resize)
    assert (down.x, down.y, in_pixels.x, in_pixels.y) == (998, 199, 3, 4)
    assert resize.size == (MAX_TERMINAL_COLUMNS, MAX_TERMINAL_ROWS)


def test_any_bytes_in_any_pieces_at_any_time_are_taken(clock: Clock) -> None:
    chance, signs = random.Random(7), b"\x1b\x1b\x1b[[<>?;:0123456789mMuOPQRt~]$\\\x07\x18 \n\xc3\xa9\xff"
    for number in range(300):
        data = chance.randbytes(400) if number % 2 else bytes(chance.choices(signs, k=400))
        parser = InputParser()
        while data:
            size = chance.randrange(1, 60)
            for message in parser.feed(data[:size]):
                assert not isinstance(message, events.Key) or f"{message.key}{message.character}".encode()
            data = data[size:]
            clock.now += chance.choice((0.0, 0.0, 0.2, 2.0))
            list(parser.tick())
        for _ in range(300):
            clock.now += 2.0
            list(parser.tick())
        assert typed(parser.feed(b"x"))[-1] == "x"
