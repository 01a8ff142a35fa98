"""The page about templates tells the truth."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from wizard.compiler.front_matter import QUESTION_KEYS, SECTION_KEYS, TEMPLATE_KEYS
from wizard.compiler.loader import check_template, read_template
from wizard.evaluation.evaluator import LOOP_KEYS, TESTS
from wizard.evaluation.filters import FILTERS
from wizard.interview.interview import Interview
from wizard.model.answers import Answers
from wizard.model.template import KIND_NAMES
from wizard.render.plan import render_plan

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")


def example() -> str:
    return PAGE.split("```markdown\n")[1].split("\n```\n")[0] + "\n"


def marked(text: str) -> set[str]:
    """The words between backticks, without arguments."""
    without_fences = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return {word.split("(")[0] for word in re.findall(r"`([^`\n]+)`", without_fences)}


def test_the_example_is_a_template_without_a_finding() -> None:
    assert check_template(example(), "decision.md") == ()


def test_every_template_on_the_page_opens_without_a_finding() -> None:
    templates = re.findall(r"^```markdown\n(.*?^)```$", PAGE, re.MULTILINE | re.DOTALL)

    assert len(templates) >= 2
    for text in templates:
        assert check_template(text, "page.md") == ()


def test_the_example_of_dependent_answers_gives_its_plan() -> None:
    text = PAGE.split("### Answers that depend on earlier ones\n\n```markdown\n")[1].split("\n```\n")[0] + "\n"
    answers: Answers = {
        "start": "2026-03-02",
        "end": "2026-03-15",
        "capacity": 10,
        "stories": ({"title": "Log in", "points": 3}, {"title": "Search", "points": 5}),
        "goal": "Search",
        "days": ({"who": "Web team", "first": "2026-03-04", "last": "2026-03-03"},),
    }
    interview = Interview.begin(replace(read_template(text, "page.md"), today="2026-03-01"), answers)

    assert [path for path in interview.asked_paths() if interview.problem(path)] == [("days",)]
    assert render_plan(interview).text == (
        "# Sprint from 2 March to 15 March 2026\n\n8 of 10 points. **Search** must not fail.\n\n"
        "01. Search: 5\n02. Log in: 3\n- Web team: 2026-03-04 to 2026-03-03\n"
    )


def plan_with(answers: Answers) -> str:
    return render_plan(Interview.begin(read_template(example(), "decision.md"), answers)).text


def test_the_blank_example_shows_its_placeholders() -> None:
    plan = plan_with({})

    assert plan.startswith("# [Decision]\n\n*   **Status:** [proposed, accepted or superseded]\n")
    assert "### 2. [Second alternative]\n\n- [What it would cost]\n" in plan
    assert "### 1. [First alternative]\n\n- [Reason]\n" in plan
    assert "Next steps" not in plan


def test_the_answered_example_reads_as_the_page_says() -> None:
    answers: Answers = {
        "title": "Use SQLite",
        "status": "proposed",
        "decided_on": "2026-02-28",
        "alternatives": ({"name": "A server", "reasons": ("Somebody has to run it",)}, {"name": "Files"}),
        "next_steps": ({"text": "Write it down", "done": True},),
    }

    plan = plan_with(answers)

    assert "Decided on" not in plan
    assert "### 1. A server\n\n- Somebody has to run it\n\n### 2. Files\n\n- [Reason]\n" in plan
    assert plan.endswith("## Next steps\n\n- [x] Write it down\n")
    assert "**Decided on:** 2026-02-28\n" in plan_with({**answers, "status": "accepted"})


FILTERED = """\
---
wizard: 1
name: t
title: T
sections:
  - title: S
    questions:
      - {id: number, kind: number, label: N?}
      - {id: start, kind: date, label: S?}
      - {id: end, kind: date, label: E?}
      - id: items
        kind: table
        label: I?
        columns:
          - {id: name, kind: line, label: N?}
          - {id: points, kind: number, label: P?}
          - {id: due, kind: date, label: D?}
---
"""
FILTER_ANSWERS: Answers = {
    "number": 7,
    "start": "2026-02-08",
    "end": "2026-03-01",
    "items": (
        {"name": "Login", "points": 8, "due": "2026-02-20"},
        {"name": "Export", "points": 3},
        {"name": "Search", "points": 5, "due": "2026-02-12"},
    ),
}


def filter_examples() -> list[tuple[str, str]]:
    """`(what a template has, what it gives)` for each row of the table of examples."""
    table = PAGE.split("and three rows of `items` | gives |\n")[1].split("\n\n")[0]
    rows = re.findall(r"^\| `(.+)` \| `(.+)` \|$", table, re.MULTILINE)
    return [(body.replace("\\|", "|"), gives) for body, gives in rows]


@pytest.mark.parametrize(("body", "gives"), filter_examples())
def test_the_examples_of_filters_give_what_the_page_says(body: str, gives: str) -> None:
    text = f"{FILTERED}{body}\n"

    assert {problem.code for problem in check_template(text, "t.md")} <= {"unused-question"}
    assert render_plan(Interview.begin(read_template(text, "t.md"), FILTER_ANSWERS)).text == f"{gives}\n"


@pytest.mark.parametrize("names", [TEMPLATE_KEYS, SECTION_KEYS, QUESTION_KEYS, KIND_NAMES, tuple(FILTERS)])
def test_every_key_kind_and_filter_is_on_the_page(names: tuple[str, ...]) -> None:
    assert set(names) <= marked(PAGE)


def test_every_test_and_part_of_the_loop_is_on_the_page() -> None:
    assert {f"is {name}" for name in TESTS} <= marked(PAGE)
    assert {f"loop.{key}" for key in LOOP_KEYS} <= marked(PAGE)


def test_every_code_that_templates_can_have_is_on_the_page() -> None:
    reader = ROOT / "wizard" / "files" / "serialization" / "yaml_reader.py"
    modules = {*(ROOT / "wizard" / "compiler").glob("*.py"), reader}
    sources = "".join(module.read_text(encoding="utf-8") for module in modules)
    used = set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', sources)) - {"utf-8"}

    assert used | {"syntax", "unreadable", "unsupported"} <= marked(PAGE)
