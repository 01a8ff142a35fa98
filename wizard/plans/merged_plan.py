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

from msgspec import Struct
from msgspec.structs import replace

from wizard.drafts.last_save import LastSave
from wizard.errors import WizardError
from wizard.interview.interview import Interview
from wizard.plans.diff import merge_with_file
from wizard.plans.merge.line_matching import common_prefix_length
from wizard.plans.merge.merge import Merge
from wizard.plans.merge.offset_map import OffsetMap
from wizard.plans.ownership import is_own
from wizard.plans.saved_files import SavedFiles, read_saved_files
from wizard.render.plan import Plan
from wizard.render.rendered_segment import RenderedSegment, Span


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
    text, offsets, edits = "\n".join(merge.lines()), merge.offsets(), _edited_lines(merge)
    found: list[RenderedSegment] = []
    is_clean: list[bool] = []
    position = at = line = 0
    for index, segment in enumerate(segments):
        end = position + len(segment.text)
        stop = max(_end_of(end, offsets, at), at) if index < len(segments) - 1 else len(text)
        own = text[at:stop]
        is_own = own == segment.text
        found.append(segment if is_own else _segment_with(segment, own, position, at, offsets))
        last_line = line + segment.text.count("\n")
        is_clean.append(is_own and not any(edits[line : last_line + 1]))
        position, at, line = end, stop, last_line
    return MergedSegments(tuple(found), tuple(is_clean))


def _edited_lines(merge: Merge) -> list[bool]:
    """Return for each line that the answers make whether the file has an edit there."""
    return [chunk.source not in ("same", "new") for chunk in merge.chunks for _ in chunk.yours]


def _segment_with(segment: RenderedSegment, text: str, position: int, at: int, offsets: OffsetMap) -> RenderedSegment:
    """Return a segment with a merged text that begins at `at`; its own began at `position`."""
    spans: list[Span] = []
    end = 0
    for span in segment.spans:
        start = min(max(_start_of(position + span.start, offsets, at + end) - at, end), len(text))
        end = min(max(_end_of(position + span.end, offsets, at + start) - at, start), len(text))
        spans.append(span._replace(start=start, end=end))
    return RenderedSegment(text, tuple(spans), segment.after)


def _start_of(offset: int, offsets: OffsetMap, otherwise: int) -> int:
    """Return where text that began at an offset begins: with its first character, or behind the one before it."""
    first, before = offsets.find(offset), offsets.find(offset - 1)
    return first if first is not None else before + 1 if before is not None else otherwise


def _end_of(offset: int, offsets: OffsetMap, otherwise: int) -> int:
    """Return where text that ended at an offset ends: before the character behind it, or with its last one."""
    behind, last = offsets.find(offset), offsets.find(offset - 1)
    return behind if behind is not None else last + 1 if last is not None else otherwise
