"""What holds on every screen and dialogue: how to quit, what F1 tells, what the palette offers."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.containers import VerticalScroll

from screens.run import close_and_summarize
from tests.support.every_screen import SCREENS, interrupt, on_screen
from tests.support.screen_text import text_of, until

_ASKS = "Press Ctrl+C again to quit."


pytestmark = pytest.mark.usefixtures("work")


@pytest.mark.parametrize("name", SCREENS)
async def test_ctrl_c_says_how_to_quit_and_quits_the_second_time(name: str, home: Path):
    async with on_screen(name, home) as (app, pilot):
        await interrupt(pilot)
        await until(pilot, lambda: "Ctrl+C again" in " ".join(text_of(app).split()))
        assert app.is_running
        assert isinstance(app.screen, SCREENS[name])

        await interrupt(pilot)
        await until(pilot, lambda: not app.is_running)

    assert app.is_interrupted
    close_and_summarize(app)


@pytest.mark.parametrize("name", ["review", "difference", "start", "help", "outline", "work off", "saved"])
async def test_no_pane_has_two_scroll_bars_for_one_content(name: str, home: Path):
    async with on_screen(name, home, size=(100, 30)) as (app, _):
        scrolled = [each for each in app.screen.query(VerticalScroll) if each.show_vertical_scrollbar]
        drawn = [each for each in scrolled if each.styles.scrollbar_size_vertical and each.max_scroll_y > 0]

        assert not [inner for inner in drawn if any(outer in inner.ancestors for outer in drawn)]
