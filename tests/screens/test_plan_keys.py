"""The plan beside what has the focus: it is scrolled and searched, and what is typed stays as it was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.widgets import Input

from screens.app import PlanWizard
from screens.preview.preview_lines import PreviewLines
from screens.preview.viewport import Viewport
from screens.review import ReviewScreen
from screens.start import StartScreen
from tests.support.one_question import template_text
from tests.support.question_screen import Seen, asking
from tests.support.screen_text import drawn, seen as seen_words, settled, text_of, until
from wizard.model.answers import Answers

LINES = "\n\n".join(f"Paragraph {number} of the plan, milestone {number % 3}." for number in range(60))
QUESTIONS = """
id: name
kind: line
label: What is it called?
id: goal
kind: text
label: What is it for?
id: big
kind: yesno
label: Is it big?
id: size
kind: choice
label: How big?
options: [small, middle, large]
id: parts
kind: list
label: Which parts?
"""
TEMPLATE = template_text(QUESTIONS, "# {{ name }}\n\n{{ goal }}\n\n" + LINES + "\n\n{{ big }} {{ size }}\n\nThe end.\n")


def top(seen: Seen) -> int:
    return seen.question.query_one(PreviewLines)._window.top  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("question", ["name", "goal", "big", "size"])
async def test_page_keys_scroll_the_plan_where_the_question_has_no_use_for_them(question: str) -> None:
    async with asking(TEMPLATE) as seen:
        while seen.place != (question,):
            await seen.press("tab")
        begun = top(seen)

        await seen.press("pageup" if begun else "pagedown")
        paged = top(seen)
        await seen.press("alt+home")

        assert paged != begun
        assert top(seen) == 0
        assert seen.place == (question,)


async def test_alt_scrolls_the_plan_while_text_is_typed_and_typing_brings_it_back() -> None:
    async with asking(TEMPLATE) as seen:
        await seen.type("Relay")
        await seen.press("left", "left", "alt+end")
        assert "The end." in seen.text

        await seen.press("ctrl+pageup", "alt+pageup", "alt+home", "alt+pagedown", "alt+end")
        assert "The end." in seen.text
        await seen.type("X")

        assert seen.answer("name") == "RelXay"
        assert "The end." not in seen.text
        assert top(seen) == 0


async def test_home_and_end_stay_those_of_the_text() -> None:
    async with asking(TEMPLATE) as seen:
        await seen.type("elay")
        await seen.press("home", "R", "end", "!")

        assert seen.answer("name") == "Relay!"
        assert top(seen) == 0


async def test_a_search_goes_from_hit_to_hit_and_leaves_the_answer_as_it_was() -> None:
    async with asking(TEMPLATE) as seen:
        await seen.type("Re/lay")
        await seen.press("left", "ctrl+underscore", *"MILEstone", "space", "2")
        assert "/ MILEstone 2" in seen.text
        assert "1 of 20" in seen.text

        await seen.press("enter", "n", "n", "N", "enter", "shift+enter")
        assert "2 of 20" in seen.text
        await seen.press("up", "up")
        assert "20 of 20" in seen.text
        assert "Paragraph 59" in seen.text
        await seen.press("escape")
        assert " of 20" not in seen.text
        await seen.type("X")

        assert seen.answer("name") == "Re/laXy"


async def test_a_key_that_is_no_key_of_the_search_is_not_lost() -> None:
    async with asking(TEMPLATE) as seen:
        await seen.press("ctrl+slash", *"paragraph", "enter", *"Relay")

        assert seen.answer("name") == "Relay"
        assert "paragraph" not in seen.text.partition("Paragraph")[0]


async def test_escape_while_typing_goes_back_to_what_was_in_sight() -> None:
    async with asking(TEMPLATE) as seen:
        await seen.press("ctrl+underscore", *"Paragraph", "space", *"5", "9")
        assert top(seen) > 0
        await seen.press("escape")

        assert top(seen) == 0


async def test_what_is_not_found_says_so_and_stays_open() -> None:
    async with asking(TEMPLATE) as seen:
        await seen.press("ctrl+underscore", *"xyz", "enter")
        assert "not found" in seen.text
        await seen.press(*["backspace"] * 3, *"end.")

        assert "1 of 1" in seen.text


async def test_a_slash_searches_where_nothing_is_typed() -> None:
    async with asking(TEMPLATE) as seen:
        await seen.press("tab", "tab", "slash", *"milestone", "space", "1")
        assert "/ milestone 1" in seen.text
        first = int(seen.text.partition(" of 20")[0].split()[-1])
        await seen.press("enter", "n")
        assert f"{first % 20 + 1} of 20" in seen.text

        await seen.press("escape", "y")
        assert seen.answer("big") is True


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (160, 45)])
async def test_the_plan_comes_into_sight_to_be_searched(size: tuple[int, int]) -> None:
    async with asking(TEMPLATE, size=size) as seen:
        await seen.press("ctrl+underscore", *"the", "space", *"end")

        assert "The end." in seen.text
        assert "1 of 1" in seen.text


async def test_the_plan_alone_is_searched_with_a_slash() -> None:
    async with asking(TEMPLATE) as seen:
        await seen.press("f3", "f3", "slash", *"milestone", "space", "2", "enter", "n", "n")

        assert "3 of 20" in seen.text
        await seen.press("pagedown", "escape", "f3")
        assert seen.place == ("name",)


def window(app: App[Any]) -> Viewport:
    return app.screen.query_one(PreviewLines)._window  # pyright: ignore[reportPrivateUsage]


@asynccontextmanager
async def reviewing(answers: Answers, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Seen]:
    async with asking(TEMPLATE, answers, size=size) as seen:
        await seen.press("ctrl+s")
        await until(seen.pilot, lambda: isinstance(seen.app.screen, ReviewScreen))
        await settled(seen.pilot)
        yield seen


ALL: Answers = {"name": "Relay", "goal": "Talk.", "big": True, "size": "small", "parts": ("One",)}


@pytest.mark.parametrize("answers", [{}, ALL], ids=["with questions missing", "all answered"])
async def test_the_review_scrolls_its_plan_and_keeps_the_focus(answers: Answers) -> None:
    async with reviewing(answers) as seen:
        focused = seen.app.focused
        await seen.pilot.press("home")
        assert window(seen.app).top == 0

        await seen.pilot.press("pagedown", "pagedown")
        paged = window(seen.app).top
        await seen.pilot.press("pageup")
        back = window(seen.app).top
        await seen.pilot.press("end")

        assert 0 < back < paged
        assert "The end." in text_of(seen.app)
        assert seen.app.focused is focused


async def test_the_review_searches_its_plan_from_the_field_of_the_file_name() -> None:
    async with reviewing(ALL) as seen:
        field = seen.app.screen.query_one(Input)
        field.focus()
        await seen.pilot.pause()
        before, cursor = field.value, field.cursor_position

        for key in ("ctrl+underscore", *"the end"):
            seen.app.post_message(events.Key("space" if key == " " else key, key if len(key) == 1 else None))
        await settled(seen.pilot)
        assert "/ the end" in text_of(seen.app)
        assert "1 of 1" in text_of(seen.app)
        await seen.pilot.press("escape", "right", "left", "x")  # right: to the end of what is selected

        assert field.value == f"{before[: cursor - 1]}x{before[cursor - 1 :]}"


async def test_a_slash_searches_the_plan_of_the_review_however_fast_it_is_typed() -> None:
    async with reviewing({}) as seen:
        for key in ("slash", *"milestone", "enter", "n"):
            seen.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(seen.pilot)

        assert isinstance(seen.app.screen, ReviewScreen)
        assert " of 60" in text_of(seen.app)
        assert "next, previous" in text_of(seen.app)


async def test_the_start_screen_scrolls_and_searches_the_plan_of_a_template() -> None:
    app = PlanWizard()
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, StartScreen))
        await settled(pilot)
        await seen_words(pilot, "Project Plan")
        begun = window(app).top

        await pilot.press("alt+end")
        assert window(app).top > begun
        await pilot.press("alt+home", "ctrl+underscore", *"milestone")
        assert " of " in text_of(app)
        await pilot.press("escape", *"project")

        assert app.screen.query_one(Input).value == "project"
        assert window(app).top == 0
        await pilot.press("pagedown")
        assert window(app).top > 0


async def test_the_outline_scrolls_the_plan_behind_it() -> None:
    async with asking(TEMPLATE) as seen:
        await seen.press("f2")
        await seen.pilot.press("alt+end", "escape")

        assert "The end." in seen.text


async def test_a_filter_without_a_match_leaves_no_plan_beside_it() -> None:
    app = PlanWizard()
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, StartScreen))
        await seen_words(pilot, "Project Plan")

        await pilot.press(*"relai")
        await settled(pilot)
        assert not any(drawn(app.screen.query_one(PreviewLines)))
        assert "Project Plan" not in text_of(app)
        assert "blank" not in text_of(app)
        await pilot.press("escape")
        await seen_words(pilot, "Project Plan")

        assert "blank" in text_of(app)
