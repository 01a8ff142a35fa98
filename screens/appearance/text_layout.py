"""Line breaks of plain text in a given width, and which cell shows which character."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from msgspec import Struct
from rich.cells import cell_len, split_graphemes, split_text

from screens.appearance.glyphs import terminal_glyphs
from wizard.message_text import sanitize

TAB = "    "
"""How a tab is drawn; its width does not depend on where it stands."""
_WORD_OR_SPACE = re.compile(r"[^ \t]+|[ \t]+")
_NARROW = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027]*")
"""Text whose characters take one cell each, whatever stands beside them."""
_LONGEST_CACHED = 4_000
"""Characters of a paragraph whose breaks are cached; a longer one changes with every key."""


def drawn_text(text: str) -> str:
    """Return text of one line as it is drawn: control characters as Unicode pictures, tabs as spaces."""
    return sanitize(text).replace("\t", TAB)


def cells(text: str) -> int:
    """Return the width of text of one line, in cells."""
    return cell_len(drawn_text(text))


def graphemes(text: str) -> list[tuple[int, int, int]]:
    """Return what the cursor steps over, as `(start, end, cells)`, of text without line feeds."""
    # A tab has no width of its own and would join the character before it.
    spans, _ = split_graphemes(sanitize(text).replace("\t", "␉"))
    return [(start, end, len(TAB) if text[start] == "\t" else width) for start, end, width in spans]


class TextLayout(Struct, frozen=True):
    """Text broken into lines; every character is in exactly one of them."""

    text: str
    starts: tuple[int, ...]
    """The offset at which each line starts; the first is 0."""

    @property
    def height(self) -> int:
        """The number of lines, at least one."""
        return len(self.starts)

    def span(self, row: int) -> tuple[int, int]:
        """Return the start and end offset of a line, without its line feed."""
        start = self.starts[row]
        end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.text)
        ends_paragraph = end > start and self.text[end - 1] == "\n"
        return start, end - ends_paragraph

    def row_of(self, offset: int) -> int:
        """Return the line of a cursor that is before the character at an offset."""
        return bisect_right(self.starts, offset) - 1

    def column_of(self, offset: int) -> int:
        """Return the number of cells before an offset on its line."""
        return cells(self.text[self.starts[self.row_of(offset)] : offset])

    def offset_at(self, row: int, column: int) -> int:
        """Return the offset of what a cell shows, the end of the line for cells behind it."""
        start, end = self.span(max(0, min(row, self.height - 1)))
        used = 0
        for first, _, width in graphemes(self.text[start:end]):
            if used + width > column:
                return start + first
            used += width
        is_wrapped = end < len(self.text) and self.text[end] != "\n"
        return max(start, end - 1) if is_wrapped else end


def lay_out_text(text: str, width: int) -> TextLayout:
    """Break text into lines of at most `width` cells; the spaces at a line's end may exceed it."""
    starts: list[int] = []
    offset = 0
    for paragraph in text.split("\n"):
        wrap = _find_breaks if len(paragraph) > _LONGEST_CACHED else _cached_breaks
        starts += [offset + start for start in wrap(paragraph, max(width, 1))]
        offset += len(paragraph) + 1
    return TextLayout(text, tuple(starts))


def wrap_text(text: str, width: int) -> list[str]:
    """Return the lines in which the text is drawn."""
    broken = lay_out_text(text.rstrip(), width)
    return [drawn_text(text[start:end]).rstrip() for start, end in map(broken.span, range(broken.height))]


def shorten_line(text: str, width: int) -> str:
    """Return text as one line of at most `width` cells, with a glyph where it was cut."""
    shown = drawn_text(text.replace("\n", " "))
    if cell_len(shown) <= width:
        return shown
    return split_text(shown, max(width - 1, 0))[0].rstrip() + terminal_glyphs().cut if width > 0 else ""


@lru_cache(maxsize=2_000)
def _cached_breaks(paragraph: str, width: int) -> tuple[int, ...]:
    return _find_breaks(paragraph, width)


def _find_breaks(paragraph: str, width: int) -> tuple[int, ...]:
    if not _NARROW.fullmatch(paragraph):
        return _find_wide_breaks(paragraph, width)
    if len(paragraph) <= width:
        return (0,)
    return tuple(found.start() for found in _line_pattern(width).finditer(paragraph))


@lru_cache(maxsize=64)
def _line_pattern(width: int) -> re.Pattern[str]:
    """Return what matches the lines of narrow text: up to a space, else cut where the line is full."""
    return re.compile(rf"[^\n]{{1,{width}}}(?: +|$)|[^\n]{{{width}}}")


def _find_wide_breaks(paragraph: str, width: int) -> tuple[int, ...]:
    """Return the starts of lines for text with wide characters or tabs."""
    shown = sanitize(paragraph)
    starts, used = [0], 0
    for found in _WORD_OR_SPACE.finditer(shown):
        if found[0][0] in " \t":
            used += len(found[0].replace("\t", TAB))
            continue
        word_width = cell_len(found[0])
        if used and used + word_width > width:
            starts.append(found.start())
            used = 0
        for start, _, cell_count in graphemes(found[0]) if word_width > width else ():
            if used + cell_count > width:
                starts.append(found.start() + start)
                used = 0
            used += cell_count
        used += word_width if word_width <= width else 0
    return tuple(starts)
