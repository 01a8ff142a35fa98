"""Answers that show what a template makes: its own examples, defaults and options.

{kind: line, example: Relay}, {kind: yesno}, {kind: text}  →  {"first": "Relay", "second": True}
"""

from __future__ import annotations

from collections.abc import Iterable

from wizard.answers.kinds import is_answered, parse_answer, validate_answer
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, Unanswered
from wizard.model.template import Question, Template

_EXAMPLE_DATE = "2027-04-30"
_EXAMPLE_NUMBER = 12


def begin_with_examples(template: Template) -> Interview:
    """Return an interview with an example as the answer to each question that has one, or that needs none.

    Of a template without any example it is the blank one: a plan of invented dates and numbers alone shows nothing.
    """
    return Interview.begin(template, _examples_of(template.questions()) if has_examples(template) else {})


def has_examples(template: Template) -> bool:
    """Return whether a template has an example of an answer."""
    return any(inner.example for question in template.questions() for inner in question.with_inner())


def _examples_of(questions: Iterable[Question]) -> dict[str, Answer]:
    found = ((question.id, _example_of(question)) for question in questions if not question.at_review)
    return {id: answer for id, answer in found if answer is not OPEN}


def _example_of(question: Question) -> Answer | Unanswered:
    """Return the first of a question's own example, its default and a value of its kind that is an answer to it."""
    for candidate in (_read_example(question), question.default, _value_of_kind(question)):
        if candidate is None or candidate is OPEN:
            continue
        answer, problems = validate_answer(question, candidate, (question.id,))
        if not problems and is_answered(answer):
            return answer
    return OPEN


def _read_example(question: Question) -> Answer | Unanswered:
    if not question.example or question.questions:
        return OPEN
    try:
        return parse_answer(question, question.example)
    except InvalidAnswer:  # it is words about the answer, and none itself
        return OPEN


def _value_of_kind(question: Question) -> Answer | Unanswered:
    match question.kind:
        case "yesno":
            return True
        case "number":
            return question.min if question.min is not None else _EXAMPLE_NUMBER
        case "date":
            return _EXAMPLE_DATE
        case "choice":
            return question.recommended or next((option.value for option in question.options), OPEN)
        case "choices":
            least = int(question.min or 1)
            return tuple(option.value for option in question.options[:least]) or OPEN
        case "table" | "group":
            item = _examples_of(question.questions)
            return (item,) if item else OPEN
        case "line" | "text" | "list" | "checklist" | "diagram":
            return OPEN
