"""A plan that is worked off with the installed program in a real terminal, while somebody else ticks too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.cached_templates import put_kept_templates
from tests.support.commands import Program
from tests.support.small_plan import save_small_plan
from tests.support.terminals import terminal
from tests.support.working_off import PLAN
from wizard.drafts.catalog import list_drafts
from wizard.plans.tasks.tick import tick

LEAVE = "\x11"
UNDO = "\x1a"
ESCAPE = "\x1b"


@pytest.fixture
def environment(home: Path) -> Mapping[str, str]:
    put_kept_templates(home)
    return {"PLAN_WIZARD_HOME": str(home), "TERM": "xterm-256color"}


@pytest.mark.parametrize("size", [(100, 30), (40, 15)])
def test_a_tick_is_in_the_file_and_what_others_tick_is_on_the_screen(
    environment: Mapping[str, str], tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "tasks.md"
    path.write_text(PLAN)
    with terminal(["open", "tasks.md"], environment, tmp_path, size) as program:
        program.wait_for("T003")
        program.type(" ")
        program.wait_for(r"2\D+4")
        assert path.read_text() == PLAN.replace("[ ] T003", "[x] T003")
        tick(path, ["T002"])
        program.wait_for(r"3\D+4")
        program.type(UNDO)
        program.wait_for(r"2\D+4")
        program.type(LEAVE)

        assert program.wait() == 0
        assert "tasks.md: 2 of 4 tasks done. Continue with: plan-wizard open tasks.md" in program.text
    assert path.read_text() == PLAN.replace("[ ] T002", "[x] T002")
    assert list_drafts() == ()


def test_a_saved_plan_is_opened_from_the_start_ticked_and_answered(
    environment: Mapping[str, str], program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    save_small_plan(program, home)
    with terminal([], environment, tmp_path, (100, 30)) as screen:
        screen.wait_for("Recent plans")
        screen.type("plan.md\r")
        screen.wait_for("Continue the interview")
        screen.type("\r")
        screen.wait_for("fill")
        screen.type(" ")
        screen.wait_for(r"1\D+2")
        screen.type(f"{ESCAPE}")
        screen.wait_for("Continue the interview")
        screen.type("2")
        screen.wait_for("What is it called")
        screen.type(LEAVE)

        assert screen.wait() == 0
    assert "- [x] dig" in (tmp_path / "plan.md").read_text()
    assert len(list_drafts()) == 1
