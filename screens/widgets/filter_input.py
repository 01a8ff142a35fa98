"""The line in which the user types to narrow a list."""

from __future__ import annotations

from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.widgets import Input

_MAX_FILTER_LENGTH = 200


class FilterInput(Input):
    """A line without a bar of its own: the list below it has the mark, and up, down and enter are for the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d,ctrl+k", "ignore", "", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            placeholder="Type to filter", max_length=_MAX_FILTER_LENGTH, select_on_focus=False, compact=True, id=id
        )
        self.cursor_blink = False

    def action_delete_right(self) -> None:
        """Delete belongs to the list while there is nothing to delete here."""
        if self.cursor_position >= len(self.value):
            raise SkipAction
        super().action_delete_right()

    def action_ignore(self) -> None:
        raise SkipAction
