"""Answers as immutable data, and the paths that find them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from wizard.model.answers import (
    OPEN,
    Answer,
    AnswerPath,
    answer_at,
    format_path,
    freeze,
    parse_path,
    thaw,
    with_answer,
    without_answer,
)

ANSWERS = {
    "goal": "Chat",
    "left": None,
    "ideas": ("a", "b"),
    "milestones": ({"title": "One", "tasks": ({"text": "x", "done": True},)}, {}),
}
IDS = st.from_regex(r"[a-z_][a-z0-9_-]{0,5}", fullmatch=True)
PATHS = st.tuples(IDS, st.lists(st.one_of(IDS, st.integers(0, 99999)), max_size=4)).map(
    lambda path: (path[0], *path[1])
)


@pytest.mark.parametrize(
    "written, path",
    [
        ("goal", ("goal",)),
        ("milestones[1].tasks[0]", ("milestones", 1, "tasks", 0)),
        ("ideas[0]", ("ideas", 0)),
        ("a[0][1].b", ("a", 0, 1, "b")),
    ],
)
def test_paths_are_read_and_written(written: str, path: AnswerPath) -> None:
    assert parse_path(written) == path
    assert format_path(path) == written


@settings(max_examples=40, deadline=None)
@given(PATHS)
def test_every_path_comes_back(path: AnswerPath) -> None:
    assert parse_path(format_path(path)) == path


@pytest.mark.parametrize(
    "written", ["", ".a", "[0]", "a.", "a..b", "a[x]", "a[-1]", "a[0", "a b", "a[0]b", "a[1234567]", "é"]
)
def test_what_is_no_path_is_a_value_error(written: str) -> None:
    with pytest.raises(ValueError):
        parse_path(written)


@pytest.mark.parametrize(
    "path, answer",
    [
        (("goal",), "Chat"),
        (("left",), None),
        (("ideas", 1), "b"),
        (("milestones", 0, "tasks", 0, "done"), True),
        (("other",), OPEN),
        (("ideas", 2), OPEN),
        (("goal", "x"), OPEN),
        (("goal", 0), OPEN),
        (("milestones", 1, "title"), OPEN),
        (("left", "x"), OPEN),
    ],
)
def test_the_answer_at_a_path(path: AnswerPath, answer: object) -> None:
    assert answer_at(ANSWERS, path) == answer


def test_setting_an_answer_leaves_the_rest_and_the_old_as_they_were() -> None:
    changed = with_answer(ANSWERS, ("milestones", 0, "tasks", 0, "done"), False)

    assert answer_at(changed, ("milestones", 0, "tasks", 0)) == {"text": "x", "done": False}
    assert answer_at(changed, ("milestones", 0, "title")) == "One"
    assert answer_at(ANSWERS, ("milestones", 0, "tasks", 0, "done")) is True


def test_setting_an_answer_makes_what_leads_there() -> None:
    assert with_answer({}, ("a", 0, "b", 0), "x") == {"a": ({"b": ("x",)},)}
    assert with_answer({"a": None}, ("a", 0), "x") == {"a": ("x",)}


def test_an_item_can_be_added_only_right_after_the_last() -> None:
    assert with_answer(ANSWERS, ("ideas", 2), "c")["ideas"] == ("a", "b", "c")
    with pytest.raises(IndexError):
        with_answer(ANSWERS, ("ideas", 3), "d")


def test_taking_an_answer_away_opens_it_or_closes_the_gap() -> None:
    assert "goal" not in without_answer(ANSWERS, ("goal",))
    assert without_answer(ANSWERS, ("ideas", 0))["ideas"] == ("b",)
    assert answer_at(without_answer(ANSWERS, ("milestones", 0, "title")), ("milestones", 0, "title")) is OPEN
    assert without_answer(ANSWERS, ("left",)) == {key: ANSWERS[key] for key in ("goal", "ideas", "milestones")}


def test_taking_away_what_is_open_changes_nothing() -> None:
    assert without_answer(ANSWERS, ("other", 3, "x")) is ANSWERS
    assert without_answer(ANSWERS, ("goal", "x")) is ANSWERS


@settings(max_examples=40, deadline=None)
@given(PATHS, st.one_of(st.none(), st.text(), st.booleans(), st.integers()))
def test_what_is_set_is_found(path: AnswerPath, answer: Answer) -> None:
    reachable = tuple(0 if isinstance(step, int) else step for step in path)

    answers = with_answer({}, reachable, answer)

    assert answer_at(answers, reachable) == answer
    assert answer_at(without_answer(answers, reachable), reachable) is OPEN


DATA = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=10,
)


@settings(max_examples=40, deadline=None)
@given(DATA)
def test_data_of_a_file_becomes_an_answer_and_data_again(data: object) -> None:
    assert thaw(freeze(data)) == data


@pytest.mark.parametrize("data", [b"x", bytearray(b"x"), {1, 2}, object(), [object()], {"a": b"x"}])
def test_what_no_file_holds_is_no_answer(data: object) -> None:
    with pytest.raises(TypeError):
        freeze(data)
