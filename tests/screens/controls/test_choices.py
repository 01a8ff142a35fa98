"""Choices: one of several options, yes or no, any number of options, and answers of the user's own."""

from __future__ import annotations

import pytest

from tests.support.one_question import OneQuestion
from wizard.model.answers import OPEN

CHOICE = """
id: where
kind: choice
label: Where will it run?
recommended: One small server
options:
  - value: Our laptops
    help: Nothing to pay.
  - value: One small server
    help: A few euros a month.
  - Kubernetes
"""
YESNO = "id: big\nkind: yesno\nlabel: Is it big?"
CHOICES = """
id: checks
kind: choices
label: Which checks?
options: [Unit tests, Load tests, Review]
"""
OTHER = "other: true\n"


def test_an_open_choice_has_no_mark_and_enter_passes_it():
    asked = OneQuestion(CHOICE).press("enter")

    assert asked.goes_on
    assert asked.answer is OPEN
    assert asked.marked == ""


def test_the_first_step_comes_to_the_recommended_option_and_enter_chooses_it():
    asked = OneQuestion(CHOICE).press("down")

    assert "One small server" in asked.marked
    assert "recommended  A few euros a month." in asked.marked

    asked.press("enter")

    assert asked.answer == "One small server"
    assert asked.goes_on


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_of_ten_thousand_options_only_those_around_the_mark_are_drawn(kind: str):
    options = "".join(f"\n  - Option {number}" for number in range(10_000))
    asked = OneQuestion(f"id: which\nkind: {kind}\nlabel: Which one?\noptions:{options}")

    assert "Option 0" in asked.screen and "⋯ 9850 more" in asked.screen
    assert len(asked.screen.splitlines()) < 400

    asked.press("end")

    assert "Option 9999" in asked.marked and "⋯ 9849 more" in asked.screen
    asked.press("space")
    assert asked.answer in ("Option 9999", ("Option 9999",))


def test_ten_thousand_options_are_all_ticked_by_one_key():
    options = "".join(f"\n  - Option {number}" for number in range(10_000))
    asked = OneQuestion(f"id: which\nkind: choices\nlabel: Which ones?\noptions:{options}").press("ctrl+a")

    assert asked.answer == tuple(f"Option {number}" for number in range(10_000))
    assert "10000 of 10000 chosen" in asked.screen


def test_a_digit_picks_an_option_and_stays():
    asked = OneQuestion(CHOICE).press("3")

    assert asked.answer == "Kubernetes"
    assert not asked.goes_on
    assert "●  Kubernetes" in asked.screen


def test_a_letter_goes_to_the_next_option_that_begins_with_it():
    assert "Kubernetes" in OneQuestion(CHOICE).press("k").marked


def test_del_opens_a_choice_again():
    assert OneQuestion(CHOICE).press("1", "delete").answer is OPEN


def test_a_click_chooses():
    assert OneQuestion(CHOICE).click("Kubernetes").answer == "Kubernetes"


def test_what_is_chosen_is_marked_when_the_question_is_come_to():
    asked = OneQuestion(CHOICE, {"where": "Kubernetes"})

    assert "●  Kubernetes" in asked.marked


def test_the_default_is_marked():
    assert "Our laptops" in OneQuestion(f"{CHOICE}default: Our laptops\n").marked


def test_with_little_height_only_the_marked_option_shows_its_help():
    asked = OneQuestion(CHOICE, height=12)
    asked.space = asked.space.__class__(49, 12, is_short=True)
    asked.press("1")

    assert "Nothing to pay." in asked.screen
    assert "A few euros" not in asked.screen


def test_yes_and_no_have_their_letters():
    assert OneQuestion(YESNO).press("y").answer is True
    assert OneQuestion(YESNO).press("n").answer is False
    assert OneQuestion(YESNO).press("2").answer is False


def test_another_answer_is_written_in_its_row():
    asked = OneQuestion(CHOICE + OTHER).press("up").type("On 3 boats")

    assert asked.answer == "On 3 boats"
    assert "Something else" in asked.marked
    assert "On 3 boats_" in asked.marked
    assert "On 3 boats_" in asked.again().marked


def test_digits_are_text_while_another_answer_is_written():
    asked = OneQuestion(CHOICE + OTHER).press("4").type("12")

    assert asked.answer == "12"


def test_the_mark_leaves_the_row_of_another_answer_with_up():
    asked = OneQuestion(CHOICE + OTHER).press("4").type("x").press("up", "space")

    assert asked.answer == "Kubernetes"


def test_enter_on_a_blank_row_of_another_answer_changes_nothing():
    asked = OneQuestion(CHOICE + OTHER, {"where": "Kubernetes"}).press("down", "enter")

    assert asked.answer == "Kubernetes"
    assert asked.goes_on


def test_pasted_text_is_another_answer():
    assert OneQuestion(CHOICE + OTHER).paste("A ship").answer == "A ship"
    refused = OneQuestion(CHOICE).paste("A ship")

    assert refused.answer is OPEN
    assert refused.reply.notice == "Paste ignored: This question only accepts the listed options."


def test_the_pasted_name_of_an_option_picks_it():
    assert OneQuestion(CHOICE).paste(" kubernetes\n").answer == "Kubernetes"


def test_lines_pasted_as_another_answer_are_joined_and_said_so():
    asked = OneQuestion(CHOICE + OTHER).paste("On\nships")

    assert asked.answer == "On ships"
    assert asked.reply.notice == "Joined 2 lines into one. Ctrl+Z undoes it."


def test_pasted_lines_tick_the_options_that_they_name():
    asked = OneQuestion(CHOICES, {"checks": ("Review",)}).paste("- [x] load tests\n- [x] unit tests")

    assert asked.answer == ("Unit tests", "Load tests", "Review")
    assert asked.reply.notice == "2 more chosen. Ctrl+Z undoes it."


def test_pasted_lines_that_name_no_option_are_answers_of_the_users_own_where_they_may_be():
    own = OneQuestion(CHOICES + OTHER).paste("Unit tests\nSmoke tests\nSoak tests")
    refused = OneQuestion(CHOICES).paste("Unit tests\nSmoke tests")

    assert own.answer == ("Unit tests", "Smoke tests", "Soak tests")
    assert "Smoke tests" in own.screen and "Soak tests" in own.screen
    assert refused.answer is OPEN
    assert "Paste ignored" in refused.reply.notice


def test_space_ticks_and_the_order_is_that_of_the_options():
    asked = OneQuestion(CHOICES).press("end", "space", "home", "space")

    assert asked.answer == ("Unit tests", "Review")
    assert "2 of 3 chosen" in asked.screen


def test_digits_tick_and_untick():
    assert OneQuestion(CHOICES).press("1", "2", "1").answer == ("Load tests",)


def test_all_are_ticked_at_once_and_none_again():
    asked = OneQuestion(CHOICES).press("ctrl+a")

    assert asked.answer == ("Unit tests", "Load tests", "Review")
    assert asked.press("ctrl+a").answer is OPEN


def test_without_a_tick_the_question_is_open():
    assert OneQuestion(CHOICES).press("1", "1").answer is OPEN


def test_enter_goes_on_from_choices():
    assert OneQuestion(CHOICES).press("space", "enter").goes_on


def test_a_broken_rule_stands_below_with_the_count():
    asked = OneQuestion(CHOICES + "min: 2\n").press("1")

    assert "! Choose at least 2; 1 is chosen." in asked.screen


def test_one_too_many_is_not_taken_and_said():
    asked = OneQuestion(CHOICES + "max: 1\n").press("1", "2")

    assert asked.answer == ("Unit tests",)
    assert "1" in asked.reply.notice


def test_choices_take_an_answer_of_their_own():
    asked = OneQuestion(CHOICES + OTHER).press("1", "end").type("By 2 people")

    assert asked.answer == ("Unit tests", "By 2 people")
    assert "2 of 4 chosen" in asked.screen

    asked.press("ctrl+u")

    assert asked.answer == ("Unit tests",)


def test_several_answers_of_the_users_own_from_a_file_all_stay():
    asked = OneQuestion(CHOICES + OTHER, {"checks": ("One", "Unit tests", "Two")})

    assert "☑  One" in asked.screen

    asked.press("2")

    assert asked.answer == ("Unit tests", "Load tests", "One", "Two")


def test_a_click_ticks():
    assert OneQuestion(CHOICES).click("Load tests").answer == ("Load tests",)


@pytest.mark.parametrize("question", [CHOICE, CHOICES])
def test_the_pointer_drawn_over_an_answer_of_the_users_own_selects_in_it(question: str):
    asked = OneQuestion(question + OTHER).press("end").type("On boats")

    asked.click("On boats", at=3)
    target = next(target for row in asked.drawn().rows for target in row.targets if target.text_from > 2)
    asked.control.point(asked.interview, target, 8, extends=True)

    assert asked.control.selected_text == "boats"
