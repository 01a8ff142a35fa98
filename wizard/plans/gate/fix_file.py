"""A plan's file with its fixes made: written whole, read again, and never over a change that came meanwhile."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from wizard.errors import OverwriteRefusedError, WizardError
from wizard.files.directories import versions_folder
from wizard.files.folder_lock import lock_folder
from wizard.files.new_file import replace_file
from wizard.files.os_errors import explain_os_error
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_PLAN_FILE_BYTES
from wizard.message_text import sanitize_line
from wizard.plans.answers_file import answers_file_name
from wizard.plans.saving.versions import keep_version


class FixedFile(Struct, frozen=True):
    """What came of fixing a file."""

    file: str
    fixes: tuple[str, ...]
    """What each fix does, in a sentence."""
    version: int | None = None
    """The number under which `restore` has what was there before."""
    version_problem: str = ""
    """Why it is not kept, in a sentence."""


def fix_file(name: str, before: bytes, after: bytes, fixes: tuple[str, ...]) -> FixedFile:
    """Write `after` to a file that holds `before`; `fixes` say what is different.

    Raise OverwriteRefusedError when the file has changed, WizardError when it cannot be written or when it is not what
    was written once it is read again.
    """
    shown = sanitize_line(name)
    try:
        path = Path(name).resolve()  # the target of a link is replaced, and not the link
        with lock_folder(path.parent):
            if read_regular_file(path, MAX_PLAN_FILE_BYTES) != before:
                raise OverwriteRefusedError(f"{shown} was not fixed: it has just been changed. Check it again")
            version, problem = _keep_version(path, before, after)
            replace_file(path, before, after, name)
            if read_regular_file(path, MAX_PLAN_FILE_BYTES) != after:
                raise WizardError(f"{shown} was fixed, but its content differs from what was written. Look at it.")
    except OSError as error:
        raise WizardError(f"{shown} is not fixed: {explain_os_error(error, name)}") from None
    return FixedFile(name, fixes, version, problem)


def _keep_version(path: Path, before: bytes, after: bytes) -> tuple[int | None, str]:
    """Keep what is replaced for `restore`; return its number, or a sentence on why that is not possible."""
    answers_path = path.with_name(answers_file_name(path.name))
    try:
        answers = read_regular_file(answers_path, MAX_PLAN_FILE_BYTES) if answers_path.exists() else None
        return keep_version(path, (before, answers), (after, answers), "fix"), ""
    except (OSError, WizardError) as error:
        why = explain_os_error(error, versions_folder()) if isinstance(error, OSError) else error
        return None, f"The previous version could not be kept for `restore`: {why}"
