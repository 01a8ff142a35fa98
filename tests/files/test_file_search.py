"""The files that are meant by a folder or a glob."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from wizard.files.file_search import find_below, find_by_glob, is_glob

FILES = (
    "README.md",
    "docs/relay.md",
    "docs/deep/er/harbour.md",
    "docs/deep/notes.txt",
    "docs/[odd].md",
    "node_modules/pack/a.md",
    "docs/node_modules/pack/b.md",
    ".git/c.md",
    "docs/.hidden/d.md",
    "docs/.e.md",
)
SEEN = ("README.md", "docs/[odd].md", "docs/deep/er/harbour.md", "docs/deep/notes.txt", "docs/relay.md")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files that are meant and others that are not, which is the working directory."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_all_files_below_a_folder_are_found_but_for_hidden_ones_and_packages(place: Path) -> None:
    assert find_below(".").paths == SEEN
    assert find_below("docs").paths == SEEN[1:]
    assert find_below("docs/").paths == SEEN[1:]
    assert find_below(str(place)).paths == tuple(str(place / name) for name in SEEN)


def test_a_hidden_folder_that_is_named_is_searched() -> None:
    assert find_below(".git").paths == (".git/c.md",)
    assert find_by_glob("docs/.hidden/*.md").paths == ("docs/.hidden/d.md",)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.md", ["README.md"]),
        ("./*.md", ["README.md"]),
        ("docs/*.md", ["docs/[odd].md", "docs/relay.md"]),
        ("docs/r*.md", ["docs/relay.md"]),
        ("docs/rela?.md", ["docs/relay.md"]),
        ("docs/[qr]elay.md", ["docs/relay.md"]),
        ("docs/[!q]elay.md", ["docs/relay.md"]),
        ("**/*.md", ["README.md", "docs/[odd].md", "docs/deep/er/harbour.md", "docs/relay.md"]),
        ("docs/**", list(SEEN[1:])),
        ("docs/**/er/*.md", ["docs/deep/er/harbour.md"]),
        ("docs/**/relay.md", ["docs/relay.md"]),
        ("docs/**/**/relay.md", ["docs/relay.md"]),
        ("*/deep", ["docs/deep/er/harbour.md", "docs/deep/notes.txt"]),
        ("d*s/*/er", ["docs/deep/er/harbour.md"]),
        ("docs/*/relay.md", []),
        ("docs?relay.md", []),
        ("nowhere/*.md", []),
    ],
)
def test_a_glob_means_the_files_that_fit_and_those_below_folders_that_do(pattern: str, expected: list[str]) -> None:
    assert list(find_by_glob(pattern).paths) == expected


def test_a_glob_may_begin_at_the_root(place: Path) -> None:
    assert find_by_glob(f"{place}/*/r*.md").paths == (str(place / "docs" / "relay.md"),)


def test_a_file_that_has_the_very_name_is_no_glob() -> None:
    assert not is_glob("docs/[odd].md")
    assert not is_glob("docs/missing.md")
    assert is_glob("docs/*.md")
    assert is_glob("docs/[even].md")


def test_links_that_lead_in_a_circle_come_to_an_end(place: Path) -> None:
    os.symlink("..", place / "docs" / "deep" / "up", target_is_directory=True)
    os.symlink("self", place / "docs" / "self")
    os.symlink("nowhere", place / "docs" / "broken.md")

    found = find_below(".")

    assert found.paths == SEEN
    assert found.problems == ()


def test_a_linked_folder_is_searched_once(place: Path) -> None:
    os.symlink("docs", place / "alias", target_is_directory=True)

    assert find_below(".").paths == SEEN


def test_a_folder_that_is_only_linked_is_searched(place: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "far.md").write_text("")
    os.symlink(elsewhere, place / "zlink", target_is_directory=True)

    assert find_below(".").paths == (*SEEN, "zlink/far.md")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among files")
def test_a_pipe_is_no_file(place: Path) -> None:
    os.mkfifo(place / "docs" / "pipe.md")

    assert find_below(".").paths == SEEN


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read every folder")
def test_a_folder_that_may_not_be_read_is_told_and_the_others_are_searched(place: Path) -> None:
    (place / "docs" / "deep").chmod(0)

    found = find_below("docs")

    (place / "docs" / "deep").chmod(0o700)
    assert found.paths == ("docs/[odd].md", "docs/relay.md")
    assert "docs/deep cannot be read" in str(found.problems[0])


def test_a_folder_that_is_not_there_is_told() -> None:
    found = find_below("nowhere")

    assert found.paths == ()
    assert str(found.problems[0]).startswith("nowhere cannot be read")


def test_a_folder_with_too_many_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.files.file_search.MAX_SEARCHED_FILES", 3)

    found = find_below(".")

    assert len(found.paths) == 3
    assert "more than 3 files" in str(found.problems[0])


def test_a_deep_tree_is_searched_to_the_bound(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.files.file_search.MAX_SEARCHED_LEVELS", 1)

    found = find_below(".")

    assert found.paths == ("README.md", "docs/[odd].md", "docs/relay.md")
    assert "docs/deep is not searched" in str(found.problems[0])
