"""Conditions that build on conditions are bounded, so that no template can hang or crash the program."""

from __future__ import annotations

import pytest

from wizard.compiler.checks.checker import costly_conditions
from wizard.compiler.loader import check_template
from wizard.evaluation.evaluator import AnswersScope, holds
from wizard.evaluation.values import is_open
from wizard.model.expressions import And, Expression, Member, Name
from wizard.model.template import Question, Section, Template


def template(*questions: Question) -> Template:
    return Template("t", "T", "", 1, (), (Section("All", questions),), ())


def line(id: str, when: Expression | None = None) -> Question:
    return Question(id, "line", id, id, when=when)


def chain(length: int, condition: type[And] | None) -> Template:
    """Questions that each read the one before, twice with a `condition`."""
    questions = [line("q0")]
    for number in range(1, length):
        before = Name(f"q{number - 1}")
        questions.append(line(f"q{number}", condition(before, before) if condition else before))
    return template(*questions)


def test_conditions_as_people_write_them_cost_little() -> None:
    assert list(costly_conditions(chain(30, None))) == []
    assert list(costly_conditions(template(line("a"), *(line(f"q{n}", Name("a")) for n in range(2000))))) == []


def test_conditions_that_double_their_work_are_refused() -> None:
    first = next(costly_conditions(chain(40, And)))

    assert int(first.id[1:]) < 20


def test_a_long_row_of_conditions_is_refused() -> None:
    assert next(costly_conditions(chain(1000, None))).id == "q38"


def test_the_most_that_is_allowed_can_be_evaluated() -> None:
    longest = chain(38, None)
    scope = AnswersScope(longest, {f"q{number}": "x" for number in range(38)})

    assert holds(Name("q37"), scope)
    assert not is_open(scope["q37"])


@pytest.mark.parametrize("is_outside", [False, True])
def test_questions_inside_groups_count(is_outside: bool) -> None:
    inner = [line("i0")]
    for number in range(1, 30):
        before = Name(f"i{number - 1}")
        inner.append(line(f"i{number}", And(before, before)))
    group = Question("g", "group", "G", "G", questions=tuple(inner[:10] if is_outside else inner))
    item = Member(Name("g"), 0)
    outer = [line(f"o{n}", And(item, And(item, item))) for n in range(3)] if is_outside else []

    found = [question.id for question in costly_conditions(template(group, *outer))]

    assert found == (["o0", "o1", "o2"] if is_outside else ["i11", "i22"])


def test_the_author_is_told() -> None:
    questions = "".join(
        f"      - {{id: q{n}, kind: line, label: Q?, when: q{n - 1} and q{n - 1}}}\n" for n in range(1, 15)
    )
    text = (
        "---\nwizard: 1\nname: t\ntitle: T\nsections:\n  - title: A\n    questions:\n"
        f"      - {{id: q0, kind: line, label: Q?}}\n{questions}---\n{{{{ q14 }}}}"
    )

    assert "too-deep" in [problem.code for problem in check_template(text, "t.md")]
