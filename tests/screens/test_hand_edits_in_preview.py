"""The plan beside the question, on the review and in the line mode is the one that a save would write now."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from screens.preview.preview import Preview
from tests.support.commands import Program
from tests.support.patience import PATIENCE
from tests.support.question_screen import Seen, asking_draft
from tests.support.screen_text import seen, until
from tests.support.small_plan import save_small_plan
from wizard.drafts.draft import open_draft
from wizard.plans.read_back.plan_edits import find_plan_edits, take_plan_edits
from wizard.plans.saving import merged_plan
from wizard.plans.saving.merged_plan import PlanMerger, merger_for
from wizard.prompts.review_prompts import SavingReviewPrompt

PLAN = Path("plan.md")


@pytest.fixture(autouse=True)
def plan(home: Path, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that was saved, and a draft of it that was opened."""
    monkeypatch.chdir(tmp_path)
    save_small_plan(program, home)
    assert program("open", "plan.md", "--draft", "again", "--json").code in (0, 3)


def edit(*changes: tuple[str, str]) -> None:
    text = PLAN.read_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    PLAN.write_text(text)


@asynccontextmanager
async def interview() -> AsyncIterator[Seen]:
    async with asking_draft(open_draft("again")) as screen:
        await until(screen.pilot, lambda: not screen.app.workers)
        await screen.pilot.pause()
        yield screen


async def test_what_was_written_by_hand_is_beside_the_question():
    edit(("The end.", "By hand.\n\nThe end."))
    async with interview() as screen:
        assert "By hand." in screen.text


async def test_the_plan_still_follows_every_key():
    edit(("The end.", "By hand.\n\nThe end."))
    async with interview() as screen:
        screen.question.action_press("tab")
        await screen.type(" Much")
        assert screen.answer("goal") == "Talk. Much"
        assert "▎ Talk. Much" in screen.text or "Talk. Much" in screen.text
        assert "By hand." in screen.text


async def test_both_sides_of_a_clash_are_shown_after_a_pause():
    async with interview() as screen:
        edit(("Talk.", "Talk to each other."))
        screen.question.on_app_focus()
        screen.question.action_press("tab")
        await screen.type(" Much")
        await until(screen.pilot, lambda: "Talk to each other." in screen.text and "Talk. Much" in screen.text)


async def test_an_edit_that_is_made_meanwhile_is_shown_when_the_terminal_is_looked_at_again():
    async with interview() as screen:
        edit(("The end.", "By hand.\n\nThe end."))
        screen.question.on_app_focus()
        await seen(screen.pilot, "By hand.")


async def test_a_reading_that_is_undone_leaves_the_edit_in_the_plan():
    draft = open_draft("again")
    edit(("Talk.", "Talk to each other."))
    edits = find_plan_edits(draft.interview, draft.last_save)
    assert edits is not None
    take_plan_edits(draft, edits)
    async with asking_draft(draft) as screen:
        await seen(screen.pilot, "Talk to each other.")
        await screen.press("ctrl+z")
        assert screen.answer("goal") == "Talk."
        await seen(screen.pilot, "Undone: the edits read from plan.md.")
        await until(screen.pilot, lambda: "Talk to each other." in screen.text)
        await screen.press("ctrl+y")
        assert screen.answer("goal") == "Talk to each other."


async def test_a_plan_that_has_been_read_when_the_screen_is_gone_is_nobodys(monkeypatch: pytest.MonkeyPatch):
    edit(("The end.", "By hand.\n\nThe end."))
    may_read = Event()

    def read_late(*asked: Any) -> PlanMerger | None:
        assert may_read.wait(PATIENCE)
        return merger_for(*asked)

    monkeypatch.setattr(merged_plan, "merger_for", read_late)
    async with asking_draft(open_draft("again")) as screen:
        await screen.app.screen.query_one(Preview).remove()
        may_read.set()
        await until(screen.pilot, lambda: not screen.app.workers)


async def test_what_was_written_by_hand_is_on_the_review():
    edit(("The end.", "By hand.\n\nThe end."))
    async with interview() as screen:
        await screen.press("ctrl+s")
        await seen(screen.pilot, "Save")
        await seen(screen.pilot, "By hand.")


async def test_the_review_shows_the_plan_that_another_file_would_get():
    edit(("The end.", "By hand.\n\nThe end."))
    async with interview() as screen:
        await screen.press("ctrl+s")
        await seen(screen.pilot, "By hand.")
        screen.app.screen.query_one("SaveAs Input").value = "other.md"  # pyright: ignore[reportAttributeAccessIssue]
        await until(screen.pilot, lambda: "By hand." not in screen.text)


def line_mode_plan() -> str:
    """What `:preview` prints."""
    draft = open_draft("again")
    try:
        return SavingReviewPrompt(draft.plan_path, (), lambda: draft.last_save).plan_text(draft.interview)
    finally:
        draft.close()


def test_the_line_mode_shows_it_too():
    edit(("The end.", "By hand.\n\nThe end."))
    assert line_mode_plan() == PLAN.read_text()


def test_a_file_that_somebody_else_put_there_is_not_shown_as_the_plan():
    PLAN.write_text("# Something else\n\nBy hand.\n")
    Path("plan.answers.yaml").unlink()
    assert "By hand." not in line_mode_plan()
