"""What both choices share: options as rows with a sign, a name, a quick key and help, and the mark among them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.text_layout import wrap_text
from screens.controls.control import DrawnControl, KeyPress, Reply
from screens.controls.rows import (
    BLANK,
    MARGIN,
    ClickTarget,
    ControlRow,
    Ink,
    RowSegment,
    Space,
    indexes_near,
    omitted_rows,
    spread,
)
from screens.controls.text_input.paste import joined_notice
from screens.controls.text_input.text_field import TextField
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered, is_list
from wizard.model.template import Question

_OTHER_NAME = "Something else"
_MAX_FIELD_LINES = 4
_FEW_OPTIONS = 9
"""As many as have a quick key."""


class ChoiceOption(Struct, frozen=True):
    """One row of a choice."""

    name: str
    answer: Answer
    """None for the row in which the user writes."""
    help: str = ""
    is_recommended: bool = False
    is_required: bool = False


class OptionState(Struct, frozen=True):
    """How one row of a choice is drawn."""

    index: int
    sign: str
    """Padded up to the cell in which the option's name starts."""
    is_chosen: bool
    is_marked: bool

    @property
    def quick_key(self) -> str:
        """The digit that picks the option; empty behind the ninth."""
        return str(self.index + 1) if self.index < 9 else ""

    @property
    def indent(self) -> int:
        """Cells between the text column and the option's name."""
        return len(self.sign)


class ChoiceControl(ABC):
    """Options with a mark; the last row may be a field for an answer of the user's own."""

    def __init__(self, interview: Interview, path: AnswerPath) -> None:
        self.path = path
        self.question = interview.question(path)
        self.options = choice_options(self.question, interview.answer_at(path))
        self.field = TextField.of("")
        self.mark: int | None = None
        """The index of the marked option."""

    def draw(self, interview: Interview, space: Space) -> DrawnControl:
        chosen = self._chosen_indexes(interview)
        signs = _padded_signs(self.question)
        gap = (
            [BLANK]
            if not space.is_short and any(_help_lines(option, space.text_width) for option in self.options)
            else []
        )
        drawn = indexes_near(min(chosen, default=0) if self.mark is None else self.mark, len(self.options))
        rows = omitted_rows(drawn.start)
        first = last = 0
        for index in drawn:
            option = self.options[index]
            state = OptionState(index, signs[index in chosen], index in chosen, index == self.mark)
            rows += gap if rows else []
            start = len(rows)
            rows += _option_rows(option, state, space)
            if self._is_other(index):
                rows += _field_rows(self.field, state, space)
            if state.is_marked:
                first, last = start, len(rows) - 1
        rows += omitted_rows(len(self.options) - drawn.stop)
        return DrawnControl(tuple(rows), first, last)

    def point(self, interview: Interview, target: ClickTarget, column: int, *, extends: bool) -> Reply:
        index = int(target.within[0])
        if self._is_other(index):
            self.field.point(target.line, column, extends=extends)
        return Reply(interview) if extends else self._pick(interview, index)

    def text(self, interview: Interview) -> str | None:
        return self.field.text if self.is_typing else None

    def replace(self, interview: Interview, text: str) -> Reply:
        self.field = TextField.of("")
        if self.question.other:
            self.mark = len(self.options) - 1
        return self._insert(interview, text)

    @property
    def cursor_path(self) -> AnswerPath:
        return self.path

    @property
    def selected_text(self) -> str:
        return self.field.buffer.selected_text if self.is_typing else ""

    @property
    def is_typing(self) -> bool:
        return self.mark is not None and self._is_other(self.mark)

    @abstractmethod
    def _chosen_indexes(self, interview: Interview) -> Collection[int]:
        """Return the indexes of the options that are chosen."""

    @abstractmethod
    def _pick(self, interview: Interview, index: int) -> Reply:
        """Mark an option and take it, as a digit and a click do."""

    @abstractmethod
    def _answer_field(self, interview: Interview) -> Reply:
        """Answer with the field's text, after it was changed."""

    def _is_other(self, index: int) -> bool:
        return self.question.other and index == len(self.options) - 1

    def _move_mark(self, interview: Interview, key: str) -> Reply | None:
        """Move the mark; without one, `down` begins at the recommended option. Return None for any other key."""
        if not self.options:
            return None
        last = len(self.options) - 1
        recommended = next((index for index, option in enumerate(self.options) if option.is_recommended), 0)
        up, down = (last, recommended) if self.mark is None else (self.mark - 1, self.mark + 1)
        marks = {"up": up, "down": down, "home": 0, "pageup": 0, "end": last, "pagedown": last}
        is_short = len(self.options) <= _FEW_OPTIONS  # then a page is the plan's
        if key not in marks or (is_short and key in ("pageup", "pagedown")):
            return None
        self.mark = max(0, min(last, marks[key]))
        return Reply(interview)

    def _type(self, interview: Interview, press: KeyPress) -> Reply | None:
        before = self.field.text
        if not self.field.press(*press):
            return None
        return Reply(interview) if self.field.text == before else self._answer_field(interview)

    def _insert(self, interview: Interview, text: str) -> Reply:
        """Insert text into the field, and say so when several lines became one."""
        lines = self.field.insert(text)
        reply = self._answer_field(interview)
        return replace(reply, notice=joined_notice(lines)) if lines > 1 and not reply.notice else reply


def choice_options(question: Question, answer: Answer | Unanswered = OPEN) -> tuple[ChoiceOption, ...]:
    """Return the rows of a choice, the one for the user's own answer last.

    Where only options count, what is chosen and no option any more has a row too, so that it is seen.
    """
    if question.kind == "yesno":
        return tuple(
            ChoiceOption(word, word == "Yes", is_recommended=_is_recommended(question, word)) for word in ("Yes", "No")
        )
    options = tuple(
        ChoiceOption(
            option.label,
            option.value,
            option.help,
            is_recommended=option.value == question.recommended,
            is_required=option.required and question.requires_some_options,
        )
        for option in question.options
    )
    if question.other:
        return (*options, ChoiceOption(_OTHER_NAME, None))
    known = {option.value for option in question.options}
    chosen = answer if is_list(answer) else (answer,)
    gone = (text for text in chosen if isinstance(text, str) and text not in known)
    return (*options, *(ChoiceOption(text, text, "no longer one of the options") for text in gone))


def digit_index(key: str, count: int) -> int | None:
    """Return the index that a digit key picks among `count` rows, or None."""
    return int(key) - 1 if key in "123456789" and len(key) == 1 and int(key) <= count else None


def _padded_signs(question: Question) -> tuple[str, str]:
    """Return the signs of an option that is not chosen and of one that is, both as wide as the wider and a gap."""
    glyphs = terminal_glyphs()
    signs = (glyphs.box, glyphs.ticked) if question.kind == "choices" else (glyphs.choice, glyphs.chosen)
    width = max(map(len, signs)) + 2
    return signs[0].ljust(width), signs[1].ljust(width)


def _option_rows(option: ChoiceOption, state: OptionState, space: Space) -> list[ControlRow]:
    """Return the rows of one option; in a short pane only the marked one shows its help."""
    width = space.text_width - state.indent
    name_ink: Ink = "bold" if state.is_chosen else "ink"
    first, *more = wrap_text(option.name, width - 3)
    sign = RowSegment(state.sign, "accent" if state.is_chosen else "soft")
    quick_key = (RowSegment(state.quick_key, "faint"),)
    below: list[tuple[RowSegment, ...]] = [(RowSegment(line, name_ink),) for line in more]
    if state.is_marked or not space.is_short:
        below += _help_lines(option, width)
    lead = RowSegment(" " * state.indent)
    heading = spread((sign, RowSegment(first, name_ink)), quick_key, space.text_width)
    lines = [heading, *((lead, *line) for line in below)]
    row = ControlRow((), "mark", space.bar) if state.is_marked else ControlRow()
    return [replace(row, segments=segments).leads_to((state.index,), space.width) for segments in lines]


def _field_rows(field: TextField, state: OptionState, space: Space) -> list[ControlRow]:
    """Return the rows of the user's own answer: a field while it is marked, else its text."""
    width = space.text_width - state.indent
    lead = RowSegment(" " * state.indent)
    target = ClickTarget(0, space.width, (state.index,), text_from=MARGIN + state.indent)
    if not state.is_marked:
        texts = [] if field.is_blank else wrap_text(field.text, width)[:_MAX_FIELD_LINES]
        return [ControlRow((lead, RowSegment(text)), targets=(target,)) for text in texts]
    rows = [
        ControlRow((lead, *segments), "paper", space.bar, (replace(target, line=line),))
        for line, segments in enumerate(field.draw(width, _MAX_FIELD_LINES, "Type it here"))
    ]
    above, below = (
        [ControlRow(spread((), count, space.text_width), "paper", space.bar)]
        if field.scrolls(width, _MAX_FIELD_LINES)
        else []
        for count in field.omitted_lines()
    )
    return [*above, *rows, *below]


def _help_lines(option: ChoiceOption, width: int) -> list[tuple[RowSegment, ...]]:
    word, ink = ("recommended", "accent") if option.is_recommended else ("required", "faint")
    if not option.is_recommended and not option.is_required:
        return [(RowSegment(line, "soft"),) for line in wrap_text(option.help, width)] if option.help else []
    if not option.help:
        return [(RowSegment(word, ink),)]
    whole = wrap_text("x" * len(word) + "  " + option.help, width)
    first = whole[0][len(word) :]
    return [
        (RowSegment(word, ink), RowSegment(first, "soft")),
        *((RowSegment(line, "soft"),) for line in whole[1:]),
    ]


def _is_recommended(question: Question, word: str) -> bool:
    return (question.recommended or "").lower() == word.lower()
