"""The terminal from the launch image until Textual's driver has it; imported before Textual.

What is typed meanwhile stays in the terminal, key by key as in the app, for the driver to read. Signals that end or
stop the program wait until the app is there, which then handles what was typed before. However the program ends before
that, the terminal gets its settings and its own screen back, and the shell is given none of the keys.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Final, TypeAlias

from wizard.exit_code import ExitCode
from wizard.files.atomic import write_all
from wizard.files.ending_signals import ENDING_SIGNALS, begin_waiting, end_waiting

if sys.platform != "win32":
    import termios

    Settings: TypeAlias = "list[int | list[bytes | int]]"

_INPUT: Final = 0
_OUTPUT: Final = 2
"""Textual draws on standard error."""
_BEGIN: Final = b"\x1b[?1049h\x1b[?25l\x1b[?7l"
_END: Final = b"\x1b[?7h\x1b[?1049l\x1b[?25h"
"""The alternate screen, the cursor and the wrapping of lines, as Textual turns them."""
_CLEAR: Final = b"\x1b[0m\x1b[2J"


class EarlyTerminal:
    """A terminal that shows a frame before there is an app."""

    def __init__(self, settings: Settings, size: os.terminal_size) -> None:
        """Note the settings, which are to be given back, and the size that the frame was drawn for."""
        self.settings = settings
        self._size = size
        self._is_ours = False
        """Whether giving the terminal back is up to this object."""
        self.shows_frame = False
        """Whether the frame is still what is on the terminal."""
        self._before_resizing: Callable[[int, FrameType | None], object] | int | None = signal.SIG_DFL

    def show(self, frame: bytes) -> None:
        """Take the terminal and draw the frame, unless the size is another one by now."""
        self._is_ours = True
        begin_waiting((*ENDING_SIGNALS, signal.SIGTSTP))
        self._before_resizing = signal.signal(signal.SIGWINCH, self._on_resize)
        termios.tcsetattr(_INPUT, termios.TCSANOW, key_by_key(self.settings))
        self.shows_frame = True
        write_all(_OUTPUT, _BEGIN + frame)
        self.clear_if_resized()

    def hand_over(self) -> Settings:
        """Leave the terminal to the driver, which gives it back with these settings, and stops with the program."""
        self._is_ours = False
        # The handler for the size is replaced by now, by what runs the app.
        end_waiting((signal.SIGTSTP,))
        return self.settings

    def give_back(self) -> None:
        """Give the terminal back, unless the driver has it or had it; end the program if a signal waits for that."""
        if not self._is_ours:
            return
        self._is_ours = self.shows_frame = False
        with suppress(OSError, termios.error):  # it has gone away
            termios.tcsetattr(_INPUT, termios.TCSAFLUSH, self.settings)
            write_all(_OUTPUT, _END)
        if signal.sigpending() & {*ENDING_SIGNALS}:
            os._exit(ExitCode.INTERRUPTED)
        signal.signal(signal.SIGWINCH, signal.SIG_DFL if self._before_resizing is None else self._before_resizing)
        end_waiting((*ENDING_SIGNALS, signal.SIGTSTP))

    def clear_if_resized(self) -> None:
        """Take the frame away when the terminal has another size than it was drawn for."""
        if self.shows_frame and os.get_terminal_size(_OUTPUT) != self._size:
            self.shows_frame = False
            write_all(_OUTPUT, _CLEAR)

    def _on_resize(self, _number: int, _frame: FrameType | None) -> None:
        with suppress(OSError):
            self.clear_if_resized()


def key_by_key(settings: Settings) -> Settings:
    """Return the settings of a terminal that gives each key as it is pressed, as Textual's driver sets them."""
    changed = list(settings)
    signals = 0 if os.environ.get("TEXTUAL_ALLOW_SIGNALS") else termios.ISIG
    for index, flags in (
        (3, termios.ECHO | termios.ICANON | termios.IEXTEN | signals),
        (0, termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR),
    ):
        value = changed[index]
        assert isinstance(value, int)
        changed[index] = value & ~flags
    characters = changed[6]
    assert isinstance(characters, list)
    changed[6] = [*characters]
    changed[6][termios.VMIN] = 1
    return changed
