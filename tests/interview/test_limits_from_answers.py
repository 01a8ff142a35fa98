"""Options, dates and checks that depend on earlier answers: judged, shown, and never the end of an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import Program
from wizard.automation.json_schema import answers_schema
from wizard.compiler.loader import check_template, read_template
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, parse_path
from wizard.render.plan import render_plan

TEMPLATE = """\
---
wizard: 1
name: sprint
title: Sprint
sections:
  - title: All
    questions:
      - {id: needs, kind: checklist, label: What is needed?, item: need}
      - id: teams
        kind: table
        label: T?
        columns: [{id: team, kind: line, label: T?}, {id: size, kind: number, label: S?}]
      - {id: first, kind: choice, label: Which comes first?, options: {from: needs, label: text}}
      - {id: later, kind: choices, label: Which can wait?, options: {from: needs}}
      - {id: owner, kind: choice, label: Who?, options: {from: teams | sort("team"), label: team}, other: true}
      - {id: start, kind: date, label: When does it start?, min: 2026-01-01}
      - {id: end, kind: date, label: When does it end?, min: start | plus_days(1), max: 2027-12-31}
      - {id: points, kind: number, label: P?}
      - {id: done, kind: number, label: D?, valid: done <= points, valid_message: More is done than was planned.}
      - id: visits
        kind: table
        label: V?
        columns:
          - {id: what, kind: choice, label: W?, options: {from: needs}}
          - {id: from_day, kind: date, label: F?, min: start}
          - {id: to_day, kind: date, label: T?, valid: to_day >= from_day, valid_message: It ends before it begins.}
      - id: parts
        kind: group
        label: P?
        item: part
        questions:
          - {id: names, kind: list, label: N?}
          - {id: main, kind: choice, label: M?, options: {from: names}}
          - {id: for_need, kind: choice, label: F?, options: {from: needs, label: text}}
          - {id: day, kind: date, label: D?, max: end}
---
{{ first }} {{ later }} {{ owner }} {{ start }} {{ end }} {{ done }} {{ points }}
{% for team in teams %}{{ team.size }}{% endfor %}
{% for visit in visits %}{{ visit.what }} {{ visit.from_day }} {{ visit.to_day }}{% endfor %}
{% for part in parts %}{{ part.main }} {{ part.for_need }} {{ part.day }}{% endfor %}
"""
NEEDS: Answer = ({"text": "Login", "done": False}, {"text": "Search", "done": True}, {"text": "Login", "done": True})


def interview(**answers: Answer) -> Interview:
    return Interview.begin(read_template(TEMPLATE, "t.md"), answers)


def options(asked: Interview, path: str) -> list[str]:
    return [option.value for option in asked.question(parse_path(path)).options]


def told(asked: Interview, path: str) -> list[str]:
    return [str(problem) for problem in asked.problems(parse_path(path))]


def test_the_template_has_no_finding() -> None:
    assert check_template(TEMPLATE, "t.md") == ()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("first", ["Login", "Search"]),
        ("later", ["Login", "Search"]),
        ("owner", ["Core", "Web"]),
        ("visits[0].what", ["Login", "Search"]),
        ("parts[0].main", ["a", "b"]),
        ("parts[1].main", []),
        ("parts[0].for_need", ["Login", "Search"]),
    ],
)
def test_options_are_the_answers_so_far(path: str, expected: list[str]) -> None:
    asked = interview(
        needs=NEEDS, teams=({"team": "Web"}, {"size": 3}, {"team": "Core"}), parts=({"names": ("a", "b")}, {})
    )

    assert options(asked, path) == expected


@pytest.mark.parametrize("needs", [{}, {"needs": None}, {"needs": ()}])
def test_without_such_answers_there_is_nothing_to_choose_and_that_is_said(needs: dict[str, Answer]) -> None:
    question = interview(**needs).question(("first",))

    assert question.options == ()
    assert question.help.startswith("There is nothing to choose from yet; the options are the answers to an earlier ")


def test_an_answer_that_is_no_option_any_more_is_invalid_and_stays_one() -> None:
    asked = interview(needs=NEEDS).answer(("first",), "Search").answer(("later",), ("Login", "Search"))
    before = (asked.state(("first",)), asked.state(("later",)))

    after = asked.answer(("needs",), ("Login",))

    assert before == ("answered", "answered")
    assert (after.state(("first",)), after.state(("later",))) == ("invalid", "invalid")
    assert told(after, "first") == ["first: 'Search' is not one of the options; they are: Login"]
    assert told(after, "later") == ["later[1]: 'Search' is not one of the options; they are: Login"]
    assert after.answer_at(("first",)) == "Search"
    assert render_plan(after).text.startswith("Search Login, Search")
    assert {("first",), ("later",)} <= set(after.missing_paths())
    assert after.answer(("needs",), NEEDS).state(("first",)) == "answered"


def test_typed_text_is_one_of_the_options_of_now() -> None:
    asked = interview(needs=NEEDS)

    assert asked.answer_text(("first",), "search").answer_at(("first",)) == "Search"
    with pytest.raises(InvalidAnswer, match="not one of the options"):
        asked.answer_text(("first",), "Export")


def test_a_literal_limit_of_a_date_refuses_what_is_outside() -> None:
    with pytest.raises(InvalidAnswer, match=r"Not before 2026-01-01; this is 2025-12-31\."):
        interview().answer(("start",), "2025-12-31")
    with pytest.raises(InvalidAnswer, match=r"Not after 2027-12-31; this is 2028-01-01\."):
        interview().answer(("end",), "2028-01-01")


def test_a_date_is_judged_by_the_dates_before_it() -> None:
    asked = interview(start="2026-02-28", end="2026-02-28")

    assert told(asked, "end") == ["end: Not before 2026-03-01; this is 2026-02-28."]
    assert asked.answer(("end",), "2026-03-01").state(("end",)) == "answered"
    assert asked.answer(("start",), "2026-02-01").state(("end",)) == "answered"
    assert interview(end="2026-02-28").state(("end",)) == "answered"
    assert interview(start=None, end="2026-02-28").state(("end",)) == "answered"


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"points": 5, "done": 6}, "invalid"),
        ({"points": 5, "done": 5}, "answered"),
        ({"done": 6}, "answered"),
        ({"points": None, "done": 6}, "answered"),
        ({"points": 5}, "open"),
        ({"points": 5, "done": None}, "left_out"),
    ],
)
def test_a_check_across_questions_waits_until_all_are_answered(answers: dict[str, Answer], state: str) -> None:
    asked = interview(**answers)

    assert asked.state(("done",)) == state
    assert told(asked, "done") == (["done: More is done than was planned."] if state == "invalid" else [])


def test_cells_are_judged_by_their_own_row() -> None:
    rows: Answer = (
        {"what": "Login", "from_day": "2026-03-02", "to_day": "2026-03-01"},
        {"what": "Export", "from_day": "2026-01-01", "to_day": "2026-03-01"},
        {},
    )

    assert told(interview(needs=NEEDS, start="2026-02-01", visits=rows), "visits") == [
        "visits[0].to_day: It ends before it begins.",
        "visits[1].what: 'Export' is not one of the options; they are: Login; Search",
        "visits[1].from_day: Not before 2026-02-01; this is 2026-01-01.",
    ]


def test_a_column_hides_an_earlier_question_of_the_same_name() -> None:
    text = TEMPLATE.replace("id: from_day, kind: date, label: F?, min: start", "id: start, kind: date, label: F?")
    text = text.replace(
        "to_day, kind: date, label: T?, valid: to_day >= from_day, valid_message: It ends before it begins.",
        "to_day, kind: date, label: T?, min: start",
    ).replace("visit.from_day", "visit.start")
    rows: Answer = ({"start": "2026-01-05", "to_day": "2026-01-06"}, {"start": "2026-01-05", "to_day": "2026-01-04"})
    asked = Interview.begin(read_template(text, "t.md"), {"start": "2026-02-01", "visits": rows})

    assert told(asked, "visits") == ["visits[1].to_day: Not before 2026-01-05; this is 2026-01-04."]
    assert asked.question(("visits",)).questions[2].earliest is None
    assert asked.answer_text(("visits", 0, "to_day"), "2026-01-07").problems(("visits",))[0].path == "visits[1].to_day"


def test_questions_of_an_item_are_judged_by_the_same_item_first() -> None:
    asked = interview(end="2026-03-01", parts=({"names": ("a",), "main": "a"}, {"main": "a", "day": "2026-04-01"}))

    assert told(asked, "parts[0].main") == []
    assert told(asked, "parts[1].main") == ["parts[1].main: 'a' is not one of the options; there are none yet"]
    assert told(asked, "parts[1].day") == ["parts[1].day: Not after 2026-03-01; this is 2026-04-01."]


def test_the_schema_says_in_words_what_it_cannot_say_itself() -> None:
    schema: Any = answers_schema(read_template(TEMPLATE, "t.md"))
    told = {id: each.get("description", "") for id, each in schema["properties"].items()}

    assert told["first"] == "The options come from needs."
    assert told["end"] == "Not before start | plus_days(1). Not after 2027-12-31."
    assert told["done"] == "More is done than was planned: done <= points must hold."
    assert schema["properties"]["first"]["type"] == ["string", "null"]


@pytest.fixture
def sprint(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A draft of the template, with two needs."""
    monkeypatch.chdir(tmp_path)
    Path("sprint.md").write_text(TEMPLATE)
    program("new", "./sprint.md", "--draft", "sprint", "--json", "--set", "needs=[Login, Search]")
    return program


def test_a_program_is_offered_the_options_and_told_why_another_is_refused(sprint: Program) -> None:
    sprint("answer", "sprint", stdin='{"teams": null}')
    asked = sprint("next", "sprint").document
    refused = sprint("answer", "sprint", stdin='{"first": "Export"}')

    assert asked["path"] == "first"
    assert [each["const"] for each in asked["schema"]["properties"]["first"]["oneOf"]] == ["Login", "Search"]
    assert refused.code != 0
    assert "'Export' is not one of the options; they are: Login; Search" in refused.err
    assert "Export" not in sprint("next", "sprint").out


def test_answers_that_are_given_together_are_judged_together(sprint: Program) -> None:
    refused = sprint("answer", "sprint", stdin='{"end": "2026-02-01", "start": "2026-03-01"}')
    taken = sprint("answer", "sprint", stdin='{"end": "2026-04-01", "start": "2026-03-01", "first": "Login"}')

    assert "Not before 2026-03-02; this is 2026-02-01." in refused.err
    assert taken.code in (0, 3)
    assert "first" not in [each["path"] for each in taken.document["open"]]


def test_a_program_is_asked_again_when_an_earlier_answer_has_changed(sprint: Program) -> None:
    sprint("answer", "sprint", stdin='{"first": "Search", "done": 3, "points": 3}')
    changed = sprint("answer", "sprint", stdin='{"needs": ["Login"], "points": 2}').document

    problems = {each["path"]: each["problems"][0]["message"] for each in changed["open"] if "problems" in each}
    assert problems == {
        "first": "'Search' is not one of the options; they are: Login",
        "done": "More is done than was planned.",
    }


def test_settings_of_the_command_line_are_judged_too(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "sprint.md"
    path.write_text(TEMPLATE)

    outcome = program("render", str(path), "--set", "points=2", "--set", "done=3")

    assert outcome.code != 0
    assert "More is done than was planned." in outcome.err


def test_a_plan_is_saved_with_what_is_invalid_and_check_tells_of_it(sprint: Program) -> None:
    sprint("answer", "sprint", stdin='{"first": "Search", "start": "2026-03-01", "end": "2026-04-01"}')
    sprint("answer", "sprint", stdin='{"needs": ["Login"], "start": "2026-05-01"}')
    saved = sprint("save", "sprint", "-o", "plan.md")
    checked = sprint("check", "plan.md")

    assert "end: Not before 2026-05-02; this is 2026-04-01." in saved.err
    assert Path("plan.md").read_text().startswith("Search  ")
    assert "'Search' is not one of the options; they are: Login" in checked.out
    assert sprint("render", "plan.answers.yaml").out == Path("plan.md").read_text()


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("from: needs, label: text", "from: need, label: text", "unknown-name"),
        ("from: needs, label: text", "from: later, label: text", "later-question"),
        ("from: needs, label: text", "from: needs, label: txt", "unknown-part"),
        ("from: needs, label: text", "form: needs, label: text", "unknown-key"),
        ("from: needs, label: text", "label: text", "missing-key"),
        ("label: Who?, options: {from: teams", "label: Who?, options: {from: first", "not-repeatable"),
        ("min: 2026-01-01", "min: 2026-13-01", "bad-limits"),
        ("min: 2026-01-01", "min: 2026-1-1", "bad-limits"),
        ("min: 2026-01-01", "min: 3", "wrong-type"),
        ("min: 2026-01-01", "min: end", "later-question"),
        ("min: 2026-01-01", "min: tomorrow", "unknown-name"),
        ("min: start | plus_days(1), max: 2027-12-31", "min: 2028-01-01, max: 2027-12-31", "bad-limits"),
        ("min: start | plus_days(1)", "min: needs", "bad-limits"),
        ("done <= points", "done <= point", "unknown-name"),
        ("done <= points", "done <= ", "syntax"),
        ("done <= points", 'done <= "points"', "no-order"),
        (", valid_message: More is done than was planned.", "", "missing-key"),
        ("valid: done <= points, ", "", "misplaced-key"),
        ("kind: checklist, label", "kind: checklist, options: {from: needs}, label", "misplaced-key"),
    ],
)
def test_what_cannot_be_is_found(before: str, after: str, code: str) -> None:
    assert before in TEMPLATE

    assert code in [problem.code for problem in check_template(TEMPLATE.replace(before, after, 1), "t.md")]
