"""What saving a plan changes in the file on disk: hunks under their headings, edits made by hand told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from wizard.markdown.fences import fence_after
from wizard.markdown.syntax import ATX_CLOSING, ATX_MARKER
from wizard.plans.comparison.hand_edits import HandEdits, count_hand_edits
from wizard.plans.merge.base_text import Base
from wizard.plans.merge.line_matching import find_matches, split_lines
from wizard.plans.merge.merge import Chunk, Merge, Resolution, TextLines, merge
from wizard.plans.saving.saved_files import SavedFiles

DiffSign = Literal["new", "gone", "hand", "hand gone", "left out"]
"""Saving adds `new` lines and removes those that are `gone`; `hand` was added by hand, `hand gone` removed by hand.

In a conflict `left out` are the answers' lines where the user has chosen the file's.
"""


class DiffLine(Struct, frozen=True):
    """A line of a hunk."""

    sign: DiffSign
    text: str


class Hunk(Struct, frozen=True):
    """Consecutive lines that saving changes, or that were edited by hand."""

    heading: str
    """The text of the heading above them; empty above the first one."""
    lines: tuple[DiffLine, ...]
    conflict: int | None = None
    """The number of the merge's conflict if there is something to choose: your lines, then the file's; else None."""

    def conflict_sentence(self) -> str:
        """Return what happened to the lines of a conflict."""
        yours = [line for line in self.lines if line.sign in ("new", "left out") and line.text.strip()]
        file = [line for line in self.lines if line.sign in ("hand", "gone") and line.text.strip()]
        return describe_conflict(len(yours), len(file))


class UnchangedLines(Struct, frozen=True):
    """Consecutive lines that do not change."""

    count: int


DiffPart: TypeAlias = "Hunk | UnchangedLines"


class Diff(Struct, frozen=True):
    """The parts of a file from top to bottom, and how many there are of each sort."""

    parts: tuple[DiffPart, ...]
    new_hunks: int
    """Hunks that the answers change."""
    by_hand: HandEdits
    """What was done by hand, but for the lines of conflicts."""
    conflicts: int
    """Hunks that both have changed."""

    def followed_by(self, parts: tuple[DiffPart, ...]) -> Diff:
        """Return the difference with the parts of another file behind its own."""
        return replace(self, parts=(*self.parts, *parts))


def merge_with_file(existing: SavedFiles, text: str, base: Base | None = None) -> Merge:
    """Return the merge of a newly rendered text with the plan on disk; `base` is given where no file says it."""
    if existing.lacks_plan:
        return merge("\n".join(existing.plan_lines()), split_lines(text), existing.plan_lines() or ("",))
    return merge(existing.base() if base is None else base, split_lines(text), existing.plan_lines())


def merged_text(merged: Merge, choices: Mapping[int, Resolution] | None = None) -> str:
    """Return the merged text; `choices` resolves conflicts by their numbers, and the others keep both sides."""
    return "\n".join(merged.lines(choices))


def describe_conflict(yours: int, file: int) -> str:
    """Return what happened to the lines of a conflict, of which each side has so many that are not blank."""
    these, them = ("this line", "it") if max(yours, file) <= 1 else ("these lines", "them")
    if not file:
        return f"The file removed {these}, and your answers changed {them}."
    if not yours:
        return f"Your answers remove {these}, and the file changed {them}."
    return f"You and the file both changed {these}."


def diff_keeping_both(merged: Merge, choices: Mapping[int, Resolution] | None = None) -> Diff:
    """Return what changes in the file when the edits made by hand are kept, but where `choices` say otherwise."""
    return _build_diff(merged, choices or {})


def diff_of_answers(merged: Merge) -> Diff:
    """Return what changes in the file when it is replaced by what the answers make."""
    return _build_diff(merged, None)


def diff_of_answers_files(existing: SavedFiles, answers: str) -> tuple[DiffPart, ...]:
    """Return what saving changes in the answers file; `answers` is the text of the new one."""
    before = _lines_of_answers_part((existing.answers or b"").decode("utf-8-sig", "replace"))
    return tuple(_line_diff(existing.answers_path.name, before, _lines_of_answers_part(answers)))


def _lines_of_answers_part(text: str) -> TextLines:
    """Return the lines of an answers file, without those that only the program reads."""
    return split_lines(f"\n{text}".replace("\r\n", "\n").partition("\nsaved:")[0].strip("\n"))


def _line_diff(heading: str, before: TextLines, after: TextLines) -> Iterator[DiffPart]:
    at_before = at_after = unchanged = 0
    for start, begin, length in (*find_matches(before, after), (len(before), len(after), 0)):
        gone = [DiffLine("gone", line) for line in before[at_before:start]]
        new = [DiffLine("new", line) for line in after[at_after:begin]]
        if gone or new:
            if unchanged:
                yield UnchangedLines(unchanged)
            yield Hunk(heading, (*gone, *new))
            unchanged = 0
        if at_before or at_after or gone or new:  # those above the first difference would stand above the heading
            unchanged += length
        at_before, at_after = start + length, begin + length
    if unchanged:
        yield UnchangedLines(unchanged)


def _build_diff(merged: Merge, choices: Mapping[int, Resolution] | None) -> Diff:
    """Return what changes; without `choices` it is what the answers make."""
    sources = [chunk.source for chunk in merged.chunks]
    return Diff(
        parts=tuple(_diff_parts(merged, choices)),
        new_hunks=sum(sources.count(source) for source in ("new", "ticked", "moved", "merged")),
        by_hand=count_hand_edits(merged),
        conflicts=sources.count("conflict"),
    )


def _diff_parts(merged: Merge, choices: Mapping[int, Resolution] | None) -> Iterator[DiffPart]:
    heading, unchanged, conflict = _Heading(), 0, -1
    for chunk in merged.chunks:
        conflict += chunk.source == "conflict"
        if chunk.source in ("same", "both"):
            unchanged += len(chunk.file)
            heading.pass_lines(chunk.file)
            continue
        if unchanged:
            yield UnchangedLines(unchanged)
            unchanged = 0
        above = heading.text
        heading.pass_lines(chunk.yours or chunk.file)
        under = above or heading.text
        if choices is None:
            yield Hunk(under, tuple(_lines_of_answers(chunk)))
        else:
            lines = _lines_keeping_both(chunk, choices.get(conflict, "both"))
            yield Hunk(under, tuple(lines), conflict if chunk.source == "conflict" else None)
    if merged.chunks and unchanged and not merged.chunks[-1].file[-1]:
        unchanged -= 1  # what follows the last line's end is no line
    if unchanged:
        yield UnchangedLines(unchanged)


def _lines_keeping_both(chunk: Chunk, choice: Resolution) -> Iterator[DiffLine]:
    match chunk.source:
        case "new":
            yield from (DiffLine("gone", text) for text in chunk.file)
            yield from (DiffLine("new", text) for text in chunk.yours)
        case "hand":
            yield from (DiffLine("hand gone", text) for text in chunk.yours)
            yield from (DiffLine("hand", text) for text in chunk.file)
        case "merged" if chunk.merged == chunk.file:
            yield from (DiffLine("hand gone", text) for text in chunk.yours)
            yield from (DiffLine("hand", text) for text in chunk.file)
        case "ticked" | "moved" | "merged":
            yield from (DiffLine("gone", text) for text in chunk.file)
            yield from (DiffLine("new", text) for text in chunk.merged)
        case "conflict" if isinstance(choice, tuple):
            yield from (DiffLine("gone", text) for text in chunk.file)
            yield from (DiffLine("new", text) for text in choice)
        case "conflict":
            yield from (DiffLine("left out" if choice == "file" else "new", text) for text in chunk.yours)
            yield from (DiffLine("gone" if choice == "yours" else "hand", text) for text in chunk.file)
        case "same" | "both":
            return


def _lines_of_answers(chunk: Chunk) -> Iterator[DiffLine]:
    yield from (DiffLine("gone", text) for text in chunk.file)
    yield from (DiffLine("new", text) for text in chunk.yours)


# CommonMark 0.31, section 4.2: ATX headings.
_HEADING = re.compile(rf" {{0,3}}{ATX_MARKER}(?:[ \t]+(.*?))?{ATX_CLOSING}$")


class _Heading(Struct):
    """The heading above a line, found by going down from the top; a heading in a fenced code block is none."""

    text: str = ""
    fence: str = ""

    def pass_lines(self, lines: TextLines) -> None:
        """Go down past lines."""
        for line in lines:
            self.fence = fence_after(line, self.fence)
            if not self.fence and (heading := _HEADING.match(line)):
                self.text = heading[1] or ""
