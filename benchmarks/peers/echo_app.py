"""The least that a key can cost in Textual with a plan beside the field: one line that shows what is typed."""

from __future__ import annotations

import os

os.environ.setdefault("TEXTUAL_FPS", "240")

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static


class Field(Input):
    """Tells the line in the same call, so that both are drawn in one frame."""

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        if self.is_mounted:
            self.app.query_one("#line", Static).update(f"Task {value[-30:]}")


class EchoApp(App[None]):
    """Draws one line again at every key, with the end of what is typed."""

    CSS = "Input { width: 46%; } Static { width: 1fr; height: 1; padding: 0 4; }"

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Field("READY")
            yield Static("Task", id="line")


if __name__ == "__main__":
    EchoApp().run()
