"""The questions of the section below the question: their states, the mark, the click, and where all of it stands."""

from __future__ import annotations

import pytest

from screens.controls.control import DrawnControl
from screens.controls.rows import Space
from screens.controls.table import TableControl
from tests.support.question_screen import Seen, asking
from wizard.interview.interview import Interview

LONG_HELP = "What is it that people will be able to do with it, and who will be glad of it in the end?"
HEAD = """\
---
wizard: 1
name: small
title: Small plan
version: 1
save_as: small.md
sections:
  - title: Aim
    questions:
"""
PLAN = f"""\
{HEAD}\
      - {{id: name, kind: line, label: What is it called?, short: Name, help: "{LONG_HELP}", example: "{LONG_HELP}"}}
      - {{id: goal, kind: text, label: What is it for?, short: Goal, required: true}}
      - {{id: due, kind: date, label: When is it due?, short: Due}}
      - {{id: is_big, kind: yesno, label: Is it big?, short: Size}}
      - {{id: team, kind: line, label: Who does it?, short: Team, when: is_big}}
      - {{id: size, kind: number, label: How many are there?, short: Number}}
  - title: Later
    questions:
      - {{id: last, kind: line, label: Anything else?, short: Else}}
---
# {{{{ name }}}}

{{{{ goal }}}}
"""
ANSWERS = {"name": "Relay", "is_big": False}


def many(count: int) -> str:
    """Return a template with one long section."""
    questions = [f"      - {{id: q{n}, kind: line, label: What about {n}?, short: Part {n}}}\n" for n in range(count)]
    return f"{HEAD}{''.join(questions)}---\n# Plan\n"


def row_of(seen: Seen, words: str) -> int:
    return next(y for y, row in enumerate(seen.rows) if words in row)


def lists(seen: Seen) -> list[str]:
    """What stands in the left half, from the section's name on."""
    rows = [row[: seen.question.query_one("#left").size.width].strip() for row in seen.rows]
    return rows[next(y for y, row in enumerate(rows) if y > 3 and row.startswith("Aim")) :]


@pytest.mark.parametrize("size", [(120, 36), (160, 45), (100, 30)])
async def test_the_questions_of_the_section_stand_below_with_their_states(size: tuple[int, int]):
    async with asking(PLAN, ANSWERS, size=size) as seen:
        await seen.press("tab", "tab")
        await seen.type("soon")
        await seen.press("tab")

        assert lists(seen)[:7] == [
            "Aim",
            "✓ Name",
            "○ Goal  required",
            "! Due  invalid",
            "▎ ✓ Size",
            "– Team  not needed",
            "· Number",
        ]


async def test_the_state_follows_what_is_typed():
    async with asking(PLAN) as seen:
        assert "▎ · Name" in lists(seen)
        await seen.type("R")
        assert "▎ ✓ Name" in lists(seen)
        await seen.press("backspace")
        assert "▎ · Name" in lists(seen)


async def test_a_click_on_each_leads_there():
    async with asking(PLAN, ANSWERS) as seen:
        for words, place in (("· Number", "size"), ("○ Goal", "goal"), ("✓ Name", "name"), ("· Due", "due")):
            await seen.click(words)
            assert seen.place == (place,)


@pytest.mark.parametrize("size", [(120, 36), (160, 45), (140, 60)])
async def test_each_question_stands_a_third_down_where_the_plan_has_its_marked_line(size: tuple[int, int]):
    async with asking(PLAN, ANSWERS, size=size) as seen:
        height = seen.question.query_one("#pane").size.height
        top = seen.question.query_one("#pane").region.y
        for label in ("What is it called?", "What is it for?", "When is it due?", "Is it big?"):
            assert row_of(seen, f"    {label}") - top == pytest.approx(height / 3, abs=4)
            await seen.press("tab")


@pytest.mark.parametrize(("size", "least"), [((120, 36), 60), ((160, 45), 66), ((200, 45), 66)])
async def test_label_help_and_example_have_a_measure_of_60_to_72_cells(size: tuple[int, int], least: int):
    async with asking(PLAN, size=size) as seen:
        seen_lines = [
            row[4 + 30 * (size[0] >= 180) :][:80].rstrip()
            for row in seen.rows
            if "What is it that" in row or "e.g." in row
        ]
        longest = max(len(line.split("▏")[0].strip()) for line in seen_lines)
        assert seen.question.query_one("#pane").size.width - 4 >= least
        assert 50 <= longest <= 72


@pytest.mark.parametrize("size", [(80, 24), (99, 36), (120, 24), (40, 15)])
async def test_where_there_is_no_room_the_question_stands_at_the_top_and_alone(size: tuple[int, int]):
    async with asking(PLAN, ANSWERS, size=size) as seen:
        assert row_of(seen, "What is it called?") <= 4
        assert "○ Goal" not in seen.text


@pytest.mark.parametrize("count", [2, 7, 12, 40])
async def test_of_a_long_section_those_around_the_question_are_shown_and_nothing_is_cut(count: int):
    async with asking(many(count), size=(120, 36)) as seen:
        for _ in range(count):
            here = int(seen.place[-1][1:]) if isinstance(seen.place[-1], str) else 0
            assert f"▎ · Part {here}" in seen.text
            assert "…" not in seen.text
            assert lists(seen)[0].endswith(f" of {count}") == (count > 24)
            await seen.press("tab")


async def test_the_next_question_is_read_whole_below_the_list():
    async with asking(PLAN, ANSWERS) as seen:
        assert row_of(seen, "Next  What is it for?") > row_of(seen, "· Number")


LONG_TABLE = f"""\
{HEAD}\
      - {{id: name, kind: line, label: What is it called?}}
      - id: risks
        kind: table
        label: What can go wrong?
        item: risk
        columns:
          - {{id: risk, kind: line, label: What can happen?}}
          - {{id: effect, kind: line, label: What follows?}}
---
# {{{{ name }}}}
"""


async def test_a_key_in_a_table_taller_than_the_pane_draws_it_once(monkeypatch: pytest.MonkeyPatch):
    rows = tuple({"risk": f"Risk {number}", "effect": "It is late"} for number in range(60))
    drawn: list[Space] = []

    def draw(control: TableControl, interview: Interview, space: Space) -> DrawnControl:
        drawn.append(space)
        return draw_table(control, interview, space)

    async with asking(LONG_TABLE, {"name": "Relay", "risks": rows}, size=(160, 45)) as seen:
        await seen.press("tab")
        draw_table = TableControl.draw
        monkeypatch.setattr(TableControl, "draw", draw)
        await seen.type("ab")

    assert [space.is_short for space in drawn] == [True, True]
