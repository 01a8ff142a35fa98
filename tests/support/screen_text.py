"""What the user sees: the cells of the terminal as text, and a way to wait until they are all there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import WorkerCancelled

from tests.support.patience import PATIENCE


def lines_of(app: App[Any]) -> list[str]:
    """The rows of the terminal, without the blanks at their ends."""
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips_of(app)]


def text_of(app: App[Any]) -> str:
    """The whole terminal as text."""
    return "\n".join(lines_of(app))


def strips_of(app: App[Any]) -> list[Strip]:
    """The rows of the terminal with their styles."""
    app.screen._compositor_refresh()
    return app.screen._compositor.render_strips()


def drawn(widget: Widget) -> list[str]:
    """The rows of one widget, without the blanks at their ends."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def settled(pilot: Pilot[Any]) -> None:
    """Wait for everything that runs in threads, and for what it brings onto the screen."""
    await pilot.pause()
    while len(pilot.app.workers):
        with suppress(WorkerCancelled):  # by a later one of its group
            await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    await pilot.pause()


async def until(pilot: Pilot[Any], holds: Callable[[], bool], *, every: float = 0.02) -> None:
    """Wait until something holds; AssertionError, with what is on the screen, when it never does."""
    deadline = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < deadline, f"this never came to be:\n{text_of(pilot.app)}"
        await pilot.pause(every)


async def seen(pilot: Pilot[Any], words: str) -> str:
    """Wait until some words are on the screen, and give all of it."""
    await until(pilot, lambda: words in text_of(pilot.app))
    await settled(pilot)
    return text_of(pilot.app)
