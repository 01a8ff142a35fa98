"""A switch of the review: a yes/no question that is no step of the interview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.safe_text import safe_line, wrap_content
from wizard.model.template import Question


class SwitchLine(Widget, can_focus=True):
    """A box and what it switches; Space, Enter or a click turns it the other way."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space,enter", "press", "Switch", show=False)]
    DEFAULT_CSS = """
    SwitchLine {
        height: auto;
        padding: 0 2;
        margin: 0 0 1 0;
        &:focus {
            border-left: wide $primary;
            padding: 0 2 0 1;
        }
    }
    """

    @dataclass
    class Toggled(Message):
        """The user wants the switch the other way."""

        question: Question

    def __init__(self, question: Question, key: str, *, is_on: bool) -> None:
        super().__init__()
        self.question = question
        self._key = key
        self._is_on = is_on

    def show(self, *, is_on: bool) -> None:
        """Show how the switch stands."""
        self._is_on = is_on
        self.refresh()

    def render(self) -> Content:
        glyphs = terminal_glyphs()
        box = Content.styled(glyphs.ticked if self._is_on else glyphs.box, "$success" if self._is_on else "$soft")
        indent = box.cell_length + 1
        width = max(self.content_size.width - indent, 2)
        first, *rest = wrap_content(safe_line(self.question.label, "$foreground"), width)
        lines = [box + " " + first, *(" " * indent + line for line in rest)]
        key = Content.styled(f"  {self._key}", "$faint")
        if self._key and lines[-1].cell_length + key.cell_length <= width + indent:
            lines[-1] += key
        return Content("\n").join(lines)

    def on_click(self) -> None:
        self.action_press()

    def action_press(self) -> None:
        """Turn the switch the other way."""
        self.post_message(self.Toggled(self.question))
