"""Text with a cursor, and what each key of a text field makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.text_layout import TextLayout, graphemes

_WORD = re.compile(r"\w+|[^\w\s]+")
_SELECTED_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]+|[^\S\n]+")
"""What a double click selects."""
_STEP_WINDOW = 80
"""Characters on one side of the cursor within which one step is looked for."""


class TextBuffer(Struct, frozen=True):
    """Text, the cursor's offset, and what is selected; every key returns another one."""

    text: str = ""
    cursor: int = 0
    anchor: int | None = None
    """The offset at which the selection began; None when nothing is selected."""
    column: int | None = None
    """The cell that moving up and down keeps to."""

    @property
    def selection(self) -> tuple[int, int]:
        """The offsets between which text is selected; both are the cursor's when none is."""
        other = self.cursor if self.anchor is None else self.anchor
        return min(self.cursor, other), max(self.cursor, other)

    @property
    def selected_text(self) -> str:
        start, end = self.selection
        return self.text[start:end]

    def move_to(self, cursor: int, *, extends: bool = False) -> TextBuffer:
        """Return the text with the cursor elsewhere; with `extends`, what lies between becomes the selection."""
        anchor = (self.cursor if self.anchor is None else self.anchor) if extends else None
        return TextBuffer(self.text, max(0, min(cursor, len(self.text))), anchor)

    def insert(self, text: str) -> TextBuffer:
        """Return the text with more of it at the cursor, in place of what is selected."""
        start, end = self.selection
        return TextBuffer(self.text[:start] + text + self.text[end:], start + len(text))

    def delete(self, start: int, end: int) -> TextBuffer:
        """Return the text without what is selected, or without the given part when nothing is."""
        if self.selected_text:
            start, end = self.selection
        return TextBuffer(self.text[:start] + self.text[end:], start)

    def select_word(self) -> TextBuffer:
        """Return the text with the word at the cursor selected, or the one before it at the end of a line."""
        start = self.text.rfind("\n", 0, self.cursor) + 1
        words = [found.span() for found in _SELECTED_WORD.finditer(self.text, start, self._line_end)]
        at = next((span for span in words if span[0] <= self.cursor < span[1]), words[-1] if words else None)
        return self if at is None else TextBuffer(self.text, at[1], at[0])

    def select_line(self) -> TextBuffer:
        """Return the text with the line at the cursor selected, as far as its line end."""
        return TextBuffer(self.text, self._line_end, self.text.rfind("\n", 0, self.cursor) + 1)

    @property
    def _line_end(self) -> int:
        end = self.text.find("\n", self.cursor)
        return len(self.text) if end < 0 else end

    @property
    def previous_offset(self) -> int:
        """The offset one grapheme before the cursor."""
        near = self.text[max(0, self.cursor - _STEP_WINDOW) : self.cursor]
        line = near.rpartition("\n")[2]
        return self.cursor - (len(line) - graphemes(line)[-1][0] if line else min(1, len(near)))

    @property
    def next_offset(self) -> int:
        """The offset one grapheme after the cursor."""
        near = self.text[self.cursor : self.cursor + _STEP_WINDOW]
        line = near.partition("\n")[0]
        return self.cursor + (graphemes(line)[0][1] if line else min(1, len(near)))

    @property
    def previous_word_start(self) -> int:
        """The offset at which the word before the cursor starts."""
        starts = [found.start() for found in _WORD.finditer(self.text, 0, self.cursor)]
        return starts[-1] if starts else 0

    @property
    def next_word_end(self) -> int:
        """The offset at which the word after the cursor ends."""
        found = _WORD.search(self.text, self.cursor)
        return found.end() if found else len(self.text)


def apply_key(buffer: TextBuffer, key: str, layout: TextLayout, page: int = 10) -> TextBuffer | None:
    """Return what a key makes of the text, None for one that does nothing to it; `page` is in lines."""
    if key in _EDITS:
        return _EDITS[key](buffer, layout)
    if key in _VERTICAL_KEYS:
        return _move_vertically(buffer, layout, _VERTICAL_KEYS[key], extends=False)
    if key in ("pageup", "pagedown"):
        return _move_vertically(buffer, layout, -page if key == "pageup" else page, extends=False)
    bare = key.replace("shift+", "")
    extends = bare != key
    if bare in _VERTICAL_KEYS:
        return _move_vertically(buffer, layout, _VERTICAL_KEYS[bare], extends=extends)
    if bare in _MOVES:
        return _MOVES[bare](buffer, layout, extends)
    return None


def _move_vertically(buffer: TextBuffer, layout: TextLayout, by: int, *, extends: bool) -> TextBuffer | None:
    """Return the text with the cursor some lines further; None where there is no such line."""
    row = layout.row_of(buffer.cursor)
    target = max(0, min(row + by, layout.height - 1))
    if target == row:
        return None
    column = layout.column_of(buffer.cursor) if buffer.column is None else buffer.column
    moved = buffer.move_to(layout.offset_at(target, column), extends=extends)
    return replace(moved, column=column)


def _left(buffer: TextBuffer, _: TextLayout, extends: bool) -> TextBuffer:
    collapses = buffer.selected_text and not extends
    return buffer.move_to(buffer.selection[0] if collapses else buffer.previous_offset, extends=extends)


def _right(buffer: TextBuffer, _: TextLayout, extends: bool) -> TextBuffer:
    collapses = buffer.selected_text and not extends
    return buffer.move_to(buffer.selection[1] if collapses else buffer.next_offset, extends=extends)


def _home(buffer: TextBuffer, layout: TextLayout, extends: bool) -> TextBuffer:
    return buffer.move_to(layout.span(layout.row_of(buffer.cursor))[0], extends=extends)


def _end(buffer: TextBuffer, layout: TextLayout, extends: bool) -> TextBuffer:
    return buffer.move_to(layout.offset_at(layout.row_of(buffer.cursor), 1_000_000), extends=extends)


def _line_start(buffer: TextBuffer) -> int:
    return buffer.text.rfind("\n", 0, buffer.cursor) + 1


def _line_end(buffer: TextBuffer) -> int:
    end = buffer.text.find("\n", buffer.cursor)
    return len(buffer.text) if end < 0 else max(end, buffer.cursor + (end == buffer.cursor))


_VERTICAL_KEYS = {"up": -1, "down": 1}

_MOVES: dict[str, Callable[[TextBuffer, TextLayout, bool], TextBuffer]] = {
    "left": _left,
    "right": _right,
    "ctrl+left": lambda buffer, _, extends: buffer.move_to(buffer.previous_word_start, extends=extends),
    "ctrl+right": lambda buffer, _, extends: buffer.move_to(buffer.next_word_end, extends=extends),
    "home": _home,
    "end": _end,
    "ctrl+e": _end,
    "ctrl+home": lambda buffer, _, extends: buffer.move_to(0, extends=extends),
    "ctrl+end": lambda buffer, _, extends: buffer.move_to(len(buffer.text), extends=extends),
}

_EDITS: dict[str, Callable[[TextBuffer, TextLayout], TextBuffer]] = {
    "backspace": lambda buffer, _: buffer.delete(buffer.previous_offset, buffer.cursor),
    "delete": lambda buffer, _: buffer.delete(buffer.cursor, buffer.next_offset),
    "ctrl+w": lambda buffer, _: buffer.delete(buffer.previous_word_start, buffer.cursor),
    "ctrl+backspace": lambda buffer, _: buffer.delete(buffer.previous_word_start, buffer.cursor),
    "alt+backspace": lambda buffer, _: buffer.delete(buffer.previous_word_start, buffer.cursor),
    "alt+delete": lambda buffer, _: buffer.delete(buffer.cursor, buffer.next_word_end),
    "ctrl+delete": lambda buffer, _: buffer.delete(buffer.cursor, buffer.next_word_end),
    "ctrl+u": lambda buffer, _: buffer.delete(_line_start(buffer), buffer.cursor),
    "ctrl+k": lambda buffer, _: buffer.delete(buffer.cursor, _line_end(buffer)),
    "ctrl+a": lambda buffer, _: TextBuffer(buffer.text, len(buffer.text), 0),
    "f7": lambda buffer, _: TextBuffer(buffer.text, len(buffer.text), 0),
}
"""The text after each key that deletes or selects; a selection is deleted in place of the part that the key names."""
