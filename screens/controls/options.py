"""The options of a choice, as rows with a sign, a name, a quick key and help."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.text_layout import wrap_text
from screens.controls.rows import BLANK, MARGIN, ClickTarget, ControlRow, Ink, RowSegment, Space, spread
from screens.controls.text_input.text_field import TextField
from wizard.model.answers import Answer
from wizard.model.template import Question

OTHER_NAME = "Something else"


class ChoiceOption(Struct, frozen=True):
    """One row of a choice."""

    name: str
    answer: Answer
    """None for the row in which the user writes."""
    help: str = ""
    is_recommended: bool = False


class OptionState(Struct, frozen=True):
    """How one row of a choice stands."""

    sign: str
    is_chosen: bool
    is_marked: bool
    quick_key: str


def choice_options(question: Question) -> tuple[ChoiceOption, ...]:
    """The rows of a choice, the one for another answer last."""
    if question.kind == "yesno":
        return tuple(
            ChoiceOption(word, word == "Yes", is_recommended=_is_recommended(question, word)) for word in ("Yes", "No")
        )
    offers = tuple(
        ChoiceOption(option.label, option.value, option.help, option.value == question.recommended)
        for option in question.options
    )
    return (*offers, ChoiceOption(OTHER_NAME, None)) if question.other else offers


def digit_index(key: str, count: int) -> int | None:
    """The index that a digit picks among so many rows, or None."""
    return int(key) - 1 if key in "123456789" and len(key) == 1 and int(key) <= count else None


def label_indent(question: Question) -> int:
    """Cells between the text column and the names of the options."""
    sign = terminal_glyphs()
    one, other = (sign.box, sign.ticked) if question.kind == "choices" else (sign.choice, sign.chosen)
    return max(len(one), len(other)) + 2


def option_rows(
    offer: ChoiceOption, look: OptionState, index: int, room: Space, indent: int, field: TextField | None
) -> list[ControlRow]:
    """One option; the help of a row without the mark goes where there is little height."""
    width = room.text_width - indent
    name_ink: Ink = "bold" if look.is_chosen else "ink"
    names = wrap_text(offer.name, width - 3)
    sign = RowSegment(look.sign.ljust(indent), "accent" if look.is_chosen else "soft")
    key = (RowSegment(look.quick_key, "faint"),)
    rows = [spread((sign, RowSegment(names[0], name_ink)), key, room.text_width)]
    rows += [(RowSegment(" " * indent), RowSegment(more, name_ink)) for more in names[1:]]
    if look.is_marked or not room.is_short:
        rows += [(RowSegment(" " * indent), *pieces) for pieces in _help_lines(offer, width)]
    spots = (ClickTarget(0, room.width, (index,)),)
    plain = ControlRow((), "mark", room.bar, spots) if look.is_marked else ControlRow((), spots=spots)
    drawn = [replace(plain, pieces=pieces) for pieces in rows]
    return drawn if field is None else drawn + _field_rows(field, look, index, room, indent)


def has_help(offers: tuple[ChoiceOption, ...]) -> bool:
    """Whether any option says more than its name."""
    return any(offer.help or offer.is_recommended for offer in offers)


def option_gap(offers: tuple[ChoiceOption, ...], room: Space) -> list[ControlRow]:
    """What stands between two options."""
    return [BLANK] if has_help(offers) and not room.is_short else []


def _field_rows(field: TextField, look: OptionState, index: int, room: Space, indent: int) -> list[ControlRow]:
    width = room.text_width - indent
    spot = ClickTarget(0, room.width, (index,), text_from=MARGIN + indent)
    if not look.is_marked:
        texts = [] if field.is_blank else wrap_text(field.text, width)[:4]
        return [ControlRow((RowSegment(" " * indent), RowSegment(text)), spots=(spot,)) for text in texts]
    drawn = field.draw(width, 4, "Write it here")
    return [
        ControlRow((RowSegment(" " * indent), *pieces), "paper", room.bar, (replace(spot, line=line),))
        for line, pieces in enumerate(drawn)
    ]


def _help_lines(offer: ChoiceOption, width: int) -> list[tuple[RowSegment, ...]]:
    word = "recommended"
    if not offer.is_recommended:
        return [(RowSegment(line, "soft"),) for line in wrap_text(offer.help, width)] if offer.help else []
    if not offer.help:
        return [(RowSegment(word, "accent"),)]
    whole = wrap_text("x" * len(word) + "  " + offer.help, width)
    first = whole[0][len(word) :]
    return [
        (RowSegment(word, "accent"), RowSegment(first, "soft")),
        *((RowSegment(line, "soft"),) for line in whole[1:]),
    ]


def _is_recommended(question: Question, word: str) -> bool:
    return (question.recommended or "").lower() == word.lower()
