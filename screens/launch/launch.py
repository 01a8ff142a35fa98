"""A start of the full screen and the frame that is shown for it; imported before Textual."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from screens.launch.launch_facts import launch_facts
from wizard.files.launch_images import find_launch_image, keep_launch_image

if sys.platform != "win32":
    import termios

    from screens.launch.early_terminal import EarlyTerminal

SWITCH = "PLAN_WIZARD_LAUNCH_IMAGE"
"""The variable that turns launch images off when it is 0."""


class LaunchSubject(Struct, frozen=True):
    """What a start is about: the same subject has the same first frame as long as its files stay as they are."""

    name: str
    """Such as `new roadmap`."""
    files: tuple[Path, ...]
    """The files that the frame is drawn from."""


class Launch:
    """A start of which the first frame may be on the terminal already, and may be kept for the next time."""

    def __init__(self, subject: LaunchSubject, columns: int, rows: int) -> None:
        self.subject = subject
        self.size = columns, rows
        self.frame: bytes | None = None
        """What is, or was, on the terminal before the app had drawn anything."""
        self.terminal: EarlyTerminal | None = None
        self._day = time.strftime("%Y-%m-%d")

    @property
    def shows_frame(self) -> bool:
        """Whether the frame is still what is on the terminal."""
        return self.terminal is not None and self.terminal.shows_frame

    def show(self) -> None:
        """Show the first frame of the last time, if it is the one that will be drawn now."""
        subject = self.subject.name
        self.frame = find_launch_image(subject, self._facts(""), self._facts(self._day))
        if self.frame is not None:
            with suppress(OSError, termios.error):
                self.terminal = EarlyTerminal(termios.tcgetattr(0), os.terminal_size(self.size))
                self.terminal.show(self.frame)

    def keep(self, frame: bytes, *, shows_day: bool) -> None:
        """Keep the frame that was drawn, for the next time."""
        if frame != self.frame:
            keep_launch_image(self.subject.name, self._facts(self._day if shows_day else ""), frame)

    def give_back_terminal(self) -> None:
        """Give the terminal back if the app has never had it."""
        if self.terminal is not None:
            self.terminal.give_back()

    def _facts(self, day: str) -> tuple[str, ...]:
        facts = launch_facts(*self.size, self.subject.files, day)
        return (f"subject={self.subject.name}", *facts)


def begin_launch(subject: LaunchSubject | None) -> Launch | None:
    """Show what the first frame will be, if it is known; return the launch, or None when no frame is to be kept."""
    is_off = os.environ.get(SWITCH, "") == "0"
    # With these, what Textual draws on is not the whole terminal.
    has_own_size = bool(os.environ.get("COLUMNS") or os.environ.get("LINES"))
    if subject is None or is_off or has_own_size or sys.platform == "win32":
        return None
    try:
        size = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ is not None else 1)
    except (OSError, ValueError):
        return None
    launch = Launch(subject, size.columns, size.lines)
    launch.show()
    return launch
