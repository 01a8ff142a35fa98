"""Dialogs and the command palette, and what lies behind them.

All of that is drawn in one faint ink on the desk, so that it recedes and can still be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.command import CommandPalette
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Input

from screens.widgets.dismiss_once import DismissOnce

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from textual import getters
    from textual.app import App
    from textual.worker import ResultType, Worker, WorkType


class Dialog(ModalScreen[ScreenResultType], DismissOnce[ScreenResultType]):
    """A screen over another one, which is seen faintly behind it."""

    if TYPE_CHECKING:
        app = getters.app(App[None])

    def render(self) -> RenderableType:
        return make_faint(super().render(), self.app)


class PaletteScreen(CommandPalette):
    """The command palette, dismissed only once, and for keys that come before its list is laid out."""

    if TYPE_CHECKING:
        app = getters.app(App[None])

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a,f7", "select_all", "", show=False, priority=True),
    ]

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False  # as everywhere here

    def action_select_all(self) -> None:
        """Select all of what is looked for, as in every other field."""
        self.query_one(Input).action_select_all()

    def render(self) -> RenderableType:
        return make_faint(super().render(), self.app)

    def dismiss(self, result: None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()

    def run_worker(
        self,
        work: WorkType[ResultType],
        name: str | None = "",
        group: str = "default",
        description: str = "",
        exit_on_error: bool = True,
        start: bool = True,
        exclusive: bool = False,
        thread: bool = False,
    ) -> Worker[ResultType]:
        # Commands are still gathered when the palette is left, and then the list is gone that they are for.
        return super().run_worker(
            work,
            name,
            group,
            description,
            exit_on_error=False,
            start=start,
            exclusive=exclusive,
            thread=thread,
        )

    def _action_command_list(self, action: str) -> None:
        with suppress(LookupError):  # a page up or down looks for the lines of the list, which may not be there yet
            super()._action_command_list(action)


def make_faint(drawn: RenderableType, app: App[None]) -> RenderableType:
    """Return what a dialog draws behind itself, faintly where that is another screen.

    Textual blends text and ground of that screen with the dialog's background, after which neither can be read.
    """
    if not isinstance(drawn, BackgroundScreen) or app.native_ansi_color:
        return drawn
    return _FaintScreen(drawn, app.theme_variables)


class _FaintScreen:
    def __init__(self, behind: BackgroundScreen, variables: dict[str, str]) -> None:
        self._behind = behind
        desk, faint, rule = (Color.parse(variables[name]).rich_color for name in ("background", "faint", "rule"))
        self._rule = rule
        self._on_rule, self._on_desk = Style(color=rule, bgcolor=desk), Style(color=faint, bgcolor=desk)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        # As Textual does, which leaves it open whose screen that is.
        compositor = self._behind.screen._compositor  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType]
        for segment in console.render(compositor, options):
            if segment.control:
                yield segment
            else:
                is_rule = segment.style is not None and segment.style.color == self._rule
                yield Segment(segment.text, self._on_rule if is_rule else self._on_desk)
