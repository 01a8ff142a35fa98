"""The text of the last save in the answers file: read as it was written, or known to be damaged."""

from __future__ import annotations

import random
from codecs import BOM_UTF8
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tests.support.small_plan import SMALL
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.plans.answers_file import answers_file_text, read_record
from wizard.plans.comparison.diff import merge_with_file, merged_text
from wizard.plans.merge.base_text import DamagedBaseError, has_base_lines, read_base, write_base
from wizard.plans.merge.line_hashes import format_hashes, hash_lines
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.saving.saved_files import SavedFiles
from wizard.render.plan import render_plan

INTERVIEW = Interview.begin(read_template(SMALL, "small")).answer(("name",), "Relay").answer(("goal",), "To relay.")
TEXT = render_plan(INTERVIEW).text
ANSWERS = answers_file_text(INTERVIEW, (), TEXT, TEXT.encode())


@given(st.text(max_size=300))
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    written = write_base(text)

    assert read_base(written) == text.encode("utf-8", "replace").decode()
    assert all(len(row) <= 100 and row.strip() == row for row in written.splitlines())


@given(st.text("ab \n", min_size=1, max_size=200), st.integers())
def test_no_other_text_is_ever_read(text: str, seed: int) -> None:
    chance, written = random.Random(seed), write_base(text).rstrip("\n")
    at = chance.randrange(len(written))
    other = chance.choice([character for character in "0Az~" if character != written[at]])

    for damaged in (written[:at] + other + written[at + 1 :], written[:at], written[at + 1 :], ""):
        with suppress(DamagedBaseError):  # bits of the last character may stand for nothing
            assert read_base(damaged) == text


def test_a_few_bytes_that_stand_for_gigabytes_are_no_base() -> None:
    import zlib
    from base64 import b85encode

    bomb = zlib.compress(bytes(100_000_000), 9)

    with pytest.raises(DamagedBaseError):
        read_base(b85encode(bytes(8) + bomb).decode())


def test_the_hashes_of_an_earlier_version_tell_the_same_lines() -> None:
    lines = split_lines(TEXT)
    hashes = format_hashes(hash_lines(lines)).replace("\n", "\n    ")
    record = read_record(f"{ANSWERS.partition('  base:')[0]}  lines: |\n    {hashes}".encode())

    assert record is not None
    assert record.base == hash_lines(lines)
    assert has_base_lines(record.base, lines) and not has_base_lines(record.base, lines[1:])


def files(plan: str, answers: str) -> SavedFiles:
    """A plan and its answers, without a disk."""
    return SavedFiles(Path("relay.md"), Path("relay.answers.yaml"), plan.encode(), BOM_UTF8 + answers.encode())


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        (ANSWERS.partition("  base:")[0], "relay.answers.yaml does not say what was saved last"),
        (ANSWERS.rstrip()[:-3] + "\n", "what relay.answers.yaml keeps of the last save is damaged"),
        (ANSWERS.partition("  base:")[0] + "  base: 7\n", "what relay.answers.yaml keeps of the last save is damaged"),
    ],
    ids=["missing", "damaged", "a number"],
)
def test_without_a_base_every_difference_is_the_users_and_it_is_said_why(answers: str, problem: str) -> None:
    by_hand = TEXT.replace("To relay.", "To pass on.\n\nA note.")
    there = files(by_hand, answers)

    merged = merge_with_file(there, TEXT.replace("Relay", "Lamp"))

    assert there.base_problem() == problem
    assert not there.is_as_rendered()
    assert set(by_hand.split("\n")) <= set(merged_text(merged).split("\n"))
    assert merged_text(merged, dict.fromkeys(range(len(merged.conflicts)), "file")) == by_hand


def test_what_was_taken_out_by_hand_does_not_come_back_unasked_when_the_base_is_missing() -> None:
    by_hand = TEXT.replace("To relay.\n\n", "")
    there = files(by_hand, ANSWERS.partition("  base:")[0])

    merged = merge_with_file(there, TEXT)

    assert merged.conflicts
    assert merged_text(merged, dict.fromkeys(range(len(merged.conflicts)), "file")) == by_hand


def test_with_a_base_there_is_no_problem_to_tell() -> None:
    assert files(TEXT, ANSWERS).base_problem() == ""
    assert files(TEXT, ANSWERS).is_as_rendered()
