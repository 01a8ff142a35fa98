"""Random edits of plans with random answers: what is no answer stays, and the plan stays as it is byte for byte."""

from __future__ import annotations

import pytest

from tests.support.hand_edits_at_random import ReadCase, case_inside_an_answer, case_of_several_edits, shares


def require_the_plan_as_it_is(case: ReadCase) -> None:
    assert case.merged == case.file, case.name


@pytest.mark.parametrize("number", range(24))
def test_a_plan_that_is_read_and_saved_is_the_plan_byte_for_byte(number: int) -> None:
    require_the_plan_as_it_is(case_of_several_edits(number))


def test_most_edits_inside_an_answer_are_that_answer() -> None:
    cases = [case_inside_an_answer(number) for number in range(24)]

    inside = [case for case in cases if case.kind not in ("edit a label", "break a line", "add a paragraph")]
    assert sum(case.is_in_answers for case in inside) >= 0.9 * len(inside)


@pytest.mark.soak
def test_thousands_of_plans_that_are_read_and_saved_are_as_they_were() -> None:
    for number in range(2_000):
        require_the_plan_as_it_is(case_of_several_edits(number))


LEAST_SHARES = {
    **dict.fromkeys(("tick", "reword a task", "replace a task", "reword a labelled line", "reword a heading"), 0.95),
    **dict.fromkeys(("reword an item", "move an item"), 0.9),
    # An item put between another one and what belongs to it, or taken out without that, has no shape of the template's.
    "add an item": 0.8,
    "remove an item": 0.7,
}


@pytest.mark.soak
def test_of_a_thousand_edits_inside_an_answer_nearly_all_are_that_answer() -> None:
    found = shares(1_000)

    for kind, least in LEAST_SHARES.items():
        tried, landed = found[kind]
        assert landed >= least * tried, (kind, tried, landed)
