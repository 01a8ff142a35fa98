"""The body of a template becomes a tree; what templates do not have is refused at its place."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from wizard.compiler.body.body_parser import read_body, read_expression
from wizard.compiler.body.expression_parser import argument_range
from wizard.compiler.body.lexer import Source
from wizard.compiler.diagnostics import Diagnostics, SourcePosition
from wizard.errors import Problem
from wizard.limits import MAX_BLOCK_LEVELS
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text, slots_in
from wizard.model.expressions import (
    And,
    Arithmetic,
    Compare,
    Concat,
    Constant,
    Expression,
    FilterCall,
    IfElse,
    IsTest,
    ListOf,
    Member,
    Name,
    Negative,
    Not,
    Or,
)

A, B, C = Name("a"), Name("b"), Name("c")


def source(text: str, first_line: int = 1) -> Source:
    return Source(text, "t.md", lambda line, column: (first_line + line, column + 1))


def tree(text: str) -> tuple[Node, ...]:
    reading = Diagnostics()
    nodes = read_body(source(text), reading)
    assert reading.problems == []
    return nodes


def expression(text: str) -> Expression:
    reading = Diagnostics()
    found = read_expression(source(text), reading)
    assert reading.problems == [] and found is not None
    return found


def problems_in(text: str) -> list[Problem]:
    reading = Diagnostics()
    read_body(source(text), reading)
    return sorted(reading.problems)


def told(text: str) -> list[str]:
    return [f"{problem.line}:{problem.column} {problem.code}" for problem in problems_in(text)]


def test_text_without_slots_is_one_literal_byte_for_byte() -> None:
    text = "\n# A\ttitle  \n\n  * [ ] {x} % # é \u2028 \n\n\n"

    assert tree(text) == (Text(text, 1),)


def test_an_empty_body_is_an_empty_tree() -> None:
    assert tree("") == ()


def test_slots_and_text_know_their_lines_and_numbers() -> None:
    assert tree("# {{ a }}\n\n{{ b }} and\n{{ a }}") == (
        Text("# ", 1),
        Slot(A, 0, 1),
        Text("\n\n", 1),
        Slot(B, 1, 3),
        Text(" and\n", 3),
        Slot(A, 2, 4),
    )


def test_a_tag_on_a_line_of_its_own_leaves_no_line() -> None:
    nodes = tree("a\n  {% if a %}\n* x\n  {% elif b %}\n* y\n{% else %}\n* z\n{% endif %}\nb\n")

    assert nodes == (
        Text("a\n", 1),
        Condition(((A, (Text("* x\n", 3),)), (B, (Text("* y\n", 5),)), (None, (Text("* z\n", 7),))), 2),
        Text("b\n", 9),
    )


@pytest.mark.parametrize("comment", ["{# c #}", "{# c\nd #}", "{# c #}{# d #}", "{% raw %}{% endraw %}"])
def test_a_comment_beside_other_text_leaves_the_line_as_it_is(comment: str) -> None:
    assert tree(f"- one{comment}  \n  {comment}- two\n{comment}x{comment}\nend") == (
        Text("- one  \n  - two\nx\nend", 1),
    )


def test_a_tag_beside_other_text_leaves_the_line_as_it_is() -> None:
    nodes = tree("- one{% set b = 1 %}  \n  {% set b = 1 %}- two{% if b %} ({{ b }}){% endif %}\nend")

    assert [node.text for node in nodes if isinstance(node, Text)] == ["- one", "  \n  ", "- two", "\nend"]


@pytest.mark.parametrize("line", ["{# c #}", " {# c #}\t", "{# a #} {# b #}", "{# a\nb #}", "{%- raw %}{% endraw %}"])
@pytest.mark.parametrize("around", ["{}\nb\n", "b\n{}\n", "b\n{}", "b\n{}\n{}\n"])
def test_a_line_of_nothing_but_tags_and_comments_goes_with_its_line_feed(line: str, around: str) -> None:
    text = around.replace("{}", line.replace("{%-", "{%"))

    assert tree(text) == (Text("b\n", 1 if around.startswith("b") else 2 + line.count("\n")),)


def test_a_raw_block_on_lines_of_its_own_is_its_lines() -> None:
    assert tree("a\n{% raw %}\n  {% if %}\n{% endraw %}\nb\n") == (Text("a\n  {% if %}\nb\n", 1),)


def test_a_line_with_a_slot_is_no_line_of_tags() -> None:
    assert tree("{% set b = 1 %}{{ a }}\nb") == (Assign("b", Constant(1), 1), Slot(A, 0, 1), Text("\nb", 1))


def test_signs_take_the_blanks_beside_a_tag_or_keep_them() -> None:
    assert tree("a  {%- set b = 1 -%}  c") == (Text("a", 1), Assign("b", Constant(1), 1), Text("c", 1))
    assert tree("  {%+ if a +%}\nx{% endif %}") == (
        Text("  ", 1),
        Condition(((A, (Text("\nx", 1),)),), 1, is_inline=True),
    )


def test_a_repeat_may_pick_its_items_and_say_what_else() -> None:
    (repeat,) = tree("{% for x in a if x.done %}{{ loop.index }}{% else %}none{% endfor %}")

    assert repeat == Repeat(
        "x",
        A,
        Member(Name("x"), "done"),
        (Slot(Member(Name("loop"), "index"), 0, 1),),
        (Text("none", 1),),
        1,
        is_inline=True,
    )


def test_a_comment_leaves_nothing_and_parts_no_text() -> None:
    assert tree("a{# {{ b }} {% if %} #}b\n{# c #}\nd") == (Text("ab\nd", 1),)


def test_a_raw_block_is_text() -> None:
    assert tree("{% raw %}{{ a }} {% if %}{# #}{% endraw %}!") == (Text("{{ a }} {% if %}{# #}!", 1),)


def test_a_text_may_hold_what_looks_like_a_tag() -> None:
    assert tree("{{ '{{ a }} %}' }}") == (Text("{{ a }} %}", 1),)


@pytest.mark.parametrize(
    "text, meant",
    [
        ("a", A),
        ("'x'", Constant("x")),
        ('"x\\ny"', Constant("x\ny")),
        ("'x' 'y'", Constant("xy")),
        ("12", Constant(12)),
        ("1.5", Constant(1.5)),
        ("true", Constant(True)),
        ("False", Constant(False)),
        ("none", Constant(None)),
        ("-1", Negative(Constant(1))),
        ("+a", A),
        ("(a)", A),
        ("a.b", Member(A, "b")),
        ("a['b c']", Member(A, "b c")),
        ("a[0].b", Member(Member(A, 0), "b")),
        ("a.0", Member(A, 0)),
        ("['x', a]", ListOf((Constant("x"), A))),
        ("('x', a)", ListOf((Constant("x"), A))),
        ("[]", ListOf(())),
        ("a == b", Compare(A, (("==", B),))),
        ("a != b", Compare(A, (("!=", B),))),
        ("1 < a <= 3", Compare(Constant(1), (("<", A), ("<=", Constant(3))))),
        ("a > b", Compare(A, ((">", B),))),
        ("a >= b", Compare(A, ((">=", B),))),
        ("a in b", Compare(A, (("in", B),))),
        ("a not in b", Compare(A, (("not in", B),))),
        ("a and b or c", Or(And(A, B), C)),
        ("not a and b", And(Not(A), B)),
        ("a if b else c", IfElse(B, A, C)),
        ("a if b", IfElse(B, A, None)),
        ("a ~ b ~ c", Concat((A, B, C))),
        ("a + b * c", Arithmetic("+", A, Arithmetic("*", B, C))),
        ("a - b", Arithmetic("-", A, B)),
        ("a / b // c % 2", Arithmetic("%", Arithmetic("//", Arithmetic("/", A, B), C), Constant(2))),
        ("a | upper", FilterCall(A, "upper", ())),
        ("a | default('x') | upper", FilterCall(FilterCall(A, "default", (Constant("x"),)), "upper", ())),
        ("a | replace('x', b)", FilterCall(A, "replace", (Constant("x"), B))),
        ("a is answered", IsTest(A, "answered")),
        ("a is not open", Not(IsTest(A, "open"))),
        ("a is none", IsTest(A, "none")),
        ("a.b is left_out", IsTest(Member(A, "b"), "left_out")),
        ("a or b is open", Or(A, IsTest(B, "open"))),
    ],
)
def test_expressions(text: str, meant: Expression) -> None:
    assert expression(text) == meant
    assert tree(f"{{% set z = {text} %}}") == (Assign("z", meant, 1),)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("{% macro x() %}{% endmacro %}", ["1:4 unsupported-tag", "1:19 unsupported-tag"]),
        ("x\n{% include 'y' %}\n{%- import 'y' as z %}", ["2:4 unsupported-tag", "3:5 unsupported-tag"]),
        ("{% extends 'y' %}", ["1:4 unsupported-tag"]),
        ("{% block x %}{% endblock %}", ["1:4 unsupported-tag", "1:17 unsupported-tag"]),
        ("{% set a %}x{% endset %}", ["1:16 unsupported-tag"]),
        ("{% autoescape true %}{% endautoescape %}", ["1:4 unsupported-tag", "1:25 unsupported-tag"]),
        ("{% do a %}", ["1:4 unsupported-tag"]),
        ("{% iff a %}", ["1:4 unknown-tag"]),
        ("{% for a in b recursive %}{% endfor %}", ["1:4 unsupported"]),
        ("{% for a, b in c %}{% endfor %}", ["1:9 unsupported"]),
        ("{% set a, b = 1 %}", ["1:9 unsupported"]),
        ("{% set a.b = 1 %}", ["1:8 unsupported"]),
        ("{{ a() }} {{ range(9) }}", ["1:5 unsupported", "1:19 unsupported"]),
        ("{{ a ** 2 }}", ["1:4 unsupported"]),
        ("{{ {'a': 1} }}", ["1:4 unsupported"]),
        ("{{ a[1:2] }}", ["1:5 unsupported"]),
        ("{{ a[b] }}", ["1:6 unsupported"]),
        ("{{ a[-1] }}", ["1:6 unsupported"]),
        ("{{ a.__class__ }}", ["1:6 bad-name"]),
        ("{{ a['__class__'] }}", ["1:6 bad-name"]),
        ("{{ a._x.b }} {{ _y }}", ["1:6 bad-name", "1:17 bad-name"]),
        ("{% set _x = 1 %}{% for loop in a %}{% endfor %}", ["1:8 bad-name", "1:24 bad-name"]),
        ("{{ a | uper }}", ["1:8 unknown-filter"]),
        ("{{ a | attr('b') }}", ["1:8 unknown-filter"]),
        ("{{ a | upper(1) }}", ["1:8 filter-arguments"]),
        ("{{ a | replace('b') }}", ["1:8 filter-arguments"]),
        ("{{ a | default(otherwise='b') }}", ["1:8 filter-arguments"]),
        ("{{ a | default(*b) }}", ["1:8 filter-arguments"]),
        ("{{ a is ansered }}", ["1:9 unknown-test"]),
        ("{{ a is not divisibleby(2) }}", ["1:13 unknown-test"]),
        ("{{ a is answered(2) }}", ["1:9 test-arguments"]),
        ("{{ a b }}", ["1:6 syntax"]),
        ("{{ }}", ["1:4 syntax"]),
        ("{{ a", ["1:1 syntax"]),
        ("{{ a }", ["1:6 syntax"]),
        ("{{ 'a }}", ["1:4 syntax"]),
        ("{{ a ! b }}", ["1:6 syntax"]),
        ("{{ (a }}", ["1:7 syntax"]),
        ("{# a", ["1:1 syntax"]),
        ("a\n{% raw %}", ["2:1 syntax"]),
        ("{% %}", ["1:4 syntax"]),
        ("{% if %}{% endif %}", ["1:7 syntax"]),
        ("{% if a %}", ["1:4 unclosed-block"]),
        ("{% if a %}{% for b in c %}", ["1:4 unclosed-block", "1:14 unclosed-block"]),
        ("{% endif %}", ["1:4 unopened-block"]),
        ("{% else %}", ["1:4 unopened-block"]),
        ("{% for a in b %}{% elif c %}{% endfor %}", ["1:20 unopened-block"]),
        ("{% for a in b %}\n{% endif %}", ["2:4 wrong-end"]),
        ("{{ 1234567890123456789 }}", ["1:4 too-much"]),
        ("{{ " + "(" * 30 + "a" + ")" * 30 + " }}", ["1:24 too-deep"]),
        ("{{ " + "[" * 5000, ["1:24 too-deep"]),
        ("{{ " + "not " * 3000 + "a }}", ["1:1604 too-much"]),
        ("{{ " + "a." * 150 + "a }}", ["1:221 too-deep"]),
        ("{{ " + "a + " * 100 + "a }}", ["1:238 too-deep"]),
        ("{% if a %}" * 3000, [f"1:{MAX_BLOCK_LEVELS * 10 + 4} too-deep"]),
        ("{% block a %}" * 2, ["1:4 unsupported-tag", "1:17 unsupported-tag"]),
    ],
)
def test_what_templates_do_not_have_is_refused_at_its_place(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_a_mistake_in_one_slot_does_not_hide_the_next() -> None:
    text = "{{ a | uper }}{% if b is x %}{{ c() }}{% endif %}{% for d in e | y %}{{ f | z }}{% endfor %}"

    assert [problem.code for problem in problems_in(text)] == [
        "unknown-filter",
        "unknown-test",
        "unsupported",
        "unknown-filter",
        "unknown-filter",
    ]


@pytest.mark.parametrize(
    "text, words",
    [
        ("{{ a | uper }}", "did you mean 'upper'?"),
        ("{{ a is ansered }}", "did you mean 'answered'?"),
        ("{% fro a in b %}", "did you mean 'for'?"),
        ("{% include 'x' %}", "templates do not have 'include'; their tags are if, for, set, part and use"),
        ("{{ a b }}", "two values side by side; write a slot for each, or put ~ between them"),
        ("{% if a }}", "a tag ends with %}, not }}"),
        ("{% if a %}", "{% endif %} is missing"),
        ("\n\n{% for a in b %}{% endif %}", "'endif' closes the 'for' of line 3; write {% endfor %}"),
        ("{{ a | replace('b') }}", "'replace' takes 2 arguments; here is 1"),
        ("{{ a | upper(1, 2) }}", "'upper' takes 0 arguments; here are 2"),
        ("{{ a | truncate(1, 2, 3) }}", "'truncate' takes 0 to 2 arguments; here are 3"),
    ],
)
def test_messages_say_what_to_do(text: str, words: str) -> None:
    assert any(words in problem.message for problem in problems_in(text))


def test_no_message_speaks_of_the_parser_behind() -> None:
    texts = ("{{ a b }}", "{% if a }}", "{{", "{% set = 1 %}", "{% for x of y %}{% endfor %}", "{{ a..b }}", "{{ a[ }}")

    messages = [problem.message for text in texts for problem in problems_in(text)]

    assert len(messages) == len(texts)
    assert not any(word in message.lower() for message in messages for word in ("jinja", "statement", "token"))


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", "1:1 syntax"),
        ("a ==", "1:5 syntax"),
        ("a b", "1:3 syntax"),
        ("a }} b", "1:3 syntax"),
        ("{{ a }}", "1:1 syntax"),
        ("a and x()", "1:8 unsupported"),
    ],
)
def test_a_condition_that_is_none_is_refused(text: str, expected: str) -> None:
    reading = Diagnostics()

    assert read_expression(source(text), reading) is None
    (problem,) = reading.problems
    assert f"{problem.line}:{problem.column} {problem.code}" == expected


def test_a_condition_in_braces_is_told_to_go_without() -> None:
    reading = Diagnostics()

    read_expression(source("{{ a }}"), reading)

    assert "without {{ }}" in reading.problems[0].message


def test_every_expression_knows_its_place() -> None:
    reading = Diagnostics()
    nodes = read_body(source("x\n{{ a.b }} {{ a.b | upper }}", first_line=10), reading)

    one, two = (slot.expression for slot in slots_in(nodes))

    assert isinstance(one, Member) and isinstance(two, FilterCall)
    assert reading.position_of(one) == SourcePosition(11, 6)
    assert reading.position_of(one.of) == SourcePosition(11, 4)
    assert reading.position_of(two) == SourcePosition(11, 20)
    assert reading.position_of(two.operand) == SourcePosition(11, 16)


def test_slots_of_several_texts_have_numbers_of_their_own() -> None:
    reading = Diagnostics()

    nodes = read_body(source("{{ a }}{% if a %}{{ b }}{% endif %}"), reading) + read_body(source("{{ c }}"), reading)

    assert [slot.number for slot in slots_in(nodes)] == [0, 1, 2]


@pytest.mark.parametrize(
    "name, count", [("upper", (0, 0)), ("default", (0, 1)), ("replace", (2, 2)), ("truncate", (0, 2)), ("slug", (0, 1))]
)
def test_filters_say_how_many_arguments_they_take(name: str, count: tuple[int, int]) -> None:
    assert argument_range(name) == count


PARTS = (
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    " if ",
    " for ",
    " in ",
    " endif ",
    " endfor ",
    " set ",
    " else ",
    "a",
    ".",
)
MORE = (
    "(",
    ")",
    "[",
    "]",
    "'",
    '"',
    "\\",
    "|",
    "upper",
    "is",
    "not",
    "\n",
    "-",
    "1",
    "=",
    "raw",
    "endraw",
    "_",
    "é",
    "{",
)


@given(st.lists(st.sampled_from((*PARTS, *MORE)), max_size=25).map("".join))
def test_no_text_is_worse_than_problems(text: str) -> None:
    for problem in problems_in(text):
        assert 1 <= problem.line <= text.count("\n") + 1
        assert 1 <= problem.column <= len(text) + 1


@given(st.text().filter(lambda text: "{" not in text and "\r" not in text))
def test_text_without_braces_stays_as_it_is(text: str) -> None:
    assert "".join(node.text for node in tree(text) if isinstance(node, Text)) == text


def test_a_tag_that_templates_do_not_have_hides_no_other_mistake() -> None:
    text = (
        "{% macro field(label) %}{{ label | nope }}{% endmacro %}\n{% include 'x' %}{{ goal() }}\n{{ goal | uper }}\n"
    )

    codes = [problem.code for problem in problems_in(text)]

    assert codes == ["unsupported-tag", "unsupported-tag", "unsupported-tag", "unsupported", "unknown-filter"]


@pytest.mark.parametrize(
    "text, read",
    [
        ('a {{ "{{ b }}" }} c', "a {{ b }} c"),
        ("{{ '{%' }} x {{ '%}' }}", "{% x %}"),
        ('one{{ "\\r" }}\ntwo{{ "\\x0c" }}', "one\r\ntwo\x0c"),
        ('a{{ "" }}b', "ab"),
    ],
)
def test_a_slot_with_nothing_but_a_text_is_that_text(text: str, read: str) -> None:
    assert tree(text) == (Text(read, 1),)
