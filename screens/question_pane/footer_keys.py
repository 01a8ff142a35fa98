"""The keys that the footer shows for a question: those that work, the main one first."""

from __future__ import annotations

from screens.controls.control import Control, footer_key
from screens.widgets.footer import KeyHint
from wizard.files.text_editor.editor_name import editor_name
from wizard.interview.interview import Interview
from wizard.message_text import pluralize
from wizard.model.answers import AnswerPath

OUTLINE_KEY = footer_key("F2", "outline", "f2")
PLAN_KEYS = (
    footer_key("F3", "back to the question", "f3"),
    KeyHint("↑↓", "scroll"),
    KeyHint("enter", "answer this line"),
    KeyHint("/", "search", "press('slash')"),
    footer_key("F5", "source", "f5"),
    OUTLINE_KEY,
)
"""The keys while the plan is alone on the screen."""


def question_keys(interview: Interview, control: Control, warned: AnswerPath | None) -> tuple[KeyHint, ...]:
    """Return the keys of the control, then those of every question."""
    first = _suggestion_keys(interview, control, warned) or control.keys(interview)
    return (*first[:2], *_leave_item_keys(interview), *first[2:], *_common_keys(interview, control))


def _suggestion_keys(interview: Interview, control: Control, warned: AnswerPath | None) -> tuple[KeyHint, ...]:
    """Return the keys for an invalid text, once its problem was shown."""
    here = control.cursor_path
    problem = interview.problem(here) if here == warned and here in interview.unfinished else None
    if problem is None:
        return ()
    later = footer_key("tab", "skip for now")
    return (later,) if problem.suggestion is None else (footer_key("enter", f"use {problem.suggestion}"), later)


def _common_keys(interview: Interview, control: Control) -> tuple[KeyHint, ...]:
    name = editor_name()
    editor = (footer_key("F4", f"edit in {name}", "f4"),) if name and control.text(interview) is not None else ()
    is_taken = any(key.keys == "shift+tab" for key in control.keys(interview))
    back = () if is_taken else (footer_key("shift+tab", "back"),)
    keys = (*back, OUTLINE_KEY, *editor, footer_key("^S", "review", "ctrl+s"))
    search = KeyHint("^F", "search", "app.search")
    if interview.question().required:
        return (*keys, search)
    is_left_out = interview.state(interview.current) == "left_out"
    return (*keys, footer_key("F6", "include" if is_left_out else "skip", "f6"), search)


def _leave_item_keys(interview: Interview) -> tuple[KeyHint, ...]:
    place = interview.current
    if len(place) == 1:
        return ()
    return (footer_key("esc", f"all {pluralize(interview.question(place[:-2]).item, 2)}", "escape"),)
