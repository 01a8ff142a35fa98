"""The push button of all screens."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widgets import Button

from screens.appearance.glyphs import terminal_glyphs


class PushButton(Button, inherit_css=False):
    """A button pressed by Enter, Space or a click; the one for the main action has the class `-main`.

    The bar of the focus stands before it, in two cells that are kept for it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"button--bar", "button--fill"}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "press", "Press", show=False)]

    def __init__(self, label: str, keys: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        # A string would be read as markup.
        super().__init__(Content(f" {label}  {keys} " if keys else f" {label} "), id=id, classes=classes)
        self.says = label
        """What it does, in words."""
        self.active_effect_duration = 0

    def render(self) -> Content:
        assert isinstance(self.label, Content)
        bar = terminal_glyphs().here if self.has_focus else " "
        fill = self.get_visual_style("button--fill")
        if self.get_component_styles("button--fill").text_style.reverse:  # which a visual style does not take over
            fill += Style(reverse=True)
        return Content.styled(f"{bar} ", self.get_visual_style("button--bar", partial=True)) + self.label.stylize(fill)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        assert isinstance(self.label, Content)
        return self.label.cell_length + 2
