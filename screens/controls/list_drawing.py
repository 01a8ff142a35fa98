"""The rows of a list as rows of the pane."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from screens.appearance.glyphs import signs
from screens.appearance.text_layout import lines
from screens.controls.rows import MARGIN, Ink, Piece, Room, Row, Spot
from screens.controls.text_input.text_field import Field
from wizard.model.answers import Answer, Path, is_mapping

_MOST_LINES = 6
"""Of the row under the cursor; a longer one scrolls within itself."""


class Item(Struct, frozen=True):
    """An item of a list, or a task of a checklist."""

    text: str
    is_done: bool = False

    @staticmethod
    def of(answer: Answer) -> Item:
        """What an item of an answer holds."""
        if is_mapping(answer):
            return Item(str(answer.get("text", "")), answer.get("done") is True)
        return Item(answer if isinstance(answer, str) else "")

    @property
    def ink(self) -> Ink:
        return "soft" if self.is_done else "ink"


class Shape(Struct, frozen=True):
    """Where the parts of a row stand."""

    has_boxes: bool
    indent: int
    """Cells of the number or box before the text."""
    width: int
    """Cells from the mark column to the end of the paper."""

    @staticmethod
    def of(count: int, room: Room, *, has_boxes: bool) -> Shape:
        """The shape of a list of so many items."""
        return Shape(has_boxes, (len(signs().ticked) if has_boxes else len(str(max(count, 1)))) + 2, room.width)

    @property
    def text_width(self) -> int:
        """Cells of the text."""
        return max(self.width - 2 * MARGIN - self.indent, 1)

    def sign(self, item: Item, index: int) -> Piece:
        """The number of an item, or the box of a task."""
        if not self.has_boxes:
            return Piece(str(index + 1), "faint")
        return Piece(signs().ticked, "success") if item.is_done else Piece(signs().box, "soft")


@lru_cache(maxsize=2_000)
def still_rows(item: Item, index: int, shape: Shape) -> tuple[Row, ...]:
    """A row without the cursor; with every key all of them are asked for again."""
    drawn = [(Piece(line, item.ink),) for line in lines(item.text, shape.text_width)]
    return _rows(drawn, shape.sign(item, index), (index,), shape, Row())


def here_rows(
    field: Field, sign: Piece, within: Path, ink: Ink, adds: str, shape: Shape, room: Room
) -> tuple[Row, ...]:
    """The row under the cursor."""
    drawn = field.draw(shape.text_width, _MOST_LINES, adds, ink)
    return _rows(drawn, sign, within, shape, Row((), "paper", room.bar))


def adding_row(count: int, adds: str, shape: Shape) -> Row:
    """The row behind the last one."""
    pieces = (Piece("+".ljust(shape.indent), "accent"), Piece(adds, "soft"))
    return Row(pieces).leads_to((count,), shape.width)


def _rows(drawn: list[tuple[Piece, ...]], sign: Piece, within: Path, shape: Shape, like: Row) -> tuple[Row, ...]:
    box = (Spot(0, MARGIN + shape.indent - 1, within, part="box"),) if shape.has_boxes else ()
    rows: list[Row] = []
    for line, pieces in enumerate(drawn):
        lead = Piece(sign.text.ljust(shape.indent) if line == 0 else " " * shape.indent, sign.ink)
        spot = Spot(0, shape.width, within, line=line, text_from=MARGIN + shape.indent)
        rows.append(Row((lead, *pieces), like.ground, like.bar, (*box, spot)))
    return tuple(rows)
