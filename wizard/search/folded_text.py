"""Text as it is searched: without case, accents and the marks of emphasis, each character with its place in the text.

"**Über** uns\nalle"  ->  "uber uns alle"  and the offsets 2 3 4 5 8 9 10 …
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Final, overload

from msgspec import Struct

Extent = tuple[int, int]
"""From an offset up to, not including, another one."""

# Emphasis, code and escapes (CommonMark 0.31 §6.2, §6.1, §2.4), which a rendered plan does not show; and all but the
# first of several blanks. A pattern that begins with one class is found three times as fast.
_SKIPPED: Final = re.compile(r"[*_`\\ \t](?:(?<=[*_`\\])[*_`\\]*|(?<=\s\s)[ \t]*)")
_FEW_CHARACTERS: Final = 60
"""Characters to be replaced up to which it is faster to replace one after the other."""


class FoldedText(Struct, frozen=True):
    """A text to be searched."""

    source: str
    text: str
    """The characters that count."""
    _starts: tuple[int, ...]
    """Where in `text` a stretch begins that stands in one piece in `source`; the first is 0."""
    _sources: tuple[int, ...]
    """Where in `source` each of the stretches begins."""

    def find(self, query: str) -> Hits:
        """Return every place of a query, from first to last; none for a query without a character that counts."""
        wanted = fold(query.strip("\n")).text
        if not wanted.strip():
            return Hits(self, (), 0)
        starts = [found.start() for found in re.finditer(re.escape(wanted), self.text)]
        return Hits(self, tuple(starts), len(wanted))

    def extent(self, start: int, end: int) -> Extent:
        """Return where in the source some characters of `text` stand, with the accents that follow the last one."""
        first, after = self._source_of(start), self._source_of(end - 1) + 1
        while after < len(self.source) and unicodedata.combining(self.source[after]):
            after += 1
        return first, after

    def _source_of(self, position: int) -> int:
        stretch = bisect_right(self._starts, position) - 1
        offset = self._sources[stretch] + position - self._starts[stretch]
        # A character that counts as two, as "ß" does, is one in the source.
        return min(offset, self._sources[stretch + 1] - 1) if stretch + 1 < len(self._sources) else offset


class Hits(Sequence[Extent]):
    """Where a query stands in a text; each place is worked out when it is asked for."""

    def __init__(self, folded: FoldedText, starts: tuple[int, ...], length: int) -> None:
        self._folded = folded
        self._starts = starts
        self._length = length

    @overload
    def __getitem__(self, index: int) -> Extent: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Extent, ...]: ...
    def __getitem__(self, index: int | slice) -> Extent | tuple[Extent, ...]:
        if isinstance(index, slice):
            return tuple(self._extent(start) for start in self._starts[index])
        return self._extent(self._starts[index])

    def __len__(self) -> int:
        return len(self._starts)

    def first_from(self, offset: int) -> int:
        """Return the index of the first hit that ends behind an offset of the source, or how many there are."""
        return bisect_right(range(len(self)), offset, key=lambda index: self[index][1])

    def between(self, start: int, end: int) -> list[tuple[int, Extent]]:
        """Return the hits with a character between two offsets of the source, each with its index."""
        first = self.first_from(start)
        after = bisect_left(range(len(self)), end, key=lambda index: self[index][0])
        return [(index, self[index]) for index in range(first, after)]

    def _extent(self, start: int) -> Extent:
        return self._folded.extent(start, start + self._length)


def fold(text: str) -> FoldedText:
    """Return a text to be searched."""
    folding = _folding_of(text)
    uneven = "".join(character for character, counts in folding.items() if len(counts) != 1)
    if uneven:
        return _fold_uneven(text, folding, uneven)
    skipped = [found.span() for found in _SKIPPED.finditer(text)]
    sources = [0, *(end for _, end in skipped)]
    lengths = [start - source for (start, _), source in zip(skipped, sources, strict=False)]
    return FoldedText(text, _plain(_SKIPPED.sub("", text), folding), (0, *accumulate(lengths)), tuple(sources))


def _fold_uneven(text: str, folding: Mapping[str, str], uneven: str) -> FoldedText:
    """Return a text of whose characters some count as none or as several."""
    pieces, starts, sources = list[str](), [0], [0]
    length = position = 0
    for found in re.finditer(f"{_SKIPPED.pattern}|[{re.escape(uneven)}]", text):
        before, counts = text[position : found.start()], folding.get(found[0], "")
        pieces += [before, counts]
        if counts:
            starts.append(length + len(before))
            sources.append(found.start())
        length, position = length + len(before) + len(counts), found.end()
        starts.append(length)
        sources.append(position)
    pieces.append(text[position:])
    return FoldedText(text, _plain("".join(pieces), folding), tuple(starts), tuple(sources))


def _plain(text: str, folding: Mapping[str, str]) -> str:
    """Return a text with each character as what it counts as."""
    if len(folding) > _FEW_CHARACTERS:
        text = text.translate({ord(character): counts for character, counts in folding.items()})
    else:
        for character, counts in folding.items():
            if len(counts) == 1:
                text = text.replace(character, counts)
    return text.lower().replace("\n", " ").replace("\t", " ").replace("\r", " ")


def _folding_of(text: str) -> dict[str, str]:
    """Return what those of a text's characters count as that are no ASCII and count as something else."""
    if text.isascii():
        return {}
    folding: dict[str, str] = {}
    for character in set(text):
        if not character.isascii():
            bare = "".join(each for each in unicodedata.normalize("NFKD", character) if not unicodedata.combining(each))
            if (counts := bare.casefold()) != character:
                folding[character] = counts
    return folding
