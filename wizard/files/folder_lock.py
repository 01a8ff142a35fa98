"""One program at a time in a folder, where the system can lock folders."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from wizard.errors import WizardError
from wizard.message_text import sanitize_line

if sys.platform != "win32":
    import fcntl

_PATIENCE = 10.0
"""Seconds to wait for another program."""
_PAUSE = 0.01
_TURN = 2 * _PAUSE
"""Seconds that a program leaves to others when it has just had the lock; else one in a loop would keep it for ever."""
_released_at = 0.0


class FolderBusyError(WizardError):
    """Raised when another program holds a folder for longer than anybody waits."""


@contextmanager
def lock_folder(folder: Path) -> Generator[None]:
    """Keep other plan-wizards from changing the files of a folder meanwhile; raise FolderBusyError after ten seconds.

    Raise OSError when there is no such folder. Where the system cannot lock it, nothing is kept out, and whoever writes
    compares what is there once more.
    """
    if sys.platform == "win32":
        yield
        return
    global _released_at  # noqa: PLW0603  # of this process, whatever it locks
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):  # a file system without locks
            time.sleep(max(_released_at + _TURN - time.monotonic(), 0))
            _wait_for_lock(opened, folder)
        yield
    finally:
        os.close(opened)
        _released_at = time.monotonic()


def _wait_for_lock(opened: int, folder: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                named = sanitize_line(str(folder))
                raise FolderBusyError(f"Another program is saving in {named} and does not end. Try again.") from None
            time.sleep(_PAUSE)
        else:
            return
