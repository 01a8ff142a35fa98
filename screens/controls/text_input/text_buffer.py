"""Text with a cursor: what each key of a text field makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.text_layout import Layout, graphemes

_WORD = re.compile(r"\w+|[^\w\s]+")
_NEAR = 80
"""Characters around the cursor that are looked at for what one step goes over."""


class Typed(Struct, frozen=True):
    """Text, the place of the cursor, and what is selected; every key gives a new one."""

    text: str = ""
    cursor: int = 0
    anchor: int | None = None
    """Where the selection began; None when nothing is selected."""
    column: int | None = None
    """The cell that going up and down keeps to."""

    @property
    def selection(self) -> tuple[int, int]:
        """The offsets between which text is selected; both are the cursor's when none is."""
        other = self.cursor if self.anchor is None else self.anchor
        return min(self.cursor, other), max(self.cursor, other)

    @property
    def selected(self) -> str:
        """The selected text."""
        start, end = self.selection
        return self.text[start:end]

    def at(self, cursor: int, *, extends: bool = False) -> Typed:
        """The cursor somewhere else; what lies between becomes the selection when it extends."""
        anchor = (self.cursor if self.anchor is None else self.anchor) if extends else None
        return Typed(self.text, max(0, min(cursor, len(self.text))), anchor)

    def insert(self, text: str) -> Typed:
        """The text with more of it at the cursor, in place of what is selected."""
        start, end = self.selection
        return Typed(self.text[:start] + text + self.text[end:], start + len(text))

    def without(self, start: int, end: int) -> Typed:
        """The text without what is selected, or without a part when nothing is."""
        if self.selected:
            start, end = self.selection
        return Typed(self.text[:start] + self.text[end:], start)

    @property
    def before(self) -> int:
        """The offset one step before the cursor."""
        near = self.text[max(0, self.cursor - _NEAR) : self.cursor]
        line = near.rpartition("\n")[2]
        return self.cursor - (len(line) - graphemes(line)[-1][0] if line else min(1, len(near)))

    @property
    def after(self) -> int:
        """The offset one step after the cursor."""
        near = self.text[self.cursor : self.cursor + _NEAR]
        line = near.partition("\n")[0]
        return self.cursor + (graphemes(line)[0][1] if line else min(1, len(near)))

    @property
    def word_before(self) -> int:
        """Where the word that ends before the cursor starts."""
        starts = [found.start() for found in _WORD.finditer(self.text, 0, self.cursor)]
        return starts[-1] if starts else 0

    @property
    def word_after(self) -> int:
        """Where the word that starts after the cursor ends."""
        found = _WORD.search(self.text, self.cursor)
        return found.end() if found else len(self.text)


def pressed(typed: Typed, key: str, broken: Layout, page: int = 10) -> Typed | None:
    """What a key makes of the text; None for one that does nothing to it. `page`: lines of a page up or down."""
    if key in _EDITS:
        return _EDITS[key](typed, broken)
    if key in _ACROSS:
        return _vertical(typed, broken, _ACROSS[key], extends=False)
    if key in ("pageup", "pagedown"):
        return _vertical(typed, broken, -page if key == "pageup" else page, extends=False)
    bare = key.replace("shift+", "")
    extends = bare != key
    if bare in _ACROSS:
        return _vertical(typed, broken, _ACROSS[bare], extends=extends)
    if bare in _MOVES:
        return _MOVES[bare](typed, broken, extends)
    return None


def _vertical(typed: Typed, broken: Layout, by: int, *, extends: bool) -> Typed | None:
    """The cursor some lines on; None where there is no line to go to."""
    row = broken.row_of(typed.cursor)
    target = max(0, min(row + by, broken.height - 1))
    if target == row:
        return None
    column = broken.column_of(typed.cursor) if typed.column is None else typed.column
    moved = typed.at(broken.offset_at(target, column), extends=extends)
    return replace(moved, column=column)


def _left(typed: Typed, _: Layout, extends: bool) -> Typed:
    collapses = typed.selected and not extends
    return typed.at(typed.selection[0] if collapses else typed.before, extends=extends)


def _right(typed: Typed, _: Layout, extends: bool) -> Typed:
    collapses = typed.selected and not extends
    return typed.at(typed.selection[1] if collapses else typed.after, extends=extends)


def _home(typed: Typed, broken: Layout, extends: bool) -> Typed:
    return typed.at(broken.span(broken.row_of(typed.cursor))[0], extends=extends)


def _end(typed: Typed, broken: Layout, extends: bool) -> Typed:
    return typed.at(broken.offset_at(broken.row_of(typed.cursor), 1_000_000), extends=extends)


def _line_start(typed: Typed) -> int:
    return typed.text.rfind("\n", 0, typed.cursor) + 1


def _line_end(typed: Typed) -> int:
    end = typed.text.find("\n", typed.cursor)
    return len(typed.text) if end < 0 else max(end, typed.cursor + (end == typed.cursor))


_ACROSS = {"up": -1, "down": 1}

_MOVES: dict[str, Callable[[Typed, Layout, bool], Typed]] = {
    "left": _left,
    "right": _right,
    "ctrl+left": lambda typed, _, extends: typed.at(typed.word_before, extends=extends),
    "ctrl+right": lambda typed, _, extends: typed.at(typed.word_after, extends=extends),
    "home": _home,
    "end": _end,
    "ctrl+a": _home,
    "ctrl+e": _end,
    "ctrl+home": lambda typed, _, extends: typed.at(0, extends=extends),
    "ctrl+end": lambda typed, _, extends: typed.at(len(typed.text), extends=extends),
}

_EDITS: dict[str, Callable[[Typed, Layout], Typed]] = {
    "backspace": lambda typed, _: typed.without(typed.before, typed.cursor),
    "delete": lambda typed, _: typed.without(typed.cursor, typed.after),
    "ctrl+w": lambda typed, _: typed.without(typed.word_before, typed.cursor),
    "ctrl+backspace": lambda typed, _: typed.without(typed.word_before, typed.cursor),
    "alt+backspace": lambda typed, _: typed.without(typed.word_before, typed.cursor),
    "alt+delete": lambda typed, _: typed.without(typed.cursor, typed.word_after),
    "ctrl+delete": lambda typed, _: typed.without(typed.cursor, typed.word_after),
    "ctrl+u": lambda typed, _: typed.without(_line_start(typed), typed.cursor),
    "ctrl+k": lambda typed, _: typed.without(typed.cursor, _line_end(typed)),
    "f7": lambda typed, _: Typed(typed.text, len(typed.text), 0),
}
"""`{key: what it makes of the text}`; where nothing is selected, a deletion takes the part that it names."""
