"""The screen between a saved plan and what is done with it: work it off, or go on with the interview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message

from screens.appearance.paths import display_folder
from screens.appearance.safe_text import capitalize_sentence, problem_line, safe_line
from screens.preview.preview import Preview
from screens.tasks.plan_file import PlanFile, read_plan_file
from screens.tasks.task_rows import count_content, task_name
from screens.terminal.typeahead import ENTER_OPENS, READS_FIRST
from screens.widgets.dismiss_once import DismissOnce
from screens.widgets.footer import KeyFooter, KeyHint
from screens.widgets.header import PlanHeader, progress_bar
from screens.widgets.row_layout import Heading, ListRow
from screens.widgets.row_list import RowList
from wizard.errors import WizardError
from wizard.message_text import end_sentence, sanitize_line
from wizard.plans.opening.plan_ways import PlanWays, find_ways

if TYPE_CHECKING:
    from wizard.drafts.draft import Draft

_BAR = 10


class PlanChoiceScreen(DismissOnce[None]):
    """Offers both ways to go on with a plan, with how far each is; the plan is shown beside them."""

    CSS_PATH = "plan_choice.tcss"
    AUTO_FOCUS = "#ways"
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "take('tasks')", "Work through its tasks", show=False, tooltip="Work through its tasks"),
        Binding("2", "take('interview')", "Interview", show=False, tooltip="Continue the interview"),
        Binding("escape", "back", "Back", show=False, tooltip="Back"),
        Binding("f5", "toggle_source", "Source", show=False, tooltip="Preview: rendered or source"),
    ]

    @dataclass
    class InterviewOpened(Message):
        """The draft for the interview was started."""

        draft: Draft

    @dataclass
    class TasksChosen(Message):
        """The user wants to work the plan off."""

        ways: PlanWays

    @dataclass
    class Refreshed(Message):
        """The plan was read again."""

        ways: PlanWays | None
        file: PlanFile | None
        problem: str = ""

    def __init__(self, ways: PlanWays, *, has_way_back: bool) -> None:
        super().__init__(classes=ENTER_OPENS)
        self._ways = ways
        self._has_way_back = has_way_back
        self._problem = ""

    def compose(self) -> ComposeResult:
        yield PlanHeader()
        with Horizontal(id="body", classes="panes"):
            with VerticalScroll(classes="pane", can_focus=False):
                yield RowList(folds=True, first_click="marks", id="ways")
            preview = Preview(id="sheet")
            preview.right_caption = "as saved"
            yield preview
        yield KeyFooter()

    def on_mount(self) -> None:
        name = sanitize_line(self._ways.path.name)
        self.query_one(PlanHeader).show((name, "Open"), None)
        self.query_one(Preview).file_name = name
        self._show()
        self.call_after_refresh(self._read_again)

    def on_screen_resume(self) -> None:
        if self.is_mounted:
            self._read_again()

    def on_resize(self) -> None:
        if self.is_mounted:
            self._show_keys()

    def on_plan_choice_screen_refreshed(self, event: Refreshed) -> None:
        event.stop()
        self.remove_class(READS_FIRST)
        self._problem = event.problem
        if event.ways is not None:
            self._ways = event.ways
        if event.file is not None:
            self.query_one(Preview).show(event.file.plan, ())
        self._show()

    def on_row_list_row_marked(self) -> None:
        self._show_keys()

    def on_row_list_row_chosen(self, event: RowList.RowChosen) -> None:
        event.stop()
        self.action_take(event.key)

    def action_take(self, way: str) -> None:
        """Take a way, if there is this one."""
        if way == "tasks" and self._ways.tasks is not None:
            self.post_message(self.TasksChosen(self._ways))
        elif way == "interview" and self._ways.interview is not None:
            self.add_class(READS_FIRST)
            self.run_worker(self._start_interview, thread=True, group="opening", exclusive=True)

    def action_back(self) -> None:
        if self._has_way_back:
            self.dismiss(None)

    def action_toggle_source(self) -> None:
        self.query_one(Preview).toggle_source()

    def _start_interview(self) -> None:
        """Start the draft with what the files are now, in a thread."""
        try:
            ways = find_ways(self._ways.path)
            if ways.interview is None:
                self.post_message(self.Refreshed(ways, None))
            else:
                self.post_message(self.InterviewOpened(ways.interview.go_on()))
        except WizardError as problem:
            self.post_message(self.Refreshed(None, None, str(problem)))

    def _read_again(self) -> None:
        self.run_worker(self._read, thread=True, group="reading", exclusive=True)

    def _read(self) -> None:
        """Read the plan and what can be done with it, in a thread."""
        file = read_plan_file(self._ways.path)
        shown = file if isinstance(file, PlanFile) else None
        try:
            self.post_message(self.Refreshed(find_ways(self._ways.path), shown))
        except WizardError as problem:
            self.post_message(self.Refreshed(None, shown, str(problem)))

    def _show(self) -> None:
        where = safe_line(display_folder(self._ways.path.parent), "$faint")
        self.query_one(RowList).show((Heading(where), self._tasks_row(), self._interview_row()))
        self._show_keys()

    def _tasks_row(self) -> ListRow:
        ways, counts = self._ways, self._ways.counts
        name = safe_line("Work through its tasks")
        if ways.tasks is None:
            return ListRow("tasks", name, help=safe_line("It has no task boxes.", "$faint"))
        next_task = ways.tasks.next_task()
        if next_task is not None:
            what = f"Next: {task_name(next_task)}"
        else:
            what = "All tasks are done." if not counts.left else "Every remaining task is waiting or in progress."
        bar = progress_bar([(counts.done, max(counts.total, 1))], _BAR)
        return ListRow("tasks", name, help=safe_line(what, "$faint"), right=count_content(counts), spare=bar)

    def _interview_row(self) -> ListRow:
        ways, name = self._ways, safe_line("Continue the interview")
        if self._problem:
            why = end_sentence(capitalize_sentence(self._problem))
            return ListRow("interview", name, help=problem_line(why))
        if ways.interview is None:
            return ListRow(
                "interview", name, help=problem_line(end_sentence(capitalize_sentence(ways.why_no_interview)))
            )
        what = "Change your answers and save the plan again."
        return ListRow("interview", name, help=safe_line(what, "$faint"))

    def _show_keys(self) -> None:
        if not self.is_mounted:
            return
        is_tasks = self.query_one(RowList).marked_key == "tasks"
        main = KeyHint(
            "enter",
            "work through its tasks" if is_tasks else "continue",
            "take('tasks')" if is_tasks else "take('interview')",
        )
        back = (KeyHint("esc", "back", "back"),) if self._has_way_back else ()
        keys = (main, KeyHint("↑↓", "move"), KeyHint("F5", "source", "toggle_source"), *back)
        self.query_one(KeyFooter).show((*keys, KeyHint("^Q", "quit", "app.leave")))
