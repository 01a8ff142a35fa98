"""The file that `plan-wizard render -o FILE` writes: only over what it wrote there before and nobody has edited since.

What it wrote is remembered in the cache, as the digest of each file. Where that is not known, as in a fresh clone, only
a file that says the same as the new one counts as written by it. A file without text may be written over.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from wizard.digests import sha256_hex
from wizard.drafts.last_save import content_digest
from wizard.errors import OverwriteRefusedError, WizardError
from wizard.files.atomic import discard_oldest, write_atomically
from wizard.files.directories import cache_folder, make_private
from wizard.files.file_names import free_backup_paths
from wizard.files.new_file import back_up, replace_file, write_with
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_REMEMBERED_FILES
from wizard.message_text import sanitize_line
from wizard.plans.answers_file import answers_file_name


class OccupiedFileError(OverwriteRefusedError):
    """Raised, and nothing written, when a file is there that `render` did not write or that has changed since."""


def write_rendered(name: str, content: bytes) -> None:
    """Write the bytes of a plan to a file, wholly or not at all.

    Raise OccupiedFileError when something else is there, WizardError when the file cannot be written.
    """
    _write(name, content, with_backup=False)


def write_rendered_with_backup(name: str, content: bytes) -> Path | None:
    """Write the same, and what else is there to `NAME.before.md`; return that path, or None when there was no need.

    Raise WizardError when one of them cannot be written; the file is then as it was.
    """
    return _write(name, content, with_backup=True)


def _write(name: str, content: bytes, *, with_backup: bool) -> Path | None:
    def write(path: Path, before: bytes | None) -> Path | None:
        is_as_written = before is not None and _is_as_written(path, before)
        if before == content or (not is_as_written and content_digest(before) == content_digest(content)):
            _remember(path, before or content)
            return None
        backup: Path | None = None
        if before is not None and before.strip() and not is_as_written:
            if not with_backup:
                raise OccupiedFileError(_refusal(path, name))
            backup = back_up(path, before)
        replace_file(path, before, content, name)
        _remember(path, content)
        return backup

    return write_with(write, name, content)


def _refusal(path: Path, name: str) -> str:
    shown, backup = sanitize_line(name), sanitize_line(next(free_backup_paths(path)).name)
    answers = path.with_name(answers_file_name(path.name))
    if os.path.lexists(answers):
        why = (
            f"it was saved together with {sanitize_line(answers.name)}, or edited by hand. "
            f"plan-wizard open {shown} changes it and keeps what was edited"
        )
    else:
        why = "it was edited by hand, or something else wrote it. Name another file with -o"
    return f"{shown} is not written: {why}; --force writes it and keeps what is there as {backup}"


def _is_as_written(path: Path, content: bytes) -> bool:
    """Whether a file is as `render` wrote it last."""
    with suppress(OSError, WizardError):
        return read_regular_file(_memory_of(path), 100) == sha256_hex(content).encode()
    return False


def _remember(path: Path, content: bytes) -> None:
    """Remember what was written; do nothing where that is not possible: `render` is then more careful."""
    with suppress(OSError, WizardError):
        memory = _memory_of(path)
        make_private(memory.parent)
        write_atomically(memory, sha256_hex(content).encode())
        discard_oldest(memory.parent.iterdir(), MAX_REMEMBERED_FILES)


def _memory_of(path: Path) -> Path:
    return cache_folder() / "rendered" / sha256_hex(os.fsencode(path))
