"""A folder for a draft that cannot be written to its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from wizard.errors import WizardError

_NAME = "plan-wizard-drafts"
_ROOM = b"\0" * 100_000
"""As large as a long draft with its template."""


def find_alternative_folder(failing: Path) -> Path:
    """Return a folder outside `failing`'s parent that can be written to; the first candidate when none can."""
    places = [place for place in candidate_folders() if not place.is_relative_to(failing.parent)]
    return next(filter(_can_hold_draft, places), places[0])


def parse_folder(text: str) -> Path:
    """Return the folder that a user typed; raise WizardError when it is no path."""
    try:
        named = Path(text.strip()).expanduser()
        if not text.strip() or "\0" in text:
            raise ValueError
        return Path(os.path.abspath(named))
    except (OSError, RuntimeError, ValueError):
        raise WizardError("That is no folder. Write one such as ~/plans.") from None


def candidate_folders() -> Iterator[Path]:
    """Yield the folders that are offered for drafts which cannot be written to their own, the best one first."""
    with suppress(RuntimeError):  # nobody knows where that is
        yield Path.home() / _NAME
    with suppress(OSError):  # the folder is gone
        yield Path.cwd() / _NAME
    owner = f"-{os.getuid()}" if hasattr(os, "getuid") else ""
    yield Path(tempfile.gettempdir()) / f"{_NAME}{owner}"


def _can_hold_draft(place: Path) -> bool:
    """Whether a draft's size can be written there, and the folder does not belong to somebody else."""
    try:
        if place.exists() and hasattr(os, "getuid") and place.stat().st_uid != os.getuid():
            return False
        with tempfile.TemporaryFile(dir=place if place.exists() else place.parent, buffering=0) as probe:
            return probe.write(_ROOM) == len(_ROOM)
    except OSError:
        return False
