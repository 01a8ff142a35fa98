"""What a crash leaves of a draft's files is enough."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.small_plan import small_interview
from tests.support.warm_process import run_python
from wizard.drafts.draft import Draft, open_draft, start_draft
from wizard.interview.interview import Interview


@pytest.fixture
def draft(home: Path) -> Draft:
    """A new draft of the small template."""
    return start_draft(small_interview(home), "relay")


def open_and_close(name: str) -> Interview:
    draft = open_draft(name)
    draft.close()
    return draft.interview


@pytest.mark.parametrize("lost", ["draft.yaml", "journal.jsonl"])
@pytest.mark.parametrize("how", ["gone", "empty", "garbage", "nul", "cut"])
def test_either_file_alone_brings_the_answers_back(draft: Draft, lost: str, how: str) -> None:
    draft.record(draft.interview.answer(("name",), "Relay"))
    draft.close()
    path = draft.folder / lost
    content = path.read_bytes()
    path.unlink()
    if how != "gone":
        junk = {
            "empty": b"",
            "garbage": b"\xff\xfe\x00junk\n",
            "nul": b"\x00" * 4096,
            "cut": content[: len(content) // 2],
        }
        path.write_bytes(junk[how])

    assert open_and_close("relay").answers == {"name": "Relay"}
    assert open_and_close("relay").answers == {"name": "Relay"}


def test_a_crash_between_snapshot_and_journal_is_harmless(draft: Draft) -> None:
    draft.record(draft.interview.answer(("goal",), "first"))
    draft.flush()
    draft.record(draft.interview.add_item(("ideas",), None, "idea"))
    draft.flush()
    journal = (draft.folder / "journal.jsonl").read_bytes()
    draft.close()
    (draft.folder / "journal.jsonl").write_bytes(journal)

    resumed = open_draft("relay")

    assert resumed.interview.answers == {"goal": "first", "ideas": ("idea",)}
    assert (before := resumed.undo()) is not None and before.answers == {"goal": "first"}
    resumed.close()


def test_a_cut_last_line_costs_only_itself(draft: Draft) -> None:
    draft.flush()
    draft.record(draft.interview.answer(("goal",), "first"))
    draft.flush()
    draft.record(draft.interview.answer(("name",), "Relay"))
    draft.flush()
    journal = draft.folder / "journal.jsonl"
    content = journal.read_bytes()
    copy = draft.folder.with_name("cut")
    copy.mkdir()
    for name in ("draft.yaml", "template.md"):
        (copy / name).write_bytes((draft.folder / name).read_bytes())
    (copy / "journal.jsonl").write_bytes(content[:-20])
    draft.close()

    assert open_and_close("cut").answers == {"goal": "first"}
    assert open_and_close("cut").answers == {"goal": "first"}


def test_an_answer_changed_by_hand_in_the_snapshot_counts(draft: Draft) -> None:
    draft.record(draft.interview.answer(("goal",), "first"))
    draft.close()
    snapshot = draft.folder / "draft.yaml"
    snapshot.write_bytes(snapshot.read_bytes().replace(b"goal: first", b"goal: by hand"))

    assert open_and_close("relay").answers == {"goal": "by hand"}


def test_what_a_crash_left_half_written_is_cleared_away(draft: Draft) -> None:
    draft.close()
    (draft.folder / ".draft.yaml.0123abcd.tmp").write_bytes(b"half")
    (draft.folder / "journal.jsonl").write_bytes(b"cut")

    open_and_close("relay")

    assert not list(draft.folder.glob("*.tmp")) + list(draft.folder.glob(".*.tmp"))


ENDING_BADLY = """
from tests.support.small_plan import small_interview
from wizard.drafts.draft import start_draft
from wizard.files.directories import data_folder
draft = start_draft(small_interview(data_folder()), "relay")
draft.record(draft.interview.answer(("name",), "Relay"))
"""


@pytest.mark.parametrize("end", ["raise RuntimeError", "raise SystemExit(3)", ""])
def test_a_program_that_ends_without_closing_its_draft_keeps_it(home: Path, end: str) -> None:
    run_python([sys.executable, "-c", ENDING_BADLY + end], capture_output=True, check=False)

    assert open_and_close("relay").answers == {"name": "Relay"}
