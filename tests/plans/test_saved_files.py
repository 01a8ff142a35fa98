"""What lies where a plan is to be saved, whatever it holds."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given, strategies as st

from tests.support.broken_files import mutated
from tests.support.small_plan import SMALL
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.plans.answers_file import answers_file_text
from wizard.plans.comparison.diff import diff_keeping_both, merge_with_file, merged_text
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.saving.saved_files import SavedFiles
from wizard.render.plan import render_plan

INTERVIEW = Interview.begin(read_template(SMALL, "small")).answer(("name",), "Relay").answer(("goal",), "To relay.")
TEXT = render_plan(INTERVIEW).text
ANSWERS = answers_file_text(INTERVIEW, (), TEXT, TEXT.encode()).encode()


def at(plan: bytes | None, answers: bytes | None) -> SavedFiles:
    """What lies at a place, without a disk."""
    return SavedFiles(Path("relay.md"), Path("relay.answers.yaml"), plan, answers)


@given(st.binary(max_size=300) | st.none(), st.binary(max_size=300) | st.none())
def test_any_bytes_can_be_shown_as_a_difference(plan: bytes | None, answers: bytes | None) -> None:
    merged = merge_with_file(at(plan, answers), TEXT)

    diff_keeping_both(merged)
    assert merged_text(merged, dict.fromkeys(range(len(merged.conflicts)), "yours")).count("\n") >= TEXT.count("\n")


@given(st.integers())
def test_broken_files_of_ours_never_cost_a_line_of_either_side(seed: int) -> None:
    chance = random.Random(seed)
    plan = mutated(TEXT.encode(), chance)
    answers = mutated(ANSWERS, chance) if chance.random() < 0.7 else ANSWERS

    merged = merge_with_file(at(plan, answers), TEXT)

    file = split_lines(plan.decode("utf-8-sig", "replace"))
    assert tuple(line for chunk in merged.chunks for line in chunk.file) == file
    assert tuple(line for chunk in merged.chunks for line in chunk.yours) == split_lines(TEXT)
    diff_keeping_both(merged)


def test_a_plan_as_we_wrote_it_is_told_from_one_that_was_changed() -> None:
    assert at(TEXT.encode(), ANSWERS).is_as_rendered()
    assert not at(TEXT.encode() + b"\n", ANSWERS).is_as_rendered()
    assert not at(TEXT.encode(), None).is_as_rendered()
    assert not at(None, ANSWERS).is_as_rendered()
