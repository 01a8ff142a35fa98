"""Signals that end a conversation: they take effect where it waits for the user, so that nothing is left half done."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


class SignalGuard:
    """Ctrl+C, SIGTERM and SIGHUP, each a KeyboardInterrupt at the next moment of waiting; the second one at once."""

    def __init__(self) -> None:
        self._has_come = False
        self._is_waiting = False
        self._is_over = False
        self._stop: Callable[[], bool] | None = None

    @contextmanager
    def catch(self) -> Generator[SignalGuard]:
        """The signals are ours, until the conversation is over and what it made is kept."""
        known = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
        before = [signal.signal(number, self._on_signal) for number in known]
        try:
            yield self
        finally:
            for number, handler in zip(known, before, strict=True):
                signal.signal(number, handler)

    @contextmanager
    def interruptible(self, stop: Callable[[], bool] | None = None) -> Generator[None]:
        """For as long as the user may take; `stop`, if it can, makes what waits raise the KeyboardInterrupt itself."""
        self._stop = stop
        self._is_waiting = True  # before the look, or a signal that comes between the two would be missed
        try:
            if self._has_come:
                raise KeyboardInterrupt
            yield
        finally:
            self._is_waiting = False

    def ignore_further(self) -> None:
        """From now on nothing stops the program from keeping the draft."""
        self._is_over = True

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        is_again, self._has_come = self._has_come, True
        if self._is_over or (self._is_waiting and self._stop is not None and self._stop()):
            return
        if self._is_waiting or is_again:
            raise KeyboardInterrupt
