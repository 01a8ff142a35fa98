"""Saving a plan and its answers: both whole or not at all, and never over a file that nobody was asked about."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wizard.answers.migration import Orphan
from wizard.compiler.template_copies import keep_copy
from wizard.drafts.last_save import LastSave, content_digest
from wizard.errors import WizardError
from wizard.files.atomic import discard, find_leftovers, sync_folder, write_atomically, write_temporary
from wizard.files.os_errors import explain_os_error
from wizard.interview.interview import Interview
from wizard.message_text import sanitize_line
from wizard.plans.answers_file import answers_file_text, read_reference
from wizard.plans.saved_files import SavedFiles, SavingError, read_saved_files
from wizard.plans.template_reference import reference_to
from wizard.render.plan import render_plan

if sys.platform != "win32":
    import fcntl


class SaveResult(Struct, frozen=True):
    """The files that a plan was saved to."""

    plan_path: Path
    answers_path: Path
    last_save: LastSave
    """What the draft remembers of them."""
    backup_paths: tuple[Path, ...] = ()
    """Copies of the files that were replaced."""


class FileThereError(WizardError):
    """Raised, and nothing saved, when a file is there that nobody was asked about; `existing` is what is there now."""

    def __init__(self, existing: SavedFiles, message: str) -> None:
        self.existing = existing
        super().__init__(message)


def save(interview: Interview, plan_path: Path, orphans: Sequence[Orphan] = ()) -> SaveResult:
    """Save a plan where no file is yet; raise FileThereError when one is, SavingError when it cannot be written."""
    existing = read_saved_files(plan_path)
    if existing.is_there:
        there = existing.plan_path if existing.plan is not None else existing.answers_path
        raise FileThereError(existing, f"{sanitize_line(there.name)} is already there.")
    return save_over(interview, existing, render_plan(interview).text, orphans)


def save_over(
    interview: Interview,
    existing: SavedFiles,
    rendered: str,
    orphans: Sequence[Orphan] = (),
    *,
    merged: str | None = None,
) -> SaveResult:
    """Save an interview's plan in place of the files that the user was shown.

    `rendered` is the plan as the answers make it; `merged`, if given, is the text to write instead, with the edits
    made by hand. Raise FileThereError when the files are no longer as they were shown, SavingError when they cannot be
    written; both files are then as they were.
    """
    plan = _encode_like(rendered if merged is None else merged, existing.plan)
    before = None if existing.answers is None else read_reference(existing.answers)
    reference = reference_to(interview.template, existing.answers_path, before)
    answers = answers_file_text(interview, orphans, rendered, plan, reference).encode()
    try:
        with _lock_folder(existing.plan_path.parent):
            _write_both(existing, plan, answers)
    except OSError as error:
        named = sanitize_line(existing.plan_path.name)
        raise SavingError(f"{named} is not saved: {explain_os_error(error, existing.plan_path.parent)}") from error
    keep_copy(interview.template)
    last_save = LastSave(str(existing.plan_path), content_digest(plan), content_digest(answers))
    return SaveResult(existing.plan_path, existing.answers_path, last_save)


def save_with_backup(
    interview: Interview, existing: SavedFiles, rendered: str, orphans: Sequence[Orphan] = ()
) -> SaveResult:
    """Save the plan as the answers make it, and the file that is there as `NAME.before.md`; raise as `save_over`."""
    backup_paths: tuple[Path, ...] = ()
    if existing.plan is not None:
        path = _free_backup_path(existing.plan_path)
        try:
            write_atomically(path, existing.plan, _mode_of(existing.plan_path) or 0o666)
        except OSError as error:
            problem = explain_os_error(error, path.parent)
            raise SavingError(f"{sanitize_line(path.name)} is not written: {problem}") from error
        backup_paths = (path,)
    saved = save_over(interview, existing, rendered, orphans)
    return replace(saved, backup_paths=backup_paths)


def _write_both(existing: SavedFiles, plan: bytes, answers: bytes) -> None:
    """Write both files under temporary names, then rename both, the plan first.

    After a crash between the two renames the new answers lie beside the plan, and the SHA-256 in them says that they
    belong to it (`SavedFiles.newer_answers`).
    """
    discard_leftovers(existing)
    prepared: list[Path] = []
    try:
        prepared.append(_prepare_replacement(existing.answers_path, answers))
        prepared.append(_prepare_replacement(existing.plan_path, plan))
        _check_unchanged(existing)
        _move_into_place(prepared[1], existing.plan_path, existing.plan)
        try:
            _move_into_place(prepared[0], existing.answers_path, existing.answers)
        except (OSError, FileThereError):
            _restore_plan(existing)
            raise
    finally:
        for path in prepared:
            discard(path)
    sync_folder(existing.plan_path.parent)


def discard_leftovers(existing: SavedFiles) -> None:
    """Delete the temporary files that a crash left beside a plan."""
    for path in (existing.plan_path, existing.answers_path):
        for unfinished in find_leftovers(path):
            discard(unfinished)


def _prepare_replacement(path: Path, content: bytes) -> Path:
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


def _check_unchanged(existing: SavedFiles) -> None:
    now = read_saved_files(existing.plan_path)
    if (now.plan, now.answers) != (existing.plan, existing.answers):
        changed = now.plan_path if now.plan != existing.plan else now.answers_path
        name = sanitize_line(changed.name)
        raise FileThereError(now, f"{name} has changed since you were shown what is in it. Look at it once more.")


def _move_into_place(prepared: Path, path: Path, before: bytes | None) -> None:
    if before is not None:
        os.replace(prepared, path)
        return
    try:
        os.link(prepared, path)  # unlike a rename, this never replaces a file that came in between
        prepared.unlink()
    except FileExistsError:
        raise FileThereError(
            read_saved_files(path), f"{sanitize_line(path.name)} was made by another program."
        ) from None
    except OSError:  # a file system without hard links
        os.replace(prepared, path)


def _restore_plan(existing: SavedFiles) -> None:
    if existing.plan is None:
        existing.plan_path.unlink(missing_ok=True)
    else:
        write_atomically(existing.plan_path, existing.plan, _mode_of(existing.plan_path) or 0o666)


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None


def _free_backup_path(path: Path) -> Path:
    backup = path.with_name(f"{path.stem}.before{path.suffix}")
    count = 1
    while os.path.lexists(backup):
        count += 1
        backup = path.with_name(f"{path.stem}.before-{count}{path.suffix}")
    return backup


def _encode_like(text: str, before: bytes | None) -> bytes:
    """Return the text's bytes, with the line ends and the byte order mark of the file that it replaces."""
    plan = text.encode("utf-8", "replace")
    if before is None:
        return plan
    if before.count(b"\r\n") * 2 > before.count(b"\n"):
        plan = plan.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return b"\xef\xbb\xbf" + plan if before.startswith(b"\xef\xbb\xbf") else plan


@contextmanager
def _lock_folder(folder: Path) -> Generator[None]:
    """Keep other plan-wizards from saving into the folder meanwhile, where the system can lock folders."""
    if sys.platform == "win32":
        yield
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):  # a file system without locks; the files are compared once more all the same
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def finish_interrupted_save(existing: SavedFiles) -> SavedFiles:
    """Put the answers of a plan in their place if a crash came between the two renames; return the files then."""
    if existing.newer_answers is not None:
        try:
            os.replace(existing.newer_answers, existing.answers_path)
        except OSError as error:
            named = sanitize_line(existing.answers_path.name)
            raise SavingError(f"{named} is not completed: {explain_os_error(error)}") from error
    return read_saved_files(existing.plan_path)
