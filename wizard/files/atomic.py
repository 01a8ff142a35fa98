"""Files written whole or not at all."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_TEMPORARY_SUFFIX = ".tmp"


def write_atomically(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Put a new file in the place of an old one, so that a crash leaves either whole; OSError when it cannot."""
    prepared = write_temporary(path, content, mode)
    try:
        os.replace(prepared, path)
    except OSError:
        discard(prepared)
        raise
    sync_folder(path.parent)


def write_temporary(path: Path, content: bytes, mode: int) -> Path:
    """A temporary file beside `path` with the content safe on the disk; the caller renames or discards it."""
    prepared = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}{_TEMPORARY_SUFFIX}")
    opened = os.open(prepared, _NEW, mode)
    try:
        try:
            write_all(opened, content)
            sync(opened)
        finally:
            os.close(opened)
    except OSError:
        discard(prepared)
        raise
    return prepared


def discard(prepared: Path) -> None:
    """Take a temporary file away; one that cannot be taken away stays."""
    try:
        prepared.unlink()
    except OSError:
        return


def find_leftovers(path: Path) -> Iterator[Path]:
    """The temporary files that a crash left beside `path`."""
    start = f".{path.name[:100]}."
    for name in os.listdir(path.parent):
        if (
            name.startswith(start)
            and name.endswith(_TEMPORARY_SUFFIX)
            and len(name) == len(start) + 8 + len(_TEMPORARY_SUFFIX)
        ):
            yield path.with_name(name)


def write_all(opened: int, content: bytes) -> None:
    """Write every byte to an open file; a disk that fills up is an OSError, with a part written."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(opened, rest) :]


def sync(opened: int) -> None:
    """Wait until an open file is safe on the disk."""
    if sys.platform == "darwin":
        try:
            # fsync(2) of macOS: the drive may keep the bytes in its own cache; F_FULLFSYNC empties that too.
            fcntl.fcntl(opened, fcntl.F_FULLFSYNC)
        except OSError:  # a file system that does not know it
            os.fsync(opened)
    else:
        os.fsync(opened)


def sync_folder(folder: Path) -> None:
    """Wait until a rename in a folder is safe on the disk, where the system can say so."""
    if sys.platform == "win32":
        return
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return
    try:
        os.fsync(opened)
    except OSError:
        return  # some network file systems have no fsync of folders; the rename itself was made
    finally:
        os.close(opened)
