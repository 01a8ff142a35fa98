"""Where the files lie, and who may read them."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from wizard.errors import WizardError
from wizard.files.directories import (
    cache_folder,
    data_folder,
    done_folder,
    drafts_folder,
    make_private,
    templates_folder,
)

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the XDG folders are those of Linux")


def test_everything_lies_in_the_folder_that_the_user_names(home: Path) -> None:
    assert data_folder() == home
    assert {drafts_folder(), done_folder(), templates_folder(), cache_folder()} == {
        home / "drafts",
        home / "done",
        home / "templates",
        home / "cache",
    }


def test_a_relative_folder_is_meant_from_where_the_user_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLAN_WIZARD_HOME", "mine")

    assert data_folder() == tmp_path / "mine"


@linux_only
def test_without_a_named_folder_the_xdg_folders_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLAN_WIZARD_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", "relative/paths/do/not/count")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))

    assert data_folder() == tmp_path / ".local/share/plan-wizard"
    assert cache_folder() == tmp_path / "caches/plan-wizard"


@linux_only
def test_without_a_home_the_user_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLAN_WIZARD_HOME")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)

    with pytest.raises(WizardError, match="PLAN_WIZARD_HOME"):
        data_folder()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are those of POSIX")
def test_a_folder_made_for_drafts_is_for_its_owner_alone(tmp_path: Path) -> None:
    make_private(tmp_path / "a" / "b")

    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_finding_the_folders_imports_nothing_that_costs_time() -> None:
    program = (
        "import sys; from wizard.files.directories import data_folder; "
        "data_folder(); print('platformdirs' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
