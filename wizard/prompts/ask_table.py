"""Tables, cell by cell: row after row is added until a first cell stays empty."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.errors import AnswerError
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Path, is_list
from wizard.model.template import Question
from wizard.prompts.ask_list import changed_items
from wizard.prompts.ask_text import Again, Onward, Outcome, ask_choice, ask_text, taken
from wizard.prompts.terminal.dialogue import Command, Talk
from wizard.prompts.wording import asked_text, said


def cell_at(interview: Interview) -> Path:
    """The row and column under the cursor, else the first of a new row; empty when there is no room for one."""
    question, count = interview.question(), _count(interview)
    ids = [column.id for column in question.questions]
    row = interview.within[0] if interview.within else count
    column = str(interview.within[1]) if len(interview.within) > 1 else ids[0]
    if not isinstance(row, int) or row >= count:
        row = count
    if row == count and question.max is not None and count >= question.max:
        return ()
    return (row, column if column in ids else ids[0])


def cell_text(interview: Interview, *, in_full: bool, can_edit: bool) -> str:
    """The cell under the cursor as it is read."""
    cell = cell_at(interview)
    if not cell:
        return f"There is no room for one more {interview.question().item}; an empty line goes on."
    return "\n".join(line for line in _parts(interview, cell, in_full, can_edit) if line)


def _parts(interview: Interview, cell: Path, in_full: bool, can_edit: bool) -> Iterator[str]:
    question, column, path = interview.question(), _column(interview, cell), (*interview.place, *cell)
    is_first = column is question.questions[0]
    if is_first:
        yield f"{question.item.capitalize()} {int(cell[0]) + 1}."
    yield from asked_text(column, in_full=in_full, can_edit=can_edit)
    kept, answer = interview.unfinished.get(path), interview.answer_at(path)
    if kept is not None and not can_edit:
        yield f"Typed before, but not taken yet: {kept}"
    if answer is not OPEN and answer is not None and not can_edit:
        yield f"So far, and kept by an empty line: {said(column, answer)}"


def ask_cell(interview: Interview, talk: Talk) -> Outcome:
    """Ask for the cell under the cursor; an empty reply goes to the next one, or on when the row is not there yet."""
    cell = cell_at(interview)
    if not cell:
        return _ask_without_room(interview, talk)
    made = _with_row(interview, int(cell[0]))
    column, path = _column(interview, cell), (*interview.place, *cell)
    has_menu = column.kind == "choice"
    outcome = ask_choice(made, path, talk) if has_menu else ask_text(made, path, talk)
    match outcome:
        case Command("skip"):
            return _next(interview, cell)
        case Command():
            return _obeyed(interview, outcome, talk)
        case Again(kept, why):
            return Again(kept.go_to(interview.place, within=cell), why)
        case Onward(answered) if answered is made and _is_new(interview, cell):
            return Onward(interview)
        case Onward(answered):
            return _next(interview if answered is made else answered, cell)


def with_half_typed_cell(interview: Interview, text: str) -> Interview:
    """The interview with what stood in the prompt when the user left."""
    cell = cell_at(interview)
    if not cell or not text.strip():
        return interview
    made = _with_row(interview, int(cell[0]))
    return taken(made, (*interview.place, *cell), text).interview.go_to(interview.place, within=cell)


def cell_before(interview: Interview) -> Interview | None:
    """The interview one cell back in its row; None at the first one."""
    cell = cell_at(interview)
    ids = [column.id for column in interview.question().questions]
    if not cell or cell[1] == ids[0]:
        return None
    return interview.go_to(interview.place, within=(cell[0], ids[ids.index(str(cell[1])) - 1]))


def cleared(interview: Interview) -> Interview:
    """The interview with the cell under the cursor open again; without the row when nothing is left in it."""
    cell = cell_at(interview)
    if not cell or int(cell[0]) >= _count(interview):
        return interview.reopen(interview.place)
    after, row = interview.reopen((*interview.place, *cell)), (*interview.place, int(cell[0]))
    return after if after.answer_at(row) else after.remove_item(interview.place, int(cell[0]))


def _ask_without_room(interview: Interview, talk: Talk) -> Outcome:
    reply = talk.line()
    if isinstance(reply, Command):
        return _obeyed(interview, reply, talk)
    if not reply.strip():
        return Onward(interview)
    try:
        return Again(interview.add_item(interview.place))
    except AnswerError as problem:
        return Again(interview, problem.message)


def _obeyed(interview: Interview, command: Command, talk: Talk) -> Outcome:
    """What a command makes of the rows; after it comes a new one, unless one is to be edited."""
    outcome = changed_items(interview, command, talk)
    if isinstance(outcome, Again) and outcome.interview is not interview and command.name != "edit":
        return Again(outcome.interview.go_to(interview.place), outcome.why)
    return outcome or command


def _next(interview: Interview, cell: Path) -> Again:
    """The next cell of the row, or the first one of a new row."""
    ids = [column.id for column in interview.question().questions]
    at = ids.index(str(cell[1])) + 1
    within = (cell[0], ids[at]) if at < len(ids) else (_count(interview), ids[0])
    return Again(interview.go_to(interview.place, within=within))


def _with_row(interview: Interview, row: int) -> Interview:
    return interview if row < _count(interview) else interview.add_item(interview.place, row, {})


def _is_new(interview: Interview, cell: Path) -> bool:
    """Whether the cell is the first one of a row that is not there yet."""
    return cell[0] == _count(interview) and cell[1] == interview.question().questions[0].id


def _column(interview: Interview, cell: Path) -> Question:
    return interview.question((*interview.place, *cell))


def _count(interview: Interview) -> int:
    items = interview.answer_at(interview.place)
    return len(items) if is_list(items) else 0
