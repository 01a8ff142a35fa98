"""An expression is written so that the same expression is read."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.support.random_expressions import EXPRESSIONS
from wizard.compiler.body.body_parser import read_body, read_expression
from wizard.compiler.body.lexer import Source
from wizard.compiler.diagnostics import Diagnostics
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import Constant, Expression
from wizard.model.unparse import unparse, unparse_condition, unparse_iterable


def read(text: str) -> Expression:
    reading = Diagnostics()
    found = read_expression(Source(text, "t.md", lambda line, column: (line + 1, column + 1)), reading)
    assert reading.problems == [] and found is not None, text
    return found


def body(text: str) -> tuple[Node, ...]:
    reading = Diagnostics()
    found = read_body(Source(text, "t.md", lambda line, column: (1, 1)), reading)
    assert reading.problems == [], text
    return found


@pytest.mark.parametrize(
    "text",
    [
        "changes_api != false",
        "a and b and c",
        "a and (b and c)",
        "not a in b",
        "a is not open",
        "not (a is open and b)",
        "(a + b) ~ c",
        "a + b ~ c",
        "(a ~ b) * c",
        "a - (b - c)",
        "-(a | abs)",
        "-a | abs",
        "(-a).x",
        "(a | first).title",
        'a["two words"]',
        "(a is open) == true",
        "a if b else c if d else e",
        '(a is open) if b else "x"',
        "(a is open) in [1]",
    ],
)
def test_what_an_author_writes_is_written_again(text: str) -> None:
    assert unparse(read(text)) == text


def test_no_text_in_an_expression_brings_a_character_that_a_terminal_obeys() -> None:
    assert unparse(Constant("a\r\x7f\x85\u2028\tz")) == '"a\\r\\u007f\\u0085\\u2028\\tz"'


@given(EXPRESSIONS)
def test_every_expression_is_read_as_it_was(expression: Expression) -> None:
    assert read(unparse(expression)) == expression


@given(EXPRESSIONS)
def test_every_expression_can_stand_in_every_tag(expression: Expression) -> None:
    slot, condition = unparse(expression), unparse_condition(expression)
    repeat = f"{{% for x in {unparse_iterable(expression)} if {slot} %}}b{{% endfor %}}"
    text = (
        f"a{{{{ {slot} }}}}{{% set y = {slot} %}}{{% if {condition} %}}a{{% elif {condition} %}}b{{% endif %}}{repeat}"
    )

    assert body(text) == (
        Text("a", 1),
        Slot(expression, 0, 1),
        Assign("y", expression, 1),
        Condition(((expression, (Text("a", 1),)), (expression, (Text("b", 1),))), 1, is_inline=True),
        Repeat("x", expression, expression, (Text("b", 1),), (), 1, is_inline=True),
    )
