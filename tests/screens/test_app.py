"""The app: how a draft is opened, how it is left, and that nothing on the way loses it."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any
from unittest.mock import patch

import pytest
from textual import events
from textual.color import Color
from textual.command import CommandList, CommandPalette
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from screens.app import PlanWizard
from screens.appearance.theme import PAPER
from screens.command_palette import PaletteCommands
from screens.help import HelpScreen
from screens.outline import OutlineScreen
from screens.question import QuestionScreen
from screens.relocate_draft import RelocateDraftScreen
from screens.review import ReviewScreen
from screens.run import ExitSummary, close_and_summarize
from screens.splash import parse_style_sheets
from screens.start import StartScreen
from screens.too_small import TooSmallScreen
from screens.widgets.dialog import PaletteScreen
from screens.widgets.row_list import RowList
from tests.support.cached_templates import put_kept_templates
from tests.support.patience import PATIENCE
from tests.support.screen_text import lines_of, seen, settled, text_of, until
from tests.support.small_plan import small_interview
from wizard.drafts.catalog import list_done_drafts, list_drafts
from wizard.drafts.draft import Draft, open_draft, read_draft, start_draft
from wizard.errors import NotFoundError
from wizard.files.directories import data_folder


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the user is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def begin(home: Path) -> Draft:
    return start_draft(small_interview(home).answer(("name",), "Relay").go_to(("goal",)))


@asynccontextmanager
async def opened(home: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[PlanWizard, Pilot[None]]]:
    """The app on the second question of a draft."""
    app = PlanWizard(lambda: begin(home))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, (QuestionScreen, TooSmallScreen)))
        await settled(pilot)
        yield app, pilot


async def test_a_draft_opens_at_its_question(home: Path):
    async with opened(home) as (app, _):
        assert isinstance(app.screen, QuestionScreen)
        assert "What is it for?" in text_of(app)
    app.close_draft()


async def test_no_screen_waits_for_its_style_sheet(home: Path):
    async with opened(home) as (app, pilot):

        def has_sheet_of(screen: str) -> bool:
            return any(path.endswith(f"{screen}.tcss") for path, _ in app.stylesheet.source)

        await until(
            pilot,
            lambda: all(
                map(has_sheet_of, ("help", "outline", "review", "saved", "start", "difference", "plan_choice"))
            ),
        )
    app.close_draft()


async def test_a_theme_that_is_chosen_while_style_sheets_are_read_is_that_of_all_screens(home: Path):
    app = PlanWizard(lambda: begin(home))

    def read_while_the_theme_changes(sheets: Stylesheet, screen: str) -> Stylesheet:
        more = parse_style_sheets(sheets, screen)
        if screen == "*":
            is_done = Event()
            app.call_from_thread(setattr, app, "theme", "paper")
            app.call_from_thread(app.call_later, is_done.set)
            assert is_done.wait(PATIENCE)
        return more

    with patch("screens.app.parse_style_sheets", read_while_the_theme_changes):
        async with app.run_test() as pilot:
            await until(pilot, lambda: app.theme == "paper")
            await settled(pilot)
            await pilot.press("f1")
            await until(pilot, lambda: isinstance(app.screen, HelpScreen))

            assert app.screen.styles.background.rgb == Color.parse(PAPER.background or "").rgb
    app.close_draft()


async def test_leaving_asks_nothing_and_tells_what_is_kept(home: Path):
    async with opened(home) as (app, pilot):
        await pilot.press(*"Talk", "ctrl+q")
        await settled(pilot)

    assert close_and_summarize(app) == ExitSummary(draft="relay", title="Relay", answered=2, total=5)
    assert read_draft("relay")[0].answers["goal"] == "Talk"


async def test_ctrl_c_twice_leaves_as_an_interruption(home: Path):
    async with opened(home) as (app, pilot):
        await pilot.press("ctrl+c", "ctrl+c")
        await settled(pilot)

    assert close_and_summarize(app).is_interrupted


async def test_a_draft_that_does_not_open_ends_the_app_with_the_reason(home: Path):
    app = PlanWizard(lambda: open_draft("nothing"))
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.problem is not None)

    assert isinstance(app.problem, NotFoundError)
    assert app.return_code == 2


async def test_the_way_from_start_to_saved_and_to_another_plan(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    begin(home).close()
    put_kept_templates(data_folder())
    app = PlanWizard()
    async with app.run_test(size=(120, 40)) as pilot:
        await seen(pilot, "Continue")
        await pilot.press("enter")
        await seen(pilot, "What is it for?")
        await pilot.press("ctrl+s")
        await seen(pilot, "Almost there")
        await pilot.press("ctrl+s")
        await seen(pilot, "Your plan is saved.")
        assert files(app) == ["relay.md", "relay.answers.yaml"]
        await pilot.press("down", "down", "enter")
        await seen(pilot, "Start a new plan")

        assert isinstance(app.screen, StartScreen)
        assert app.draft is None


async def test_what_is_typed_while_a_draft_is_closed_is_for_the_start_screen(home: Path):
    put_kept_templates(data_folder())
    async with opened(home) as (app, pilot):
        await pilot.press("ctrl+s")
        await seen(pilot, "Almost there")
        app.run_worker(app.start_over)
        while app.draft is not None:
            await asyncio.sleep(0)
        for letter in "road":
            app.post_message(events.Key(letter, letter))
        await until(pilot, lambda: [field.value for field in app.screen.query(Input)] == ["road"])

    assert read_draft("relay")[0].answers == {"name": "Relay"}


async def test_a_key_that_comes_up_from_below_a_screen_waits_until_its_widgets_are_there(home: Path):
    async with opened(home) as (app, pilot):
        app.push_screen(OutlineScreen(small_interview(home)))
        key = events.Key("down", None)
        key._set_forwarded()
        await app.on_event(key)
        await settled(pilot)

        assert app.fault is None
        rows = app.screen.query_one(RowList)
        assert rows.marked_key == "goal"


MOMENTS = (0, 1, 2, 3, 5, 8, 13, 21, 34)
"""How often everything that is ready goes on once before a screen is left."""


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda draft: QuestionScreen(draft, None), id="question"),
        pytest.param(lambda draft: OutlineScreen(draft.interview), id="outline"),
        pytest.param(lambda draft: ReviewScreen(draft, draft.interview), id="review"),
        pytest.param(lambda draft: RelocateDraftScreen(draft, draft.folder, is_leaving=True), id="relocate draft"),
        pytest.param(lambda _: StartScreen(), id="start"),
        pytest.param(lambda _: HelpScreen(()), id="help"),
        pytest.param(lambda _: PaletteScreen(), id="palette"),
        pytest.param(lambda _: TooSmallScreen(), id="too small"),
    ],
)
async def test_a_screen_that_is_left_before_its_widgets_are_there_is_no_fault(
    home: Path, build: Callable[[Draft], Screen[Any]]
):
    async with opened(home) as (app, pilot):
        draft = app.draft
        assert draft is not None
        for moment in MOMENTS:
            app.push_screen(build(draft))
            for _ in range(moment):
                await asyncio.sleep(0)
            await app.pop_screen()
            await settled(pilot)

            assert app.fault is None


async def test_a_saved_plan_takes_its_draft_out_of_the_list(home: Path, work: Path):
    async with opened(home) as (app, pilot):
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("ctrl+s")
        await seen(pilot, "Your plan is saved.")
        await pilot.press("enter")
        await settled(pilot)

    assert [path.name for path in close_and_summarize(app).saved] == ["relay.md", "relay.answers.yaml"]
    assert list_drafts() == ()
    assert [done.name for done in list_done_drafts()] == ["relay"]


async def test_after_saving_the_files_are_told_until_something_changes(home: Path, work: Path):
    async with opened(home) as (app, pilot):
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("ctrl+s")
        await seen(pilot, "Your plan is saved.")
        assert files(app) == ["relay.md", "relay.answers.yaml"]
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press(*"Talk")
        await settled(pilot)

        assert files(app) == []
    app.close_draft()


async def test_help_opens_and_closes_with_the_same_key_on_every_screen(home: Path):
    async with opened(home) as (app, pilot):
        for key in ((), ("f2",), ("ctrl+s",)):
            await pilot.press(*key)
            await settled(pilot)
            before = app.screen
            await pilot.press("f1")
            await settled(pilot)
            assert isinstance(app.screen, HelpScreen)
            await pilot.press("f1")
            await settled(pilot)
            assert app.screen is before
            if key:
                await pilot.press("escape")
                await settled(pilot)
    app.close_draft()


async def test_the_palette_has_every_command_by_name(home: Path):
    async with opened(home) as (app, pilot):
        await pilot.press("ctrl+p")
        await settled(pilot)
        assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"next section")
        await seen(pilot, "Next section")
        await pilot.press("enter")
        await seen(pilot, "Any ideas?")
    app.close_draft()


async def test_the_palette_changes_the_theme(home: Path):
    async with opened(home) as (app, pilot):
        await pilot.press("ctrl+p", *"paper")
        await seen(pilot, "paper")
        await pilot.press("enter")
        await settled(pilot)

        assert app.theme == "paper"
    app.close_draft()


async def test_a_theme_that_is_chosen_twice_at_once_is_no_fault(home: Path):
    async with opened(home) as (app, pilot):
        app.search_themes()
        await settled(pilot)
        for letter in "nord":
            app.post_message(events.Key(letter, letter))
        await settled(pilot)
        for _ in range(8):
            app.post_message(events.Key("enter", "\r"))
        await settled(pilot)

        assert app.fault is None
        assert app.theme == "nord"
        assert isinstance(app.screen, QuestionScreen)


async def commands_of(screen: Screen[Any]) -> dict[str | None, Callable[[], Any]]:
    """The commands of a palette over a screen by their names."""
    return {str(hit.text): hit.command async for hit in PaletteCommands(screen).discover()}


async def test_a_command_that_is_chosen_twice_at_once_runs_once(home: Path):
    async with opened(home) as (app, _):
        assert app.draft is not None
        leave_out = (await commands_of(app.screen))["Skip or include this question"]

        await leave_out()
        await leave_out()

        assert app.draft.interview.answers["goal"] is None


async def test_a_command_of_a_screen_that_is_closed_does_nothing(home: Path):
    async with opened(home) as (app, pilot):
        await pilot.press("ctrl+s")
        await seen(pilot, "Almost there")
        commands = await commands_of(app.screen)
        await app.pop_screen()

        await commands["Preview: rendered or source"]()
        await settled(pilot)

        assert isinstance(app.screen, QuestionScreen)


async def test_commands_for_a_palette_that_is_being_left_are_no_fault(home: Path):
    async with opened(home) as (app, pilot):
        await pilot.press("ctrl+p")
        await settled(pilot)
        await app.screen.query_one(CommandList).remove()
        app.screen.query_one(Input).value = "next"
        await settled(pilot)

        assert app.is_running
        assert app.return_code is None
    app.close_draft()


@pytest.mark.parametrize("leaving", [["ctrl+q"], ["ctrl+c", "ctrl+c"]])
async def test_leaving_too_small_a_terminal_keeps_what_was_typed_in_it(home: Path, leaving: list[str]):
    async with opened(home) as (app, pilot):
        await pilot.press(*"Tal")
        await pilot.resize_terminal(30, 10)
        await settled(pilot)
        await pilot.press("k", "f1", *leaving)
        await settled(pilot)

    close_and_summarize(app)
    assert read_draft("relay")[0].answers["goal"] == "Talk"


@pytest.mark.parametrize(
    "keys",
    [
        ["ctrl+q"],
        ["ctrl+c", "ctrl+c"],
        [*"Talk", "ctrl+q", "ctrl+c"],
        [*"Talk", "ctrl+c", "ctrl+c", "ctrl+c"],
    ],
)
async def test_the_splash_is_left_at_once_unless_something_was_typed_before(home: Path, keys: list[str]):
    is_over = Event()

    def open_slowly() -> Draft:
        is_over.wait(PATIENCE)
        return begin(home)

    app = PlanWizard(open_slowly)
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        await until(pilot, lambda: not app.is_running)
        is_over.set()

    assert app.draft is None


async def test_in_too_small_a_terminal_everything_waits(home: Path):
    async with opened(home) as (app, pilot):
        await pilot.press(*"Tal")
        await pilot.resize_terminal(30, 10)
        await settled(pilot)
        assert isinstance(app.screen, TooSmallScreen)
        assert " ".join(text_of(app).split()) == "A little more room: at least 40 x 15. Everything is saved."
        await pilot.press("k")
        await pilot.resize_terminal(1, 1)
        await settled(pilot)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        await pilot.press("s")
        await settled(pilot)

        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.interview.answers["goal"] == "Talks"
    app.close_draft()


async def test_the_foot_can_be_clicked(home: Path):
    async with opened(home) as (app, pilot):
        y = len(lines_of(app)) - 2
        x = lines_of(app)[y].index("F2 outline")
        await pilot.click(offset=(x + 1, y))
        await seen(pilot, "Type to filter")
    app.close_draft()


@pytest.mark.parametrize("size", [(300, 100), (100, 30), (99, 29), (60, 20), (59, 19), (40, 15)])
async def test_a_draft_can_be_worked_on_in_every_terminal(home: Path, size: tuple[int, int]):
    async with opened(home, size) as (app, pilot):
        await pilot.press(*"Talk")
        await settled(pilot)

        assert "What is it for?" in text_of(app)
        assert all(len(line) <= size[0] for line in lines_of(app))
    app.close_draft()


async def test_what_was_only_looked_at_is_no_draft(home: Path):
    put_kept_templates(data_folder())
    app = PlanWizard()
    async with app.run_test(size=(100, 30)) as pilot:
        await seen(pilot, "Start a new plan")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))

    assert close_and_summarize(app).draft == ""
    assert list_drafts() == ()


def files(app: PlanWizard) -> list[str]:
    """The names of the files that were saved."""
    return [path.name for path in app.saved_files()]


async def test_what_is_typed_before_the_question_is_there_is_not_lost(home: Path):
    may_open = Event()

    def open_slowly() -> Draft:
        may_open.wait(PATIENCE)
        return begin(home)

    app = PlanWizard(open_slowly)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"Talk")
        may_open.set()
        await seen(pilot, "What is it for?")

        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.interview.answers["goal"] == "Talk"
    app.close_draft()


HOSTILE = "[Feature Name] [x] [/b] [@click=app.quit]go \x1b[31m\x1b]0;title\x07\x9b2J \u202e"


async def test_no_screen_reads_data_as_markup_or_obeys_it(home: Path, work: Path):
    hostile = small_interview(home).answer(("name",), HOSTILE).answer(("goal",), HOSTILE)
    hostile = hostile.answer(("ideas",), (HOSTILE,)).add_item(("steps",), item={"title": HOSTILE})
    start_draft(hostile, "hostile").close()
    put_kept_templates(data_folder())
    app = PlanWizard()
    async with app.run_test(size=(160, 45)) as pilot:
        await seen(pilot, "Continue")
        for keys in (["enter"], ["f2"], ["escape"], ["ctrl+s"], ["f1"], ["f1"], ["ctrl+s"]):
            await pilot.press(*keys)
            await settled(pilot)
            text = text_of(app)
            assert {unicodedata.category(character) for character in text if character != "\n"}.isdisjoint({"Cc", "Cf"})
            assert "[/b]" in text
    app.close_draft()


async def test_a_terminal_without_unicode_gets_ascii(home: Path, work: Path, monkeypatch: pytest.MonkeyPatch):
    for module in ("appearance.glyphs", "app"):
        monkeypatch.setattr(f"screens.{module}.writes_unicode", lambda: False)
    begin(home).close()
    put_kept_templates(data_folder())
    app = PlanWizard()
    async with app.run_test(size=(90, 30)) as pilot:
        await seen(pilot, "Continue")
        for keys in ([], ["enter"], ["f2"], ["escape"], ["ctrl+s"], ["f1"], ["f1"]):
            await pilot.press(*keys)
            await settled(pilot)
            text = text_of(app).replace("\u00a0", " ")  # which looks the same
            assert sorted({character for character in text if not character.isascii()}) == []
    app.close_draft()
