"""Several changes at once by path: items are taken out, put in and moved, with the indexes of before."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.interview.path_changes import Change, Changed, apply_changes, parse_target
from wizard.model.answers import OPEN, Answer, Unanswered, freeze, thaw
from wizard.model.template import Option, Question, Section, Template

TASKS = Question("tasks", "checklist", "Tasks?", "Tasks", item="task")
TITLE = Question("title", "line", "Title?", "Title", required=True)
SIZE = Question("size", "number", "Size?", "Size")
MILESTONES = Question("milestones", "group", "Milestones?", "Milestones", item="milestone", questions=(TITLE, TASKS))
IDEAS = Question("ideas", "list", "Ideas?", "Ideas", item="idea", max=4)
ROWS = Question("rows", "table", "Rows?", "Rows", item="row", questions=(TITLE, SIZE))
CHECKS = Question("checks", "choices", "Checks?", "Checks", options=tuple(Option(each, each) for each in "abcd"))
QUESTIONS = (Question("name", "line", "Name?", "Name"), IDEAS, TASKS, ROWS, MILESTONES, CHECKS)
TEMPLATE = Template("t", "T", "", 1, (), (Section("One", QUESTIONS),), ())


def changed(interview: Interview, given: dict[str, object]) -> Changed:
    changes = [Change(parse_target(TEMPLATE, written), freeze(value)) for written, value in given.items()]
    return apply_changes(interview, changes)


def begun(**answers: object) -> Interview:
    frozen = freeze(answers)
    assert isinstance(frozen, dict)
    return Interview.begin(TEMPLATE, frozen)


def task(text: str) -> dict[str, object]:
    return {"text": text, "done": False}


@pytest.mark.parametrize(
    ("before", "given", "after"),
    [
        ({"ideas": ["a", "b"]}, {"ideas[0]": None}, {"ideas": ["b"]}),
        ({"tasks": [task("a"), task("b")]}, {"tasks[1]": None}, {"tasks": [task("a")]}),
        ({"rows": [{"title": "a"}, {"title": "b"}]}, {"rows[0]": None}, {"rows": [{"title": "b"}]}),
        ({"milestones": [{"title": "a"}, {"title": "b"}]}, {"milestones[0]": None}, {"milestones": [{"title": "b"}]}),
        ({"checks": ["a", "b"]}, {"checks[0]": None}, {"checks": ["b"]}),
        ({"ideas": ["a"]}, {"ideas[0]": None}, {}),
        (
            {"milestones": [{"title": "a", "tasks": [task("x"), task("y")]}]},
            {"milestones[0].tasks[0]": None},
            {"milestones": [{"title": "a", "tasks": [task("y")]}]},
        ),
        ({"ideas": ["a", "b", "c"]}, {"ideas[0]": None, "ideas[1]": None}, {"ideas": ["c"]}),
        ({"ideas": ["a", "b", "c"]}, {"ideas[0]": None, "ideas[2]": "C"}, {"ideas": ["b", "C"]}),
        ({"ideas": ["a", "b"]}, {"ideas[+]": "c"}, {"ideas": ["a", "b", "c"]}),
        ({"ideas": ["a", "b"]}, {"ideas[+0]": "c", "ideas[+2]": "d"}, {"ideas": ["c", "a", "b", "d"]}),
        ({"ideas": ["a", "b", "c", "d"]}, {"ideas[0]": None, "ideas[+0]": "A"}, {"ideas": ["A", "b", "c", "d"]}),
        ({}, {"ideas[+]": "a", "rows[+]": {"size": 3}}, {"ideas": ["a"], "rows": [{"size": 3}]}),
        ({}, {"milestones[+]": {"title": "a", "tasks": ["x"]}}, {"milestones": [{"title": "a", "tasks": [task("x")]}]}),
        (
            {"milestones": [{"title": "a"}, {"title": "b"}]},
            {"milestones[0]": None, "milestones[1].tasks[+]": "x"},
            {"milestones": [{"title": "b", "tasks": [task("x")]}]},
        ),
        ({"ideas": ["a", "b", "c"]}, {"ideas[2].move-to": 0}, {"ideas": ["c", "a", "b"]}),
        ({"ideas": ["a", "b", "c"]}, {"ideas[0].move-to": 2}, {"ideas": ["b", "c", "a"]}),
        ({"ideas": ["a", "b", "c"]}, {"ideas[0].move-to": 2, "ideas[2].move-to": 0}, {"ideas": ["c", "b", "a"]}),
        (
            {"rows": [{"title": "a"}, {"title": "b"}]},
            {"rows[1].move-to": 0, "rows[1].size": 2},
            {"rows": [{"title": "b", "size": 2}, {"title": "a"}]},
        ),
        ({}, {"ideas[1]": "b", "ideas[0]": "a"}, {"ideas": ["a", "b"]}),
        (
            {},
            {"milestones[1].title": "b", "milestones[0].title": "a"},
            {"milestones": [{"title": "a"}, {"title": "b"}]},
        ),
    ],
)
def test_items_are_taken_out_put_in_and_moved(
    before: dict[str, object], given: dict[str, object], after: dict[str, object]
) -> None:
    outcome = changed(begun(**before), given)

    assert outcome.problems == ()
    assert thaw(dict(outcome.interview.answers)) == after


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"ideas[2]": None}, [("ideas[2]", "there is no such item; the last one is ideas[1]")]),
        ({"rows[0]": None}, [("rows[0]", "there is no such item; rows has none")]),
        ({"ideas[2].move-to": 0}, [("ideas[2].move-to", "there is no such item; the last one is ideas[1]")]),
        (
            {"ideas[0].move-to": 2},
            [("ideas[0].move-to", "the value is the index that the item gets, from 0 to 1")],
        ),
        (
            {"ideas[0].move-to": True},
            [("ideas[0].move-to", "the value is the index that the item gets, from 0 to 1")],
        ),
        (
            {"ideas[0].move-to": 1, "ideas[1].move-to": 1},
            [("ideas[1].move-to", "ideas[0].move-to gives the same place; give each item its own")],
        ),
        ({"ideas[+3]": "x"}, [("ideas[+3]", "there is no such place; ideas[+] puts the item at the end")]),
        ({"ideas[+]": None}, [("ideas[+]", "a new item cannot be blank")]),
        ({"ideas[+]": " "}, [("ideas[+]", "a new item cannot be blank")]),
        ({"ideas[+]": 3}, [("ideas[+]", "this is a number; it must be a text")]),
        (
            {"milestones[+]": {"titel": "a"}},
            [("milestones[+].titel", "'titel' is not known here; did you mean 'title'?")],
        ),
        (
            {"ideas[+]": "c", "ideas[+0]": "d", "ideas[+1]": "e"},
            [("ideas[+1]", "ideas has room for at most 4 ideas; these would be 5")],
        ),
        ({"checks[+]": "a"}, [("checks[+]", "'a' is chosen twice")]),
        ({"ideas": ["x"], "ideas[0]": None}, [("ideas[0]", "ideas is given whole at the same time; change it there")]),
        (
            {"ideas[0].move-to": 1, "ideas[0]": None},
            [("ideas[0].move-to", "ideas[0] is removed at the same time; give only one of the two")],
        ),
        (
            {"tasks[0].done": True, "tasks[0]": None},
            [("tasks[0].done", "tasks[0] is removed at the same time; give only one of the two")],
        ),
        (
            {"tasks[0].text": None},
            [("tasks[0].text", "a task needs its text; null for tasks[0] removes the task")],
        ),
        ({"rows[1].title": "x"}, [("rows[1].title", "the items before it are missing; the next one is rows[0]")]),
    ],
)
def test_what_means_nothing_is_refused_by_its_path(given: dict[str, object], problems: list[tuple[str, str]]) -> None:
    interview = begun(ideas=["a", "b"], tasks=[task("x")], checks=["a"])

    outcome = changed(interview, given)

    assert [(each.problem.path, each.problem.message) for each in outcome.problems] == problems


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("name[+]", "there is no such part; did you mean 'name'?"),
        ("rows[+].title", "a new item is given whole: [+] ends the path, and the value is all of the item"),
        ("ideas.move-to", "only an item of a list can be moved, as in features[2].move-to"),
        ("tasks[0].text.move-to", "only an item of a list can be moved, as in features[2].move-to"),
        ("milestones[0].title.move-to", "only an item of a list can be moved, as in features[2].move-to"),
        ("name.move-to", "only an item of a list can be moved, as in features[2].move-to"),
        ("ideas[+x]", "a new item is given whole: [+] ends the path, and the value is all of the item"),
        ("ideas[-1]", "'ideas[-1]' is not a path such as milestones[1].tasks[0]"),
    ],
)
def test_a_path_that_changes_nothing_is_refused(written: str, message: str) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        parse_target(TEMPLATE, written)

    assert str(refused.value) == f"{written}: {message}"


def test_text_that_is_no_answer_yet_stays_with_its_item() -> None:
    interview = begun(milestones=[{"title": "a"}, {"title": "b"}, {"title": "c"}])
    typing = interview.set_unfinished(("milestones", 2, "title"), "c?").set_unfinished(("milestones", 0, "title"), "a?")

    after = changed(typing, {"milestones[0]": None, "milestones[2].move-to": 0}).interview

    assert dict(after.unfinished) == {("milestones", 0, "title"): "c?"}


def test_a_path_of_before_leads_to_the_same_item_afterwards() -> None:
    interview = begun(milestones=[{"title": "a"}, {"title": "b", "tasks": [task("x"), task("y")]}])

    outcome = changed(interview, {"milestones[0]": None, "milestones[1].tasks[0].move-to": 1})

    assert outcome.path_after(("milestones", 1, "tasks", 0, "text")) == ("milestones", 0, "tasks", 1, "text")
    assert outcome.path_after(("milestones", 0, "title")) is None
    assert outcome.path_after(("name",)) == ("name",)


@given(
    st.integers(0, 6).flatmap(
        lambda count: st.tuples(
            st.just(count),
            st.lists(st.integers(0, count - 1), unique=True) if count else st.just([]),
            st.lists(st.tuples(st.integers(0, count), st.integers()), max_size=4, unique_by=lambda each: each[0]),
        )
    )
)
def test_items_that_are_not_touched_keep_their_order_and_new_ones_stand_where_they_are_put(
    drawn: tuple[int, list[int], list[tuple[int, int]]],
) -> None:
    count, removed, new = drawn
    items = [task(f"old {index}") for index in range(count)]
    changes: dict[str, object] = {f"tasks[{index}]": None for index in removed}
    changes |= {f"tasks[+{at}]": f"new {at}" for at, _ in new}

    outcome = changed(begun(tasks=items) if items else begun(), changes)

    expected: list[str] = []
    for index in range(count + 1):
        expected += [f"new {at}" for at, _ in new if at == index]
        expected += [f"old {index}"] if index < count and index not in removed else []
    assert outcome.problems == ()
    assert texts_of(outcome.interview.answer_at(("tasks",))) == expected


@given(st.permutations(range(5)), st.integers(0, 5))
def test_every_moved_item_gets_the_index_that_it_is_given(order: list[int], moved: int) -> None:
    interview = begun(tasks=[task(str(index)) for index in range(5)])
    wanted = {source: place for place, source in enumerate(order)}

    outcome = changed(interview, {f"tasks[{source}].move-to": wanted[source] for source in range(moved)})

    found = texts_of(outcome.interview.answer_at(("tasks",)))
    assert {source: found.index(str(source)) for source in range(moved)} == {s: wanted[s] for s in range(moved)}
    rest = [int(text) for text in found if int(text) >= moved]
    assert rest == sorted(rest)


def texts_of(answer: Answer | Unanswered) -> list[str]:
    assert answer is OPEN or isinstance(answer, tuple)
    return [str(each["text"]) for each in answer if isinstance(each, dict)] if isinstance(answer, tuple) else []


def test_an_item_that_is_left_out_leaves_its_list() -> None:
    assert begun(ideas=["a", "b"]).answer(("ideas", 0), None).answers == {"ideas": ("b",)}


@pytest.mark.parametrize(
    ("before", "given", "after", "refused"),
    [
        ([], [("checks[+]", "a"), ("checks[+]", "a")], ["a"], [1]),
        ([], [("checks[+]", "a"), ("checks[+]", "b")], ["a", "b"], []),
        ([], [("checks[0]", "a"), ("checks[1]", "a")], ["a"], [1]),
        (["a"], [("checks[+0]", "a"), ("checks[+]", "b")], ["a", "b"], [0]),
        (["a", "b"], [("checks[0]", "b"), ("checks[1]", "a")], ["b", "a"], []),
        (["a", "b"], [("checks[0]", "b")], ["a", "b"], [0]),
        (["a"], [("checks[0]", None), ("checks[+]", "a")], ["a"], []),
        (["a", "b"], [("checks[1].move-to", 0), ("checks[+]", "b")], ["b", "a"], [1]),
        (["a", "b"], [("checks[0]", "c"), ("checks[+]", "a"), ("checks[+]", "c")], ["c", "b", "a"], [2]),
    ],
)
def test_no_changes_together_choose_an_option_twice(
    before: list[str], given: list[tuple[str, object]], after: list[str], refused: list[int]
) -> None:
    changes = [Change(parse_target(TEMPLATE, written), freeze(value)) for written, value in given]

    made = apply_changes(begun(checks=before), changes)

    assert made.interview.answer_at(("checks",)) == tuple(after)
    assert [each.change for each in made.problems] == refused
    assert all(each.problem.message.endswith("is chosen twice") for each in made.problems)


@given(
    st.lists(st.sampled_from("abcd"), unique=True),
    st.lists(
        st.tuples(
            st.sampled_from(["checks[+]", "checks[+0]", *(f"checks[{at}]" for at in range(4))]),
            st.sampled_from(["a", "b", "c", "d", None]),
        ),
        max_size=6,
    ),
)
def test_whatever_the_changes_each_option_is_chosen_once(
    before: list[str], given: list[tuple[str, str | None]]
) -> None:
    changes = [Change(parse_target(TEMPLATE, written), value) for written, value in given]

    after = apply_changes(begun(checks=before), changes).interview.answer_at(("checks",))

    chosen = thaw(after) if after is not OPEN else []
    assert isinstance(chosen, list)
    assert len(chosen) == len(set(chosen))


def done(text: str) -> dict[str, object]:
    return {"text": text, "done": True}


@pytest.mark.parametrize(
    ("before", "given", "after"),
    [
        ({"tasks": [done("a"), task("b")]}, {"tasks[0]": "A", "tasks[1]": "B"}, {"tasks": [done("A"), task("B")]}),
        ({"tasks": [done("a")]}, {"tasks[0]": {"text": "A"}}, {"tasks": [done("A")]}),
        ({"tasks": [done("a")]}, {"tasks[0]": task("A")}, {"tasks": [task("A")]}),
        ({"tasks": [done("a")]}, {"tasks[0]": "A", "tasks[0].done": False}, {"tasks": [task("A")]}),
        ({"tasks": [task("a")]}, {"tasks[0].done": True, "tasks[0]": "A"}, {"tasks": [done("A")]}),
        ({"tasks": [done("a")]}, {"tasks[1]": "a", "tasks[+]": "a"}, {"tasks": [done("a"), task("a"), task("a")]}),
        (
            {"tasks": [done("a"), task("b")]},
            {"tasks": ["b", "new", "a", "a"]},
            {"tasks": [task("b"), task("new"), done("a"), task("a")]},
        ),
        ({"tasks": [task("a"), done("a")]}, {"tasks": ["a", "a"]}, {"tasks": [task("a"), done("a")]}),
        ({"tasks": [done("a")]}, {"tasks": [task("a")]}, {"tasks": [task("a")]}),
        (
            {"milestones": [{"title": "m", "tasks": [done("a")]}]},
            {"milestones[0].tasks": ["b", "a"], "milestones[0].title": "n"},
            {"milestones": [{"title": "n", "tasks": [task("b"), done("a")]}]},
        ),
        (
            {"milestones": [{"title": "m", "tasks": [done("a")]}]},
            {"milestones[0]": {"title": "n", "tasks": ["a", "b"]}},
            {"milestones": [{"title": "n", "tasks": [done("a"), task("b")]}]},
        ),
        (
            {"milestones": [{"title": "m", "tasks": [done("a")]}, {"title": "n", "tasks": [task("a")]}]},
            {"milestones": [{"title": "n", "tasks": ["a"]}, {"title": "m", "tasks": ["a"]}, {"title": "o"}]},
            {
                "milestones": [
                    {"title": "n", "tasks": [task("a")]},
                    {"title": "m", "tasks": [done("a")]},
                    {"title": "o"},
                ]
            },
        ),
    ],
)
def test_tasks_that_are_given_as_plain_text_keep_the_ticks_of_those_that_were_there(
    before: dict[str, object], given: dict[str, object], after: dict[str, object]
) -> None:
    made = changed(begun(**before), given)

    assert not made.problems
    assert thaw(made.interview.answers) == after
