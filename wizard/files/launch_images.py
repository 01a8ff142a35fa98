"""Pictures of first frames, kept in the cache so that the next start shows one before anything else is imported.

What a frame was drawn for (facts), the files that it was drawn from, and the bytes that draw it → a file; the same
facts, and files that have not changed → the bytes, or nothing. A file that is damaged, too large, or of someone else is
as if it were not there. Of the standard library alone, so that it is there at once.
"""

from __future__ import annotations

import os
import stat
import sys
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from wizard.files.atomic import discard, discard_oldest, write_all
from wizard.files.directories import cache_folder, make_private
from wizard.files.regular_file import open_regular_file, read_regular_file
from wizard.limits import MAX_LAUNCH_IMAGE_BYTES, MAX_LAUNCH_IMAGES

if sys.platform != "win32":
    import fcntl

_SUFFIX: Final = ".frame"
_BEGINNING: Final = b"plan-wizard launch image 2\n"
_BETWEEN: Final = b"\0"
"""Between facts, of which none is empty or has it: they are variables of the environment and paths."""
_END: Final = b"\0\0"
_CHECKSUM_LENGTH: Final = 8
_ABSENT: Final = "absent"
_FREE: Final = "free"


def file_fact(path: str | os.PathLike[str]) -> str:
    """Return a file and the state that it is in, which is another one as soon as it was changed."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return f"{os.fspath(path)}={_ABSENT}"
    return f"{os.fspath(path)}={found.st_ino}.{found.st_size}.{found.st_mtime_ns}"


def free_fact(path: str | os.PathLike[str]) -> str:
    """Return that no other program has locked a file."""
    return f"{os.fspath(path)}={_FREE}"


def is_true(fact: str) -> bool:
    """Return whether the fact of a file is still true."""
    path, _, state = fact.rpartition("=")
    return _is_free(path) if state == _FREE else file_fact(path) == fact


def _is_free(path: str) -> bool:
    """Whether nobody has the lock, as in `wizard.drafts.lock`; where locks are unknown, it is not."""
    try:
        opened = open_regular_file(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(opened)
    return True


def discard_resume_images(name: str) -> None:
    """Delete the frames that resuming a draft would begin with, also without its name: it is not there any more."""
    for subject in (f"resume {name}", "resume"):
        discard(_path_of(subject))


def find_launch_image(subject: str, *facts: tuple[str, ...]) -> bytes | None:
    """Return the frame that is kept for a subject, such as `new roadmap`.

    It was drawn for one of these facts, and the files that it was drawn from are as they were then; else it is None.
    """
    path = _path_of(subject)
    try:
        if not _is_private(path):
            return None
        content = read_regular_file(path, MAX_LAUNCH_IMAGE_BYTES)
    except OSError:
        return None
    start = len(_BEGINNING) + _CHECKSUM_LENGTH
    body = content[start:]
    if content[:start] != _BEGINNING + _checksum(body) or body.count(_END) < 2:
        return None
    kept_facts, kept_files, frame = body.split(_END, 2)
    if kept_facts not in map(_joined, facts):
        return None
    files = os.fsdecode(kept_files).split("\0")
    return frame if all(map(is_true, files)) else None


def keep_launch_image(subject: str, facts: tuple[str, ...], files: tuple[str, ...], frame: bytes) -> None:
    """Keep a frame in place of the subject's last one; without effect if it is large, or on a disk that fails.

    `files` are the facts of the files that it was drawn from, at least one.
    """
    body = _END.join((_joined(facts), _joined(files), frame))
    content = _BEGINNING + _checksum(body) + body
    if len(content) > MAX_LAUNCH_IMAGE_BYTES:
        return
    path = _path_of(subject)
    with suppress(OSError):
        make_private(path.parent)
        _replace(path, content)
        discard_oldest(path.parent.iterdir(), MAX_LAUNCH_IMAGES)


def _joined(facts: Iterable[str]) -> bytes:
    return _BETWEEN.join(map(os.fsencode, facts))


def _checksum(body: bytes) -> bytes:
    return f"{zlib.crc32(body):0{_CHECKSUM_LENGTH}x}".encode()


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, without waiting for the disk: what a crash takes is drawn again."""
    prepared = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    opened = os.open(prepared, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        try:
            write_all(opened, content)
        finally:
            os.close(opened)
        os.replace(prepared, path)
    except OSError:
        discard(prepared)
        raise


def _path_of(subject: str) -> Path:
    """Return the file of a subject; two of one name only replace each other, because facts name the subject."""
    return cache_folder() / "launch-images" / f"{zlib.crc32(os.fsencode(subject)):08x}{_SUFFIX}"


def _is_private(path: Path) -> bool:
    """Whether nobody else can have written the file, which is sent to the terminal as it is."""
    opened = open_regular_file(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    try:
        found = os.fstat(opened)
    finally:
        os.close(opened)
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
