"""The least that a question and a plan beside it can be in Textual: a field, and a text of sixty lines."""

from __future__ import annotations

import os

os.environ.setdefault("TEXTUAL_FPS", "240")

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

PLAN = "\n".join(f"• Line {number} of a plan, with some words to read" for number in range(1, 61))


class FloorApp(App[None]):
    """Draws both once."""

    CSS = "Input { width: 46%; } Static { width: 1fr; }"

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Input(placeholder="READY")
            yield Static(PLAN)


if __name__ == "__main__":
    FloorApp().run()
