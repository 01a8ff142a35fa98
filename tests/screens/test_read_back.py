"""Opening a plan that was edited by hand: each change is shown, and taken over or left."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.app import PlanWizard
from screens.hand_edits.difference import DifferenceScreen
from screens.hand_edits.read_back import ReadBackScreen
from screens.question import QuestionScreen
from screens.review import ReviewScreen
from screens.saved import SavedScreen
from screens.start import StartScreen
from tests.support.edited_plan import GOAL, PLAN, TICK, edit
from tests.support.screen_text import seen, settled, text_of, until
from wizard.model.answers import OPEN, answer_at, parse_path
from wizard.plans.opening.opened_plan import open_plan

BESIDE = Path("relay.answers.yaml")

pytestmark = pytest.mark.usefixtures("saved_project")


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[PlanWizard, Pilot[None]]]:
    app = PlanWizard(open_plan(PLAN).start)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, (ReadBackScreen, QuestionScreen)))
        yield app, pilot


def answered(app: PlanWizard, path: str) -> object:
    assert app.draft is not None
    return answer_at(app.draft.interview.answers, parse_path(path))


async def go_on(app: PlanWizard, pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, QuestionScreen))


IDEA = ("*   Emoji\n", "*   Emoji\n*   Threads\n")


async def test_esc_goes_back_and_takes_nothing() -> None:
    edit(GOAL)
    before = PLAN.read_bytes()
    async with opened() as (app, pilot):
        assert isinstance(app.screen, ReadBackScreen)
        await seen(pilot, "esc back")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, StartScreen))

        assert app.draft is None
    assert PLAN.read_bytes() == before

    async with opened() as (app, pilot):  # the next time it is asked again, and can be taken
        assert isinstance(app.screen, ReadBackScreen)
        await go_on(app, pilot)


async def test_each_change_is_shown_with_what_stood_there_and_where() -> None:
    edit(GOAL, IDEA, TICK)

    async with opened() as (app, pilot):
        await until(pilot, lambda: "Let all teams talk." in text_of(app))
        seen = text_of(app)

        assert "relay.md was edited by hand since you saved it" in seen
        assert "2 changes" in seen
        assert "1 tick accepted." in seen
        assert "☑  Goal" in seen
        assert "line 5" in seen
        assert "− Let teams talk." in seen
        assert "+ Let all teams talk." in seen


async def test_enter_takes_all_of_them_over() -> None:
    edit(GOAL, IDEA, TICK)

    async with opened() as (app, pilot):
        await go_on(app, pilot)

        assert answered(app, "goal") == "Let all teams talk."
        assert answered(app, "ideas[2]") == "Threads"
        assert answered(app, "milestones[0].tasks[1].done") is True


async def test_space_leaves_the_marked_one_in_the_plan() -> None:
    edit(GOAL, IDEA)

    async with opened() as (app, pilot):
        await pilot.press("space")
        await until(pilot, lambda: "☐  Goal" in text_of(app))
        await go_on(app, pilot)

        assert answered(app, "goal") == "Let teams talk."
        assert answered(app, "ideas[2]") == "Threads"


async def test_one_key_leaves_all_of_them_and_ticks_are_taken_all_the_same() -> None:
    edit(GOAL, IDEA, TICK)

    async with opened() as (app, pilot):
        await pilot.press("a")
        await until(pilot, lambda: "0 of 2 accepted" in text_of(app))
        await go_on(app, pilot)

        assert answered(app, "goal") == "Let teams talk."
        assert answered(app, "ideas[2]") is OPEN
        assert answered(app, "milestones[0].tasks[1].done") is True


async def test_a_plan_of_which_only_boxes_were_ticked_opens_at_its_question() -> None:
    edit(TICK)

    async with opened() as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))

        assert answered(app, "milestones[0].tasks[1].done") is True


async def test_what_was_taken_over_can_be_undone() -> None:
    edit(GOAL)

    async with opened() as (app, pilot):
        await go_on(app, pilot)
        assert app.draft is not None
        app.draft.undo()

        assert answered(app, "goal") == "Let teams talk."


async def test_a_plan_that_nobody_edited_asks_nothing() -> None:
    async with opened() as (app, _):
        assert isinstance(app.screen, QuestionScreen)


async def go_to_review(app: PlanWizard, pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(app.screen, ReviewScreen))


async def test_boxes_ticked_in_the_file_while_the_plan_was_open_are_in_the_answers_that_are_saved() -> None:
    async with opened() as (app, pilot):
        await go_to_review(app, pilot)
        edit(TICK)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SavedScreen))

        assert "From relay.md: 1 tick read back." in await seen(pilot, "tick read back")
        assert answered(app, "milestones[0].tasks[1].done") is True
        assert TICK[1] in PLAN.read_text()
        assert "done: true" in BESIDE.read_text().partition("Make app")[2][:30]


async def test_other_edits_made_meanwhile_are_asked_about_and_a_refused_one_stays_in_the_file() -> None:
    async with opened() as (app, pilot):
        await go_to_review(app, pilot)
        edit(GOAL, IDEA, TICK)
        edited = PLAN.read_bytes()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReadBackScreen))
        await pilot.press("space")
        await until(pilot, lambda: "☐  Goal" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DifferenceScreen) and "~ hand edit, kept" in text_of(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SavedScreen))

        assert PLAN.read_bytes() == edited
        assert answered(app, "goal") == "Let teams talk."
        assert answered(app, "ideas[2]") == "Threads"
        assert "Threads" in BESIDE.read_text()


@pytest.mark.parametrize("keys", [("escape",), ("space", "escape")])
async def test_esc_while_saving_goes_back_to_the_review_and_takes_nothing(keys: tuple[str, ...]) -> None:
    async with opened() as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        edit(GOAL)
        edited = PLAN.read_bytes()
        for _ in range(2):
            await pilot.press("ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, ReadBackScreen))
            await pilot.press(*keys)
            await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
            await settled(pilot)

            assert isinstance(app.screen, ReviewScreen)
            assert answered(app, "goal") == "Let teams talk."
            assert PLAN.read_bytes() == edited
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReadBackScreen))
        await pilot.press("enter")
        await until(pilot, lambda: answered(app, "goal") == "Let all teams talk.")
