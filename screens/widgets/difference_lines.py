"""The difference as lines to draw: changed places under their headings, what stays summed up between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct
from textual.content import Content

from screens.appearance.glyphs import signs
from screens.appearance.safe_text import joined, shown_line, wrapped
from wizard.plans.diff import Difference, Line, Place, Sign, Unchanged
from wizard.plans.merge import Choice

MARGIN = 3
"""Cells before a heading, and after every line."""
_SIGN = 2
"""The column of the sign."""
_TEXT = 5
_MARKER = re.compile(r" *(?:[-*+>] +|\d+[.)] +)?(?:\[.\] )?")
_WAYS: Mapping[Choice, tuple[str, str]] = {"yours": ("Y", "yours"), "file": ("F", "the file's"), "both": ("B", "both")}
"""The key and the words for what becomes of a line that both changed."""


class DrawnLine(Struct, frozen=True):
    """One line of the view."""

    content: Content
    ground: str = ""
    """The style of the whole line's background."""
    place: int | None = None
    """Which place it belongs to, from 0."""
    conflict: int | None = None
    """The conflict whose choices it shows."""


class _Look(Struct, frozen=True):
    sign: str
    style: str
    ground: str
    text: str


def drawn_lines(difference: Difference, choices: Mapping[int, Choice], width: int) -> tuple[DrawnLine, ...]:
    """The whole difference in lines of at most `width` cells."""
    return tuple(_lines(difference, choices, width))


def first_lines(lines: tuple[DrawnLine, ...]) -> tuple[int, ...]:
    """The number of the first line of each place."""
    starts: dict[int, int] = {}
    for number, line in enumerate(lines):
        if line.place is not None:
            starts.setdefault(line.place, number)
    return tuple(starts.values())


def _lines(difference: Difference, choices: Mapping[int, Choice], width: int) -> Iterator[DrawnLine]:
    heading: str | None = None
    place, is_first = -1, True
    for part in difference.parts:
        if isinstance(part, Unchanged):
            as_they_were = f"{part.count} {'line as it was' if part.count == 1 else 'lines as they were'}"
            text = Content.styled(f"{signs().more} {as_they_were}", "$faint")
            yield DrawnLine(text.pad_left(MARGIN))
            is_first = False
            continue
        place += 1
        if part.heading != heading:
            heading = part.heading
            yield from _heading(part.heading, width, is_first=is_first)
        yield from _place(part, place, choices, width)
        is_first = False


def _heading(heading: str, width: int, *, is_first: bool) -> Iterator[DrawnLine]:
    if not is_first:
        yield DrawnLine(Content())
    if heading:
        for line in wrapped(shown_line(heading, "bold $foreground"), width - 2 * MARGIN):
            yield DrawnLine(line.pad_left(MARGIN))
        rule = Content.styled(signs().left * max(width - 2 * MARGIN, 0), "$rule")
        yield DrawnLine(rule.pad_left(MARGIN))


def _place(part: Place, place: int, choices: Mapping[int, Choice], width: int) -> Iterator[DrawnLine]:
    if part.conflict is not None:
        yield from _choice(part.conflict, choices.get(part.conflict, "both"), place, width)
    for line in _telling(part.lines):
        yield from _changed(line, place, width)


def _telling(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines without those which a hand has replaced: what stands there instead tells enough."""
    has_others = any(line.sign == "hand" for line in lines)
    return tuple(line for line in lines if line.sign != "hand gone" or not has_others)


def _changed(line: Line, place: int, width: int) -> Iterator[DrawnLine]:
    look = _looks()[line.sign]
    written = line.text.replace("\t", "    ")
    text = shown_line(written, look.text)
    marker = _MARKER.match(written)
    hanging = _TEXT + min(marker.end() if marker else 0, 12)
    first, *more = wrapped(text, max(width - _TEXT - MARGIN - 2, 8))
    sign = Content.styled(look.sign, look.style)
    yield DrawnLine(sign.pad_left(_SIGN).pad_right(_TEXT - _SIGN - 1) + first, look.ground, place)
    for rest in more:
        yield DrawnLine(sign.pad_left(_SIGN).pad_right(hanging - _SIGN - 1) + rest, look.ground, place)


def _choice(conflict: int, choice: Choice, place: int, width: int) -> Iterator[DrawnLine]:
    says = Content.styled("You and the file both changed this line. Choose one:", "$warning")
    for line in wrapped(says, width - 2 * MARGIN):
        yield DrawnLine(line.pad_left(MARGIN), place=place, conflict=conflict)
    ways = [_way(value, is_chosen=value == choice) for value in _WAYS]
    yield DrawnLine(Content("   ").join(ways).pad_left(MARGIN), place=place, conflict=conflict)


def _way(choice: Choice, *, is_chosen: bool) -> Content:
    key, word = _WAYS[choice]
    sign = (f"{signs().chosen} ", "$primary") if is_chosen else (f"{signs().choice} ", "$faint")
    return joined(sign, (word, "bold $foreground" if is_chosen else "$soft"), (f" {key}", "$faint"))


@cache
def _looks() -> Mapping[Sign, _Look]:
    sign = signs()
    return {
        "new": _Look(sign.new, "bold $success", "on $added", "$foreground"),
        "gone": _Look(sign.goes, "bold $error", "on $removed", "$foreground"),
        "hand": _Look(sign.stays, "bold $primary", "on $mark", "$foreground"),
        "hand gone": _Look(sign.stays, "bold $primary", "on $removed", "$soft"),
    }
