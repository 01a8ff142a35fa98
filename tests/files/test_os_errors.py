"""Errors of the system, in words that say what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from wizard.files.os_errors import explain_os_error


@pytest.mark.parametrize(
    "code, says, remedy",
    [
        (errno.ENOSPC, "the disk is full", "Free some space"),
        (errno.EROFS, "here is read-only", "another folder"),
        (errno.EACCES, "permission to write to here", "permissions"),
        (errno.ENOENT, "here does not exist", "Create the folder"),
        (errno.EISDIR, "a folder is at here", "Move it"),
        (errno.EFBIG, "larger than this system allows", "limit"),
    ],
)
def test_a_fault_is_told_with_what_to_do(code: int, says: str, remedy: str) -> None:
    trouble = explain_os_error(OSError(code, os.strerror(code)), "here")

    assert says in trouble.what
    assert remedy in trouble.remedy
    assert str(trouble) == f"{trouble.what}. {trouble.remedy}."


def test_the_folder_that_is_missing_is_named_whether_it_ever_existed_or_not(tmp_path: Path) -> None:
    trouble = explain_os_error(OSError(errno.ENOENT, "No such file"), tmp_path / "never" / "made" / "plan.md")

    assert trouble.what == f"the folder {tmp_path / 'never'} does not exist"
    assert trouble.remedy == "Create the folder, or choose another one"


def test_an_unusual_fault_is_told_in_the_systems_own_words() -> None:
    assert "here: " in str(explain_os_error(OSError(errno.EPIPE, "Broken pipe"), "here"))


def test_a_name_with_control_characters_is_shown_and_not_obeyed() -> None:
    trouble = explain_os_error(OSError(errno.ENOENT, "No such file", "bad\x1b]0;name\x07"))

    assert "\x1b" not in str(trouble)
