"""Only regular files of bounded size are read, and no file's time is too far away."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wizard.files.file_times import as_datetime, modification_time
from wizard.files.regular_file import IrregularFileError, read_file_end, read_file_start, read_regular_file


def test_a_file_is_read_whole_or_in_part(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789" * 300_000)

    assert read_regular_file(path, 3_000_000) == path.read_bytes()
    assert read_file_start(path, 12) == b"012345678901"
    assert read_file_end(path, 12) == b"890123456789"
    assert read_file_end(path, 4_000_000) == path.read_bytes()


def test_a_file_that_is_too_large_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")

    assert read_regular_file(path, 5) == b"12345"
    with pytest.raises(IrregularFileError, match="larger than 4 bytes"):
        read_regular_file(path, 4)


def test_a_file_whose_size_says_nothing_is_bounded_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(1 << 40)

    with pytest.raises(IrregularFileError):
        read_regular_file(path, 100)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX")
def test_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    fifo, link = tmp_path / "fifo", tmp_path / "link"
    os.mkfifo(fifo)
    link.symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))

        for path in (fifo, link, tmp_path / "socket", Path("/dev/zero"), Path("/dev/null"), tmp_path):
            with pytest.raises(OSError):
                read_regular_file(path, 100)


@pytest.mark.parametrize("seconds", [-1e30, -1.0, 0.0, 1e9, 4e9, 253402300799.0, 1e12, 1e18, 1e300, float("inf")])
def test_every_time_has_a_date_in_every_zone(seconds: float) -> None:
    shown = as_datetime(seconds).astimezone()

    assert 1969 <= shown.year <= 9999
    assert as_datetime(1e9) == datetime.fromtimestamp(1e9, UTC)


def test_a_file_that_is_gone_has_no_time(tmp_path: Path) -> None:
    assert modification_time(tmp_path / "gone") == 0.0
