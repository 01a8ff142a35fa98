"""`--watch` of the installed program in a real terminal, with an author who saves as editors do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.cached_templates import put_kept_templates
from tests.support.terminals import terminal
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import read_draft

LEAVE = "\x11"
NATIVE = """\
---
wizard: 1
name: small
title: Small plan
version: 1
sections:
  - title: All
    questions:
      - {id: name, kind: line, label: What is it called?}
      - {id: goal, kind: line, label: What is it for?}
---
# {{ name }}

{{ goal }}
"""
MARKDOWN = "# [Name of the service]\n\n## Goal\n\n[What is it for?]\n"


@pytest.fixture
def environment(home: Path) -> Mapping[str, str]:
    put_kept_templates(home)
    return {"PLAN_WIZARD_HOME": str(home), "TERM": "xterm-256color"}


def write_by_renaming(path: Path, text: str) -> None:
    prepared = path.with_name(f".{path.name}.swp")
    prepared.write_text(text)
    prepared.replace(path)


def test_an_interview_follows_its_template(environment: Mapping[str, str], tmp_path: Path) -> None:
    path = tmp_path / "my small plan.md"
    path.write_text(NATIVE)
    with terminal(["new", "./my small plan.md", "--watch"], environment, tmp_path, (100, 30)) as program:
        program.wait_for("What is it called")
        program.type("Relay")
        program.wait_for("Relay")
        write_by_renaming(path, NATIVE.replace("{{ goal }}", "{{ gaol }}"))
        program.wait_for("my small plan.md:14:4")
        write_by_renaming(path, NATIVE.replace("What is it called?", "Which name has it?"))
        program.wait_for("Which name has it")
        program.type(f"2{LEAVE}")

        assert program.wait() == 0
    [draft] = list_drafts()
    assert read_draft(draft.name)[0].answers == {"name": "Relay2"}

    with terminal(["resume", draft.name, "--watch"], environment, tmp_path, (100, 30)) as program:
        program.wait_for("Which name has it")
        path.unlink()
        program.wait_for("no longer exists")
        path.write_text(NATIVE.replace("What is it called?", "What did you call it?"))
        program.wait_for("What did you call it")
        program.type(LEAVE)
        assert program.wait() == 0


def test_a_preview_follows_any_markdown(environment: Mapping[str, str], tmp_path: Path) -> None:
    path = tmp_path / "service.md"
    path.write_text(MARKDOWN)
    with terminal(["preview", "service.md", "--watch"], environment, tmp_path, (80, 24)) as program:
        program.wait_for("Name of the service")
        write_by_renaming(path, MARKDOWN + "\n## Costs\n\n[How much is it?]\n")
        program.wait_for("How much is it")
        program.type(LEAVE)

        assert program.wait() == 0
    assert list_drafts() == ()


def test_an_interview_of_any_markdown_follows_it(environment: Mapping[str, str], tmp_path: Path) -> None:
    path = tmp_path / "service.md"
    path.write_text(MARKDOWN)
    with terminal(["new", "service.md", "--watch"], environment, tmp_path, (100, 30)) as program:
        program.wait_for("Name of the service")
        program.type("Relay")
        program.wait_for("Relay")
        path.write_text(MARKDOWN + "\n## Costs\n\n[How much is it?]\n")
        program.wait_for("How much is it")
        program.type(LEAVE)

        assert program.wait() == 0
    [draft] = list_drafts()
    assert "Relay" in read_draft(draft.name)[0].answers.values()
