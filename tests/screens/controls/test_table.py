"""Tables: cells are edited where they stand, rows added, removed, moved and pasted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings, strategies as st
from rich.cells import cell_len

from screens.appearance.word_breaks import longest_word, split_words
from screens.controls.table_layout import MIN_GRID_CELLS
from tests.support.one_question import OneQuestion
from tests.support.question_screen import asking, template_text
from wizard.model.answers import OPEN, is_list

TABLE = """
id: risks
kind: table
label: Which risks?
item: risk
columns:
  - {id: what, kind: line, label: What may happen?, short: Risk, help: One a row.}
  - {id: level, kind: choice, label: How bad is it?, short: Level, options: [Low, Middle, High]}
  - {id: due, kind: date, label: When?, short: Due}
"""
TWO = {"risks": ({"what": "Fire", "level": "Low"}, {"what": "Flood", "level": "High", "due": "2027-04-30"})}
KEYS = (
    "a 1 h space enter up down left right home end backspace delete ctrl+d ctrl+k alt+up alt+down ctrl+u pageup "
    "pagedown ctrl+home ctrl+end PASTE"
).split()


def test_a_row_is_filled_cell_by_cell_with_enter():
    asked = OneQuestion(TABLE).type("Fire").press("enter", "h", "enter").type("2027-4-30").press("enter").type("Flood")

    assert asked.answer == ({"what": "Fire", "level": "High", "due": "2027-04-30"}, {"what": "Flood"})
    assert "2  Flood_" in asked.screen


def test_a_duplicate_has_the_text_too_that_is_no_answer_yet():
    asked = OneQuestion(TABLE).press("right", "right", "a", "ctrl+d")

    assert asked.interview.unfinished == {("risks", 0, "due"): "a", ("risks", 1, "due"): "a"}


def test_enter_on_the_empty_last_row_goes_on():
    asked = OneQuestion(TABLE, TWO).press("ctrl+end", "enter")

    assert asked.goes_on
    assert asked.answer == TWO["risks"]


def test_a_table_shows_its_heads_and_rows_side_by_side():
    screen = OneQuestion(TABLE, TWO).screen.split("\n")

    head = next(line for line in screen if "Risk" in line)
    row = next(line for line in screen if "Fire" in line)
    assert head.index("Level") == row.index("Low")
    assert "Add a risk" in "\n".join(screen)


def test_in_a_narrow_pane_one_row_is_a_form():
    asked = OneQuestion(TABLE, TWO, width=38)

    assert "Row 2 of 2" in asked.screen
    assert asked.marked == "Flood_"

    asked.press("pageup")

    assert "Row 1 of 2" in asked.screen
    assert "Row" not in asked.press("pagedown", "pagedown").screen
    assert "Add a risk" in asked.screen


def test_a_form_shows_the_rows_around_it_and_a_click_opens_one():
    asked = OneQuestion(TABLE, TWO, width=38)

    assert "1  Fire · Low" in asked.screen
    assert "+  Add a risk" in asked.screen

    asked.click("Fire")

    assert asked.marked == "Fire"
    assert asked.type("!").answer[0]["what"] == "!Fire"  # pyright: ignore
    assert "2  Flood · High · 2027-04-30" in asked.screen


def test_a_form_of_one_among_many_rows_keeps_the_question_in_sight():
    many = {"risks": tuple({"what": f"Risk {number}"} for number in range(1, 51))}
    asked = OneQuestion(TABLE, many, width=38).press("pageup", "pageup")

    lines = asked.screen.split("\n")
    assert lines[0].strip() == "Which risks?"
    around = [line.strip() for line in lines if "Risk " in line]
    assert around == ["45  Risk 45", "46  Risk 46", "47  Risk 47", "| Risk 48_", "49  Risk 49", "50  Risk 50"]
    assert len(lines) <= 28


def test_a_form_shows_its_empty_fields_as_fields():
    asked = OneQuestion(TABLE, {"risks": ({"what": "Fire"},)}, width=38)

    fields = [row for row in asked.drawn().rows if row.ground == "paper"]
    assert len(fields) == 3
    assert "".join(segment.text for segment in fields[1].segments) == "Choose"


def test_the_row_that_adds_one_shows_its_whole_label():
    long = TABLE.replace("item: risk", "item: risk that nobody has thought of")
    asked = OneQuestion(long, TWO, width=50).press("ctrl+end")

    assert asked.marked == "+  Add a risk that nobody has thought of"
    assert asked.type("Wind").marked.startswith("3  Wind_")


def test_a_column_grows_with_the_word_that_is_typed_into_it():
    asked = OneQuestion(TABLE, TWO, width=50).press("ctrl+end").type("internationalization")

    assert "internationalization" in asked.screen
    assert "2027-04-30" in asked.screen


def _widths(asked: OneQuestion) -> list[int]:
    """The cells of the columns, by the rule below their heads."""
    rule = next(row for row in asked.drawn().rows if any(segment.ink == "rule" for segment in row.segments))
    return [len(segment.text.rstrip()) for segment in rule.segments if segment.ink == "rule"]


WORDS = st.sampled_from(
    [
        "a",
        "to",
        "changed",
        "2026-06-01",
        "Größe",
        "internationalization",
        "日本語の長い文",
        "👨\u200d👩\u200d👧",
        "e\u0301",
        "x" * 40,
    ]
)
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)
PHASES = """
id: phases
kind: table
label: Which phases?
item: phase
columns:
  - {id: what, kind: line, label: What?, short: Phase}
  - {id: who, kind: line, label: Who?, short: Responsible person}
  - {id: due, kind: line, label: When?, short: Due}
"""


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4), st.integers(MIN_GRID_CELLS + 4, 120))
@settings(deadline=None)
def test_no_word_is_broken_while_a_column_has_room_to_give(rows: list[tuple[str, str, str]], width: int):
    kept = [dict(zip(("what", "who", "due"), row, strict=True)) for row in rows if any(row)]
    answers = {"phases": tuple({id: text for id, text in row.items() if text} for row in kept)}
    asked = OneQuestion(PHASES, answers if kept else None, width=width)

    heads = ("Phase", "Responsible person", "Due")
    columns = [[head, *(row[id] for row in kept)] for head, id in zip(heads, ("what", "who", "due"), strict=True)]
    words = [max(map(longest_word, column)) for column in columns]
    widths = _widths(asked)
    assert sum(widths) + 2 * 2 <= width - 4 - 3 + 1
    assert all(space >= longest_word(head) for space, head in zip(widths, heads, strict=True))
    if any(space < word for space, word in zip(widths, words, strict=True)):
        assert all(space <= word for space, word in zip(widths, words, strict=True))
    lines = asked.screen.split("\n")
    for space, column in zip(widths, columns, strict=True):
        whole = [found[0] for text in column for found in split_words(text) if cell_len(found[0]) <= space]
        assert all(any(word in line for line in lines) for word in whole)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_heads_of_a_long_table_stay_in_sight(size: tuple[int, int]):
    many = {"risks": tuple({"what": f"Risk {number}", "level": "Low"} for number in range(1, 51))}

    async with asking(template_text(TABLE), many, size=size) as seen:
        for keys in ((), ("pageup",) * 10, ("pageup",) * 20, ("ctrl+home",), ("ctrl+end",)):
            await seen.press(*keys)
            head = next(index for index, row in enumerate(seen.rows) if "Level" in row)
            here = next(index for index, row in enumerate(seen.rows) if re.search(r"▎ (\d|\+)", row))
            assert head < here


def test_options_are_picked_by_digit_letter_and_space_and_taken_back_with_del():
    asked = OneQuestion(TABLE).type("Fire").press("enter")

    assert asked.press("2").answer == ({"what": "Fire", "level": "Middle"},)
    assert asked.press("l").answer == ({"what": "Fire", "level": "Low"},)
    assert asked.press("space").answer == ({"what": "Fire", "level": "Middle"},)
    assert asked.press("delete").answer == ({"what": "Fire"},)
    assert "1 Low   2 Middle   3 High" in asked.screen.replace("\u00a0", " ")


def test_arrows_go_from_cell_to_cell_at_the_ends_of_their_text():
    asked = OneQuestion(TABLE, TWO).press("ctrl+home", "end", "right", "right", "right").type("!")

    assert asked.answer == ({"what": "Fire", "level": "Low"}, {"what": "Flood!", "level": "High", "due": "2027-04-30"})


def test_up_and_down_keep_to_the_column():
    asked = OneQuestion(TABLE, TWO).press("up").type("!")

    assert asked.answer[0]["what"] == "Fire!"  # pyright: ignore


def test_a_date_that_is_none_is_kept_beside_the_row():
    asked = OneQuestion(TABLE).press("right", "right").type("soon")

    assert asked.answer == ({},)
    assert asked.interview.unfinished == {("risks", 0, "due"): "soon"}
    assert asked.interview.state(("risks",)) == "invalid"
    assert "soon_" in asked.again().screen


def test_a_row_without_an_answer_is_none():
    asked = OneQuestion(TABLE, TWO).press("ctrl+home", "ctrl+u").press("right", "delete")

    assert asked.answer == (TWO["risks"][1],)

    asked.press("left").type("Wind")

    assert asked.answer == ({"what": "Wind"}, TWO["risks"][1])


def test_rows_are_duplicated_removed_and_moved():
    asked = OneQuestion(TABLE, TWO).press("ctrl+home")

    assert asked.press("ctrl+d").answer == (TWO["risks"][0], TWO["risks"][0], TWO["risks"][1])
    assert asked.press("ctrl+k").answer == TWO["risks"]
    assert asked.reply.notice == "1 row removed. Ctrl+Z undoes it."
    assert asked.press("alt+up").answer == (TWO["risks"][1], TWO["risks"][0])


def test_lines_from_a_spreadsheet_become_rows():
    asked = OneQuestion(TABLE, TWO).paste("Wind\tlow\t2027-05-01\nRain\tMiddle")

    wind, rain = {"what": "Wind", "level": "Low", "due": "2027-05-01"}, {"what": "Rain", "level": "Middle"}
    assert asked.answer == (*TWO["risks"], wind, rain)
    assert asked.reply.notice == "2 lines pasted as 2 risks. Ctrl+Z undoes it."


def test_a_markdown_table_becomes_rows():
    asked = OneQuestion(TABLE).paste("| Wind | Low |\n| --- | --- |\n| a \\| b | High |")

    assert asked.answer == ({"what": "Wind", "level": "Low"}, {"what": "a | b", "level": "High"})


def test_bars_without_a_frame_part_cells_when_every_line_has_them():
    asked = OneQuestion(TABLE).paste("Wind | Low\nRain | High")
    plain = OneQuestion(TABLE).paste("Wind | Low\nRain")

    assert asked.answer == ({"what": "Wind", "level": "Low"}, {"what": "Rain", "level": "High"})
    assert plain.answer == ({"what": "Wind | Low"}, {"what": "Rain"})


def test_a_row_that_repeats_the_heads_is_none():
    asked = OneQuestion(TABLE).paste("| Risk | Level | Due |\n|---|:-:|---|\n| Wind | Low | |")

    assert asked.answer == ({"what": "Wind", "level": "Low"},)
    assert asked.reply.notice == "1 line pasted as 1 risk. Ctrl+Z undoes it."


def test_plain_lines_fill_the_column_under_the_cursor():
    assert OneQuestion(TABLE).paste("- Wind\n- Rain").answer == ({"what": "Wind"}, {"what": "Rain"})
    dates = OneQuestion(TABLE, TWO).press("end", "right", "right").paste("2027-05-01\nsoon")

    assert dates.answer == (*TWO["risks"], {"due": "2027-05-01"}, {})
    assert dates.interview.unfinished == {("risks", 3, "due"): "soon"}


def test_a_pasted_name_picks_the_option_of_a_cell():
    asked = OneQuestion(TABLE, TWO).press("ctrl+home", "end", "right").paste("high")

    assert asked.answer[0] == {"what": "Fire", "level": "High"}  # pyright: ignore
    assert "Paste ignored" in asked.paste("higher").reply.notice


def test_a_click_puts_the_cursor_into_a_cell():
    asked = OneQuestion(TABLE, TWO).click("Fire", at=2).type("-")

    assert asked.answer[0]["what"] == "Fi-re"  # pyright: ignore
    assert asked.click("High").press("1").answer[1]["level"] == "Low"  # pyright: ignore


def test_a_table_comes_back_to_its_cell():
    asked = OneQuestion(TABLE, TWO).press("right", "2").again().press("3")

    assert asked.interview.within == (1, "level")


def test_a_full_table_offers_no_row():
    asked = OneQuestion(TABLE + "max: 2\n", TWO).press("right", "right", "enter")

    assert "Add" not in asked.screen
    assert asked.goes_on
    assert asked.press("ctrl+d").reply.notice


@given(st.lists(st.sampled_from(KEYS), max_size=40), st.sampled_from([30, 49, 74]))
@settings(max_examples=80, deadline=None)
def test_any_keys_leave_rows_that_hold_something(keys: list[str], width: int):
    asked = OneQuestion(TABLE + "max: 4\n", width=width)

    for key in keys:
        if key == "PASTE":
            asked.paste("x\ty\nz")
        else:
            asked.press(key)
        rows = asked.answer if is_list(asked.answer) else ()
        unfinished = {path[:2] for path in asked.interview.unfinished}
        assert all(row or ("risks", index) in unfinished for index, row in enumerate(rows))
        pieces = [segment for row in asked.drawn().rows for segment in row.segments]
        assert sum(segment.ink == "cursor" for segment in pieces) == 1
        assert len(rows) <= 4
    assert asked.answer is OPEN or is_list(asked.answer)


@pytest.mark.parametrize("width", [60, 38])
def test_a_long_cell_says_how_many_lines_are_out_of_sight(width: int):
    words = " ".join(f"word{number:02}" for number in range(60))
    asked = OneQuestion(TABLE, {"risks": ({"what": words},)}, width=width)
    assert re.search(r"↑ \d+ lines", asked.screen) and "↓" not in asked.screen

    asked.press(*["up"] * 6)
    assert "↑" in asked.screen or "↓" in asked.screen
    asked.press("left", *["up"] * 4)
    assert re.search(r"↓ \d+ lines", asked.screen)


@pytest.mark.parametrize("width", [60, 38])
def test_a_click_below_the_count_is_where_it_looks(width: int):
    words = " ".join(f"word{number:02}" for number in range(60))
    asked = OneQuestion(TABLE, {"risks": ({"what": words},)}, width=width).press("end")
    shown = next(f"word{number:02}" for number in range(60) if f"word{number:02}" in asked.screen)
    assert shown != "word00"

    asked.click(shown).type("X")

    assert f"X{shown}" in str(asked.answer)
