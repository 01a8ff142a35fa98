"""The signals that end a program, handled for a while."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Final

ENDING_SIGNALS: Final[tuple[int, ...]] = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Those that this system has; Windows has no SIGHUP."""


def begin_waiting(signals: Iterable[int]) -> None:
    """Let these signals wait, in this thread and those that it starts, where the system can."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, signals)


def end_waiting(signals: Iterable[int]) -> None:
    """Let these signals come again; those that wait come now."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)


@contextmanager
def handle_ending_signals(handler: Callable[[int, FrameType | None], None]) -> Generator[None]:
    """Call the handler for each of them, until the block ends and the handlers of before are back.

    Only the main thread may do this.
    """
    before = {number: signal.signal(number, handler) for number in ENDING_SIGNALS}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier or signal.SIG_DFL)  # None: it was set from outside Python


@contextmanager
def defer_ending_signals() -> Generator[None]:
    """Let these signals wait until the block has ended; outside of the main thread, which alone gets them, do nothing.

    For steps that belong together and are short: while the block runs, the program does not end.
    """
    if current_thread() is not main_thread():
        yield
        return
    waiting: list[int] = []
    try:
        with handle_ending_signals(lambda number, _frame: waiting.append(number)):
            yield
    finally:
        if waiting:
            signal.raise_signal(waiting[0])
