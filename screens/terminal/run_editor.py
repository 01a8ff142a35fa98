"""The full screen suspended while the user's editor has the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from wizard.files.text_editor.editor import EditorError, edit_text

if TYPE_CHECKING:
    from textual.app import App


def edit_while_suspended(app: App[None], text: str) -> str:
    """Suspend the app and return the text as the user's editor leaves it; EditorError when it leaves none."""
    try:
        with app.suspend():
            written = _edit_without_raising(text)
    except SuspendNotSupported:
        raise EditorError("This terminal cannot open an editor.") from None
    if isinstance(written, EditorError):
        raise written
    return written


def _edit_without_raising(text: str) -> str | EditorError:
    """Return the error instead of raising it: `App.suspend` takes the terminal back only where nothing is raised."""
    try:
        return edit_text(text)
    except EditorError as problem:
        return problem
