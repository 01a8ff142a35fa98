"""A folder for a draft that cannot be written to its own, and the way there from the folder that is left.

That one holds `moved-to`, a link to the new one: a link needs no room, so a full disk often takes it. Where it does
not, the folders that are offered first are looked into.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

from wizard.drafts.draft_folder import SNAPSHOT, holds_a_draft
from wizard.drafts.snapshot import try_read_header
from wizard.errors import WizardError

_NAME = "plan-wizard-drafts"
_ROOM_BYTES = 100_000
"""As large as a long draft with its template."""


def find_alternative_folder(failing: Path, timeout: float = 1.0) -> Path:
    """Return a folder outside `failing`'s parent that can be written to; the first candidate when none can.

    One whose disk has not answered after so many seconds cannot.
    """
    places = [place for place in candidate_folders() if not place.is_relative_to(failing.parent)]
    usable: set[Path] = set()

    def probe(place: Path) -> None:
        if _can_hold_draft(place):
            usable.add(place)

    ends_at = time.monotonic() + timeout
    # Each in a thread of its own, and none that an executor waits for at the end of the program.
    probes = [Thread(target=probe, args=(place,), name="probe", daemon=True) for place in places]
    for each in probes:
        each.start()
    for place, each in zip(places, probes, strict=True):
        each.join(max(0.0, ends_at - time.monotonic()))
        if place in usable:
            return place
    return places[0]


def parse_folder(text: str) -> Path:
    """Return the folder that a user typed; raise WizardError when it is no path."""
    try:
        named = Path(text.strip()).expanduser()
        if not text.strip() or "\0" in text:
            raise ValueError
        return Path(os.path.abspath(named))
    except (OSError, RuntimeError, ValueError):
        raise WizardError("That is not a folder. Type one such as ~/plans.") from None


def candidate_folders() -> Iterator[Path]:
    """Yield the folders that are offered for drafts which cannot be written to their own, the best one first."""
    with suppress(RuntimeError):  # nobody knows where that is
        yield Path.home() / _NAME
    with suppress(OSError):  # the folder is gone
        yield Path.cwd() / _NAME
    owner = f"-{os.getuid()}" if hasattr(os, "getuid") else ""
    from tempfile import gettempdir  # slow, and seldom needed

    yield Path(gettempdir()) / f"{_NAME}{owner}"


def _can_hold_draft(place: Path) -> bool:
    """Whether a draft's size can be written there, and the folder does not belong to somebody else."""
    from tempfile import TemporaryFile

    try:
        if place.exists() and hasattr(os, "getuid") and place.stat().st_uid != os.getuid():
            return False
        with TemporaryFile(dir=place if place.exists() else place.parent, buffering=0) as probe:
            return probe.write(bytes(_ROOM_BYTES)) == _ROOM_BYTES
    except OSError:
        return False


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
