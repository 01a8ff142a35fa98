"""Whatever fails while a plan is saved, what is said is so, nothing is lost, and the same save goes on afterwards."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.faulty_save import KILLED, FaultyRun, run_with_faults
from tests.support.small_plan import put_template
from tests.support.terminals import terminal_with
from wizard.compiler.loader import load_template
from wizard.drafts.draft import start_draft
from wizard.interview.interview import Interview

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")

HAND = "The end, by hand.\n"


@pytest.fixture
def folder(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a draft called `mine`, and a folder for plans."""
    put_template(home)
    (tmp_path / "plans").mkdir()
    monkeypatch.chdir(tmp_path / "plans")
    interview = Interview.begin(load_template("small"), {"name": "Relay", "goal": "To talk."})
    start_draft(interview, "mine").close()
    return tmp_path


def put_edited_plan(program: Program, folder: Path) -> None:
    """Save it, edit the plan by hand, and change an answer."""
    assert program("save", "mine").code == 0
    plan = folder / "plans" / "relay.md"
    plan.write_text(plan.read_text().replace("The end.\n", HAND))
    program("answer", "mine", stdin='{"goal": "To talk faster."}')


def plans_in(folder: Path) -> dict[str, bytes]:
    """The files that the user sees."""
    return {path.name: path.read_bytes() for path in (folder / "plans").iterdir() if path.name[0] != "."}


def expected(folder: Path) -> dict[str, bytes]:
    """What a save without a fault leaves there."""
    runs = run_with_faults(folder, "fail", in_plans_only=True, step=10_000)
    return plans_in(runs[0].again)


def check_again(run: FaultyRun, whole: dict[str, bytes]) -> None:
    """The same save once more leaves the plan and its answers, and nothing else."""
    assert run.code_again == 0, run
    assert plans_in(run.again) == whole, run
    assert sorted(path.name for path in (run.again / "plans").iterdir()) == ["relay.answers.yaml", "relay.md"], run


@pytest.mark.parametrize("is_edited", [False, True])
def test_a_program_that_is_killed_at_any_call_goes_on_with_the_same_save(
    program: Program, folder: Path, is_edited: bool
) -> None:
    if is_edited:
        put_edited_plan(program, folder)
    before, whole = plans_in(folder), expected(folder)

    runs = run_with_faults(folder, "kill", in_plans_only=False)

    assert len(runs) > 20
    for run in runs:
        assert run.code == KILLED
        left = plans_in(run.folder)
        assert left.get("relay.md") in (before.get("relay.md"), whole["relay.md"])
        assert left.get("relay.answers.yaml") in (before.get("relay.answers.yaml"), whole["relay.answers.yaml"])
        check_again(run, whole)


@pytest.mark.parametrize("is_edited", [False, True])
@pytest.mark.parametrize(
    ("ending", "codes"), [("SIGINT", {0, 130}), ("SIGTERM", {0, -signal.SIGTERM}), ("SIGHUP", {0, -signal.SIGHUP})]
)
def test_a_program_that_gets_a_signal_at_any_call_leaves_both_files_old_or_both_new(
    program: Program, folder: Path, is_edited: bool, ending: str, codes: set[int]
) -> None:
    if is_edited:
        put_edited_plan(program, folder)
    before, whole = plans_in(folder), expected(folder)

    runs = run_with_faults(folder, ending, in_plans_only=True)

    assert len(runs) > 8
    for run in runs:
        assert plans_in(run.folder) in (before, whole), run
        check_again(run, whole)
    assert {run.code for run in runs} <= codes
    assert before in [plans_in(run.folder) for run in runs]


@pytest.mark.parametrize("ending", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_line_by_line_a_signal_at_any_call_lets_the_save_come_to_its_end(folder: Path, ending: str) -> None:
    whole = expected(folder)

    runs = run_with_faults(folder, ending, in_plans_only=True, by_prompts=True)

    assert len(runs) > 8
    for run in runs:
        assert run.code in (0, 130), run
        assert plans_in(run.folder) == whole, run
        assert "Saved" in run.err, run
        check_again(run, whole)


@pytest.mark.parametrize("ending", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("number", [12, 20])
def test_on_the_screen_a_signal_in_the_middle_leaves_both_files_old_or_both_new(
    program: Program, folder: Path, ending: str, number: int
) -> None:
    before, whole = plans_in(folder), expected(folder)
    arguments = [str(folder / "plans"), str(number), ending, "resume", "mine"]
    command = [sys.executable, "-m", "tests.support.signalled_program", *arguments]

    with terminal_with(command, {"PLAN_WIZARD_HOME": str(folder / "home")}, folder / "plans", (100, 30)) as opened:
        opened.wait_for("saved as you type")
        opened.type("\x13")
        opened.wait_for("Save as")
        opened.type("\x13")
        assert opened.wait() == 130

    assert plans_in(folder) in (before, whole)
    assert program("save", "mine").code == 0
    assert plans_in(folder) == whole
    assert sorted(path.name for path in (folder / "plans").iterdir()) == ["relay.answers.yaml", "relay.md"]


@pytest.mark.parametrize("is_edited", [False, True])
@pytest.mark.parametrize("how", ["fail", "fail for good"])
def test_what_is_said_after_a_call_that_fails_is_so(program: Program, folder: Path, is_edited: bool, how: str) -> None:
    if is_edited:
        put_edited_plan(program, folder)
    before, whole = plans_in(folder), expected(folder)

    runs = run_with_faults(folder, how, in_plans_only=True)

    assert len(runs) > 8
    for run in runs:
        left = plans_in(run.folder)
        if run.code == 0:
            assert left == whole, run
        elif "is written, but" in run.err:
            assert left == {**before, "relay.md": whole["relay.md"]}, run
            name = run.err.partition("The answers are in ")[2].split()[0]
            assert (run.folder / "plans" / name).read_bytes() == whole["relay.answers.yaml"], run
        else:
            assert "relay.md is not saved" in run.err and left == before, run
        told = [line for line in run.err.splitlines() if "could not be kept for `restore`" not in line]
        assert len(told) == (3 if run.code == 0 and is_edited else 2 if run.code == 0 else 1), run
        check_again(run, whole)
    if how == "fail for good":
        assert any("is written, but" in run.err for run in runs)


def test_a_draft_that_cannot_record_what_it_saved_is_told(program: Program, folder: Path) -> None:
    before, whole = plans_in(folder), expected(folder)

    runs = run_with_faults(folder, "fail for good", in_plans_only=False, step=2)

    for run in runs:
        left = plans_in(run.folder)
        assert left in (before, whole) or "is written, but" in run.err, run
        if run.code == 0:
            assert left == whole, run
            knows = any("saved_answers" in path.read_text() for path in run.folder.glob("home/*/mine/draft.yaml"))
            assert knows or "relay.md is saved, but the draft is not saved:" in run.err, run
        check_again(run, whole)
    assert any("but the draft is not saved" in run.err for run in runs)
