"""After saving: which files there are now, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screens.appearance.glyphs import signs
from screens.appearance.safe_text import joined, shown_line
from screens.widgets.footer import Foot, Key
from screens.widgets.header import Head
from screens.widgets.modal import LeftOnce
from screens.widgets.row_layout import Row
from screens.widgets.row_list import Rows
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, is_list, is_mapping
from wizard.model.template import Question
from wizard.plans.save import Saved
from wizard.text import plural

if TYPE_CHECKING:
    from textual import getters
    from textual.app import App

Onward = Literal["leave", "change", "another"]
"""What the user does next."""

LATER = ("plan-wizard open", "plan-wizard check")
"""What can be done with a plan in the shell."""
_MOST_COUNTS = 3
_ROOM_FOR_WORDS = 60


class SavedScreen(LeftOnce[Onward]):
    """Tells what is saved, and gives what the user does next."""

    if TYPE_CHECKING:
        app = getters.app(App[None])

    AUTO_FOCUS = ""
    CSS_PATH = "saved.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "copy", "Copy the path", tooltip="Copy the path of the plan"),
        Binding("escape", "onward('change')", "Back", tooltip="Change an answer"),
    ]

    def __init__(self, interview: Interview, saved: Saved, crumbs: tuple[str, ...]) -> None:
        super().__init__()
        self._interview = interview
        self._saved = saved
        self._crumbs = crumbs

    def compose(self) -> ComposeResult:
        yield Head()
        with VerticalScroll(id="page", can_focus=False):
            yield Static(
                joined((f"{signs().answered} ", "$success"), ("Your plan is saved.", "bold $foreground")), id="saved"
            )
            yield Static(shown_line(counts_of(self._interview), "$soft"))
            yield Static(id="files")
            yield Static(Content.styled("From here", "bold $soft"), id="from-here")
            yield Rows(folds=True)
            yield Static(Content.styled("Later, in the shell", "bold $soft"))
            yield Static(self._commands(), id="commands")
        yield Foot()

    def on_mount(self) -> None:
        self.query_one(Head).show(self._crumbs, self._interview)
        self.query_one(Rows).show(_rows())
        self.query_one(Rows).focus(scroll_visible=False)
        self._show_files()
        self._show_foot()

    def on_resize(self) -> None:
        if self.is_mounted:
            self._show_files()

    def on_rows_marked(self) -> None:
        self._show_foot()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.action_onward(event.key)

    def action_go(self) -> None:
        """Do what the marked row says."""
        self.query_one(Rows).choose()

    def action_onward(self, onward: str) -> None:
        """Go on in one of the ways."""
        match onward:
            case "leave" | "change" | "another":
                self.dismiss(onward)
            case _:
                raise ValueError(onward)

    def action_copy(self) -> None:
        """Copy the path of the plan."""
        self.app.copy_to_clipboard(str(self._saved.plan_path))
        self._show_foot("The path is copied.")

    def _show_foot(self, status: str = "") -> None:
        says = {"leave": "leave", "change": "change an answer", "another": "start another plan"}
        main = Key("enter", says[self.query_one(Rows).marked or "leave"], "go")
        keys = (main, Key("↑↓", "move"), Key("^C", "copy the path", "copy"))
        self.query_one(Foot).show(keys, status)

    def _show_files(self) -> None:
        self.query_one("#files", Static).update(self._files(has_room=self.size.width >= _ROOM_FOR_WORDS))

    def _files(self, *, has_room: bool) -> Content:
        """Every file, with what it is where there is room, and the folder."""
        saved = self._saved
        named = [(saved.plan_path, "the plan"), (saved.answers_path, "your answers")]
        named += [(path, "what was there before") for path in saved.kept_aside]
        width = max(shown_line(path.name).cell_length for path, _ in named) + 4
        lines: list[Content] = []
        for path, what in named:
            name = shown_line(path.name, "$foreground")
            beside = Content.styled(what, "$faint") if has_room else Content()
            lines.append(name.pad_right(width - name.cell_length) + beside)
        lines.append(shown_line(f"in {folder_name(saved.plan_path.parent)}", "$faint"))
        return Content("\n").join(lines)

    def _commands(self) -> Content:
        plan = shown_path(self._saved.plan_path)
        return Content("\n").join(shown_line(f"{command} {plan}", "$foreground") for command in LATER)


def counts_of(interview: Interview) -> str:
    """`17 answers, 3 milestones, 14 tasks.`"""
    answered = interview.progress().answered
    counts = Counter[str]()
    for question in interview.template.questions():
        for noun, count in _items(question, interview.answers.get(question.id)):
            counts[noun] += count
    parts = [(noun, count) for noun, count in counts.items() if count][: _MOST_COUNTS - 1]
    return ", ".join(f"{count} {plural(noun, count)}" for noun, count in (("answer", answered), *parts)) + "."


def folder_name(folder: FilePath) -> str:
    """A folder as people write it: below the home folder from `~` on."""
    home = FilePath.home()
    resolved = folder.absolute()
    return f"~/{resolved.relative_to(home)}".rstrip("/.") if resolved.is_relative_to(home) else str(resolved)


def shown_path(path: FilePath) -> str:
    """A path for the shell: only the name where the user is in its folder."""
    import shlex

    return shlex.quote(path.name if path.absolute().parent == FilePath.cwd() else str(path.absolute()))


def _rows() -> list[Row]:
    ways = (
        ("leave", "Leave", "The draft goes; the two files are all you need."),
        ("change", "Change an answer", "Edits by hand are kept when you save again."),
        ("another", "Start another plan", ""),
    )
    return [Row(key, shown_line(name), help=shown_line(help, "$faint")) for key, name, help in ways]


def _items(question: Question, answer: Answer) -> Iterator[tuple[str, int]]:
    """How many of which noun a group holds, and the checklists inside it."""
    if question.kind != "group" or not is_list(answer):
        return
    yield question.item, len(answer)
    for inner in question.questions:
        for item in answer:
            held = item.get(inner.id) if is_mapping(item) else None
            if inner.kind in ("checklist", "list", "table") and is_list(held):
                yield inner.item, len(held)
            else:
                yield from _items(inner, held)
