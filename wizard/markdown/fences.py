"""Fences and code spans lengthened until no run of backticks or tildes inside them is as long.

An answer with ``` in a fence of ``` gives the fence four backticks (CommonMark 0.31 §4.5); an answer with ` in a code
span gives the span two (§6.1). Here is also the rule by which lines of text are inside a fence or not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from wizard.markdown.syntax import OPENING_FENCE

if TYPE_CHECKING:
    from wizard.model.render_steps import SlotContext

_EdgeKind = Literal["fence", "code"]


class FencedAnswer(Struct, frozen=True):
    """An answer inside a fence or a code span."""

    index: int
    """Of its text among the texts of its segment."""
    context: SlotContext


class _FenceEdge(Struct, frozen=True, order=True):
    """The opening or closing run of a fence or code span."""

    index: int
    start: int
    end: int


# CommonMark 0.31 §4.5: a fence, and what is behind it.
_FENCE = re.compile(rf" {{0,3}}({OPENING_FENCE})(.*)")


def fence_after(line: str, fence: str) -> str:
    """Return the fence of the code block that goes on behind a line, or nothing; `fence` is that before the line.

    A closing fence is as long as the opening one at least, with nothing behind it.
    """
    found = _FENCE.match(line)
    if not fence:
        return found[1] if found else ""
    return "" if found and found[1].startswith(fence) and not found[2].strip() else fence


def lengthen_fences(texts: list[str], is_templates: Sequence[bool], answers: Sequence[FencedAnswer]) -> None:
    """Lengthen the fences and code spans around the answers where that is needed, in place.

    `texts` are the parts of a segment in order, and `is_templates` tells which of them are the template's own.
    """
    done: set[_FenceEdge] = set()
    changes: list[tuple[_FenceEdge, str]] = []
    for each in answers:
        kind: _EdgeKind = "fence" if each.context.kind == "fence" else "code"
        opener = _opener(texts, is_templates, each)
        if opener is None or opener in done:
            continue
        done.add(opener)
        closer = _closer(texts, is_templates, each, kind)
        changes += _lengthen(texts, opener, closer, kind)
    for edge, mark in sorted(changes, reverse=True):
        text = texts[edge.index]
        texts[edge.index] = f"{text[: edge.start]}{mark}{text[edge.end :]}"


def _opener(texts: Sequence[str], is_templates: Sequence[bool], answer: FencedAnswer) -> _FenceEdge | None:
    mark = re.escape(answer.context.delimiter[:1])
    run = re.compile(rf"(?<!{mark}){re.escape(answer.context.delimiter)}(?!{mark})")
    for index in range(answer.index - 1, -1, -1):
        if is_templates[index]:
            found = list(run.finditer(texts[index]))
            if found:
                return _FenceEdge(index, found[-1].start(), found[-1].end())
    return None


def _closer(
    texts: Sequence[str], is_templates: Sequence[bool], answer: FencedAnswer, kind: _EdgeKind
) -> _FenceEdge | None:
    mark = re.escape(answer.context.delimiter[:1])
    length = len(answer.context.delimiter)
    run = re.compile(rf"(?<!{mark}){mark}{{{length}}}(?!{mark})")
    if kind == "fence":
        run = re.compile(rf"(?:^|(?<=\n))[ \t>]*(?P<mark>{mark}{{{length},}})[ \t]*(?=\n|\Z)")
    for index in range(answer.index + 1, len(texts)):
        found = run.search(texts[index]) if is_templates[index] else None
        if found is not None:
            start, end = found.span("mark") if kind == "fence" else found.span()
            return _FenceEdge(index, start, end)
    return None


def _lengthen(
    texts: Sequence[str], opener: _FenceEdge, closer: _FenceEdge | None, kind: _EdgeKind
) -> list[tuple[_FenceEdge, str]]:
    """Return the two edges, each with the run that must stand there."""
    last = closer or _FenceEdge(len(texts) - 1, len(texts[-1]), len(texts[-1]))
    between = texts[opener.index + 1 : last.index]
    inside = "".join((texts[opener.index][opener.end :], *between, texts[last.index][: last.start]))
    mark = texts[opener.index][opener.start]
    length = opener.end - opener.start
    if kind == "fence":
        # Only a run that begins its line can close the fence; inside of containers, their marks stand before it.
        begins = re.findall(rf"^[ \t>]*({re.escape(mark)}+)", inside, re.MULTILINE)
        length = max((length, *(len(run) + 1 for run in begins)))
        ends = [(opener, mark * length)]
        return [*ends, (closer, mark * max(length, closer.end - closer.start))] if closer else ends
    runs = {len(run) for run in re.findall(f"{re.escape(mark)}+", inside)}
    while length in runs:
        length += 1
    touches = inside.startswith(mark) or inside.endswith(mark)
    space = " " if touches else ""
    ends = [(opener, mark * length + space)]
    return [*ends, (closer, space + mark * length)] if closer else ends
