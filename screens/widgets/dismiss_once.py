"""Screens that are left once, however fast the keys come."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.screen import Screen, ScreenResultType


class DismissOnce(Screen[ScreenResultType]):
    """Stands behind the kind of screen in a list of bases, because styles come from the first."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        # Textual takes away whatever is on top: after the first of two fast keys that is the screen below.
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()


class PaletteScreen(CommandPalette):
    """The command palette, which is left once too."""

    def dismiss(self, result: None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()
