"""The commands of docs/living-plan.md do what the page says, in the order in which they stand there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.commands import Program

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "living-plan.md").read_text()
_BLOCK = re.compile(r"^```(console|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def apply_edit(edit: str, path: Path) -> None:
    """Replace the lines with `-` by those with `+` behind them."""
    text = path.read_text()
    for gone, come in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", edit, re.MULTILINE):
        before, after = ("".join(line[1:] + "\n" for line in each.splitlines()) for each in (gone, come))
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text)


def run(command: str, program: Program) -> tuple[str, ...]:
    """Run a command as a shell would; return what it prints, in either order of its streams, or () without jq."""
    command, _, target = command.partition(" > ")
    given, _, piped = command.partition(" | ") if command.startswith("echo ") else ("", "", command)
    words = shlex.split(piped)
    match words[0]:
        case "plan-wizard":
            done = program(*words[1:], stdin="".join(shlex.split(given)[1:]))
            if target:
                Path(target).write_text(done.out)
            return ("",) if target else (done.out + done.err, done.err + done.out)
        case "cp":
            shutil.copy(ROOT / words[1], words[2])
            return ("",)
        case _:
            if shutil.which(words[0]) is None:
                return ()
            return (subprocess.run(words, capture_output=True, text=True, check=True).stdout,)


def fits(said: str, printed: str) -> bool:
    """Whether lines are printed as the page says; a line of `…` is any lines, and `…` in a line anything."""
    parts = [re.escape(part).replace("…", ".*") for part in re.split(r"^…\n", said, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*".join(parts), printed) is not None


def test_the_page_is_true(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for kind, block in _BLOCK.findall(PAGE):
        if kind == "diff":
            apply_edit(block, Path("relay.md"))
            continue
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, said = step.partition("\n")
            printed = run(command, program)
            assert not printed or any(fits(said, each) for each in printed), f"{command}\n{printed[0]}"
