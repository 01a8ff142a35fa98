"""Working a plan off: its tasks in a list, the plan beside it, both as the file is now, whoever writes to it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from msgspec import Struct
from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from screens.appearance.safe_text import capitalize_sentence, problem_line, safe_line
from screens.help import HelpPage
from screens.preview.plan_screen import PlanScreen
from screens.preview.preview import Preview
from screens.tasks.plan_file import PlanFile, UnreadPlan, read_plan_file
from screens.tasks.task_plan import group_path, task_of
from screens.tasks.task_rows import TASK_LIST_STYLE, RowCache, TaskRows, task_name, task_rows, task_signs, without_rows
from screens.terminal.typeahead import READS_FIRST
from screens.widgets.background_save import SAVING_GROUP
from screens.widgets.dismiss_once import DismissOnce
from screens.widgets.fields.filter_input import FilterInput
from screens.widgets.footer import KeyFooter, KeyHint
from screens.widgets.header import PlanHeader
from screens.widgets.row_layout import EmptyNotice
from screens.widgets.row_list import RowList
from wizard.errors import InvalidFileError, WizardError
from wizard.files.file_watch import FileWatch
from wizard.message_text import end_sentence, pluralize, sanitize_line
from wizard.plans.tasks.tick import TickState, restore_mark, tick

if TYPE_CHECKING:
    from wizard.plans.tasks.conventions import TaskState
    from wizard.plans.tasks.task_list import Task, TaskCounts

SheetView = Literal["beside", "away", "alone"]
"""Where the plan is shown: beside the tasks (below them in a narrow terminal), not at all, or alone."""

_VIEWS: tuple[SheetView, ...] = get_args(SheetView)
_SEARCH_KEY = KeyHint("/", "search", "search_plan")
_NAME_CELLS = 24
"""Of a task's name in the footer."""
_MAX_NAMED = 3
"""Tasks that are named when somebody else has changed them."""


class WrittenTick(Struct, frozen=True):
    """A tick of the user's, waiting to be written or written."""

    key: str
    task: Task
    """As it was before."""
    to: TickState | Literal["as before"]
    """`as before` gives it the mark that `task` has."""
    undoes: bool = False


class TaskFilter(FilterInput):
    """The filter of the tasks; Space is no part of it, because it ticks."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return key != "space" and super().check_consume_key(key, character)

    def on_key(self, event: events.Key) -> None:
        if event.key == "space":
            event.prevent_default()

    def action_home(self, select: bool = False) -> None:
        """Go to the start of the text, or leave the key to the list when there is none."""
        if not self.value:
            raise SkipAction
        super().action_home(select)

    def action_end(self, select: bool = False) -> None:
        """Go to the end of the text, or leave the key to the list when there is none."""
        if not self.value:
            raise SkipAction
        super().action_end(select)


class WorkOffScreen(DismissOnce[None], PlanScreen[None]):
    """The tasks of a plan's file; Space ticks, typing filters, and every change of the file is shown.

    Everything on it is drawn from the file as it was read last; a tick that is being written is shown in
    grey until the file has it.
    """

    CSS_PATH = "work_off.tcss"
    AUTO_FOCUS = "#filter"
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Tick", show=False, tooltip="Task: tick or untick"),
        Binding("ctrl+d", "doing", "Doing", show=False, tooltip="Task: in progress, or open again"),
        Binding("ctrl+k", "give_up", "Cancel", show=False, tooltip="Task: cancel, or open again"),
        Binding("ctrl+n", "next_task", "Next", show=False, tooltip="Task: go to the next one"),
        Binding("ctrl+o", "toggle_open", "Open ones", show=False, tooltip="Tasks: open ones only, or all"),
        Binding("ctrl+z", "undo", "Undo", show=False, tooltip="Undo the last tick"),
        Binding("ctrl+y", "redo", "Redo", show=False, tooltip="Redo it"),
        Binding("f3", "next_view", "Plan", show=False, tooltip="Preview: side by side, hidden, full screen"),
        Binding("f5", "toggle_source", "Source", show=False, tooltip="Preview: rendered or source"),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown", "move(10)", "Page down", show=False),
        Binding("home", "move(-1000000)", "First", show=False),
        Binding("end", "move(1000000)", "Last", show=False),
        Binding("enter", "read", "Read", show=False, tooltip="Preview: show this task"),
        Binding("escape", "back", "Back", show=False, tooltip="Clear the filter, or go back"),
    ]

    @dataclass
    class Loaded(Message):
        """The file was read."""

        path: Path
        file: PlanFile | UnreadPlan
        rows: TaskRows | None
        changed: tuple[str, ...] = ()
        """The keys of tasks that are in another state than when it was read before."""

        @property
        def counts(self) -> TaskCounts | None:
            """How many tasks there are in each state; None when the file could not be read."""
            return self.file.counts if isinstance(self.file, PlanFile) else None

    def __init__(self, path: Path, *, has_way_back: bool, notice: str = "") -> None:
        """Work off the plan at `path`; `has_way_back` says that Esc leads to another screen."""
        super().__init__(classes=READS_FIRST)
        self._path = path
        self._has_way_back = has_way_back
        self._notice = (EmptyNotice(safe_line(notice, "$faint")),) if notice else ()
        self._says = ""
        """What the footer says until another task is marked."""
        self._said_at: str | None = None
        """The key of the task that was marked then."""
        self._file: PlanFile | None = None
        self._rows = TaskRows((), {})
        self._problem = ""
        self._reader = _PlanReader(path, self)
        self._watch = FileWatch(path, self._reader.read)
        self._queue: deque[WrittenTick] = deque()
        self._is_writing = False
        self._pending: dict[str, TaskState] = {}
        """`{key: the state that is being written}`."""
        self._written: set[str] = set()
        """The keys of those that are in the file, which has not been read since."""
        self._own: dict[str, TaskState] = {}
        """`{key: the state that was written here last}`, so that one's own ticks are not told as somebody else's."""
        self._done: list[WrittenTick] = []
        self._undone: list[WrittenTick] = []
        self._hidden: set[str] | None = None
        """The keys of the tasks that are not shown because they are done; None while all are shown."""
        self._view: SheetView = "beside"

    def compose(self) -> ComposeResult:
        yield PlanHeader()
        with Horizontal(id="body", classes="panes"):
            with Vertical(id="list", classes="pane"):
                yield TaskFilter(id="filter")
                with VerticalScroll(can_focus=False):
                    yield RowList(TASK_LIST_STYLE, leads=True, first_click="marks", id="rows")
            yield Preview(id="sheet")
        yield Static(id="problem", classes="-quiet")
        yield KeyFooter()

    def on_mount(self) -> None:
        self._rows_list.can_focus = False
        self._preview.can_focus = True
        self._preview.file_name = sanitize_line(self._path.name)
        self._show_frame()
        self._watch.start()

    def on_unmount(self) -> None:
        self._watch.stop()

    def on_screen_resume(self) -> None:
        self._watch.look()

    def on_app_focus(self) -> None:
        self._watch.look()

    def on_resize(self) -> None:
        if self.is_mounted:
            self._show_frame()

    def on_work_off_screen_loaded(self, event: Loaded) -> None:
        self.remove_class(READS_FIRST)
        if isinstance(event.file, UnreadPlan):
            self._problem = event.file.problem
            if self._file is not None:
                self._problem += " This was its content; it is read again as soon as it is back."
            self._show_frame()
            return
        is_first, self._problem = self._file is None, ""
        assert event.rows is not None
        self._file, self._rows = event.file, event.rows
        self._tell_changes(event.changed)
        for key in self._written:
            self._pending.pop(key, None)
        self._written.clear()
        if self._hidden is not None:
            self._hidden = {key for key in self._hidden if key in event.rows.index and not self._is_open(key)}
        self._refresh_rows(self._next_key() if is_first else None)
        self._show_frame()
        self._show_plan()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._rows_list.narrow(event.value)
        self._show_frame()

    def on_input_submitted(self) -> None:
        self.action_read()

    def on_row_list_row_marked(self, event: RowList.RowMarked) -> None:
        event.stop()
        if event.key != self._said_at:
            self._says = ""
        self._show_plan()
        self._show_keys()

    def on_row_list_row_chosen(self, event: RowList.RowChosen) -> None:
        event.stop()
        self.action_tick()

    def on_preview_chosen(self, event: Preview.Chosen) -> None:
        event.stop()
        index = task_of(event.path)
        if self._file is None or index is None:
            return
        self._set_view("beside" if self._view == "alone" else self._view)
        self._go_to(self._file.keys[index])
        self.query_one(FilterInput).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("tick", "doing", "give_up") and self._is_reading:
            return False  # there Space is a page, and the task in the list may be out of sight
        return super().check_action(action, parameters)

    def has_use_for_action(self, action: str) -> bool:
        """Return whether an action does something now."""
        match action:
            case "undo":
                return bool(self._done)
            case "redo":
                return bool(self._undone)
            case "doing" | "give_up":
                return (
                    self._file is not None and self._lacking_mark("doing" if action == "doing" else "cancelled") is None
                )
            case _:
                return True

    def help_page(self) -> HelpPage:
        """Return what the help says here."""
        return HelpPage(
            "Space ticks the marked task in the file itself; the rest of the file stays as it is. "
            "What an editor, a colleague or an agent changes in it shows here at once.",
            task_signs(),
        )

    # Ticking

    def action_tick(self) -> None:
        """Tick the marked task, or untick it when it is done."""
        self._write("done")

    def action_doing(self) -> None:
        """Say that the marked task is being done, or no more."""
        self._write("doing")

    def action_give_up(self) -> None:
        """Cancel the marked task, or open it again."""
        self._write("cancelled")

    def action_undo(self) -> None:
        """Give the task that was ticked last the mark that it had."""
        if not self._done:
            self._say("Nothing to undo.")
            return
        last = self._done.pop()
        self._undone.append(last)
        self._go_to(last.key)
        self._enqueue(WrittenTick(last.key, last.task, "as before", undoes=True), last.task.state)

    def action_redo(self) -> None:
        """Tick again what was undone last."""
        if not self._undone:
            self._say("Nothing to redo.")
            return
        last = self._undone.pop()
        self._go_to(last.key)
        if last.to != "as before":
            self._enqueue(last, last.to)

    def _write(self, to: TickState) -> None:
        key, file = self._rows_list.marked_key, self._file
        if key is None or file is None or (task := file.by_key.get(key)) is None:
            return
        state = self._pending.get(key, task.state)
        wanted: TickState = "open" if state == to else to
        if (lack := self._lacking_mark(wanted)) is not None:
            self._say(lack)
            return
        self._undone.clear()
        self._enqueue(WrittenTick(key, task, wanted), wanted)

    def _lacking_mark(self, to: TickState) -> str | None:
        """Return why there is no mark for a state in this file, or None if there is one."""
        assert self._file is not None
        convention = self._file.tasks.convention
        if to == "doing" and not convention.doing:
            return "This plan has no mark for tasks in progress."
        if to == "cancelled" and not convention.cancelled:
            return "This plan has no mark for cancelled tasks."
        return None

    def _enqueue(self, tick: WrittenTick, state: TaskState) -> None:
        """Show a tick at once, and write it in its turn."""
        self._queue.append(tick)
        self._pending[tick.key] = state
        self._written.discard(tick.key)
        self._refresh_rows()
        self._show_keys()
        if not self._is_writing:
            self._is_writing = True
            self.run_worker(self._write_queue, name=str(self._path), group=SAVING_GROUP)

    async def _write_queue(self) -> None:
        """Write the ticks one after the other, and tell what has become of each."""
        try:
            while self._queue:
                tick = self._queue.popleft()
                try:
                    what = await asyncio.to_thread(_write_tick, self._path, tick)
                except WizardError as problem:
                    self._take_failure(tick, _failure_words(problem))
                else:
                    self._take_written(tick, what)
        finally:
            self._is_writing = False
        self._watch.look()

    def _take_written(self, tick: WrittenTick, is_changed: bool) -> None:
        self._problem = ""
        is_last = not any(other.key == tick.key for other in self._queue)
        state = self._pending.get(tick.key)
        if is_last and state is not None:
            self._own[tick.key] = state
            if self._file is not None and tick.key in self._file.by_key and self._file.by_key[tick.key].state == state:
                self._pending.pop(tick.key)  # it was read again already
                self._refresh_rows()
            else:
                self._written.add(tick.key)
        if is_changed and not tick.undoes:
            self._done.append(tick)
        self._say(_told(tick, is_changed=is_changed))

    def _take_failure(self, tick: WrittenTick, problem: str) -> None:
        if not any(other.key == tick.key for other in self._queue):
            self._pending.pop(tick.key, None)
        self._refresh_rows()
        self._problem = end_sentence(capitalize_sentence(problem))
        self._say("")

    # Finding

    def action_move(self, by: int) -> None:
        self._rows_list.move(by)

    def action_next_task(self) -> None:
        """Mark the task that can be begun next."""
        key = self._next_key()
        if key is not None:
            self._go_to(key)
        elif self._file is not None:
            left = self._file.counts.left
            waiting = f"{left} {pluralize('task', left)} left, all in progress or waiting for others."
            self._say(waiting if left else "No tasks left.")

    def action_toggle_open(self) -> None:
        """Show only what is open now, or everything again; what is ticked meanwhile stays in sight."""
        if self._file is None:
            return
        is_all = self._hidden is None
        self._hidden = {key for key in self._file.keys if not self._is_open(key)} if is_all else None
        self._refresh_rows()
        self._show_frame()

    def action_back(self) -> None:
        """Leave the plan, clear the filter, or go back to the screen before."""
        text = self.query_one(FilterInput)
        if self._is_reading or self._view == "alone":
            self._set_view("beside" if self._view == "alone" else self._view)
            text.focus()
        elif text.value:
            text.value = ""
        elif self._hidden is not None:
            self.action_toggle_open()
        elif self._has_way_back:
            self.dismiss(None)

    def action_read(self) -> None:
        """Read the plan at the marked task; alone where there is no room for it beside the tasks."""
        if self.has_class("-tiny") or self.has_class("-low") or self._view == "away":
            self._set_view("alone")
        self.call_after_refresh(self._preview.focus)  # where there is room for its cursor by then

    def action_next_view(self) -> None:
        if self.has_class("-tiny") or self.has_class("-low"):
            self._set_view("beside" if self._view == "alone" else "alone")
        else:
            self._set_view(_VIEWS[(_VIEWS.index(self._view) + 1) % len(_VIEWS)])
        self.call_after_refresh((self._preview if self._view == "alone" else self.query_one(FilterInput)).focus)

    def action_toggle_source(self) -> None:
        self._preview.toggle_source()

    def on_descendant_focus(self) -> None:
        self._show_keys()

    def keeps_page_keys(self) -> bool:
        return True  # they go to the first and last of the tasks, however few there are

    @property
    def _rows_list(self) -> RowList:
        return self.query_one(RowList)

    @property
    def _preview(self) -> Preview:
        return self.query_one(Preview)

    @property
    def _is_reading(self) -> bool:
        return self.is_mounted and self._preview.has_focus

    def _is_open(self, key: str) -> bool:
        """Whether a task is shown as one that is left to do."""
        assert self._file is not None
        return self._pending.get(key, self._file.by_key[key].state) not in ("done", "cancelled")

    def _next_key(self) -> str | None:
        return self._file.next_key if self._file is not None else None

    def _go_to(self, key: str) -> None:
        """Mark a task, and show it if a filter hides it."""
        rows = self._rows_list
        if not rows.has(key) and self._hidden is not None and key in self._hidden:
            self._hidden.discard(key)
            self._refresh_rows()
        if not rows.has(key):
            self.query_one(FilterInput).value = ""
            rows.narrow("")
        rows.mark(key)
        rows.show_mark()

    # Showing

    def _refresh_rows(self, mark: str | None = None) -> None:
        if self._file is None:
            return
        entries = self._rows.entries
        if self._pending:
            entries = self._rows.with_pending(self._file.by_key, self._pending)
        if self._hidden is not None:
            entries = tuple(without_rows(entries, self._hidden))
        self._rows_list.show((*entries, *self._notice), mark)

    def _show_plan(self) -> None:
        """Show the plan with the lines of the marked task's group marked, and the bar beside the task's own."""
        file, key = self._file, self._rows_list.marked_key
        if file is None:
            return
        task = file.by_key.get(key) if key is not None else None
        if task is None or key is None:
            self._preview.show(file.plan, ())
        else:
            self._preview.show(file.plan, group_path(task), (file.index[key],))

    def _set_view(self, view: SheetView) -> None:
        self._view = view
        self.set_class(view == "away", "-no-sheet")
        self.set_class(view == "alone", "-sheet-alone")

    def _say(self, text: str) -> None:
        self._says, self._said_at = text, self._rows_list.marked_key
        self._show_frame()

    def _tell_changes(self, changed: tuple[str, ...]) -> None:
        """Say which tasks somebody else has changed."""
        assert self._file is not None
        others = [key for key in changed if self._own.pop(key, None) != self._file.by_key[key].state]
        if others:
            named = ", ".join(_change_told(self._file.by_key[key]) for key in others[:_MAX_NAMED])
            more = len(others) - _MAX_NAMED
            self._say(f"Changed in the file: {named}{f' and {more} more' if more > 0 else ''}.")

    def _show_frame(self) -> None:
        """Show what stands around the tasks and the plan."""
        file = self._file
        sections = () if file is None else file.progress
        self.query_one(PlanHeader).show_progress((sanitize_line(self._path.name), "Tasks"), sections)
        problem = self.query_one("#problem", Static)
        problem.update(problem_line(self._problem) if self._problem else "")
        problem.set_class(not self._problem, "-quiet")
        self._show_keys()

    def _show_keys(self) -> None:
        if self.is_mounted:
            self.query_one(KeyFooter).show(self._keys(), self._says or self._status())

    def _status(self) -> str:
        if self._file is None:
            return ""
        counts = self._file.counts
        named = ", ".join(f"{count} × {box}" for _, box, count in counts.marks)
        if named:
            return named
        return "all done" if counts.total and not counts.left else f"{counts.left} left"

    def _keys(self) -> tuple[KeyHint, ...]:
        leave = KeyHint("^Q", "quit", "app.leave")
        if self._is_reading:
            back = KeyHint("esc", "back to the tasks", "back")
            return (
                KeyHint("enter", "go to this task"),
                KeyHint("↑↓", "move"),
                back,
                _SEARCH_KEY,
                KeyHint("F5", "source"),
                leave,
            )
        is_hiding, text = self._hidden is not None, self.query_one(FilterInput).value
        back = (KeyHint("esc", "clear" if text else "all" if is_hiding else "back", "back"),)
        task = self._marked_task()
        convention = self._file.tasks.convention if self._file is not None else None
        return (
            *(() if task is None else (KeyHint("space", self._tick_label(task), "tick"),)),
            KeyHint("↑↓", "move"),
            KeyHint("^N", "next task", "next_task"),
            KeyHint("^O", "all" if is_hiding else "open ones", "toggle_open"),
            *(back if text or is_hiding or self._has_way_back else ()),
            *((KeyHint("^Z", "undo", "undo"),) if self._done else ()),
            *((KeyHint("^D", "doing", "doing"),) if convention is not None and convention.doing else ()),
            *((KeyHint("^K", "cancel", "give_up"),) if convention is not None and convention.cancelled else ()),
            KeyHint("enter", "show in plan", "read"),
            KeyHint("F3", "plan", "next_view"),
            leave,
            KeyHint("alt+PgDn", "scroll the plan"),
            KeyHint("^/", "search in it", "search_plan"),
        )

    def _marked_task(self) -> Task | None:
        key = self._rows_list.marked_key
        return self._file.by_key.get(key) if self._file is not None and key is not None else None

    def _tick_label(self, task: Task) -> str:
        state = self._pending.get(self._rows_list.marked_key or "", task.state)
        return "untick" if state == "done" else "tick"


class _PlanReader:
    """Reads the file for the screen, in the thread that watches it."""

    def __init__(self, path: Path, screen: WorkOffScreen) -> None:
        self._path = path
        self._screen = screen
        self._before: PlanFile | None = None
        self._cache = RowCache()

    def read(self) -> None:
        """Read the file and post what is in it."""
        file = read_plan_file(self._path, self._before)
        rows, changed = None, tuple[str, ...]()
        if isinstance(file, PlanFile):
            rows = task_rows(file.tasks, file.keys, self._cache)
            changed = () if self._before is None else file.changed_since(self._before)
            self._before = file
        self._screen.post_message(WorkOffScreen.Loaded(self._path, file, rows, changed))


def _write_tick(path: Path, written: WrittenTick) -> bool:
    """Write a tick; return whether that has changed the file. Raise WizardError when the file does not have it."""
    if written.to == "as before":
        return bool(restore_mark(path, written.task).changed)
    return bool(tick(path, (written.task,), written.to).changed)


def _failure_words(problem: WizardError) -> str:
    """Return why a tick was not written, without the place in the file, which may be another one by now."""
    if isinstance(problem, InvalidFileError):
        return f"Not ticked: {problem.problems[0].message}"
    return str(problem)


def _told(tick: WrittenTick, *, is_changed: bool) -> str:
    name = sanitize_line(task_name(tick.task, _NAME_CELLS))
    if tick.undoes:
        return f"Undone: {name}."
    if not is_changed:
        return f"{name} was already {_STATE_WORDS[tick.to]}."
    return f"{name} is {_STATE_WORDS[tick.to]}."


_STATE_WORDS: Mapping[str, str] = {
    "open": "open",
    "doing": "in progress",
    "done": "done",
    "cancelled": "cancelled",
}


def _change_told(task: Task) -> str:
    state = f"[{task.mark}]" if task.state == "other" else _STATE_WORDS[task.state]
    return sanitize_line(f"{task_name(task, _NAME_CELLS)} is {state}")
