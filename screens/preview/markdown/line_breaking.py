"""Runs broken into lines of so many cells, wide characters counted as the terminal draws them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from rich.cells import cell_len, split_graphemes

from screens.appearance.word_breaks import split_words
from screens.preview.markdown.drawn_lines import Extent, TextRun, merge_runs, split_runs

_NARROW = re.compile("[\\n -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027]*")
"""Text whose characters take one cell each, whatever stands beside them."""


def wrap_runs(runs: Sequence[TextRun], width: int) -> list[tuple[TextRun, ...]]:
    """Return the runs in lines of at most `width` cells, broken at spaces; a line feed in a run ends its line."""
    text = "".join(run.text for run in runs)
    if "\n" not in text and cell_len(text) <= width:
        return [merge_runs(runs)]
    return [merge_runs(line) for line in split_runs(runs, _line_extents(text, max(width, 1)))]


def wrap_code(runs: Sequence[TextRun], width: int) -> list[tuple[TextRun, ...]]:
    """Return the same for code: broken behind a space that leaves half of a line or more, and no space dropped."""
    return _break_where_needed(runs, width, _code_extents)


def chop_runs(runs: Sequence[TextRun], width: int) -> list[tuple[TextRun, ...]]:
    """Return the runs in lines broken exactly at the width."""
    return _break_where_needed(runs, width, lambda text, width: _chop_extents(text, 0, len(text), width))


def _break_where_needed(
    runs: Sequence[TextRun], width: int, find_extents: Callable[[str, int], Iterable[Extent]]
) -> list[tuple[TextRun, ...]]:
    text = "".join(run.text for run in runs)
    if cell_len(text) <= width:
        return [merge_runs(runs)]
    return [merge_runs(line) for line in split_runs(runs, find_extents(text, max(width, 1)))]


def cells(runs: Iterable[TextRun]) -> int:
    """Return how many cells the runs take."""
    return sum(cell_len(run.text) for run in runs)


def _line_extents(text: str, width: int) -> Iterator[Extent]:
    return _narrow_line_extents(text, width) if _NARROW.fullmatch(text) else _wide_line_extents(text, width)


def _narrow_line_extents(text: str, width: int) -> Iterator[Extent]:
    """Return where lines start and end in text whose characters take a cell each."""
    begin = 0
    for paragraph in text.split("\n"):
        end = begin + len(paragraph)
        first = end - len(paragraph.lstrip(" "))
        if first == end:
            yield begin, begin
        for found in _line_pattern(width).finditer(text, first, end):
            yield found.start(), found.start() + len(found[0].rstrip(" "))
        begin = end + 1


@lru_cache(maxsize=64)
def _line_pattern(width: int) -> re.Pattern[str]:
    """Return what matches a line: as many words as fit, else as much of one as does."""
    return re.compile(rf"[^\n]{{1,{width}}}(?: +|$)|[^\n]{{{width}}}")


def _wide_line_extents(text: str, width: int) -> Iterator[Extent]:
    start = end = used = 0
    for found in split_words(text):
        word = found[0]
        if word == "\n":
            yield start, end
            start = end = found.end()
            used = 0
        elif word[0] == " ":
            # Dropped when the line ends here: `end` stays behind it.
            used = used + len(word) if end > start else 0
            start = start if end > start else found.end()
        else:
            taken = cell_len(word)
            if used + taken > width and end > start:
                yield start, end
                start, used = found.start(), 0
            if taken > width:
                *full, last = _chop_extents(text, found.start(), found.end(), width)
                yield from full
                start, used, taken = last[0], 0, cell_len(text[last[0] : last[1]])
            end, used = found.end(), used + taken
    yield start, end


def _code_extents(text: str, width: int) -> Iterator[Extent]:
    """Return where lines of code start and end; joined they are the text."""
    begin = position = used = 0
    break_at = used_before = 0  # behind the last space of the line, and the cells up to there
    for size, taken in _graphemes(text):
        if used + taken > width and position > begin:
            is_broken_here = text[position] == " " or used_before * 2 < width or text[begin:break_at].isspace()
            end = position if is_broken_here else break_at
            yield begin, end
            begin, used = end, 0 if is_broken_here else used - used_before
            break_at = used_before = 0
        position += size
        used += taken
        if text[position - 1] == " ":
            break_at, used_before = position, used
    yield begin, len(text)


def _chop_extents(text: str, start: int, end: int, width: int) -> Iterator[Extent]:
    """Return extents of at most so many cells, never within what is drawn as one character."""
    room = width
    begin = position = start
    for size, taken in _graphemes(text[start:end]):
        if taken > room and position > begin:
            yield begin, position
            begin, room = position, width
        position += size
        room -= taken
    yield begin, end


def _graphemes(text: str) -> Iterator[Extent]:
    """Return the characters and cells of each grapheme cluster (Unicode UAX #29)."""
    if text.isascii():
        yield from ((1, 1) for _ in text)
    else:
        spans, _ = split_graphemes(text)
        yield from ((after - before, taken) for before, after, taken in spans)
