"""Rows of the question's pane as plain data: what stands where, in which ink, and what a click on it means."""

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
"""How a character is written; each is a component class of the pane."""

Ground = Literal["desk", "paper", "mark"]
"""What it is written on."""

Bar = Literal["none", "here", "error"]
"""The sign in the mark column."""

Part = Literal["text", "box"]
"""What a click falls on: the words of an item, or the box before them."""

MARGIN = 2
"""Cells of the mark column and the blank after it."""


class RowSegment(NamedTuple):
    """A stretch of one row, already safe to show."""

    text: str
    ink: Ink = "ink"
    ground: Ground | None = None
    """Its own ground, where it is not that of the row."""


class ClickTarget(Struct, frozen=True):
    """Cells of a row on which a click means something."""

    start: int
    """Cells from the mark column."""
    end: int
    within: AnswerPath = ()
    """The row, cell or item of the control that is meant."""
    line: int = 0
    """The line of a field, counted from the first in sight."""
    text_from: int = MARGIN
    """The cell in which the field's text starts."""
    part: Part = "text"
    question: AnswerPath | None = None
    """The question that a click leads to, for what is not part of the control."""


class ControlRow(Struct, frozen=True):
    """One row of the pane, over its whole width."""

    pieces: tuple[RowSegment, ...] = ()
    """From the text column on."""
    ground: Ground = "desk"
    bar: Bar = "none"
    spots: tuple[ClickTarget, ...] = ()

    def leads_to(self, within: AnswerPath, width: int, part: Part = "text") -> ControlRow:
        """The row with all of it a spot; spots that it has already come first."""
        return replace(self, spots=(*self.spots, ClickTarget(0, width, within, part=part)))


class Space(Struct, frozen=True):
    """What there is room for."""

    width: int
    """Cells from the mark column to the end of the paper."""
    height: int
    """Rows of the pane."""
    is_short: bool = False
    """Less than 30 rows: only the marked row shows its help."""
    is_low: bool = False
    """Less than 20 rows: no example, no padding in fields."""
    bar: Bar = "here"
    """The sign beside what has the cursor; in the colour of mistakes while one is told."""

    @property
    def text_width(self) -> int:
        """Cells between the text column and the right padding."""
        return max(self.width - 2 * MARGIN, 1)


BLANK = ControlRow()
_DRAWN_ON_EACH_SIDE = 150
"""Items on either side of the cursor that are drawn; nobody can see more of them at once."""
PAPER = ControlRow(ground="paper")


def cell_width(pieces: Iterable[RowSegment]) -> int:
    """How many cells the pieces take."""
    return sum(cells(piece.text) for piece in pieces)


def spread(left: tuple[RowSegment, ...], right: tuple[RowSegment, ...], width: int) -> tuple[RowSegment, ...]:
    """Pieces at both ends of a line; the right ones go where there is no room."""
    gap = width - cell_width(left) - cell_width(right)
    return left if gap < 1 else (*left, RowSegment(" " * gap), *right)


def pad(pieces: tuple[RowSegment, ...], width: int, ground: Ground | None = None) -> tuple[RowSegment, ...]:
    """The pieces with blanks up to a width."""
    gap = width - cell_width(pieces)
    return (*pieces, RowSegment(" " * gap, "ink", ground)) if gap > 0 else pieces


def wrap_segments(pieces: tuple[RowSegment, ...], width: int) -> list[tuple[RowSegment, ...]]:
    """Pieces of any text, one behind the other, in lines of at most `width` cells."""
    text = "".join(piece.text for piece in pieces).rstrip()
    broken = lay_out_text(text, width)
    return [_slice_segments(pieces, *broken.span(row), text) for row in range(broken.height)]


def _slice_segments(pieces: tuple[RowSegment, ...], start: int, end: int, text: str) -> tuple[RowSegment, ...]:
    """What of the pieces stands between two offsets of their text, without spaces at its end."""
    end = start + len(text[start:end].rstrip(" "))
    cut: list[RowSegment] = []
    offset = 0
    for piece in pieces:
        part = piece.text[max(0, start - offset) : max(0, end - offset)]
        if part:
            cut.append(piece._replace(text=drawn_text(part)))
        offset += len(piece.text)
    return tuple(cut)


def indexes_near(index: int, count: int) -> range:
    """The items that are drawn while the cursor is in one of them."""
    return range(max(0, index - _DRAWN_ON_EACH_SIDE), min(count, index + _DRAWN_ON_EACH_SIDE))


def omitted_rows(count: int) -> list[ControlRow]:
    """What stands for items that are too far away to be drawn."""
    return [ControlRow((RowSegment(f"{terminal_glyphs().more} {count} more", "faint"),))] if count > 0 else []
