"""Files that a draft did not write, or that somebody has changed since, are never taken for its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.patience import PATIENCE
from tests.support.small_plan import SMALL, forget_digests, put_template
from tests.support.warm_process import WarmPopen, run_python
from wizard.compiler.loader import load_template
from wizard.drafts.draft import start_draft
from wizard.interview.interview import Interview
from wizard.plans.saving.save import save_over
from wizard.plans.saving.saved_files import read_saved_files
from wizard.render.plan import render_plan

BOM = b"\xef\xbb\xbf"


@pytest.fixture(autouse=True)
def work(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program runs in."""
    folder = tmp_path / "work"
    folder.mkdir()
    put_template(home)
    (home / "templates" / "other.md").write_text(SMALL.replace("name: small", "name: other"))
    monkeypatch.chdir(folder)
    return folder


PLAN, ANSWERS = Path("plan.md"), Path("plan.answers.yaml")


def interview(goal: str, template: str = "small") -> Interview:
    return Interview.begin(load_template(template), {"name": "Relay", "goal": goal})


def put_draft(name: str, goal: str, template: str = "small") -> None:
    start_draft(interview(goal, template), name).close()


def both() -> Mapping[str, bytes]:
    return {name: Path(name).read_bytes() for name in sorted(os.listdir()) if name.startswith("plan")}


def talk(*arguments: str, lines: str) -> subprocess.CompletedProcess[str]:
    """The program line by line, with these replies."""
    command = [sys.executable, "-m", "wizard", *arguments, "--prompts"]
    return run_python(command, input=lines, capture_output=True, text=True, timeout=PATIENCE, check=False)


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def pull(goal: str) -> None:
    """What git pull brings: the plan and answers of a colleague, saved on another computer."""
    newer = interview(goal)
    save_over(newer, read_saved_files(PLAN), render_plan(newer).text)


def _conflict() -> None:
    edit(ANSWERS, "  goal: To talk.", "<<<<<<< HEAD\n  goal: To talk.\n=======\n  goal: To write.\n>>>>>>> theirs")


@dataclass(frozen=True, slots=True)
class Case:
    """What happens to the saved plan of a draft, and what `save` says then."""

    happens: Callable[[], object]
    says: str


CASES = {
    "answers edited by hand": Case(
        lambda: edit(ANSWERS, "To talk.", "By hand."), "plan.answers.yaml has changed since"
    ),
    "an answer added by hand": Case(lambda: edit(ANSWERS, "saved:", "  big: true\nsaved:"), "has changed since"),
    "conflict marks": Case(_conflict, "has the marks of a merge conflict in line 5"),
    "a colleague's newer pair": Case(lambda: pull("A colleague's."), "has changed since"),
    "broken by hand": Case(lambda: edit(ANSWERS, "answers:", "answers: ["), "plan.answers.yaml already exists: "),
    "no UTF-8 in the answers": Case(lambda: ANSWERS.write_bytes(ANSWERS.read_bytes() + b"# caf\xe9\n"), "not UTF-8"),
    "the record taken out": Case(
        lambda: ANSWERS.write_text(ANSWERS.read_text().partition("saved:")[0] + "  big: true\n"), "has changed since"
    ),
    "another template's": Case(lambda: edit(ANSWERS, "template: small", "template: other"), "answers for 'other'"),
    "no UTF-8 in the plan": Case(lambda: PLAN.write_bytes(PLAN.read_bytes() + b"caf\xe9\n"), "plan.md is not UTF-8"),
    "another plan without answers": Case(
        lambda: (PLAN.write_text("# Mine\n"), ANSWERS.unlink()), "plan.answers.yaml is gone, and plan.md is not as"
    ),
}


@pytest.mark.parametrize("changes_the_draft", [False, True])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_somebody_else_has_changed_is_told_and_left_alone(
    program: Program, case: Case, changes_the_draft: bool
) -> None:
    put_draft("mine", "To talk.")
    assert program("save", "mine", "-o", "plan.md").code == 0
    case.happens()
    if changes_the_draft:
        program("answer", "mine", stdin='{"goal": "To talk faster."}')
    before = both()

    outcome, as_json = program("save", "mine"), program("save", "mine", "--json")

    assert outcome.code == as_json.code == 1
    assert case.says in outcome.err
    assert outcome.err.count("\n") == 1
    assert (outcome.out, as_json.out) == ("", "")
    assert case.says in as_json.problems[0]["message"]
    assert both() == before


def test_without_the_answers_file_nothing_is_said_to_be_edited_by_hand(program: Program) -> None:
    put_draft("mine", "To talk.")
    program("save", "mine", "-o", "plan.md")
    ANSWERS.unlink()
    before = both()
    assert program("answer", "mine", stdin='{"goal": "To talk faster."}').code in (0, 3)

    outcome = program("save", "mine")

    assert outcome.code == 1
    assert "plan.answers.yaml does not say what was saved last, so it is not known" in outcome.err
    assert both() == before


@pytest.mark.parametrize("template", ["small", "other"])
def test_another_drafts_plan_is_left_alone_though_this_draft_is_wanted_there(program: Program, template: str) -> None:
    put_draft("theirs", "Theirs.")
    program("save", "theirs", "-o", "plan.md")
    before = both()
    answers = ("--set", "name=Relay", "--set", "goal=Mine.")
    program("new", template, "--draft", "mine", "--json", "-o", "plan.md", *answers)

    outcome = program("save", "mine")

    assert outcome.code == 1
    assert "plan.answers.yaml already exists" in outcome.err or "plan.md already exists" in outcome.err
    assert both() == before


def test_where_a_plan_is_wanted_it_is_saved_when_nothing_is_there(program: Program) -> None:
    program("new", "small", "--draft", "mine", "--json", "-o", "plan.md", "--set", "name=Relay")

    assert program("save", "mine").code == 0
    assert PLAN.exists()


def test_a_plan_that_was_opened_and_changed_by_somebody_meanwhile_is_left_alone(program: Program) -> None:
    put_draft("first", "To talk.")
    program("save", "first", "-o", "plan.md")
    assert talk("open", "plan.md", lines=":leave\n").returncode == 0
    pull("A colleague's.")
    before = both()

    outcome = program("save", "relay")

    assert outcome.code == 1, outcome
    assert "has changed since this draft was saved to it or opened from it" in outcome.err
    assert both() == before


def test_a_plan_that_was_opened_is_saved_with_its_edits_made_by_hand(program: Program) -> None:
    put_draft("first", "To talk.")
    program("save", "first", "-o", "plan.md")
    edit(PLAN, "The end.", "The end, by hand.")
    talk("open", "plan.md", lines=":leave\n")
    program("answer", "relay", stdin='{"goal": "To talk faster."}')

    assert program("save", "relay").code == 0

    assert PLAN.read_text() == render_plan(interview("To talk faster.")).text.replace("The end.", "The end, by hand.")


def test_line_by_line_the_answers_are_shown_and_copies_of_both_files_are_kept(program: Program) -> None:
    put_draft("mine", "To talk.")
    program("save", "mine", "-o", "plan.md")
    edit(ANSWERS, "To talk.", "By hand.")
    before = both()

    outcome = talk("resume", "mine", lines=":save\n\n2\n")

    assert outcome.returncode == 0
    said = outcome.stdout + outcome.stderr
    assert "plan.answers.yaml has changed since this draft was saved to it" in said
    assert "3. Save under another name: the existing files stay as they are. (recommended)" in said
    assert "removed:   goal: By hand." in said and "added:   goal: To talk." in said
    assert Path("plan.before.md").read_bytes() == before["plan.md"]
    assert Path("plan.before.answers.yaml").read_bytes() == before["plan.answers.yaml"]
    assert "To talk." in ANSWERS.read_text()
    assert talk("open", "plan.before.md", lines=":leave\n").returncode == 0


@pytest.mark.parametrize("name", ["plan.md", "plan.answers.yaml"])
@pytest.mark.parametrize("mark", [b"", BOM])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_ends_and_byte_order_marks_are_no_changes_and_are_kept(
    program: Program, name: str, mark: bytes, end: bytes
) -> None:
    put_draft("mine", "To talk.")
    program("save", "mine", "-o", "plan.md")
    edit(PLAN, "The end.", "The end, by hand.")
    Path(name).write_bytes(mark + Path(name).read_bytes().replace(b"\n", end))
    program("answer", "mine", stdin='{"goal": "To talk faster."}')

    outcome = program("save", "mine")

    assert outcome.code == 0, outcome
    written = Path(name).read_bytes()
    assert written.startswith(BOM) == bool(mark)
    assert written.count(end) == written.count(b"\n")
    assert b"To talk faster." in PLAN.read_bytes() and b"The end, by hand." in PLAN.read_bytes()


def test_a_draft_that_does_not_know_what_it_saved_goes_on_with_its_own_answers(program: Program) -> None:
    put_draft("mine", "To talk.")
    program("save", "mine", "-o", "plan.md")
    forget_digests("mine")
    edit(PLAN, "The end.", "The end, by hand.")

    assert program("save", "mine").code == 0
    assert "by hand" in PLAN.read_text()


@pytest.mark.parametrize("edits_the_plan", [False, True])
@pytest.mark.parametrize("name", ["answers edited by hand", "a colleague's newer pair", "no UTF-8 in the plan"])
def test_a_draft_that_does_not_know_what_it_saved_leaves_answers_that_are_not_its_own(
    program: Program, name: str, edits_the_plan: bool
) -> None:
    put_draft("mine", "To talk.")
    program("save", "mine", "-o", "plan.md")
    forget_digests("mine")
    CASES[name].happens()
    if edits_the_plan:
        PLAN.write_bytes(PLAN.read_bytes().replace(b"The end.", b"The end, by hand."))
    before = both()

    outcome = program("save", "mine")

    assert outcome.code == 1, outcome
    assert "plan.md already exists, with answers other than this draft's" in outcome.err or (
        CASES[name].says in outcome.err
    )
    assert both() == before


RACE = """
import sys
from wizard.cli.main import main
sys.stdin.readline()
sys.exit(main(["save", sys.argv[1]]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="folders are locked as on POSIX")
def test_of_two_programs_at_once_one_saves_and_the_other_says_why_not(program: Program, work: Path) -> None:
    race(program, work, 4)


@pytest.mark.soak
def test_of_two_programs_at_once_one_saves_in_fifty_rounds(program: Program, work: Path) -> None:
    race(program, work, 50)

    print("50 rounds of two programs that save one plan: one saved, the other told why not")  # noqa: T201  # what `make soak` is run for


def race(program: Program, work: Path, rounds: int) -> None:
    """Let two programs save to one place at once."""
    for number in range(rounds):
        plan = work / f"race-{number}.md"
        names = (f"one-{number}", f"two-{number}")
        for name in names:
            answers = ("--set", "name=Relay", "--set", f"goal=This is {name}.")
            program("new", "small", "--draft", name, "--json", "-o", str(plan), *answers)
        racers = [
            WarmPopen(
                [sys.executable, "-c", RACE, name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for name in names
        ]
        for racer in racers:
            assert racer.stdin is not None
            racer.stdin.write("\n")
            racer.stdin.flush()
        ended = [racer.communicate(timeout=PATIENCE) for racer in racers]

        codes = [racer.returncode for racer in racers]
        assert sorted(codes) == [0, 1], ended
        assert f"This is {names[codes.index(0)]}." in plan.read_text()
        assert "already exists" in ended[codes.index(1)][1]
