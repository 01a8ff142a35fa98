"""A plan's file that is empty counts as none, and one with the marks of a merge conflict is not saved over."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.patience import PATIENCE
from tests.support.small_plan import put_template
from tests.support.warm_process import run_python
from wizard.compiler.loader import load_template
from wizard.drafts.draft import start_draft
from wizard.interview.interview import Interview
from wizard.render.plan import render_plan

PLAN, ANSWERS = Path("plan.md"), Path("plan.answers.yaml")
BLANK = pytest.mark.parametrize("blank", [b"", b"\n", b" \t\r\n\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])


def interview(goal: str) -> Interview:
    return Interview.begin(load_template("small"), {"name": "Relay", "goal": goal})


@pytest.fixture(autouse=True)
def saved(program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to run in, where the small plan was saved from a draft called `mine`."""
    put_template(home)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    start_draft(interview("To talk."), "mine").close()
    assert program("save", "mine", "-o", "plan.md").code == 0


def talk(*arguments: str, lines: str) -> subprocess.CompletedProcess[str]:
    """The program line by line, with these replies."""
    command = [sys.executable, "-m", "wizard", *arguments, "--prompts"]
    return run_python(command, input=lines, capture_output=True, text=True, timeout=PATIENCE, check=False)


def plan_text() -> str:
    return PLAN.read_text(encoding="utf-8-sig")


@BLANK
@pytest.mark.parametrize("goal", ["To talk.", "To talk faster."])
def test_an_empty_plan_is_written_anew(program: Program, blank: bytes, goal: str) -> None:
    PLAN.write_bytes(blank)
    program("answer", "mine", stdin=f'{{"goal": "{goal}"}}')

    outcome = program("save", "mine")

    assert outcome.code == 0, outcome
    assert plan_text() == render_plan(interview(goal)).text
    assert sorted(path.name for path in Path().iterdir()) == ["plan.answers.yaml", "plan.md"]


@BLANK
@pytest.mark.parametrize("has_answers", [False, True])
def test_an_empty_plan_is_written_anew_line_by_line(program: Program, blank: bytes, has_answers: bool) -> None:
    PLAN.write_bytes(blank)
    if not has_answers:
        ANSWERS.unlink()

    outcome = talk("resume", "mine", lines=":save\n\n")

    assert outcome.returncode == 0, outcome
    assert plan_text() == render_plan(interview("To talk.")).text


def test_of_an_empty_plan_beside_the_answers_of_others_nothing_is_kept(program: Program) -> None:
    PLAN.write_bytes(b"")
    ANSWERS.write_text(ANSWERS.read_text().replace("To talk.", "By hand."))

    outcome = talk("resume", "mine", lines=":save\n\n1\n")

    assert outcome.returncode == 0, outcome
    assert plan_text() == render_plan(interview("To talk.")).text


@BLANK
def test_an_empty_file_of_nobody_is_no_plan_of_somebody_else(program: Program, blank: bytes) -> None:
    Path("new.md").write_bytes(blank)

    assert program("save", "mine", "-o", "new.md").code == 0

    assert Path("new.md").read_text(encoding="utf-8-sig") == render_plan(interview("To talk.")).text


@BLANK
def test_check_says_that_a_plan_is_empty(program: Program, blank: bytes) -> None:
    PLAN.write_bytes(blank)

    outcome = program("check", "plan.md")

    assert outcome.code == 1
    assert outcome.out.startswith("plan.md:1:1: empty-plan ")
    assert outcome.out.count("\n") == 1
    assert program("check", "plan.md", "--json").document["plans"][0]["state"] == "stale"


OURS, BASE, MIDDLE, THEIRS = "<<<<<<< HEAD", "||||||| 1a2b3c4", "=======", ">>>>>>> theirs"
CONFLICTS = pytest.mark.parametrize(
    ("lines", "line"),
    [
        ((OURS, "To talk.", MIDDLE, "To write.", THEIRS), 3),
        ((OURS, "To talk.", BASE, "To be.", MIDDLE, "To write.", THEIRS), 3),
        (("To talk.", MIDDLE, "To write.", THEIRS), 4),
        (("To talk.", "", MIDDLE, "To write."), 5),
        ((OURS, "To talk."), 3),
    ],
    ids=["whole", "with the base", "without the first mark", "the middle alone", "the first mark alone"],
)


def put_conflict(*lines: str, end: str = "\n") -> bytes:
    text = plan_text()
    assert "To talk.\n" in text
    PLAN.write_bytes(text.replace("To talk.\n", "\n".join(lines) + "\n").replace("\n", end).encode())
    return PLAN.read_bytes()


@CONFLICTS
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("goal", ["To talk.", "To talk faster."])
def test_conflict_marks_in_a_plan_are_told_and_nothing_is_saved(
    program: Program, lines: tuple[str, ...], line: int, end: str, goal: str
) -> None:
    before = put_conflict(*lines, end=end), ANSWERS.read_bytes()
    program("answer", "mine", stdin=f'{{"goal": "{goal}"}}')

    outcome, as_json = program("save", "mine"), program("save", "mine", "--json")

    said = f"plan.md has the marks of a merge conflict in line {line}"
    assert outcome.code == as_json.code == 1
    assert said in outcome.err and said in as_json.problems[0]["message"]
    assert "Keep one side in plan.md, delete the conflict markers and save again" in outcome.err
    assert "plan-wizard open" not in outcome.err
    assert (PLAN.read_bytes(), ANSWERS.read_bytes()) == before


@CONFLICTS
def test_check_finds_conflict_marks_in_a_plan(program: Program, lines: tuple[str, ...], line: int) -> None:
    put_conflict(*lines)

    outcome = program("check", "plan.md")

    assert outcome.code == 1
    assert f"plan.md:{line}:1: merge-conflict " in outcome.out


@CONFLICTS
def test_line_by_line_conflict_marks_are_told_and_copies_kept(
    program: Program, lines: tuple[str, ...], line: int
) -> None:
    before = put_conflict(*lines)

    outcome = talk("resume", "mine", lines=":save\n\n2\n")

    assert f"plan.md has the marks of a merge conflict in line {line}" in outcome.stdout + outcome.stderr
    assert plan_text() == render_plan(interview("To talk.")).text
    assert Path("plan.before.md").read_bytes() == before


@pytest.mark.parametrize(
    "lines",
    [
        ("To talk.", "", "```", OURS, MIDDLE, THEIRS, "```"),
        ("To talk.", "", "~~~~ diff", OURS, "~~~", MIDDLE, THEIRS, "~~~~"),
        ("To talk.", "", "Talking", MIDDLE),
        ("To talk.", "", "    <<<<<<< HEAD"),
        ("To talk.", "", "<<<<<<<< eight"),
    ],
    ids=["fence", "long fence", "heading", "code", "eight"],
)
def test_what_only_looks_like_conflict_marks_is_an_edit_by_hand(program: Program, lines: tuple[str, ...]) -> None:
    before = put_conflict(*lines)

    assert program("save", "mine").code == 0
    assert PLAN.read_bytes() == before
    assert "merge-conflict" not in program("check", "plan.md").out
