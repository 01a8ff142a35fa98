"""The start screen: drafts, recent plans and templates, and beside them the plan of the marked one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from screens.preview.plan_screen import PlanScreen
from screens.preview.preview import Preview
from screens.splash import import_question_screen
from screens.terminal.typeahead import ENTER_OPENS, READS_FIRST
from screens.widgets.fields.filter_input import FilterInput
from screens.widgets.footer import KeyFooter, KeyHint
from screens.widgets.row_list import RowList
from screens.widgets.wordmark import Wordmark
from wizard import __version__
from wizard.errors import WizardError

if TYPE_CHECKING:
    from screens.start_entries import PlanEntry, Prompt, ShownPlan, StartEntries, WayIn
    from wizard.drafts.draft import Draft
    from wizard.drafts.dropped import DroppedDraft
    from wizard.plans.opening.plan_ways import PlanWays

_DRAW_DELAY = 0.08
"""Seconds from marking a row until its plan is drawn."""

_NOTICED_READING = 1.0
"""Seconds after which it is told that the lists are still read."""
_MIN_WIDTH_FOR_VERSION = 60


class StartScreen(PlanScreen[None]):
    """Type to filter; Enter carries on with a draft, opens a plan, or starts one."""

    CSS_PATH = "start.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown", "move(10)", "Page down", show=False),
        Binding("enter", "choose", "Continue", show=False),
        Binding("delete", "remove", "Remove", tooltip="Remove the draft, or remove the plan from the list"),
        Binding("ctrl+z", "restore", "Restore", tooltip="Restore the last removed draft"),
        Binding("escape", "calm", "Clear", tooltip="Clear the filter"),
    ]

    @dataclass
    class Opened(Message):
        """A draft was opened, or started."""

        draft: Draft
        is_new: bool

    @dataclass
    class PlanOpened(Message):
        """A recent plan was opened."""

        ways: PlanWays

    @dataclass
    class TasksCounted(Message):
        """The tasks of the recent plans were counted."""

        before: StartEntries
        entries: StartEntries

    @dataclass
    class Loaded(Message):
        """The drafts and templates were read."""

        entries: StartEntries

    @dataclass
    class NotOpened(Message):
        """A draft or template could not be opened; `prompt` says why, or asks what to do."""

        prompt: Prompt

    @dataclass
    class PlanRendered(Message):
        """The plan of a row was rendered."""

        key: str
        shown: ShownPlan

    def __init__(self) -> None:
        super().__init__(classes=f"{READS_FIRST} {ENTER_OPENS}")
        self._entries: StartEntries | None = None
        self._prompt: Prompt | None = None
        self._removed: tuple[DroppedDraft, ...] = ()
        """The drafts removed on this screen, the last one at the end."""
        self._is_opening = False
        self._is_away = False
        """Whether a plan was opened, which other screens show until the user comes back."""
        self._draw_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Wordmark()
        with Horizontal(id="body"):
            with Vertical(id="list"):
                yield FilterInput(id="filter")
                with VerticalScroll(can_focus=False):
                    yield RowList(folds=True, leads=True, first_click="marks", id="rows")
            preview = Preview(id="paper")
            preview.right_caption = " "
            yield preview
        yield KeyFooter()

    def on_mount(self) -> None:
        self._refresh_footer()
        self.call_after_refresh(self.load)

    def on_screen_resume(self) -> None:
        if self._is_away:
            self._is_away = False
            self.load()

    def load(self) -> None:
        """Read the drafts, recent plans and templates in a thread."""
        self._is_opening, self._prompt = False, None
        self.set_timer(_NOTICED_READING, self._tell_reading)
        self.run_worker(self._load, thread=True)

    def _tell_reading(self) -> None:
        if self._entries is None:
            self.query_one(KeyFooter).show(self._keys(), "Reading drafts and templates…")

    def on_resize(self) -> None:
        if self.is_mounted:
            self._refresh_footer()
            self._draw_marked()

    def on_start_screen_loaded(self, event: Loaded) -> None:
        self._entries = event.entries
        self._refresh_rows()
        self.remove_class(READS_FIRST)

    def on_start_screen_tasks_counted(self, event: TasksCounted) -> None:
        if self._entries is event.before:  # nothing was removed meanwhile
            self._entries = event.entries
            self._refresh_rows()

    def on_start_screen_plan_opened(self) -> None:
        self._is_opening, self._is_away = False, True
        self.remove_class(READS_FIRST)

    def on_start_screen_not_opened(self, event: NotOpened) -> None:
        self._is_opening = False
        self._ask(event.prompt)
        self.remove_class(READS_FIRST)

    def on_start_screen_plan_rendered(self, event: PlanRendered) -> None:
        if event.key == self._rows.marked_key:
            self._show_preview(event.shown)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._ask(None)
        self._rows.narrow(event.value)

    def on_input_submitted(self) -> None:
        self.action_choose()

    def on_row_list_row_marked(self, event: RowList.RowMarked) -> None:
        if self._prompt is not None and event.key != self._prompt.key:
            self._ask(None)
        self._refresh_footer()
        if self._draw_timer is not None:
            self._draw_timer.stop()
        if not event.key:
            self._clear_preview()
            return
        self._draw_timer = self.set_timer(_DRAW_DELAY, self._draw_marked)

    def on_row_list_row_chosen(self, event: RowList.RowChosen) -> None:
        self._choose(event.key)

    def on_preview_chosen(self) -> None:
        self.action_choose()

    def has_use_for_action(self, action: str) -> bool:
        """Return whether an action does something now."""
        key, entries = self._rows.marked_key, self._entries
        match action:
            case "remove":
                return entries is not None and key is not None and entries.template(key) is None
            case "restore":
                return self._prompt is not None or bool(self._removed)
            case "calm":
                return self._prompt is not None or bool(self.query_one(FilterInput).value)
            case _:
                return True

    def action_move(self, by: int) -> None:
        self._rows.move(by)

    def action_choose(self) -> None:
        """Carry on with the marked draft, or start the marked plan."""
        if (key := self._rows.marked_key) is not None:
            self._choose(key)

    def action_calm(self) -> None:
        """Withdraw the prompt, or clear the filter when there is none."""
        if self._prompt is not None:
            self._ask(None)
        else:
            self.query_one(FilterInput).value = ""

    def action_remove(self) -> None:
        """Ask whether to remove the marked draft, or to take a plan off the list; do so the second time."""
        key, entries = self._rows.marked_key, self._entries
        if entries is not None and key is not None and (recent := entries.recent(key)) is not None:
            self._forget(key, recent)
            return
        summary = entries.draft(key) if entries is not None and key is not None else None
        if summary is None or entries is None or key is None:
            return
        from screens.start_entries import Prompt, removal_question

        if self._prompt is None or self._prompt.kind != "remove":
            self._ask(Prompt(key, "remove", removal_question(summary)))
            return
        self._prompt = None
        self.run_worker(partial(self._remove, key, summary.name), group="removing")

    def action_restore(self) -> None:
        """Withdraw the prompt; without one, bring back the draft that was removed last on this screen."""
        if self._prompt is not None:
            self._ask(None)
            return
        if not self._removed:
            return
        *rest, last = self._removed
        self._removed = tuple(rest)
        self.run_worker(partial(self._restore, last), group="removing")

    def _forget(self, key: str, recent: PlanEntry) -> None:
        """Ask whether to take a plan off the list; do so the second time. Its file stays where it is."""
        from screens.start_entries import Prompt
        from wizard.plans.opening.recent_plans import forget_plan

        if recent.is_there and (self._prompt is None or self._prompt.kind != "forget"):
            self._ask(
                Prompt(key, "forget", "Remove it from this list? The file stays. Del again to confirm, Esc to cancel.")
            )
            return
        self._prompt = None
        if self._entries is not None:
            self._entries = self._entries.without(key)
        self._refresh_rows()
        self.run_worker(partial(forget_plan, recent.plan.path), thread=True, group="removing")

    async def _remove(self, key: str, name: str) -> None:
        """Remove a draft in a thread; its row goes when the draft is gone."""
        from screens.start_entries import Prompt
        from wizard.drafts.dropped import drop_draft

        self._refresh_rows()
        try:
            dropped = await asyncio.to_thread(drop_draft, name)
        except WizardError as problem:
            self._ask(Prompt(key, "look", str(problem)))
            return
        self._removed = (*self._removed, dropped)
        if self._entries is not None:
            self._entries = self._entries.without(key)
        self._refresh_rows()

    async def _restore(self, dropped: DroppedDraft) -> None:
        """Bring a draft back in a thread."""
        from wizard.drafts.dropped import bring_back

        try:
            await asyncio.to_thread(bring_back, dropped)
        except WizardError as problem:
            self._show_restore_problem(str(problem))
        else:
            self.load()

    def _show_restore_problem(self, problem: str) -> None:
        from screens.start_entries import Prompt

        if (key := self._rows.marked_key) is not None:
            self._ask(Prompt(key, "look", problem))

    def _choose(self, key: str) -> None:
        if self._entries is None or self._is_opening or (self._prompt is not None and self._prompt.kind == "look"):
            return
        self._is_opening = True
        self.add_class(READS_FIRST)
        asked = self._prompt.kind if self._prompt is not None else None
        way = asked if asked in ("copy", "earlier") else "open"
        self.run_worker(partial(self._open, self._entries, key, way), thread=True)

    def _load(self) -> None:
        from screens.start_entries import load_entries

        entries = load_entries()
        self.post_message(self.Loaded(entries))
        import_question_screen()  # it is needed in a moment
        if entries.plans:
            self.post_message(self.TasksCounted(entries, entries.with_counts()))

    def _render_plan(self, entries: StartEntries, key: str) -> None:
        shown = entries.shown_plan(key)
        if shown is not None:
            self.post_message(self.PlanRendered(key, shown))

    def _open(self, entries: StartEntries, key: str, way: WayIn) -> None:
        from screens.start_entries import Prompt, open_entry, open_recent

        if (recent := entries.recent(key)) is not None:
            found = open_recent(key, recent)
            self.post_message(self.NotOpened(found) if isinstance(found, Prompt) else self.PlanOpened(found))
            return
        opened = open_entry(entries, key, way)
        is_new = entries.draft(key) is None
        self.post_message(self.NotOpened(opened) if isinstance(opened, Prompt) else self.Opened(opened, is_new))

    def keeps_page_keys(self) -> bool:
        return self._rows.is_cut

    @property
    def _rows(self) -> RowList:
        return self.query_one(RowList)

    def _ask(self, prompt: Prompt | None) -> None:
        if prompt != self._prompt:
            self._prompt = prompt
            self._refresh_rows()

    def _refresh_rows(self) -> None:
        if self._entries is not None:
            self._rows.show(self._entries.rows(self._prompt, self._removed))
        self._refresh_footer()

    def _refresh_footer(self) -> None:
        version = f"v{__version__.rpartition('.')[0]}" if self.size.width >= _MIN_WIDTH_FOR_VERSION else ""
        self.query_one(KeyFooter).show(self._keys(), version)

    def _keys(self) -> tuple[KeyHint, ...]:
        match self._prompt.kind if self._prompt is not None else None:
            case "remove":
                return (KeyHint("del", "remove", "remove"), KeyHint("esc", "cancel", "calm"))
            case "forget":
                return (KeyHint("del", "remove it", "remove"), KeyHint("esc", "cancel", "calm"))
            case "copy":
                return (KeyHint("enter", "open a copy", "choose"), KeyHint("esc", "cancel", "calm"))
            case "earlier":
                return (KeyHint("enter", "restore it", "choose"), KeyHint("esc", "cancel", "calm"))
            case "look":
                return (KeyHint("esc", "continue", "calm"),)
            case None:
                pass
        key = self._rows.marked_key
        is_draft = self._entries is not None and key is not None and self._entries.draft(key) is not None
        is_plan = self._entries is not None and key is not None and self._entries.recent(key) is not None
        main = KeyHint("enter", "continue" if is_draft else "open" if is_plan else "start", "choose")
        remove = (
            (KeyHint("del", "remove" if is_draft else "remove from list", "remove"),) if is_draft or is_plan else ()
        )
        restore = (KeyHint("^Z", "restore it", "restore"),) if self._removed else ()
        return (main, KeyHint("↑↓", "move"), *remove, *restore, KeyHint("^Q", "quit", "app.leave"), *self._plan_keys())

    def _plan_keys(self) -> tuple[KeyHint, ...]:
        """Return the keys of the plan, where it is on the screen."""
        if not self._rows.has_rows or not self.query_one(Preview).display:
            return ()
        scroll = KeyHint("alt+PgDn" if self._rows.is_cut else "PgDn", "scroll the plan")
        return (scroll, KeyHint("^/", "search in it", "search_plan"))

    def _draw_marked(self) -> None:
        key = self._rows.marked_key
        if self._entries is not None and key is not None and self.query_one("#paper").display:
            self.run_worker(partial(self._render_plan, self._entries, key), thread=True, group="plan", exclusive=True)

    def _clear_preview(self) -> None:
        """Show an empty sheet, because no row is left whose plan it could be."""
        from wizard.render.plan import Plan

        preview = self.query_one(Preview)
        preview.file_name, preview.right_caption = "", " "
        preview.show(Plan((), (), {}), ())

    def _show_preview(self, shown: ShownPlan) -> None:
        preview = self.query_one(Preview)
        preview.right_caption = shown.caption
        preview.file_name = shown.file_name
        preview.show(shown.plan, shown.path, shown.within)
