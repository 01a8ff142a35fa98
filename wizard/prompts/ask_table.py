"""Tables, cell by cell: row after row is added until a first cell stays empty."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, AnswerPath, is_list
from wizard.model.template import Question
from wizard.prompts.ask_list import apply_item_command
from wizard.prompts.ask_text import AskAgain, AskNext, ReplyOutcome, ask_choice, ask_text, take_text
from wizard.prompts.terminal.dialogue import ColonCommand, Dialogue
from wizard.prompts.wording import question_lines, spoken_answer


def cell_at(interview: Interview) -> AnswerPath:
    """Return row index and column id of the cell under the cursor, else of a new row; empty if the table is full."""
    question, count = interview.question(), _row_count(interview)
    ids = [column.id for column in question.questions]
    row = interview.within[0] if interview.within else count
    column = str(interview.within[1]) if len(interview.within) > 1 else ids[0]
    if not isinstance(row, int) or row >= count:
        row = count
    if row == count and question.max is not None and count >= question.max:
        return ()
    return (row, column if column in ids else ids[0])


def cell_text(interview: Interview, *, in_full: bool, can_edit: bool) -> str:
    """Return the question of the cell under the cursor, as it is read out."""
    cell = cell_at(interview)
    if not cell:
        return f"There is no room for one more {interview.question().item}; an empty line goes on."
    return "\n".join(line for line in _cell_lines(interview, cell, in_full, can_edit) if line)


def _cell_lines(interview: Interview, cell: AnswerPath, in_full: bool, can_edit: bool) -> Iterator[str]:
    question, column, path = interview.question(), _column(interview, cell), (*interview.current, *cell)
    is_first = column is question.questions[0]
    if is_first:
        yield f"{question.item.capitalize()} {int(cell[0]) + 1}."
    yield from question_lines(column, in_full=in_full, can_edit=can_edit)
    draft_text, answer = interview.unfinished.get(path), interview.answer_at(path)
    if draft_text is not None and not can_edit:
        yield f"Typed earlier, but not valid yet: {draft_text}"
    if answer is not OPEN and answer is not None and not can_edit:
        yield f"Current answer, kept by an empty line: {spoken_answer(column, answer)}"


def ask_cell(interview: Interview, dialogue: Dialogue) -> ReplyOutcome:
    """Ask for the cell under the cursor; an empty reply goes to the next cell, or in a new row to the next question."""
    cell = cell_at(interview)
    if not cell:
        return _ask_without_room(interview, dialogue)
    made = _ensure_row(interview, int(cell[0]))
    column, path = _column(interview, cell), (*interview.current, *cell)
    has_menu = column.kind == "choice"
    outcome = ask_choice(made, path, dialogue) if has_menu else ask_text(made, path, dialogue)
    match outcome:
        case ColonCommand("skip"):
            return _go_to_next_cell(interview, cell)
        case ColonCommand():
            return _obey_command(interview, outcome, dialogue)
        case AskAgain(edited, message):
            return AskAgain(edited.go_to(interview.current, within=cell), message)
        case AskNext(answered) if answered is made and _starts_new_row(interview, cell):
            return AskNext(interview)
        case AskNext(answered):
            return _go_to_next_cell(interview if answered is made else answered, cell)


def save_half_typed_cell(interview: Interview, text: str) -> Interview:
    """Return the interview with the text that stood in the prompt when the user left."""
    cell = cell_at(interview)
    if not cell or not text.strip():
        return interview
    made = _ensure_row(interview, int(cell[0]))
    return take_text(made, (*interview.current, *cell), text).interview.go_to(interview.current, within=cell)


def cell_before(interview: Interview) -> Interview | None:
    """Return the interview one cell back in its row; None at the first cell."""
    cell = cell_at(interview)
    ids = [column.id for column in interview.question().questions]
    if not cell or cell[1] == ids[0]:
        return None
    return interview.go_to(interview.current, within=(cell[0], ids[ids.index(str(cell[1])) - 1]))


def clear_cell(interview: Interview) -> Interview:
    """Remove the answer of the cell under the cursor, and its row when nothing else is in it."""
    cell = cell_at(interview)
    if not cell or int(cell[0]) >= _row_count(interview):
        return interview.reopen(interview.current)
    after, row = interview.reopen((*interview.current, *cell)), (*interview.current, int(cell[0]))
    return after if after.answer_at(row) else after.remove_item(interview.current, int(cell[0]))


def _ask_without_room(interview: Interview, dialogue: Dialogue) -> ReplyOutcome:
    reply = dialogue.ask_line()
    if isinstance(reply, ColonCommand):
        return _obey_command(interview, reply, dialogue)
    if not reply.strip():
        return AskNext(interview)
    try:
        return AskAgain(interview.add_item(interview.current))
    except InvalidAnswer as problem:
        return AskAgain(interview, problem.message)


def _obey_command(interview: Interview, command: ColonCommand, dialogue: Dialogue) -> ReplyOutcome:
    """Apply a command to the rows; a new row is asked for after it, unless it opens one."""
    outcome = apply_item_command(interview, command, dialogue)
    if isinstance(outcome, AskAgain) and outcome.interview is not interview and command.name != "edit":
        return AskAgain(outcome.interview.go_to(interview.current), outcome.message)
    return outcome or command


def _go_to_next_cell(interview: Interview, cell: AnswerPath) -> AskAgain:
    """Go to the next cell of the row, or to the first of a new row."""
    ids = [column.id for column in interview.question().questions]
    at = ids.index(str(cell[1])) + 1
    within = (cell[0], ids[at]) if at < len(ids) else (_row_count(interview), ids[0])
    return AskAgain(interview.go_to(interview.current, within=within))


def _ensure_row(interview: Interview, row: int) -> Interview:
    return interview if row < _row_count(interview) else interview.add_item(interview.current, row, {})


def _starts_new_row(interview: Interview, cell: AnswerPath) -> bool:
    """Whether the cell is the first of a row that does not exist yet."""
    return cell[0] == _row_count(interview) and cell[1] == interview.question().questions[0].id


def _column(interview: Interview, cell: AnswerPath) -> Question:
    return interview.question((*interview.current, *cell))


def _row_count(interview: Interview) -> int:
    items = interview.answer_at(interview.current)
    return len(items) if is_list(items) else 0
