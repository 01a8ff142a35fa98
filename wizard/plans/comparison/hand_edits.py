"""What was done to a plan by hand: lines edited, boxes ticked and unticked, counted in one way for all who tell it.

the chunks of a merge → the counts. Lines of a conflict do not count; they are places that both sides changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, dropwhile, repeat

from msgspec import Struct

from wizard.markdown.task_lines import TASK_LINE
from wizard.message_text import pluralize
from wizard.plans.merge.line_matching import find_matches
from wizard.plans.merge.merge import Chunk, Merge


class HandEdits(Struct, frozen=True):
    """How much was done by hand."""

    edited: int = 0
    """Lines that were changed, added or taken out."""
    ticked: int = 0
    """Boxes, in lines that are otherwise as they were."""
    unticked: int = 0

    def words(self) -> str:
        """Return `1 line edited, 2 boxes ticked`, or nothing."""
        counts = [f"{self.edited} {pluralize('line', self.edited)} edited"] if self.edited else []
        for count, what in ((self.ticked, "ticked"), (self.unticked, "unticked")):
            if count:
                counts.append(f"{count} {'box' if count == 1 else 'boxes'} {what}")
        return ", ".join(counts)


class LinePair(Struct, frozen=True):
    """A line that differs, as both sides have it; None where one has it not."""

    index: int
    """0-based, in the file; of a line that is missing there, of the one that it would come before."""
    yours: str | None
    file: str | None


class BoxChange(Struct, frozen=True):
    """A box that was ticked or unticked in a line that is otherwise as it was."""

    index: int
    """0-based, of the line in the file."""
    is_ticked: bool


class LineComparison(Struct, frozen=True):
    """The lines that differ, and the boxes of the others."""

    pairs: tuple[LinePair, ...]
    boxes: tuple[BoxChange, ...]

    @property
    def ticked(self) -> int:
        """How many boxes were ticked."""
        return sum(box.is_ticked for box in self.boxes)

    @property
    def unticked(self) -> int:
        """How many were unticked."""
        return len(self.boxes) - self.ticked

    def kept_by(self, merged: Merge) -> LineComparison:
        """Return what is still there in a merge of the file with the answers; lines of conflicts do not count.

        An edit that was read into the answers may have been answered otherwise since, and is not kept then.
        """
        answered: dict[int, str] = {}
        clashes: set[int] = set()
        at = 0
        for chunk in merged.chunks:
            indexes = range(at, at + len(chunk.file))
            if chunk.source == "new":
                answered |= dict(zip(indexes, chain(chunk.yours, repeat("")), strict=False))
            elif chunk.source == "conflict":
                clashes.update(indexes or (at,))
            at = indexes.stop
        new = [line for chunk in merged.chunks if chunk.source == "new" for line in chunk.yours]
        said = set(_without_boxes(new))
        file = _without_boxes([line for chunk in merged.chunks for line in chunk.file])

        def is_pair_kept(pair: LinePair) -> bool:
            if pair.file is None:
                return pair.yours is None or _without_boxes([pair.yours])[0] not in said
            return pair.index not in answered or file[pair.index] in said

        def is_box_kept(box: BoxChange) -> bool:
            if box.index not in answered:
                return True
            alike = [line for line in new if _without_boxes([line])[0] == file[box.index]] or [answered[box.index]]
            return any(_is_ticked(line) == box.is_ticked for line in alike)

        return LineComparison(
            tuple(pair for pair in self.pairs if pair.index not in clashes and is_pair_kept(pair)),
            tuple(box for box in self.boxes if box.index not in clashes and is_box_kept(box)),
        )


def count_hand_edits(merged: Merge) -> HandEdits:
    """Return what was done by hand; blank lines at the end do not count."""
    chunks = dropwhile(lambda chunk: not any((*chunk.yours, *chunk.file)), reversed(merged.chunks))
    found = [comparison for chunk in chunks for comparison in _compare_chunk(chunk)]
    return HandEdits(
        edited=sum(len(each.pairs) for each in found),
        ticked=sum(each.ticked for each in found),
        unticked=sum(each.unticked for each in found),
    )


def compare_lines(yours: Sequence[str], file: Sequence[str], *, heeds_boxes: bool = False) -> LineComparison:
    """Return the lines of a file that differ from yours, with a box that differs too only if `heeds_boxes`.

    Of differing lines those count that are not blank, or the first if all are.
    """
    mine, other = (yours, file) if heeds_boxes else (_without_boxes(yours), _without_boxes(file))
    pairs: list[LinePair] = []
    boxes: list[BoxChange] = []
    at = at_file = 0
    for start, begin, length in (*find_matches(mine, other), (len(mine), len(other), 0)):
        pairs += _pair_lines(yours[at:start], file[at_file:begin], at_file)
        at, at_file = start + length, begin + length
        alike = zip(range(begin, at_file), yours[start:at], strict=True)
        ticked = [(index, _is_ticked(file[index]), _is_ticked(before)) for index, before in alike]
        boxes += [BoxChange(index, is_ticked) for index, is_ticked, was_ticked in ticked if is_ticked != was_ticked]
    return LineComparison(tuple(pairs), tuple(boxes))


def _compare_chunk(chunk: Chunk) -> Iterator[LineComparison]:
    match chunk.source:
        case "hand":
            yield compare_lines(chunk.yours, chunk.file)
        case "ticked":
            # One side changed the text and the other the box; the merged line has the text of the one.
            for yours, file, merged in zip(chunk.yours, chunk.file, chunk.merged, strict=True):
                is_text_of_file = _without_boxes([merged]) == _without_boxes([file])
                yield compare_lines((yours,), (file,) if is_text_of_file else (merged,))
        case "moved" | "merged":
            yield compare_lines(chunk.yours, chunk.merged if chunk.yours else chunk.file)
        case "same" | "new" | "both" | "conflict":
            return


def _pair_lines(yours: Sequence[str], file: Sequence[str], start: int) -> Iterator[LinePair]:
    count = max(len(yours), len(file))
    pairs = [LinePair(start + min(index, len(file)), _at(yours, index), _at(file, index)) for index in range(count)]
    yield from [pair for pair in pairs if pair.yours or pair.file] or pairs[:1]


def _at(lines: Sequence[str], index: int) -> str | None:
    return lines[index] if index < len(lines) else None


def _without_boxes(lines: Sequence[str]) -> list[str]:
    return [TASK_LINE.sub(r"\1 \3", line) for line in lines]


def _is_ticked(line: str) -> bool:
    box = TASK_LINE.match(line)
    return box is not None and box[2] != " "
