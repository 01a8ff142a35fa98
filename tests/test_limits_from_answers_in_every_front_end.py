"""What earlier answers make of a question is the same on the screen and line by line."""

from __future__ import annotations

from tests.support.one_question import template_text
from tests.support.prompting import talked
from tests.support.question_screen import asking
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.model.answers import Answers
from wizard.prompts.review_prompts import missing_lines

TEMPLATE = template_text(
    """
id: needs
kind: list
label: What is needed?
id: first
kind: choice
label: Which comes first?
options: {from: needs}
id: later
kind: choices
label: Which can wait?
options: {from: needs}
id: start
kind: date
label: When does it start?
id: end
kind: date
label: When does it end?
min: start
valid: end != start
valid_message: It takes a day at least.
id: last
kind: line
label: And then?
"""
)
STALE: Answers = {"needs": ("Login",), "first": "Export", "later": ("Login", "Export"), "start": "2026-03-01"}


async def test_the_screen_offers_the_answers_so_far_and_takes_one():
    async with asking(TEMPLATE, {"needs": ("Login", "Search")}) as seen:
        await seen.press("tab", "2", "enter", "space", "enter")

        assert "Login" in seen.text or seen.place == ("start",)
        assert seen.answer("first") == "Search"
        assert seen.answer("later") == ("Login",)


async def test_the_screen_says_that_there_is_nothing_to_choose_from_and_takes_every_key():
    async with asking(TEMPLATE) as seen:
        await seen.press("tab")
        assert "nothing to choose from yet" in " ".join(seen.text.split())

        await seen.press("down", "up", "space", "1", "x", "home", "end", "enter")
        assert seen.place == ("later",)
        await seen.press("down", "up", "space", "1", "x", "ctrl+a", "enter")
        assert seen.place == ("start",)
        assert seen.interview.answers == {}


async def test_the_screen_shows_an_answer_that_is_no_option_any_more_and_why():
    async with asking(TEMPLATE, STALE) as seen:
        await seen.press("tab")
        assert "Export" in seen.text
        assert "no longer one of the options" in seen.text
        assert "'Export' is not one of the options" in " ".join(seen.text.split())

        await seen.press("1")
        assert seen.answer("first") == "Login"
        assert "is not one of the options" not in seen.text

        await seen.press("enter")
        assert seen.place == ("later",)
        assert "'Export' is not one of the options" in " ".join(seen.text.split())
        await seen.press("2")
        assert seen.answer("later") == ("Login",)


async def test_the_screen_judges_a_date_when_it_is_left():
    async with asking(TEMPLATE, {"start": "2026-03-01"}) as seen:
        await seen.press("tab", "tab", "tab", "tab")
        await seen.type("2026-02-01")
        assert "Not before" not in seen.text
        await seen.press("enter")
        assert seen.place == ("end",)
        assert "Not before 2026-03-01; this is 2026-02-01." in " ".join(seen.text.split())

        await seen.press("enter")
        assert seen.place == ("last",)
        assert seen.answer("end") == "2026-02-01"
        assert seen.interview.state(("end",)) == "invalid"


def test_line_by_line_the_options_are_the_answers_so_far():
    heard = talked(TEMPLATE, "Login", "Search", "", "Export", "2", "1,2", "", "", "", ":quit")

    assert "  1. Login\n  2. Search\n" in heard.said
    assert "not one of the options" in heard.after("Export")
    assert heard.answers["first"] == "Search"
    assert heard.answers["later"] == ("Login", "Search")


def test_line_by_line_an_answer_is_judged_when_it_is_given_and_may_stay():
    heard = talked(TEMPLATE, "", "", "", "2026-03-01", "2026-03-01", "2026-02-01", "", ":quit")

    assert "Not before 2026-03-01." in heard.after("2026-03-01") or "Not before 2026-03-01." in heard.said
    assert "It takes a day at least." in heard.said
    assert "Not before 2026-03-01; this is 2026-02-01." in heard.after("2026-02-01")
    assert heard.answers["end"] == "2026-02-01"


def test_line_by_line_a_stale_answer_is_told_with_its_question():
    heard = talked(TEMPLATE, "", ":quit", answers=STALE)

    assert "'Export' is not one of the options; they are: Login" in heard.said


def test_line_by_line_there_may_be_nothing_to_choose_from():
    heard = talked(TEMPLATE, "", "Login", "", "", ":quit")

    assert "There is nothing to choose from yet" in heard.said
    assert "There are none yet." in heard.after("Login")


def test_line_by_line_the_review_says_why():
    said = list(missing_lines(Interview.begin(read_template(TEMPLATE, "test.md"), STALE)))

    reason = "'Export' is not one of the options; they are: Login"
    assert f"  first: Which comes first? (Part; not valid yet) {reason}" in said
    assert f"  later[1]: Which can wait? (Part; not valid yet) {reason}" in said
