"""The screen for another folder for the draft, which cannot be saved where it is or is to be elsewhere."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Static

from screens.appearance.paths import display_folder
from screens.appearance.safe_text import capitalize_sentence, problem_line, safe_line
from screens.widgets.button import PushButton
from screens.widgets.dialog import Dialog
from screens.widgets.fields.line_input import LineInput
from screens.widgets.footer import KeyFooter, KeyHint
from wizard.drafts.alternative_folder import parse_folder
from wizard.errors import WizardError
from wizard.message_text import sanitize_title

if TYPE_CHECKING:
    from wizard.drafts.draft import Draft

RelocationResult = Literal["kept", "lost"]
"""The draft is saved, here or elsewhere; or it may be lost."""

_CHECK_INTERVAL = 0.3
"""Seconds between two checks of whether the draft can be saved again."""


class RelocateDraftScreen(Dialog[RelocationResult | None]):
    """Says why the draft is not saved, if so, and takes another folder for it; dismissed with None to go back."""

    CSS_PATH = "relocate_draft.tcss"
    AUTO_FOCUS = "#folder"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Keep trying", show=False),
        Binding("down", "app.focus_next", "Down", show=False),
        Binding("up", "app.focus_previous", "Up", show=False),
    ]

    def __init__(self, draft: Draft, folder: Path, *, is_leaving: bool) -> None:
        """Suggest `folder`; `is_leaving` says that the user is about to leave the program."""
        super().__init__()
        self._draft = draft
        self._folder = folder
        self._is_leaving = is_leaving
        self._is_in_trouble = is_leaving or draft.status.problem is not None
        self._problem = ""

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="panel", can_focus=False), Vertical(id="page"):
            yield Static(safe_line(self._title_text(), "bold $foreground"), id="title")
            yield Static(id="trouble")
            yield Static(safe_line(self._question_text(), "$soft"), id="asks")
            yield LineInput(display_folder(self._folder), select_on_focus=False, compact=True, id="folder")
            yield Static(id="problem")
            with Horizontal(id="buttons"):
                yield PushButton("Save it there", id="keep", classes="-main")
                yield PushButton(self._back_text(), id="stay")
                if self._is_leaving:
                    yield PushButton("Quit and lose it", id="lose")
            yield KeyFooter()

    def on_mount(self) -> None:
        self.query_one("#folder", LineInput).cursor_blink = False
        self._show()
        if self._is_in_trouble:
            self.set_interval(_CHECK_INTERVAL, self._check_draft)

    def on_input_changed(self) -> None:
        self._show_problem("")

    async def on_input_submitted(self) -> None:
        await self._move_draft()

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        match event.button.id:
            case "keep":
                await self._move_draft()
            case "lose":
                self.dismiss("lost")
            case _:
                self.dismiss(None)

    def action_back(self) -> None:
        """Keep the draft's folder."""
        self.dismiss(None)

    async def _move_draft(self) -> None:
        """Move the draft to the folder in the field, and stay here if it cannot be saved there either."""
        try:
            folder = parse_folder(self.query_one("#folder", LineInput).value)
        except WizardError as problem:
            self._show_problem(str(problem))
            return
        if folder == self._draft.folder.parent and not self._is_in_trouble:
            self._show_problem("The draft is in this folder already.")
            return
        status = await asyncio.to_thread(self._draft.move_and_flush, folder)
        if self.is_current and status.is_saved:
            self.dismiss("kept")
        elif self.is_current:
            self._show_problem(capitalize_sentence(str(status.problem or status)))

    def _check_draft(self) -> None:
        """Close when the draft can be saved again, else show why it still cannot."""
        if self._draft.is_saved and self.is_current:
            self.dismiss("kept")
        elif self._draft.status.problem is not None and not self._problem:
            self._show()

    def _show_problem(self, problem: str) -> None:
        self._problem = problem
        self._show()

    def _show(self) -> None:
        trouble = self._draft.status.problem
        if not self._is_in_trouble:
            name = sanitize_title(self._draft.interview.title())
            here = display_folder(self._draft.folder.parent)
            self.query_one("#trouble", Static).update(safe_line(f"The draft of {name} is saved in {here}.", "$soft"))
            self._show_rest()
            return
        why = "It could not be saved yet." if trouble is None else f"{capitalize_sentence(trouble.what)}."
        remedy = "" if trouble is None else f" {trouble.remedy}: saving resumes as soon as possible."
        self.query_one("#trouble", Static).update(problem_line(why) + safe_line(remedy, "$soft"))
        self._show_rest()

    def _show_rest(self) -> None:
        """Show what is wrong with the folder, and the keys."""
        self.query_one("#problem", Static).update(problem_line(self._problem) if self._problem else "")
        back = KeyHint("esc", self._back_text().lower(), "back")
        self.query_one(KeyFooter).show((KeyHint("enter", "save it there"), back, KeyHint("tab", "the buttons")))

    def _title_text(self) -> str:
        if not self._is_in_trouble:
            return "Save the draft in another folder"
        return f"{sanitize_title(self._draft.interview.title())} is not saved"

    def _back_text(self) -> str:
        return "Stay here" if self._is_leaving else "Keep trying" if self._is_in_trouble else "Cancel"

    def _question_text(self) -> str:
        saved_at = self._draft.status.saved_at
        if not self._is_in_trouble:
            return "From now on it is saved in the folder that you name:"
        if not self._is_leaving:
            return "What you typed is still here. You can save it in another folder:"
        since = "" if saved_at is None else f" since {datetime.fromtimestamp(saved_at, UTC).astimezone():%H:%M}"
        return f"If you quit now, what you typed{since} is lost. You can save it in another folder:"
