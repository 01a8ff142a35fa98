"""The way from a draft's own folder to the one where it was kept instead, because its own could not be written to.

The folder that is left holds `moved-to`, a link to the new one: a link needs no room, so a full disk often takes it.
Where it does not, the folders that are offered first are looked into.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from wizard.drafts.alternative_folder import candidate_folders
from wizard.drafts.recovery import SNAPSHOT, holds_a_draft, try_read_header

_TRAIL = "moved-to"


def leave_trail(left: Path, folder: Path) -> None:
    """Leave the way to a draft's new folder in the one that it has left; raise OSError when that is not possible."""
    trail = left / _TRAIL
    if os.path.islink(trail):
        trail.unlink()
    os.symlink(folder, trail, target_is_directory=True)


def follow_trail(folder: Path) -> Path:
    """Return the folder where the draft has gone on, or the folder itself when it has not been moved."""
    ours = try_read_header(folder / SNAPSHOT)
    if ours is None or not ours.id:
        return folder
    for place in (_trail_of(folder), *(parent / folder.name for parent in candidate_folders())):
        theirs = try_read_header(place / SNAPSHOT) if place is not None and _is_our_users(place) else None
        if place is not None and theirs is not None and theirs.id == ours.id and theirs.number > ours.number:
            return place
    return folder


def erase_trail(folder: Path) -> None:
    """Take away the way to another folder from one in which the draft goes on."""
    with suppress(OSError):
        os.unlink(folder / _TRAIL)


def lost_folder(folder: Path) -> Path | None:
    """Return the folder to which a draft was moved, and where it is not any more; None when that is not so."""
    place = _trail_of(folder)
    return place if place is not None and not holds_a_draft(place) else None


def _trail_of(folder: Path) -> Path | None:
    try:
        return folder / os.readlink(folder / _TRAIL)
    except OSError:
        return None


def _is_our_users(place: Path) -> bool:
    try:
        return not hasattr(os, "getuid") or place.stat().st_uid == os.getuid()
    except (OSError, ValueError):
        return False
