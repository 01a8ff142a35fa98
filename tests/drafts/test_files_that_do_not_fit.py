"""Snapshot and journal that are cut, edited or of two computers: no answer goes, and nothing comes, without a word."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.small_plan import small_interview
from wizard.drafts.draft import Draft, backups_of, open_draft, read_backup, read_draft, restore_backup, start_draft
from wizard.drafts.draft_folder import BrokenDraftError
from wizard.model.answers import Answers

ANSWERS = {"name": "Relay", "goal": "Talk\nwithout noise.\n", "big": True, "ideas": ("one", "two: 2", "yes")}


def put_draft(home: Path, answers: Answers = ANSWERS, name: str = "relay") -> Draft:
    """A draft that was left in order, whose answers came one after the other."""
    draft = start_draft(small_interview(home), name)
    answer(draft, answers)
    draft.close()
    return draft


def answer(draft: Draft, answers: Answers) -> None:
    for key, value in answers.items():
        draft.record(draft.interview.answer((key,), value))
        draft.flush()


def as_earlier_version_wrote_it(folder: Path) -> None:
    """Take away what says where a snapshot ends, and which files belong together."""
    from wizard.digests import sha256_hex

    snapshot, journal = folder / "draft.yaml", folder / "journal.jsonl"
    before = snapshot.read_bytes()
    after = re.sub(rb'^(?:(?:id|generation|follows): "[0-9a-f]*"|end: \d+)\n', b"", before, flags=re.MULTILINE)
    lines = re.sub(rb'"id":"\w*","generation":"\w*","steps":\[\d+,\d+\],', b"", journal.read_bytes())
    snapshot.write_bytes(after)
    journal.write_bytes(lines.replace(sha256_hex(before).encode(), sha256_hex(after).encode()))


@pytest.mark.parametrize("version", ["this", "an earlier"])
def test_a_snapshot_that_is_cut_anywhere_costs_no_answer(home: Path, version: str) -> None:
    folder = put_draft(home).folder
    if version == "an earlier":
        as_earlier_version_wrote_it(folder)
    snapshot = folder / "draft.yaml"
    content = snapshot.read_bytes()
    assert read_draft("relay")[0].answers == ANSWERS and not read_draft("relay")[2]

    for length in range(len(content)):
        snapshot.write_bytes(content[:length])
        interview, _, notices = read_draft("relay")

        assert interview.answers == ANSWERS, content[:length]
        assert notices or content[length:].strip() == b""


def test_a_cut_snapshot_alone_is_told_at_every_byte(home: Path) -> None:
    folder = put_draft(home).folder
    (folder / "journal.jsonl").unlink()
    content = (folder / "draft.yaml").read_bytes()

    for length in range(len(content)):
        (folder / "draft.yaml").write_bytes(content[:length])
        try:
            interview, _, notices = read_draft("relay")
        except BrokenDraftError:
            continue
        assert interview.answers == ANSWERS or any("cut off" in notice for notice in notices)


def test_an_earlier_state_that_is_cut_is_never_taken_for_whole(home: Path) -> None:
    put_draft(home)
    backup = backups_of("relay")[0]
    content, template = backup.path.read_bytes(), small_interview(home).template
    whole = read_backup(backup, template)[0].answers
    backup.path.unlink()  # it may be the snapshot too, by a hard link

    for length in range(len(content)):
        backup.path.write_bytes(content[:length])
        try:
            assert read_backup(backup, template)[0].answers == whole
        except BrokenDraftError:
            continue


def test_a_cut_snapshot_is_kept_before_it_is_written_over(home: Path) -> None:
    folder = put_draft(home).folder
    cut = (folder / "draft.yaml").read_bytes()[:-15]
    (folder / "draft.yaml").unlink()
    (folder / "draft.yaml").write_bytes(cut)

    open_draft("relay").close()
    again = open_draft("relay")
    again.close()

    assert not again.notices
    assert (folder / "earlier" / "unreadable-1-draft.yaml").read_bytes() == cut


@pytest.mark.parametrize("before, after", [("goal: |", "goal: [\n"), ("goal: |", "goal: by hand\n  |")])
def test_a_mistake_in_an_edit_by_hand_loses_no_edit(home: Path, before: str, after: str) -> None:
    folder = put_draft(home).folder
    edited = (folder / "draft.yaml").read_text().replace(before, after)
    (folder / "draft.yaml").unlink()
    (folder / "draft.yaml").write_text(edited)

    draft = open_draft("relay")
    draft.close()

    assert draft.interview.answers == ANSWERS
    assert "could not be read" in draft.notices[0]
    assert (folder / "earlier" / "unreadable-1-draft.yaml").read_text() == edited


def test_an_edit_by_hand_counts_and_can_be_taken_back(home: Path) -> None:
    folder = put_draft(home).folder
    snapshot = folder / "draft.yaml"
    snapshot.write_text(snapshot.read_text().replace("name: Relay", "name: By hand").replace("  big: true\n", ""))

    draft = open_draft("relay")
    states = [draft.interview.answers]
    while (before := draft.undo()) is not None:
        states.append(before.answers)
    draft.close()

    by_hand = {key: answer for key, answer in ANSWERS.items() if key != "big"} | {"name": "By hand"}
    assert states[:2] == [by_hand, ANSWERS]
    assert states[2] == {key: answer for key, answer in ANSWERS.items() if key != "ideas"}
    assert states[-1] == {}


# Two computers


@pytest.fixture
def two_computers(home: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The same draft, taken on two computers from the same state on, in different ways."""
    first = put_draft(home, {"name": "Relay"}).folder
    shared = tmp_path / "shared"
    shutil.copytree(first, shared)
    draft = open_draft("relay")
    answer(draft, {"goal": "From the first"})
    draft.close()
    kept = tmp_path / "first"
    shutil.copytree(first, kept)
    shutil.rmtree(first)
    shutil.copytree(shared, first)
    draft = open_draft("relay")
    answer(draft, {"big": True})
    draft.close()
    return kept, first


@pytest.mark.parametrize("name", ["draft.yaml", "journal.jsonl"])
def test_files_of_two_computers_are_not_put_together(two_computers: tuple[Path, Path], name: str) -> None:
    first, second = two_computers
    (second / name).unlink()
    shutil.copy(first / name, second / name)
    one, other = {"name": "Relay", "goal": "From the first"}, {"name": "Relay", "big": True}

    draft = open_draft("relay")
    taken = draft.interview.answers
    draft.close()

    assert taken in (one, other)
    assert any("do not belong together" in notice for notice in draft.notices)
    rest = other if taken == one else one
    kept = [read_backup(backup, draft.interview.template)[0].answers for backup in backups_of("relay")]
    assert rest in kept
    assert not read_draft("relay")[2]


def test_the_other_computers_state_can_be_brought_back(program: Program, two_computers: tuple[Path, Path]) -> None:
    first, second = two_computers
    (second / "journal.jsonl").unlink()
    shutil.copy(first / "journal.jsonl", second / "journal.jsonl")
    taken = open_draft("relay")
    taken.close()
    template = taken.interview.template
    number = next(
        backup.number
        for backup in backups_of("relay")
        if read_backup(backup, template)[0].answers == {"name": "Relay", "goal": "From the first"}
    )

    back = restore_backup("relay", number)
    back.close()

    assert back.interview.answers == {"name": "Relay", "goal": "From the first"}


@pytest.mark.parametrize(
    "name",
    [
        "draft (Ann's conflicted copy 2026-11-30).yaml",
        "draft.sync-conflict-20261130-101500-ABCDEFG.yaml",
        "draft 2.yaml",
    ],
)
def test_a_conflicted_copy_is_told_and_left_alone(two_computers: tuple[Path, Path], name: str) -> None:
    first, second = two_computers
    shutil.copy(first / "draft.yaml", second / name)
    content = (second / name).read_bytes()

    draft = open_draft("relay")
    draft.close()

    assert draft.interview.answers == {"name": "Relay", "big": True}
    assert any(name in notice for notice in draft.notices)
    assert (second / name).read_bytes() == content


# Steps


def test_no_step_leads_where_the_draft_never_was_when_steps_are_missing(home: Path) -> None:
    folder = put_draft(home).folder
    lines = (folder / "journal.jsonl").read_bytes().splitlines(keepends=True)
    steps = [index for index, line in enumerate(lines) if line.startswith(b'{"step"')]
    assert len(steps) == 4
    states = ({}, *({key: ANSWERS[key] for key in list(ANSWERS)[:count]} for count in range(1, 5)))

    for index in steps:
        for broken in (
            lines[:index] + lines[index + 1 :],
            [*lines[:index], b"junk\n", *lines[index + 1 :]],
            lines[:index],
        ):
            (folder / "journal.jsonl").write_bytes(b"".join(broken))
            opened = open_draft("relay")
            assert opened.notices
            reached = [opened.interview.answers]
            while (before := opened.undo()) is not None:
                reached.append(before.answers)
            opened.close()
            assert all(answers in states for answers in reached)
            shutil.rmtree(folder)
            folder = put_draft(home).folder
