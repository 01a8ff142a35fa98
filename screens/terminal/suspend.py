"""The terminal lent to the user's editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from wizard.files.editor import EditorError, edit_text

if TYPE_CHECKING:
    from textual.app import App


def edit_while_suspended(app: App[None], text: str) -> str:
    """The text as the editor leaves it, the terminal being the editor's meanwhile; EditorError when it gives none."""
    try:
        with app.suspend():
            written = _edit_without_raising(text)
    except SuspendNotSupported:
        raise EditorError("An editor cannot be opened in this terminal.") from None
    if isinstance(written, EditorError):
        raise written
    return written


def _edit_without_raising(text: str) -> str | EditorError:
    """Raises nothing, because `App.suspend` takes the terminal back only where nothing is raised."""
    try:
        return edit_text(text)
    except EditorError as problem:
        return problem
