"""However a program in a terminal comes to its end, the draft is kept and the terminal is as it was."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import termios
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.small_plan import put_template
from tests.terminals import Terminal, terminal
from wizard.draft import drafts, look_at

ON_SCREEN, OFF_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"


@contextmanager
def at_work(home: Path) -> Generator[Terminal]:
    """The program with a draft into which a word was typed that stands on the screen."""
    put_template(home)
    with terminal(["new", "small", "--draft", "relay"], {"PLAN_WIZARD_HOME": str(home)}, home) as program:
        program.wait_for("What is it called")
        program.type("Wordseen")
        program.wait_for("Wordseen")
        yield program


def kept() -> str | None:
    """The name that was typed into the draft."""
    assert [summary.name for summary in drafts()] == ["relay"]
    name = look_at("relay")[0].answers.get("name")
    assert name is None or isinstance(name, str)
    return name


def state_of(program: Terminal) -> str:
    """The letter of the process in /proc: T when it is stopped, Z when it has ended."""
    return Path(f"/proc/{program.process.pid}/stat").read_text().rpartition(")")[2].split()[0]


def wait_until_stopped(program: Terminal) -> None:
    deadline = time.monotonic() + 20
    while state_of(program) != "T":
        assert time.monotonic() < deadline, "it does not stop"
        program.read_for(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_to_end_keeps_the_draft_and_restores_the_terminal(home: Path, number: signal.Signals) -> None:
    with at_work(home) as program:
        program.send(number)

        assert program.wait() == 130
        assert program.output.rindex(OFF_SCREEN) > program.output.rindex(ON_SCREEN)
        assert b"relay" in program.output[program.output.rindex(OFF_SCREEN) :]
    assert kept() == "Wordseen"


def test_a_terminal_that_is_closed_ends_the_program_and_keeps_the_draft(home: Path) -> None:
    with at_work(home) as program:
        program.hang_up()
        program.process.wait(20)
    assert kept() == "Wordseen"


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="needs /proc")
@pytest.mark.soak  # it does not end after ctrl+q here: open, see the issue
def test_a_program_that_is_stopped_and_goes_on_has_everything(home: Path) -> None:
    with at_work(home) as program:
        program.send(signal.SIGTSTP)
        wait_until_stopped(program)
        program.read_for(0.1)
        assert program.output.rindex(OFF_SCREEN) > program.output.rindex(ON_SCREEN)

        program.send(signal.SIGCONT)
        program.wait_for("Wordseen")
        program.type("Again")
        program.wait_for("Again")
        program.type("\x11")
        assert program.wait() == 0
    assert kept() == "WordseenAgain"


def test_a_terminal_of_one_cell_and_back_loses_nothing(home: Path) -> None:
    with at_work(home) as program:
        for columns, rows in ((1, 1), (100, 30)):
            size = struct.pack("HHHH", rows, columns, 0, 0)
            fcntl.ioctl(program._master, termios.TIOCSWINSZ, size)  # pyright: ignore[reportPrivateUsage]
            program.send(signal.SIGWINCH)
            program.read_for(0.5)
        program.wait_for("Wordseen")
        program.type("Again")
        program.wait_for("Again")
        program.type("\x11")
        assert program.wait() == 0
    assert kept() == "WordseenAgain"
