"""An app without a terminal draws only what a test looks at: a quarter of a test of screens went into other frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._compositor import Compositor
from textual._context import visible_screen_stack

if TYPE_CHECKING:
    import pytest
    from rich.console import RenderableType
    from textual.screen import Screen

_render = Compositor.render_update


def draw_on_sight() -> None:
    """Let Textual's apps without a terminal leave out the frames that it would draw for one."""
    Compositor.render_update = _skip_update


def draw_every_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the apps of one test draw what they draw for a terminal."""
    monkeypatch.setattr(Compositor, "render_update", _render)


def _skip_update(
    self: Compositor, full: bool = False, screen_stack: list[Screen] | None = None, simplify: bool = False
) -> RenderableType | None:
    if full:  # a picture
        return _render(self, full, screen_stack, simplify)
    visible_screen_stack.set(screen_stack or [])
    self._dirty_regions.clear()  # pyright: ignore[reportPrivateUsage]
    return None
