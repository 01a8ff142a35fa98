"""Line breaks of plain text in a given width, and which cell shows which character."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from msgspec import Struct
from rich.cells import cell_len, split_graphemes, split_text

from screens.appearance.common_text import common_end, common_start
from screens.appearance.glyphs import terminal_glyphs
from wizard.message_text import sanitize

TAB = "    "
"""How a tab is drawn; its width does not depend on where it stands."""
_WORD_OR_SPACE = re.compile(r"[^ \t]+|[ \t]+")
_NARROW = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027]*")
"""Text whose characters take one cell each, whatever stands beside them."""
_WINDOW = 1_000
"""Characters of a long word that are looked at together."""
_LONGEST_CACHED = 4_000
"""Characters of a paragraph whose breaks are cached; a longer one changes with every key."""


@lru_cache(maxsize=1)
def _all_wide() -> re.Pattern[str]:
    """Return the pattern of characters that take two cells each; what follows the last one may join it."""
    return re.compile("[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]{2,}")


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
    width: int = 1

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
    return TextLayout(text, tuple(starts), max(width, 1))


def lay_out_edited(before: TextLayout, text: str) -> TextLayout:
    """Return the layout of a text that was edited, the same as if it were laid out anew.

    Lines are broken from two above the edit until one starts as it did before.
    """
    same = common_start(before.text, text)
    same_end = min(common_end(before.text, text), len(text) - same, len(before.text) - same)
    longer = len(text) - len(before.text)
    first = max(before.row_of(same) - 2, 0)
    starts = list(before.starts[: first + 1])
    for start in islice(_breaks_from(text, starts[-1], before.width), 1, None):
        if start >= len(text) - same_end:
            row = bisect_left(before.starts, start - longer)
            if row < before.height and before.starts[row] == start - longer:
                starts += [known + longer for known in before.starts[row:]] if longer else before.starts[row:]
                break
        starts.append(start)
    return TextLayout(text, tuple(starts), before.width)


def _breaks_from(text: str, begin: int, width: int) -> Iterator[int]:
    """Yield where lines start, from the start of one of them on."""
    while True:
        end = text.find("\n", begin)
        yield from _paragraph_breaks(text, begin, len(text) if end < 0 else end, width)
        if end < 0:
            return
        begin = end + 1


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
    return tuple(_paragraph_breaks(paragraph, 0, len(paragraph), width))


def _paragraph_breaks(text: str, begin: int, end: int, width: int) -> Iterator[int]:
    """Yield where the lines of a paragraph start, from the start of one of them on."""
    if not _NARROW.fullmatch(text, begin, end):
        yield from _find_wide_breaks(text, begin, end, width)
    elif end - begin <= width:
        yield begin
    else:
        yield from (found.start() for found in _line_pattern(width).finditer(text, begin, end))


@lru_cache(maxsize=64)
def _line_pattern(width: int) -> re.Pattern[str]:
    """Return what matches the lines of narrow text, as `_find_wide_breaks` finds them in any text.

    Up to a space, else only spaces, before a word that fills more than a line, else cut where the line is full.
    """
    return re.compile(rf"[^\n]{{1,{width}}}(?: +|$)| +|[^\n]{{{width}}}")


def _find_wide_breaks(text: str, begin: int, end: int, width: int) -> Iterator[int]:
    """Yield the starts of lines for text with wide characters or tabs."""
    yield begin
    used = 0
    for found in _WORD_OR_SPACE.finditer(text, begin, end):
        first, after = found.span()
        if text[first] in " \t":
            used += len(found[0].replace("\t", TAB))
            continue
        word_width = cells(found[0]) if after - first <= _WINDOW else width + 1
        if used and used + word_width > width:
            yield first
            used = 0
        if word_width <= width:
            used += word_width
            continue
        for position, cell_count, left in _characters_of_long_word(text, first, after):
            at, count = position, left
            fits = max((width - used) // cell_count, 0) if cell_count else count
            while count > fits:
                at, count = at + fits, count - fits
                if used or fits:
                    yield at
                used, fits = 0, max(width // cell_count, 1)
            used += count * cell_count


def _characters_of_long_word(text: str, first: int, after: int) -> Iterator[tuple[int, int, int]]:
    """Yield what a line may end between: where it starts, its cells, and how many such characters follow each other."""
    while first < after:
        wide = _all_wide().match(text, first, after)
        if wide is not None:
            count = len(wide[0]) - (wide.end() < after)
            yield first, 2, count
            first += count
            continue
        stop = min(first + _WINDOW, after)
        found = graphemes(text[first:stop])
        known = found if stop == after or len(found) == 1 else found[:-1]
        for start, _, cell_count in known:
            yield first + start, cell_count, 1
        first += known[-1][1]
