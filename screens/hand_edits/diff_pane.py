"""A difference below its caption, which is scrolled and searched with the keys of a plan."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Static

from screens.appearance.safe_text import safe_line
from screens.hand_edits.diff_view import DiffView
from screens.preview.plan_keys import rows_to_scroll
from screens.preview.plan_search import PlanSearch
from screens.preview.preview import Caption


class DiffPane(Vertical):
    """The file's name, the legend, and the difference."""

    @dataclass
    class Searched(Message):
        """The search in it has begun, gone on or ended."""

        pane: DiffPane

    def __init__(self, file_name: str, *, id: str | None = None, classes: str | None = None) -> None:
        """Show the difference of a file of this name."""
        super().__init__(id=id, classes=classes)
        self._file_name = file_name
        self.search = PlanSearch(self)
        self._row_before = 0
        """The first row in sight when the search began."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="caption"):
            yield Static(safe_line(self._file_name, "$faint"), id="name")
            yield Static(id="legend")
        yield Caption(id="query")
        with VerticalScroll(id="scroll", can_focus=False):
            yield DiffView()

    def show_legend(self, legend: Content) -> None:
        """Show what the signs stand for."""
        self.query_one("#legend", Static).update(legend)

    @property
    def is_searched(self) -> bool:
        """Whether keys are for the search."""
        return self.search.is_open

    def scroll_with(self, key: str) -> None:
        """Scroll as a key says: by a page, to the start or to the end."""
        by = rows_to_scroll(key, self._scroll.size.height)
        self._scroll.scroll_relative(y=by, animate=False, force=True, immediate=True)

    # What `PlanSearch` asks

    def count_hits(self, query: str) -> int:
        return self._view.find(query)

    def first_hit(self, offset: int | None) -> int:
        return self._view.first_hit(self._row_before)

    def show_hit(self, index: int | None) -> None:
        row = self._view.show_hit(index)
        if row is None:
            self._go_back()
        else:
            self._scroll.scroll_to_region(Region(0, max(row - 1, 0), 1, 3), animate=False, force=True, immediate=True)

    def begin_search(self) -> None:
        self._row_before = round(self._scroll.scroll_y)

    def end_search(self, *, goes_back: bool) -> None:
        self._view.find("")
        if goes_back:
            self._go_back()

    def show_search(self) -> None:
        self.set_class(self.search.is_open, "-searched")
        caption = self.query_one(Caption)
        caption.search = self.search
        caption.refresh()
        self.post_message(self.Searched(self))

    def _go_back(self) -> None:
        self._scroll.scroll_to(y=self._row_before, animate=False, force=True, immediate=True)

    @property
    def _view(self) -> DiffView:
        return self.query_one(DiffView)

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one("#scroll", VerticalScroll)
