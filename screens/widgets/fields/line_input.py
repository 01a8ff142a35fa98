"""A field of one line that Textual edits, with the keys of the program's own fields."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input


class LineInput(Input):
    """A field in which Ctrl+A selects all, and does not go to the start as Textual's does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a,f7", "select_all", "", show=False),
    ]
