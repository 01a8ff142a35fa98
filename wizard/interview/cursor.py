"""A cursor from a file, brought to a row, cell and character that exist."""

from __future__ import annotations

from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath, is_list
from wizard.model.template import Question


def clamp_cursor(interview: Interview) -> Interview:
    """Return the interview with its cursor at the nearest row, cell and character that exist."""
    path = interview.current
    question = interview.question(path)
    answer = interview.answer_at(path)
    within = _clamp_within(question, interview.within, len(answer) if is_list(answer) else 0)
    field = (*path, *within)
    cursor = max(0, min(interview.cursor, len(interview.field_text(field))))
    return interview.move_within(within, cursor)


def _clamp_within(question: Question, within: AnswerPath, count: int) -> AnswerPath:
    """Return the row, and in a table the column; the row behind the last one is where a new one is added."""
    row = within[0] if within else None
    if question.kind not in ("list", "checklist", "table", "group") or not isinstance(row, int):
        return ()
    rows = (max(0, min(row, count)),)
    column = within[1] if len(within) > 1 and question.kind == "table" else None
    return (*rows, column) if isinstance(column, str) and question.child(column) is not None else rows
