"""The frame that is kept is, cell by cell, what the screen looks like when nothing happens to it any more."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

import screens
from screens.app import PlanWizard
from screens.launch.first_frame import first_frame
from screens.launch.launch import Launch
from screens.question import QuestionScreen
from tests.support.built_in_plans import example, interview
from tests.support.screen_text import settled, until
from tests.support.terminal_cells import Cell, terminal_cells
from wizard.drafts.draft import Draft, open_draft, start_draft

_TEMPLATES = ("project-plan", "feature-plan", "roadmap")
_SIZES = ((80, 24), (120, 36), (40, 15))
_THEMES = ("ink", "paper")
_ALL = tuple(product(_TEMPLATES, _SIZES, _THEMES, (True, False)))
_SOME = _ALL[::5]
"""Every template, size, theme and beginning, but not each with each."""


class _FirstFrame(PlanWizard):
    """The app, which takes down its first frame."""

    CSS_PATH = Path(screens.__file__).with_name("splash.tcss")  # or it is looked for beside this file

    def __init__(self, opening: Callable[[], Draft], launch: Launch, theme: str) -> None:
        super().__init__(opening, launch=launch)
        self.theme = theme
        self.first: list[list[Cell]] = []

    def _end_launch(self, launch: Launch) -> None:
        self.first = self.cells()

    def cells(self) -> list[list[Cell]]:
        drawn = first_frame(self).render_segments(self.console)
        return terminal_cells(drawn.encode(), *self.size)


async def assert_first_frame_stays(template: str, size: tuple[int, int], theme: str, *, is_begun: bool) -> None:
    answers = example(template)
    begun = dict(list(answers.items())[: len(answers) // 2]) if is_begun else {}
    draft = start_draft(interview(template, begun), "the-draft")
    draft.close()
    app = _FirstFrame(lambda: open_draft("the-draft", only_reads=True), Launch("resume the-draft", *size), theme)

    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: bool(app.first))
        await settled(pilot)

        assert isinstance(app.screen, QuestionScreen)
        assert app.cells() == app.first


@pytest.mark.parametrize(("template", "size", "theme", "is_begun"), _SOME)
async def test_the_first_frame_stays_as_it_is(template: str, size: tuple[int, int], theme: str, is_begun: bool) -> None:
    await assert_first_frame_stays(template, size, theme, is_begun=is_begun)


@pytest.mark.soak
@pytest.mark.parametrize(("template", "size", "theme", "is_begun"), _ALL)
async def test_every_first_frame_stays_as_it_is(
    template: str, size: tuple[int, int], theme: str, is_begun: bool
) -> None:
    await assert_first_frame_stays(template, size, theme, is_begun=is_begun)
