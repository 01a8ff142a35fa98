"""Markdown lists and quotes while they are typed.

- one|      Enter   ->  - one          - two|   Tab  ->    - two
                        - |
2. two\\n3. |  Enter ->  2. two

                        |
"""

from __future__ import annotations

import re

from msgspec import Struct

from screens.controls.text_input.text_buffer import TextBuffer
from wizard.markdown.fences import fence_after
from wizard.markdown.syntax import BULLET_MARKER, ORDERED_MARKER, QUOTE_MARKER, TASK_BOX, THEMATIC_BREAK

_QUOTE = rf"(?P<quote>(?:[ ]{{0,3}}{QUOTE_MARKER})*)"
_ITEM = re.compile(
    rf"{_QUOTE}(?P<indent>[ \t]*)(?P<marker>{BULLET_MARKER}|{ORDERED_MARKER})(?P<gap>[ \t]+)"
    rf"(?P<box>{TASK_BOX}(?:[ \t]+|$))?"
)
_QUOTED = re.compile(_QUOTE)
_BREAK = re.compile(rf"[ ]{{0,3}}{THEMATIC_BREAK}")
_TAB_STOP = 4
"""§2.2 Tabs."""


class ItemLine(Struct, frozen=True):
    """The first line of a list item, as far as its text."""

    quote: str
    indent: int
    """Cells before the marker."""
    marker: str
    gap: str
    has_box: bool
    length: int
    """Characters before the text."""

    @staticmethod
    def of(line: str) -> ItemLine | None:
        """Return what stands before the text of an item; None for a line that begins none."""
        found = None if _BREAK.fullmatch(line) else _ITEM.match(line)
        if found is None:
            return None
        return ItemLine(
            quote=found["quote"],
            indent=len(found["indent"].expandtabs(_TAB_STOP)),
            marker=found["marker"],
            gap=found["gap"],
            has_box=bool(found["box"]),
            length=found.end(),
        )

    @property
    def number(self) -> int | None:
        """The number of an ordered item."""
        return int(self.marker[:-1]) if self.marker[:-1] else None

    @property
    def text_indent(self) -> int:
        """Cells before the text, where items below this one begin."""
        return self.indent + len(self.marker) + 1

    def with_number(self, number: int) -> str:
        """Return the marker with another number."""
        return f"{number}{self.marker[-1]}"

    def next_start(self, marker: str) -> str:
        """Return what stands before the text of the item below it."""
        return f"{self.quote}{' ' * self.indent}{marker}{self.gap}{'[ ] ' if self.has_box else ''}"


class _Lines(Struct):
    """The lines of a text that is being edited, with the cursor and the start of the selection as places in them."""

    lines: list[str]
    cursor: tuple[int, int]
    anchor: tuple[int, int] | None

    @staticmethod
    def of(buffer: TextBuffer) -> _Lines:
        text = buffer.text
        return _Lines(
            text.split("\n"),
            _place_of(text, buffer.cursor),
            None if buffer.anchor is None else _place_of(text, buffer.anchor),
        )

    def buffer(self) -> TextBuffer:
        anchor = None if self.anchor is None else self._offset(self.anchor)
        return TextBuffer("\n".join(self.lines), self._offset(self.cursor), anchor)

    def rows(self) -> range:
        """Return the rows that are selected, or the cursor's."""
        ends = sorted((self.cursor, self.anchor or self.cursor))
        (first, _), (last, column) = ends
        return range(first, last + (1 if column or first == last else 0))

    def replace_start(self, row: int, before: int, start: str) -> None:
        """Replace the first characters of a row; the cursor stays beside the character that it is at."""
        self.lines[row] = start + self.lines[row][before:]
        by = len(start) - before
        self.cursor = _shift(self.cursor, row, by)
        self.anchor = None if self.anchor is None else _shift(self.anchor, row, by)

    def shift(self, row: int, by: int) -> None:
        """Indent a row by some cells, or take so many from it, as far as it has them."""
        quote = _QUOTED.match(self.lines[row])
        quoted = quote[0] if quote else ""
        rest = self.lines[row][len(quoted) :]
        blank = len(rest) - len(rest.lstrip(" \t"))
        cells = max(len(rest[:blank].expandtabs(_TAB_STOP)) + by, 0)
        if rest.strip():
            self.replace_start(row, len(quoted) + blank, quoted + " " * cells)

    def item(self, row: int) -> ItemLine | None:
        return ItemLine.of(self.lines[row])

    def level(self, row: int) -> int:
        """Return how many cells a row is indented."""
        quote = _QUOTED.match(self.lines[row])
        rest = self.lines[row][len(quote[0]) if quote else 0 :]
        return len(rest[: len(rest) - len(rest.lstrip(" \t"))].expandtabs(_TAB_STOP))

    def row_above(self, row: int, most: int) -> int | None:
        """Return the nearest item above a row that is indented by at most so many cells, in the same list."""
        for above in range(row - 1, -1, -1):
            if not self.lines[above].strip():
                continue
            item = self.item(above)
            if item is not None and item.indent <= most:
                return above
            if item is None and self.level(above) <= most:
                return None
        return None

    def sibling_above(self, row: int, item: ItemLine) -> int | None:
        """Return the item above that a row can become a part of."""
        above = self.row_above(row, item.indent)
        found = None if above is None else self.item(above)
        is_sibling = found is not None and found.quote == item.quote and item.indent < found.text_indent
        return above if is_sibling else None

    def end_of_item(self, row: int) -> int:
        """Return the row behind an item and all that is indented below it."""
        indent, end = self.level(row), row + 1
        for below in range(row + 1, len(self.lines)):
            if not self.lines[below].strip():
                continue
            if self.level(below) <= indent:
                break
            end = below + 1
        return end

    def number_from(self, row: int) -> None:
        """Number the items that follow an item of a numbered list on."""
        item = self.item(row)
        if item is None or item.number is None:
            return
        number = item.number
        for below in range(row + 1, len(self.lines)):
            other = self.item(below)
            if not self.lines[below].strip() or self.level(below) > item.indent:
                continue
            if other is None or other.number is None or other.indent < item.indent or other.quote != item.quote:
                return
            number += 1
            marker = other.with_number(number)
            start = self.lines[below].index(other.marker)
            self.replace_start(below, start + len(other.marker), self.lines[below][:start] + marker)

    def set_number(self, row: int) -> None:
        """Number a moved item after the one above it, or as the first of its list."""
        item = self.item(row)
        if item is None or item.number is None:
            return
        above = self.sibling_above(row, item)
        found = None if above is None else self.item(above)
        number = 1 if found is None or found.number is None else found.number + 1
        start = self.lines[row].index(item.marker)
        self.replace_start(row, start + len(item.marker), self.lines[row][:start] + item.with_number(number))
        self.number_from(row)

    def _offset(self, place: tuple[int, int]) -> int:
        row, column = place
        return sum(len(line) + 1 for line in self.lines[:row]) + column


def continue_list(buffer: TextBuffer) -> TextBuffer | None:
    """Return the text after Enter in a list item or a quote: the next one begun, or an empty one ended; else None."""
    replaces = bool(buffer.selected_text)
    if replaces:
        buffer = buffer.delete(0, 0)
    start = buffer.text.rfind("\n", 0, buffer.cursor) + 1
    end = buffer.text.find("\n", buffer.cursor)
    line = buffer.text[start : len(buffer.text) if end < 0 else end]
    item = ItemLine.of(line)
    quote = _QUOTED.match(line)
    length = item.length if item is not None else quote.end() if quote is not None else 0
    if not length or buffer.cursor - start < length or _is_in_fence(buffer.text[:start]):
        return None
    if not replaces and not line[length:].strip():
        return _end_item(buffer, item)
    if item is None:
        return _break_line(buffer, line[:length])
    if item.number is None:
        return _break_line(buffer, item.next_start(item.marker))
    lines = _Lines.of(buffer)
    row = lines.cursor[0]
    if _is_numbered_alike(lines, row, item):
        return _break_line(buffer, item.next_start(item.marker))
    lines = _Lines.of(_break_line(buffer, item.next_start(item.with_number(item.number + 1))))
    lines.number_from(row + 1)
    return lines.buffer()


def _end_item(buffer: TextBuffer, item: ItemLine | None) -> TextBuffer:
    """Return the text with an empty item one level further out, or with an empty line in place of the outermost one.

    Blank lines on both sides keep what is typed there apart from the list or quote: without them Markdown takes it for
    a part of the item above (5.2 and 5.1, lazy continuation), and a numbered item below for a part of it.
    """
    lines = _Lines.of(buffer)
    row = lines.cursor[0]
    if item is not None and (outer := _outer_start(lines, row, item)) is not None:
        lines.lines[row], lines.cursor = outer, (row, len(outer))
        lines.number_from(row)
        return lines.buffer()
    quote = item.quote if item is not None else ""
    blank = quote.rstrip()
    lines.lines[row] = quote
    if row and _is_blank(lines.lines[row - 1]):
        lines.lines[row - 1] = blank if lines.lines[row - 1].strip() else lines.lines[row - 1]
    elif row and lines.lines[row - 1].startswith(blank):
        lines.lines.insert(row, blank)
        row += 1
    if row + 1 < len(lines.lines) and lines.lines[row + 1].startswith(blank) and not _is_blank(lines.lines[row + 1]):
        lines.lines.insert(row + 1, blank)
    lines.cursor = (row, len(quote))
    return lines.buffer()


def _outer_start(lines: _Lines, row: int, item: ItemLine) -> str | None:
    """Return what stands before the text of the next item of the list around a nested one; None for an outermost."""
    above = lines.row_above(row, item.indent - 1) if item.indent else None
    outer = None if above is None else lines.item(above)
    if outer is None or outer.quote != item.quote or item.indent < outer.text_indent:
        return None
    return outer.next_start(outer.marker if outer.number is None else outer.with_number(outer.number + 1))


def _is_blank(line: str) -> bool:
    """Return whether a line is empty, within a quote or without."""
    return not line.strip(" \t>")


def without_repeated_marker(buffer: TextBuffer) -> TextBuffer | None:
    """Return the text without a marker that was typed behind the same one, which Enter had written already.

    `- -|` and a space are `- |`; None where there is nothing to take away.
    """
    start = buffer.text.rfind("\n", 0, buffer.cursor) + 1
    line = buffer.text[start : buffer.cursor]
    item = ItemLine.of(line)
    is_alone = buffer.text[buffer.cursor : buffer.cursor + 1] in ("", "\n") and not buffer.selected_text
    if item is None or item.has_box or not is_alone or line[item.length :] != item.marker:
        return None
    return TextBuffer(buffer.text[: start + item.length] + buffer.text[buffer.cursor :], start + item.length)


def indent_item(buffer: TextBuffer) -> TextBuffer | None:
    """Return the text with the item at the cursor, or the selected ones, made a part of the item above; else None."""
    lines = _Lines.of(buffer)
    row = lines.rows().start
    item = lines.item(row)
    above = None if item is None or _is_in_fence_above(lines, row) else lines.sibling_above(row, item)
    parent = None if above is None else lines.item(above)
    if item is None or above is None or parent is None:
        return None
    _shift_items(lines, parent.text_indent - item.indent)
    lines.number_from(above)
    return lines.buffer()


def outdent_item(buffer: TextBuffer) -> TextBuffer | None:
    """Return the text with the item at the cursor, or the selected ones, taken out of the item above; else None."""
    lines = _Lines.of(buffer)
    row = lines.rows().start
    item = lines.item(row)
    if item is None or not item.indent or _is_in_fence_above(lines, row):
        return None
    above = lines.row_above(row, item.indent - 1)
    outer = None if above is None else lines.item(above)
    _shift_items(lines, (outer.indent if outer is not None else 0) - item.indent)
    return lines.buffer()


def _shift_items(lines: _Lines, by: int) -> None:
    """Indent the selected rows, and what belongs to the last item of them."""
    rows = lines.rows()
    end = max(lines.end_of_item(rows[-1]), rows.stop)
    for row in range(rows.start, end):
        lines.shift(row, by)
    lines.set_number(rows.start)


def _break_line(buffer: TextBuffer, start: str) -> TextBuffer:
    """Return the text with a line broken at the cursor, its rest behind what the next line starts with."""
    rest = buffer.text[buffer.cursor :]
    blank = len(rest) - len(rest.lstrip(" \t"))
    before = buffer.text[: buffer.cursor]
    return TextBuffer(f"{before}\n{start}{rest[blank:]}", len(before) + 1 + len(start))


def _is_numbered_alike(lines: _Lines, row: int, item: ItemLine) -> bool:
    """Return whether the items of a list all have the same number, which Markdown counts on by itself."""
    above = lines.sibling_above(row, item)
    below = lines.end_of_item(row)
    others = [lines.item(other) for other in (above, below) if other is not None and other < len(lines.lines)]
    return any(other is not None and other.number == item.number and other.indent == item.indent for other in others)


def _is_in_fence_above(lines: _Lines, row: int) -> bool:
    return _is_in_fence("\n".join(lines.lines[:row]))


def _is_in_fence(above: str) -> bool:
    """Return whether a line is code, after the lines above it."""
    fence = ""
    for line in above.split("\n") if "```" in above or "~~~" in above else ():
        fence = fence_after(line, fence)
    return bool(fence)


def _place_of(text: str, offset: int) -> tuple[int, int]:
    row = text.count("\n", 0, offset)
    return row, offset - (text.rfind("\n", 0, offset) + 1)


def _shift(place: tuple[int, int], row: int, by: int) -> tuple[int, int]:
    return (row, max(place[1] + by, 0)) if place[0] == row else place
