"""A plan's text in units; after a change only the units around it are cut again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from screens.preview.document_diff import Change
from screens.preview.fenwick import Sums
from screens.preview.markdown.drawn_lines import Extent

Cut: TypeAlias = Callable[[str, bool], Iterable[str]]
"""A text as units; the flag says whether it is the whole document."""


class Unit(Struct, eq=False):
    """A part of the plan that is drawn by itself; the same object as long as it looks the same."""

    text: str
    is_exact: bool = False
    """Whether its height is that of its drawing."""


class Splice(NamedTuple):
    """Units that have taken the place of others, from an index on."""

    first: int
    gone: list[Unit]
    come: list[Unit]


class Units:
    """The units of one text, in order."""

    def __init__(self, cut: Cut, text: str) -> None:
        self._cut = cut
        self._units = [Unit(part) for part in cut(text, True)] if text else []
        self._sizes = Sums([len(unit.text) for unit in self._units])

    def __len__(self) -> int:
        return len(self._units)

    def __getitem__(self, index: int) -> Unit:
        return self._units[index]

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units)

    @property
    def length(self) -> int:
        """The characters of the whole text."""
        return self._sizes.total

    def extent(self, index: int) -> Extent:
        """The characters of a unit."""
        start = self._sizes.before(index)
        return start, start + self._sizes[index]

    def find(self, offset: int) -> tuple[int, int]:
        """The unit that a character stands in, and where; the end of the last one for what lies behind it."""
        index, rest = self._sizes.find(offset)
        return (index, rest) if index < len(self._units) else (index - 1, self._sizes[index - 1])

    def replace(self, change: Change, inserted: str) -> Splice:
        """Take in a change; units that it does not touch stay the same objects."""
        first = max(self.find(change.start)[0] - 1, 0)
        after, parts = self._cut_again(first, change, inserted)
        first, after, parts = self._without_same(change, first, after, parts)
        gone, come = self._units[first:after], [Unit(part) for part in parts]
        self._units[first:after] = come
        self._sizes.replace(first, after, [len(part) for part in parts])
        return Splice(first, gone, come)

    def _cut_again(self, first: int, change: Change, inserted: str) -> tuple[int, list[str]]:
        """The new units' texts from `first` on, and the first old unit that stays.

        A unit stays where a cut falls on its start; that is known once its own text has been read with the rest.
        """
        begin = self._sizes.before(first)
        after = min(self.find(max(change.old_end - 1, change.start))[0] + 1, len(self._units))
        more = 1
        while True:
            reach = min(after + more, len(self._units))
            old = "".join(unit.text for unit in self._units[first:reach])
            text = old[: change.start - begin] + inserted + old[change.old_end - begin :]
            parts = list(self._cut(text, False))
            for stay in range(after, reach):
                kept = sum(len(unit.text) for unit in self._units[stay:reach])
                found = _parts_up_to(parts, len(text) - kept)
                if found is not None:
                    return stay, parts[:found]
            if reach == len(self._units):
                return reach, parts
            after, more = reach, more * 2

    def _without_same(self, change: Change, first: int, after: int, parts: list[str]) -> tuple[int, int, list[str]]:
        """Leave out the units at both ends that the change does not touch."""
        # The last unit of the plan has no empty row below it, so one that was or becomes the last is drawn again.
        least = 1 if after == len(self._units) else 0
        start, end = self._sizes.before(first), self._sizes.before(after)
        while min(len(parts), after - first) > least and self._units[first].text == parts[0]:
            start += len(parts[0])
            if start > change.start:
                break
            first, parts = first + 1, parts[1:]
        while not least and min(len(parts), after - first) > 0 and self._units[after - 1].text == parts[-1]:
            end -= len(parts[-1])
            if end < change.old_end:
                break
            after, parts = after - 1, parts[:-1]
        return first, after, parts


def _parts_up_to(parts: Sequence[str], length: int) -> int | None:
    """How many parts make up so many characters exactly."""
    total = 0
    for count, part in enumerate(parts):
        if total >= length:
            return count if total == length else None
        total += len(part)
    return None
