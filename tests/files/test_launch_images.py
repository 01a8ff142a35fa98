"""First frames that are kept: found for the same facts, and never when anything about them is odd."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.drafts.lock import take_lock
from wizard.files.launch_images import file_fact, find_launch_image, free_fact, keep_launch_image
from wizard.limits import MAX_LAUNCH_IMAGE_BYTES, MAX_LAUNCH_IMAGES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no launch images on Windows")

_FACTS = ("size=80x24", "version=1")
_FILES = (file_fact(__file__),)
_FRAME = b"\x1b[1;1Hcells"


def kept(home: Path) -> list[Path]:
    return list((home / "cache" / "launch-images").iterdir())


def test_a_frame_is_found_for_the_same_facts_and_no_others() -> None:
    keep_launch_image("new a", _FACTS, _FILES, _FRAME)

    assert find_launch_image("new a", _FACTS) == _FRAME
    assert find_launch_image("new a", ("size=80x25", "version=1"), _FACTS) == _FRAME
    assert find_launch_image("new a", ("size=80x25", "version=1")) is None
    assert find_launch_image("new b", _FACTS) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_text("another length"),
        lambda file: os.utime(file, (1, 1)),
        lambda file: file.unlink(),
        lambda file: (file.rename(file.with_name("before")), file.write_text("text")),
    ],
    ids=["written", "touched", "deleted", "replaced"],
)
def test_a_frame_is_not_found_when_a_file_that_it_was_drawn_from_has_changed(
    change: Callable[[Path], object], tmp_path: Path
) -> None:
    file = tmp_path / "a file = with a sign"
    file.write_text("text")
    keep_launch_image("new a", _FACTS, (*_FILES, file_fact(file)), _FRAME)
    assert find_launch_image("new a", _FACTS) == _FRAME

    change(file)

    assert find_launch_image("new a", _FACTS) is None


def test_a_frame_is_not_found_when_a_file_has_come_that_was_not_there(tmp_path: Path) -> None:
    keep_launch_image("new a", _FACTS, (file_fact(tmp_path / "file"),), _FRAME)
    assert find_launch_image("new a", _FACTS) == _FRAME

    (tmp_path / "file").write_text("text")

    assert find_launch_image("new a", _FACTS) is None


def test_a_frame_is_not_found_while_another_program_has_the_lock(tmp_path: Path) -> None:
    keep_launch_image("new a", _FACTS, (free_fact(tmp_path / "lock"),), _FRAME)
    assert find_launch_image("new a", _FACTS) == _FRAME

    lock = take_lock(tmp_path / "lock", "a")
    assert find_launch_image("new a", _FACTS) is None
    lock.release()

    assert find_launch_image("new a", _FACTS) == _FRAME


def test_a_frame_is_for_the_eyes_of_its_owner(home: Path) -> None:
    keep_launch_image("new a", _FACTS, _FILES, _FRAME)

    (file,) = kept(home)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[:-3]),
        lambda file: file.write_bytes(file.read_bytes().replace(b"cells", b"tells")),
        lambda file: file.write_bytes(b"\xff" * 100),
        lambda file: file.write_bytes(file.read_bytes() + bytes(MAX_LAUNCH_IMAGE_BYTES)),
        lambda file: file.chmod(0o666),
        lambda file: (file.unlink(), file.mkdir()),
        lambda file: (file.unlink(), os.mkfifo(file)),
        lambda file: (file.rename(file.with_name("other")), file.symlink_to("other")),
    ],
    ids=["empty", "cut off", "changed", "no image", "too large", "writable", "folder", "pipe", "link"],
)
def test_a_file_that_is_not_as_it_was_written_is_no_image(damage: Callable[[Path], object], home: Path) -> None:
    keep_launch_image("new a", _FACTS, _FILES, _FRAME)

    damage(kept(home)[0])

    assert find_launch_image("new a", _FACTS) is None


def test_only_the_last_ones_are_kept(home: Path) -> None:
    for number in range(MAX_LAUNCH_IMAGES + 5):
        keep_launch_image(f"new {number}", _FACTS, _FILES, _FRAME)

    assert len(kept(home)) == MAX_LAUNCH_IMAGES


def test_a_frame_that_is_too_large_or_has_no_place_is_not_kept(home: Path) -> None:
    keep_launch_image("new a", _FACTS, _FILES, bytes(MAX_LAUNCH_IMAGE_BYTES))
    home.mkdir(exist_ok=True)
    (home / "cache").write_text("a file")
    keep_launch_image("new b", _FACTS, _FILES, _FRAME)

    assert (home / "cache").is_file()
