"""What was read back from a plan, in words for people: which question, what stood there, what stands there now."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from wizard.answers.kinds import format_answer
from wizard.interview.interview import Interview
from wizard.message_text import sanitize_line
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered, is_list, is_mapping
from wizard.model.template import Question, Template
from wizard.plans.read_back.edits.edited_answers import ReadChange

_SHOWN_CHARACTERS = 200


class ChangeWords(Struct, frozen=True):
    """A change, line by line; safe to be shown."""

    question: str
    """`Milestone 2: Tasks`."""
    before: str
    """Empty where nothing stood."""
    after: str
    """Empty where nothing stands any more."""
    line: int

    @property
    def what(self) -> Literal["added", "removed", "changed"]:
        """Return what was done."""
        return "added" if not self.before else "removed" if not self.after else "changed"


def describe_change(template: Template, change: ReadChange) -> ChangeWords:
    """Return a change in words."""
    question = template.question(change.path)
    before, after = (_text(question, change.path, each) for each in (change.before, change.after))
    return ChangeWords(_title(template, change.path), before, after, change.line)


def change_line(interview: Interview, change: ReadChange) -> str:
    """Return a change as one line: `line 5, Goal: Let teams talk. → Talk.`, or `line 47, ticked: Draw it`.

    `interview` is the one in which the change has its path.
    """
    words = describe_change(interview.template, change)
    where = f"line {change.line}"
    if change.is_tick:
        task = interview.answer_at(change.path[:-1])
        text = task.get("text") if is_mapping(task) and change.path[-1] == "done" else None
        name = _text(None, ("",), text) if isinstance(text, str) else words.question
        return f"{where}, {'ticked' if change.after is True else 'unticked'}: {name}"
    match words.what:
        case "changed":
            return f"{where}, {words.question}: {words.before} → {words.after}"
        case "added":
            return f"{where}, {words.question}, added: {words.after}"
        case _:
            return f"{where}, {words.question}, removed: {words.before}"


def _title(template: Template, path: AnswerPath) -> str:
    """Return the short names of the questions on the way, those of groups with the number of their item."""
    parts: list[str] = []
    for depth, step in enumerate(path):
        if isinstance(step, int):
            continue
        question = template.question(path[: depth + 1])
        if question is None or question.id != step:
            continue
        index = path[depth + 1] if depth + 1 < len(path) else None
        if question.questions and isinstance(index, int) and depth + 2 < len(path):
            parts.append(f"{question.item.capitalize()} {index + 1}")
        else:
            parts.append(question.short or question.label)
    return sanitize_line(": ".join(parts))


def _text(question: Question | None, path: AnswerPath, answer: Answer | Unanswered) -> str:
    if answer is OPEN or answer is None:
        return ""
    if path[-1] == "done" and isinstance(answer, bool):
        return "done" if answer else "not done"
    if is_mapping(answer) and question is not None and question.questions:
        parts = [_text(question.child(id), (id,), part) for id, part in answer.items()]
        text = "; ".join(part for part in parts if part)
    elif is_list(answer):
        text = ", ".join(_text(question, path, item) for item in answer)
    else:
        text = format_answer(answer)
    shown = sanitize_line(text)
    return shown if len(shown) <= _SHOWN_CHARACTERS else f"{shown[:_SHOWN_CHARACTERS]}…"
