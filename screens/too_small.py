"""What is shown where nothing else fits."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

LEAST = Size(40, 15)


class RoomScreen(ModalScreen[None]):
    """Over everything else until the terminal has grown; keys do nothing here."""

    DEFAULT_CSS = """
    RoomScreen { background: $background; }
    """

    def compose(self) -> ComposeResult:
        yield Static("A little more room, please: 40 x 15. Everything is kept.", markup=False)


def has_room(size: Size) -> bool:
    """Whether the screens fit."""
    return size.width >= LEAST.width and size.height >= LEAST.height
