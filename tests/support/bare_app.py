"""An app with our colours and breakpoints around one widget or screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget

import screens
from screens.app import PlanWizard
from screens.appearance.theme import INK, PAPER, tokens_for

SHEET = Path(screens.__file__).parent / "app.tcss"


class BareApp(App[None]):
    """Shows widgets one below the other and remembers the messages that came up to it."""

    CSS_PATH = str(SHEET)
    HORIZONTAL_BREAKPOINTS = PlanWizard.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = PlanWizard.VERTICAL_BREAKPOINTS

    def __init__(self, *widgets: Widget, scrolls: Sequence[Widget] = ()) -> None:
        super().__init__()
        self.widgets = widgets
        self.scrolls = scrolls
        self.messages: list[Message] = []
        self.register_theme(INK)
        self.register_theme(PAPER)
        self.theme = "ink"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return tokens_for(self.current_theme)

    def compose(self) -> ComposeResult:
        yield from self.widgets
        with VerticalScroll(can_focus=False):
            yield from self.scrolls

    def on_event_of_ours(self, message: Message) -> None:
        self.messages.append(message)
