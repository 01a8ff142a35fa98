"""What is selected on a screen, for Ctrl+C."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from textual.screen import Screen


@runtime_checkable
class HasSelectedText(Protocol):
    """A field that knows what is selected in it, or a screen that draws its own."""

    @property
    def selected_text(self) -> str: ...


def selected_text(screen: Screen[Any]) -> str:
    """Return what is selected: with the mouse on the screen, else in the field that has the focus."""
    field = screen.focused or screen
    return screen.get_selected_text() or (field.selected_text if isinstance(field, HasSelectedText) else "")
