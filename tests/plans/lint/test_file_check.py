"""What is wrong with a file is told with its place and a code that stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import Program
from tests.support.one_question import template_text

TEMPLATE = """\
---
wizard: 1
name: small
title: Small plan
version: 1
sections:
  - title: All
    questions:
      - {id: name, kind: line, label: What is it called?, required: true}
      - id: parts
        kind: group
        label: Which parts?
        questions:
          - {id: title, kind: line, label: What?, required: true}
---
# {{ name }}
{% for part in parts %}
## {{ part.title }}
{% endfor %}
"""


@pytest.fixture(autouse=True)
def own_template(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template called `small` among the user's own, and an empty folder to work in."""
    (home / "templates").mkdir(parents=True)
    (home / "templates" / "small.md").write_text(TEMPLATE)
    monkeypatch.chdir(tmp_path)


def findings(program: Program, **files: str) -> list[str]:
    names = [name.replace("_", ".") for name in files]
    for name, text in zip(names, files.values(), strict=True):
        Path(name).write_text(text)
    return program("check", *names).out.splitlines()


def test_a_good_template_has_no_findings(program: Program) -> None:
    assert findings(program, t_md=TEMPLATE) == []


def test_every_mistake_of_a_template_is_found_with_its_place(program: Program) -> None:
    broken = TEMPLATE.replace("kind: line, label: What?", "kind: lien, label: What?").replace(
        "{{ name }}", "{{ nmae }}"
    )

    found = findings(program, t_md=broken)

    assert [line.split(":")[:2] for line in found] == [["t.md", "14"], ["t.md", "16"]]
    assert "did you mean 'line'?" in found[0]
    assert "did you mean 'name'?" in found[1]


def test_complete_answers_have_no_findings(program: Program) -> None:
    assert findings(program, a_yaml="template: small\nanswers:\n  name: Relay\n  parts: [{title: One}]\n") == []


def test_mistakes_of_answers_are_found_with_their_places(program: Program) -> None:
    found = findings(program, a_yaml="template: small\nanswers:\n  nmae: Relay\n  parts: [{titel: One}]\n")

    assert found == [
        "a.yaml:3:3: unknown-key 'nmae' is not a question of small; did you mean 'name'?",
        "a.yaml:4:12: unknown-key parts[0].titel: 'titel' is not known here; did you mean 'title'?",
    ]


def test_what_is_required_and_missing_is_a_finding(program: Program) -> None:
    found = findings(program, a_yaml="template: small\nanswers:\n  parts:\n    - {}\n")

    assert found == [
        "a.yaml:3:3: incomplete name: this is required and not answered",
        "a.yaml:4:7: incomplete parts[0].title: this is required and not answered",
    ]


def test_every_cell_that_is_not_taken_yet_is_a_finding_where_it_is_written(program: Program, tmp_path: Path) -> None:
    columns = (
        "columns:\n  - {id: what, kind: line, label: What?, required: true}\n"
        "  - {id: eur, kind: number, label: EUR?}\n  - {id: by, kind: date, label: By when?}"
    )
    Path("table.md").write_text(template_text(f"id: costs\nkind: table\nlabel: Which?\nitem: cost\n{columns}"))
    text = (
        "template: table.md\nanswers:\n  costs:\n    - {what: A}\n    - {eur: 3}\n    - {what: C}\n    - {what: D}\n"
        "saved:\n  unfinished:\n    costs[0].eur: many\n    costs[2].by: soon\n    costs[3].eur: few\n"
    )
    Path("a.answers.yaml").write_text(text)

    found = program("check", "a.answers.yaml", "--template", "table.md").out.splitlines()
    program("open", "a.answers.yaml", "--template", "table.md", "--draft", "cost", "--json")
    lacking = program("save", "cost", "-o", "out.md", "--json").document["lacking"]

    number = "This is not a number yet. Write digits, as in 12 or 3.5."
    date = "This is not a date yet. Write it as year-month-day, or as in 30 April 2027."
    assert found == [
        f"a.answers.yaml:10:19: incomplete costs[0].eur: {number}",
        f"a.answers.yaml:11:18: incomplete costs[2].by: {date}",
        f"a.answers.yaml:12:19: incomplete costs[3].eur: {number}",
        "a.answers.yaml:5:7: incomplete costs[1].what: Cost 2 needs its what.",
    ]
    assert [(each["path"], each["message"]) for each in lacking] == [
        ("costs[0].eur", number),
        ("costs[2].by", date),
        ("costs[3].eur", number),
        ("costs[1].what", "Cost 2 needs its what."),
    ]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("name: Relay\n", "a.yaml:1:1: no-template this does not say whose answers it holds"),
        (
            "template: smal\nanswers: {}\n",
            "a.yaml:1:11: no-template there is no template 'smal'; did you mean 'small'?",
        ),
        ("template: [\n", "a.yaml:2:1: yaml-syntax "),
        ("template: small\nanswers: 3\n", "a.yaml:2:10: wrong-type answers are written `question: answer`"),
    ],
)
def test_answers_that_cannot_be_held_against_a_template_are_a_finding(
    program: Program, text: str, finding: str
) -> None:
    found = findings(program, a_yaml=text)

    assert len(found) == 1
    assert found[0].startswith(finding)


def test_a_plan_is_checked_by_the_answers_beside_it(program: Program) -> None:
    Path("plan.answers.yaml").write_text("template: small\nanswers: {nmae: Relay}\n")

    found = findings(program, plan_md="# Relay\n")

    assert found == ["plan.answers.yaml:2:11: unknown-key 'nmae' is not a question of small; did you mean 'name'?"]


def test_a_plan_without_answers_is_a_finding(program: Program) -> None:
    message = "there is no plan.answers.yaml beside it to check"

    (found,) = findings(program, plan_md="# Relay\n")

    assert found.startswith(f"plan.md:1:1: no-answers-file {message}, and it has no `wizard: 1`")


def test_markdown_that_is_called_a_template_is_no_plan_without_answers(program: Program) -> None:
    assert findings(program, adr_template_md="# [Title]\n") == []


def test_findings_exit_with_1_and_warnings_with_0(program: Program) -> None:
    Path("bad.yaml").write_text("name: Relay\n")
    Path("unused.md").write_text(TEMPLATE.replace("# {{ name }}\n", ""))
    Path("good.md").write_text(TEMPLATE)

    assert program("check", "good.md").code == 0
    assert program("check", "bad.yaml", "good.md").code == 1
    unused = program("check", "unused.md")
    assert unused.code == 0
    assert " unused-question " in unused.out


def test_findings_are_there_for_programs(program: Program) -> None:
    Path("bad.yaml").write_text("name: Relay\n")

    outcome = program("check", "--json", "bad.yaml")

    assert outcome.code == 1
    assert (outcome.document["schemaVersion"], outcome.document["kind"]) == (1, "findings")
    assert {key: outcome.document["findings"][0][key] for key in ("file", "line", "column", "code", "warning")} == {
        "file": "bad.yaml",
        "line": 1,
        "column": 1,
        "code": "no-template",
        "warning": False,
    }


def test_a_file_that_cannot_be_read_is_2_and_the_others_are_checked_all_the_same(program: Program) -> None:
    Path("bad.yaml").write_text("name: Relay\n")

    outcome = program("check", "missing.md", "bad.yaml")

    assert outcome.code == 2
    assert outcome.err == "plan-wizard check: missing.md cannot be read: No such file or directory\n"
    assert len(outcome.out.splitlines()) == 1


def test_a_program_gets_a_file_that_cannot_be_read_as_json_and_nothing_else(program: Program) -> None:
    outcome = program("check", "--json", "missing.md")

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.problems == [{"message": "missing.md cannot be read: No such file or directory"}]


def test_control_characters_of_a_file_are_shown_and_not_obeyed(program: Program) -> None:
    found = findings(program, a_yaml='template: small\nanswers: {"na\\e[2Jme": x}\n')

    assert "\x1b" not in found[0]
    assert "na␛[2Jme" in found[0]


def test_a_requirement_beside_its_tasks_is_told_when_no_task_names_it(program: Program) -> None:
    Path("spec.md").write_text(
        "# Sign-in\n\n## Requirements\n\n- **FR-001**: The system MUST send a link.\n- **FR-002**: It MUST work once.\n"
    )
    Path("tasks.md").write_text("# Tasks\n\n## Build\n\n- [ ] T001 Send the link (FR-001)\n- [ ] T002 Test (FR-001)\n")

    for names in (("spec.md",), ("spec.md", "tasks.md"), (".",)):
        told = [line for line in program("check", *names).out.splitlines() if "requirement-without-task" in line]
        assert len(told) == 1 and "spec.md:6:3: requirement-without-task no task names FR-002" in told[0]
    assert "requirement-without-task" not in program("check", "tasks.md").out
    Path("tasks.md").write_text("# Tasks\n\n- [ ] T001 Send the link\n")
    assert "requirement-without-task" not in program("check", "spec.md").out
