"""Any keys on any screen, in a terminal that changes its size all the time: nothing falls over, nothing is lost."""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.pilot import OutOfBounds
from textual.widgets import Input

from screens.app import PlanWizard
from screens.question import QuestionScreen
from tests.support.cached_templates import put_kept_templates
from tests.support.drawn_on_sight import draw_every_frame
from tests.support.screen_text import settled, until
from wizard.compiler.loader import load_template
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import Draft, read_draft, start_draft
from wizard.files.directories import data_folder
from wizard.interview.interview import Interview
from wizard.render.plan import render_plan

if TYPE_CHECKING:
    from textual.pilot import Pilot

TEMPLATES = ("project-plan", "feature-plan", "roadmap")
KEYS = (
    "a b [ ] x 1 2 3 9 y n space enter enter enter tab tab tab shift+tab escape up down left right home end pageup "
    "pagedown backspace delete f1 f2 f3 f4 f5 f6 f8 ctrl+a ctrl+d ctrl+e ctrl+k ctrl+n ctrl+n ctrl+p ctrl+s ctrl+t "
    "ctrl+u ctrl+v ctrl+w ctrl+x ctrl+y ctrl+z alt+up alt+down shift+left shift+right shift+end ctrl+home ctrl+end "
    "ctrl+left ctrl+right alt+backspace f7 f9 f12 ctrl+j ctrl+h shift+enter alt+1 ctrl+underscore"
).split()
TYPED = {"space": " ", "enter": "\r", "tab": "\t"}
PASTES = ("one\ntwo\n- three", "a\tb\nc\td", "\x1b[31m[/b]\x00\u202e", "", "\n", "x" * 3000, "[x] a", "日\n👩\u200d👧")
WIDTHS, HEIGHTS = (1, 2, 20, 39, 40, 60, 100, 200), (1, 3, 15, 24, 60)
FIRST = {
    "start": (),
    "question": ("enter",),
    "outline": ("enter", "f2"),
    "review": ("enter", "ctrl+s"),
    "help": ("f1",),
    "palette": ("enter", "ctrl+p"),
    "saved": ("enter", "ctrl+s", "ctrl+s"),
    "plan alone": ("enter", "f3", "f3"),
}
"""The keys that lead from the start to each screen."""


@pytest.fixture(autouse=True)
def frames(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every frame is drawn, as on a terminal."""
    draw_every_frame(monkeypatch)


async def press(app: PlanWizard, pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        app.post_message(events.Key(key, TYPED.get(key, key if len(key) == 1 else None)))
    await pilot.pause()


async def mash(app: PlanWizard, pilot: Pilot[None], chance: random.Random, count: int) -> None:
    """So many things that a cat may do to a terminal."""
    while count > 0 and app.is_running:
        match chance.randrange(30):
            case 0:
                await pilot.resize_terminal(chance.choice(WIDTHS), chance.choice(HEIGHTS))
            case 1:
                app.post_message(events.Paste(chance.choice(PASTES)))
            case 2 | 3:
                size = app.size
                with suppress(OutOfBounds):
                    await pilot.click(offset=(chance.randrange(size.width), chance.randrange(size.height)))
            case 4:
                await press(app, pilot, *[chance.choice(("enter", "tab", "escape", "down", "ctrl+z"))] * 2)
            case _:
                keys = chance.choices(KEYS, k=chance.randrange(1, 8))
                await press(app, pilot, *keys)
                count -= len(keys)
        count -= 1


async def try_keys(name: str, seed: str, count: int) -> None:
    """Keys from one of the screens on; in the end every draft can be read."""
    app = PlanWizard()
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: bool(app.screen.query("#drafts, RowList")))
        for key in FIRST[name]:
            await press(app, pilot, key)
            await pilot.pause(0.05)
        await mash(app, pilot, random.Random(seed), count)
        # Textual's palette fails when the app ends before the palette has looked for its commands.
        await settled(pilot)
    app.close_draft()
    for draft in list_drafts():
        render_plan(read_draft(draft.name)[0])


@asynccontextmanager
async def asking(size: tuple[int, int] = (120, 36)) -> AsyncIterator[tuple[PlanWizard, Pilot[None], Draft]]:
    """The program at the first question of a plan."""
    put_kept_templates(data_folder())
    draft = start_draft(Interview.begin(load_template("project-plan")))
    app = PlanWizard(lambda: draft)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        yield app, pilot, draft
    app.close_draft()


def begun() -> None:
    put_kept_templates(data_folder())
    for name in TEMPLATES:
        start_draft(Interview.begin(load_template(name))).close()


@pytest.mark.parametrize("name", FIRST)
async def test_any_keys_on_any_screen(work: Path, name: str) -> None:
    begun()

    await try_keys(name, f"{name}-9", 60)


@pytest.mark.soak
@pytest.mark.parametrize("name", FIRST)
async def test_very_many_keys_on_any_screen(work: Path, name: str) -> None:
    begun()

    for _ in range(20):
        await try_keys(name, f"{name}-{int.from_bytes(os.urandom(4))}", 500)


async def test_typing_in_a_terminal_that_changes_its_size_loses_no_letter(home: Path) -> None:
    chance, typed = random.Random(7), ""
    async with asking((80, 24)) as (app, pilot, draft):
        for _ in range(15):
            await pilot.resize_terminal(chance.randrange(40, 201), chance.randrange(15, 61))
            typed += (letter := chance.choice("abc"))
            await press(app, pilot, letter)
        for size in ((1, 1), (40, 15), (3, 60), (200, 1), (40, 15)):
            await pilot.resize_terminal(*size)
        await press(app, pilot, "z")

    assert draft.interview.answers == {"project_name": f"{typed}z"}


@pytest.mark.parametrize("opening", ["f1", "f2", "ctrl+p", "ctrl+s"])
@pytest.mark.parametrize("leaving", ["escape", "enter"])
async def test_a_key_pressed_twice_leaves_one_screen_and_not_the_one_below(
    home: Path, opening: str, leaving: str
) -> None:
    async with asking() as (app, pilot, _):
        await press(app, pilot, opening, "down")
        await press(app, pilot, *[leaving] * 6)
        await until(pilot, lambda: bool(app.screen_stack[-1].query("KeyFooter, Static")))

        assert any(isinstance(screen, QuestionScreen) for screen in app.screen_stack)


async def test_what_is_typed_before_a_screen_is_there_waits_for_it(home: Path) -> None:
    async with asking() as (app, pilot, draft):
        await press(app, pilot, "f2", *"goal")
        await until(pilot, lambda: [field.value for field in app.screen.query(Input)] == ["goal"])
        await press(app, pilot, "enter")
        await until(pilot, lambda: draft.interview.current == ("goal",))

        assert draft.interview.answers == {}


async def test_the_command_palette_survives_every_width_and_a_second_call(home: Path) -> None:
    put_kept_templates(data_folder())
    app = PlanWizard()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(app.screen.query("RowList")))
        for width in (1, 4, 8, 12, 20, 80):
            await press(app, pilot, "ctrl+p", "ctrl+p", "u")
            await pilot.resize_terminal(width, 15)
            await press(app, pilot, "ctrl+p", "down", "escape")
        await pilot.resize_terminal(80, 24)
        await press(app, pilot, "escape", "escape")

        assert len(app.screen_stack) <= 2


@pytest.mark.parametrize("key", ["pageup", "pagedown", "home", "end", "ctrl+q", "enter"])
async def test_a_key_that_comes_before_the_palette_has_its_list_ends_nothing(home: Path, key: str) -> None:
    async with asking() as (app, pilot, _):
        await press(app, pilot, "ctrl+p", key)
        await settled(pilot)

    assert app.fault is None
