"""Rows of the question's pane as plain data: what stands where, in which ink, and what a click on it means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.glyphs import signs
from screens.appearance.text_layout import cells, drawn, layout
from wizard.model.answers import Path

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


class Piece(NamedTuple):
    """A stretch of one row, already safe to show."""

    text: str
    ink: Ink = "ink"
    ground: Ground | None = None
    """Its own ground, where it is not that of the row."""


class Spot(Struct, frozen=True):
    """Cells of a row on which a click means something."""

    start: int
    """Cells from the mark column."""
    end: int
    within: Path = ()
    """The row, cell or item of the control that is meant."""
    line: int = 0
    """The line of a field, counted from the first in sight."""
    text_from: int = MARGIN
    """The cell in which the field's text starts."""
    part: Part = "text"
    question: Path | None = None
    """The question that a click leads to, for what is not part of the control."""


class Row(Struct, frozen=True):
    """One row of the pane, over its whole width."""

    pieces: tuple[Piece, ...] = ()
    """From the text column on."""
    ground: Ground = "desk"
    bar: Bar = "none"
    spots: tuple[Spot, ...] = ()

    def leads_to(self, within: Path, width: int, part: Part = "text") -> Row:
        """The row with all of it a spot; spots that it has already come first."""
        return replace(self, spots=(*self.spots, Spot(0, width, within, part=part)))


class Room(Struct, frozen=True):
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


BLANK = Row()
_AROUND = 150
"""Items on either side of the cursor that are drawn; nobody can see more of them at once."""
PAPER = Row(ground="paper")


def breadth(pieces: Iterable[Piece]) -> int:
    """How many cells the pieces take."""
    return sum(cells(piece.text) for piece in pieces)


def spread(left: tuple[Piece, ...], right: tuple[Piece, ...], width: int) -> tuple[Piece, ...]:
    """Pieces at both ends of a line; the right ones go where there is no room."""
    gap = width - breadth(left) - breadth(right)
    return left if gap < 1 else (*left, Piece(" " * gap), *right)


def padded(pieces: tuple[Piece, ...], width: int, ground: Ground | None = None) -> tuple[Piece, ...]:
    """The pieces with blanks up to a width."""
    gap = width - breadth(pieces)
    return (*pieces, Piece(" " * gap, "ink", ground)) if gap > 0 else pieces


def flowing(pieces: tuple[Piece, ...], width: int) -> list[tuple[Piece, ...]]:
    """Pieces of any text, one behind the other, in lines of at most `width` cells."""
    text = "".join(piece.text for piece in pieces).rstrip()
    broken = layout(text, width)
    return [_cut(pieces, *broken.span(row), text) for row in range(broken.height)]


def _cut(pieces: tuple[Piece, ...], start: int, end: int, text: str) -> tuple[Piece, ...]:
    """What of the pieces stands between two offsets of their text, without spaces at its end."""
    end = start + len(text[start:end].rstrip(" "))
    cut: list[Piece] = []
    offset = 0
    for piece in pieces:
        part = piece.text[max(0, start - offset) : max(0, end - offset)]
        if part:
            cut.append(piece._replace(text=drawn(part)))
        offset += len(piece.text)
    return tuple(cut)


def around(index: int, count: int) -> range:
    """The items that are drawn while the cursor is in one of them."""
    return range(max(0, index - _AROUND), min(count, index + _AROUND))


def not_drawn(count: int) -> list[Row]:
    """What stands for items that are too far away to be drawn."""
    return [Row((Piece(f"{signs().more} {count} more", "faint"),))] if count > 0 else []
