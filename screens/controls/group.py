"""The control for a group: its items, each with its state; Enter opens one."""

from __future__ import annotations

from msgspec.structs import replace

from screens.appearance.glyphs import terminal_glyphs
from screens.controls.control import Control, DrawnControl, KeyPress, Reply, footer_key
from screens.controls.item_name import STATE_INKS, item_name
from screens.controls.rows import (
    BLANK,
    ClickTarget,
    ControlRow,
    Ink,
    RowSegment,
    Space,
    indexes_near,
    omitted_rows,
    wrap_segments,
)
from screens.controls.text_input.paste import added_notice, parse_items, removed_notice
from screens.controls.text_input.typed_answer import add_rows
from screens.widgets.footer import KeyHint
from wizard.answers.kinds import KINDS
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview, State
from wizard.message_text import pluralize, with_article
from wizard.model.answers import AnswerPath, is_list
from wizard.model.template import Question


class GroupControl:
    """A row for every item, its state in words below; Enter opens the marked one, letters on the last row add one."""

    def __init__(self, interview: Interview, path: AnswerPath) -> None:
        self.path = path
        self.question = interview.question(path)
        row = interview.within[0] if interview.within else 0
        self.index = min(int(row), self._count(interview)) if isinstance(row, int) else 0

    def draw(self, interview: Interview, space: Space) -> DrawnControl:
        count = self._count(interview)
        indent = len(str(max(count, 1))) + 2
        drawn = indexes_near(self.index, count)
        rows = omitted_rows(drawn.start)
        first = last = 0
        for index in drawn:
            rows += [BLANK] if rows and not space.is_short else []
            start = len(rows)
            rows += self._item_rows(interview, index, indent, space)
            if index == self.index:
                first, last = start, len(rows) - 1
        rows += omitted_rows(count - drawn.stop)
        if self._has_room(interview):
            rows += [BLANK] if count and not space.is_short else []
            like = ControlRow((), "mark", space.bar) if self.index == count else ControlRow()
            segments = (
                RowSegment("+".ljust(indent), "accent"),
                RowSegment(self._add_label(), "ink" if self.index == count else "soft"),
            )
            rows.append(ControlRow(segments, like.ground, like.bar).leads_to((count,), space.width))
            if self.index == count:
                first = last = len(rows) - 1
        return DrawnControl(tuple(rows), first, last)

    def _item_rows(self, interview: Interview, index: int, indent: int, space: Space) -> list[ControlRow]:
        is_here = index == self.index
        like = ControlRow((), "mark", space.bar) if is_here else ControlRow()
        path = (*self.path, index)
        name = item_name(interview, path)
        ink: Ink = "bold" if is_here and name else "ink" if name else "example"
        first = self.question.questions[0].short.lower() if self.question.questions else "name"
        names = wrap_segments((RowSegment(name or f"No {first} yet", ink),), space.text_width - indent)
        lead = [RowSegment(str(index + 1).ljust(indent), "faint"), *[RowSegment(" " * indent)] * (len(names) - 1)]
        lines = [(before, *segments) for before, segments in zip(lead, names, strict=True)]
        if is_here or not space.is_short or space.height >= 12:
            state, words = item_state(interview, path)
            notice = (
                RowSegment(f"{terminal_glyphs().for_state(state)} ", STATE_INKS[state]),
                RowSegment(words, "soft"),
            )
            lines += [
                (RowSegment(" " * indent), *segments) for segments in wrap_segments(notice, space.text_width - indent)
            ]
        return [ControlRow(segments, like.ground, like.bar).leads_to((index,), space.width) for segments in lines]

    def press(self, interview: Interview, press: KeyPress) -> Reply | None:
        count = self._count(interview)
        exists = self.index < count
        match press.key:
            case "enter":
                return self._open_item(interview, self.index) if exists else self._add_item(interview)
            case "up" | "down" | "pageup" | "pagedown" | "home" | "end":
                return self._move_mark(interview, press.key)
            case "alt+up" | "alt+down" if exists:
                return self._move_item(interview, -1 if press.key == "alt+up" else 1)
            case "ctrl+d" if exists:
                return self._duplicate(interview)
            case "ctrl+k" | "delete" if exists:
                after = self._mark_row(interview.remove_item(self.path, self.index), self.index)
                return replace(after, notice=removed_notice(self.question.item))
            case _ if exists and press.key in "123456789" and int(press.key) <= count:
                return self._mark_row(interview, int(press.key) - 1)
            case _ if press.character is not None and press.character.strip():
                return (
                    Reply(interview, notice=self._where_to_type(interview)) if exists else self._type(interview, press)
                )
            case _:
                return None

    def paste(self, interview: Interview, text: str) -> Reply:
        lines = [str(line) for line in parse_items(text, with_boxes=False)]
        if len(lines) < 2:
            return self._paste_line(interview, lines[0]) if lines else Reply(interview)
        at = self._count(interview)
        try:
            after = self._add_lines(interview, at, lines)
        except InvalidAnswer as problem:
            return Reply(interview, notice=f"{problem.message} None of the {len(lines)} lines was pasted.")
        notice = added_notice(len(lines), self.question.item)
        return Reply(self._mark_row(after, at + len(lines) - 1).interview, notice=notice)

    def _add_lines(self, interview: Interview, at: int, lines: list[str]) -> Interview:
        """Return the interview with an item for every line, which answers its first question.

        Raise InvalidAnswer, and add none, without room for all, and for a line that is no option of a choice: that
        has no field in which the line could stand until it is mended.
        """
        first = self._first_question(interview.add_item(self.path), at)
        columns = () if first is None else (first,)
        after = add_rows(interview, self.path, at, columns=columns, rows=[(line,) for line in lines])
        if first is not None and KINDS[first.kind].control in ("choice", "choices"):
            for number, index in enumerate(range(at, at + len(lines)), start=1):
                problem = after.problem((*self.path, index, first.id))
                if problem is not None:
                    raise InvalidAnswer(problem.path, f"Line {number}: {problem.message}")
        return after

    def _paste_line(self, interview: Interview, line: str) -> Reply:
        """Return a reply that adds an item and pastes into its first question; none is added where that rejects it."""
        opened = self._begin_item(interview)
        if isinstance(opened, Reply):
            return opened
        control, added = opened
        reply = control.paste(added, line)
        if reply.notice and reply.interview is added:
            return Reply(interview, notice=reply.notice)
        return replace(reply, notice=reply.notice or added_notice(1, self.question.item), control=control)

    def point(self, interview: Interview, target: ClickTarget, column: int, *, extends: bool) -> Reply:
        index = int(target.within[0])
        if extends:
            return Reply(interview)
        return self._open_item(interview, index) if index < self._count(interview) else self._add_item(interview)

    def text(self, interview: Interview) -> str | None:
        return None

    def replace(self, interview: Interview, text: str) -> Reply:
        return Reply(interview)

    def keys(self, interview: Interview) -> tuple[KeyHint, ...]:
        if self.index >= self._count(interview):
            return (footer_key("enter", f"add {with_article(self.question.item)}"), footer_key("tab", "next"))
        return (
            footer_key("enter", "open"),
            footer_key("tab", "next"),
            footer_key("alt+↑↓", "move", "alt+down"),
            footer_key("^D", "duplicate", "ctrl+d"),
            footer_key("^K", "remove", "ctrl+k"),
        )

    def hints(self, interview: Interview) -> tuple[tuple[RowSegment, ...], ...]:
        return ()

    @property
    def cursor_path(self) -> AnswerPath:
        return (*self.path, self.index)

    @property
    def selected_text(self) -> str:
        return ""

    @property
    def is_typing(self) -> bool:
        return False

    def _count(self, interview: Interview) -> int:
        answer = interview.answer_at(self.path)
        return len(answer) if is_list(answer) else 0

    def _has_room(self, interview: Interview) -> bool:
        return self.question.max is None or self._count(interview) < self.question.max

    def _add_label(self) -> str:
        return f"Add {with_article(self.question.item)}"

    def _mark_row(self, interview: Interview, index: int) -> Reply:
        last = self._count(interview) - (0 if self._has_room(interview) else 1)
        self.index = max(0, min(index, last))
        return Reply(interview.move_within((self.index,), 0))

    def _move_mark(self, interview: Interview, key: str) -> Reply:
        steps = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "home": -1_000_000, "end": 1_000_000}
        return self._mark_row(interview, self.index + steps[key])

    def _open_item(self, interview: Interview, index: int) -> Reply:
        """Return a reply that leads to the first question of an item."""
        first = self._first_question(interview, index)
        return Reply(interview if first is None else interview.go_to((*self.path, index, first.id)))

    def _add_item(self, interview: Interview) -> Reply:
        try:
            added = interview.add_item(self.path)
        except InvalidAnswer as problem:
            return Reply(interview, notice=problem.message)
        return self._open_item(added, self._count(added) - 1)

    def _type(self, interview: Interview, press: KeyPress) -> Reply:
        """Return a reply that adds an item and types into its first question: among options, into `Something else`."""
        opened = self._begin_item(interview)
        if isinstance(opened, Reply):
            return opened
        control, added = opened
        if added.question().other and press.character is not None:
            return replace(control.replace(added, press.character), control=control)
        return replace(control.press(added, press) or Reply(added), control=control)

    def _begin_item(self, interview: Interview) -> tuple[Control, Interview] | Reply:
        """Return the control of a new item's first question and the interview there; a reply where there is none."""
        from screens.controls.factory import control_for  # which imports this module

        try:
            added = interview.add_item(self.path)
        except InvalidAnswer as problem:
            return Reply(interview, notice=problem.message)
        index = self._count(added) - 1
        first = self._first_question(added, index)
        if first is None:
            return Reply(added)
        opened = added.go_to((*self.path, index, first.id))
        return control_for(opened), opened

    def _first_question(self, interview: Interview, index: int) -> Question | None:
        """Return the first question that an item asks."""
        places = ((*self.path, index, inner.id) for inner in self.question.questions)
        return next((interview.question(place) for place in places if interview.is_asked(place)), None)

    def _where_to_type(self, interview: Interview) -> str:
        opening = f"Enter opens this {self.question.item}"
        return f"{opening}; type on the last row to add one." if self._has_room(interview) else f"{opening}."

    def _move_item(self, interview: Interview, by: int) -> Reply:
        if not 0 <= self.index + by < self._count(interview):
            return Reply(interview)
        return self._mark_row(interview.move_item(self.path, self.index, by), self.index + by)

    def _duplicate(self, interview: Interview) -> Reply:
        try:
            return self._mark_row(interview.duplicate_item(self.path, self.index), self.index + 1)
        except InvalidAnswer as problem:
            return Reply(interview, notice=problem.message)


def item_state(interview: Interview, path: AnswerPath) -> tuple[State, str]:
    """Return the most urgent state and its words: `4 tasks, the test is required`, `all answered`, `empty`."""
    questions = interview.question(path).questions
    states: dict[str, State] = {
        question.id: interview.state((*path, question.id))
        for question in questions
        if interview.is_asked((*path, question.id))
    }
    counted = _item_counts(interview, path, questions)
    if all(state in ("open", "required") for state in states.values()):
        return "open", "empty"
    worst, words = _most_urgent(questions, states)
    return worst, ", ".join([*counted, words])


def _item_counts(interview: Interview, path: AnswerPath, questions: tuple[Question, ...]) -> list[str]:
    """Return `4 tasks` for the first question whose answer has several items."""
    for question in questions:
        answer = interview.answer_at((*path, question.id))
        if is_list(answer) and answer:
            return [f"{len(answer)} {pluralize(question.item, len(answer))}"]
    return []


def _most_urgent(questions: tuple[Question, ...], states: dict[str, State]) -> tuple[State, str]:
    short = {question.id: question.short.lower() for question in questions}
    for state, word in (("invalid", "is invalid"), ("required", "is required")):
        wanting = [short[id] for id, at in states.items() if at == state]
        if wanting:
            words = f"the {wanting[0]} {word}" if len(wanting) == 1 else f"{len(wanting)} {_problem_of_several(state)}"
            return ("invalid" if state == "invalid" else "required"), words
    left = sum(state == "open" for state in states.values())
    return ("open", f"{left} open") if left else ("answered", "all answered")


def _problem_of_several(state: str) -> str:
    return "are invalid" if state == "invalid" else "required are open"
