"""Drafts of which both files are broken, and drafts that went on in another folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.small_plan import small_interview
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import Draft, backups_of, open_draft, restore_backup, start_draft
from wizard.drafts.draft_folder import BrokenDraftError
from wizard.errors import WizardError
from wizard.model.answers import Answers

FIRST: Answers = {"name": "Relay"}
BOTH: Answers = {"name": "Relay", "goal": "Talk"}


@pytest.fixture
def folder(home: Path) -> Path:
    """The folder of a draft with an earlier state."""
    draft = start_draft(small_interview(home), "relay")
    for key, answer in BOTH.items():
        draft.record(draft.interview.answer((key,), answer))
        draft.close()
        draft = open_draft("relay")
    draft.close()
    return draft.folder


def break_both(folder: Path, how: str) -> None:
    for name in ("draft.yaml", "journal.jsonl"):
        (folder / name).unlink()
        if how != "gone":
            (folder / name).write_bytes({"empty": b"", "garbage": b"\xff\x00 garbage\n"}[how])


def answers_of(draft: Draft) -> Answers:
    draft.close()
    return draft.interview.answers


@pytest.mark.parametrize("how", ["gone", "empty", "garbage"])
def test_a_draft_with_both_files_broken_comes_back_from_an_earlier_state(
    program: Program, folder: Path, how: str
) -> None:
    break_both(folder, how)

    with pytest.raises(BrokenDraftError, match="plan-wizard resume relay --earlier lists"):
        open_draft("relay")
    listed = program("resume", "relay", "--earlier")
    assert listed.code == 0 and "1 of 5 answered" in listed.out
    assert [draft.name for draft in list_drafts()] == ["relay"]

    number = next(backup.number for backup in backups_of("relay") if backup.header.answered == 1)
    draft = restore_backup("relay", number)

    assert "kept in its folder earlier/" in draft.notices[0]
    assert answers_of(draft) == FIRST
    again = open_draft("relay")
    assert not again.notices and answers_of(again) == FIRST
    if how == "garbage":
        assert (folder / "earlier" / "unreadable-1-draft.yaml").read_bytes() == b"\xff\x00 garbage\n"
        assert (folder / "earlier" / "unreadable-1-journal.jsonl").read_bytes() == b"\xff\x00 garbage\n"


def test_an_earlier_state_that_is_not_there_is_told_for_a_broken_draft_too(folder: Path) -> None:
    break_both(folder, "garbage")

    with pytest.raises(WizardError, match="no earlier state 99"):
        restore_backup("relay", 99)

    assert (folder / "draft.yaml").read_bytes() == b"\xff\x00 garbage\n"


def move_on(folder: Path, to: Path) -> Path:
    """Go on with the draft in another folder, and return that."""
    draft = open_draft("relay")
    draft.move_and_flush(to)
    draft.record(draft.interview.answer(("big",), True))
    draft.close()
    assert draft.folder.parent == to and folder.is_dir()
    return draft.folder


@pytest.mark.parametrize("is_trail_left", [True, False])
def test_a_draft_that_went_on_elsewhere_is_found_there(
    program: Program, folder: Path, user: Path, is_trail_left: bool
) -> None:
    moved = move_on(folder, user / "plan-wizard-drafts")
    if not is_trail_left:
        (folder / "moved-to").unlink()  # a disk that takes nothing takes no link either

    draft = open_draft("relay")

    assert draft.folder == moved
    assert str(moved) in draft.notices[0]
    assert answers_of(draft) == {**BOTH, "big": True}
    assert program("list", "--json").document["drafts"][0]["answered"] == 3
    assert str(moved) in program("next", "relay").err


def test_a_folder_that_the_user_chose_is_found_by_the_trail(folder: Path, tmp_path: Path) -> None:
    moved = move_on(folder, tmp_path / "chosen")

    assert open_draft("relay").folder == moved


def test_a_draft_whose_newer_state_is_gone_says_so_until_it_goes_on(folder: Path, tmp_path: Path) -> None:
    moved = move_on(folder, tmp_path / "chosen")
    shutil.rmtree(moved)

    draft = open_draft("relay")
    assert any(str(moved) in notice and "no longer exists" in notice for notice in draft.notices)
    draft.record(draft.interview.answer(("big",), False))
    draft.close()
    again = open_draft("relay")

    assert not again.notices and answers_of(again) == {**BOTH, "big": False}


def test_a_draft_that_was_copied_back_home_goes_on_there(folder: Path, tmp_path: Path) -> None:
    moved = move_on(folder, tmp_path / "chosen")
    shutil.rmtree(folder)
    shutil.copytree(moved, folder)

    draft = open_draft("relay")

    assert draft.folder == folder and answers_of(draft) == {**BOTH, "big": True}


def test_dropping_a_draft_leaves_the_folder_where_it_went_on(program: Program, folder: Path, tmp_path: Path) -> None:
    moved = move_on(folder, tmp_path / "chosen")

    assert program("drop", "relay").code == 0

    assert list_drafts() == ()
    assert (moved / "draft.yaml").exists()
