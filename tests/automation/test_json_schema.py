"""The schema of a template's answers says the same as the program does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, strategies as st
from jsonschema import Draft202012Validator

from wizard.answers.kinds import validate_answer
from wizard.answers.validation import Problems, is_blank
from wizard.automation.condition_schema import Json, SchemaLevel, UnsayableError
from wizard.automation.json_schema import answers_schema, question_schema
from wizard.evaluation.evaluator import AnswersScope, holds
from wizard.limits import MAX_MATCHED_CHARACTERS
from wizard.model.answers import Answer, Answers, freeze
from wizard.model.expressions import And, Compare, Comparison, Constant, Expression, IsTest, ListOf, Name, Not, Or
from wizard.model.template import KindName, Option, Question, Section, Template


def template_of(*questions: Question) -> Template:
    return Template("small", "Small", "", 1, (), (Section("All", questions),), ())


def question(id: str, kind: KindName = "line", **rest: object) -> Question:
    return Question(id, kind, f"What is {id}?", id, **rest)  # pyright: ignore[reportArgumentType]


def is_valid(template: Template, answers: object) -> bool:
    return Draft202012Validator(plain(answers_schema(template))).is_valid(plain(answers))


def plain(value: object) -> Any:
    """What a reader of the JSON gets."""
    return json.loads(json.dumps(value))


OPTIONS = (Option("red", "Red"), Option("blue", "Blue", "Like the sky"))
EVERY_KIND = (
    question("name", required=True, min=2, max=10, pattern="^[A-Z]"),
    question("goal", "text"),
    question("colour", "choice", options=OPTIONS, recommended="blue"),
    question("shade", "choice", options=OPTIONS, other=True),
    question("colours", "choices", options=OPTIONS, max=1),
    question("is_big", "yesno"),
    question("size", "number", min=1, max=9.5),
    question("day", "date"),
    question("words", "list", max=2),
    question("tasks", "checklist"),
    question("rows", "table", questions=(question("cell"), question("other", required=True))),
    question("parts", "group", item="part", questions=(question("title"), question("inner", "list"))),
    question("picture", "diagram"),
)


def test_a_question_of_each_kind_is_a_property_with_its_words_and_limits() -> None:
    schema = plain(answers_schema(template_of(*EVERY_KIND)))

    Draft202012Validator.check_schema(schema)
    properties = schema["properties"]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["name"]
    assert list(properties) == [each.id for each in EVERY_KIND]
    assert properties["name"] == {
        "title": "What is name?",
        "type": "string",
        "minLength": 2,
        "maxLength": 10,
        "pattern": "^[A-Z]",
        "allOf": [{"type": "string", "pattern": r"\S"}],
    }
    assert properties["goal"] == {
        "title": "What is goal?",
        "type": ["string", "null"],
        "minLength": 1,
        "pattern": r"\S",
    }
    assert properties["size"]["type"] == ["number", "null"]
    assert properties["colour"]["oneOf"] == [
        {"const": "red", "title": "Red"},
        {"const": "blue", "title": "Blue (recommended)", "description": "Like the sky"},
        {"const": None, "title": "This does not apply"},
    ]


@pytest.mark.parametrize(
    ("most", "schema_most"),
    [(None, MAX_MATCHED_CHARACTERS), (10, 10), (10 * MAX_MATCHED_CHARACTERS, MAX_MATCHED_CHARACTERS)],
)
def test_an_answer_that_has_to_match_is_as_long_as_the_program_takes_it(most: int | None, schema_most: int) -> None:
    asked = question("name", "text", max=most, pattern="^a+$")
    template = template_of(asked)

    assert plain(question_schema(asked, "name"))["properties"]["name"]["maxLength"] == schema_most
    for text in ("a" * schema_most, "a" * (schema_most + 1)):
        _, problems = validate_answer(asked, text, ("name",))
        assert is_valid(template, {"name": text}) is (not problems)


@pytest.mark.parametrize(
    "answers",
    [
        {"name": "Relay", "tasks": ["one", {"text": "two", "done": True}], "colours": ["red"]},
        {"name": "Relay", "day": "2024-02-29", "is_big": False, "size": 2.5, "shade": "olive"},
        {"name": "Relay", "rows": [{"cell": "a", "other": "b"}], "parts": [{}], "goal": None, "colour": None},
    ],
)
def test_answers_of_the_right_form_are_valid(answers: Mapping[str, object]) -> None:
    assert is_valid(template_of(*EVERY_KIND), answers)


@pytest.mark.parametrize(
    "wrong",
    [
        {"nmae": "Relay"},
        {"name": None},
        {"name": "relay"},
        {"colour": "green"},
        {"shade": "  "},
        {"goal": " \n"},
        {"name": "   "},
        {"words": ["a", " "]},
        {"tasks": [" "]},
        {"colours": ["red", "red"]},
        {"is_big": "maybe"},
        {"size": 10},
        {"size": True},
        {"day": "2026-02-29"},
        {"day": "1900-02-29"},
        {"day": "2026-02-28\n"},
        {"day": "0000-01-01"},
        {"words": ["a", "b", "c"]},
        {"tasks": [{"text": "a", "done": 1}]},
        {"tasks": [{"done": True}]},
        {"rows": [{"cell": "a", "other": None}]},
        {"parts": [{"titel": "a"}]},
    ],
)
def test_what_is_wrong_is_refused(wrong: Mapping[str, object]) -> None:
    assert not is_valid(template_of(*EVERY_KIND), {"name": "Relay", **wrong})


SOME_TEXT = st.sampled_from(["", " ", "Relay", "red", "olive", "2024-02-29", "2025-02-29", "much too long a name"])
SOME_ANSWER = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 11) | st.just(2.5) | SOME_TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "done", "cell", "other", "title", "inner"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.sampled_from(EVERY_KIND), SOME_ANSWER)
def test_what_the_program_refuses_is_refused_by_the_schema(asked: Question, raw: object) -> None:
    problems: Problems = []
    answer = freeze(raw)
    if not is_blank(answer):
        _, problems = validate_answer(asked, answer, (asked.id,))

    valid = is_valid(template_of(asked), {asked.id: raw})

    assert not (valid and problems), problems


@given(st.sampled_from(EVERY_KIND), SOME_ANSWER)
def test_what_is_refused_though_the_program_takes_it_is_blank_or_not_enough(asked: Question, raw: Any) -> None:
    answer = freeze(raw)
    taken, problems = validate_answer(asked, answer, (asked.id,))

    if not problems and taken == answer and '""' not in json.dumps(raw) and '" "' not in json.dumps(raw):
        schema = plain(answers_schema(template_of(asked)))
        errors = list(Draft202012Validator(schema).iter_errors({asked.id: raw}))
        assert all(error.validator == "required" for error in errors)


CONDITION_QUESTIONS = (
    question("word"),
    question("flag", "yesno"),
    question("count", "number"),
    question("many", "list"),
    question("todo", "checklist"),
    question("hidden", "yesno", when=Name("flag")),
    question("deep", when=Compare(Name("hidden"), (("==", Constant(True)),))),
)
NAMES = st.sampled_from([each.id for each in CONDITION_QUESTIONS]).map(Name)
CONSTANTS = st.sampled_from([None, True, False, 0, 1, 2.5, "", " ", "a", "b", "a.b"]).map(Constant)
COMPARISONS = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "not in"])
TESTS = st.sampled_from(["answered", "open", "left_out", "none", "defined", "undefined"])


def compared(left: Expression, comparison: Comparison, right: Expression) -> Expression:
    return Compare(left, ((comparison, right),))


CONDITIONS: st.SearchStrategy[Expression] = st.recursive(
    NAMES
    | st.builds(IsTest, NAMES, TESTS)
    | st.builds(compared, NAMES, COMPARISONS, CONSTANTS)
    | st.builds(compared, CONSTANTS, COMPARISONS, NAMES)
    | st.builds(compared, NAMES, st.sampled_from(["in", "not in"]), st.lists(CONSTANTS).map(tuple).map(ListOf)),
    lambda inner: st.builds(Not, inner) | st.builds(And, inner, inner) | st.builds(Or, inner, inner),
    max_leaves=4,
)
TEXTS = st.sampled_from(["a", "b", "a.b", "aab"])
CONDITION_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "word": TEXTS | st.none() | st.sampled_from(["", " "]),
        "flag": st.booleans() | st.none(),
        "count": st.sampled_from([0, 1, 2.5]) | st.none(),
        "many": st.lists(TEXTS, max_size=2) | st.none(),
        "todo": st.lists(TEXTS | st.builds(lambda text: {"text": text, "done": True}, TEXTS), max_size=2),
        "hidden": st.booleans() | st.none(),
        "deep": TEXTS,
    },
)


def taken(template: Template, raw: Mapping[str, object]) -> Answers:
    """The answers as the program takes them: blank text is no answer."""
    answers: dict[str, Answer] = {}
    for id, value in raw.items():
        asked = template.question((id,))
        assert asked is not None
        if not is_blank(freeze(value)):
            answers[id], _ = validate_answer(asked, freeze(value), (id,))
    return answers


@given(CONDITIONS, CONDITION_ANSWERS)
def test_a_condition_holds_for_the_answers_that_its_schema_matches(condition: Expression, raw: dict[str, Any]) -> None:
    template = template_of(*CONDITION_QUESTIONS)
    level = SchemaLevel(CONDITION_QUESTIONS)
    try:
        says: Json = level.condition_schema(condition)
    except UnsayableError:
        return
    schema = plain({"allOf": [says], "$defs": level.definitions})

    matches = Draft202012Validator(schema).is_valid(raw)

    assert matches == holds(condition, AnswersScope(template, taken(template, raw)))


@given(CONDITIONS)
def test_all_but_the_order_of_texts_can_be_said(condition: Expression) -> None:
    unsayable = None

    try:
        SchemaLevel(CONDITION_QUESTIONS).condition_schema(condition)
    except UnsayableError as problem:
        unsayable = str(problem)

    assert unsayable in (None, "<", "<=", ">", ">=", "in", "not in")


def test_a_required_question_is_required_only_while_it_is_asked() -> None:
    flag = question("flag", "yesno")
    why = question("why", required=True, when=Name("flag"))
    template = template_of(flag, why)

    assert is_valid(template, {"flag": False})
    assert is_valid(template, {"flag": True, "why": "Because"})
    assert is_valid(template, {"flag": False, "why": "Kept, and not rendered"})
    assert not is_valid(template, {"flag": True})


def test_a_question_inside_a_group_may_depend_on_its_siblings_and_on_what_is_outside() -> None:
    flag = question("flag", "yesno")
    inner = (
        question("kind", "line"),
        question("reason", required=True, when=compared(Name("kind"), "==", Constant("odd"))),
        question("proof", required=True, when=Name("flag")),
    )
    template = template_of(flag, question("parts", "group", questions=inner))

    assert is_valid(template, {"parts": [{"kind": "even"}]})
    assert not is_valid(template, {"parts": [{"kind": "odd"}]})
    assert is_valid(template, {"parts": [{"kind": "odd", "reason": "Why not"}]})
    assert not is_valid(template, {"flag": True, "parts": [{"kind": "even"}]})
    assert is_valid(template, {"flag": True, "parts": [{"kind": "even", "proof": "Here"}]})


def test_what_a_screen_asks_for_lets_through_only_what_is_asked_with_its_item() -> None:
    inner = (
        question("kind", "line"),
        question("reason", required=True, when=compared(Name("kind"), "==", Constant("odd"))),
        question("proof", required=True, when=Name("flag")),
    )

    schema = plain(question_schema(question("parts", "group", questions=inner), "steps[0].parts"))

    validator = Draft202012Validator(schema)
    Draft202012Validator.check_schema(schema)
    assert validator.is_valid({"steps[0].parts": [{"kind": "even"}, {"kind": "odd", "reason": "So"}]})
    assert not validator.is_valid({"steps[0].parts": [{"kind": "odd"}]})
    assert not validator.is_valid({"steps[0].parts": [{"kind": "even", "reason": "So"}]})
    assert not validator.is_valid({"steps[0].parts": [{"kind": "even", "proof": "It rests on an answer outside"}]})


def test_a_condition_that_cannot_be_said_makes_its_question_optional_and_says_so() -> None:
    start = question("start", "date")
    end = question("end", "date", required=True, when=compared(Name("start"), "<", Constant("2027-01-01")))

    schema = plain(answers_schema(template_of(start, end)))

    properties = schema["properties"]
    assert properties["end"]["$comment"] == 'asked when start < "2027-01-01", which this schema cannot say'
    assert "required" not in schema


def test_an_example_and_a_default_are_given_as_answers() -> None:
    words = question("words", "list", example="one\ntwo", default=("three",))

    schema = plain(answers_schema(template_of(words)))

    properties = schema["properties"]
    assert properties["words"]["examples"] == [["one", "two"]]
    assert properties["words"]["default"] == ["three"]
