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
    HelpKey("Navigation", "enter", "next question", ("enter",)),
    HelpKey("Navigation", "tab", "next question", ("tab",)),
    HelpKey("Navigation", "shift+tab", "back", ("shift+tab",)),
    HelpKey("Navigation", "^N", "next section", ("ctrl+n",)),
    HelpKey("Navigation", "esc", "all items", ("escape",)),
    HelpKey("Navigation", "F2", "outline, all questions", ("f2",)),
    HelpKey("Navigation", "^S", "review, then save", ("ctrl+s",)),
    HelpKey("View", "F3", "preview: side, hidden, full", ("f3",)),
    HelpKey("View", "F5", "preview: rendered, source", ("f5",)),
    HelpKey("View", "^/", "search in the plan", ("ctrl+underscore", "ctrl+slash")),
    HelpKey("View", "^G", "next hit of the search", ("ctrl+g",)),
    HelpKey("View", "alt+PgUp/Dn", "scroll the plan", ("alt+pageup", "alt+pagedown", "ctrl+pageup")),
    HelpKey("Editing", "F4", "write in your editor", ("f4",)),
    HelpKey("Editing", "F6", "skip or include", ("f6",)),
    HelpKey("Editing", "^Z", "undo", ("ctrl+z",)),
    HelpKey("Editing", "^Y", "redo", ("ctrl+y",)),
    HelpKey("Editing", "^X ^V", "cut, paste", ("ctrl+x",)),
    HelpKey("Editing", "^A", "select all", ("ctrl+a", "f7")),
    HelpKey("Editing", "shift+←→", "select", ("shift+left", "shift+right")),
    HelpKey("Editing", "^←→", "previous, next word", ("ctrl+left", "ctrl+right")),
    HelpKey("Editing", "^E", "end of line", ("ctrl+e",)),
    HelpKey("Editing", "^W ^U", "delete word, to line start", ("ctrl+w", "ctrl+u")),
    HelpKey("This question", "↑↓", "move", ("up", "down")),
    HelpKey("This question", "←→", "move", ("left", "right")),
    HelpKey("This question", "home end", "first, last", ("home", "end")),
    HelpKey("This question", "space", "choose", ("space",)),
    HelpKey("This question", "1 to 9", "choose by number", ("1",)),
    HelpKey("This question", "^T", "tick the task", ("ctrl+t",)),
    HelpKey("This question", "alt+↑↓", "move it up, down", ("alt+up", "alt+down")),
    HelpKey("This question", "^D", "duplicate", ("ctrl+d",)),
    HelpKey("This question", "^K", "delete to end of line", ("ctrl+k",)),
    HelpKey("This question", "^home ^end", "first, last", ("ctrl+home", "ctrl+end")),
    HelpKey("This question", "del", "delete", ("delete",)),
)


class ControlAtHand(Struct, frozen=True):
    """What the words for a key depend on."""

    kind: str
    is_typing: bool
    enter: str
    """What the footer says of Enter."""
    is_plan_alone: bool = False


_ITEMS: Final = {"list": "item", "checklist": "task", "group": "item", "table": "row"}
"""What is removed from a question of each kind."""


def _what_it_does(key: HelpKey, at_hand: ControlAtHand) -> str:
    """Return the words for a key on this control."""
    item = _ITEMS.get(at_hand.kind, "")
    does = key.does
    match key.keys:
        case "enter" if at_hand.enter not in ("", "next"):
            does = at_hand.enter
        case "esc" if at_hand.is_plan_alone:
            does = "back to the question"
        case "home end" if at_hand.is_typing:
            does = "start, end of line"
        case "^A" if at_hand.kind == "choices" and not at_hand.is_typing:
            does = "choose all, or none"
        case "^K" if item:
            does = f"remove the {item}"
        case "^home ^end":
            does = f"first, last {item}" if item else "start, end of text" if at_hand.is_typing else does
        case "del" if not at_hand.is_typing:
            does = f"remove the {item}" if item else "clear the answer"
        case _:
            pass
    return does


_ALWAYS_TOLD: Final = ("ctrl+z", "ctrl+y")
"""They say so when there is nothing to undo."""


def help_keys_of(works: Callable[[str], bool], at_hand: ControlAtHand) -> tuple[tuple[str, tuple[KeyHint, ...]], ...]:
    """Return the keys that work, under their headings, in words of the control at hand."""
    told: dict[str, list[KeyHint]] = {}
    for key in QUESTION_KEYS:
        if any(press in _ALWAYS_TOLD or works(press) for press in key.presses):
            told.setdefault(key.title, []).append(KeyHint(key.keys, _what_it_does(key, at_hand)))
    return tuple((title, tuple(keys)) for title, keys in told.items())
