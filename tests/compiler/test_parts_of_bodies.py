"""Parts of a body that are used in several places, expanded when a template is compiled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.rendering import plan, rendered
from wizard.compiler.loader import check_template, read_template
from wizard.errors import TemplateError

FRONT = """\
---
wizard: 1
name: t
title: T
sections:
  - title: S
    questions:
      - {id: name, kind: line, label: N?}
"""
EACH = """\
{% part each %}
- {{ tag }} of {{ loop.length }}
{% endpart %}
{% for tag in tags %}
{% use each %}
{% endfor %}
{% for tag in tags | reverse %}
{% use each %}
{% endfor %}
"""
NESTED = """\
{% part inner %}<{{ name }}>{% endpart %}
{% part outer %}[{% use inner %}{% use inner %}]{% endpart %}
`{% use outer %}`
"""
PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")


def problems(body: str) -> list[tuple[int, str]]:
    """Line of the body and code of each finding."""
    found = check_template(f"{FRONT}---\n{body}", "t.md")
    return [(problem.line - 9, problem.code) for problem in found if problem.code != "unused-question"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "{% part line %}\n- {{ name }}\n{% endpart %}\nA\n{% use line %}\nB\n{% use line %}\n",
            "A\n- Relay\nB\n- Relay\n",
        ),
        ("{% part star %}★{{ name }}{% endpart %}\nSo {% use star %}! {% use star %}?\n", "So ★Relay! ★Relay?\n"),
        ("A\n{% part star %}★{% endpart %}\nB {% use star %}\n", "A\nB ★\n"),
        ("{% part line %}\n- {{ name }}\n{% endpart %}\nSo {% use line %}!\n", "So - Relay!\n"),
        ("{% part empty %}{% endpart %}\nA{% use empty %}B\n", "AB\n"),
        (EACH, "- a of 2\n- b of 2\n- b of 2\n- a of 2\n"),
        (NESTED, "`[<Relay><Relay>]`\n"),
        ("{% part star %}★{{ name }}{% endpart %}\n- a\n  {% use star %}\n- b\n", "- a\n  ★Relay\n- b\n"),
        (
            "{% part if_sure %}\n{% if sure %}\nYes\n{% else %}\nNo\n{% endif %}\n{% endpart %}\n{% use if_sure %}\n",
            "No\n",
        ),
        ("{% part sets %}{% set word = name %}{% endpart %}\n{% use sets %}\n{{ word }}\n", "Relay\n"),
    ],
)
def test_a_part_stands_where_it_is_used(body: str, expected: str) -> None:
    assert rendered(body, name="Relay", tags=("a", "b")) == expected


def test_every_use_of_a_part_is_escaped_for_its_own_place() -> None:
    body = (
        "{% part it %}{{ name }}{% endpart %}\n"
        "# {% use it %}\n\n| a |\n|---|\n| {% use it %} |\n\n```\n{% use it %}\n```\n"
    )

    assert rendered(body, name="a | b") == "# a | b\n\n| a |\n|---|\n| a \\| b |\n\n```\na | b\n```\n"


def test_every_use_of_a_part_leads_to_its_answer() -> None:
    made = plan("{% part it %}{{ name }}{% endpart %}\n# {% use it %}\n\n## {% use it %}\n", name="Relay")

    assert len(made.spans_of(("name",))) == 2


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("{% use card %}\n", [(1, "unknown-name")]),
        ("{% use card %}\n{% part card %}\nx\n{% endpart %}\n", [(1, "unknown-name"), (2, "unused-part")]),
        ("{% part a %}\n{% use a %}\n{% endpart %}\n{% use a %}\n", [(2, "too-deep")]),
        ("{% part a %}\nx\n{% endpart %}\n{% part a %}\ny\n{% endpart %}\n{% use a %}\n", [(4, "name-taken")]),
        ("{% part a %}\n{{ naem }}\n{% endpart %}\n{% use a %}\n{% use a %}\n", [(2, "unknown-name")]),
        ("{% part a %}\n{{ name | uper }}\n{% endpart %}\n", [(1, "unused-part"), (2, "unknown-filter")]),
        ("{% part a %}\nx\n", [(1, "unclosed-block")]),
        ("x {% endpart %}\n", [(1, "unopened-block")]),
        ("{% part a %}\nx\n{% endif %}\n", [(3, "wrong-end")]),
        ("{% if name %}\n{% part a %}\nx\n{% endpart %}\n{% endif %}\n", [(2, "unsupported-tag")]),
        ("{% part a %}\n{% part b %}\nx\n{% endpart %}\n{% endpart %}\n", [(2, "unsupported-tag")]),
        ("{% part a %}\nx\n{% else %}\ny\n{% endpart %}\n", [(3, "unopened-block")]),
        ("{% part %}\nx\n{% endpart %}\n", [(1, "syntax")]),
        ("{% part 'a' %}\nx\n{% endpart %}\n", [(1, "syntax")]),
        ("{% part a(b) %}\nx\n{% endpart %}\n", [(1, "syntax")]),
        ("{% part _a %}\nx\n{% endpart %}\n", [(1, "bad-name")]),
        ("{% include 'x' %}\n", [(1, "unsupported-tag")]),
        ("{% block x %}{% endblock %}\n", [(1, "unsupported-tag"), (1, "unsupported-tag")]),
        ("{% macro x() %}{% endmacro %}\n", [(1, "unsupported-tag"), (1, "unsupported-tag")]),
    ],
)
def test_what_cannot_be_is_found_at_its_place(body: str, found: list[tuple[int, str]]) -> None:
    assert problems(body) == found


def test_parts_that_double_with_each_other_are_refused_and_take_no_time() -> None:
    parts = "{% part p0 %}x{% endpart %}\n" + "".join(
        f"{{% part p{number} %}}{{% use p{number - 1} %}}{{% use p{number - 1} %}}{{% endpart %}}\n"
        for number in range(1, 20)
    )

    with pytest.raises(TemplateError, match="make too much of it"):
        read_template(f"{FRONT}---\n{parts}{{{{ name }}}}{{% use p19 %}}\n", "t.md")


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ("{% part a %}\nx\n{% use a %}\n{% endpart %}\n{% use a %}\n", "the part 'a' uses itself, which never ends"),
        (
            "{% part a %}\n{% use b %}\n{% endpart %}\n{% part b %}\n{% use a %}\n{% endpart %}\n{% use b %}\n",
            "'b' uses",
        ),
    ],
)
def test_a_part_that_uses_itself_is_told_so(parts: str, told: str) -> None:
    with pytest.raises(TemplateError) as refused:
        read_template(f"{FRONT}---\n{{{{ name }}}}\n{parts}", "t.md")

    assert told in str(refused.value)
    assert "inside each other" not in str(refused.value)


def test_a_long_chain_of_parts_is_refused() -> None:
    parts = "{% part p0 %}x{% endpart %}\n" + "".join(
        f"{{% part p{number} %}}{{% use p{number - 1} %}}{{% endpart %}}\n" for number in range(1, 2000)
    )

    with pytest.raises(TemplateError, match="inside each other"):
        read_template(f"{FRONT}---\n{parts}{{% use p1999 %}}\n", "t.md")


def test_the_example_on_the_page_works() -> None:
    body = PAGE.split("### Parts that are used twice\n")[1].split("```\n")[1]
    table = (
        "kind: table, label: L?, columns: [{id: title, kind: line, label: T?}, {id: points, kind: number, label: P?}]"
    )
    front = FRONT.replace("{id: name, kind: line, label: N?}", f"{{id: must, {table}}}\n      - {{id: could, {table}}}")

    assert check_template(f"{front}---\n{body}", "t.md") == ()
