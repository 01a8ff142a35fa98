"""Backups of a draft: a bounded number of earlier snapshots, closer together the newer they are."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from wizard.drafts.recovery import SNAPSHOT
from wizard.drafts.snapshot import Header, SnapshotError, read_header
from wizard.files.atomic import write_atomically
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_DRAFT_FILE_BYTES

BACKUPS_FOLDER = "earlier"
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
        _copy(snapshot, folder / BACKUPS_FOLDER / f"{number:08}.yaml")
        for path in surplus_backups([path for path in (folder / BACKUPS_FOLDER).glob("*.yaml") if path.stem.isdigit()]):
            path.unlink(missing_ok=True)
    except (OSError, SnapshotError):
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


def _copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        write_atomically(target, read_regular_file(source, MAX_DRAFT_FILE_BYTES))
