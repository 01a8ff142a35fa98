"""The field for the file that a plan is saved to."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from screens.appearance.paths import display_folder
from screens.appearance.safe_text import problem_line, safe_line
from screens.widgets.fields.line_input import LineInput
from wizard.message_text import sanitize_line
from wizard.plans.answers_file import answers_file_name
from wizard.plans.saving.naming import typed_file


class SaveAs(Vertical):
    """A field for a file, and below it the folder, or a problem until the name changes."""

    def __init__(self, path: Path, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._suggested_path = path
        self._problem = ""

    def compose(self) -> ComposeResult:
        yield Static("Save as", id="save-as")
        here = Path.cwd()
        path = (
            self._suggested_path.relative_to(here)
            if self._suggested_path.is_relative_to(here)
            else self._suggested_path
        )
        yield LineInput(sanitize_line(str(path)), select_on_focus=True, compact=True, id="file")
        yield Static(id="place")

    def on_mount(self) -> None:
        self._field.cursor_blink = False
        self._show()

    @property
    def path(self) -> Path:
        """The file that the user named, with `.md` where that was left out."""
        return typed_file(self._field.value, self._suggested_path)

    def show_problem(self, problem: str) -> None:
        """Show what is wrong with the file."""
        self._problem = problem
        self._show()

    def edit(self) -> None:
        """Put the cursor in the field, with the name selected, so that typing replaces it."""
        self._field.focus()
        self._field.action_select_all()

    def on_input_changed(self) -> None:
        self.show_problem("")

    @property
    def _field(self) -> LineInput:
        return self.query_one(LineInput)

    def _show(self) -> None:
        below = self.query_one("#place", Static)
        destination = _destination(self.path, self._field.value)
        below.update(problem_line(self._problem) if self._problem else safe_line(destination, "$faint"))
        below.set_class(not self._problem, "-quiet")


def _destination(path: Path, typed: str) -> str:
    """Return `in ~/work/relay, with relay-plan.answers.yaml`, after the file's name if it is not the typed one."""
    if not path.name:
        return "Type a file name, such as plan.md."
    name = "" if typed.strip().endswith(path.name) else f"{path.name} "
    return f"{name}in {display_folder(path.parent)}, with {answers_file_name(path.name)}"
