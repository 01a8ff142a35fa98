"""Screens that save a plan: no key waits for the disk, and the screen stays until it is known what has come of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeAlias

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.screen import ScreenResultType

from screens.widgets.dismiss_once import DismissOnce
from wizard.drafts.draft import NOTICED_WAIT

ShowOutcome: TypeAlias = Callable[[], object]
"""Shows what has come of saving: where the files are, a question, or a problem."""
SAVING_GROUP: Final = "saving a plan"
"""The group of the workers that write to a plan, which is the name of each; leaving waits for them."""


class SavingScreen(DismissOnce[ScreenResultType]):
    """A screen that saves in a worker and is not dismissed meanwhile."""

    _is_saving = False

    @property
    def is_saving(self) -> bool:
        """Whether it is not known yet what comes of saving."""
        return self._is_saving

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        return AwaitComplete.nothing() if self._is_saving else super().dismiss(result)

    async def save_in_background(self, path: Path, save: Callable[[], Awaitable[ShowOutcome]]) -> None:
        """Save to a path, and then show what has come of it; do nothing while that is being done already.

        Keys typed behind the one that saves are for what is shown then, if the disk answers at once.
        """
        if self._is_saving:
            return
        self._is_saving, ended = True, asyncio.Event()

        async def run() -> None:
            try:
                show_outcome = await save()
                self._is_saving = False
                show_outcome()
            finally:
                self._is_saving = False
                ended.set()

        self.run_worker(run(), name=str(path), group=SAVING_GROUP)
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), NOTICED_WAIT)
        if self._is_saving:
            self.show_saving()

    def show_saving(self) -> None:
        """Tell that the plan is being saved, because the disk does not respond at once."""


def plan_being_saved(app: App[Any]) -> Path | None:
    """Return the file that a plan is being saved to at the moment, or None."""
    names = (worker.name for worker in app.workers if worker.group == SAVING_GROUP and not worker.is_finished)
    return next(map(Path, names), None)
