"""Numbers in steps, and patterns that say in the author's words what they want, in every way in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.commands import Program
from wizard.answers.kinds import parse_answer, validate_answer
from wizard.automation.json_schema import answers_schema
from wizard.compiler.loader import check_template, read_template
from wizard.errors import InvalidAnswer
from wizard.model.answers import Answer
from wizard.model.template import Question

TEMPLATE = """\
---
wizard: 1
name: estimate
title: Estimate
sections:
  - title: All
    questions:
      - {id: people, kind: number, label: P?, step: 1, min: 1, example: "3"}
      - {id: days, kind: number, label: D?, step: 0.1}
      - {id: rfc, kind: line, label: R?, help: Of ours., pattern: '^RFC-\\d+$', pattern_message: Write it as in RFC-12.}
---
{{ people }} {{ days }} {{ rfc }}
"""


def question(id: str) -> Question:
    found = read_template(TEMPLATE, "t.md").question((id,))
    assert found is not None
    return found


def problems(id: str, value: Answer) -> list[str]:
    return [problem.message for problem in validate_answer(question(id), value)[1]]


@pytest.mark.parametrize("value", [1, 2.0, 10**15, 1e300])
def test_a_whole_number_is_one_however_it_is_written(value: float) -> None:
    assert problems("people", value) == []


def test_another_number_is_told_what_is_wanted() -> None:
    assert problems("people", 2.5) == ["A whole number; this is 2.5."]
    assert problems("days", 0.25) == ["A multiple of 0.1; this is 0.25."]


@pytest.mark.parametrize("tenths", range(-30, 30))
def test_a_multiple_of_a_tenth_is_one_as_it_is_written(tenths: int) -> None:
    assert problems("days", tenths / 10) == []


def test_a_text_without_the_pattern_is_told_in_the_words_of_the_author() -> None:
    with pytest.raises(InvalidAnswer, match=r"Write it as in RFC-12\."):
        parse_answer(question("rfc"), "12")


def test_the_schema_has_the_step_and_says_what_the_pattern_wants() -> None:
    schema: Any = answers_schema(read_template(TEMPLATE, "t.md"))
    properties = schema["properties"]

    assert properties["people"]["type"] == ["integer", "null"]
    assert (properties["days"]["type"], properties["days"]["multipleOf"]) == (["number", "null"], 0.1)
    assert properties["rfc"]["description"] == "Of ours. Write it as in RFC-12."


def test_programs_and_the_command_line_are_told_the_same(
    program: Program, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("templates") / "estimate.md"
    path.write_text(TEMPLATE)

    outcome = program("render", str(path), "--set", "people=2.5", "--set", "rfc=12")

    assert "A whole number; this is 2.5." in outcome.err
    assert "Write it as in RFC-12." in outcome.err


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("step: 1", "step: 0"), "bad-limits"),
        (("step: 1", "step: -1"), "bad-limits"),
        (("step: 1", "step: .inf"), "bad-limits"),
        (("step: 1", "step: one"), "wrong-type"),
        (('example: "3"', 'example: "2.5"'), "bad-example"),
        (('example: "3"', "default: 2.5"), "bad-default"),
        (("kind: line, label: R?", "kind: line, step: 1, label: R?"), "misplaced-key"),
        (("pattern: '^RFC-\\d+$', ", ""), "misplaced-key"),
        (("pattern_message", "patern_message"), "unknown-key"),
    ],
)
def test_what_cannot_be_is_found(change: tuple[str, str], code: str) -> None:
    assert change[0] in TEMPLATE

    assert [problem.code for problem in check_template(TEMPLATE.replace(*change), "t.md")] == [code]


def test_the_template_has_no_finding() -> None:
    assert check_template(TEMPLATE, "t.md") == ()
