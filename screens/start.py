"""The start: drafts to carry on, plans to start, and beside them the plan as it stands."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from screens.preview.preview import Sheet
from screens.splash import import_question_screen
from screens.widgets.filter_input import Filter
from screens.widgets.footer import Foot, Key
from screens.widgets.row_list import Rows
from screens.widgets.wordmark import Wordmark
from wizard import __version__
from wizard.errors import WizardError

if TYPE_CHECKING:
    from screens.start_entries import Doubt, Offers
    from wizard.drafts.draft import Draft
    from wizard.interview.interview import Interview
    from wizard.render.plan import Plan

_RESTS_FOR = 0.08
"""Seconds that the mark rests on a row before its plan is drawn."""

_ROOM_FOR_VERSION = 60


class StartScreen(Screen[None]):
    """Type to filter; Enter carries on with a draft, or starts a plan."""

    CSS_PATH = "start.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown", "move(10)", "Page down", show=False),
        Binding("enter", "choose", "Carry on", show=False),
        Binding("delete", "remove", "Remove", tooltip="Remove the draft"),
        Binding("escape", "calm", "Clear", tooltip="Clear the filter"),
    ]

    @dataclass
    class Opened(Message):
        """A draft is open, and the interview can go on."""

        draft: Draft
        is_new: bool

    @dataclass
    class Loaded(Message):
        """The drafts and templates are read."""

        offers: Offers

    @dataclass
    class Held(Message):
        """A draft does not open, and what the user is asked about it."""

        doubt: Doubt

    @dataclass
    class Drawn(Message):
        """The plan of a row is rendered."""

        key: str
        interview: Interview
        plan: Plan
        file_name: str

    def __init__(self) -> None:
        super().__init__()
        self._offers: Offers | None = None
        self._doubt: Doubt | None = None
        self._is_opening = False
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Wordmark()
        with Horizontal(id="body"):
            with Vertical(id="list"):
                yield Filter(id="filter")
                with VerticalScroll(can_focus=False):
                    yield Rows(folds=True, leads=True, first_click="marks", id="rows")
            sheet = Sheet(id="paper")
            sheet.note = "as it stands"
            yield sheet
        yield Foot()

    def on_mount(self) -> None:
        self._refresh_foot()
        self.call_after_refresh(self.load)

    def load(self) -> None:
        """Read the drafts and the templates, in a thread; again after one of them was open."""
        self._is_opening, self._doubt = False, None
        self.run_worker(self._load, thread=True)

    def on_resize(self) -> None:
        if self.is_mounted:
            self._refresh_foot()
            self._draw_marked()

    # In threads

    def _load(self) -> None:
        from screens.start_entries import load_offers

        self.post_message(self.Loaded(load_offers()))
        import_question_screen()  # it is needed in a moment

    def _draw(self, offers: Offers, key: str) -> None:
        from wizard.plans.naming import file_name
        from wizard.render.budget import RenderError
        from wizard.render.plan import plan_of

        interview = offers.interview(key)
        if interview is not None:
            with suppress(RenderError):  # told of when it is opened
                self.post_message(self.Drawn(key, interview, plan_of(interview), file_name(interview)))

    def _open(self, offers: Offers, key: str, *, as_copy: bool) -> None:
        from screens.start_entries import Doubt, opened

        found = opened(offers, key, as_copy=as_copy)
        is_new = offers.draft(key) is None
        self.post_message(self.Held(found) if isinstance(found, Doubt) else self.Opened(found, is_new))

    # What has happened

    def on_start_screen_loaded(self, event: Loaded) -> None:
        self._offers = event.offers
        self._refresh_rows()

    def on_start_screen_held(self, event: Held) -> None:
        self._is_opening = False
        self._ask(event.doubt)

    def on_start_screen_drawn(self, event: Drawn) -> None:
        if event.key == self._rows.marked:
            self._show_sheet(event)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._ask(None)
        self._rows.narrow(event.value)

    def on_input_submitted(self) -> None:
        self.action_choose()

    def on_rows_marked(self, event: Rows.Marked) -> None:
        if self._doubt is not None and event.key != self._doubt.key:
            self._ask(None)
        self._refresh_foot()
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(_RESTS_FOR, self._draw_marked)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        if self._offers is None or self._is_opening or (self._doubt is not None and self._doubt.about == "look"):
            return
        self._is_opening = True
        as_copy = self._doubt is not None and self._doubt.about == "copy"
        self.run_worker(partial(self._open, self._offers, event.key, as_copy=as_copy), thread=True)

    def on_sheet_chosen(self) -> None:
        self.action_choose()

    # Keys

    def action_move(self, by: int) -> None:
        self._rows.move(by)

    def action_choose(self) -> None:
        """Carry on with the marked draft, or start the marked plan."""
        self._rows.choose()

    def action_calm(self) -> None:
        """Take back a question, else clear the filter."""
        if self._doubt is not None:
            self._ask(None)
        else:
            self.query_one(Filter).value = ""

    def action_remove(self) -> None:
        """Ask whether the marked draft is to go; the second time it goes."""
        key, offers = self._rows.marked, self._offers
        summary = offers.draft(key) if offers is not None and key is not None else None
        if summary is None or offers is None or key is None:
            return
        from screens.start_entries import Doubt, removal

        if self._doubt is None or self._doubt.about != "remove":
            self._ask(Doubt(key, "remove", removal(summary)))
            return
        from wizard.drafts.catalog import drop_draft

        try:
            drop_draft(summary.name)
        except WizardError as problem:
            self._ask(Doubt(key, "look", str(problem)))
        else:
            self._offers, self._doubt = offers.without(key), None
            self._refresh_rows()

    # What is shown

    @property
    def _rows(self) -> Rows:
        return self.query_one(Rows)

    def _ask(self, doubt: Doubt | None) -> None:
        if doubt != self._doubt:
            self._doubt = doubt
            self._refresh_rows()

    def _refresh_rows(self) -> None:
        if self._offers is not None:
            self._rows.show(self._offers.entries(self._doubt))
        self._refresh_foot()

    def _refresh_foot(self) -> None:
        version = f"v{__version__.rpartition('.')[0]}" if self.size.width >= _ROOM_FOR_VERSION else ""
        self.query_one(Foot).show(self._keys(), version)

    def _keys(self) -> tuple[Key, ...]:
        match self._doubt.about if self._doubt is not None else None:
            case "remove":
                return (Key("del", "remove for good", "remove"), Key("esc", "keep it", "calm"))
            case "copy":
                return (Key("enter", "take a copy", "choose"), Key("esc", "leave it", "calm"))
            case "look":
                return (Key("esc", "go on", "calm"),)
            case None:
                pass
        key = self._rows.marked
        is_draft = self._offers is not None and key is not None and self._offers.draft(key) is not None
        main = Key("enter", "carry on" if is_draft else "start", "choose")
        remove = (Key("del", "remove", "remove"),) if is_draft else ()
        return (main, Key("↑↓", "move"), *remove, Key("^Q", "leave", "app.leave"))

    def _draw_marked(self) -> None:
        key = self._rows.marked
        if self._offers is not None and key is not None and self.query_one("#paper").display:
            self.run_worker(partial(self._draw, self._offers, key), thread=True, group="plan", exclusive=True)

    def _show_sheet(self, event: Drawn) -> None:
        sheet = self.query_one(Sheet)
        sheet.file_name = event.file_name
        sheet.show(event.plan, event.interview.place, event.interview.within)
