"""Screens that are dismissed only once, however fast the keys come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType

if TYPE_CHECKING:
    from textual import getters
    from textual.app import App


class DismissOnce(Screen[ScreenResultType]):
    """A screen that ignores a second `dismiss`. List it after `ModalScreen`: styles come from the first base."""

    if TYPE_CHECKING:
        app = getters.app(App[None])

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        # Textual pops whichever screen is on top: after the first of two fast keys that is the one below.
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()
