"""The control for a text of several lines, and for the source of a diagram."""

from __future__ import annotations

from screens.controls.control import Press, Reply, key
from screens.controls.line import Line
from screens.controls.rows import Room
from screens.widgets.footer import Key
from wizard.interview.interview import Interview

LEAST_LINES = 7
FEWEST_LINES = 3
"""In a terminal with less than 30 rows."""
_NEW_LINE = Press("newline", "\n")


class Area(Line):
    """A field in which Enter starts a new line; it grows with its text as far as there is room."""

    takes_lines = True

    def heights(self, room: Room) -> tuple[int, int]:
        least = FEWEST_LINES if room.is_short else LEAST_LINES
        return least, max(least, min(self.field.height(room.text_width), room.height - 10))

    def press(self, interview: Interview, press: Press) -> Reply | None:
        return super().press(interview, _NEW_LINE if press.key == "enter" else press)

    def keys(self, interview: Interview) -> tuple[Key, ...]:
        return (key("tab", "next"), key("enter", "new line"))
