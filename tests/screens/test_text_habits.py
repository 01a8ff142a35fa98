"""What hands expect of a text field: clicks that select, the user's editor, counts of what is out of sight."""

from __future__ import annotations

import pytest
from textual.widgets import Input

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
        assert "write in your editor" in seen.text


async def test_without_an_editor_nothing_speaks_of_f4():
    async with asking(TEMPLATE) as seen:
        assert "F4" not in seen.text
        assert not seen.question.check_action("press", ("f4",))

        await seen.press("f4")
        assert seen.said == "No editor is set. Name one in $VISUAL or $EDITOR."

        await seen.press("f1")
        assert "F4" not in seen.text


LONG = "\n".join(f"verse {number}" for number in range(1, 31))


@pytest.mark.parametrize("size", [(160, 45), (120, 36), (80, 24), (40, 15)])
async def test_a_long_text_says_how_many_lines_are_out_of_sight(size: tuple[int, int]):
    async with asking(TEMPLATE, {"goal": LONG}, size=size) as seen:
        if size[0] >= 60:
            await seen.press("f3")  # the plan away
        await seen.press("ctrl+home")
        shown = _verses_in_sight(seen)
        assert f"↓ {30 - shown} lines" in seen.text
        assert "↑" not in seen.text

        await seen.press(*["down"] * 28)
        assert "↓ 1 line" in seen.text
        assert f"↑ {29 - _verses_in_sight(seen)} lines" in seen.text

        await seen.press("ctrl+end")
        assert f"↑ {30 - _verses_in_sight(seen)} lines" in seen.text
        assert "↓" not in seen.text


def _verses_in_sight(seen: Seen) -> int:
    return sum("verse " in row for row in seen.rows)


async def test_a_long_item_says_so_too():
    async with asking(TEMPLATE, {"ideas": ("word " * 200,)}) as seen:
        seen.question._go_to(("ideas",))  # pyright: ignore[reportPrivateUsage]
        await seen.press("ctrl+home", "home")

        assert "↑" in seen.text


def drawn_cursor(seen: Seen) -> tuple[int, int]:
    """The first cell that has the ground of the cursor."""
    strips = seen.app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]
    accent = seen.app.get_css_variables()["primary"].lower()
    for y, strip in enumerate(strips):
        x = 0
        for segment in strip:
            style = segment.style
            ground = None if style is None else style.color if style.reverse else style.bgcolor
            if ground is not None and ground.triplet is not None and ground.triplet.hex == accent:
                return x, y
            x += segment.cell_length
    raise AssertionError(f"There is no cursor:\n{seen.text}")


FIELDS = {
    "text": (),
    "line": ("tab",),
    "list": ("tab", "tab"),
    "table": ("tab", "tab", "tab"),
    "filter of the outline": ("f2",),
    "palette": ("ctrl+p",),
}


@pytest.mark.parametrize("keys", FIELDS.values(), ids=FIELDS)
@pytest.mark.parametrize("size", [(120, 36), (60, 24)])
async def test_the_real_cursor_is_on_the_drawn_one(keys: tuple[str, ...], size: tuple[int, int]):
    async with asking(TEMPLATE, size=size) as seen:
        await seen.press(*keys)
        assert seen.app.cursor_position == drawn_cursor(seen)

        for key in ("a", "b", "left", "end", "home"):
            await seen.pilot.press(key)
            await seen.pilot.pause()
            assert seen.app.cursor_position == drawn_cursor(seen), key

        await seen.pilot.press(*"long words that do not fit " * 3)
        await seen.pilot.pause()
        assert seen.app.cursor_position == drawn_cursor(seen)


async def test_the_real_cursor_comes_back_with_the_question():
    async with asking(TEMPLATE) as seen:
        await seen.press("x", "f2", "escape")

        assert seen.app.cursor_position == drawn_cursor(seen)


async def test_a_long_next_question_goes_on_on_a_second_line():
    label = "Who is going to use it every day, and what do they want to get done with it before lunch?"
    async with asking(
        template_text(f"id: name\nkind: line\nlabel: Name?\nid: who\nkind: line\nlabel: {label}")
    ) as seen:
        left = " ".join(row[:66].strip() for row in seen.rows)

        assert f"Next  {label}" in left


PLAIN = "# Plan\n\n{{ goal }}\n\nend\n"


@pytest.mark.parametrize(
    ("body", "between"),
    [(PLAIN, "\n"), (PLAIN, "\n\n"), (PLAIN, " and "), ("# Plan\n\n> {{ goal }}\n\nend\n", "\n- ")],
    ids=["lines", "paragraphs", "one line", "list in a quote"],
)
async def test_the_plan_follows_the_cursor_in_a_long_text(body: str, between: str):
    verses = [f"verse {number} of one hundred and twenty" for number in range(100, 220)]
    async with asking(template_text(QUESTIONS, body), {"goal": between.join(verses)}) as seen:

        def plan() -> str:
            return "\n".join(row[55:] for row in seen.rows)

        await seen.press("ctrl+end")
        assert "verse 219" in plan()

        await seen.press("ctrl+home")
        assert "verse 100" in plan()

        for _ in range(6):
            await seen.press(*["down"] * 7)
            offset = seen.interview.cursor
            number = between.join(verses)[:offset].count("verse ") + 99
            assert any(f"verse {near}" in plan() for near in (number - 1, number, number + 1))
        assert "verse 100" not in plan()


async def test_a_plan_that_shows_the_cursors_line_does_not_move():
    lines = "\n\n".join(f"verse {number}" for number in range(8))
    async with asking(template_text(QUESTIONS, PLAIN), {"goal": lines}) as seen:
        await seen.press("ctrl+end")
        before = [row[55:] for row in seen.rows[:-2]]

        await seen.press("up", "up", "home", "down")

        assert [row[55:] for row in seen.rows[:-2]] == before


@pytest.mark.parametrize("key", ["f2", "ctrl+p"], ids=["filter of the outline", "palette"])
async def test_two_clicks_select_a_word_and_three_all_of_an_input(key: str):
    async with asking(TEMPLATE) as seen:
        await seen.press(key)
        await seen.pilot.press(*"one", "space", *"two")
        await seen.pilot.pause()
        field = seen.app.screen.query_one(Input)

        await clicks(seen, "one two", 2)
        assert field.selected_text == "one"

        await clicks(seen, "one two", 3)
        assert field.selected_text == "one two"
