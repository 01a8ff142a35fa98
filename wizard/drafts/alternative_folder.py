"""Where a draft could be kept when it cannot be kept in its own place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from wizard.errors import WizardError

_NAME = "plan-wizard-drafts"
_ROOM = b"\0" * 100_000
"""Of the size of a long draft with its template."""


def find_alternative_folder(failing: Path) -> Path:
    """A folder outside `failing` in which something can be written now; the first guess when there is none."""
    places = [place for place in _candidate_folders() if not place.is_relative_to(failing.parent)]
    return next(filter(_can_hold_draft, places), places[0])


def parse_folder(text: str) -> Path:
    """The folder that a user names; WizardError when it can be none."""
    try:
        named = Path(text.strip()).expanduser()
        if not text.strip() or "\0" in text:
            raise ValueError
        return Path(os.path.abspath(named))
    except (OSError, RuntimeError, ValueError):
        raise WizardError("That is no folder. Write one such as ~/plans.") from None


def _candidate_folders() -> Iterator[Path]:
    with suppress(RuntimeError):  # nobody knows where that is
        yield Path.home() / _NAME
    with suppress(OSError):  # the folder is gone
        yield Path.cwd() / _NAME
    owner = f"-{os.getuid()}" if hasattr(os, "getuid") else ""
    yield Path(tempfile.gettempdir()) / f"{_NAME}{owner}"


def _can_hold_draft(place: Path) -> bool:
    """Whether as much as a draft can be written there, and nobody else made the folder."""
    try:
        if place.exists() and hasattr(os, "getuid") and place.stat().st_uid != os.getuid():
            return False
        with tempfile.TemporaryFile(dir=place if place.exists() else place.parent, buffering=0) as probe:
            return probe.write(_ROOM) == len(_ROOM)
    except OSError:
        return False
