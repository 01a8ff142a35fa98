"""The first frame as the app draws it: whether the next start would draw the same, and the bytes to keep for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual._compositor import LayoutUpdate

from screens.widgets.draft_status import status_of

if TYPE_CHECKING:
    from rich.console import Console
    from textual.app import App

    from screens.launch.launch import Launch
    from wizard.drafts.draft import Draft


def first_frame(app: App[Any]) -> LayoutUpdate:
    """Return the whole screen as it is drawn now."""
    # Textual's own way to draw all cells, so that the bytes are those that it would write itself.
    compositor = app.screen._compositor  # pyright: ignore[reportPrivateUsage]
    update = compositor.render_update(full=True)  # pyright: ignore[reportUnknownMemberType]
    assert isinstance(update, LayoutUpdate)
    return update


def is_lasting(draft: Draft) -> bool:
    """Whether the frame shows nothing that depends on more than the draft and its template: no notices, no trouble."""
    return not draft.notices and status_of(draft)[1] == "kept"


def keep_frame(launch: Launch, frame: LayoutUpdate, console: Console, *, shows_day: bool) -> None:
    """Keep a frame for the next start."""
    launch.keep(frame.render_segments(console).encode(), shows_day=shows_day)
