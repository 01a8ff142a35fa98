"""The control for a text in one line, a number or a date."""

from __future__ import annotations

from msgspec.structs import replace

from screens.controls.control import DrawnControl, KeyPress, Reply, footer_key
from screens.controls.paste_alternatives import PastedText, PasteMenu, build_paste_menu
from screens.controls.rows import ClickTarget, ControlRow, RowSegment, Space
from screens.controls.text_input.paste import joined_notice
from screens.controls.text_input.text_buffer import TextBuffer
from screens.controls.text_input.text_field import TextField, hide_cursor
from screens.controls.text_input.typed_answer import answer_or_keep, field_text, placeholder_for
from screens.widgets.footer import KeyHint
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath

LINE_MAX_HEIGHT = 4


class LineControl:
    """A field that wraps and takes no line end; Enter goes on."""

    takes_lines = False

    def __init__(self, interview: Interview, path: AnswerPath) -> None:
        self.path = path
        cursor = interview.cursor or None  # a question that is come to anew is gone on with at its end
        self.field = TextField.of(field_text(interview, path), cursor, takes_lines=self.takes_lines)
        self.paste_menu: PasteMenu | None = None
        """What the lines can become that were just pasted."""

    def draw(self, interview: Interview, room: Space) -> DrawnControl:
        rows, caret = self._field_rows(interview, room if self.is_typing else replace(room, bar="none"))
        if self.paste_menu is None:
            return DrawnControl(rows, caret, caret)
        offered = self.paste_menu.draw(room)
        if self.is_typing:
            return DrawnControl((*rows, *offered.rows), caret, caret)
        return DrawnControl((*rows, *offered.rows), len(rows) + offered.first, len(rows) + offered.last)

    def _field_rows(self, interview: Interview, room: Space) -> tuple[tuple[ControlRow, ...], int]:
        """The field, and the row of its cursor."""
        least, most = self.heights(room)
        lines = self.field.draw(room.text_width, most, placeholder_for(interview, self.path))
        if not self.is_typing:
            lines = [hide_cursor(pieces) for pieces in lines]
        lines += [()] * (least - len(lines))
        rows = [
            ControlRow(pieces, "paper", room.bar, (ClickTarget(0, room.width, line=line),))
            for line, pieces in enumerate(lines)
        ]
        padding = [] if room.is_low else [ControlRow((), "paper", room.bar)]
        return (*padding, *rows, *padding), len(padding) + self.field.caret_line()

    def heights(self, room: Space) -> tuple[int, int]:
        """How many lines the field has at least and at most."""
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
        return self._insert(interview, text, self.field.typed)

    def point(self, interview: Interview, spot: ClickTarget, column: int, *, extends: bool) -> Reply:
        if self.paste_menu is not None and spot.within:
            self.paste_menu.mark = int(spot.within[0])
            return Reply(interview) if extends else self._take_alternative()
        self.field.point(spot.line, column, extends=extends)
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
        return (footer_key("enter", "take this"), footer_key("↑↓", "move", "down"))

    def hints(self, interview: Interview) -> tuple[tuple[RowSegment, ...], ...]:
        return ()

    @property
    def cursor_path(self) -> AnswerPath:
        return self.path

    @property
    def selected_text(self) -> str:
        return self.field.typed.selected_text

    @property
    def is_typing(self) -> bool:
        return self.paste_menu is None or self.paste_menu.mark is None

    def _insert(self, interview: Interview, text: str, typed: TextBuffer) -> Reply:
        """A text put where the cursor is; several lines become one, and it is offered what else they can be."""
        before = self.field.text
        self.field.typed = typed
        joined = self.field.insert(text)
        if joined < 2 or self.takes_lines:
            return self._reply_to_edit(interview, before)
        reply = self._reply_to_edit(interview, before, joined_notice(joined))
        self.paste_menu = build_paste_menu(PastedText(interview, self.path, typed, text))
        return reply

    def _take_alternative(self) -> Reply:
        """The interview as the marked way has it."""
        assert self.paste_menu is not None
        way = self.paste_menu.ways[self.paste_menu.mark or 0]
        text = field_text(way.interview, self.path)
        self.field, self.paste_menu = TextField.of(text), None
        return Reply(way.interview.move_within((), len(text)), said=way.said)

    def _reply_to_edit(self, interview: Interview, before: str, said: str = "") -> Reply:
        if self.paste_menu is not None:
            self.paste_menu = (
                None if self.field.text != before else PasteMenu(self.paste_menu.count, self.paste_menu.ways)
            )
        if self.field.text != before:
            interview = answer_or_keep(interview, self.path, self.field.text)
        return Reply(interview.move_within((), self.field.typed.cursor), said=said)


AREA_MIN_HEIGHT = 7
SHORT_AREA_MIN_HEIGHT = 3
"""In a terminal with less than 30 rows."""
_NEW_LINE = KeyPress("newline", "\n")


class AreaControl(LineControl):
    """A field in which Enter starts a new line; it grows with its text as far as there is room."""

    takes_lines = True

    def heights(self, room: Space) -> tuple[int, int]:
        least = SHORT_AREA_MIN_HEIGHT if room.is_short else AREA_MIN_HEIGHT
        return least, max(least, min(self.field.height(room.text_width), room.height - 10))

    def press(self, interview: Interview, press: KeyPress) -> Reply | None:
        return super().press(interview, _NEW_LINE if press.key == "enter" else press)

    def keys(self, interview: Interview) -> tuple[KeyHint, ...]:
        return (footer_key("tab", "next"), footer_key("enter", "new line"))
