"""What is drawn can be read, on every screen, under our themes and under those of others, and under each at once."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path

import pytest
from textual.theme import BUILTIN_THEMES

from tests.support.drawn_colours import Cell, Pair, cells_of, unreadable
from tests.support.screen_walks import WALKS

ALL = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]
"""The colours of the other two are the terminal's."""


pytestmark = pytest.mark.usefixtures("work")


def begin_again(home: Path) -> None:
    """Leave nothing of an earlier walk, in folders of the same names."""
    for folder in (home, Path.cwd()):
        for each in folder.glob("*"):
            shutil.rmtree(each) if each.is_dir() else each.unlink()


async def cells_on_walk(
    walk: str, home: Path, begin: str, themes: Sequence[str], stops: int | None
) -> dict[tuple[str, str], list[Cell]]:
    """Return the cells of the first screens of a walk by screen and theme, without a wait after the change to it."""
    begin_again(home)
    cells: dict[tuple[str, str], list[Cell]] = {}
    async with aclosing(WALKS[walk](begin, home)) as screens:
        async for name, app in screens:
            theme = themes[len(cells) % len(themes)]
            if theme != app.theme and "palette" not in name:  # it is closed before the theme changes
                app.theme = theme
                app.refresh_css(animate=False)
            cells[name, app.theme] = cells_of(app)
            if len(cells) == stops:
                break
    return cells


def difference(one: list[Cell], other: list[Cell]) -> list[tuple[int, Cell, Cell]]:
    """Return where the same character has other colours; what is saved a moment later says so a moment later."""
    pairs = enumerate(zip(one, other, strict=True))
    return [(at, cell, same) for at, (cell, same) in pairs if cell != same and cell[0] == same[0]]


async def unreadable_on_walk(walk: str, home: Path, theme: str) -> list[tuple[str, list[Pair]]]:
    """Return the texts that cannot be read, by their screens."""
    return [(name, found) async for name, app in WALKS[walk](theme, home) if (found := unreadable(app))]


async def check_changes(walk: str, home: Path, stops: int | None = None) -> None:
    """Demand that after a change of theme every cell is as if the program had begun with it."""
    themes = ("paper", "dracula", "ink")
    begun: dict[tuple[str, str], list[Cell]] = {}
    for theme in themes:
        begun |= await cells_on_walk(walk, home, theme, (theme,), stops)
    changed = await cells_on_walk(walk, home, "ink", themes, stops)

    assert {key: found for key, cells in changed.items() if (found := difference(cells, begun[key]))} == {}


@pytest.mark.parametrize(
    ("theme", "walk"),
    [("ink", walk) for walk in WALKS] + [("paper", "question"), ("paper", "tasks"), ("solarized-light", "start")],
)
async def test_every_text_and_sign_can_be_read_on_its_ground(walk: str, home: Path, theme: str):
    """The contrast of WCAG 2.2: 4.5 for text (1.4.3), 3 for signs and bars (1.4.11), measured on what is drawn."""
    assert await unreadable_on_walk(walk, home, theme) == []


@pytest.mark.soak
@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize("theme", ["paper", *ALL])
async def test_every_text_and_sign_can_be_read_under_all_themes(walk: str, home: Path, theme: str):
    assert await unreadable_on_walk(walk, home, theme) == []


@pytest.mark.parametrize("walk", ["question", "tasks"])
async def test_a_change_of_theme_changes_every_cell(walk: str, home: Path):
    await check_changes(walk, home, stops=2)


@pytest.mark.soak
@pytest.mark.parametrize("walk", WALKS)
async def test_a_change_of_theme_changes_every_cell_of_every_screen(walk: str, home: Path):
    await check_changes(walk, home)
