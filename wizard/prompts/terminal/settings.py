"""The settings of the terminal under a conversation, and as another program gets it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from types import FrameType

if sys.platform != "win32":
    import termios
    import tty


class TerminalSettings:
    """A terminal that gives each character as it is typed, shows none by itself, and sends no SIGQUIT.

    Nothing here waits for the terminal to take what was written to it: it may take nothing.
    """

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._before = termios.tcgetattr(terminal)

    @contextmanager
    def hold(self) -> Generator[None]:
        """Set the terminal while the context lasts, also after Ctrl+Z."""
        self._set()
        before = signal.signal(signal.SIGCONT, self._on_continue)
        try:
            yield
        finally:
            signal.signal(signal.SIGCONT, before)
            self._restore()

    @contextmanager
    def release(self) -> Generator[None]:
        """Restore the terminal's settings while the context lasts, for another program."""
        self._restore()
        try:
            yield
        finally:
            self._set()

    def _on_continue(self, _number: int, _frame: FrameType | None) -> None:
        self._set()

    def _set(self) -> None:
        with suppress(termios.error):  # a terminal that hangs up wakes its programs too
            tty.setcbreak(self._terminal, termios.TCSANOW)
            settings = termios.tcgetattr(self._terminal)
            # Enter is the same key before a prompt and in it, and Ctrl+S does not stop the terminal.
            settings[tty.IFLAG] &= ~(termios.ICRNL | termios.IXON)
            settings[tty.CC][termios.VQUIT] = os.fpathconf(self._terminal, "PC_VDISABLE").to_bytes()
            termios.tcsetattr(self._terminal, termios.TCSANOW, settings)

    def _restore(self) -> None:
        with suppress(termios.error):  # the terminal is gone
            termios.tcsetattr(self._terminal, termios.TCSANOW, self._before)
