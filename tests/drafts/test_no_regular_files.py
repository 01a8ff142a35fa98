"""Pipes, devices, far times and huge numbers in a draft's files hang nothing, fill nothing and end nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.patience import PATIENCE
from tests.support.small_plan import small_interview
from tests.support.warm_process import run_python
from wizard.drafts.draft import start_draft

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX")

FILES = ("draft.yaml", "journal.jsonl", "template.md", "lock", "passed.txt", "earlier/00000001.yaml", "earlier")
COMMANDS = (
    ["list"],
    ["next", "relay"],
    ["answer", "relay"],
    ["save", "relay"],
    ["resume", "relay", "--earlier"],
    ["resume", "relay", "--prompts"],
    ["resume", "relay", "--copy", "--prompts"],
    ["drop", "relay"],
)
ALL_COMMANDS = f"""
import os, resource, sys, tempfile
resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
from wizard.cli.main import main
for command in {COMMANDS!r}:
    answer = tempfile.TemporaryFile()
    answer.write(b'{{"goal": "Talk"}}' if command[0] == "answer" else b":leave\\n")
    answer.seek(0)
    os.dup2(answer.fileno(), 0)
    sys.stdin = open(0, closefd=False)
    print(command, main(command), file=sys.stderr)
from screens.start_entries import load_entries
entries = load_entries()
entries.rows(None)
"""
"""Run one after the other in one process, with less memory than a file without an end would fill."""


@pytest.fixture
def folder(home: Path) -> Path:
    draft = start_draft(small_interview(home).answer(("name",), "Relay"), "relay")
    draft.record(draft.interview.answer(("goal",), "Talk"))
    draft.close()
    (draft.folder / "passed.txt").write_text("big")
    return draft.folder


def run_all_commands(tmp_path: Path) -> str:
    command = [sys.executable, "-c", ALL_COMMANDS]
    run = run_python(command, cwd=tmp_path, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=PATIENCE)
    assert run.returncode == 0, run.stderr
    assert "fault" not in run.stderr and "Traceback" not in run.stderr
    return run.stderr


@pytest.mark.parametrize("kind", ["pipe", "device"])
@pytest.mark.parametrize("name", FILES)
def test_what_is_no_file_hangs_nothing_and_fills_nothing(folder: Path, tmp_path: Path, name: str, kind: str) -> None:
    path = folder / name
    if path.is_dir():
        path.rename(folder / "away")
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")

    run_all_commands(tmp_path)


@pytest.mark.parametrize("source", ["/dev/zero", "pipe", "huge", "folder"])
def test_a_draft_whose_template_is_no_file_goes_on_with_its_copy(folder: Path, tmp_path: Path, source: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(1 << 40)
    for name in ("draft.yaml", "journal.jsonl"):
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content.replace(b'"small"', f'"{tmp_path / source}"'.encode()))

    assert "does not open any more" in run_all_commands(tmp_path)


@pytest.mark.parametrize("seconds", [-(2**40), -1, 253_402_300_800, 2**38, 2**53, 2**62])
def test_a_draft_of_any_time_is_listed(program: Program, folder: Path, seconds: int) -> None:
    from screens.start_entries import load_entries

    try:
        for path in (folder / "draft.yaml", folder / "journal.jsonl"):
            os.utime(path, ns=(seconds * 10**9, seconds * 10**9) if abs(seconds) < 2**33 else (seconds, seconds))
            os.utime(path, (seconds, seconds))
    except (OSError, OverflowError):
        pytest.skip("the disk does not take this time")

    assert "Relay" in program("list").out
    assert program("list", "--json").document["drafts"][0]["name"] == "relay"
    assert load_entries().rows(None)


@pytest.mark.parametrize("field", ["answered", "total", "turn", "number", "version", "cursor"])
@pytest.mark.parametrize("name", ["draft.yaml", "journal.jsonl"])
def test_no_number_in_a_draft_is_too_large_to_be_shown(program: Program, folder: Path, field: str, name: str) -> None:
    from screens.start_entries import load_entries

    content, huge = (folder / name).read_text(), "9" * 400
    if name == "draft.yaml":
        content = re.sub(rf"(?m)^{field}: \d+", f"{field}: {huge}", content)
    else:
        content += f'{{"n":99,"do":"move","at":[["name"],[],0],"summary":["Relay",{huge},{huge}]}}\n'
    (folder / name).write_text(content)

    assert program("list").code == 0
    assert load_entries().rows(None)
    assert program("next", "relay").document["progress"]["answered"] == 2
