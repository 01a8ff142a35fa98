"""Three-way merge of a plan that was saved, is rendered anew and has been edited by hand meanwhile.

The lines rendered last (base), the lines rendered now (yours) and the lines on disk (file) → chunks in order, each with
its source. The outline of either side is matched with that of the base, so that an edit belongs to the section and the
item that it was made in. Edits of both sides that overlap form one stretch of the base, which becomes lines alike in
both, a ticked box on a changed line, a line with the words of both, or a conflict. Merging never drops a line that only
one side has changed, and where both have the same words, the layout of the file stays.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Literal, TypeAlias

from msgspec import Struct

from wizard.markdown.task_lines import TASK_LINE
from wizard.plans.merge.base_text import Base
from wizard.plans.merge.line_hashes import restore_lines
from wizard.plans.merge.line_matching import common_prefix_length, find_matches, split_lines
from wizard.plans.merge.line_outline import LABEL_LEVEL, Node, Outline, read_outline
from wizard.plans.merge.logical_lines import LogicalLine, TextLines, read_logical_lines, verbatim_line
from wizard.plans.merge.offset_map import OffsetMap, map_offsets
from wizard.plans.merge.outline_matching import TokenPair, find_moves, match_outlines
from wizard.plans.merge.word_merge import merge_logical_line

ChunkSource = Literal["same", "new", "hand", "both", "ticked", "moved", "merged", "conflict"]
"""Which side changed lines: neither, yours (`new`), the file (`hand`), both in the same way, one the text and the other
the box of a task (`ticked`), one the place and the other the lines (`moved`), both in other words of them (`merged`),
both in different ways."""
ConflictChoice = Literal["yours", "file", "both"]
Resolution: TypeAlias = "ConflictChoice | TextLines"
"""What becomes of a conflict: the lines of a side, those of both, or lines that the user wrote for it."""


class Chunk(Struct, frozen=True):
    """Consecutive lines with the same source."""

    source: ChunkSource
    yours: TextLines
    """The lines as rendered now."""
    file: TextLines
    """The lines as they are on disk."""
    merged: TextLines = ()
    """With what either side changed, if the source is `ticked`, `moved` or `merged`."""


class Merge(Struct, frozen=True):
    """The chunks of a text, in order."""

    chunks: tuple[Chunk, ...]

    @property
    def conflicts(self) -> tuple[Chunk, ...]:
        """Return the chunks that both sides changed in different ways, in order."""
        return tuple(chunk for chunk in self.chunks if chunk.source == "conflict")

    def lines(self, choices: Mapping[int, Resolution] | None = None) -> TextLines:
        """Return the merged lines; `choices` resolves conflicts by their numbers, and the others keep both sides."""
        return tuple(line for lines in self._resolve(choices or {}) for line in lines)

    def markers(self, yours: str, file: str) -> TextLines:
        """Return the merged lines with conflicts marked as git marks them; `yours` and `file` name the sides."""
        merged: list[str] = []
        for chunk in self.chunks:
            if chunk.source == "conflict":
                merged += (f"<<<<<<< {yours}", *chunk.yours, "=======", *chunk.file, f">>>>>>> {file}")
            else:
                merged += _resolve_chunk(chunk, "both")
        return tuple(merged)

    def offsets(self, choices: Mapping[int, Resolution] | None = None) -> OffsetMap:
        """Return where the characters of your lines are among the merged ones; both are joined by line feeds."""
        pairs = zip((chunk.yours for chunk in self.chunks), self._resolve(choices or {}), strict=True)
        return map_offsets(pairs)

    def drops_text_of_file(self, choices: Mapping[int, Resolution]) -> bool:
        """Whether the choices take away lines that were written by hand and are not blank."""
        return any(
            not {line.strip() for line in conflict.file}
            <= {"", *map(str.strip, _resolve_chunk(conflict, choices.get(number, "both")))}
            for number, conflict in enumerate(self.conflicts)
        )

    def _resolve(self, choices: Mapping[int, Resolution]) -> Iterator[TextLines]:
        """Yield the merged lines of each chunk."""
        conflict = -1
        for chunk in self.chunks:
            conflict += chunk.source == "conflict"
            yield _resolve_chunk(chunk, choices.get(conflict, "both"))


def _resolve_chunk(chunk: Chunk, choice: Resolution) -> TextLines:
    match chunk.source:
        case "same" | "new" | "both":
            return chunk.yours
        case "hand":
            return chunk.file
        case "ticked" | "moved" | "merged":
            return chunk.merged
        case "conflict":
            sides = {"yours": chunk.yours, "file": chunk.file, "both": chunk.yours + chunk.file}
            return choice if isinstance(choice, tuple) else sides[choice]


class _Edit(Struct, frozen=True):
    """A range of tokens of the base that a range of tokens of another version replaces."""

    base_start: int
    base_end: int
    other_start: int
    other_end: int

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the edit touches tokens `start` to `end` of the base; adjacent ranges do not overlap."""
        if self.base_start == self.base_end and start == end:
            return self.base_start == start
        return self.base_start < end and start < self.base_end


def merge(base: Base | None, yours: TextLines, file: TextLines) -> Merge:
    """Return the merge of two versions of a text; `base` is the one that both come from, or the hashes of its lines.

    Without a base, every difference may be the user's: lines that only the file has stay, the others are conflicts.
    """
    if base is None:
        return _build_merge(_merge_without_base(yours, file))
    if isinstance(base, str):
        return merge_lines(split_lines(base), yours, file)
    either = (*yours, *file)
    lines = restore_lines(base, (*either, *(other for line in either for other in _with_other_boxes(line))))
    if None not in lines:
        return merge_lines(tuple(line for line in lines if line is not None), yours, file)
    # Without its text, a line that both have changed may be a heading: lines are matched as if there were no outline.
    return _build_merge(_merge_row_of_lines([line if line is not None else _UNKNOWN for line in lines], yours, file))


def merge_lines(base: TextLines, yours: TextLines, file: TextLines) -> Merge:
    """Return the merge of two versions of a text that both come from `base`."""
    before = _Document.read(base)
    mine, theirs = _read_version(before, yours), _read_version(before, file)
    groups = list(_group_edits(mine.edits, theirs.edits))
    readers = _VersionReader(mine.document.tokens), _VersionReader(theirs.document.tokens)
    moves = _MoveMerger(before, mine, theirs, groups).merge()
    elsewhere = _keys_elsewhere(before.tokens, mine.document.tokens, theirs.document.tokens)
    return _build_merge(_chunks(before.tokens, *readers, groups, moves, elsewhere))


def _keys_elsewhere(base: Sequence[_Token], *sides: Sequence[_Token]) -> frozenset[str]:
    """Return the lines of the base of which a side has as many still: one that it changed may have moved instead."""
    counts = Counter(map(_key_of, base))
    return frozenset(
        key for side in sides for key, count in Counter(map(_key_of, side)).items() if key and 0 < counts[key] <= count
    )


def _merge_row_of_lines(base: Sequence[str], yours: Sequence[str], file: Sequence[str]) -> Iterator[Chunk]:
    """Yield the chunks of lines that are compared as they are, without an outline."""
    before, mine, theirs = map(_verbatim_tokens, (base, yours, file))
    in_yours = _find_edits(before, mine, _match_equal_lines(base, yours))
    in_file = _find_edits(before, theirs, _match_equal_lines(base, file))
    groups = list(_group_edits(in_yours, in_file))
    return _chunks(before, _VersionReader(mine), _VersionReader(theirs), groups, {})


_Token: TypeAlias = "LogicalLine | None"
"""A logical line, or None at the end of a heading, label or list item with all that is below it."""


def _verbatim_tokens(lines: Sequence[str]) -> tuple[_Token, ...]:
    return tuple(map(verbatim_line, lines))


def _key_of(token: _Token) -> str | None:
    return None if token is None else token.key


def _lines_of(tokens: Iterable[_Token]) -> TextLines:
    return tuple(line for token in tokens if token is not None for line in token.lines)


class _Document(Struct, frozen=True):
    """A text as logical lines with an outline."""

    tokens: tuple[_Token, ...]
    outline: Outline

    @classmethod
    def read(cls, lines: TextLines) -> _Document:
        logical = read_logical_lines(lines)
        outline = read_outline([line.key for line in logical])
        following = iter(logical)
        return cls(tuple(None if key is None else next(following) for key in outline.tokens), outline)

    def lines_of_part(self, part: Node) -> TextLines:
        return _lines_of(self.tokens[part.start : part.end])


def merge_with_outcome(yours: TextLines, file: TextLines, outcomes: Sequence[TextLines]) -> Merge:
    """Return a merge whose lines are known: `outcomes` says of each line of the file which lines become of it."""

    def chunks() -> Iterator[Chunk]:
        at_yours = at_file = 0
        for start, begin, length in (*find_matches(yours, file), (len(yours), len(file), 0)):
            yield known(yours[at_yours:start], file[at_file:begin], at_file)
            for index in range(length):
                line = file[begin + index]
                yield known((line,), (line,), begin + index)
            at_yours, at_file = start + length, begin + length

    def known(mine: TextLines, theirs: TextLines, at: int) -> Chunk:
        made = tuple(line for outcome in outcomes[at : at + len(theirs)] for line in outcome)
        if made == theirs:
            return Chunk("same" if mine == theirs else "hand", mine, theirs)
        return Chunk("moved", mine, theirs, made)

    return _build_merge(chunks())


_UNKNOWN = "\n"
"""Stands for a line whose text is not known; no line of a text has a line's end in it."""


def _match_equal_lines(base: Sequence[str], other: Sequence[str]) -> list[TokenPair]:
    return [
        (start + index, begin + index) for start, begin, length in find_matches(base, other) for index in range(length)
    ]


def _build_merge(chunks: Iterable[Chunk]) -> Merge:
    return Merge(tuple(_join_alike(chunk for chunk in chunks if chunk.yours or chunk.file)))


def _chunks(
    base: Sequence[_Token],
    yours: _VersionReader,
    file: _VersionReader,
    groups: Sequence[_Group],
    moves: Mapping[int, _Moved],
    elsewhere: frozenset[str] = frozenset(),
) -> Iterator[Chunk]:
    at = 0
    for number, group in enumerate(groups):
        yield from _merge_layout(base[at : group.start], yours.read_to(group.start, ()), file.read_to(group.start, ()))
        before, at = base[group.start : group.end], group.end
        mine, theirs = yours.read_to(group.end, group.yours), file.read_to(group.end, group.file)
        if number in moves:
            source, merged = moves[number]
            yield Chunk(source, _lines_of(mine), _lines_of(theirs), merged)
        elif not group.file and _lines_of(theirs) == _lines_of(before):
            yield Chunk("new", _lines_of(mine), _lines_of(theirs))
        elif not group.yours and _lines_of(mine) == _lines_of(before):
            yield Chunk("hand", _lines_of(mine), _lines_of(theirs))
        else:
            yield from _merge_overlap(before, mine, theirs, elsewhere)
    yield from _merge_layout(base[at:], yours.read_rest(), file.read_rest())


def _merge_layout(base: Sequence[_Token], yours: Sequence[_Token], file: Sequence[_Token]) -> Iterator[Chunk]:
    """Yield the chunks of lines with the same words: as the file has them, unless only yours are laid out anew."""
    for before, mine, theirs in zip(base, yours, file, strict=True):
        if before is None or mine is None or theirs is None:
            continue
        if mine.lines == theirs.lines:
            yield Chunk("same", mine.lines, theirs.lines)
        elif before.lines in (mine.lines, theirs.lines):
            yield Chunk("hand" if before.lines == mine.lines else "new", mine.lines, theirs.lines)
        else:
            yield Chunk("merged", mine.lines, theirs.lines, theirs.lines)


def _join_alike(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """Yield the chunks with consecutive ones of the same source joined."""
    for _, alike in groupby(chunks, key=lambda chunk: chunk.source):
        same = tuple(alike)
        yield Chunk(
            same[0].source,
            tuple(line for chunk in same for line in chunk.yours),
            tuple(line for chunk in same for line in chunk.file),
            tuple(line for chunk in same for line in chunk.merged),
        )


def _merge_overlap(
    base: Sequence[_Token], yours: Sequence[_Token], file: Sequence[_Token], elsewhere: frozenset[str]
) -> Iterator[Chunk]:
    """Yield the chunks of lines that both changed: line by line if their number is unchanged, else less common ends."""
    logical = [[token for token in tokens if token is not None] for tokens in (base, yours, file)]
    if len({len(lines) for lines in logical}) == 1:
        for lines in zip(*logical, strict=True):
            yield from _merge_logical_line(*lines, is_elsewhere=lines[0].key in elsewhere)
        return
    mine, theirs = _lines_of(yours), _lines_of(file)
    before, *changed = ([line.key for line in lines] for lines in logical)
    if before in changed:
        yield Chunk("merged", mine, theirs, mine if before == changed[1] else theirs)
        return
    start = common_prefix_length(mine, theirs)
    end = common_prefix_length(mine[start:][::-1], theirs[start:][::-1])
    stop_mine, stop_theirs = len(mine) - end, len(theirs) - end
    yield Chunk("both", mine[:start], theirs[:start])
    if mine[start:stop_mine] or theirs[start:stop_theirs]:
        yield Chunk("conflict", mine[start:stop_mine], theirs[start:stop_theirs])
    yield Chunk("both", mine[stop_mine:], theirs[stop_theirs:])


def _merge_logical_line(
    before: LogicalLine, yours: LogicalLine, file: LogicalLine, *, is_elsewhere: bool
) -> Iterator[Chunk]:
    """Yield the chunks of one logical line: by its lines where that does, else by its words.

    If the line of the base still is elsewhere on a side, that side may have moved it, and this is another one: what
    both have changed is then a conflict.
    """
    if yours.lines != file.lines and before.key in (yours.key, file.key):
        yield _layout_chunk(before, yours, file)
        return
    if len(before.lines) == len(yours.lines) == len(file.lines) == 1:
        chunks = [_line_chunk(before.text, yours.text, file.text)]
    else:
        chunks = list(_build_merge(_merge_row_of_lines(before.lines, yours.lines, file.lines)).chunks)
    if any(chunk.source == "conflict" for chunk in chunks):
        merged = file.lines if yours.key == file.key else merge_logical_line(before, yours, file)
        if merged is not None:
            chunks = [Chunk("merged", yours.lines, file.lines, merged)]
    if is_elsewhere and yours.key != file.key:
        chunks = [Chunk("conflict", yours.lines, file.lines)]
    yield from chunks


def _layout_chunk(before: LogicalLine, yours: LogicalLine, file: LogicalLine) -> Chunk:
    """Return the chunk of a line of which one side has changed no word."""
    if before.lines in (yours.lines, file.lines):
        return Chunk("new" if before.lines == file.lines else "hand", yours.lines, file.lines)
    if yours.key == before.key:
        return Chunk("merged", yours.lines, file.lines, file.lines)
    return Chunk("merged", yours.lines, file.lines, merge_logical_line(before, yours, file) or yours.lines)


def _line_chunk(before: str, yours: str, file: str) -> Chunk:
    if yours == file:
        return Chunk("both", (yours,), (file,))
    if before in (yours, file):
        return Chunk("new" if before == file else "hand", (yours,), (file,))
    made = _apply_box(yours, file, before) or _apply_box(file, yours, before)
    return Chunk("ticked", (yours,), (file,), (made,)) if made else Chunk("conflict", (yours,), (file,))


def _apply_box(text: str, ticked: str, before: str) -> str:
    """Return `text` with the box of `ticked` if only the box differs between `ticked` and `before`; else ''."""
    own, box = TASK_LINE.fullmatch(text), TASK_LINE.fullmatch(ticked)
    return f"{own[1]}{box[2]}{own[3]}" if own and box and before in _with_other_boxes(ticked) else ""


def _with_other_boxes(line: str) -> tuple[str, ...]:
    """Return a task with the other marks that its box may have; nothing for a line without a box."""
    box = TASK_LINE.fullmatch(line)
    return tuple(f"{box[1]}{other}{box[3]}" for other in " xX" if other != box[2]) if box else ()


class _VersionReader(Struct):
    """Reads the lines of one version from the top, by indexes of the base's tokens."""

    tokens: Sequence[_Token]
    at: int = 0
    shift: int = 0
    """How many more tokens than the base this version has had so far."""

    def read_to(self, end: int, edits: Sequence[_Edit]) -> Sequence[_Token]:
        """Return the next tokens, up to token `end` of the base, given the edits in between."""
        self.shift += sum((edit.other_end - edit.other_start) - (edit.base_end - edit.base_start) for edit in edits)
        start, self.at = self.at, end + self.shift
        return self.tokens[start : self.at]

    def read_rest(self) -> Sequence[_Token]:
        return self.tokens[self.at :]


class _Group(Struct, frozen=True):
    """Edits of both sides that overlap, and the range of tokens of the base that they cover together."""

    start: int
    end: int
    yours: list[_Edit]
    file: list[_Edit]

    def edits_of(self, side: _Side) -> list[_Edit]:
        return self.yours if side == "yours" else self.file


def _group_edits(in_yours: list[_Edit], in_file: list[_Edit]) -> Iterator[_Group]:
    """Yield the edits of both sides in groups, in order."""
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
        yield _Group(start, end, mine, theirs)


def _merge_without_base(yours: TextLines, file: TextLines) -> Iterator[Chunk]:
    at_yours = at_file = 0
    for start, begin, length in (*find_matches(yours, file), (len(yours), len(file), 0)):
        gone, came = yours[at_yours:start], file[at_file:begin]
        # What is in yours alone may have been taken out by hand.
        yield Chunk("conflict" if any(map(str.strip, gone)) else "hand", gone, came)
        at_yours, at_file = start + length, begin + length
        yield Chunk("same", yours[start:at_yours], file[begin:at_file])


class _Version(Struct, frozen=True):
    """A version of the base: what it has been matched with, and what has changed."""

    document: _Document
    place: Mapping[int, int]
    """`{index of a token of the base: index of the same one here}`."""
    moves: Mapping[int, tuple[Node, Node]]
    """`{index of a token of the base: the part that it begins, and the same part at another place here}`."""
    edits: list[_Edit]


def _read_version(before: _Document, lines: TextLines) -> _Version:
    document = _Document.read(lines)
    pairs = match_outlines(before.outline, document.outline)
    moves = find_moves(before.outline, document.outline, pairs)
    return _Version(
        document=document,
        place=dict(pairs),
        moves={one.start: (one, other) for one, other in moves},
        edits=_find_edits(before.tokens, document.tokens, pairs, moves),
    )


_Moved: TypeAlias = "tuple[ChunkSource, TextLines]"
_Side = Literal["yours", "file"]


class _MoveMerger:
    """Finds what becomes of groups of edits where one side moved a part that the other changed, moved or took out."""

    def __init__(self, before: _Document, mine: _Version, theirs: _Version, groups: Sequence[_Group]) -> None:
        self._before = before
        self._versions: Mapping[_Side, _Version] = {"yours": mine, "file": theirs}
        self._groups = groups
        self._by_range = {(group.start, group.end): number for number, group in enumerate(groups)}
        self._insertions: Mapping[_Side, Mapping[tuple[int, int], int]] = {
            "yours": _lone_insertions(groups, "yours", "file"),
            "file": _lone_insertions(groups, "file", "yours"),
        }

    def merge(self) -> Mapping[int, _Moved]:
        """Return the source and the merged lines of such groups, by their numbers."""
        mine, theirs = self._versions["yours"], self._versions["file"]
        merged: dict[int, _Moved] = {}
        for part, moved in mine.moves.values():
            if part.start in theirs.moves:
                merged.update(self._merge_both(part))
            elif part.start in theirs.place:
                merged.update(self._merge_one(part, "yours", "file"))
            else:
                merged.update(self._merge_taken_out(part, moved))
        for part, _ in theirs.moves.values():
            if part.start in mine.place:
                merged.update(self._merge_one(part, "file", "yours"))
        return merged

    def _target(self, part: Node, side: _Side) -> int | None:
        """Return the number of the group that puts in a part at its new place, if it does nothing else."""
        moved = self._versions[side].moves[part.start][1]
        return self._insertions[side].get((moved.start, moved.end))

    def _moved_lines(self, part: Node, side: _Side) -> TextLines:
        version = self._versions[side]
        return version.document.lines_of_part(version.moves[part.start][1])

    def _merge_one(self, part: Node, mover: _Side, changer: _Side) -> Mapping[int, _Moved]:
        """One side moved the part, the other changed it: the changes move along."""
        origin, target = self._by_range.get((part.start, part.end)), self._target(part, mover)
        version = self._versions[changer]
        if origin is None or target is None or part.end - 1 not in version.place:
            return {}
        changed = _lines_of(version.document.tokens[version.place[part.start] : version.place[part.end - 1] + 1])
        base = self._before.lines_of_part(part)
        if changed == base:
            return {}
        made = merge_lines(base, self._moved_lines(part, mover), changed)
        source: ChunkSource = "new" if mover == "yours" else "hand"
        return {} if made.conflicts else {origin: (source, ()), target: ("moved", made.lines())}

    def _merge_both(self, part: Node) -> Mapping[int, _Moved]:
        """Both sides moved the part, to different places: it stands where the file has it."""
        dropped, kept = self._target(part, "yours"), self._target(part, "file")
        if dropped is None or kept is None:
            return {}
        base = self._before.lines_of_part(part)
        made = merge_lines(base, self._moved_lines(part, "yours"), self._moved_lines(part, "file"))
        return {} if made.conflicts else {dropped: ("hand", ()), kept: ("moved", made.lines())}

    def _merge_taken_out(self, part: Node, moved: Node) -> Mapping[int, _Moved]:
        """The file has the part no more: it stays out, but if its lines have changed, the user has to say."""
        target = self._target(part, "yours")
        origin = self._groups[bisect_right(self._groups, part.start, key=lambda group: group.start) - 1]
        if target is None or not origin.file or part.end > origin.end:
            return {}
        return {target: ("hand" if _is_only_renumbered(part, moved) else "conflict", ())}


def _is_only_renumbered(part: Node, moved: Node) -> bool:
    """Whether a part that was moved is the same, but for the number in its heading or label."""
    if part.digest == moved.digest:
        return True
    below, there = ([child.digest for child in one.children] for one in (part, moved))
    return 1 <= part.level <= LABEL_LEVEL and part.level == moved.level and part.key == moved.key and below == there


def _lone_insertions(groups: Sequence[_Group], side: _Side, other: _Side) -> Mapping[tuple[int, int], int]:
    """Return `{range of tokens of one side: number of the group that puts in these and does nothing else}`."""
    return {
        (edits[0].other_start, edits[0].other_end): number
        for number, group in enumerate(groups)
        if group.start == group.end and len(edits := group.edits_of(side)) == 1 and not group.edits_of(other)
    }


def _find_edits(
    base: Sequence[_Token],
    other: Sequence[_Token],
    pairs: Sequence[TokenPair],
    moves: Sequence[tuple[Node, Node]] = (),
) -> list[_Edit]:
    """Return what changes the base into another version.

    A line with another wording is an edit of its own; what has moved is one at its old place, and one at its new place.
    """
    cuts_base = {index for part, _ in moves for index in (part.start, part.end)}
    cuts_other = {index for _, part in moves for index in (part.start, part.end)}
    edits: list[_Edit] = []
    at_base = at_other = 0
    for start, begin in (*pairs, (len(base), len(other))):
        gone = [at_base, *(index for index in range(at_base + 1, start) if index in cuts_base), start]
        came = [at_other, *(index for index in range(at_other + 1, begin) if index in cuts_other), begin]
        if cuts_base.isdisjoint(range(at_base, start)) and cuts_other.isdisjoint(range(at_other, begin)):
            if start > at_base or begin > at_other:
                edits.append(_Edit(at_base, start, at_other, begin))
        else:
            edits += [_Edit(i, j, at_other, at_other) for i, j in pairwise(gone) if j > i]
            edits += [_Edit(start, start, i, j) for i, j in pairwise(came) if j > i]
        at_base, at_other = start + 1, begin + 1
        if start < len(base) and _key_of(base[start]) != _key_of(other[begin]):
            edits.append(_Edit(start, at_base, begin, at_other))
    return edits
