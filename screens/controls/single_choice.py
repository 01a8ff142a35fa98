"""The control for one of several options, and for yes or no."""

from __future__ import annotations

from screens.controls.control import KeyPress, Reply, footer_key
from screens.controls.options import ChoiceControl, digit_index
from screens.controls.rows import RowSegment
from screens.controls.text_input.paste import rejected_notice
from screens.controls.text_input.text_field import TextField
from screens.widgets.footer import KeyHint
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered


class SingleChoice(ChoiceControl):
    """Options with a mark; a digit or space picks, Enter picks the marked one and goes on.

    A question that nobody has touched has no mark, so that Enter passes it unanswered.
    """

    def __init__(self, interview: Interview, path: AnswerPath) -> None:
        super().__init__(interview, path)
        answer = interview.answer_at(path)
        self.mark = self._index_of(interview.default_of(path) if answer is OPEN else answer)
        text = answer if isinstance(answer, str) and self.is_typing else ""
        self.field = TextField.of(text, interview.cursor or None)

    def press(self, interview: Interview, press: KeyPress) -> Reply | None:
        if self.is_typing and press.key not in ("enter", "up", "down"):
            return self._type(interview, press)
        if (moved := self._move_mark(interview, press.key)) is not None:
            return moved
        picked = digit_index(press.key, len(self.options))
        if picked is not None:
            return self._pick(interview, picked)
        match press.key:
            case "space":
                return Reply(interview) if self.mark is None else self._pick(interview, self.mark)
            case "enter":
                return self._go_on(interview)
            case "delete" | "backspace":
                self.mark = None
                return Reply(interview.reopen(self.path))
            case _:
                return self._mark_by_letter(interview, press.character)

    def _pick(self, interview: Interview, index: int) -> Reply:
        """Answer with one option; on the row for the user's own answer, with the field's text."""
        self.mark = index
        if self._is_other(index):
            return Reply(interview) if self.field.is_blank else self._answer_field(interview)
        return Reply(interview.answer(self.path, self.options[index].answer))

    def paste(self, interview: Interview, text: str) -> Reply:
        wanted = text.strip().casefold()
        for index, option in enumerate(self.options):
            if option.name.casefold() == wanted and not self._is_other(index) and not self.is_typing:
                return self._pick(interview, index)
        if not self.question.other:
            return Reply(interview, notice=rejected_notice("This question only accepts the listed options."))
        self.mark = len(self.options) - 1
        return self._insert(interview, text)

    def keys(self, interview: Interview) -> tuple[KeyHint, ...]:
        chosen = self._index_of(interview.answer_at(self.path))
        chooses = self.mark is not None and self.mark != chosen and not self._is_other(self.mark)
        enter = footer_key("enter", "choose" if chooses else "next")
        if self.is_typing:
            return (enter, footer_key("↑↓", "move", "up"))
        if not self.options:
            return (enter,)
        digits = KeyHint(f"1-{min(len(self.options), 9)}", "pick")
        return (enter, footer_key("↑↓", "move", "down"), digits)

    def hints(self, interview: Interview) -> tuple[tuple[RowSegment, ...], ...]:
        return ()

    def _chosen_indexes(self, interview: Interview) -> tuple[int, ...]:
        index = self._index_of(interview.answer_at(self.path))
        return () if index is None else (index,)

    def _index_of(self, answer: Answer | Unanswered) -> int | None:
        if answer is OPEN or answer is None:
            return None
        known = (index for index, option in enumerate(self.options) if option.answer == answer)
        return next(known, len(self.options) - 1 if self.question.other else None)

    def _mark_by_letter(self, interview: Interview, character: str | None) -> Reply | None:
        """Mark the next option that begins with a letter; yes and no are picked at once."""
        if character is None or not character.isalpha() or not self.options:
            return None
        count = len(self.options)
        start = -1 if self.mark is None else self.mark
        for index in ((start + step) % count for step in range(1, count + 1)):
            if self.options[index].name[:1].casefold() == character.casefold():
                self.mark = index
                return self._pick(interview, index) if self.question.kind == "yesno" else Reply(interview)
        return Reply(interview)

    def _answer_field(self, interview: Interview) -> Reply:
        """Answer with the field's text, or with the option that it names in any case."""
        written = self.field.text.strip().casefold()
        named = (option.value for option in self.question.options if option.value.casefold() == written)
        return Reply(interview.answer(self.path, next(named, self.field.text)))

    def _go_on(self, interview: Interview) -> Reply:
        after = interview if self.mark is None else self._pick(interview, self.mark).interview
        return Reply(after, goes_on=True)
