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
    """How one row of a choice is drawn."""

    sign: str
    is_chosen: bool
    is_marked: bool
    quick_key: str


def choice_options(question: Question) -> tuple[ChoiceOption, ...]:
    """Return the rows of a choice, the one for the user's own answer last."""
    if question.kind == "yesno":
        return tuple(
            ChoiceOption(word, word == "Yes", is_recommended=_is_recommended(question, word)) for word in ("Yes", "No")
        )
    options = tuple(
        ChoiceOption(option.label, option.value, option.help, option.value == question.recommended)
        for option in question.options
    )
    return (*options, ChoiceOption(OTHER_NAME, None)) if question.other else options


def digit_index(key: str, count: int) -> int | None:
    """Return the index that a digit key picks among `count` rows, or None."""
    return int(key) - 1 if key in "123456789" and len(key) == 1 and int(key) <= count else None


def label_indent(question: Question) -> int:
    """Return the cells between the text column and the names of the options."""
    sign = terminal_glyphs()
    one, other = (sign.box, sign.ticked) if question.kind == "choices" else (sign.choice, sign.chosen)
    return max(len(one), len(other)) + 2


def option_rows(
    option: ChoiceOption, state: OptionState, index: int, space: Space, indent: int, field: TextField | None
) -> list[ControlRow]:
    """Return the rows of one option; in a short pane only the marked one shows its help."""
    width = space.text_width - indent
    name_ink: Ink = "bold" if state.is_chosen else "ink"
    names = wrap_text(option.name, width - 3)
    sign = RowSegment(state.sign.ljust(indent), "accent" if state.is_chosen else "soft")
    key = (RowSegment(state.quick_key, "faint"),)
    rows = [spread((sign, RowSegment(names[0], name_ink)), key, space.text_width)]
    rows += [(RowSegment(" " * indent), RowSegment(more, name_ink)) for more in names[1:]]
    if state.is_marked or not space.is_short:
        rows += [(RowSegment(" " * indent), *segments) for segments in _help_lines(option, width)]
    targets = (ClickTarget(0, space.width, (index,)),)
    plain = ControlRow((), "mark", space.bar, targets) if state.is_marked else ControlRow((), targets=targets)
    drawn = [replace(plain, segments=segments) for segments in rows]
    return drawn if field is None else drawn + _field_rows(field, state, index, space, indent)


def has_help(options: tuple[ChoiceOption, ...]) -> bool:
    """Whether any option says more than its name."""
    return any(option.help or option.is_recommended for option in options)


def option_gap(options: tuple[ChoiceOption, ...], space: Space) -> list[ControlRow]:
    """Return the rows between two options."""
    return [BLANK] if has_help(options) and not space.is_short else []


def _field_rows(field: TextField, state: OptionState, index: int, space: Space, indent: int) -> list[ControlRow]:
    width = space.text_width - indent
    target = ClickTarget(0, space.width, (index,), text_from=MARGIN + indent)
    if not state.is_marked:
        texts = [] if field.is_blank else wrap_text(field.text, width)[:4]
        return [ControlRow((RowSegment(" " * indent), RowSegment(text)), targets=(target,)) for text in texts]
    drawn = field.draw(width, 4, "Write it here")
    return [
        ControlRow((RowSegment(" " * indent), *segments), "paper", space.bar, (replace(target, line=line),))
        for line, segments in enumerate(drawn)
    ]


def _help_lines(option: ChoiceOption, width: int) -> list[tuple[RowSegment, ...]]:
    word = "recommended"
    if not option.is_recommended:
        return [(RowSegment(line, "soft"),) for line in wrap_text(option.help, width)] if option.help else []
    if not option.help:
        return [(RowSegment(word, "accent"),)]
    whole = wrap_text("x" * len(word) + "  " + option.help, width)
    first = whole[0][len(word) :]
    return [
        (RowSegment(word, "accent"), RowSegment(first, "soft")),
        *((RowSegment(line, "soft"),) for line in whole[1:]),
    ]


def _is_recommended(question: Question, word: str) -> bool:
    return (question.recommended or "").lower() == word.lower()
