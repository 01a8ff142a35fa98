"""kill -9 at every call that changes a file: what is said afterwards is what is, and undo leads where the draft was."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.killed_at_calls import kill_at_each_call
from tests.support.small_plan import small_interview
from wizard.automation.steps import take_answer
from wizard.drafts.catalog import list_done_drafts, list_drafts
from wizard.drafts.draft import backups_of, open_draft, restore_backup, start_draft
from wizard.drafts.dropped import drop_draft, list_dropped, restore_dropped
from wizard.drafts.last_save import LastSave
from wizard.errors import WizardError
from wizard.files.directories import data_folder
from wizard.model.answers import Answers

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="POSIX")

STATES: tuple[Answers, ...] = (
    {},
    {"name": "Relay"},
    {"name": "Relay", "goal": "Talk"},
    {"name": "Relay", "goal": "Talk", "big": True},
)


@pytest.fixture
def again(home: Path, tmp_path: Path) -> Callable[[], None]:
    """A draft with three steps, each of them an earlier state too; called, it lies there as it was."""
    draft = start_draft(small_interview(home), "relay")
    for key, answer in STATES[-1].items():
        draft.record(draft.interview.answer((key,), answer))
        draft.close()
        draft = open_draft("relay")
    draft.close()
    kept = tmp_path / "kept"
    shutil.copytree(home, kept)

    def put_back() -> None:
        shutil.rmtree(home)
        shutil.copytree(kept, home)

    return put_back


def reached_states(name: str) -> list[Answers]:
    """The answers as the draft opens, then those after each undo, and after each redo from there."""
    draft = open_draft(name)
    states = [draft.interview.answers]
    while (before := draft.undo()) is not None:
        states.append(before.answers)
    while (after := draft.redo()) is not None:
        states.append(after.answers)
    draft.close()
    assert states[-1] == states[0]
    return states


def hidden_files() -> list[str]:
    return [str(path) for path in data_folder().glob("*/.*")]


def test_killed_while_going_back_to_an_earlier_state(again: Callable[[], None]) -> None:
    number = next(backup.number for backup in backups_of("relay") if backup.header.answered == 1)

    for _ in kill_at_each_call(again, lambda: restore_backup("relay", number).close()):
        states = reached_states("relay")

        assert states[0] in (STATES[1], STATES[3])
        assert all(state in STATES for state in states)

    assert reached_states("relay")[:2] == [STATES[1], STATES[3]]


def test_killed_while_answering(again: Callable[[], None]) -> None:
    after = {**STATES[3], "ideas": ("one",)}

    for _ in kill_at_each_call(again, lambda: take_answer("relay", '{"ideas": ["one"]}')):
        states = reached_states("relay")

        assert states[0] in (STATES[3], after)
        assert all(state in (*STATES, after) for state in states)

    assert reached_states("relay")[0] == after


def test_killed_while_dropping(again: Callable[[], None]) -> None:
    for _ in kill_at_each_call(again, lambda: drop_draft("relay")):
        is_listed = [draft.name for draft in list_drafts()] == ["relay"]
        assert [draft.name for draft in list_dropped()] == ([] if is_listed else ["relay"])
        if not is_listed:
            restore_dropped("relay")
        assert reached_states("relay")[0] == STATES[3]

        drop_draft("relay")
        assert list_drafts() == () and len(list_dropped()) == 1
        assert hidden_files() == []


def test_killed_while_bringing_back(again: Callable[[], None]) -> None:
    def dropped() -> None:
        again()
        drop_draft("relay")

    for _ in kill_at_each_call(dropped, lambda: restore_dropped("relay")):
        if not list_drafts():
            restore_dropped("relay")

        assert reached_states("relay")[0] == STATES[3]
        assert list_dropped() == ()


def test_killed_while_deleting_for_good(again: Callable[[], None]) -> None:
    from wizard.drafts.dropped import delete_draft

    for _ in kill_at_each_call(again, lambda: delete_draft("relay")):
        if list_drafts():
            assert reached_states("relay")[0] == STATES[3]
            drop_draft("relay")
        else:
            start_draft(small_interview(data_folder()), "other").close()
            drop_draft("other")

        assert hidden_files() == []


def test_killed_while_the_draft_goes_to_the_done_ones(again: Callable[[], None], tmp_path: Path) -> None:
    def finish() -> None:
        draft = open_draft("relay")
        draft.finish(LastSave(str(tmp_path / "relay.md")))
        draft.close()

    for _ in kill_at_each_call(again, finish):
        assert len(list_drafts()) + len(list_done_drafts()) == 1
        assert reached_states("relay")[0] == STATES[3]


def test_killed_while_a_draft_is_opened_whose_snapshot_was_cut(again: Callable[[], None]) -> None:
    def cut() -> None:
        again()
        snapshot = data_folder() / "drafts" / "relay" / "draft.yaml"
        content = snapshot.read_bytes()
        snapshot.unlink()
        snapshot.write_bytes(content[:-12])

    for _ in kill_at_each_call(cut, lambda: open_draft("relay").close()):
        assert reached_states("relay")[0] == STATES[3]


@pytest.mark.parametrize("failing", ["draft.yaml", "journal.jsonl", "passed.txt"])
def test_an_answer_that_is_kept_is_never_told_as_lost(
    again: Callable[[], None], failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def replace(source: object, target: object) -> None:
        if str(target).endswith(failing):
            raise OSError(28, "No space left on device", str(target))
        real(source, target)  # pyright: ignore[reportArgumentType]  # whatever the program gives

    (data_folder() / "drafts" / "relay" / "passed.txt").write_text("ideas")
    with monkeypatch.context() as broken_disk:
        broken_disk.setattr(os, "replace", replace)
        try:
            take_answer("relay", '{"ideas": ["one"]}')
            was_kept = True
        except WizardError:
            was_kept = False

    assert (open_and_close("relay") == {**STATES[3], "ideas": ("one",)}) is was_kept


def open_and_close(name: str) -> Answers:
    draft = open_draft(name)
    draft.close()
    return draft.interview.answers
