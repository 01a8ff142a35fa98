"""A button: a word or two on a filled ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from screens.appearance.glyphs import signs
from screens.appearance.safe_text import joined


class PushButton(Widget, can_focus=True):
    """Pressed by Enter, space or a click. The one for the main action has the class `-main`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "Press", show=False)]

    @dataclass
    class Pressed(Message):
        """The user pressed it."""

        button: PushButton

        @property
        def control(self) -> PushButton:
            return self.button

    def __init__(self, says: str, keys: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._label = f"{says}  {keys}" if keys else says

    def render(self) -> Content:
        bar = signs().here if self.has_focus else " "
        return joined((bar, "" if self.has_class("-main") else "$primary"), (f" {self._label}  ", ""))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return len(self._label) + 4

    def action_press(self) -> None:
        self.post_message(self.Pressed(self))

    def on_click(self) -> None:
        self.action_press()
