"""A container that draws nothing but its ground: it looks like any other, and its rows are one."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widgets import Static

from screens.widgets.uniform_rows import UniformVertical


class Column(App[None]):
    """A column with a line of text in the middle of it."""

    CSS = "#column { background: #203040; padding: 1 2; border-left: wide red; } Static { margin: 2; height: 1; }"

    def __init__(self, column: type[Vertical]) -> None:
        super().__init__()
        self._column = column

    def compose(self) -> ComposeResult:
        with self._column(id="column"):
            yield Static("text", id="text")


async def column_rows(column: type[Vertical]) -> list[Strip]:
    async with Column(column).run_test(size=(30, 9)) as pilot:
        found = pilot.app.query_one("#column", Vertical)
        return found.render_lines(found.outer_size.region)


def cells_of(rows: list[Strip]) -> list[list[tuple[str, object]]]:
    return [[(cell, segment.style) for segment in row for cell in segment.text] for row in rows]


async def test_it_looks_like_any_other_container():
    assert cells_of(await column_rows(UniformVertical)) == cells_of(await column_rows(Vertical))


async def test_its_rows_are_one_row():
    assert len({id(row) for row in await column_rows(UniformVertical)}) == 1


@pytest.mark.parametrize("background", ["#405060", "white"])
async def test_another_ground_shows_on_every_row(background: str):
    async with Column(UniformVertical).run_test(size=(30, 9)) as pilot:
        column = pilot.app.query_one("#column")
        column.styles.background = background
        await pilot.pause()

        rows = column.render_lines(column.outer_size.region)

    grounds = {segment.style.bgcolor for row in rows for segment in row if segment.style is not None}
    assert grounds == {column.styles.background.rich_color}
