"""A field, and Textual's own Markdown widgets beside it: one for the whole plan, or one for each block.

Called with `whole` or `blocks`, and a file. What is typed goes to the end of the block in the middle.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("TEXTUAL_FPS", "240")

from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Markdown


class Field(Input):
    """Tells the plan in the same call, so that both are drawn in one frame."""

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        if self.is_mounted and isinstance(self.app, MarkdownApp):
            self.app.draw(value)


class MarkdownApp(App[None]):
    """Draws the plan again at every key."""

    CSS = "Input { width: 46%; } VerticalScroll { width: 1fr; } Markdown { height: auto; }"

    def __init__(self, way: str, text: str) -> None:
        super().__init__()
        self.way = way
        self.blocks = text.split("\n\n")
        self.middle = len(self.blocks) // 2
        self.base = self.blocks[self.middle]

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Field("READY")
            with VerticalScroll(can_focus=False):
                if self.way == "whole":
                    yield Markdown("\n\n".join(self.blocks))
                else:
                    yield from (Markdown(block) for block in self.blocks)

    def on_ready(self) -> None:
        self.call_after_refresh(self._go_to_middle)

    def _go_to_middle(self) -> None:
        plan = self.query_one(VerticalScroll)
        if self.way == "whole":
            plan.scroll_to(y=plan.max_scroll_y // 2, animate=False)
        else:
            self._middle_widget().scroll_visible(animate=False, top=True)

    def _middle_widget(self) -> Markdown:
        return list(self.query(Markdown))[self.middle]

    def draw(self, value: str) -> None:
        """Show what was typed."""
        self.blocks[self.middle] = f"{value.removeprefix('READY')} {self.base}"
        if self.way == "whole":
            self.query_one(Markdown).update("\n\n".join(self.blocks))
        else:
            self._middle_widget().update(self.blocks[self.middle])


if __name__ == "__main__":
    MarkdownApp(sys.argv[1], Path(sys.argv[2]).read_text(encoding="utf-8")).run()
