"""What lies where a plan is to be saved."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from msgspec import Struct

from wizard.errors import WizardError
from wizard.files.atomic import left_behind
from wizard.files.os_errors import trouble_with
from wizard.plans.answers_file import Record, answers_path_of, digest, read_record
from wizard.text import visible_line

_MOST_BYTES = 20_000_000


class SavingError(WizardError):
    """A plan is not saved and every file is as it was; `missing_folder` is the folder that could be made, or None."""

    def __init__(self, message: str, missing_folder: Path | None = None) -> None:
        self.missing_folder = missing_folder
        super().__init__(message)


class Existing(Struct, frozen=True):
    """Both files as they were when they were read; nothing is written over anything else."""

    plan_path: Path
    """Where the plan will really lie: links are followed."""
    answers_path: Path
    plan: bytes | None
    """None when there is no such file."""
    answers: bytes | None
    newer_answers: Path | None = None
    """Where the answers to this plan are, when saving stopped after the plan: `complete` puts them in their place."""
    newer_content: bytes | None = None

    @property
    def is_there(self) -> bool:
        """Whether saving replaces anything."""
        return self.plan is not None or self.answers is not None

    def record(self) -> Record | None:
        """What the answers file, the newer one if there are two, remembers of the plan; None without one of ours."""
        content = self.newer_content if self.newer_content is not None else self.answers
        return read_record(content) if content is not None else None

    def is_half_saved(self) -> bool:
        """Whether saving stopped between the two files: the plan is the new one, its answers lie beside it."""
        return self.newer_answers is not None

    def is_ours_unchanged(self) -> bool:
        """Whether the plan is byte for byte as we wrote it."""
        record = self.record()
        return record is not None and self.plan is not None and digest(self.plan) == record.sha256


def existing_at(path: Path) -> Existing:
    """What lies at a path that a plan is to be saved to; SavingError when none can be saved there."""
    named = visible_line(str(path))
    if not path.name or path.name.endswith(".answers.yaml"):
        raise SavingError(f"{named} cannot be a plan's file. Name one that ends in .md.")
    try:
        real = Path(os.path.realpath(path))
        if not real.parent.is_dir():
            raise _no_folder(real.parent)
        answers_path = real.with_name(answers_path_of(real.name))
        plan = _content(real)
        newer = _newer_answers(answers_path, plan)
        return Existing(real, answers_path, plan, _content(answers_path), newer, _content(newer) if newer else None)
    except ValueError:
        raise SavingError(f"{named} cannot be a file's name. Choose another one.") from None
    except OSError as error:
        raise SavingError(f"{named} is not saved: {trouble_with(error, path)}") from error


def _newer_answers(answers_path: Path, plan: bytes | None) -> Path | None:
    if plan is None:
        return None
    for unfinished in left_behind(answers_path):
        record = read_record(_content(unfinished) or b"")
        if record is not None and record.sha256 == digest(plan):
            return unfinished
    return None


def _no_folder(folder: Path) -> SavingError:
    named = visible_line(str(folder))
    if os.path.lexists(folder):
        return SavingError(f"{named} is not a folder. Choose another place.")
    return SavingError(f"There is no folder {named}. Make it, or choose another place.", missing_folder=folder)


def _content(path: Path) -> bytes | None:
    named = visible_line(str(path))
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise SavingError(f"{named} is a folder. Name a file, such as {visible_line(str(path / 'plan.md'))}.")
    if not stat.S_ISREG(status.st_mode):
        raise SavingError(f"{named} is not an ordinary file. Choose another name.")
    if status.st_size > _MOST_BYTES:
        raise SavingError(f"{named} is too big to be a plan. Choose another name.")
    return path.read_bytes()
