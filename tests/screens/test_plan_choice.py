"""A saved plan that is opened, on the command line or from the recent ones: the tasks or the interview."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.app import PlanWizard
from screens.question import QuestionScreen
from screens.start import StartScreen
from screens.tasks.plan_choice import PlanChoiceScreen
from screens.widgets.row_list import RowList
from screens.work_off import WorkOffScreen
from tests.support.commands import Program
from tests.support.screen_text import lines_of, seen, settled, text_of, until
from tests.support.small_plan import save_small_plan
from tests.support.working_off import PLAN, written
from wizard.drafts.catalog import list_drafts
from wizard.errors import WizardError
from wizard.plans.opening.plan_ways import find_ways
from wizard.plans.opening.recent_plans import list_recent_plans, remember_plan


@pytest.fixture
def plan(program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A saved plan with two tasks."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    save_small_plan(program, home)
    return folder / "plan.md"


@asynccontextmanager
async def choosing(path: Path, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[None]]:
    app = PlanWizard(ways=find_ways(path))
    async with app.run_test(size=size) as pilot:
        await seen(pilot, "Continue the interview")
        yield pilot
    app.close_draft()


@asynccontextmanager
async def started() -> AsyncIterator[Pilot[None]]:
    app = PlanWizard()
    async with app.run_test(size=(120, 40)) as pilot:
        await seen(pilot, "Start a new")
        await settled(pilot)
        yield pilot
    app.close_draft()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 15)])
async def test_both_ways_are_offered_and_enter_shows_the_tasks(plan: Path, size: tuple[int, int]) -> None:
    async with choosing(plan, size) as pilot:
        assert "Next: dig" in text_of(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkOffScreen))
        await seen(pilot, "fill")
        await pilot.press("space")
        await written(pilot, plan, "- [x] dig")
        await settled(pilot)
        await pilot.press("escape")
        await seen(pilot, "Next: fill")
    assert list_drafts() == ()


@pytest.mark.parametrize("keys", [("down", "enter"), ("2",)])
async def test_the_interview_goes_on_with_what_was_ticked(plan: Path, keys: tuple[str, ...]) -> None:
    async with choosing(plan) as pilot:
        await pilot.press("1")
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkOffScreen))
        await seen(pilot, "fill")
        await pilot.press("space")
        await written(pilot, plan, "- [x] dig")
        await settled(pilot)
        await pilot.press("escape", *keys)
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionScreen))
        screen = pilot.app.screen
        assert isinstance(screen, QuestionScreen)
        answer = screen.interview.answers["steps"]
        assert "'done': True" in str(answer) or "done=True" in str(answer)


async def test_the_interview_goes_on_where_it_was_left_each_time(plan: Path) -> None:
    for words, expected in (("Grand ", "Grand Relay"), ("Very ", "Very Grand Relay")):
        async with choosing(plan) as pilot:
            await pilot.press("2")
            await until(pilot, lambda: isinstance(pilot.app.screen, QuestionScreen))
            await pilot.press("ctrl+home", *("space" if letter == " " else letter for letter in words))
            await settled(pilot)
            screen = pilot.app.screen
            assert isinstance(screen, QuestionScreen)
            assert screen.interview.answers["name"] == expected
        assert len(list_drafts()) == 1


async def test_an_interview_that_cannot_go_on_says_why_and_the_tasks_can_be_ticked(plan: Path) -> None:
    plan.with_name("plan.answers.yaml").write_text("template: no-such-template\nanswers: {}\n")
    ways = find_ways(plan)

    assert ways.interview is None
    assert "no-such-template" in ways.why_no_interview
    app = PlanWizard(ways=ways)
    async with app.run_test(size=(120, 36)) as pilot:
        await seen(pilot, "no-such-template")
        assert isinstance(app.screen, WorkOffScreen)


def test_without_tasks_there_is_nothing_to_choose(plan: Path) -> None:
    plan.write_text("# Relay\n")
    assert find_ways(plan).tasks is None
    plan.with_name("plan.answers.yaml").unlink()
    with pytest.raises(WizardError):
        find_ways(plan)
    with pytest.raises(WizardError):
        find_ways(plan.with_name("gone.md"))


def test_an_answers_file_names_its_plan(plan: Path) -> None:
    assert find_ways(plan.with_name("plan.answers.yaml")).path == plan


async def test_a_plan_that_was_opened_is_found_at_the_start_with_its_tasks_counted(plan: Path, tmp_path: Path) -> None:
    async with choosing(plan) as pilot:
        await settled(pilot)
    async with started() as pilot:
        await seen(pilot, "0 of 2")
        lines = "\n".join(line[:54] for line in lines_of(pilot.app))
        assert lines.index("Recent plans") < lines.index("Start a new plan")
        assert "plan.md" in lines and "Small plan" in lines and "a moment ago" in lines
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlanChoiceScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkOffScreen))
        await seen(pilot, "fill")
        await pilot.press("space")
        await written(pilot, plan, "- [x] dig")
        await settled(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, PlanChoiceScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, StartScreen))
        await seen(pilot, "1 of 2")


async def test_a_recent_plan_without_answers_is_worked_off_at_once(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "tasks.md"
    path.write_text(PLAN)
    remember_plan(path)
    async with started() as pilot:
        await pilot.press(*"tasks", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkOffScreen))
        await seen(pilot, "T003")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, StartScreen))


async def test_a_plan_that_is_gone_is_shown_as_such_and_taken_off(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "gone.md"
    remember_plan(path, "Project plan")
    async with started() as pilot:
        await seen(pilot, "Missing:")
        await pilot.press("enter")
        await seen(pilot, "This file no longer exists.")
        await pilot.press("escape", "delete")
        await settled(pilot)
        assert "gone.md" not in text_of(pilot.app)
    assert list_recent_plans() == ()


async def test_a_plan_is_taken_off_the_list_the_second_time_and_its_file_stays(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "tasks.md"
    path.write_text(PLAN)
    remember_plan(path)
    async with started() as pilot:
        await pilot.press("delete")
        await seen(pilot, "The file stays.")
        await pilot.press("escape", "delete", "delete")
        await settled(pilot)
        assert not any("tasks.md" in key for key in pilot.app.screen.query_one(RowList).keys())  # noqa: SIM118 - no dict
    assert path.read_text() == PLAN
    assert list_recent_plans() == ()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"[" * 3000, b"\x1b]0;x\x07- [ ] a\n"])
async def test_whatever_a_recent_plan_is_by_now_hinders_nobody(home: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd [b]name[x].md"
    path.write_bytes(content)
    remember_plan(path, "[/b] template")
    (tmp_path / "folder.md").mkdir()
    remember_plan(tmp_path / "folder.md")
    os.mkfifo(tmp_path / "pipe.md")
    remember_plan(tmp_path / "pipe.md")
    async with started() as pilot:
        await pilot.press("down", "down", "up")
        await settled(pilot)
        assert "odd [b]name[x].md" in text_of(pilot.app)
        assert "\x1b" not in text_of(pilot.app)
        for key in list(pilot.app.screen.query_one(RowList).keys())[:3]:
            pilot.app.screen.query_one(RowList).mark(key)
            await pilot.press("enter")
            await settled(pilot)
            await pilot.press("escape")
            await settled(pilot)
