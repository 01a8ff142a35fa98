"""Signals that end a conversation, held back until it waits for the user, so that nothing is left half done."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType

from wizard.files.ending_signals import handle_ending_signals


class SignalGuard:
    """Turns SIGINT, SIGTERM and SIGHUP into a KeyboardInterrupt, raised where the program waits for the user.

    The second signal raises it at once.
    """

    def __init__(self) -> None:
        self._has_come = False
        self._is_waiting = False
        self._is_over = False
        self._stop: Callable[[], bool] | None = None

    @property
    def has_come(self) -> bool:
        """Whether one has come."""
        return self._has_come

    def catch(self) -> AbstractContextManager[None]:
        """Catch the signals while the context lasts: until the draft is saved."""
        return handle_ending_signals(self._on_signal)

    @contextmanager
    def interruptible(self, stop: Callable[[], bool] | None = None) -> Generator[None]:
        """Raise KeyboardInterrupt within the context when a signal comes, or has come before.

        `stop` makes what waits raise it instead, and returns whether it can.
        """
        self._stop = stop
        self._is_waiting = True  # first, or a signal between this line and the next would be missed
        try:
            if self._has_come:
                raise KeyboardInterrupt
            yield
        finally:
            self._is_waiting = False

    def ignore_further(self) -> None:
        """Ignore all signals from here on, so that nothing stops the program from saving the draft."""
        self._is_over = True

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        is_again, self._has_come = self._has_come, True
        if self._is_over or (self._is_waiting and self._stop is not None and self._stop()):
            return
        if self._is_waiting or is_again:
            raise KeyboardInterrupt
