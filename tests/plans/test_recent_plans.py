"""The plans that were opened or saved last: few, the latest first, whatever lies in the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wizard.files.directories import recent_plans_folder
from wizard.limits import MAX_RECENT_PLANS
from wizard.plans.opening.recent_plans import forget_plan, list_recent_plans, remember_plan


def names() -> list[str]:
    return [plan.path.name for plan in list_recent_plans()]


def open_at(path: Path, seconds: float) -> None:
    """Remember a plan as opened that long after the epoch."""
    before = set(recent_plans_folder().glob("*"))
    remember_plan(path, "Project plan")
    for file in set(recent_plans_folder().glob("*")) - before:
        os.utime(file, (seconds, seconds))


def test_the_plan_opened_last_comes_first_and_once(home: Path, tmp_path: Path) -> None:
    open_at(tmp_path / "relay.md", 1000)
    open_at(tmp_path / "roadmap.md", 2000)
    assert names() == ["roadmap.md", "relay.md"]
    assert list_recent_plans()[0].template_title == "Project plan"
    assert list_recent_plans()[0].opened_at == 2000

    remember_plan(tmp_path / "relay.md")

    assert names() == ["relay.md", "roadmap.md"]


def test_a_path_is_remembered_whole_from_wherever_it_was_named(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    remember_plan(Path("docs") / ".." / "relay.md")

    assert [plan.path for plan in list_recent_plans()] == [tmp_path / "relay.md"]
    forget_plan(Path("relay.md"))
    assert names() == []


def test_only_the_latest_are_remembered(home: Path, tmp_path: Path) -> None:
    for number in range(MAX_RECENT_PLANS + 5):
        open_at(tmp_path / f"{number}.md", 1000 + number)

    assert len(list(recent_plans_folder().iterdir())) == MAX_RECENT_PLANS
    assert names()[0] == f"{MAX_RECENT_PLANS + 4}.md"


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b'{"plan": 1}', b'{"plan": "relay.md"}', b'{"plan": "/a\\u0000b"}', b"\xff", b"[" * 9000),
        *(b'{"plan": "/a.md", "template": []}', b"1" * 30_000),
    ],
)
def test_what_somebody_else_put_there_is_passed_over(home: Path, tmp_path: Path, content: bytes) -> None:
    remember_plan(tmp_path / "relay.md")
    (recent_plans_folder() / "other.json").write_bytes(content)
    (recent_plans_folder() / "folder.json").mkdir()
    os.mkfifo(recent_plans_folder() / "pipe.json")

    assert names() == ["relay.md"]


def test_a_folder_that_cannot_be_made_hinders_nobody(home: Path, tmp_path: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "recent-plans").write_text("no folder")
    remember_plan(tmp_path / "relay.md")
    remember_plan(tmp_path / ("x" * 5000))
    remember_plan(tmp_path / "a\0b")
    forget_plan(tmp_path / "a\0b")

    assert names() == []


def test_a_name_that_is_no_utf_8_is_remembered(home: Path, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md"))
    remember_plan(path)

    assert [plan.path for plan in list_recent_plans()] == [path]
