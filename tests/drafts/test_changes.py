"""Changes lead from one state to another and back, whatever the states are."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings, strategies as st

from wizard.drafts.undo.changes import (
    SetChange,
    SpliceChange,
    apply_changes,
    changes_between,
    common_end_lengths,
    invert_changes,
    is_same_answer,
    join_changes,
)
from wizard.model.answers import OPEN, Answer

scalars = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from([0.0, 1.0]) | st.text("ab ", max_size=4)
answers: st.SearchStrategy[Answer] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)
trees: st.SearchStrategy[Mapping[str, Answer]] = st.dictionaries(st.sampled_from("abcd"), answers, max_size=4)


def in_order(answer: Answer) -> object:
    """An answer with its keys in alphabetical order, and types that cannot be mistaken for one another."""
    if isinstance(answer, Mapping):
        return {key: in_order(answer[key]) for key in sorted(answer)}
    if isinstance(answer, tuple):
        return [in_order(item) for item in answer]
    return (type(answer).__name__, answer)


@given(trees, trees)
def test_changes_lead_there_and_back(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> None:
    changes = changes_between(before, after)

    assert in_order(apply_changes(before, changes)) == in_order(after)
    assert in_order(apply_changes(after, invert_changes(changes))) == in_order(before)
    assert bool(changes) != (in_order(before) == in_order(after))
    assert is_same_answer(before, after) == (in_order(before) == in_order(after))


@given(trees, trees, trees)
def test_joined_changes_do_what_both_do(
    one: Mapping[str, Answer], two: Mapping[str, Answer], three: Mapping[str, Answer]
) -> None:
    changes = join_changes(changes_between(one, two), changes_between(two, three))

    assert in_order(apply_changes(one, changes)) == in_order(three)
    assert in_order(apply_changes(three, invert_changes(changes))) == in_order(one)


@given(st.text("ab", min_size=390, max_size=410), st.text("ab", max_size=3), st.integers(0, 420), st.integers(0, 420))
@settings(max_examples=50)
def test_a_long_text_is_changed_where_it_differs(text: str, typed: str, at: int, until: int) -> None:
    after = text[:at] + typed + text[max(at, until) :]
    changes = changes_between({"a": text}, {"a": after})

    assert apply_changes({"a": text}, changes) == {"a": after}
    assert apply_changes({"a": after}, invert_changes(changes)) == {"a": text}


def test_typing_in_a_long_text_makes_a_small_change() -> None:
    text = "word " * 1000
    changes = changes_between({"a": text}, {"a": text[:2000] + "x" + text[2000:]})

    assert changes == (SpliceChange(("a",), 2000, "", "x"),)


def test_typing_in_one_item_of_many_changes_that_item_alone() -> None:
    items = tuple({"title": f"{number}"} for number in range(1000))
    after = (*items[:500], {"title": "new"}, *items[501:])

    assert changes_between({"a": items}, {"a": after}) == (SetChange(("a", 500, "title"), "500", "new"),)


def test_a_new_item_is_one_small_change() -> None:
    items = tuple({"title": f"{number}"} for number in range(1000))
    after = (*items[:500], {}, *items[500:])

    assert changes_between({"a": items}, {"a": after}) == (SpliceChange(("a",), 500, (), ({},)),)


def test_what_stands_there_unexpectedly_is_kept() -> None:
    changed = apply_changes({"a": ("one", "other")}, [SpliceChange(("a",), 0, ("two",), ("three",))])

    assert changed == {"a": ("three", "one", "other")}


def test_an_item_far_behind_the_last_one_is_added_at_the_end() -> None:
    assert apply_changes({"a": ("one",)}, [SetChange(("a", 7), OPEN, "two")]) == {"a": ("one", "two")}


@given(st.text("ab", max_size=8), st.text("ab", max_size=8))
def test_the_common_ends_of_two_texts_do_not_overlap(one: str, other: str) -> None:
    start, end = common_end_lengths(one, other)

    assert start + end <= min(len(one), len(other))
    assert one[:start] == other[:start]
    assert one[len(one) - end :] == other[len(other) - end :]
