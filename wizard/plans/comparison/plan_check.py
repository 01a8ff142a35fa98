"""Whether a saved plan matches its answers.

the plan as rendered now, the plan on disk, what was rendered when it was saved
→ the lines that differ: those that the answers make otherwise by now (`stale`), those that were edited by hand
(`edited-by-hand`), and, without the last, those of which nobody can say which (`differs`). Ticked boxes are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from wizard.message_text import sanitize_title
from wizard.plans.comparison.hand_edits import HandEdits, LineComparison, compare_lines, count_hand_edits
from wizard.plans.merge.base_text import Base
from wizard.plans.merge.line_hashes import BLANK
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.merge.merge import merge

DifferenceCode: TypeAlias = Literal["stale", "edited-by-hand", "differs"]


class Difference(Struct, frozen=True):
    """A line of a plan that is not what its answers make."""

    line: int
    """1-based, in the file; of a line that is missing there, the one that it would come before."""
    code: DifferenceCode
    message: str


class PlanComparison(Struct, frozen=True):
    """What a plan has that its answers do not make, from top to bottom."""

    differences: tuple[Difference, ...]
    by_hand: HandEdits
    """Without a record of what was saved, only the boxes."""

    def count(self, code: DifferenceCode) -> int:
        """Return how many lines differ in one way."""
        return sum(difference.code == code for difference in self.differences)


def compare_plan(rendered: str, file: str, base: Base | None) -> PlanComparison:
    """Return how the text of a plan's file differs from what its answers make.

    `base` is what was rendered when it was saved, or None. Blank lines at the end do not count.
    """
    yours, theirs = _without_last_blank_lines(rendered), _without_last_blank_lines(file)
    if yours == theirs:
        return PlanComparison((), HandEdits())
    if base is None:
        compared = compare_lines(yours, theirs)
        boxes = HandEdits(ticked=compared.ticked, unticked=compared.unticked)
        return _comparison(theirs, _differences(compared, 1, "differs"), boxes)
    merged = merge(_base_without_last_blank_lines(base), yours, theirs)
    differences: list[Difference] = []
    line = 1
    for chunk in merged.chunks:
        if chunk.source == "hand":
            differences += _differences(compare_lines(chunk.yours, chunk.file), line, "edited-by-hand")
        elif chunk.source not in ("same", "both"):  # what the answers have ticked since is stale, like any other line
            differences += _differences(compare_lines(chunk.yours, chunk.file, heeds_boxes=True), line, "stale")
        line += len(chunk.file)
    return _comparison(theirs, differences, count_hand_edits(merged))


def _without_last_blank_lines(text: str) -> tuple[str, ...]:
    return split_lines("\n".join(split_lines(text)).rstrip("\n"))


def _base_without_last_blank_lines(base: Base) -> Base:
    if isinstance(base, str):
        return "\n".join(_without_last_blank_lines(base))
    count = len(base)
    while count and base[count - 1] == BLANK:
        count -= 1
    return base[:count]


def _comparison(theirs: Sequence[str], differences: Iterable[Difference], by_hand: HandEdits) -> PlanComparison:
    last = max(len(theirs), 1)
    return PlanComparison(tuple(replace(each, line=min(each.line, last)) for each in differences), by_hand)


def _differences(compared: LineComparison, line: int, code: DifferenceCode) -> Iterator[Difference]:
    """Yield the differences of lines that begin at `line` of the file."""
    return (Difference(line + pair.index, code, _message(pair.yours, pair.file)) for pair in compared.pairs)


def _message(mine: str | None, other: str | None) -> str:
    if other is None:
        return f"the answers add a line here: {_quote(mine)}"
    if mine is None:
        return f"this line is not from the answers: {_quote(other)}"
    return f"the answers give this line: {_quote(mine)}"


def _quote(line: str | None) -> str:
    return sanitize_title(line) if line and line.strip() else "a blank one"


def describe(comparison: PlanComparison, *, has_template_changed: bool) -> str:
    """Return what to say of a plan, after its name: `matches its answers.`"""
    by_hand = comparison.by_hand.words()
    if comparison.count("stale"):
        changed = "template" if has_template_changed else "answers"
        kept = f"; hand edits are kept ({by_hand})" if by_hand else ""
        return f"is out of date: its {changed} changed after it was saved. Open it and save it again{kept}."
    if comparison.count("differs"):
        return "differs from its answers. Its answers file does not record what was saved, so hand edits are not known."
    if by_hand:
        return f"matches its answers except for hand edits: {by_hand}."
    return "matches its answers."
