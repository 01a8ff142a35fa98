"""A plan that was wrapped anew is read as it was, and an answer that was changed in it is read whole."""

from __future__ import annotations

import pytest

from tests.support.edited_plan import project, read
from tests.support.merge_corpus import PLANS, example_of, template_of
from tests.support.rewrapped_plans import random_plan, with_one_word_changed
from tests.support.text_layouts import REWRAPPED
from wizard.interview.interview import Interview
from wizard.model.answers import format_path
from wizard.plans.merge.merge import merge
from wizard.render.plan import render_plan


def require_nothing_read(interview: Interview) -> None:
    text = render_plan(interview).text
    for name, layout in REWRAPPED.items():
        found = read(layout(text), interview)
        assert not found.changes, (name, [(format_path(each.path), each.after) for each in found.changes])


def require_one_answer_read(number: int) -> None:
    case = with_one_word_changed(*random_plan(number))
    for name, layout in REWRAPPED.items():
        found = read(layout(case.text), case.before)
        assert [format_path(each.path) for each in found.changes] == [format_path(case.path)], name
        assert found.interview.answers == case.after.answers, name


def test_an_answer_that_was_wrapped_by_hand_is_not_cut_at_the_line_end() -> None:
    interview = Interview.begin(template_of("project-plan"), example_of("project-plan"))
    text = render_plan(interview).text
    file = text.replace("in one place, in", "in one place,\n    in").replace(
        "and nobody finds", "and\n    nobody finds"
    )
    assert file.count("\n") == text.count("\n") + 2

    assert not read(file, interview).changes


def test_an_item_that_was_added_on_two_lines_is_read_whole() -> None:
    interview = Interview.begin(template_of("project-plan"), example_of("project-plan"))
    text = render_plan(interview).text
    item = "- A message that was sent\n  twice by mistake\n"

    found = read(text[: text.rindex("*   ")] + item + text[text.rindex("*   ") :], interview)

    assert [change.after for change in found.changes] == ["A message that was sent twice by mistake"]


def test_the_line_of_a_change_is_that_of_the_wrapped_file() -> None:
    interview = Interview.begin(template_of("project-plan"), example_of("project-plan"))
    file = REWRAPPED["60 columns"](render_plan(interview).text).replace("half of all", "most")

    (change,) = read(file, interview).changes

    assert "Success" in file.split("\n")[change.line - 1]


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_that_was_wrapped_anew_reads_back_nothing(plan: str) -> None:
    require_nothing_read(Interview.begin(template_of(plan), example_of(plan)))


@pytest.mark.parametrize("number", range(6))
def test_random_answers_that_were_wrapped_anew_read_back_nothing(number: int) -> None:
    require_nothing_read(random_plan(number)[0])


@pytest.mark.parametrize("number", range(12))
def test_an_answer_with_one_word_changed_is_read_whole_in_any_layout(number: int) -> None:
    require_one_answer_read(number)


@pytest.mark.parametrize("number", range(4))
def test_a_wrapped_plan_that_is_read_stays_as_it_is(number: int) -> None:
    case = with_one_word_changed(*random_plan(number))
    before = render_plan(case.before).text
    for name, layout in REWRAPPED.items():
        file = tuple(layout(case.text).replace("\r\n", "\n").split("\n"))
        found = read("\n".join(file), case.before)

        rendered = tuple(render_plan(found.interview).text.split("\n"))

        assert merge(found.base or before, rendered, file).lines() == file, name


def test_a_plan_with_the_line_ends_of_old_macs_reads_back_nothing_but_what_was_edited() -> None:
    text = render_plan(project()).text.replace("\n", "\r")

    assert not read(text).changes
    assert [each.after for each in read(text.replace("*   Emoji", "*   Stickers")).changes] == ["Stickers"]


@pytest.mark.soak
def test_of_hundreds_of_wrapped_plans_no_answer_is_cut() -> None:
    for number in range(300):
        require_nothing_read(random_plan(number)[0])
        require_one_answer_read(number)
