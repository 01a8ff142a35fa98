"""The plan follows at once; where that takes long it waits for a pause, and the keys never wait for it."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from screens.preview import refresh as following
from screens.preview.preview import Preview
from tests.support.one_question import template_text
from tests.support.question_screen import asking
from tests.support.screen_text import until
from wizard.render.budget import RenderError
from wizard.render.plan import Plan

TWO = "id: name\nkind: line\nlabel: Name?\nid: goal\nkind: text\nlabel: Goal?"
BODY = "# {{ name }}\n\n{{ goal }}\n"


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every change of the plan takes a second of work, as far as anyone can tell."""
    clock = count()
    monkeypatch.setattr(following, "thread_time", lambda: next(clock))


async def test_a_plan_that_takes_long_follows_after_a_pause(slow: None, monkeypatch: pytest.MonkeyPatch):
    shown: list[object] = []
    show = Preview.show

    def show_and_record(sheet: Preview, *of: Any) -> None:
        show(sheet, *of)
        shown.append(screen.interview.answers.get("name"))

    async with asking(template_text(TWO, BODY)) as screen:
        await screen.press("a")
        monkeypatch.setattr(Preview, "show", show_and_record)
        await screen.press("b", "c")

        assert "▎ abc" in screen.text
        assert screen.answer("name") == "abc"

        await until(screen.pilot, lambda: sheet_of(screen.rows) == "abc")
        assert shown == ["abc"]


async def test_going_to_another_question_waits_for_nothing(slow: None):
    async with asking(template_text(TWO, BODY)) as screen:
        await screen.press("a", "b", "c", "tab")

        assert sheet_of(screen.rows) == "abc"
        assert screen.place == ("goal",)


async def test_a_plan_that_follows_fast_follows_at_once():
    async with asking(template_text(TWO, BODY)) as screen:
        await screen.press("a", "b", "c")

        assert sheet_of(screen.rows) == "abc"


def sheet_of(rows: list[str]) -> str:
    """The heading of the plan."""
    under = next(index for index, row in enumerate(rows) if "━━━━━━━━━━" in row and index > 3)
    return rows[under - 1][rows[under].index("━━━━━") :].strip()


async def test_a_plan_that_cannot_be_made_is_told_and_the_last_one_stays(monkeypatch: pytest.MonkeyPatch):
    def too_much(*_: object) -> Plan:
        raise RenderError("the template repeats more than 100,000 times")

    async with asking(template_text(TWO, BODY)) as screen:
        await screen.press("a")
        with monkeypatch.context() as patched:
            patched.setattr(following, "update_plan", too_much)
            await screen.press("b", "ctrl+s")

            assert sheet_of(screen.rows) == "a"
            assert "repeats more than 100,000 times" in screen.text
            assert screen.answer("name") == "ab"

        await screen.press("c")
        assert sheet_of(screen.rows) == "abc"
        assert "repeats more" not in screen.text
