"""What it takes to find needless escapes is bounded for a plan, counted in characters that are parsed."""

from __future__ import annotations

import pytest

from tests.support.parsed_characters import count_parsed, forget_parsed
from tests.support.rendering import interview_of, rendered
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.limits import MAX_ESCAPING_WORK, MAX_PLAN_ESCAPING_WORK
from wizard.model.answers import Answer
from wizard.model.template import Template
from wizard.render.plan import render_plan, update_plan

FRONT = """---
wizard: 1
name: small
title: Small
version: 1
save_as: small.md
sections:
  - title: All
    questions:
      - {id: rows, kind: table, label: Rows, item: row, columns: [{id: a, kind: line, label: A},
         {id: b, kind: line, label: B}]}
      - {id: tags, kind: list, label: Tags, item: tag}
---
"""
TABLE = "# One\n\n| A | B |\n|---|---|\n{% for r in rows %}\n| {{ r.a }} | {{ r.b }} |\n{% endfor %}\n"
ITEMS = "# One\n\n{% for tag in tags %}\n- {{ tag }}\n{% endfor %}\n"
HARD = "ab *c d[e]|_f <g> **b* {} [z](y) `q"
"""Text of which only a few marks need an escape."""


def template(body: str) -> Template:
    return read_template(f"{FRONT}{body}", "small.md")


def rows_of(text: str, count: int) -> tuple[dict[str, Answer], ...]:
    return tuple({"a": text.format(index), "b": f"{index}"} for index in range(count))


def answers(id: str, count: int) -> Answer:
    return rows_of(HARD, count) if id == "rows" else tuple(HARD.format(index) for index in range(count))


@pytest.mark.parametrize("typed", ["a|b {}", "*x* {}", "[y] {}", "`a` | b {}"])
def test_rows_that_need_no_more_than_escaped_bars_are_not_parsed(typed: str) -> None:
    interview = Interview.begin(template(TABLE), {"rows": rows_of(typed, 1_000)})

    parsed = count_parsed(lambda: render_plan(interview))

    assert parsed.for_pieces == 0
    assert typed.format(7).replace("|", "\\|") in render_plan(interview).text


def test_a_cell_is_parsed_without_the_rest_of_its_table() -> None:
    few, many = (Interview.begin(template(TABLE), {"rows": rows_of(HARD, count)}) for count in (10, 20))
    forget_parsed()
    of_few = count_parsed(lambda: render_plan(few)).for_pieces
    forget_parsed()
    of_many = count_parsed(lambda: render_plan(many)).for_pieces

    assert 0 < of_many <= of_few * 2.2


@pytest.mark.parametrize(("body", "id"), [(TABLE, "rows"), (ITEMS, "tags")])
def test_thousands_of_answers_that_need_escapes_are_parsed_up_to_a_bound(body: str, id: str) -> None:
    interview = Interview.begin(template(body), {id: answers(id, 4_000)})
    forget_parsed()

    parsed = count_parsed(lambda: render_plan(interview))

    assert parsed.for_pieces <= MAX_PLAN_ESCAPING_WORK + MAX_ESCAPING_WORK
    shown = [line for line in render_plan(interview).text.split("\n") if "ab" in line]
    assert len(shown) == 4_000
    assert shown[0].count("\\") < shown[-1].count("\\")  # no more than needed, and then with caution


@pytest.mark.parametrize(("body", "id"), [(TABLE, "rows"), (ITEMS, "tags")])
@pytest.mark.parametrize(
    ("at", "typed"),
    [
        (0, "plain"),
        (0, "a *b [c] <d> |e `f"),
        (40, "x" * 300 + " *a b* _c"),
        (300, "plain"),
        (999, "a *b [c] <d> |e `f"),
    ],
)
def test_a_key_among_them_makes_the_plan_that_rendering_anew_makes(body: str, id: str, at: int, typed: str) -> None:
    interview = Interview.begin(template(body), {id: answers(id, 1_000)})
    plan = render_plan(interview)
    after = interview.answer((id, at, "a") if id == "rows" else (id, at), typed)

    parsed = count_parsed(lambda: update_plan(plan, interview, after))

    again = update_plan(plan, interview, after)
    assert parsed.for_pieces <= 20_000  # the answer that changed, and a few that come to stand at the bound
    assert again.text == render_plan(after).text
    assert again.results == render_plan(after).results
    assert update_plan(again, after, interview).text == plan.text


def test_fewer_marks_above_leave_more_room_below() -> None:
    interview = Interview.begin(template(ITEMS), {"tags": answers("tags", 1_000)})
    plan, after = render_plan(interview), interview
    for index in range(50):
        after = after.answer(("tags", index), f"plain {index}")

    again = update_plan(plan, interview, after)

    assert again.text == render_plan(after).text
    line = next(at for at, text in enumerate(plan.text.split("\n")) if text.count("\\") > 4)
    assert plan.text.split("\n")[line] != again.text.split("\n")[line]


LONG_ITEMS = "\n".join(f"- item *number {index}* [t" for index in range(8_000))


@pytest.mark.parametrize(
    "body",
    [
        "# One\n\n- **Tags:** {{ goal }}\n- End {{ name }}\n",
        "# One\n\n{{ goal }}\n- End {{ name }}\n",
        "# One\n\n> {{ goal }}\n\nEnd {{ name }}\n",
        "# One\n\n```\n{{ goal }}\n```\n\nEnd {{ name }}\n",
    ],
)
def test_no_parser_reads_an_answer_of_thousands_of_items(body: str) -> None:
    interview = interview_of(body, goal=LONG_ITEMS, name="Relay")
    after = interview.answer(("name",), "Relay *two")
    forget_parsed()

    first = count_parsed(lambda: render_plan(interview))
    made = render_plan(interview)
    key = count_parsed(lambda: update_plan(made, interview, after))

    assert first == (0, 0) and key.for_outlines == 0 and key.for_pieces < 20_000
    assert made.text.count("item") == 8_000 and "\n# " not in made.text


def test_a_shorter_list_behind_a_label_is_still_a_list() -> None:
    text = rendered("- **Tags:** {{ goal }}\n- End\n", goal=LONG_ITEMS[:20_000])

    assert "\\-" not in text
