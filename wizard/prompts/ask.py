"""Which way a question is asked, by its kind."""

from __future__ import annotations

from wizard.errors import WizardError
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Path, answer_at, is_list
from wizard.prompts.ask_list import ask_group, ask_item
from wizard.prompts.ask_table import ask_cell, cell_at, with_half_typed_cell
from wizard.prompts.ask_text import (
    Again,
    Outcome,
    ask_choice,
    ask_choices,
    ask_text,
    taken,
    typed_text,
    with_half_typed,
)
from wizard.prompts.terminal.dialogue import Command, Talk
from wizard.prompts.wording import item_text


def ask(interview: Interview, talk: Talk) -> Outcome:
    """Ask the question on the screen once; its label and help have been read out."""
    match interview.question().kind:
        case "line" | "number" | "date" | "yesno" | "text" | "diagram":
            return ask_text(interview, interview.place, talk)
        case "choice":
            return ask_choice(interview, interview.place, talk)
        case "choices":
            return ask_choices(interview, talk)
        case "list" | "checklist":
            return ask_item(interview, talk)
        case "table":
            return ask_cell(interview, talk)
        case "group":
            return ask_group(interview, talk)


def with_typed(interview: Interview, text: str) -> Interview:
    """The interview with what stood in the prompt when the user left it for something else."""
    if interview.question().kind == "table":
        return with_half_typed_cell(interview, text)
    return with_half_typed(interview, interview.place, text)


def objection_to_passing(interview: Interview) -> str:
    """Why the question on the screen should not be passed as it stands, or nothing."""
    place = interview.place
    match interview.state(place):
        case "required":
            takes_default = interview.answer_at(place) is OPEN and interview.default_of(place) is not OPEN
            return "" if takes_default else "This one is required."
        case "invalid":
            problem = interview.problem(place)
            return problem.message if problem is not None else ""
        case _:
            return ""


def edited_elsewhere(interview: Interview, talk: Talk) -> Again:
    """The interview with the answer on the screen as the user's editor leaves it; WizardError when there is no text."""
    path = _path_of_text(interview)
    before = _text_at(interview, path)
    after = talk.editor(before)
    if after == before:
        return Again(interview)
    return _rewritten(interview, path, after)


def written_on(interview: Interview, talk: Talk) -> Again | Command:
    """The interview with lines behind a text that is there; WizardError for another kind of answer."""
    path = _path_of_text(interview)
    if interview.question(path).kind not in ("text", "diagram"):
        raise WizardError("That is for texts of several lines.")
    before = typed_text(interview, path)
    reply = talk.lines(before if talk.can_edit else "")
    if isinstance(reply, Command):
        return reply
    if talk.can_edit or not before:
        return _rewritten(interview, path, reply) if reply else Again(interview)
    return _rewritten(interview, path, f"{before}\n{reply}") if reply else Again(interview)


def _rewritten(interview: Interview, path: Path, text: str) -> Again:
    if not text.strip():
        return Again(interview.reopen(path))
    outcome = taken(interview, path, text)
    return outcome if isinstance(outcome, Again) else Again(outcome.interview)


def _path_of_text(interview: Interview) -> Path:
    """Where the text stands that is to be written anew."""
    place = interview.place
    path = (*place, *cell_at(interview)) if interview.question().kind == "table" else place
    is_row_there = answer_at(interview.answers, path[:-1]) is not OPEN or len(path) == 1
    if not is_row_there or interview.question(path).kind in ("table", "group", "choice", "choices", "yesno"):
        raise WizardError("That is for texts and lists.")
    return path


def _text_at(interview: Interview, path: Path) -> str:
    """The answer as an editor shows it: a list as its lines."""
    answer = interview.answer_at(path)
    if is_list(answer) and path not in interview.unfinished:
        return "\n".join(item_text(interview.question(path), item) for item in answer)
    return typed_text(interview, path)
