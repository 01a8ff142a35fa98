"""Groups: items with how they stand in words; they open, are added, removed, moved and duplicated."""

from __future__ import annotations

import pytest

from tests.support.one_question import OneQuestion
from tests.support.question_screen import asking, template_text
from wizard.model.answers import OPEN, Answer

GROUP = """
id: steps
kind: group
label: Which steps?
item: step
questions:
  - {id: title, kind: line, label: What is it called?, short: Title}
  - {id: tasks, kind: list, label: What has to be done?, short: Tasks, item: task}
  - {id: test, kind: line, label: How do you know?, short: Test, required: true}
"""
TWO = {"steps": ({"title": "One", "tasks": ("a", "b"), "test": "Run"}, {"title": "Two"})}


def test_an_open_group_offers_its_first_item_and_enter_opens_it():
    asked = OneQuestion(GROUP)

    assert asked.marked == "+  Add a step"

    asked.press("enter")

    assert asked.interview.current == ("steps", 0, "title")


def test_every_item_says_how_it_stands():
    screen = OneQuestion(GROUP, {"steps": (*TWO["steps"], {}, {"test": "x"})}).screen

    assert "1  One\n|    ✓ 2 tasks, all answered" in screen
    assert "2  Two\n     ○ the test is required" in screen
    assert "3  No title yet\n     · empty" in screen
    assert "4  x\n     · 2 open" in screen


def test_enter_opens_the_marked_item():
    asked = OneQuestion(GROUP, TWO).press("down", "enter")

    assert asked.interview.current == ("steps", 1, "title")


def test_a_digit_marks_an_item():
    assert OneQuestion(GROUP, TWO).press("2").interview.within == (1,)


@pytest.mark.parametrize("text", ["Payments", "a", "Apples", "+1", "2 phases", "日本", "+ a"])
def test_letters_on_the_last_row_begin_an_item(text: str):
    asked = OneQuestion(GROUP, TWO).press("end").type(text)

    assert asked.interview.current == ("steps", 2, "title")
    assert asked.interview.answer_at(("steps",)) == (*TWO["steps"], {"title": text})


def group_of(first: str) -> str:
    """A group whose items ask this first, and then for a text."""
    questions = f"questions: [{{id: first, label: First?, {first}}}, {{id: title, kind: line, label: Title}}]"
    return f"id: steps\nkind: group\nlabel: Which?\nitem: step\n{questions}"


FIRST = {
    "choice": "kind: choice, options: [Small, Medium, Large]",
    "choice with other": "kind: choice, options: [Small, Medium, Large], other: true",
    "one letter with other": "kind: choice, options: [S, M, L], other: true",
    "choices": "kind: choices, options: [Small, Medium, Large]",
    "choices with other": "kind: choices, options: [Small, Medium, Large], other: true",
    "yesno": "kind: yesno",
    "number": "kind: number",
    "date": "kind: date",
    "text": "kind: text",
    "list": "kind: list, item: part",
}


@pytest.mark.parametrize(
    ("first", "text", "answer"),
    [
        ("choice with other", "Foundation", "Foundation"),
        ("choice with other", "Small steps", "Small steps"),
        ("choice with other", "medium", "Medium"),
        ("choice with other", "1", "1"),
        ("one letter with other", "Small", "Small"),
        ("choices with other", "Foundation", ("Foundation",)),
        ("choices with other", "-", ("-",)),
        ("choice", "2", "Medium"),
        ("choices", "2", ("Medium",)),
        ("yesno", "No", False),
        ("number", "12", 12),
        ("date", "2027-04-30", "2027-04-30"),
        ("text", "Basic chat", "Basic chat"),
        ("list", "Basic chat", ("Basic chat",)),
    ],
)
def test_letters_on_the_last_row_go_to_the_first_question_of_every_kind(first: str, text: str, answer: Answer):
    asked = OneQuestion(group_of(FIRST[first])).type(text)

    assert asked.interview.current == ("steps", 0, "first")
    assert asked.interview.answer_at(("steps",)) == ({"first": answer},)


@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("text", ["P", "Foundation", "日本", "7", "+"])
def test_neither_letters_nor_a_pasted_line_go_to_a_later_question(first: str, text: str):
    for asked in (OneQuestion(group_of(FIRST[first])).type(text), OneQuestion(group_of(FIRST[first])).paste(text)):
        assert asked.interview.current in (("steps", 0, "first"), ("steps",))
        assert asked.interview.answer_at(("steps", 0, "title")) is OPEN


def test_a_letter_marks_an_option_of_a_new_item_and_enter_takes_it():
    asked = OneQuestion(group_of(FIRST["choice"])).type("M")

    assert asked.marked.split() == ["○", "Medium", "2"]
    assert asked.press("enter").interview.answer_at(("steps",)) == ({"first": "Medium"},)


@pytest.mark.parametrize("first", ["choice with other", "choices with other"])
async def test_a_typed_item_of_the_whole_screen_answers_its_first_question(first: str):
    async with asking(template_text(group_of(FIRST[first]))) as seen:
        await seen.type("Foundation")
        assert seen.place == ("steps", 0, "first")

        await seen.press("enter")
        await seen.type("3 weeks")

        given = "Foundation" if first == "choice with other" else ("Foundation",)
        assert seen.answer("steps") == ({"first": given, "title": "3 weeks"},)


@pytest.mark.parametrize(
    ("first", "text", "answer"),
    [
        ("choice", "medium", "Medium"),
        ("choice with other", "Foundation", "Foundation"),
        ("choices with other", "Foundation", ("Foundation",)),
        ("yesno", "Yes", True),
        ("number", "12", 12),
        ("text", "- Basic chat", "Basic chat"),
    ],
)
def test_a_pasted_line_begins_an_item_at_its_first_question(first: str, text: str, answer: Answer):
    asked = OneQuestion(group_of(FIRST[first])).paste(text)

    assert asked.interview.current == ("steps", 0, "first")
    assert asked.interview.answer_at(("steps",)) == ({"first": answer},)


@pytest.mark.parametrize("first", ["choice", "choices", "yesno"])
def test_pasted_lines_that_are_no_options_are_refused_with_words(first: str):
    asked = OneQuestion(group_of(FIRST[first])).paste("Foundation")
    assert asked.answer is OPEN
    assert asked.interview.current == ("steps",)
    assert asked.reply.notice == "Paste ignored: This question only accepts the listed options."

    asked.paste("Yes\nFoundation" if first == "yesno" else "Small\nFoundation")
    assert asked.answer is OPEN
    assert asked.reply.notice.startswith("Line 2: This is not ")
    assert asked.reply.notice.endswith(" None of the 2 lines was pasted.")


@pytest.mark.parametrize(
    ("first", "answers"),
    [
        ("choice", ("Small", "Large")),
        ("choice with other", ("small", "Own")),
        ("choices with other", ("Small", "Own")),
        ("number", ("1", "2")),
    ],
)
def test_pasted_lines_answer_the_first_question_of_their_items(first: str, answers: tuple[str, str]):
    asked = OneQuestion(group_of(FIRST[first])).paste("\n".join(answers))

    given = asked.interview.answer_at(("steps", 0, "first")), asked.interview.answer_at(("steps", 1, "first"))
    expected = {"number": (1, 2), "choices with other": (("Small",), ("Own",)), "choice": answers}
    assert given == expected.get(first, ("Small", "Own"))
    assert asked.interview.current == ("steps",)


def test_an_item_without_a_question_for_text_is_begun_with_its_first_question():
    questions = "questions: [{id: due, kind: date, label: When?}]"
    asked = OneQuestion(f"id: steps\nkind: group\nlabel: Which?\nitem: step\n{questions}").type("3")

    assert asked.interview.current == ("steps", 0, "due")
    assert asked.interview.unfinished == {("steps", 0, "due"): "3"}


def test_letters_on_an_item_change_nothing_and_it_is_said_where_they_would():
    asked = OneQuestion(GROUP, TWO).type("A day")

    assert asked.answer == TWO["steps"]
    assert asked.interview.current == ("steps",)
    assert asked.reply.notice == "Enter opens this step; type on the last row to add one."


def test_a_space_begins_no_item():
    assert OneQuestion(GROUP).press("space").answer is OPEN


def test_items_are_duplicated_removed_and_moved():
    asked = OneQuestion(GROUP, TWO)

    assert asked.press("ctrl+d").answer == (TWO["steps"][0], TWO["steps"][0], TWO["steps"][1])
    assert asked.press("ctrl+k").answer == TWO["steps"]
    assert asked.press("alt+up").answer == (TWO["steps"][1], TWO["steps"][0])
    assert asked.press("ctrl+k", "ctrl+k").answer is OPEN


def test_a_removed_item_says_how_it_comes_back():
    assert OneQuestion(GROUP, TWO).press("ctrl+k").reply.notice == "1 step removed. Ctrl+Z undoes it."


def test_pasted_lines_become_items_by_their_first_question():
    asked = OneQuestion(GROUP).paste("- One\n- Two")

    assert asked.answer == ({"title": "One"}, {"title": "Two"})
    assert asked.reply.notice == "2 lines pasted as 2 steps. Ctrl+Z undoes it."


def test_a_click_opens_an_item_or_adds_one():
    assert OneQuestion(GROUP, TWO).click("Two").interview.current == ("steps", 1, "title")
    assert OneQuestion(GROUP, TWO).click("Add a step").interview.current == ("steps", 2, "title")


def test_a_full_group_says_so():
    asked = OneQuestion(GROUP + "max: 2\n", TWO)

    assert "Add" not in asked.screen
    assert asked.press("a").reply.notice == "Enter opens this step."
