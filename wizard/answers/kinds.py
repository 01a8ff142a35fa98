"""The kinds of question: what counts as an answer, and how typed text becomes one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from wizard.answers import parsing, validation
from wizard.answers.constraints import Asked, NotYet, Problems, TextParser, Validator, format_number
from wizard.errors import InvalidAnswer
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered, format_path, is_list, is_mapping
from wizard.model.template import KindName
from wizard.text import count_with_verb, pluralize

Control = Literal["line", "area", "choice", "choices", "list", "table", "group"]
"""What the user touches to answer."""


class Kind(Struct, frozen=True):
    """What a kind of question accepts."""

    control: Control
    validate: Validator
    parse: TextParser


def validate_answer(question: Asked, raw: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """An answer in its normal form. What is wrong with it is added to `problems`, each with its path.

    Too few items are not wrong here, because an answer grows; `shortfalls` tells of them.
    """
    if raw is None:
        if question.required:
            problems.append(InvalidAnswer(format_path(path), "this is required and cannot be left out"))
        return None
    return KINDS[question.kind].validate(question, raw, path, problems)


def parse_answer(question: Asked, text: str) -> Answer | Unanswered:
    """The answer that typed text gives; blank text leaves the question open; AnswerError when it is none."""
    if not text.strip():
        return OPEN
    try:
        return KINDS[question.kind].parse(question, text)
    except NotYet as problem:
        raise InvalidAnswer("", problem.message, problem.suggestion) from None


def format_answer(answer: Answer | Unanswered) -> str:
    """An answer as the text that a person would type for it."""
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
    """Whether the user gave something: neither open nor left out."""
    return answer is not OPEN and answer is not None


def find_shortfalls(question: Asked, answer: Answer, path: AnswerPath) -> Problems:
    """What an answer still lacks: items, or required cells of rows, at any depth."""
    lacking: Problems = []
    if is_list(answer):
        least = question.min
        if least is not None and len(answer) < least:
            lacking.append(InvalidAnswer(format_path(path), too_few_message(question, len(answer))))
        if question.kind == "table":
            lacking += (InvalidAnswer(format_path(path), gap) for gap in _gaps(question, answer))
        for index, item in enumerate(answer):
            if is_mapping(item) and question.questions:
                for inner in question.questions:
                    if inner.id in item:
                        lacking += find_shortfalls(inner, item[inner.id], (*path, index, inner.id))
    return lacking


def _gaps(table: Asked, rows: Sequence[Answer]) -> Iterator[str]:
    """The required cells that are open; those of a group's items are questions, and asked for."""
    needed = [column.id for column in table.questions if column.required]
    for number, row in enumerate(rows if needed else (), start=1):
        for id in needed:
            if is_mapping(row) and id not in row:
                yield f"{table.item.capitalize()} {number} needs its {id.replace('_', ' ')}."


def too_few_message(question: Asked, count: int) -> str:
    """The sentence for a list or choice that holds too few."""
    least = format_number(question.min or 0)
    if question.kind == "choices":
        return f"Choose at least {least}; {count} {'is' if count == 1 else 'are'} chosen."
    return f"At least {least} {pluralize(question.item, question.min or 0)}; there {count_with_verb(count)}."


def _accept_rows(question: Asked, raw: Answer, path: AnswerPath, problems: Problems) -> Answer:
    return validation.accept_rows(question, raw, path, problems, validate_answer)


def _read_rows(question: Asked, text: str) -> Answer:
    return parsing.read_rows(question, text, lambda inner, cell: KINDS[inner.kind].parse(inner, cell))


KINDS: dict[KindName, Kind] = {
    "line": Kind("line", validation.accept_text, parsing.validate_text),
    "text": Kind("area", validation.accept_text, parsing.validate_text),
    "choice": Kind("choice", validation.accept_choice, parsing.read_choice),
    "choices": Kind("choices", validation.accept_choices, parsing.read_choices),
    "yesno": Kind("choice", validation.accept_yesno, parsing.read_yesno),
    "number": Kind("line", validation.accept_number, parsing.read_number),
    "date": Kind("line", validation.accept_date, parsing.read_date),
    "list": Kind("list", validation.accept_list, parsing.read_list),
    "checklist": Kind("list", validation.accept_checklist, parsing.read_checklist),
    "table": Kind("table", _accept_rows, _read_rows),
    "group": Kind("group", _accept_rows, _read_rows),
    "diagram": Kind("area", validation.accept_text, parsing.validate_text),
}
"""A new kind of question is one row here."""
