"""The keys that work whatever is asked, as the command palette lists them."""

from __future__ import annotations

from textual.binding import Binding, BindingType


def _everywhere(keys: str, says: str, does: str) -> Binding:
    """A key of the question screen; the command palette calls it by what it does."""
    return Binding(keys, f"press('{keys.partition(',')[0]}')", says, show=False, tooltip=does)


EVERYWHERE: list[BindingType] = [
    _everywhere("tab", "Next", "Next question"),
    _everywhere("shift+tab", "Back", "Back to the question before"),
    _everywhere("ctrl+n", "Next section", "Next section"),
    _everywhere("f2", "Outline", "Outline: all questions"),
    _everywhere("f3", "Plan", "Plan: beside, away, alone"),
    _everywhere("f4", "Editor", "Write the answer in your editor"),
    _everywhere("f5", "Source", "Plan: rendered or source"),
    _everywhere("f6", "Leave out", "Leave this out, or take it back in"),
    _everywhere("ctrl+z", "Undo", "Undo"),
    _everywhere("ctrl+y", "Redo", "Redo"),
    _everywhere("ctrl+s", "Review", "Review, then save"),
    _everywhere("ctrl+d", "Duplicate", "List: duplicate the item"),
    _everywhere("ctrl+k", "Remove", "List: remove the item"),
    _everywhere("alt+up", "Up", "List: move the item up"),
    _everywhere("alt+down", "Down", "List: move the item down"),
    _everywhere("ctrl+a", "All", "Options: tick all"),
    _everywhere("ctrl+t", "Tick", "Checklist: tick the task"),
    _everywhere("escape", "Out", "All items of the group"),
]
