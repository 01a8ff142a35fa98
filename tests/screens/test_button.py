"""Buttons: the keys and the click that press them, and text that stays where it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from screens.widgets.button import PushButton
from tests.support.bare_app import BareApp
from tests.support.drawn_colours import cells_of, unreadable
from tests.support.screen_text import lines_of, strips_of


class Buttons(BareApp):
    def __init__(self) -> None:
        super().__init__(PushButton("Save [x] [/b]", "^S", id="save", classes="-main"), PushButton("Back", id="back"))
        self.pressed: list[str | None] = []

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.pressed.append(event.button.id)


@asynccontextmanager
async def buttons() -> AsyncIterator[tuple[Buttons, Pilot[None]]]:
    app = Buttons()
    async with app.run_test() as pilot:
        yield app, pilot


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_a_key_presses_the_button_that_has_the_focus_as_often_as_it_comes(key: str):
    async with buttons() as (app, pilot):
        app.query_one("#back").focus()
        await pilot.press(key, key)

        assert app.pressed == ["back", "back"]


async def test_a_click_presses_a_button_once():
    async with buttons() as (app, pilot):
        await pilot.click("#save")

        assert app.pressed == ["save"]


async def test_the_focus_is_a_bar_before_text_that_stays_where_it_is():
    async with buttons() as (app, pilot):
        app.screen.set_focus(None)
        await pilot.pause()
        assert lines_of(app)[:2] == ["   Save [x] [/b]  ^S", "   Back"]
        for id, first, second in (("save", "▎", " "), ("back", " ", "▎")):
            app.query_one(f"#{id}").focus()
            await pilot.pause()

            assert lines_of(app)[:2] == [f"{first}  Save [x] [/b]  ^S", f"{second}  Back"]


async def test_the_button_with_the_focus_is_the_only_bold_one_so_that_it_is_seen_without_colours():
    async with buttons() as (app, pilot):
        for id in ("save", "back"):
            app.query_one(f"#{id}").focus()
            await pilot.pause()
            bold = {
                segment.text.strip()[:4]
                for strip in strips_of(app)
                for segment in strip
                if segment.style is not None and segment.style.bold and segment.text.strip()
            }
            assert bold == {id.capitalize()}


@pytest.mark.parametrize("theme", ["ink", "paper"])
async def test_the_bar_stands_on_the_desk_beside_the_filled_button(theme: str):
    async with buttons() as (app, pilot):
        app.theme = theme
        app.query_one("#save").focus()
        await pilot.pause()
        assert unreadable(app) == []
        grounds = [cell[2] for cell in cells_of(app)[:4]]
        assert grounds[0] == grounds[1] != grounds[2] == grounds[3]


async def test_without_colours_the_main_button_is_reversed_and_the_focus_is_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with buttons() as (app, pilot):
        for id in ("save", "back"):
            app.query_one(f"#{id}").focus()
            await pilot.pause()
            reversed_ = {
                segment.text.strip()
                for strip in strips_of(app)
                for segment in strip
                if segment.style is not None and segment.style.reverse
            }
            assert reversed_ == {"Save [x] [/b]  ^S"}
            assert [line[0] for line in lines_of(app)[:2]] == (["▎", " "] if id == "save" else [" ", "▎"])
