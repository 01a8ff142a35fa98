"""What a plan was before each save is kept, listed by `log` and put back by `restore`, which can be undone."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

from tests.support.commands import Outcome, Program
from tests.support.small_plan import save_small_plan
from wizard.files.directories import versions_folder
from wizard.limits import MAX_FILE_VERSIONS
from wizard.plans.saving import versions

PLAN = Path("plan.md")
ANSWERS = Path("plan.answers.yaml")


@pytest.fixture(autouse=True)
def plan(program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that was saved from the draft `d`."""
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.chdir(folder)
    save_small_plan(program, home)


def save_goal(program: Program, goal: str) -> Outcome:
    program("answer", "d", stdin=f'{{"goal": "{goal}"}}')
    return program("save", "d", "-o", str(PLAN))


def numbers(program: Program, path: Path = PLAN) -> list[int]:
    return [each["number"] for each in program("log", str(path), "--json").document["versions"]]


def test_a_plan_that_was_saved_once_has_no_versions(program: Program) -> None:
    outcome = program("log", "plan.md")

    assert (outcome.code, outcome.out) == (0, "")
    assert "No versions of plan.md are kept" in outcome.err


def test_each_save_keeps_what_it_replaces(program: Program) -> None:
    first = PLAN.read_bytes(), ANSWERS.read_bytes()
    assert save_goal(program, "Talk twice.").code == 0
    second = PLAN.read_bytes(), ANSWERS.read_bytes()
    save_goal(program, "Talk three times.")

    kept = versions.read_history(PLAN).versions

    assert [(each.plan, each.answers) for each in kept] == [first, second]
    assert numbers(program) == [1, 2]
    lines = program("log", "plan.md").out.splitlines()
    assert [line.split()[0] for line in lines] == ["2", "1"]
    assert all(line.endswith("before a save     +1 -1") for line in lines)


def test_a_save_that_writes_nothing_keeps_nothing(program: Program) -> None:
    program("save", "d", "-o", "plan.md")

    assert numbers(program) == []


def test_a_restore_puts_both_files_back_and_can_be_taken_back(program: Program) -> None:
    first = PLAN.read_bytes(), ANSWERS.read_bytes()
    save_goal(program, "Talk twice.")
    second = PLAN.read_bytes(), ANSWERS.read_bytes()

    outcome = program("restore", "plan.md", "1")

    assert outcome.code == 0
    assert (PLAN.read_bytes(), ANSWERS.read_bytes()) == first
    assert "Undo with: plan-wizard restore plan.md 2" in outcome.err
    assert program("restore", "plan.md", "2").code == 0
    assert (PLAN.read_bytes(), ANSWERS.read_bytes()) == second
    assert program("restore", "plan.md", "3").code == 0
    assert (PLAN.read_bytes(), ANSWERS.read_bytes()) == first


def test_a_file_that_was_edited_since_is_kept_before_it_is_replaced(program: Program) -> None:
    save_goal(program, "Talk twice.")
    edited = f"{PLAN.read_text()}\nBy hand.\n"
    PLAN.write_text(edited)

    document = program("restore", "plan.md", "1", "--json").document

    assert document["keptAs"] == 2
    assert "By hand." not in PLAN.read_text()
    program("restore", "plan.md", "2")
    assert PLAN.read_text() == edited


def test_a_plan_that_is_gone_comes_back_with_its_answers(program: Program) -> None:
    first = PLAN.read_bytes(), ANSWERS.read_bytes()
    save_goal(program, "Talk twice.")
    PLAN.unlink()
    ANSWERS.unlink()

    assert numbers(program) == [1]
    assert program("restore", "plan.md", "1").code == 0
    assert (PLAN.read_bytes(), ANSWERS.read_bytes()) == first


def test_a_plan_that_is_no_text_any_more_is_kept_and_put_back(program: Program) -> None:
    first = PLAN.read_bytes()
    save_goal(program, "Talk twice.")
    PLAN.write_bytes(b"\xff\xfe broken")

    assert program("restore", "plan.md", "1").code == 0

    assert PLAN.read_bytes() == first
    program("restore", "plan.md", "2")
    assert PLAN.read_bytes() == b"\xff\xfe broken"


def test_a_file_that_was_not_there_then_is_removed_and_told(program: Program) -> None:
    ANSWERS.unlink()
    PLAN.write_text("Somebody else's.\n")
    program("resume", "d", "--prompts", stdin="")
    versions.keep_version(PLAN, (PLAN.read_bytes(), None), (b"new", b"new"))
    PLAN.write_bytes(b"new")
    ANSWERS.write_bytes(b"new")

    outcome = program("restore", "plan.md", "1")

    assert "plan.answers.yaml did not exist then; it was removed." in outcome.err
    assert not ANSWERS.exists()
    program("restore", "plan.md", "2")
    assert ANSWERS.read_bytes() == b"new"


def test_a_restored_plan_opens_and_saves_again(program: Program) -> None:
    save_goal(program, "Talk twice.")
    program("restore", "plan.md", "1")

    assert program("save", "d", "-o", "plan.md").code == 1  # the draft has other answers than the files now
    assert program("open", "plan.md", "--json", "--draft", "again").code in (0, 3)
    program("answer", "again", stdin='{"goal": "Talk again."}')
    assert program("save", "again").code == 0
    assert "Talk again." in PLAN.read_text()
    assert numbers(program) == [1, 2, 3]


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "1.5", "9" * 40])
def test_a_number_that_no_version_has_is_refused(program: Program, number: str) -> None:
    save_goal(program, "Talk twice.")
    before = PLAN.read_bytes()

    outcome = program("restore", "plan.md", number)

    assert outcome.code == 2
    assert "version" in outcome.err or "unrecognized" in outcome.err or "required" in outcome.err
    assert PLAN.read_bytes() == before


def test_a_plan_that_is_not_there_and_never_was_is_told(program: Program) -> None:
    assert program("log", "nowhere.md").code == 2
    assert program("restore", "nowhere.md", "1").code == 2


def test_only_the_last_versions_are_kept_and_numbers_stay(program: Program) -> None:
    for number in range(MAX_FILE_VERSIONS + 3):
        save_goal(program, f"Talk {number}.")

    assert numbers(program) == list(range(4, MAX_FILE_VERSIONS + 4))


def test_versions_over_the_size_go_but_for_the_last(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MAX_FILE_VERSIONS_BYTES", 10)
    for number in range(3):
        save_goal(program, f"Talk {number}.")

    assert numbers(program) == [3]


def test_plans_that_were_not_saved_for_the_longest_time_lose_their_versions(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "MAX_VERSIONED_FILES", 2)
    for name in ("one.md", "two.md", "three.md"):
        versions.keep_version(Path(name), (b"a", None), (b"b", None))
        for folder in versions_folder().iterdir():
            os.utime(folder, (os.stat(folder).st_atime - 10, os.stat(folder).st_mtime - 10))

    assert [bool(versions.read_history(Path(name)).versions) for name in ("one.md", "two.md", "three.md")] == [
        False,
        True,
        True,
    ]


def test_two_plans_of_one_title_have_two_histories(program: Program) -> None:
    Path("other").mkdir()
    program("save", "d", "-o", "other/plan.md")
    save_goal(program, "Talk twice.")

    assert numbers(program) == [1]
    assert numbers(program, Path("other/plan.md")) == []


def test_a_link_to_a_plan_has_the_history_of_the_plan(program: Program) -> None:
    save_goal(program, "Talk twice.")
    os.symlink("plan.md", "link.md")

    assert numbers(program, Path("link.md")) == [1]


def test_a_plan_that_was_moved_keeps_its_history(program: Program) -> None:
    save_goal(program, "Talk twice.")
    Path("docs").mkdir()
    shutil.move(PLAN, "docs/relay.md")
    shutil.move(ANSWERS, "docs/relay.answers.yaml")

    log = program("log", "docs/relay.md")

    assert "1 version of " in log.err and "which is not there any more" in log.err
    assert numbers(program, Path("docs/relay.md")) == [1]
    program("open", "docs/relay.md", "--json", "--draft", "moved")
    program("answer", "moved", stdin='{"goal": "Talk elsewhere."}')
    assert program("save", "moved").code == 0
    assert numbers(program, Path("docs/relay.md")) == [1, 2]
    assert numbers(program, PLAN) == [] if PLAN.exists() else True


def test_a_plan_that_was_moved_and_edited_is_known_by_its_answers(program: Program) -> None:
    save_goal(program, "Talk twice.")
    Path("relay.md").write_text(f"{PLAN.read_text()}\nBy hand.\n")
    shutil.move(ANSWERS, "relay.answers.yaml")
    PLAN.unlink()

    assert numbers(program, Path("relay.md")) == [1]


def test_a_plan_that_was_copied_begins_a_history_of_its_own(program: Program) -> None:
    save_goal(program, "Talk twice.")
    shutil.copy(PLAN, "copy.md")

    assert numbers(program, Path("copy.md")) == []
    assert "belong to the file's path" in program("log", "copy.md").err


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_versions_are_for_the_user_alone(program: Program) -> None:
    save_goal(program, "Talk twice.")

    for path in (versions_folder(), *versions_folder().rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_a_version_that_was_tampered_with_is_never_put_back(program: Program) -> None:
    save_goal(program, "Talk twice.")
    before = PLAN.read_bytes()
    next(versions_folder().glob("*/000001/plan.md")).write_text("Other.\n")

    outcome = program("restore", "plan.md", "1")

    assert outcome.code == 2
    assert "version 1 is damaged" in outcome.err
    assert PLAN.read_bytes() == before
    assert "damaged" in program("log", "plan.md").out


@pytest.mark.parametrize("garbage", [b"", b"[]", b"{}", b"\xff", b'{"version": 1, "path": 3}'])
def test_a_version_without_its_description_is_left_out(program: Program, garbage: bytes) -> None:
    save_goal(program, "Talk twice.")
    next(versions_folder().glob("*/000001/version.json")).write_bytes(garbage)

    assert numbers(program) == []
    assert save_goal(program, "Talk three times.").code == 0
    assert 2 in numbers(program)


def test_a_save_that_cannot_keep_a_version_is_made_and_says_so(program: Program, home: Path) -> None:
    (home / "versions").write_text("in the way")

    outcome = save_goal(program, "Talk twice.")

    assert "Talk twice." in PLAN.read_text()
    assert "The previous version could not be kept" in outcome.err


def test_a_restore_that_cannot_keep_what_is_there_is_not_made(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_goal(program, "Talk twice.")
    before = PLAN.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(versions, "write_temporary", fail)
    outcome = program("restore", "plan.md", "1")

    assert outcome.code == 2
    assert "the disk is full" in outcome.err
    assert PLAN.read_bytes() == before


def test_restore_names_only_files_that_there_are(program: Program) -> None:
    Path("notes.md").write_text("# Notes\n\n- [ ] T001 Draw\n- [ ] T003 Make\n- [ ] T002 Show\n")
    assert "is fixed" in program("check", "--fix", "notes.md").err

    restored = program("restore", "notes.md", "1")

    assert restored.code == 0 and "notes.answers.yaml" not in restored.out + restored.err
    assert "notes.md is as it was in version 1." in restored.err
    assert [Path(line).exists() for line in restored.out.splitlines()] == [True]
    again = program("restore", "notes.md", "1")
    assert "notes.md is already as in version 1; nothing was written." in again.err
    assert [Path(line).exists() for line in again.out.splitlines()] == [True]
