"""Sections of one's own in a plan's file: what stands under a heading that the template does not make.

Such a heading ends the section above it, so nothing under it is an item of that. It is none where it stands in place
of one of the plan's, where it begins an item, as that of a milestone does, or where it is one that was moved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from wizard.markdown.fences import fence_after
from wizard.markdown.syntax import ATX_MARKER, SETEXT_UNDERLINE
from wizard.plans.read_back.edits.slot_pattern import plain_form

# CommonMark 0.31 §4.2 and §4.3: headings, which are indented by three blanks at most.
_ATX: Final = re.compile(rf" {{0,3}}({ATX_MARKER})")
_SETEXT: Final = re.compile(rf" {{0,3}}({SETEXT_UNDERLINE})")
_NO_PARAGRAPH: Final = re.compile(r"[ \t]*(?:$|[-+*|>#<]|[0-9]{1,9}[.)][ \t])")


def read_headings(lines: Sequence[str]) -> dict[int, int]:
    """Return the lines that are headings, outside of lists, and their levels."""
    return dict(_headings(lines))


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    fence = ""
    is_in_front_matter = bool(lines) and lines[0].rstrip() == "---"
    for index, line in enumerate(lines):
        if is_in_front_matter:
            is_in_front_matter = not index or line.rstrip() not in ("---", "...")
            continue
        was_in_fence, fence = fence, fence_after(line, fence)
        if was_in_fence or fence:
            continue
        if found := _ATX.match(line):
            yield index, len(found[1])
        elif index + 1 < len(lines) and (found := _SETEXT.fullmatch(lines[index + 1])) and _is_paragraph(line):
            yield index, 1 if found[1][0] == "=" else 2


def _is_paragraph(line: str) -> bool:
    return not _NO_PARAGRAPH.match(line) and not line.startswith("    ")


def find_own_sections(
    plan: Sequence[str], file: Sequence[str], pairs: Mapping[int, int], is_item: Callable[[str], bool]
) -> frozenset[int]:
    """Return the lines of a file that stand in sections of one's own, the headings of these included.

    `pairs` are `{line of the file: line of the plan}` of lines that are equal, rising in both; `is_item` is for a
    heading with which an item begins.
    """
    headings = read_headings(file)
    if all(line in pairs for line in headings):
        return frozenset()
    gone = _GoneHeadings(plan, file, pairs)
    own: set[int] = set()
    level = 0
    for line in range(len(file)):
        if line in headings:
            is_known = line in pairs or gone.has(line, headings[line])
            if is_known or ((not level or headings[line] <= level) and is_item(file[line])):
                level = 0
            elif not level or headings[line] < level:
                level = headings[line]
        if level:
            own.add(line)
    return frozenset(own)


class _GoneHeadings:
    """The headings of a plan that have no equal line in the file."""

    def __init__(self, plan: Sequence[str], file: Sequence[str], pairs: Mapping[int, int]) -> None:
        there = frozenset(pairs.values())
        self._levels = {line: level for line, level in read_headings(plan).items() if line not in there}
        self._forms = {plain_form(plan[line]) for line in self._levels}
        self._file = file
        self._pairs = pairs
        self._last = len(plan)

    def has(self, line: int, level: int) -> bool:
        """Whether a heading of the file may be one of these: by its text, or by its place and level."""
        if not self._levels:
            return False
        if plain_form(self._file[line]) in self._forms:
            return True
        above = next(
            (self._pairs[at] for at in range(line, -1, -1) if at in self._pairs and self._file[at].strip()), -1
        )
        below = next(
            (self._pairs[at] for at in range(line, len(self._file)) if at in self._pairs and self._file[at].strip()),
            self._last,
        )
        return any(above < gone < below and own == level for gone, own in self._levels.items())
