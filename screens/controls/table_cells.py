"""The cells of a table: what stands in them, and those that are picked instead of typed."""

from __future__ import annotations

from screens.controls.options import offers_of
from screens.controls.rows import Piece
from screens.controls.text_input.typed_answer import typed_text
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Path
from wizard.model.template import Question


def picks(column: Question) -> bool:
    """Whether the cells of a column are picked, not typed."""
    return column.kind == "yesno" or (column.kind == "choice" and not column.other)


def cell_text(interview: Interview, path: Path, column: Question) -> str:
    """What stands in a cell: typed text, or the name of an option."""
    answer = interview.answer_at(path)
    if answer is not OPEN and picks(column):
        for offer in offers_of(column):
            if offer.answer == answer:
                return offer.name
    return typed_text(interview, path)


def options_told(names: list[str]) -> tuple[Piece, ...]:
    """The options of a cell with their quick keys, on as few lines as they fit."""
    told: list[Piece] = []
    for number, name in enumerate(names, start=1):
        told += [Piece(f"{number}\u00a0", "faint"), Piece(name.replace(" ", "\u00a0"), "soft"), Piece("   ")]
    return tuple(told)
