"""The terminal under the full screen, which may be stopped, go on, or go away at any moment."""

from __future__ import annotations

import io
import os
import select
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING

from textual.drivers.linux_driver import LinuxDriver

from screens.terminal.input_parser import InputParser, bounded_size

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer
    from textual.app import App
    from textual.message import Message

    from screens.launch.early_terminal import EarlyTerminal
    from screens.launch.launch import Launch

_BETWEEN_ATTEMPTS = 0.1
"""Seconds from one attempt to take the terminal to the next."""
_TICK = 0.1
"""Seconds after which a key that may be the start of a sequence is looked at again."""
_SAME_MOMENT = 0.005
"""Seconds between a SIGCONT and a SIGTSTP that are taken for one moment, in which going on counts."""
_READ_SIZE = 4096
"""Bytes."""
_ENTER = "\x1b[?1049h"
"""Turns the alternate screen on; xterm clears it at that."""
_GIVE_BACK = b"\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1004l\x1b[<u\x1b[?1049l\x1b[?25h"
"""The sequences that turn off what Textual turns on, as in `LinuxDriver.stop_application_mode`."""


class TerminalDriver(LinuxDriver):
    """Textual's own, but that a terminal which is stopped, goes on or goes away leaves no thread behind.

    Textual starts a second thread for the keys at every SIGCONT, also at the one that comes with a hang-up, and
    stops the one for the output at the first write that fails; the next thirty writes fill its queue, and the one
    after them waits for ever.
    """

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        # Textual says of which app only half.
        super().__init__(  # pyright: ignore[reportUnknownMemberType]
            app, debug=debug, mouse=mouse, size=size or self._get_terminal_size()
        )
        self._file = _open_output()
        self._wake_reader, self._wake_writer = os.pipe()
        """A byte that is written to the second wakes the thread that waits for keys, and ends it."""
        self._is_on = False
        """Whether this program has the terminal."""
        self._keys: list[int | list[bytes | int]] | None = None
        """The terminal's settings while this program has it: each key as it is pressed."""
        self._has_gone_on = False
        """Whether a SIGCONT has come that was not handled yet."""
        self._is_stop_due = False
        """Whether a SIGTSTP has come, and no SIGCONT since then."""
        self._gone_on_at = 0.0
        launch: Launch | None = getattr(app, "launch", None)
        self._early: EarlyTerminal | None = None if launch is None else launch.terminal
        """The terminal as it was taken before the app was there, until this driver has it."""

    def _get_terminal_size(self) -> tuple[int, int]:
        return bounded_size(*super()._get_terminal_size())

    def start_application_mode(self) -> None:
        """Take the terminal; without effect while another program has it."""
        before = self._writer_thread
        super().start_application_mode()
        self._is_on = self._writer_thread is not before
        if self._is_on and self._early is not None:
            self.attrs_before = self._early.hand_over()
            self._early = None
        if self._is_on and self._has_terminal():
            self._keys = termios.tcgetattr(self.fileno)

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        self._is_on = False
        super().stop_application_mode()

    def write(self, data: str) -> None:
        """Write to the terminal, if it is ours."""
        if self._early is not None and data == _ENTER:
            return  # it is on, with a frame on it
        if self._writer_thread is not None and self._writer_thread.is_alive():
            super().write(data)

    def disable_input(self) -> None:
        """Stop reading what is typed."""
        if self._key_thread is not None and self._key_thread.is_alive():
            os.write(self._wake_writer, b"\0")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read what is typed, until `disable_input` ends that or the terminal goes away.

        Textual's looks every 0.1 s whether it is to end, and then waits for as long once more.
        """
        parser = InputParser()
        with suppress(OSError):
            while True:
                ready, _, _ = select.select([self.fileno, self._wake_reader], [], [], _TICK)
                if self._wake_reader in ready:
                    os.read(self._wake_reader, 1)
                    if self.fileno in ready:  # Textual drops what is not read now
                        self._process(parser.feed(os.read(self.fileno, _READ_SIZE)))
                    return
                if self.fileno in ready:
                    if not (typed := os.read(self.fileno, _READ_SIZE)):
                        return
                    self._process(parser.feed(typed))
                self._process(parser.tick())

    def _process(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def give_back(self) -> None:
        """Give the terminal back from any thread, without waiting for it or for the others."""
        try:
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            terminal = os.open("/dev/tty", os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
            try:
                os.write(terminal, _GIVE_BACK)
            finally:
                os.close(terminal)
        except (OSError, termios.error):
            return  # there is no terminal any more, or it takes nothing

    # Textual stops and starts within the handler of a signal, whatever the program is doing, such as holding a lock.

    def _sigtstp_application(self, *_: int | FrameType | None) -> None:
        # Of two signals that wait, Python handles SIGCONT first, whichever came first.
        if time.monotonic() - self._gone_on_at < _SAME_MOMENT:
            return
        if self._auto_restart:
            self._is_stop_due = True
            self._call_in_loop(self._stop)
        else:  # the terminal is the editor's
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: int | FrameType | None) -> None:
        self._gone_on_at, self._is_stop_due = time.monotonic(), False
        if self._auto_restart:
            self._has_gone_on = True
            self._call_in_loop(self._retake_terminal)

    def _call_in_loop(self, call: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(call)
        except RuntimeError:  # the app has ended
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)

    def _stop(self) -> None:
        """Stop the process with the terminal given back, and take it again when the process goes on."""
        if self._is_on and self._is_stop_due:
            self.suspend_application_mode()
            if self._is_stop_due:  # else a SIGCONT came while the terminal was given back
                os.kill(os.getpid(), signal.SIGSTOP)
            self._take_terminal()

    def _retake_terminal(self) -> None:
        """Set the terminal again: another program may have had it while this one was stopped by SIGSTOP."""
        if self._has_gone_on and self._is_on and self._has_terminal():
            self._has_gone_on = False
            if self._keys is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._keys)
            self._app.refresh(layout=True)

    def _take_terminal(self) -> None:
        while self._has_terminal():
            self._must_signal_resume = True
            self.start_application_mode()  # in the background this stops the process until it is in the foreground
            if self._is_on:
                break
            time.sleep(_BETWEEN_ATTEMPTS)
        self._has_gone_on = False
        self._app.refresh(layout=True)

    def _has_terminal(self) -> bool:
        """Whether there still is a terminal: a SIGCONT comes also with the SIGHUP of one that is closed."""
        try:
            termios.tcgetattr(self.fileno)
        except termios.error:
            return False
        return True


class _TerminalOutput(io.FileIO):
    """The terminal as a file to write to; what nobody can read any more is dropped."""

    def write(self, b: ReadableBuffer, /) -> int:
        try:
            while (written := super().write(b)) is None:  # another program has made it non-blocking
                select.select([], [self], [])
            return written
        except OSError:
            return memoryview(b).nbytes


def _open_output() -> io.TextIOWrapper:
    standard = sys.__stderr__
    assert standard is not None
    raw = _TerminalOutput(standard.fileno(), "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw), standard.encoding, standard.errors, newline="")
