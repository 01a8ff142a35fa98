r"""Where the characters of one text are in another one that was merged from it.

"# Plan\n\nGo." and "# Plan\n\nA note.\n\nGo." → characters 0 to 8 stand where they stood, 8 to 11 stand 9 later
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import attrgetter

from msgspec import Struct

from wizard.plans.merge.line_matching import find_matches
from wizard.plans.merge.word_tokens import split_words


class Stretch(Struct, frozen=True):
    """Consecutive characters that both texts have."""

    start: int
    merged_start: int
    length: int


class OffsetMap(Struct, frozen=True):
    """The stretches that two texts have in common, in order in both."""

    stretches: tuple[Stretch, ...]

    def find(self, offset: int) -> int | None:
        """Return the offset in the merged text of the character at `offset`, or None if it is not there."""
        at = bisect_right(self.stretches, offset, key=_start_of) - 1
        if at < 0 or offset >= self.stretches[at].start + self.stretches[at].length:
            return None
        return self.stretches[at].merged_start + offset - self.stretches[at].start

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where the characters from `start` to `end` stand in the merged text; None if none of them is there.

        What stands between the first and the last of them belongs to it. An empty span stands where it is inside of
        a stretch, or at the end of one.
        """
        if start == end:
            return self._empty_span(start)
        first = bisect_right(self.stretches, start, key=_end_of)
        last = bisect_right(self.stretches, end - 1, key=_start_of) - 1
        if first > last:
            return None
        one, other = self.stretches[first], self.stretches[last]
        begin = one.merged_start + max(start - one.start, 0)
        return begin, other.merged_start + min(end - other.start, other.length)

    def _empty_span(self, offset: int) -> tuple[int, int] | None:
        at = bisect_right(self.stretches, offset, key=_start_of) - 1
        if at < 0 or offset > self.stretches[at].start + self.stretches[at].length:
            return None
        place = self.stretches[at].merged_start + offset - self.stretches[at].start
        return place, place


_start_of = attrgetter("start")


def _end_of(stretch: Stretch) -> int:
    return stretch.start + stretch.length


def map_offsets(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> OffsetMap:
    """Return the map of two texts, given as the lines of each part of both, in order."""
    return OffsetMap(tuple(_join_adjacent(_stretches(pairs))))


def _stretches(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Iterator[Stretch]:
    at = at_merged = 0
    for lines, merged in pairs:
        if lines == merged:
            yield Stretch(at, at_merged, _length(lines))
        else:
            yield from _shared_lines(lines, merged, at, at_merged)
        at, at_merged = at + _length(lines), at_merged + _length(merged)


def _shared_lines(lines: Sequence[str], merged: Sequence[str], at: int, at_merged: int) -> Iterator[Stretch]:
    starts = tuple(accumulate((len(line) + 1 for line in lines), initial=at))
    merged_starts = tuple(accumulate((len(line) + 1 for line in merged), initial=at_merged))
    end = end_merged = 0
    for start, begin, length in (*find_matches(lines, merged), (len(lines), len(merged), 0)):
        gap, merged_gap = "\n".join(lines[end:start]), "\n".join(merged[end_merged:begin])
        yield from _shared_words(gap, merged_gap, starts[end], merged_starts[end_merged])
        end, end_merged = start + length, begin + length
        yield Stretch(starts[start], merged_starts[begin], starts[end] - starts[start])


def _shared_words(text: str, merged: str, at: int, at_merged: int) -> Iterator[Stretch]:
    if not text or not merged:
        return
    words, merged_words = split_words(text), split_words(merged)
    shared = find_matches([word.text for word in words], [word.text for word in merged_words])
    for start, begin, length in shared:
        for word, other in zip(words[start : start + length], merged_words[begin : begin + length], strict=True):
            yield Stretch(at + word.start, at_merged + other.start, len(word.text))


def _length(lines: Sequence[str]) -> int:
    return sum(map(len, lines)) + len(lines)


def _join_adjacent(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Yield the stretches with those that continue one another joined."""
    pending: Stretch | None = None
    for each in stretches:
        if pending is not None and (
            (pending.start + pending.length, pending.merged_start + pending.length) == (each.start, each.merged_start)
        ):
            pending = Stretch(pending.start, pending.merged_start, pending.length + each.length)
        elif each.length:
            if pending is not None:
                yield pending
            pending = each
    if pending is not None:
        yield pending
