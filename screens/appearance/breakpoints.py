"""The classes of a screen that say how broad and how high the terminal is."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.widget import Widget


def apply_breakpoints(screen: Widget, app: App[Any]) -> None:
    """Set the classes of the breakpoints before the first frame; Textual sets them after it."""
    for breakpoints, cells in (
        (app.HORIZONTAL_BREAKPOINTS or [], app.size.width),
        (app.VERTICAL_BREAKPOINTS or [], app.size.height),
    ):
        screen.add_class(*[name for least, name in sorted(breakpoints) if least <= cells][-1:])
