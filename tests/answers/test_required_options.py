"""Options that must be chosen, as boxes to be ticked: `required: true` on an option."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from tests.support.one_question import OneQuestion, template_text
from wizard.automation.json_schema import answers_schema, file_schema
from wizard.compiler.loader import check_template, read_template
from wizard.interview.interview import Interview
from wizard.prompts.wording import option_lines

TERMS = """
id: terms
kind: choices
label: Terms
required: true
options:
  - {value: a, label: I agree, required: true}
  - {value: b, label: I help}
"""


def interview() -> Interview:
    return Interview.begin(read_template(template_text(TERMS), "small.md"))


def test_the_question_is_missing_until_every_required_option_is_chosen() -> None:
    asked = interview()
    some = asked.answer(("terms",), ("b",))
    enough = some.answer(("terms",), ("a",))

    assert [each.state(("terms",)) for each in (asked, some, enough)] == ["required", "invalid", "answered"]
    assert [problem.message for problem in some.problems(("terms",))] == ["'I agree' is required; choose it too."]
    assert [tuple(each.missing_paths()) for each in (some, enough)] == [(("terms",),), ()]


@pytest.mark.parametrize(("chosen", "is_valid"), [(["a"], True), (["b", "a"], True), (["b"], False), ([], False)])
def test_the_schema_says_so_too_but_not_for_files_that_may_be_incomplete(chosen: list[str], is_valid: bool) -> None:
    template = interview().template
    whole = {"template": "small", "answers": {"terms": chosen}}

    assert Draft202012Validator(answers_schema(template)).is_valid({"terms": chosen}) is is_valid
    assert Draft202012Validator(file_schema(template)).is_valid(whole)


def test_an_option_says_that_it_is_required_only_where_others_are_not() -> None:
    question = interview().question(("terms",))

    assert list(option_lines(question)) == ["  1. I agree (required)", "  2. I help"]
    assert "required" in OneQuestion(TERMS).screen.partition("I agree")[2]
    every = TERMS.replace("label: I help", "label: I help, required: true")
    assert "required" not in OneQuestion(every).screen.partition("I agree")[2]


def test_only_one_of_several_options_can_be_required() -> None:
    text = template_text(TERMS.replace("kind: choices", "kind: choice"))

    assert [problem.code for problem in check_template(text, "small.md")] == ["misplaced-key"]
