"""What a key costs beside many slots: no more than their number, and less than rendering them all."""

from __future__ import annotations

import pytest

from tests.support.counted_calls import count_calls
from tests.support.rendering import interview_of
from wizard.interview.interview import Interview
from wizard.render.plan import render_plan, update_plan

ROW = "| {{ name }} | {{ goal }} |\n"
BODIES = {"table": ROW, "paragraph": "Of {{ name }} and {{ goal }}, ", "item": "- {{ name }} {{ goal }}\n"}


def with_slots(block: str, count: int, **answers: str) -> Interview:
    head = "| A | B |\n|---|---|\n" if block.startswith("|") else ""
    return interview_of(head + block * count, **answers)


def calls_of_a_key(interview: Interview, typed: str) -> int:
    after = interview.answer(("name",), typed)
    made = render_plan(interview)
    return count_calls(lambda: update_plan(made, interview, after))


@pytest.mark.parametrize("block", BODIES.values(), ids=BODIES.keys())
def test_a_key_beside_twice_the_answers_takes_twice_the_work(block: str) -> None:
    small, large = (
        calls_of_a_key(with_slots(block, count, name="A *star*", goal="A *moon*"), "A *star* more")
        for count in (150, 300)
    )

    assert large <= small * 2.3


@pytest.mark.parametrize("block", BODIES.values(), ids=BODIES.keys())
def test_a_slot_is_not_evaluated_again_for_a_key_in_another_one(block: str) -> None:
    interview = with_slots(block, 60, goal="Talk")
    after = interview.answer(("name",), "Relay")
    made = render_plan(interview)

    slots = [plan.results[0].rendered[0].slots for plan in (made, update_plan(made, interview, after))]

    again = [slot for number, slot in slots[1].items() if slot is not slots[0][number]]
    assert len(slots[1]) == 120 and [slot.text for slot in again] == ["Relay"] * 60
