"""Answers against a template that has changed: nothing is dropped."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from tests.drafts.test_changes import answers as any_answers
from tests.support.small_plan import SMALL
from wizard.answers.migration import migrate
from wizard.answers.orphans import Orphan, orphans_data
from wizard.compiler.loader import read_template
from wizard.model.answers import Answer, InterviewData, is_list, is_mapping
from wizard.model.template import Template

TEMPLATE = read_template(SMALL, "small")


def tree(answers: dict[str, Answer], **parts: Answer) -> InterviewData:
    return {"answers": answers, **parts}


def test_answers_that_fit_stay_as_they_are() -> None:
    answers: dict[str, Answer] = {
        "name": "Relay",
        "big": True,
        "start": "2026-02-28",
        "ideas": ("one", "", None),
        "steps": ({"title": "a", "tasks": ({"text": "b", "done": True},)}, {}),
        "goal": None,
    }

    assert migrate(TEMPLATE, tree(answers)) == ({"answers": answers, "unfinished": {}, "aside": {}}, ())


def test_an_answer_whose_question_is_gone_is_put_aside() -> None:
    kept, strangers = migrate(TEMPLATE, tree({"name": "Relay", "owner": "us", "steps": ({"title": "a", "who": "b"},)}))

    assert kept["answers"] == {"name": "Relay", "steps": ({"title": "a"},)}
    assert [(stranger.path, stranger.answer) for stranger in strangers] == [
        (("owner",), "us"),
        (("steps", 0, "who"), "b"),
    ]
    assert {stranger.reason for stranger in strangers} == {"its question no longer exists"}


def test_a_text_that_is_no_answer_any_more_stands_in_its_field() -> None:
    kept, strangers = migrate(TEMPLATE, tree({"start": "in spring", "big": "perhaps", "name": 3}))

    assert kept["answers"] == {}
    assert kept["unfinished"] == {"start": "in spring", "big": "perhaps", "name": "3"}
    assert strangers == ()


def test_an_answer_of_another_kind_is_put_aside() -> None:
    _, strangers = migrate(TEMPLATE, tree({"ideas": "one", "steps": {"title": "a"}, "name": ("a",)}))

    assert [(stranger.path, stranger.answer) for stranger in strangers] == [
        (("ideas",), "one"),
        (("steps",), {"title": "a"}),
        (("name",), ("a",)),
    ]


def test_strangers_return_when_their_question_does() -> None:
    kept, strangers = migrate(TEMPLATE, tree({}, strangers=(aside("us", "owner"), aside("Relay", "name"), "junk")))

    assert kept["answers"] == {"name": "Relay"}
    assert [stranger.answer for stranger in strangers] == ["us", "junk"]


def test_a_stranger_returns_to_the_item_that_it_came_from_and_to_no_other() -> None:
    other = read_template(SMALL.replace("id: title", "id: called").replace("step.title", "step.called"), "small")
    before = tree({"steps": ({"title": "one"}, {"title": "two"})})
    kept, strangers = migrate(other, before)

    returned, _ = migrate(TEMPLATE, {**kept, "strangers": orphans_data(strangers)})
    moved, still = migrate(TEMPLATE, {**kept, "answers": {"steps": ({},)}, "strangers": orphans_data(strangers)})

    assert returned["answers"] == before["answers"]
    assert moved["answers"] == {"steps": ({},)}
    assert [stranger.answer for stranger in still] == ["one", "two"]


def test_a_stranger_never_replaces_an_answer() -> None:
    kept, strangers = migrate(TEMPLATE, tree({"name": "new"}, strangers=(aside("old", "name"),)))

    assert kept["answers"] == {"name": "new"}
    assert [stranger.answer for stranger in strangers] == ["old"]


def aside(answer: Answer, *path: str | int) -> Answer:
    """A stranger as a draft keeps it."""
    return {"path": path, "answer": answer}


def texts_in(answer: Answer) -> list[str]:
    """Every scalar of an answer, as text; left out answers are none."""
    if is_mapping(answer):
        return [text for inner in answer.values() for text in texts_in(inner)]
    if is_list(answer):
        return [text for inner in answer for text in texts_in(inner)]
    if isinstance(answer, bool):
        return ["yes" if answer else "no"]
    return [] if answer is None else [str(answer).removesuffix(".0")]


ids = st.sampled_from(["name", "goal", "big", "start", "ideas", "steps", "gone"])
answers = st.dictionaries(ids, any_answers, max_size=5)
strangers = st.lists(st.builds(aside, any_answers, ids), max_size=2)
steps = st.lists(st.dictionaries(st.sampled_from(["title", "tasks", "gone"]), any_answers), max_size=3).map(tuple)


@given(answers, st.none() | steps, strangers, st.dictionaries(ids, any_answers, max_size=2))
def test_nothing_is_lost_whatever_was_there(
    given_answers: dict[str, Answer],
    items: tuple[Answer, ...] | None,
    strangers: list[Answer],
    unfinished: dict[str, Answer],
) -> None:
    held = {**given_answers, "steps": items} if items is not None else given_answers
    before = tree(held, strangers=tuple(strangers), unfinished=unfinished)

    after, found = migrate(TEMPLATE, before)
    again, same = migrate(TEMPLATE, {**after, "strangers": orphans_data(found)})

    texts = texts_in((held, tuple(stranger["answer"] for stranger in strangers if is_mapping(stranger)), unfinished))
    assert sorted(texts_in((after, tuple(stranger.answer for stranger in found)))) == sorted(texts)
    assert sorted(texts_in((again, tuple(stranger.answer for stranger in same)))) == sorted(texts)


def of_kind(kind: str) -> Template:
    """A template with a question `b` of a kind, on its own and in the items of a group."""
    return read_template(
        "---\nwizard: 1\nname: k\ntitle: K\nsections:\n  - title: S\n    questions:\n"
        f"      - {{id: b, kind: {kind}, label: B{KEYS.get(kind, '')}}}\n"
        "      - id: parts\n        kind: group\n        label: Parts\n        questions:\n"
        f"          - {{id: b, kind: {kind}, label: B{KEYS.get(kind, '')}}}\n---\n"
        "{% for part in parts %}{% endfor %}\n",
        "k",
    )


KEYS = {
    "choice": ", options: [Beta, Gamma]",
    "choices": ", options: [Beta, Gamma]",
    "table": ", columns: [{id: c, kind: line, label: C}]",
}
ANSWERS: dict[str, Answer] = {
    "line": "one line",
    "text": "Beta text",
    "number": 3,
    "yesno": True,
    "date": "2026-02-28",
    "choice": "Beta",
    "choices": ("Gamma",),
    "list": ("item",),
    "checklist": ({"text": "task", "done": True},),
    "table": ({"c": "cell"},),
}


def change_kind(data: InterviewData, kind: str) -> tuple[InterviewData, tuple[Orphan, ...]]:
    """A draft's data as it is saved after its template was read with another kind."""
    kept, orphans = migrate(of_kind(kind), data)
    return {**kept, "strangers": orphans_data(orphans)}, orphans


def answer_b(data: InterviewData, answer: Answer) -> InterviewData:
    """Data with an answer to `b`, on its own and in the first item."""
    return {**data, "answers": {"b": answer, "parts": ({"b": answer},)}, "unfinished": {}}


KINDS_OF_TEXT = frozenset(kind for kind, answer in ANSWERS.items() if not is_list(answer))


DIFFERENT_KINDS = pytest.mark.parametrize(
    ("first", "second"),
    [
        (first, second)
        for first in ANSWERS
        for second in ANSWERS
        if not {first, second} <= KINDS_OF_TEXT and {first, second} != {"list", "choices"}  # one answer may fit both
    ],
)


@DIFFERENT_KINDS
def test_an_answer_returns_as_soon_as_its_kind_does(first: str, second: str) -> None:
    data, _ = change_kind(answer_b(tree({}), ANSWERS[first]), first)
    data, _ = change_kind(data, second)
    data = answer_b(data, ANSWERS[second])

    for kind in (first, second) * 3:
        data, _ = change_kind(data, kind)
        assert data["answers"] == answer_b({}, ANSWERS[kind])["answers"]


@DIFFERENT_KINDS
def test_an_answer_returns_from_another_kind_that_nobody_answered(first: str, second: str) -> None:
    before = answer_b({}, ANSWERS[first])["answers"]
    data: InterviewData = {"answers": before}

    for kind in (first, second, first, second, first):
        data, _ = change_kind(data, kind)

    assert data["answers"] == before


def test_of_several_answers_put_aside_the_newest_that_fits_returns() -> None:
    strangers = (aside("older", "b"), aside(("x",), "b"), aside("newer", "b"), aside(("y",), "b"), aside({}, "b"))

    kept, orphans = migrate(of_kind("text"), tree({}, strangers=strangers))

    assert kept["answers"] == {"b": "newer"}
    assert [(orphan.answer, orphan.reason) for orphan in orphans] == [
        ("older", "its question has another answer now"),
        (("x",), "its question asks for text now"),
        (("y",), "its question asks for text now"),
        ({}, "its question asks for text now"),
    ]


def test_the_answer_of_a_question_that_was_left_out_waits_until_its_kind_returns() -> None:
    before: InterviewData = {"answers": {"b": None}, "unfinished": {}, "aside": {"b": "Beta"}}

    data, orphans = change_kind(before, "list")
    assert (data["answers"], data["aside"], [orphan.answer for orphan in orphans]) == ({"b": None}, {}, ["Beta"])

    data, orphans = change_kind(data, "text")
    assert (data["answers"], data["aside"], orphans) == ({"b": None}, {"b": "Beta"}, ())


def test_a_forged_place_of_an_answer_put_aside_stays_aside() -> None:
    digest = orphans_data(migrate(of_kind("list"), tree({"parts": ({"b": "x"},)}))[1])
    assert is_mapping(digest[0])
    forged = tuple({**digest[0], "path": path} for path in (("parts", 9, "b"), ("parts", 0), ("parts", "b"), ("b", 0)))

    again, orphans = migrate(of_kind("text"), {"answers": {"parts": ({},)}, "strangers": forged})

    assert (again["answers"], len(orphans)) == ({"parts": ({},)}, 4)
