"""The control for any number of several options."""

from __future__ import annotations

from screens.appearance.glyphs import terminal_glyphs
from screens.controls.control import KeyPress, Reply, footer_key
from screens.controls.options import ChoiceControl, ChoiceOption, choice_options, digit_index
from screens.controls.rows import RowSegment
from screens.controls.text_input.paste import parse_items, rejected_notice
from screens.controls.text_input.text_field import TextField
from screens.widgets.footer import KeyHint
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, AnswerPath, is_list


class MultipleChoice(ChoiceControl):
    """Options with boxes; space or a digit ticks, Enter goes on. The last row may take an answer of the user's own."""

    def __init__(self, interview: Interview, path: AnswerPath) -> None:
        super().__init__(interview, path)
        self.mark = 0
        self._show_own_answers(interview)

    def press(self, interview: Interview, press: KeyPress) -> Reply | None:
        if press.key == "enter":
            return Reply(interview, goes_on=True)
        if press.key == "ctrl+a" and not (self.is_typing and self.field.text):
            return self._toggle_all(interview)
        if self.is_typing and press.key not in ("up", "down"):
            return self._type(interview, press)
        ticked = self.mark if press.key == "space" and self.options else digit_index(press.key, len(self.options))
        if ticked is not None:
            return self._pick(interview, ticked)
        return self._move_mark(interview, press.key)

    def paste(self, interview: Interview, text: str) -> Reply:
        """Tick the options that lines name; other lines become the user's own answers, where those are allowed."""
        by_name = {option.name.casefold(): str(option.answer) for option in self.options if option.answer is not None}
        lines = [str(line) for line in parse_items(text, with_boxes=False)]
        own = [line for line in lines if line.casefold() not in by_name]
        if own and not self.question.other:
            return Reply(interview, notice=rejected_notice("This question only accepts the listed options."))
        if own and len(lines) == 1:
            self.mark = len(self.options) - 1
            self.field.insert(text)
            return self._answer_field(interview)
        return self._add_answers(interview, [by_name.get(line.casefold(), line) for line in lines])

    def keys(self, interview: Interview) -> tuple[KeyHint, ...]:
        moving = footer_key("↑↓", "move", "down")
        if self.is_typing:
            return (footer_key("enter", "next"), moving)
        return (footer_key("enter", "next"), footer_key("space", "choose"), moving, footer_key("^A", "all", "ctrl+a"))

    def hints(self, interview: Interview) -> tuple[tuple[RowSegment, ...], ...]:
        problem = interview.problem(self.path)
        if problem is not None and _chosen_values(interview, self.path):
            return ((RowSegment(f"{terminal_glyphs().invalid} ", "error-bold"), RowSegment(problem.message, "error")),)
        count = len(self.options) - (self.question.other and self.field.is_blank)
        return ((RowSegment(f"{len(_chosen_values(interview, self.path))} of {count} chosen"),),)

    def _chosen_indexes(self, interview: Interview) -> frozenset[int]:
        chosen = frozenset(_chosen_values(interview, self.path))
        return frozenset(
            index
            for index, option in enumerate(self.options)
            if (not self.field.is_blank if self._is_other(index) else option.answer in chosen)
        )

    def _show_own_answers(self, interview: Interview) -> None:
        """Show the answers that are no option: the last one in the field, others as options of their own."""
        chosen = _chosen_values(interview, self.path)
        known = choice_options(self.question, interview.answer_at(self.path))
        offered = {option.answer for option in known if isinstance(option.answer, str)}
        own = [text for text in chosen if text not in offered]
        # Answers from a file may hold several of their own; one is in the field, the others stand as options.
        extra = tuple(ChoiceOption(text, text) for text in own[:-1]) if self.question.other else ()
        self.options = (*known[:-1], *extra, known[-1]) if extra else known
        self.field = TextField.of(own[-1] if own and self.question.other else "")

    def _ticked_values(self, interview: Interview) -> tuple[str, ...]:
        """Return the chosen options, without the user's own answer in the field."""
        chosen = frozenset(_chosen_values(interview, self.path))
        return tuple(
            str(option.answer) for option in self.options if option.answer is not None and option.answer in chosen
        )

    def _pick(self, interview: Interview, index: int) -> Reply:
        self.mark = index
        if self._is_other(index):
            return Reply(interview)
        option = str(self.options[index].answer)
        ticked = self._ticked_values(interview)
        after = tuple(text for text in ticked if text != option) if option in ticked else (*ticked, option)
        return self._answer(interview, after)

    def _toggle_all(self, interview: Interview) -> Reply:
        ticked, offered = self._ticked_values(interview), {option.value for option in self.question.options}
        every = tuple(
            text for text in (option.answer for option in self.options)
            if isinstance(text, str) and (text in offered or text in ticked or self.question.other)
        )  # fmt: skip
        return self._answer(interview, () if set(every) <= set(ticked) else every)

    def _answer_field(self, interview: Interview) -> Reply:
        return self._answer(interview, self._ticked_values(interview))

    def _answer(self, interview: Interview, ticked: tuple[str, ...]) -> Reply:
        """Answer with these options, in the question's order, and the field's text."""
        wanted = frozenset(ticked)
        chosen: list[Answer] = [option.answer for option in self.options if option.answer in wanted]
        own = self.field.text
        if not self.field.is_blank and own not in chosen:
            chosen.append(own)
        if not chosen:
            return Reply(interview.reopen(self.path))
        try:
            return Reply(interview.choose(self.path, tuple(chosen)))
        except InvalidAnswer as problem:
            return Reply(interview, notice=problem.message)

    def _add_answers(self, interview: Interview, more: list[str]) -> Reply:
        """Add answers to those already chosen."""
        chosen = dict.fromkeys((*_chosen_values(interview, self.path), *more))
        known = dict.fromkeys(option.value for option in self.question.options if option.value in chosen)
        answer = (*known, *(text for text in chosen if text not in known))
        try:
            after = interview.answer(self.path, answer) if answer else interview
        except InvalidAnswer as problem:
            return Reply(interview, notice=rejected_notice(problem.message))
        self._show_own_answers(after)
        count = len(chosen) - len(_chosen_values(interview, self.path))
        return Reply(after, notice=f"{count} more chosen. Ctrl+Z undoes it." if count else "")


def _chosen_values(interview: Interview, path: AnswerPath) -> tuple[str, ...]:
    answer = interview.answer_at(path)
    return tuple(str(item) for item in answer) if answer is not OPEN and is_list(answer) else ()
