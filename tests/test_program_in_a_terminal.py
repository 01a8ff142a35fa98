"""The installed program in a real terminal: begun, left in the middle, resumed, saved, and left in any other way."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.cached_templates import put_kept_templates
from tests.support.one_question import template_text
from tests.support.patience import PATIENCE
from tests.support.terminals import Terminal, terminal
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import read_draft
from wizard.drafts.dropped import drop_draft

ENTER, LEAVE, SAVE, INTERRUPT = "\r", "\x11", "\x13", "\x03\x03"
ALTERNATE_SCREEN_ON, ALTERNATE_SCREEN_OFF, CURSOR_ON = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25h"


@pytest.fixture
def environment(home: Path) -> Mapping[str, str]:
    """A terminal with colours, and the test's own home."""
    put_kept_templates(home)
    return {"PLAN_WIZARD_HOME": str(home), "TERM": "xterm-256color"}


def answer_two(program: Terminal) -> None:
    """Answer the first two questions of a project plan, and come to the third."""
    program.wait_for("What is the project called")
    program.type(f"Relay{ENTER}")
    program.wait_for("What should it achieve")
    program.type(f"Talk to each other.{ENTER}")
    program.wait_for("What problem does it solve")


def test_a_plan_is_begun_left_resumed_and_saved(environment: Mapping[str, str], tmp_path: Path) -> None:
    with terminal(["new", "project-plan", "-o", "relay.md"], environment, tmp_path, (100, 30)) as program:
        answer_two(program)
        program.type(LEAVE)

        assert program.wait() == 0
        left = "Relay is saved as a draft (2 of 16 answered). Continue with: plan-wizard resume project-plan\n"
        assert program.text.endswith(left)

    with terminal(["resume"], environment, tmp_path, (100, 30)) as program:
        program.wait_for("What problem does it solve")
        program.type(f"Mail is slow.{ENTER}")
        program.wait_for("Who is it for")
        program.type(SAVE)
        program.wait_for("Save as")
        program.type(SAVE)
        program.wait_for("Your plan is saved")
        program.type(LEAVE)

        assert program.wait() == 0
        assert program.text.endswith(f"Saved {tmp_path}/relay.md\nSaved {tmp_path}/relay.answers.yaml\n")

    plan, answers = (tmp_path / "relay.md").read_text(), (tmp_path / "relay.answers.yaml").read_text()
    assert plan.startswith("# Project Plan: Relay\n")
    assert "*   **High-Level Goal:** Talk to each other.\n*   **Core Problem:** Mail is slow.\n" in plan
    assert "*   **Target User:** (Who is this project for?)\n" in plan
    assert answers.startswith(
        "template: project-plan\nversion: 2\nanswers:\n"
        "  project_name: Relay\n  goal: Talk to each other.\n  problem: Mail is slow.\n"
    )
    assert list_drafts() == ()


@pytest.mark.parametrize("choice", [["new", "project-plan"], ["resume"], []])
def test_the_plan_is_drawn_as_it_is_meant_from_its_first_frame_on(
    environment: Mapping[str, str], tmp_path: Path, choice: list[str]
) -> None:
    with terminal(["new", "project-plan"], environment, tmp_path, (160, 40)) as program:
        answer_two(program)
        program.type(LEAVE)
        assert program.wait() == 0

    with terminal(choice, environment, tmp_path, (160, 40)) as program:
        program.wait_for("• High-Level Goal:")

        assert "**High-Level Goal:**" not in program.text


def test_a_byte_that_is_no_character_ends_nothing(environment: Mapping[str, str], tmp_path: Path) -> None:
    with terminal(["new", "project-plan"], environment, tmp_path, (100, 30)) as program:
        program.wait_for("What is the project called")
        program.type("\udcffRelay")
        program.wait_for("\ufffdRelay")
        program.type(LEAVE)

        assert program.wait() == 0


@pytest.mark.parametrize(("size", "variables"), [
    ((65_535, 65_535), {}), ((100, 30), {"COLUMNS": "1000000000", "LINES": "1000000000"}),
])  # fmt: skip
def test_a_giant_terminal_is_drawn_on_in_part(
    environment: Mapping[str, str], tmp_path: Path, size: tuple[int, int], variables: Mapping[str, str]
) -> None:
    with terminal(["new", "project-plan"], {**environment, **variables}, tmp_path, size) as program:
        program.wait_for("What is the project called")
        program.type(LEAVE)

        assert program.wait() == 0
    assert len(program.output) < 10 * 1_000 * 300


def test_what_is_typed_before_the_program_begins_is_kept(environment: Mapping[str, str], tmp_path: Path) -> None:
    command = ["new", "project-plan", "--draft", "s1"]
    with terminal(command, environment, tmp_path, (100, 30), typed_before=f"Fast{LEAVE}") as program:
        assert program.wait() == 0
        assert program.text.endswith(
            "Fast is saved as a draft (1 of 16 answered). Continue with: plan-wizard resume s1\n"
        )

    with terminal(["resume"], environment, tmp_path, (100, 30), typed_before=f"er\rAt once.\r{LEAVE}") as program:
        assert program.wait() == 0
        assert program.text.endswith(
            "Faster is saved as a draft (2 of 16 answered). Continue with: plan-wizard resume s1\n"
        )


@pytest.mark.parametrize("end", [LEAVE, INTERRUPT])
@pytest.mark.parametrize("moment", ["(?s).", "plan-wizard", "What is the project called"])
def test_what_is_typed_at_any_moment_of_the_start_is_kept(
    environment: Mapping[str, str], tmp_path: Path, moment: str, end: str
) -> None:
    for _ in range(3):
        with terminal(["new", "project-plan", "--draft", "s1"], environment, tmp_path, (100, 30)) as program:
            program.wait_for(moment)
            program.type(f"Fast\rAt once.\rTo be{end}")

            assert program.wait() == (0 if end == LEAVE else 130)
            assert "Fast is saved as a draft (3 of 16 answered). Continue with: plan-wizard resume s1\n" in program.text
            assert "Warning" not in program.text
        drop_draft("s1")


@pytest.mark.parametrize("end", [INTERRUPT, signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_interview_is_kept_and_the_terminal_given_back(
    environment: Mapping[str, str], tmp_path: Path, end: str | signal.Signals
) -> None:
    with terminal(["new", "project-plan"], environment, tmp_path, (100, 30)) as program:
        answer_two(program)
        program.type("Half ty")
        program.wait_for("Half ty")
        if isinstance(end, signal.Signals):
            program.send(end)
        else:
            program.type(end)

        assert program.wait() == 130
        assert program.output.rfind(ALTERNATE_SCREEN_OFF) > program.output.rfind(ALTERNATE_SCREEN_ON)
        assert program.output.rfind(CURSOR_ON) > 0
        assert "Relay is saved as a draft (" in program.text
        assert "Traceback" not in program.text

    interview = read_draft("project-plan")[0]
    assert interview.current == ("problem",)
    assert "Half ty" in (*interview.unfinished.values(), interview.answers.get("problem"))


def test_a_number_over_its_maximum_leaves_no_part_of_it_in_the_saved_plan(
    environment: Mapping[str, str], tmp_path: Path
) -> None:
    template = template_text(
        "id: size\nkind: number\nlabel: How many?\nmax: 20", "# Plan\n\nSize: {{ size }}; this is all.\n"
    )
    (tmp_path / "small.md").write_text(template)
    with terminal(["new", "./small.md", "-o", "plan.md"], environment, tmp_path, (100, 30)) as program:
        program.wait_for("How many?")
        program.type("2")
        program.wait_for("Size: 2;")
        program.type("5")
        program.wait_for("! 25;")
        program.type(SAVE)
        program.wait_for("Save as")
        program.type(SAVE)
        program.wait_for("Your plan is saved")
        program.type(LEAVE)
        assert program.wait() == 0

    assert (tmp_path / "plan.md").read_text() == "# Plan\n\nSize: ; this is all.\n"
    saved = (tmp_path / "plan.answers.yaml").read_text()
    assert "answers: {}" in saved
    assert "size: '25'" in saved


def test_a_terminal_that_is_closed_keeps_the_draft_and_leaves_no_process(
    environment: Mapping[str, str], tmp_path: Path
) -> None:
    with terminal(["new", "project-plan"], environment, tmp_path, (100, 30)) as program:
        answer_two(program)
        program.hang_up()

        assert program.process.wait(PATIENCE) == 130

    assert read_draft("project-plan")[0].answers == {"project_name": "Relay", "goal": "Talk to each other."}


def test_without_a_command_the_start_screen_opens(environment: Mapping[str, str], tmp_path: Path) -> None:
    with terminal([], environment, tmp_path, (100, 30)) as program:
        program.wait_for("Roadmap")
        program.type(LEAVE)

        assert program.wait() == 0
        assert program.output.endswith(b"l")


def test_a_broken_template_is_told_after_the_screen_is_gone(environment: Mapping[str, str], tmp_path: Path) -> None:
    (tmp_path / "broken.md").write_text("---\nwizard: 1\nname: broken\n---\n")

    with terminal(["new", "./broken.md"], environment, tmp_path, (100, 30)) as program:
        assert program.wait() == 2
        assert program.text.endswith("broken.md:2:1: missing-key a template needs 'title'\n")
        assert "Traceback" not in program.text


def test_control_characters_of_a_plan_are_shown_in_a_terminal_and_not_obeyed(
    environment: Mapping[str, str], tmp_path: Path
) -> None:
    with terminal(["render", "project-plan", "--set", "goal=a\x1b[2Jb"], environment, tmp_path) as program:
        assert program.wait() == 0

    assert "\x1b" not in program.text
    assert "a␛" in program.text
