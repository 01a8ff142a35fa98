"""A file that is written whole or not at all, over nothing that anybody has not agreed to."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from wizard.errors import OverwriteRefusedError, WizardError
from wizard.files.atomic import discard, move_to_free_path, sync_folder, write_temporary
from wizard.files.file_names import free_backup_paths
from wizard.files.os_errors import explain_os_error
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_PLAN_FILE_BYTES
from wizard.message_text import sanitize_line


def write_new_file(name: str, content: bytes) -> None:
    """Write bytes to a file that is not there, is empty, or holds them already.

    Raise OverwriteRefusedError when anything else is there, WizardError when the file cannot be written.
    """
    _write(name, content, with_backup=False)


def write_file_with_backup(name: str, content: bytes) -> Path | None:
    """Write bytes to a file, and what else is there to `NAME.before.md`; return that path, or None for no need.

    Raise WizardError when one of them cannot be written; the file is then as it was.
    """
    return _write(name, content, with_backup=True)


def _write(name: str, content: bytes, *, with_backup: bool) -> Path | None:
    def write(path: Path, before: bytes | None) -> Path | None:
        if before == content:
            return None
        backup: Path | None = None
        if before is not None and before.strip():
            if not with_backup:
                copy = sanitize_line(next(free_backup_paths(path)).name)
                raise OverwriteRefusedError(
                    f"{sanitize_line(name)} is not written: that file is there already. Name another one with -o; "
                    f"--force writes it and keeps what is there as {copy}"
                )
            backup = back_up(path, before)
        replace_file(path, before, content, name)
        return backup

    return write_with(write, name, content)


def write_with(write: Callable[[Path, bytes | None], Path | None], name: str, content: bytes) -> Path | None:
    """Return what `write` returns for the path behind a name's links, and what the file holds, or None for no file.

    What is no regular file, such as /dev/stdout, gets the bytes at once. Raise WizardError where the disk refuses.
    """
    try:
        path = Path(name)
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(content)
            return None
        path = path.resolve()  # the target of a link is replaced, and not the link
        return write(path, read_regular_file(path, MAX_PLAN_FILE_BYTES) if path.exists() else None)
    except OSError as error:
        raise WizardError(f"{sanitize_line(name)} is not written: {explain_os_error(error, name)}") from None
    except ValueError as error:
        raise WizardError(f"{sanitize_line(name)} is not written: {error}") from None


def replace_file(path: Path, before: bytes | None, content: bytes, name: str) -> None:
    """Write bytes to a file that holds `before`, or that is not there for None; `name` is what the user calls it.

    Raise OverwriteRefusedError when it has changed since.
    """
    mode = 0o666 if before is None else stat.S_IMODE(path.stat().st_mode)
    prepared = write_temporary(path, content, mode)
    try:
        if before is None:
            move_to_free_path(prepared, path)
        else:
            prepared.chmod(mode)
            if read_regular_file(path, MAX_PLAN_FILE_BYTES) != before:
                raise OverwriteRefusedError(
                    f"{sanitize_line(name)} is not written: it has just been changed; look at it and try again"
                )
            os.replace(prepared, path)
    except FileExistsError:
        raise OverwriteRefusedError(
            f"{sanitize_line(name)} is not written: another program has just made it; look at it and try again"
        ) from None
    finally:
        discard(prepared)
    sync_folder(path.parent)


def back_up(path: Path, content: bytes) -> Path:
    """Write a copy beside a file, under a name that no file has, and return its path."""
    prepared = write_temporary(path, content, stat.S_IMODE(path.stat().st_mode))
    try:
        for backup in free_backup_paths(path):
            with suppress(FileExistsError):
                move_to_free_path(prepared, backup)
                return backup
    finally:
        discard(prepared)
    raise AssertionError  # the names never end
