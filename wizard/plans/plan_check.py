"""Whether a saved plan is what its answers make.

the plan as rendered now, the plan on disk, the hashes of the lines rendered when it was saved
→ the lines that differ: those that the answers make otherwise by now (`stale`), those that were edited by hand
(`edited-by-hand`), and, without the hashes, those of which nobody can say which (`differs`). Ticked boxes are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from wizard.markdown.syntax import LIST_MARKER
from wizard.message_text import pluralize, sanitize_title
from wizard.plans.merge.line_hashes import BLANK, split_lines
from wizard.plans.merge.line_matching import find_matches
from wizard.plans.merge.merge import merge

DifferenceCode: TypeAlias = Literal["stale", "edited-by-hand", "differs"]
# A task list item (GitHub Flavored Markdown, section 5.3): what comes before the box's mark, and what comes after it.
_BOX = re.compile(rf"(\s*{LIST_MARKER}\s+\[)[ xX](\].*)")


class Difference(Struct, frozen=True):
    """A line of a plan that is not what its answers make."""

    line: int
    """1-based, in the file; of a line that is missing there, the one that it would come before."""
    code: DifferenceCode
    message: str


class PlanComparison(Struct, frozen=True):
    """What a plan has that its answers do not make, from top to bottom."""

    differences: tuple[Difference, ...]
    ticked: int
    """Boxes that were ticked, or unticked, by hand."""

    def count(self, code: DifferenceCode) -> int:
        """Return how many lines differ in one way."""
        return sum(difference.code == code for difference in self.differences)


def compare_plan(rendered: str, file: str, line_hashes: Sequence[str] | None) -> PlanComparison:
    """Return how the text of a plan's file differs from what its answers make.

    `line_hashes` are those of the lines rendered when it was saved, or None. Blank lines at the end do not count.
    """
    yours, theirs = split_lines(rendered.rstrip("\n")), split_lines(file.rstrip("\n"))
    if line_hashes is None:
        return _comparison(theirs, [_compare_lines(yours, theirs, 1, "differs")])
    base = list(line_hashes)
    while base and base[-1] == BLANK:
        base.pop()
    parts: list[_Part] = []
    line = 1
    for chunk in merge(base, yours, theirs).chunks:
        if chunk.source not in ("same", "both"):
            code: DifferenceCode = "edited-by-hand" if chunk.source == "hand" else "stale"
            parts.append(_compare_lines(chunk.yours, chunk.file, line, code))
        line += len(chunk.file)
    return _comparison(theirs, parts)


_Part: TypeAlias = "tuple[list[Difference], int]"


def _comparison(theirs: Sequence[str], parts: Sequence[_Part]) -> PlanComparison:
    last = max(len(theirs), 1)
    differences = [Difference(min(each.line, last), each.code, each.message) for found, _ in parts for each in found]
    return PlanComparison(tuple(differences), sum(ticked for _, ticked in parts))


def _compare_lines(yours: Sequence[str], theirs: Sequence[str], line: int, code: DifferenceCode) -> _Part:
    """Return the lines that differ, the file's beginning at `line`, and the number of boxes that do.

    What the answers have ticked since is stale, like any other line; all other ticks are the user's.
    """
    heeds_boxes = code == "stale"
    mine, other = (yours, theirs) if heeds_boxes else (_without_boxes(yours), _without_boxes(theirs))
    found: list[Difference] = []
    ticked = at = at_file = 0
    for start, begin, length in (*find_matches(mine, other), (len(mine), len(other), 0)):
        found += _differences(yours[at:start], theirs[at_file:begin], line + at_file, code)
        at, at_file = start + length, begin + length
        ticked += sum(map(str.__ne__, yours[start:at], theirs[begin:at_file]))
    return found, ticked


def _differences(yours: Sequence[str], theirs: Sequence[str], line: int, code: DifferenceCode) -> Iterator[Difference]:
    """Yield a difference for each line of the longer side that is not blank, or for the first one if all are."""
    pairs = [(index, _at(yours, index), _at(theirs, index)) for index in range(max(len(yours), len(theirs)))]
    telling = [pair for pair in pairs if pair[1] or pair[2]]
    for index, mine, other in telling or pairs[:1]:
        yield Difference(line + min(index, len(theirs)), code, _message(mine, other))


def _message(mine: str | None, other: str | None) -> str:
    if other is None:
        return f"the answers make one more line here: {_quote(mine)}"
    if mine is None:
        return f"the answers do not make this line: {_quote(other)}"
    return f"the answers make this line: {_quote(mine)}"


def _quote(line: str | None) -> str:
    return sanitize_title(line) if line and line.strip() else "a blank one"


def _at(lines: Sequence[str], index: int) -> str | None:
    return lines[index] if index < len(lines) else None


def _without_boxes(lines: Sequence[str]) -> list[str]:
    return [_BOX.sub(r"\1 \2", line) for line in lines]


def describe(comparison: PlanComparison, *, has_template_changed: bool) -> str:
    """Return what to say of a plan, after its name: `is what its answers make.`"""
    stale, edited, unknown = (comparison.count(code) for code in ("stale", "edited-by-hand", "differs"))
    by_hand = [f"{edited} {pluralize('line', edited)} edited"] if edited else []
    if comparison.ticked:
        by_hand.append(f"{comparison.ticked} {'box' if comparison.ticked == 1 else 'boxes'} ticked")
    if stale:
        changed = "template" if has_template_changed else "answers"
        kept = f"; what was edited by hand stays ({', '.join(by_hand)})" if by_hand else ""
        return f"is stale: its {changed} changed after it was saved. Open it and save it again{kept}."
    if unknown:
        return (
            "is not what its answers make. Their file does not say what was saved, so edits made by hand are not known."
        )
    if by_hand:
        return f"is what its answers make, but for what was done by hand: {', '.join(by_hand)}."
    return "is what its answers make."
