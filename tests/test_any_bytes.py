"""Nothing that comes in on the keyboard ends the installed program: any bytes, in any pieces, at any moment."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.small_plan import put_template
from tests.support.terminals import Terminal, terminal
from wizard.drafts.draft import read_draft
from wizard.render.plan import render_plan

LEAVE, INTERRUPT, HANG_UP = "\x11", "\x03", "\x04"
SCREEN = {"TERM": "xterm-256color", "EDITOR": "true"}
MENUS = {"TERM": "xterm-256color", "EDITOR": "true", "PLAN_WIZARD_PROMPTS": "1"}
DUMB = {"TERM": "dumb", "EDITOR": "true"}
WAYS = {"screen": (SCREEN, LEAVE), "menus": (MENUS, INTERRUPT + HANG_UP), "dumb": (DUMB, INTERRUPT + HANG_UP)}
"""The environment for each way to be asked, and the keys that leave."""
TROUBLING = (
    b"\xff", *(bytes((byte,)) for byte in range(0x80, 0x100, 7)), b"\xe2\x82", b"\xf0\x9f\x91", b"\xc3",
    b"\x1b[9999999999~", b"\x1b[1114112u", b"\x1b[55296u", b"\x1b[1:2u", b"\x1b[:B", b"\x1b[0;;99999999999u",
    b"\x1b[<999999999999;999999999999;1M", b"\x1b[<0;999;999m", b"\x1b[<;;M", b"\x1b[<64;-1;-1M", b"\x1b[M\xff\x80\x02",
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
        assert "is saved as a draft (1 of" in program.text

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


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_line_by_line_they_end_nothing_either(home: Path, size: int) -> None:
    put_template(home)
    with terminal(["new", "small", "--draft", "relay"], MENUS, home) as program:
        program.wait_for(r"What is it called.*\n.*\n>")
        for number, data in enumerate((*TROUBLING, b"\x1c")):
            type_in_pieces(program, data + f"<{number}>".encode(), size)
        program.type("\x1b[200~pasted\r")
        program.wait_for("pasted")
        program.type("\r")
        program.wait_for("What is it for")
        program.type(INTERRUPT)

        assert program.wait() == 130
        assert "Traceback" not in program.text

    name = str(read_draft("relay")[0].answers["name"])
    typed = "".join(f"<{number}>" for number in range(len(TROUBLING) + 1))
    assert name.replace("\ufffd", "").startswith(typed)


@pytest.mark.parametrize("environment", [MENUS, DUMB])
def test_the_key_of_sigquit_kills_no_conversation(home: Path, environment: Mapping[str, str]) -> None:
    put_template(home)
    with terminal(["new", "small", "--draft", "relay"], environment, home) as program:
        program.wait_for("What is it called")
        program.type("\x1cRe\x1clay\r\x1c")
        program.wait_for("What is it for")
        program.type(INTERRUPT)

        assert program.wait() == 130

    assert "lay" in str(read_draft("relay")[0].answers["name"])


@pytest.mark.parametrize("keys", ["\x10\x11", "\x10the\x11", "\x10\x1b\x10\x11"])
def test_leaving_while_the_palette_gathers_its_commands_is_no_fault(home: Path, keys: str) -> None:
    put_template(home)
    with terminal(["new", "small", "--draft", "relay"], SCREEN, home) as program:
        program.wait_for("What is it called")
        program.type(keys)

        while not program.ends_within(5.0):
            program.type("\x11")
        assert program.wait() == 0
        assert "has stopped" not in program.text


def random_bytes(seed: int, count: int, leaving: str) -> bytes:
    """So many bytes without the keys that leave: every other seed has more of those that begin sequences."""
    chance, signs = random.Random(seed), b"\x1b\x1b\x1b[<M;0123456789~uOPR \r\r\t\x10\x13\x0e\x1aabc"
    often = bytes(chance.choices(signs, k=count)) if seed % 2 else b""
    data = chance.randbytes(count)
    mixed = bytes(chance.choice(pair) for pair in zip(often, data, strict=True)) if often else data
    return mixed.translate(None, leaving.encode())


def try_random_bytes(way: str, seed: int, count: int, home: Path) -> None:
    """Type random bytes in bursts; then the program still runs, ends by its own key, and the draft can be read."""
    environment, leaving = WAYS[way]
    put_template(home)
    chance, data = random.Random(seed), random_bytes(seed, count, leaving)
    name = f"relay-{seed}"
    with terminal(["new", "small", "--draft", name], environment, home, (100, 30)) as program:
        program.wait_for("What is it called")
        while data:
            size = chance.choice((1, 10, 100, 1000))
            program.type(as_text(data[:size]))
            data = data[size:]
        assert program.process.poll() is None
        program.type(leaving[0])
        while not program.ends_within(5.0):  # a paste without an end, or what has come before, takes the first ones
            program.type(leaving[0])

        assert program.wait() in (0, 130)
        assert "Traceback" not in program.text
        assert "report" not in program.text
    render_plan(read_draft(name)[0])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", [0, 1])
def test_random_bytes_end_nothing_and_break_no_draft(home: Path, way: str, seed: int) -> None:
    try_random_bytes(way, seed, 300, home)


@pytest.mark.soak
@pytest.mark.parametrize("way", WAYS)
def test_very_many_random_bytes_end_nothing_and_break_no_draft(home: Path, way: str) -> None:
    for seed in range(50):
        try_random_bytes(way, seed, 10_000, home)

    print(f"50 times 10,000 random bytes ({way}): nothing ended, every draft can be read")  # noqa: T201  # what `make soak` is run for
