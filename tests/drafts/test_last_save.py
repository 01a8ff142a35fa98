"""A draft remembers the files that it was saved to, or opened from, and where it is to be saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.small_plan import small_interview
from wizard.drafts.draft import copy_draft, open_draft, start_draft
from wizard.drafts.last_save import LastSave, content_digest

SAVED = LastSave("/plans/relay.md", "a" * 64, "b" * 64)


@pytest.mark.parametrize("lost", [None, "draft.yaml", "journal.jsonl"])
def test_what_was_saved_is_remembered_by_each_of_both_files(home: Path, lost: str | None) -> None:
    draft = start_draft(small_interview(home), "relay")
    draft.finish(SAVED)
    draft.close()
    if lost is not None:
        (draft.folder / lost).unlink()

    again = open_draft("relay")

    assert (again.last_save, again.plan_path) == (SAVED, Path("/plans/relay.md"))
    again.close()


@pytest.mark.parametrize("lost", [None, "draft.yaml", "journal.jsonl"])
def test_where_a_plan_is_to_be_saved_is_no_record_of_having_saved_it(home: Path, lost: str | None) -> None:
    draft = start_draft(small_interview(home), "relay", save_to=Path("/plans/relay.md"))
    draft.close()
    if lost is not None:
        (draft.folder / lost).unlink()

    again = open_draft("relay")

    assert (again.last_save, again.plan_path) == (None, Path("/plans/relay.md"))
    again.close()


def test_a_copy_and_later_changes_remember_it_too(home: Path) -> None:
    draft = start_draft(small_interview(home), "relay", last_save=SAVED)
    draft.record(draft.interview.answer(("name",), "Relay"))
    draft.close()

    copied = copy_draft("relay")

    assert copied.last_save == SAVED
    copied.close()


def test_line_ends_and_a_byte_order_mark_are_no_other_content() -> None:
    assert content_digest(b"a\nb\n") == content_digest(b"\xef\xbb\xbfa\r\nb\r\n") != content_digest(b"a\nb")
    assert content_digest(None) == ""
