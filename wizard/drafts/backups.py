"""Backups of a draft: a bounded number of earlier snapshots, closer together the newer they are."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from wizard.drafts.draft_folder import BACKUPS_FOLDER, SNAPSHOT
from wizard.drafts.snapshot import Header, SnapshotError, read_header
from wizard.files.atomic import write_atomically
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_DRAFT_FILE_BYTES

MAX_BACKUPS = 24
_ALWAYS_KEPT = 12
"""How many of the newest are kept, however close together."""


class Backup(Struct, frozen=True):
    """An earlier snapshot of a draft."""

    number: int
    """Greater is later."""
    path: Path
    header: Header


def list_backups(folder: Path) -> tuple[Backup, ...]:
    """Return the readable backups of the draft in a folder, newest first."""
    states: list[Backup] = []
    for path in (folder / BACKUPS_FOLDER).glob("*.yaml"):
        try:
            states.append(Backup(int(path.stem), path, read_header(path)))
        except (OSError, ValueError):
            continue
    return tuple(sorted(states, key=lambda state: state.number, reverse=True))


def back_up(folder: Path) -> None:
    """Back up the snapshot in a folder, which is about to be replaced, if that is possible."""
    snapshot = folder / SNAPSHOT
    try:
        number = read_header(snapshot).number
        (folder / BACKUPS_FOLDER).mkdir(mode=0o700, exist_ok=True)
        _copy(snapshot, number)
        for path in surplus_backups([path for path in (folder / BACKUPS_FOLDER).glob("*.yaml") if path.stem.isdigit()]):
            path.unlink(missing_ok=True)
    except (OSError, SnapshotError):
        return


def keep_state(folder: Path, number: int, snapshot: bytes) -> None:
    """Keep a state of the draft in a folder as a backup that nobody has made; raise OSError on failure."""
    (folder / BACKUPS_FOLDER).mkdir(mode=0o700, exist_ok=True)
    for target in _targets(folder, number):
        if not os.path.lexists(target):
            write_atomically(target, snapshot)
        if _has_content(target, snapshot):
            return


def set_aside(folder: Path, name: str) -> None:
    """Keep a draft's file that cannot be read, and is about to be replaced, as it is; raise OSError on failure."""
    source = folder / name
    if not source.is_file():
        return
    (folder / BACKUPS_FOLDER).mkdir(mode=0o700, exist_ok=True)
    for count in itertools.count(1):
        target = folder / BACKUPS_FOLDER / f"unreadable-{count}-{name}"
        if not os.path.lexists(target):
            _link_or_copy(source, target)
        if os.path.samefile(source, target) or _has_content(target, read_regular_file(source, MAX_DRAFT_FILE_BYTES)):
            return


def surplus_backups(paths: list[Path]) -> list[Path]:
    """Return the backups to delete: those whose neighbours are closest, and never the newest ones or the first."""
    kept = sorted(paths, key=lambda path: int(path.stem))
    given_up: list[Path] = []
    while len(kept) > MAX_BACKUPS:
        numbers = [int(path.stem) for path in kept]
        middle = range(1, len(kept) - _ALWAYS_KEPT)
        closest = min(middle, key=lambda index: numbers[index + 1] - numbers[index - 1])
        given_up.append(kept.pop(closest))
    return given_up


def _copy(snapshot: Path, number: int) -> None:
    target = snapshot.parent / BACKUPS_FOLDER / f"{number:08}.yaml"
    if not os.path.lexists(target):
        _link_or_copy(snapshot, target)
    elif not os.path.samefile(snapshot, target):  # it was edited since, or is another computer's
        keep_state(snapshot.parent, number, read_regular_file(snapshot, MAX_DRAFT_FILE_BYTES))


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        write_atomically(target, read_regular_file(source, MAX_DRAFT_FILE_BYTES))


def _targets(folder: Path, number: int) -> Iterator[Path]:
    """Yield the file of the backup with a number, and those of the following numbers, in case it is taken."""
    return (folder / BACKUPS_FOLDER / f"{each:08}.yaml" for each in itertools.count(number))


def _has_content(path: Path, content: bytes) -> bool:
    try:
        return read_regular_file(path, MAX_DRAFT_FILE_BYTES) == content
    except OSError:
        return False
