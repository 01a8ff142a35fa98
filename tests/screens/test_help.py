"""Help and the command palette: every key is told, and the ones that are told exist."""

from __future__ import annotations

import re

import pytest
from textual.binding import Binding

from screens import help as help_page
from screens.command_palette import key_name
from screens.help import HelpScreen
from screens.question import QuestionScreen
from screens.widgets.footer import KeyHint
from tests.support.bare_app import BareApp
from tests.support.screen_text import settled, text_of

NOT_BINDINGS = {"enter", "alt+↑↓", "PgUp PgDn", "1 to 9", "paste", "^P", "F1", "^Q", "^C", "^F"}
"""Keys of the controls, of the app, or no keys at all."""


def told_keys() -> set[str]:
    groups = (help_page.GOING, help_page.SEEING, help_page.WRITING, help_page.LISTS)
    return {key for group in groups for keys, _ in group.keys for key in re.split(r"  +", keys)}


def bound_keys(screen: type[QuestionScreen]) -> set[str]:
    bindings = [binding for binding in screen.BINDINGS if isinstance(binding, Binding)]
    return {key_name(key) for binding in bindings for key in binding.key.split(",")}


def test_every_key_that_the_help_tells_is_bound():
    assert told_keys() - NOT_BINDINGS <= bound_keys(QuestionScreen)


def test_every_key_of_the_question_is_told_in_the_help():
    shown_elsewhere = {"esc", "alt+g", "alt+↑", "alt+↓", "^T"}

    assert bound_keys(QuestionScreen) - shown_elsewhere <= told_keys()


def test_every_key_of_the_question_has_a_name_for_the_palette():
    assert [
        binding.key for binding in QuestionScreen.BINDINGS if isinstance(binding, Binding) and not binding.tooltip
    ] == []


@pytest.mark.parametrize("key", ["escape", "f1", "enter"])
async def test_the_help_closes_with_a_key(key: str):
    app = BareApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await app.push_screen(HelpScreen())
        await settled(pilot)
        assert "Help   esc closes" in text_of(app)
        await pilot.press(key)
        await pilot.pause()

        assert not isinstance(app.screen, HelpScreen)


async def test_the_help_fits_on_80_by_24_with_the_signs_last(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EDITOR", "vim")
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(HelpScreen())
        await settled(pilot)
        seen = text_of(app)

        assert "✓ answered   · open   ○ required   ! invalid   – skipped" in seen
        for keys in told_keys():
            assert keys in seen


async def test_in_a_small_terminal_the_help_scrolls():
    app = BareApp()
    async with app.run_test(size=(40, 15)) as pilot:
        await app.push_screen(HelpScreen())
        await settled(pilot)
        assert "answered" not in text_of(app)
        for _ in range(6):
            await pilot.press("pagedown")
        await settled(pilot)

        assert "answered" in text_of(app)


async def test_elsewhere_the_help_tells_the_keys_of_that_screen():
    app = BareApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await app.push_screen(HelpScreen((KeyHint("del", "remove", "remove"),)))
        await settled(pilot)

        assert re.search(r"del +remove", text_of(app))
        assert "next section" not in text_of(app)


@pytest.mark.parametrize(("key", "name"), [("ctrl+s", "^S"), ("f2", "F2"), ("escape", "esc"), ("ctrl+n,f9", "^N")])
def test_keys_are_written_as_in_the_foot(key: str, name: str):
    assert key_name(key) == name
