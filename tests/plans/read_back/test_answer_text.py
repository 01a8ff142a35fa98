"""Texts of Markdown files as answers, for each kind of question."""

from __future__ import annotations

import pytest

from wizard.errors import InvalidAnswer
from wizard.model.answers import OPEN, Answer
from wizard.model.render_steps import SlotContext
from wizard.model.template import KindName, Option, Question
from wizard.plans.read_back.answer_text import read_block, read_slot


def question(kind: KindName, *columns: str) -> Question:
    options = (Option("web", "A web app"), Option("cli", "A command")) if kind in ("choice", "choices") else ()
    inner = tuple(Question(id, "line", id.upper(), id) for id in columns)
    return Question("q", kind, "Label", "Short", options=options, questions=inner)


@pytest.mark.parametrize(
    ("kind", "text", "answer"),
    [
        ("line", "two\nlines", "two lines"),
        ("line", r"1\. Relay", "1. Relay"),
        ("line", "- an only item", "an only item"),
        ("text", "one\n\n- two\n- three", "one\n\n- two\n- three"),
        ("diagram", "```mermaid\ngraph TD\n```", "graph TD"),
        ("diagram", "graph TD", "graph TD"),
        ("choice", "web", "web"),
        ("choice", "- [ ] cli\n- [x] web", "web"),
        ("choices", "- [X] cli\n- [ ] web", ("cli",)),
        ("choices", "web, cli", ("web", "cli")),
        ("choices", "* web\n* cli", ("web", "cli")),
        ("yesno", "Yes", True),
        ("yesno", "- [x] I have read it", True),
        ("yesno", "- [ ] I have read it", False),
        ("number", "12", 12),
        ("date", "30 April 2027", "2027-04-30"),
        ("list", "- one\n- two\n  goes on\n1. three", ("one", "two goes on", "three")),
        ("list", "one\ntwo\n\nthree", ("one", "two", "three")),
        (
            "checklist",
            "- [x] one\n* [ ] two\n- three\n  ☑ four",
            (
                {"text": "one", "done": True},
                {"text": "two", "done": False},
                {"text": "three ☑ four", "done": False},
            ),
        ),
    ],
)
def test_a_block_is_read_by_the_kind_of_its_question(kind: KindName, text: str, answer: Answer) -> None:
    assert read_block(question(kind), text) == answer


def test_the_head_of_a_table_says_which_column_a_cell_is() -> None:
    text = "| B | **A** |\n| - | - |\n| x \\| y | one<br>two |\n|  | three |"

    rows = read_block(question("table", "a", "b"), text)

    assert rows == ({"b": "x | y", "a": "one two"}, {"a": "three"})


def test_a_table_without_known_titles_is_read_in_order() -> None:
    assert read_block(question("table", "a", "b"), "| U | V |\n|---|---|\n| 1 | 2 |") == ({"a": "1", "b": "2"},)


@pytest.mark.parametrize("kind", ["line", "text", "list", "table", "yesno", "group"])
def test_a_blank_block_leaves_the_question_open(kind: KindName) -> None:
    assert read_block(question(kind), "\n  \n") is OPEN


@pytest.mark.parametrize(
    ("kind", "text"),
    [("yesno", "perhaps"), ("number", "many"), ("date", "soon"), ("choice", "a boat"), ("table", "no table")],
)
def test_a_text_that_is_no_answer_is_refused(kind: KindName, text: str) -> None:
    with pytest.raises(InvalidAnswer):
        read_block(question(kind, "a"), text)


@pytest.mark.parametrize(
    ("kind", "text", "is_part", "answers"),
    [
        ("line", r"a \* b", False, ("a * b", r"a \* b")),
        ("number", "3.5", False, (3.5,)),
        ("number", "three", False, ()),
        ("date", "30 April 2027", False, ("2027-04-30",)),
        ("yesno", "No", False, (False,)),
        ("choice", "A web app", False, ("web", "A web app")),
        ("list", "one, two", False, (("one", "two"), ("one, two",))),
        ("list", "one, two", True, ("one, two",)),
        ("checklist", "a task", True, ("a task",)),
        ("line", " ", False, ()),
    ],
)
def test_a_slot_has_several_readings(kind: KindName, text: str, is_part: bool, answers: tuple[Answer, ...]) -> None:
    assert tuple(read_slot(question(kind), text, SlotContext("text"), "", is_part=is_part)) == answers
