"""A step that was undone or redone: what it changed, in words, and the screen that shows it."""

from __future__ import annotations

from typing import Literal

from wizard.drafts.draft import Draft
from wizard.interview.interview import Interview
from wizard.interview.navigation import split_path
from wizard.message_text import sanitize_line
from wizard.model.answers import OPEN, AnswerPath

RestoreKey = Literal["ctrl+z", "ctrl+y"]
NOTHING_TO_RESTORE: dict[RestoreKey, str] = {"ctrl+z": "Nothing to undo.", "ctrl+y": "Nothing to redo."}
_LABEL_CHARACTERS = 44
"""Of a question's label in the footer."""


def restore_step(draft: Draft, key: RestoreKey) -> tuple[Interview, str] | None:
    """Undo or redo a step; return the interview on the screen that shows it and what was changed, or None.

    The cursor is where it was before the step, or behind it; a default that is taken in passing is on neither screen.
    """
    before = draft.interview
    paths = draft.paths_of_undo if key == "ctrl+z" else draft.paths_of_redo
    after = draft.undo() if key == "ctrl+z" else draft.redo()
    if after is None:
        return None
    questions = tuple(dict.fromkeys(_question_path(before, after, path) for path in paths))
    shown = [path for path in questions if path and not after.question(path[:1]).at_review]
    if shown and not any(_is_on_screen_of(after.current, path) for path in shown):
        after = after.go_to(shown[0])
    done = "Undone" if key == "ctrl+z" else "Redone"
    what = draft.restored_reading or _answers_words(after, tuple(filter(None, questions)))
    return after, f"{done}: {what}."


def is_shown_at_review(draft: Draft, key: RestoreKey) -> bool:
    """Return whether the next step changes only switches, which the review shows."""
    paths = draft.paths_of_undo if key == "ctrl+z" else draft.paths_of_redo
    questions = [draft.interview.template.question(path[:1]) for path in paths]
    return bool(questions) and all(question is not None and question.at_review for question in questions)


def _question_path(before: Interview, after: Interview, path: AnswerPath) -> AnswerPath:
    """Return the path of the question that an answer belongs to, or nothing if the template has it no more."""
    try:
        question, _ = split_path(after.template, path)
    except LookupError:
        return ()
    items = question[:-1]
    is_gone = any(interview.answer_at(items) is OPEN for interview in (before, after)) if items else False
    return question[:1] if is_gone else question


def _is_on_screen_of(current: AnswerPath, path: AnswerPath) -> bool:
    shorter = min(len(current), len(path))
    return current[:shorter] == path[:shorter]


def _answers_words(interview: Interview, questions: tuple[AnswerPath, ...]) -> str:
    """Return `the answer to “What is it for?”`, with the item that it is in."""
    if not questions:
        return "the last change"
    path = questions[0]
    label = sanitize_line(interview.question(path).label)
    if len(label) > _LABEL_CHARACTERS:
        label = f"{label[:_LABEL_CHARACTERS].rstrip()}…"
    where = f" in {interview.question(path[:-2]).item} {int(path[-2]) + 1}" if len(path) > 2 else ""
    others = len(questions) - 1
    more = f" and {others} more" if others else ""
    return f"the answer to “{label}”{where}{more}"
