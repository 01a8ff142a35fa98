"""The control for typed text on one line: text, a number or a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from screens.controls.control import DrawnControl, KeyPress, Reply, footer_key
from screens.controls.rows import ClickTarget, ControlRow, RowSegment, Space, spread
from screens.controls.text_input.paste import joined_notice
from screens.controls.text_input.text_buffer import TextBuffer
from screens.controls.text_input.text_field import TextField, hide_cursor
from screens.controls.text_input.typed_answer import placeholder_for
from screens.widgets.footer import KeyHint
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath

if TYPE_CHECKING:
    from screens.controls.paste_alternatives import PasteMenu

LINE_MAX_HEIGHT = 4


class LineControl:
    """A field that wraps and takes no line end; Enter leads to the next question."""

    takes_lines = False

    def __init__(self, interview: Interview, path: AnswerPath) -> None:
        self.path = path
        cursor = interview.cursor or None  # 0 is that of a question just come to: typing goes on at the end
        self.field = TextField.of(interview.field_text(path), cursor, takes_lines=self.takes_lines)
        self.paste_menu: PasteMenu | None = None
        """What else the lines that were just pasted can become."""

    def draw(self, interview: Interview, space: Space) -> DrawnControl:
        rows, caret = self._field_rows(interview, space if self.is_typing else replace(space, bar="none"))
        if self.paste_menu is None:
            return DrawnControl(rows, caret, caret)
        offered = self.paste_menu.draw(space)
        if self.is_typing:
            return DrawnControl((*rows, *offered.rows), caret, caret)
        return DrawnControl((*rows, *offered.rows), len(rows) + offered.first, len(rows) + offered.last)

    def _field_rows(self, interview: Interview, space: Space) -> tuple[tuple[ControlRow, ...], int]:
        """Return the rows of the field, and the index of the row with its cursor."""
        least, most = self.heights(space)
        lines = self.field.draw(space.text_width, most, placeholder_for(interview, self.path))
        if not self.is_typing:
            lines = [hide_cursor(segments) for segments in lines]
        lines += [()] * (least - len(lines))
        rows = [
            ControlRow(segments, "paper", space.bar, (ClickTarget(0, space.width, line=line),))
            for line, segments in enumerate(lines)
        ]
        above, below = (
            [ControlRow(spread((), count, space.text_width), "paper", space.bar)]
            if not space.is_low or self.field.scrolls(space.text_width, most)
            else []
            for count in self.field.omitted_lines()
        )
        return (*above, *rows, *below), len(above) + self.field.caret_line()

    def heights(self, space: Space) -> tuple[int, int]:
        """Return the least and the greatest number of lines of the field."""
        return 1, LINE_MAX_HEIGHT

    def press(self, interview: Interview, press: KeyPress) -> Reply | None:
        if press.key == "enter":
            return Reply(interview, goes_on=True) if self.is_typing else self._take_alternative()
        if self.paste_menu is not None and not self.is_typing and self.paste_menu.move(press.key):
            return Reply(interview)
        before = self.field.text
        if self.field.press(*press):
            return self._reply_to_edit(interview, before)
        return Reply(interview) if self.paste_menu is not None and self.paste_menu.move(press.key) else None

    def paste(self, interview: Interview, text: str) -> Reply:
        return self._insert(interview, text, self.field.buffer)

    def point(self, interview: Interview, target: ClickTarget, column: int, *, extends: bool) -> Reply:
        if self.paste_menu is not None and target.within:
            self.paste_menu.mark = int(target.within[0])
            return Reply(interview) if extends else self._take_alternative()
        self.field.point(target.line, column, extends=extends)
        return self._reply_to_edit(interview, self.field.text)

    def text(self, interview: Interview) -> str | None:
        return self.field.text

    def replace(self, interview: Interview, text: str) -> Reply:
        return self._insert(interview, text, TextBuffer())

    def keys(self, interview: Interview) -> tuple[KeyHint, ...]:
        if self.paste_menu is None:
            return (footer_key("enter", "next"),)
        if self.is_typing:
            return (footer_key("enter", "next"), footer_key("↓", "other ways", "down"))
        return (footer_key("enter", "accept"), footer_key("↑↓", "move", "down"))

    def hints(self, interview: Interview) -> tuple[tuple[RowSegment, ...], ...]:
        return ()

    @property
    def cursor_path(self) -> AnswerPath:
        return self.path

    @property
    def selected_text(self) -> str:
        return self.field.buffer.selected_text

    @property
    def is_typing(self) -> bool:
        return self.paste_menu is None or self.paste_menu.mark is None

    def _insert(self, interview: Interview, text: str, buffer: TextBuffer) -> Reply:
        """Insert text at the cursor; several lines become one, with a menu of what else they can become."""
        before = self.field.text
        self.field.buffer = buffer
        joined = self.field.insert(text)
        if joined < 2 or self.takes_lines:
            return self._reply_to_edit(interview, before)
        from screens.controls.paste_alternatives import PastedText, build_paste_menu

        reply = self._reply_to_edit(interview, before, joined_notice(joined))
        self.paste_menu = build_paste_menu(PastedText(interview, self.path, buffer, text))
        return reply

    def _take_alternative(self) -> Reply:
        """Return the interview of the marked alternative."""
        assert self.paste_menu is not None
        alternative = self.paste_menu.alternatives[self.paste_menu.mark or 0]
        text = alternative.interview.field_text(self.path)
        self.field, self.paste_menu = TextField.of(text), None
        return Reply(alternative.interview.move_within((), len(text)), notice=alternative.notice)

    def _reply_to_edit(self, interview: Interview, before: str, notice: str = "") -> Reply:
        if self.paste_menu is not None:
            self.paste_menu = None if self.field.text != before else replace(self.paste_menu, mark=None)
        if self.field.text != before:
            interview = interview.type_text(self.path, self.field.text)
        return Reply(interview.move_within((), self.field.buffer.cursor), notice=notice)
