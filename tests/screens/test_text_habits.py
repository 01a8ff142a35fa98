"""What hands expect of a text field: clicks that select, the user's editor, counts of what is out of sight."""

from __future__ import annotations

import pytest

from tests.support.question_screen import Seen, asking, template_text

QUESTIONS = """
id: goal
kind: text
label: What is it for?
id: name
kind: line
label: What is it called?
id: ideas
kind: list
label: Which ideas?
item: idea
id: risks
kind: table
label: Which risks?
item: risk
columns:
  - {id: risk, kind: line, label: Risk}
id: yes
kind: yesno
label: Is it so?
"""
TEMPLATE = template_text(QUESTIONS)
ANSWERS = {
    "goal": "one don't three\nfour five",
    "name": "one don't three",
    "ideas": ("one don't three",),
    "risks": ({"risk": "one don't three"},),
}


async def clicks(seen: Seen, words: str, times: int) -> None:
    """Click several times on the first place where the words are seen."""
    y = next(y for y, row in enumerate(seen.rows) if words in row)
    await seen.pilot.click(offset=(seen.rows[y].index(words) + 1, y), times=times)
    await seen.pilot.pause()


def selected(seen: Seen) -> str:
    return seen.question._session.control.selected_text  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("id", ANSWERS)
async def test_two_clicks_select_a_word_and_three_a_line_in_every_field(id: str):
    async with asking(TEMPLATE, ANSWERS) as seen:
        seen.question._go_to((id,))  # pyright: ignore[reportPrivateUsage]
        await seen.pilot.pause()

        await clicks(seen, "don't", 2)
        assert selected(seen) == "don't"

        await clicks(seen, "don't", 3)
        assert selected(seen) == "one don't three"

        await seen.press("x")
        assert seen.interview.field_text(seen.question._session.control.cursor_path) == (  # pyright: ignore[reportPrivateUsage]
            "x\nfour five" if id == "goal" else "x"
        )


async def test_two_clicks_on_an_option_choose_it_and_select_nothing():
    async with asking(TEMPLATE, ANSWERS) as seen:
        seen.question._go_to(("yes",))  # pyright: ignore[reportPrivateUsage]
        await seen.pilot.pause()

        await clicks(seen, "Yes", 2)

        assert selected(seen) == ""


async def test_the_editor_is_named_where_there_is_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EDITOR", "/usr/bin/vim")
    async with asking(TEMPLATE) as seen:
        assert "F4 edit in vim" in seen.text

        await seen.press("f1")
        assert "edit in vim" in seen.text


async def test_without_an_editor_nothing_speaks_of_f4():
    async with asking(TEMPLATE) as seen:
        assert "F4" not in seen.text
        assert not seen.question.check_action("press", ("f4",))

        await seen.press("f4")
        assert seen.said == "No editor is set. Name one in $VISUAL or $EDITOR."

        await seen.press("f1")
        assert "F4" not in seen.text
