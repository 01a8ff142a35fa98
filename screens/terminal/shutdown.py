"""The end of the program from outside: by a signal, or by a terminal that goes away."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from types import FrameType

from wizard.exit_code import ExitCode
from wizard.files.ending_signals import ENDING_SIGNALS, end_waiting, handle_ending_signals

_START_SECONDS = 4.0
"""Seconds that a program asked to end while it starts has until its app runs, which takes what was typed before."""
_LEAVE_SECONDS = 2.5
"""Seconds that the app has to leave by itself."""
_END_SECONDS = 5.0
"""Seconds that the app has to leave and the draft to be written."""


class ShutdownWatcher:
    """A thread that watches for what ends the program, so that it ends however busy the other threads are."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leave: Callable[[], None] | None = None
        self._give_up: Callable[[], None] | None = None
        self._is_due = False
        self._app_runs = Event()
        self._app_has_left = Event()
        self._is_over = Event()

    @contextmanager
    def watch(self) -> Generator[None]:
        """Watch for the signals, and for the hang-up of the terminal, while the context lasts."""
        if sys.platform == "win32":
            yield
            return
        with handle_ending_signals(_ignore_signal):
            reader, writer = socket.socketpair()
            writer.setblocking(False)
            # Written to by the signal itself, also while the main thread waits for something and runs no handler.
            signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
            Thread(target=self._wait_for_end, args=(reader,), name="shutdown", daemon=True).start()
            end_waiting(ENDING_SIGNALS)  # they have waited if there was a launch image
            try:
                yield
            finally:
                self._is_over.set()
                signal.set_wakeup_fd(-1)
                writer.close()

    def set_callbacks(self, leave: Callable[[], None], give_up: Callable[[], None]) -> None:
        """Set what is called when the program is to end.

        That is `leave` in the running loop; `give_up` in another thread, if the app does not leave in time.
        """
        with self._lock:
            self._loop, self._leave, self._give_up = asyncio.get_running_loop(), leave, give_up
        self._request_leave()
        self._app_runs.set()

    def report_app_left(self) -> None:
        """Note that the app has left the terminal, and only the draft is still to be written."""
        self._app_has_left.set()

    def _wait_for_end(self, reader: socket.socket) -> None:
        watching = select.poll()
        watching.register(reader, select.POLLIN)
        watching.register(0, 0)  # a hang-up is reported without being asked for, also an earlier one
        while True:
            for watched, happened in watching.poll():
                if watched == 0 and happened & select.POLLNVAL:  # macOS cannot watch terminals
                    watching.unregister(0)
                elif watched == 0:
                    self._end_program()
                elif not (numbers := reader.recv(64)):
                    reader.close()
                    return
                elif any(map(_ends_program, numbers)):
                    self._end_program()
                else:
                    with self._lock:  # the main thread runs the handler, where the signal has come to another one
                        self._call_in_loop(lambda: None)

    def _end_program(self) -> None:
        """Ask the app to leave, and end the process if it does not."""
        with self._lock:
            self._is_due = True
        self._request_leave()
        self._app_runs.wait(_START_SECONDS)
        ends_at = time.monotonic() + _END_SECONDS
        self._app_has_left.wait(_LEAVE_SECONDS)
        if self._app_has_left.is_set() and self._is_over.wait(max(0.0, ends_at - time.monotonic())):
            return
        if self._is_over.is_set():
            return
        if self._give_up is not None:
            self._give_up()
        os._exit(ExitCode.INTERRUPTED)

    def _request_leave(self) -> None:
        with self._lock:
            if self._is_due and self._leave is not None:
                self._call_in_loop(self._leave)

    def _call_in_loop(self, callback: Callable[[], None]) -> None:
        """Let the main thread call something as soon as it can, if the app runs; `_lock` is held."""
        if self._loop is not None:
            with suppress(RuntimeError):  # it has left
                self._loop.call_soon_threadsafe(callback)


def _ignore_signal(_number: int, _frame: FrameType | None) -> None:
    """Do nothing; without a handler the system would end the process. The watcher's thread sees the signal."""


def _ends_program(number: int) -> bool:
    """Whether a signal ends the program: while the editor has the terminal, Ctrl+C is for the editor."""
    if number == signal.SIGINT:
        return signal.getsignal(number) is _ignore_signal
    return number in ENDING_SIGNALS
