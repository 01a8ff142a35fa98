"""The installed program in a real terminal: open, edit by hand, open, save, edit by hand, open, save."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.small_plan import save_small_plan
from tests.support.terminals import Terminal, terminal

LEAVE = "\x11"
SAVE = "\x13"
ENTER = "\r"
DOWN = "\x1b[B"


@pytest.fixture
def folder(program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a saved plan."""
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.chdir(folder)
    save_small_plan(program, home)
    return folder


@pytest.fixture
def environment(home: Path) -> Mapping[str, str]:
    return {"PLAN_WIZARD_HOME": str(home), "TERM": "xterm-256color"}


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def go_on(opened: Terminal) -> None:
    """Choose the interview, not to work the plan off."""
    opened.wait_for("Continue the interview")
    opened.type(f"{DOWN}{ENTER}")


def change_goal(opened: Terminal, text: str) -> None:
    """Go to the question about the goal, and add a text to its answer."""
    opened.wait_for("What is it called")
    opened.type(ENTER)
    opened.wait_for("What is it for")
    opened.type(text)
    opened.wait_for(text.strip())
    opened.type(SAVE)
    opened.wait_for("Save as")
    opened.type(SAVE)


def leave(opened: Terminal) -> None:
    opened.wait_for("What next")
    opened.type(LEAVE)
    assert opened.wait() == 0


def test_edits_made_by_hand_between_two_sessions_are_there_after_both(
    folder: Path, environment: Mapping[str, str]
) -> None:
    plan = folder / "plan.md"
    with terminal(["open", "plan.md"], environment, folder, (110, 34)) as opened:
        go_on(opened)
        opened.wait_for("What is it called")
        opened.type(LEAVE)
        assert opened.wait() == 0

    edit(plan, "- [ ] dig", "- [x] dig")
    edit(plan, "The end.", "The end, by hand.")
    with terminal(["open", "plan.md"], environment, folder, (110, 34)) as opened:
        go_on(opened)
        change_goal(opened, " Once more.")
        opened.wait_for("already exists")
        opened.type(ENTER)
        leave(opened)
    text = plan.read_text()
    assert "Talk. Once more." in text and "- [x] dig" in text and "The end, by hand." in text

    edit(plan, "Talk. Once more.", "Talk. Once more. Often, by hand.")
    edit(plan, "- Two", "- Two\n- Three, by hand")
    edit(plan, "- [ ] fill", "- [x] fill")
    with terminal(["open", "plan.md"], environment, folder, (110, 34)) as opened:
        go_on(opened)
        opened.wait_for("2 of 2 accepted")
        opened.type(" ")  # the goal stays an edit made by hand
        opened.wait_for("1 of 2")
        opened.type(ENTER)
        change_goal(opened, " Twice.")
        opened.wait_for("both changed this line")
        opened.type("F")
        opened.wait_for("not used")
        opened.type(ENTER)
        leave(opened)
    text = plan.read_text()
    assert "Talk. Once more. Often, by hand." in text and "Twice" not in text
    assert all(line in text for line in ("- [x] dig", "- [x] fill", "- Three, by hand", "The end, by hand."))

    with terminal(["open", "plan.md"], environment, folder, (110, 34)) as opened:
        go_on(opened)
        if "accepted" in opened.wait_for("accepted|What is it called"):
            opened.type(ENTER)
            opened.wait_for("What is it called")
        opened.type(SAVE)
        opened.wait_for("Save as")
        opened.type(SAVE)
        if "already exists" in opened.wait_for("already exists|What next"):
            opened.type(ENTER)
            opened.wait_for("What next")
        opened.type(LEAVE)
        assert opened.wait() == 0
    assert plan.read_text() == text
