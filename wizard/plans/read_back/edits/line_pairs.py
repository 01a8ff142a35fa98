"""Which line of a file is which line of the plan as rendered.

The lines of both -> `{line of the plan: line of the file}`. First come lines that are equal but for blanks, list marks
and the numbers of headings; then, between two of these pairs, lines of which the pattern of the one fits the other, or
that share their words; then what has moved. An edit costs what stands around it, however long the plan is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set as AbstractSet
from typing import Final

from msgspec import Struct

from wizard.limits import MAX_COMPARED_NODE_PAIRS
from wizard.plans.merge.line_matching import find_matches, pairs_of_most_gain
from wizard.plans.read_back.edits.own_sections import find_own_sections
from wizard.plans.read_back.edits.plan_lines import PlanLines
from wizard.plans.read_back.edits.slot_pattern import SlotPattern, pattern_of, plain_form

_WORD: Final = re.compile(r"[^\W_]+")


class LinePairs(Struct, frozen=True):
    """The pairs of lines of a plan and of a file."""

    in_order: Mapping[int, int]
    """`{line of the plan: line of the file}`, rising in both."""
    moved: Mapping[int, int]
    """The same for lines of what stands elsewhere now."""
    back: Mapping[int, int]
    """`{line of the file: line of the plan}` of both."""
    own: AbstractSet[int]
    """The lines of the file in sections of one's own."""

    def place_of(self, line: int) -> int | None:
        """Return the line of the file that a line of the plan is; None when it is gone."""
        found = self.in_order.get(line)
        return self.moved.get(line) if found is None else found


def pair_lines(plan: PlanLines, file: Sequence[str], is_item: Callable[[str], bool]) -> LinePairs:
    """Return the pairs of lines of a plan and of a file; `is_item` is for a heading with which an item begins."""
    mine, theirs = [plain_form(line) for line in plan.lines], [plain_form(line) for line in file]
    matches = find_matches(mine, theirs)
    pairs = [(start + at, begin + at) for start, begin, length in matches for at in range(length)]
    own = find_own_sections(plan.lines, file, {place: line for line, place in pairs}, is_item)
    in_order = dict(_fill_gaps(plan, file, pairs, own))
    taken = set(in_order.values())
    gone = [line for line, text in enumerate(mine) if text and line not in in_order]
    came = [line for line, text in enumerate(theirs) if text and line not in taken and line not in own]
    moved = dict(_moved_lines(mine, theirs, gone, came))
    back = {place: line for line, place in (*in_order.items(), *moved.items())}
    return LinePairs(in_order, moved, back, own)


def _moved_lines(
    mine: Sequence[str], theirs: Sequence[str], gone: Sequence[int], came: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of equal lines that stand elsewhere; of lines that are left several times, none."""
    here, there = Counter(mine[line] for line in gone), Counter(theirs[line] for line in came)
    place = {theirs[line]: line for line in came}
    yield from ((line, place[mine[line]]) for line in gone if here[mine[line]] == there[mine[line]] == 1)


def _fill_gaps(
    plan: PlanLines, file: Sequence[str], pairs: Sequence[tuple[int, int]], own: AbstractSet[int]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs, and between them those of lines of which the pattern of the one fits the other."""
    yield from pairs
    at_plan = at_file = 0
    for i, j in (*pairs, (len(plan.lines), len(file))):
        if i > at_plan and j > at_file:
            gone = [line for line in range(at_plan, i) if plan.lines[line].strip()]
            came = [line for line in range(at_file, j) if file[line].strip() and line not in own]
            if gone and came:
                yield from _pair_by_pattern(plan, file, gone, came)
        at_plan, at_file = i + 1, j + 1


def _pair_by_pattern(
    plan: PlanLines, file: Sequence[str], gone: Sequence[int], came: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs, in order, that have most text of the template's own in all."""
    if len(gone) * len(came) > MAX_COMPARED_NODE_PAIRS:
        return
    patterns = [pattern_of(plan, line) for line in gone]
    # A line that is nothing but a slot is like any other; if their number is the same, it is the one in its place.
    least = 0 if len(gone) == len(came) else 1
    words = [_words(file[other]) for other in came]
    gains = [
        [
            _gain(pattern, file[other], least) + _likeness(_words(plan.lines[line]), words[index])
            for index, other in enumerate(came)
        ]
        for line, pattern in zip(gone, patterns, strict=True)
    ]
    for index, other in pairs_of_most_gain(gains):
        yield gone[index], came[other]


def _gain(pattern: SlotPattern | None, line: str, least: int) -> int:
    if pattern is None or pattern.weight < least or pattern.read(line) is None:
        return 0
    return 1 + pattern.weight


def _words(line: str) -> frozenset[str]:
    return frozenset(_WORD.findall(line))


def _likeness(one: frozenset[str], other: frozenset[str]) -> int:
    """Return how many words two lines share, out of ten; 0 for lines that share less than half."""
    shared = 2 * len(one & other)
    return 10 * shared // (len(one) + len(other)) if shared and 2 * shared >= len(one) + len(other) else 0


def nearest_before(lines: Sequence[int], line: int) -> int | None:
    """Return the last of the lines, which rise, before another one."""
    at = bisect_left(lines, line)
    return lines[at - 1] if at else None


def nearest_behind(lines: Sequence[int], line: int) -> int | None:
    """Return the first of the lines, which rise, behind another one."""
    at = bisect_left(lines, line + 1)
    return lines[at] if at < len(lines) else None
