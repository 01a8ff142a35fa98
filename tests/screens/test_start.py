"""The start: drafts and templates, the plan beside them, a filter, and a way to be rid of a draft."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from screens import start_entries
from screens.app import PlanWizard
from screens.appearance.relative_time import time_ago
from screens.question import QuestionScreen
from screens.start import StartScreen
from screens.start_entries import Prompt, StartEntries, WayIn, draft_key, load_entries
from tests.support.cached_templates import put_kept_templates
from tests.support.patience import PATIENCE
from tests.support.repository import native, put_file, put_files
from tests.support.screen_text import lines_of, seen, settled, text_of, until
from tests.support.small_plan import SMALL, put_template, small_interview
from wizard.compiler import loader
from wizard.compiler.loader import load_template
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import Draft, copy_draft, open_draft, start_draft
from wizard.files.directories import data_folder
from wizard.interview.interview import Interview
from wizard.model.template import Template


@asynccontextmanager
async def started(size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[PlanWizard, Pilot[None]]]:
    put_kept_templates(data_folder())
    app = PlanWizard()
    async with app.run_test(size=size) as pilot:
        await seen(pilot, "Start a new")
        await settled(pilot)
        yield app, pilot
    app.close_draft()


def put_draft(home: Path, name: str = "Relay", goal: str = "Talk.") -> Interview:
    interview = small_interview(home).answer(("name",), name).answer(("goal",), goal).go_to(("ideas",))
    start_draft(interview).close()
    return interview


def test_the_plan_of_a_draft_is_headed_with_the_name_that_will_be_written(home: Path, tmp_path: Path):
    start_draft(small_interview(home).answer(("name",), "Relay"), save_to=tmp_path / "pm.md").close()
    (draft,) = list_drafts()

    shown = StartEntries((draft,), ()).shown_plan(draft_key(draft))

    assert shown is not None and shown.file_name == "pm.md"


async def test_without_drafts_the_templates_come_first(home: Path):
    put_template(home)
    async with started() as (app, _):
        text = text_of(app)

        assert text.index("Start a new plan") < text.index("Continue")
        assert "No drafts yet. Anything you start is saved" in text
        for title in ("Project plan", "Feature plan", "Roadmap", "Small plan"):
            assert title in text


async def test_a_draft_is_told_with_its_name_how_far_it_is_and_when_it_was_left(home: Path):
    put_draft(home)
    async with started() as (app, _):
        lines = "\n".join(line[:52] for line in lines_of(app))

        assert lines.index("Continue") < lines.index("Start a new plan")
        assert "Relay" in lines
        assert "Small plan, a moment ago" in lines
        assert "2 of 5" in lines


async def test_the_marked_draft_is_shown_as_it_stands(home: Path):
    put_draft(home, goal="Talk in one place.")
    async with started() as (_, pilot):
        assert "as saved" in await seen(pilot, "Talk in one place.")


async def test_a_marked_template_is_shown_blank(home: Path):
    put_draft(home)
    async with started() as (_, pilot):
        await pilot.press("down")

        assert "Relay" in (text := await seen(pilot, "small.md"))
        assert "blank" in text and "as saved" not in text


async def test_enter_carries_on_at_the_question_that_was_left(home: Path):
    put_draft(home)
    async with started() as (app, pilot):
        await pilot.press("enter")
        await seen(pilot, "Any ideas?")

        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.interview.current == ("ideas",)


@pytest.mark.parametrize("keys", [["enter", *"Buy."], ["down", "up", "enter", *"Buy."], [*"relay", "enter", *"Buy."]])
async def test_keys_that_are_typed_before_the_rows_are_there_count(
    home: Path, monkeypatch: pytest.MonkeyPatch, keys: list[str]
):
    start_draft(small_interview(home).answer(("name",), "Relay").go_to(("goal",))).close()
    may_load = Event()

    def load_slowly() -> StartEntries:
        may_load.wait(PATIENCE)
        return load_entries()

    monkeypatch.setattr(start_entries, "load_entries", load_slowly)
    app = PlanWizard()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, StartScreen))
        await pilot.press(*keys)
        may_load.set()
        await seen(pilot, "What is it for?")
        await settled(pilot)

        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.interview.answers["goal"] == "Buy."
    app.close_draft()


@pytest.mark.parametrize("keys", [["ctrl+q"], ["ctrl+c", "ctrl+c"], ["enter", *["ctrl+c"] * 3]])
async def test_the_start_is_left_at_once_while_the_rows_are_read(
    home: Path, monkeypatch: pytest.MonkeyPatch, keys: list[str]
):
    is_over = Event()
    monkeypatch.setattr("screens.app.SECOND_PRESS_SECONDS", PATIENCE)
    monkeypatch.setattr(start_entries, "load_entries", lambda: is_over.wait(PATIENCE) and load_entries())
    app = PlanWizard()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, StartScreen))
        await pilot.press(*keys)
        await until(pilot, lambda: not app.is_running)
        is_over.set()


async def test_what_is_typed_for_a_draft_that_does_not_open_answers_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
):
    put_draft(home)
    may_open = Event()
    open_entry = start_entries.open_entry

    def open_slowly(entries: StartEntries, key: str, way: WayIn) -> Draft | Prompt:
        may_open.wait(PATIENCE)
        return open_entry(entries, key, way)

    monkeypatch.setattr(start_entries, "open_entry", open_slowly)
    with closing(open_draft("relay")):
        async with started() as (app, pilot):
            await pilot.press("enter", *"xyz", "enter")
            may_open.set()
            await until(pilot, lambda: "relay is open elsewhere" in " ".join(text_of(app).split()))
            await settled(pilot)

            assert isinstance(app.screen, StartScreen)
            assert "xyz" not in text_of(app)


async def test_typing_filters_and_enter_starts_what_is_left(home: Path):
    put_template(home)
    put_draft(home)
    async with started() as (app, pilot):
        await pilot.press(*"small plan", "down", "enter")
        await seen(pilot, "What is it called?")

        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.interview.answers == {}


async def test_a_filter_that_finds_nothing_says_how_to_go_on(home: Path):
    async with started() as (app, pilot):
        await pilot.press(*"relai")
        await settled(pilot)
        assert 'No matches for "relai". Esc clears' in text_of(app)
        await pilot.press("enter")
        await pilot.press("escape")
        await settled(pilot)

        assert "Project plan" in text_of(app)
        assert isinstance(app.screen, StartScreen)


async def test_delete_asks_once_and_then_removes_the_draft(home: Path):
    put_draft(home)
    async with started() as (app, pilot):
        await pilot.press("delete")
        await settled(pilot)
        assert "Remove it, with its 2 answers?" in text_of(app)
        assert len(list_drafts()) == 1
        await pilot.press("delete")
        await settled(pilot)

        assert list_drafts() == ()
        assert "No drafts yet." in text_of(app)


async def test_a_removed_draft_says_how_it_comes_back_and_does(home: Path):
    put_draft(home)
    async with started() as (app, pilot):
        await pilot.press("delete", "delete")
        await settled(pilot)
        assert "Removed relay. Ctrl+Z restores it" in text_of(app)
        assert "plan-wizard drop relay --undo" in text_of(app)

        await pilot.press("ctrl+z")
        await settled(pilot)

        assert [draft.name for draft in list_drafts()] == ["relay"]
        assert "Removed" not in text_of(app)


async def test_undo_answers_the_question_whether_to_remove_with_no(home: Path):
    put_draft(home)
    copy_draft("relay").close()
    async with started() as (app, pilot):
        await pilot.press("delete", "delete", "delete")
        await settled(pilot)
        assert "esc cancel" in text_of(app)
        left = [draft.name for draft in list_drafts()]

        await pilot.press("ctrl+z")
        await settled(pilot)
        assert "esc keep it" not in text_of(app)
        await pilot.press("delete")
        await settled(pilot)

        assert "esc cancel" in text_of(app)
        assert [draft.name for draft in list_drafts()] == left

        await pilot.press("ctrl+z", "ctrl+z")
        await settled(pilot)

        assert {draft.name for draft in list_drafts()} == {"relay", "relay-2"}


async def test_every_removed_draft_comes_back_the_last_one_first(home: Path):
    put_draft(home)
    copy_draft("relay").close()
    async with started() as (_, pilot):
        await pilot.press("delete", "delete", "delete", "delete")
        await settled(pilot)
        assert list_drafts() == ()

        await pilot.press("ctrl+z")
        await settled(pilot)
        assert [draft.name for draft in list_drafts()] == ["relay"]
        await pilot.press("ctrl+z")
        await settled(pilot)

        assert {draft.name for draft in list_drafts()} == {"relay", "relay-2"}


async def test_a_draft_that_cannot_be_read_goes_back_to_an_earlier_state(home: Path):
    put_draft(home)
    draft = open_draft("relay")
    draft.record(draft.interview.answer(("goal",), "Talk more."))
    draft.close()
    for name in ("draft.yaml", "journal.jsonl"):
        (draft.folder / name).write_bytes(b"junk")
    async with started() as (app, pilot):
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "It cannot be read. Enter restores" in text_of(app)

        await pilot.press("enter")
        await settled(pilot)

        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.interview.answers == {"name": "Relay", "goal": "Talk."}


@pytest.mark.parametrize("key", ["escape", "down"])
async def test_a_draft_that_is_asked_about_is_kept_when_the_user_goes_on(home: Path, key: str):
    put_draft(home)
    async with started() as (app, pilot):
        await pilot.press("delete", key, "up", "up")
        await settled(pilot)

        assert "Remove it" not in text_of(app)
        assert len(list_drafts()) == 1


async def test_delete_in_the_filter_deletes_a_letter(home: Path):
    put_draft(home)
    async with started() as (app, pilot):
        await pilot.press(*"relayx", "left", "delete")
        await settled(pilot)

        assert "Remove it" not in text_of(app)
        assert "Relay" in text_of(app)


async def test_a_draft_that_is_open_elsewhere_is_offered_as_a_copy(home: Path):
    put_draft(home)
    other = open_draft("relay")
    async with started() as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: "relay is open elsewhere" in " ".join(text_of(app).split()))
        await pilot.press("enter")
        await seen(pilot, "Any ideas?")

        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.draft.name == "relay-2"
    other.close()


async def test_a_template_that_does_not_open_says_why_in_its_row(home: Path):
    put_template(home, SMALL.replace("kind: text", "kind: txet"))
    async with started() as (app, pilot):
        left = " ".join(line[:52].strip() for line in lines_of(app))
        assert "! This template has a mistake. Line " in " ".join(left.split())
        await pilot.press(*["down"] * 9, "enter")
        await settled(pilot)

        assert isinstance(app.screen, StartScreen)


async def test_what_was_started_and_not_answered_leaves_no_draft_behind(home: Path):
    async with started() as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))

    app.close_draft()
    assert list_drafts() == ()


async def test_names_of_drafts_are_shown_as_they_are(home: Path):
    put_draft(home, "[/b] [x] \x1b[31m")
    async with started() as (app, _):
        assert "[/b] [x] ␛[31m" in text_of(app)


@pytest.mark.parametrize("size", [(40, 15), (80, 24), (160, 45), (300, 100)])
async def test_the_start_fits_into_every_terminal(home: Path, size: tuple[int, int]):
    put_draft(home)
    async with started(size) as (app, _):
        lines = lines_of(app)

        assert len(lines) == size[1]
        assert all(len(line) <= size[0] for line in lines)
        assert "Relay" in text_of(app)
        assert "F1 help" in text_of(app)


# In a repository

FORM = """\
name: Bug report
description: File a bug
body:
  - type: textarea
    attributes: {label: What happened?}
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with templates of three places; the current folder is one below its root."""
    root = tmp_path / "project"
    put_files(root, "docs/adr/template.md", text="# Decision: [title]\n\n## Why this way\n")
    put_file(root, ".github/ISSUE_TEMPLATE/bug.yml", FORM)
    put_file(root, ".plan-wizard/templates/charter.md", native("charter", "Team charter"))
    (root / "src").mkdir()
    monkeypatch.chdir(root / "src")
    return root


async def test_templates_of_the_repository_come_before_the_others_by_groups(repository: Path, home: Path):
    put_template(home)
    async with started((120, 60)) as (app, _):
        text = "\n".join(line[:52] for line in lines_of(app))

        said = ("Start a new plan", "This repository", "Team charter", "GitHub", "Bug report", "File a bug")
        later = ("Decision records", "docs/adr/template.md", "Your own", "Small plan", "Built in", "Project plan")
        assert [text.index(each) for each in (*said, *later)] == sorted(text.index(each) for each in (*said, *later))
        assert text.count("Start a new plan") == 1


async def test_enter_starts_the_first_template_of_the_repository_and_it_goes_on_later(repository: Path):
    async with started() as (app, pilot):
        await pilot.press("enter")
        await seen(pilot, "What is it for?")
        await pilot.press(*"Peace")
        await settled(pilot)
        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.interview.template.source == str(repository / ".plan-wizard/templates/charter.md")

    app.close_draft()
    (draft,) = list_drafts()
    assert draft.header is not None and draft.header.template_title == "Team charter"
    assert open_draft(draft.name).interview.answers == {"goal": "Peace"}


async def test_typing_finds_a_template_by_its_place_below_its_heading(repository: Path):
    async with started() as (app, pilot):
        await pilot.press(*"docs/adr")
        await settled(pilot)

        text = text_of(app)
        assert "Decision records" in text and "Decision" in text
        assert "Bug report" not in text and "Built in" not in text


async def test_nothing_of_a_repository_is_compiled_until_it_is_chosen(
    repository: Path, monkeypatch: pytest.MonkeyPatch
):
    compiled: list[str] = []
    true_read = loader.read_template

    def read(text: str, source: str, *, is_lenient: bool) -> Template:
        compiled.append(source)
        return true_read(text, source, is_lenient=is_lenient)

    monkeypatch.setattr(loader, "read_template", read)
    async with started() as (_, pilot):
        assert ".plan-wizard/templates/charter.md" in await seen(pilot, "{{ goal }}")
        await pilot.press("down")
        assert ".github/ISSUE_TEMPLATE/bug.yml" in await seen(pilot, "description: File a bug")
        await pilot.press("down")
        assert "docs/adr/template.md" in await seen(pilot, "Why this way")

    assert not [source for source in compiled if source.startswith(str(repository))]


async def test_a_template_of_the_repository_that_was_chosen_before_is_shown_blank(repository: Path):
    load_template(str(repository / ".github/ISSUE_TEMPLATE/bug.yml"))
    async with started() as (_, pilot):
        await pilot.press("down")

        assert "No response" in await seen(pilot, "What happened?")


async def test_a_template_of_the_repository_with_a_mistake_says_so_when_it_is_chosen(repository: Path):
    put_file(repository, ".plan-wizard/templates/charter.md", native("charter", "Charter").replace("line,", "lien,"))
    async with started() as (app, pilot):
        await pilot.press("enter")
        text = await seen(pilot, "This template has a mistake. Line 10")

        assert "esc continue" in text
        assert isinstance(app.screen, StartScreen)


async def test_bytes_that_are_no_text_are_told_in_the_row(repository: Path):
    (repository / ".plan-wizard/templates/charter.md").write_bytes(b"\xff\xfe\x00")
    async with started() as (app, _):
        assert "! Cannot be used: it is not UTF-8" in text_of(app)


async def test_a_hostile_repository_shows_its_names_and_controls_nothing(repository: Path):
    evil = "[/b] [x] \x1b[31m\x07"
    put_file(
        repository, ".plan-wizard/templates/charter.md", f"---\nname: {evil}\n---\n\n{evil} [@click=app.quit]x[/]\n"
    )
    put_file(repository, ".github/ISSUE_TEMPLATE/bug.yml", f"name: '{evil}'\ndescription: '{evil}'\n")
    async with started() as (app, pilot):
        await seen(pilot, "[@click=app.quit]x[/]")

        text = text_of(app)
        assert "[/b] [x] ␛[31m␇" in text
        assert "\x1b" not in text and "\x07" not in text


@pytest.mark.parametrize("size", [(40, 15), (80, 24), (160, 45), (300, 100)])
async def test_the_groups_fit_into_every_terminal(repository: Path, home: Path, size: tuple[int, int]):
    put_draft(home)
    async with started(size) as (app, pilot):
        assert all(len(line) <= size[0] for line in lines_of(app))
        await pilot.press("down")
        await seen(pilot, "Team charter")


NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC).astimezone().replace(hour=12)


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=5), "a moment ago"),
        (timedelta(seconds=-5), "a moment ago"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=45), "45 minutes ago"),
        (timedelta(hours=2), "2 hours ago"),
        (timedelta(hours=20), "yesterday"),
        (timedelta(days=17), "3 November"),
        (timedelta(days=400), "16 October 2025"),
    ],
)
def test_how_long_ago_is_said_as_people_say_it(passed: timedelta, said: str):
    assert time_ago(NOON - passed, NOON) == said


async def test_the_blank_page_of_a_template_has_no_mark_as_of_a_draft(home: Path):
    app = PlanWizard()
    async with app.run_test(size=(120, 40)) as pilot:
        await seen(pilot, "Roadmap")
        await pilot.press(*"roadmap")
        await settled(pilot)

        assert not [line for line in lines_of(app) if "▎" in line[56:]]
