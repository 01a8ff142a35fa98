"""Nothing that comes in on the keyboard ends the installed program: any bytes, in any pieces, at any moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.small_plan import put_template
from tests.support.terminals import Terminal, terminal
from wizard.drafts.draft import read_draft

LEAVE = "\x11"
SCREEN = {"TERM": "xterm-256color", "EDITOR": "true"}
TROUBLING = (
    b"\xff", *(bytes((byte,)) for byte in range(0x80, 0x100, 7)), b"\xe2\x82", b"\xf0\x9f\x91", b"\xc3",
    b"\x1b[9999999999~", b"\x1b[1114112u", b"\x1b[55296u", b"\x1b[1:2u", b"\x1b[:B", b"\x1b[0;;99999999999u",
    b"\x1b[<999999999999;999999999999;1M", b"\x1b[<0;999;999m", b"\x1b[<;;M", b"\x1b[<64;-1;-1M", b"\x1b[M\xff\x80\x03",
    b"\x1b[M !!", b"\x1b[M\x01\x02\x11", b"\x1b[48;0;0;0;0t", b"\x1b[48;24;80;0;0t", b"\x1b[?2026;7$y",
    b"\x1b[200~\x1b[201~", b"\x1b[201~", b"\x1b[I", b"\x1b[O", b"\x1b]11;rgb:0/0/0\x07", b"\x1bP1$r0m\x1b\\",
    b"\x1b[" + b"9" * 10_000 + b"~",
)  # fmt: skip
"""Bytes and sequences of which some have ended the program, and none is a key that leads away from the question."""


def as_text(data: bytes) -> str:
    """What `Terminal.type` types as these bytes."""
    return data.decode("utf-8", "surrogateescape")


def type_in_pieces(program: Terminal, data: bytes, size: int) -> None:
    """Type bytes, so many at a time."""
    for at in range(0, len(data), size):
        program.type(as_text(data[at : at + size]))


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_bytes_that_are_no_keys_end_nothing_and_take_no_letter_along(home: Path, size: int) -> None:
    put_template(home)
    with terminal(["new", "small", "--draft", "relay"], SCREEN, home) as program:
        program.wait_for("What is it called")
        for number, data in enumerate(TROUBLING):
            type_in_pieces(program, data + f"<{number}>".encode(), size)
        program.wait_for(f"<{len(TROUBLING) - 1}>")
        program.type(LEAVE)

        assert program.wait() == 0
        assert "is kept: 1 of" in program.text

    name = str(read_draft("relay")[0].answers["name"])
    assert name.replace("\ufffd", "") == "".join(f"<{number}>" for number in range(len(TROUBLING)))


def test_a_paste_without_an_end_is_text_and_the_keyboard_works_again(home: Path) -> None:
    put_template(home)
    with terminal(["new", "small", "--draft", "relay"], SCREEN, home) as program:
        program.wait_for("What is it called")
        program.type("\x1b[200~Relay\x11")
        program.wait_for("Relay")
        program.type(LEAVE)

        assert program.wait() == 0

    assert str(read_draft("relay")[0].answers["name"]).startswith("Relay")
