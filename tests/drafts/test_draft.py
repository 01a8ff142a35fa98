"""A draft comes back as it was left."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE
from tests.support.small_plan import small_interview
from wizard.drafts.draft import (
    Draft,
    backups_of,
    copy_draft,
    find_holder,
    open_draft,
    read_draft,
    restore_backup,
    start_draft,
)
from wizard.drafts.lock import DraftInUseError
from wizard.errors import WizardError
from wizard.interview.interview import Interview


@pytest.fixture
def draft(home: Path) -> Draft:
    """A new draft of the small template."""
    return start_draft(small_interview(home), "relay")


def test_a_draft_is_resumed_at_the_very_place(draft: Draft) -> None:
    interview = draft.interview.answer(("name",), "Relay").add_item(("steps",)).answer(("steps", 0, "title"), "one")
    tasks = tuple({"text": text, "done": False} for text in ("one", "two", "and three"))
    interview = interview.answer(("steps", 0, "tasks"), tasks)
    left = interview.set_unfinished(("start",), "2026-1").go_to(("steps", 0, "tasks"), (2,), 7)
    draft.record(left)
    draft.close()

    resumed = open_draft("relay")

    assert resumed.interview == left
    assert resumed.notices == () and resumed.orphans == ()
    resumed.close()


def test_what_is_noted_is_on_the_disk_without_being_asked_for(draft: Draft) -> None:
    draft.record(draft.interview.answer(("name",), "Relay"))
    draft.flush()

    interview, _, _ = read_draft("relay")

    assert interview.answers == {"name": "Relay"}
    draft.close()


def test_a_series_of_notes_needs_no_flush_to_be_written(home: Path) -> None:
    from threading import Event

    written = Event()
    draft = start_draft(small_interview(home), on_status=lambda status: written.set() if status.is_saved else None)
    assert written.wait(PATIENCE)
    written.clear()
    draft.record(draft.interview.answer(("name",), "Relay"))
    assert written.wait(PATIENCE)

    assert read_draft(draft.name)[0].answers == {"name": "Relay"}
    draft.close()


def test_undo_and_redo_go_on_after_resume(draft: Draft) -> None:
    start = draft.interview
    first = start.answer(("goal",), "a goal that is long enough to be no typing")
    draft.record(first)
    draft.record(first.answer(("big",), True))
    draft.undo()
    draft.close()

    resumed = open_draft("relay")
    assert (again := resumed.redo()) is not None and again.answers == {**first.answers, "big": True}
    while resumed.undo():
        pass

    assert resumed.interview.answers == start.answers
    assert not resumed.can_undo
    resumed.close()


def test_undo_goes_on_after_a_crash(draft: Draft) -> None:
    draft.record(draft.interview.answer(("goal",), "a goal"))
    draft.record(draft.interview.answer(("big",), True))
    draft.flush()

    other = copy_draft("relay")

    assert (before := other.undo()) is not None and before.answers == {"goal": "a goal"}
    assert (before := other.undo()) is not None and before.answers == {}
    other.close()
    draft.close()


def test_a_second_program_is_told_and_may_look_or_take_a_copy(draft: Draft) -> None:
    draft.record(draft.interview.answer(("name",), "Relay"))
    draft.flush()

    with pytest.raises(DraftInUseError) as held:
        open_draft("relay")
    copy = copy_draft("relay")

    assert held.value.holder is not None and held.value.holder.pid == os.getpid()
    assert find_holder("relay") == held.value.holder
    assert read_draft("relay")[0].answers == {"name": "Relay"}
    assert copy.name == "relay-2" and copy.interview.answers == {"name": "Relay"}
    copy.close()
    draft.close()
    assert find_holder("relay") is None


def test_opening_a_draft_and_leaving_it_changes_nothing_on_the_disk(draft: Draft) -> None:
    draft.record(draft.interview.answer(("name",), "Relay"))
    draft.close()
    before = {path: path.read_bytes() for path in draft.folder.rglob("*") if path.is_file()}

    open_draft("relay").close()

    assert {path: path.read_bytes() for path in draft.folder.rglob("*") if path.is_file()} == before


def test_earlier_states_are_listed_and_restored(draft: Draft) -> None:
    for goal in ("first", "second", "third"):
        draft.record(draft.interview.answer(("goal",), goal))
        draft.close()
        draft = open_draft("relay")
    draft.close()

    states = backups_of("relay")
    second = next(state for state in states if b"second" in state.path.read_bytes())
    restored = restore_backup("relay", second.number)

    assert restored.interview.answers == {"goal": "second"}
    assert (undone := restored.undo()) is not None and undone.answers == {"goal": "third"}
    restored.redo()
    restored.close()
    assert open_and_close("relay").answers == {"goal": "second"}
    assert any(b"third" in state.path.read_bytes() for state in backups_of("relay"))
    with pytest.raises(WizardError, match="no earlier state 999"):
        restore_backup("relay", 999)


def open_and_close(name: str) -> Interview:
    draft = open_draft(name)
    draft.close()
    return draft.interview


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are those of POSIX")
def test_a_draft_is_for_its_owner_alone(draft: Draft) -> None:
    draft.record(draft.interview.answer(("goal",), "first"))
    draft.close()

    for path in [draft.folder, *draft.folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_listing_drafts_imports_neither_yaml_nor_jinja(draft: Draft) -> None:
    draft.close()
    program = (
        "import sys\nfrom wizard.drafts.catalog import list_drafts\nassert len(list_drafts()) == 1\n"
        "print([name for name in ('yaml', 'jinja2', 'markdown_it', 'textual', 'difflib') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_mistake_in_showing_the_status_does_not_end_the_keeping(home: Path) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("no app to show it in")

    draft = start_draft(small_interview(home), "relay", broken)
    draft.flush()
    draft.record(draft.interview.answer(("name",), "Relay"))

    assert draft.flush().is_saved
    draft.close()
    assert open_and_close("relay").answers == {"name": "Relay"}
