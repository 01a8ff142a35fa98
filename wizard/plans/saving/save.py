"""Saving a plan and its answers: both whole or not at all, and never over a file that nobody was asked about."""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from wizard.answers.orphans import Orphan
from wizard.compiler.template_copies import keep_copy
from wizard.drafts.last_save import LastSave, content_digest
from wizard.errors import OverwriteRefusedError, WizardError
from wizard.files.atomic import (
    discard,
    find_leftovers,
    move_to_free_path,
    prepare_replacement,
    sync_folder,
    temporary_path,
    write_atomically,
)
from wizard.files.directories import versions_folder
from wizard.files.ending_signals import defer_ending_signals
from wizard.files.file_names import free_backup_paths
from wizard.files.folder_lock import FolderBusyError, lock_folder
from wizard.files.os_errors import explain_os_error
from wizard.files.regular_file import read_regular_file
from wizard.interview.interview import Interview
from wizard.limits import MAX_PLAN_FILE_BYTES, MAX_REFUSED_EDITS
from wizard.message_text import sanitize_line
from wizard.plans.answers_file import answers_file_name, answers_file_text, read_reference, read_refused
from wizard.plans.opening.template_reference import reference_to
from wizard.plans.saving.naming import require_other_file
from wizard.plans.saving.ownership import needs_copy, says_the_same
from wizard.plans.saving.plan_bytes import encode_like, encode_over
from wizard.plans.saving.save_report import SaveReport
from wizard.plans.saving.saved_files import (
    SavedFiles,
    SavingError,
    read_files_of_any_bytes,
    read_named_files,
    read_saved_files,
)
from wizard.plans.saving.versions import Version, keep_version
from wizard.plans.tasks.task_list import read_tasks
from wizard.render.plan import render_plan


class SaveResult(Struct, frozen=True):
    """The files that a plan was saved to."""

    plan_path: Path
    answers_path: Path
    last_save: LastSave
    """What the draft remembers of them."""
    backup_paths: tuple[Path, ...] = ()
    """Copies of the files that were replaced."""
    version: int | None = None
    """The number under which the files that were replaced are kept (`saving.versions`); None if none were."""
    version_problem: str = ""
    """Why they could not be kept, a sentence."""
    report: SaveReport = SaveReport()
    """What was changed in the plan's file, and what was kept."""
    tasks: int = 0
    """How many tasks `plan-wizard status` counts in the plan."""


class FileThereError(OverwriteRefusedError):
    """Raised, and nothing saved, when a file is there that nobody was asked about; `existing` is what is there now."""

    def __init__(self, existing: SavedFiles, message: str) -> None:
        self.existing = existing
        super().__init__(message)


class _HalfSavedError(SavingError):
    """Raised when the plan is written, its answers cannot be put beside it, and the plan before cannot be put back."""


def save(interview: Interview, plan_path: Path, orphans: Sequence[Orphan] = ()) -> SaveResult:
    """Save a plan where no file is yet; raise FileThereError when one is, SavingError when it cannot be written."""
    existing = read_saved_files(plan_path)
    if existing.is_there:
        there = existing.plan_path if existing.plan is not None else existing.answers_path
        raise FileThereError(existing, f"{sanitize_line(there.name)} already exists.")
    return save_over(interview, existing, render_plan(interview).text, orphans)


def save_over(
    interview: Interview,
    existing: SavedFiles,
    rendered: str,
    orphans: Sequence[Orphan] = (),
    *,
    merged: str | None = None,
    copied: Sequence[Path] = (),
    last_save: LastSave | None = None,
    is_document: bool = False,
) -> SaveResult:
    """Save an interview's plan in place of the files that the user was shown.

    `rendered` is the plan as the answers make it; `merged`, if given, is the text to write instead, with the edits
    made by hand. Of the files in `copied` that are there, copies are kept beside them, as `NAME.before.md` and
    `NAME.before.answers.yaml`; of the answers file also when something in it was written by hand that would be lost
    (`last_save` is what the draft remembers of it). An answers file that says the same beside the same plan stays as it
    is. Raise OverwriteRefusedError for the template's own file, FileThereError when the files are no longer as they
    were shown, SavingError when they cannot be written; both files are then as they were, or the message says what they
    are.
    """
    template = interview.template
    require_other_file(existing.plan_path, template)
    plan = encode_over(rendered if merged is None else merged, rendered, template, existing.plan)
    before = None if existing.answers is None else read_reference(existing.answers.removeprefix(BOM_UTF8))
    reference = reference_to(template, existing.answers_path, before)
    refused = _refused_keys(existing, last_save)
    text = answers_file_text(interview, orphans, rendered, plan, reference, refused, is_document=is_document)
    if plan == existing.plan and existing.answers is not None and says_the_same(existing, text):
        answers = existing.answers
    else:
        answers = encode_like(text, existing.answers)
        if existing.answers_path not in copied and needs_copy(existing, text, interview, last_save):
            copied = (*copied, existing.answers_path)
    try:
        with lock_folder(existing.plan_path.parent):
            replaced = _replace_both(existing, plan, answers, copied)
    except FolderBusyError as error:
        raise SavingError(str(error)) from error
    except OSError as error:
        named = sanitize_line(existing.plan_path.name)
        raise SavingError(f"{named} is not saved: {explain_os_error(error, existing.plan_path.parent)}") from error
    keep_copy(template)
    digest = content_digest(plan)
    return SaveResult(
        plan_path=existing.plan_path,
        answers_path=existing.answers_path,
        last_save=LastSave(
            plan_path=str(existing.plan_path),
            plan=digest,
            answers=content_digest(answers),
            day=_day_of(interview),
            refused=" ".join(refused),
        ),
        backup_paths=replaced.copies,
        version=replaced.version,
        version_problem=replaced.version_problem,
        tasks=read_tasks(plan.decode("utf-8", "replace"), str(existing.plan_path)).counts().total,
    )


def restore(existing: SavedFiles, version: Version) -> Restored:
    """Put a version in place of the files that are there, which are kept as a version first.

    Raise FileThereError when the files are no longer `existing`, SavingError when the version cannot be written or what
    is there cannot be kept; both files are then as they were.
    """
    plan, answers = version.plan, version.answers
    absent = tuple(path for path, now in ((existing.plan_path, plan), (existing.answers_path, answers)) if now is None)
    if (plan, answers) == (existing.plan, existing.answers):
        return Restored(existing.plan_path, existing.answers_path, None, absent=absent)
    try:
        with lock_folder(existing.plan_path.parent):
            _require_unchanged(existing, read_files_of_any_bytes(existing.plan_path))
            kept = keep_version(
                existing.plan_path, (existing.plan, existing.answers), (plan, answers), occasion="restore"
            )
            with defer_ending_signals():
                _put_back(existing, plan, answers)
            sync_folder(existing.plan_path.parent)
            _require_written(existing, plan, answers)
    except FolderBusyError as error:
        raise SavingError(str(error)) from error
    except OSError as error:
        named = sanitize_line(existing.plan_path.name)
        raise SavingError(f"{named} is not restored: {explain_os_error(error, existing.plan_path.parent)}") from error
    removed = tuple(
        path
        for path, before, now in (
            (existing.plan_path, existing.plan, plan),
            (existing.answers_path, existing.answers, answers),
        )
        if before is not None and now is None
    )
    return Restored(existing.plan_path, existing.answers_path, kept, is_changed=True, absent=absent, removed=removed)


def _put_back(existing: SavedFiles, plan: bytes | None, answers: bytes | None) -> None:
    """Make both files what they were; where the answers cannot be, the plan stays as it is."""
    prepared_plan = None if plan is None else prepare_replacement(existing.plan_path, plan)
    try:
        prepared = None if answers is None else prepare_replacement(existing.answers_path, answers)
        try:
            _replace_or_remove(existing.answers_path, prepared)
        except OSError:
            if prepared is not None:
                discard(prepared)
            raise
    except OSError:
        if prepared_plan is not None:
            discard(prepared_plan)
        raise
    _replace_or_remove(existing.plan_path, prepared_plan)


def _replace_or_remove(path: Path, prepared: Path | None) -> None:
    if prepared is None:
        path.unlink(missing_ok=True)
    else:
        os.replace(prepared, path)


def _refused_keys(existing: SavedFiles, last_save: LastSave | None) -> Sequence[str]:
    """Return the keys of the edits made by hand that were refused, in this draft or before."""
    recorded = read_refused((existing.answers or b"").removeprefix(BOM_UTF8))
    own = frozenset[str]() if last_save is None else last_save.refused_keys
    return sorted(own | recorded)[:MAX_REFUSED_EDITS]


def _day_of(interview: Interview) -> str:
    return interview.template.today if interview.template.reads_today else ""


class Restored(Struct, frozen=True):
    """What came of putting a version back."""

    plan_path: Path
    answers_path: Path
    version: int | None
    """The number under which the files that were there are kept; None when nothing was there."""
    is_changed: bool = False
    """Whether the files were anything else."""
    absent: tuple[Path, ...] = ()
    """The files that the version does not have, and that are not there now."""
    removed: tuple[Path, ...] = ()
    """Those of them that were there until now."""


class _Replaced(Struct, frozen=True):
    """Where the files are that were replaced."""

    copies: tuple[Path, ...] = ()
    version: int | None = None
    version_problem: str = ""


def _replace_both(existing: SavedFiles, plan: bytes, answers: bytes, copied: Sequence[Path]) -> _Replaced:
    """Write both files under temporary names, rename both, the plan first, and read them again.

    After a crash between the two renames the new answers lie beside the plan, and the SHA-256 in them says that they
    belong to it (`SavedFiles.newer_answers`).
    """
    _require_unchanged(existing, read_saved_files(existing.plan_path))
    if existing.newer_answers is not None:
        os.replace(existing.newer_answers, existing.answers_path)
    discard_leftovers(existing)
    if (plan, answers) == (existing.plan, existing.answers) and not copied:
        return _Replaced()
    written: list[Path] = []
    try:
        # Copies come first: from the moment when the new answers are prepared they may count as the plan's own.
        backup_paths = _copy_files(existing, copied, written)
        prepared = prepare_replacement(existing.answers_path, answers)
        written.append(prepared)
        prepared_plan = prepare_replacement(existing.plan_path, plan)
        written.append(prepared_plan)
        version, problem = _keep_version(existing, plan, answers)
        _require_unchanged(existing, read_named_files(existing.plan_path))
        with defer_ending_signals():  # between the two, the plan would be new and the answers old
            _put_in_place(existing, prepared_plan, prepared)
            written.clear()
    except _HalfSavedError:
        raise
    except BaseException as problem:
        for path in written:
            discard(path)
        if isinstance(problem, FileThereError):
            raise FileThereError(read_saved_files(existing.plan_path), str(problem)) from None
        raise
    sync_folder(existing.plan_path.parent)
    _require_written(existing, plan, answers)
    return _Replaced(backup_paths, version, problem)


def _keep_version(existing: SavedFiles, plan: bytes, answers: bytes) -> tuple[int | None, str]:
    """Keep what is replaced as a version; return its number, or a sentence on why that is not possible."""
    try:
        return keep_version(existing.plan_path, (existing.plan, existing.answers), (plan, answers)), ""
    except (OSError, WizardError) as error:
        why = explain_os_error(error, versions_folder()) if isinstance(error, OSError) else error
        return None, f"The previous version could not be kept for `restore`: {why}"


def _require_written(existing: SavedFiles, plan: bytes | None, answers: bytes | None) -> None:
    """Read both files again; raise SavingError when they are not what was written."""
    for path, content in ((existing.plan_path, plan), (existing.answers_path, answers)):
        try:
            now = read_regular_file(path, MAX_PLAN_FILE_BYTES)
        except FileNotFoundError:
            now = None
        if now != content:
            name = sanitize_line(path.name)
            raise SavingError(f"{name} was written, and is not what was written when it is read again. Look at it.")


def _copy_files(existing: SavedFiles, copied: Sequence[Path], written: list[Path]) -> tuple[Path, ...]:
    """Copy files that are there to names that are free, each of which is added to `written`; return these names."""
    plan_copy, answers_copy = free_copy_paths(existing.plan_path)
    copies = {
        existing.plan_path: (existing.plan, plan_copy),
        existing.answers_path: (existing.answers, answers_copy),
    }
    backup_paths: list[Path] = []
    for path in copied:
        content, copy = copies[path]
        if content is not None:
            write_atomically(copy, content, _mode_of(path) or 0o666)
            written.append(copy)
            backup_paths.append(copy)
    return tuple(backup_paths)


def _put_in_place(existing: SavedFiles, plan: Path, answers: Path) -> None:
    """Rename both temporary files; when the second cannot be renamed, put the plan that was there before back."""
    before = None if existing.plan is None else _link_aside(existing.plan_path)
    try:
        _move_into_place(plan, existing.plan_path, existing.plan)
        try:
            _move_into_place(answers, existing.answers_path, existing.answers)
        except (OSError, FileThereError) as problem:
            _restore_plan(existing, before, answers, problem)
            raise
    finally:
        if before is not None:
            discard(before)


def _restore_plan(existing: SavedFiles, before: Path | None, answers: Path, problem: Exception) -> None:
    """Put the plan that was there before back in its place; _HalfSavedError, which says what is there, if not."""
    try:
        if existing.plan is None:
            existing.plan_path.unlink()
        elif before is not None:
            os.replace(before, existing.plan_path)
        else:
            write_atomically(existing.plan_path, existing.plan, _mode_of(existing.plan_path) or 0o666)
    except OSError as error:
        plan, name = sanitize_line(existing.plan_path.name), sanitize_line(existing.answers_path.name)
        why = explain_os_error(problem, existing.answers_path).what if isinstance(problem, OSError) else str(problem)
        raise _HalfSavedError(
            f"{plan} is written, but {name} is not: {why.rstrip('.')}. The answers are in {sanitize_line(answers.name)}"
            " beside it; save again, and they come into their place."
        ) from error


def _link_aside(path: Path) -> Path | None:
    """Give a file a second, temporary name, so that putting it back takes no room; None where there are no links."""
    aside = temporary_path(path)
    try:
        os.link(path, aside)
    except OSError:
        return None
    return aside


def discard_leftovers(existing: SavedFiles) -> None:
    """Delete the temporary files that a crash left beside a plan."""
    for path in (existing.plan_path, existing.answers_path):
        for unfinished in find_leftovers(path):
            discard(unfinished)


def _require_unchanged(existing: SavedFiles, now: SavedFiles) -> None:
    """Raise FileThereError when the files are no longer as they were shown."""
    if (now.plan, now.answers) != (existing.plan, existing.answers):
        changed = now.plan_path if now.plan != existing.plan else now.answers_path
        name = sanitize_line(changed.name)
        raise FileThereError(now, f"{name} has changed since you were shown what is in it. Look at it once more.")


def _move_into_place(prepared: Path, path: Path, before: bytes | None) -> None:
    if before is not None:
        os.replace(prepared, path)
        return
    try:
        move_to_free_path(prepared, path)
    except FileExistsError:
        raise FileThereError(
            read_saved_files(path), f"{sanitize_line(path.name)} was made by another program."
        ) from None


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None


def free_copy_paths(path: Path) -> tuple[Path, Path]:
    """Return `relay.before.md` and `relay.before.answers.yaml`, with a number when either is there already."""
    pairs = ((plan, plan.with_name(answers_file_name(plan.name))) for plan in free_backup_paths(path))
    return next(pair for pair in pairs if not os.path.lexists(pair[1]))


def finish_interrupted_save(existing: SavedFiles) -> SavedFiles:
    """Put the answers of a plan in their place if a crash came between the two renames; return the files then."""
    if existing.newer_answers is not None:
        try:
            os.replace(existing.newer_answers, existing.answers_path)
        except OSError as error:
            named = sanitize_line(existing.answers_path.name)
            raise SavingError(f"{named} is not completed: {explain_os_error(error)}") from error
    return read_saved_files(existing.plan_path)
