"""Which way a question is asked, by its kind."""

from __future__ import annotations

from wizard.interview.interview import Interview
from wizard.model.answers import OPEN
from wizard.prompts.ask_list import ask_group, ask_item
from wizard.prompts.ask_table import ask_cell, with_half_typed_cell
from wizard.prompts.ask_text import Outcome, ask_choice, ask_choices, ask_text, with_half_typed
from wizard.prompts.terminal.dialogue import Talk


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
