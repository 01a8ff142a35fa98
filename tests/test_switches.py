"""A question with `at_review` is a switch on the review and no question on the way, whoever asks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from screens.outline import ItemRowCache, outline_entries
from screens.widgets.row_layout import ListRow
from tests.support.commands import Program
from tests.support.prompting import talked
from tests.support.small_plan import SMALL, put_template
from tests.support.switched_plan import ANSWERED, COMMENT, SWITCHED, switched_template
from wizard.automation.json_schema import answers_schema, file_schema
from wizard.interview.interview import Interview
from wizard.render.plan import render_plan

SWITCH = ("keep_comments",)


@pytest.fixture
def place(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and the template as the user's own."""
    put_template(home, SWITCHED)
    (tmp_path / "place").mkdir()
    monkeypatch.chdir(tmp_path / "place")
    return tmp_path / "place"


def test_a_switch_is_never_on_the_way_and_never_missing():
    interview = Interview.begin(switched_template(), ANSWERED)

    assert [*interview.asked_paths()] == [("name",), ("goal",)]
    assert interview.missing_paths() == ()
    assert (interview.progress().answered, interview.progress().total) == (2, 2)
    last = interview.go_forward()
    assert last.current == ("goal",)
    assert last.is_last()
    assert last.go_forward().current == ("goal",)
    assert interview.go_to_next_section().current == ("name",)
    assert interview.go_to(SWITCH).current == ("name",)


def test_a_switch_is_off_until_it_is_switched():
    off = Interview.begin(switched_template(), ANSWERED)
    (switch,) = off.switches()

    on = off.toggle(switch)

    assert not off.is_on(switch)
    assert on.is_on(switch)
    assert not on.toggle(switch).is_on(switch)
    assert COMMENT not in render_plan(off).text
    assert COMMENT in render_plan(on).text
    assert on.progress() == off.progress()


def test_a_switch_before_the_questions_is_not_where_an_interview_begins():
    section = "  - title: Zero\n    questions:\n      - {id: more, kind: yesno, label: More?, at_review: true}\n"
    template = SWITCHED.replace("sections:\n", f"sections:\n{section}").replace("or keep", "or more or keep")

    told = talked(template, "Relay", "Talk.")

    assert told.said.count("First. 0 of 2 answered.") == 1
    assert told.answers == ANSWERED


def test_the_outline_lists_no_switch_and_no_section_of_switches():
    entries = list(outline_entries(Interview.begin(switched_template()), ItemRowCache(), with_all_items=True))

    assert [entry.key for entry in entries if isinstance(entry, ListRow)] == ["name", "goal"]
    assert len(entries) == 3


def test_the_schema_has_a_switch_that_nobody_must_give():
    template = switched_template()
    whole: Any = file_schema(template)
    alone: Any = answers_schema(template)

    for schema in (alone, whole["properties"]["answers"]):
        assert "keep_comments" in schema["properties"]
        assert "keep_comments" not in schema.get("required", [])


def test_programs_are_not_asked_but_told_of_a_switch(place: Path, program: Program):
    asked = program("new", "small", "--draft", "d", "--json").document
    assert asked["section"] == {"title": "First", "number": 1, "of": 1}
    assert "switches" not in asked

    complete = program("answer", "d", stdin=json.dumps(ANSWERED)).document
    assert (complete["kind"], complete["open"]) == ("complete", [])
    label = "Keep the template's comments in the plan?"
    assert complete["switches"] == [{"path": "keep_comments", "label": label, "on": False}]

    on = program("answer", "d", stdin='{"keep_comments": true}').document
    assert on["switches"][0]["on"] is True


def test_a_switch_with_a_condition_is_there_only_where_it_holds(place: Path, program: Program, home: Path):
    put_template(home, SWITCHED.replace("at_review: true", "at_review: true\n        when: goal == 'x'"))
    program("new", "small", "--draft", "d", "--json")

    assert "switches" not in program("answer", "d", stdin=json.dumps(ANSWERED)).document
    assert "switches" in program("answer", "d", stdin='{"goal": "x"}').document


def test_a_switch_stays_in_the_answers_file(place: Path, program: Program):
    program("new", "small", "--draft", "d", "--json", "--set", "name=Relay", "--set", "goal=Talk.", "--keep-comments")
    assert program("save", "d", "-o", "plan.md").code == 0

    assert COMMENT in Path("plan.md").read_text()
    assert "keep_comments: true" in Path("plan.answers.yaml").read_text()
    assert program("check", "plan.md").code == 0
    assert COMMENT in program("render", "plan.answers.yaml").out


@pytest.mark.parametrize("command", ["new", "render", "save"])
def test_comments_are_kept_where_that_is_asked_for(command: str, place: Path, program: Program):
    answers = ("--set", "name=Relay", "--set", "goal=Talk.")
    if command == "render":
        assert COMMENT not in program("render", "small", *answers).out
        assert COMMENT in program("render", "small", *answers, "--keep-comments").out
        return
    keeping = ("--keep-comments",)
    program("new", "small", "--draft", "d", "--json", *answers, *(keeping if command == "new" else ()))
    program("save", "d", "-o", "plan.md", *(keeping if command == "save" else ()))

    assert COMMENT in Path("plan.md").read_text()


def test_a_saved_plan_is_rendered_with_its_comments(place: Path, program: Program):
    program("new", "small", "--draft", "d", "--json", "--set", "name=Relay", "--set", "goal=Talk.")
    program("save", "d", "-o", "plan.md")

    assert COMMENT in program("render", "plan.answers.yaml", "--keep-comments").out


@pytest.mark.parametrize("command", ["new", "render", "save"])
def test_a_template_without_comments_that_go_says_so(command: str, place: Path, program: Program, home: Path):
    put_template(home, SMALL)
    program("new", "small", "--draft", "d", "--json")
    before = sorted(Path().iterdir())

    outcome = program(command, "d" if command == "save" else "small", "--json", "--keep-comments")

    assert outcome.code == 2
    assert outcome.problems[0]["message"] == (
        "--keep-comments needs a template with guidance comments; 'Small plan' has none"
    )
    assert sorted(Path().iterdir()) == before


def test_without_a_template_there_are_no_comments_to_keep(program: Program):
    assert "name a TEMPLATE" in program("new", "--keep-comments").err


def test_line_by_line_a_switch_is_named_and_switched_on_the_review(place: Path):
    told = talked(SWITCHED, "Relay", "Talk.", ":switch keep_comments", ":switch", ":switch", ":save", "")

    label = "Keep the template's comments in the plan?"
    assert f"All answered. Read it once more with :preview, then save.\n{label} No; :switch keep_comments" in told.said
    assert told.after(":switch keep_comments").startswith("Keep comments: on.")
    assert f"{label} Yes; :switch keep_comments changes it." in told.after(":switch keep_comments")
    assert told.answers == {**ANSWERED, "keep_comments": True}
    assert COMMENT in Path("relay.md").read_text()


def test_line_by_line_a_switch_is_no_question_to_go_to(place: Path):
    told = talked(SWITCHED, ":goto keep_comments", ":outline", ":switch other", ":help")

    assert told.after(":goto keep_comments").startswith("There is no question 'keep_comments' now")
    assert "keep_comments" not in told.after(":outline")
    assert ":switch keep_comments changes it" in told.after(":switch other")
    assert ":switch" in told.after(":help")


def test_line_by_line_a_template_without_switches_has_no_command_for_them(place: Path):
    told = talked(SMALL, ":switch", ":help")

    assert told.after(":switch").startswith("This template has no switches.")
    assert ":switch" not in told.after(":help")
