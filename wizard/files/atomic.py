"""Files written whole or not at all, and the digest that tells later whether one is as it was written."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_TEMPORARY_SUFFIX = ".tmp"


def write_atomically(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write or replace a file so that a crash leaves the old one or the new one whole; raise OSError on failure."""
    prepared = write_temporary(path, content, mode)
    try:
        os.replace(prepared, path)
    except OSError:
        discard(prepared)
        raise
    sync_folder(path.parent)


def write_temporary(path: Path, content: bytes, mode: int) -> Path:
    """Write a temporary file beside `path` and return it once it is on the disk; the caller renames or discards it."""
    prepared = temporary_path(path)
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


def prepare_replacement(path: Path, content: bytes) -> Path:
    """Write a temporary file with the permissions and, where allowed, the owner of the file that it will replace."""
    prepared = write_temporary(path, content, 0o666)
    try:
        status = path.stat()
    except FileNotFoundError:
        return prepared
    # The file of someone else in a folder of ours becomes ours, as with most editors.
    with suppress(PermissionError):
        if hasattr(os, "chown") and (status.st_uid, status.st_gid) != _owner(prepared):
            os.chown(prepared, status.st_uid, status.st_gid)
    prepared.chmod(stat.S_IMODE(status.st_mode))
    return prepared


def _owner(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_uid, status.st_gid


def temporary_path(path: Path) -> Path:
    """Return a name for a temporary file beside `path`, which `find_leftovers` finds."""
    return path.with_name(f".{path.name[:100]}.{os.urandom(4).hex()}{_TEMPORARY_SUFFIX}")


def discard(prepared: Path) -> None:
    """Delete a temporary file if that is possible."""
    try:
        prepared.unlink()
    except OSError:
        return


def move_to_free_path(prepared: Path, path: Path) -> None:
    """Rename a temporary file to a path where nothing is; raise FileExistsError when something is there by now.

    On a file system without hard links, what came there in between is replaced.
    """
    try:
        os.link(prepared, path)  # unlike a rename, this never replaces a file
    except FileExistsError:
        raise
    except OSError:
        os.replace(prepared, path)
    else:
        discard(prepared)


def discard_oldest(files: Iterable[Path], count: int) -> None:
    """Delete all but so many files, those changed last; raise OSError when one has gone meanwhile."""
    for oldest in sorted(files, key=lambda file: file.stat().st_mtime)[:-count]:
        discard(oldest)


def find_leftovers(path: Path) -> Iterator[Path]:
    """Yield the temporary files that a crash left beside `path`."""
    start = f".{path.name[:100]}."
    for name in os.listdir(path.parent):
        if (
            name.startswith(start)
            and name.endswith(_TEMPORARY_SUFFIX)
            and len(name) == len(start) + 8 + len(_TEMPORARY_SUFFIX)
        ):
            yield path.with_name(name)


def write_all(opened: int, content: bytes) -> None:
    """Write every byte to an open file; raise OSError, with a part written, when the disk fills up."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(opened, rest) :]


def sync(opened: int) -> None:
    """Wait until an open file is on the disk."""
    if sys.platform == "darwin":
        try:
            # fsync(2) of macOS: the drive may keep the bytes in its own cache; F_FULLFSYNC empties that too.
            fcntl.fcntl(opened, fcntl.F_FULLFSYNC)
        except OSError:  # a file system that does not know it
            os.fsync(opened)
    else:
        os.fsync(opened)


def sync_folder(folder: Path) -> None:
    """Wait until a rename in a folder is on the disk, where the system can tell."""
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
