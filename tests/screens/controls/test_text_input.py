"""Lines, areas, numbers and dates: what is typed is answered, and nothing that is typed is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings, strategies as st

from screens.appearance.text_layout import cells, drawn_text, graphemes, lay_out_edited, lay_out_text
from screens.controls.area import AreaControl
from screens.controls.text_input.text_buffer import TextBuffer, apply_key
from tests.support.one_question import OneQuestion
from wizard.message_text import sanitize_line
from wizard.model.answers import OPEN

LINE = "id: name\nkind: line\nlabel: What is it called?"
AREA = "id: goal\nkind: text\nlabel: What is it for?"
DATE = "id: due\nkind: date\nlabel: When is it due?"
NUMBER = "id: weeks\nkind: number\nlabel: How many weeks?\nmin: 1\nmax: 52"
KEYS = (
    "a é 日 space backspace delete left right up down home end ctrl+left ctrl+right ctrl+w ctrl+u ctrl+k "
    "shift+left shift+right shift+home shift+end shift+up shift+down pageup pagedown alt+delete ctrl+home ctrl+end f7"
).split()
LETTERS = ("a", "b", " ", "ä", "日", "👩\u200d👧", "\t", "\n", "\x1b", "e\u0301", "word ")
texts = st.lists(st.sampled_from(LETTERS), max_size=40).map("".join)


def test_a_line_answers_with_what_is_typed():
    asked = OneQuestion(LINE).type("Relay 2")

    assert asked.answer == "Relay 2"
    assert "Relay 2_" in asked.marked


def test_enter_in_a_line_goes_on_and_changes_nothing():
    asked = OneQuestion(LINE).type("Relay").press("enter")

    assert asked.goes_on
    assert asked.answer == "Relay"


def test_a_long_line_wraps_and_stays_in_sight():
    asked = OneQuestion(LINE, width=34).type("one two three four five six seven")

    assert asked.marked.strip().splitlines() == ["one two three four five six", "seven_"]


def test_lines_pasted_into_a_line_are_joined_and_said_so():
    asked = OneQuestion(LINE).type("Relay ").paste("one\r\ntwo\n\nthree\n")

    assert asked.answer == "Relay one two three"
    assert asked.reply.notice == "Joined 3 lines into one. Ctrl+Z undoes it."


def test_a_line_end_behind_a_pasted_line_is_nothing():
    asked = OneQuestion(LINE).paste("Relay\r\n")

    assert asked.answer == "Relay"
    assert asked.reply.notice == ""


def test_what_an_editor_gives_in_several_lines_is_joined_and_said_so():
    asked = OneQuestion(LINE).type("old")

    asked.reply = asked.control.replace(asked.interview, "one\ntwo\n")

    assert asked.reply.interview.answers == {"name": "one two"}
    assert "Joined 2 lines into one" in asked.reply.notice


def test_a_line_without_letters_is_open():
    asked = OneQuestion(LINE).type("x").press("backspace", "space")

    assert asked.answer is OPEN


def test_enter_in_an_area_is_a_new_line():
    asked = OneQuestion(AREA).type("one").press("enter").type("two")

    assert asked.answer == "one\ntwo"
    assert not asked.goes_on


def test_an_area_shows_at_least_seven_lines_and_grows_with_its_text():
    asked = OneQuestion(AREA)
    small = len(asked.marked.split("\n"))

    asked.paste("\n".join(f"line {number}" for number in range(12)))

    assert small == 9
    assert len(asked.marked.split("\n")) == 14
    assert "line 0" in asked.marked


def test_an_area_that_is_full_scrolls_to_its_cursor():
    asked = OneQuestion(AREA, height=20).paste("\n".join(f"line {number}" for number in range(40)))

    assert "line 39_" in asked.marked
    assert "line 0" not in asked.marked

    asked.press("ctrl+home")

    assert "line 0" in asked.marked


def test_a_date_is_read_and_the_typed_text_stays_as_it_is():
    asked = OneQuestion(DATE).type("2027-4-3")

    assert asked.answer == "2027-04-03"
    assert "2027-4-3_" in asked.marked

    asked.type("0")

    assert asked.answer == "2027-04-30"


def test_text_that_is_no_date_is_kept_beside_the_last_answer():
    asked = OneQuestion(DATE, {"due": "2027-04-30"}).press("ctrl+u").type("30 Aprl 2027")

    assert asked.answer == "2027-04-30"
    assert asked.interview.unfinished == {("due",): "30 Aprl 2027"}
    assert asked.interview.state(("due",)) == "invalid"
    assert "30 Aprl 2027_" in asked.again().marked


def test_a_number_outside_its_limits_is_no_answer():
    asked = OneQuestion(NUMBER).type("60")

    problem = asked.interview.problem(("weeks",))
    assert problem is not None and "52" in problem.message


def test_the_default_of_a_number_is_shown_where_nothing_is_typed():
    asked = OneQuestion(f"{NUMBER}\ndefault: 12")

    assert "12" in asked.marked
    assert asked.type("3").answer == 3


@pytest.mark.parametrize("question", [LINE, AREA, AREA.replace("kind: text", "kind: diagram")])
def test_a_default_is_text_in_the_field_that_is_typed_on(question: str):
    asked = OneQuestion(f"{question}\ndefault: Relay")

    assert "Relay_" in asked.marked
    assert asked.answer is OPEN
    assert asked.press("left", "right").answer is OPEN
    assert asked.type(" 2").answer == "Relay 2"
    assert "Relay 2_" in asked.again().marked


def test_pasted_text_is_put_into_a_default():
    assert OneQuestion(f"{AREA}\ndefault: First.").press("home").paste("Zero. ").answer == "Zero. First."


def test_the_editor_begins_with_a_default_and_changes_nothing_that_it_leaves_alone():
    asked = OneQuestion(f"{AREA}\ndefault: First.")

    assert asked.control.text(asked.interview) == "First."
    assert asked.control.replace(asked.interview, "First.").interview.answers == {}
    assert asked.control.replace(asked.interview, "First. Second.").interview.answers == {"goal": "First. Second."}


@pytest.mark.parametrize("keys", [("f7", "delete"), ("ctrl+u",), ("backspace",) * 5])
def test_a_default_that_is_deleted_does_not_come_back(keys: tuple[str, ...]):
    asked = OneQuestion(f"{LINE}\ndefault: Relay").press(*keys)

    assert asked.answer is None
    assert "Relay" not in asked.screen
    assert "Relay" not in asked.again().screen
    assert asked.interview.go_forward().answer_at(asked.control.path) is None
    assert asked.type("x").answer == "x"
    assert asked.interview.take_in(asked.control.path).leave_out(asked.control.path).answers == {"name": None}


def test_a_default_that_is_deleted_where_the_plan_needs_an_answer_leaves_a_gap():
    asked = OneQuestion(f"{LINE}\nrequired: true\ndefault: Relay").press("f7", "delete")

    assert asked.interview.state(("name",)) == "invalid"
    problem = asked.interview.problem(("name",))
    assert problem is not None and problem.message == "This answer is required."
    assert asked.interview.go_forward().answer_at(("name",)) is OPEN
    assert "Relay" not in asked.again().screen
    assert asked.type("x").interview.state(("name",)) == "answered"


def test_a_click_puts_the_cursor_there():
    asked = OneQuestion(LINE).type("Relay").click("Relay", at=2).type("-")

    assert asked.answer == "Re-lay"


def test_text_comes_back_with_its_cursor_where_it_was():
    asked = OneQuestion(LINE).type("Relay").press("left", "left").again().type("-")

    assert asked.answer == "Rel-ay"


def test_control_characters_are_shown_and_kept():
    asked = OneQuestion(AREA).paste("a\x1b]0;title\x07b\x9bc\u202ed")

    assert asked.answer == "a\x1b]0;title\x07b\x9bc\u202ed"
    assert "a␛]0;title␇b\ufffdc\ufffdd" in asked.screen
    assert asked.screen.replace("\n", "").isprintable()


def test_a_line_of_100_kb_is_kept_whole():
    asked = OneQuestion(LINE).paste("word " * 20_000).type("end")

    assert asked.answer == "word " * 20_000 + "end"
    assert "end_" in asked.marked


def test_a_paste_of_100_kb_is_kept_whole():
    text = "\n".join(f"line {number} of many lines" for number in range(4_000))

    asked = OneQuestion(AREA).paste(text).type("!")

    assert asked.answer == text + "!"
    assert "line 3999 of many lines!_" in asked.marked


def test_the_cursor_steps_over_what_is_seen_as_one_letter():
    asked = OneQuestion(LINE).paste("a👩\u200d👩\u200d👧e\u0301b").press("left", "left", "left").type("-")

    assert asked.answer == "a-👩\u200d👩\u200d👧e\u0301b"


@given(texts, st.lists(st.sampled_from(KEYS), max_size=30), st.integers(1, 30))
@settings(max_examples=80, deadline=None)
def test_any_keys_leave_the_cursor_in_the_text_and_in_sight(text: str, keys: list[str], width: int):
    asked = OneQuestion(AREA, width=width + 4).paste(text)

    asked.press(*keys)

    assert isinstance(asked.control, AreaControl)
    typed = asked.control.field.buffer
    shown = "".join(segment.text for row in asked.drawn().rows for segment in row.segments)
    assert 0 <= typed.cursor <= len(typed.text)
    assert asked.answer == (typed.text if typed.text.strip() else OPEN)
    assert sum(segment.ink == "cursor" for row in asked.drawn().rows for segment in row.segments) == 1
    assert shown == sanitize_line(shown)


@given(texts, st.integers(1, 20))
def test_every_character_stands_in_one_line_and_no_line_is_too_wide(text: str, width: int):
    broken = lay_out_text(text, width)

    spans = [broken.span(row) for row in range(broken.height)]

    assert "".join(text[start:end] for start, end in spans) == text.replace("\n", "")
    for start, end in spans:
        line = drawn_text(text[start:end]).rstrip(" ")
        assert cells(line) <= max(width, 4)


@given(texts, st.integers(1, 20), st.integers(0, 60), st.integers(0, 60), texts)
@example(" word ", 2, 7, 0, "日")
def test_edited_text_stands_in_the_lines_of_a_text_that_was_typed_at_once(
    text: str, width: int, at: int, size: int, new: str
):
    text *= 3
    edited = text[:at] + new + text[at + size :]

    assert lay_out_edited(lay_out_text(text, width), edited) == lay_out_text(edited, width)


@given(st.lists(st.sampled_from(("a", "ä", "日本", "👩\u200d👧", "e\u0301")), min_size=1_001), st.integers(1, 20))
@settings(max_examples=20)
def test_a_word_of_thousands_of_characters_fills_its_lines(letters: list[str], width: int):
    text = "".join(letters)
    starts, used = [0], 0
    for start, _, taken in graphemes(text):
        if used and used + taken > width:
            starts.append(start)
            used = 0
        used += taken

    assert lay_out_text(text, width).starts == tuple(starts)


@given(texts, st.integers(1, 20), st.integers(0, 40))
def test_where_the_cursor_is_drawn_a_click_finds_it(text: str, width: int, steps: int):
    broken = lay_out_text(text, width)
    typed = TextBuffer(text)
    for _ in range(steps):
        typed = apply_key(typed, "right", broken) or typed

    row, column = broken.row_of(typed.cursor), broken.column_of(typed.cursor)

    if column < width:
        assert broken.offset_at(row, column) == typed.cursor


@given(texts, st.integers(0, 60), st.integers(0, 60), texts)
def test_a_selection_is_replaced_by_what_is_typed(text: str, one: int, other: int, new: str):
    typed = TextBuffer(text).move_to(min(one, len(text))).move_to(min(other, len(text)), extends=True)
    first, last = typed.selection

    after = typed.insert(new)

    assert after.text == text[:first] + new + text[last:]
    assert after.cursor == first + len(new)
