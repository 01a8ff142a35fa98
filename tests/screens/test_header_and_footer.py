"""The top line tells where one is and how far; the bottom line which keys work now."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from screens.widgets.footer import KeyFooter, KeyHint
from screens.widgets.header import PlanHeader, progress_bar
from screens.widgets.wordmark import Wordmark
from tests.support.bare_app import BareApp
from tests.support.one_question import template_text
from tests.support.screen_text import drawn, settled
from wizard.compiler.loader import read_template
from wizard.interview.interview import Interview

KEYS = (
    KeyHint("enter", "next", "go('enter')"),
    KeyHint("F2", "outline", "go('f2')"),
    KeyHint("^S", "review", "go('review')"),
)
CRUMBS = ("Relay", "Project plan", "Goal and vision")


def interview() -> Interview:
    questions = "id: name\nkind: line\nlabel: What is it called?\nid: goal\nkind: line\nlabel: What is it for?"
    return Interview.begin(read_template(template_text(questions), "test.md")).answer(("name",), "Relay")


class FootApp(BareApp):
    """Remembers what the keys of the foot did."""

    def __init__(self, foot: KeyFooter) -> None:
        super().__init__(foot)
        self.gone: list[str] = []

    def action_go(self, where: str) -> None:
        self.gone.append(where)


async def head_at(width: int, crumbs: tuple[str, ...] = CRUMBS) -> str:
    head = PlanHeader()
    app = BareApp(head)
    async with app.run_test(size=(width, 30)) as pilot:
        head.show(crumbs, interview())
        await settled(pilot)
        return drawn(head)[0].strip()


async def foot_at(width: int, *, status: str = "", state: str = "", keys: tuple[KeyHint, ...] = KEYS) -> str:
    foot = KeyFooter()
    app = BareApp(foot)
    async with app.run_test(size=(width, 30)) as pilot:
        foot.show(keys, status, state)  # type: ignore[arg-type]
        await settled(pilot)
        return drawn(foot)[0].strip()


async def test_the_head_tells_the_way_and_the_progress():
    line = await head_at(120)

    assert line.startswith("Relay › Project plan › Goal and vision")
    assert line.endswith("1 of 2")
    assert "━" in line


async def test_a_long_way_loses_its_middle_and_the_bar_stays_from_section_to_section():
    assert (await head_at(80, ("Relay", "Project plan", "A very long name of a section"))).startswith("Relay › ")
    for section in (
        "Goal",
        "And a long section",
        "A section with a rather long name " * 4,
    ):
        assert "━" in await head_at(70, ("A rather long name of a plan", "Project plan", section))


async def test_a_tiny_head_has_the_ends_of_the_way_and_a_fraction():
    assert await head_at(40) == "Relay › Goal and vision          1/2"


@pytest.mark.parametrize("width", [5, 12, 40, 59, 60, 99, 100, 300])
async def test_the_head_is_never_wider_than_the_terminal(width: int):
    assert len(await head_at(width, ("日本語の計画の名前", "x" * 80))) <= width


async def test_the_start_has_the_name_of_the_program():
    mark = Wordmark()
    app = BareApp(mark)
    async with app.run_test(size=(80, 24)):
        assert drawn(mark)[0].strip() == "▎ plan-wizard   One good question at a time."


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=30), st.integers(1, 60))
def test_the_progress_is_exactly_as_long_as_its_room(sections: list[tuple[int, int]], width: int):
    known = [(min(answered, total), total) for answered, total in sections]
    bar = progress_bar(known, width)

    assert bar.cell_length == (width if any(total for _, total in known) else 0)


@given(st.integers(1, 500), st.integers(2, 40))
def test_only_the_end_is_full_and_only_nothing_is_empty(total: int, width: int):
    assert "━" not in progress_bar([(0, total)], width).plain
    assert "─" not in progress_bar([(total, total)], width).plain
    if total > 1:
        one, last = progress_bar([(1, total)], width).plain, progress_bar([(total - 1, total)], width).plain
        assert one[0] in "━╸"
        assert last[-1] in "─╸"


async def test_keys_that_do_not_fit_fall_off_before_help():
    assert await foot_at(120) == "enter next    F2 outline    ^S review    F1 help"
    assert await foot_at(40) == "enter next  F2 outline  F1 help"
    assert await foot_at(26) == "enter next  F1 help"


async def test_the_state_of_the_draft_stands_at_the_right_and_shrinks():
    assert (await foot_at(120, status="kept a moment ago", state="kept")).endswith("✓ kept a moment ago")
    assert (await foot_at(80, status="kept a moment ago", state="kept")).endswith("✓ kept")
    assert "kept" not in await foot_at(40, status="kept a moment ago", state="kept")


async def test_what_is_in_the_way_of_keeping_is_told_in_any_width():
    trouble = "Draft not saved: the disk is full. Free some space."

    assert (await foot_at(120, status=trouble, state="not-kept")).endswith(
        "! Draft not saved: the disk is full. Free some space."
    )
    assert "! Draft not saved: the disk is full" in await foot_at(40, status=trouble, state="not-kept")


async def test_a_click_on_a_key_does_what_the_key_does():
    foot = KeyFooter()
    app = FootApp(foot)
    async with app.run_test(size=(80, 24)) as pilot:
        foot.show((KeyHint("enter", "next", "app.go('enter')"), KeyHint("F2", "outline", "app.go('f2')")))
        await settled(pilot)
        await pilot.click(foot, offset=(drawn(foot)[0].index("F2") + 4, 0))
        await pilot.pause()
        assert app.gone == ["f2"]
        await pilot.click(foot, offset=(60, 0))
        await pilot.pause()

        assert app.gone == ["f2"]


async def test_nothing_in_head_and_foot_is_markup():
    hostile = "[/b] \x1b[31m [x]"

    assert "[/b] ␛[31m [x]" in await head_at(120, ("Relay", hostile))
    assert "[/b] ␛[31m [x]" in await foot_at(120, status=hostile)
