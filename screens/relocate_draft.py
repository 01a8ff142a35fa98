"""Another place for a draft that cannot be kept in its own, and the question before one is left that is not kept."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from screens.appearance.glyphs import signs
from screens.appearance.safe_text import joined, shown_line
from screens.saved import folder_name
from screens.widgets.button import PushButton
from screens.widgets.footer import Foot, Key
from screens.widgets.modal import LeftOnce
from wizard.drafts.alternative_folder import folder_named
from wizard.errors import WizardError
from wizard.text import visible_title

if TYPE_CHECKING:
    from wizard.drafts.draft import Draft

Choice = Literal["kept", "lost"]
"""The draft is kept, here or elsewhere; or what is not kept may go."""

_LOOKS_AT_DRAFT = 0.3
"""Seconds between two looks at whether the draft can be kept again."""


class ElsewhereScreen(ModalScreen[Choice | None], LeftOnce[Choice | None]):
    """Says why the draft is not kept, and takes another folder for it; None when the user goes on trying."""

    CSS_PATH = "relocate_draft.tcss"
    AUTO_FOCUS = "#folder"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Go on trying", show=False),
        Binding("down", "app.focus_next", "Down", show=False),
        Binding("up", "app.focus_previous", "Up", show=False),
    ]

    def __init__(self, draft: Draft, place: Path, *, leaves: bool) -> None:
        """`place` is what to begin with; `leaves` when the user is about to leave the program."""
        super().__init__()
        self._draft = draft
        self._place = place
        self._leaves = leaves
        self._problem = ""

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="panel", can_focus=False), Vertical(id="page"):
            title = visible_title(self._draft.interview.title())
            yield Static(shown_line(f"{title} is not kept", "bold $foreground"), id="title")
            yield Static(id="trouble")
            yield Static(shown_line(self._asks(), "$soft"), id="asks")
            yield Input(folder_name(self._place), select_on_focus=False, compact=True, id="folder")
            yield Static(id="problem")
            with Horizontal(id="buttons"):
                yield PushButton("Keep it there", id="keep", classes="-main")
                yield PushButton("Stay here" if self._leaves else "Go on trying", id="stay")
                if self._leaves:
                    yield PushButton("Leave, and lose it", id="lose")
            yield Foot()

    def on_mount(self) -> None:
        self.query_one("#folder", Input).cursor_blink = False
        self._show()
        self.set_interval(_LOOKS_AT_DRAFT, self._look)

    def on_input_changed(self) -> None:
        self._tell("")

    async def on_input_submitted(self) -> None:
        await self._keep()

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        match event.button.id:
            case "keep":
                await self._keep()
            case "lose":
                self.dismiss("lost")
            case _:
                self.dismiss(None)

    def action_back(self) -> None:
        """Leave the draft where it is, and go on trying."""
        self.dismiss(None)

    async def _keep(self) -> None:
        """Move the draft, and stay here if that does not help."""
        try:
            folder = folder_named(self.query_one("#folder", Input).value)
        except WizardError as problem:
            self._tell(str(problem))
            return
        status = await asyncio.to_thread(self._draft.keep_in, folder)
        if self.is_current and status.is_kept:
            self.dismiss("kept")
        elif self.is_current:
            self._tell(_sentence(str(status.trouble or status)))

    def _look(self) -> None:
        """The cause may be gone: then there is nothing to ask any more."""
        if self._draft.is_kept and self.is_current:
            self.dismiss("kept")
        elif self._draft.status.trouble is not None and not self._problem:
            self._show()

    def _tell(self, problem: str) -> None:
        self._problem = problem
        self._show()

    def _show(self) -> None:
        trouble = self._draft.status.trouble
        why = "It could not be written yet." if trouble is None else f"{_sentence(trouble.what)}."
        remedy = "" if trouble is None else f" {trouble.remedy}: it goes on by itself as soon as it can."
        sign = (f"{signs().invalid} ", "bold $error")
        self.query_one("#trouble", Static).update(joined(sign, shown_line(why, "$error"), shown_line(remedy, "$soft")))
        told = joined(sign, shown_line(self._problem, "$error")) if self._problem else Content("")
        self.query_one("#problem", Static).update(told)
        back = Key("esc", "stay here" if self._leaves else "go on trying", "back")
        self.query_one(Foot).show((Key("enter", "keep it there"), back, Key("tab", "the buttons")))

    def _asks(self) -> str:
        kept_at = self._draft.status.at
        if not self._leaves:
            return "What you typed is still here. It can be kept in another folder:"
        since = "" if kept_at is None else f" since {datetime.fromtimestamp(kept_at, UTC).astimezone():%H:%M}"
        return f"If you leave now, what you typed{since} is lost. It can be kept in another folder:"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
