"""Answers from files and from `--set` are taken whole, or refused with every problem at its place."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given, strategies as st

from wizard.cli.assignments import apply_settings
from wizard.errors import AnswersFileError, WizardError
from wizard.model.answers import Answer, Answers, thaw
from wizard.model.expressions import Name
from wizard.model.template import KindName, Option, Question, Section, Template
from wizard.plans.answers_file import read_answers


def question(id: str, kind: KindName = "line", **rest: object) -> Question:
    return Question(id, kind, f"What is {id}?", id, **rest)  # pyright: ignore[reportArgumentType]


PLAN = Template(
    "plan",
    "Plan",
    "",
    1,
    (),
    (
        Section(
            "All",
            (
                question("name", required=True),
                question("goal", "text"),
                question("is_big", "yesno"),
                question("why_big", when=Name("is_big")),
                question("size", "number"),
                question("day", "date"),
                question("colour", "choice", options=(Option("red", "Red"), Option("blue", "Blue"))),
                question("words", "list"),
                question("tasks", "checklist"),
                question("parts", "group", item="part", questions=(question("title"), question("steps", "checklist"))),
            ),
        ),
    ),
    (),
)


def problems_in(text: str, source: str = "a.yaml") -> list[str]:
    with pytest.raises(AnswersFileError) as caught:
        read_answers(text, source, PLAN)
    return str(caught.value).splitlines()


def test_a_bare_mapping_of_answers_is_taken_in_the_order_of_the_template() -> None:
    answers = read_answers("tasks: [one, {text: two, done: true}]\nname: Relay\n", "a.yaml", PLAN)

    assert list(answers) == ["name", "tasks"]
    assert answers["tasks"] == ({"text": "one", "done": False}, {"text": "two", "done": True})


def test_a_saved_file_is_taken_for_what_it_is() -> None:
    text = "template: plan\nversion: 1\nanswers:\n  name: Relay\nsaved: {anything: [at, all]}\n"

    assert read_answers(text, "a.yaml", PLAN) == {"name": "Relay"}


def test_a_saved_file_of_another_template_is_refused() -> None:
    assert problems_in("template: roadmap\nanswers: {name: Relay}\n") == [
        "a.yaml:1:11: other-template these are answers for 'roadmap', not for 'plan'"
    ]


def test_an_unknown_key_of_a_saved_file_is_refused() -> None:
    assert problems_in("template: plan\nanswers: {}\nverion: 1\n") == [
        "a.yaml:3:1: unknown-key 'verion' is not known here; did you mean 'version'?"
    ]


def test_every_problem_is_told_at_once_with_its_place_path_and_nearest_key() -> None:
    text = """\
nmae: Relay
is_big: maybe
size: "3"
day: 2026-02-30
colour: bleu
parts:
  - titel: One
    steps:
      - text: a
        doen: true
  - title: [x]
"""

    assert problems_in(text) == [
        "a.yaml:1:1: unknown-key 'nmae' is not a question of plan; did you mean 'name'?",
        "a.yaml:2:9: wrong-answer is_big: this is a text; it must be true or false",
        "a.yaml:3:7: wrong-answer size: this is a text; it must be a number",
        "a.yaml:4:6: wrong-answer day: '2026-02-30' is not a date; February 2026 has no 30th",
        "a.yaml:5:9: wrong-answer colour: 'bleu' is not one of the options; did you mean 'blue'?",
        "a.yaml:7:5: unknown-key parts[0].titel: 'titel' is not known here; did you mean 'title'?",
        "a.yaml:10:9: unknown-key parts[0].steps[0].doen: 'doen' is not known here; did you mean 'done'?",
        "a.yaml:11:12: wrong-answer parts[1].title: this is a list; it must be a text",
    ]


def test_a_problem_with_what_is_missing_stands_where_it_should_be() -> None:
    assert problems_in("name: Relay\ntasks:\n  - done: true\n") == [
        "a.yaml:3:5: wrong-answer tasks[0].text: this is empty; it must be a text"
    ]


def test_json_is_read_by_the_rules_of_json() -> None:
    text = '{\n\t"name": "Relay \\ud83d\\ude80",\n\t"is_big": true}'

    assert read_answers(text, "a.json", PLAN) == {"name": "Relay 🚀", "is_big": True}
    assert read_answers(text, "<stdin>", PLAN) == {"name": "Relay 🚀", "is_big": True}


def test_a_mistake_in_json_is_told_with_its_place() -> None:
    assert problems_in('{"name": "Relay",\n "size": 3,}', "a.json") == [
        "a.json:2:12: json-syntax a key in double quotes is expected here, not '}'"
    ]
    assert problems_in('{"name": "a",\n "name": "b"}', "a.json") == [
        "a.json:2:2: duplicate-key 'name' appears a second time; the first is on line 1"
    ]


def test_a_flow_mapping_of_yaml_is_no_broken_json() -> None:
    assert read_answers("{name: Relay}", "a.yaml", PLAN) == {"name": "Relay"}


def test_yes_and_dates_stay_what_they_are_in_yaml() -> None:
    assert read_answers("name: yes\nday: 2026-02-28\n", "a.yaml", PLAN) == {"name": "yes", "day": "2026-02-28"}


@pytest.mark.parametrize("text", ["", "# nothing\n", "null\n", "{}"])
def test_an_empty_file_holds_no_answers(text: str) -> None:
    assert read_answers(text, "a.yaml", PLAN) == {}


@pytest.mark.parametrize("text", ["- name\n", "Relay\n", "3"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    assert problems_in(text) == ["a.yaml:1:1: wrong-type answers are written `question: answer`, one for each question"]


def test_blank_text_is_no_answer_and_null_leaves_out() -> None:
    assert read_answers('name: "  "\ngoal: null\n', "a.yaml", PLAN) == {"goal": None}


def test_a_required_question_cannot_be_left_out() -> None:
    assert problems_in("name: null\n") == ["a.yaml:1:7: wrong-answer name: this is required and cannot be left out"]


def test_an_answer_behind_a_closed_condition_is_kept() -> None:
    assert read_answers("is_big: false\nwhy_big: Because\n", "a.yaml", PLAN) == {"is_big": False, "why_big": "Because"}


def test_a_template_that_asks_for_template_and_answers_gets_them() -> None:
    asks_both = Template("t", "T", "", 1, (), (Section("All", (question("template"), question("answers"))),), ())

    assert read_answers("template: a\nanswers: b\n", "a.yaml", asks_both) == {"template": "a", "answers": "b"}


@pytest.mark.parametrize(
    ("setting", "path", "answer"),
    [
        ("name=Relay = 2", "name", "Relay = 2"),
        ("goal=null", "goal", None),
        ("is_big=yes", "is_big", True),
        ("size=3.5", "size", 3.5),
        ("day=30 April 2027", "day", "2027-04-30"),
        ("colour=Blue", "colour", "blue"),
        ("words=one", "words", ["one"]),
        ("words=[one, two]", "words", ["one", "two"]),
        ('tasks=["one", {"text": "two", "done": true}]', "tasks", [("one", False), ("two", True)]),
        ("parts[0].title=First", "parts", [{"title": "First"}]),
        ("parts=[{title: First}, {}]", "parts", [{"title": "First"}, {}]),
    ],
)
def test_a_setting_is_read_as_if_it_were_typed(setting: str, path: str, answer: object) -> None:
    answers = apply_settings({}, [setting], PLAN)

    found = thaw(answers[path])
    if path == "tasks":
        found = [(task["text"], task["done"]) for task in found]  # pyright: ignore
    assert found == answer


def test_settings_reach_into_answers_one_after_the_other() -> None:
    start: Mapping[str, Answer] = {"tasks": ({"text": "one", "done": False},), "goal": "Old"}

    answers = apply_settings(start, ["tasks[0].done=true", "tasks[1]=two", "goal=", "parts[0].steps[0]=go"], PLAN)

    assert answers == {
        "tasks": ({"text": "one", "done": True}, {"text": "two", "done": False}),
        "parts": ({"steps": ({"text": "go", "done": False},)},),
    }


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("nmae=Relay", "nmae: there is no such question; did you mean 'name'?"),
        ("name", "write it as PATH=VALUE, such as milestones[0].title=Sign-up"),
        ("is_big=maybe", "is_big: This is not an answer yet. Write yes or no."),
        ("day=2026-02-30", "day: February 2026 has no 30th."),
        ("day=soon", "day: This is not a date yet. Write it as year-month-day, or as in 30 April 2027."),
        ("colour=bleu", "colour: This is not one of the options. Do you mean blue? They are: red; blue."),
        ("name=null", "name: This answer is required."),
        ("parts.title=First", "parts.title: there is no such part; did you mean 'parts[0]'?"),
        ("goal[0]=First", "goal[0]: there is no such part; did you mean 'goal'?"),
        ("parts[0].titel=First", "parts[0].titel: part has no 'titel'; did you mean 'title'?"),
        ("parts[2].title=Third", "parts[2].title: the items before it are missing; the next one is parts[0]"),
        ("parts=[{titel: a}]", "parts[0].titel: 'titel' is not known here; did you mean 'title'?"),
        ("words=[a", "words: a ']' or ',' is missing"),
        ("tasks[0].done=maybe", "tasks[0].text: this is empty; it must be a text"),
        ("a b=c", "a b: 'a b' is not a path such as milestones[1].tasks[0]"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_path(setting: str, message: str) -> None:
    with pytest.raises(WizardError) as caught:
        apply_settings({}, [setting], PLAN)

    assert str(caught.value).startswith(f"--set {setting}: {message}")


def test_all_wrong_settings_are_told_at_once() -> None:
    with pytest.raises(WizardError) as caught:
        apply_settings({}, ["nmae=a", "name=ok", "size=b"], PLAN)

    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == ["--set nmae=a", "--set size=b"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([each.id for each in PLAN.questions()]) | st.text(), JSON))
def test_any_mapping_is_either_taken_or_refused_with_places(raw: dict[str, object]) -> None:
    text = json.dumps(raw, indent=1)

    answers: Answers = {}
    try:
        answers = read_answers(text, "a.json", PLAN)
    except AnswersFileError as error:
        lines = text.split("\n")
        assert error.problems
        assert all(1 <= problem.column <= len(lines[problem.line - 1]) for problem in error.problems)

    assert set(answers) <= set(raw)


@given(st.text(), st.sampled_from(["a.json", "a.yaml"]))
def test_any_text_is_either_taken_or_refused(text: str, source: str) -> None:
    try:
        read_answers(text, source, PLAN)
    except AnswersFileError as error:
        assert error.problems
