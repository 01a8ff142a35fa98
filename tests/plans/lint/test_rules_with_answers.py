"""What the rules say of a plan whose template and answers are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.built_in_plans import EXAMPLES, NAMES, example, interview
from tests.support.commands import Program
from wizard.interview.interview import Interview
from wizard.plans.lint.finding import Finding
from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.lint.rules import apply_rules
from wizard.render.plan import render_plan

REQUIRED = {
    "project-plan": ("project_name", "goal", "problem", "milestones"),
    "feature-plan": ("feature_name", "goal", "requirements", "steps"),
    "roadmap": ("project_name", "purpose", "deliverables"),
}
TEMPLATE = """\
---
wizard: 1
name: own
title: Own plan
version: 1
sections:
  - title: All
    questions:
      - {id: name, kind: line, label: What is it called?, placeholder: "[Name]", required: true}
      - {id: owner, kind: line, label: Who owns it?, placeholder: TBD}
      - {id: tasks, kind: checklist, label: What is to be done?, item: task, placeholder: ["[Task]", "(e.g., draw)"]}
---
# {{ name }}

TODO: nobody can answer this line away.

- Owner: {{ owner }}
{% for task in tasks %}
- [ ] {{ task.text }}
{% endfor %}
"""


def check(interview: Interview, text: str | None = None) -> list[Finding]:
    plan = render_plan(interview)
    return list(apply_rules(PlanDocument(plan.text if text is None else text, interview, plan), "plan.md"))


def only_required(name: str) -> Interview:
    answers = example(name)
    return interview(name, {id: answers[id] for id in REQUIRED[name]})


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found_in_a_complete_plan(name: str) -> None:
    assert check(interview(name, example(name))) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found_in_a_complete_plan_whose_template_is_not_known(name: str) -> None:
    text = (EXAMPLES / f"{name}.md").read_text(encoding="utf-8")

    assert list(apply_rules(PlanDocument(text), "plan.md")) == []


@pytest.mark.parametrize("name", NAMES)
def test_questions_that_need_no_answer_are_warnings_once_each(name: str) -> None:
    begun = only_required(name)

    found = check(begun)

    assert {(finding.problem.code, finding.severity) for finding in found} == {("placeholder", "warning")}
    assert len({finding.problem.message for finding in found}) == len(found) >= 5


@pytest.mark.parametrize("name", NAMES)
def test_every_required_question_that_is_open_is_an_error_on_its_line(name: str) -> None:
    answers = example(name)
    for id in REQUIRED[name]:
        begun = interview(name, {other: answer for other, answer in answers.items() if other != id})
        question = begun.template.question((id,))
        assert question is not None
        if question.placeholder is None:
            continue

        errors = [finding for finding in check(begun) if finding.severity == "error"]

        assert len(errors) == 1, (id, errors)
        assert question.label in errors[0].problem.message
        assert errors[0].remedy == "Answer the question."


def test_text_of_the_template_is_found_where_it_has_moved_by_an_edit() -> None:
    begun = only_required("project-plan")
    text = render_plan(begun).text.replace("\n## ", "\nA note of mine.\n\n## ", 1)

    [frontend] = [finding for finding in check(begun, text) if "frontend" in finding.problem.message]

    line = text.splitlines()[frontend.problem.line - 1]
    assert frontend.end_column is not None
    assert line[frontend.problem.column - 1 : frontend.end_column - 1] == "(e.g., HTML, CSS, JavaScript - No framework)"


def test_text_of_the_template_that_was_written_over_is_not_found() -> None:
    begun = only_required("project-plan")
    text = render_plan(begun).text.replace("(e.g., HTML, CSS, JavaScript - No framework)", "Plain HTML")

    assert [finding for finding in check(begun, text) if "frontend" in finding.problem.message] == []


@pytest.fixture
def own(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "templates").mkdir(parents=True)
    (home / "templates" / "own.md").write_text(TEMPLATE)
    monkeypatch.chdir(tmp_path)


def save(program: Program, *settings: str) -> None:
    program("new", "own", "--draft", "own", "--json", *(f"--set={each}" for each in settings))
    program("save", "own", "-o", "plan.md")


@pytest.mark.usefixtures("own")
def test_a_plan_that_is_complete_passes_whatever_its_template_says(program: Program) -> None:
    save(program, "name=Relay")

    outcome = program("check", "plan.md")

    assert outcome.code == 0
    assert [line.split()[1] for line in outcome.out.splitlines()] == ["todo-mark", "placeholder", "placeholder"]
    assert program("check", "--strict", "plan.md").code == 1


@pytest.mark.usefixtures("own")
def test_a_plan_with_a_required_question_open_fails(program: Program) -> None:
    save(program, "owner=Ada")

    outcome = program("check", "plan.md")

    assert outcome.code == 1
    assert "plan.answers.yaml:4:3: incomplete name: " in outcome.out
    assert 'plan.md:1:3: placeholder "What is it called?" is open' in outcome.out


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("answer", ["TBD", "TODO: ask", "???", "[NEEDS CLARIFICATION: who?]", "[Your name]"])
def test_an_answer_that_says_it_is_none_fails(program: Program, answer: str) -> None:
    save(program, "name=Relay", f"owner={answer}")

    outcome = program("check", "plan.md")

    assert outcome.code == 1
    assert any(line.startswith("plan.md:5:10: ") for line in outcome.out.splitlines())


def test_rules_that_need_a_template_are_silent_without_one(program: Program, tmp_path: Path) -> None:
    plan = tmp_path / "tasks.md"
    plan.write_text("# Tasks\n\n- [ ] T001 Draw\n")

    outcome = program("check", "--strict", str(plan))

    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.endswith("has no tasks.answers.yaml beside it, so only its text was checked.\n")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notes.md", "# Notes\n\nNothing that anybody plans.\n"),
        ("README.md", "# Relay\n\nA chat.\n\n## Install\n\nRun `make`.\n"),
    ],
)
def test_markdown_that_is_no_plan_has_no_other_finding_than_that(
    program: Program, tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text)

    outcome = program("check", str(tmp_path / name))

    assert outcome.code == 1
    assert [line.split()[1] for line in outcome.out.splitlines()] == ["no-answers-file"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notes.md", "# Notes\n\n- [ ] Draw\n"),
        ("search.md", "# Search\n\n- **FR-001**: The system MUST search.\n"),
        ("relay-plan.md", "# Relay\n\nWe talk.\n"),
        ("relay.md", "# Relay\n\n## Milestones\n\nOne.\n"),
    ],
)
def test_markdown_is_a_plan_by_its_boxes_its_ids_its_name_or_its_headings(
    program: Program, tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text)

    assert program("check", str(tmp_path / name)).code == 0


@pytest.mark.parametrize(
    ("name", "spec", "unknown"),
    [
        ("spec.md", "# Spec\n\n## Requirements\n\n- **FR-001**: It MUST be.\n- **FR-002**: It MUST stay.\n", "FR-003"),
        ("requirements.md", "### Requirement 1: Be\n\n#### Acceptance Criteria\n\n1. It shall be.\n", "1.2"),
    ],
)
def test_tasks_are_held_against_the_requirements_beside_them(
    program: Program, tmp_path: Path, name: str, spec: str, unknown: str
) -> None:
    tasks = tmp_path / "tasks.md"
    tasks.write_text(
        "# Tasks\n\n- [ ] T001 Be, per FR-001\n  - _Requirements: 1.1_\n"
        "- [ ] T002 Stay, per FR-003\n  - _Requirements: 1.2_\n"
    )
    assert program("check", str(tasks)).out == ""
    (tmp_path / name).write_text(spec)

    outcome = program("check", str(tasks))

    [line] = outcome.out.splitlines()
    assert outcome.code == 1
    assert f" unknown-requirement there is no requirement {unknown} in this plan or beside it" in line


@pytest.mark.usefixtures("own")
def test_every_finding_of_a_plan_says_for_programs_how_to_mend_it(program: Program) -> None:
    save(program, "owner=TBD")
    plan = Path("plan.md")
    plan.write_text(plan.read_text().replace("TODO: nobody", "TODO: somebody"))

    found = program("check", "--json", "plan.md").document["findings"]

    assert {each["code"] for each in found} == {"incomplete", "placeholder", "todo-mark", "edited-by-hand"}
    assert all(each["remedy"].endswith(".") for each in found)
