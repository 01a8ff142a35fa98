"""What is shown where nothing else fits."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

MIN_SIZE = Size(40, 15)


class TooSmallScreen(ModalScreen[None]):
    """Over everything else until the terminal has grown; keys do nothing here."""

    DEFAULT_CSS = """
    TooSmallScreen { background: $background; }
    """

    def compose(self) -> ComposeResult:
        yield Static("A little more room, please: 40 x 15. Everything is kept.", markup=False)


def has_room(size: Size) -> bool:
    """Whether the screens fit."""
    return size.width >= MIN_SIZE.width and size.height >= MIN_SIZE.height
