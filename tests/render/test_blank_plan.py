"""Without answers a plan is the text that its template was made of, character for character."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from tests.support.hand_built import KEEP, blank_trees, comment, original, question, template_of_nodes
from wizard.interview.interview import Interview
from wizard.model.body import Slot, Text
from wizard.model.expressions import Name
from wizard.model.template import Template
from wizard.render.plan import render_plan, update_plan

STRANGE = [
    "",
    "\n\n\n",
    "\n\n# A\n\n\nText  \n\t\n\n\n",
    "no end of line",
    "# A\r\nText\r\n\r\n\r\n",
    "one\rtwo\r\rthree\r",
    "\ufeff# A\n",
    "a\f\n\f\n\v\nb\0c\x1b[31md\x85e\u2028f\x7f\n",
    "---\r\ntitle: x\r\n---\r\n\r\n# A\r\n",
    "```\n# no heading\n",
]


@given(blank_trees())
def test_a_blank_plan_is_the_text_of_its_template(drawn: tuple[Template, str]) -> None:
    template, whole = drawn

    assert render_plan(Interview.begin(template)).text == whole


@given(blank_trees())
def test_what_is_answered_and_opened_again_is_blank_again(drawn: tuple[Template, str]) -> None:
    template, whole = drawn
    blank = Interview.begin(template)
    plan, interview = render_plan(blank), blank
    for each in template.questions():
        if each.kind == "text":
            answered = interview.answer((each.id,), "# An answer\n\n- [ ] `of` | *many*\n> marks")
            plan = update_plan(plan, interview, answered)
            reopened = answered.reopen((each.id,))
            plan, interview = update_plan(plan, answered, reopened), reopened

    assert plan.text == whole


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize("other", STRANGE)
def test_text_around_a_blank_stays_as_it_is(text: str, other: str) -> None:
    template = template_of_nodes(Text(text), Slot(Name("q"), 0), Text(other), questions=(question("q", "[q]"),))

    assert render_plan(Interview.begin(template)).text == f"{text}[q]{other}"
    assert render_plan(Interview.begin(template, {"q": "word"})).text == f"{text}word{other}"


@pytest.mark.parametrize("text", STRANGE)
def test_text_away_from_a_comment_that_goes_stays_as_it_is(text: str) -> None:
    template = template_of_nodes(
        Text(f"{text}\nA.\n"),
        comment("q", "<!-- Help. -->"),
        Text("\n"),
        original("q", "[q]", (Slot(Name("q"), 0),)),
        Text(f"\nB.\n{text}"),
        questions=(question("q"), KEEP),
    )

    assert render_plan(Interview.begin(template, {"q": "word"})).text == f"{text}\nA.\nword\nB.\n{text}"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "around",
    [
        ("A.{n}{n}", "{n}{n}B.{n}", "A.{n}{n}B.{n}"),
        ("A.{n}{n}", "{n}", "A.{n}"),
        ("- a{n}- ", "{n}- b{n}", "- a{n}- b{n}"),
        ("A.{n}\f{n}", "{n}\f{n}{n}B.{n}", "A.{n}\f{n}\f{n}{n}B.{n}"),
        ("A.{n}", "{n}{n}{n}{n}B.{n}", "A.{n}{n}{n}{n}B.{n}"),
        ("A.{n}{n}{n}{n}", "{n}{n}B.{n}", "A.{n}{n}{n}{n}B.{n}"),
        ("A.{n}{n}", "{n}{n}{n}{n}B.{n}", "A.{n}{n}{n}{n}B.{n}"),
        ("A.  {n}{n}{n}", "{n}{n}", "A.  {n}{n}"),
        ("A.{n}{n}", "", "A.{n}"),
        ("", "{n}{n}B.", "B."),
        ("{n}{n}", "{n}{n}B.", "{n}{n}B."),
    ],
)
def test_the_line_of_a_comment_goes_with_it_whatever_the_line_ends(around: tuple[str, ...], end: str) -> None:
    before, after, expected = (part.replace("{n}", end) for part in around)
    template = template_of_nodes(
        Text(before), comment("q", "<!-- Help. -->"), Text(after), questions=(question("q"), KEEP)
    )

    assert render_plan(Interview.begin(template, {"q": "x"})).text == expected
    assert render_plan(Interview.begin(template)).text == f"{before}<!-- Help. -->{after}"
    kept = Interview.begin(template, {"q": "x", "keep_comments": True})
    assert render_plan(kept).text == f"{before}<!-- Help. -->{after}"


def test_between_several_comments_that_go_the_longest_run_of_blank_lines_stays() -> None:
    gone = comment("q", "<!-- Help. -->")
    runs = ("A.\n", "\n\n", "\n\n\n", "\n\nB.\n")
    nodes = [node for run in runs for node in (Text(run), gone)]
    template = template_of_nodes(*nodes[:-1], questions=(question("q"), KEEP))

    assert render_plan(Interview.begin(template, {"q": "x"})).text == "A.\n\n\nB.\n"


@given(st.lists(st.integers(0, 3), min_size=1, max_size=5), st.booleans())
def test_blank_lines_are_the_same_after_an_update(runs: list[int], begins_with_text: bool) -> None:
    gone = comment("q", "<!-- Help. -->")
    nodes = [node for run in runs for node in (Text("\n" * run + "# B\n"), gone, Text("\n" * (1 + run)))]
    template = template_of_nodes(*nodes[not begins_with_text :], questions=(question("q"), KEEP))
    opened = Interview.begin(template)
    answered = opened.answer(("q",), "x")
    plan = render_plan(opened)

    after = update_plan(plan, opened, answered)

    assert after.text == render_plan(answered).text
    assert update_plan(after, answered, opened).text == plan.text


@pytest.mark.parametrize("typed", ["one\r\ntwo", "one\rtwo", "one\ntwo"])
def test_an_answer_brings_no_line_ends_of_its_own(typed: str) -> None:
    template = template_of_nodes(Text("# A\n\n"), Slot(Name("q"), 0), Text("\n"), questions=(question("q"),))

    assert render_plan(Interview.begin(template, {"q": typed})).text == "# A\n\none\ntwo\n"
