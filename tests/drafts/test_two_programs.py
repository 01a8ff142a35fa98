"""Two programs at once: on one draft, and on one plan's file. Nobody writes over what the other one wrote."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.cached_templates import put_kept_templates
from tests.support.terminals import terminal
from wizard.compiler.loader import load_template
from wizard.drafts.draft import backups_of, open_draft, read_draft, start_draft
from wizard.interview.interview import Interview

SIZE = (110, 36)
LEAVE, SAVE, UNDO = "\x11", "\x13", "\x1a"


@pytest.fixture
def environment(home: Path) -> Mapping[str, str]:
    """A terminal with colours, and the test's own home."""
    put_kept_templates(home)
    return {"PLAN_WIZARD_HOME": str(home), "TERM": "xterm-256color"}


def put_draft(name: str, **answers: str) -> None:
    start_draft(Interview.begin(load_template("project-plan"), answers), name).close()


def test_the_second_on_a_draft_is_told_who_has_it_and_goes_on_with_a_copy(
    environment: Mapping[str, str], tmp_path: Path
) -> None:
    put_draft("relay", project_name="Relay")
    with terminal(["resume", "relay"], environment, tmp_path, SIZE) as first:
        first.wait_for("What is the project called")
        first.type(" one")
        first.wait_for("Relay one")

        with terminal(["resume", "relay"], environment, tmp_path, SIZE) as second:
            assert second.wait() == 2
            told = second.text[second.text.index("plan-wizard resume: ") :]
            assert f"relay is open elsewhere (process {first.process.pid}, since " in told
            assert "plan-wizard resume relay --copy takes a copy, plan-wizard shows it." in told

        with terminal(["resume", "relay", "--copy"], environment, tmp_path, SIZE) as copy:
            copy.wait_for("What is the project called")
            copy.type(" two")
            copy.wait_for("two")
            copy.type(LEAVE)
            assert copy.wait() == 0
            assert "Continue with: plan-wizard resume relay-2" in copy.text

        first.type(LEAVE)
        assert first.wait() == 0

    assert read_draft("relay")[0].answers == {"project_name": "Relay one"}
    copied = read_draft("relay-2")[0].answers["project_name"]
    assert copied in ("Relay two", "Relay one two")  # what the first one typed last may not be on the disk yet


def test_the_second_to_save_a_file_is_shown_the_difference(environment: Mapping[str, str], tmp_path: Path) -> None:
    put_draft("one", project_name="Relay", goal="To talk.")
    put_draft("two", project_name="Relay", goal="To write.")
    with (
        terminal(["resume", "one"], environment, tmp_path, SIZE) as first,
        terminal(["resume", "two"], environment, tmp_path, SIZE) as second,
    ):
        for program in (first, second):
            program.wait_for("What is the project called")
            program.type(SAVE)
            program.wait_for("Save as")
        first.type(SAVE)
        first.wait_for("Your plan is saved")
        saved = (tmp_path / "relay-plan.md").read_bytes()

        second.type(SAVE)
        second.wait_for("relay-plan.md already exists")
        assert (tmp_path / "relay-plan.md").read_bytes() == saved
        second.type(LEAVE)
        assert second.wait() == 0

    assert b"To talk." in (tmp_path / "relay-plan.md").read_bytes()


def test_an_earlier_state_is_brought_back_and_taken_back(environment: Mapping[str, str], tmp_path: Path) -> None:
    put_draft("relay", project_name="Before")
    draft = open_draft("relay")
    draft.record(draft.interview.answer(("project_name",), "After"))
    draft.close()
    number = str(backups_of("relay")[0].number)

    with terminal(["resume", "relay", "--earlier", number], environment, tmp_path, SIZE) as program:
        program.wait_for("Project Plan: Before")
        program.type(UNDO)
        program.wait_for("Project Plan: After")
        program.type(LEAVE)
        assert program.wait() == 0
    assert read_draft("relay")[0].answers == {"project_name": "After"}
