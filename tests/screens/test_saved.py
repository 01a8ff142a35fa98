"""After saving: the files, what is in them, and what to do next."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.saved import SHELL_COMMANDS, SavedScreen, answer_counts
from tests.support.bare_app import SHEET, BareApp
from tests.support.screen_text import settled, text_of
from tests.support.small_plan import SMALL, put_template, small_interview
from wizard.cli.main import main
from wizard.compiler.loader import load_template
from wizard.interview.interview import Interview
from wizard.plans.saving.save import save
from wizard.plans.tasks.plan_statuses import read_plan_status


@pytest.fixture(autouse=True)
def work(user: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the user is, below the home folder."""
    folder = user / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def interview(home: Path) -> Interview:
    begun = small_interview(home).answer(("name",), "Relay")
    for title in ("One", "Two"):
        tasks = tuple({"text": f"{title} {number}", "done": False} for number in range(3))
        begun = begun.add_item(("steps",), item={"title": title, "tasks": tasks})
    return begun


class WithPlan(BareApp):
    CSS_PATH = [str(SHEET), str(SHEET.parent / "preview" / "preview.tcss")]  # pyright: ignore[reportAssignmentType]


@asynccontextmanager
async def saved(
    shown: Interview, size: tuple[int, int] = (100, 40)
) -> AsyncIterator[tuple[BareApp, Pilot[None], list[str | None]]]:
    app = WithPlan()
    next_steps: list[str | None] = []
    async with app.run_test(size=size) as pilot:
        screen = SavedScreen(shown, save(shown, Path("relay.md")), ("Relay", "Saved"))
        await app.push_screen(screen, next_steps.append)
        await settled(pilot)
        yield app, pilot, next_steps


async def test_it_tells_the_files_where_they_are_and_what_is_in_them(home: Path):
    async with saved(interview(home)) as (app, _, _):
        seen = text_of(app)

        assert "✓ Your plan is saved." in seen
        assert "5 answers, 2 steps, 6 tasks." in seen
        assert "relay.md" in seen
        assert "relay.answers.yaml" in seen
        assert "in ~/work" in seen
        assert "plan-wizard open relay.md" in seen


@pytest.mark.parametrize(("keys", "step"), [((), "leave"), (("down",), "change"), (("down", "down"), "another")])
async def test_each_row_is_a_way_to_go_on(home: Path, keys: tuple[str, ...], step: str):
    async with saved(interview(home)) as (_, pilot, next_steps):
        await pilot.press(*keys, "enter")
        await pilot.pause()

        assert next_steps == [step]


async def test_escape_changes_an_answer(home: Path):
    async with saved(interview(home)) as (_, pilot, next_steps):
        await pilot.press("escape")
        await pilot.pause()

        assert next_steps == ["change"]


async def test_a_key_copies_the_path(home: Path, work: Path):
    async with saved(interview(home)) as (app, pilot, _):
        await pilot.press("c")
        await pilot.pause()

        assert app.clipboard == str(work / "relay.md")
        assert "Path copied." in text_of(app)


@pytest.mark.parametrize("command", SHELL_COMMANDS)
def test_the_commands_that_it_tells_exist(command: str, capsys: pytest.CaptureFixture[str]):
    main([*command.split()[1:], "--help"])

    assert command in capsys.readouterr().out


def test_a_plan_without_groups_counts_its_answers(home: Path):
    assert answer_counts(small_interview(home).answer(("name",), "Relay"), 0) == "1 answer."


async def test_tasks_are_counted_as_status_counts_them(home: Path):
    template = SMALL.replace("- {{ idea }}", "- [ ] {{ idea }}")
    put_template(home, template)
    begun = Interview.begin(load_template("small")).answer(("name",), "Relay").answer(("ideas",), ("One", "Two"))
    tasks = ({"text": "dig", "done": False}, {"text": "fill", "done": True})
    shown = begun.add_item(("steps",), item={"title": "First", "tasks": tasks})

    async with saved(shown) as (app, _, _):
        counts = read_plan_status("relay.md").tasks.counts()

        assert counts.total == 4
        assert "1 step, 4 tasks." in text_of(app)


@pytest.mark.parametrize(
    ("size", "is_beside"), [((120, 36), True), ((160, 45), True), ((80, 24), False), ((40, 15), False)]
)
async def test_the_plan_stands_beside_as_it_was_saved_where_there_is_room(
    home: Path, size: tuple[int, int], is_beside: bool
):
    async with saved(interview(home), size) as (app, _, _):
        assert "Your plan is saved." in text_of(app)
        assert ("☐ One 2" in text_of(app)) == is_beside
        assert ("PgDn" in text_of(app)) == is_beside


async def test_the_plan_is_scrolled_searched_and_shown_as_its_source(home: Path):
    async with saved(interview(home), (120, 20)) as (app, pilot, _):
        before = text_of(app)
        assert "☐ One 0" in before
        await pilot.press("f5")
        await pilot.pause()
        assert "- [ ] One 0" in text_of(app)
        await pilot.press("f5", "pagedown")
        await pilot.pause()
        assert text_of(app) != before
        await pilot.press("/", "t", "w", "o")
        await pilot.pause()
        assert "1 of 4" in text_of(app)


def test_boxes_of_a_checklist_without_answers_are_no_tasks(home: Path):
    begun = small_interview(home).answer(("name",), "Relay")

    assert answer_counts(begun, 4) == "1 answer."
