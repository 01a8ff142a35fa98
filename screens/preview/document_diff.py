"""What is different between two plans, found without reading what stayed the same."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from operator import is_
from typing import TYPE_CHECKING

from msgspec import Struct

from screens.appearance.common_text import common_end, common_start
from screens.preview.markdown.drawn_lines import MarkedExtent

if TYPE_CHECKING:
    from wizard.render.rendered_segment import RenderedSegment, Span


class Change(Struct, frozen=True):
    """Text from `start` to `old_end` has become that from `start` to `new_end`."""

    start: int
    old_end: int
    new_end: int

    def follow(self, offset: int) -> int:
        """Return where a character has come to; one that is gone counts as the nearest one left."""
        if offset >= self.old_end:
            return offset + self.new_end - self.old_end
        return min(offset, max(self.new_end - 1, self.start)) if offset >= self.start else offset


class SegmentChange(Struct, frozen=True):
    """Pieces from `first` to `old_after` have become those from `first` to `new_after`."""

    first: int
    old_after: int
    new_after: int


def find_segment_change(old: Sequence[RenderedSegment], new: Sequence[RenderedSegment]) -> SegmentChange | None:
    """Return which segments are not the same objects; None when all are."""
    if old is new:
        return None
    first = _same_objects(old, new)
    if first == len(old) == len(new):
        return None
    same = min(_same_objects(old[::-1], new[::-1]), len(old) - first, len(new) - first)
    return SegmentChange(first, len(old) - same, len(new) - same)


def _same_objects(old: Sequence[RenderedSegment], new: Sequence[RenderedSegment]) -> int:
    """Return how many of the first segments are the same objects; in C, because it looks at all of them."""
    are_same = list(map(is_, old, new))
    return are_same.index(False) if False in are_same else len(are_same)


def text_of(pieces: Sequence[RenderedSegment]) -> str:
    return pieces[0].text if len(pieces) == 1 else "".join(piece.text for piece in pieces)


def marked_extent(span: Span, offset: int) -> MarkedExtent | None:
    """Return where a span is, counted from `offset` before its segment, if it is drawn apart."""
    if span.is_unfinished:
        return MarkedExtent(offset + span.start, offset + span.end, "unfinished")
    if span.is_placeholder:
        return MarkedExtent(offset + span.start, offset + span.end, "placeholder")
    return None


def marked_extents_of(pieces: Sequence[RenderedSegment]) -> list[MarkedExtent]:
    """Return the extents that are drawn apart, counted from the start of the first segment."""
    extents: list[MarkedExtent] = []
    start = 0
    for piece in pieces:
        apart = [span for span in piece.spans if span.is_unfinished or span.is_placeholder]
        found = (marked_extent(span, start) for span in apart)
        extents += [extent for extent in found if extent is not None]
        start += len(piece.text)
    return extents


def find_text_change(old: Sequence[RenderedSegment], new: Sequence[RenderedSegment], start: int) -> Change | None:
    """Return what differs in text or in what is drawn apart, or None; the segments begin at `start` in the plan."""
    before, after = text_of(old), text_of(new)
    marked_before, marked_after = marked_extents_of(old), marked_extents_of(new)
    if before == after and marked_before == marked_after:
        return None
    same = _same_start(before, after, marked_before, marked_after)
    room = min(len(before), len(after)) - same
    same_end = min(room, _same_end(before, after, marked_before, marked_after))
    return Change(start + same, start + len(before) - same_end, start + len(after) - same_end)


def _same_start(before: str, after: str, marked_before: list[MarkedExtent], marked_after: list[MarkedExtent]) -> int:
    return min(common_start(before, after), _same_extents(marked_before, marked_after))


def _same_end(before: str, after: str, marked_before: list[MarkedExtent], marked_after: list[MarkedExtent]) -> int:
    mirrored = _same_extents(_mirror(marked_before, len(before)), _mirror(marked_after, len(after)))
    return min(common_end(before, after), mirrored)


def _same_extents(old: list[MarkedExtent], new: list[MarkedExtent]) -> int:
    """Return up to which offset two lists of extents are the same."""
    for one, other in zip(old, new, strict=False):
        if one != other:
            return min(one[0], other[0])
    shorter, longer = sorted((old, new), key=len)
    return longer[len(shorter)][0] if len(longer) > len(shorter) else sys.maxsize


def _mirror(extents: list[MarkedExtent], length: int) -> list[MarkedExtent]:
    return [MarkedExtent(length - end, length - start, mark) for start, end, mark in reversed(extents)]
