"""A tick changes one byte of a task, and says so only of what is in the file afterwards."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from tests.support.killed_at_calls import kill_at_each_call
from tests.support.patience import PATIENCE
from wizard.errors import WizardError
from wizard.files import atomic
from wizard.files.regular_file import open_regular_file
from wizard.plans.tasks import tick as ticking
from wizard.plans.tasks.plan_text import read_plan_text
from wizard.plans.tasks.task_list import read_tasks
from wizard.plans.tasks.tick import TaskNameError, TickRefusedError, TickState, tick

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="permissions and signals of POSIX")

PLAN = "# Plan\n\n- [x] T001 Draw\n- [ ] T002 Make\n- [ ] T003 Test\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text(PLAN, newline="")
    return path


def differing(before: bytes, after: bytes) -> list[tuple[int, int]]:
    """The bytes that differ, as pairs."""
    assert len(before) == len(after)
    return [(old, new) for old, new in zip(before, after, strict=True) if old != new]


def test_a_tick_says_what_it_changed(plan: Path) -> None:
    result = tick(plan, ["T003", "T001"])

    assert plan.read_text() == PLAN.replace("[ ] T003", "[x] T003")
    assert [(task.id, task.state) for task in result.changed] == [("T003", "done")]
    assert [(task.id, task.state) for task in result.before] == [("T003", "open")]
    assert [task.id for task in result.unchanged] == ["T001"]
    assert result.tasks.counts().done == 2


@pytest.mark.parametrize(
    ("to", "mark", "text"),
    [
        ("done", "x", "- [ ] T001 a\n"),
        ("done", "x", "- [x] b\n- [X] c\n- [ ] T001 a\n"),
        ("done", "X", "- [X] b\n- [X] c\n- [x] d\n- [ ] T001 a\n"),
        ("done", "x", "- [>] T001 a\n"),
        ("done", "x", "- [ ]* T001 a\n"),
        ("open", " ", "- [x] T001 a\n"),
        ("open", " ", "- [~] T001 a\n"),
        ("doing", "-", "- [ ] T001 a\n  - _Requirements: 1.1_\n"),
        ("doing", "~", "- [ ] T001 a\n- [ ] Task: b\n"),
        ("doing", "/", "- [ ] T001 a\n- [/] b\n"),
        ("doing", "@", "- [ ] T001 a\n- [@] b\n"),
        ("cancelled", "-", "- [ ] T001 a\n- [/] b\n"),
        ("cancelled", "~", "- [ ] T001 a\n- [@] b\n"),
    ],
)
def test_a_task_gets_the_mark_of_the_files_convention(tmp_path: Path, to: TickState, mark: str, text: str) -> None:
    path = tmp_path / "plan.md"
    path.write_text(text)

    result = tick(path, ["T001"], to)

    assert len(differing(text.encode(), path.read_bytes())) == 1
    assert [(task.mark, task.state) for task in result.changed] == [(mark, to)]


@pytest.mark.parametrize("to", ["doing", "cancelled"])
def test_a_file_without_a_mark_for_a_state_is_left_alone(plan: Path, to: TickState) -> None:
    with pytest.raises(WizardError, match=r"has no mark for a task that is (in progress|given up): GitHub knows none"):
        tick(plan, ["T002"], to)

    assert plan.read_text() == PLAN


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line", ["- [ ] T001", "\t* [ ] T001 ä", "> 1) [ ] T001 😀", "### [ ] T001: a", "+\t[ ] T001"])
def test_one_byte_is_changed_whatever_the_file_is_like(tmp_path: Path, line: str, mark: str, end: str) -> None:
    path = tmp_path / "plan.md"
    before = (mark + end.join(["- ü", line, "- [ ] T002 \x00\x0b", "", "  ", "last"])).encode()
    path.write_bytes(before)

    tick(path, ["T001"])

    assert differing(before, path.read_bytes()) == [(ord(" "), ord("x"))]
    tick(path, ["T001"], "open")
    assert path.read_bytes() == before


def test_several_are_ticked_all_or_none(plan: Path) -> None:
    with pytest.raises(TaskNameError) as error:
        tick(plan, ["T002", "T009", "nothing"])

    assert [problem.code for problem in error.value.problems] == ["unknown-task", "unknown-task"]
    assert plan.read_text() == PLAN
    assert [task.id for task in tick(plan, ["T002", "t3", "Make"]).changed] == ["T002", "T003"]


def test_an_ambiguous_name_tells_its_candidates_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("- [ ] Draw the form\n\n- [x] Draw the list\n")

    with pytest.raises(TaskNameError) as error:
        tick(path, ["draw"])

    assert [str(problem) for problem in error.value.problems] == [
        f"{path}:1:3: ambiguous-task 'draw' may be this one, L1: [ ] Draw the form",
        f"{path}:3:3: ambiguous-task 'draw' may be this one, L3: [x] Draw the list",
    ]


def test_a_name_that_means_very_many_tasks_tells_some(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("- [ ] a b\n" * 1_000)

    with pytest.raises(TaskNameError) as error:
        tick(path, ["a"])

    assert len(error.value.problems) == 21
    assert "or one of 980 more" in str(error.value)


def test_what_is_so_already_is_no_change(plan: Path) -> None:
    before = plan.stat()

    result = tick(plan, ["T001"])

    assert (result.changed, [task.id for task in result.unchanged]) == ((), ["T001"])
    assert plan.stat() == before


@pytest.mark.parametrize("box", ["[]", "[ x]", "[✓]", "[  ]"])
def test_a_box_that_is_not_one_byte_is_not_ticked(tmp_path: Path, box: str) -> None:
    path = tmp_path / "plan.md"
    path.write_text(f"- {box} T001 a\n- [ ] T002 b\n", encoding="utf-8")

    with pytest.raises(TaskNameError, match=r"write `\[ \]` in its place"):
        tick(path, ["T002", "T001"])

    assert "[ ] T002" in path.read_text(encoding="utf-8")


@posix_only
def test_permissions_and_links_stay(plan: Path, tmp_path: Path) -> None:
    plan.chmod(0o640)
    link = tmp_path / "link.md"
    link.symlink_to("plan.md")

    tick(link, ["T002"])

    assert link.is_symlink()
    assert stat.S_IMODE(plan.stat().st_mode) == 0o640
    assert plan.read_text() == link.read_text() == PLAN.replace("[ ] T002", "[x] T002")
    assert sorted(os.listdir(tmp_path)) == ["link.md", "plan.md"]


def test_a_file_with_two_names_keeps_both(plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    os.link(plan, other)

    tick(plan, ["T002", "T003"])

    assert plan.samefile(other)
    assert other.read_text() == PLAN.replace("[ ]", "[x]")


@posix_only
def test_a_read_only_file_is_left_alone(plan: Path) -> None:
    plan.chmod(0o444)

    with pytest.raises(TickRefusedError, match="is read-only"):
        tick(plan, ["T002"])

    assert plan.read_text() == PLAN


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: path.write_bytes(b"- [ ] a\n- [ ] \xff\n"), "plan.md is not UTF-8 in line 2"),
        (lambda path: path.write_bytes("- [ ] a\n".encode("utf-16")), "plan.md is not UTF-8 in line 1"),
        (lambda path: path.mkdir(), "plan.md cannot be read"),
        (lambda path: path.symlink_to(path), "plan.md cannot be read"),
        (lambda path: None, "plan.md cannot be read: No such file"),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(tmp_path: Path, make: Callable[[Path], object], says: str) -> None:
    path = tmp_path / "plan.md"
    make(path)

    with pytest.raises(WizardError, match=says):
        tick(path, ["a"])
    with pytest.raises(WizardError, match=says):
        read_plan_text(path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WizardError, match=r"is not changed|cannot be read"):
        tick(tmp_path / "none" / "plan.md", ["a"])
    with pytest.raises(WizardError):
        tick(Path("a\0b.md"), ["a"])


NEWER = "- [ ] T000 New\n" + PLAN.replace("Make", "Build")


def write_newer(plan: Path, is_renamed: bool) -> None:
    """Write as an editor does that makes a new file, or as one that writes into the old one."""
    if is_renamed:
        atomic.write_atomically(plan, NEWER.encode())
    else:
        plan.write_text(NEWER)


@pytest.mark.parametrize("is_renamed", [False, True])
@pytest.mark.parametrize("names", [["T002"], ["T002", "T003"]])
@pytest.mark.parametrize("moment", ["prepare_replacement", "open_regular_file", "sync"])
def test_what_another_program_writes_meanwhile_stays(
    plan: Path, monkeypatch: pytest.MonkeyPatch, is_renamed: bool, names: list[str], moment: str
) -> None:
    real, left = getattr(ticking, moment), [True]

    def disturbed(*arguments: Any) -> Any:
        result = real(*arguments)
        if left:
            left.clear()
            write_newer(plan, is_renamed)
        return result

    monkeypatch.setattr(ticking, moment, disturbed)
    if moment == "sync" and len(names) > 1:
        os.link(plan, plan.with_name("other.md"))  # or nothing is written in its place
    result = tick(plan, names)

    before = PLAN if left else NEWER
    assert plan.read_text() == "".join(
        line.replace("[ ]", "[x]") if any(name in line for name in names) else line
        for line in before.splitlines(keepends=True)
    )
    assert [task.id for task in result.changed] == names
    assert set(os.listdir(plan.parent)) <= {"plan.md", "other.md"}


def test_a_file_that_grows_all_the_time_is_ticked(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def growing(*arguments: Any) -> Any:
        with plan.open("a") as file:
            file.write("more\n")
        return atomic.sync(*arguments) if arguments[1:] == () else open_regular_file(*arguments)

    monkeypatch.setattr(ticking, "open_regular_file", growing)
    monkeypatch.setattr(ticking, "sync", growing)

    assert [task.text for task in tick(plan, ["T003"]).changed] == ["T003 Test more more"]
    assert plan.read_text() == PLAN.replace("[ ] T003", "[x] T003") + "more\nmore\n"


@posix_only
def test_what_is_written_while_the_file_is_replaced_comes_back(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that has the file open writes to it after it was looked at last."""
    real, editors = os.replace, [plan.open("r+")]

    def replace(source: Path, target: Path) -> None:
        for editor in editors:
            editor.write(PLAN.replace("Draw", "Drew"))
            editor.close()
        editors.clear()
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    tick(plan, ["T002", "T003"])

    assert plan.read_text() == PLAN.replace("Draw", "Drew").replace("[ ]", "[x]")
    assert os.listdir(plan.parent) == ["plan.md"]


def test_a_file_that_is_emptied_when_it_is_written_to_has_no_stray_bytes(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, texts = os.write, ["- [ ] T002\n"]

    def empty_and_write(opened: int, content: bytes) -> int:
        if texts:
            plan.write_text("")
        return real(opened, content)

    def write_rest(_seconds: float) -> None:
        if texts and plan.read_bytes().startswith(b"\0"):
            with plan.open("r+") as file:
                file.write(texts.pop())

    monkeypatch.setattr(ticking.os, "write", empty_and_write)
    monkeypatch.setattr(ticking.time, "sleep", write_rest)

    assert [task.id for task in tick(plan, ["T002"]).changed] == ["T002"]
    assert plan.read_text() == "- [x] T002\n"


def test_a_file_that_is_emptied_to_be_written_anew_is_waited_for(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan.write_text("")
    monkeypatch.setattr(ticking.time, "sleep", lambda _seconds: plan.write_text(PLAN))

    assert [task.id for task in tick(plan, ["T002"]).changed] == ["T002"]


def test_no_success_is_told_when_the_tick_is_not_in_the_file(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "sync_folder", lambda _folder: plan.write_text(PLAN))

    with pytest.raises(TickRefusedError, match="was changed by another program, and 'T002' is not done in it"):
        tick(plan, ["T002", "T003"])


def test_a_file_that_changes_all_the_time_is_given_up(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(path: Path, content: bytes) -> Path:
        prepared = atomic.prepare_replacement(path, content)
        plan.write_text(plan.read_text() + "more\n")
        return prepared

    monkeypatch.setattr(ticking, "prepare_replacement", prepare)
    monkeypatch.setattr(ticking, "_PAUSE", 0)

    with pytest.raises(TickRefusedError, match="is being changed by another program all the time"):
        tick(plan, ["T002", "T003"])
    assert os.listdir(plan.parent) == ["plan.md"]
    assert "[ ] T002" in plan.read_text()


@posix_only
def test_a_killed_tick_leaves_all_ticks_or_none_and_the_next_one_cleans_up(plan: Path) -> None:
    ticked = PLAN.replace("[ ]", "[x]")

    def prepare() -> None:
        for name in os.listdir(plan.parent):
            (plan.parent / name).unlink()
        plan.write_text(PLAN)

    for _ in kill_at_each_call(prepare, lambda: tick(plan, ["T002"])):
        assert plan.read_text() in (PLAN, PLAN.replace("[ ] T002", "[x] T002"))
        assert os.listdir(plan.parent) == ["plan.md"]
    for _ in kill_at_each_call(prepare, lambda: tick(plan, ["T002", "T003"])):
        assert plan.read_text() in (PLAN, ticked)
        assert {task.state for task in tick(plan, ["T002", "T003"]).tasks.tasks} == {"done"}
        assert os.listdir(plan.parent) == ["plan.md"]


PIECES = (
    "- [ ] ",
    "- [x] ",
    "* [X] ",
    "1. [ ] ",
    "> - [ ] ",
    "  - [-] ",
    "a",
    " b",
    "T1",
    "\n",
    "\n\n",
    "\r\n",
    "```\n",
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.sampled_from(["done", "open"]))
def test_any_task_of_any_file_is_ticked_by_its_line(
    tmp_path_factory: pytest.TempPathFactory, text: str, to: TickState
) -> None:
    path = tmp_path_factory.mktemp("any") / "plan.md"
    before = text.encode()
    for task in read_tasks(text).tasks:
        path.write_bytes(before)

        result = tick(path, [f"L{task.line}"], to)

        assert len(differing(before, path.read_bytes())) == len(result.changed) == int(task.state != to)


TICKER = """
import sys
from pathlib import Path
from wizard.plans.tasks.tick import tick

for number in range(int(sys.argv[2]), int(sys.argv[3])):
    assert len(tick(Path(sys.argv[1]), [f"T{number:04}"]).changed) == 1
"""


def tick_at_once(path: Path, programs: int, ticks: int) -> None:
    """Tick the tasks of a file with several programs at once, each its part of them."""
    path.write_text("".join(f"- [ ] T{number:04} Do it\n" for number in range(ticks)))
    share = ticks // programs
    running = [
        subprocess.Popen([sys.executable, "-c", TICKER, str(path), str(start), str(start + share)])
        for start in range(0, ticks, share)
    ]
    assert [program.wait(PATIENCE) for program in running] == [0] * programs


@pytest.mark.parametrize("programs", [2, 8])
def test_programs_that_tick_at_once_lose_nothing(tmp_path: Path, programs: int) -> None:
    path = tmp_path / "plan.md"

    tick_at_once(path, programs, 40)

    assert path.read_text().count("[x]") == 40
    assert os.listdir(tmp_path) == ["plan.md"]


@pytest.mark.soak
@pytest.mark.parametrize("programs", [2, 8])
def test_a_thousand_ticks_at_once_lose_nothing(tmp_path: Path, programs: int) -> None:
    path = tmp_path / "plan.md"

    tick_at_once(path, programs, 1_000)

    found = read_tasks(path.read_text()).counts()
    print(f"1000 ticks by {programs} programs at once: {found.done} are in the file")  # noqa: T201  # what `make soak` is run for
    assert found.done == 1_000
