"""The outline: every section and question with its state, and the way there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.appearance.safe_text import joined
from screens.outline_entries import ItemRows, entries_of
from screens.widgets.filter_input import Filter
from screens.widgets.footer import Foot, Key
from screens.widgets.modal import LeftOnce
from screens.widgets.row_layout import Entry, Grid, Row
from screens.widgets.row_list import Rows
from wizard.interview.interview import Interview
from wizard.model.answers import Path, format_path, parse_path

GRID = Grid(heading=0, gap=1, right=1, below_heading=0, is_tinted=False, marked="bold $primary")
_SETTLES_IN = 0.15
"""Seconds without a change after which the states are looked at again."""


class OutlineList(Widget):
    """The outline as a list; the mark is on the question of the screen."""

    @dataclass
    class Chosen(Message):
        """The user wants to go to the question at a path."""

        path: Path

    def __init__(self, *, leads: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = Rows(GRID, leads=leads)
        self._interview: Interview | None = None
        self._filter = ""
        self._later: Timer | None = None
        self._items = ItemRows()
        self._is_behind = False
        """Whether the rows are those of an earlier interview, because nobody sees them."""

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield self._rows

    def show(self, interview: Interview) -> None:
        """Show an interview: a move at once, new states a moment after the last key."""
        before, self._interview = self._interview, interview
        if before is interview:
            return
        if self._later is not None:
            self._later.stop()
        if not self.display:
            self._is_behind = True
        elif before is None or before.place != interview.place or before.template is not interview.template:
            self._refresh_rows()
        else:
            self._later = self.set_timer(_SETTLES_IN, self._refresh_rows)

    def narrow(self, text: str) -> None:
        """Show only what holds every word of a text; the questions of all items are looked through then."""
        if bool(text.split()) != bool(self._filter.split()):
            self._filter = text
            self._refresh_rows()
        self._filter = text
        self._rows.narrow(text)

    @property
    def rows(self) -> Rows:
        """The list itself, for the keys of a screen."""
        return self._rows

    def on_show(self) -> None:
        if self._is_behind:
            self._refresh_rows()

    def _refresh_rows(self) -> None:
        self._is_behind = False
        if self._interview is not None:
            entries = tuple(entries_of(self._interview, self._items, with_all_items=bool(self._filter.split())))
            self._rows.show(entries, mark=_mark(self._interview, entries))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.post_message(self.Chosen(parse_path(event.key)))

    def on_rows_marked(self, event: Rows.Marked) -> None:
        event.stop()


class OutlineScreen(ModalScreen["Path | None"], LeftOnce["Path | None"]):
    """The outline over the question; gives the path to go to, or None."""

    CSS_PATH = "outline.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown", "move(10)", "Page down", show=False),
        Binding("enter", "go", "Go there", show=False),
        Binding("escape", "stay", "Stay", show=False),
        Binding("f2", "close", "Close the outline", show=False),
    ]

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self._interview = interview

    def compose(self) -> ComposeResult:
        progress = self._interview.progress()
        count = f"   {progress.answered} of {progress.total}"
        with Vertical(id="panel"):
            yield Static(joined(("Outline", "bold $foreground"), (count, "$faint")), id="title")
            yield Filter(id="filter")
            yield OutlineList(leads=True, id="list")
            yield Foot()

    def on_mount(self) -> None:
        self._list.show(self._interview)
        self.query_one(Foot).show((Key("enter", "go there", "go"), Key("esc", "stay", "stay")))

    @property
    def _list(self) -> OutlineList:
        return self.query_one(OutlineList)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._list.narrow(event.value)

    def on_input_submitted(self) -> None:
        self.action_go()

    def on_outline_list_chosen(self, event: OutlineList.Chosen) -> None:
        self.dismiss(event.path)

    def action_move(self, by: int) -> None:
        self._list.rows.move(by)

    def action_go(self) -> None:
        self._list.rows.choose()

    def action_stay(self) -> None:
        """Clear the filter, or leave when there is none."""
        text = self.query_one(Filter)
        if text.value:
            text.value = ""
        else:
            self.dismiss(None)

    def action_close(self) -> None:
        self.dismiss(None)


def _mark(interview: Interview, entries: tuple[Entry, ...]) -> str:
    """The key of the row for the place of the user: the question, or the item or group that holds it."""
    keys = {entry.key for entry in entries if isinstance(entry, Row)}
    place = (*interview.place, *interview.within[:1]) if interview.within else interview.place
    while place and format_path(place) not in keys:
        place = place[:-1]
    return format_path(place)
