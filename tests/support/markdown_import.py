"""Markdown files as templates, rendered blank and filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, Answers, freeze, is_mapping
from wizard.model.template import Question, Template
from wizard.render.plan import render_plan

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "markdown"
"""Real templates of others, where they are at hand."""


def imported(text: str, source: str = "note.md") -> Template:
    """Return the template that a Markdown file is."""
    return read_template(text, source)


def questions_of(text: str) -> list[tuple[str, str]]:
    """Return the kind and label of each question of a Markdown file, without the switches of the review."""
    return [(question.kind, question.label) for question in imported(text).questions() if not question.at_review]


def blank(text: str) -> str:
    """Return a Markdown file as it is rendered without answers, with the line ends of its file."""
    return in_file(imported(text), render_plan(Interview.begin(imported(text))).text)


def in_file(template: Template, plan: str) -> str:
    """Return a plan as its file would have it."""
    plan = plan.replace("\n", "\r\n") if template.line_ends == "crlf" else plan
    return f"\ufeff{plan}" if template.has_byte_order_mark else plan


def filled(text: str, **answers: object) -> str:
    """Return a Markdown file rendered with some answers."""
    return render_plan(Interview.begin(imported(text), _frozen(answers))).text


def _frozen(answers: Mapping[str, object]) -> Answers:
    frozen = freeze(answers)
    assert is_mapping(frozen)
    return frozen


def filled_in(template: Template) -> str:
    """Return a template's plan with an answer to each of its questions."""
    counter = iter(range(1, 100_000))
    answers = {question.id: _answer(question, counter) for question in template.questions() if not question.at_review}
    return render_plan(Interview.begin(template, _frozen(answers))).text


def _answer(question: Question, counter: Iterator[int]) -> Answer:
    number = next(counter)
    match question.kind:
        case "line" | "text" | "diagram":
            return f"Words {number}"
        case "choice":
            return question.options[0].value
        case "choices":
            return tuple(option.value for option in question.options)
        case "yesno":
            return True
        case "number":
            return 7
        case "date":
            return "2026-05-04"
        case "list":
            return ("Item one", "Item two")
        case "checklist":
            return freeze([{"text": "Task one", "done": False}, {"text": "Task two", "done": True}])
        case "table" | "group":
            return freeze([{each.id: _answer(each, counter) for each in question.questions} for _ in range(2)])
