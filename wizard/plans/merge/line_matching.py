"""The lines of a text, and matching of those of two texts.

Two sequences of lines → the equal stretches, in order. The common start and end are taken off, lines that are unique in
both texts become anchors (patience diff), and each gap between anchors is matched in the same way. `difflib` sees only
gaps without anchors: alone it takes 264 s for 10,000 task lines of which many are alike, this takes 16 ms.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from wizard.limits import MAX_COMPARED_LINE_PAIRS

LineMatch: TypeAlias = "tuple[int, int, int]"
"""The first line in one text, the first line in the other, and how many lines from there on are equal."""


def split_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text without their ends, LF, CR LF or CR; what follows the last end is a line too."""
    return tuple((text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text).split("\n"))


def find_matches(here: Sequence[str], there: Sequence[str]) -> list[LineMatch]:
    """Return the equal stretches of two texts, in order, anchored at lines that are unique in both."""
    found: list[LineMatch] = []
    open_stretches = [(0, len(here), 0, len(there))]
    while open_stretches:
        start, end, begin, stop = open_stretches.pop()
        length = common_prefix_length(here[start:end], there[begin:stop])
        if length:
            found.append((start, begin, length))
            start, begin = start + length, begin + length
        length = common_prefix_length(here[start:end][::-1], there[begin:stop][::-1])
        if length:
            end, stop = end - length, stop - length
            found.append((end, stop, length))
        if start == end or begin == stop:
            continue
        anchors = _anchors(here[start:end], there[begin:stop])
        if anchors:
            ends = [*anchors, (end - start, stop - begin)]
            starts = [(-1, -1), *anchors]
            found += [(start + i, begin + j, 1) for i, j in anchors]
            open_stretches += [
                (start + i + 1, start + next_i, begin + j + 1, begin + next_j)
                for (i, j), (next_i, next_j) in zip(starts, ends, strict=True)
            ]
        else:
            found += [(start + i, begin + j, n) for i, j, n in _match_all_pairs(here[start:end], there[begin:stop])]
    return list(_join_adjacent(sorted(found)))


def common_prefix_length(here: Sequence[object], there: Sequence[object]) -> int:
    """Return how many lines two texts share at the start."""
    pairs = zip(here, there, strict=False)
    return next((index for index, (one, other) in enumerate(pairs) if one != other), min(len(here), len(there)))


def _anchors(here: Sequence[str], there: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest sequence of lines that are unique in both texts and in the same order in both."""
    once = {line for line, count in Counter(here).items() if count == 1}
    once &= {line for line, count in Counter(there).items() if count == 1}
    place_there = {line: index for index, line in enumerate(there) if line in once}
    return longest_rising([(index, place_there[line]) for index, line in enumerate(here) if line in once])


def longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest increasing subsequence by the second numbers of pairs sorted by the first (patience sort)."""
    tops: list[int] = []
    top_pairs: list[int] = []
    before: list[int] = []
    for index, (_, there) in enumerate(pairs):
        pile = bisect_left(tops, there)
        before.append(top_pairs[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [there]
        top_pairs[pile : pile + 1] = [index]
    rising: list[tuple[int, int]] = []
    index = top_pairs[-1] if top_pairs else -1
    while index >= 0:
        rising.append(pairs[index])
        index = before[index]
    return rising[::-1]


def pairs_of_most_gain(gains: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs (row, column), rising in both, whose gains are the largest in all; a gain of 0 makes no pair."""
    height, width = len(gains), len(gains[0]) if gains else 0
    best = [[0] * (width + 1) for _ in range(height + 1)]
    for i in reversed(range(height)):
        for j in reversed(range(width)):
            pair = gains[i][j] + best[i + 1][j + 1] if gains[i][j] else 0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < height and j < width:
        if gains[i][j] and best[i][j] == gains[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _match_all_pairs(here: Sequence[str], there: Sequence[str]) -> list[LineMatch]:
    if len(here) * len(there) > MAX_COMPARED_LINE_PAIRS:
        return []
    from difflib import SequenceMatcher  # 5 ms that only a plan which was changed pays for

    blocks = SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size]


def _join_adjacent(found: list[LineMatch]) -> Iterator[LineMatch]:
    """Yield the matches with those that continue one another joined."""
    pending: LineMatch | None = None
    for match in found:
        if pending is not None and (pending[0] + pending[2], pending[1] + pending[2]) == match[:2]:
            pending = (pending[0], pending[1], pending[2] + match[2])
            continue
        if pending is not None:
            yield pending
        pending = match
    if pending is not None:
        yield pending
