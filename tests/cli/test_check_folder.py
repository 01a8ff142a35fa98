"""`check` takes folders and globs: the plans in them are checked, and files that are no plans are counted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.small_plan import save_small_plan


@pytest.fixture(autouse=True)
def place(program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two plans, one of which is stale, and two other files."""
    folder = tmp_path / "place"
    (folder / "docs").mkdir(parents=True)
    monkeypatch.chdir(folder / "docs")
    save_small_plan(program, home)
    monkeypatch.chdir(folder)
    plan, answers = Path("docs/plan.md"), Path("docs/plan.answers.yaml")
    Path("docs/stale.md").write_text(plan.read_text())
    Path("docs/stale.answers.yaml").write_text(answers.read_text().replace("goal: Talk.", "goal: Listen."))
    Path("README.md").write_text("# Read me\n")
    Path("docs/notes.txt").write_text("Notes.\n")
    return folder


def test_the_plans_of_a_folder_are_checked_and_the_other_files_counted(program: Program) -> None:
    outcome = program("check", ".")

    assert outcome.code == 1
    assert outcome.out == "docs/stale.md:3:1: stale the answers give this line: Listen.\n"
    assert outcome.err.splitlines()[0] == "docs/plan.md matches its answers."
    assert outcome.err.endswith("2 files that are not plans were skipped.\n")
    document = program("check", ".", "--json").document
    assert document["passedOver"] == 2
    assert [plan["file"] for plan in document["plans"]] == ["docs/plan.md", "docs/stale.md"]


def test_a_glob_is_understood_where_no_shell_has(program: Program) -> None:
    assert program("check", "docs/p*.md").code == 0
    assert program("check", "**/*.md").err.endswith("1 file that is not a plan was skipped.\n")
    assert program("check", "**/*.md").code == 1


def test_a_named_file_that_is_no_plan_is_told(program: Program) -> None:
    outcome = program("check", "docs/plan.md", "README.md")

    assert outcome.code == 1
    assert outcome.out.startswith("README.md:1:1: no-answers-file ")
    assert "passed over" not in outcome.err


@pytest.mark.parametrize("name", ["nowhere", "nowhere/*.md", "*.rst"])
def test_what_is_not_there_is_told_and_the_rest_is_checked(program: Program, name: str) -> None:
    outcome = program("check", name, "docs")

    assert outcome.code == 2
    assert name.split("/", maxsplit=1)[0] in outcome.err
    assert "stale" in outcome.out


def test_a_plan_without_answers_is_checked_and_said_to_have_none_in_every_format(program: Program) -> None:
    Path("tasks.md").write_text("# Tasks\n\n- [ ] T001 Dig\n")
    note = "tasks.md has no tasks.answers.yaml beside it, so only its text was checked."

    assert program("check", "tasks.md").err == f"{note}\n"
    assert program("check", "tasks.md", "--json").document["notes"] == [note]
    [run] = program("check", "tasks.md", "--format", "sarif").document["runs"]
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"] == [{"level": "note", "message": {"text": note}}]


def test_a_folder_without_plans_passes_and_says_so(program: Program, place: Path) -> None:
    (place / "empty").mkdir()
    os.symlink("..", place / "empty" / "up", target_is_directory=True)
    os.rename("docs", ".docs")

    outcome = program("check", "empty")

    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == "No plans to check.\n1 file that is not a plan was skipped.\n"
