"""Line by line: what was edited by hand in a plan is asked change by change before the interview goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.support.commands import Program
from tests.support.edited_plan import GOAL, PLAN, TICK, edit, talk

IDEA = ("*   Emoji\n", "*   Emoji\n*   Threads\n")

pytestmark = pytest.mark.usefixtures("saved_project")


def saved_answers(*lines: str) -> dict[str, object]:
    assert talk(*lines, ":save", "", "1").returncode == 0
    return yaml.safe_load(Path("relay.answers.yaml").read_text())["answers"]


def test_what_is_taken_over_is_in_the_answers_and_the_rest_stays_in_the_plan() -> None:
    text = edit(GOAL, IDEA)

    answers = saved_answers("no", "yes")

    assert answers["goal"] == "Let teams talk."
    assert answers["ideas"] == ["Profiles", "Emoji", "Threads"]
    assert PLAN.read_text() == text


@pytest.mark.parametrize(
    ("reply", "goal", "ideas"),
    [("all", "Let all teams talk.", 3), ("none", "Let teams talk.", 2)],
)
def test_one_word_decides_for_all(reply: str, goal: str, ideas: int) -> None:
    edit(GOAL, IDEA)

    answers = saved_answers(reply)

    assert answers["goal"] == goal
    assert len(list(answers["ideas"])) == ideas  # type: ignore[call-overload]  # plain YAML


def test_the_change_is_shown_and_another_word_is_asked_again() -> None:
    edit(GOAL)

    said = talk("perhaps", "yes", ":leave").stderr

    assert "Goal (line 5), changed:" in said
    assert "- Let teams talk." in said
    assert "+ Let all teams talk." in said
    assert "Type yes, no, all or none." in said


def test_ticks_are_not_asked_about() -> None:
    edit(TICK)

    said = talk(":leave").stderr

    assert "1 tick accepted." in said
    assert "all or none" not in said


def test_leaving_takes_nothing_over(program: Program) -> None:
    edit(GOAL)

    assert talk(":leave").returncode == 0

    assert "readBack" in program("next", "relay").out
