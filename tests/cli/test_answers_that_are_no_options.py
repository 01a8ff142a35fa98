"""A template's options are renamed, or its limits change: what was answered is told, stays, and the plan opens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import Outcome, Program
from tests.support.markdown_import import imported
from tests.support.one_question import template_text
from tests.support.question_screen import asking
from wizard.drafts.draft import read_draft
from wizard.files.serialization.document_nodes import plain_data
from wizard.files.serialization.yaml_reader import read_yaml
from wizard.interview.interview import Interview
from wizard.model.answers import Answer, Unanswered, answer_at, is_mapping, parse_path
from wizard.prompts.review_prompts import missing_lines

BOXES = "## Checks\n\n- [ ] I added tests\n- [ ] I updated docs\n"
FORM = """\
name: Bug
description: A bug
body:
  - type: checkboxes
    id: terms
    attributes:
      label: Terms
      options:
        - label: I looked first
          required: true
        - label: I help
  - type: dropdown
    id: parts
    attributes: {label: Parts, multiple: true, options: [Engine, Wheels, Doors]}
  - type: dropdown
    id: part
    attributes: {label: Part, options: [Engine, Wheels, Doors]}
"""
NATIVE = """\
---
wizard: 1
name: native
title: Native
version: 1
sections:
  - title: All
    questions:
      - {id: colours, kind: choices, label: Colours?, options: [red, green, blue]}
      - {id: colour, kind: choice, label: Colour?, options: [red, green, blue]}
      - {id: note, kind: line, label: Note?}
      - {id: names, kind: list, label: Names?, max: 4}
      - {id: tasks, kind: checklist, label: Tasks?, max: 4}
      - {id: few, kind: choices, label: Few?, options: [a, b, c], max: 3}
      - {id: level, kind: number, label: Level?, max: 9}
      - id: rows
        kind: table
        label: Rows?
        max: 4
        columns: [{id: what, kind: choice, label: What?, options: [red, green]}, {id: note, kind: line, label: N?}]
      - id: parts
        kind: group
        label: Parts?
        item: part
        max: 4
        questions:
          - {id: sizes, kind: choices, label: Sizes?, options: [small, big]}
          - {id: size, kind: choice, label: Size?, options: [small, big]}
---
{{ colours }} {{ colour }} {{ note }} {{ names }} {{ tasks }} {{ few }} {{ level }}
{% for row in rows %}{{ row.what }} {{ row.note }}{% endfor %}
{% for part in parts %}{{ part.sizes }} {{ part.size }}{% endfor %}
"""

CASES: dict[str, tuple[str, str, dict[str, Any], tuple[str, str], str]] = {
    # name of the template, its text, the answers, what is changed in it, the path of the answer
    "box": ("t.md", BOXES, {"checks": ["I added tests"]}, ("added tests", "added unit tests"), "checks[0]"),
    "required box": (
        "bug.yml",
        FORM,
        {"terms": ["I looked first"]},
        ("I looked first", "I have looked"),
        "terms[0]",
    ),
    "several of a dropdown": (
        "bug.yml",
        FORM,
        {"terms": ["I looked first"], "parts": ["Engine", "Doors"]},
        ("multiple: true, options: [Engine, Wheels, Doors]", "multiple: true, options: [Engine, Wheels, Windows]"),
        "parts[1]",
    ),
    "one of a dropdown": (
        "bug.yml",
        FORM,
        {"terms": ["I looked first"], "part": "Doors"},
        ("{label: Part, options: [Engine, Wheels, Doors]", "{label: Part, options: [Engine, Wheels, Windows]"),
        "part",
    ),
    "choices": (
        "n.md",
        NATIVE,
        {"colours": ["red", "green"]},
        ("label: Colours?, options: [red, green, blue]", "label: Colours?, options: [red, blue]"),
        "colours[1]",
    ),
    "choice": (
        "n.md",
        NATIVE,
        {"colour": "green"},
        ("label: Colour?, options: [red, green, blue]", "label: Colour?, options: [red, blue]"),
        "colour",
    ),
    "choice in a table": (
        "n.md",
        NATIVE,
        {"rows": [{"what": "red", "note": "a"}, {"what": "green"}]},
        ("options: [red, green]}", "options: [red, black]}"),
        "rows[1].what",
    ),
    "choices in a group": (
        "n.md",
        NATIVE,
        {"parts": [{"sizes": ["small"]}, {"sizes": ["small", "big"]}]},
        ("label: Sizes?, options: [small, big]", "label: Sizes?, options: [small, huge]"),
        "parts[1].sizes[1]",
    ),
    "choice in a group": (
        "n.md",
        NATIVE,
        {"parts": [{"size": "big"}]},
        ("label: Size?, options: [small, big]", "label: Size?, options: [small, huge]"),
        "parts[0].size",
    ),
    "choices become those of an earlier answer": (
        "n.md",
        NATIVE,
        {"names": ["x"], "few": ["a"]},
        ("label: Few?, options: [a, b, c]", "label: Few?, options: {from: names}"),
        "few[0]",
    ),
    "number": ("n.md", NATIVE, {"level": 7}, ("max: 9", "max: 5"), "level"),
    "more names than there may be": (
        "n.md",
        NATIVE,
        {"names": ["a", "b"]},
        ("Names?, max: 4", "Names?, max: 1"),
        "names",
    ),
    "more tasks than there may be": (
        "n.md",
        NATIVE,
        {"tasks": ["a", "b"]},
        ("Tasks?, max: 4", "Tasks?, max: 1"),
        "tasks",
    ),
    "more options than may be chosen": (
        "n.md",
        NATIVE,
        {"few": ["a", "b"]},
        ("[a, b, c], max: 3", "[a, b, c], max: 1"),
        "few",
    ),
    "more rows than there may be": (
        "n.md",
        NATIVE,
        {"rows": [{"note": "a"}, {"note": "b"}]},
        ("label: Rows?\n        max: 4", "label: Rows?\n        max: 1"),
        "rows",
    ),
    "more items than there may be": (
        "n.md",
        NATIVE,
        {"parts": [{"size": "big"}, {"size": "big"}]},
        ("item: part\n        max: 4", "item: part\n        max: 1"),
        "parts",
    ),
    "left out, and required": (
        "n.md",
        NATIVE,
        {"note": None},
        ("kind: line, label: Note?", "kind: line, required: true, label: Note?"),
        "note",
    ),
}


@pytest.fixture(autouse=True)
def place(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.chdir(folder)


def answer_and_change(program: Program, case: str) -> str:
    """Save a plan as `p.md`, change its template, and return the path of the answer that does not fit any more."""
    name, text, answers, (before, after), path = CASES[case]
    Path(name).write_text(text)
    assert program("new", name, "--draft", "e1", "--json", "-o", "p.md").code in (0, 3)
    for id, answer in answers.items():
        taken = program("answer", "e1", stdin=json.dumps({id: answer}))
        assert taken.code in (0, 3), taken
    assert program("save", "e1").code in (0, 1)
    assert before in text
    Path(name).write_text(text.replace(before, after))
    return path


def is_told(outcome: Outcome, path: str) -> bool:
    """Whether a document of `open` or `next` says that the answer at a path is invalid, or required and missing."""
    at = parse_path(path)
    for each in outcome.document["open"]:
        if each["state"] not in ("invalid", "required"):
            continue
        places = [problem["path"] for problem in each.get("problems", [{"path": each["path"]}])]
        if any(parse_path(place) == at for place in places):
            return True
    return False


def kept(draft: str, path: str) -> Answer | Unanswered:
    """The answer or typed text that a draft has at a path."""
    interview = read_draft(draft)[0]
    at = parse_path(path)
    return interview.unfinished.get(at, answer_at(interview.answers, at))


@pytest.mark.parametrize("case", CASES)
def test_an_answer_that_does_not_fit_any_more_is_a_problem_and_stays(program: Program, case: str) -> None:
    path = answer_and_change(program, case)

    opened = program("open", "p.md", "--json", "--draft", "e2")

    assert opened.code == 3, opened
    assert is_told(opened, path), opened.document["open"]
    before = kept("e2", path)
    assert program("save", "e2", "--complete").code == 1
    saved = program("save", "e2")
    assert saved.code == 1 and path.partition("[")[0] in saved.err, saved
    for number, draft in enumerate(("e3", "e4")):
        again = program("open", "p.md", "--json", "--draft", draft)
        assert again.code == 3 and is_told(again, path), again
        assert kept(draft, path) == before
        assert "has changed since" not in again.err, number
        rendered = program("render", "p.answers.yaml")
        assert rendered.code == 0 and rendered.out == Path("p.md").read_text(), rendered
        assert case.startswith("left out") or path in rendered.err, rendered.err
        checked = program("check", "p.md")
        assert checked.code == 1 and path in checked.out and "matches its answers" in checked.err, checked
        program("save", draft)


def test_the_box_that_was_renamed_is_told_where_it_is_asked(program: Program) -> None:
    answer_and_change(program, "box")

    outcome = program("open", "p.md", "--json", "--draft", "e2")
    opened = outcome.document

    assert "1 answer does not fit its question: checks[0]." in outcome.err
    assert (opened["kind"], opened["path"]) == ("question", "checks")
    assert "'I added tests' is not one of the options" in opened["problem"]
    assert opened["progress"] == {"answered": 0, "total": 1}
    assert program("next", "e2").document["problem"] == opened["problem"]
    assert "checks[0]: 'I added tests' is not one of the options" in program("save", "e2").err
    answers = plain_data(read_yaml(Path("p.answers.yaml").read_text(), "p"))
    assert is_mapping(answers) and answers["answers"] == {"checks": ("I added tests",)}
    assert program("answer", "e2", stdin='{"checks": ["I added unit tests"]}').code == 0
    assert program("save", "e2").code == 0
    assert "- [x] I added unit tests" in Path("p.md").read_text()


@pytest.mark.parametrize(
    ("written", "changed", "told"),
    [
        ("    - I added tests", "    - I added text", "checks[0]"),
        ("  checks:", "  cheks:", "cheks"),
        ("  checks:\n    - I added tests", "  checks: yes", "checks"),
        ("  checks:\n    - I added tests", "  checks: [{a: b}]", "checks"),
    ],
)
def test_a_saved_file_with_a_mistake_made_by_hand_opens_all_the_same(
    program: Program, written: str, changed: str, told: str
) -> None:
    answer_and_change(program, "box")
    Path("t.md").write_text(BOXES)
    text = Path("p.answers.yaml").read_text()
    assert written in text
    Path("p.answers.yaml").write_text(text.replace(written, changed))

    opened = program("open", "p.md", "--json", "--draft", "e2")
    rendered, checked = program("render", "p.answers.yaml"), program("check", "p.md")

    assert opened.code == 3 and (told in opened.out or told in opened.err), opened
    assert rendered.code == 0 and told in rendered.err, rendered
    assert (
        checked.code == 1
        and f"p.answers.yaml:{5 if told == 'checks[0]' else 4}:" in checked.out
        and told in checked.out
    )


async def test_the_screen_shows_it_and_others_can_be_ticked_beside_it() -> None:
    template = template_text(
        """
id: checks
kind: choices
label: Which apply?
options: [I added unit tests, I updated docs]
id: last
kind: line
label: And then?
"""
    )
    async with asking(template, {"checks": ("I added tests",)}) as seen:
        assert "no longer one of the options" in seen.text
        assert "'I added tests' is not one of the options" in " ".join(seen.text.split())
        await seen.press("2")
        assert seen.answer("checks") == ("I updated docs", "I added tests")
        await seen.press("ctrl+a")
        assert seen.answer("checks") == ("I added unit tests", "I updated docs", "I added tests")
        await seen.press("3")
        assert seen.answer("checks") == ("I added unit tests", "I updated docs")
        assert "is not one of the options" not in seen.text
        await seen.press("ctrl+a", "ctrl+a")
        assert seen.answer("checks") == ("I added unit tests", "I updated docs")
        await seen.press("3")
        assert seen.answer("checks") == ("I added unit tests", "I updated docs")


def test_the_review_names_what_does_not_fit() -> None:
    asked = Interview.begin(imported(BOXES), {"checks": ("I did it",)})

    assert dict(asked.missing_parts()) == {("checks", 0): "invalid"}
    assert [line for line in missing_lines(asked) if "Checks" in line]
