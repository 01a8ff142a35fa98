"""Without a screen: what a save would do, and a save where the answers and the file changed the same lines."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.commands import Program
from tests.support.small_plan import SMALL, put_template, save_small_plan
from wizard.drafts.draft import read_draft
from wizard.plans.comparison.answer_changes import AnswerChange

PLAN = Path("plan.md")
ANSWERS = Path("plan.answers.yaml")


@pytest.fixture(autouse=True)
def plan(program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that was saved from the draft `d`."""
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.chdir(folder)
    save_small_plan(program, home)


def edit(before: str, after: str) -> None:
    text = PLAN.read_bytes().decode()
    assert before in text
    PLAN.write_bytes(text.replace(before, after, 1).encode())


def answer(program: Program, goal: str) -> None:
    assert program("answer", "d", stdin=f'{{"goal": "{goal}"}}').code in (0, 3)


def clash(program: Program) -> None:
    """Change a line in the file and in the answers."""
    edit("Talk.", "Talk by hand.")
    edit("- [ ] dig", "- [x] dig")
    answer(program, "Talk twice.")


def files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path().iterdir()}


def test_a_dry_run_shows_the_diff_and_the_questions_and_writes_nothing(program: Program) -> None:
    edit("The end.", "The very end.")
    answer(program, "Talk twice.")
    before = files()

    outcome = program("save", "d", "--dry-run")

    assert outcome.code == 0
    assert "Goal: Talk. → Talk twice.\n" in outcome.out
    assert "\n-Talk.\n+Talk twice.\n" in outcome.out
    assert outcome.out.count("@@") == 2
    assert "kept hand edits: 1 line edited" in outcome.err
    assert "nothing was written" in outcome.err
    assert files() == before
    assert program("list", "--json").document["drafts"][0]["name"] == "d"


def test_what_a_dry_run_says_is_what_a_save_writes(program: Program) -> None:
    edit("The end.", "The very end.")
    answer(program, "Talk twice.")
    Path("copy.md").write_bytes(PLAN.read_bytes())
    document = program("save", "d", "--dry-run", "--json").document
    Path("x.diff").write_text(document["diff"])
    subprocess.run(["patch", "-s", "-p1", "copy.md", "x.diff"], check=True)

    saved = program("save", "d", "--json").document

    assert Path("copy.md").read_bytes() == PLAN.read_bytes()
    assert saved["changes"] == {**document["changes"], "version": 1}
    assert document["changes"] == {
        "changed": 1,
        "added": 0,
        "removed": 0,
        "kept": {"edited": 1, "ticked": 0, "unticked": 0},
    }


def test_a_dry_run_tells_what_a_save_would_read_back(program: Program) -> None:
    edit("- [ ] dig", "- [x] dig")
    before = files()

    outcome = program("save", "d", "--dry-run")
    document = program("save", "d", "--dry-run", "--json").document

    assert "From plan.md: 1 tick read back." in outcome.err
    assert len(document["readBack"]) == 1
    assert document["diff"] == ""
    assert files() == before


def test_a_dry_run_of_a_new_file_shows_it_whole(program: Program) -> None:
    outcome = program("save", "d", "--dry-run", "-o", "new.md")

    assert outcome.code == 0
    assert outcome.out.startswith("--- /dev/null\n+++ b/new.md\n@@ -0,0 +1,")
    assert not Path("new.md").exists()


def test_a_save_that_is_refused_tells_each_clash_as_json(program: Program) -> None:
    clash(program)
    before = files()

    outcome = program("save", "d", "--json")

    assert outcome.code == 1
    assert files() == before
    document = outcome.document
    assert document["kind"] == "clashes"
    assert document["clashes"] == [
        {
            "number": 1,
            "line": 3,
            "end": 3,
            "questions": [{"path": "goal", "label": "What is it for?"}],
            "base": ["Talk."],
            "mine": ["Talk twice."],
            "theirs": ["Talk by hand."],
        }
    ]
    assert "--ours takes your answers' lines" in outcome.problems[0]["message"]


def test_ours_takes_the_answers_lines_and_keeps_everything_else(program: Program) -> None:
    clash(program)

    document = program("save", "d", "--ours", "--json").document

    text = PLAN.read_text()
    assert "Talk twice." in text and "by hand" not in text and "- [x] dig" in text
    assert document["taken"] == "mine"
    assert document["changes"]["kept"]["ticked"] == 1
    assert "Talk by hand." in Path("plan.before.md").read_text()
    assert program("save", "d").code == 0


def test_theirs_takes_the_files_lines_and_stays_that_way(program: Program) -> None:
    clash(program)

    assert program("save", "d", "--theirs").code == 0

    text = PLAN.read_text()
    assert "Talk by hand." in text and "twice" not in text and "- [x] dig" in text
    assert program("save", "d").code == 0
    assert PLAN.read_text() == text


NOTHING_IN_BETWEEN = ""
ANOTHER_ANSWER = '{"ideas[0]": "First idea"}'


@pytest.mark.parametrize("between", [NOTHING_IN_BETWEEN, ANOTHER_ANSWER])
@pytest.mark.parametrize("is_ticked", [False, True])
def test_what_theirs_took_stays_for_three_saves(program: Program, between: str, is_ticked: bool) -> None:
    edit("Talk.", "Talk by hand.")
    edit("dig", "dig by hand")
    program("answer", "d", "--no-read-back", stdin='{"goal": "Talk twice.", "steps[0].tasks[0].text": "dig deep"}')
    assert program("save", "d").code == 1
    assert program("save", "d", "--theirs").code == 0

    for _ in range(3):
        if is_ticked:
            program("tick", "plan.md", "dig by hand")
        if between:
            assert program("answer", "d", stdin=between).code in (0, 3)
        dry = program("save", "d", "--dry-run", "--json").document
        assert program("save", "d").code == 0

        text = PLAN.read_text()
        assert "Talk by hand." in text and "dig by hand" in text
        assert "twice" not in text and "deep" not in text
        assert ("- [x] dig by hand" in text) == is_ticked
        assert dry["clashes"] == []
    assert "would not change" in program("diff", "plan.md").err
    assert "Talk by hand." in ANSWERS.read_text() and "dig by hand" in ANSWERS.read_text()


@pytest.mark.parametrize(
    ("answered", "line"),
    [
        ('{"ideas[0]": "Another"}', "- One\n"),
        ('{"ideas[1]": "Another"}', "- Two\n"),
        ('{"steps[0].tasks[0].text": "Another"}', "- [ ] dig\n"),
        ('{"steps[0].tasks[1].text": "Another"}', "- [ ] fill\n"),
    ],
)
@pytest.mark.parametrize("side", ["--ours", "--theirs"])
def test_an_item_taken_out_by_hand_that_the_answers_changed_is_a_clash(
    program: Program, answered: str, line: str, side: str
) -> None:
    assert program("answer", "d", stdin=answered).code in (0, 3)
    edit(line, "")
    before = files()

    assert program("save", "d").code == 1
    assert files() == before
    assert program("save", "d", side).code == 0
    for _ in range(2):
        assert ("Another" in PLAN.read_text()) == (side == "--ours")
        assert line not in PLAN.read_text()
        assert program("save", "d").code == 0


def test_markers_are_written_as_git_writes_them(program: Program) -> None:
    clash(program)

    outcome = program("save", "d", "--markers")

    assert outcome.code == 1
    assert "plan.md has the marks of a clash in line 3" in outcome.err
    marked = "<<<<<<< mine\nTalk twice.\n=======\nTalk by hand.\n>>>>>>> theirs\n"
    assert PLAN.read_text().startswith(f"# Relay\n\n{marked}\n")
    assert "- [x] dig" in PLAN.read_text()


def test_markers_in_the_style_of_diff3_have_what_was_saved_last(program: Program) -> None:
    clash(program)

    document = program("save", "d", "--diff3", "--json").document

    assert document["markedLines"] == [3]
    marked = "<<<<<<< mine\nTalk twice.\n||||||| base\nTalk.\n=======\nTalk by hand.\n>>>>>>> theirs\n"
    assert marked in PLAN.read_text()


def test_a_file_with_marks_is_told_with_its_line_and_not_written(program: Program) -> None:
    clash(program)
    program("save", "d", "--markers")
    before = files()

    refused = program("save", "d")
    for option in ("--ours", "--theirs", "--markers", "--diff3", "--dry-run"):
        assert program("save", "d", option).code == 1
    opened = program("open", "plan.md", "--json", "--draft", "e")

    assert refused.code == 1
    assert "plan.md has the marks of a merge conflict in line 3" in refused.err
    assert "marks of a merge conflict in line 3" in opened.err + opened.out
    assert "plan.md:3:" in program("check", "plan.md").out
    assert program("save", "e").code == 1
    assert program("diff", "plan.md").code == 1
    assert files() == before


@pytest.mark.parametrize("resolution", ["Talk twice.\n", "Talk by hand.\n", "Talk twice by hand.\n", ""])
def test_what_the_user_made_of_the_marks_stays_for_three_saves(program: Program, resolution: str) -> None:
    clash(program)
    program("save", "d", "--markers")
    start, end = PLAN.read_text().index("<<<<<<<"), PLAN.read_text().index(">>>>>>> theirs\n") + len(">>>>>>> theirs\n")
    resolved = PLAN.read_text()[:start] + resolution + PLAN.read_text()[end:]
    PLAN.write_text(resolved)

    for number in range(3):
        assert program("save", "d").code == 0
        assert PLAN.read_text() == resolved
        program("answer", "d", stdin=f'{{"ideas": ["One", "Two", "Idea {number}"]}}')
        assert program("save", "d").code == 0
        resolved = PLAN.read_text()
        assert f"Idea {number}" in resolved
        assert resolution in resolved and "<<<<<<<" not in resolved


def test_marks_in_the_answers_file_are_told_with_their_line(program: Program) -> None:
    text = ANSWERS.read_text()
    ANSWERS.write_text(text.replace("  goal: Talk.\n", "<<<<<<< HEAD\n  goal: A\n=======\n  goal: B\n>>>>>>> b\n"))
    line = ANSWERS.read_text().split("\n").index("<<<<<<< HEAD") + 1
    before = files()

    outcomes = [
        program("open", "plan.md", "--json", "--draft", "e"),
        program("save", "d"),
        program("check", "plan.md"),
        program("diff", "plan.md"),
        program("save", "d", "--ours"),
    ]

    assert all(outcome.code in (1, 2) for outcome in outcomes)
    for outcome in outcomes:
        said = outcome.out + outcome.err
        assert f":{line}:" in said or f"line {line}" in said or f'"line": {line}' in said, said
    assert files() == before


def test_only_one_side_can_be_named(program: Program) -> None:
    assert program("save", "d", "--ours", "--theirs").code == 2


def test_files_of_somebody_else_are_left_alone_but_for_a_saved_plan_and_ours(program: Program) -> None:
    Path("notes.md").write_text("# Notes\n\nMine.\n")
    assert program("save", "d", "-o", "notes.md", "--ours").code == 1
    assert Path("notes.md").read_text() == "# Notes\n\nMine.\n"
    program("new", "small", "--draft", "other", "--json", "--set=name=Other", "--set=goal=Else.")
    assert program("save", "other", "-o", "other.md").code == 0
    for option in ("--theirs", "--markers"):
        assert program("save", "d", "-o", "other.md", option).code == 1

    refused = program("save", "d", "-o", "other.md")
    outcome = program("save", "d", "-o", "other.md", "--ours")

    assert "--ours saves over it and keeps copies" in refused.err
    assert outcome.code == 0
    assert "Else." in Path("other.before.md").read_text() and "Else." in Path("other.before.answers.yaml").read_text()
    assert "Talk." in Path("other.md").read_text()


def test_diff_says_nothing_of_a_plan_that_is_what_its_answers_make(program: Program) -> None:
    outcome = program("diff", "plan.md")

    assert (outcome.code, outcome.out) == (0, "")
    assert "would not change" in outcome.err


def test_hand_edits_are_no_difference(program: Program) -> None:
    edit("The end.", "The very end.")
    edit("- [ ] dig", "- [x] dig")

    assert program("diff", "plan.md").code == 0


def test_diff_tells_what_answers_that_were_edited_by_hand_change(program: Program) -> None:
    ANSWERS.write_text(ANSWERS.read_text().replace("goal: Talk.", "goal: Talk twice.").replace("- Two", "- Three"))
    before = files()

    outcome = program("diff", "plan.md")

    assert outcome.code == 1
    assert outcome.out.startswith("Goal: Talk. → Talk twice.\nIdeas (ideas[1]): Two → Three\n--- a/plan.md\n")
    document = program("diff", "plan.md", "--json").document
    assert document["questions"][0] == {
        "path": "goal",
        "label": "What is it for?",
        "change": "changed",
        "before": "Talk.",
        "after": "Talk twice.",
    }
    assert files() == before


def test_diff_shows_clashes_between_marks(program: Program) -> None:
    edit("Talk.", "Talk by hand.")
    ANSWERS.write_text(ANSWERS.read_text().replace("goal: Talk.", "goal: Talk twice."))

    outcome = program("diff", "plan.md")

    assert outcome.code == 1
    assert "+<<<<<<< mine\n+Talk twice.\n+=======\n Talk by hand.\n+>>>>>>> theirs\n" in outcome.out
    assert program("diff", "plan.md", "--json").document["clashes"][0]["base"] == ["Talk."]


BUDGET = """\
---
wizard: 1
name: small
title: Small plan
version: 1
sections:
  - title: First
    questions:
      - {id: name, kind: line, label: Name, required: true}
      - {id: budget, kind: number, label: Budget}
      - {id: due, kind: date, label: Due}
---
# {{ name }}

It takes {{ budget }} weeks, until {{ due }}.
"""


def test_answers_in_one_line_are_told_apart(program: Program, home: Path) -> None:
    put_template(home, BUDGET)
    settings = ("name=Relay", "budget=3", "due=2026-03-01")
    program("new", "small", "--draft", "b", "--json", *(f"--set={each}" for each in settings))
    program("save", "b", "-o", "budget.md")
    program("answer", "b", stdin='{"budget": 5}')

    changes: list[dict[str, Any]] = program("save", "b", "--dry-run", "--json").document["questions"]

    assert changes == [{"path": "budget", "label": "Budget", "change": "changed", "before": "3", "after": "5"}]
    assert program("save", "b", "--dry-run").out.startswith("Budget: 3 → 5\n")


def test_a_plan_saves_again_after_a_clone_with_an_empty_home(
    program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit("The end.", "The very end.")
    (tmp_path / "clone").mkdir()
    for path in (PLAN, ANSWERS):
        (tmp_path / "clone" / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path / "clone")
    monkeypatch.setenv("PLAN_WIZARD_HOME", str(tmp_path / "empty"))
    put_template(tmp_path / "empty")

    assert program("diff", "plan.md").code == 0
    assert program("open", "plan.md", "--json", "--draft", "c").code in (0, 3)
    program("answer", "c", stdin='{"goal": "Talk twice."}')
    assert program("save", "c").code == 0
    assert "Talk twice." in PLAN.read_text() and "The very end." in PLAN.read_text()
    assert program("log", "plan.md", "--json").document["versions"][0]["number"] == 1


def test_a_newer_template_leaves_new_questions_open_and_its_text_is_merged(program: Program, home: Path) -> None:
    edit("The end.", "The end, by hand.")
    edit("- [ ] dig", "- [x] dig")
    newer = SMALL.replace("version: 1\nsave_as", "version: 2\nsave_as").replace(
        "      - {id: big,", "      - {id: owner, kind: line, label: Who owns it?}\n      - {id: big,"
    )
    put_template(home, newer.replace("# {{ name }}\n", "# {{ name }}\n\nOwner: {{ owner }}\n\nAs of the new text.\n"))

    diff = program("diff", "plan.md")
    opened = program("open", "plan.md", "--json", "--draft", "n")

    assert diff.code == 1 and "+As of the new text." in diff.out
    assert opened.code == 3
    assert "owner" not in read_draft("n")[0].answers
    program("answer", "n", stdin='{"owner": "Ann"}')
    assert program("save", "n").code == 0
    text = PLAN.read_text()
    assert "Owner: Ann\n\nAs of the new text.\n\nTalk." in text
    assert "The end, by hand." in text and "- [x] dig" in text


def test_after_a_checkout_of_an_older_plan_its_text_stays(program: Program) -> None:
    older = PLAN.read_bytes()
    answer(program, "Talk twice.")
    program("save", "d")
    PLAN.write_bytes(older)

    assert program("save", "d").code == 0
    assert PLAN.read_bytes() == older


def test_after_a_checkout_of_older_answers_nothing_is_written_and_ways_are_named(program: Program) -> None:
    older = ANSWERS.read_bytes()
    answer(program, "Talk twice.")
    program("save", "d")
    ANSWERS.write_bytes(older)
    before = files()

    refused = program("save", "d")

    assert refused.code == 1
    assert "has changed since this draft was saved" in refused.err
    assert files() == before
    assert program("save", "d", "--ours").code == 0
    assert "goal: Talk twice." in ANSWERS.read_text()


def test_after_a_checkout_of_both_the_plan_opens_as_it_was_then(program: Program) -> None:
    older = PLAN.read_bytes(), ANSWERS.read_bytes()
    answer(program, "Talk twice.")
    program("save", "d")
    PLAN.write_bytes(older[0])
    ANSWERS.write_bytes(older[1])

    assert program("diff", "plan.md").code == 0
    assert program("save", "d").code == 1
    assert program("open", "plan.md", "--json", "--draft", "o").code in (0, 3)
    program("answer", "o", stdin='{"ideas": ["One", "Two", "Three"]}')
    assert program("save", "o").code == 0
    assert "Talk.\n" in PLAN.read_text() and "- Three" in PLAN.read_text()


def test_line_ends_of_a_checkout_are_no_edit_and_stay(program: Program) -> None:
    for path in (PLAN, ANSWERS):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    edit("The end.", "The very end.")

    assert program("diff", "plan.md").code == 0
    answer(program, "Talk twice.")
    dry = program("save", "d", "--dry-run")
    assert program("save", "d").code == 0

    assert dry.out.count("@@") == 2
    content = PLAN.read_bytes()
    assert b"Talk twice.\r\n" in content and b"The very end.\r\n" in content
    assert content.count(b"\n") == content.count(b"\r\n")


def test_markers_have_the_line_ends_of_the_file(program: Program) -> None:
    PLAN.write_bytes(PLAN.read_bytes().replace(b"\n", b"\r\n"))
    clash(program)

    assert program("save", "d", "--markers").code == 1

    assert b"<<<<<<< mine\r\nTalk twice.\r\n=======\r\n" in PLAN.read_bytes()
    assert "line 3" in program("save", "d").err


def test_a_plan_in_a_repository_with_other_changes_is_saved_without_git(program: Program) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    Path("dirty.txt").write_text("dirty")
    answer(program, "Talk twice.")

    assert program("save", "d").code == 0
    assert "Talk twice." in PLAN.read_text()


NEWER = SMALL.replace("# {{ name }}", "# Plan: {{ name }}").replace("- {{ idea }}", "* Idea: {{ idea }}")


def questions(document: dict[str, Any]) -> list[tuple[str, str, str | None, str | None]]:
    return [(each["path"], each["change"], each["before"], each["after"]) for each in document["questions"]]


@pytest.mark.parametrize("has_copy", [True, False])
def test_a_changed_template_is_no_change_of_an_answer(program: Program, home: Path, has_copy: bool) -> None:
    put_template(home, NEWER)
    if not has_copy:
        for copy in home.rglob("*"):
            if copy.is_file() and copy.parent != home / "templates":
                copy.unlink()

    document = program("diff", "plan.md", "--json").document

    assert "+# Plan: Relay" in document["diff"]
    assert questions(document) == []


def test_answers_that_were_edited_are_told_beside_a_changed_template(program: Program, home: Path) -> None:
    put_template(home, NEWER)
    ANSWERS.write_text(ANSWERS.read_text().replace("goal: Talk.", "goal: Talk twice."))

    assert questions(program("diff", "plan.md", "--json").document) == [("goal", "changed", "Talk.", "Talk twice.")]


def test_moved_ticked_new_and_removed_items_are_told_as_such(program: Program) -> None:
    steps = "[{title: First, tasks: [dig, fill]}, {title: Second, tasks: [sow, reap]}, {title: Third}]"
    program("answer", "d", stdin=json.dumps({"steps": yaml.safe_load(steps)}))
    assert program("save", "d").code == 0
    assert program("open", "plan.md", "--json", "--draft", "e").code in (0, 3)
    ticked = [{"text": "sow", "done": True}, {"text": "eat", "done": False}]
    first, second = {"title": "First", "tasks": ["fill"]}, {"title": "Second", "tasks": ticked}
    moved = [second, first, {"title": "Third"}, {"title": "4"}]
    program("answer", "e", stdin=json.dumps({"steps": moved}))

    outcome = program("save", "e", "--dry-run")

    assert outcome.out.split("--- a/")[0].splitlines() == [
        "Steps (steps[0]): Second (moved from 2 to 1)",
        "Tasks (steps[0].tasks[0]): sow (ticked)",
        "Tasks (steps[0].tasks[1]): reap → eat",
        "Tasks (steps[1].tasks[0]): dig (removed)",
        "Steps (steps[3]): 4 (new)",
    ]


def test_edits_by_hand_that_are_read_back_are_told_once(program: Program) -> None:
    edit("- [ ] dig", "- [x] dig")
    edit("- Two", "- Two of them")
    answer(program, "Talk twice.")

    for command in (("diff", "plan.md"), ("save", "d", "--dry-run")):
        outcome = program(*command)
        told = [line for line in outcome.out.split("--- a/")[0].splitlines() if not line.startswith("Edited by hand")]
        assert told == (["Goal: Talk. → Talk twice."] if command[0] == "save" else [])


def test_a_long_answer_is_shown_where_it_differs() -> None:
    long = f"{'word ' * 40}end"
    change = AnswerChange(("goal",), "Goal", "changed", f"{long} of it", f"{long} of all")

    assert change.words() == "Goal: …word word word end of it → …word word word end of all"
