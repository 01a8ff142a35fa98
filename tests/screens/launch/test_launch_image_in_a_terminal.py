"""The launch image as a user sees it: the installed program, in terminals, started twice."""

from __future__ import annotations

import os
import re
import signal
import termios
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.cached_templates import put_kept_templates
from tests.support.patience import PATIENCE
from tests.support.terminal_cells import terminal_cells
from tests.support.terminals import Terminal, terminal, wait_until_stopped
from wizard.drafts.dropped import drop_draft
from wizard.drafts.lock import take_lock
from wizard.exit_code import ExitCode

_ON: Mapping[str, str] = {"PLAN_WIZARD_LAUNCH_IMAGE": "1"}
_OFF: Mapping[str, str] = {"PLAN_WIZARD_LAUNCH_IMAGE": "0"}
_APP_TAKES_OVER = b"\x1b[?1000h"
_DRAWN = b"\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[1;1H"
"""What the image begins with."""
_GIVEN_BACK = b"\x1b[?1049l"
_CLEARED = b"\x1b[2J"
_QUESTION = "What is the project called"
_LEAVE = "\x11"
_NEW = ("new", "project-plan")
_SIZE = (100, 30)
_TEMPLATE = """\
---
title: Own
questions:
  - id: name
    label: What is it called?
---
# {{ name }}
"""


@pytest.fixture(autouse=True)
def kept_templates(home: Path) -> None:
    put_kept_templates(home)


@contextmanager
def launched(
    folder: Path,
    arguments: tuple[str, ...] = _NEW,
    size: tuple[int, int] = _SIZE,
    environment: Mapping[str, str] = _ON,
) -> Iterator[Terminal]:
    given = {"TERM": "xterm-256color", "COLORTERM": "truecolor", **environment}
    with terminal(arguments, given, folder, size) as opened:
        yield opened


def images(home: Path) -> list[Path]:
    return sorted(home.glob("cache/launch-images/*.frame"))


def draft_text(home: Path) -> str:
    return "".join(path.read_text() for path in home.glob("drafts/*/*") if path.is_file())


def until(opened: Terminal, holds: Callable[[], bool]) -> None:
    """Read until something holds."""
    ends_at = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends_at, opened.text[-3000:]
        opened.read_for(0.02)


def keep_image(home: Path, folder: Path, environment: Mapping[str, str] = _ON) -> None:
    """Start the program once, so that it keeps the first frame."""
    with launched(folder, environment=environment) as opened:
        until(opened, lambda: bool(images(home)))
        opened.type(_LEAVE)
        opened.wait()


def until_taken_over(opened: Terminal) -> bytes:
    """Wait until the app has the terminal; return what was on it before."""
    until(opened, lambda: _APP_TAKES_OVER in opened.output)
    return opened.output.partition(_APP_TAKES_OVER)[0]


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"TERM": "xterm", "COLORTERM": ""}], ids=str)
def test_nothing_but_what_the_app_draws_stays_on_the_terminal(
    environment: Mapping[str, str], home: Path, tmp_path: Path
) -> None:
    keep_image(home, tmp_path, {**environment, **_ON})

    with (
        launched(tmp_path, environment={**environment, **_ON}) as opened,
        launched(tmp_path, environment={**environment, **_OFF}) as without,
    ):
        assert _DRAWN in until_taken_over(opened)

        def is_same() -> bool:
            without.read_for(0.02)
            return terminal_cells(opened.output, *_SIZE) == terminal_cells(without.output, *_SIZE)

        until(opened, is_same)


def test_what_the_app_draws_first_is_the_image_once_more(home: Path, tmp_path: Path) -> None:
    keep_image(home, tmp_path)

    with launched(tmp_path) as opened:
        frame = until_taken_over(opened)
        frame = frame[frame.index(b"\x1b[1;1H") :]
        until(opened, lambda: opened.output.count(frame) == 2)

    drawn_between = opened.output.split(frame)[1]
    assert b"\x1b[?1049h" not in drawn_between  # xterm would clear the screen
    assert b"H" not in re.sub(rb"\x1b\[\?[0-9;$]*[a-z]|\x1b\][^\x07]*\x07", b"", drawn_between)


def test_what_is_typed_during_the_image_reaches_the_question_in_order(home: Path, tmp_path: Path) -> None:
    keep_image(home, tmp_path)

    with launched(tmp_path) as opened:
        until(opened, lambda: _DRAWN in opened.output)
        for character in "Relay, with every key":
            opened.type(character)
        opened.wait_for("(?s).*with every key")
        opened.type("\t" + _LEAVE)
        opened.wait()

    assert "Relay, with every key" in draft_text(home)


@pytest.mark.parametrize("key", [_LEAVE, "\x03\x03"], ids=["ctrl+q", "ctrl+c twice"])
def test_a_key_that_leaves_does_so_during_the_image(key: str, home: Path, tmp_path: Path) -> None:
    keep_image(home, tmp_path)

    with launched(tmp_path) as opened:
        until(opened, lambda: _DRAWN in opened.output)
        opened.type(key)

        assert opened.wait() in (0, 130)
        assert opened.output.rindex(_GIVEN_BACK) > opened.output.rindex(b"H")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_what_is_typed_before_a_signal_during_the_image_is_saved(
    seconds: float, number: signal.Signals, home: Path, tmp_path: Path
) -> None:
    keep_image(home, tmp_path)

    with launched(tmp_path) as opened:
        until(opened, lambda: _DRAWN in opened.output)
        opened.type("echo harbour")
        opened.read_for(seconds)
        opened.send(number)

        assert opened.wait() == ExitCode.INTERRUPTED
    assert _GIVEN_BACK in opened.output
    assert "echo harbour is saved as a draft" in opened.text
    assert "echo harbour" in draft_text(home)


def test_a_stop_during_the_image_stops_when_the_terminal_can_be_given_back(home: Path, tmp_path: Path) -> None:
    keep_image(home, tmp_path)

    with launched(tmp_path) as opened:
        until(opened, lambda: _DRAWN in opened.output)
        opened.send(signal.SIGTSTP)
        wait_until_stopped(opened)
        until(opened, lambda: _GIVEN_BACK in opened.output)
        before = len(opened.output)
        opened.send(signal.SIGCONT)
        until(opened, lambda: _APP_TAKES_OVER in opened.output[before:] and opened.is_raw())
        opened.type("harbour")
        until(opened, lambda: "harbour" in opened.text)
        opened.type(_LEAVE)

        assert opened.wait() == 0
    assert "harbour" in draft_text(home)


def test_ctrl_c_before_anything_is_drawn_ends_without_a_traceback(home: Path, tmp_path: Path) -> None:
    for seconds in (0.02, 0.05, 0.08, 0.12):
        with launched(tmp_path) as opened:
            opened.read_for(seconds)
            opened.send(signal.SIGINT)
            code = opened.wait()

        assert "Traceback" not in opened.text or "wizard" not in opened.text.partition("Traceback")[2], opened.text
        assert code in (ExitCode.INTERRUPTED, -signal.SIGINT, 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_during_the_image_gives_the_terminal_back(number: signal.Signals, home: Path, tmp_path: Path) -> None:
    keep_image(home, tmp_path)

    with launched(tmp_path) as opened:
        until(opened, lambda: _DRAWN in opened.output)
        opened.send(number)

        assert opened.wait() == ExitCode.INTERRUPTED
        assert opened.output.count(_GIVEN_BACK) >= 1
        shown = opened.settings()[3]
        assert isinstance(shown, int) and shown & termios.ECHO and shown & termios.ICANON


def test_a_resize_during_the_image_takes_it_away(home: Path, tmp_path: Path) -> None:
    keep_image(home, tmp_path)

    with launched(tmp_path) as opened:
        until(opened, lambda: _DRAWN in opened.output)
        opened.resize(90, 28)
        opened.send(signal.SIGWINCH)
        until(opened, lambda: b"\x1b[28;1H" in opened.output.partition(_CLEARED)[2])


def test_a_template_that_has_changed_has_no_image(home: Path, tmp_path: Path) -> None:
    template = tmp_path / "own.md"
    template.write_text(_TEMPLATE)
    with launched(tmp_path, ("new", "./own.md")) as opened:
        until(opened, lambda: bool(images(home)))
    template.write_text(_TEMPLATE.replace("What", "Which"))

    with launched(tmp_path, ("new", "./own.md")) as opened:
        assert _DRAWN not in until_taken_over(opened)


def test_a_program_that_fails_during_the_image_gives_the_terminal_back(home: Path, tmp_path: Path) -> None:
    template = tmp_path / "own.md"
    template.write_text(_TEMPLATE)
    with launched(tmp_path, ("new", "./own.md")) as opened:
        until(opened, lambda: bool(images(home)))

    with launched(tmp_path, ("new", "./own.md")) as opened:
        until(opened, lambda: _DRAWN in opened.output)
        before = opened.output
        template.unlink()
        opened.wait()

    assert _GIVEN_BACK in opened.output[len(before) - 1 :]
    assert b"own.md" in opened.output.rpartition(_GIVEN_BACK)[2]


def test_a_home_that_cannot_be_written_to_gets_no_image(home: Path, tmp_path: Path) -> None:
    (home / "cache" / "launch-images").write_text("a file where the folder would be")

    with launched(tmp_path) as opened:
        opened.wait_for(_QUESTION)
        opened.type(_LEAVE)

        assert opened.wait() == ExitCode.DONE
    assert (home / "cache" / "launch-images").is_file()


def image_of(home: Path, subject: str) -> Path:
    return home / "cache" / "launch-images" / f"{zlib.crc32(subject.encode()):08x}.frame"


def leave_a_draft(home: Path, folder: Path, *, arguments: tuple[str, ...] = _NEW, typed: str = "Relay\r") -> None:
    """Answer something and leave, and wait until what a resume begins with is drawn."""
    image_of(home, "resume").unlink(missing_ok=True)
    with launched(folder, arguments) as opened:
        opened.wait_for(_QUESTION if arguments == _NEW else "(?s).*Relay")
        opened.type(typed + _LEAVE)
        opened.wait()
    ends_at = time.monotonic() + PATIENCE
    while not image_of(home, "resume").exists():
        assert time.monotonic() < ends_at
        time.sleep(0.02)


@pytest.mark.parametrize("arguments", [("resume",), ("resume", "project-plan")], ids=" ".join)
def test_a_draft_is_in_sight_as_it_was_left_and_as_it_will_be_drawn(
    arguments: tuple[str, ...], home: Path, tmp_path: Path
) -> None:
    leave_a_draft(home, tmp_path)

    with launched(tmp_path, arguments) as opened:
        frame = until_taken_over(opened)
        frame = frame[frame.index(b"\x1b[1;1H") :]
        assert b"Relay" in frame
        until(opened, lambda: opened.output.count(frame) == 2)


def test_another_answer_is_in_the_next_image(home: Path, tmp_path: Path) -> None:
    leave_a_draft(home, tmp_path)
    leave_a_draft(home, tmp_path, arguments=("resume",), typed="Reach everybody")

    with launched(tmp_path, ("resume",)) as opened:
        assert b"Reach everybody" in until_taken_over(opened)


def test_what_is_typed_during_the_image_of_a_draft_reaches_its_question(home: Path, tmp_path: Path) -> None:
    leave_a_draft(home, tmp_path)

    with launched(tmp_path, ("resume",)) as opened:
        until(opened, lambda: _DRAWN in opened.output)
        opened.type("Reach everybody" + _LEAVE)
        opened.wait()

    assert "Reach everybody" in draft_text(home)


def test_a_draft_that_another_program_has_open_is_not_shown(home: Path, tmp_path: Path) -> None:
    leave_a_draft(home, tmp_path)

    lock = take_lock(home / "drafts" / "project-plan" / "lock", "project-plan")
    try:
        with launched(tmp_path, ("resume", "project-plan")) as opened:
            opened.wait()
    finally:
        lock.release()

    assert b"Relay" not in opened.output
    assert b"is open elsewhere" in opened.output


def test_a_draft_whose_files_have_changed_is_not_shown(home: Path, tmp_path: Path) -> None:
    leave_a_draft(home, tmp_path)
    os.utime(home / "drafts" / "project-plan" / "journal.jsonl", (1, 1))

    with launched(tmp_path, ("resume",)) as opened:
        assert _DRAWN not in until_taken_over(opened)


def test_nothing_is_kept_of_a_draft_that_was_dropped(home: Path, tmp_path: Path) -> None:
    leave_a_draft(home, tmp_path)
    assert any(b"Relay" in image.read_bytes() for image in images(home))

    drop_draft("project-plan")

    assert not any(b"Relay" in image.read_bytes() for image in images(home))


def test_a_draft_left_later_is_the_one_that_is_shown(home: Path, tmp_path: Path) -> None:
    leave_a_draft(home, tmp_path)
    with launched(tmp_path, ("new", "roadmap"), environment=_OFF) as opened:
        opened.wait_for("(?s).*Roadmap")
        opened.type("Other" + _LEAVE)
        opened.wait()

    with launched(tmp_path, ("resume",)) as opened:
        assert b"Relay" not in until_taken_over(opened)
