"""How an item of a group stands, in words."""

from __future__ import annotations

from screens.controls.rows import Ink
from wizard.interview.interview import Interview, State
from wizard.model.answers import OPEN, Path, is_list, is_mapping
from wizard.model.template import Question
from wizard.text import plural

INKS: dict[State, Ink] = {
    "answered": "success",
    "required": "warning",
    "invalid": "error-bold",
    "open": "faint",
    "left_out": "faint",
    "skipped": "faint",
}
"""How the sign of a state is written."""


def item_name(interview: Interview, path: Path) -> str:
    """What an item is called: its first answer, on one line; empty while there is none."""
    item = interview.answer_at(path)
    for inner in interview.question(path).questions:
        answer = item.get(inner.id, OPEN) if is_mapping(item) else OPEN
        if isinstance(answer, str) and answer.strip():
            return " ".join(answer.split())
    return ""


def item_standing(interview: Interview, path: Path) -> tuple[State, str]:
    """The state that needs the most, and words: `4 tasks, the test is required`, `all answered`, `empty`."""
    questions = interview.question(path).questions
    states: dict[str, State] = {
        question.id: interview.state((*path, question.id))
        for question in questions
        if interview.is_asked((*path, question.id))
    }
    counted = _counted(interview, path, questions)
    if all(state in ("open", "required") for state in states.values()):
        return "open", "empty"
    worst, words = _worst(questions, states)
    return worst, ", ".join([*counted, words])


def _counted(interview: Interview, path: Path, questions: tuple[Question, ...]) -> list[str]:
    """`4 tasks`, for the first question that holds several."""
    for question in questions:
        answer = interview.answer_at((*path, question.id))
        if is_list(answer) and answer:
            return [f"{len(answer)} {plural(question.item, len(answer))}"]
    return []


def _worst(questions: tuple[Question, ...], states: dict[str, State]) -> tuple[State, str]:
    short = {question.id: question.short.lower() for question in questions}
    for state, word in (("invalid", "is not valid yet"), ("required", "is required")):
        wanting = [short[id] for id, at in states.items() if at == state]
        if wanting:
            words = f"the {wanting[0]} {word}" if len(wanting) == 1 else f"{len(wanting)} {_of(state)}"
            return ("invalid" if state == "invalid" else "required"), words
    left = sum(state == "open" for state in states.values())
    return ("open", f"{left} open") if left else ("answered", "all answered")


def _of(state: str) -> str:
    return "are not valid yet" if state == "invalid" else "required are open"
