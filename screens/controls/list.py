"""The control for a list of lines, and for a checklist."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.text_layout import wrap_text
from screens.controls.control import DrawnControl, KeyPress, Reply, footer_key
from screens.controls.rows import (
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
from screens.controls.text_input.paste import added_notice, parse_items, parse_task, removed_notice, unmarked_lines
from screens.controls.text_input.text_field import TextField
from screens.widgets.footer import KeyHint
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.message_text import with_article
from wizard.model.answers import Answer, AnswerPath, is_list, is_mapping

_MAX_FIELD_LINES = 6
"""Lines of the row under the cursor; a longer one scrolls within itself."""


class ListItem(Struct, frozen=True):
    """An item of a list, or a task of a checklist."""

    text: str
    is_done: bool = False

    @staticmethod
    def of(answer: Answer) -> ListItem:
        """Return the item or task that an answer's item holds."""
        if is_mapping(answer):
            return ListItem(str(answer.get("text", "")), answer.get("done") is True)
        return ListItem(answer if isinstance(answer, str) else "")

    @property
    def ink(self) -> Ink:
        return "soft" if self.is_done else "ink"


class ListLayout(Struct, frozen=True):
    """The columns of a list: the number or box, then the text."""

    has_boxes: bool
    indent: int
    """Cells of the number or box before the text."""
    width: int
    """Cells from the mark column to the end of the paper."""

    @staticmethod
    def of(count: int, space: Space, *, has_boxes: bool) -> ListLayout:
        """Return the layout of a list of `count` items."""
        return ListLayout(
            has_boxes, (len(terminal_glyphs().ticked) if has_boxes else len(str(max(count, 1)))) + 2, space.width
        )

    @property
    def text_width(self) -> int:
        """Cells for the text."""
        return max(self.width - 2 * MARGIN - self.indent, 1)

    def sign(self, item: ListItem, index: int) -> RowSegment:
        """Return the number of an item, or the box of a task."""
        if not self.has_boxes:
            return RowSegment(str(index + 1), "faint")
        return (
            RowSegment(terminal_glyphs().ticked, "success")
            if item.is_done
            else RowSegment(terminal_glyphs().box, "soft")
        )

    def rows(
        self, lines: list[tuple[RowSegment, ...]], sign: RowSegment, within: AnswerPath, like: ControlRow
    ) -> tuple[ControlRow, ...]:
        """Return the lines of an item as rows that look like another one, its sign before the first."""
        box = (ClickTarget(0, MARGIN + self.indent - 1, within, part="box"),) if self.has_boxes else ()
        rows: list[ControlRow] = []
        for line, segments in enumerate(lines):
            lead = RowSegment(sign.text.ljust(self.indent) if line == 0 else " " * self.indent, sign.ink)
            target = ClickTarget(0, self.width, within, line=line, text_from=MARGIN + self.indent)
            rows.append(ControlRow((lead, *segments), like.ground, like.bar, (*box, target)))
        return tuple(rows)


@lru_cache(maxsize=2_000)
def _item_rows(item: ListItem, index: int, layout: ListLayout) -> tuple[ControlRow, ...]:
    """Return the rows of an item without the cursor; cached, because every key draws all of them."""
    lines: list[tuple[RowSegment, ...]] = [
        (RowSegment(line, item.ink),) for line in wrap_text(item.text, layout.text_width)
    ]
    return layout.rows(lines, layout.sign(item, index), (index,), ControlRow())


def _adding_row(count: int, add_label: str, layout: ListLayout) -> ControlRow:
    """Return the row behind the last item, which adds one."""
    segments = (RowSegment("+".ljust(layout.indent), "accent"), RowSegment(add_label, "soft"))
    return ControlRow(segments).leads_to((count,), layout.width)


class ListControl:
    """An item a row, the one under the cursor a field; behind the last one stands the row that adds an item.

    A row without text is no item of the answer: it is on the screen only while the cursor is in it.
    """

    def __init__(self, interview: Interview, path: AnswerPath) -> None:
        self.path = path
        self.question = interview.question(path)
        self.has_boxes = self.question.kind == "checklist"
        self.index = 0
        self.exists = False
        """Whether the row under the cursor is an item of the answer."""
        self.is_done = False
        """Whether the row under the cursor is ticked, also while it has no text."""
        self.field = TextField.of("")
        self.width = 40
        count = len(self._items(interview))
        row = int(interview.within[0]) if interview.within else max(count - 1, 0)
        self._enter_row(interview, row, interview.cursor or None)

    def draw(self, interview: Interview, space: Space) -> DrawnControl:
        items = self._items(interview)
        layout = ListLayout.of(len(items), space, has_boxes=self.has_boxes)
        self.width = layout.text_width
        drawn = indexes_near(self.index, len(items))
        rows = omitted_rows(drawn.start)
        first = last = 0
        for index in (*drawn, drawn.stop):
            if index == self.index:
                first = len(rows)
                rows += self._cursor_rows(layout, space)
                last = len(rows) - 1
            if index < drawn.stop and not (index == self.index and self.exists):
                rows += _item_rows(ListItem.of(items[index]), index, layout)
        rows += omitted_rows(len(items) - drawn.stop)
        if self.index < len(items) and self._has_room(interview):
            rows.append(_adding_row(len(items), self._add_label(), layout))
        return DrawnControl(tuple(rows), first, last)

    def _cursor_rows(self, layout: ListLayout, space: Space) -> tuple[ControlRow, ...]:
        item = ListItem(self.field.text, self.is_done)
        sign = layout.sign(item, self.index) if self.exists else RowSegment("+", "accent")
        within = (self.index,) if self.exists else ("new",)
        lines = self.field.draw(layout.text_width, _MAX_FIELD_LINES, self._add_label(), item.ink)
        above, below = (
            [ControlRow(spread((), count, space.text_width), "paper", space.bar)]
            if self.field.scrolls(layout.text_width, _MAX_FIELD_LINES)
            else []
            for count in self.field.omitted_lines()
        )
        return (*above, *layout.rows(lines, sign, within, ControlRow((), "paper", space.bar)), *below)

    def _add_label(self) -> str:
        return f"Add {with_article(self.question.item)}"

    def press(self, interview: Interview, press: KeyPress) -> Reply | None:
        match press.key:
            case "enter":
                return self._next_row(interview)
            case "ctrl+d":
                return self._duplicate(interview)
            case "ctrl+k":
                return self._remove(interview)
            case "ctrl+t" if self.has_boxes:
                return self._toggle_task(interview)
            case "alt+up" | "alt+down":
                return self._move(interview, -1 if press.key == "alt+up" else 1)
            case "ctrl+home" | "ctrl+end":
                return self._go_to_row(interview, 0 if press.key == "ctrl+home" else len(self._items(interview)))
            case "backspace" if self.field.buffer.cursor == 0 and not self.field.buffer.selected_text and self.index:
                return self._join_to_previous(interview)
            case "pageup" | "pagedown":
                return self._go_to_row(interview, self.index + (-10 if press.key == "pageup" else 10))
            case _:
                return self._type(interview, press)

    def paste(self, interview: Interview, text: str) -> Reply:
        items = parse_items(text, with_boxes=self.has_boxes)
        if len(items) < 2:
            self.field.insert("\n".join(unmarked_lines(text)) if self.field.is_blank else text)
            return self._save_field(interview)
        at = self.index + (self.exists and not self.field.is_blank)
        old = self._items(interview)
        try:
            after = interview.answer(self.path, (*old[:at], *items, *old[at:]))
        except InvalidAnswer as problem:
            return Reply(interview, notice=f"{problem.message} None of the {len(items)} lines was pasted.")
        self._enter_row(after, at + len(items) - 1)
        return self._reply(after, added_notice(len(items), self.question.item))

    def point(self, interview: Interview, target: ClickTarget, column: int, *, extends: bool) -> Reply:
        row = target.within[0]
        if isinstance(row, int) and not (self.exists and row == self.index):
            if extends:
                return Reply(interview)
            self._enter_row(interview, row)
            self.field.height(self.width)
        if target.part == "box":
            return self._toggle_task(interview)
        self.field.point(target.line, column, extends=extends)
        return self._reply(interview)

    def text(self, interview: Interview) -> str | None:
        return "\n".join(self._item_line(ListItem.of(item)) for item in self._items(interview))

    def replace(self, interview: Interview, text: str) -> Reply:
        items = parse_items(text, with_boxes=self.has_boxes)
        try:
            after = interview.answer(self.path, items) if items else interview.reopen(self.path)
        except InvalidAnswer as problem:
            return Reply(interview, notice=problem.message)
        self._enter_row(after, len(items) - 1)
        return self._reply(after)

    def keys(self, interview: Interview) -> tuple[KeyHint, ...]:
        count = len(self._items(interview))
        is_last_and_empty = not self.exists and self.index >= count
        adding = (footer_key("enter", "add below"), KeyHint("enter twice", "next"))
        is_full = self.exists and not self._has_room(interview)
        next_item = (footer_key("enter", "next item" if self.index + 1 < count else "next"),)
        enter = (footer_key("enter", "next"),) if is_last_and_empty else next_item if is_full else adding
        tick = (footer_key("^T", "tick", "ctrl+t"),) if self.has_boxes and self.exists else ()
        moves = (
            footer_key("alt+↑↓", "move", "alt+down"),
            footer_key("^D", "duplicate", "ctrl+d"),
            footer_key("^K", "remove", "ctrl+k"),
        )
        return (*enter, *tick, *(moves if self.exists else ()))

    def hints(self, interview: Interview) -> tuple[tuple[RowSegment, ...], ...]:
        return ()

    @property
    def cursor_path(self) -> AnswerPath:
        return (*self.path, self.index)

    @property
    def selected_text(self) -> str:
        return self.field.buffer.selected_text

    @property
    def is_typing(self) -> bool:
        return True

    def _item_line(self, item: ListItem) -> str:
        """Return an item as a line of Markdown, as the external editor shows it."""
        box = ("[x] " if item.is_done else "[ ] ") if self.has_boxes else ""
        return box + item.text

    def _items(self, interview: Interview) -> tuple[Answer, ...]:
        answer = interview.answer_at(self.path)
        return answer if is_list(answer) else ()

    def _has_room(self, interview: Interview) -> bool:
        return self.question.max is None or len(self._items(interview)) < self.question.max

    def _enter_row(self, interview: Interview, row: int, cursor: int | None = None) -> None:
        """Put the cursor into an item, or into the row behind the last that adds one."""
        items = self._items(interview)
        last = len(items) if self._has_room(interview) else len(items) - 1
        self.index = max(0, min(row, last))
        self.exists = self.index < len(items)
        item = ListItem.of(items[self.index]) if self.exists else ListItem("")
        self.is_done = item.is_done
        self.field = TextField.of(item.text, cursor)

    def _go_to_row(self, interview: Interview, row: int) -> Reply:
        self._enter_row(interview, row)
        return self._reply(interview)

    def _reply(self, interview: Interview, notice: str = "") -> Reply:
        return Reply(interview.move_within((self.index,), self.field.buffer.cursor), notice=notice)

    def _type(self, interview: Interview, press: KeyPress) -> Reply | None:
        before = self.field.text
        if self.field.press(*press):
            return self._reply(interview) if self.field.text == before else self._save_field(interview)
        if press.key in ("up", "down"):
            return self._go_vertically(interview, up=press.key == "up")
        return None

    def _go_vertically(self, interview: Interview, *, up: bool) -> Reply:
        """Go to the row above or below, at the same cell of its last or first line."""
        column = self.field.current_layout().column_of(self.field.buffer.cursor)
        before = self.index
        self._enter_row(interview, self.index - 1 if up else self.index + (1 if self.exists else 0))
        if self.index != before:
            height = self.field.height(self.width)
            self.field.buffer = self.field.buffer.move_to(
                self.field.current_layout().offset_at(height - 1 if up else 0, column)
            )
        return self._reply(interview)

    def _save_field(self, interview: Interview) -> Reply:
        """Save the field's text as the item; a row that lost its text is removed."""
        if self.has_boxes and (task := parse_task(self.field.text)) is not None:
            self.is_done, text = task
            box_length = len(self.field.text) - len(text)
            self.field = TextField.of(text, max(0, self.field.buffer.cursor - box_length))
        try:
            after = self._save_item(interview)
        except InvalidAnswer as problem:
            return Reply(interview, notice=problem.message)
        self.exists = not self.field.is_blank
        return self._reply(after)

    def _save_item(self, interview: Interview) -> Interview:
        item: Answer = {"text": self.field.text, "done": self.is_done} if self.has_boxes else self.field.text
        if self.exists and self.field.is_blank:
            return interview.remove_item(self.path, self.index)
        if self.exists:
            return interview.answer((*self.path, self.index), item)
        return interview if self.field.is_blank else interview.add_item(self.path, self.index, item)

    def _next_row(self, interview: Interview) -> Reply:
        """Open a row below, or go to it when the list is full; on an empty last one, go on to the next question.

        In the middle of a text the row below gets the rest of it.
        """
        items = self._items(interview)
        if self.exists and self._has_room(interview):
            start, end = self.field.buffer.selection
            head, rest = self.field.text[:start].rstrip(), self.field.text[end:].lstrip()
            if head and rest:
                return self._split(interview, head, rest)
            self.index, self.exists, self.is_done, self.field = self.index + 1, False, False, TextField.of("")
            return self._reply(interview)
        if self.index + 1 >= len(items) + (not self.exists):
            return Reply(interview, goes_on=True)
        return self._go_to_row(interview, self.index + self.exists)

    def _split(self, interview: Interview, head: str, rest: str) -> Reply:
        """Make two items of one; the second is not ticked."""
        first: Answer = {"text": head, "done": self.is_done} if self.has_boxes else head
        second: Answer = {"text": rest, "done": False} if self.has_boxes else rest
        after = interview.answer((*self.path, self.index), first).add_item(self.path, self.index + 1, second)
        self._enter_row(after, self.index + 1, 0)
        return self._reply(after)

    def _toggle_task(self, interview: Interview) -> Reply:
        self.is_done = not self.is_done
        if not self.exists:
            return Reply(interview)
        return self._reply(interview.answer((*self.path, self.index, "done"), self.is_done))

    def _move(self, interview: Interview, by: int) -> Reply:
        to = self.index + by
        if not self.exists or not 0 <= to < len(self._items(interview)):
            return Reply(interview)
        after = interview.move_item(self.path, self.index, by)
        self.index = to
        return self._reply(after)

    def _duplicate(self, interview: Interview) -> Reply:
        if not self.exists:
            return Reply(interview)
        try:
            after = interview.duplicate_item(self.path, self.index)
        except InvalidAnswer as problem:
            return Reply(interview, notice=problem.message)
        self._enter_row(after, self.index + 1)
        return self._reply(after)

    def _remove(self, interview: Interview) -> Reply:
        if not self.exists:
            self._enter_row(interview, self.index)
            return self._reply(interview)
        after = interview.remove_item(self.path, self.index)
        self._enter_row(after, self.index)
        return replace(self._reply(after), notice=removed_notice(self.question.item))

    def _join_to_previous(self, interview: Interview) -> Reply:
        """Move this row's text to the end of the row above, and remove this row."""
        rest = self.field.text.strip() if self.exists else ""
        after = interview.remove_item(self.path, self.index) if self.exists else interview
        self._enter_row(after, self.index - 1)
        end = len(self.field.text)
        if not rest:
            return self._reply(after)
        self.field = TextField.of(self.field.text + rest, end)
        return self._save_field(after)
