"""The difference of a plan and the file on disk, as a widget."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

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


class DifferenceView(Widget):
    """The difference, drawn line by line; as high as it is long."""

    @dataclass
    class Clicked(Message):
        """A line with the choices of a conflict was clicked."""

        conflict: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._difference: Difference | None = None
        self._choices: Mapping[int, Choice] = {}
        self._lines: tuple[DrawnLine, ...] = ()
        self._drawn_for = 0
        self._place = 0

    def show(self, difference: Difference, choices: Mapping[int, Choice]) -> None:
        """Show a difference, with what was chosen where both sides changed a line."""
        self._difference, self._choices = difference, dict(choices)
        self._drawn_for = 0
        self._draw(self.size.width)
        self.refresh(layout=True)

    def go(self, by: int) -> None:
        """Bring the next or the previous change into sight."""
        starts = first_lines(self._lines)
        if starts and isinstance(self.parent, Widget):
            self._place = max(0, min(len(starts) - 1, self._place + by))
            top = max(0, starts[self._place] - 2)
            region = Region(0, top, self.size.width, 4).translate(self.virtual_region.offset)
            self.parent.scroll_to_region(region, animate=False, force=True, top=True)

    @property
    def conflict(self) -> int | None:
        """The conflict at the change that is looked at, or the only one there is."""
        places = [part for part in self._difference.parts if isinstance(part, Place)] if self._difference else []
        conflicts = [place.conflict for place in places if place.conflict is not None]
        here = places[self._place].conflict if self._place < len(places) else None
        return conflicts[0] if here is None and len(conflicts) == 1 else here

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._draw(width)
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        self._draw(width)
        if y >= len(self._lines):
            return Strip.blank(width, self.visual_style.rich_style)
        line = self._lines[y]
        content = line.content.pad_right(max(width - line.content.cell_length, 0))
        if line.ground:
            content = content.stylize_before(line.ground)
        return Visual.to_strips(self, content, width, 1, self.visual_style, pad=True)[0]

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        line = self._lines[offset.y] if offset is not None and offset.y < len(self._lines) else None
        if line is not None and line.place is not None:
            self._place = line.place
            if line.conflict is not None:
                self.post_message(self.Clicked(line.conflict))

    def _draw(self, width: int) -> None:
        if self._difference is not None and width > 0 and width != self._drawn_for:
            self._lines = drawn_lines(self._difference, self._choices, width)
            self._drawn_for = width
