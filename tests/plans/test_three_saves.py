"""What was written into a plan by hand is in it after any number of further saves, whatever the answers become."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.support.built_in_plans import NAMES, TEMPLATES, example
from tests.support.commands import Program
from wizard.drafts.draft import open_draft, start_draft
from wizard.drafts.dropped import drop_draft
from wizard.interview.interview import Interview
from wizard.plans.saving.save import save, save_over
from wizard.plans.saving.saved_files import read_saved_files
from wizard.render.plan import render_plan

SAVES = 3


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)


def put_draft(name: str) -> None:
    start_draft(Interview.begin(TEMPLATES[name], example(name)), "mine").close()


def change_an_answer(chance: random.Random) -> None:
    """Change, skip or reopen one answer of the draft, or none."""
    draft = open_draft("mine")
    interview = draft.interview
    line = [question for question in interview.template.questions() if question.kind in ("line", "text")]
    question = chance.choice(line)
    match chance.randrange(4):
        case 0:
            draft.record(interview.answer((question.id,), f"Answer {chance.randrange(10_000)}."))
        case 1:
            draft.record(interview.answer((question.id,), example(interview.template.name).get(question.id, "Back.")))
        case 2:
            draft.record(interview.reopen((question.id,)))
        case _:
            pass
    draft.close()


def edit_by_hand(text: str, number: int, chance: random.Random) -> tuple[str, str]:
    """The text with a line added, changed or ticked somewhere; and the line."""
    lines = text.split("\n")
    boxes = [index for index, line in enumerate(lines) if "[ ]" in line]
    at = chance.randrange(len(lines))
    match chance.randrange(3):
        case 0 if boxes:
            at = chance.choice(boxes)
            lines[at] = f"{lines[at].replace('[ ]', '[x]', 1)} (hand {number})"
        case 1 if lines[at].strip():
            lines[at] += f" (hand {number})"
        case _:
            lines.insert(at, f"By hand, number {number}.")
    return "\n".join(lines), lines[at]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", NAMES)
def test_edits_made_by_hand_are_there_after_three_saves(program: Program, name: str, seed: int) -> None:
    edit_and_save(program, name, seed)


@pytest.mark.soak
def test_edits_made_by_hand_are_there_after_three_saves_with_many_seeds(program: Program) -> None:
    edits = 0
    for number in range(300):
        edits += edit_and_save(program, NAMES[number % len(NAMES)], number)
        drop_draft("mine")
        for path in filter(Path.is_file, Path.cwd().iterdir()):
            path.unlink()

    print(f"300 plans saved ten times, {edits} edits made by hand, 0 lost")  # noqa: T201  # what `make soak` is run for


def edit_and_save(program: Program, name: str, seed: int) -> int:
    """Save a plan again and again between edits and changed answers; how many edits are in it in the end."""
    chance = random.Random(f"{name} {seed}")
    put_draft(name)
    assert program("save", "mine", "-o", "plan.md").code in (0, 1)
    path, by_hand = Path("plan.md"), list[str]()

    for number in range(SAVES):
        if not number or chance.random() < 0.5:
            edited, line = edit_by_hand(path.read_text(), number, chance)
            path.write_text(edited)
            by_hand.append(line)
        for _ in range(SAVES):
            change_an_answer(chance)
            program("save", "mine")
            assert [line for line in by_hand if line not in path.read_text().split("\n")] == []
    return len(by_hand)


def test_a_tick_and_a_note_are_there_after_a_second_save_of_the_same_answers(program: Program) -> None:
    put_draft("project-plan")
    program("save", "mine", "-o", "plan.md")
    ticked = Path("plan.md").read_text().replace("[ ]", "[x]", 1) + "\nA note by hand.\n"
    Path("plan.md").write_text(ticked)

    for _ in range(SAVES):
        assert program("save", "mine").code == 0
        assert Path("plan.md").read_text() == ticked


def test_a_plan_with_edits_made_by_hand_is_never_taken_for_one_as_rendered(tmp_path: Path) -> None:
    interview = Interview.begin(TEMPLATES["roadmap"], example("roadmap"))
    text = render_plan(interview).text
    save(interview, tmp_path / "plan.md")
    assert read_saved_files(tmp_path / "plan.md").is_as_rendered()

    save_over(interview, read_saved_files(tmp_path / "plan.md"), text, merged=f"{text}By hand.\n")

    assert not read_saved_files(tmp_path / "plan.md").is_as_rendered()
