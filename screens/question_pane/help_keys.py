"""The keys of a question for the help: of all that there are, those that do something on this one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from msgspec import Struct

from screens.widgets.footer import KeyHint

HelpTitle = Literal["Navigation", "View", "Editing", "This question"]


class HelpKey(Struct, frozen=True):
    """Keys as the help writes them, what they do, and Textual's names of them; told if one of these works."""

    title: HelpTitle
    keys: str
    does: str
    presses: tuple[str, ...]


QUESTION_KEYS: Final = (
    HelpKey("Navigation", "enter", "next, or as the footer says", ("enter",)),
    HelpKey("Navigation", "tab", "next question", ("tab",)),
    HelpKey("Navigation", "shift+tab", "back", ("shift+tab",)),
    HelpKey("Navigation", "^N", "next section", ("ctrl+n",)),
    HelpKey("Navigation", "esc", "back, to all items", ("escape",)),
    HelpKey("Navigation", "F2", "outline, all questions", ("f2",)),
    HelpKey("Navigation", "^S", "review, then save", ("ctrl+s",)),
    HelpKey("View", "F3", "preview: side, hidden, full", ("f3",)),
    HelpKey("View", "F5", "preview: rendered, source", ("f5",)),
    HelpKey("View", "^/", "search in the plan", ("ctrl+underscore", "ctrl+slash")),
    HelpKey("View", "^G", "next hit of the search", ("ctrl+g",)),
    HelpKey("View", "PgUp PgDn", "scroll the plan, or alt+", ("alt+pageup", "alt+pagedown", "ctrl+pageup")),
    HelpKey("Editing", "F4", "write in your editor", ("f4",)),
    HelpKey("Editing", "F6", "skip or include", ("f6",)),
    HelpKey("Editing", "^Z", "undo", ("ctrl+z",)),
    HelpKey("Editing", "^Y", "redo", ("ctrl+y",)),
    HelpKey("Editing", "^X ^V", "cut, paste", ("ctrl+x",)),
    HelpKey("Editing", "F7", "select all", ("f7",)),
    HelpKey("Editing", "shift+←→", "select", ("shift+left", "shift+right")),
    HelpKey("Editing", "^←→", "a word back, on", ("ctrl+left", "ctrl+right")),
    HelpKey("Editing", "^E", "end of the line", ("ctrl+e",)),
    HelpKey("Editing", "^W ^U", "erase a word, to the start", ("ctrl+w", "ctrl+u")),
    HelpKey("This question", "↑↓", "move", ("up", "down")),
    HelpKey("This question", "←→", "move", ("left", "right")),
    HelpKey("This question", "home end", "first, last; start, end", ("home", "end")),
    HelpKey("This question", "space", "choose", ("space",)),
    HelpKey("This question", "1 to 9", "choose by number", ("1",)),
    HelpKey("This question", "^A", "choose, or select, all", ("ctrl+a",)),
    HelpKey("This question", "^T", "tick the task", ("ctrl+t",)),
    HelpKey("This question", "alt+↑↓", "move it up, down", ("alt+up", "alt+down")),
    HelpKey("This question", "^D", "duplicate", ("ctrl+d",)),
    HelpKey("This question", "^K", "remove, or erase the rest", ("ctrl+k",)),
    HelpKey("This question", "^home ^end", "first, last", ("ctrl+home", "ctrl+end")),
    HelpKey("This question", "del", "remove, erase", ("delete",)),
)


_ALWAYS_TOLD: Final = ("ctrl+z", "ctrl+y")
"""They say so when there is nothing to undo."""


def help_keys_of(works: Callable[[str], bool]) -> tuple[tuple[str, tuple[KeyHint, ...]], ...]:
    """Return the keys that work, under their headings."""
    told: dict[str, list[KeyHint]] = {}
    for key in QUESTION_KEYS:
        if any(press in _ALWAYS_TOLD or works(press) for press in key.presses):
            told.setdefault(key.title, []).append(KeyHint(key.keys, key.does))
    return tuple((title, tuple(keys)) for title, keys in told.items())
