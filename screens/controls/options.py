"""The options of a choice, as rows with a sign, a name, a quick key and help."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.glyphs import signs
from screens.appearance.text_layout import lines
from screens.controls.rows import BLANK, MARGIN, Ink, Piece, Room, Row, Spot, spread
from screens.controls.text_input.text_field import Field
from wizard.model.answers import Answer
from wizard.model.template import Question

OTHER = "Something else"


class Offer(Struct, frozen=True):
    """One row of a choice."""

    name: str
    answer: Answer
    """None for the row in which the user writes."""
    help: str = ""
    is_recommended: bool = False


class Look(Struct, frozen=True):
    """How one row of a choice stands."""

    sign: str
    is_chosen: bool
    is_marked: bool
    quick_key: str


def offers_of(question: Question) -> tuple[Offer, ...]:
    """The rows of a choice, the one for another answer last."""
    if question.kind == "yesno":
        return tuple(Offer(word, word == "Yes", is_recommended=_recommends(question, word)) for word in ("Yes", "No"))
    offers = tuple(
        Offer(option.label, option.value, option.help, option.value == question.recommended)
        for option in question.options
    )
    return (*offers, Offer(OTHER, None)) if question.other else offers


def digit_of(key: str, count: int) -> int | None:
    """The index that a digit picks among so many rows, or None."""
    return int(key) - 1 if key in "123456789" and len(key) == 1 and int(key) <= count else None


def indent_of(question: Question) -> int:
    """Cells between the text column and the names of the options."""
    sign = signs()
    one, other = (sign.box, sign.ticked) if question.kind == "choices" else (sign.choice, sign.chosen)
    return max(len(one), len(other)) + 2


def option_rows(offer: Offer, look: Look, index: int, room: Room, indent: int, field: Field | None) -> list[Row]:
    """One option; the help of a row without the mark goes where there is little height."""
    width = room.text_width - indent
    name_ink: Ink = "bold" if look.is_chosen else "ink"
    names = lines(offer.name, width - 3)
    sign = Piece(look.sign.ljust(indent), "accent" if look.is_chosen else "soft")
    key = (Piece(look.quick_key, "faint"),)
    rows = [spread((sign, Piece(names[0], name_ink)), key, room.text_width)]
    rows += [(Piece(" " * indent), Piece(more, name_ink)) for more in names[1:]]
    if look.is_marked or not room.is_short:
        rows += [(Piece(" " * indent), *pieces) for pieces in _help(offer, width)]
    spots = (Spot(0, room.width, (index,)),)
    plain = Row((), "mark", room.bar, spots) if look.is_marked else Row((), spots=spots)
    drawn = [replace(plain, pieces=pieces) for pieces in rows]
    return drawn if field is None else drawn + _field_rows(field, look, index, room, indent)


def has_help(offers: tuple[Offer, ...]) -> bool:
    """Whether any option says more than its name."""
    return any(offer.help or offer.is_recommended for offer in offers)


def gap(offers: tuple[Offer, ...], room: Room) -> list[Row]:
    """What stands between two options."""
    return [BLANK] if has_help(offers) and not room.is_short else []


def _field_rows(field: Field, look: Look, index: int, room: Room, indent: int) -> list[Row]:
    width = room.text_width - indent
    spot = Spot(0, room.width, (index,), text_from=MARGIN + indent)
    if not look.is_marked:
        texts = [] if field.is_blank else lines(field.text, width)[:4]
        return [Row((Piece(" " * indent), Piece(text)), spots=(spot,)) for text in texts]
    drawn = field.draw(width, 4, "Write it here")
    return [
        Row((Piece(" " * indent), *pieces), "paper", room.bar, (replace(spot, line=line),))
        for line, pieces in enumerate(drawn)
    ]


def _help(offer: Offer, width: int) -> list[tuple[Piece, ...]]:
    word = "recommended"
    if not offer.is_recommended:
        return [(Piece(line, "soft"),) for line in lines(offer.help, width)] if offer.help else []
    if not offer.help:
        return [(Piece(word, "accent"),)]
    whole = lines("x" * len(word) + "  " + offer.help, width)
    first = whole[0][len(word) :]
    return [(Piece(word, "accent"), Piece(first, "soft")), *((Piece(line, "soft"),) for line in whole[1:])]


def _recommends(question: Question, word: str) -> bool:
    return (question.recommended or "").lower() == word.lower()
