"""Dropping a draft: exactly that one, told truthfully, and back again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.small_plan import small_interview
from wizard.drafts import dropped
from wizard.drafts.catalog import list_done_drafts, list_drafts
from wizard.drafts.draft import open_draft, start_draft
from wizard.drafts.dropped import delete_draft, drop_draft, list_dropped, restore_dropped
from wizard.drafts.last_save import LastSave
from wizard.drafts.lock import DraftInUseError
from wizard.errors import NotFoundError


def put_draft(home: Path, name: str, title: str = "Relay") -> None:
    draft = start_draft(small_interview(home).answer(("name",), title), name)
    draft.close()


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", ["drop", "answer", "next", "save", "resume"])
@pytest.mark.parametrize("near", ["relay", "Relay", "RELAY-2", "relay-"])
def test_a_name_that_is_only_like_a_draft_touches_none(program: Program, home: Path, command: str, near: str) -> None:
    put_draft(home, "relay-2")
    before = files_of(home / "drafts")

    outcome = program(command, near, stdin='{"name": "Other"}')

    assert outcome.code == 2
    assert "did you mean 'relay-2'" in outcome.err
    assert files_of(home / "drafts") == before


def test_dropping_twice_drops_no_other_draft(program: Program, home: Path) -> None:
    put_draft(home, "relay")
    put_draft(home, "small-plan", title="Relay")

    assert program("drop", "relay").code == 0
    again = program("drop", "relay")

    assert again.code == 2
    assert [draft.name for draft in list_drafts()] == ["small-plan"]


def test_a_dropped_draft_comes_back_whole(program: Program, home: Path) -> None:
    put_draft(home, "relay")
    before = files_of(home / "drafts")

    told = program("drop", "relay").err
    assert told == "Dropped relay. Undo with: plan-wizard drop relay --undo\n"
    assert list_drafts() == () and os.listdir(home / "drafts") == []
    assert "restore it with plan-wizard drop relay --undo" in program("next", "relay").err

    assert program("drop", "relay", "--undo").err == "relay is back.\n"
    assert files_of(home / "drafts") == before
    assert list_dropped() == ()


def test_a_draft_comes_back_under_a_free_name(program: Program, home: Path) -> None:
    put_draft(home, "relay", "First")
    drop_draft("relay")
    put_draft(home, "relay", "Second")

    assert program("drop", "relay", "--undo").err == "relay is back, as relay-2.\n"
    assert {draft.name: draft.title for draft in list_drafts()} == {"relay": "Second", "relay-2": "First"}


def test_the_draft_dropped_last_comes_back_first(home: Path) -> None:
    for title in ("First", "Second"):
        put_draft(home, "relay", title)
        drop_draft("relay")

    restore_dropped("relay")

    assert [draft.title for draft in list_drafts()] == ["Second"]


def test_a_done_draft_comes_back_as_a_done_one(home: Path, tmp_path: Path) -> None:
    draft = start_draft(small_interview(home), "relay")
    draft.finish(LastSave(str(tmp_path / "relay.md")))
    draft.close()
    drop_draft("relay")
    assert list_done_drafts() == ()

    restore_dropped("relay")

    assert [draft.name for draft in list_done_drafts()] == ["relay"]


def test_a_draft_in_use_is_not_dropped(home: Path) -> None:
    draft = start_draft(small_interview(home), "relay")
    draft.flush()

    with pytest.raises(DraftInUseError):
        drop_draft("relay")

    draft.close()
    assert [draft.name for draft in list_drafts()] == ["relay"]


def test_only_the_last_dropped_drafts_are_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropped, "MAX_DROPPED_DRAFTS", 2)
    for name in ("one", "two", "three"):
        put_draft(home, name)
        drop_draft(name)

    assert [draft.name for draft in list_dropped()] == ["three", "two"]
    assert sorted(os.listdir(home / "dropped")) == ["2", "3"]


def test_what_an_earlier_version_left_when_it_was_killed_is_deleted(home: Path) -> None:
    put_draft(home, "relay")
    left = home / "drafts" / ".old.dropped"
    left.mkdir()
    (left / "draft.yaml").write_text("half")

    drop_draft("relay")

    assert os.listdir(home / "drafts") == []


def test_a_draft_deleted_for_good_is_nowhere(program: Program, home: Path) -> None:
    put_draft(home, "relay")

    assert program("drop", "relay", "--for-good").err == "Deleted relay for good.\n"
    assert not [path for path in home.rglob("*") if path.name == "draft.yaml"]
    with pytest.raises(NotFoundError):
        restore_dropped("relay")


def test_a_draft_dropped_before_can_be_deleted_for_good(program: Program, home: Path) -> None:
    put_draft(home, "relay")
    program("drop", "relay")

    assert program("drop", "relay", "--for-good").code == 0
    assert list_dropped() == ()


def test_files_that_cannot_be_deleted_are_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_draft(home, "relay")
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)

    remaining = delete_draft("relay")

    assert list_drafts() == () and list_dropped() == ()
    assert "draft.yaml" in {path.name for path in remaining}


def test_what_is_not_dropped_is_where_it_was(program: Program, home: Path) -> None:
    put_draft(home, "relay")
    (home / "dropped").write_text("a file where the folder should be")
    before = files_of(home / "drafts")

    outcome = program("drop", "relay")

    assert outcome.code == 2
    assert "relay was not dropped" in outcome.err and "--for-good" in outcome.err
    assert files_of(home / "drafts") == before
    assert program("drop", "relay", "--for-good").code == 0
    assert list_drafts() == ()


def test_a_draft_that_could_not_be_written_discards_only_itself(home: Path) -> None:
    """An empty new plan on a full disk never got a folder; the one draft with its name is another one."""
    put_draft(home, "small", "The only draft")
    (home / "drafts").rename(home / "elsewhere")
    (home / "drafts").write_text("no folder can be made here")
    draft = start_draft(small_interview(home))
    assert draft.name == "small"
    (home / "drafts").unlink()
    (home / "elsewhere").rename(home / "drafts")

    draft.discard()

    assert [draft.title for draft in list_drafts()] == ["The only draft"]
    open_draft("small").close()
