"""Screens that are dismissed only once, however fast the keys come."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.screen import Screen, ScreenResultType
from textual.widgets import Input

if TYPE_CHECKING:
    from textual import getters
    from textual.app import App
    from textual.worker import ResultType, Worker, WorkType


class DismissOnce(Screen[ScreenResultType]):
    """A screen that ignores a second `dismiss`. List it after `ModalScreen`: styles come from the first base."""

    if TYPE_CHECKING:
        app = getters.app(App[None])

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        # Textual pops whichever screen is on top: after the first of two fast keys that is the one below.
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()


class PaletteScreen(CommandPalette):
    """The command palette, dismissed only once, and for keys that come before its list is laid out."""

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False  # as everywhere here

    def dismiss(self, result: None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()

    def run_worker(
        self,
        work: WorkType[ResultType],
        name: str | None = "",
        group: str = "default",
        description: str = "",
        exit_on_error: bool = True,
        start: bool = True,
        exclusive: bool = False,
        thread: bool = False,
    ) -> Worker[ResultType]:
        # Commands are still gathered when the palette is left, and then the list is gone that they are for.
        return super().run_worker(
            work,
            name,
            group,
            description,
            exit_on_error=False,
            start=start,
            exclusive=exclusive,
            thread=thread,
        )

    def _action_command_list(self, action: str) -> None:
        with suppress(LookupError):  # a page up or down looks for the lines of the list, which may not be there yet
            super()._action_command_list(action)
