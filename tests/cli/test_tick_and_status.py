"""`tick` and `status` over any Markdown file, as people and programs call them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.support.commands import Program, run_installed

PLAN = """\
# Tasks: Sign-in

## Phase 1: Set-up
- [X] T001 Create the project
- [X] T002 [P] Configure linting (depends on T001)

## Phase 3: Story 1
### Tests
- [ ] T012 [P] [US1] Test the contract
- [~] T013 [US1] Wait
### Code
- [ ] T014 [US1] Make the service (depends on T012)

## Acceptance Criteria
- [ ] #1 It is fast

```
- [ ] an example
- [x] another one
```
"""


@pytest.fixture(autouse=True)
def plan(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan in the current folder."""
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "plan.md").write_text(PLAN)
    return folder / "plan.md"


def test_status_tells_groups_all_and_what_is_next(program: Program) -> None:
    outcome = program("status", "plan.md")

    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out == (
        "plan.md\n"
        "  Phase 1: Set-up      done 2, open 0\n"
        "  Phase 3: Story 1\n"
        "    Tests              done 0, open 1, other 1: 1 × ~\n"
        "    Code               done 0, open 1\n"
        "  Acceptance Criteria  review: done 0, open 1\n"
        "  done 2, open 2, other 1: 1 × ~\n"
        "  review: done 0, open 1\n"
        "  next: T012 [P] [US1] Test the contract (line 9)\n"
        "  2 boxes in fences, not counted\n"
    )


def test_status_as_json(program: Program) -> None:
    document = program("status", "plan.md", "--json").document

    assert (document["schemaVersion"], document["kind"], document["file"]) == (1, "status", "plan.md")
    assert {key: document[key] for key in ("total", "done", "doing", "open", "cancelled", "other", "marks")} == {
        "total": 5,
        "done": 2,
        "doing": 0,
        "open": 2,
        "cancelled": 0,
        "other": 1,
        "marks": {"[~]": 1},
    }
    assert [(group["title"], group["parents"], group["done"], group["open"]) for group in document["groups"]] == [
        ("Phase 1: Set-up", [], 2, 0),
        ("Tests", ["Phase 3: Story 1"], 0, 1),
        ("Code", ["Phase 3: Story 1"], 0, 1),
        ("Acceptance Criteria", [], 0, 0),
    ]
    assert (document["next"]["id"], document["next"]["line"]) == ("T012", 9)
    assert document["review"]["open"] == 1
    assert document["uncounted"] == {"fence": 2}
    last = next(task for task in document["tasks"] if task["id"] == "T014")
    assert (last["state"], last["dependsOn"], last["waitsFor"]) == ("open", ["T012"], ["T012"])


def test_a_plan_is_ticked_off_and_then_done(program: Program, plan: Path) -> None:
    first = program("tick", "plan.md", "T012")
    assert (first.code, first.out) == (0, "[X] T012 [P] [US1] Test the contract (line 9)\n")
    assert first.err == (
        "done 3, open 1, other 1: 1 × ~; next: T014 [US1] Make the service (depends on T012) (line 12)\n"
    )

    assert program("tick", "plan.md", "T013", "T014").code == 0
    assert program("status", "plan.md").code == 0, "review boxes are not work"

    assert "means that someone checked it" in program("tick", "plan.md", "#1").err
    assert plan.read_text() == PLAN.replace("- [ ] T", "- [X] T").replace("[~]", "[X]").replace("[ ] #1", "[X] #1")
    assert "all tasks are done" in program("status", "plan.md").out

    assert program("tick", "plan.md", "T013", "--undo").code == 0
    assert program("status", "plan.md").code == 1


def test_an_unchanged_file_is_no_success(program: Program, plan: Path) -> None:
    outcome = program("tick", "plan.md", "T001")

    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "plan-wizard tick: nothing was changed in plan.md: T001 (line 4) is done already\n"
    assert program("tick", "plan.md", "T012", "--undo").code == 1
    assert plan.read_text() == PLAN


def test_of_several_those_that_are_done_already_are_told(program: Program) -> None:
    outcome = program("tick", "plan.md", "T001", "T012", "--json")

    assert outcome.code == 0
    document = outcome.document
    assert (document["kind"], document["file"], document["state"], document["done"]) == ("ticked", "plan.md", "done", 3)
    assert [(task["id"], task["before"], task["mark"]) for task in document["changed"]] == [("T012", " ", "X")]
    assert [task["id"] for task in document["unchanged"]] == ["T001"]
    assert document["next"]["id"] == "T014"


def test_a_name_of_two_tasks_or_none_changes_nothing(program: Program, plan: Path) -> None:
    outcome = program("tick", "plan.md", "[US1]", "T099", "T012")

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.splitlines() == [
        "plan.md:1:1: unknown-task no task is called 'T099'",
        "plan.md:9:3: ambiguous-task '[US1]' may be this one, L9: [ ] T012 [P] [US1] Test the contract",
        "plan.md:10:3: ambiguous-task '[US1]' may be this one, L10: [~] T013 [US1] Wait",
        "plan.md:12:3: ambiguous-task '[US1]' may be this one, L12: [ ] T014 [US1] Make the service (depends on T012)",
    ]
    assert plan.read_text() == PLAN
    problems = program("tick", "plan.md", "[US1]", "--json").problems
    assert [(problem["line"], problem["code"]) for problem in problems] == [
        *((9, "ambiguous-task"), (10, "ambiguous-task"), (12, "ambiguous-task"))
    ]


@pytest.mark.parametrize("option", ["--doing", "--cancel"])
def test_a_mark_that_the_file_does_not_have_is_refused(program: Program, plan: Path, option: str) -> None:
    outcome = program("tick", "plan.md", "T012", option)

    assert (outcome.code, outcome.out) == (2, "")
    assert "plan.md has no mark for a task that is" in outcome.err
    assert plan.read_text() == PLAN


def test_a_mark_of_the_files_tool_is_used(program: Program) -> None:
    folder = Path("conductor/tracks/a")
    folder.mkdir(parents=True)
    (folder / "plan.md").write_text("- [ ] Task: Draw\n")

    assert program("tick", str(folder / "plan.md"), "Draw", "--doing").out == "[~] Task: Draw (line 1)\n"
    assert "doing 1 (1 × ~)" in program("status", str(folder / "plan.md")).out


def test_a_folder_has_a_row_for_each_plan(program: Program) -> None:
    Path("specs/.kiro").mkdir(parents=True)
    Path("specs/.git").mkdir()
    Path("specs/templates").mkdir()
    for name in ("b", ".kiro/a", ".git/c", "templates/d"):
        Path(f"specs/{name}.md").write_text("- [x] a\n- [ ] b\n")
    Path("specs/notes.md").write_text("No tasks.\n")

    outcome = program("status", "specs")

    assert outcome.code == 1
    assert outcome.out == (
        "plan              done  doing  open  other  next\n"
        "specs/.kiro/a.md   1/2      0     1      0  b\n"
        "specs/b.md         1/2      0     1      0  b\n"
    )
    assert outcome.err == "1 Markdown file has no tasks.\n"
    document = program("status", "specs", "--json").document
    assert (document["kind"], document["total"], document["done"], document["passedOver"]) == ("status", 4, 2, 1)
    assert [each["file"] for each in document["plans"]] == ["specs/.kiro/a.md", "specs/b.md"]


def test_review_boxes_have_a_column_of_their_own_where_there_are_any(program: Program) -> None:
    Path("a.md").write_text("- [x] CHK001 a\n- [ ] CHK002 b\n")

    assert program("status", "a.md", "plan.md").out == (
        "plan     done  doing  open  other  review  next\n"
        "a.md      0/0      0     0      0     1/2\n"
        "plan.md   2/5      0     2      1     0/1  T012 [P] [US1] Test the contract\n"
    )


def test_the_tool_shows_in_the_whole_path(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(".kiro/specs/sign-in")
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    Path("tasks.md").write_text("- [ ] 1. Draw\n")

    assert program("tick", "tasks.md", "1", "--doing").out == "[-] 1. Draw (line 1)\n"
    assert program("status", "tasks.md", "--json").document["doing"] == 1
    assert program("status", ".", "--json").document["doing"] == 1


def test_several_plans_and_globs_are_a_table_too(program: Program) -> None:
    Path("done.md").write_text("- [x] a\n")

    assert len(program("status", "plan.md", "done.md").out.splitlines()) == 3
    assert program("status", "d*.md").out.splitlines()[1].startswith("done.md   1/1")
    assert program("status", "d*.md").code == 0
    assert len(program("status").out.splitlines()) == 3, "the current folder"


def test_what_cannot_be_read_is_told_and_the_rest_counted(program: Program) -> None:
    Path("bad.md").write_bytes(b"- [ ] \xff\n")

    outcome = program("status", ".")

    assert outcome.code == 2
    assert "plan.md" in outcome.out
    assert "bad.md is not UTF-8 in line 1" in outcome.err


@pytest.mark.parametrize("name", ["none.md", "bad.md", "a\0b.md", "x*.md"])
@pytest.mark.parametrize("command", [["status"], ["tick"]])
def test_a_file_that_cannot_be_read_is_one_clear_line(program: Program, command: list[str], name: str) -> None:
    Path("bad.md").write_bytes(b"- [ ] \xff\n")
    rest = ["T001"] if command == ["tick"] else []

    outcome = program(*command, name, *rest)

    assert (outcome.code, outcome.out, len(outcome.err.splitlines())) == (2, "", 1)
    assert program(*command, name, *rest, "--json").problems


def test_a_plan_without_tasks_says_so(program: Program) -> None:
    Path("notes.md").write_text("# Notes\n\n```\n- [ ] a\n```\n## 1. Set up\n- 1.1 Draw\n")

    outcome = program("status", "notes.md")

    assert (outcome.code, outcome.out) == (
        0,
        "notes.md\n  no tasks\n  1 box in fences, not counted\n  1 task without a box, not counted: 1.1 in line 7\n",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- [ ] T001 a (depends on T002)\n- [ ] T002 b (depends on T001)\n", "T001 waits for T002"),
        ("- [/] T001 a\n", "T001 is being done"),
        ("- [>] T001 a\n", "what the marks of the others mean is not known"),
    ],
)
def test_why_no_task_is_next_is_told(program: Program, text: str, says: str) -> None:
    Path("plan.md").write_text(text)

    assert f"no task is next: {says}" in program("status", "plan.md").out


def test_control_characters_are_shown_and_not_obeyed(program: Program) -> None:
    Path("plan.md").write_text("# \x1b[31mA\n- [ ] T001 \x1b[2Jb\u202e\n# C\n- [\x1b] T002 d\n")

    said = [program("status", "plan.md"), program("tick", "plan.md", "T001"), program("tick", "plan.md", "\x1b[1m")]

    assert not any(character in outcome.out + outcome.err for outcome in said for character in "\x1b\u202e")


def test_a_hostile_name_is_one_clear_line(program: Program) -> None:
    for name in ("", " ", "-", "[", "*", "a/" * 999, "9" * 5_000, "\ud800", "L0", ":" * 99, "../x"):
        outcome = program("tick", "plan.md", "--", name)
        assert (outcome.code, len(outcome.err.splitlines())) == (2, 1), name


def test_the_installed_program_ticks_and_counts(plan: Path) -> None:
    ticked = run_installed("tick", "plan.md", "T012")
    status = run_installed("status", "plan.md", "--json")

    assert (ticked.returncode, status.returncode) == (0, 1)
    assert json.loads(status.stdout)["done"] == 3
    assert sorted(os.listdir(plan.parent)) == ["plan.md"]


def test_a_sentence_about_a_task_is_no_task_without_a_box(program: Program, plan: Path) -> None:
    tasks = "# Tasks\n\n- [ ] T003 Draw\n- [ ] T004 Make\n"
    plan.write_text(f"{tasks}\n## Dependencies\n\n- T003 blocks T004\n- T005 is left\n")

    told = program("status", "plan.md").out

    assert "1 task without a box, not counted: T005 in line 9\n" in told


@pytest.mark.parametrize(
    ("boxes", "code", "said"),
    [
        ("- [x] AC1 Fast\n- [ ] AC2 Safe\n- [ ] AC3 Small\n", 1, "no tasks; 2 review boxes are open"),
        ("- [x] AC1 Fast\n- [ ] AC2 Safe\n", 1, "no tasks; 1 review box is open"),
        ("- [x] AC1 Fast\n", 0, "no tasks\n"),
        ("- [ ] AC1 Fast\n\n## Build\n\n- [x] Draw\n", 0, "all tasks are done\n"),
        ("", 0, "no tasks\n"),
    ],
)
def test_open_review_boxes_keep_a_plan_without_tasks_open(
    program: Program, plan: Path, boxes: str, code: int, said: str
) -> None:
    plan.write_text(f"# Sign-in\n\n## Acceptance Criteria\n\n{boxes}")

    outcome = program("status", "plan.md")

    assert outcome.code == code and said in outcome.out
    assert program("status", ".").code == code


@pytest.mark.parametrize("name", ["", " ", "**", "- [ ] "])
def test_an_empty_name_is_told_what_a_name_may_be(program: Program, plan: Path, name: str) -> None:
    plan.write_text("- [ ] Draw\n- [ ] \n")

    outcome = program("tick", "plan.md", name)

    assert outcome.code == 2 and "''" not in outcome.err
    assert "a task is named by its id, a part of its text, or L and its line; this name is empty" in outcome.err


def test_a_task_without_text_is_shown_as_its_box(program: Program, plan: Path) -> None:
    plan.write_text("- [ ] Draw\n- [ ] \n")

    assert program("tick", "plan.md", "L2").out == "[x] (line 2)\n"


def test_a_dotted_number_finds_the_phase_that_has_it(program: Program, plan: Path) -> None:
    plan.write_text("### [ ] Phase 2: Sign in\n\n### [ ] Phase 2.1: Sign out\n\n### [ ] Phase 2.10: Stay\n")

    assert program("tick", "plan.md", "2.1").out == "[x] Phase 2.1: Sign out (line 3)\n"
    assert program("tick", "plan.md", "2").out == "[x] Phase 2: Sign in (line 1)\n"
