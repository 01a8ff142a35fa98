"""Line by line, what is said of a file that was edited by hand is what saving does with it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.patience import PATIENCE
from tests.support.small_plan import save_small_plan
from tests.support.warm_process import run_python

PLAN = Path("plan.md")


@pytest.fixture(autouse=True)
def plan(program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that was saved from the draft `d`."""
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.chdir(folder)
    save_small_plan(program, home)


def edit(before: str, after: str) -> None:
    text = PLAN.read_text()
    assert before in text
    PLAN.write_text(text.replace(before, after, 1))


def resume(*replies: str) -> str:
    """What `plan-wizard resume e --prompts` says, given lines through a pipe."""
    command = [sys.executable, "-m", "wizard", "resume", "e", "--prompts"]
    typed = "".join(f"{reply}\n" for reply in replies)
    done = run_python(command, input=typed, capture_output=True, text=True, timeout=PATIENCE)
    assert not done.returncode, done.stderr
    return done.stderr + done.stdout


def test_a_copy_is_kept_and_named_where_yours_replaces_what_was_written_by_hand(program: Program) -> None:
    program("open", "plan.md", "--json", "--draft", "e")
    edit("Talk.", "Talk by hand.")
    program("answer", "e", "--no-read-back", stdin='{"goal": "Talk in one place."}')

    said = resume(":save", "", "1", "1")

    assert "Your answers change 0 places; 1 place was changed by both." in said
    assert "You and the file both changed this line." in said
    assert "is kept as plan.before.md." in said
    assert "Talk by hand." in Path("plan.before.md").read_text()
    assert "Talk by hand." not in PLAN.read_text()
    assert "plan.before.md" in said.rpartition("is kept as plan.before.md.")[2]


TICK = ("- [ ] dig", "- [x] dig")
TICK_TOO = ("- [ ] fill", "- [x] fill")
NOTE = ("- [x] fill", "- [x] fill\n- [ ] by hand")
NO_FINAL_NEWLINE = ("The end.\n", "The end.")


@pytest.mark.parametrize(
    ("edits", "counted"),
    [
        ((TICK,), "1 box ticked"),
        ((TICK, TICK_TOO), "2 boxes ticked"),
        ((TICK, TICK_TOO, NOTE), "1 line edited, 2 boxes ticked"),
        ((TICK, ("- One", "- One by hand")), "1 line edited, 1 box ticked"),
        ((("- One", "- One by hand"), ("- Two\n", "")), "2 lines edited"),
        ((TICK, ("- [ ] fill", "- [x] fill by hand")), "1 line edited, 1 box ticked"),
        ((TICK, NO_FINAL_NEWLINE), "1 box ticked"),
    ],
)
def test_edits_by_hand_are_counted_in_one_way(program: Program, edits: list[tuple[str, str]], counted: str) -> None:
    program("open", "plan.md", "--json", "--draft", "e")
    for before, after in edits:
        edit(before, after)
    assert f"except for hand edits: {counted}." in program("check", "plan.md").err
    program("answer", "e", "--no-read-back", stdin='{"goal": "Talk in one place."}')

    assert f"Your answers change 1 place; edited by hand: {counted}." in resume(":save", "", "3", ":leave")


def test_boxes_that_were_ticked_and_unticked_are_counted_apart(program: Program) -> None:
    tasks = '[{"text": "dig", "done": true}, "fill", "rest"]'
    assert program("answer", "d", stdin=f'{{"steps[0].tasks": {tasks}}}').code in (0, 3)
    program("save", "d", "-o", "plan.md")
    for before, after in (("- [x] dig", "- [ ] dig"), TICK_TOO, ("- [ ] rest", "- [X] rest")):
        edit(before, after)

    outcome = program("check", "plan.md", "--json")

    assert outcome.document["plans"] == [
        {"file": "plan.md", "state": "current", "edited": 0, "ticked": 2, "unticked": 1}
    ]
    assert "hand edits: 2 boxes ticked, 1 box unticked." in program("check", "plan.md").err


def test_a_tick_on_a_line_that_the_answers_change_is_a_tick(program: Program) -> None:
    program("open", "plan.md", "--json", "--draft", "e")
    edit(*TICK)
    program("answer", "e", stdin='{"steps[0].tasks[0].text": "dig deep"}')

    program("save", "e")

    assert "- [x] dig deep" in PLAN.read_text()


@pytest.mark.parametrize(("reply", "is_there"), [("1", True), ("2", False), ("3", True)])
def test_it_is_said_that_the_file_took_lines_out(program: Program, reply: str, is_there: bool) -> None:
    program("open", "plan.md", "--json", "--draft", "e")
    edit("Talk.\n", "")
    program("answer", "e", "--no-read-back", stdin='{"goal": "Talk in one place."}')

    said = resume(":save", "", "1", reply)

    assert "The file removed this line, and your answers changed it." in said
    assert "the file's: (taken out)" in said
    assert ("Talk in one place." in PLAN.read_text()) == is_there
    assert not Path("plan.before.md").exists()


def two_clashes(program: Program) -> None:
    program("open", "plan.md", "--json", "--draft", "e")
    edit("Talk.", "Talk by hand.")
    edit("- [ ] dig", "- [ ] dig by hand")
    program("answer", "e", stdin='{"goal": "Talk in one place.", "steps[0].tasks[0]": "dig deep"}')


def test_each_clash_says_which_it_is_and_what_it_is_about(program: Program) -> None:
    two_clashes(program)

    said = resume(":save", "", "1", "1", "2")

    assert "Conflict 1 of 2. You and the file both changed this line." in said
    assert "It is about goal: What is it for?" in said
    assert "Conflict 2 of 2." in said
    assert "It is about steps[0].tasks: What is to be done?" in said
    text = PLAN.read_text()
    assert "Talk in one place." in text and "dig by hand" in text
    assert "dig deep" not in text and "Talk by hand." not in text


def test_the_files_side_that_was_chosen_stays_for_the_saves_after_it(program: Program) -> None:
    two_clashes(program)
    resume(":save", "", "1", "2", "2")
    chosen = PLAN.read_text()
    assert "Talk by hand." in chosen and "dig by hand" in chosen

    for _ in range(2):
        assert program("save", "e").code == 0
        assert PLAN.read_text() == chosen


def test_what_is_to_stand_in_a_clash_is_written_line_by_line(program: Program) -> None:
    two_clashes(program)

    resume(":save", "", "1", "4", "Talk both,", "by hand too.", ":end", "3")

    text = PLAN.read_text()
    assert text.startswith("# Relay\n\nTalk both,\nby hand too.\n\n- One")
    assert "- [ ] dig deep\n- [ ] dig by hand\n" in text
    assert "Talk by hand." in Path("plan.before.md").read_text()


def test_a_command_in_place_of_the_lines_saves_nothing(program: Program) -> None:
    two_clashes(program)
    before = PLAN.read_text()

    resume(":save", "", "1", "4", ":leave")

    assert PLAN.read_text() == before


def test_what_was_changed_and_kept_is_told_after_saving(program: Program) -> None:
    program("open", "plan.md", "--json", "--draft", "e")
    edit(*TICK)
    program("answer", "e", stdin='{"goal": "Talk in one place."}')

    assert "1 line changed; kept hand edits: 1 box ticked" in resume(":save", "", "1")


def test_a_save_that_is_refused_names_both_ways_to_choose(program: Program) -> None:
    program("open", "plan.md", "--json", "--draft", "e")
    edit("Talk.", "Talk by hand.")
    program("answer", "e", "--no-read-back", stdin='{"goal": "Talk in one place."}')

    outcome = program("save", "e")

    assert outcome.code == 1
    assert "plan-wizard resume e lets you choose and save" in outcome.err
    assert "plan-wizard resume e --prompts, line by line, with :save" in outcome.err
    assert "as it was)" not in outcome.err.splitlines()[-2]
