"""Pictures of first frames, kept in the cache so that the next start shows one before anything else is imported.

What a frame was drawn for (`facts`) and the bytes that draw it → a file; the same facts → the bytes, or nothing. A file
that is damaged, too large, or of someone else is as if it were not there.
"""

from __future__ import annotations

import os
import stat
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from wizard.files.atomic import discard, discard_oldest, write_all
from wizard.files.directories import cache_folder, make_private
from wizard.files.regular_file import open_regular_file, read_regular_file
from wizard.limits import MAX_LAUNCH_IMAGE_BYTES, MAX_LAUNCH_IMAGES

_SUFFIX: Final = ".frame"


class LaunchImage(Struct, frozen=True, array_like=True):
    """What draws the first frame, and all that the frame depends on."""

    facts: tuple[str, ...]
    """One `name=value` each; the image is of use only where every one is still true."""
    frame: bytes
    """What the terminal is sent."""
    checksum: int = 0
    """The CRC-32 of the frame, for a file that lost a part of it."""


def find_launch_image(subject: str, *facts: tuple[str, ...]) -> bytes | None:
    """Return the frame that is kept for a subject, such as `new roadmap`, if it was drawn for one of these facts."""
    path = _path_of(subject)
    try:
        if not _is_private(path):
            return None
        image = msgspec.msgpack.decode(read_regular_file(path, MAX_LAUNCH_IMAGE_BYTES), type=LaunchImage)
    except (OSError, ValueError):  # msgspec raises ValueError for what it cannot decode
        return None
    is_valid = image.facts in facts and zlib.crc32(image.frame) == image.checksum
    return image.frame if is_valid else None


def keep_launch_image(subject: str, facts: tuple[str, ...], frame: bytes) -> None:
    """Keep a frame in place of the subject's last one; without effect if it is large, or on a disk that fails."""
    content = msgspec.msgpack.encode(LaunchImage(facts, frame, zlib.crc32(frame)))
    if len(content) > MAX_LAUNCH_IMAGE_BYTES:
        return
    path = _path_of(subject)
    with suppress(OSError):
        make_private(path.parent)
        _replace(path, content)
        discard_oldest(path.parent.iterdir(), MAX_LAUNCH_IMAGES)


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
