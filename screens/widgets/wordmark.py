"""The program's name and motto."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from screens.appearance.glyphs import terminal_glyphs


class Wordmark(Widget):
    """The program's name and motto in one line; without the motto where it does not fit."""

    def render(self) -> Content:
        name = Content.assemble((terminal_glyphs().here, "$primary"), (" plan-wizard", "bold $foreground"))
        motto = Content.styled("   One good question at a time.", "$soft")
        return name if name.cell_length + motto.cell_length > self.size.width else name + motto
