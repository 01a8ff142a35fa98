"""The sheet: the plan on paper, its file name above it, following the question and leading back to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from screens.appearance.safe_text import join_content, safe_line, shorten_content
from screens.preview.plan_keys import rows_to_scroll
from screens.preview.preview_lines import PreviewLines, View
from screens.widgets.uniform_rows import UniformVertical

if TYPE_CHECKING:
    from textual import getters

    from screens.preview.plan_search import PlanSearch
    from screens.preview.viewport import TextCursor
    from wizard.model.answers import AnswerPath
    from wizard.render.answer_place import AnswerPlace
    from wizard.render.plan import Plan


class Preview(UniformVertical, can_focus=False):
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
    class Searched(Message):
        """The search has begun, gone on or ended, and with it the keys that work."""

        sheet: Preview

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
        self._search: PlanSearch | None = None

    def compose(self) -> ComposeResult:
        yield self._caption
        yield self._rows

    def show(
        self,
        plan: Plan,
        path: AnswerPath,
        within: AnswerPath = (),
        cursor: TextCursor | None = None,
        place: AnswerPlace | None = None,
    ) -> None:
        """Draw a plan at once and bring the lines of the question at `path` into sight.

        `within` is the row, cell or item below it that has the cursor: the bar stands beside its lines only. With
        `cursor`, the line that it is on in a long text comes into sight when it moves. `place` is where the answer
        would come, if the plan has no text of it.
        """
        self._rows.show(plan, path, within, cursor, place)
        if self._search is not None:
            self._search.look_again()

    @property
    def search(self) -> PlanSearch:
        """The search in the plan."""
        if self._search is None:
            from screens.preview.plan_search import PlanSearch

            self._search = PlanSearch(self)
        return self._search

    @property
    def is_searched(self) -> bool:
        """Whether keys are for the search in the plan."""
        return self._search is not None and self._search.is_open

    def scroll_with(self, key: str) -> None:
        """Scroll as a key says: by a page, to the start or to the end."""
        self._rows.scroll_rows(rows_to_scroll(key, self._rows.size.height))

    # What `PlanSearch` asks

    def count_hits(self, query: str) -> int:
        return self._rows.count_hits(query)

    def first_hit(self, offset: int | None) -> int:
        return self._rows.first_hit(offset)

    def show_hit(self, index: int | None) -> None:
        self._rows.show_hit(index)

    def begin_search(self) -> None:
        self._rows.begin_search()

    def end_search(self, *, goes_back: bool) -> None:
        self._rows.end_search(goes_back=goes_back)

    def show_search(self) -> None:
        self._caption.search = self._search
        self._caption.refresh()
        self.post_message(self.Searched(self))

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

    if TYPE_CHECKING:
        app = getters.app(App[None])

    left = reactive("")
    right = reactive("rendered")
    search: PlanSearch | None = None
    """In place of both, while it is open."""

    def render(self) -> Content:
        width = self.size.width
        if self.search is not None and self.search.is_open:
            return self._render_search(self.search, width)
        right = shorten_content(safe_line(self.right), width)
        left = shorten_content(safe_line(self.left), width - right.cell_length - 2)
        gap = max(width - left.cell_length - right.cell_length, 0)
        return Content.assemble(left, " " * gap, right)

    def _render_search(self, search: PlanSearch, width: int) -> Content:
        """Return what is typed, with the cursor in it, and at the right how often it is found."""
        words = search.count_words()
        right = Content.styled(words, "$error" if search.finds_nothing else "$soft")
        before, under, behind = search.split_query(max(width - right.cell_length - 4, 1))
        left = join_content(
            ("/ ", "bold $primary"),
            safe_line(before, "$foreground"),
            safe_line(under, "$on-primary on $primary") if under else Content(),
            safe_line(behind, "$foreground"),
        )
        if under:  # for input methods and screen readers
            self.app.cursor_position = self.content_region.offset + Offset(2 + safe_line(before).cell_length, 0)
        left = shorten_content(left, width - right.cell_length - 1)
        return left.pad_right(max(width - left.cell_length - right.cell_length, 0)) + right
