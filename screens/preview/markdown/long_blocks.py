"""A block that is too long to be drawn while keys wait, in parts that are drawn as source where they are in sight.

a paragraph of 2 MB on one line  ->  200 parts of at most 10,000 characters, each cut behind a space
a fence of 50,000 lines          ->  parts of whole lines, each of which knows that the fence is open
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

from wizard.limits import MAX_SOURCE_PART_CHARACTERS
from wizard.markdown.syntax import LIST_MARKER, OPENING_FENCE, QUOTE_MARKER, TASK_BOX

LINE_LEAD = re.compile(
    rf"[ \t]*(?:{QUOTE_MARKER})*(?:{LIST_MARKER}[ \t]+(?:{TASK_BOX}(?=[ \t]|$)[ \t]*)?)?",
)
"""The signs that a line begins with."""

_FENCE = re.compile(rf"[ \t>]*(?:{LIST_MARKER}[ \t]+)?({OPENING_FENCE})")
_COMMENT = re.compile(r"<!--|-->")
_OPENING = re.compile("```|~~~|<!--|-->")
_LONGEST_GRAPHEME = 64
"""Characters; a longer one is cut."""


class SourceState(NamedTuple):
    """What is open where a part begins."""

    fence: str = ""
    is_in_comment: bool = False
    is_inside_line: bool = False
    """Whether the part begins in the middle of a line."""
    indent: int = 0
    """The cells of the signs that this line began with."""

    def after_line(self, line: str) -> SourceState:
        """Return what is open behind a line, or behind a piece of one that began here."""
        marks = None if self.is_inside_line else _FENCE.match(line)
        if self.fence:
            closes = (
                marks is not None and marks[1].startswith(self.fence) and not line[marks.end() :].strip("`~ \t\r\n")
            )
            return SourceState("" if closes else self.fence)
        if marks is not None:
            return SourceState(marks[1])
        is_in_comment = self.is_in_comment
        for found in _COMMENT.findall(line):
            is_in_comment = found == "<!--"
        return SourceState(is_in_comment=is_in_comment)

    def is_code(self, line: str) -> bool:
        """Return whether a line that begins here is code, or opens or closes a fence."""
        return bool(self.fence) or (not self.is_inside_line and _FENCE.match(line) is not None)


class SourcePart(NamedTuple):
    """A part of a long block."""

    text: str
    state: SourceState


def split_long_block(block: str) -> Iterator[SourcePart]:
    """Return the parts of a block, which joined are the block."""
    opens_nothing = not _OPENING.search(block)
    state = SourceState()
    start = 0
    while start < len(block):
        end = _end_of_part(block, start)
        text = block[start:end]
        yield SourcePart(text, state)
        state = _state_after(text, state, opens_nothing)
        start = end


def _end_of_part(block: str, start: int) -> int:
    """Return where a part ends: behind a line, or within one that is too long."""
    end = start + MAX_SOURCE_PART_CHARACTERS
    if end >= len(block):
        return len(block)
    return block.rfind("\n", start, end) + 1 or _break_in_line(block, start, end)


def _break_in_line(block: str, start: int, end: int) -> int:
    """Return where a line can be broken: behind a space, or else between two characters as they are drawn."""
    space = block.rfind(" ", start + MAX_SOURCE_PART_CHARACTERS // 2, end) + 1
    if space:
        return space
    window = end - _LONGEST_GRAPHEME
    spans, _ = split_graphemes(block[window : end + _LONGEST_GRAPHEME])
    return next((window + after for before, after, _ in reversed(spans) if before and window + after <= end), end)


def _state_after(text: str, state: SourceState, opens_nothing: bool) -> SourceState:
    """Return what is open behind a part."""
    head, line_end, last = text.removesuffix("\n").rpartition("\n")
    if line_end:
        state = SourceState() if opens_nothing else _state_behind(head, state)
    after = state.after_line(last)
    if text.endswith("\n"):
        return after
    return after._replace(is_inside_line=True, indent=state.indent if state.is_inside_line else _indent(last))


def _state_behind(lines: str, state: SourceState) -> SourceState:
    for line in lines.split("\n"):
        state = state.after_line(line)
    return state


def _indent(line: str) -> int:
    lead = LINE_LEAD.match(line)
    return cell_len(lead[0].expandtabs(4)) if lead is not None else 0
