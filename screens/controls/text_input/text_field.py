"""A text field: it wraps, scrolls within itself, and shows its cursor."""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct, field

from screens.appearance.text_layout import TextLayout, drawn_text, lay_out_text, shorten_line
from screens.controls.rows import Ink, RowSegment, pad
from screens.controls.text_input.paste import split_lines
from screens.controls.text_input.text_buffer import TextBuffer, apply_key


class TextField(Struct):
    """The text that is being typed, where it stands in the width that it was last drawn in."""

    typed: TextBuffer
    takes_lines: bool = False
    """Whether a line end may be typed or pasted into it."""
    top: int = 0
    """The first line in sight."""
    page: int = 1
    """Lines in sight when it was last drawn."""
    _layout: TextLayout = field(default_factory=lambda: lay_out_text("", 40))
    _width: int = 40

    @staticmethod
    def of(text: str, cursor: int | None = None, *, takes_lines: bool = False) -> TextField:
        """A field with text, its cursor at an offset or at the end."""
        at = len(text) if cursor is None else max(0, min(cursor, len(text)))
        return TextField(TextBuffer(text, at), takes_lines)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.typed.text

    @property
    def is_blank(self) -> bool:
        """Whether there is not a letter in it."""
        return not self.typed.text.strip()

    def press(self, key: str, character: str | None) -> bool:
        """Take a key, and say whether the field has a use for it."""
        if character is not None:
            self.typed = self.typed.insert(character)
            return True
        after = apply_key(self.typed, key, self.current_layout(), self.page)
        if after is None:
            return False
        self.typed = after
        return True

    def insert(self, text: str) -> int:
        """Put text at the cursor; say how many lines became one, in a field that takes no line ends."""
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        lines = split_lines(plain) if "\n" in plain and not self.takes_lines else [plain]
        if lines:
            self.typed = self.typed.insert(lines[0] if len(lines) == 1 else " ".join(map(str.strip, lines)))
        return len(lines)

    def point(self, row: int, column: int, *, extends: bool = False) -> None:
        """Put the cursor where the pointer is: a line in sight and a cell of its text."""
        self.typed = self.typed.move_to(self.current_layout().offset_at(self.top + row, column), extends=extends)

    def current_layout(self) -> TextLayout:
        """The text in lines of the width that it was last drawn in."""
        if self._layout.text is not self.typed.text:
            self._layout = lay_out_text(self.typed.text, self._width)
        return self._layout

    def height(self, width: int) -> int:
        """How many lines all of the text takes; one more when the cursor has to stand on it."""
        self._fit(width)
        return self._layout.height

    def caret_line(self) -> int:
        """The line in sight on which the cursor stands."""
        return self.current_layout().row_of(self.typed.cursor) - self.top

    def draw(self, width: int, most: int, placeholder: str = "", ink: Ink = "ink") -> list[tuple[RowSegment, ...]]:
        """The lines in sight, at most so many, the cursor among them."""
        self._fit(width)
        broken = self._layout
        if not self.typed.text:
            return [_placeholder_line(placeholder, width)]
        self.page = max(most, 1)
        caret = broken.row_of(self.typed.cursor)
        self.top = max(caret - self.page + 1, min(self.top, caret, broken.height - self.page), 0)
        rows = range(self.top, min(self.top + self.page, broken.height))
        return [self._draw_line(row, ink) for row in rows]

    def _fit(self, width: int) -> None:
        if width != self._width or self._layout.text is not self.typed.text:
            self._width = width
            self._layout = lay_out_text(self.typed.text, width)

    def _draw_line(self, row: int, ink: Ink) -> tuple[RowSegment, ...]:
        start, end = self._layout.span(row)
        text, cursor = self.typed.text, self.typed.cursor
        has_cursor = self._layout.row_of(cursor) == row
        if row + 1 < self._layout.height:
            end = max(start + len(text[start:end].rstrip(" ")), cursor if has_cursor else start)
        if has_cursor and self._layout.column_of(cursor) > self._width:
            return self._line_with_hanging_cursor(text[start:end].rstrip(" "), ink)
        under = (cursor, min(self.typed.next_offset, end)) if has_cursor else (-1, -1)
        cuts = sorted({start, end, *(cut for cut in (*under, *self.typed.selection) if start < cut < end)})
        pieces = [
            RowSegment(drawn_text(text[one:other]), "cursor" if one == under[0] else self._ink_at(one, ink))
            for one, other in pairwise(cuts)
        ]
        return (*pieces, RowSegment(" ", "cursor")) if has_cursor and cursor == end else tuple(pieces)

    def _line_with_hanging_cursor(self, text: str, ink: Ink) -> tuple[RowSegment, ...]:
        """A line whose cursor stands in spaces that hang over."""
        return (*pad((RowSegment(drawn_text(text), ink),), self._width), RowSegment(" ", "cursor"))

    def _ink_at(self, offset: int, ink: Ink) -> Ink:
        first, last = self.typed.selection
        return "selected" if first <= offset < last else ink


def hide_cursor(pieces: tuple[RowSegment, ...]) -> tuple[RowSegment, ...]:
    """A drawn line while the cursor is elsewhere."""
    return tuple(piece._replace(ink="ink") if piece.ink == "cursor" else piece for piece in pieces)


def _placeholder_line(text: str, width: int) -> tuple[RowSegment, ...]:
    shown = shorten_line(text, width)
    return (RowSegment(shown[:1] or " ", "cursor"), RowSegment(shown[1:], "example"))
