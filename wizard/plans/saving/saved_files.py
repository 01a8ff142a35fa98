"""The plan and the answers file that are already where a plan is to be saved."""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wizard.digests import sha256_hex
from wizard.drafts.last_save import LastSave, content_digest
from wizard.errors import OverwriteRefusedError, WizardError
from wizard.files.atomic import find_leftovers
from wizard.files.os_errors import explain_os_error
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_PLAN_FILE_BYTES
from wizard.message_text import sanitize_line
from wizard.plans.answers_file import PlanRecord, answers_file_name, read_day, read_record
from wizard.plans.merge.base_text import Base, has_base_lines
from wizard.plans.merge.line_matching import split_lines


class SavingError(WizardError):
    """Raised when a plan cannot be saved; every file is as it was.

    `missing_folder` is the folder that would have to be made first, or None when that is not the problem.
    """

    def __init__(self, message: str, missing_folder: Path | None = None) -> None:
        self.missing_folder = missing_folder
        super().__init__(message)


class UnreadablePlanError(SavingError, OverwriteRefusedError):
    """Raised when a plan is there whose lines cannot be read, so that they could not be kept either."""


class SavedFiles(Struct, frozen=True):
    """A plan and its answers file as they were when they were read; only these versions may be replaced."""

    plan_path: Path
    """With links followed."""
    answers_path: Path
    plan: bytes | None
    """UTF-8; None when the file does not exist."""
    answers: bytes | None
    """Of the file `newer_answers` if there is one."""
    newer_answers: Path | None = None
    """The temporary file with this plan's answers, if a crash came before it was renamed."""

    @property
    def is_there(self) -> bool:
        """Whether saving would replace anything."""
        return self.plan is not None or self.answers is not None

    @property
    def lacks_plan(self) -> bool:
        """Whether no plan is there; an empty file, as a full disk or `touch` leaves it, is none."""
        return self.plan is None or not self.plan.removeprefix(BOM_UTF8).strip()

    def record(self) -> PlanRecord | None:
        """Return what the answers file records of the plan; None when this program has not saved it."""
        return read_record(self.answers.removeprefix(BOM_UTF8)) if self.answers is not None else None

    def base(self) -> Base | None:
        """Return what was rendered when the plan was saved last; None when nothing says so."""
        record = self.record()
        return None if record is None else record.base

    @property
    def is_document(self) -> bool:
        """Whether the plan is a document that was made elsewhere, and has been saved since."""
        record = self.record()
        return record is not None and record.is_document

    def base_problem(self) -> str:
        """Return why it is not known what was saved last, or nothing when it is; no capital, no full stop."""
        record, name = self.record(), sanitize_line(self.answers_path.name)
        if record is not None and record.is_damaged:
            return f"what {name} keeps of the last save is damaged"
        return "" if self.base() is not None else f"{name} does not say what was saved last"

    def plan_lines(self) -> tuple[str, ...]:
        """Return the plan's lines, without byte order mark and line ends; none when there is no plan."""
        if self.plan is None:
            return ()
        return split_lines(self.plan.decode("utf-8-sig", "replace"))

    def is_as_rendered(self) -> bool:
        """Whether the plan is what the answers beside it made, and nobody has edited it.

        The bytes that were written do not tell: edits made by hand are in them too once they were merged.
        """
        record = self.record()
        return (
            record is not None
            and self.plan is not None
            and sha256_hex(self.plan) == record.sha256
            and has_base_lines(record.base, self.plan_lines())
        )


def read_saved_files(path: Path) -> SavedFiles:
    """Return what is at a path that a plan is to be saved to; raise SavingError when no plan can be saved there."""
    existing = read_named_files(path)
    try:
        newer = _find_newer_answers(existing.answers_path, existing.plan)
        if newer is None:
            return existing
        return replace(existing, answers=_read_regular_file(newer), newer_answers=newer)
    except OSError as error:
        raise SavingError(f"{sanitize_line(str(path))} is not saved: {explain_os_error(error, path)}") from error


def read_named_files(path: Path) -> SavedFiles:
    """Return the same without a look at what a crash may have left under another name."""
    existing = read_files_of_any_bytes(path)
    _require_utf8(existing.plan_path, existing.plan)
    return existing


def read_files_of_any_bytes(path: Path) -> SavedFiles:
    """Return the same, also when the plan is not UTF-8."""
    named = sanitize_line(str(path))
    if not path.name or path.name.endswith(".answers.yaml"):
        raise SavingError(f"{named} cannot be a plan's file. Name one that ends in .md.")
    try:
        real = Path(os.path.realpath(path))
        if not real.parent.is_dir():
            raise _folder_error(real.parent)
        answers_path = real.with_name(answers_file_name(real.name))
        return SavedFiles(real, answers_path, _read_regular_file(real), _read_regular_file(answers_path))
    except ValueError:
        raise SavingError(f"{named} cannot be a file's name. Choose another one.") from None
    except OSError as error:
        raise SavingError(f"{named} is not saved: {explain_os_error(error, path)}") from error


def opened_files(plan_path: Path, answers: str) -> LastSave:
    """Return what a draft remembers that is opened from a plan whose answers file has this text."""
    try:
        plan = _read_regular_file(plan_path)
    except (SavingError, OSError):
        plan = None
    return LastSave(
        str(plan_path.absolute()), content_digest(plan), content_digest(answers.encode()), read_day(answers.encode())
    )


def _require_utf8(path: Path, plan: bytes | None) -> None:
    try:
        (plan or b"").decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        name = sanitize_line(path.name)
        raise UnreadablePlanError(
            f"{name} is not UTF-8 in line {line}, and nothing was written. Convert it to UTF-8, or choose another name."
        ) from None


def _find_newer_answers(answers_path: Path, plan: bytes | None) -> Path | None:
    """Return the temporary file with the answers of a plan, unless the answers file was written after it."""
    if plan is None:
        return None
    for unfinished in find_leftovers(answers_path):
        record = read_record((_read_regular_file(unfinished) or b"").removeprefix(BOM_UTF8))
        if record is not None and record.sha256 == sha256_hex(plan) and not _is_newer(answers_path, unfinished):
            return unfinished
    return None


def _is_newer(path: Path, other: Path) -> bool:
    try:
        return path.stat().st_mtime_ns > other.stat().st_mtime_ns
    except FileNotFoundError:
        return False


def _folder_error(folder: Path) -> SavingError:
    named = sanitize_line(str(folder))
    if os.path.lexists(folder):
        return SavingError(f"{named} is not a folder. Choose another folder.")
    return SavingError(f"There is no folder {named}. Make it, or choose another folder.", missing_folder=folder)


def _read_regular_file(path: Path) -> bytes | None:
    named = sanitize_line(str(path))
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise SavingError(f"{named} is a folder. Name a file, such as {sanitize_line(str(path / 'plan.md'))}.")
    if not stat.S_ISREG(status.st_mode):
        raise SavingError(f"{named} is not an ordinary file. Choose another name.")
    if status.st_size > MAX_PLAN_FILE_BYTES:
        raise SavingError(f"{named} is too big to be a plan. Choose another name.")
    return read_regular_file(path, MAX_PLAN_FILE_BYTES)
