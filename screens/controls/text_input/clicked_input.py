"""Clicks on Textual's `Input`, the palette's too: two select a word, three all of it, as in our own fields."""

from __future__ import annotations

from textual import events
from textual.errors import NoWidget
from textual.screen import Screen
from textual.widgets import Input
from textual.widgets.input import Selection

from screens.controls.text_input.text_buffer import TextBuffer


def select_in_input(screen: Screen[object], event: events.Click) -> None:
    """Select a word, or all of the text, in the input of a screen that was clicked several times."""
    try:
        field, _ = screen.get_widget_at(event.screen_x, event.screen_y)
    except NoWidget:
        return
    if isinstance(field, Input):
        buffer = TextBuffer(field.value, field.cursor_position)
        start, end = (buffer.select_word() if event.chain == 2 else buffer.select_line()).selection
        field.selection = Selection(start, end)
