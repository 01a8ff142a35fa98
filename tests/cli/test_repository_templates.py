"""The commands offer the templates of the repository that they are run in."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.patience import PATIENCE
from tests.support.repository import native, put_file, put_files
from tests.support.warm_process import run_python

FORM = "name: Bug report\ndescription: File a bug\nbody: []\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a template of three kinds; the current folder is one below its root."""
    root = tmp_path / "project"
    put_files(root, "docs/adr/template.md", text="# Decision: [title]\n\n## Why\n")
    put_file(root, ".github/ISSUE_TEMPLATE/bug_report.yml", FORM)
    put_file(root, ".plan-wizard/templates/charter.md", native("charter", "Team charter"))
    (root / "src").mkdir()
    monkeypatch.chdir(root / "src")
    return root


def talked(*arguments: str, replies: str) -> str:
    """Return all that the program says line by line to replies from a pipe."""
    command = [sys.executable, "-m", "wizard", *arguments, "--prompts"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = run_python(command, input=replies, capture_output=True, text=True, env=environment, timeout=PATIENCE)
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_the_list_groups_templates_by_where_they_come_from(program: Program, root: Path) -> None:
    lines = program("list").out.splitlines()

    assert lines[:10] == [
        "Templates: This repository",
        "  charter  Team charter (.plan-wizard/templates/charter.md)",
        "",
        "Templates: GitHub",
        "  bug-report  Bug report: File a bug (.github/ISSUE_TEMPLATE/bug_report.yml)",
        "",
        "Templates: Decision records",
        "  adr-template  Decision (docs/adr/template.md)",
        "",
        "Templates: Built in",
    ]


def test_programs_learn_group_path_and_format(program: Program, root: Path) -> None:
    templates = program("list", "--json").document["templates"]

    assert templates[:3] == [
        {
            "name": "charter",
            "title": "Team charter",
            "description": "",
            "group": "repository",
            "path": str(root / ".plan-wizard/templates/charter.md"),
            "format": "native",
        },
        {
            "name": "bug-report",
            "title": "Bug report",
            "description": "File a bug",
            "group": "github",
            "path": str(root / ".github/ISSUE_TEMPLATE/bug_report.yml"),
            "format": "issue_form",
        },
        {
            "name": "adr-template",
            "title": "Decision",
            "description": "",
            "group": "adr",
            "path": str(root / "docs/adr/template.md"),
            "format": "markdown",
        },
    ]
    assert [(each["name"], each["group"]) for each in templates[3:]] == [
        ("feature-plan", "built-in"),
        ("project-plan", "built-in"),
        ("roadmap", "built-in"),
    ]


@pytest.mark.parametrize("name", ["charter", "repository/charter", "../.plan-wizard/templates/charter.md"])
def test_new_takes_the_name_and_the_draft_goes_on_elsewhere(
    program: Program, root: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program("new", name, "--draft", "ours", "--set", "goal=Peace", "--json").code == 0
    monkeypatch.chdir("/")

    assert "  ours  Team charter (charter), 1 of 1 answered" in program("list").out
    assert program("next", "ours", "--json").document["title"] == "Team charter"


@pytest.mark.parametrize("command", ["render", "schema"])
def test_other_commands_take_the_same_names(program: Program, root: Path, command: str) -> None:
    outcome = program(command, "charter")

    assert outcome.code == 0
    assert "What is it for?" in outcome.out or "# Team charter" in outcome.out


def test_a_repository_that_takes_a_name_says_so(program: Program, root: Path) -> None:
    path = put_file(root, ".plan-wizard/templates/roadmap.md", native("roadmap", "Our roadmap"))

    told = talked("new", "roadmap", replies=":leave\n")

    assert f"Using this repository's own template, {path}, instead of built-in/roadmap." in told
    assert "Our roadmap" in program("render", "roadmap").out
    assert "Our roadmap" not in program("render", "built-in/roadmap").out


def test_a_name_of_two_templates_is_told_with_both(program: Program, root: Path) -> None:
    put_files(root, "docs/templates/bug-report.md")

    outcome = program("new", "bug-report", "--json")

    assert outcome.code == 2
    assert outcome.problems == [
        {"message": "'bug-report' is the name of 2 templates; name one: github/bug-report or docs/bug-report"}
    ]


def test_files_that_cannot_be_used_are_listed_with_the_reason(program: Program, root: Path) -> None:
    (root / ".github/ISSUE_TEMPLATE/bytes.md").write_bytes(b"\xff\xfe\xfd")
    put_file(root, ".github/ISSUE_TEMPLATE/empty.yml", "")

    text = program("list").out
    broken = [each for each in program("list", "--json").document["templates"] if "broken" in each]

    assert "  bytes       cannot be used: it is not UTF-8; save the file as UTF-8 (" in text
    assert "  empty       Empty (" in text
    assert [each["name"] for each in broken] == ["bytes"]


def test_no_text_of_a_repository_reaches_the_terminal_raw(program: Program, root: Path) -> None:
    evil = "\x1b]0;owned\x07\x1b[31m\u202e\x9b5m"
    put_file(root, f".github/ISSUE_TEMPLATE/{evil.replace('/', '')}.md", f"---\nname: {evil}\nabout: {evil}\n---\n")
    put_file(root, f".specify/presets/{evil}/templates/spec.md", f"# {evil}\n")
    put_file(root, f"openspec/schemas/{evil}/templates/proposal.md", f"# {evil}\n")
    put_files(root, "openspec/schemas/b/templates/proposal.md")

    outcomes = [program(*arguments) for arguments in (["list"], ["new", "proposal"], ["new", "nothing"])]
    told = "".join(outcome.out + outcome.err for outcome in outcomes) + talked("new", replies=":leave\n")

    assert "owned" in told
    assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(told)


def test_prompts_begin_with_the_templates_of_the_repository(root: Path) -> None:
    said = " ".join(talked("new", replies="charter\n:leave\n").split())

    assert "1. New, charter: Team charter (.plan-wizard/templates/charter.md)" in said
    assert "2. New, bug-report: Bug report. File a bug (.github/ISSUE_TEMPLATE/bug_report.yml)" in said
    assert "4. New, feature-plan: " in said
    assert "What is it for?" in said
