"""The field in which the user types to filter a list."""

from __future__ import annotations

from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType

from screens.widgets.fields.line_input import LineInput
from screens.widgets.footer import KeyHint

_MAX_FILTER_LENGTH = 200


class FilterInput(LineInput):
    """A field for a list's filter; keys that the list needs go on to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d,ctrl+k", "ignore", "", show=False),
    ]

    def __init__(self, *, placeholder: str = "Type to filter", id: str | None = None) -> None:
        super().__init__(
            placeholder=placeholder, max_length=_MAX_FILTER_LENGTH, select_on_focus=False, compact=True, id=id
        )
        self.cursor_blink = False

    def escape_key(self, action: str) -> KeyHint:
        """Return what Esc does now, for the footer: it clears what is typed, and without that it closes the list."""
        return KeyHint("esc", "clear" if self.value else "close", action)

    def action_delete_right(self) -> None:
        """Delete to the right, or leave the key to the list at the end of the text."""
        if self.cursor_position >= len(self.value):
            raise SkipAction
        super().action_delete_right()

    def action_ignore(self) -> None:
        raise SkipAction
