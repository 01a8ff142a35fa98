"""A body is written so that the same tree is read, and so that a person likes to read it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from tests.support.random_bodies import bodies
from tests.support.random_expressions import EXPRESSIONS
from wizard.compiler.body.body_parser import read_body
from wizard.compiler.body.body_writer import write_body, write_text
from wizard.compiler.body.lexer import CONTROL_CHARACTER, Source
from wizard.compiler.diagnostics import Diagnostics
from wizard.errors import WizardError
from wizard.model.body import Condition, Node, Slot, Text, without_places
from wizard.model.expressions import IsTest, Name

A, B = Name("a"), Name("b")
SIMPLE = st.sampled_from([A, B, IsTest(A, "open")])


def read(text: str) -> tuple[Node, ...]:
    reading = Diagnostics()
    nodes = read_body(Source(text, "t.md", lambda line, column: (line + 1, column + 1)), reading)
    assert reading.problems == [], text
    return without_places(nodes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# {{ a }}\n\n{{ b }}\n",
        "- one\n{% if a %}\n- two\n{% elif b %}\n- three\n{% else %}\n- four\n{% endif %}\n- five\n",
        "{% for x in a if x.b %}\n- {{ x.b }}\n{% else %}\nnone\n{% endfor %}\n",
        "{% if a is open %}[Owner]{% else %}{{ a }}{% endif %} owns it\n",
        "{% set x = a | upper %}\n{{ x }}{{ x }}\n",
        "- {{ a }}{% if b %}!{% endif %}\n{% if b %}\n- two\n{% endif %}\n",
        '{% raw %}{{ a }}{% endraw %} and }}\n{{ "{%" }} raw\n',
        "text  \n\ttab\t\n   \n\n\n",
        "---\ntitle: {{ a }}\n---\n\n",
        "{% if a %}x{% endif %}\n",
        "\n\n{% if a %}\n{% for x in b %}\n{% set y = x %}\n{{ y }}\n{% endfor %}\n{% endif %}\n",
        "{{ a -}}\n",
        "no line break{# no line break at the end -#}\n",
        "{% if a %}x{% endif -%}\n",
    ],
)
def test_what_an_author_writes_is_written_again(text: str) -> None:
    assert write_body(read(text)) == text


@pytest.mark.parametrize(
    "nodes, text",
    [
        ((Text("a {"), Slot(A, 0)), 'a {{ "{" }}{{ a -}}\n'),
        ((Text("see ${{ secrets.x }} here\n"),), "see ${% raw %}{{ secrets.x }}{% endraw %} here\n"),
        ((Text("{{ a\n"),), '{{ "{{" }} a\n'),
        ((Text("one\r\ntwo\x0c\n"),), 'one{{ "\\r" }}\ntwo{{ "\\f" }}\n'),
        ((Condition(((A, (Text("x"),)),)), Text("y\n")), "{% if a %}\nx{# goes on below -#}\n{% endif %}\ny\n"),
        ((Condition(((A, (Text("x "),)),)), Text("y\n")), "{% if a %}\nx {# goes on below -#}\n{% endif %}\ny\n"),
        ((Condition(((A, (Text("\n"),)),), is_inline=True), Text("y\n")), "{% if a %}\n\n{% endif %}y\n"),
        ((Condition(((A, ()),), is_inline=True), Text("\n")), "{% if a %}{%+ endif %}\n"),
        ((Condition(((A, ()), (None, ()))),), '{% if a %}\n{% else %}\n{{ "" -}}\n{% endif %}\n'),
        ((Text("{"), Text("{ a\n")), '{{ "{{" }} a\n'),
        ((Text("  "),), "  {#+ no line break at the end -#}\n"),
    ],
)
def test_what_an_author_rarely_writes_is_written_so_that_it_is_read_again(nodes: tuple[Node, ...], text: str) -> None:
    assert write_body(nodes) == text
    assert read(text) == without_places(nodes)


@given(bodies(SIMPLE))
def test_every_body_is_read_as_it_was(nodes: tuple[Node, ...]) -> None:
    text = write_body(nodes)

    assert read(text) == without_places(nodes)
    assert not CONTROL_CHARACTER.search(text)
    assert text.endswith("\n") or not text


@settings(max_examples=30)  # an expression is dear to make
@given(bodies(EXPRESSIONS))
def test_every_expression_stands_in_every_body(nodes: tuple[Node, ...]) -> None:
    assert read(write_body(nodes)) == without_places(nodes)


@given(bodies(SIMPLE))
def test_a_text_with_slots_is_read_as_it_was(nodes: tuple[Node, ...]) -> None:
    assert read(write_text(nodes)) == without_places(nodes)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(WizardError, match="half a character"):
        write_body((Text("a\ud800"),))
