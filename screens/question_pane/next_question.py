"""The last line of the pane: which question comes next."""

from __future__ import annotations

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from screens.appearance.safe_text import join_content, safe_line
from screens.appearance.text_layout import shorten_line, wrap_text

_LEAD = "Next  "
_MAX_LINES = 3


class NextLine(Widget):
    """Names the next question, on more lines if it needs them; a click goes there."""

    label: reactive[str] = reactive("")

    class Chosen(Message):
        """The user wants to go on."""

    def render(self) -> Content:
        first, *more = self._lines() or [""]
        indent = " " * len(_LEAD)
        shown = [join_content((_LEAD, "$faint"), safe_line(first, "$soft"))]
        return Content("\n").join([*shown, *(safe_line(indent + line, "$soft") for line in more)])

    def watch_label(self) -> None:
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def on_click(self) -> None:
        self.post_message(self.Chosen())

    def _fit(self) -> None:
        """Take more lines where the label needs them; most labels need none, and nothing is laid out again."""
        height = max(len(self._lines()), 1)
        if self.size.width and self.styles.height != height:
            self.styles.height = height

    def _lines(self) -> list[str]:
        width = max(self.size.width - len(_LEAD), 1)
        lines = wrap_text(self.label.replace("\n", " "), width)
        if len(lines) <= _MAX_LINES:
            return lines
        return [*lines[: _MAX_LINES - 1], shorten_line(" ".join(lines[_MAX_LINES - 1 :]), width)]
