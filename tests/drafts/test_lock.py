"""One program at a time has a draft, and the next one learns who."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from wizard.drafts.lock import DraftInUseError, Holder, lock_holder, take_lock

HOLDER = """
import sys, pathlib
from wizard.drafts.lock import take_lock
lock = take_lock(pathlib.Path(sys.argv[1]), "relay")
print("taken", flush=True)
sys.stdin.read()
"""


def other_program(path: Path) -> subprocess.Popen[str]:
    """Another program that has the lock."""
    program = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None and program.stdout.readline() == "taken\n"
    return program


def test_the_second_program_is_told_who_has_the_draft(tmp_path: Path) -> None:
    with other_program(tmp_path / "lock") as program:
        with pytest.raises(DraftInUseError) as held:
            take_lock(tmp_path / "lock", "relay")
        program.communicate("")

    assert held.value.holder is not None
    assert held.value.holder.pid == program.pid
    assert held.value.holder.host == socket.gethostname()
    assert f"process {program.pid}, since " in str(held.value)
    assert "open a copy" in str(held.value)


def test_a_lock_that_is_released_is_free(tmp_path: Path) -> None:
    take_lock(tmp_path / "lock", "relay").release()

    assert lock_holder(tmp_path / "lock") is None
    take_lock(tmp_path / "lock", "relay").release()


def test_a_lock_left_by_a_killed_program_is_taken_over(tmp_path: Path) -> None:
    with other_program(tmp_path / "lock") as program:
        assert lock_holder(tmp_path / "lock") is not None
        program.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        program.wait()

    assert (tmp_path / "lock").read_bytes() != b""
    assert lock_holder(tmp_path / "lock") is None
    take_lock(tmp_path / "lock", "relay").release()


@pytest.mark.parametrize("content", [b"", b"garbage", b"{}", b'{"pid": "x"}', b"\x00" * 50, b"[" * 5000])
def test_what_stands_in_the_file_does_not_matter_when_nobody_has_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "lock").write_bytes(content)

    take_lock(tmp_path / "lock", "relay").release()


def test_a_lock_file_that_was_replaced_is_no_longer_ours(tmp_path: Path) -> None:
    lock = take_lock(tmp_path / "lock", "relay")
    assert lock.is_in_place()

    (tmp_path / "lock").unlink()
    assert not lock.is_in_place()

    (tmp_path / "lock").touch()
    assert not lock.is_in_place()
    lock.release()


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that knows no locks."""

    def refuse(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("wizard.drafts.lock.fcntl.flock", refuse)


def put_holder(path: Path, pid: int, host: str, born: str) -> None:
    path.write_text(json.dumps({"pid": pid, "host": host, "since": 0.0, "born": born}))


@pytest.mark.usefixtures("no_locks")
@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="needs /proc")
class TestWithoutLocks:
    """Where the file system has no locks, the file's own words count."""

    def test_a_running_process_keeps_the_draft(self, tmp_path: Path) -> None:
        take_lock(tmp_path / "lock", "relay")

        with pytest.raises(DraftInUseError):
            take_lock(tmp_path / "lock", "relay")

    def test_a_dead_process_does_not(self, tmp_path: Path) -> None:
        gone = subprocess.Popen([sys.executable, "-c", ""])
        gone.wait()
        put_holder(tmp_path / "lock", gone.pid, socket.gethostname(), "")

        take_lock(tmp_path / "lock", "relay").release()

    def test_another_process_with_the_same_number_does_not(self, tmp_path: Path) -> None:
        put_holder(tmp_path / "lock", os.getpid(), socket.gethostname(), "1")

        take_lock(tmp_path / "lock", "relay").release()

    def test_a_process_on_another_machine_is_taken_to_run(self, tmp_path: Path) -> None:
        put_holder(tmp_path / "lock", 1, "elsewhere", "")

        with pytest.raises(DraftInUseError, match="on elsewhere"):
            take_lock(tmp_path / "lock", "relay")


@pytest.mark.parametrize("since", ["1e300", "-1e300", "NaN", "Infinity"])
def test_a_holder_since_an_impossible_time_can_be_shown(tmp_path: Path, since: str) -> None:
    lock = take_lock(tmp_path / "lock", "relay")
    (tmp_path / "lock").write_text(f'{{"pid": 1, "host": "x", "since": {since}, "born": ""}}')

    with pytest.raises(DraftInUseError):
        take_lock(tmp_path / "lock", "relay")
    lock.release()


def test_a_holder_is_shown_without_control_characters() -> None:
    assert "\x1b" not in str(Holder(1, "bad\x1b[2J", 0.0, ""))
