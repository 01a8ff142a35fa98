"""How to quit, said after the first Ctrl+C."""

from __future__ import annotations

from textual.widgets import Static

from screens.appearance.safe_text import safe_line


class QuitHint(Static):
    """A line over the footer of any screen, for as long as a second Ctrl+C quits."""

    DEFAULT_CSS = """
    QuitHint {
        layer: _loading;
        dock: bottom;
        width: 1fr;
        height: auto;
    }
    """

    def __init__(self, seconds: float, *, is_draft_saved: bool) -> None:
        sentence = " Your draft is saved." if is_draft_saved else ""
        super().__init__(safe_line(f"Press Ctrl+C again to quit.{sentence}"))
        self._seconds = seconds

    def on_mount(self) -> None:
        self.set_timer(self._seconds, self.remove)
