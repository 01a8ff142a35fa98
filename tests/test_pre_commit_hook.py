"""The hook of `.pre-commit-hooks.yaml`, run as pre-commit runs it: its entry with the names of changed files."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.commands import Outcome, Program
from tests.support.small_plan import save_small_plan

HOOKS = Path(__file__).parents[1] / ".pre-commit-hooks.yaml"


@pytest.fixture(autouse=True)
def place(program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository with a plan and with other Markdown."""
    monkeypatch.chdir(tmp_path)
    save_small_plan(program, home)
    Path("README.md").write_text("# Read me\n")


def hook() -> dict[str, Any]:
    [each] = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    return each


def commit(program: Program, *changed: str) -> Outcome:
    """What the hook says of a commit; pre-commit leaves out the files that its pattern does not fit."""
    command = shlex.split(hook()["entry"])
    names = [name for name in changed if re.search(hook()["files"], name)]
    assert command[0] == "plan-wizard"
    return program(*command[1:], *names)


def test_the_hook_names_what_pre_commit_needs() -> None:
    assert {"id", "name", "entry", "language", "files"} <= hook().keys()
    assert hook()["language"] == "python"


def test_a_commit_of_a_good_plan_and_of_other_files_passes(program: Program) -> None:
    outcome = commit(program, "plan.md", "plan.answers.yaml", "README.md", "setup.py")

    assert outcome.code == 0
    assert "1 file that is not a plan was skipped." in outcome.err


@pytest.mark.parametrize("changed", [["plan.md"], ["plan.answers.yaml"], ["README.md", "plan.answers.yaml"]])
def test_a_commit_of_a_plan_that_is_stale_fails_whichever_of_its_files_changed(
    program: Program, changed: list[str]
) -> None:
    answers = Path("plan.answers.yaml")
    answers.write_text(answers.read_text().replace("goal: Talk.", "goal: Listen."))

    outcome = commit(program, *changed)

    assert outcome.code == 1
    assert outcome.out == "plan.md:3:1: stale the answers give this line: Listen.\n"


def test_a_commit_without_plans_passes(program: Program) -> None:
    assert commit(program, "README.md").code == 0


def test_an_answers_file_whose_plan_is_gone_is_passed_over(program: Program) -> None:
    Path("plan.md").unlink()

    assert commit(program, "plan.answers.yaml").code == 0
