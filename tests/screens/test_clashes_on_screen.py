"""Where the answers and the file changed the same lines, the difference screen goes from clash to clash."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.color import Color
from textual.pilot import Pilot
from textual.widgets import TextArea

from screens.app import PlanWizard
from screens.hand_edits.diff_view import DiffView
from screens.hand_edits.difference import DifferenceScreen, SaveDecision
from screens.hand_edits.edit_clash import EditClashScreen
from screens.start import StartScreen
from screens.widgets.row_list import RowList
from tests.support.screen_text import drawn, lines_of, settled, text_of, until
from tests.support.small_plan import small_interview
from wizard.interview.interview import Interview
from wizard.plans.read_back.plan_edits import find_plan_edits
from wizard.plans.saving.dry_run import dry_run
from wizard.plans.saving.save import save
from wizard.plans.saving.saved_files import read_saved_files
from wizard.render.plan import render_plan

SIZES = [(80, 24), (120, 36), (40, 15)]


pytestmark = pytest.mark.usefixtures("work")


def answered(home: Path, goal: str, task: str) -> Interview:
    interview = small_interview(home).answer(("name",), "Relay").answer(("goal",), goal).answer(("big",), False)
    tasks = ({"text": task, "done": False}, {"text": "Fill", "done": False})
    return interview.answer(("ideas",), ("More",)).add_item(("steps",), item={"title": "Begin", "tasks": tasks})


@asynccontextmanager
async def two_clashes(
    home: Path,
    size: tuple[int, int] = (120, 36),
    by_hand: str = "Talk by hand.",
    decide: Callable[[SaveDecision | None], None] | None = None,
) -> AsyncIterator[Pilot[None]]:
    """The difference of a plan whose goal and first task were changed by hand and in the answers."""
    saved = save(answered(home, "Talk.", "Dig"), Path("relay.md"))
    text = saved.plan_path.read_text().replace("Talk.", by_hand).replace("Dig", "Dig by hand")
    saved.plan_path.write_text(text)
    interview = answered(home, "Talk in one place.", "Dig deep")
    app = PlanWizard()
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, StartScreen))
        await settled(pilot)
        screen = DifferenceScreen(
            interview=interview,
            plan=render_plan(interview),
            existing=read_saved_files(Path("relay.md")),
            orphans=(),
            last_save=saved.last_save,
            crumbs=("Relay", "Review"),
        )
        await app.push_screen(screen, decide)
        await settled(pilot)
        yield pilot


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


def words(pilot: Pilot[None], part: str) -> str:
    """The words of a part of the screen, on one line."""
    return " ".join(" ".join(drawn(pilot.app.screen.query_one(part))).split())


async def write(pilot: Pilot[None], text: str) -> None:
    """Write a text in place of the one in the field, and take it."""
    pilot.app.screen.query_one(TextArea).select_all()
    await press(pilot, *(text or ["delete"]), "ctrl+s")


async def saved_text(pilot: Pilot[None]) -> str:
    await press(pilot, "ctrl+s")
    return Path("relay.md").read_text()


async def test_each_clash_says_which_it_is_and_what_it_is_about(home: Path) -> None:
    async with two_clashes(home) as pilot:
        seen = words(pilot, "DiffView")

    assert "Conflict 1 of 2, Goal. You and the file both changed this line. Choose one:" in seen
    assert "Conflict 2 of 2, Tasks. You and the file both changed this line." in seen
    assert "○ edit E" in seen


@pytest.mark.parametrize(("first", "second"), [("y", "f"), ("Y", "F")])
async def test_a_choice_leads_to_the_next_clash(home: Path, first: str, second: str) -> None:
    async with two_clashes(home) as pilot:
        await press(pilot, first, second)
        assert "changed by both: yours is kept in one, the file's is kept in one." in words(pilot, "#happened")
        text = await saved_text(pilot)

    assert "Talk in one place." in text and "Talk by hand." not in text
    assert "Dig by hand" in text and "Dig deep" not in text


async def test_the_files_side_that_was_chosen_stays_for_the_save_after_it(home: Path) -> None:
    decisions: list[SaveDecision | None] = []
    async with two_clashes(home, decide=decisions.append) as pilot:
        await press(pilot, "f", "f")
        chosen = await saved_text(pilot)
    assert "Talk by hand." in chosen and "Dig by hand" in chosen
    assert decisions[0] is not None and decisions[0].saved is not None

    edits = find_plan_edits(answered(home, "Talk in one place.", "Dig deep"), decisions[0].saved.last_save)

    assert edits is not None
    again = dry_run(edits.interview, read_saved_files(Path("relay.md")), last_save=edits.last_save)
    assert not again.clashes
    assert again.content() == chosen.encode()


@pytest.mark.parametrize("key", ["e", "E"])
async def test_the_user_writes_what_is_to_stand_there(home: Path, key: str) -> None:
    async with two_clashes(home) as pilot:
        await press(pilot, key)
        field = pilot.app.screen.query_one(TextArea)
        assert field.text == "Talk in one place.\nTalk by hand."
        await write(pilot, "Talk both.")
        assert isinstance(pilot.app.screen, DifferenceScreen)
        assert "● edit E" in text_of(pilot.app)
        assert "+  Talk both." in text_of(pilot.app)
        await press(pilot, "f")
        assert "the file's is kept in one, what you wrote is kept in one" in words(pilot, "#happened")
        text = await saved_text(pilot)

    assert "# Relay\n\nTalk both.\n\n" in text and "in one place" not in text
    assert "Dig by hand" in text
    assert "Talk by hand." in Path("relay.before.md").read_text()


async def test_what_was_written_can_be_written_on(home: Path) -> None:
    async with two_clashes(home) as pilot:
        await press(pilot, "e")
        await write(pilot, "One")
        await press(pilot, "c", "e")
        assert pilot.app.screen.query_one(TextArea).text == "One"
        await write(pilot, "")
        await press(pilot, "y")
        text = await saved_text(pilot)

    assert text.startswith(("# Relay\n\n- More", "# Relay\n\n\n- More"))


async def test_escape_leaves_a_clash_as_it_is(home: Path) -> None:
    async with two_clashes(home) as pilot:
        await press(pilot, "e", *"Never", "escape")
        assert isinstance(pilot.app.screen, DifferenceScreen)
        assert "Never" not in text_of(pilot.app)
        assert "both are kept." in words(pilot, "#happened")


@pytest.mark.parametrize("key", ["c", "C"])
async def test_a_key_goes_from_clash_to_clash_and_round(home: Path, key: str) -> None:
    async with two_clashes(home) as pilot:
        view = pilot.app.screen.query_one(DiffView)
        went: list[int | None] = [view.conflict]
        for _ in range(3):
            await press(pilot, key)
            went.append(view.conflict)

    assert went == [0, 1, 0, 1]


async def test_choices_are_clicked(home: Path) -> None:
    async with two_clashes(home) as pilot:
        rows = lines_of(pilot.app)
        y = next(number for number, row in enumerate(rows) if "yours Y" in row)
        await pilot.click(offset=(rows[y].index("the file's F") + 2, y))
        await settled(pilot)
        assert "● the file's F" in text_of(pilot.app)
        await pilot.click(offset=(rows[y].index("edit E") + 1, y))
        await settled(pilot)
        assert isinstance(pilot.app.screen, EditClashScreen)
        await pilot.click("#back")
        await settled(pilot)
        assert isinstance(pilot.app.screen, DifferenceScreen)


async def test_letters_that_come_right_before_ctrl_s_are_taken(home: Path) -> None:
    async with two_clashes(home) as pilot:
        await press(pilot, "e")
        for key in (*"xyz", "ctrl+s"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: isinstance(pilot.app.screen, DifferenceScreen))
        await settled(pilot)
        assert "xyz" in text_of(pilot.app)


async def test_what_was_written_and_not_taken_stands_in_the_field_the_next_time(home: Path) -> None:
    async with two_clashes(home) as pilot:
        await press(pilot, "e", "x", "y", "z", "escape")
        assert isinstance(pilot.app.screen, DifferenceScreen)
        assert "xyz" not in text_of(pilot.app)
        await press(pilot, "e")
        assert "xyz" in text_of(pilot.app)


async def test_a_choice_stays_when_the_file_changes_before_the_save(home: Path) -> None:
    async with two_clashes(home) as pilot:
        await press(pilot, "y", "e", "x", "y", "z", "ctrl+s")
        plan = Path("relay.md")
        plan.write_text(plan.read_text().replace("The end.", "The end, by hand."))
        await press(pilot, "ctrl+s")
        seen = text_of(pilot.app)
        assert "● yours" in seen and "xyz" in seen, seen
        text = await saved_text(pilot)

    assert "xyz" in text and "The end, by hand." in text


@pytest.mark.parametrize("size", SIZES)
async def test_all_choices_are_in_sight_at_every_size(home: Path, size: tuple[int, int]) -> None:
    async with two_clashes(home, size) as pilot:
        await press(pilot, "f3")
        seen = text_of(pilot.app)
        for word in ("yours Y", "the file's F", "both B", "edit E"):
            assert word in seen, seen
        await press(pilot, "e")
        seen = text_of(pilot.app)
        assert "Talk by hand." in seen and "Use it" in seen, seen


@pytest.mark.parametrize("size", SIZES)
async def test_escape_leads_from_the_difference_to_the_ways_to_save_and_then_back(
    home: Path, size: tuple[int, int]
) -> None:
    async with two_clashes(home, size) as pilot:
        await press(pilot, "f3", "y", "f", *(["escape"] if size[0] < 100 else []))
        assert isinstance(pilot.app.screen, DifferenceScreen)
        assert "Keep both" in text_of(pilot.app)
        text = await saved_text(pilot)

    assert "Talk in one place." in text and "Dig by hand" in text


async def test_the_difference_alone_is_left_with_f3_too_and_saves(home: Path) -> None:
    async with two_clashes(home, (40, 15)) as pilot:
        await press(pilot, "f3", "f3")
        assert "Keep both" in text_of(pilot.app)
        await press(pilot, "c", "f")
        text = await saved_text(pilot)

    assert "Dig by hand" in text and "Dig deep" not in text


async def test_the_help_and_the_palette_name_the_keys(home: Path) -> None:
    async with two_clashes(home) as pilot:
        await press(pilot, "f1")
        assert "yours, file's, both, edit" in text_of(pilot.app)
        assert "next conflict" in text_of(pilot.app)
        await press(pilot, "f1", "ctrl+p", *"a line: edit")
        await until(pilot, lambda: "Where both changed a line: edit" in text_of(pilot.app))


async def test_control_characters_of_the_file_are_shown_and_kept(home: Path) -> None:
    async with two_clashes(home, by_hand="Talk \x1b[31mred.") as pilot:
        await press(pilot, "e")
        assert "Talk ␛[31mred." in text_of(pilot.app)
        await press(pilot, "end", *"!", "ctrl+s", "b")
        text = await saved_text(pilot)

    assert "Talk \x1b[31mred.!" in text


async def test_page_keys_scroll_the_difference_and_leave_the_choice_as_it_is(home: Path) -> None:
    async with two_clashes(home, (120, 24), by_hand="Talk by hand.\n\n" + "\n\n".join(map(str, range(60)))) as pilot:
        scroll, ways = pilot.app.screen.query_one("#scroll"), pilot.app.screen.query_one(RowList)
        marked = ways.marked_key
        await pilot.press("home")
        assert scroll.scroll_y == 0

        await pilot.press("pagedown", "alt+pagedown", "pageup")
        paged = scroll.scroll_y
        await pilot.press("end")

        assert 0 < paged < scroll.scroll_y == scroll.max_scroll_y
        assert ways.marked_key == marked


# Searching in the difference


@pytest.mark.parametrize("size", SIZES)
async def test_the_difference_is_searched_and_the_choices_keep_their_keys(home: Path, size: tuple[int, int]) -> None:
    async with two_clashes(home, size) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, DifferenceScreen)
        await press(pilot, "slash", *"by HAND")
        assert "/ by HAND" in text_of(pilot.app)
        assert "1 of 2" in text_of(pilot.app)
        first = highlighted(pilot)
        assert "".join(first).startswith("by hand")
        await press(pilot, "enter", "n")
        assert "2 of 2" in text_of(pilot.app)
        await press(pilot, "N", "N", "n")
        assert "1 of 2" in text_of(pilot.app)
        await press(pilot, "escape")
        assert not highlighted(pilot)
        assert isinstance(pilot.app.screen, DifferenceScreen)

        await press(pilot, "slash", *"nowhere")
        assert "not found" in text_of(pilot.app)
        await press(pilot, "escape", "y", "f")
        text = await saved_text(pilot)

    assert "Talk in one place." in text and "Dig by hand" in text


async def test_a_phrase_is_found_where_it_goes_on_in_the_next_row(home: Path) -> None:
    by_hand = "Talk by hand, in many words that go on, so that they take several rows of the difference at this width."
    async with two_clashes(home, (80, 24), by_hand) as pilot:
        await press(pilot, "slash", *"several rows of the difference at this width")
        assert "1 of 1" in text_of(pilot.app)
        assert "".join(highlighted(pilot)).replace(" ", "") == "severalrowsofthedifferenceatthiswidth"
        await pilot.resize_terminal(120, 36)
        await settled(pilot)
        assert "".join(highlighted(pilot)).replace(" ", "") == "severalrowsofthedifferenceatthiswidth"


async def test_a_choice_ends_the_search_and_is_made(home: Path) -> None:
    async with two_clashes(home) as pilot:
        await press(pilot, "slash", *"Talk by hand", "enter", "y")
        assert not highlighted(pilot)
        assert "yours is kept in one" in words(pilot, "#happened")


def highlighted(pilot: Pilot[None]) -> list[str]:
    """The parts of the difference that the search marks, from top to bottom."""
    view = pilot.app.screen.query_one(DiffView)
    colours = pilot.app.theme_variables
    marks = {Color.parse(colours[name]).rich_color.triplet for name in ("primary", "soft")}
    strips = [view.render_line(y) for y in range(view.size.height)]
    return [
        segment.text
        for strip in strips
        for segment in strip
        if segment.style is not None and segment.style.bgcolor is not None and segment.style.bgcolor.triplet in marks
    ]
