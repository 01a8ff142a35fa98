"""Asking the current question by its kind, and the changes of its answer that commands make."""

from __future__ import annotations

from wizard.errors import WizardError
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, AnswerPath, answer_at, is_list
from wizard.prompts.ask_list import ask_group, ask_item
from wizard.prompts.ask_table import ask_cell, cell_at, save_half_typed_cell
from wizard.prompts.ask_text import (
    AskAgain,
    ReplyOutcome,
    ask_choice,
    ask_choices,
    ask_text,
    save_half_typed_text,
    take_text,
)
from wizard.prompts.terminal.dialogue import ColonCommand, Dialogue
from wizard.prompts.wording import item_text


def ask_question(interview: Interview, dialogue: Dialogue) -> ReplyOutcome:
    """Ask the current question once; its label and help have been read out."""
    match interview.question().kind:
        case "line" | "number" | "date" | "yesno" | "text" | "diagram":
            return ask_text(interview, interview.current, dialogue)
        case "choice":
            return ask_choice(interview, interview.current, dialogue)
        case "choices":
            return ask_choices(interview, dialogue)
        case "list" | "checklist":
            return ask_item(interview, dialogue)
        case "table":
            return ask_cell(interview, dialogue)
        case "group":
            return ask_group(interview, dialogue)


def save_half_typed(interview: Interview, text: str) -> Interview:
    """Return the interview with the text that stood in the prompt when the user left it for something else."""
    if interview.question().kind == "table":
        return save_half_typed_cell(interview, text)
    return save_half_typed_text(interview, interview.current, text)


def objection_to_passing(interview: Interview) -> str:
    """Return why the current question should not be passed as it is, or an empty text."""
    current = interview.current
    match interview.state(current):
        case "required":
            takes_default = interview.answer_at(current) is OPEN and interview.default_of(current) is not OPEN
            return "" if takes_default else "This answer is required."
        case "invalid":
            problem = interview.problem(current)
            return problem.message if problem is not None else ""
        case _:
            return ""


def edit_in_editor(interview: Interview, dialogue: Dialogue) -> AskAgain:
    """Edit the current answer in the user's editor; WizardError when it is no text."""
    path = _path_of_text(interview)
    before = _text_at(interview, path)
    after = dialogue.edit(before)
    if after == before:
        return AskAgain(interview)
    return _replace_text(interview, path, after)


def append_lines(interview: Interview, dialogue: Dialogue) -> AskAgain | ColonCommand:
    """Ask for lines to append to the current text; WizardError for another kind of answer."""
    path = _path_of_text(interview)
    if interview.question(path).kind not in ("text", "diagram"):
        raise WizardError("That only works for text of several lines.")
    before = interview.field_text(path)
    reply = dialogue.ask_lines(before if dialogue.can_edit else "")
    if isinstance(reply, ColonCommand):
        return reply
    if dialogue.can_edit or not before:
        return _replace_text(interview, path, reply) if reply else AskAgain(interview)
    stands = before.removesuffix("\n")
    return _replace_text(interview, path, f"{stands}\n{reply}") if reply else AskAgain(interview)


def _replace_text(interview: Interview, path: AnswerPath, text: str) -> AskAgain:
    if not text.strip():
        return AskAgain(interview.empty(path))
    outcome = take_text(interview, path, text)
    return outcome if isinstance(outcome, AskAgain) else AskAgain(outcome.interview)


def _path_of_text(interview: Interview) -> AnswerPath:
    """Return the path of the text to edit, in a table that of the cell; WizardError when there is none."""
    current = interview.current
    path = (*current, *cell_at(interview)) if interview.question().kind == "table" else current
    is_row_there = answer_at(interview.answers, path[:-1]) is not OPEN or len(path) == 1
    if not is_row_there or interview.question(path).kind in ("table", "group", "choice", "choices", "yesno"):
        raise WizardError("That only works for text and lists.")
    return path


def _text_at(interview: Interview, path: AnswerPath) -> str:
    """Return an answer as text for an editor: of a list an item a line."""
    answer = interview.answer_at(path)
    if is_list(answer) and path not in interview.unfinished:
        return "\n".join(item_text(interview.question(path), item) for item in answer)
    return interview.field_text(path)
