"""Lists and checklists: rows that are added, removed, moved, duplicated, pasted and ticked where they stand."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings, strategies as st

from screens.controls.list import ListControl
from tests.support.one_question import OneQuestion
from wizard.model.answers import OPEN, is_list

LIST = "id: ideas\nkind: list\nlabel: Any ideas?\nitem: idea"
TASKS = "id: tasks\nkind: checklist\nlabel: What has to be done?\nitem: task"
THREE = {"ideas": ("one", "two", "three")}
KEYS = (
    "a b space enter up down left right home end backspace delete ctrl+d ctrl+k ctrl+t alt+up alt+down ctrl+u "
    "pageup pagedown ctrl+home ctrl+end PASTE"
).split()


def test_a_first_visit_shows_one_row_to_write_in():
    asked = OneQuestion(LIST)

    assert asked.marked == "+  Add an idea"


def test_enter_adds_below_and_on_the_empty_last_row_it_goes_on():
    asked = OneQuestion(LIST).type("one").press("enter").type("two").press("enter")

    assert asked.answer == ("one", "two")
    assert not asked.goes_on

    asked.press("enter")

    assert asked.goes_on
    assert asked.answer == ("one", "two")


def test_enter_between_rows_makes_room_for_one():
    asked = OneQuestion(LIST, THREE).press("ctrl+home", "enter").type("new")

    assert asked.answer == ("one", "new", "two", "three")
    assert asked.marked == "2  new_"


def test_an_empty_row_between_others_goes_when_the_cursor_leaves_it():
    asked = OneQuestion(LIST, THREE).press("ctrl+home", "enter", "down")

    assert asked.answer == ("one", "two", "three")
    assert asked.marked == "2  two_"


def test_a_row_that_loses_its_text_is_no_item_until_something_is_typed():
    asked = OneQuestion(LIST, THREE).press("up", "ctrl+u")

    assert asked.answer == ("one", "three")

    asked.type("2")

    assert asked.answer == ("one", "2", "three")


def test_the_last_row_gone_opens_the_question_again():
    assert OneQuestion(LIST, {"ideas": ("one",)}).press("ctrl+k").answer is OPEN


def test_a_removed_item_says_how_it_comes_back():
    assert OneQuestion(LIST, {"ideas": ("one",)}).press("ctrl+k").reply.notice.endswith(" removed. Ctrl+Z undoes it.")


def test_rows_are_duplicated_removed_and_moved():
    asked = OneQuestion(LIST, THREE).press("ctrl+home")

    assert asked.press("ctrl+d").answer == ("one", "one", "two", "three")
    assert asked.press("ctrl+k").answer == ("one", "two", "three")
    assert asked.press("alt+down").answer == ("one", "three", "two")
    assert asked.marked == "3  two_"
    assert asked.press("alt+up", "alt+up", "alt+up").answer == ("two", "one", "three")
    assert asked.marked == "1  two_"


def test_backspace_at_the_start_of_a_row_joins_it_to_the_one_above():
    asked = OneQuestion(LIST, THREE).press("home", "backspace").type("-")

    assert asked.answer == ("one", "two-three")


def test_up_and_down_keep_to_the_column():
    asked = OneQuestion(LIST, THREE).press("left", "left", "left", "up").type("-")

    assert asked.answer == ("one", "tw-o", "three")


def test_pasted_lines_become_items_below_and_it_is_said():
    asked = OneQuestion(LIST, THREE).press("ctrl+home").paste("- a\n- b\n\n- c\n")

    assert asked.answer == ("one", "a", "b", "c", "two", "three")
    assert asked.reply.notice == "3 lines pasted as 3 ideas. Ctrl+Z undoes it."
    assert asked.marked == "4  c_"


def test_lines_pasted_into_the_empty_row_take_its_place():
    asked = OneQuestion(LIST).paste("1. a\n2. b")

    assert asked.answer == ("a", "b")


def test_one_pasted_line_goes_into_the_row():
    assert OneQuestion(LIST, THREE).paste(" and a half\n").answer == ("one", "two", "three and a half")


def test_a_pasted_list_loses_its_marks_and_keeps_lines_that_go_on():
    asked = OneQuestion(LIST).paste("* a\n  goes on\n* b\n    * c")
    mixed = OneQuestion(LIST).paste("Ideas:\n- a")

    assert asked.answer == ("a goes on", "b", "c")
    assert mixed.answer == ("Ideas:", "a")


def test_boxes_go_where_nothing_can_be_ticked():
    assert OneQuestion(LIST).paste("- [x] a\n- [ ] b").answer == ("a", "b")


def test_one_pasted_item_loses_its_mark_in_an_empty_row():
    assert OneQuestion(LIST).paste("- a\n").answer == ("a",)


def test_more_lines_than_there_is_room_for_are_refused_as_a_whole():
    asked = OneQuestion(f"{LIST}\nmax: 2").paste("a\nb\nc")

    assert asked.answer is OPEN
    assert "None of the 3 lines was pasted." in asked.reply.notice


def test_a_full_list_offers_no_row_and_enter_goes_on():
    asked = OneQuestion(f"{LIST}\nmax: 2").type("a").press("enter").type("b")

    assert "Add" not in asked.screen
    assert asked.press("enter").goes_on
    assert "most" in asked.press("ctrl+d").reply.notice


def test_a_click_puts_the_cursor_into_a_row():
    asked = OneQuestion(LIST, THREE).click("two", at=1).type("-")

    assert asked.answer == ("one", "t-wo", "three")


def test_a_click_on_the_row_that_adds_goes_there():
    assert OneQuestion(LIST, THREE).click("Add an idea").type("x").answer == ("one", "two", "three", "x")


def test_long_rows_wrap_below_their_text():
    asked = OneQuestion(LIST, {"ideas": ("one two three four five six", "x")}, width=24)

    assert "1  one two three\n     four five six\n" in asked.screen


def test_of_very_many_rows_those_around_the_cursor_are_drawn():
    asked = OneQuestion(LIST, {"ideas": tuple(f"idea {number}" for number in range(2_000))}).press("ctrl+home")

    assert asked.marked == "1     idea 0_"
    assert "idea 149" in asked.screen and "idea 150" not in asked.screen
    assert "⋯ 1850 more" in asked.screen

    asked.press("ctrl+end", "up").type("!")

    assert asked.answer[-1] == "!idea 1999"  # pyright: ignore
    assert "⋯" in asked.screen


def test_a_list_comes_back_to_the_row_and_letter_it_was_left_at():
    asked = OneQuestion(LIST, THREE).press("up", "left").again().type("-")

    assert asked.answer == ("one", "tw-o", "three")


def test_a_list_is_one_line_an_item_in_an_editor():
    asked = OneQuestion(LIST, THREE)

    assert asked.control.text(asked.interview) == "one\ntwo\nthree"

    asked._took(asked.control.replace(asked.interview, "one\n\nfour\n"))  # pyright: ignore[reportPrivateUsage]

    assert asked.answer == ("one", "four")


def test_a_task_is_ticked_by_key_by_click_and_by_typing_its_box():
    asked = OneQuestion(TASKS).type("one").press("ctrl+t")

    assert asked.answer == ({"text": "one", "done": True},)
    assert "☑  one" in asked.screen

    asked.press("enter").type("[x] two").press("enter").type("three").click("☐")

    assert asked.answer == (
        {"text": "one", "done": True},
        {"text": "two", "done": True},
        {"text": "three", "done": True},
    )


def test_a_tick_stays_while_its_text_is_written_anew():
    asked = OneQuestion(TASKS).type("one").press("ctrl+t", "ctrl+u").type("two")

    assert asked.answer == ({"text": "two", "done": True},)


def test_pasted_tasks_keep_their_ticks():
    asked = OneQuestion(TASKS).paste("* [ ] a\n* [x] b\n* c")

    assert asked.answer == (
        {"text": "a", "done": False},
        {"text": "b", "done": True},
        {"text": "c", "done": False},
    )


def test_tasks_copied_from_the_drawn_plan_keep_their_ticks():
    done = OneQuestion(TASKS).paste("☑ Threads\n  that go on\n☐ Rooms\n☒ Names\n• Bots\n  ◦ ☑ Spam").answer

    assert done == (
        {"text": "Threads that go on", "done": True},
        {"text": "Rooms", "done": False},
        {"text": "Names", "done": True},
        {"text": "Bots", "done": False},
        {"text": "Spam", "done": True},
    )


@pytest.mark.parametrize(
    ("line", "text", "is_done"),
    [("☑ Threads", "Threads", True), ("  ☐ x\n", "x", False), ("• x", "x", False), ("• ☑ x", "x", True)],
)
def test_one_task_copied_from_the_drawn_plan_is_one(line: str, text: str, is_done: bool):
    assert OneQuestion(TASKS).paste(line).press("enter").answer == ({"text": text, "done": is_done},)


def test_drawn_boxes_go_where_nothing_can_be_ticked():
    assert OneQuestion(LIST).paste("☑ a\n☐ b").answer == ("a", "b")


def test_enter_in_a_full_list_goes_to_the_next_item_and_opens_no_row_that_could_not_be_kept():
    asked = OneQuestion(LIST + "\nmax: 3")
    asked.paste("x\ny\nz")
    asked.press("up", "up")

    asked.press("enter")

    assert isinstance(asked.control, ListControl)
    assert asked.control.field.text == "y"
    asked.press("b")
    assert asked.answer == ("x", "yb", "z")


@given(st.lists(st.sampled_from(KEYS), max_size=40), st.booleans(), st.booleans())
@example(["PASTE", "enter", "a", "a", "up", "enter", "a"], False, True)
@settings(max_examples=80, deadline=None)
def test_any_keys_leave_rows_with_text_and_one_of_them_under_the_cursor(
    keys: list[str], has_boxes: bool, is_limited: bool
):
    asked = OneQuestion((TASKS if has_boxes else LIST) + ("\nmax: 3" if is_limited else ""))

    for key in keys:
        if key == "PASTE":
            asked.paste("x\ny")
        else:
            asked.press(key)
        items = asked.answer if is_list(asked.answer) else ()
        texts = [item["text"] if isinstance(item, dict) else item for item in items]
        assert all(isinstance(text, str) and text.strip() for text in texts)
        assert isinstance(asked.control, ListControl)
        assert asked.control.field.text.strip() in ["", *(str(text).strip() for text in texts)]
        pieces = [segment for row in asked.drawn().rows for segment in row.segments]
        assert sum(segment.ink == "cursor" for segment in pieces) == 1
        assert not is_limited or len(items) <= 3


def test_enter_in_the_middle_of_an_item_splits_it():
    asked = OneQuestion(LIST, THREE).press("ctrl+home").type(" and four")
    asked.press(*["left"] * 4, "enter")

    assert asked.answer == ("one and", "four", "two", "three")

    asked.type("x")

    assert asked.answer == ("one and", "xfour", "two", "three")


def test_the_second_half_of_a_split_task_is_not_ticked():
    asked = OneQuestion(TASKS, {"tasks": ({"text": "one two", "done": True},)}).press(*["left"] * 3, "enter")

    assert asked.answer == ({"text": "one", "done": True}, {"text": "two", "done": False})


def test_selected_text_goes_when_an_item_is_split():
    asked = OneQuestion(LIST, {"ideas": ("one two three",)}).press(*["left"] * 6, *["shift+left"] * 3, "enter")

    assert asked.answer == ("one", "three")


def test_enter_splits_nothing_where_the_list_is_full():
    asked = OneQuestion(f"{LIST}\nmax: 3", THREE).press("ctrl+home", "left", "enter")

    assert asked.answer == THREE["ideas"]


MIXED = "Today:\n- [x] a\n* b\n1. c\n• d\n+ [ ] e\n☑ f\n2) [X] g\n✓ h\n- [ ]\n–\u00a0i\n   goes on\n\nj\n"


def test_a_pasted_mixture_of_lists_becomes_clean_tasks_with_their_ticks():
    asked = OneQuestion(TASKS).paste(MIXED)

    assert is_list(asked.answer)
    texts = [(task["text"], task["done"]) for task in asked.answer if isinstance(task, dict)]
    done = {"a", "f", "g", "h"}
    assert texts == [(text, text in done) for text in ("Today:", *"abcdefgh", "i goes on", "j")]


def test_a_pasted_mixture_of_lists_becomes_clean_items():
    asked = OneQuestion(LIST).paste("- a\n* b\n1. c\n• d\ne\n    - f")

    assert asked.answer == ("a", "b", "c", "d", "e", "f")
