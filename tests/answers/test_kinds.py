"""What each kind accepts from files and from typing, and what it says otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from tests.support.counted_calls import count_calls
from wizard.answers.kinds import (
    KINDS,
    format_answer,
    is_answered,
    parse_answer,
    validate_answer,
)
from wizard.answers.validation import find_shortfalls, is_blank, join_lines, too_few_message
from wizard.errors import InvalidAnswer
from wizard.message_text import format_number, pluralize
from wizard.model.answers import OPEN, Answer, freeze
from wizard.model.template import KIND_NAMES, KindName, Option, Question

OPTIONS = (Option("React", "React"), Option("Vue", "Vue"), Option("Svelte", "Svelte"))


def question(kind: KindName, **rest: object) -> Question:
    return Question("q", kind, "Q?", "Q", **rest)  # pyright: ignore[reportArgumentType]


def choice(kind: KindName = "choice", **rest: object) -> Question:
    return question(kind, options=OPTIONS, **rest)


PART = question(
    "group",
    item="part",
    questions=(
        Question("name", "line", "N?", "N", required=True, max=5),
        Question("size", "number", "S?", "S"),
        Question("tasks", "checklist", "T?", "T", item="task", min=2),
    ),
)


def told(asked: Question, raw: object) -> list[str]:
    _, problems = validate_answer(asked, freeze(raw), ("q",))
    return [str(problem) for problem in problems]


def accepted(asked: Question, raw: object) -> Answer:
    answer, problems = validate_answer(asked, freeze(raw), ("q",))
    assert problems == []
    return answer


def refused(asked: Question, text: str) -> InvalidAnswer:
    with pytest.raises(InvalidAnswer) as caught:
        parse_answer(asked, text)
    return caught.value


@pytest.mark.parametrize(
    "asked, raw, answer",
    [
        (question("line"), "Relay", "Relay"),
        (question("text"), "One\n\nTwo\n", "One\n\nTwo\n"),
        (question("diagram"), "flowchart TD", "flowchart TD"),
        (question("yesno"), False, False),
        (question("number"), 3, 3),
        (question("number"), -0.5, -0.5),
        (question("date"), "2026-02-28", "2026-02-28"),
        (choice(), "Vue", "Vue"),
        (choice(other=True), "Solid", "Solid"),
        (choice("choices"), ["Vue", "React"], ("Vue", "React")),
        (choice("choices"), [], ()),
        (question("list"), ["a", " ", "b"], ("a", "b")),
        (question("list"), [], ()),
        (
            question("checklist"),
            ["a", {"text": "b", "done": True}],
            ({"text": "a", "done": False}, {"text": "b", "done": True}),
        ),
        (question("checklist"), [{"text": "a"}, "", {"text": " "}], ({"text": "a", "done": False},)),
        (PART, [{"size": 2, "name": "a"}, {}], ({"name": "a", "size": 2}, {})),
        (PART, [{"name": " ", "tasks": None}], ({"tasks": None},)),
        (question("line"), None, None),
        (question("line"), "\ud800x", "?x"),
    ],
)
def test_answers_of_files_get_their_normal_form(asked: Question, raw: object, answer: object) -> None:
    assert accepted(asked, raw) == answer


@pytest.mark.parametrize(
    "asked, raw, expected",
    [
        (question("line"), 3, "q: this is a number; it must be a text"),
        (question("line"), True, "q: this is true; it must be a text"),
        (question("line"), ["a"], "q: this is a list; it must be a text"),
        (question("line"), {"a": 1}, "q: this is a mapping; it must be a text"),
        (question("line", max=3), "abcd", "q: At most 3 characters; this has 4."),
        (question("line", min=3), "ab", "q: At least 3 characters; this has 2."),
        (question("line", pattern="^[A-Z]+$"), "ab", "q: This does not have the form ^[A-Z]+$."),
        (question("line", required=True), None, "q: this is required and cannot be left out"),
        (question("yesno"), "yes", "q: this is a text; it must be true or false"),
        (question("yesno"), 1, "q: this is a number; it must be true or false"),
        (question("number"), "3", "q: this is a text; it must be a number"),
        (question("number"), True, "q: this is true; it must be a number"),
        (question("number", min=2), 1.5, "q: At least 2; this is 1.5."),
        (question("number", max=2), 3.0, "q: At most 2; this is 3."),
        (question("number"), float("nan"), "q: This is not a number yet. Write digits, as in 12 or 3.5."),
        (question("number"), float("inf"), "q: This is not a number yet. Write digits, as in 12 or 3.5."),
        (question("number"), 10**400, "q: This is not a number yet. Write digits, as in 12 or 3.5."),
        (question("date"), 2026, "q: this is a number; it must be a date such as 2026-02-28"),
        (question("date"), "2026-02-30", "q: '2026-02-30' is not a date; February 2026 has no 30th"),
        (question("date"), "30 April 2027", "q: '30 April 2027' is not a date; did you mean 2027-04-30?"),
        (choice(), 3, "q: this is a number; it must be one of the options"),
        (choice(), "Reakt", "q: 'Reakt' is not one of the options; did you mean 'React'?"),
        (choice(), "zz", "q: 'zz' is not one of the options; they are: React; Vue; Svelte"),
        (choice(other=True), " ", "q: ' ' is not one of the options; they are: React; Vue; Svelte"),
        (choice("choices"), "Vue", "q: this is a text; it must be a list of options"),
        (choice("choices"), ["Vue", "Vue"], "q[1]: 'Vue' is chosen twice"),
        (choice("choices"), ["Vue", "Veu"], "q[1]: 'Veu' is not one of the options; did you mean 'Vue'?"),
        (choice("choices", max=1), ["Vue", "React"], "q: At most 1 item; there are 2."),
        (question("list"), "a", "q: this is a text; it must be a list of texts"),
        (question("list"), ["a", 2], "q[1]: this is a number; it must be a text"),
        (question("list", max=1, item="idea"), ["a", "b"], "q: At most 1 idea; there are 2."),
        (question("checklist"), {"text": "a"}, "q: this is a mapping; it must be a list of tasks"),
        (question("checklist"), [None], "q[0]: this is empty; it must be a text, or text and done"),
        (question("checklist"), [{"done": True}], "q[0].text: this is empty; it must be a text"),
        (question("checklist"), [{"text": "a", "done": "x"}], "q[0].done: this is a text; it must be true or false"),
        (
            question("checklist"),
            [{"text": "a", "don": True}],
            "q[0].don: 'don' is not known here; did you mean 'done'?",
        ),
        (PART, {"name": "a"}, "q: this is a mapping; it must be a list of parts"),
        (PART, ["a"], "q[0]: this is a text; it must be part with name, size, tasks"),
        (PART, [{"nmae": "a"}], "q[0].nmae: 'nmae' is not known here; did you mean 'name'?"),
        (PART, [{"zz": "a"}], "q[0].zz: 'zz' is not known here; the keys are: name, size, tasks"),
        (PART, [{}, {"name": "abcdef"}], "q[1].name: At most 5 characters; this has 6."),
        (PART, [{"name": None}], "q[0].name: this is required and cannot be left out"),
    ],
)
def test_what_is_wrong_with_an_answer_of_a_file_is_told_with_its_path(
    asked: Question, raw: object, expected: str
) -> None:
    assert told(asked, raw) == [expected]


def test_a_text_too_long_for_its_pattern_is_told_so_and_not_matched() -> None:
    asked = question("text", pattern="(a|b)*a(a|b){100}c")

    assert told(asked, "ab" * 10_000 + "x") == [
        "q: At most 20000 characters, as this must have the form (a|b)*a(a|b){100}c."
    ]


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert len(told(PART, [{"name": 1, "size": "x", "tasks": [1]}, "x", {"other": 1}])) == 5


def test_a_wrong_option_comes_with_the_one_that_was_meant() -> None:
    _, problems = validate_answer(choice(), "Reakt", ("q",))

    assert [problem.suggestion for problem in problems] == ["React"]


@pytest.mark.parametrize(
    "asked, text, answer",
    [
        (question("line"), "Relay ", "Relay "),
        (question("text"), "a\nb", "a\nb"),
        (question("number"), " 12 ", 12),
        (question("number"), "1 000", 1000),
        (question("number"), "-3.5", -3.5),
        (question("number"), "1e3", 1000),
        (question("date"), "30 April 2027", "2027-04-30"),
        (question("yesno"), " Yes", True),
        (question("yesno"), "n", False),
        (question("yesno"), "FALSE", False),
        (choice(), "react", "React"),
        (choice(), " Vue ", "Vue"),
        (choice(other=True), "vue", "Vue"),
        (choice(other=True), " Solid ", "Solid"),
        (choice("choices"), "vue\r\nReact\nVue", ("Vue", "React")),
        (question("list"), "a\n\n b \r\nc\rd", ("a", "b", "c", "d")),
        (
            question("checklist"),
            "one\n- [x] two\n* [ ] three\n[X] four\n- five",
            (
                {"text": "one", "done": False},
                {"text": "two", "done": True},
                {"text": "three", "done": False},
                {"text": "four", "done": True},
                {"text": "- five", "done": False},
            ),
        ),
        (
            question("checklist"),
            "☑ one\n• ☐ two\n☒ three",
            (
                {"text": "one", "done": True},
                {"text": "two", "done": False},
                {"text": "three", "done": True},
            ),
        ),
        (PART, "a\nb\t2", ({"name": "a"}, {"name": "b", "size": 2})),
        (PART, "\t3", ({"size": 3},)),
    ],
)
def test_typed_text_becomes_an_answer(asked: Question, text: str, answer: object) -> None:
    assert parse_answer(asked, text) == answer


@pytest.mark.parametrize("kind", KIND_NAMES)
@pytest.mark.parametrize("text", ["", "  ", "\n\t\n"])
def test_blank_text_leaves_every_kind_open(kind: KindName, text: str) -> None:
    assert parse_answer(question(kind, options=OPTIONS, questions=PART.questions), text) is OPEN


@pytest.mark.parametrize(
    "asked, text, words, suggestion",
    [
        (question("number"), "twelve", "Write digits, as in 12 or 3.5.", None),
        (question("number"), "1_000", "Write digits", None),
        (question("number"), "nan", "Write digits", None),
        (question("number"), "-inf", "Write digits", None),
        (question("number"), "1e999", "Write digits", None),
        (question("number", max=5), "6", "At most 5; this is 6.", None),
        (question("date"), "soon", "Write it as year-month-day, or as in 30 April 2027.", None),
        (question("date"), "30 Aprl 2027", "Do you mean 2027-04-30?", "2027-04-30"),
        (question("yesno"), "maybe", "Write yes or no.", None),
        (choice(), "Reakt", "Do you mean React? They are: React; Vue; Svelte.", "React"),
        (choice("choices"), "Vue\nzz", "This is not one of the options.", None),
        (choice("choices", max=1, item="choice"), "Vue\nReact", "At most 1 choice; there are 2.", None),
        (question("line", max=3), "abcd", "At most 3 characters; this has 4.", None),
        (question("line", pattern="^a"), "b", "This does not have the form ^a.", None),
        (question("list", max=1, item="idea"), "a\nb", "At most 1 idea; there are 2.", None),
        (question("checklist", max=1, item="task"), "a\nb", "At most 1 task; there are 2.", None),
        (PART, "a\t2\tx\ty", "At most 3 parts in a line; there are 4.", None),
        (PART, "a\tx", "This is not a number yet.", None),
    ],
)
def test_typed_text_that_is_no_answer_is_told_in_a_sentence(
    asked: Question, text: str, words: str, suggestion: str | None
) -> None:
    error = refused(asked, text)

    assert words in error.message
    assert error.suggestion == suggestion
    assert error.path == ""


@pytest.mark.parametrize(
    "answer, text",
    [
        (OPEN, ""),
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (3.0, "3"),
        (0.5, "0.5"),
        ("a\nb", "a\nb"),
        (("a", "b"), "a, b"),
        (({"text": "a", "done": True},), "a"),
        ({"name": "a", "size": 2}, "a, 2"),
    ],
)
def test_an_answer_is_written_as_one_would_type_it(answer: Answer, text: str) -> None:
    assert format_answer(answer) == text


@pytest.mark.parametrize("number, written", [(3, "3"), (3.0, "3"), (2.5, "2.5"), (1e20, "1e+20"), (-0.0, "0")])
def test_numbers_have_no_needless_fraction(number: float, written: str) -> None:
    assert format_number(number) == written


def test_what_is_too_few_is_told_at_any_depth() -> None:
    answer = freeze([{"name": "a", "tasks": ["x"]}, {"name": "b"}])

    lacking = find_shortfalls(
        Question("q", "group", "Q?", "Q", min=3, item="part", questions=PART.questions), answer, ("q",)
    )

    assert [str(problem) for problem in lacking] == [
        "q: At least 3 parts; there are 2.",
        "q[0].tasks: At least 2 tasks; there is 1.",
    ]


def test_the_rows_of_a_table_that_can_lack_nothing_are_not_looked_at() -> None:
    columns = (Question("what", "line", "What?", "What"), Question("odds", "number", "Odds?", "Odds", min=1))
    table = Question("q", "table", "Q?", "Q", min=1, item="row", questions=columns)

    def calls(count: int) -> int:
        rows = freeze([{"what": "a", "odds": 2}] * count)
        return count_calls(lambda: list(find_shortfalls(table, rows, ("q",))))

    assert calls(1_000) == calls(1)


def test_too_few_in_words() -> None:
    assert too_few_message(choice("choices", min=2), 1) == "Choose at least 2; 1 is chosen."
    assert too_few_message(choice("choices", min=2), 0) == "Choose at least 2; 0 are chosen."
    assert too_few_message(question("list", min=1, item="idea"), 0) == "At least 1 idea; there are 0."


def test_words_for_many() -> None:
    assert [pluralize("task", 0), pluralize("task", 1), pluralize("task", 2), pluralize("", 2)] == [
        "tasks",
        "task",
        "tasks",
        "",
    ]


def test_answered_is_neither_open_nor_left_out() -> None:
    assert is_answered("x") and is_answered(()) and is_answered(False)
    assert not is_answered(OPEN) and not is_answered(None)
    assert is_blank(" \n") and not is_blank("x") and not is_blank(None) and not is_blank(())


def test_there_is_a_row_for_every_kind() -> None:
    assert tuple(KINDS) == KIND_NAMES


LINES = st.text().filter(lambda text: bool(text.strip()) and not any(0xD800 <= ord(letter) < 0xE000 for letter in text))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(KIND_NAMES), st.text())
def test_what_typing_gives_files_may_hold(kind: KindName, text: str) -> None:
    asked = question(kind, options=OPTIONS, questions=PART.questions, other=True)
    try:
        answer = parse_answer(asked, text)
    except InvalidAnswer as error:
        assert error.message
        return

    if answer is not OPEN:
        assert accepted(asked, answer) == answer


RAW = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(("text", "done", "name", "size", "tasks", "x")), inner, max_size=3),
    ),
    max_leaves=8,
)


@given(st.sampled_from(KIND_NAMES), RAW)
def test_what_is_accepted_once_is_accepted_as_it_is_again(kind: KindName, raw: object) -> None:
    asked = question(kind, options=OPTIONS, questions=PART.questions)
    answer, problems = validate_answer(asked, freeze(raw), ("q",))
    assert all(problem.path.startswith("q") for problem in problems)

    if not problems:
        assert accepted(asked, answer) == answer


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_a_line_comes_back_from_its_text(text: str) -> None:
    assert parse_answer(question("text"), format_answer(text)) == text
    joined = join_lines(text)
    assert parse_answer(question("line"), format_answer(joined) or "x") == (joined or "x")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\nb", "a b"),
        ("a\r\nb\rc", "a b c"),
        ("  a \n\n\tb\n", "a b"),
        ("Relay\n", "Relay"),
        (" as it is ", " as it is "),
    ],
)
def test_several_lines_for_one_line_are_joined_however_they_come(typed: str, kept: str) -> None:
    line = Question("q", "line", "Q?", "Q")
    table = Question("t", "table", "T?", "T", item="row", questions=(line,))

    assert validate_answer(line, typed) == (kept, [])
    assert validate_answer(table, ({"q": typed},)) == (({"q": kept},), [])
    assert validate_answer(Question("q", "text", "Q?", "Q"), typed) == (typed, [])


def test_the_limits_of_a_line_are_those_of_the_joined_line() -> None:
    assert validate_answer(Question("q", "line", "Q?", "Q", max=3), "a\r\n\r\nb") == ("a b", [])
