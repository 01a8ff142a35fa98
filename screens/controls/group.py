"""The control for a group: its items with how they stand; each one opens."""

from __future__ import annotations

from screens.appearance.glyphs import signs
from screens.controls.control import Drawn, Press, Reply, key, with_article
from screens.controls.rows import BLANK, Ink, Piece, Room, Row, Spot, around, flowing, not_drawn
from screens.controls.text_input.paste import lines_of, pasted_lines
from screens.controls.text_input.typed_answer import with_rows
from screens.widgets.footer import Key
from wizard.errors import AnswerError
from wizard.interview.interview import Interview, State
from wizard.model.answers import OPEN, Path, is_list, is_mapping
from wizard.model.template import Question
from wizard.text import plural


class Group:
    """A row for every item, its state in words below; Enter opens the marked one, `a` adds."""

    def __init__(self, interview: Interview, path: Path) -> None:
        self.path = path
        self.question = interview.question(path)
        row = interview.within[0] if interview.within else 0
        self.index = min(int(row), self._count(interview)) if isinstance(row, int) else 0

    def draw(self, interview: Interview, room: Room) -> Drawn:
        count = self._count(interview)
        indent = len(str(max(count, 1))) + 2
        drawn = around(self.index, count)
        rows = not_drawn(drawn.start)
        first = last = 0
        for index in drawn:
            rows += [BLANK] if rows and not room.is_short else []
            start = len(rows)
            rows += self._item(interview, index, indent, room)
            if index == self.index:
                first, last = start, len(rows) - 1
        rows += not_drawn(count - drawn.stop)
        if self._has_room(interview):
            rows += [BLANK] if count and not room.is_short else []
            like = Row((), "mark", room.bar) if self.index == count else Row()
            pieces = (Piece("+".ljust(indent), "accent"), Piece(self._adds(), "ink" if self.index == count else "soft"))
            rows.append(Row(pieces, like.ground, like.bar).leads_to((count,), room.width))
            if self.index == count:
                first = last = len(rows) - 1
        return Drawn(tuple(rows), first, last)

    def _item(self, interview: Interview, index: int, indent: int, room: Room) -> list[Row]:
        is_here = index == self.index
        like = Row((), "mark", room.bar) if is_here else Row()
        path = (*self.path, index)
        name = item_name(interview, path)
        ink: Ink = "bold" if is_here and name else "ink" if name else "example"
        first = self.question.questions[0].short.lower() if self.question.questions else "name"
        names = flowing((Piece(name or f"No {first} yet", ink),), room.text_width - indent)
        lead = [Piece(str(index + 1).ljust(indent), "faint"), *[Piece(" " * indent)] * (len(names) - 1)]
        lines = [(before, *pieces) for before, pieces in zip(lead, names, strict=True)]
        if is_here or not room.is_short or room.height >= 12:
            state, words = item_standing(interview, path)
            said = (Piece(f"{signs().of(state)} ", INKS[state]), Piece(words, "soft"))
            lines += [(Piece(" " * indent), *pieces) for pieces in flowing(said, room.text_width - indent)]
        return [Row(pieces, like.ground, like.bar).leads_to((index,), room.width) for pieces in lines]

    def press(self, interview: Interview, press: Press) -> Reply | None:
        count = self._count(interview)
        exists = self.index < count
        match press.key:
            case "enter":
                return self._open(interview, self.index) if exists else self._add(interview)
            case "a" | "A" | "plus":
                return self._add(interview)
            case "up" | "down" | "pageup" | "pagedown" | "home" | "end":
                return self._mark(interview, press.key)
            case "alt+up" | "alt+down" if exists:
                return self._move(interview, -1 if press.key == "alt+up" else 1)
            case "ctrl+d" if exists:
                return self._duplicate(interview)
            case "ctrl+k" | "delete" if exists:
                return self._to(interview.remove_item(self.path, self.index), self.index)
            case _ if press.key in "123456789" and int(press.key) <= count:
                return self._to(interview, int(press.key) - 1)
            case _:
                return None

    def paste(self, interview: Interview, text: str) -> Reply:
        rows = [(line,) for line in lines_of(text)]
        at = self._count(interview)
        if not rows:
            return Reply(interview)
        try:
            after = with_rows(interview, self.path, at, self.question.questions, rows)
        except AnswerError as problem:
            return Reply(interview, said=f"{problem.message} Nothing of the {len(rows)} lines was taken.")
        said = pasted_lines(len(rows), self.question.item)
        return Reply(self._to(after, at + len(rows) - 1).interview, said=said)

    def point(self, interview: Interview, spot: Spot, column: int, *, extends: bool) -> Reply:
        index = int(spot.within[0])
        if extends:
            return Reply(interview)
        return self._open(interview, index) if index < self._count(interview) else self._add(interview)

    def text(self, interview: Interview) -> str | None:
        return None

    def replace(self, interview: Interview, text: str) -> Reply:
        return Reply(interview)

    def keys(self, interview: Interview) -> tuple[Key, ...]:
        if self.index >= self._count(interview):
            return (key("enter", f"add {with_article(self.question.item)}"), key("tab", "next"))
        return (
            key("enter", "open"),
            key("A", "add", "a"),
            key("tab", "next"),
            key("alt+↑↓", "move", "alt+down"),
            key("^D", "duplicate", "ctrl+d"),
            key("^K", "remove", "ctrl+k"),
        )

    def note(self, interview: Interview) -> tuple[tuple[Piece, ...], ...]:
        return ()

    @property
    def here(self) -> Path:
        return (*self.path, self.index)

    @property
    def selected(self) -> str:
        return ""

    @property
    def is_typing(self) -> bool:
        return False

    def _count(self, interview: Interview) -> int:
        answer = interview.answer_at(self.path)
        return len(answer) if is_list(answer) else 0

    def _has_room(self, interview: Interview) -> bool:
        return self.question.max is None or self._count(interview) < self.question.max

    def _adds(self) -> str:
        return f"Add {with_article(self.question.item)}"

    def _to(self, interview: Interview, index: int) -> Reply:
        last = self._count(interview) - (0 if self._has_room(interview) else 1)
        self.index = max(0, min(index, last))
        return Reply(interview.move_within((self.index,), 0))

    def _mark(self, interview: Interview, key: str) -> Reply:
        steps = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "home": -1_000_000, "end": 1_000_000}
        return self._to(interview, self.index + steps[key])

    def _open(self, interview: Interview, index: int) -> Reply:
        """The first question of an item."""
        for inner in self.question.questions:
            place = (*self.path, index, inner.id)
            if interview.is_asked(place):
                return Reply(interview.go_to(place))
        return Reply(interview)

    def _add(self, interview: Interview) -> Reply:
        try:
            added = interview.add_item(self.path)
        except AnswerError as problem:
            return Reply(interview, said=problem.message)
        return self._open(added, self._count(added) - 1)

    def _move(self, interview: Interview, by: int) -> Reply:
        if not 0 <= self.index + by < self._count(interview):
            return Reply(interview)
        return self._to(interview.move_item(self.path, self.index, by), self.index + by)

    def _duplicate(self, interview: Interview) -> Reply:
        try:
            return self._to(interview.duplicate_item(self.path, self.index), self.index + 1)
        except AnswerError as problem:
            return Reply(interview, said=problem.message)


INKS: dict[State, Ink] = {
    "answered": "success",
    "required": "warning",
    "invalid": "error-bold",
    "open": "faint",
    "left_out": "faint",
    "skipped": "faint",
}
"""How the sign of a state is written."""


def item_name(interview: Interview, path: Path) -> str:
    """What an item is called: its first answer, on one line; empty while there is none."""
    item = interview.answer_at(path)
    for inner in interview.question(path).questions:
        answer = item.get(inner.id, OPEN) if is_mapping(item) else OPEN
        if isinstance(answer, str) and answer.strip():
            return " ".join(answer.split())
    return ""


def item_standing(interview: Interview, path: Path) -> tuple[State, str]:
    """The state that needs the most, and words: `4 tasks, the test is required`, `all answered`, `empty`."""
    questions = interview.question(path).questions
    states: dict[str, State] = {
        question.id: interview.state((*path, question.id))
        for question in questions
        if interview.is_asked((*path, question.id))
    }
    counted = _counted(interview, path, questions)
    if all(state in ("open", "required") for state in states.values()):
        return "open", "empty"
    worst, words = _worst(questions, states)
    return worst, ", ".join([*counted, words])


def _counted(interview: Interview, path: Path, questions: tuple[Question, ...]) -> list[str]:
    """`4 tasks`, for the first question that holds several."""
    for question in questions:
        answer = interview.answer_at((*path, question.id))
        if is_list(answer) and answer:
            return [f"{len(answer)} {plural(question.item, len(answer))}"]
    return []


def _worst(questions: tuple[Question, ...], states: dict[str, State]) -> tuple[State, str]:
    short = {question.id: question.short.lower() for question in questions}
    for state, word in (("invalid", "is not valid yet"), ("required", "is required")):
        wanting = [short[id] for id, at in states.items() if at == state]
        if wanting:
            words = f"the {wanting[0]} {word}" if len(wanting) == 1 else f"{len(wanting)} {_of(state)}"
            return ("invalid" if state == "invalid" else "required"), words
    left = sum(state == "open" for state in states.values())
    return ("open", f"{left} open") if left else ("answered", "all answered")


def _of(state: str) -> str:
    return "are not valid yet" if state == "invalid" else "required are open"
