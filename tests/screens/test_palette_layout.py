"""The rows of the command palette: groups at the left, keys at the right end, all of it read in any size."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.every_screen import on_screen
from tests.support.screen_text import lines_of, settled, text_of


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


KEYS = re.compile(r"(?<=\s)(?:shift\+tab|tab|esc|\^[A-Z/]|F\d|alt\+[↑↓])$")


def palette_rows(lines: list[str], width: int) -> list[str]:
    """What stands within the palette, which is 64 wide in the middle."""
    left = max((width - 64) // 2, 0)
    return [line.ljust(width)[left : left + 64].rstrip() for line in lines]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (160, 45)])
async def test_keys_end_in_one_column_and_groups_stand_before_their_first_row(home: Path, size: tuple[int, int]):
    async with on_screen("palette", home, size) as (app, pilot):
        await settled(pilot)
        rows = palette_rows(lines_of(app), size[0])

        ends = {len(row) for row in rows if KEYS.search(row) and row.startswith("    ")}
        groups = [row.split()[0] for row in rows if re.match(r" {4}[A-Z]\w+ {2}", row)]
        assert len(ends) == 1
        assert groups == [name for name in ("Go", "Answer", "View", "Draft", "Theme", "Help") if name in groups]
        assert groups[:3] == ["Go", "Answer", "View"]


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_keys_end_in_one_column_while_it_is_searched(home: Path, size: tuple[int, int]):
    async with on_screen("palette", home, size) as (app, pilot):
        await pilot.press(*"re")
        await settled(pilot)
        rows = [row for row in palette_rows(lines_of(app), size[0])[5:20] if KEYS.search(row)]

        assert len(rows) > 2
        assert len({len(row) for row in rows}) == 1


async def test_in_a_small_terminal_every_name_is_read_whole_with_its_key(home: Path):
    async with on_screen("palette", home, (40, 15)) as (app, pilot):
        seen = ""
        for _ in range(30):
            seen += " ".join(text_of(app).split()) + " "
            await pilot.press("down")
            await pilot.pause()
        for words in ("Next question tab", "Review, then save ^S", "Preview: side by side, F3 hidden, full screen"):
            assert words in seen


@pytest.mark.parametrize("name", ["start", "review", "saved", "tasks", "template"])
async def test_each_screen_has_its_commands_in_groups(home: Path, name: str):
    async with on_screen(name, home) as (app, pilot):
        await pilot.press("ctrl+p")
        await settled(pilot)

        assert re.search(r" Theme   \w", text_of(app))
        assert re.search(r" Help    \w", text_of(app))


async def test_the_palette_does_not_offer_itself_and_ctrl_a_selects_what_is_looked_for(home: Path):
    async with on_screen("name", home) as (app, pilot):
        await pilot.press("ctrl+p", *"open the command", "ctrl+a", *"theme")
        await settled(pilot)
        assert "Theme: Ink (dark)" in text_of(app)
        assert "command palette" not in text_of(app)
