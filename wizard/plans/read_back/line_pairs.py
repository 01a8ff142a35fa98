"""Which line of a file is which line of the plan as rendered.

The lines of both -> `{line of the plan: line of the file}`. First the outlines are matched, as for a merge; then,
between two pairs, lines that the pattern of a rendered line fits; then what has moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from wizard.limits import MAX_COMPARED_NODE_PAIRS
from wizard.plans.merge.line_matching import longest_rising
from wizard.plans.merge.line_outline import Outline, read_outline
from wizard.plans.merge.outline_matching import find_moves, match_outlines
from wizard.plans.read_back.plan_lines import PlanLines
from wizard.plans.read_back.slot_pattern import SlotPattern, pattern_of


class LinePairs(Struct, frozen=True):
    """The pairs of lines of a plan and of a file."""

    in_order: Mapping[int, int]
    """`{line of the plan: line of the file}`, rising in both."""
    moved: Mapping[int, int]
    """The same for lines of what stands elsewhere now."""
    back: Mapping[int, int]
    """`{line of the file: line of the plan}` of both."""

    def place_of(self, line: int) -> int | None:
        """Return the line of the file that a line of the plan is; None when it is gone."""
        found = self.in_order.get(line)
        return self.moved.get(line) if found is None else found


def pair_lines(plan: PlanLines, file: Sequence[str]) -> LinePairs:
    """Return the pairs of lines of a plan and of a file."""
    here, there = read_outline(plan.lines), read_outline(file)
    tokens = match_outlines(here, there)
    lines_here, lines_there = _line_numbers(here), _line_numbers(there)
    pairs = [
        (lines_here[i], lines_there[j]) for i, j in tokens if here.tokens[i] is not None and there.tokens[j] is not None
    ]
    moved = dict(_moved_lines(here, there, tokens, lines_here, lines_there))
    in_order = dict(_fill_gaps(plan, file, longest_rising(sorted(pairs)), moved))
    moved = {line: place for line, place in moved.items() if line not in in_order}
    taken = set(in_order.values())
    moved = {line: place for line, place in moved.items() if place not in taken}
    back = {place: line for line, place in (*in_order.items(), *moved.items())}
    return LinePairs(in_order, moved, back)


def _line_numbers(outline: Outline) -> list[int]:
    """Return for each token how many lines stand before it."""
    numbers: list[int] = []
    count = 0
    for token in outline.tokens:
        numbers.append(count)
        count += token is not None
    return numbers


def _moved_lines(
    here: Outline,
    there: Outline,
    tokens: list[tuple[int, int]],
    lines_here: Sequence[int],
    lines_there: Sequence[int],
) -> Iterator[tuple[int, int]]:
    for one, other in find_moves(here, there, tokens):
        part_here = read_outline([token for token in here.tokens[one.start : one.end] if token is not None])
        part_there = read_outline([token for token in there.tokens[other.start : other.end] if token is not None])
        inner_here, inner_there = _line_numbers(part_here), _line_numbers(part_there)
        for i, j in match_outlines(part_here, part_there):
            if part_here.tokens[i] is not None and part_there.tokens[j] is not None:
                yield lines_here[one.start] + inner_here[i], lines_there[other.start] + inner_there[j]


def _fill_gaps(
    plan: PlanLines, file: Sequence[str], pairs: Sequence[tuple[int, int]], moved: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs, and between them those of lines of which the pattern of the one fits the other."""
    yield from pairs
    arrived = set(moved.values())
    at_plan = at_file = 0
    for i, j in (*pairs, (len(plan.lines), len(file))):
        gone = [line for line in range(at_plan, i) if plan.lines[line].strip() and line not in moved]
        came = [line for line in range(at_file, j) if file[line].strip() and line not in arrived]
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
    gains = [[_gain(pattern, file[other], least) for other in came] for pattern in patterns]
    best = [[0] * (len(came) + 1) for _ in range(len(gone) + 1)]
    for i in reversed(range(len(gone))):
        for j in reversed(range(len(came))):
            pair = gains[i][j] + best[i + 1][j + 1] if gains[i][j] else 0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(gone) and j < len(came):
        if gains[i][j] and best[i][j] == gains[i][j] + best[i + 1][j + 1]:
            yield gone[i], came[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _gain(pattern: SlotPattern | None, line: str, least: int) -> int:
    if pattern is None or pattern.weight < least or pattern.read(line) is None:
        return 0
    return 1 + pattern.weight


def nearest_before(lines: Sequence[int], line: int) -> int | None:
    """Return the last of the lines, which rise, before another one."""
    at = bisect_left(lines, line)
    return lines[at - 1] if at else None


def nearest_behind(lines: Sequence[int], line: int) -> int | None:
    """Return the first of the lines, which rise, behind another one."""
    at = bisect_left(lines, line + 1)
    return lines[at] if at < len(lines) else None
