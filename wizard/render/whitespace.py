r"""The lines that empty slots leave behind are dropped, and so are blank lines that would be doubled by that.

   "- Owner: ", SlotText("", is_empty), "\n- Due: ", SlotText("2027-04-30"), "\n"
-> "- Due: ", SlotText("2027-04-30"), "\n"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from wizard.limits import MAX_PLAN_CHARACTERS
from wizard.markdown.syntax import LIST_MARKER, TASK_BOX
from wizard.model.render_steps import SlotContext
from wizard.render.expansion import CLOSED_CONDITION, EMPTY_BLOCK, OpenText, Part, SlotText

_MARKS: Final = rf"[ \t>]*(?:{LIST_MARKER}(?:[ \t]+|\Z))*(?:{TASK_BOX}[ \t]*)?"
_BLANKS: Final = " \t\r\n"
"""Of which CommonMark's blank lines consist; a form feed is text."""
_ONLY_MARKS: Final = re.compile(_MARKS)
_EMPTY_LINE: Final = re.compile(
    rf"""
    {_MARKS}
    (?: [^\n]*: )?       # a label
    [*_~`\ \t]*          # what is left of bold or code
    """,
    re.VERBOSE,
)
_KINDS_THAT_STAY: Final = (
    *("atx_heading", "setext_heading", "cell", "link_text", "link_to", "link_title"),
    *("tag", "attribute", "comment", "inline_comment", "fence_info"),
)


class Gap(NamedTuple):
    """How a segment ends, as far as the next one depends on it."""

    blank_lines: int = 0
    """How many there are after the last line with text."""
    is_closing: bool = False
    """Whether a line was dropped after the last line with text, so that blank lines are not doubled."""
    since_dropped: int = 0
    """How many blank lines the template has after the last line that was dropped."""


PLAN_START: Final = Gap(blank_lines=MAX_PLAN_CHARACTERS)
"""As if there were blank lines enough: none is needed before the first line with text."""


def drop_empty_lines(
    parts: Sequence[Part], contexts: Mapping[int, SlotContext | None], before: Gap
) -> tuple[Sequence[Part], Gap]:
    """Return the parts without the lines that hold nothing but empty slots and their marks, and how they end."""
    if not before.is_closing and not any(part.is_empty for part in parts if not isinstance(part, str)):
        return parts, _gap_after(parts, before)
    kept: list[Part] = []
    gap = before
    for line in _lines(parts):
        if _is_dropped(line, contexts):
            gap = Gap(gap.blank_lines, is_closing=True)
        elif any(_is_visible(part) for part in line):
            gap = Gap()
            kept += line
        else:
            after = _gap_after_blank_line(line, gap)
            if not after.is_closing or after.blank_lines > gap.blank_lines or not _ends_line(line):
                kept += line
            gap = after
    return [part for part in kept if isinstance(part, str) or part.number >= 0], gap


def _gap_after_blank_line(line: Sequence[Part], gap: Gap) -> Gap:
    """Return the gap with one more line; on both sides of dropped lines the longer run of blank lines counts."""
    count = int(_ends_line(line))
    is_behind_block = any(isinstance(part, SlotText) for part in line)
    if not gap.is_closing and not is_behind_block:
        return Gap(gap.blank_lines + count)
    since = count if is_behind_block else gap.since_dropped + count
    return Gap(max(gap.blank_lines, since), is_closing=True, since_dropped=since)


def _gap_after(parts: Sequence[Part], before: Gap) -> Gap:
    """Return the same for parts of which no line is dropped."""
    line_ends = 0
    for part in reversed(parts):
        end = part if isinstance(part, str) else "."
        shown = end.rstrip(_BLANKS)
        line_ends += end.count("\n", len(shown))
        if shown:
            return Gap(max(line_ends - 1, 0))
    return Gap(before.blank_lines + line_ends)


def _lines(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Yield the parts of each line; only the template's own text is split."""
    line: list[Part] = []
    for part in parts:
        if isinstance(part, SlotText):
            line.append(part)
            continue
        *whole, last = part.split("\n")
        for text in whole:
            yield [*line, _like(part, f"{text}\n")]
            line = []
        if last:
            line.append(_like(part, last))
    if line:
        yield line


def _like(part: str, text: str) -> str:
    return OpenText(text, part.sources) if isinstance(part, OpenText) else text


def _is_dropped(line: Sequence[Part], contexts: Mapping[int, SlotContext | None]) -> bool:
    empty = [part for part in line[_blocks_before(line) :] if isinstance(part, SlotText) and part.is_empty]
    if not empty or any(isinstance(part, SlotText) and part.is_from_answer and not part.is_empty for part in line):
        return False
    if any(isinstance(part, SlotText) and part.is_placeholder and part.text.strip() for part in line):
        return False
    gone = [part for part in empty if part.number != CLOSED_CONDITION]
    for part in gone:
        context = contexts.get(part.number)
        if context is not None and context.kind in _KINDS_THAT_STAY:
            return False
    text = "".join(part if isinstance(part, str) else part.text for part in line).rstrip("\r\n")
    return (_EMPTY_LINE if gone else _ONLY_MARKS).fullmatch(text) is not None


def _blocks_before(line: Sequence[Part]) -> int:
    """Return how many repeats without items stood on lines of their own before a line, which is not theirs."""
    return next((at for at, part in enumerate(line) if isinstance(part, str) or part.number != EMPTY_BLOCK), len(line))


def _is_visible(part: Part) -> bool:
    """Return whether a line with this part is not blank."""
    return bool(part.strip(_BLANKS)) if isinstance(part, str) else part.number >= 0


def _ends_line(line: Sequence[Part]) -> bool:
    last = line[-1]
    return isinstance(last, str) and last.endswith("\n")
