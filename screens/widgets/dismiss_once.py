"""Screens that are dismissed only once, however fast the keys come."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.screen import Screen, ScreenResultType


class DismissOnce(Screen[ScreenResultType]):
    """A screen that ignores a second `dismiss`. List it after `ModalScreen`: styles come from the first base."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        # Textual pops whichever screen is on top: after the first of two fast keys that is the one below.
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()


class PaletteScreen(CommandPalette):
    """The command palette, dismissed only once."""

    def dismiss(self, result: None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()
