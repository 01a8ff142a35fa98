"""The control for one of several options, and for yes or no."""

from __future__ import annotations

from msgspec.structs import replace

from screens.appearance.glyphs import terminal_glyphs
from screens.controls.control import DrawnControl, KeyPress, Reply, footer_key
from screens.controls.options import OptionState, choice_options, digit_index, label_indent, option_gap, option_rows
from screens.controls.rows import ClickTarget, ControlRow, RowSegment, Space
from screens.controls.text_input.paste import joined_notice, rejected_notice
from screens.controls.text_input.text_field import TextField
from screens.widgets.footer import KeyHint
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered


class SingleChoice:
    """Options with a mark; a digit or space picks, Enter picks the marked one and goes on.

    A question that nobody has touched has no mark, so that Enter passes it unanswered.
    """

    def __init__(self, interview: Interview, path: AnswerPath) -> None:
        self.path = path
        self.question = interview.question(path)
        self.options = choice_options(self.question)
        given = interview.answer_at(path)
        shown = interview.default_of(path) if given is OPEN else given
        self.mark = self._index_of(shown)
        own = isinstance(given, str) and self.mark is not None and self._is_other(self.mark)
        self.field = TextField.of(given if own and isinstance(given, str) else "", interview.cursor or None)

    def draw(self, interview: Interview, space: Space) -> DrawnControl:
        chosen = self._index_of(interview.answer_at(self.path))
        indent = label_indent(self.question)
        rows: list[ControlRow] = []
        first = last = 0
        for index, option in enumerate(self.options):
            state = self._state_of(index, chosen)
            field = self.field if self._is_other(index) else None
            rows += option_gap(self.options, space) if index else []
            start = len(rows)
            rows += option_rows(option, state, index, space, indent, field)
            if state.is_marked:
                first, last = start, len(rows) - 1
        return DrawnControl(tuple(rows), first, last)

    def press(self, interview: Interview, press: KeyPress) -> Reply | None:
        if self.is_typing and press.key not in ("enter", "up", "down"):
            return self._type(interview, press)
        if press.key in ("up", "down", "home", "end", "pageup", "pagedown"):
            return self._move_mark(interview, press.key)
        picked = digit_index(press.key, len(self.options))
        if picked is not None:
            return self.pick(interview, picked)
        match press.key:
            case "space":
                return Reply(interview) if self.mark is None else self.pick(interview, self.mark)
            case "enter":
                return self._go_on(interview)
            case "delete" | "backspace":
                self.mark = None
                return Reply(interview.reopen(self.path))
            case _:
                return self._mark_by_letter(interview, press.character)

    def pick(self, interview: Interview, index: int) -> Reply:
        """Answer with one option; on the row for the user's own answer, with the field's text."""
        self.mark = index
        if self._is_other(index):
            return Reply(interview if self.field.is_blank else interview.answer(self.path, self.field.text))
        return Reply(interview.answer(self.path, self.options[index].answer))

    def paste(self, interview: Interview, text: str) -> Reply:
        wanted = text.strip().casefold()
        for index, option in enumerate(self.options):
            if option.name.casefold() == wanted and not self._is_other(index) and not self.is_typing:
                return self.pick(interview, index)
        if not self.question.other:
            return Reply(interview, notice=rejected_notice("This takes one of its options."))
        self.mark = len(self.options) - 1
        return self._insert(interview, text)

    def point(self, interview: Interview, target: ClickTarget, column: int, *, extends: bool) -> Reply:
        index = int(target.within[0])
        if self._is_other(index):
            self.field.point(target.line, column, extends=extends)
        return Reply(interview) if extends else self.pick(interview, index)

    def text(self, interview: Interview) -> str | None:
        return self.field.text if self.is_typing else None

    def replace(self, interview: Interview, text: str) -> Reply:
        self.field = TextField.of("")
        return self._insert(interview, text)

    def keys(self, interview: Interview) -> tuple[KeyHint, ...]:
        chosen = self._index_of(interview.answer_at(self.path))
        chooses = self.mark is not None and self.mark != chosen and not self._is_other(self.mark)
        enter = footer_key("enter", "choose" if chooses else "next")
        if self.is_typing:
            return (enter, footer_key("↑↓", "move", "up"))
        digits = KeyHint(f"1-{min(len(self.options), 9)}", "pick")
        return (enter, footer_key("↑↓", "move", "down"), digits)

    def hints(self, interview: Interview) -> tuple[tuple[RowSegment, ...], ...]:
        return ()

    @property
    def cursor_path(self) -> AnswerPath:
        return self.path

    @property
    def selected_text(self) -> str:
        return self.field.buffer.selected_text if self.is_typing else ""

    @property
    def is_typing(self) -> bool:
        return self.mark is not None and self._is_other(self.mark)

    def _is_other(self, index: int) -> bool:
        return self.question.other and index == len(self.options) - 1

    def _index_of(self, answer: Answer | Unanswered) -> int | None:
        if answer is OPEN or answer is None:
            return None
        known = (index for index, option in enumerate(self.options) if option.answer == answer)
        return next(known, len(self.options) - 1 if self.question.other else None)

    def _state_of(self, index: int, chosen: int | None) -> OptionState:
        sign = terminal_glyphs().chosen if index == chosen else terminal_glyphs().choice
        return OptionState(sign, index == chosen, index == self.mark, str(index + 1) if index < 9 else "")

    def _move_mark(self, interview: Interview, key: str) -> Reply:
        last = len(self.options) - 1
        start = next((index for index, option in enumerate(self.options) if option.is_recommended), 0)
        match key:
            case "home" | "pageup":
                self.mark = 0
            case "end" | "pagedown":
                self.mark = last
            case _ if self.mark is None:
                self.mark = start if key == "down" else last
            case _:
                self.mark = max(0, min(last, self.mark + (1 if key == "down" else -1)))
        return Reply(interview)

    def _mark_by_letter(self, interview: Interview, character: str | None) -> Reply | None:
        """Mark the next option that begins with a letter; yes and no are picked at once."""
        if character is None or not character.isalpha():
            return None
        count = len(self.options)
        start = -1 if self.mark is None else self.mark
        for index in ((start + step) % count for step in range(1, count + 1)):
            if self.options[index].name[:1].casefold() == character.casefold():
                self.mark = index
                return self.pick(interview, index) if self.question.kind == "yesno" else Reply(interview)
        return Reply(interview)

    def _type(self, interview: Interview, press: KeyPress) -> Reply | None:
        before = self.field.text
        if not self.field.press(*press):
            return None
        return self._answer_field(interview) if self.field.text != before else Reply(interview)

    def _answer_field(self, interview: Interview) -> Reply:
        """Answer with the field's text."""
        return Reply(interview.answer(self.path, self.field.text))

    def _insert(self, interview: Interview, text: str) -> Reply:
        """Insert text into the field, and say so when several lines became one."""
        lines = self.field.insert(text)
        return replace(self._answer_field(interview), notice=joined_notice(lines) if lines > 1 else "")

    def _go_on(self, interview: Interview) -> Reply:
        after = interview if self.mark is None else self.pick(interview, self.mark).interview
        return Reply(after, goes_on=True)
