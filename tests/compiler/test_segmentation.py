"""A body is cut where nothing on one side can change the other."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from tests.support.rendering import plan, rendered, template_of
from wizard.model.answers import Answer
from wizard.model.render_steps import Decision, Segment

ROWS = "{% for tag in tags %}\n| {{ tag }} |\n{% endfor %}\n"
STEPS: tuple[Answer, ...] = ({"title": "A", "body": "x"}, {"title": "B", "body": "y"})


def pieces(body: str, **answers: Answer) -> list[str]:
    made = plan(body, **answers)
    assert made.text == "".join(piece.text for piece in made.segments)
    return [piece.text for piece in made.segments if piece.text]


def test_a_body_is_cut_before_its_headings() -> None:
    assert pieces("One\n\n# Two\n\nText\n\n## Three\n") == ["One\n\n", "# Two\n\nText\n\n", "## Three\n"]


@pytest.mark.parametrize(
    "body",
    [
        "x\n\n```\n# no heading\n```\n",
        "<!--\n# no heading\n-->\n",
        "<pre>\n# no heading\n</pre>\n",
        "> # a heading\n> in a quote\n",
        "- x\n\n  # a heading\n",
        "    # no heading\n",
        "Title\n=====\n\nText\n",
        "#tag\n",
    ],
)
def test_nothing_else_is_cut(body: str) -> None:
    assert pieces(body) == [body]


def test_a_repeat_of_headings_is_cut_at_its_items() -> None:
    body = "# T\n\n{% for step in steps %}\n## {{ step.title }}\n\n{{ step.body }}\n\n{% endfor %}\n## End\n"

    assert pieces(body, steps=STEPS) == ["# T\n\n", "## A\n\nx\n\n", "## B\n\ny\n\n", "## End\n"]


@pytest.mark.parametrize("mark", ["- ", "* ", "1. ", "{{ loop.index }}. ", "- [ ] "])
def test_a_repeat_of_items_is_cut_at_its_items(mark: str) -> None:
    body = f"# T\n\n{{% for tag in tags %}}\n{mark}{{{{ tag }}}}\n{{% endfor %}}\n"

    assert len(pieces(body, tags=("a", "b", "c"))) == 4


@pytest.mark.parametrize("head", ["| A |\n| - |\n", "| {{ name }} |\n|:-:|\n", "Text\n\n| A |\n| --- |\n"])
@pytest.mark.parametrize("behind", ["", "\n{{ name }}\n", "## End\n"])
def test_the_rows_of_a_table_are_cut(head: str, behind: str) -> None:
    cut = pieces(f"{head}{ROWS}{behind}", tags=("a", "b", "c"), name="x")

    assert cut[1:4] == ["| a |\n", "| b |\n", "| c |\n"]


TYPED = st.text(alphabet="ab |`\\*_[]()<>#-:.&~=!1", max_size=12).filter(str.strip)
MARKED = st.lists(TYPED, min_size=1, max_size=3)


@given(tags=MARKED, name=TYPED)
def test_rows_by_themselves_are_escaped_as_in_their_table(tags: list[str], name: str) -> None:
    table = "| A | B |\n| - | - |\n{% for tag in tags %}\n| {{ tag }} | {{ name }}`{{ tag }} |\n{% endfor %}\n"
    answers: dict[str, Answer] = {"tags": tuple(tags), "name": name}

    apart = plan(f"# T\n\n{table}", **answers).text
    assert plan(f"# T\n\n{table}| end | |\n", **answers).text == f"{apart}| end | |\n"


@pytest.mark.parametrize(
    "body",
    [
        f"> | A |\n> | - |\n{ROWS.replace('| {{', '> | {{')}",
        f"- | A |\n  | - |\n{ROWS.replace('| {{', '  | {{')}",
        f"| A |\n| - |\n{ROWS}| last |\n",
        f"| A |\n| - |\n{ROWS}{{{{ name }}}}\n",
        f"| A |\n| - |\n{ROWS}{{% if sure %}}\nmore\n{{% endif %}}\n",
        f"| A |\n| - |\n| first |\n{ROWS}",
        f"| A |\n{ROWS}",
        f"```\n| A |\n| - |\n{ROWS}```\n",
        "A | B\n- | -\n{% for tag in tags %}\n{{ tag }} | {{ tag }}\n{% endfor %}\n",
        "> x\n{% for tag in tags %}\n> - {{ tag }}\n{% endfor %}\n",
        "- x\n{% for tag in tags %}\n  - {{ tag }}\n{% endfor %}\n",
        "```\n{% for tag in tags %}\n- {{ tag }}\n{% endfor %}\n```\n",
        "x {% for tag in tags %}- {{ tag }} {% endfor %} y\n",
    ],
)
def test_items_inside_something_else_stay_with_it(body: str) -> None:
    assert len(pieces(body, tags=("a", "b", "c"))) == 1


def test_a_condition_around_whole_parts_is_cut_with_them() -> None:
    body = "# T\n\n{% if sure %}\n## Why\n\n{{ goal }}\n\n{% endif %}\n## End\n"

    assert any(isinstance(step, Decision) for step in template_of(body).steps)
    assert pieces(body, sure=True, goal="x") == ["# T\n\n", "## Why\n\nx\n\n", "## End\n"]
    assert pieces(body, sure=False) == ["# T\n\n", "## End\n"]


def test_a_condition_inside_a_line_is_not() -> None:
    assert pieces("x {% if sure %}y{% else %}z{% endif %}.\n", sure=True) == ["x y.\n"]


def test_a_condition_that_its_neighbours_run_into_stays_whole() -> None:
    body = "x\n{% if sure %}y\n\n## Z\n{% endif %}\n"

    assert not any(isinstance(step, Decision) for step in template_of(body).steps)
    assert rendered(body, sure=True) == "x\ny\n\n## Z\n"


def test_conditions_within_conditions_decide_in_their_order() -> None:
    body = (
        "{% set n = 0 %}\n{% if sure %}\n{% set n = n + 1 %}\n## {{ n }} A\n\n{% if n == 1 %}\n{% set n = 5 %}\n"
        "### {{ n }} B\n\n{% else %}\n### no\n\n{% endif %}\n{% endif %}\n## {{ n }} C\n"
    )

    assert rendered(body, sure=True) == "## 1 A\n\n### 5 B\n\n## 5 C\n"
    assert rendered(body, sure=False) == "## 0 C\n"


def test_a_name_set_inside_a_line_is_known_to_the_pieces_behind_it() -> None:
    body = "# T {% if sure %}{% set n = 2 %}x{% else %}{% set n = 3 %}y{% endif %}.\n\n## {{ n }}\n"

    assert rendered(body, sure=True) == "# T x.\n\n## 2\n"
    assert rendered(body, sure=False) == "# T y.\n\n## 3\n"


def test_a_repeat_with_something_else_for_no_items_is_not_cut() -> None:
    body = "{% for tag in tags %}\n- {{ tag }}\n{% else %}\nNone.\n{% endfor %}\n"

    assert rendered(body, tags=()) == "None.\n"
    assert pieces(body, tags=("a", "b")) == ["- a\n- b\n"]


def test_every_slot_of_a_body_has_a_context() -> None:
    items = "{% for tag in tags %}\n- {{ tag }}\n{% endfor %}\n"
    body = f"# {{{{ name }}}}\n\n{{% if sure %}}\n## {{{{ goal }}}}\n\n{items}{{% endif %}}\n"
    steps = template_of(body).steps

    assert sorted(number for step in steps if isinstance(step, Segment) for number in step.contexts) == [0, 1, 2]
