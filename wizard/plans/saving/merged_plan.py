"""A plan with its source map as a save would write it, with the edits made by hand.

the plan as the answers make it, its merge with the file
→ a plan of as many segments: each has the merged lines that stand for its own, and its spans stand where their text
is now. Lines that only the file has belong to the segment before them.

    segments  "# Relay\n", "- [ ] Build\n"       file  "# Relay\n", "By hand.\n", "- [x] Build\n"
    merged    "# Relay\nBy hand.\n", "- [x] Build\n"
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import thread_time
from typing import Final, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from wizard.drafts.last_save import LastSave
from wizard.errors import WizardError
from wizard.interview.interview import Interview
from wizard.model.template import Template
from wizard.plans.merge.base_text import Base, has_base_lines
from wizard.plans.merge.line_matching import common_prefix_length, split_lines
from wizard.plans.merge.merge import Chunk, Merge, merge_lines
from wizard.plans.merge.offset_map import OffsetMap
from wizard.plans.saving.dry_run import dry_run
from wizard.plans.saving.file_merge import merge_plan
from wizard.plans.saving.saved_files import SavedFiles, read_saved_files
from wizard.render.plan import Plan
from wizard.render.rendered_segment import RenderedSegment, Span

Item = TypeVar("Item")

_SLOW: Final = 0.008
"""Seconds that a key may wait for the whole plan to be merged."""


class PlanMerger:
    """Merges one plan after another with the same file.

    After a change of an answer only the segments around it are merged again, up to lines that all sides have;
    `merge_whole` merges the whole plan, and `use` goes on from there. Where only the whole can be merged, and that
    takes long, a plan is shown in haste with the changed segments as the answers make them.
    """

    def __init__(self, files: SavedFiles, base: Base | None, layout: Template | None = None) -> None:
        """Merge plans with the one on disk; `base` is what both come from, if that is known.

        `layout` is the template if the file is laid out otherwise than it is rendered: it is merged as a whole then.
        """
        self._files = files
        self._layout = layout
        self._whole_base = base
        self._plan = Plan((), (), {})
        self._merged: MergedSegments | None = None
        self.has_edits = not files.lacks_plan and not has_base_lines(base, files.plan_lines())
        """Whether anything in the file was edited by hand; if not, every plan is shown as it is."""
        self._base = split_lines(base) if isinstance(base, str) and layout is None else None
        """What was rendered last; None where only hashes of its lines are known, or nothing."""
        self._file = files.plan_lines()
        self._last_lines: LinesBefore = (None if self._base is None else len(self._base), len(self._file))
        self.is_whole = True
        """Whether the last plan was merged as a whole."""
        self._cost = 0.0
        """Seconds of work that merging the whole plan took last."""

    def merge(self, plan: Plan, *, in_haste: bool = False) -> Plan:
        """Return a plan merged with the file; the same object where nothing was edited by hand.

        `in_haste` for a plan that is shown until `merge_whole` has been done.
        """
        if not self.has_edits:
            return plan
        merged = None
        if self._merged is not None:
            is_slow = in_haste and self._cost > _SLOW
            merged = self._merge_around(self._merged, plan.segments, is_slow=is_slow)
        self.is_whole = merged is None
        return self.use(plan, self.merge_whole(plan) if merged is None else merged)

    def merge_whole(self, plan: Plan) -> MergedSegments:
        """Return the segments of a plan merged as a whole; another thread may do it."""
        began = thread_time()
        merge = merge_plan(self._files, plan.text, self._whole_base, self._layout)
        merged = _merge_segments(plan.segments, merge, (0, 0), self._last_lines)
        self._cost = thread_time() - began
        return merged

    def use(self, plan: Plan, merged: MergedSegments) -> Plan:
        """Go on from a plan's merged segments; return the plan with them."""
        self._plan, self._merged = plan, merged
        return replace(plan, segments=merged.segments)

    def _merge_around(
        self, merged: MergedSegments, after: Sequence[RenderedSegment], *, is_slow: bool
    ) -> MergedSegments | None:
        """Return the merged segments after a change; None if all have to be merged, and that is not slow."""
        before = self._plan.segments
        start = common_prefix_length(list(map(id, before)), list(map(id, after)))
        end = common_prefix_length(list(map(id, before[start:][::-1])), list(map(id, after[start:][::-1])))
        gone, come = slice(start, len(before) - end), after[start : len(after) - end]
        as_answered = MergedSegments(tuple(come), (True,) * len(come), (_UNKNOWN,) * len(come))
        if all(merged.is_clean[max(start - 1, 0) : gone.stop + 1]):
            return merged.with_part(gone, as_answered)
        first, stop = merged.known_start(start - 1) or 0, merged.known_start(gone.stop + 1, 1) or len(before)
        if self._base is None or stop - first > len(before) // 2:
            return merged.with_part(gone, replace(as_answered, is_clean=(False,) * len(come))) if is_slow else None
        begin = merged.starts[first] if first else (0, 0)
        last = merged.starts[stop] if stop < len(before) else self._last_lines
        segments = after[first : len(after) - len(before) + stop]
        # The lines up to one that all sides have; behind it their texts go on, or end.
        ending = "\n" if stop < len(before) else ""
        yours = split_lines("".join(segment.text for segment in segments).removesuffix(ending))
        made = merge_lines(self._base[begin[0] : last[0]], yours, self._file[begin[1] : last[1]])
        return merged.with_part(slice(first, stop), _merge_segments(segments, made, begin, last, ending))


def merger_for(path: Path, interview: Interview, last_save: LastSave | None) -> PlanMerger | None:
    """Return what merges plans of an interview with the file that they are saved to.

    None when there is no file of its own (`wizard.plans.saving.ownership`), or when it cannot be read: saving says why.
    """
    try:
        files = read_saved_files(path)
    except WizardError:
        return None
    would = dry_run(interview, files, plan=Plan((), (), {}), last_save=last_save)
    return PlanMerger(files, would.base, would.layout) if files.plan is not None and would.is_own else None


def with_hand_edits(plan: Plan, merge: Merge) -> Plan:
    """Return a plan as `merge.lines()` has it; `merge` is that of its text with the file."""
    return replace(plan, segments=_merge_segments(plan.segments, merge).segments)


LinesBefore: TypeAlias = "tuple[int | None, int | None]"
"""How many lines of the base and of the file are before a line; None where that is not known."""
_UNKNOWN: Final[LinesBefore] = (None, None)


class MergedSegments(Struct, frozen=True):
    """The merged segments."""

    segments: tuple[RenderedSegment, ...]
    is_clean: tuple[bool, ...]
    """In which of them the file has no edit."""
    starts: tuple[LinesBefore, ...]
    """Where the line that each of them begins with is in the base and in the file, if both have it."""

    def known_start(self, index: int, step: int = -1) -> int | None:
        """Return the first segment from one on, in steps, that has no edit and begins with a line of all sides."""
        while 0 <= index < len(self.segments):
            if self.is_clean[index] and None not in self.starts[index]:
                return index
            index += step
        return None

    def with_part(self, gone: slice, come: MergedSegments) -> MergedSegments:
        """Return the segments with others in the place of some."""
        return MergedSegments(
            _put(self.segments, gone, come.segments),
            _put(self.is_clean, gone, come.is_clean),
            _put(self.starts, gone, come.starts),
        )


def _put(items: tuple[Item, ...], gone: slice, come: tuple[Item, ...]) -> tuple[Item, ...]:
    return (*items[: gone.start], *come, *items[gone.stop :])


def _merge_segments(
    segments: Sequence[RenderedSegment],
    merge: Merge,
    first: LinesBefore = _UNKNOWN,
    last: LinesBefore = _UNKNOWN,
    ending: str = "",
) -> MergedSegments:
    """Return the merged segments; `first` is where they begin in the base and in the file, `last` where they end.

    `ending` is what stands behind their last line.
    """
    text, offsets = "\n".join(merge.lines()) + ending, merge.offsets()
    edits, places = _edited_lines(merge), _line_places(merge, first, last)
    found: list[RenderedSegment] = []
    is_clean: list[bool] = []
    starts: list[LinesBefore] = []
    position = at = line = 0
    for index, segment in enumerate(segments):
        end = position + len(segment.text)
        stop = max(_end_of(end, offsets, at), at) if index < len(segments) - 1 else len(text)
        own = text[at:stop]
        is_own = own == segment.text
        found.append(segment if is_own else _segment_with(segment, own, position, at, offsets))
        last_line = line + segment.text.count("\n")
        is_clean.append(is_own and not any(edits[line : last_line + 1]))
        begins_line = index == 0 or segments[index - 1].text.endswith("\n")
        starts.append(places[line] if begins_line and line < len(places) else _UNKNOWN)
        position, at, line = end, stop, last_line
    return MergedSegments(tuple(found), tuple(is_clean), tuple(starts))


def _edited_lines(merge: Merge) -> list[bool]:
    """Return for each line that the answers make whether the file has an edit there."""
    return [chunk.source not in ("same", "new") for chunk in merge.chunks for _ in chunk.yours]


def _line_places(merge: Merge, first: LinesBefore, last: LinesBefore) -> list[LinesBefore]:
    """Return for each line that the answers make where it is in the base and in the file."""
    (base, file), (end, _) = first, last
    known = [_base_count(chunk) for chunk in merge.chunks]
    places: list[LinesBefore] = []
    for number, chunk in enumerate(merge.chunks):
        if base is None and end is not None and None not in known[number:]:
            base = end - sum(count for count in known[number:] if count is not None)
        if chunk.source == "same" and base is not None and file is not None:
            places += [(base + index, file + index) for index in range(len(chunk.yours))]
        else:
            places += [_UNKNOWN] * len(chunk.yours)
        count = known[number]
        base = None if base is None or count is None else base + count
        file = None if file is None else file + len(chunk.file)
    return places


def _base_count(chunk: Chunk) -> int | None:
    """Return how many lines of the base a chunk stands for, if that can be told."""
    match chunk.source:
        case "same" | "new":
            return len(chunk.file)
        case "hand":
            return len(chunk.yours)
        case _:
            return None


def _segment_with(segment: RenderedSegment, text: str, position: int, at: int, offsets: OffsetMap) -> RenderedSegment:
    """Return a segment with a merged text that begins at `at`; its own began at `position`."""
    spans: list[Span] = []
    end = 0
    for span in segment.spans:
        start = min(max(_start_of(position + span.start, offsets, at + end) - at, end), len(text))
        end = min(max(_end_of(position + span.end, offsets, at + start) - at, start), len(text))
        spans.append(replace(span, start=start, end=end))
    return RenderedSegment(text, tuple(spans), segment.after)


def _start_of(offset: int, offsets: OffsetMap, otherwise: int) -> int:
    """Return where text that began at an offset begins: with its first character, or behind the one before it."""
    first, before = offsets.find(offset), offsets.find(offset - 1)
    return first if first is not None else before + 1 if before is not None else otherwise


def _end_of(offset: int, offsets: OffsetMap, otherwise: int) -> int:
    """Return where text that ended at an offset ends: before the character behind it, or with its last one."""
    behind, last = offsets.find(offset), offsets.find(offset - 1)
    return behind if behind is not None else last + 1 if last is not None else otherwise
