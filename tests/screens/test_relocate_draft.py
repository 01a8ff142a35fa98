"""A draft that cannot be kept: the user is told, another place is offered, and nobody leaves it by accident."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from screens.app import PlanWizard
from screens.question import QuestionScreen
from screens.relocate_draft import RelocateDraftScreen
from screens.run import close_and_summarize
from tests.support.patience import PATIENCE
from tests.support.screen_text import seen, settled, text_of, until
from tests.support.small_plan import small_interview
from wizard.drafts.alternative_folder import find_alternative_folder, parse_folder
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import Draft, open_draft, read_draft, start_draft
from wizard.drafts.dropped import drop_draft
from wizard.drafts.last_save import LastSave
from wizard.errors import WizardError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the faults are those of POSIX")


@pytest.fixture(autouse=True)
def retries_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.drafts.writer.RETRY", 0.05)


def put_in_the_way(home: Path) -> Path:
    """A file where the folder of the drafts should be."""
    home.mkdir(exist_ok=True)
    (home / "drafts").write_text("mine")
    return home / "drafts"


@asynccontextmanager
async def not_kept(home: Path) -> AsyncIterator[tuple[PlanWizard, Pilot[None]]]:
    """The app with a draft that cannot be kept, into which a word was typed."""
    interview = small_interview(home).answer(("name",), "Relay").go_to(("goal",))
    put_in_the_way(home)
    app = PlanWizard(lambda: start_draft(interview, "relay"))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await pilot.press(*"Talk")
        await seen(pilot, "! Draft not saved: something else is at")
        yield app, pilot


def draft_of(app: PlanWizard) -> Draft:
    assert app.draft is not None
    return app.draft


async def write(app: PlanWizard, folder: Path) -> None:
    app.screen.query_one(Input).value = str(folder)


async def test_another_folder_is_offered_and_taken(home: Path, user: Path):
    async with not_kept(home) as (app, pilot):
        await pilot.press("f8")
        text = await seen(pilot, "Relay is not saved")
        assert "Something else is at" in text
        assert "~/plan-wizard-drafts" in text

        await pilot.press("enter")
        await seen(pilot, "saved in")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert "Talk" in text_of(app)

    assert close_and_summarize(app).draft == str(user / "plan-wizard-drafts" / "relay")
    assert close_and_summarize(app).trouble == ""
    again = open_draft(str(user / "plan-wizard-drafts" / "relay"))
    assert again.interview.answers == {"name": "Relay", "goal": "Talk"}
    again.close()


async def test_a_folder_that_takes_nothing_either_is_told(home: Path, tmp_path: Path):
    async with not_kept(home) as (app, pilot):
        await pilot.press("f8")
        await seen(pilot, "Relay is not saved")
        (tmp_path / "file").write_text("mine")
        await write(app, tmp_path / "file")
        await pilot.press("enter")

        await until(pilot, lambda: text_of(app).count("Something else is at") == 2)  # there, and here
        assert isinstance(app.screen, RelocateDraftScreen)
        await write(app, Path(" "))
        await pilot.press("enter")
        await seen(pilot, "That is not a folder.")
    close_and_summarize(app)


async def test_it_goes_on_in_its_own_place_once_the_cause_is_gone_and_says_so(home: Path):
    async with not_kept(home) as (app, pilot):
        await pilot.press("f8")
        await seen(pilot, "Relay is not saved")
        (home / "drafts").unlink()

        await seen(pilot, "saved again")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
    assert close_and_summarize(app).draft == "relay"
    assert read_draft("relay")[0].answers == {"name": "Relay", "goal": "Talk"}


@pytest.mark.parametrize("keys", [["ctrl+q"], ["ctrl+c", "ctrl+c"]])
async def test_leaving_asks_first_and_escape_stays(home: Path, keys: list[str]):
    async with not_kept(home) as (app, pilot):
        await pilot.press(*keys)
        await seen(pilot, "If you quit now, what you typed is lost.")
        await pilot.press("escape")
        await settled(pilot)

        assert isinstance(app.screen, QuestionScreen)
        assert "Talk" in text_of(app)
        assert app.is_running
        assert not app.is_interrupted
    close_and_summarize(app)


async def test_leaving_after_taking_another_folder_keeps_everything(home: Path, user: Path):
    async with not_kept(home) as (app, pilot):
        await pilot.press("ctrl+q")
        await seen(pilot, "If you quit now")
        await pilot.press("enter")
        await until(pilot, lambda: not app.is_running)

    assert close_and_summarize(app).trouble == ""
    assert read_draft(str(user / "plan-wizard-drafts" / "relay"))[0].answers == {"name": "Relay", "goal": "Talk"}


async def test_who_wants_to_leave_all_the_same_does(home: Path, user: Path):
    async with not_kept(home) as (app, pilot):
        await pilot.press("ctrl+q")
        await seen(pilot, "If you quit now")
        await pilot.click("#lose")
        await until(pilot, lambda: not app.is_running)

    assert "something else is at" in close_and_summarize(app).trouble
    assert list(user.iterdir()) == []


async def test_a_signal_which_can_ask_nobody_keeps_it_elsewhere(home: Path, user: Path):
    async with not_kept(home) as (app, pilot):
        app.interrupt()
        await until(pilot, lambda: not app.is_running)

    ending = close_and_summarize(app)
    assert ending.is_interrupted
    assert ending.trouble == ""
    assert read_draft(ending.draft)[0].answers == {"name": "Relay", "goal": "Talk"}


async def test_a_draft_that_is_saved_moves_too_or_stays_with_escape(home: Path, user: Path, tmp_path: Path):
    app = PlanWizard(lambda: start_draft(small_interview(home), "relay"))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await pilot.press("a")
        await until(pilot, lambda: draft_of(app).is_saved)
        await pilot.press("f8")
        text = await seen(pilot, "Save the draft in another folder")
        assert "not saved" not in text and "esc cancel" in text
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert draft_of(app).folder == home / "drafts" / "relay"

        await pilot.press("ctrl+s", "f8")
        await seen(pilot, "Save the draft in another folder")
        await write(app, home / "drafts")
        await pilot.press("enter")
        await seen(pilot, "The draft is in this folder already.")
        (tmp_path / "file").write_text("mine")
        await write(app, tmp_path / "file")
        await pilot.press("enter")
        await seen(pilot, "Something else is at")
        await write(app, user / "plans")
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, RelocateDraftScreen))
    assert close_and_summarize(app).trouble == ""
    assert read_draft(str(user / "plans" / "relay"))[0].answers == {"name": "a"}


async def test_a_draft_of_the_same_name_in_the_other_folder_stays(home: Path, tmp_path: Path):
    other = start_draft(small_interview(home).answer(("name",), "Other"), "relay")
    assert other.move_and_flush(tmp_path / "plans", PATIENCE).is_saved
    other.close()
    shutil.rmtree(home / "drafts" / "relay")
    draft = start_draft(small_interview(home).answer(("name",), "Relay"), "relay")
    draft.move_and_flush(tmp_path / "plans", PATIENCE)
    draft.close()

    assert read_draft(str(tmp_path / "plans" / "relay"))[0].answers == {"name": "Other"}


def test_a_disk_that_does_not_answer_is_told_and_left(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("wizard.drafts.writer.STUCK", 0.05)
    draft = start_draft(small_interview(home), "relay")
    assert draft.flush().is_saved
    synced, goes_on, has_hung = os.fsync, Event(), Event()

    def hang_once(opened: int) -> None:
        if not has_hung.is_set():
            has_hung.set()
            goes_on.wait(PATIENCE)
        synced(opened)

    monkeypatch.setattr("os.fsync", hang_once)
    try:
        draft.record(draft.interview.answer(("name",), "Relay"))
        assert has_hung.wait(PATIENCE)
        assert "the disk does not respond" in str(draft.flush(0.1))
        assert not draft.is_saved

        assert draft.move_and_flush(tmp_path / "other", PATIENCE).is_saved
        assert draft.close(PATIENCE).is_saved
        assert read_draft(str(tmp_path / "other" / "relay"))[0].answers == {"name": "Relay"}
    finally:
        goes_on.set()


def test_a_draft_kept_elsewhere_stays_there_when_its_plan_is_saved(home: Path, tmp_path: Path):
    draft = start_draft(small_interview(home).answer(("name",), "Relay"), "relay")
    assert draft.move_and_flush(tmp_path / "other", PATIENCE).is_saved
    draft.finish(LastSave(str(tmp_path / "relay.md")))
    draft.record(draft.interview.answer(("name",), "Relay 2"))
    draft.close()

    again = open_draft(str(tmp_path / "other" / "relay"))
    assert again.interview.answers == {"name": "Relay 2"}
    assert again.plan_path == tmp_path / "relay.md"
    again.close()


def test_a_draft_elsewhere_is_not_dropped_by_its_path(home: Path, tmp_path: Path):
    draft = start_draft(small_interview(home), "relay")
    assert draft.move_and_flush(tmp_path / "other", PATIENCE).is_saved
    draft.close()

    with pytest.raises(WizardError):
        drop_draft(str(tmp_path / "other" / "relay"))
    assert (tmp_path / "other" / "relay" / "draft.yaml").exists()
    assert [summary.name for summary in list_drafts()] == ["relay"]  # as it was before


def test_the_place_that_is_offered_is_one_that_can_be_written_to(
    home: Path, user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    assert find_alternative_folder(home / "drafts" / "relay") == user / "plan-wizard-drafts"

    user.rmdir()
    user.write_text("a file")
    assert find_alternative_folder(home / "drafts" / "relay") == work / "plan-wizard-drafts"


@pytest.mark.parametrize("text", ["", "  ", "a\0b", "~nobody-of-that-name/x"])
def test_what_is_no_folder_is_refused(text: str):
    with pytest.raises(WizardError):
        parse_folder(text)
