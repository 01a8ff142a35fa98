"""What a draft remembers of the text of a plan that it has read."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from wizard.limits import MAX_READ_DELTA_CHARACTERS
from wizard.plans.merge.base_text import write_base
from wizard.plans.read_back.line_delta import NO_DELTA, apply_delta, write_delta

TEXTS = st.lists(st.sampled_from(["", "a", "b", "- [ ] c", "ü\r", "\u2028"])).map("\n".join)


@given(TEXTS, TEXTS)
def test_a_text_comes_back_as_it_was(base: str, text: str) -> None:
    assert apply_delta(base, write_delta(base, text)) == text


def test_a_text_that_has_too_much_of_its_own_is_not_remembered() -> None:
    lines = [f"{number * 7919**3:x}" for number in range(MAX_READ_DELTA_CHARACTERS // 4)]
    assert write_delta("", "\n".join(lines)) == NO_DELTA


@pytest.mark.parametrize("damaged", ["x", "ä", write_base("[[1]]"), write_base("[null]"), write_base("{")])
def test_what_is_damaged_is_no_text(damaged: str) -> None:
    assert apply_delta("a", damaged) is None
