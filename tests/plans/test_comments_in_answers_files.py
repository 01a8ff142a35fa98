"""What is written by hand in an answers file, comments and layout too, is never lost without a copy."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.patience import PATIENCE
from tests.support.small_plan import SMALL, forget_digests, put_template
from tests.support.warm_process import run_python
from wizard.compiler.loader import load_template
from wizard.drafts.draft import start_draft
from wizard.interview.interview import Interview

PLAN, ANSWERS, COPY = Path("plan.md"), Path("plan.answers.yaml"), Path("plan.before.answers.yaml")
COMMENT = "# Anna: legal text\n"


@pytest.fixture(autouse=True)
def work(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program runs in, with the small plan saved there from a draft called `mine`."""
    folder = tmp_path / "work"
    folder.mkdir()
    put_template(home)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(autouse=True)
def saved(work: Path, program: Program) -> None:
    """The small plan, saved from a draft called `mine`."""
    start_draft(Interview.begin(load_template("small"), {"name": "Relay", "goal": "To talk."}), "mine").close()
    assert program("save", "mine", "-o", "plan.md").code == 0


def files() -> list[str]:
    return sorted(os.listdir())


def talk(*arguments: str, lines: str) -> subprocess.CompletedProcess[str]:
    """The program line by line, with these replies."""
    command = [sys.executable, "-m", "wizard", *arguments, "--prompts"]
    return run_python(command, input=lines, capture_output=True, text=True, timeout=PATIENCE, check=False)


def comment() -> bytes:
    ANSWERS.write_text(ANSWERS.read_text().replace("  goal:", f"  {COMMENT}  goal:"))
    return ANSWERS.read_bytes()


def reformat() -> bytes:
    ANSWERS.write_text(ANSWERS.read_text().replace("goal: To talk.", "goal: 'To talk.'   "))
    return ANSWERS.read_bytes()


def move_lines() -> bytes:
    text = ANSWERS.read_text()
    name, goal = "  name: Relay\n", "  goal: To talk.\n"
    assert name + goal in text
    ANSWERS.write_text(text.replace(name + goal, goal + name))
    return ANSWERS.read_bytes()


CHANGES = pytest.mark.parametrize("change", [comment, reformat, move_lines])


@CHANGES
def test_the_answers_file_stays_as_it_is_when_saving_changes_nothing(
    program: Program, change: Callable[[], bytes]
) -> None:
    before = change()

    assert program("save", "mine").code == 0

    assert ANSWERS.read_bytes() == before
    assert files() == ["plan.answers.yaml", "plan.md"]


@CHANGES
@pytest.mark.parametrize("saves", [0, 1])
def test_a_copy_is_kept_and_named_when_an_answer_has_changed(
    program: Program, change: Callable[[], bytes], saves: int
) -> None:
    before = change()
    for _ in range(saves):
        program("save", "mine")
    program("answer", "mine", stdin='{"goal": "To talk faster."}') if saves else put_hand_edit()

    outcome = program("save", "mine")

    assert outcome.code == 0, outcome
    assert COPY.read_bytes() == before
    assert COPY.name in outcome.err
    assert COMMENT not in ANSWERS.read_text()


def put_hand_edit() -> None:
    PLAN.write_text(PLAN.read_text().replace("The end.", "The end, by hand."))


def test_the_copy_is_named_in_the_json_document(program: Program) -> None:
    before = comment()
    put_hand_edit()

    saved = program("save", "mine", "--json").document

    assert saved["copies"] == [str(COPY.absolute())]
    assert COPY.read_bytes() == before
    assert "copies" not in program("save", "mine", "--json").document


def test_a_plan_that_was_opened_with_comments_keeps_a_copy_of_them(program: Program) -> None:
    before = comment()
    assert talk("open", "plan.md", lines=":leave\n").returncode == 0
    program("answer", "relay", stdin='{"goal": "To talk faster."}')

    outcome = program("save", "relay")

    assert outcome.code == 0, outcome
    assert COPY.read_bytes() == before
    assert COPY.name in outcome.err


def test_line_by_line_a_copy_is_kept_and_named(program: Program) -> None:
    before = comment()
    program("save", "mine")
    PLAN.unlink()

    outcome = talk("resume", "mine", lines=":save\n\n")

    assert outcome.returncode == 0, outcome
    assert COPY.read_bytes() == before
    assert COPY.name in outcome.stdout + outcome.stderr


def test_an_answers_file_written_by_hand_is_copied_when_its_plan_is_saved(program: Program) -> None:
    by_hand = b"# Relay, as agreed\ntemplate: small\nanswers:\n  # legal text\n  name: Relay\n"
    Path("hand.answers.yaml").write_bytes(by_hand)

    outcome = talk("open", "hand.answers.yaml", lines=":save\n\n")

    assert outcome.returncode == 0, outcome
    assert Path("hand.md").exists()
    assert Path("hand.before.answers.yaml").read_bytes() == by_hand


@pytest.mark.parametrize("change", [comment, reformat])
def test_a_draft_that_does_not_know_what_it_saved_keeps_a_copy_too(
    program: Program, change: Callable[[], bytes]
) -> None:
    forget_digests("mine")
    before = change()
    put_hand_edit()

    assert program("save", "mine").code == 0

    assert COPY.read_bytes() == before


def test_unfinished_text_of_somebody_else_is_copied(program: Program) -> None:
    ANSWERS.write_text(ANSWERS.read_text().replace("saved:\n", "saved:\n  unfinished:\n    start: soo\n"))
    before = ANSWERS.read_bytes()

    program("save", "mine")

    assert COPY.read_bytes() == before


@pytest.mark.parametrize("forgets", [False, True])
def test_ordinary_rounds_leave_no_copies(program: Program, forgets: bool) -> None:
    if forgets:
        forget_digests("mine")
        put_hand_edit()
        assert program("save", "mine").code == 0
    for number in range(3):
        goal = f"To talk, {number}: yes\\n\\n  # no comment\\n"
        program("answer", "mine", stdin=f'{{"goal": "{goal}", "big": {"true" if number else "null"}}}')
        assert program("save", "mine").code == 0
        put_hand_edit()
    ANSWERS.write_bytes(b"\xef\xbb\xbf" + ANSWERS.read_bytes().replace(b"\n", b"\r\n"))
    assert program("save", "mine").code == 0
    assert talk("open", "plan.md", lines=":leave\n").returncode == 0
    drafts = [name for name in os.listdir(Path(os.environ["PLAN_WIZARD_HOME"], "drafts")) if name != "mine"]
    outcome = program("save", drafts[0])

    assert outcome.code == 0, outcome
    assert files() == ["plan.answers.yaml", "plan.md"]


NAME = "      - {id: name, kind: line, label: What is it called?, required: true}\n"
GOAL = "      - {id: goal, kind: text, label: What is it for?}\n"
CHANGED_TEMPLATES = {
    "another order": (SMALL.replace(NAME + GOAL, GOAL + NAME),),
    "a question dropped": (SMALL.replace(GOAL, "").replace("{{ goal }}\n\n", ""),),
    "a question dropped, and back": (SMALL.replace(GOAL, "").replace("{{ goal }}\n\n", ""), SMALL),
    "another order, and back": (SMALL.replace(NAME + GOAL, GOAL + NAME), SMALL),
}


@pytest.mark.parametrize("change", CHANGED_TEMPLATES)
@pytest.mark.parametrize("opens", [False, True])
def test_a_file_that_nobody_has_touched_is_not_copied_when_its_template_changes(
    program: Program, home: Path, change: str, opens: bool
) -> None:
    for number, template in enumerate(CHANGED_TEMPLATES[change]):
        put_template(home, template.replace("The end.", f"The end, {number}."))
        draft = f"again-{number}" if opens else "mine"
        if opens:
            assert program("open", "plan.md", "--template", "small", "--draft", draft, "--json").code in (0, 3)

        outcome = program("save", draft)

        assert outcome.code == 0, outcome
        assert "before" not in outcome.err
        assert files() == ["plan.answers.yaml", "plan.md"]


def test_comments_are_copied_also_when_the_template_has_changed(program: Program, home: Path) -> None:
    before = comment()
    put_template(home, CHANGED_TEMPLATES["another order"][0].replace("The end.", "The last."))

    assert program("save", "mine").code == 0

    assert COPY.read_bytes() == before
