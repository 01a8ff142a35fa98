"""Paths as people write them, and as the shell reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.appearance.paths import display_folder, shell_path


def test_a_folder_is_told_as_people_write_it(user: Path):
    assert display_folder(user / "work" / "relay") == "~/work/relay"
    assert display_folder(user) == "~"
    assert display_folder(Path("/srv/plans")) == "/srv/plans"


def test_a_path_can_be_pasted_into_the_shell(user: Path, monkeypatch: pytest.MonkeyPatch):
    work = user / "work"
    work.mkdir()
    monkeypatch.chdir(work)

    assert shell_path(work / "relay.md") == "relay.md"
    assert shell_path(work / "my plan.md") == "'my plan.md'"
    assert shell_path(Path("/srv/my plan.md")) == "'/srv/my plan.md'"
