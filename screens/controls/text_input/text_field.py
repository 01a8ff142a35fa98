"""A text field: it wraps, scrolls within itself, and shows its cursor."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from msgspec import Struct, field

from screens.appearance.glyphs import key_text
from screens.appearance.text_layout import TextLayout, drawn_text, lay_out_edited, lay_out_text, shorten_line
from screens.controls.rows import Ink, RowSegment, pad
from screens.controls.text_input.paste import normalize_line_ends, split_lines
from screens.controls.text_input.text_buffer import TextBuffer, apply_key
from wizard.message_text import pluralize


class TextField(Struct):
    """Text being typed, laid out for the width in which it was last drawn."""

    buffer: TextBuffer
    takes_lines: bool = False
    """Whether line ends may be typed or pasted."""
    top: int = 0
    """The index of the first line in sight."""
    page: int = 1
    """Lines in sight when it was last drawn."""
    _layout: TextLayout = field(default_factory=lambda: lay_out_text("", 40))
    _width: int = 40

    @staticmethod
    def of(text: str, cursor: int | None = None, *, takes_lines: bool = False) -> TextField:
        """Return a field with text, its cursor at an offset or at the end."""
        at = len(text) if cursor is None else max(0, min(cursor, len(text)))
        return TextField(TextBuffer(text, at), takes_lines)

    @property
    def text(self) -> str:
        """The text that was typed."""
        return self.buffer.text

    @property
    def is_blank(self) -> bool:
        """Whether the text is empty or only white space."""
        return not self.buffer.text.strip()

    def press(self, key: str, character: str | None) -> bool:
        """Take a key, and return whether the field has a use for it."""
        if character is not None:
            self.buffer = self.buffer.insert(character)
            return True
        after = apply_key(self.buffer, key, self.current_layout(), self.page)
        if after is None:
            return False
        self.buffer = after
        return True

    def insert(self, text: str) -> int:
        """Insert text at the cursor; return how many lines became one, in a field that takes no line ends."""
        plain = normalize_line_ends(text)
        lines = split_lines(plain) if "\n" in plain and not self.takes_lines else [plain]
        if lines:
            self.buffer = self.buffer.insert(lines[0] if len(lines) == 1 else " ".join(map(str.strip, lines)))
        return len(lines)

    def point(self, row: int, column: int, *, extends: bool = False) -> None:
        """Put the cursor where the pointer is: a line in sight and a cell of its text."""
        self.buffer = self.buffer.move_to(self.current_layout().offset_at(self.top + row, column), extends=extends)

    def select(self, part: Literal["word", "line"]) -> None:
        """Select the word or the line at the cursor."""
        self.buffer = self.buffer.select_word() if part == "word" else self.buffer.select_line()

    def current_layout(self) -> TextLayout:
        """Return the text in lines of the width in which it was last drawn."""
        self._fit(self._width)
        return self._layout

    def height(self, width: int) -> int:
        """Return how many lines the whole text takes."""
        self._fit(width)
        return self._layout.height

    def caret_line(self) -> int:
        """Return the line in sight on which the cursor stands, counted from 0."""
        return self.current_layout().row_of(self.buffer.cursor) - self.top

    def scrolls(self, width: int, most: int) -> bool:
        """Return whether the text has more lines than are shown of it."""
        return self.height(width) > most

    def omitted_lines(self) -> tuple[tuple[RowSegment, ...], tuple[RowSegment, ...]]:
        """Return what stands above and below the lines that were drawn last: how many more there are."""
        below = self._layout.height - self.top - self.page if self.buffer.text else 0
        return _line_count("↑", self.top), _line_count("↓", below)

    def draw(self, width: int, most: int, placeholder: str = "", ink: Ink = "ink") -> list[tuple[RowSegment, ...]]:
        """Return the lines in sight, at most `most`, the cursor among them."""
        self._fit(width)
        layout = self._layout
        if not self.buffer.text:
            return [_placeholder_line(placeholder, width)]
        self.page = max(most, 1)
        caret = layout.row_of(self.buffer.cursor)
        self.top = max(caret - self.page + 1, min(self.top, caret, layout.height - self.page), 0)
        rows = range(self.top, min(self.top + self.page, layout.height))
        return [self._draw_line(row, ink) for row in rows]

    def _fit(self, width: int) -> None:
        if width != self._width:
            self._width = width
            self._layout = lay_out_text(self.buffer.text, width)
        elif self._layout.text is not self.buffer.text:
            self._layout = lay_out_edited(self._layout, self.buffer.text)

    def _draw_line(self, row: int, ink: Ink) -> tuple[RowSegment, ...]:
        start, end = self._layout.span(row)
        text, cursor = self.buffer.text, self.buffer.cursor
        has_cursor = self._layout.row_of(cursor) == row
        if row + 1 < self._layout.height:
            end = max(start + len(text[start:end].rstrip(" ")), cursor if has_cursor else start)
        if has_cursor and self._layout.column_of(cursor) > self._width:
            return self._line_with_hanging_cursor(text[start:end].rstrip(" "), ink)
        under = (cursor, min(self.buffer.next_offset, end)) if has_cursor else (-1, -1)
        cuts = sorted({start, end, *(cut for cut in (*under, *self.buffer.selection) if start < cut < end)})
        segments = [
            RowSegment(drawn_text(text[one:other]), "cursor" if one == under[0] else self._ink_at(one, ink))
            for one, other in pairwise(cuts)
        ]
        return (*segments, RowSegment(" ", "cursor")) if has_cursor and cursor == end else tuple(segments)

    def _line_with_hanging_cursor(self, text: str, ink: Ink) -> tuple[RowSegment, ...]:
        """Return a line whose cursor stands in trailing spaces beyond the width."""
        return (*pad((RowSegment(drawn_text(text), ink),), self._width), RowSegment(" ", "cursor"))

    def _ink_at(self, offset: int, ink: Ink) -> Ink:
        first, last = self.buffer.selection
        return "selected" if first <= offset < last else ink


def hide_cursor(segments: tuple[RowSegment, ...]) -> tuple[RowSegment, ...]:
    """Return a drawn line without its cursor."""
    return tuple(segment._replace(ink="ink") if segment.ink == "cursor" else segment for segment in segments)


def _line_count(arrow: str, count: int) -> tuple[RowSegment, ...]:
    return (RowSegment(key_text(f"{arrow} {count} {pluralize('line', count)}"), "faint"),) if count > 0 else ()


def _placeholder_line(text: str, width: int) -> tuple[RowSegment, ...]:
    shown = shorten_line(text, width)
    return (RowSegment(shown[:1] or " ", "cursor"), RowSegment(shown[1:], "example"))
