r"""A plan's file in the layout of the plan as rendered, so that both can be compared line by line.

"- one\n  two" where the plan has "*   one two" → "*   one two"

A logical line of the file with the words of one in the plan gets its lines, and one with other words gets line ends
where that had them. What was only wrapped anew, indented or marked otherwise is then the same, and an item stands whole
on the line that it is read from. Code, HTML and tables stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from wizard.interview.interview import Interview
from wizard.limits import MAX_COMPARED_NODE_PAIRS
from wizard.model.answers import AnswerPath
from wizard.plans.merge.line_matching import find_matches
from wizard.plans.merge.logical_lines import LogicalLine, read_logical_lines
from wizard.plans.read_back.edits.plan_lines import PlanLines

# CommonMark 0.31 §5.1 quotes and §5.2 items: what a line begins with, and what a line that goes on in it does.
_START: Final = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-+*]|[0-9]{1,9}[.)])(?:[ \t]+|$))?")
_GOES_ON: Final = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
_ITEM_KEY: Final = re.compile(r" *(?:-|[0-9]{1,9}\.)(?: |$)")
_WORD: Final = re.compile(r"[^ \t]+")


class LaidOutFile(Struct, frozen=True):
    """The lines of a file in the layout of a plan."""

    lines: tuple[str, ...]
    places: tuple[int, ...]
    """Which line of the file each of them begins on, 0-based."""


def lay_out_like(plan: PlanLines, interview: Interview, file: Sequence[str]) -> LaidOutFile:
    """Return the lines of a file as they would be laid out in the plan that the interview renders to."""
    mine, theirs = read_logical_lines(plan.lines), read_logical_lines(file)
    layouts = _find_layouts(mine, theirs)
    broken = _lines_with_breaks(plan, interview)
    starts = _first_lines(mine)
    lines: list[str] = []
    places: list[int] = []
    at = 0
    for index, line in enumerate(theirs):
        like = layouts[index]
        own = range(0) if like is None else range(starts[like], starts[like + 1])
        may_break = bool(broken) and _has_any(broken, own or _lines_around(layouts, starts, index))
        made = _laid_out(line, None if like is None else mine[like], may_break=may_break)
        lines += made
        places += (at,) * len(made) if len(made) != len(line.lines) else range(at, at + len(made))
        at += len(line.lines)
    return LaidOutFile(tuple(lines), tuple(places))


def _first_lines(logical: Sequence[LogicalLine]) -> list[int]:
    """Return the first line of each logical line, and where the last one ends."""
    starts = [0]
    for line in logical:
        starts.append(starts[-1] + len(line.lines))
    return starts


def _lines_with_breaks(plan: PlanLines, interview: Interview) -> frozenset[int]:
    """Return the lines of the plan with an answer that may have line ends in it."""
    kinds: dict[AnswerPath, bool] = {}
    for path in plan.by_path:
        question = interview.template.question(path)
        kinds[path] = question is not None and question.kind == "text"
    return frozenset(line for line, slots in plan.by_line.items() if any(kinds[slot.path] for slot in slots))


def _has_any(lines: frozenset[int], some: range) -> bool:
    return any(line in lines for line in some)


def _lines_around(layouts: Sequence[int | None], starts: Sequence[int], index: int) -> range:
    """Return the lines of the plan between which a logical line of the file stands, those included."""
    before = next((like for like in reversed(layouts[:index]) if like is not None), None)
    behind = next((like for like in layouts[index + 1 :] if like is not None), None)
    first = 0 if before is None else starts[before]
    return range(first, starts[-1] if behind is None else max(first, starts[behind + 1]))


# ------------------------------------------------------------------------------------------- which line is like which


def _find_layouts(mine: Sequence[LogicalLine], theirs: Sequence[LogicalLine]) -> list[int | None]:
    """Return for each logical line of the file that of the plan which it is to be laid out like."""
    keys, others = [line.key for line in mine], [line.key for line in theirs]
    found: list[int | None] = [None] * len(theirs)
    at_plan = at_file = 0
    for start, begin, length in [*find_matches(keys, others), (len(mine), len(theirs), 0)]:
        for line, like in _alike(mine, theirs, range(at_plan, start), range(at_file, begin)):
            found[line] = like
        for offset in range(length):
            found[begin + offset] = start + offset
        at_plan, at_file = start + length, begin + length
    anywhere = {key: index for index, key in reversed([*enumerate(keys)]) if mine[index].kind == "text"}
    for index, key in enumerate(others):
        if key in anywhere and (like := found[index]) is not None and keys[like] != key or found[index] is None:
            found[index] = anywhere.get(key, found[index])
    return found


def _alike(
    mine: Sequence[LogicalLine], theirs: Sequence[LogicalLine], gone: range, came: range
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of prose lines, in order, with most words in common."""
    here = [index for index in gone if mine[index].kind == "text"]
    there = [index for index in came if theirs[index].kind == "text"]
    if len(here) * len(there) > MAX_COMPARED_NODE_PAIRS:
        return
    if len(here) == len(there):
        yield from zip(there, here, strict=True)
        return
    words = {index: frozenset(mine[index].key.split()) for index in here}
    for index in there:
        own = frozenset(theirs[index].key.split())
        best = max(here, key=lambda like: len(own & words[like]), default=None)
        if best is not None and 2 * len(own & words[best]) > min(len(own), len(words[best])):
            yield index, best
            here = [like for like in here if like > best]


# -------------------------------------------------------------------------------------------------------- one line


def _laid_out(line: LogicalLine, like: LogicalLine | None, *, may_break: bool) -> tuple[str, ...]:
    if like is None:
        is_whole = len(line.lines) == 1 or line.kind != "text" or (may_break and not _ITEM_KEY.match(line.key))
        return line.lines if is_whole else (_joined(line),)
    if like.key == line.key:
        return like.lines
    if line.kind != "text" or like.kind != "text" or len(line.lines) == len(like.lines) == 1:
        return line.lines
    return _with_breaks_of(like, line, may_break=may_break)


class _Words(Struct, frozen=True):
    """The words of a logical line, and what stands before, between and behind them."""

    start: str
    words: tuple[str, ...]
    gaps: tuple[str, ...]
    """One behind each word but the last."""
    end: str

    @classmethod
    def read(cls, line: LogicalLine) -> _Words:
        start = _START.match(line.lines[0])
        assert start is not None
        words: list[str] = []
        gaps: list[str] = []
        gap = ""
        for number, text in enumerate(line.lines):
            at = start.end()
            if number:
                goes_on = _GOES_ON.match(text)
                assert goes_on is not None
                at = goes_on.end()
                gap += f"\n{text[:at]}"
            for word in _WORD.finditer(text, at):
                gap += text[at : word.start()]
                if words:
                    gaps.append(gap)
                words.append(word[0])
                gap, at = "", word.end()
            gap += text[at:]
        return cls(start[0], tuple(words), tuple(gaps), gap)


def _joined(line: LogicalLine) -> str:
    read = _Words.read(line)
    return read.start + " ".join(read.words)


def _with_breaks_of(like: LogicalLine, line: LogicalLine, *, may_break: bool) -> tuple[str, ...]:
    """Return a logical line with line ends where another one has them between the same words."""
    mine, theirs = _Words.read(like), _Words.read(line)
    if not mine.words or not theirs.words:
        return line.lines
    gaps = _gaps_like(mine, theirs)
    is_wrapped_anew = any(
        gap is not None and ("\n" in gap) != ("\n" in own) for gap, own in zip(gaps, theirs.gaps, strict=True)
    )
    if may_break and not is_wrapped_anew:
        return line.lines
    text = "".join(word + (" " if gap is None else gap) for word, gap in zip(theirs.words, (*gaps, ""), strict=True))
    is_same_mark = _ITEM_KEY.match(like.key) == _ITEM_KEY.match(line.key)
    start = mine.start if is_same_mark or mine.start.split() == theirs.start.split() else theirs.start
    return tuple(f"{start}{text}{mine.end}".split("\n"))


def _gaps_like(mine: _Words, theirs: _Words) -> list[str | None]:
    """Return what is to stand behind each word but the last; None between words that the other line has not."""
    gaps: list[str | None] = [None] * len(theirs.gaps)
    matches = [*find_matches(mine.words, theirs.words), (len(mine.words), len(theirs.words), 0)]
    at_plan = at_file = 0
    for start, begin, length in matches:
        if start - at_plan == begin - at_file:
            known = [*range(max(at_file - 1, 0), begin)]
            shift = at_plan - at_file
            for index in known:
                if index < len(gaps) and index + shift < len(mine.gaps):
                    gaps[index] = mine.gaps[index + shift]
        else:
            _set_gaps_around(gaps, mine, theirs, (at_plan, start), (at_file, begin))
        for offset in range(length - 1):
            gaps[begin + offset] = mine.gaps[start + offset]
        at_plan, at_file = start + length, begin + length
    return gaps


def _set_gaps_around(
    gaps: list[str | None], mine: _Words, theirs: _Words, gone: tuple[int, int], came: tuple[int, int]
) -> None:
    """Set the gaps before and behind words that stand for others, of which there were more or fewer."""
    before, behind = came[0] - 1, came[1] - 1
    is_inner = gone[0] > 0 and gone[1] < len(mine.words)
    if gone[0] == gone[1] and is_inner:
        # Words put in at a line's end stand before it, unless the file says otherwise.
        end = mine.gaps[gone[0] - 1]
        is_behind = "\n" in theirs.gaps[before] and "\n" not in theirs.gaps[behind]
        gaps[before], gaps[behind] = (end, " ") if is_behind else (" ", end)
        return
    if came[0] == came[1]:
        if is_inner:
            inner = mine.gaps[gone[0] - 1 : gone[1]]
            gaps[before] = next((gap for gap in inner if "\n" in gap), inner[0])
        return
    if gone[0] and before >= 0:
        gaps[before] = mine.gaps[gone[0] - 1] if gone[0] < gone[1] else " "
    if gone[1] < len(mine.words) and behind < len(gaps):
        gaps[behind] = mine.gaps[gone[1] - 1] if gone[0] < gone[1] and gone[1] else " "
