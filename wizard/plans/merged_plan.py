"""A plan with its source map as a save would write it, with the edits made by hand.

the plan as the answers make it, its merge with the file
→ a plan of as many segments: each has the merged lines that stand for its own, and its spans stand where their text
is now. Lines that only the file has belong to the segment before them.

    segments  "# Relay\n", "- [ ] Build\n"       file  "# Relay\n", "By hand.\n", "- [x] Build\n"
    merged    "# Relay\nBy hand.\n", "- [x] Build\n"
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wizard.drafts.last_save import LastSave
from wizard.errors import WizardError
from wizard.interview.interview import Interview
from wizard.plans.diff import merge_with_file
from wizard.plans.merge.line_matching import common_prefix_length, find_matches
from wizard.plans.merge.merge import Chunk, Merge
from wizard.plans.ownership import is_own
from wizard.plans.saved_files import SavedFiles, read_saved_files
from wizard.render.plan import Plan
from wizard.render.rendered_segment import RenderedSegment, Span

_AS_ANSWERED = ("same", "new", "both")
"""The sources of chunks whose merged lines are those that the answers make."""


class PlanMerger:
    """Merges one plan after another with the same file.

    After a change of an answer only the segments around it are merged again, if nothing there was edited by hand;
    `merge_whole` merges the whole plan, and `use` goes on from there.
    """

    def __init__(self, files: SavedFiles) -> None:
        self._files = files
        self._plan = Plan((), (), {})
        self._merged: MergedSegments | None = None
        self.has_edits = not files.lacks_plan and not files.is_as_rendered()
        """Whether anything in the file was edited by hand; if not, every plan is shown as it is."""
        self.is_whole = True
        """Whether the last plan was merged as a whole."""

    def merge(self, plan: Plan) -> Plan:
        """Return a plan merged with the file; the same object where nothing was edited by hand."""
        if not self.has_edits:
            return plan
        spliced = None if self._merged is None else _splice(self._merged, self._plan.segments, plan.segments)
        merged = self.merge_whole(plan) if spliced is None else spliced
        self.is_whole = spliced is None
        return self.use(plan, merged)

    def merge_whole(self, plan: Plan) -> MergedSegments:
        """Return the segments of a plan merged as a whole; another thread may do it."""
        return _merge_segments(plan.segments, merge_with_file(self._files, plan.text))

    def use(self, plan: Plan, merged: MergedSegments) -> Plan:
        """Go on from a plan's merged segments; return the plan with them."""
        self._plan, self._merged = plan, merged
        return replace(plan, segments=merged.segments)


def merger_for(path: Path, interview: Interview, last_save: LastSave | None) -> PlanMerger | None:
    """Return what merges plans of an interview with the file that they are saved to.

    None when there is no file of its own (`wizard.plans.ownership`), or when it cannot be read: saving says why.
    """
    try:
        files = read_saved_files(path)
    except WizardError:
        return None
    return PlanMerger(files) if files.plan is not None and is_own(files, interview, last_save) else None


def with_hand_edits(plan: Plan, merge: Merge) -> Plan:
    """Return a plan as `merge.lines()` has it; `merge` is that of its text with the file."""
    return replace(plan, segments=_merge_segments(plan.segments, merge).segments)


class MergedSegments(Struct, frozen=True):
    """The merged segments, and in which of them the file has no edit."""

    segments: tuple[RenderedSegment, ...]
    is_clean: tuple[bool, ...]


def _splice(
    merged: MergedSegments, before: Sequence[RenderedSegment], after: Sequence[RenderedSegment]
) -> MergedSegments | None:
    """Return the merged segments after a change; None if it is where something was edited by hand."""
    start = common_prefix_length(list(map(id, before)), list(map(id, after)))
    end = common_prefix_length(list(map(id, before[start:][::-1])), list(map(id, after[start:][::-1])))
    gone, come = slice(start, len(before) - end), after[start : len(after) - end]
    around = merged.is_clean[max(start - 1, 0) : len(before) - end + 1]
    if not all(around):
        return None
    segments, is_clean = list(merged.segments), list(merged.is_clean)
    segments[gone], is_clean[gone] = come, [True] * len(come)
    return MergedSegments(tuple(segments), tuple(is_clean))


def _merge_segments(segments: Sequence[RenderedSegment], merge: Merge) -> MergedSegments:
    lines = _LineMap(merge)
    found: list[RenderedSegment] = []
    is_clean: list[bool] = []
    position = at = 0
    for index, segment in enumerate(segments):
        end = position + len(segment.text)
        is_last = index == len(segments) - 1
        stop = len(lines.text) if is_last else max(lines.map_offset(end), at)
        text = lines.text[at:stop]
        is_own = text == segment.text
        found.append(segment if is_own else _segment_with(segment, text, position, at, lines))
        is_clean.append(is_own and lines.is_clean(position, end))
        position, at = end, stop
    return MergedSegments(tuple(found), tuple(is_clean))


def _segment_with(segment: RenderedSegment, text: str, position: int, at: int, lines: _LineMap) -> RenderedSegment:
    """Return a segment with a merged text that begins at `at`; its own began at `position`."""
    spans: list[Span] = []
    end = 0
    for span in segment.spans:
        start = min(max(lines.map_offset(position + span.start) - at, end), len(text))
        end = min(max(lines.map_offset(position + span.end, is_end=True) - at, start), len(text))
        spans.append(span._replace(start=start, end=end))
    return RenderedSegment(text, tuple(spans), segment.after)


class _LineMap:
    """Where the characters of the text that the answers make are in the merged one."""

    def __init__(self, merge: Merge) -> None:
        self._yours: list[str] = []
        self._merged: list[str] = []
        self._line: list[int] = []
        """`[line of yours]`: the merged line that stands for it, or the one before which it is gone."""
        self._is_gone: list[bool] = []
        self._is_clean: list[bool] = []
        """`[line of yours]`: whether the file has no edit there."""
        for chunk in merge.chunks:
            self._add(chunk)
        self.text = "\n".join(self._merged)
        self._line.append(len(self._merged))
        self._starts = _starts_of(self._yours)
        self._merged_starts = _starts_of(self._merged)

    def _add(self, chunk: Chunk) -> None:
        is_as_answered = chunk.source in _AS_ANSWERED
        merged = chunk.yours if is_as_answered else Merge((chunk,)).lines()
        first = len(self._merged)
        self._is_clean += [chunk.source in ("same", "new")] * len(chunk.yours)
        if is_as_answered:
            self._line += range(first, first + len(merged))
            self._is_gone += [False] * len(merged)
        else:
            for index, is_gone in _match_lines(chunk.yours, merged):
                self._line.append(first + index)
                self._is_gone.append(is_gone)
        self._yours += chunk.yours
        self._merged += merged

    def is_clean(self, start: int, end: int) -> bool:
        """Return whether the file has no edit in the lines of these characters."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        return all(self._is_clean[first : bisect_left(self._starts, end)])

    def map_offset(self, offset: int, *, is_end: bool = False) -> int:
        """Return where a character is in the merged text; `is_end` for the offset behind a last character."""
        line = max(bisect_right(self._starts, offset - is_end) - 1, 0)
        column = offset - self._starts[line]
        if line >= len(self._yours):
            return len(self.text)
        there = self._line[line]
        if there >= len(self._merged):
            return len(self.text)
        start = self._merged_starts[there]
        return start if self._is_gone[line] else start + _map_column(self._yours[line], self._merged[there], column)


def _starts_of(lines: Sequence[str]) -> list[int]:
    return list(accumulate((len(line) + 1 for line in lines), initial=0))


def _match_lines(yours: Sequence[str], merged: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Yield for each line the index of the one that stands for it, or of the one before which it is gone."""
    at = there = 0
    for start, begin, length in (*find_matches(yours, merged), (len(yours), len(merged), 0)):
        yield from ((min(there + index, begin), there + index >= begin) for index in range(start - at))
        yield from ((begin + index, False) for index in range(length))
        at, there = start + length, begin + length


def _map_column(line: str, other: str, column: int) -> int:
    """Return where a character of a line is in another that stands for it: by what they begin and end with."""
    if line == other:
        return column
    same = common_prefix_length(line, other)
    if column <= same:
        return column
    rest = common_prefix_length(line[same:][::-1], other[same:][::-1])
    if column >= len(line) - rest:
        return len(other) - (len(line) - column)
    return min(column, len(other) - rest)
