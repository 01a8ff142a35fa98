"""One engine, several ways in: a script of answers gives the same bytes and is asked the same questions in each."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.support.built_in_plans import NAMES
from tests.support.cached_templates import put_kept_templates
from tests.support.every_kind import put_every_kind
from tests.support.front_ends import Played, home_in, script_of
from tests.support.patience import PATIENCE
from tests.support.play_by_lines import by_pipe, by_terminal
from tests.support.play_by_steps import by_steps, commanded
from tests.support.play_on_screen import on_screen
from tests.support.play_with_menus import with_menus
from tests.support.question_screen import asking_draft
from tests.support.random_scripts import Script
from tests.support.warm_process import run_python
from wizard.compiler.loader import load_template
from wizard.drafts.draft import open_draft, start_draft
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN

WAYS = {"steps": by_steps, "pipe": by_pipe, "terminal": by_terminal, "menus": with_menus}


def _furnish(home: Path) -> None:
    put_kept_templates(home)
    put_every_kind(home)


async def played_everywhere(name: str, script: Script, folder: Path) -> dict[str, Played]:
    """What comes of a script in each of the ways to answer it."""
    outcomes: dict[str, Played] = {}
    for way, play in WAYS.items():
        with home_in(folder / way) as here:
            _furnish(here / "home")
            # In a thread, because prompts have a loop of their own.
            outcomes[way] = await asyncio.to_thread(play, name, script, here)
    with home_in(folder / "screen") as here:
        _furnish(here / "home")
        outcomes["screen"] = await on_screen(name, script, here)
    return outcomes


def assert_same(outcomes: dict[str, Played]) -> None:
    """Each way, compared with the steps, file by file so that a difference can be read."""
    steps = outcomes["steps"]
    for way, outcome in outcomes.items():
        assert outcome.plan.decode() == steps.plan.decode(), way
        assert outcome.answers.decode() == steps.answers.decode(), way
        assert outcome.asked == steps.asked, way


@pytest.mark.parametrize(("name", "number"), [("project-plan", 3), ("every-kind", 13)])
async def test_a_script_gives_the_same_bytes_and_is_asked_the_same_questions_everywhere(
    name: str, number: int, tmp_path: Path, home: Path
):
    _furnish(home)

    assert_same(await played_everywhere(name, script_of(name, number), tmp_path))


async def test_answers_that_depend_on_each_other_are_the_same_everywhere(tmp_path: Path, home: Path):
    _furnish(home)
    script: Script = {
        "needs": [{"text": "Log in", "done": True}, {"text": "Search", "done": False}],
        "first": "Search",
        "later": ["Log in", "Something else"],
        "start": "2026-03-02",
        "end": "2026-03-13",
        "points": 8,
        "done": 2.5,
        "visits": [
            {"who": "Zoe", "why": "Search", "day": "2026-03-05"},
            {"who": "Ada", "why": "Log in", "day": "2026-03-02"},
        ],
    }

    outcomes = await played_everywhere("dependent", script, tmp_path)

    assert_same(outcomes)
    assert outcomes["steps"].plan.decode() == (
        "# Search before Log in, Something else\n\nFrom 2 March 2026 for 11 days, 2.5 of 8.0 points.\n\n"
        "- 01 Ada, 2 Mar: Log in\n- 02 Zoe, 5 Mar: Search\n"
    )


async def test_a_draft_goes_from_the_screen_to_lines_to_steps_and_back(tmp_path: Path, home: Path):
    _furnish(home)
    async with asking_draft(start_draft(Interview.begin(load_template("every-kind")), "moved")) as seen:
        await seen.type("Relay")
        await seen.press("tab")
        await seen.type("Half a text")
    lines = "So far\n:goto due\n2027-13-01\n:leave\n"

    command = [sys.executable, "-m", "wizard", "resume", "moved", "--prompts"]
    piped = run_python(command, input=lines.encode(), capture_output=True, cwd=tmp_path, timeout=PATIENCE, check=True)
    code, step = commanded("answer", "moved", stdin='{"is_big": false, "steps": [{"title": "One"}]}')

    assert "Current answer, kept by an empty line (:more to add to it):\nHalf a text\n" in piped.stderr.decode()
    assert (code, step["path"]) == (3, "colour")
    async with asking_draft(open_draft("moved")) as seen:
        assert seen.place == ("colour",)
        assert seen.interview.unfinished == {("due",): "2027-13-01"}
        assert seen.answer("goal") == "So far"
        assert seen.answer("is_big") is False
        await seen.press("ctrl+z")
        assert seen.interview.answer_at(("is_big",)) is OPEN


@pytest.mark.soak
@pytest.mark.parametrize("number", range(100))
@pytest.mark.parametrize("name", [*NAMES, "every-kind"])
async def test_a_hundred_scripts_for_each_plan_give_the_same_bytes_everywhere(
    name: str, number: int, tmp_path: Path, home: Path
):
    _furnish(home)

    assert_same(await played_everywhere(name, script_of(name, number), tmp_path))
