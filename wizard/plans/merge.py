"""Three-way merge, line by line, of a plan that was saved, is rendered anew and has been edited by hand meanwhile.

The hashes of the lines rendered last (base), the lines rendered now (yours) and the lines on disk (file) → chunks in
order, each with its source. Edits of either side are found against the base; those that overlap form one stretch of the
base, which becomes lines alike in both, a ticked box on a changed line, or a conflict. Merging never drops a line that
only one side has changed.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from wizard.markdown.syntax import LIST_MARKER
from wizard.plans.line_hashes import hash_lines
from wizard.plans.line_matching import common_prefix_length, find_matches

TextLines: TypeAlias = "tuple[str, ...]"
ChunkSource = Literal["same", "new", "hand", "both", "ticked", "conflict"]
"""Which side changed lines: neither, yours (`new`), the file (`hand`), both in the same way, one the text and the other
the box of a task (`ticked`), both in different ways."""
ConflictChoice = Literal["yours", "file", "both"]


class Chunk(Struct, frozen=True):
    """Consecutive lines with the same source."""

    source: ChunkSource
    yours: TextLines
    """The lines as rendered now."""
    file: TextLines
    """The lines as they are on disk."""
    merged: TextLines = ()
    """With the text of one side and the box of the other, if the source is `ticked`."""


class Merge(Struct, frozen=True):
    """The chunks of a text, in order."""

    chunks: tuple[Chunk, ...]

    @property
    def conflicts(self) -> tuple[Chunk, ...]:
        """Return the chunks that both sides changed in different ways, in order."""
        return tuple(chunk for chunk in self.chunks if chunk.source == "conflict")

    def lines(self, choices: Mapping[int, ConflictChoice] | None = None) -> TextLines:
        """Return the merged lines; `choices` resolves conflicts by their numbers, and the others keep both sides."""
        chosen: Mapping[int, ConflictChoice] = choices if choices is not None else {}
        merged: list[str] = []
        conflict = -1
        for chunk in self.chunks:
            conflict += chunk.source == "conflict"
            merged += _resolve_chunk(chunk, chosen.get(conflict, "both"))
        return tuple(merged)


def _resolve_chunk(chunk: Chunk, choice: ConflictChoice) -> TextLines:
    match chunk.source:
        case "same" | "new" | "both":
            return chunk.yours
        case "hand":
            return chunk.file
        case "ticked":
            return chunk.merged
        case "conflict":
            return {"yours": chunk.yours, "file": chunk.file, "both": chunk.yours + chunk.file}[choice]


class _Edit(Struct, frozen=True):
    """A range of lines of the base that a range of lines of another version replaces."""

    base_start: int
    base_end: int
    other_start: int
    other_end: int

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the edit touches lines `start` to `end` of the base; adjacent ranges do not overlap."""
        if self.base_start == self.base_end and start == end:
            return self.base_start == start
        return self.base_start < end and start < self.base_end


def merge(base: Sequence[str] | None, yours: TextLines, file: TextLines) -> Merge:
    """Return the merge of two versions of a text; `base` has the hashes of the lines that both come from.

    Without a base, lines that only the file has count as added by hand, and lines that differ as conflicts.
    """
    if base is None:
        chunks = _merge_without_base(yours, file)
    else:
        in_yours, in_file = _find_edits(base, hash_lines(yours)), _find_edits(base, hash_lines(file))
        chunks = _chunks(base, _group_edits(in_yours, in_file), _VersionReader(yours), _VersionReader(file))
    return Merge(tuple(_join_alike(chunk for chunk in chunks if chunk.yours or chunk.file)))


def _chunks(
    base: Sequence[str], groups: Iterator[_Group], yours: _VersionReader, file: _VersionReader
) -> Iterator[Chunk]:
    for start, end, mine, theirs in groups:
        yield Chunk("same", yours.read_to(start, ()), file.read_to(start, ()))
        changed = yours.read_to(end, mine), file.read_to(end, theirs)
        if not theirs:
            yield Chunk("new", *changed)
        elif not mine:
            yield Chunk("hand", *changed)
        else:
            yield from _merge_overlap(base[start:end], *changed)
    yield Chunk("same", yours.read_rest(), file.read_rest())


def _join_alike(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """Yield the chunks with consecutive ones of the same source joined."""
    last: Chunk | None = None
    for chunk in chunks:
        if last is not None and last.source == chunk.source:
            last = Chunk(last.source, last.yours + chunk.yours, last.file + chunk.file, last.merged + chunk.merged)
            continue
        if last is not None:
            yield last
        last = chunk
    if last is not None:
        yield last


def _merge_overlap(base: Sequence[str], yours: TextLines, file: TextLines) -> Iterator[Chunk]:
    """Yield the chunks of lines that both changed: line by line if their number is unchanged, else less common ends."""
    if len(base) == len(yours) == len(file):
        yield from map(_line_chunk, base, yours, file)
        return
    start = common_prefix_length(yours, file)
    end = common_prefix_length(yours[start:][::-1], file[start:][::-1])
    stop_yours, stop_file = len(yours) - end, len(file) - end
    yield Chunk("both", yours[:start], file[:start])
    if yours[start:stop_yours] or file[start:stop_file]:
        yield Chunk("conflict", yours[start:stop_yours], file[start:stop_file])
    yield Chunk("both", yours[stop_yours:], file[stop_file:])


def _line_chunk(before: str, yours: str, file: str) -> Chunk:
    mine, theirs = hash_lines((yours, file))
    if mine == theirs:
        return Chunk("both", (yours,), (file,))
    if before in (mine, theirs):
        return Chunk("new" if before == theirs else "hand", (yours,), (file,))
    made = _apply_box(yours, file, before) or _apply_box(file, yours, before)
    return Chunk("ticked", (yours,), (file,), (made,)) if made else Chunk("conflict", (yours,), (file,))


# A task list item (GitHub Flavored Markdown, section 5.3): what comes before the box's mark, the mark, the rest.
_BOX = re.compile(rf"(\s*{LIST_MARKER}\s+\[)([ xX])(\].*)")


def _apply_box(text: str, ticked: str, before: str) -> str:
    """Return `text` with the box of `ticked` if only the box differs between `ticked` and `before`, a hash; else ''."""
    own, box = _BOX.fullmatch(text), _BOX.fullmatch(ticked)
    if own is None or box is None:
        return ""
    was = (f"{box[1]}{other}{box[3]}" for other in " xX" if other != box[2])
    return f"{own[1]}{box[2]}{own[3]}" if before in hash_lines(tuple(was)) else ""


class _VersionReader(Struct):
    """Reads the lines of one version from the top, by line numbers of the base."""

    lines: TextLines
    at: int = 0
    shift: int = 0
    """How many more lines than the base this version has had so far."""

    def read_to(self, end: int, edits: Sequence[_Edit]) -> TextLines:
        """Return the next lines, up to line `end` of the base, given the edits in between."""
        self.shift += sum((edit.other_end - edit.other_start) - (edit.base_end - edit.base_start) for edit in edits)
        start, self.at = self.at, end + self.shift
        return self.lines[start : self.at]

    def read_rest(self) -> TextLines:
        return self.lines[self.at :]


_Group: TypeAlias = "tuple[int, int, list[_Edit], list[_Edit]]"


def _group_edits(in_yours: list[_Edit], in_file: list[_Edit]) -> Iterator[_Group]:
    """Yield edits of both sides that overlap, with the range of the base that they cover together."""
    yours, file = deque(in_yours), deque(in_file)
    while yours or file:
        first = min((edits[0] for edits in (yours, file) if edits), key=lambda edit: (edit.base_start, edit.base_end))
        start, end = first.base_start, first.base_end
        mine: list[_Edit] = []
        theirs: list[_Edit] = []
        sides = ((yours, mine), (file, theirs))
        while any(edits and edits[0].overlaps(start, end) for edits, _ in sides):
            for edits, taken in sides:
                if edits and edits[0].overlaps(start, end):
                    taken.append(edits.popleft())
                    end = max(end, taken[-1].base_end)
        yield start, end, mine, theirs


def _merge_without_base(yours: TextLines, file: TextLines) -> Iterator[Chunk]:
    at_yours = at_file = 0
    for start, begin, length in (*find_matches(yours, file), (len(yours), len(file), 0)):
        gone, came = yours[at_yours:start], file[at_file:begin]
        source: ChunkSource = "conflict" if gone and came else "new" if gone else "hand"
        yield Chunk(source, gone, came)
        at_yours, at_file = start + length, begin + length
        yield Chunk("same", yours[start:at_yours], file[begin:at_file])


def _find_edits(base: Sequence[str], other: Sequence[str]) -> list[_Edit]:
    edits: list[_Edit] = []
    at_base = at_other = 0
    for start, begin, length in (*find_matches(base, other), (len(base), len(other), 0)):
        if start > at_base or begin > at_other:
            edits.append(_Edit(at_base, start, at_other, begin))
        at_base, at_other = start + length, begin + length
    return edits
