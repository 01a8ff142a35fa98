r"""The unified diff of two texts, as `diff -u` and git write it, so that `patch` and editors know it.

"a\nb\n", "a\nc\n"  →  "--- a/plan.md\n+++ b/plan.md\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"

`difflib.unified_diff` compares all pairs of lines, which takes minutes for plans with thousands of tasks alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from wizard.plans.merge.line_matching import LineMatch, find_matches

_CONTEXT: Final = 3
_NO_LINE_END: Final = "\\ No newline at end of file"


def unified_diff(before: str | None, after: str, name: str) -> str:
    """Return the lines that turn one text into the other, each with its end; nothing if they are the same.

    `before` is None where there is no file.
    """
    here, there = _lines(before or ""), _lines(after)
    if here == there:
        return ""
    hunks = _hunks(here, there, find_matches(here, there))
    source = "/dev/null" if before is None else f"a/{name}"
    parts = [f"--- {source}\n", f"+++ b/{name}\n", *(line for hunk in hunks for line in _hunk_lines(hunk, here, there))]
    return "".join(parts)


class _Change(Struct, frozen=True):
    """Lines that others replace."""

    start: int
    end: int
    begin: int
    stop: int


def _lines(text: str) -> list[str]:
    """Return the lines with their ends, which may be LF or CR LF; a text may lack the last one."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _changes(here: Sequence[str], there: Sequence[str], matches: Sequence[LineMatch]) -> Iterator[_Change]:
    at_here = at_there = 0
    for start, begin, length in (*matches, (len(here), len(there), 0)):
        if start > at_here or begin > at_there:
            yield _Change(at_here, start, at_there, begin)
        at_here, at_there = start + length, begin + length


def _hunks(here: Sequence[str], there: Sequence[str], matches: Sequence[LineMatch]) -> Iterator[list[_Change]]:
    """Yield the changes in groups whose context would touch."""
    group: list[_Change] = []
    for change in _changes(here, there, matches):
        if group and change.start - group[-1].end > 2 * _CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _hunk_lines(hunk: list[_Change], here: Sequence[str], there: Sequence[str]) -> Iterator[str]:
    first, last = hunk[0], hunk[-1]
    above = min(_CONTEXT, first.start)
    below = min(_CONTEXT, len(here) - last.end)
    old = _range(first.start - above, last.end + below)
    new = _range(first.begin - above, last.stop + below)
    yield f"@@ -{old} +{new} @@\n"
    at = first.start - above
    for change in hunk:
        yield from (_marked(" ", line) for line in here[at : change.start])
        yield from (_marked("-", line) for line in here[change.start : change.end])
        yield from (_marked("+", line) for line in there[change.begin : change.stop])
        at = change.end
    yield from (_marked(" ", line) for line in here[at : at + below])


def _range(start: int, end: int) -> str:
    """Return a range of lines as a hunk's header has it; of no lines, it names the one before."""
    count = end - start
    if count == 1:
        return str(start + 1)
    return f"{start + 1 if count else start},{count}"


def _marked(mark: str, line: str) -> str:
    return f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n{_NO_LINE_END}\n"
