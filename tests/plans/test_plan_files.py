"""Which files are meant by names, folders and globs on the command line, and which of them are plans."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wizard.plans.plan_files import find_plan_files
from wizard.plans.tasks.plan_statuses import read_plan_statuses

TASKS = "# Tasks\n\n- [ ] T001 Dig\n"
FILES = {
    "relay.md": "# Relay\n",
    "relay.answers.yaml": "template: project-plan\n",
    "README.md": "# Read me\n\n- a list\n",
    "sprint-plan.md": "Nothing but words.\n",
    "planet.md": "Nothing but words.\n",
    "empty-plan.md": "\n",
    "notes.txt": "- [ ] not Markdown\n",
    "specs/tasks.md": TASKS,
    "specs/spec.md": "# Spec\n\n- **FR-001**: The system MUST dig.\n",
    "specs/requirements.md": "### Requirement 1: Digging\n",
    "specs/quoted.markdown": "> 1. [~] half done\r\n",
    "templates/pull_request.md": "- [ ] tests\n",
    "bug-template.md": "- [ ] tests\n",
    "native.md": "---\nwizard: 1\n---\n- [ ] {{ name }}\n",
}
PLANS = [
    *("relay.md", "specs/quoted.markdown", "specs/requirements.md", "specs/spec.md", "specs/tasks.md"),
    "sprint-plan.md",
]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with plans among other files, which is the working directory."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_of_a_folder_the_plans_are_taken_and_what_is_no_plan_is_counted() -> None:
    found = find_plan_files(["."])

    assert list(found.paths) == PLANS
    assert found.passed_over == 7  # answers belong to their plan
    assert found.problems == ()


@pytest.mark.parametrize("name", ["relay.before.md", "sprint-plan.before-2.md", "tasks.before.markdown"])
def test_the_copies_that_a_save_kept_are_no_plans(place: Path, name: str) -> None:
    (place / name).write_text(TASKS)
    (place / "relay.before.answers.yaml").write_text("template: project-plan\n")

    assert list(find_plan_files(["."]).paths) == PLANS
    assert name not in [os.path.basename(plan.path) for plan in read_plan_statuses(["."]).plans]


def test_a_file_that_is_named_is_taken_whatever_it_is() -> None:
    found = find_plan_files(["README.md", "native.md", "relay.answers.yaml", "missing.md", "-"])

    assert found.paths == ("README.md", "native.md", "relay.answers.yaml", "missing.md", "-")
    assert found.passed_over == 0


def test_a_file_counts_once_however_often_it_is_meant(place: Path) -> None:
    os.symlink("relay.md", place / "alias.md")

    found = find_plan_files(["specs/tasks.md", "specs", "./specs/tasks.md", "**/*.md", str(place / "relay.md")])

    assert found.paths[0] == "specs/tasks.md"
    assert {os.path.realpath(path) for path in found.paths} == {str(place / plan) for plan in PLANS}
    assert len(found.paths) == len(PLANS)


def test_what_is_named_is_not_passed_over_too() -> None:
    found = find_plan_files([".", "README.md"])

    assert [*PLANS, "README.md"] == list(found.paths)
    assert found.passed_over == 6


def test_a_glob_that_nothing_fits_is_told() -> None:
    found = find_plan_files(["plans/*.md", "*.rst", "*.txt"])

    assert [str(problem) for problem in found.problems] == [
        "plans cannot be read: No such file or directory",
        "no file fits *.rst",
    ]
    assert found.passed_over == 1


@pytest.mark.parametrize("name", ["a\0b", "\udcff.md", "x" * 300, "[", "", "*\0"])
def test_no_name_is_too_odd(name: str) -> None:
    find_plan_files([name])
