"""A start of the full screen and the frame that is shown for it.

Imported before the command line and Textual, so it imports a few small modules of the standard library and no msgspec.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress

from screens.launch.launch_facts import launch_facts
from wizard.files.launch_images import file_fact, find_launch_image, free_fact, is_true, keep_launch_image

if sys.platform != "win32":
    import termios

    from screens.launch.early_terminal import EarlyTerminal

SWITCH = "PLAN_WIZARD_LAUNCH_IMAGE"
"""The variable that turns launch images off when it is 0."""
_STREAMS = (0, 1, 2)


class Launch:
    """A start of which the first frame may be on the terminal already, and may be kept for the next time."""

    def __init__(self, subject: str, columns: int, rows: int) -> None:
        """`subject` is what the start is about, such as `new roadmap`."""
        self.subject = subject
        self.size = columns, rows
        self.frame: bytes | None = None
        """What is, or was, on the terminal before the app had drawn anything."""
        self.terminal: EarlyTerminal | None = None
        self.is_ahead = False
        """Whether the frame is drawn to nowhere, for the next start."""
        self.is_of_today = False
        """Whether the frame that was kept may show the day."""
        self._lock: str = ""
        self._files: tuple[str, ...] = ()
        """The files that the frame is drawn from, and how they were before; if none are known, it is not kept."""
        self._day = time.strftime("%Y-%m-%d")
        # As they are before anything is imported: a start of the full screen sets variables for Textual.
        self._other_facts = (f"subject={subject}", *launch_facts(columns, rows))

    @property
    def shows_frame(self) -> bool:
        """Whether the frame is still what is on the terminal."""
        return self.terminal is not None and self.terminal.shows_frame

    def is_known(self) -> bool:
        """Find the first frame of the last time; return whether it is the one that will be drawn now."""
        self.frame = find_launch_image(self.subject, self._facts(""), self._facts(self._day))
        return self.frame is not None

    def show(self) -> None:
        """Show the first frame of the last time, if it is the one that will be drawn now."""
        self.is_known()
        if self.frame is not None:
            with suppress(OSError, termios.error):
                self.terminal = EarlyTerminal(termios.tcgetattr(0), os.terminal_size(self.size))
                self.terminal.show(self.frame)

    def note_files(self, files: Iterable[str | os.PathLike[str]], lock: str | os.PathLike[str] | None = None) -> None:
        """Take down the files that the frame will be drawn from, before they are read, so that it can be kept.

        It is not shown while another program has `lock`.
        """
        self._files = tuple(map(file_fact, files))
        self._lock = "" if lock is None else free_fact(lock)

    def keep(self, frame: bytes, *, shows_day: bool) -> None:
        """Keep the frame that was drawn, for the next time, unless a file has changed since it was read."""
        if self._files and frame != self.frame and all(map(is_true, self._files)):
            files = (*self._files, self._lock) if self._lock else self._files
            keep_launch_image(self.subject, self._facts(self._day if shows_day else ""), files, frame)
        self.frame, self.is_of_today = frame, shows_day

    def give_back_terminal(self) -> None:
        """Give the terminal back if the app has never had it."""
        if self.terminal is not None:
            self.terminal.give_back()

    def _facts(self, day: str) -> tuple[str, ...]:
        return (*self._other_facts, f"day={day}")


def begin_launch(arguments: Sequence[str]) -> Launch | None:
    """Show what the first frame will be, if it is known; return the launch, or None when no frame is to be kept."""
    subject = _subject_of(arguments)
    size = terminal_size()
    if not subject or size is None or "_ARGCOMPLETE" in os.environ:
        return None
    launch = Launch(subject, size.columns, size.lines)
    launch.show()
    return launch


def terminal_size() -> os.terminal_size | None:
    """Return the size of the terminal; None where no frame is kept."""
    is_off = os.environ.get(SWITCH, "") == "0"
    # With these, what Textual draws on is not the whole terminal.
    has_own_size = bool(os.environ.get("COLUMNS") or os.environ.get("LINES"))
    if is_off or has_own_size or sys.platform == "win32" or not all(map(os.isatty, _STREAMS)):
        return None
    if not os.path.isabs(os.path.expanduser("~")):
        return None
    try:
        return os.get_terminal_size(1)
    except OSError:
        return None


def _subject_of(arguments: Sequence[str]) -> str:
    """Return what a command line is about; nothing if options say that its first frame depends on more."""
    match arguments:
        case ["resume"]:
            return "resume"
        case ["new" | "resume" as command, name] if is_plain(name):
            return f"{command} {name}"
        case _:
            return ""


def is_plain(name: str) -> bool:
    """Return whether a command line can name a template or a draft so, and means nothing else by it."""
    return bool(name) and not name.startswith("-")
