"""Which keys the foot of the question shows: what works now, the main one first."""

from __future__ import annotations

from screens.controls.control import Control, key
from screens.widgets.footer import Key
from wizard.interview.interview import Interview
from wizard.model.answers import Path
from wizard.text import plural

OUTLINE = key("F2", "outline", "f2")
READING = (
    key("F3", "back to the question", "f3"),
    Key("↑↓", "scroll"),
    Key("enter", "answer this line"),
    key("F5", "source", "f5"),
    OUTLINE,
)
"""While the plan is alone on the screen."""


def keys_of(interview: Interview, control: Control, warned: Path | None) -> tuple[Key, ...]:
    """The keys of the control, then those of every question."""
    first = _suggested(interview, control, warned) or control.keys(interview)
    return (*first[:2], *_out(interview), *first[2:], *_around(interview, control))


def _suggested(interview: Interview, control: Control, warned: Path | None) -> tuple[Key, ...]:
    """What can be done about a text that is no answer, once that was told."""
    here = control.here
    problem = interview.problem(here) if here == warned and here in interview.unfinished else None
    if problem is None:
        return ()
    later = key("tab", "leave it for later")
    return (later,) if problem.suggestion is None else (key("enter", f"take {problem.suggestion}"), later)


def _around(interview: Interview, control: Control) -> tuple[Key, ...]:
    editor = () if control.text(interview) is None else (key("F4", "editor", "f4"),)
    keys = (key("shift+tab", "back"), OUTLINE, *editor, key("^S", "review", "ctrl+s"))
    if interview.question().required:
        return keys
    is_left_out = interview.state(interview.place) == "left_out"
    return (*keys, key("F6", "take in" if is_left_out else "leave out", "f6"))


def _out(interview: Interview) -> tuple[Key, ...]:
    place = interview.place
    if len(place) == 1:
        return ()
    return (key("esc", f"all {plural(interview.question(place[:-2]).item, 2)}", "escape"),)
