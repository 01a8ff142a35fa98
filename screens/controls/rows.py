"""Rows of the question pane as plain data: text with its ink, and what a click on it means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.text_layout import cells, drawn_text, lay_out_text
from wizard.model.answers import AnswerPath

Ink = Literal[
    "ink",
    "bold",
    "soft",
    "soft-bold",
    "faint",
    "example",
    "accent",
    "accent-bold",
    "success",
    "warning",
    "error",
    "error-bold",
    "rule",
    "cursor",
    "selected",
]
"""The colour and weight of text; each is a component class of the pane."""

Ground = Literal["desk", "paper", "mark"]
"""The background of text."""

Bar = Literal["none", "here", "error"]
"""The sign in the mark column."""

Part = Literal["text", "box"]
"""What a click falls on: the text of an item, or the box before it."""

MEASURE = 72
"""Cells of a line of a label, a help or an example at most."""
MARGIN = 2
"""Cells of the mark column and the blank after it."""


class RowSegment(NamedTuple):
    """Text of one ink within a row, without control characters."""

    text: str
    ink: Ink = "ink"
    ground: Ground | None = None
    """Its own background, where it is not the row's."""


class ClickTarget(Struct, frozen=True):
    """Cells of a row on which a click means something."""

    start: int
    """Cells from the mark column to the first cell."""
    end: int
    within: AnswerPath = ()
    """The row, cell or item of the control, as a path below the question."""
    line: int = 0
    """The line of a field, counted from the first in sight."""
    text_from: int = MARGIN
    """The cell in which the field's text starts."""
    part: Part = "text"
    question: AnswerPath | None = None
    """The question that a click leads to, for what is not part of the control."""


class ControlRow(Struct, frozen=True):
    """One row of the pane, over its whole width."""

    segments: tuple[RowSegment, ...] = ()
    """The text, from the text column on."""
    ground: Ground = "desk"
    bar: Bar = "none"
    targets: tuple[ClickTarget, ...] = ()

    def leads_to(self, within: AnswerPath, width: int, part: Part = "text") -> ControlRow:
        """Return the row with all of it a click target; targets that it already has come first."""
        return replace(self, targets=(*self.targets, ClickTarget(0, width, within, part=part)))


class Space(Struct, frozen=True):
    """The cells and rows that there are to draw in."""

    width: int
    """Cells from the mark column to the end of the paper."""
    height: int
    """Rows of the pane."""
    is_short: bool = False
    """Whether the terminal has less than 30 rows: only the marked row shows its help."""
    is_low: bool = False
    """Whether the terminal has less than 20 rows: no padding in fields."""
    bar: Bar = "here"
    """The sign beside what has the cursor; `error` while a mistake is shown."""
    has_list: bool = False
    """Whether the questions of an item stand in a list below."""

    @property
    def measure(self) -> int:
        """Cells for a line of what we say, which is hard to read when it is longer."""
        return min(self.text_width, MEASURE)

    @property
    def text_width(self) -> int:
        """Cells between the text column and the right padding."""
        return max(self.width - 2 * MARGIN, 1)


BLANK = ControlRow()
_DRAWN_ON_EACH_SIDE = 150
"""Items on either side of the cursor that are drawn; no terminal shows more of them at once."""


def cell_width(segments: Iterable[RowSegment]) -> int:
    """Return how many cells the segments take."""
    return sum(cells(segment.text) for segment in segments)


def spread(left: tuple[RowSegment, ...], right: tuple[RowSegment, ...], width: int) -> tuple[RowSegment, ...]:
    """Return segments at both ends of a line; the right ones are dropped where there is no space."""
    gap = width - cell_width(left) - cell_width(right)
    return left if gap < 1 else (*left, RowSegment(" " * gap), *right)


def pad(segments: tuple[RowSegment, ...], width: int, ground: Ground | None = None) -> tuple[RowSegment, ...]:
    """Return the segments with blanks up to `width` cells."""
    gap = width - cell_width(segments)
    return (*segments, RowSegment(" " * gap, "ink", ground)) if gap > 0 else segments


def wrap_segments(segments: tuple[RowSegment, ...], width: int) -> list[tuple[RowSegment, ...]]:
    """Return segments of any text, one behind the other, in lines of at most `width` cells."""
    text = "".join(segment.text for segment in segments).rstrip()
    broken = lay_out_text(text, width)
    return [_slice_segments(segments, *broken.span(row), text) for row in range(broken.height)]


def _slice_segments(segments: tuple[RowSegment, ...], start: int, end: int, text: str) -> tuple[RowSegment, ...]:
    """Return the part of the segments between two offsets of their text, without spaces at its end."""
    end = start + len(text[start:end].rstrip(" "))
    cut: list[RowSegment] = []
    offset = 0
    for segment in segments:
        part = segment.text[max(0, start - offset) : max(0, end - offset)]
        if part:
            cut.append(segment._replace(text=drawn_text(part)))
        offset += len(segment.text)
    return tuple(cut)


def indexes_near(index: int, count: int) -> range:
    """Return the indexes of the items that are drawn while the cursor is in one of them."""
    return range(max(0, index - _DRAWN_ON_EACH_SIDE), min(count, index + _DRAWN_ON_EACH_SIDE))


def omitted_rows(count: int) -> list[ControlRow]:
    """Return the row that stands for items too far away to be drawn."""
    return [ControlRow((RowSegment(f"{terminal_glyphs().more} {count} more", "faint"),))] if count > 0 else []
