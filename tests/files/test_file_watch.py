"""A file that others write to: every change is told once, however it was made, by the system or by looking."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest

from tests.support.patience import PATIENCE
from wizard.files import file_watch
from wizard.files.file_watch import FileWatch

Tell = Callable[[], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "repository" / "docs"
    path.mkdir(parents=True)
    return path


@pytest.fixture(params=["told", "looked at"])
def plan(folder: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan on a disk whose changes the system tells of, and one where it does not."""
    if request.param == "looked at":
        monkeypatch.setattr(file_watch, "_tells_changes", lambda folder: False)
    path = folder / "plan.md"
    path.write_text("first")
    return path


@pytest.fixture
def told(plan: Path) -> Iterator[Tell]:
    """Waits for the next change, and gives what the file holds then."""
    yield from watching(plan)


def watching(path: Path) -> Iterator[Tell]:
    changes: Queue[str] = Queue()
    watch = FileWatch(path, lambda: changes.put(path.read_text() if path.is_file() else "gone"))
    watch.start()
    yield lambda: changes.get(timeout=PATIENCE)
    watch.stop()
    assert changes.empty()


def write_by_renaming(path: Path, text: str) -> None:
    prepared = path.with_name(f".{path.name}.swp")
    prepared.write_text(text)
    prepared.replace(path)


def test_a_file_is_told_at_the_start_and_then_each_time_it_is_written(plan: Path, told: Tell) -> None:
    assert told() == "first"
    plan.write_text("second")
    assert told() == "second"
    write_by_renaming(plan, "third")
    assert told() == "third"
    write_by_renaming(plan, "third")
    assert told() == "third"


def test_a_file_that_goes_and_comes_back_is_told_twice(plan: Path, told: Tell) -> None:
    assert told() == "first"
    plan.unlink()
    assert told() == "gone"
    plan.write_text("second")
    assert told() == "second"
    plan.unlink()
    plan.mkdir()
    assert told() == "gone"
    plan.rmdir()
    plan.write_text("third")
    assert told() == "third"


def test_a_folder_that_is_replaced_is_watched_from_then_on(plan: Path, folder: Path, told: Tell) -> None:
    assert told() == "first"
    other = folder.with_name("other")
    other.mkdir()
    (other / plan.name).write_text("second")
    folder.rename(folder.with_name("old"))
    other.rename(folder)
    assert told() == "second"
    plan.write_text("third")
    assert told() == "third"
    shutil.rmtree(folder)
    assert told() == "gone"
    folder.mkdir()
    plan.write_text("fourth")
    assert told() == "fourth"
    plan.write_text("fifth!")
    assert told() == "fifth!"


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_the_file_behind_a_link_is_watched(plan: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to(plan)
    told = watching(link)
    wait = next(told)

    assert wait() == "first"
    plan.write_text("second")
    assert wait() == "second"
    assert next(told, None) is None


def test_a_file_that_is_not_there_yet_is_told_when_it_comes(folder: Path) -> None:
    told = watching(folder / "later.md")
    wait = next(told)

    assert wait() == "gone"
    (folder / "later.md").write_text("here")
    assert wait() == "here"
    assert next(told, None) is None


def test_nobody_looks_where_the_system_tells(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_watch, "_tells_changes", lambda folder: True)
    path = folder / "plan.md"
    path.write_text("first")
    told: Queue[bool] = Queue()
    watch = FileWatch(path, lambda: told.put(watch.is_told_by_system))
    watch.start()

    assert told.get(timeout=PATIENCE)
    watch.stop()


def test_without_anything_that_tells_the_file_is_looked_at(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("the limit of watches is reached")

    monkeypatch.setattr(file_watch, "_start_observer", refuse)
    told = watching(plan)
    wait = next(told)

    assert wait() == "first"
    plan.write_text("second")
    assert wait() == "second"
    assert next(told, None) is None


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="Linux only")
def test_file_systems_of_other_machines_are_known_as_such() -> None:
    assert file_watch._file_system_type("/proc") == "proc"  # pyright: ignore[reportPrivateUsage]
    assert not file_watch._tells_changes("/proc")  # pyright: ignore[reportPrivateUsage]
    assert file_watch._file_system_type("/no/such/folder") == ""  # pyright: ignore[reportPrivateUsage]
