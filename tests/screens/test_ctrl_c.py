"""Ctrl+C: it copies what is selected, wherever that is; with nothing selected it quits the second time."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from screens.question import QuestionScreen
from screens.too_small import TooSmallScreen
from tests.support.every_screen import interrupt, on_screen
from tests.support.screen_text import lines_of, text_of, until

ASKS = "Press Ctrl+C again to quit."


pytestmark = pytest.mark.usefixtures("work")


async def test_a_second_press_after_more_than_two_seconds_is_a_first_one_again(home: Path):
    async with on_screen("goal", home) as (app, pilot):
        await interrupt(pilot)
        await interrupt(pilot, 2.1)
        assert app.is_running

        await interrupt(pilot, 4.0)
        await until(pilot, lambda: not app.is_running)

    assert app.is_interrupted


async def test_whoever_types_on_after_the_first_press_does_not_quit_with_the_next(home: Path):
    async with on_screen("goal", home) as (app, pilot):
        await interrupt(pilot)
        await pilot.press("x")
        await interrupt(pilot, 0.5)

        assert app.is_running
        assert ASKS in text_of(app)


@pytest.mark.parametrize("place", ["name", "goal", "ideas", "risks"])
async def test_it_copies_what_is_selected_in_an_answer(home: Path, place: str):
    async with on_screen(place, home) as (app, pilot):
        await pilot.press("home", "shift+right", "shift+right", "ctrl+c")
        await pilot.pause()

        assert len(app.clipboard) == 2
        assert ASKS not in text_of(app)


@pytest.mark.parametrize("name", ["start", "outline", "palette", "review", "work off", "relocation"])
async def test_it_copies_what_is_selected_in_any_field(home: Path, name: str):
    async with on_screen(name, home) as (app, pilot):
        app.screen.query_one(Input).focus()
        app.screen.query_one(Input).value = "abc"
        await pilot.press("end", "shift+left", "shift+left", "ctrl+c")
        await pilot.pause()

        assert app.clipboard == "bc"
        assert ASKS not in text_of(app)


async def test_it_copies_what_is_selected_in_a_clash(home: Path):
    async with on_screen("clash", home) as (app, pilot):
        await pilot.press("right", "right", "right", "shift+left", "shift+left", "shift+left", "ctrl+c")
        await pilot.pause()

        assert len(app.clipboard) == 3
        assert ASKS not in text_of(app)


async def test_it_copies_what_is_selected_with_the_mouse(home: Path):
    async with on_screen("review", home) as (app, pilot):
        row = next(y for y, line in enumerate(lines_of(app)) if "Almost there" in line)
        await pilot.mouse_down(offset=(4, row))
        await pilot.hover(offset=(10, row))
        await pilot.mouse_up(offset=(10, row))
        await interrupt(pilot)

        assert app.clipboard.startswith("Almos")
        assert app.is_running


async def test_copying_is_no_first_press(home: Path):
    async with on_screen("name", home) as (app, pilot):
        await interrupt(pilot)
        await pilot.press("shift+home")
        await interrupt(pilot)
        await pilot.press("end")
        await interrupt(pilot)

        assert app.is_running
        assert app.clipboard == "Relay"


async def test_in_too_small_a_terminal_two_presses_long_after_each_other_quit_nothing(home: Path):
    async with on_screen("too small", home) as (app, pilot):
        await interrupt(pilot)
        await interrupt(pilot, 3.0)

        assert app.is_running
        assert isinstance(app.screen, TooSmallScreen)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert app.is_running


async def test_the_hint_goes_away(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("screens.app.SECOND_PRESS_SECONDS", 0.01)
    async with on_screen("name", home) as (app, pilot):
        await interrupt(pilot)

        await until(pilot, lambda: ASKS not in text_of(app))
        assert "F1 help" in text_of(app)
