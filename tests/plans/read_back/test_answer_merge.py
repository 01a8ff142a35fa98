"""Answers of a draft merge with those that were edited by hand, also where one side has moved items."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, strategies as st

from wizard.model.answers import freeze
from wizard.plans.read_back.answer_merge import MergedAnswers, merge_answers


def merged(base: Any, mine: Any, theirs: Any) -> MergedAnswers:
    """The merge of three lists."""
    return merge_answers({"list": freeze(base)}, {"list": freeze(mine)}, {"list": freeze(theirs)})


def items(titles: str, **tests: str) -> list[dict[str, str]]:
    return [{"title": title, "test": tests.get(title, "it runs")} for title in titles]


def test_an_edit_of_an_item_follows_it_where_the_draft_has_moved_it() -> None:
    found = merged(items("abc"), items("bac"), items("abc", a="it walks"))

    assert found.answers == {"list": freeze(items("bac", a="it walks"))}
    assert found.clashes == ()


def test_an_item_that_was_added_by_hand_stands_behind_the_one_that_it_stood_behind() -> None:
    found = merged(items("abc"), items("cab"), items("abxc"))

    assert found.answers == {"list": freeze(items("cabx"))}


def test_an_item_that_was_removed_by_hand_is_removed_from_another_order() -> None:
    found = merged(items("abc"), items("cba"), items("ac"))

    assert found.answers == {"list": freeze(items("ca"))}
    assert found.clashes == ()


def test_what_both_have_changed_in_a_moved_item_clashes_there_alone() -> None:
    found = merged(items("abc"), items("bac", a="mine"), items("abc", a="theirs", c="it walks"))

    assert found.answers == {"list": freeze(items("bac", a="mine", c="it walks"))}
    assert found.clashes == (("list", 0, "test"),)


def test_two_other_orders_clash() -> None:
    assert merged(items("abc"), items("bac"), items("acb")).clashes == (("list",),)


@pytest.mark.parametrize("order", ["".join(order) for order in permutations("abcd")])
def test_every_order_keeps_every_edit(order: str) -> None:
    found = merged(items("abcd"), items(order), items("abcd", b="x", d="y"))

    assert found.answers == {"list": freeze(items(order, b="x", d="y"))}
    assert found.clashes == ()


words = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)


@given(base=words, mine=words, theirs=words)
def test_no_item_that_a_side_has_added_is_lost(base: list[str], mine: list[str], theirs: list[str]) -> None:
    found = merged(base, mine, theirs)
    if found.clashes:
        return
    result = found.answers.get("list", ())
    assert isinstance(result, tuple)
    both = set(mine) & set(theirs)
    assert both <= set(result)
    assert set(result) <= set(mine) | set(theirs)
