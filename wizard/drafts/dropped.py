"""Dropped drafts: out of every list, and kept for a while in case that was a mistake.

`dropped/12/drafts/relay` is the draft `relay`, which lay in `drafts/` and was the twelfth that was dropped. Dropping
and bringing back are each one rename of the draft's folder, so that a crash leaves the draft here or there, and whole.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from wizard.drafts.catalog import check_draft_name, find_own_folder, free_draft_name
from wizard.drafts.draft_folder import LOCK, holds_a_draft
from wizard.drafts.lock import take_lock
from wizard.errors import NotFoundError, WizardError
from wizard.files.atomic import sync_folder
from wizard.files.directories import done_folder, drafts_folder, dropped_folder, make_private
from wizard.files.launch_images import discard_resume_images
from wizard.files.os_errors import explain_os_error
from wizard.message_text import did_you_mean, end_sentence

MAX_DROPPED_DRAFTS = 20
"""Dropped drafts that are kept; older ones are deleted."""
_GOING = ".dropped"
"""The end of a folder's name that is being deleted."""


class DroppedDraft(Struct, frozen=True):
    """A draft that was dropped and can be brought back."""

    number: int
    """Greater was dropped later."""
    name: str
    folder: Path


def drop_draft(name: str) -> DroppedDraft:
    """Put a draft with everything in it away, where `restore_dropped` finds it, and return it.

    Raise DraftInUseError when another program has it open, NotFoundError when there is none, WizardError when it
    cannot be moved; the draft is then where it was.
    """
    try:
        with _locked_folder(name) as folder:
            dropped = _put_away(folder)
            discard_resume_images(name)
    except OSError as error:
        why = explain_os_error(error, dropped_folder())
        raise WizardError(
            f"{name} was not dropped: {why} plan-wizard drop --for-good deletes it at once; this cannot be undone."
        ) from error
    _delete_surplus()
    return dropped


def delete_draft(name: str) -> tuple[Path, ...]:
    """Delete a draft for good, and return the files of it that are still there; raise as `drop_draft`."""
    try:
        with _locked_folder(name) as folder:
            # Renamed first, so that nobody finds half of it, and where it is: a full disk makes no other folder.
            going = folder.with_name(f".{folder.name}{_GOING}")
            shutil.rmtree(going, ignore_errors=True)
            os.rename(folder, going)
            discard_resume_images(name)
    except OSError as error:
        raise WizardError(f"{name} was not deleted: {explain_os_error(error, name)}") from error
    shutil.rmtree(going, ignore_errors=True)
    return _remaining_files(going)


def delete_dropped(name: str) -> tuple[Path, ...]:
    """Delete for good what was dropped by that name, and return the files that are still there."""
    found = [dropped for dropped in list_dropped() if dropped.name == name]
    return tuple(path for dropped in found for path in _delete(dropped.folder.parent.parent))


def list_dropped() -> tuple[DroppedDraft, ...]:
    """Return the drafts that can be brought back, the one dropped last first."""
    return tuple(sorted(_dropped_drafts(), key=lambda dropped: -dropped.number))


def restore_dropped(name: str) -> Path:
    """Bring back the draft that was dropped last by that name, and return its folder, whose name is a free one.

    Raise NotFoundError when there is none, WizardError when it cannot be moved.
    """
    check_draft_name(name)
    dropped = list_dropped()
    found = next((draft for draft in dropped if draft.name == name), None)
    if found is None:
        names = [draft.name for draft in dropped]
        hint = did_you_mean(name, names) or (f"; there are: {', '.join(names[:12])}" if names else "")
        raise NotFoundError(end_sentence(f"There is no dropped draft '{name}'{hint}"))
    return bring_back(found)


def bring_back(dropped: DroppedDraft) -> Path:
    """Bring back a dropped draft; return and raise as `restore_dropped`."""
    parent = done_folder() if dropped.folder.parent.name == done_folder().name else drafts_folder()
    folder = parent / free_draft_name(dropped.name)
    try:
        make_private(parent)
        os.rename(dropped.folder, folder)
        sync_folder(parent)
    except OSError as error:
        raise WizardError(f"{dropped.name} could not be restored: {explain_os_error(error, dropped.folder)}") from error
    with suppress(OSError):
        _remove_empty(dropped.folder.parent.parent)
    return folder


@contextmanager
def _locked_folder(name: str) -> Generator[Path]:
    """Hold the lock of a draft that is about to go, and give its folder."""
    folder = find_own_folder(name)  # one that lies elsewhere is the user's own to delete
    lock = take_lock(folder / LOCK, name)
    if sys.platform == "win32":
        lock.release()  # Windows renames no folder with an open file in it
    try:
        yield folder
    finally:
        if sys.platform != "win32":
            lock.release()


def _put_away(folder: Path) -> DroppedDraft:
    """Rename a draft's folder to the place where it is kept; raise OSError on failure."""
    home = dropped_folder()
    make_private(home)
    number = max((dropped.number for dropped in _dropped_drafts()), default=0)
    while True:
        number += 1
        with suppress(FileExistsError):  # of another program, or what a crash left
            (home / str(number)).mkdir(mode=0o700)
            break
    place = home / str(number) / folder.parent.name
    try:
        place.mkdir(mode=0o700)
        os.rename(folder, place / folder.name)
    except OSError:
        with suppress(OSError):
            _remove_empty(home / str(number))
        raise
    sync_folder(folder.parent)
    sync_folder(place)
    return DroppedDraft(number, folder.name, place / folder.name)


def _dropped_drafts() -> Iterator[DroppedDraft]:
    for folder in dropped_folder().glob("*/*/*"):
        number = folder.parent.parent.name
        if number.isascii() and number.isdecimal() and holds_a_draft(folder):
            yield DroppedDraft(int(number), folder.name, folder)


def _delete_surplus() -> None:
    """Delete all but the drafts dropped last, and what a crash left of deleting others."""
    for dropped in list_dropped()[MAX_DROPPED_DRAFTS:]:
        _delete(dropped.folder.parent.parent)
    for started in dropped_folder().glob(".*"):
        shutil.rmtree(started, ignore_errors=True)
    for parent in (drafts_folder(), done_folder()):
        for started in parent.glob(f".?*{_GOING}"):
            shutil.rmtree(started, ignore_errors=True)


def _delete(numbered: Path) -> tuple[Path, ...]:
    """Delete a folder of `dropped/`, and return the files that are still there."""
    going = numbered.with_name(f".{numbered.name}")
    with suppress(OSError):  # renamed first, so that nobody ever finds half of it
        os.rename(numbered, going)
        numbered = going
    shutil.rmtree(numbered, ignore_errors=True)
    return _remaining_files(numbered)


def _remaining_files(folder: Path) -> tuple[Path, ...]:
    return tuple(path for path in folder.rglob("*") if not path.is_dir())


def _remove_empty(numbered: Path) -> None:
    for place in numbered.iterdir():
        place.rmdir()
    numbered.rmdir()
