"""A plan that was edited by hand, in the commands for programs: what was done in it is in the answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from msgspec import to_builtins

from tests.support.commands import Program
from tests.support.edited_plan import ANSWERS
from wizard.drafts.draft import read_draft
from wizard.model.answers import Answer, answer_at, parse_path

PLAN = "relay.md"
BESIDE = "relay.answers.yaml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "work"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


@pytest.fixture(autouse=True)
def saved(program: Program, folder: Path) -> None:
    """A plan, saved from a draft called first."""
    Path("given.json").write_text(json.dumps(to_builtins(ANSWERS)))
    assert program("new", "project-plan", "--answers", "given.json", "--draft", "first", "--json").code in (0, 3)
    assert program("save", "first", "-o", PLAN).code == 0


def edit(old: str, new: str) -> None:
    text = Path(PLAN).read_text()
    assert text.count(old) == 1
    Path(PLAN).write_text(text.replace(old, new))


def answer_of(draft: str, path: str) -> object:
    return answer_at(read_draft(draft)[0].answers, parse_path(path))


def answer_beside(path: str) -> Answer:
    answers = yaml.safe_load(Path(BESIDE).read_text())["answers"]
    for step in parse_path(path):
        answers = answers[step]
    return answers


def paths_in(document: dict[str, list[dict[str, str]]]) -> list[str]:
    return [change["path"] for change in document.get("readBack", [])]


def test_opening_a_plan_reads_what_was_done_in_it_by_hand(program: Program) -> None:
    edit("[ ] Make app", "[x] Make app")
    edit("Let teams talk.", "Let all teams talk.")

    opened = program("open", PLAN, "--draft", "second", "--json")

    goal, tick = opened.document["readBack"]
    assert goal == {
        "path": "goal",
        "before": "Let teams talk.",
        "after": "Let all teams talk.",
        "line": 5,
        "tick": False,
    }
    assert (tick["path"], tick["tick"]) == ("milestones[0].tasks[1].done", True)
    assert answer_of("second", "goal") == "Let all teams talk."


def test_a_tick_in_the_file_is_in_the_answers_once_it_is_saved_and_the_file_stays_as_it_is(program: Program) -> None:
    edit("[ ] Make app", "[x] Make app")
    before = Path(PLAN).read_bytes()

    program("open", PLAN, "--draft", "second", "--json")
    program("save", "second")

    assert Path(PLAN).read_bytes() == before
    assert answer_beside("milestones[0].tasks[1]") == {"text": "Make app", "done": True}
    assert "done by hand" not in program("check", PLAN).err


@pytest.mark.parametrize("command", ["next", "answer", "save"])
def test_a_draft_takes_what_was_done_in_its_plan_since(command: str, program: Program) -> None:
    edit("*   [ ] Make app\n", "*   [ ] Make app\n*   [ ] Deploy\n")

    if command == "save":
        document = program("save", "first", "--json").document
    else:
        document = program(command, "first", stdin='{"owner": "Us"}').document

    assert paths_in(document) == ["milestones[0].tasks[2]"]
    if command != "next":
        assert answer_of("first", "milestones[0].tasks[2].text") == "Deploy"


def test_next_writes_nothing(program: Program, home: Path) -> None:
    edit("[ ] Make app", "[x] Make app")
    files = {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and "cache" not in path.parts}

    assert paths_in(program("next", "first").document) == paths_in(program("next", "first").document) != []

    assert {path: path.read_bytes() for path in files} == files


def test_what_is_no_answer_stays_in_the_plan_over_three_saves(program: Program) -> None:
    edit("\n## 4. Risks", "\nA note of mine.\n\n## 4. Risks")
    edit("[ ] Make app", "[x] Make app")
    expected = Path(PLAN).read_text()

    for name in ("one", "two", "three"):
        program("open", PLAN, "--draft", name, "--json")
        assert program("save", name).code == 0

        assert Path(PLAN).read_text() == expected


def test_an_answer_that_was_read_and_then_changed_is_no_clash(program: Program) -> None:
    edit("Let teams talk.", "Let all teams talk.")
    program("open", PLAN, "--draft", "second", "--json")
    program("answer", "second", stdin='{"goal": "Something else."}')

    saved = program("save", "second")

    assert saved.code == 0
    assert "**High-Level Goal:** Something else." in Path(PLAN).read_text()


def test_an_answer_that_both_have_changed_is_told_and_nothing_is_overwritten(program: Program) -> None:
    program("answer", "first", stdin='{"goal": "Of the draft."}')
    edit("Let teams talk.", "Of the file.")
    edit("[ ] Make app", "[x] Make app")
    before = Path(PLAN).read_bytes()

    saved = program("save", "first")

    assert saved.code == 1
    assert Path(PLAN).read_bytes() == before
    assert answer_of("first", "goal") == "Of the draft."
    assert answer_of("first", "milestones[0].tasks[1].done") is True


def test_edits_are_taken_beside_those_of_the_draft(program: Program) -> None:
    program("answer", "first", stdin='{"milestones[0].tasks[+]": "From the draft", "owner": "Us"}')
    edit("*   [ ] Make repo\n", "*   [ ] From the file\n*   [x] Make repo\n")
    edit("### Milestone 2: Chat", "### Milestone 2: Basic chat")

    saved = program("save", "first")

    assert saved.code == 0
    tasks = answer_beside("milestones[0].tasks")
    assert [task["text"] if isinstance(task, dict) else task for task in tasks] == [  # type: ignore[union-attr]  # plain YAML
        "From the file",
        "Make repo",
        "Make app",
        "From the draft",
    ]
    assert answer_beside("milestones[1].title") == "Basic chat"
    assert "*   [x] Make repo\n*   [ ] Make app\n*   [ ] From the draft\n" in Path(PLAN).read_text()


def test_a_refused_edit_stays_in_the_plan_and_is_not_offered_again(program: Program) -> None:
    edit("Let teams talk.", "Let all teams talk.")
    edit("*   Emoji\n", "*   Emoji\n*   Threads\n")
    edited = Path(PLAN).read_text()

    opened = program("open", PLAN, "--draft", "second", "--json", "--refuse", "goal")
    program("save", "second")

    assert paths_in(opened.document) == ["ideas[2]"]
    assert answer_beside("goal") == "Let teams talk."
    assert Path(PLAN).read_text() == edited
    assert paths_in(program("open", PLAN, "--draft", "third", "--json").document) == []
    assert paths_in(program("next", "second").document) == []


def test_a_refused_edit_that_is_edited_again_is_offered(program: Program) -> None:
    edit("Let teams talk.", "Let all teams talk.")
    program("open", PLAN, "--draft", "second", "--json", "--refuse", "goal")
    program("save", "second")
    edit("Let all teams talk.", "Let everybody talk.")

    assert paths_in(program("next", "second").document) == ["goal"]


def test_without_reading_back_only_ticks_are_taken(program: Program) -> None:
    edit("Let teams talk.", "Let all teams talk.")
    edit("[ ] Make app", "[x] Make app")
    edited = Path(PLAN).read_text()

    saved = program("save", "first", "--no-read-back", "--json")

    assert paths_in(saved.document) == ["milestones[0].tasks[1].done"]
    assert Path(PLAN).read_text() == edited


def test_refusing_what_was_not_edited_is_told(program: Program) -> None:
    refused = program("open", PLAN, "--draft", "second", "--json", "--refuse", "goal")

    assert refused.code == 2
    assert "goal" in refused.err
    assert program("next", "second").code == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.rstrip(b"\n"),
    ],
    ids=["CRLF", "byte order mark", "no last line end"],
)
def test_line_ends_and_marks_of_an_editor_are_no_hindrance(change: Callable[[bytes], bytes], program: Program) -> None:
    edit("[ ] Make app", "[x] Make app")
    edit("Let teams talk.", "Let all teams talk.")
    Path(PLAN).write_bytes(change(Path(PLAN).read_bytes()))
    before = Path(PLAN).read_bytes()

    opened = program("open", PLAN, "--draft", "second", "--json")
    program("save", "second")

    assert paths_in(opened.document) == ["goal", "milestones[0].tasks[1].done"]
    assert Path(PLAN).read_bytes() == before


def test_a_plan_with_the_marks_of_a_merge_is_not_read(program: Program) -> None:
    edit("Let teams talk.", "Let teams talk.\n<<<<<<< ours\nA\n=======\nB\n>>>>>>> theirs")
    edit("[ ] Make app", "[x] Make app")

    assert paths_in(program("open", PLAN, "--draft", "second", "--json").document) == []


def test_answers_that_were_changed_in_their_file_stand_beside_edits_of_the_plan(program: Program) -> None:
    text = Path(BESIDE).read_text()
    Path(BESIDE).write_text(text.replace("problem: Noise", "problem: Silence"))
    edit("[ ] Make app", "[x] Make app")

    program("open", PLAN, "--draft", "second", "--json")
    saved = program("save", "second")

    assert saved.code == 0
    assert answer_of("second", "problem") == "Silence"
    assert answer_beside("milestones[0].tasks[1]") == {"text": "Make app", "done": True}
    assert "**Core Problem:** Silence" in Path(PLAN).read_text()
    assert "*   [x] Make app" in Path(PLAN).read_text()


def test_check_says_what_opening_would_take_over_and_nothing_of_ticks(program: Program) -> None:
    edit("[ ] Make app", "[x] Make app")
    edit("Let teams talk.", "Let all teams talk.")
    edit("\n## 4. Risks", "\nA note of mine.\n\n## 4. Risks")

    checked = program("check", PLAN)

    assert "Opening it will read 1 edit back into its answers." in checked.err
    assert "1 box ticked" in checked.err
    assert "[x] Make app" not in checked.out


@pytest.mark.parametrize(
    "given",
    [
        {"milestones[0].tasks[1]": "Make the app"},
        {"milestones[0].tasks": ["Make app", "Make repo"]},
        {"milestones[0]": {"title": "First", "tasks": ["Make repo", "Make app"], "test": "it runs"}},
    ],
    ids=["a task", "a list", "a milestone"],
)
def test_a_tick_of_the_file_stays_when_its_task_is_answered_as_plain_text(
    given: dict[str, object], program: Program
) -> None:
    edit("[ ] Make app", "[x] Make app")

    answered = program("answer", "first", stdin=json.dumps(given))
    saved = program("save", "first")

    assert paths_in(answered.document) == ["milestones[0].tasks[1].done"]
    assert saved.code == 0
    assert Path(PLAN).read_text().count("[x] Make") == 1
    tasks = answer_of("first", "milestones[0].tasks")
    assert [task["text"] for task in tasks if task["done"]] == [  # type: ignore[attr-defined, union-attr]  # a checklist
        "Make the app" if "milestones[0].tasks[1]" in given else "Make app"
    ]


@pytest.mark.parametrize(
    "given", [{"milestones[0].tasks[1]": {"text": "Make app", "done": False}}, {"milestones[0].tasks": ["Make repo"]}]
)
def test_a_tick_of_the_file_that_an_answer_takes_away_at_the_same_time_stays_in_the_file(
    given: dict[str, object], program: Program
) -> None:
    edit("[ ] Make app", "[x] Make app")
    before = Path(PLAN).read_bytes()

    program("answer", "first", stdin=json.dumps(given))
    program("save", "first")

    assert Path(PLAN).read_bytes() == before


def test_settings_in_plain_text_keep_the_ticks_of_the_answers_beside_them(program: Program) -> None:
    Path("given.json").write_text(json.dumps({"features": [{"text": "Chat", "done": True}, "Search"]}))

    program("new", "project-plan", "--answers", "given.json", "--set", "features[0]=Talk", "--draft", "one", "--json")
    program("new", "project-plan", "--answers", "given.json", "--set", "features=Map\nChat", "--draft", "two", "--json")

    assert answer_of("one", "features") == ({"text": "Talk", "done": True}, {"text": "Search", "done": False})
    assert answer_of("two", "features") == ({"text": "Map", "done": False}, {"text": "Chat", "done": True})


@pytest.mark.parametrize("command", [("diff", PLAN), ("save", "first", "--dry-run")], ids=["diff", "dry run"])
def test_what_a_save_would_read_back_is_listed_and_nothing_is_written(
    command: tuple[str, ...], program: Program
) -> None:
    edit("[ ] Make app", "[x] Make app")
    edit("[ ] **Test:** two", "[x] **Test:** two")
    edit("Let teams talk.", "Talk.")
    edit("*   Emoji\n", "*   Threads\n*   Emoji\n")
    edit("    *   Video\n", "")
    files = {path: path.read_bytes() for path in (Path(PLAN), Path(BESIDE))}

    told = program(*command)
    document = program(*command, "--json").document

    lines = [line.removeprefix("Edited by hand, ") for line in told.out.splitlines()]
    assert [line.partition(", ")[2] for line in lines] == [
        "Goal: Let teams talk. → Talk.",
        "Non-goals, removed: Video",
        "ticked: Make app",
        "ticked: Milestone 2: Done",
        "Future improvements, added: Threads",
    ]
    assert lines[0].startswith("line 5, ")
    assert paths_in(document) == [
        "goal",
        "non_goals[0]",
        "milestones[0].tasks[1].done",
        "milestones[1].tested",
        "ideas[1]",
    ]
    assert {path: path.read_bytes() for path in files} == files
    assert answer_of("first", "goal") == "Let teams talk."


def test_diff_names_the_task_that_was_ticked_though_the_answers_have_another_before_it(program: Program) -> None:
    edit("[ ] Make app", "[x] Make app")
    text = Path(BESIDE).read_text()
    Path(BESIDE).write_text(re.sub(r"( +)- Make repo\n", r"\1- Begin\n\g<0>", text))

    assert "ticked: Make app" in program("diff", PLAN).out


def test_a_plan_with_cr_line_ends_is_read_saved_and_checked_like_any_other(program: Program) -> None:
    path = Path(PLAN)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r"))

    assert paths_in(program("open", PLAN, "--draft", "mac", "--json").document) == []
    assert "edited" not in program("check", PLAN).out

    path.write_bytes(path.read_bytes().replace(b"*   Emoji\r", b"*   Stickers\r"))
    assert paths_in(program("open", PLAN, "--draft", "again", "--json").document) == ["ideas[1]"]
    assert program("answer", "again", stdin='{"goal": "Talk"}').code in (0, 3)
    assert program("save", "again", "-o", PLAN).code == 0

    written = path.read_bytes()
    assert b"\n" not in written and b"*   Stickers\r" in written and b"Talk" in written
    assert len(written.split(b"\r")) == len(written.replace(b"\r", b"\n").split(b"\n")) > 40
    assert (answer_beside("goal"), answer_beside("ideas[1]")) == ("Talk", "Stickers")
