"""A template as data: questions by path, sections, what its nodes read."""

from __future__ import annotations

import pytest

from wizard.model.answers import AnswerPath
from wizard.model.body import Assign, Condition, Repeat, Slot, Text, names_read, slots_in
from wizard.model.expressions import Member, Name
from wizard.model.template import Question, Section, Template

TITLE = Question("title", "line", "T?", "T", when=Name("name"))
TASKS = Question("tasks", "checklist", "T?", "T")
PARTS = Question("parts", "group", "P?", "P", questions=(TITLE, TASKS), when=Name("size"))
NAME = Question("name", "line", "N?", "N")
TEMPLATE = Template("t", "T", "", 1, (), (Section("One", (NAME,)), Section("Two", (PARTS,))), ())

NODES = (
    Text("x"),
    Slot(Name("a"), 0),
    Condition(((Name("b"), (Slot(Name("c"), 1),)), (None, (Assign("d", Name("e")),)))),
    Repeat("f", Name("g"), Name("h"), (Slot(Member(Name("f"), "x"), 2),), (Slot(Name("i"), 3),)),
)


@pytest.mark.parametrize(
    "path, question",
    [
        (("name",), NAME),
        (("parts",), PARTS),
        (("parts", 3), PARTS),
        (("parts", 3, "title"), TITLE),
        (("parts", 0, "tasks", 1), TASKS),
        (("parts", 0, "tasks", 1, "done"), TASKS),
        (("other",), None),
        (("parts", 0, "other"), None),
        ((), None),
        ((0,), None),
    ],
)
def test_the_question_at_a_path(path: AnswerPath, question: Question | None) -> None:
    assert TEMPLATE.question(path) is question


def test_the_section_of_a_path() -> None:
    assert TEMPLATE.section_of(("parts", 0, "title")).title == "Two"
    with pytest.raises(LookupError):
        TEMPLATE.section_of(("other",))


def test_questions_come_in_the_order_in_which_they_are_asked() -> None:
    assert [question.id for question in TEMPLATE.questions()] == ["name", "parts"]


def test_names_of_conditions_are_told_at_any_depth() -> None:
    assert TEMPLATE.names_in_conditions == {"size", "name"}


def test_slots_are_found_at_any_depth_in_order() -> None:
    assert [slot.number for slot in slots_in(NODES)] == [0, 1, 2, 3]


def test_names_that_nodes_read_are_told() -> None:
    assert names_read(NODES) == set("abcefghi")
