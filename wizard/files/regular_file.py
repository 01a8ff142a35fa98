"""Reading a file by its path: regular files of bounded size, and nothing else.

A pipe would wait for a writer for ever, a device may have no end, and who can put a file somewhere can put these there.
"""

from __future__ import annotations

import errno
import os
import stat

_FLAGS = (
    getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
)
_CHUNK = 1 << 20


class IrregularFileError(OSError):
    """Raised when something other than a regular file is at a path, or one that is larger than the limit."""


def read_regular_file(path: str | os.PathLike[str], limit: int) -> bytes:
    """Return the bytes of a regular file.

    Raise OSError when it cannot be read, is something else than a regular file, or has more than `limit` bytes.
    """
    content = read_file_start(path, limit + 1)
    if len(content) > limit:
        raise IrregularFileError(f"it is larger than {limit:,} bytes")
    return content


def read_file_start(path: str | os.PathLike[str], count: int) -> bytes:
    """Return the first bytes of a regular file, at most `count`; raise OSError as `read_regular_file`."""
    opened = open_regular_file(path)
    try:
        return _read(opened, count)
    finally:
        os.close(opened)


def read_file_end(path: str | os.PathLike[str], count: int) -> bytes:
    """Return the last bytes of a regular file, at most `count`; raise OSError as `read_regular_file`."""
    opened = open_regular_file(path)
    try:
        os.lseek(opened, max(os.fstat(opened).st_size - count, 0), os.SEEK_SET)
        return _read(opened, count)
    finally:
        os.close(opened)


def open_regular_file(path: str | os.PathLike[str], flags: int = os.O_RDONLY) -> int:
    """Return the descriptor of a regular file; raise OSError when something else is there, which is not touched."""
    _require_regular(os.stat(path), path)  # opening a device can do something to it
    opened = os.open(path, flags | _FLAGS)
    try:
        _require_regular(os.fstat(opened), path)
    except OSError:
        os.close(opened)
        raise
    return opened


def _require_regular(found: os.stat_result, path: str | os.PathLike[str]) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
    if not stat.S_ISREG(found.st_mode):
        raise IrregularFileError("it is a pipe or a device, not a file")


def _read(opened: int, count: int) -> bytes:
    parts: list[bytes] = []
    while count > 0 and (part := os.read(opened, min(count, _CHUNK))):
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
