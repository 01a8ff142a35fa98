"""Text with a cursor: what each key of a text field makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.text_layout import TextLayout, graphemes

_WORD = re.compile(r"\w+|[^\w\s]+")
_STEP_WINDOW = 80
"""Characters around the cursor that are looked at for what one step goes over."""


class TextBuffer(Struct, frozen=True):
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
    def selected_text(self) -> str:
        """The selected text."""
        start, end = self.selection
        return self.text[start:end]

    def move_to(self, cursor: int, *, extends: bool = False) -> TextBuffer:
        """The cursor somewhere else; what lies between becomes the selection when it extends."""
        anchor = (self.cursor if self.anchor is None else self.anchor) if extends else None
        return TextBuffer(self.text, max(0, min(cursor, len(self.text))), anchor)

    def insert(self, text: str) -> TextBuffer:
        """The text with more of it at the cursor, in place of what is selected."""
        start, end = self.selection
        return TextBuffer(self.text[:start] + text + self.text[end:], start + len(text))

    def delete(self, start: int, end: int) -> TextBuffer:
        """The text without what is selected, or without a part when nothing is."""
        if self.selected_text:
            start, end = self.selection
        return TextBuffer(self.text[:start] + self.text[end:], start)

    @property
    def previous_offset(self) -> int:
        """The offset one step before the cursor."""
        near = self.text[max(0, self.cursor - _STEP_WINDOW) : self.cursor]
        line = near.rpartition("\n")[2]
        return self.cursor - (len(line) - graphemes(line)[-1][0] if line else min(1, len(near)))

    @property
    def next_offset(self) -> int:
        """The offset one step after the cursor."""
        near = self.text[self.cursor : self.cursor + _STEP_WINDOW]
        line = near.partition("\n")[0]
        return self.cursor + (graphemes(line)[0][1] if line else min(1, len(near)))

    @property
    def previous_word_start(self) -> int:
        """Where the word that ends before the cursor starts."""
        starts = [found.start() for found in _WORD.finditer(self.text, 0, self.cursor)]
        return starts[-1] if starts else 0

    @property
    def next_word_end(self) -> int:
        """Where the word that starts after the cursor ends."""
        found = _WORD.search(self.text, self.cursor)
        return found.end() if found else len(self.text)


def apply_key(typed: TextBuffer, key: str, broken: TextLayout, page: int = 10) -> TextBuffer | None:
    """What a key makes of the text; None for one that does nothing to it. `page`: lines of a page up or down."""
    if key in _EDITS:
        return _EDITS[key](typed, broken)
    if key in _VERTICAL_KEYS:
        return _move_vertically(typed, broken, _VERTICAL_KEYS[key], extends=False)
    if key in ("pageup", "pagedown"):
        return _move_vertically(typed, broken, -page if key == "pageup" else page, extends=False)
    bare = key.replace("shift+", "")
    extends = bare != key
    if bare in _VERTICAL_KEYS:
        return _move_vertically(typed, broken, _VERTICAL_KEYS[bare], extends=extends)
    if bare in _MOVES:
        return _MOVES[bare](typed, broken, extends)
    return None


def _move_vertically(typed: TextBuffer, broken: TextLayout, by: int, *, extends: bool) -> TextBuffer | None:
    """The cursor some lines on; None where there is no line to go to."""
    row = broken.row_of(typed.cursor)
    target = max(0, min(row + by, broken.height - 1))
    if target == row:
        return None
    column = broken.column_of(typed.cursor) if typed.column is None else typed.column
    moved = typed.move_to(broken.offset_at(target, column), extends=extends)
    return replace(moved, column=column)


def _left(typed: TextBuffer, _: TextLayout, extends: bool) -> TextBuffer:
    collapses = typed.selected_text and not extends
    return typed.move_to(typed.selection[0] if collapses else typed.previous_offset, extends=extends)


def _right(typed: TextBuffer, _: TextLayout, extends: bool) -> TextBuffer:
    collapses = typed.selected_text and not extends
    return typed.move_to(typed.selection[1] if collapses else typed.next_offset, extends=extends)


def _home(typed: TextBuffer, broken: TextLayout, extends: bool) -> TextBuffer:
    return typed.move_to(broken.span(broken.row_of(typed.cursor))[0], extends=extends)


def _end(typed: TextBuffer, broken: TextLayout, extends: bool) -> TextBuffer:
    return typed.move_to(broken.offset_at(broken.row_of(typed.cursor), 1_000_000), extends=extends)


def _line_start(typed: TextBuffer) -> int:
    return typed.text.rfind("\n", 0, typed.cursor) + 1


def _line_end(typed: TextBuffer) -> int:
    end = typed.text.find("\n", typed.cursor)
    return len(typed.text) if end < 0 else max(end, typed.cursor + (end == typed.cursor))


_VERTICAL_KEYS = {"up": -1, "down": 1}

_MOVES: dict[str, Callable[[TextBuffer, TextLayout, bool], TextBuffer]] = {
    "left": _left,
    "right": _right,
    "ctrl+left": lambda typed, _, extends: typed.move_to(typed.previous_word_start, extends=extends),
    "ctrl+right": lambda typed, _, extends: typed.move_to(typed.next_word_end, extends=extends),
    "home": _home,
    "end": _end,
    "ctrl+a": _home,
    "ctrl+e": _end,
    "ctrl+home": lambda typed, _, extends: typed.move_to(0, extends=extends),
    "ctrl+end": lambda typed, _, extends: typed.move_to(len(typed.text), extends=extends),
}

_EDITS: dict[str, Callable[[TextBuffer, TextLayout], TextBuffer]] = {
    "backspace": lambda typed, _: typed.delete(typed.previous_offset, typed.cursor),
    "delete": lambda typed, _: typed.delete(typed.cursor, typed.next_offset),
    "ctrl+w": lambda typed, _: typed.delete(typed.previous_word_start, typed.cursor),
    "ctrl+backspace": lambda typed, _: typed.delete(typed.previous_word_start, typed.cursor),
    "alt+backspace": lambda typed, _: typed.delete(typed.previous_word_start, typed.cursor),
    "alt+delete": lambda typed, _: typed.delete(typed.cursor, typed.next_word_end),
    "ctrl+delete": lambda typed, _: typed.delete(typed.cursor, typed.next_word_end),
    "ctrl+u": lambda typed, _: typed.delete(_line_start(typed), typed.cursor),
    "ctrl+k": lambda typed, _: typed.delete(typed.cursor, _line_end(typed)),
    "f7": lambda typed, _: TextBuffer(typed.text, len(typed.text), 0),
}
"""`{key: what it makes of the text}`; where nothing is selected, a deletion takes the part that it names."""
