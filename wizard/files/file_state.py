"""The state of a file: what differs when somebody has written to it."""

from __future__ import annotations

import stat
from pathlib import Path

from msgspec import Struct


class FileState(Struct, frozen=True):
    """What differs when somebody has written to a file, or put another one in its place."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int


def file_state(path: Path) -> FileState | None:
    """Return the state of an ordinary file, links followed; None when there is none, or it cannot be looked at."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return FileState(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
