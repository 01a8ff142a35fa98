"""The clashes of a save: where the answers and the file both changed what was saved last, in different ways.

a merge, the plan with its source map, the text that was saved last
→ for each clash the lines of the file that it is about, what the three say there, and the questions that it belongs to
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath
from wizard.plans.comparison.source_lines import SourceLines
from wizard.plans.merge.line_matching import find_matches, split_lines
from wizard.plans.merge.merge import Merge, TextLines
from wizard.render.plan import Plan

MINE: Final = "mine"
THEIRS: Final = "theirs"
BASE: Final = "base"
"""The names of the sides behind the marks of a conflict."""


class Clash(Struct, frozen=True):
    """A place that the answers and the file changed in different ways."""

    number: int
    """From 1."""
    line: int
    """1-based, the first line of the file that it is about; if those were taken out, the one behind them."""
    end: int
    """The last one; less than `line` if there is none."""
    questions: tuple[AnswerPath, ...]
    """The paths of the questions whose answers stand in the lines."""
    base: TextLines | None
    """The lines as they were saved last; None where that is not known."""
    mine: TextLines
    """As the answers make them."""
    theirs: TextLines
    """As the file has them."""


def find_clashes(interview: Interview, plan: Plan, merged: Merge, base: object, file: TextLines) -> tuple[Clash, ...]:
    """Return the clashes of a merge, in order; `base` is the text that was saved last, if it is one."""
    if not merged.conflicts:
        return ()
    before = split_lines(base) if isinstance(base, str) else None
    lines = SourceLines(interview, plan)
    ranges = _BaseRanges(before, file)
    return tuple(_clashes(merged, lines, ranges))


def _clashes(merged: Merge, lines: SourceLines, ranges: _BaseRanges) -> Iterator[Clash]:
    number = at_mine = at_file = 0
    for chunk in merged.chunks:
        end_mine, end_file = at_mine + len(chunk.yours), at_file + len(chunk.file)
        if chunk.source == "conflict":
            number += 1
            yield Clash(
                number=number,
                line=at_file + 1,
                end=end_file,
                questions=lines.questions(at_mine, end_mine),
                base=ranges.lines(at_file, end_file),
                mine=chunk.yours,
                theirs=chunk.file,
            )
        at_mine, at_file = end_mine, end_file


class _BaseRanges:
    """Finds what lines of the file were when they were saved last."""

    def __init__(self, before: Sequence[str] | None, file: Sequence[str]) -> None:
        self._before = before
        self._matches = [] if before is None else find_matches(before, file)

    def lines(self, start: int, end: int) -> TextLines | None:
        """Return the lines between those that stand above and below these in both; None without what was saved."""
        if self._before is None:
            return None
        above, below = 0, len(self._before)
        for base_start, file_start, length in self._matches:
            if file_start < start:
                above = base_start + min(length, start - file_start)
            if file_start + length > end:
                below = min(below, base_start + max(end - file_start, 0))
                break
        return tuple(self._before[above : max(above, below)])


def marked_lines(clash: Clash, *, has_base: bool) -> TextLines:
    """Return a clash as git marks one (git-merge(1)); with its base in the style of `diff3`."""
    base = (f"||||||| {BASE}", *clash.base) if has_base and clash.base is not None else ()
    return (f"<<<<<<< {MINE}", *clash.mine, *base, "=======", *clash.theirs, f">>>>>>> {THEIRS}")
