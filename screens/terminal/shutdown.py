"""What ends the program from outside: signals, and a terminal that goes away."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from types import FrameType

from wizard.exit_code import ExitCode

_ENDING_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_LEAVE_SECONDS = 3.0
"""Seconds that the app has to leave by itself."""
_WRITE_SECONDS = 8.0
"""Seconds that the draft has to be written, once the app has left."""


class ShutdownWatcher:
    """Watches in a thread of its own for what ends the program, so that it ends however busy the others are."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leave: Callable[[], None] | None = None
        self._give_up: Callable[[], None] | None = None
        self._is_due = False
        self._app_has_left = Event()
        self._is_over = Event()

    @contextmanager
    def watch(self) -> Generator[None]:
        """The signals are ours, and so is the terminal's hang-up, for as long as this lasts."""
        if sys.platform == "win32":
            yield
            return
        numbers = [getattr(signal, name) for name in _ENDING_SIGNALS]
        before = [signal.signal(number, _ignore_signal) for number in numbers]
        reader, writer = socket.socketpair()
        writer.setblocking(False)
        # Written to by the signal itself, also while the main thread waits for something and runs no handler.
        signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        Thread(target=self._wait_for_end, args=(reader,), name="endings", daemon=True).start()
        try:
            yield
        finally:
            self._is_over.set()
            signal.set_wakeup_fd(-1)
            writer.close()
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)

    def set_callbacks(self, leave: Callable[[], None], give_up: Callable[[], None]) -> None:
        """`leave` is called in the running loop; `give_up` in another thread, before the process ends at once."""
        with self._lock:
            self._loop, self._leave, self._give_up = asyncio.get_running_loop(), leave, give_up
        self._request_leave()

    def report_app_left(self) -> None:
        """The app has left the terminal; what is still to be done is to write the draft."""
        self._app_has_left.set()

    def _wait_for_end(self, reader: socket.socket) -> None:
        watching = select.poll()
        watching.register(reader, select.POLLIN)
        watching.register(0, 0)  # tells of the hang-up without being asked, also when that was before
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

    def _end_program(self) -> None:
        """Have the app leave; end the process if it does not."""
        with self._lock:
            self._is_due = True
        self._request_leave()
        self._app_has_left.wait(_LEAVE_SECONDS)
        if self._app_has_left.is_set() and self._is_over.wait(_WRITE_SECONDS):
            return
        if self._is_over.is_set():
            return
        if self._give_up is not None:
            self._give_up()
        os._exit(ExitCode.INTERRUPTED)

    def _request_leave(self) -> None:
        with self._lock:
            if self._is_due and self._loop is not None and self._leave is not None:
                with suppress(RuntimeError):  # it has left
                    self._loop.call_soon_threadsafe(self._leave)


def _ignore_signal(_number: int, _frame: FrameType | None) -> None:
    """Python needs a handler, or the system's own ends the process."""


def _ends_program(number: int) -> bool:
    """Whether a signal is for us: while the editor has the terminal, Ctrl+C is for the editor."""
    if number == signal.SIGINT:
        return signal.getsignal(number) is _ignore_signal
    return number in [getattr(signal, name) for name in _ENDING_SIGNALS]
