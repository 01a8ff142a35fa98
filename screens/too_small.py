"""The screen for a terminal in which no other screen fits."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

MIN_SIZE = Size(40, 15)


class TooSmallScreen(ModalScreen[None]):
    """Covers every other screen until the terminal is large enough; takes no keys."""

    DEFAULT_CSS = """
    TooSmallScreen { background: $background; }
    """

    def compose(self) -> ComposeResult:
        yield Static("A little more room: at least 40 x 15. Everything is saved.", markup=False)


def has_room(size: Size) -> bool:
    """Return whether the screens fit a terminal of this size."""
    return size.width >= MIN_SIZE.width and size.height >= MIN_SIZE.height
