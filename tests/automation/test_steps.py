"""The interview for programs: one screen at a time, all or nothing, every problem with its path."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.support.commands import Program
from tests.support.one_question import template_text
from tests.support.patience import PATIENCE
from tests.support.warm_process import WarmPopen
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import open_draft, read_draft
from wizard.model.answers import thaw

TEMPLATE = """\
---
wizard: 1
name: small
title: Small plan
version: 1
sections:
  - title: First
    questions:
      - {id: name, kind: line, label: What is it called?, required: true, help: A short name., example: Relay}
      - {id: is_big, kind: yesno, label: Is it big?}
      - {id: why_big, kind: line, label: Why is it big?, when: is_big, required: true}
      - {id: colour, kind: choice, label: Which colour?, options: [red, blue], recommended: blue}
      - {id: due, kind: date, label: When is it due?}
  - title: Second
    questions:
      - id: parts
        kind: group
        label: Which parts?
        item: part
        questions:
          - {id: title, kind: line, label: What is it?, required: true}
          - {id: is_old, kind: yesno, label: Is it old?}
          - {id: age, kind: number, label: How old is it?, when: is_old, required: true}
          - {id: weight, kind: number, label: How heavy is it?, when: is_big}
          - {id: tasks, kind: checklist, label: What is to do?}
---
# {{ name }}
{% if is_big %}
Big: {{ why_big }}
{% endif %}
{{ colour }} {{ due }}
{% for part in parts %}
## {{ part.title }}
{% for task in part.tasks %}
- [{{ "x" if task.done else " " }}] {{ task.text }}
{% endfor %}
{% endfor %}
"""


@pytest.fixture
def begun(tmp_path: Path, program: Program) -> Program:
    """The program, with a draft called `small` of a small template."""
    template = tmp_path / "small.md"
    template.write_text(TEMPLATE)
    assert program("new", str(template), "--draft", "small", "--json").code == 3
    return program


def answer(program: Program, **answers: object) -> Any:
    return program("answer", "small", stdin=json.dumps(answers))


def draft_bytes(home: Path) -> dict[str, bytes]:
    files = (path for path in (home / "drafts").rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in files}


def test_a_new_draft_asks_the_first_question(begun: Program) -> None:
    outcome = begun("next", "small")

    assert outcome.code == 3
    assert outcome.document["kind"] == "question"
    assert outcome.document["schemaVersion"] == 1
    assert outcome.document["path"] == "name"
    assert outcome.document["section"] == {"title": "First", "number": 1, "of": 2}
    assert outcome.document["help"] == "A short name."
    assert outcome.document["example"] == "Relay"
    assert outcome.document["schema"]["required"] == ["name"]
    assert [each["path"] for each in outcome.document["open"]] == ["name", "is_big", "colour", "due", "parts"]


def test_what_is_asked_is_a_valid_schema_and_flat_unless_it_is_a_list_of_objects(begun: Program) -> None:
    seen: dict[str, Any] = {}
    given: dict[str, object] = {"name": "Relay", "is_big": True, "why_big": "So", "colour": "red", "due": "2027-01-31"}

    for path, value in given.items():
        document = begun("next", "small").document
        Draft202012Validator.check_schema(document["schema"])
        seen[path] = document["schema"]["properties"][path]
        answer(begun, **{path: value})

    assert [seen[path]["type"] for path in given] == ["string", "boolean", "string", "string", "string"]
    assert seen["colour"]["oneOf"] == [
        {"const": "red", "title": "red"},
        {"const": "blue", "title": "blue (recommended)"},
    ]
    assert begun("next", "small").document["schema"]["properties"]["parts"]["items"]["required"] == ["title"]


def test_an_answer_leads_to_the_next_question(begun: Program) -> None:
    outcome = answer(begun, name="Relay")

    assert outcome.code == 3
    assert outcome.document["path"] == "is_big"
    assert read_draft("small")[0].answers == {"name": "Relay"}


def test_several_answers_are_taken_at_once_and_completeness_is_told(begun: Program) -> None:
    parts = [{"title": "One", "is_old": None, "tasks": ["a", {"text": "b", "done": True}]}]

    outcome = answer(begun, name="Relay", is_big=False, colour=None, due="2027-01-31", parts=parts)

    assert outcome.code == 0
    assert outcome.document["kind"] == "complete"
    assert outcome.document["open"] == []
    assert begun("next", "small").code == 0


def test_an_optional_question_can_be_passed_and_is_not_asked_again(begun: Program) -> None:
    answer(begun, name="Relay")

    passed = [answer(begun).document.get("path") for _ in range(4)]

    assert passed == ["colour", "due", "parts", None]
    assert begun("next", "small").code == 0
    assert {each["state"] for each in begun("next", "small").document["open"]} == {"open"}


def test_a_required_question_cannot_be_passed(begun: Program) -> None:
    outcome = answer(begun)

    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.problems == [{"path": "name", "message": "this is required and cannot be passed"}]


def test_an_earlier_answer_is_changed_by_its_path(begun: Program) -> None:
    answer(begun, name="Relay", parts=[{"title": "One", "tasks": ["a", "b"]}])

    outcome = answer(begun, **{"parts[0].tasks[1].done": True, "parts[1]": {"title": "Two"}, "name": "Relay 2"})

    assert outcome.code == 3
    answers = read_draft("small")[0].answers
    assert answers["name"] == "Relay 2"
    assert answers["parts"] == (
        {"title": "One", "tasks": ({"text": "a", "done": False}, {"text": "b", "done": True})},
        {"title": "Two"},
    )


def test_what_is_asked_in_an_item_because_of_answers_outside_is_asked_after_the_items(begun: Program) -> None:
    document = answer(begun, name="Relay", is_big=True, why_big="So", colour="red", due=None).document
    parts = {"parts": [{"title": "One", "is_old": False}, {"title": "Two", "is_old": True, "age": 3}]}

    Draft202012Validator(document["schema"]).validate(parts)
    after = answer(begun, **parts).document

    assert list(document["schema"]["properties"]["parts"]["items"]["properties"]) == ["title", "is_old", "age", "tasks"]
    assert after["path"] == "parts[0].weight"


def test_a_row_without_its_required_cell_is_taken_and_asked_for(program: Program, tmp_path: Path) -> None:
    columns = (
        "columns:\n  - {id: risk, kind: line, label: What may happen?, required: true}\n"
        "  - {id: odds, kind: line, label: How likely is it?}"
    )
    table = f"id: risks\nkind: table\nlabel: Which risks?\nitem: risk\n{columns}"
    (tmp_path / "table.md").write_text(template_text(table))
    program("new", str(tmp_path / "table.md"), "--draft", "small", "--json")

    lacking = answer(program, risks=[{"risk": "Rain", "odds": "Low"}, {"odds": "High"}])
    passed = answer(program)
    filled = answer(program, **{"risks[1].risk": "Snow"})

    assert (lacking.code, lacking.document["path"]) == (3, "risks")
    assert lacking.document["problem"] == "Risk 2 needs its risk."
    assert passed.problems == [{"path": "risks[1].risk", "message": "Risk 2 needs its risk."}]
    assert lacking.document["problems"] == lacking.document["open"][0]["problems"] == passed.problems
    assert filled.code == 0


def test_what_an_item_lacks_is_asked_by_its_path(begun: Program) -> None:
    answer(begun, name="Relay", is_big=False, colour="red", due=None, parts=[{}])

    document = begun("next", "small").document

    assert document["path"] == "parts[0].title"
    assert list(document["schema"]["properties"]) == ["parts[0].title"]


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"nmae": "x"}, [("nmae", "there is no such question; did you mean 'name'?")]),
        ({"name": 3}, [("name", "this is a number; it must be a text")]),
        ({"name": None}, [("name", "This answer is required.")]),
        ({"name": " "}, [("name", "this is blank, and the plan needs it; give an answer")]),
        ({"why_big": " "}, [("why_big", "this is blank, and the plan needs it; give an answer")]),
        ({"due": " "}, [("due", "this is blank; null skips the question")]),
        ({"is_big": "maybe"}, [("is_big", "this is a text; it must be true or false")]),
        ({"colour": "bleu"}, [("colour", "'bleu' is not one of the options; did you mean 'blue'?")]),
        ({"due": "2026-02-30"}, [("due", "'2026-02-30' is not a date; February 2026 has no 30th")]),
        ({"why_big": "So"}, [("why_big", "this is not asked; it is asked when is_big")]),
        (
            {"is_big": False, "parts": [{"title": "x", "age": 3}, {"title": "y", "is_old": True, "weight": 1}]},
            [
                ("parts[0].age", "this is not asked; it is asked when is_old"),
                ("parts[1].weight", "this is not asked; it is asked when is_big"),
            ],
        ),
        ({"parts[2].title": "x"}, [("parts[2].title", "the items before it are missing; the next one is parts[0]")]),
        ({"parts.title": "x"}, [("parts.title", "there is no such part; did you mean 'parts[0]'?")]),
        (
            {"parts": [{"titel": "x"}, {"title": [1]}], "name": "ok", "is_big": 1},
            [
                ("parts[0].titel", "'titel' is not known here; did you mean 'title'?"),
                ("parts[1].title", "this is a list; it must be a text"),
                ("is_big", "this is a number; it must be true or false"),
            ],
        ),
    ],
)
def test_a_refusal_names_every_path_and_changes_nothing(
    begun: Program, home: Path, given: dict[str, object], problems: list[tuple[str, str]]
) -> None:
    before = draft_bytes(home)

    outcome = answer(begun, **given)

    assert outcome.code == 2
    assert outcome.out == ""
    assert [(each["path"], each["message"]) for each in outcome.problems] == problems
    assert draft_bytes(home) == before


def test_null_takes_an_item_out_and_the_rest_of_the_answer_stays(begun: Program) -> None:
    answer(begun, name="Relay", parts=[{"title": "One"}, {"title": "Two", "tasks": ["a", "b"]}])

    outcome = answer(begun, **{"parts[1].tasks[0]": None, "parts[0]": None})

    assert outcome.code == 3
    assert read_draft("small")[0].answers["parts"] == ({"title": "Two", "tasks": ({"text": "b", "done": False},)},)


def test_items_taken_out_put_in_and_moved_come_back_with_one_undo(begun: Program) -> None:
    answer(begun, name="Relay", parts=[{"title": "One"}, {"title": "Two"}, {"title": "Three"}])
    before = read_draft("small")[0].answers

    answer(begun, **{"parts[0]": None, "parts[2].move-to": 0, "parts[+]": {"title": "Four"}, "parts[1].is_old": False})
    after = read_draft("small")[0].answers["parts"]
    draft = open_draft("small")
    undone = draft.undo()
    draft.close()

    assert after == ({"title": "Three"}, {"title": "Two", "is_old": False}, {"title": "Four"})
    assert undone is not None
    assert undone.answers == before


def test_one_wrong_path_and_no_item_is_touched(begun: Program, home: Path) -> None:
    answer(begun, name="Relay", parts=[{"title": "One"}, {"title": "Two"}])
    before = draft_bytes(home)

    outcome = answer(begun, **{"parts[0]": None, "parts[+]": {"title": "Three"}, "parts[7]": None})

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.problems == [{"path": "parts[7]", "message": "there is no such item; the last one is parts[1]"}]
    assert draft_bytes(home) == before


def test_what_is_not_asked_in_an_item_is_told_by_the_path_that_was_given(begun: Program) -> None:
    answer(begun, name="Relay", parts=[{"title": "One"}, {"title": "Two"}])

    outcome = answer(begun, **{"parts[0]": None, "parts[1].age": 3, "parts[+]": {"title": "x", "age": 3}})

    message = "this is not asked; it is asked when is_old"
    assert outcome.problems == [
        {"path": "parts[1].age", "message": message},
        {"path": "parts[+].age", "message": message},
    ]


def test_a_question_that_was_passed_stays_passed_when_its_item_moves(begun: Program) -> None:
    answer(begun, name="Relay", is_big=False, colour="red", due=None, parts=[{"title": "One"}, {"title": "Two"}])
    while (asked := begun("next", "small").document)["kind"] == "question" and asked["path"] != "parts[1].tasks":
        answer(begun)
    answer(begun)

    outcome = answer(begun, **{"parts[0]": None})

    assert outcome.document["kind"] == "complete"
    assert [each["path"] for each in outcome.document["open"]] == ["parts[0].is_old", "parts[0].tasks"]


def test_a_list_with_fewer_items_than_its_schema_asks_for_is_refused(program: Program, tmp_path: Path) -> None:
    questions = "id: a\nkind: list\nlabel: A?\nmin: 2\nid: b\nkind: list\nlabel: B?\nrequired: true\nitem: thing"
    (tmp_path / "lists.md").write_text(template_text(questions))
    program("new", str(tmp_path / "lists.md"), "--draft", "small", "--json")

    outcome = answer(program, a=[], b=[])

    assert outcome.problems == [
        {"path": "a", "message": "At least 2 items; there are 0. null skips the question."},
        {"path": "b", "message": "this is required; give at least one thing"},
    ]
    assert answer(program, **{"a[0]": "x"}).code == 3


def test_what_is_not_asked_is_told_beside_other_mistakes_unless_it_rests_on_them(begun: Program) -> None:
    parts = [{"title": "x", "is_old": "maybe", "age": 3}]

    outcome = answer(begun, nmae="x", is_big=False, why_big="So", **{"parts[0].weight": 1})
    unsure = answer(begun, is_big="maybe", why_big="So", parts=parts)

    assert [each["path"] for each in outcome.problems] == ["nmae", "why_big", "parts[0].weight"]
    assert [each["path"] for each in unsure.problems] == ["is_big", "parts[0].is_old"]


def test_a_byte_order_mark_before_the_object_is_nothing(begun: Program) -> None:
    assert begun("answer", "small", stdin='\ufeff{"name": "Relay"}').code == 3


@pytest.mark.parametrize("text", ["", "[]", '{"name": "a"', '{"name": "a", "name": "b"}', "name: a"])
def test_what_is_no_json_object_is_refused_with_its_place(begun: Program, home: Path, text: str) -> None:
    before = draft_bytes(home)

    outcome = begun("answer", "small", stdin=text)

    assert outcome.code == 2
    assert outcome.problems[0]["file"] == "<stdin>"
    assert draft_bytes(home) == before


def test_an_answer_may_open_the_question_that_another_one_answers(begun: Program) -> None:
    outcome = answer(begun, name="Relay", is_big=True, why_big="So")

    assert outcome.code == 3
    assert outcome.document["path"] == "colour"


def test_another_program_that_has_the_draft_is_named(begun: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.automation.steps._MAX_WAIT", 0)
    draft = open_draft("small")

    outcome = answer(begun, name="Relay")
    draft.close()

    assert outcome.code == 2
    assert "is open elsewhere" in outcome.problems[0]["message"]


def test_a_person_can_go_on_where_a_program_stopped(begun: Program) -> None:
    answer(begun, name="Relay", is_big=False)

    assert read_draft("small")[0].current == ("colour",)


def test_a_draft_that_is_not_there_is_told_as_json(program: Program) -> None:
    outcome = program("next", "smal")

    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.problems[0]["message"].startswith("There is no draft 'smal'")


def test_a_draft_is_named_after_its_plan_when_nobody_names_it(tmp_path: Path, program: Program) -> None:
    (tmp_path / "small.md").write_text(TEMPLATE)

    outcome = program("new", str(tmp_path / "small.md"), "--json", "--set", "name=Relay")

    assert outcome.document["draft"] == "relay"
    assert [draft.name for draft in list_drafts()] == ["relay"]


def test_programs_that_answer_at_once_lose_nothing(begun: Program) -> None:
    given = {"name": "Relay", "is_big": False, "colour": "red", "due": "2027-01-31", "parts": [{"title": "One"}]}
    processes = [
        WarmPopen(
            [sys.executable, "-m", "wizard", "answer", "small"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        for _ in given
    ]

    for process, (path, answer) in zip(processes, given.items(), strict=True):
        assert process.stdin is not None
        process.stdin.write(json.dumps({path: answer}))
        process.stdin.close()

    assert {process.wait(PATIENCE) for process in processes} <= {0, 3}
    assert {path: thaw(answer) for path, answer in read_draft("small")[0].answers.items()} == given
