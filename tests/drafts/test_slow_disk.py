"""A disk that does not answer: leaving comes to an end, says what it waits for, and gives up nothing that is kept."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from threading import Event

import pytest

from screens.app import PlanWizard
from screens.question import QuestionScreen
from screens.run import close_and_summarize
from tests.support.patience import PATIENCE
from tests.support.screen_text import seen, until
from tests.support.small_plan import small_interview
from wizard.drafts.alternative_folder import find_alternative_folder
from wizard.drafts.draft import Draft, open_draft, read_draft, start_draft
from wizard.prompts.unsaved_draft import SAVING, DraftNotices

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the faults are those of POSIX")


class HangingDisk:
    """Calls wait for ever from the moment on at which it hangs, if they are about files below one of the folders."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hanging: tuple[Path, ...] = ()
        self.reached = Event()
        self.answers = Event()
        synced, made, replaced = os.fsync, tempfile.TemporaryFile, os.replace

        def fsync(opened: int) -> None:
            self._wait(os.readlink(f"/proc/self/fd/{opened}"))
            synced(opened)

        def replace(source: Path, target: Path) -> None:
            self._wait(str(target))
            replaced(source, target)

        def temporary_file(*, dir: Path, buffering: int) -> object:
            self._wait(str(dir))
            return made(dir=dir, buffering=buffering)

        monkeypatch.setattr("os.fsync", fsync)
        monkeypatch.setattr("os.replace", replace)
        monkeypatch.setattr("tempfile.TemporaryFile", temporary_file)

    def _wait(self, path: str) -> None:
        if any(Path(path).is_relative_to(folder) for folder in self.hanging):
            self.reached.set()
            self.answers.wait(10 * PATIENCE)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Generator[HangingDisk]:
    monkeypatch.setattr("wizard.drafts.writer.STUCK", 0.01)
    disk = HangingDisk(monkeypatch)
    yield disk
    disk.answers.set()


needs_proc = pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="needs /proc")


def begin(home: Path) -> Draft:
    draft = start_draft(small_interview(home), "relay")
    assert draft.flush(PATIENCE).is_saved
    draft.record(draft.interview.answer(("name",), "Relay"))
    return draft


@needs_proc
def test_closing_takes_another_disk_and_tells_what_it_waits_for(home: Path, user: Path, disk: HangingDisk) -> None:
    disk.hanging = (home,)
    draft = begin_hanging(home, disk)
    told: list[str] = []

    assert draft.close_anywhere(10, lambda: told.append(SAVING)).is_saved
    assert told == [SAVING]
    assert draft.folder == user / "plan-wizard-drafts" / "relay"
    assert read_draft(draft.resume_name)[0].answers == {"name": "Relay"}


@needs_proc
def test_closing_ends_where_no_disk_answers(home: Path, user: Path, disk: HangingDisk) -> None:
    draft = begin_hanging(home, disk, user, Path(tempfile.gettempdir()), Path.cwd())

    status = draft.close_anywhere(0.5)

    assert not status.is_saved
    assert "the disk does not respond" in str(status)
    assert draft.status.problem is not None


@needs_proc
def test_a_folder_on_a_disk_that_answers_is_found_behind_one_that_does_not(
    home: Path, user: Path, tmp_path: Path, disk: HangingDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    disk.hanging = (user,)

    assert find_alternative_folder(home / "drafts" / "relay", 1.0) == work / "plan-wizard-drafts"


@needs_proc
def test_what_the_journal_has_is_kept_although_the_last_snapshot_does_not_come_to_its_end(
    home: Path, disk: HangingDisk
) -> None:
    draft = begin(home)
    assert draft.flush(PATIENCE).is_saved
    disk.hanging = (home,)

    status = draft.close_anywhere(0.5)

    assert disk.reached.wait(PATIENCE)
    assert status.is_saved and draft.status.problem is None
    assert draft.folder.parent == home / "drafts"
    assert read_draft("relay")[0].answers == {"name": "Relay"}
    disk.answers.set()


@needs_proc
async def test_the_full_screen_tells_what_it_waits_for(home: Path, user: Path, disk: HangingDisk) -> None:
    start_draft(small_interview(home), "relay").close(PATIENCE)
    app = PlanWizard(lambda: open_draft("relay"))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        disk.hanging = (home,)
        await pilot.press(*"Talk")
        await pilot.press("ctrl+q")
        await seen(pilot, "Saving…")
        disk.answers.set()
        await until(pilot, lambda: not app.is_running)

    assert close_and_summarize(app).trouble == ""
    assert read_draft("relay")[0].answers == {"name": "Talk"}


@needs_proc
def test_line_by_line_it_is_told_too_and_another_disk_is_taken(home: Path, user: Path, disk: HangingDisk) -> None:
    draft = begin_hanging(home, disk)
    said: list[str] = []

    assert DraftNotices(draft).objection_to_leaving(said.append) == ""
    assert said == [SAVING]
    assert draft.folder == user / "plan-wizard-drafts" / "relay"
    draft.close(PATIENCE)


def begin_hanging(home: Path, disk: HangingDisk, *more: Path) -> Draft:
    """A draft with an answer that is on its way to a disk which does not answer."""
    disk.hanging = ()
    draft = start_draft(small_interview(home), "relay")
    assert draft.flush(PATIENCE).is_saved
    disk.hanging = (home, *more)
    draft.record(draft.interview.answer(("name",), "Relay"))
    assert disk.reached.wait(PATIENCE)
    return draft
