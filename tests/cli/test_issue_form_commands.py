"""Issue forms through the commands: begun, answered, saved, opened again; refused, and taken all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.commands import Program
from wizard.drafts.draft import read_draft

FORM = """\
name: Leak
description: Tell us of a leak
title: "[Leak]: "
body:
  - type: input
    id: place
    attributes: {label: Where is it?}
    validations: {required: true}
  - type: dropdown
    attributes: {label: Kind, options: [water, gas]}
  - type: checkboxes
    id: terms
    attributes:
      label: Terms
      options:
        - {label: I looked, required: true}
        - {label: I help}
"""
REFUSED = FORM.replace("[water, gas]", "[water, gas, water]")
POSTED = """\
### Where is it?

# *bath*

### Kind

_No response_

### Terms

- [x] I looked
- [ ] I help
"""


@pytest.fixture
def form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A form in a repository, in whose root the tests work."""
    file = tmp_path / "repository" / ".github" / "ISSUE_TEMPLATE" / "leak.yml"
    file.parent.mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    file.write_text(FORM, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "repository")
    return file


def begin(program: Program, *options: str) -> str:
    """The name of a draft of the form with every answer that it needs."""
    name = program("new", ".github/ISSUE_TEMPLATE/leak.yml", "--json", *options).document["draft"]
    for answers in ({"issue_title": "[Leak]: Roof"}, {"place": "# *bath*"}, {"kind": None}, {"terms": ["I looked"]}):
        answered = program("answer", name, stdin=json.dumps(answers))
        assert answered.code in (0, 3), answered.err
    return name


def test_a_form_is_asked_step_by_step_and_saved_as_github_posts_it(program: Program, form: Path) -> None:
    name = begin(program)

    assert program("next", name).code == 0
    assert program("save", name).code == 0
    assert Path("leak-roof.md").read_text(encoding="utf-8") == POSTED
    assert program("check", "leak-roof.md").out == ""
    assert program("render", "leak-roof.answers.yaml").out == POSTED


def test_what_github_requires_is_required(program: Program, form: Path) -> None:
    name = program("new", str(form), "--json").document["draft"]
    begun = program("answer", name, stdin='{"terms": ["I help"]}')
    assert begun.problems[0]["message"] == "'I looked' is required; choose it too."

    refused = program("answer", name, stdin='{"place": null}')
    assert refused.problems[0]["path"] == "place"
    Path("a.yaml").write_text(
        "template: ./.github/ISSUE_TEMPLATE/leak.yml\nanswers: {terms: [I help]}\n", encoding="utf-8"
    )
    checked = program("check", "a.yaml")
    assert checked.code == 1
    assert [line.split(" ", 1)[1] for line in checked.out.splitlines()] == [
        "incomplete place: this is required and not answered",
        "incomplete terms: 'I looked' is required; choose it too.",
    ]


def test_a_plan_of_a_form_opens_from_its_copy_when_the_form_is_gone(program: Program, form: Path) -> None:
    program("save", begin(program))
    form.unlink()

    assert program("render", "leak-roof.answers.yaml").out == POSTED
    assert program("check", "leak-roof.md").out == ""


@pytest.mark.parametrize("command", ["render", "schema"])
def test_a_form_that_github_would_refuse_is_refused_with_its_reason(program: Program, form: Path, command: str) -> None:
    form.write_text(REFUSED, encoding="utf-8")

    outcome = program(command, str(form))

    assert outcome.code == 2
    assert outcome.out == ""
    first, second = outcome.err.splitlines()
    assert first == f"{form}:10:53: duplicate-option body[1]: `options` must be unique"
    assert second == f"plan-wizard {command}: GitHub rejects this form; --lenient asks its questions anyway"


def test_programs_are_told_the_reason_too(program: Program, form: Path) -> None:
    form.write_text(REFUSED, encoding="utf-8")

    outcome = program("new", str(form), "--json")

    assert outcome.code == 2
    assert [problem["message"] for problem in outcome.problems] == ["body[1]: `options` must be unique"]


def test_check_tells_every_reason_and_with_lenient_as_a_warning(program: Program, form: Path) -> None:
    form.write_text(REFUSED.replace("name: Leak\n", ""), encoding="utf-8")

    strict, lenient = program("check", str(form)), program("check", str(form), "--lenient")

    assert (strict.code, lenient.code) == (1, 0)
    assert [f"{line} (warning)" for line in strict.out.splitlines()] == lenient.out.splitlines()
    assert [line.split()[1] for line in strict.out.splitlines()] == ["missing-key", "duplicate-option"]
    assert program("check", str(form), "--lenient", "--strict").code == 1


def test_what_was_begun_leniently_goes_on_without_the_option(program: Program, form: Path) -> None:
    form.write_text(REFUSED, encoding="utf-8")
    name = begin(program, "--lenient")

    assert program("next", name).code == 0
    assert program("save", name).code == 0
    assert program("check", "leak-roof.md").out == ""
    assert program("render", "leak-roof.answers.yaml").out == POSTED
    assert program("render", str(form), "--lenient", "--set", "place=x").code == 0
    form.unlink()
    assert program("next", name).code == 0
    assert program("render", "leak-roof.answers.yaml").out == POSTED


def test_what_was_begun_goes_on_when_the_form_is_changed_so_that_github_refuses_it(
    program: Program, form: Path
) -> None:
    name = begin(program)
    form.write_text(REFUSED, encoding="utf-8")

    _, _, notices = read_draft(name)
    assert program("next", name).code == 0
    assert f"The template {form} has changed. No answers were lost." in notices


def test_a_strict_start_finds_nothing_that_a_lenient_one_has_kept(program: Program, form: Path) -> None:
    form.write_text(REFUSED, encoding="utf-8")

    assert program("schema", str(form), "--lenient").code == 0
    assert program("schema", str(form)).code == 2


def test_answers_and_settings_of_forms_are_told_as_what_they_are(program: Program, form: Path) -> None:
    config = form.with_name("config.yml")
    config.write_text("blank_issues_enabled: true\n", encoding="utf-8")

    assert "asks nothing itself" in program("render", str(config)).err
    assert "asks nothing itself" in program("check", str(config)).out
