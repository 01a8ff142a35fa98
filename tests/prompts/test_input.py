"""Lines as they are typed at a terminal, however long, and as they come through a pipe."""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Generator

import pytest

from wizard.prompts.terminal.dialogue import HungUp, Interrupted
from wizard.prompts.terminal.input import PipedLineReader
from wizard.prompts.terminal.output import TextOutput, escape_controls, wrap_for_terminal
from wizard.prompts.terminal.signals import SignalGuard

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

import pty
import termios

from wizard.prompts.terminal.input import KeyboardLineReader
from wizard.prompts.terminal.settings import TerminalSettings


class Typist:
    """A keyboard, what is typed on it, and what is seen meanwhile."""

    def __init__(self, master: int, slave: int) -> None:
        self.slave = slave
        self.page = io.StringIO()
        self.signals = SignalGuard()
        self.settings = TerminalSettings(slave)
        self.keyboard = KeyboardLineReader(slave, self.settings, TextOutput(self.page), self.signals)
        self._master = master

    def type(self, typed: bytes) -> None:
        """Type while the program reads, as more would not fit into the terminal."""
        threading.Thread(target=os.write, args=(self._master, typed), daemon=True).start()

    def hang_up(self) -> None:
        os.close(self._master)


@pytest.fixture
def typist() -> Generator[Typist]:
    master, slave = pty.openpty()
    typist = Typist(master, slave)
    with typist.settings.hold():
        yield typist
    os.close(slave)


def test_a_line_is_read_and_shown(typist: Typist):
    typist.type("Größe 漢\r".encode())

    assert typist.keyboard.read() == "Größe 漢"
    assert typist.page.getvalue() == "Größe 漢\n"


def test_a_line_longer_than_the_terminal_would_take_is_whole(typist: Typist):
    typist.type(b"x" * 100_000 + b"\r")

    assert typist.keyboard.read() == "x" * 100_000


def test_lines_typed_ahead_come_one_after_the_other_each_shown_in_its_turn(typist: Typist):
    typist.type(b"one\rtwo\r\r")

    assert typist.keyboard.read() == "one"
    assert typist.page.getvalue() == "one\n"
    assert [typist.keyboard.read(), typist.keyboard.read()] == ["two", ""]


@pytest.mark.parametrize(
    ("typed", "line", "shown"),
    [
        ("ab\x7fc", "ac", "ab\b \bc"),
        ("\x7fa", "a", "a"),
        ("漢\x7fa", "a", "漢\b \b\b \ba"),
        ("ae\u0301\x7f", "a", "ae\u0301\b \b"),
        ("one two \x17x", "one x", "one two " + "\b \b" * 4 + "x"),
        ("one\x15two", "two", "one" + "\b \b" * 3 + "two"),
        ("a\x1b[Db\0", "a\x1b[Db\0", "a^[[Db^@"),
        ("\x1b\x7fa", "a", "^[\b \b\b \ba"),
        ("long \x04line", "long line", "long line"),
    ],
)
def test_what_is_typed_is_corrected_and_shown_without_an_escape(typist: Typist, typed: str, line: str, shown: str):
    typist.type(typed.encode() + b"\r")

    assert typist.keyboard.read() == line
    assert typist.page.getvalue() == shown + "\n"


def test_bytes_that_are_no_text_are_replaced(typist: Typist):
    typist.type(b"a\xffb\r")

    assert typist.keyboard.read() == "a\ufffdb"


def test_ctrl_d_hangs_up_on_an_empty_line_and_what_comes_after_is_not_lost(typist: Typist):
    typist.type(b"\x04one\r")

    with pytest.raises(HungUp):
        typist.keyboard.read()
    assert typist.keyboard.read() == "one"


def test_ctrl_d_twice_hangs_up_in_the_middle_of_a_line_and_the_line_is_not_lost(typist: Typist):
    typist.type(b"half a l\x04\x04")

    with pytest.raises(HungUp) as end:
        typist.keyboard.read()
    assert end.value.typed == "half a l"


def test_a_terminal_that_is_closed_hangs_up(typist: Typist):
    typist.hang_up()

    with pytest.raises(HungUp):
        typist.keyboard.read()


def test_the_terminal_is_left_as_it_was_found_also_for_an_editor():
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    settings = TerminalSettings(slave)

    with settings.hold():
        assert not termios.tcgetattr(slave)[3] & termios.ICANON
        with settings.release():
            assert termios.tcgetattr(slave) == before

    assert termios.tcgetattr(slave) == before
    os.close(master)
    os.close(slave)


def piped(content: bytes) -> tuple[PipedLineReader, io.StringIO]:
    page = io.StringIO()
    source = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", errors="replace")
    return PipedLineReader(source, TextOutput(page), SignalGuard(), shows=True), page


def test_piped_lines_are_shown_behind_the_prompt_in_short():
    lines, page = piped(b"\xef\xbb\xbfone\r\n" + b"x" * 300 + b"\n\x1b[2J")

    assert [lines.read(), len(lines.read()), lines.read()] == ["one", 300, "\x1b[2J"]
    assert page.getvalue() == "one\n" + "x" * 200 + "...\n^[[2J\n"
    with pytest.raises(HungUp):
        lines.read()


def test_a_signal_that_comes_between_two_questions_takes_effect_at_the_next():
    signals = SignalGuard()
    lines = PipedLineReader(io.StringIO("one\n"), TextOutput(io.StringIO()), signals, shows=False)
    with signals.catch():
        os.kill(os.getpid(), 15)
        with pytest.raises(Interrupted):
            lines.read()


def test_a_page_that_nobody_reads_hangs_up():
    page = io.StringIO()
    page.close()

    with pytest.raises(HungUp):
        TextOutput(page).write("x")


def test_long_lines_break_between_words_and_control_characters_become_ascii():
    assert wrap_for_terminal("  1. one two three four five six", 24) == "  1. one two three four\n  five six"
    assert wrap_for_terminal("x" * 60, 24) == "x" * 60
    assert escape_controls("a\x1b\0\x7f\tb\r\nc\u202e") == "a^[^@^?\tb\nc\ufffd"
