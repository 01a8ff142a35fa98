"""A disk that takes its time for every call: no key waits for it, and leaving ends and says what is not known."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, current_thread, main_thread

import pytest

from screens.app import PlanWizard
from screens.question import QuestionScreen
from screens.review import ReviewScreen
from screens.run import close_and_summarize
from screens.saved import SavedScreen
from screens.start import StartScreen
from tests.support.disk_calls import before_disk_calls
from tests.support.patience import PATIENCE
from tests.support.screen_text import seen, settled, text_of, until
from tests.support.small_plan import small_interview
from tests.support.terminals import terminal_with
from wizard.cli.full_screen import farewell_lines
from wizard.drafts.draft import open_draft, read_draft, start_draft

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")


@pytest.fixture(autouse=True)
def work(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the user is; there is a draft with two answers."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    draft = start_draft(small_interview(home), "relay")
    draft.record(draft.interview.answer(("name",), "Relay"))
    draft.record(draft.interview.answer(("goal",), "To talk."))
    draft.close(PATIENCE)
    return folder


@contextmanager
def hanging(folder: Path) -> Generator[Event]:
    """Every call about a file below the folder waits until the event is set."""
    answers = Event()

    def wait(_: str, path: Path) -> None:
        if path.is_relative_to(folder):
            answers.wait(PATIENCE)

    with before_disk_calls(wait):
        try:
            yield answers
        finally:
            answers.set()


async def test_the_thread_of_the_keys_asks_no_disk(home: Path, work: Path) -> None:
    asked: list[str] = []

    def note(name: str, path: Path) -> None:
        if current_thread() is main_thread() and any(map(path.is_relative_to, (home, work))):
            asked.append(f"{name} {path}")

    app = PlanWizard()
    async with app.run_test(size=(120, 40)) as pilot:
        with before_disk_calls(note):
            await seen(pilot, "Continue")
            await pilot.press("delete", "delete")
            await seen(pilot, "Removed relay")
            await pilot.press("ctrl+z")
            await seen(pilot, "2 of")
            await pilot.press("up", "up", "enter")
            await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
            await pilot.press(*"Talk", "tab")
            await pilot.press("ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
            await pilot.press("f5", "ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, SavedScreen))
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
            await pilot.press(*" again", "ctrl+q")
            await until(pilot, lambda: not app.is_running)
            summary = close_and_summarize(app)

    assert asked == []
    assert summary.draft == "relay"


async def test_keys_work_while_a_plan_is_saved(work: Path) -> None:
    app = PlanWizard(lambda: open_draft("relay"))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        with hanging(work) as answers:
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "Saving…" in text_of(app))
            await pilot.press("ctrl+s", "f1")
            await until(pilot, lambda: "Help" in text_of(app))
            await pilot.press("f1", "escape")  # it is not left before it is known what has come of it
            await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
            answers.set()
            await until(pilot, lambda: isinstance(app.screen, SavedScreen))
        await settled(pilot)

    assert (work / "relay.md").read_text().startswith("# Relay\n")


async def test_leaving_does_not_wait_for_a_plan_that_is_not_saved_and_says_so(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.app._SAVE_SECONDS", 0.01)
    app = PlanWizard(lambda: open_draft("relay"))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        with hanging(work) as answers:
            await pilot.press("ctrl+s", "ctrl+q")
            await until(pilot, lambda: not app.is_running)
            summary = close_and_summarize(app)
            assert not answers.is_set()

    assert summary.trouble == ""
    assert farewell_lines(summary) == (
        "relay.md was still being saved because the disk did not respond. Save it again to be sure.",
        "Relay is saved as a draft (2 of 5 answered). Continue with: plan-wizard resume relay",
    )
    assert read_draft("relay")[0].answers == {"name": "Relay", "goal": "To talk."}


async def test_the_start_screen_tells_that_it_still_reads(home: Path) -> None:
    app = PlanWizard()
    async with app.run_test(size=(120, 40)) as pilot:
        with hanging(home) as answers:
            await until(pilot, lambda: isinstance(app.screen, StartScreen))
            await until(pilot, lambda: "Reading drafts and templates…" in text_of(app))
            answers.set()
            assert "Reading" not in await seen(pilot, "Continue")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
@pytest.mark.parametrize("arguments", [[], ["resume", "relay"]])
def test_the_program_ends_while_the_disk_does_not_answer(home: Path, work: Path, arguments: list[str]) -> None:
    hanging_folder = home if not arguments else home / "drafts" / "relay" / "draft.yaml"
    command = [sys.executable, "-m", "tests.support.hanging_program", str(hanging_folder), *arguments]

    with terminal_with(command, {"PLAN_WIZARD_HOME": str(home)}, work, (100, 30)) as program:
        program.wait_for("plan.wizard|\\^Q quit")
        program.type("\x11")

        assert program.wait() == 0
