"""The marks that a merge leaves in a file where it could not decide (git-merge(1), "How conflicts are presented")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# Seven marks, and behind those of the sides, and of what both began with, a name.
_OF_A_SIDE = re.compile(r"(?:<{7}|>{7}|\|{7}) ")
_BETWEEN = "=" * 7


def find_conflict_mark(lines: Sequence[str], rendered: Sequence[str] = ()) -> int | None:
    """Return the number, from 1, of a plan's first line that marks a merge conflict, or None.

    Lines in fenced code, and those that the plan as rendered has too, are none. Seven `=` under a text make it a
    heading, and are a mark only together with those of a side, or under a blank line.
    """
    own = frozenset(rendered)
    marks = [number for number in _marks_outside_fences(lines) if lines[number] not in own]
    certain = [number for number in marks if lines[number] != _BETWEEN or number == 0 or not lines[number - 1].strip()]
    return marks[0] + 1 if certain else None


def _marks_outside_fences(lines: Sequence[str]) -> Iterator[int]:
    marks = [number for number, line in enumerate(lines) if line == _BETWEEN or _OF_A_SIDE.match(line)]
    if not marks:
        return
    from wizard.markdown.blocks import read_blocks

    text = "\n".join(lines).replace("\r", " ")
    fences = (block for block in read_blocks(text) if block.kind == "fence")
    fenced = {number for fence in fences for number in range(fence.start, fence.end)}
    yield from (number for number in marks if number not in fenced)
