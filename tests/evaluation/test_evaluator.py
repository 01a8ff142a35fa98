"""What expressions come to over questions that are open, answered or left out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from wizard.compiler.body.body_parser import read_expression
from wizard.compiler.body.lexer import Source
from wizard.compiler.diagnostics import Diagnostics
from wizard.evaluation.evaluator import (
    LOOP_KEYS,
    TESTS,
    AnswersScope,
    EvaluationError,
    evaluate,
    holds,
    items_of,
    member,
)
from wizard.evaluation.values import (
    AnswerValue,
    ComputedValue,
    LoopValue,
    Value,
    bare_value,
    is_open,
    is_true,
    sources_of,
    text_of,
)
from wizard.model.answers import OPEN, Answer, AnswerPath, Answers, freeze
from wizard.model.expressions import Expression
from wizard.model.template import Question, Section, Template


def expression(text: str) -> Expression:
    reading = Diagnostics()
    found = read_expression(Source(text, "t.md", lambda line, column: (line + 1, column + 1)), reading)
    assert found is not None, reading.problems
    return found


def line(id: str, **rest: object) -> Question:
    return Question(id, "line", id, id, **rest)  # pyright: ignore[reportArgumentType]


TASKS = Question("tasks", "checklist", "T?", "T", placeholder=("Task 1",))
TEMPLATE = Template(
    "t",
    "T",
    "",
    1,
    (),
    (
        Section(
            "All",
            (
                line("name", placeholder="[Name]"),
                Question("is_big", "yesno", "B?", "B"),
                Question("size", "number", "S?", "S"),
                line("why", when=expression("is_big"), placeholder="[Why]"),
                line("not_small", when=expression("is_big != false")),
                Question("ideas", "list", "I?", "I", placeholder=("(one)", "(two)")),
                Question("features", "checklist", "F?", "F", placeholder=({"text": "F 1", "done": True}, "F 2")),
                Question(
                    "parts",
                    "group",
                    "P?",
                    "P",
                    placeholder=({"title": "First", "tasks": ("a", "b")}, {"title": "Second"}),
                    questions=(
                        line("title", placeholder="[Title]"),
                        TASKS,
                        Question("done", "yesno", "D?", "D"),
                        line("when_done", when=expression("done and name")),
                    ),
                ),
            ),
        ),
    ),
    (),
)


def value(text: str, answers: Answers | None = None) -> Value:
    return evaluate(expression(text), AnswersScope(TEMPLATE, answers or {}))


def bare(text: str, answers: Answers | None = None) -> Answer:
    return bare_value(value(text, answers))


ANSWERED: Answers = {
    "name": "Relay",
    "is_big": True,
    "size": 3,
    "ideas": ("x", "y"),
    "features": ({"text": "Chat", "done": True}, {"text": "Log", "done": False}),
    "parts": ({"title": "One", "done": True, "when_done": "May"}, {"tasks": ({"text": "t", "done": False},)}),
}


@pytest.mark.parametrize(
    "text, result",
    [
        ("name", "Relay"),
        ("name == 'Relay'", True),
        ("name != 'Relay'", False),
        ("is_big and size > 2", True),
        ("is_big and name", "Relay"),
        ("not is_big or name", "Relay"),
        ("1 < size <= 3", True),
        ("1 < size < 3", False),
        ("name < 'S'", True),
        ("name >= 3", False),
        ("'lay' in name", True),
        ("'x' in ideas", True),
        ("'z' not in ideas", True),
        ("'Chat' in features", True),
        ("size in [1, 3]", True),
        ("size + 2 * 3", 9),
        ("size / 2", 1.5),
        ("size // 2", 1),
        ("size % 2", 1),
        ("-size - 1", -4),
        ("name + '!'", "Relay!"),
        ("name + 1", None),
        ("name * 2", None),
        ("name ~ ' ' ~ size ~ is_big", "Relay 3Yes"),
        ("name if is_big else 'x'", "Relay"),
        ("'x' if not is_big", None),
        ("name | upper | lower", "relay"),
        ("ideas | join('+')", "x+y"),
        ("ideas[1]", "y"),
        ("ideas[7]", None),
        ("features[0].text", "Chat"),
        ("features[0].done", True),
        ("parts[0].title", "One"),
        ("(parts | first).title", "One"),
        ("parts | length", 2),
        ("[name, size] | last", 3),
        ("size == 3.0", True),
        ("is_big == 1", False),
        ("true", True),
        ("nobody", None),
        ("nobody.x", None),
    ],
)
def test_answered(text: str, result: Answer) -> None:
    assert bare(text, ANSWERED) == result


@pytest.mark.parametrize(
    "text, result",
    [
        ("name", None),
        ("name == 'x'", False),
        ("name == name", False),
        ("name == none", False),
        ("name != 'x'", True),
        ("is_big == false", False),
        ("is_big != false", True),
        ("size < 3", False),
        ("size >= 3", False),
        ("'x' in ideas", False),
        ("'x' not in ideas", True),
        ("name in ['x']", False),
        ("not name", True),
        ("name is open", True),
        ("name is answered", False),
        ("name is left_out", False),
        ("name is none", False),
        ("name is defined", False),
        ("name is undefined", True),
        ("name or 'x'", "x"),
        ("name | default('x')", "x"),
        ("name | upper", None),
        ("name ~ '!'", "!"),
        ("size + 1", None),
        ("parts[0].title", None),
        ("parts[0].title is open", True),
    ],
)
def test_open_is_false_and_equal_to_nothing(text: str, result: Answer) -> None:
    assert bare(text) == result


LEFT_OUT: Answers = dict.fromkeys(("name", "is_big", "size", "ideas", "features", "parts"))


@pytest.mark.parametrize(
    "text, result",
    [
        ("name", None),
        ("name == none", True),
        ("name == false", True),
        ("name == ''", False),
        ("name != 'x'", True),
        ("is_big == false", True),
        ("is_big != false", False),
        ("not name", True),
        ("name is open", False),
        ("name is answered", False),
        ("name is left_out", True),
        ("name is none", True),
        ("name is defined", True),
        ("'x' in ideas", False),
        ("size < 3", False),
        ("name | upper", ""),
        ("name | default('x')", "x"),
        ("ideas | join", ""),
        ("parts[0].title is left_out", True),
        ("parts[0].title", None),
    ],
)
def test_left_out_is_false_and_equal_to_none_and_false(text: str, result: Answer) -> None:
    assert bare(text, LEFT_OUT) == result


def test_a_question_whose_condition_does_not_hold_is_left_out_whatever_its_answer() -> None:
    answers: Answers = {"why": "Because", "not_small": "x"}

    assert bare("why is left_out", answers) is True
    assert bare("why", {**answers, "is_big": True}) == "Because"
    assert bare("not_small", answers) == "x"
    assert bare("not_small is left_out", {**answers, "is_big": False}) is True


def test_a_condition_inside_a_group_reads_its_siblings_and_what_is_around() -> None:
    assert bare("parts[0].when_done", ANSWERED) == "May"
    assert bare("parts[0].when_done is left_out", {**ANSWERED, "name": None}) is True
    assert bare("parts[1].when_done is left_out", ANSWERED) is True


def items(text: str, answers: Answers | None = None) -> list[tuple[AnswerPath, object, Answer]]:
    found = items_of(value(text, answers))
    return [(item.path, item.answer, item.placeholder) for item in found if isinstance(item, AnswerValue)]


def test_an_open_list_shows_its_placeholders() -> None:
    assert items("ideas") == [(("ideas", 0), OPEN, "(one)"), (("ideas", 1), OPEN, "(two)")]


def test_an_answered_list_never_mixes_in_placeholders() -> None:
    assert items("ideas", {"ideas": ("x",)}) == [(("ideas", 0), "x", None)]
    assert items("ideas", {"ideas": ()}) == []
    assert items("ideas", {"ideas": None}) == []


def test_an_item_of_an_open_group_shows_the_placeholder_of_the_group_then_its_own() -> None:
    first, second = items_of(value("parts"))

    assert isinstance(title := member(first, "title"), AnswerValue) and title.placeholder == "First"
    assert isinstance(title := member(second, "title"), AnswerValue) and title.placeholder == "Second"
    assert [
        text_of(shown.placeholder) for shown in items_of(member(first, "tasks")) if isinstance(shown, AnswerValue)
    ] == [*("a", "b")]
    assert [
        text_of(shown.placeholder) for shown in items_of(member(second, "tasks")) if isinstance(shown, AnswerValue)
    ] == ["Task 1"]


def test_an_open_question_of_an_answered_item_shows_its_own_placeholder() -> None:
    first, second = items_of(value("parts", ANSWERED))

    assert isinstance(title := member(second, "title"), AnswerValue)
    assert (title.path, title.answer, title.placeholder) == (("parts", 1, "title"), OPEN, "[Title]")
    assert [shown.placeholder for shown in items_of(member(first, "tasks")) if isinstance(shown, AnswerValue)] == [
        "Task 1"
    ]


def test_a_task_of_a_placeholder_may_be_a_text_or_done() -> None:
    one, two = items_of(value("features"))

    assert isinstance(done := member(one, "done"), AnswerValue) and done.placeholder is True
    assert isinstance(done := member(two, "done"), AnswerValue) and done.placeholder is False
    assert isinstance(text := member(two, "text"), AnswerValue) and text.placeholder == "F 2"
    assert is_open(done)


def test_what_is_made_has_items_and_parts_too() -> None:
    (first,) = items_of(value("[parts[0].title]", ANSWERED))

    assert bare_value(first) == "One"
    assert items_of(value("name", ANSWERED)) == ()
    assert items_of(LoopValue(1, 2)) == ()
    assert bare_value(member(value("(parts | reverse)[0]", ANSWERED), "title")) is None


@pytest.mark.parametrize("key, expected", list(zip(LOOP_KEYS, (2, 1, False, False, 5, 4, 3), strict=True)))
def test_the_loop_knows_where_it_is(key: str, expected: Answer) -> None:
    assert bare_value(member(LoopValue(2, 5), key)) == expected


def test_the_loop_has_nothing_else() -> None:
    assert bare_value(member(LoopValue(1, 1), "depth")) is None
    assert is_true(LoopValue(1, 1)) and sources_of(LoopValue(1, 1)) == () and bare_value(LoopValue(1, 1)) is None


def sources(text: str, answers: Answers = ANSWERED) -> list[AnswerPath]:
    return [source.path for source in sources_of(value(text, answers))]


def test_what_is_made_of_answers_knows_them() -> None:
    assert sources("name ~ size") == [("name",), ("size",)]
    assert sources("name | replace('R', ideas[0])") == [("name",), ("ideas", 0)]
    assert sources("parts[0].title | upper") == [("parts", 0, "title")]
    assert sources("1 + 2") == []


def test_text_of_the_author_that_was_chosen_knows_what_the_choice_hung_on() -> None:
    chosen = value("'x' if features[0].done else ' '", ANSWERED)

    assert chosen == ComputedValue("x", sources_of(chosen), True)
    assert sources("'x' if features[0].done else ' '") == [("features", 0, "done")]
    assert sources("is_big and 'x'") == [("is_big",)]
    assert sources("1 < size < 9") == [("size",)]


@pytest.mark.parametrize(
    "text, is_authors",
    [("'a' ~ 'b'", True), ("'a' ~ name", False), ("name | upper", False), ("name == 'x'", True), ("[1, 2]", True)],
)
def test_only_text_without_answers_is_the_authors(text: str, is_authors: bool) -> None:
    made = value(text, ANSWERED)

    assert isinstance(made, ComputedValue) and made.is_from_template is is_authors


@pytest.mark.parametrize(
    "text", ["1 / 0", "1 // 0", "1 % 0", "name | truncate('x')", "name | replace(1, 2)", "name | join(3)"]
)
def test_an_expression_without_a_value_says_so(text: str) -> None:
    with pytest.raises(EvaluationError):
        value(text, ANSWERED)


def test_a_list_cannot_hold_a_list() -> None:
    with pytest.raises(EvaluationError, match="cannot hold another list"):
        value("[ideas]", ANSWERED)


def test_texts_and_numbers_stay_within_bounds() -> None:
    long: Answers = {"name": "x" * 900_000, "size": 10**12}

    assert len(text_of(bare("name ~ name ~ name", long))) == 1_000_000
    assert len(text_of(bare("name + name", long))) == 1_000_000
    assert bare(" * ".join(["size"] * 38), long) == float("inf")


@pytest.mark.parametrize(
    "answer, text",
    [
        (None, ""),
        (True, "Yes"),
        (False, "No"),
        (3, "3"),
        (3.0, "3"),
        (0.25, "0.25"),
        (1e20, "1e+20"),
        (float("inf"), "inf"),
        ("a\nb", "a\nb"),
        (("a", 2), "a, 2"),
        ({"text": "a", "done": True}, "a"),
        ({"x": "a", "y": None, "z": False}, "a, , No"),
    ],
)
def test_values_as_they_stand_in_a_plan(answer: Answer, text: str) -> None:
    assert text_of(answer) == text


def test_the_scope_knows_its_names() -> None:
    scope = AnswersScope(TEMPLATE, {})

    assert len(scope) == 8 and list(scope)[:2] == ["name", "is_big"]
    assert "nobody" not in scope and "name" in scope


def test_no_condition_always_holds() -> None:
    assert holds(None, {})


ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text(max_size=4)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(("text", "done", "title", "tasks")), inner, max_size=3),
    ),
    max_leaves=6,
).map(freeze)
TEXTS = st.sampled_from(
    [
        *("name == size", "ideas[0] ~ name", "parts[0].title", "features[1].done and name", "why or not_small"),
        *("size < 3 <= name", "name in ideas", "parts[0].tasks[0].text", "ideas | sort | join", "name | default(size)"),
        *("parts[0].when_done", "name if is_big else size", "ideas | unique | length", "features | first | upper"),
    ]
)


@settings(max_examples=80, deadline=None)
@given(TEXTS, st.dictionaries(st.sampled_from([question.id for question in TEMPLATE.questions()]), ANY))
def test_no_answers_make_an_expression_fail(text: str, answers: dict[str, Answer]) -> None:
    found = value(text, answers)

    assert isinstance(text_of(bare_value(found)), str)
    assert all(isinstance(test(found), bool) for test in TESTS.values())
    assert all(isinstance(item, (AnswerValue, ComputedValue)) for item in items_of(found))
