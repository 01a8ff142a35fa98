"""The suite has a home of its own, and sees what is written outside it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.own_home import Watch, places

PLACES = "from pathlib import Path; import tempfile; print(Path.home(), tempfile.gettempdir())"


def test_every_test_has_an_empty_home_which_its_programs_have_too(user: Path) -> None:
    seen = subprocess.run([sys.executable, "-c", PLACES], capture_output=True, text=True, check=True)

    assert Path.home() == user
    assert list(user.iterdir()) == []
    assert seen.stdout.split() == [str(user), tempfile.gettempdir()]


def test_the_folders_of_the_desktop_lie_in_it(user: Path) -> None:
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        assert Path(os.environ[variable]).is_relative_to(user)
    assert Path(os.environ["XDG_RUNTIME_DIR"]).is_relative_to(Path(tempfile.gettempdir()).parent)


def test_the_watch_sees_what_comes_changes_and_goes(tmp_path: Path) -> None:
    for name in ("changes", "goes", "stays"):
        (tmp_path / name).write_text(name)
    watch = Watch([tmp_path, tmp_path / "missing"])
    assert watch.written() == []

    (tmp_path / "changes").write_text("has changed")
    (tmp_path / "goes").unlink()
    (tmp_path / "missing" / "drafts").mkdir(parents=True)

    assert watch.written() == [tmp_path / name for name in ("changes", "goes", "missing", "missing/drafts")]


def test_every_place_that_the_program_may_write_to_is_watched(tmp_path: Path) -> None:
    environment = {"PLAN_WIZARD_HOME": str(tmp_path / "named"), "XDG_DATA_HOME": str(tmp_path / "data")}

    watched = places(environment, tmp_path, tmp_path / "tmp")

    assert {
        tmp_path / "named",
        tmp_path / "data" / "plan-wizard",
        tmp_path / ".local" / "share" / "plan-wizard",
        tmp_path / ".cache" / "plan-wizard",
        tmp_path / "plan-wizard-drafts",
        Path.cwd() / "plan-wizard-drafts",
    } <= set(watched)
