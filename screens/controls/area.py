"""The control for typed text of several lines."""

from __future__ import annotations

from screens.controls.control import KeyPress, Reply, footer_key
from screens.controls.line import LineControl
from screens.controls.rows import Space
from screens.controls.text_input.list_editing import (
    continue_list,
    indent_item,
    outdent_item,
    without_repeated_marker,
)
from screens.controls.text_input.text_buffer import TextBuffer
from screens.widgets.footer import KeyHint
from wizard.interview.interview import Interview

AREA_MIN_HEIGHT = 7
SHORT_AREA_MIN_HEIGHT = 3
"""In a terminal of less than 30 rows."""
_NEW_LINE = KeyPress("newline", "\n")


class AreaControl(LineControl):
    """A field in which Enter starts a new line; it grows with its text as far as there is space.

    In a text Enter goes on with a list, and Tab indents an item of one as long as it can be.
    """

    takes_lines = True

    def heights(self, space: Space) -> tuple[int, int]:
        least = SHORT_AREA_MIN_HEIGHT if space.is_short else AREA_MIN_HEIGHT
        return least, max(least, min(self.field.height(space.text_width), space.height - 10))

    def press(self, interview: Interview, press: KeyPress) -> Reply | None:
        match press.key:
            case "enter":
                continued = continue_list(self.field.buffer) if self._is_markdown(interview) else None
                return super().press(interview, _NEW_LINE) if continued is None else self._take(interview, continued)
            case "tab" | "shift+tab":
                moved = self._indent(interview) if press.key == "tab" else self._outdent(interview)
                return None if moved is None else self._take(interview, moved)
            case _ if press.character == " " and self._is_markdown(interview):
                once = without_repeated_marker(self.field.buffer)
                return super().press(interview, press) if once is None else self._take(interview, once)
            case _:
                return super().press(interview, press)

    def keys(self, interview: Interview) -> tuple[KeyHint, ...]:
        tab = footer_key("tab", "next" if self._indent(interview) is None else "indent")
        outdent = () if self._outdent(interview) is None else (footer_key("shift+tab", "outdent"),)
        return (tab, footer_key("enter", "new line"), *outdent)

    def _is_markdown(self, interview: Interview) -> bool:
        return interview.question(self.path).kind == "text"

    def _indent(self, interview: Interview) -> TextBuffer | None:
        return indent_item(self.field.buffer) if self._is_markdown(interview) else None

    def _outdent(self, interview: Interview) -> TextBuffer | None:
        return outdent_item(self.field.buffer) if self._is_markdown(interview) else None

    def _take(self, interview: Interview, buffer: TextBuffer) -> Reply:
        before, self.field.buffer = self.field.text, buffer
        return self._reply_to_edit(interview, before)
