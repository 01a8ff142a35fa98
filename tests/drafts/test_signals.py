"""However a program in a terminal comes to its end, the draft is kept and the terminal is as it was."""

from __future__ import annotations

import ctypes
import os
import platform
import random
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE
from tests.support.small_plan import put_template
from tests.support.terminals import Terminal, terminal, wait_until_stopped
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import read_draft

ON_SCREEN, OFF_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"
TGKILL = {"x86_64": 234, "aarch64": 131}.get(platform.machine())
"""The number of the system call that sends a signal to one thread."""
LEAVE, F4 = "\x11", "\x1bOS"

needs_proc = pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="needs /proc")


@contextmanager
def at_work(home: Path, part: str = "", *, is_controlling: bool = True, editor: str = "") -> Generator[Terminal]:
    """The program with a draft into which a word was typed that stands on the screen; a part of it can get stuck."""
    put_template(home)
    environment = {"PLAN_WIZARD_HOME": str(home), "EDITOR": editor}
    program, arguments = ("tests.support.stuck_program", [part]) if part else ("wizard", [])
    arguments = [*arguments, "new", "small", "--draft", "relay"]
    with terminal(arguments, environment, home, program=program, is_controlling=is_controlling) as opened:
        opened.wait_for("What is it called")
        opened.type("Wordseen")
        opened.wait_for("Wordseen")
        yield opened


def kept() -> str | None:
    """The name that was typed into the draft."""
    assert [summary.name for summary in list_drafts()] == ["relay"]
    name = read_draft("relay")[0].answers.get("name")
    assert name is None or isinstance(name, str)
    return name


def wait_for_screen(program: Terminal, since: int) -> None:
    """Wait until the program has taken the screen, after so many bytes of its output."""
    deadline = time.monotonic() + PATIENCE
    while ON_SCREEN not in program.output[since:]:
        assert time.monotonic() < deadline, "it does not come back"
        program.read_for(0.05)


def stick(program: Terminal, home: Path) -> None:
    """Let the part that can get stuck do so at the next letter."""
    (home / "stuck").touch()
    program.type("!")
    deadline = time.monotonic() + PATIENCE
    while not (home / "reached").exists():
        assert time.monotonic() < deadline, "it does not get stuck"
        program.read_for(0.05)


@needs_proc
def test_a_program_that_is_stopped_and_goes_on_has_everything(home: Path) -> None:
    with at_work(home) as program:
        program.send(signal.SIGTSTP)
        wait_until_stopped(program)
        program.read_for(0.1)
        assert program.output.rindex(OFF_SCREEN) > program.output.rindex(ON_SCREEN)

        stopped_at = len(program.output)
        program.send(signal.SIGCONT)
        wait_for_screen(program, stopped_at)
        program.wait_for("Wordseen")
        program.type("Again")
        program.wait_for("WordseenAgain")
        program.type(LEAVE)
        assert program.wait() == 0
    assert kept() == "WordseenAgain"


@needs_proc
def test_what_is_typed_while_the_program_is_stopped_is_kept(home: Path) -> None:
    typed = ""
    with at_work(home) as program:
        for before, while_stopped in ("ab", "cd", "ef", "gh", "ij"):
            program.type(before)
            program.send(signal.SIGTSTP)
            wait_until_stopped(program)
            program.type(while_stopped)
            program.send(signal.SIGCONT)
            typed += before + while_stopped
            program.wait_for(f"Wordseen{typed}")
        program.type(LEAVE)
        assert program.wait() == 0
    assert kept() == f"Wordseen{typed}"


@needs_proc
@pytest.mark.skipif(TGKILL is None, reason="the system call has another number here")
def test_a_stop_that_reaches_another_thread_than_the_main_one_stops_the_program_too(home: Path) -> None:
    with at_work(home) as program:
        process = program.process.pid
        program.read_for(1.0)  # from here on nothing but the signal wakes the main thread
        for thread in Path(f"/proc/{process}/task").iterdir():
            if thread.name != str(process):
                ctypes.CDLL(None).syscall(TGKILL, process, int(thread.name), signal.SIGTSTP)
                break
        wait_until_stopped(program)
        stopped_at = len(program.output)
        program.send(signal.SIGCONT)
        wait_for_screen(program, stopped_at)
        program.type("Again")
        program.wait_for("WordseenAgain")
        program.type(LEAVE)
        assert program.wait() == 0


@pytest.mark.parametrize("pause", [0.0, 0.01, 0.05])
def test_a_program_that_goes_on_before_it_has_stopped_does_not_stop(home: Path, pause: float) -> None:
    with at_work(home) as program:
        for _ in range(5):
            program.send(signal.SIGTSTP)
            program.ends_within(pause)
            program.send(signal.SIGCONT)
            program.ends_within(0.1)
        seen = len(program.output)
        while b"Wordseen!" not in program.output[seen:]:  # what is typed while the terminal is taken again is dropped
            program.type("!")
            program.ends_within(1.0)
        program.type(LEAVE)

        assert program.wait() == 0
    assert str(kept()).startswith("Wordseen!")


@needs_proc
def test_a_program_that_goes_on_without_having_been_stopped_has_no_thread_too_many(home: Path) -> None:
    with at_work(home) as program:
        threads = Path(f"/proc/{program.process.pid}/task")
        before = len(list(threads.iterdir()))
        for _ in range(5):
            program.send(signal.SIGCONT)
            program.read_for(0.1)
        program.type("Again")
        program.wait_for("WordseenAgain")

        assert len(list(threads.iterdir())) < before + 5  # some work of the app's own may have begun a thread
        program.type(LEAVE)
        assert program.wait() == 0
    assert kept() == "WordseenAgain"


def test_a_terminal_that_goes_without_a_signal_ends_the_program(home: Path) -> None:
    with at_work(home, is_controlling=False) as program:
        program.hang_up()

        assert program.process.wait(PATIENCE) == 130
    assert kept() == "Wordseen"


def test_a_screen_that_hangs_keeps_no_closed_terminal_from_ending_the_program(home: Path) -> None:
    with at_work(home, "screen") as program:
        stick(program, home)
        program.hang_up()

        assert program.process.wait(PATIENCE) == 130
    assert kept() == "Wordseen!"


def test_a_terminal_that_takes_nothing_keeps_no_signal_from_ending_the_program(home: Path) -> None:
    with at_work(home) as program:
        for size in range(40, 100):  # everything is drawn again each time, and nobody reads it
            program.resize(size, 20)
            program.send(signal.SIGWINCH)
            time.sleep(0.01)
        program.send(signal.SIGTERM)

        assert program.process.wait(PATIENCE) == 130
    assert kept() == "Wordseen"


def test_a_disk_that_hangs_keeps_no_closed_terminal_from_ending_the_program(home: Path) -> None:
    with at_work(home, "disk") as program:
        stick(program, home)
        program.hang_up()

        assert program.process.wait(PATIENCE) == 130
    assert kept() in ("Wordseen", "Wordseen!")


def test_a_signal_while_the_disk_hangs_tells_what_is_waited_for_and_what_is_not_kept(home: Path) -> None:
    with at_work(home, "disk") as program:
        stick(program, home)
        program.send(signal.SIGTERM)
        program.wait_for("Still saving.")
        program.wait_for("is not saved: the disk does not respond")

        assert program.process.wait(PATIENCE) == 130
    assert kept() in ("Wordseen", "Wordseen!")


def test_a_terminal_of_one_cell_and_back_loses_nothing(home: Path) -> None:
    with at_work(home) as program:
        program.resize(20, 5)
        program.wait_for("little")  # from here on what is drawn is not the question
        program.resize(1, 1)
        program.resize(101, 31)
        program.wait_for("Wordseen")
        program.type("Again")
        program.wait_for("Again")
        program.type(LEAVE)
        assert program.wait() == 0
    assert kept() == "WordseenAgain"


def test_after_an_editor_that_fails_the_screen_is_back(home: Path) -> None:
    with at_work(home, editor="false") as program:
        program.type(F4)
        program.wait_for("'false' ended with 1")
        program.type("Again")
        program.wait_for("WordseenAgain")
        program.type(LEAVE)

        assert program.wait() == 0
    assert kept() == "WordseenAgain"


def test_a_signal_ends_the_program_while_the_editor_has_the_terminal(home: Path) -> None:
    with at_work(home, editor="sh -c 'echo The editor; exec sleep 600'") as program:
        program.type(F4)
        program.wait_for("The editor")
        program.send(signal.SIGTERM)

        assert program.wait() == 130
    assert kept() == "Wordseen"


@pytest.mark.soak
def test_a_terminal_that_is_closed_at_any_moment_leaves_no_process(home: Path) -> None:
    chance, longest = random.Random(os.urandom(8)), 0.0
    for number in range(100):
        folder = home / f"home-{number}"
        put_template(folder)
        environment = {"PLAN_WIZARD_HOME": str(folder)}
        arguments = chance.choice(([], ["new", "small"]))
        with terminal(arguments, environment, folder, is_controlling=chance.random() < 0.5) as program:
            until = time.monotonic() + chance.uniform(0, 3)
            while time.monotonic() < until:
                program.read_for(0.05)
                if chance.random() < 0.2:
                    program.type(chance.choice(("a", "\t", "\x13", "\x1bOQ")))
            program.hang_up()
            closed_at = time.monotonic()
            program.process.wait(PATIENCE)
            longest = max(longest, time.monotonic() - closed_at)

    print(f"100 terminals closed at any moment: every program ended, the slowest after {longest:.1f} s")  # noqa: T201
