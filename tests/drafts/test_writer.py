"""When a draft cannot be written: nothing raises, the user is told, and it goes on once the cause is gone."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from threading import Event

import pytest

from tests.support.disk_faults import file_size_limit, fill, make_read_only, make_writable, small_disk
from tests.support.patience import PATIENCE
from tests.support.small_plan import put_template, small_interview, small_template
from wizard.drafts.catalog import list_done_drafts, list_drafts
from wizard.drafts.draft import Draft, copy_draft, open_draft, read_draft, start_draft
from wizard.drafts.last_save import LastSave
from wizard.drafts.writer import DraftStatus
from wizard.interview.interview import Interview

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the faults are those of POSIX")


class Told:
    """What the draft said last, for a test to wait for."""

    def __init__(self) -> None:
        self.kept = Event()
        self.not_kept = Event()

    def __call__(self, status: DraftStatus) -> None:
        (self.kept if status.is_saved else self.not_kept).set()
        (self.not_kept if status.is_saved else self.kept).clear()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setattr("wizard.drafts.writer.RETRY", 0.05)
    return Told()


def changed(draft: Draft, goal: str) -> None:
    draft.record(draft.interview.answer(("goal",), goal))


def comes_back(draft: Draft, told: Told, goal: str) -> None:
    """Without a further change the draft is written by itself, and everything is there."""
    assert told.kept.wait(PATIENCE)
    assert draft.status.is_saved and draft.status.problem is None
    assert read_draft(draft.name)[0].answers == {"goal": goal}
    draft.close()
    again = open_draft(draft.name)
    assert again.interview.answers == {"goal": goal}
    again.close()


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Told) -> None:
    with small_disk(tmp_path / "disk", 256) as disk:
        monkeypatch.setenv("PLAN_WIZARD_HOME", str(disk))
        draft = start_draft(small_interview(disk), "relay", told)
        changed(draft, "before")
        assert draft.flush().is_saved
        filler = fill(disk)
        goal = "word " * 3000
        changed(draft, goal)

        assert told.not_kept.wait(PATIENCE)
        assert str(draft.flush()) == "Draft not saved: the disk is full. Free some space."
        assert draft.interview.answers == {"goal": goal}
        assert read_draft("relay")[0].answers == {"goal": "before"}

        told.kept.clear()
        filler.unlink()
        comes_back(draft, told, goal)


def test_a_disk_that_can_only_be_read_from_one_moment_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    with small_disk(tmp_path / "disk", 256) as disk:
        monkeypatch.setenv("PLAN_WIZARD_HOME", str(disk))
        draft = start_draft(small_interview(disk), "relay", told)
        draft.close()
        make_read_only(disk)
        draft = open_draft("relay", told)
        changed(draft, "goal")

        assert told.not_kept.wait(PATIENCE)
        assert "is read-only" in str(draft.flush())

        told.kept.clear()
        make_writable(disk)
        comes_back(draft, told, "goal")


@posix_only
def test_a_limit_on_the_size_of_files(home: Path, told: Told) -> None:
    draft = start_draft(small_interview(home), "relay", told)
    draft.flush()
    with file_size_limit(4000):
        changed(draft, "word " * 3000)
        assert told.not_kept.wait(PATIENCE)
        assert "larger than this system allows" in str(draft.flush())
        told.kept.clear()

    comes_back(draft, told, "word " * 3000)


@posix_only
def test_a_folder_that_goes_away_is_made_again_with_everything_in_it(home: Path, told: Told) -> None:
    draft = start_draft(small_interview(home), "relay", told)
    changed(draft, "before")
    draft.flush()
    shutil.rmtree(home)
    put_template(home)
    told.kept.clear()
    changed(draft, "after")

    comes_back(draft, told, "after")


@posix_only
def test_a_snapshot_that_cannot_be_written_is_no_loss_while_the_journal_can(home: Path, told: Told) -> None:
    draft = start_draft(small_interview(home), "relay", told)
    draft.flush()
    (draft.folder / "draft.yaml").unlink()
    (draft.folder / "draft.yaml" / "inside").mkdir(parents=True)
    changed(draft, "first")
    draft.record(draft.interview.go_to(("ideas",)))  # another section: a snapshot is due

    assert draft.flush().is_saved
    assert read_draft("relay")[0].answers == {"goal": "first"}
    shutil.rmtree(draft.folder / "draft.yaml")
    comes_back(draft, told, "first")


@posix_only
@pytest.mark.parametrize("name", ["journal.jsonl", "lock"])
def test_a_file_replaced_by_a_folder(home: Path, told: Told, name: str) -> None:
    draft = start_draft(small_interview(home), "relay", told)
    draft.flush()
    (draft.folder / name).unlink()
    (draft.folder / name / "inside").mkdir(parents=True)
    changed(draft, "first")
    draft.record(draft.interview.go_to(("ideas",)))  # another section: everything is written

    assert told.not_kept.wait(PATIENCE)
    assert "a folder is at" in str(draft.flush())

    told.kept.clear()
    shutil.rmtree(draft.folder / name)
    comes_back(draft, told, "first")


@posix_only
def test_a_file_where_the_drafts_folder_should_be(home: Path, told: Told) -> None:
    interview = small_interview(home)
    (home / "drafts").write_text("mine")
    draft = start_draft(interview, "relay", told)
    changed(draft, "goal")

    assert told.not_kept.wait(PATIENCE)
    assert f"something else is at {home / 'drafts'}." in str(draft.flush())
    assert (home / "drafts").read_text() == "mine"

    told.kept.clear()
    (home / "drafts").unlink()
    comes_back(draft, told, "goal")


@posix_only
def test_a_folder_that_may_not_be_written_to(home: Path, told: Told) -> None:
    interview = small_interview(home)
    (home / "drafts").mkdir(mode=0o500)
    if os.access(home / "drafts", os.W_OK):
        pytest.skip("root may write anywhere")
    draft = start_draft(interview, "relay", told)
    changed(draft, "goal")

    assert told.not_kept.wait(PATIENCE)
    assert "you may not write to" in str(draft.flush())

    told.kept.clear()
    (home / "drafts").chmod(0o700)
    comes_back(draft, told, "goal")


@posix_only
def test_another_place_is_taken_when_the_user_names_one(home: Path, tmp_path: Path, told: Told) -> None:
    interview = small_interview(home)
    (home / "drafts").write_text("mine")
    draft = start_draft(interview, "relay", told)
    changed(draft, "goal")
    assert told.not_kept.wait(PATIENCE)

    draft.move_to(tmp_path / "elsewhere")

    assert draft.flush().is_saved
    assert draft.folder == tmp_path / "elsewhere" / "relay"
    assert (draft.folder / "draft.yaml").exists()
    draft.close()


def test_another_place_never_takes_the_place_of_what_is_there(home: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "relay").mkdir(parents=True)
    (tmp_path / "elsewhere" / "relay" / "draft.yaml").write_text("mine")
    draft = start_draft(small_interview(home), "relay")

    draft.move_to(tmp_path / "elsewhere")
    draft.close()

    assert draft.folder == tmp_path / "elsewhere" / "relay-2"
    assert (tmp_path / "elsewhere" / "relay" / "draft.yaml").read_text() == "mine"


def test_closing_with_a_full_disk_tells_it_and_does_not_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    with small_disk(tmp_path / "disk", 256) as disk:
        monkeypatch.setenv("PLAN_WIZARD_HOME", str(disk))
        draft = start_draft(small_interview(disk), "relay", told)
        draft.flush()
        fill(disk)
        changed(draft, "word " * 3000)

        assert "the disk is full" in str(draft.close())


@posix_only
def test_a_draft_taken_by_another_program_meanwhile_is_not_written_over(home: Path, told: Told) -> None:
    draft = start_draft(small_interview(home), "relay", told)
    changed(draft, "mine")
    draft.flush()
    shutil.rmtree(draft.folder)
    other = start_draft(Interview.begin(small_template(home)).answer(("name",), "theirs"), "relay")
    other.flush()
    changed(draft, "mine still")

    assert told.not_kept.wait(PATIENCE)
    assert "is open elsewhere" in str(draft.flush())
    assert read_draft("relay")[0].answers == {"name": "theirs"}
    draft.move_to(home / "drafts" / "mine")
    assert draft.flush().is_saved
    draft.close()
    other.close()


def test_what_is_noted_after_trouble_is_there_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Told) -> None:
    with small_disk(tmp_path / "disk", 256) as disk:
        monkeypatch.setenv("PLAN_WIZARD_HOME", str(disk))
        draft = start_draft(small_interview(disk), "relay", told)
        draft.flush()
        filler = fill(disk)
        changed(draft, "word " * 3000)
        assert told.not_kept.wait(PATIENCE)
        changed(draft, "second")
        filler.unlink()
        changed(draft, "third")

        assert draft.flush().is_saved
        copy = copy_draft("relay")
        assert copy.interview.answers == {"goal": "third"}
        assert (before := copy.undo()) is not None and before.answers == {"goal": "second"}
        copy.close()
        draft.close()


@posix_only
def test_the_lists_do_not_break_on_what_does_not_belong_there(home: Path) -> None:
    start_draft(small_interview(home), "relay").close()
    (home / "drafts" / "a file").write_text("mine")
    (home / "drafts" / "empty").mkdir()
    (home / "drafts" / "strange").mkdir()
    (home / "drafts" / "strange" / "draft.yaml").mkdir()
    (home / "drafts" / "loop").symlink_to("loop")
    (home / "drafts" / os.fsdecode(b"bytes\xff")).mkdir()

    assert [summary.name for summary in list_drafts()] == ["relay", "strange"]


@posix_only
def test_a_finished_draft_stays_where_it_is_until_it_can_be_put_with_the_done_ones(home: Path, told: Told) -> None:
    draft = start_draft(small_interview(home), "relay", told)
    draft.flush()
    (home / "done").write_text("mine")
    draft.finish(LastSave(str(home / "relay.md")))

    assert told.not_kept.wait(PATIENCE)
    assert draft.folder == home / "drafts" / "relay"

    told.kept.clear()
    (home / "done").unlink()
    assert told.kept.wait(PATIENCE)
    draft.close()
    assert [summary.name for summary in list_done_drafts()] == ["relay"]
    assert list_drafts() == ()
