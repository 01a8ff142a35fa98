"""The kinds of question: the control that each is answered with, how typed text is parsed, and what is an answer."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from wizard.answers import parsing, validation
from wizard.answers.parsing import TextParser
from wizard.answers.validation import Problems, Validator
from wizard.errors import InvalidAnswer
from wizard.message_text import format_number
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered, format_path, is_list, is_mapping
from wizard.model.template import KindName, Question

Control = Literal["line", "area", "choice", "choices", "list", "table", "group"]
"""What the user touches to answer."""


class Kind(Struct, frozen=True):
    """What all questions of one kind have in common."""

    control: Control
    parse: TextParser
    validate: Validator


def parse_answer(question: Question, text: str) -> Answer | Unanswered:
    """Return the answer that typed text gives, OPEN for blank text; raise InvalidAnswer, without a path, for none."""
    if not text.strip():
        return OPEN
    answer, problems = validate_answer(question, KINDS[question.kind].parse(question, text))
    if problems:
        raise InvalidAnswer("", problems[0].message, problems[0].suggestion)
    return answer


def validate_answer(question: Question, value: Answer, path: AnswerPath = ()) -> tuple[Answer, Problems]:
    """Return a value in the normal form of an answer, and all that is wrong with it, each with its path.

    Too few items are not wrong here, because an answer grows; `find_shortfalls` tells of them.
    """
    problems: Problems = []
    return _validate(question, value, path, problems), problems


def _validate(question: Question, value: Answer, path: AnswerPath, problems: Problems) -> Answer:
    if value is None:
        if question.required:
            problems.append(InvalidAnswer(format_path(path), "this is required and cannot be left out"))
        return None
    return KINDS[question.kind].validate(question, value, path, problems)


def format_answer(answer: Answer | Unanswered) -> str:
    """Return an answer as the text that a person would type for it."""
    if answer is OPEN or answer is None:
        return ""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, (int, float)):
        return format_number(answer)
    if is_mapping(answer):
        text = answer.get("text")
        return text if isinstance(text, str) else ", ".join(format_answer(part) for part in answer.values())
    if is_list(answer):
        return ", ".join(format_answer(item) for item in answer)
    assert isinstance(answer, str)
    return answer


def is_answered(answer: Answer | Unanswered) -> bool:
    """Return whether the user answered: the question is neither open nor left out."""
    return answer is not OPEN and answer is not None


def _parse_rows(question: Question, text: str) -> Answer:
    return parsing.parse_rows(question, text, lambda column, cell: KINDS[column.kind].parse(column, cell))


def _validate_rows(question: Question, value: Answer, path: AnswerPath, problems: Problems) -> Answer:
    return validation.validate_rows(question, value, path, problems, _validate)


KINDS: dict[KindName, Kind] = {
    "line": Kind("line", parsing.parse_text, validation.validate_text),
    "text": Kind("area", parsing.parse_text, validation.validate_text),
    "choice": Kind("choice", parsing.parse_choice, validation.validate_choice),
    "choices": Kind("choices", parsing.parse_choices, validation.validate_choices),
    "yesno": Kind("choice", parsing.parse_yesno, validation.validate_yesno),
    "number": Kind("line", parsing.parse_number, validation.validate_number),
    "date": Kind("line", parsing.parse_date, validation.validate_date),
    "list": Kind("list", parsing.parse_list, validation.validate_list),
    "checklist": Kind("list", parsing.parse_checklist, validation.validate_checklist),
    "table": Kind("table", _parse_rows, _validate_rows),
    "group": Kind("group", _parse_rows, _validate_rows),
    "diagram": Kind("area", parsing.parse_text, validation.validate_text),
}
"""A new kind of question is one row here."""
