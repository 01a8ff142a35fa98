"""Groups: items with how they stand in words; they open, are added, removed, moved and duplicated."""

from __future__ import annotations

import pytest

from tests.support.one_question import OneQuestion
from wizard.model.answers import OPEN

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
    asked = OneQuestion(GROUP, TWO).press("end").type(text[0]).again().type(text[1:])

    assert asked.interview.current == ("steps", 2, "title")
    assert asked.interview.answer_at(("steps",)) == (*TWO["steps"], {"title": text})


def test_letters_go_to_the_first_question_that_takes_text():
    questions = "questions: [{id: done, kind: yesno, label: Done?}, {id: title, kind: line, label: Title}]"
    asked = OneQuestion(f"id: steps\nkind: group\nlabel: Which?\nitem: step\n{questions}").type("P")

    assert asked.interview.current == ("steps", 0, "title")
    assert asked.interview.answer_at(("steps",)) == ({"title": "P"},)


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
