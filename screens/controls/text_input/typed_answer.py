"""Typed text and answers: the text of a question's field, and the answer that a text gives."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from wizard.answers.kinds import format_answer, parse_answer
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, AnswerPath
from wizard.model.template import Question


def add_rows(
    interview: Interview, path: AnswerPath, at: int, *, columns: Sequence[Question], rows: Sequence[Sequence[str]]
) -> Interview:
    """Return the interview with rows of typed texts inserted at an index.

    Raise InvalidAnswer, and insert none of them, when the list has no room for all.
    """
    items: list[Answer] = []
    kept: dict[AnswerPath, str] = {}
    for index, texts in enumerate(rows, start=at):
        item: dict[str, Answer] = {}
        for column, text in zip(columns, texts, strict=False):
            try:
                answer = parse_answer(column, text)
            except InvalidAnswer:
                kept[(*path, index, column.id)] = text
            else:
                if answer is not OPEN:
                    item[column.id] = answer
        items.append(item)
    added = interview.add_items(path, at, tuple(items))
    return replace(added, unfinished={**added.unfinished, **kept})


def placeholder_for(interview: Interview, path: AnswerPath) -> str:
    """Return what an empty field shows: the default, or the placeholder without its brackets; nothing once emptied."""
    if interview.prefilled_text(path):
        return ""
    if default := format_answer(interview.default_of(path)):
        return default
    placeholder = interview.question(path).placeholder
    shown = placeholder if isinstance(placeholder, str) else ""
    is_bracketed = len(shown) > 2 and shown[0] + shown[-1] in ("[]", "()", "<>")
    return shown[1:-1] if is_bracketed else shown
