"""A file is written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from wizard.files.atomic import discard, find_leftovers, write_all, write_atomically, write_temporary

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="limits and permissions are those of POSIX")


def test_a_new_file_holds_the_bytes_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", b"text")

    assert (tmp_path / "a").read_bytes() == b"text"
    assert os.listdir(tmp_path) == ["a"]


@posix_only
def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", b"text")

    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


@posix_only
def test_a_file_that_outgrows_the_limit_leaves_the_old_one_whole(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "a"
    write_atomically(path, b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OSError) as problem:
            write_atomically(path, b"x" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert problem.value.errno == errno.EFBIG
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_a_folder_in_the_place_of_the_file_stays(tmp_path: Path) -> None:
    (tmp_path / "a" / "inside").mkdir(parents=True)

    with pytest.raises(OSError):
        write_atomically(tmp_path / "a", b"text")

    assert os.listdir(tmp_path) == ["a"]
    assert os.listdir(tmp_path / "a") == ["inside"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_an_error_and_not_a_short_file() -> None:
    opened = os.open("/dev/full", os.O_WRONLY)
    try:
        with pytest.raises(OSError) as problem:
            write_all(opened, b"text")
    finally:
        os.close(opened)

    assert problem.value.errno == errno.ENOSPC


def test_what_a_crash_left_behind_is_found_and_only_that(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    unfinished = write_temporary(path, b"half", 0o600)
    (tmp_path / ".plan.md.mine.tmp").write_bytes(b"the user's own")

    assert list(find_leftovers(path)) == [unfinished]

    discard(unfinished)
    discard(unfinished)

    assert list(find_leftovers(path)) == []
