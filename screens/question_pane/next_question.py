"""The last line of the pane: which question comes next."""

from __future__ import annotations

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from screens.appearance.safe_text import join_content, safe_line, shorten_content


class NextLine(Widget):
    """Names the next question; a click goes there."""

    label: reactive[str] = reactive("")

    class Chosen(Message):
        """The user wants to go on."""

    def render(self) -> Content:
        return shorten_content(join_content(("Next  ", "$faint"), safe_line(self.label, "$soft")), self.size.width)

    def on_click(self) -> None:
        self.post_message(self.Chosen())
