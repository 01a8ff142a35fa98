"""Whatever the user's editor does, the answer stands, and nothing that the editor wrote is lost."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from wizard.files.text_editor.editor import EditorError, edit_text

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the editors are shell scripts")


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture
def put_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Makes a shell script the user's editor; `$1` is the file."""

    def put(script: str) -> None:
        path = tmp_path / "editor"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(path))

    return put


def problem_with(text: str) -> str:
    with pytest.raises(EditorError) as raised:
        edit_text(text)
    return str(raised.value)


def test_the_text_comes_back_without_the_line_end_that_editors_add(put_editor, scratch: Path):
    put_editor("""printf 'written\\nby hand\\n' > "$1" """)

    assert edit_text("Begun") == "written\nby hand"
    assert list(scratch.iterdir()) == []


def test_line_ends_and_marks_of_other_systems_are_no_part_of_the_text(put_editor):
    put_editor("""printf '\\357\\273\\277one\\r\\ntwo\\r\\n' > "$1" """)

    assert edit_text("Begun") == "one\ntwo"


def test_text_without_an_encoding_comes_back_as_it_was(put_editor):
    put_editor(":")

    assert edit_text("a \ud800 b") == "a \ud800 b"


@pytest.mark.parametrize(
    "script, why",
    [("exit 3", "ended with 3"), ('rm "$1"', "removed its file"), ("kill -9 $$", "was ended by signal 9")],
)
def test_an_editor_that_gives_nothing_back_is_told(put_editor, scratch: Path, script: str, why: str):
    put_editor(script)

    told = problem_with("Begun")

    assert why in told
    assert told.endswith("Your text is as it was.")
    assert list(scratch.iterdir()) == []


def test_an_editor_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch, scratch: Path):
    monkeypatch.setenv("EDITOR", "no-such-editor --wait")

    assert "'no-such-editor' does not start. Set $EDITOR" in problem_with("Begun")
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    "script, written",
    [
        ("""printf 'caf\\351' > "$1" """, b"caf\xe9"),
        ("""printf 'long work' > "$1"; kill -9 $$""", b"long work"),
        ("""printf 'long work' > "$1"; exit 1""", b"long work"),
    ],
)
def test_what_cannot_be_taken_is_kept_and_named(put_editor, script: str, written: bytes):
    put_editor(script)

    told = problem_with("Begun")

    found = re.search(r"Your text is as it was; what the editor wrote is in (.*)\.\Z", told)
    assert found is not None
    assert Path(found[1]).read_bytes() == written


def test_a_disk_with_no_room_for_the_editors_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "a file").write_text("")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "a file"))

    assert problem_with("Begun").startswith("There is no file for the editor: ")


def test_ctrl_c_is_for_the_editor_and_an_ending_signal_for_both(put_editor, tmp_path: Path):
    came: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: came.append(number))
    try:
        put_editor(f"echo $$ > {tmp_path}/pid; exec sleep 60")
        threading.Thread(target=_send_both, args=(tmp_path / "pid",)).start()

        told = problem_with("Begun")
    finally:
        signal.signal(signal.SIGTERM, before)

    assert "was ended by signal 15" in told
    assert came == [signal.SIGTERM]


def _send_both(pid: Path) -> None:
    while not (pid.exists() and pid.read_text().endswith("\n")):
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGTERM)
