"""The outline: every question with its state, and the way there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from textual.pilot import Pilot

from screens.outline import OutlineList, OutlineScreen
from tests.support.bare_app import BareApp
from tests.support.one_question import template_text
from tests.support.question_screen import asking
from tests.support.screen_text import lines_of, settled, text_of, until
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath

QUESTIONS = """
id: name
kind: line
label: What is it called?
short: Name
required: true
id: size
kind: number
label: How big is it?
short: Size
id: is_public
kind: yesno
label: Is it public?
short: Public
id: address
kind: line
label: Where is it?
short: Address
when: is_public
id: parts
kind: group
label: Which parts?
short: Parts
item: part
questions:
  - {id: title, kind: line, label: What is it called?, short: Title, required: true}
  - {id: works, kind: yesno, label: Does it work?, short: Works}
"""


def interview() -> Interview:
    begun = Interview.begin(read_template(template_text(QUESTIONS), "test.md"))
    return begun.answer(("is_public",), False)


def with_parts() -> Interview:
    answered = interview().answer(("name",), "Relay")
    for title in ("Server", "[/b] Client"):
        answered = answered.add_item(("parts",), item={"title": title})
    return answered.add_item(("parts",))


@dataclass
class Opened:
    """The outline on the screen, and the paths that it gave."""

    app: BareApp
    pilot: Pilot[None]
    gone: list[AnswerPath | None] = field(default_factory=list)

    @property
    def rows(self) -> list[str]:
        """The rows without the mark."""
        return [line.strip().removeprefix("▎").strip() for line in lines_of(self.app)]

    @property
    def marked(self) -> str:
        """The row with the mark."""
        return next(line.strip()[1:].strip() for line in lines_of(self.app) if line.strip().startswith("▎"))


@asynccontextmanager
async def outline_of(shown: Interview) -> AsyncIterator[Opened]:
    app = BareApp()
    async with app.run_test(size=(100, 40)) as pilot:
        opened = Opened(app, pilot)
        await app.push_screen(OutlineScreen(shown), opened.gone.append)
        await settled(pilot)
        yield opened


async def test_each_state_has_its_sign_and_its_word():
    shown = with_parts().reopen(("name",)).set_unfinished(("size",), "many")

    async with outline_of(shown) as outline:
        assert "○ Name  required" in outline.rows
        assert "! Size  invalid" in outline.rows
        assert "✓ Public" in outline.rows
        assert "– Address  not needed" in outline.rows


async def test_items_are_listed_by_number_and_name_with_the_state_of_what_they_lack():
    async with outline_of(with_parts()) as outline:
        assert "· 1  Server" in outline.rows
        assert "· 2  [/b] Client" in outline.rows
        assert "○ 3  (no title yet)  required" in outline.rows


async def test_the_mark_is_on_the_question_of_the_screen():
    async with outline_of(with_parts().go_to(("is_public",))) as outline:
        assert outline.marked == "✓ Public"


async def test_the_item_in_which_the_user_is_shows_its_questions():
    async with outline_of(with_parts().go_to(("parts", 1, "works"))) as outline:
        assert outline.marked == "· Works"
        assert outline.rows.count("· Works") == 1


async def test_typing_filters_and_enter_goes_there():
    async with outline_of(with_parts()) as outline:
        await outline.pilot.press(*"size", "enter")
        await outline.pilot.pause()

        assert outline.gone == [("size",)]


async def test_the_questions_of_all_items_are_found():
    async with outline_of(with_parts()) as outline:
        await outline.pilot.press(*"works", "down", "enter")
        await outline.pilot.pause()

        assert outline.gone == [("parts", 1, "works")]


async def test_escape_clears_the_filter_first_and_then_stays():
    async with outline_of(with_parts()) as outline:
        await outline.pilot.press(*"zzz")
        await outline.pilot.pause()
        assert 'No matches for "zzz". Esc clears' in text_of(outline.app)
        assert "esc clear" in text_of(outline.app)
        await outline.pilot.press("escape")
        await outline.pilot.pause()
        assert "· Size" in outline.rows
        assert "esc close" in text_of(outline.app)
        await outline.pilot.press("escape")
        await outline.pilot.pause()

        assert outline.gone == [None]


async def test_a_click_goes_there():
    async with outline_of(with_parts()) as outline:
        y = next(y for y, line in enumerate(lines_of(outline.app)) if "Size" in line)
        await outline.pilot.click(offset=(10, y))
        await outline.pilot.pause()

        assert outline.gone == [("size",)]


async def test_the_list_follows_the_interview_beside_a_question():
    outline = OutlineList()
    app = BareApp(outline)
    async with app.run_test(size=(60, 40)) as pilot:
        outline.show(interview())
        await settled(pilot)
        assert "○ Name" in text_of(app)

        outline.show(interview().answer(("name",), "Relay").go_to(("size",)))
        await settled(pilot)
        assert "✓ Name" in text_of(app)
        assert any(line.strip().startswith("▎") and "Size" in line for line in lines_of(app))


@pytest.mark.parametrize("sizes", [[(200, 40)], [(120, 40), (200, 40)], [(200, 40), (120, 40), (200, 40)]])
async def test_the_outline_stands_beside_the_question_as_soon_as_there_is_room(sizes: list[tuple[int, int]]):
    async with asking(template_text(QUESTIONS), {"name": "Relay"}, size=sizes[0]) as seen:
        for size in sizes[1:]:
            await seen.pilot.resize_terminal(*size)
        await settled(seen.pilot)
        assert any("· Size" in row[:30] for row in seen.rows)

        await seen.press("tab")
        await settled(seen.pilot)
        assert any(row.strip().startswith("▎") and "Size" in row[:30] for row in seen.rows)

        await seen.press("7")
        await until(seen.pilot, lambda: any("✓ Size" in row[:30] for row in seen.rows))


async def test_a_click_on_the_outline_beside_the_question_leads_to_the_question():
    async with asking(template_text(QUESTIONS), {"name": "Relay"}, size=(120, 40)) as seen:
        await seen.pilot.resize_terminal(200, 40)
        await settled(seen.pilot)
        await seen.click("· Public")

        assert seen.place == ("is_public",)
