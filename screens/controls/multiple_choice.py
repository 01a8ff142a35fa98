"""The control for any number of several options."""

from __future__ import annotations

from msgspec.structs import replace

from screens.appearance.glyphs import signs
from screens.controls.control import Drawn, Press, Reply, key
from screens.controls.options import Look, Offer, digit_of, gap, indent_of, offers_of, option_rows
from screens.controls.rows import Piece, Room, Row, Spot
from screens.controls.text_input.paste import as_items, joined_lines, nothing_taken
from screens.controls.text_input.text_field import Field
from screens.widgets.footer import Key
from wizard.errors import AnswerError
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, Path, is_list


class Choices:
    """Options with boxes; space or a digit ticks, Enter goes on. The last row may take an answer of the user's own."""

    def __init__(self, interview: Interview, path: Path) -> None:
        self.path = path
        self.question = interview.question(path)
        self.offers: tuple[Offer, ...] = ()
        self.field = Field.holding("")
        self.mark = 0
        self._show_own(interview)

    def draw(self, interview: Interview, room: Room) -> Drawn:
        chosen = _chosen(interview, self.path)
        indent = indent_of(self.question)
        rows: list[Row] = []
        first = last = 0
        for index, offer in enumerate(self.offers):
            look = self._look(index, chosen)
            rows += gap(self.offers, room) if index else []
            start = len(rows)
            rows += option_rows(offer, look, index, room, indent, self.field if self._is_other(index) else None)
            if look.is_marked:
                first, last = start, len(rows) - 1
        return Drawn(tuple(rows), first, last)

    def press(self, interview: Interview, press: Press) -> Reply | None:
        if press.key == "enter":
            return Reply(interview, goes_on=True)
        if press.key == "ctrl+a":
            return self._all(interview)
        if self.is_typing and press.key not in ("up", "down"):
            before = self.field.text
            if not self.field.press(*press):
                return None
            return Reply(interview) if self.field.text == before else self._give(interview, self._ticked(interview))
        ticked = self.mark if press.key == "space" else digit_of(press.key, len(self.offers))
        if ticked is not None:
            return self._tick(interview, ticked)
        return self._move(interview, press.key)

    def paste(self, interview: Interview, text: str) -> Reply:
        """A line that names an option ticks it; the others are the user's own, where that is welcome."""
        by_name = {offer.name.casefold(): str(offer.answer) for offer in self.offers if offer.answer is not None}
        lines = [str(line) for line in as_items(text, with_boxes=False)]
        own = [line for line in lines if line.casefold() not in by_name]
        if own and not self.question.other:
            return Reply(interview, said=nothing_taken("This takes only its options."))
        if own and len(lines) == 1:
            self.mark = len(self.offers) - 1
            self.field.insert(text)
            return self._give(interview, self._ticked(interview))
        return self._give_more(interview, [by_name.get(line.casefold(), line) for line in lines])

    def point(self, interview: Interview, spot: Spot, column: int, *, extends: bool) -> Reply:
        index = int(spot.within[0])
        if extends:
            return Reply(interview)
        if self._is_other(index):
            self.mark = index
            self.field.point(spot.line, column)
            return Reply(interview)
        return self._tick(interview, index)

    def text(self, interview: Interview) -> str | None:
        return self.field.text if self.is_typing else None

    def replace(self, interview: Interview, text: str) -> Reply:
        self.field = Field.holding("")
        lines = self.field.insert(text)
        given = self._give(interview, self._ticked(interview))
        return replace(given, said=joined_lines(lines)) if lines > 1 and not given.said else given

    def keys(self, interview: Interview) -> tuple[Key, ...]:
        moving = key("↑↓", "move", "down")
        if self.is_typing:
            return (key("enter", "next"), moving)
        return (key("enter", "next"), key("space", "choose"), moving, key("^A", "all", "ctrl+a"))

    def note(self, interview: Interview) -> tuple[tuple[Piece, ...], ...]:
        problem = interview.problem(self.path)
        if problem is not None and _chosen(interview, self.path):
            return ((Piece(f"{signs().invalid} ", "error-bold"), Piece(problem.message, "error")),)
        count = len(self.offers) - (self.question.other and self.field.is_blank)
        return ((Piece(f"{len(_chosen(interview, self.path))} of {count} chosen"),),)

    @property
    def here(self) -> Path:
        return self.path

    @property
    def selected(self) -> str:
        return self.field.typed.selected if self.is_typing else ""

    @property
    def is_typing(self) -> bool:
        return self._is_other(self.mark)

    def _show_own(self, interview: Interview) -> None:
        """Put what is chosen beside the options where it can be seen."""
        chosen = _chosen(interview, self.path)
        known = offers_of(self.question)
        offered = {offer.answer for offer in known if isinstance(offer.answer, str)}
        own = [text for text in chosen if text not in offered]
        # Answers from a file may hold several of their own; one is in the field, the others stand as options.
        extra = tuple(Offer(text, text) for text in own[:-1]) if self.question.other else ()
        self.offers = (*known[:-1], *extra, known[-1]) if extra else known
        self.field = Field.holding(own[-1] if own and self.question.other else "")

    def _is_other(self, index: int) -> bool:
        return self.question.other and index == len(self.offers) - 1

    def _look(self, index: int, chosen: tuple[str, ...]) -> Look:
        offer = self.offers[index]
        is_chosen = not self.field.is_blank if self._is_other(index) else offer.answer in chosen
        sign = signs().ticked if is_chosen else signs().box
        return Look(sign, is_chosen, index == self.mark, str(index + 1) if index < 9 else "")

    def _ticked(self, interview: Interview) -> tuple[str, ...]:
        """The options that are chosen, what is written beside them apart."""
        chosen = _chosen(interview, self.path)
        return tuple(str(offer.answer) for offer in self.offers if offer.answer is not None and offer.answer in chosen)

    def _tick(self, interview: Interview, index: int) -> Reply:
        self.mark = index
        if self._is_other(index):
            return Reply(interview)
        option = str(self.offers[index].answer)
        ticked = self._ticked(interview)
        after = tuple(text for text in ticked if text != option) if option in ticked else (*ticked, option)
        return self._give(interview, after)

    def _all(self, interview: Interview) -> Reply:
        every = tuple(str(offer.answer) for offer in self.offers if offer.answer is not None)
        return self._give(interview, () if set(every) <= set(self._ticked(interview)) else every)

    def _give(self, interview: Interview, ticked: tuple[str, ...]) -> Reply:
        """The interview with these options in their order, and what is written, as the answer."""
        order: list[Answer] = [offer.answer for offer in self.offers]
        chosen = sorted(ticked, key=order.index)
        own = self.field.text
        if not self.field.is_blank and own not in chosen:
            chosen.append(own)
        if not chosen:
            return Reply(interview.reopen(self.path))
        try:
            return Reply(interview.answer(self.path, tuple(chosen)))
        except AnswerError as problem:
            return Reply(interview, said=problem.message)

    def _give_more(self, interview: Interview, more: list[str]) -> Reply:
        """The interview with more answers beside those that there are."""
        chosen = dict.fromkeys((*_chosen(interview, self.path), *more))
        known = [option.value for option in self.question.options if option.value in chosen]
        answer = (*known, *(text for text in chosen if text not in known))
        try:
            after = interview.answer(self.path, answer) if answer else interview
        except AnswerError as problem:
            return Reply(interview, said=nothing_taken(problem.message))
        self._show_own(after)
        count = len(chosen) - len(_chosen(interview, self.path))
        return Reply(after, said=f"{count} more chosen. ^Z takes that back." if count else "")

    def _move(self, interview: Interview, key: str) -> Reply | None:
        last = len(self.offers) - 1
        steps = {"up": self.mark - 1, "down": self.mark + 1, "home": 0, "pageup": 0, "end": last, "pagedown": last}
        if key not in steps:
            return None
        self.mark = max(0, min(last, steps[key]))
        return Reply(interview)


def _chosen(interview: Interview, path: Path) -> tuple[str, ...]:
    answer = interview.answer_at(path)
    return tuple(str(item) for item in answer) if answer is not OPEN and is_list(answer) else ()
