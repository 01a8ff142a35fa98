"""Buttons: the keys and the click that press them, and text that stays where it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from screens.widgets.button import PushButton
from tests.support.bare_app import BareApp
from tests.support.screen_text import lines_of


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
        assert lines_of(app)[:2] == ["  Save [x] [/b]  ^S", "  Back"]
        app.query_one("#save").focus()
        await pilot.pause()

        assert lines_of(app)[:2] == ["▎ Save [x] [/b]  ^S", "  Back"]
