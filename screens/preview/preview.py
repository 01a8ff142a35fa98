"""The sheet: the plan on paper, its file name above it, following the question and leading back to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from screens.appearance.safe_text import safe_line, shorten_content
from screens.preview.preview_lines import PreviewLines, View

if TYPE_CHECKING:
    from wizard.model.answers import AnswerPath
    from wizard.render.plan import Plan


class Preview(Vertical, can_focus=False):
    """Shows a plan with the lines of a question marked; a click or Enter on a line leads to its question."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown,space", "page(1)", "Page down", show=False),
        Binding("home", "move(-1000000)", "Start", show=False),
        Binding("end", "move(1000000)", "End", show=False),
        Binding("enter", "choose", "Answer this line", show=False),
    ]
    FOCUS_ON_CLICK = False

    view: reactive[View] = reactive("rendered")
    file_name = reactive("")
    """What the plan will be saved as; stands above it at the left."""
    right_caption = reactive("")
    """What stands above it at the right; the view, if it is empty."""

    @dataclass
    class Chosen(Message):
        """The user wants to go to the question that made a line."""

        sheet: Preview
        path: AnswerPath

        @property
        def control(self) -> Preview:
            return self.sheet

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._caption = Caption()
        self._rows = PreviewLines()

    def compose(self) -> ComposeResult:
        yield self._caption
        yield self._rows

    def show(self, plan: Plan, path: AnswerPath, within: AnswerPath = ()) -> None:
        """Draw a plan at once and bring the lines of the question at `path` into sight.

        `within` is the row, cell or item below it that has the cursor: the bar stands beside its lines only.
        """
        self._rows.show(plan, path, within)

    def point_at(self, offset: int | None) -> None:
        """Show the line that has a character of the plan, until it is called with None."""
        if offset is None:
            self._rows.end_reading()
        else:
            self._rows.point_at(offset)

    def toggle_source(self) -> None:
        """Show the Markdown itself, or the rendered plan again."""
        self.view = "source" if self.view == "rendered" else "rendered"

    def watch_view(self, view: View) -> None:
        self._rows.set_view(view)
        self._caption.right = self.right_caption or view

    def watch_file_name(self, name: str) -> None:
        self._caption.left = name

    def watch_right_caption(self, note: str) -> None:
        self._caption.right = note or self.view

    def on_focus(self) -> None:
        self._rows.begin_reading()

    def on_blur(self) -> None:
        self._rows.end_reading()

    def on_preview_lines_chosen(self, event: PreviewLines.Chosen) -> None:
        event.stop()
        self.post_message(self.Chosen(self, event.path))

    def action_move(self, by: int) -> None:
        self._rows.move(by)

    def action_page(self, by: int) -> None:
        self._rows.move(by * max(self._rows.size.height - 1, 1))

    def action_choose(self) -> None:
        self._rows.choose()


class Caption(Widget):
    """One row above the plan, which stays when it is scrolled."""

    left = reactive("")
    right = reactive("rendered")

    def render(self) -> Content:
        width = self.size.width
        right = shorten_content(safe_line(self.right), width)
        left = shorten_content(safe_line(self.left), width - right.cell_length - 2)
        gap = max(width - left.cell_length - right.cell_length, 0)
        return Content.assemble(left, " " * gap, right)
