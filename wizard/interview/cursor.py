"""Where the cursor may stand: in a row, cell and text that there are."""

from __future__ import annotations

from wizard.answers.kinds import format_answer
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath, is_list
from wizard.model.template import Question


def clamp_cursor(interview: Interview) -> Interview:
    """The interview with its cursor where there is something, as near as can be to where a file says it is."""
    place = interview.current
    question = interview.question(place)
    answer = interview.answer_at(place)
    within = _clamp_within(question, interview.within, len(answer) if is_list(answer) else 0)
    field = (*place, *within)
    kept = interview.unfinished.get(field)
    text = format_answer(interview.answer_at(field)) if kept is None else kept
    cursor = max(0, min(interview.cursor, len(text)))
    return interview.move_within(within, cursor)


def _clamp_within(question: Question, within: AnswerPath, count: int) -> AnswerPath:
    """The row, and in a table the column; the row behind the last one is that which adds."""
    row = within[0] if within else None
    if question.kind not in ("list", "checklist", "table", "group") or not isinstance(row, int):
        return ()
    rows = (max(0, min(row, count)),)
    column = within[1] if len(within) > 1 and question.kind == "table" else None
    return (*rows, column) if isinstance(column, str) and question.child(column) is not None else rows
