"""The versions of a saved plan: the bytes of it and of its answers file before each save, and how one comes back.

They lie in the data folder, for the user alone, each as plain files under its number:

versions/KEY/000007/plan.md, answers.yaml, version.json

KEY stands for the file's real path, not for the plan's title: two plans of one title have two histories. A file that
was moved is found again by its content, as long as that is what was saved last.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import Struct

from wizard.digests import sha256_hex
from wizard.drafts.last_save import content_digest
from wizard.errors import NotFoundError, WizardError
from wizard.files.atomic import sync_folder, write_temporary
from wizard.files.directories import make_private, versions_folder
from wizard.files.regular_file import read_regular_file
from wizard.limits import (
    MAX_FILE_VERSIONS,
    MAX_FILE_VERSIONS_BYTES,
    MAX_PLAN_FILE_BYTES,
    MAX_VERSIONED_FILES,
    MAX_VERSIONS_BYTES,
)
from wizard.message_text import pluralize, sanitize_line
from wizard.plans.comparison.hand_edits import compare_lines
from wizard.plans.merge.line_matching import split_lines

Occasion: TypeAlias = Literal["save", "restore", "fix"]
"""What replaced a version."""

FilePair: TypeAlias = "tuple[bytes | None, bytes | None]"
"""The bytes of a plan and of its answers file; None where there is none."""

_PLAN: Final = "plan.md"
_ANSWERS: Final = "answers.yaml"
_ABOUT: Final = "version.json"
_UNFINISHED: Final = ".tmp"
_STALE_SECONDS: Final = 3600.0


class About(Struct, frozen=True):
    """What `version.json` says."""

    version: int
    """Of this format."""
    path: str
    """The plan's real path."""
    at: str
    """When it was replaced, in UTC."""
    occasion: Occasion
    plan: str | None
    """The SHA-256 of the plan's bytes; None when there was none."""
    answers: str | None
    next_plan: str | None
    """The digest of the plan that came in its place, whatever its line ends; by it a moved file is known."""
    next_answers: str | None


class Version(Struct, frozen=True, dict=True):
    """What a plan and its answers file were at one time."""

    number: int
    """From 1; it stays when older ones are discarded."""
    folder: Path
    about: About

    @cached_property
    def plan(self) -> bytes | None:
        """The bytes of the plan, None when there was none; WizardError when they are not as they were kept."""
        return self._read(_PLAN, self.about.plan)

    @cached_property
    def answers(self) -> bytes | None:
        """The bytes of the answers file, in the same way."""
        return self._read(_ANSWERS, self.about.answers)

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return _size_of(self.folder)

    def _read(self, name: str, sha256: str | None) -> bytes | None:
        if sha256 is None:
            return None
        try:
            content = read_regular_file(self.folder / name, MAX_PLAN_FILE_BYTES)
        except OSError as error:
            raise WizardError(f"version {self.number} cannot be read: {error.strerror or error}") from error
        if sha256_hex(content) != sha256:
            raise WizardError(f"version {self.number} is damaged: {self.folder / name} is not as it was kept")
        return content


class History(Struct, frozen=True):
    """The versions of one plan that are kept."""

    plan_path: Path
    versions: tuple[Version, ...]
    """The oldest first."""
    moved_from: Path | None = None
    """Where the plan was when they were kept, if that is another place."""

    def version(self, number: int) -> Version:
        """Return the version with a number; raise NotFoundError when there is none."""
        found = next((version for version in self.versions if version.number == number), None)
        if found is not None:
            return found
        name = sanitize_line(self.plan_path.name)
        if not self.versions:
            raise NotFoundError(f"no versions of {name} are kept")
        first, last = self.versions[0].number, self.versions[-1].number
        there = f"there is only {last}" if first == last else f"there are {first} to {last}"
        raise NotFoundError(f"there is no version {number} of {name}; {there}")


def read_history(plan_path: Path) -> History:
    """Return the versions that are kept of the plan at a path, or of one that was moved there since."""
    real = _real_path(plan_path)
    folder = _folder_of(real)
    versions = _versions_in(folder)
    if versions:
        return History(real, versions)
    moved = _find_moved(real)
    return History(real, ()) if moved is None else History(real, _versions_in(moved[0]), moved[1])


def keep_version(
    plan_path: Path,
    before: FilePair,
    after: FilePair,
    occasion: Occasion = "save",
) -> int | None:
    """Keep what a plan and its answers file are `before` they are replaced by `after`; return its number.

    None when nothing is replaced. Raise OSError when it cannot be kept.
    """
    if before == (None, None) or before == after:
        return None
    real = _real_path(plan_path)
    folder = _folder_of(real)
    is_known = folder.is_dir() or _take_over_moved(real, folder)
    make_private(folder)
    versions = _versions_in(folder)
    number = _write_version(folder, versions[-1].number + 1 if versions else 1, real, before, after, occasion)
    _discard_old(folder)
    if not is_known or number % MAX_FILE_VERSIONS == 0:
        _discard_files_not_saved_lately(folder)
    return number


def _write_version(
    folder: Path,
    number: int,
    real: Path,
    before: FilePair,
    after: FilePair,
    occasion: Occasion,
) -> int:
    """Write a version's folder whole, under the number or the next that is free; return that."""
    plan, answers = before
    about = About(
        version=1,
        path=str(real),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        occasion=occasion,
        plan=None if plan is None else sha256_hex(plan),
        answers=None if answers is None else sha256_hex(answers),
        next_plan=content_digest(after[0]) or None,
        next_answers=content_digest(after[1]) or None,
    )
    prepared = folder / f".{os.urandom(4).hex()}{_UNFINISHED}"
    prepared.mkdir(mode=0o700)
    try:
        contents = ((_PLAN, plan), (_ANSWERS, answers), (_ABOUT, json.dumps(msgspec.to_builtins(about)).encode()))
        for name, content in contents:
            if content is not None:
                os.replace(write_temporary(prepared / name, content, 0o600), prepared / name)
        taken = _rename_to_free_number(prepared, number)
        sync_folder(folder)
    except BaseException:
        shutil.rmtree(prepared, ignore_errors=True)
        raise
    return taken


def _rename_to_free_number(prepared: Path, number: int) -> int:
    """Give a version its number, or the next that is free: another program may be saving the same plan."""
    while True:
        named = prepared.with_name(_named(number))
        try:
            os.rename(prepared, named)
        except OSError:
            if not os.path.lexists(named):
                raise
            number += 1
        else:
            return number


def _named(number: int) -> str:
    return f"{number:06}"


def _real_path(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _folder_of(real: Path) -> Path:
    """Return the folder of the versions of a file; where a system knows a path in any case, so does its key."""
    return versions_folder() / sha256_hex(os.fsencode(os.path.normcase(real)))[:32]


def _versions_in(folder: Path) -> tuple[Version, ...]:
    """Return the versions in a file's folder, the oldest first, without those that cannot be read."""
    return tuple(sorted(_read_versions(folder), key=lambda version: version.number))


def _read_versions(folder: Path) -> Iterator[Version]:
    for name in _names_in(folder):
        if name.isdecimal() and name.isascii():
            about = _read_about(folder / name)
            if about is not None:
                yield Version(int(name), folder / name, about)


def _names_in(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _read_about(folder: Path) -> About | None:
    try:
        return msgspec.json.decode(read_regular_file(folder / _ABOUT, MAX_PLAN_FILE_BYTES), type=About)
    except (OSError, msgspec.DecodeError, ValueError):
        return None


# ------------------------------------------------------------------------------------------------- a file that moved


def _find_moved(real: Path) -> tuple[Path, Path] | None:
    """Return the folder of the versions of a file that was moved to a path, and where it was; None if none is found.

    It is the one whose path is empty now, and that was saved last with the plan or the answers that are here.
    """
    from wizard.plans.answers_file import answers_file_name

    plan = _digest_of(real)
    answers = _digest_of(real.with_name(answers_file_name(real.name)))
    if not plan and not answers:
        return None
    for name in _names_in(versions_folder()):
        versions = _versions_in(versions_folder() / name)
        if not versions:
            continue
        last = versions[-1].about
        is_same = (plan and plan == last.next_plan) or (answers and answers == last.next_answers)
        if is_same and not os.path.lexists(last.path):
            return versions_folder() / name, Path(last.path)
    return None


def _digest_of(path: Path) -> str:
    return content_digest(_content_of(path))


def _take_over_moved(real: Path, folder: Path) -> bool:
    """Let the versions of a file that was moved go on as those of its new path; whether there are some."""
    moved = _find_moved(real)
    if moved is None:
        return False
    try:
        os.rename(moved[0], folder)
    except OSError:
        return False
    return True


# ----------------------------------------------------------------------------------------------------------- bounds


def _discard_old(folder: Path) -> None:
    """Discard all but the last versions of a file, so many and so large in all; the last one always stays."""
    _discard_unfinished(folder)
    total = 0
    for count, version in enumerate(reversed(_versions_in(folder))):
        total += version.size
        if count and (count >= MAX_FILE_VERSIONS or total > MAX_FILE_VERSIONS_BYTES):
            shutil.rmtree(version.folder, ignore_errors=True)


def _discard_unfinished(folder: Path) -> None:
    for name in _names_in(folder):
        path = folder / name
        with suppress(OSError):
            if name.endswith(_UNFINISHED) and time.time() - path.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def _discard_files_not_saved_lately(kept: Path) -> None:
    """Discard the versions of files that were not saved for the longest time, until all are within the bounds."""
    total = 0
    folders = [versions_folder() / name for name in _names_in(versions_folder())]
    for count, folder in enumerate(sorted(folders, key=_changed_at, reverse=True)):
        total += sum(_size_of(folder / name) for name in _names_in(folder))
        if folder != kept and (count >= MAX_VERSIONED_FILES or total > MAX_VERSIONS_BYTES):
            shutil.rmtree(folder, ignore_errors=True)


def _changed_at(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0


def _size_of(folder: Path) -> int:
    total = 0
    with suppress(OSError):
        for entry in os.scandir(folder):
            total += entry.stat(follow_symlinks=False).st_size
    return total


class VersionChange(Struct, frozen=True):
    """What the save that followed a version did to the plan's lines, counted as Saved counts them."""

    version: Version
    added: int = 0
    removed: int = 0
    problem: str = ""
    """Why the version cannot be read."""


def list_changes(history: History) -> tuple[VersionChange, ...]:
    """Return the versions, the oldest first, each compared with what came after it, the last with the file now."""
    changes: list[VersionChange] = []
    after = _lines_of(_content_of(history.plan_path))
    for version in reversed(history.versions):
        try:
            before = _lines_of(version.plan)
        except WizardError as error:
            changes.append(VersionChange(version, problem=str(error)))
            continue
        pairs = compare_lines(before, after, heeds_boxes=True).pairs
        added = sum(pair.file is not None for pair in pairs)
        removed = sum(pair.yours is not None for pair in pairs)
        changes.append(VersionChange(version, added, removed))
        after = before
    return tuple(reversed(changes))


def _lines_of(content: bytes | None) -> tuple[str, ...]:
    lines = split_lines((content or b"").decode("utf-8-sig", "replace"))
    return lines if lines[-1] else lines[:-1]


def _content_of(path: Path) -> bytes | None:
    try:
        return read_regular_file(path, MAX_PLAN_FILE_BYTES)
    except OSError:
        return None


def describe_missing(history: History) -> str:
    """Return why a log is empty, and where the versions of a plan may be that was moved."""
    name = sanitize_line(history.plan_path.name)
    return (
        f"No versions of {name} are kept: they begin with the second save, and belong to the file's path. Those of a"
        " file that was moved and edited since are found under its old path: plan-wizard log OLD/PATH.md"
    )


def describe_moved(history: History) -> str:
    """Return that versions were kept at another place, or nothing."""
    if history.moved_from is None:
        return ""
    count = len(history.versions)
    was = f"{count} {pluralize('version', count)} of {sanitize_line(str(history.moved_from))}"
    return f"{was}, which is not there any more and was last saved with the same content, belong to this file."
