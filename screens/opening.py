"""What is there while a draft is read: the name of the program, for a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from screens.head import Wordmark
from wizard.errors import WizardError

if TYPE_CHECKING:
    from wizard.draft import Draft


class OpeningScreen(Screen[None]):
    """Opens a draft in a thread after its first frame, so that a long one is as fast on the screen as a short one."""

    @dataclass
    class Opened(Message):
        """The draft is there."""

        draft: Draft

    @dataclass
    class Failed(Message):
        """The draft does not open."""

        problem: WizardError

    def __init__(self, opening: Callable[[], Draft]) -> None:
        super().__init__()
        self._opening = opening

    def compose(self) -> ComposeResult:
        yield Wordmark()

    def on_mount(self) -> None:
        self.call_after_refresh(self.run_worker, self._open, thread=True)

    def _open(self) -> None:
        import screens.question  # noqa: F401  # pyright: ignore[reportUnusedImport]  # slow, and needed in a moment

        try:
            draft = self._opening()
        except WizardError as problem:
            self.post_message(self.Failed(problem))
        else:
            self.post_message(self.Opened(draft))
