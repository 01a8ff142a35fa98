"""Typed text and answers: what stands in a field, and what becomes of what is typed there."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from wizard.answers.kinds import read_text, write_text
from wizard.errors import AnswerError
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, Path
from wizard.model.template import Question


def typed_text(interview: Interview, path: Path) -> str:
    """What stands in the field of a question: the text that is no answer yet, or the answer."""
    kept = interview.unfinished.get(path)
    return write_text(interview.answer_at(path)) if kept is None else kept


def answered_with(interview: Interview, path: Path, text: str) -> Interview:
    """The interview with typed text as the answer, or kept beside it when it is none."""
    try:
        return interview.answer_text(path, text)
    except AnswerError:
        return interview.keep_text(path, text)


def with_rows(
    interview: Interview, path: Path, at: int, columns: Sequence[Question], rows: Sequence[Sequence[str]]
) -> Interview:
    """The interview with rows of typed texts put in; AnswerError, and none of them, when there is no room for all."""
    items: list[Answer] = []
    kept: dict[Path, str] = {}
    for index, texts in enumerate(rows, start=at):
        item: dict[str, Answer] = {}
        for column, text in zip(columns, texts, strict=False):
            try:
                answer = read_text(column, text)
            except AnswerError:
                kept[(*path, index, column.id)] = text
            else:
                if answer is not OPEN:
                    item[column.id] = answer
        items.append(item)
    added = interview.add_items(path, at, tuple(items))
    return replace(added, unfinished={**added.unfinished, **kept})


def hint(interview: Interview, path: Path) -> str:
    """What is shown in an empty field: the default, or the placeholder without its brackets."""
    if default := write_text(interview.default_of(path)):
        return default
    placeholder = interview.question(path).placeholder
    shown = placeholder if isinstance(placeholder, str) else ""
    is_bracketed = len(shown) > 2 and shown[0] + shown[-1] in ("[]", "()", "<>")
    return shown[1:-1] if is_bracketed else shown
