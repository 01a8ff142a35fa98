"""`check --fix` mends numbers, ids and empty rows in the file, tells what it did, and keeps what was there before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.small_plan import save_small_plan
from wizard.plans.gate import fix_file as fixing

TASKS = "\ufeff# Tasks\r\n\r\n- [x] T001 Dig\r\n- [ ] T002 Fill\r\n- [ ] T002 Carry\r\n\r\n1. one\r\n3. two"
FIXED = "\ufeff# Tasks\r\n\r\n- [x] T001 Dig\r\n- [ ] T002 Fill\r\n- [ ] T003 Carry\r\n\r\n1. one\r\n2. two"
PLAN = Path("tasks.md")


@pytest.fixture(autouse=True)
def place(program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that was made elsewhere, with a duplicate id and a gap in a list."""
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.chdir(folder)
    PLAN.write_bytes(TASKS.encode())


def test_what_can_be_fixed_is_fixed_and_told(program: Program) -> None:
    PLAN.chmod(0o640)

    outcome = program("check", "--fix", "tasks.md")

    assert PLAN.read_bytes() == FIXED.encode()
    assert PLAN.stat().st_mode & 0o777 == 0o640
    assert "tasks.md is fixed, line 5: Renumbers ids: T002 → T003." in outcome.err
    assert "tasks.md is fixed, line 8: Renumbers 1 item." in outcome.err
    assert "T002" not in outcome.out
    assert sorted(os.listdir()) == ["tasks.md"]


def test_a_second_fix_changes_nothing_and_says_nothing_of_it(program: Program) -> None:
    program("check", "--fix", "tasks.md")
    before = PLAN.stat()

    outcome = program("check", "--fix", "tasks.md")

    assert "fixed" not in outcome.err
    assert (PLAN.stat().st_ino, PLAN.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_was_there_before_can_be_brought_back(program: Program) -> None:
    told = program("check", "--fix", "tasks.md").err

    assert "plan-wizard restore tasks.md 1 undoes this." in told
    program("restore", "tasks.md", "1")
    assert PLAN.read_bytes() == TASKS.encode()


def test_without_the_option_nothing_is_written_and_programs_are_told_the_fix(program: Program) -> None:
    document = program("check", "--json", "tasks.md").document

    assert PLAN.read_bytes() == TASKS.encode()
    [fix] = [each["fix"] for each in document["findings"] if each["code"] == "duplicate-id"]
    assert fix == {
        "summary": "Renumbers ids: T002 → T003.",
        "edits": [{"range": {"start": {"line": 5, "column": 7}, "end": {"line": 5, "column": 11}}, "text": "T003"}],
    }
    assert document["fixed"] == []


def test_programs_are_told_what_was_fixed(program: Program) -> None:
    document = program("check", "--json", "--fix", ".").document

    [fixed] = document["fixed"]
    assert (fixed["file"], fixed["version"], len(fixed["fixes"])) == ("tasks.md", 1, 2)
    assert not [each for each in document["findings"] if each["fix"]]


def test_what_a_comment_switches_off_is_not_fixed(program: Program) -> None:
    PLAN.write_text("<!-- plan-wizard-disable duplicate-id -->\n\n- [ ] T001 a\n- [ ] T001 b\n")

    program("check", "--fix", "tasks.md")

    assert PLAN.read_text().count("T001") == 2


def test_an_id_that_a_file_beside_it_names_is_not_changed(program: Program) -> None:
    Path("notes.md").write_text("T002 waits for the rain.\n")

    program("check", "--fix", "tasks.md")

    assert PLAN.read_text().count("T002") == 2


def test_the_target_of_a_link_is_fixed_and_the_link_stays(program: Program) -> None:
    os.rename("tasks.md", "real.md")
    os.symlink("real.md", "tasks.md")

    program("check", "--fix", "tasks.md")

    assert os.path.islink("tasks.md")
    assert Path("real.md").read_bytes() == FIXED.encode()


def test_a_change_that_comes_meanwhile_is_never_overwritten(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = fixing.keep_version

    def change_meanwhile(path: Path, *rest: object) -> object:
        PLAN.write_text("Mine.\n")
        return whole(path, *rest)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(fixing, "keep_version", change_meanwhile)

    outcome = program("check", "--fix", "tasks.md")

    assert outcome.code == 2
    assert "tasks.md is not written: it has just been changed" in outcome.err
    assert PLAN.read_text() == "Mine.\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(program: Program) -> None:
    Path().chmod(0o500)

    outcome = program("check", "--fix", "tasks.md")

    Path().chmod(0o700)
    assert outcome.code == 2
    assert PLAN.read_bytes() == TASKS.encode()


def test_standard_input_cannot_be_fixed(program: Program) -> None:
    assert program("check", "--fix", "-", stdin="# A\n").code == 2


def test_ticks_and_answers_of_a_saved_plan_stay(program: Program, home: Path) -> None:
    save_small_plan(program, home)
    plan = Path("plan.md")
    plan.write_text(plan.read_text().replace("- [ ] dig", "- [x] dig") + "\n1. a\n3. b\n")
    answers = Path("plan.answers.yaml").read_bytes()

    program("check", "--fix", "plan.md")

    assert plan.read_text().endswith("\n1. a\n2. b\n")
    assert "- [x] dig" in plan.read_text()
    assert Path("plan.answers.yaml").read_bytes() == answers
