"""Three versions of a text made one, line by line: our last one, our new one, and the file as it was edited by hand."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from wizard.plans.line_hashes import marks_of
from wizard.plans.line_matching import common_start, matches

Lines: TypeAlias = "tuple[str, ...]"
Source = Literal["same", "new", "hand", "both", "ticked", "conflict"]
"""Who changed lines: nobody, the answers, a hand, both alike, one the text and the other the box, both otherwise."""
Choice = Literal["yours", "file", "both"]


class Chunk(Struct, frozen=True):
    """A stretch of lines that has one history."""

    source: Source
    yours: Lines
    """As the answers have it now."""
    file: Lines
    """As the file on disk has it."""
    made: Lines = ()
    """What the text of one and the box of the other make, when they were `ticked`."""


class Merge(Struct, frozen=True):
    """The chunks of a text, in order."""

    chunks: tuple[Chunk, ...]

    @property
    def conflicts(self) -> tuple[Chunk, ...]:
        """The chunks that both changed in different ways, in order."""
        return tuple(chunk for chunk in self.chunks if chunk.source == "conflict")

    def lines(self, choices: Mapping[int, Choice] | None = None) -> Lines:
        """The merged lines; `choices` says what becomes of each conflict, by its number; both stay by default."""
        chosen: Mapping[int, Choice] = choices if choices is not None else {}
        merged: list[str] = []
        conflict = -1
        for chunk in self.chunks:
            conflict += chunk.source == "conflict"
            merged += _chosen(chunk, chosen.get(conflict, "both"))
        return tuple(merged)


def _chosen(chunk: Chunk, choice: Choice) -> Lines:
    match chunk.source:
        case "same" | "new" | "both":
            return chunk.yours
        case "hand":
            return chunk.file
        case "ticked":
            return chunk.made
        case "conflict":
            return {"yours": chunk.yours, "file": chunk.file, "both": chunk.yours + chunk.file}[choice]


class _Edit(Struct, frozen=True):
    """Lines `start` to `end` of the base were replaced by lines `begin` to `stop` of another version."""

    start: int
    end: int
    begin: int
    stop: int

    def meets(self, start: int, end: int) -> bool:
        """Whether lines of the base were edited here that were edited there too. Neighbours do not meet."""
        if self.start == self.end and start == end:
            return self.start == start
        return self.start < end and start < self.end


def merge(base: Sequence[str] | None, yours: Lines, file: Lines) -> Merge:
    """The merge of two versions of a text; `base` has the marks (`fingerprint.marks_of`) of what both come of.

    Without a base, what only the file has counts as made by hand, and every line that differs as a conflict.
    """
    if base is None:
        chunks = _unbased(yours, file)
    else:
        in_yours, in_file = _edits(base, marks_of(yours)), _edits(base, marks_of(file))
        chunks = _chunks(base, _groups(in_yours, in_file), _Side(yours), _Side(file))
    return Merge(tuple(_together(chunk for chunk in chunks if chunk.yours or chunk.file)))


def _chunks(base: Sequence[str], groups: Iterator[_Group], yours: _Side, file: _Side) -> Iterator[Chunk]:
    for start, end, mine, theirs in groups:
        yield Chunk("same", yours.up_to(start, ()), file.up_to(start, ()))
        changed = yours.up_to(end, mine), file.up_to(end, theirs)
        if not theirs:
            yield Chunk("new", *changed)
        elif not mine:
            yield Chunk("hand", *changed)
        else:
            yield from _met(base[start:end], *changed)
    yield Chunk("same", yours.rest(), file.rest())


def _together(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """Chunks that follow each other and have the same history as one."""
    last: Chunk | None = None
    for chunk in chunks:
        if last is not None and last.source == chunk.source:
            last = Chunk(last.source, last.yours + chunk.yours, last.file + chunk.file, last.made + chunk.made)
            continue
        if last is not None:
            yield last
        last = chunk
    if last is not None:
        yield last


def _met(base: Sequence[str], yours: Lines, file: Lines) -> Iterator[Chunk]:
    """Lines that both changed. As many as before are compared one by one; else what the ends share is no conflict."""
    if len(base) == len(yours) == len(file):
        yield from map(_line_chunk, base, yours, file)
        return
    start = common_start(yours, file)
    end = common_start(yours[start:][::-1], file[start:][::-1])
    stop_yours, stop_file = len(yours) - end, len(file) - end
    yield Chunk("both", yours[:start], file[:start])
    if yours[start:stop_yours] or file[start:stop_file]:
        yield Chunk("conflict", yours[start:stop_yours], file[start:stop_file])
    yield Chunk("both", yours[stop_yours:], file[stop_file:])


def _line_chunk(before: str, yours: str, file: str) -> Chunk:
    mine, theirs = marks_of((yours, file))
    if mine == theirs:
        return Chunk("both", (yours,), (file,))
    if before in (mine, theirs):
        return Chunk("new" if before == theirs else "hand", (yours,), (file,))
    made = _with_box(yours, file, before) or _with_box(file, yours, before)
    return Chunk("ticked", (yours,), (file,), (made,)) if made else Chunk("conflict", (yours,), (file,))


_BOX = re.compile(r"(\s*(?:[-*+]|\d+[.)])\s+\[)([ xX])(\].*)")


def _with_box(text: str, ticked: str, before: str) -> str:
    """A line with the box of another one, when the box is all that was changed in that; else nothing."""
    own, box = _BOX.fullmatch(text), _BOX.fullmatch(ticked)
    if own is None or box is None:
        return ""
    was = (f"{box[1]}{other}{box[3]}" for other in " xX" if other != box[2])
    return f"{own[1]}{box[2]}{own[3]}" if before in marks_of(tuple(was)) else ""


class _Side(Struct):
    """One version, cut into lines from the top."""

    lines: Lines
    at: int = 0
    shift: int = 0
    """How many lines more than the base this version has so far."""

    def up_to(self, end: int, edits: Sequence[_Edit]) -> Lines:
        """The next lines, as far as line `end` of the base, when these edits lie in between."""
        self.shift += sum((edit.stop - edit.begin) - (edit.end - edit.start) for edit in edits)
        start, self.at = self.at, end + self.shift
        return self.lines[start : self.at]

    def rest(self) -> Lines:
        return self.lines[self.at :]


_Group: TypeAlias = "tuple[int, int, list[_Edit], list[_Edit]]"


def _groups(in_yours: list[_Edit], in_file: list[_Edit]) -> Iterator[_Group]:
    """Edits that meet, from both sides, with the stretch of the base that they take in."""
    yours, file = deque(in_yours), deque(in_file)
    while yours or file:
        first = min((edits[0] for edits in (yours, file) if edits), key=lambda edit: (edit.start, edit.end))
        start, end = first.start, first.end
        mine: list[_Edit] = []
        theirs: list[_Edit] = []
        sides = ((yours, mine), (file, theirs))
        while any(edits and edits[0].meets(start, end) for edits, _ in sides):
            for edits, taken in sides:
                if edits and edits[0].meets(start, end):
                    taken.append(edits.popleft())
                    end = max(end, taken[-1].end)
        yield start, end, mine, theirs


def _unbased(yours: Lines, file: Lines) -> Iterator[Chunk]:
    at_yours = at_file = 0
    for start, begin, length in (*matches(yours, file), (len(yours), len(file), 0)):
        gone, came = yours[at_yours:start], file[at_file:begin]
        source: Source = "conflict" if gone and came else "new" if gone else "hand"
        yield Chunk(source, gone, came)
        at_yours, at_file = start + length, begin + length
        yield Chunk("same", yours[start:at_yours], file[begin:at_file])


def _edits(base: Sequence[str], other: Sequence[str]) -> list[_Edit]:
    edits: list[_Edit] = []
    at_base = at_other = 0
    for start, begin, length in (*matches(base, other), (len(base), len(other), 0)):
        if start > at_base or begin > at_other:
            edits.append(_Edit(at_base, start, at_other, begin))
        at_base, at_other = start + length, begin + length
    return edits
