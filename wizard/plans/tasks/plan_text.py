"""The text of a Markdown file that somebody has named, or a sentence that says why there is none."""

from __future__ import annotations

import os
from pathlib import Path

from wizard.errors import WizardError
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_PLAN_FILE_BYTES
from wizard.message_text import sanitize_line


def read_plan_text(path: Path) -> str:
    """Return the text of a file, its byte order mark too; raise WizardError when there is none that can be read."""
    return decode_plan(path, read_plan_bytes(path, real_path(path)))


def real_path(path: Path) -> Path:
    """Return a path with links followed; raise WizardError when it is none."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        raise WizardError(f"{shown_path(path)} is not the name of a file") from None


def read_plan_bytes(path: Path, real: Path) -> bytes:
    """Return the bytes of a file; raise WizardError, which calls it `path`, when it cannot be read."""
    try:
        return read_regular_file(real, MAX_PLAN_FILE_BYTES)
    except OSError as error:
        raise WizardError(f"{shown_path(path)} cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise WizardError(f"{shown_path(path)} is not the name of a file") from None


def decode_plan(path: Path, content: bytes) -> str:
    """Return the text that bytes are in UTF-8; raise WizardError with the line in which they are none."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise WizardError(f"{shown_path(path)} is not UTF-8 in line {line}. Convert it to UTF-8.") from None


def shown_path(path: Path) -> str:
    """Return a path for a message."""
    return sanitize_line(str(path))
