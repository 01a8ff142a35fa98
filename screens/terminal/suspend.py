"""The terminal lent to the user's editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from wizard.files.editor import EditorError, edited

if TYPE_CHECKING:
    from textual.app import App


def edited_outside(app: App[None], text: str) -> str:
    """The text as the editor leaves it, the terminal being the editor's meanwhile; EditorError when it gives none."""
    try:
        with app.suspend():
            written = _edited(text)
    except SuspendNotSupported:
        raise EditorError("An editor cannot be opened in this terminal.") from None
    if isinstance(written, EditorError):
        raise written
    return written


def _edited(text: str) -> str | EditorError:
    """Raises nothing, because `App.suspend` takes the terminal back only where nothing is raised."""
    try:
        return edited(text)
    except EditorError as problem:
        return problem
