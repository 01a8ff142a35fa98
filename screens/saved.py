"""The screen after saving: the files that were written, the plan as it was saved, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.paths import display_folder, shell_path
from screens.appearance.safe_text import capitalize_sentence, join_content, safe_line
from screens.preview.plan_screen import PlanScreen
from screens.preview.preview import Preview
from screens.tasks.plan_file import PlanFile, read_plan_file
from screens.widgets.dismiss_once import DismissOnce
from screens.widgets.footer import KeyFooter, KeyHint
from screens.widgets.header import PlanHeader
from screens.widgets.row_layout import ListRow
from screens.widgets.row_list import RowList
from wizard.interview.interview import Interview
from wizard.message_text import end_sentence, pluralize, sanitize_line
from wizard.model.answers import Answer, is_list, is_mapping
from wizard.model.template import Question
from wizard.plans.saving.save import SaveResult

NextStep = Literal["leave", "change", "another"]
"""What the user does after saving."""

SHELL_COMMANDS = ("plan-wizard open", "plan-wizard check")
"""Commands for a saved plan."""
_MAX_COUNTS = 3
_MIN_WIDTH_FOR_CAPTIONS = 60


class SavedScreen(DismissOnce[NextStep], PlanScreen[NextStep]):
    """Lists the saved files, with the plan beside them; dismissed with what the user does next."""

    AUTO_FOCUS = ""
    CSS_PATH = "saved.tcss"
    has_draft = False
    """The plan is finished, and its draft is put away."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "Copy the path", tooltip="Copy the path of the plan"),
        Binding("escape", "onward('change')", "Back", tooltip="Change an answer"),
        Binding("f5", "source", "Source", show=False, tooltip="Plan: rendered or source"),
    ]

    @dataclass
    class PlanRead(Message):
        """The plan was read as it was saved."""

        file: PlanFile

    def __init__(self, interview: Interview, saved: SaveResult, crumbs: tuple[str, ...], read_back: str = "") -> None:
        super().__init__()
        self._interview = interview
        self._saved = saved
        self._crumbs = crumbs
        self._read_back = read_back

    def compose(self) -> ComposeResult:
        yield PlanHeader()
        with Horizontal(classes="panes"):
            with VerticalScroll(id="page", classes="pane", can_focus=False):
                yield Static(
                    join_content(
                        (f"{terminal_glyphs().answered} ", "$success"), ("Your plan is saved.", "bold $foreground")
                    ),
                    id="saved",
                )
                yield Static(safe_line(answer_counts(self._interview, self._saved.tasks), "$soft"))
                for told in filter(None, (self._read_back, self._saved.report.words(), self._saved.version_problem)):
                    yield Static(safe_line(end_sentence(capitalize_sentence(told)), "$soft"))
                yield Static(id="files")
                yield Static(Content.styled("What next", "bold $soft"), id="from-here")
                yield RowList(folds=True)
                yield Static(Content.styled("Later, in the shell", "bold $soft"))
                yield Static(self._commands(), id="commands")
            yield Preview(id="paper")
        yield KeyFooter()

    def on_mount(self) -> None:
        self.query_one(PlanHeader).show(self._crumbs, self._interview)
        self.query_one(RowList).show(_next_step_rows())
        self.query_one(RowList).focus(scroll_visible=False)
        self._show_files()
        preview = self.query_one(Preview)
        preview.file_name = sanitize_line(self._saved.plan_path.name)
        preview.right_caption = "saved"
        self.run_worker(self._read_plan, thread=True)
        self._show_footer()

    def on_saved_screen_plan_read(self, event: PlanRead) -> None:
        event.stop()
        self.query_one(Preview).show(event.file.plan, ())

    def on_resize(self) -> None:
        if self.is_mounted:
            self._show_files()
            self._show_footer()

    def on_row_list_row_marked(self) -> None:
        self._show_footer()

    def on_row_list_row_chosen(self, event: RowList.RowChosen) -> None:
        self.action_onward(event.key)

    def action_go(self) -> None:
        """Take the marked next step."""
        self.query_one(RowList).choose()

    def action_onward(self, next_step: str) -> None:
        """Dismiss the screen with a next step."""
        match next_step:
            case "leave" | "change" | "another":
                self.dismiss(next_step)
            case _:
                raise ValueError(next_step)

    def action_copy(self) -> None:
        """Copy the path of the plan to the clipboard."""
        self.app.copy_to_clipboard(str(self._saved.plan_path))
        self._show_footer("Path copied.")

    def action_source(self) -> None:
        """Show the Markdown itself, or the rendered plan again."""
        self.query_one(Preview).toggle_source()

    def _read_plan(self) -> None:
        """Read the plan in a thread: what is shown is what stands in the file, and a disk may be slow."""
        file = read_plan_file(self._saved.plan_path)
        if isinstance(file, PlanFile):
            self.post_message(self.PlanRead(file))

    def _show_footer(self, status: str = "") -> None:
        says = {"leave": "quit", "change": "change an answer", "another": "start another plan"}
        main = KeyHint("enter", says[self.query_one(RowList).marked_key or "leave"], "go")
        scroll = (KeyHint("PgDn", "scroll the plan"),) if self.shown_plan() is not None else ()
        keys = (main, KeyHint("↑↓", "move"), KeyHint("C", "copy the path", "copy"), *scroll)
        self.query_one(KeyFooter).show(keys, status)

    def _show_files(self) -> None:
        self.query_one("#files", Static).update(self._files(has_room=self.size.width >= _MIN_WIDTH_FOR_CAPTIONS))

    def _files(self, *, has_room: bool) -> Content:
        """Return a line per file, with what it is where there is room, and a line for the folder."""
        saved = self._saved
        named = [(saved.plan_path, "the plan"), (saved.answers_path, "your answers")]
        named += [(path, "the previous file") for path in saved.backup_paths]
        width = max(safe_line(path.name).cell_length for path, _ in named) + 4
        lines: list[Content] = []
        for path, what in named:
            name = safe_line(path.name, "$foreground")
            beside = Content.styled(what, "$faint") if has_room else Content()
            lines.append(name.pad_right(width - name.cell_length) + beside)
        lines.append(safe_line(f"in {display_folder(saved.plan_path.parent)}", "$faint"))
        return Content("\n").join(lines)

    def _commands(self) -> Content:
        plan = shell_path(self._saved.plan_path)
        return Content("\n").join(safe_line(f"{command} {plan}", "$foreground") for command in SHELL_COMMANDS)


def answer_counts(interview: Interview, tasks: int) -> str:
    """Return `17 answers, 3 milestones, 14 tasks.`; `tasks` are those of the plan, told if any task was answered."""
    answered = interview.progress().answered
    if not any(_has_tasks(question, interview.answers.get(question.id)) for question in interview.template.questions()):
        tasks = 0
    counts = Counter[str]()
    for question in interview.template.questions():
        for noun, count in _item_counts(question, interview.answers.get(question.id)):
            counts[noun] += count
    room = _MAX_COUNTS - (2 if tasks else 1)
    parts = [(noun, count) for noun, count in counts.items() if count and not (tasks and noun == "task")][:room]
    told = (("answer", answered), *parts, *([("task", tasks)] if tasks else []))
    return ", ".join(f"{count} {pluralize(noun, count)}" for noun, count in told) + "."


def _next_step_rows() -> list[ListRow]:
    ways = (
        ("leave", "Quit", "Your draft is finished. Change the plan with plan-wizard open."),
        ("change", "Change an answer", "Hand edits are kept when you save again."),
        ("another", "Start another plan", ""),
    )
    return [ListRow(key, safe_line(name), help=safe_line(help, "$faint")) for key, name, help in ways]


def _has_tasks(question: Question, answer: Answer) -> bool:
    """Return whether a checklist is answered: a blank one's boxes are the template's own."""
    if question.kind != "group":
        return question.kind == "checklist" and bool(answer)
    items = filter(is_mapping, answer) if is_list(answer) else ()
    return any(_has_tasks(inner, item.get(inner.id)) for item in items for inner in question.questions)


def _item_counts(question: Question, answer: Answer) -> Iterator[tuple[str, int]]:
    """Return nouns with counts: of a group's items, and of the tasks, items and rows inside them."""
    if question.kind != "group" or not is_list(answer):
        return
    yield question.item, len(answer)
    for inner in question.questions:
        for item in answer:
            held = item.get(inner.id) if is_mapping(item) else None
            if inner.kind in ("checklist", "list", "table") and is_list(held):
                yield inner.item, len(held)
            else:
                yield from _item_counts(inner, held)
