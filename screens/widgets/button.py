"""The push button of all screens."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button


class PushButton(Button, inherit_css=False):
    """A button pressed by Enter, Space or a click; the one for the main action has the class `-main`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "press", "Press", show=False)]

    def __init__(self, label: str, keys: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        # A string would be read as markup.
        super().__init__(Content(f"{label}  {keys}" if keys else label), id=id, classes=classes)
        self.says = label
        """What it does, in words."""
        self.active_effect_duration = 0
