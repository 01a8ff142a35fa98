"""The words of the three built-in plans: each question is asked, explained and shown by an example."""

from __future__ import annotations

import re

import pytest

from tests.support.built_in_plans import NAMES, TEMPLATES, questions_of
from wizard.model.template import Question

ALL_QUESTIONS = [
    pytest.param(question, id=f"{name}:{path}") for name in NAMES for path, question in questions_of(TEMPLATES[name])
]


@pytest.mark.parametrize("question", ALL_QUESTIONS)
def test_every_question_is_asked_explained_and_shown_by_an_example(question: Question) -> None:
    assert question.label.endswith("?")
    assert question.short and len(question.short) <= 25
    assert re.fullmatch(r"[A-Z][^!]*\.", question.help), question.help
    assert question.example
    assert question.example not in question.help


@pytest.mark.parametrize("question", ALL_QUESTIONS)
def test_no_question_shouts_begs_or_blames(question: Question) -> None:
    words = " ".join((question.label, question.help, *(option.help for option in question.options)))

    assert not re.search(r"!|\b(please|invalid|must enter|simply|just|error)\b", words, re.IGNORECASE)


@pytest.mark.parametrize("question", ALL_QUESTIONS)
def test_every_option_says_when_to_choose_it(question: Question) -> None:
    for option in question.options:
        assert re.fullmatch(r"[A-Z].*\.", option.help)
    if question.recommended is not None:
        assert question.recommended in [option.value for option in question.options]


@pytest.mark.parametrize("question", ALL_QUESTIONS)
def test_a_list_names_what_it_holds(question: Question) -> None:
    if question.kind in ("list", "checklist", "table", "group", "choices"):
        assert question.item != "item"


@pytest.mark.parametrize("name", NAMES)
def test_the_start_screen_says_what_it_is_for_in_one_line(name: str) -> None:
    template = TEMPLATES[name]

    assert re.fullmatch(r"[A-Z][^.!]{10,50}\.", template.description)
    assert all(len(section.title) <= 20 for section in template.sections)
