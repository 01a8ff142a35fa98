"""Help and the command palette: F1 tells every key of the screen that it is for, and no other."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
from textual.widgets import Input

from screens.app import PlanWizard
from screens.controls.control import KeyPress
from screens.help import HelpPage, HelpScreen, KeyGroup, groups_for, page_for
from screens.question import QuestionScreen
from screens.question_pane.help_keys import QUESTION_KEYS
from screens.question_pane.pane import QuestionPane
from screens.widgets.screen_keys import FIELD_KEYS, is_own_binding, is_useful, key_name, key_tokens
from tests.support.bare_app import BareApp
from tests.support.every_screen import QUESTIONS, SCREENS, on_screen
from tests.support.question_screen import asking, template_text
from tests.support.screen_text import drawn, lines_of, settled, text_of

CONTROL_KEYS = (
    "up down left right home end pageup pagedown ctrl+home ctrl+end ctrl+left ctrl+right shift+left shift+right "
    "ctrl+a ctrl+e ctrl+w ctrl+u ctrl+k ctrl+d ctrl+t alt+up alt+down delete space f7 1"
).split()
"""What a control may have a use for, besides letters, Enter and Backspace."""
SYNONYMS = {"pageup": "alt+pageup", "pagedown": "alt+pagedown"}
"""Keys that are told in one line with another."""
ELSEWHERE = {"plan alone", "help", "palette", "themes", "too small", *QUESTIONS}


pytestmark = pytest.mark.usefixtures("work")


def told(groups: tuple[KeyGroup, ...]) -> set[str]:
    return {token for group in groups for keys, _ in group.keys for token in key_tokens(keys)}


@pytest.mark.parametrize(
    "name",
    ["start", "review", "difference", "clash", "saved", "relocation", "read back", "plan choice", "work off",
     "reading the worked off", "template", "outline", "search"],
)  # fmt: skip
async def test_every_key_of_a_screen_is_told_in_its_help_and_works(name: str, home: Path):
    async with on_screen(name, home) as (app, _):
        screen = app.screen
        keys = told((*groups_for(screen), app.keys_everywhere()))
        bindings = [active for active in screen.active_bindings.values() if active.enabled and is_useful(active)]
        own = [each for each in bindings if is_own_binding(each.node, each.binding) and each.binding.description]

        for each in own:
            same = [other for other in own if (other.node, other.binding.action) == (each.node, each.binding.action)]
            assert any(key_name(other.binding.key) in keys for other in same), each.binding
        bound = {key_name(active.binding.key) for active in screen.active_bindings.values()}
        field = {token for key in FIELD_KEYS for token in key_tokens(key.keys)} if screen.query(Input) else set()
        at_the_footer = {"enter", "tab", "space", "↑", "↓", "Y", "F", "B", "E", "C", "PgUp", "PgDn", "alt+PgDn", "/"}
        assert keys - bound - field <= at_the_footer | told((app.keys_everywhere(),))


@pytest.mark.parametrize("name", QUESTIONS)
async def test_the_help_of_a_question_tells_the_keys_that_work_on_it(name: str, home: Path):
    async with on_screen(name, home) as (app, _):
        screen = app.screen
        assert isinstance(screen, QuestionScreen)
        presses = {press for key in QUESTION_KEYS for press in key.presses}
        keys = told(groups_for(screen))

        for key in CONTROL_KEYS:
            if screen._session.control.is_typing and key in ("space", "1"):  # pyright: ignore[reportPrivateUsage]
                continue
            character = " " if key == "space" else key if len(key) == 1 else None
            control = deepcopy(screen._session.control)  # pyright: ignore[reportPrivateUsage]
            if control.press(screen.interview, KeyPress(key, character)) is not None and character != "1":
                assert SYNONYMS.get(key, key) in presses, key
                assert screen.has_use_for(SYNONYMS.get(key, key)), key
        for each in QUESTION_KEYS:
            works = each.keys in ("^Z", "^Y") or any(screen.has_use_for(press) for press in each.presses)
            assert works == (key_tokens(each.keys) <= keys and each.keys in dict(_lines(screen))), each


def _lines(screen: QuestionScreen) -> set[tuple[str, str]]:
    return {line for group in groups_for(screen) for line in group.keys}


async def palette_of(app: PlanWizard) -> set[str]:
    from screens.command_palette import PaletteCommands

    return {command.name for command in PaletteCommands(app.screen)._commands()}  # pyright: ignore[reportPrivateUsage]


async def test_the_palette_offers_what_does_something_on_this_question(home: Path):
    async with on_screen("name", home) as (app, _):
        offered = await palette_of(app)
        assert "Next question" in offered
        assert not offered & {
            "Checklist: tick the task",
            "List: duplicate the item",
            "Undo",
            "Redo",
            "All items of the group",
            "Skip or include this question",
        }


async def test_the_palette_offers_ticking_on_a_checklist_and_undo_after_a_change(home: Path):
    async with on_screen("work off", home) as (app, _):
        assert "Undo the last tick" not in await palette_of(app)
    async with on_screen("ideas", home) as (app, pilot):
        await pilot.press("end", "x")
        offered = await palette_of(app)
        assert {"Undo", "List: duplicate the item", "Remove the item, or the rest of the line"} <= offered
        assert "Redo" not in offered


@pytest.mark.parametrize(("name", "absent"), [
    ("start", {"Restore the last removed draft", "Clear the filter"}),
    ("review", {"Turn the option on or off", "Undo", "Redo"}),
    ("difference", {"Differences: full screen or side by side"}),
])  # fmt: skip
async def test_the_palette_offers_nothing_that_does_nothing(name: str, absent: set[str], home: Path):
    async with on_screen(name, home) as (app, _):
        assert not await palette_of(app) & absent


@pytest.mark.parametrize("name", ["review", "difference", "relocation"])
async def test_the_foot_names_what_enter_does_on_the_button_that_has_the_focus(name: str, home: Path):
    from screens.widgets.button import PushButton

    async with on_screen(name, home) as (app, pilot):
        for button in app.screen.query(PushButton):
            button.focus()
            await pilot.pause()
            assert f"enter {button.says.lower()}" in text_of(app).lower()


@pytest.mark.parametrize("key", ["escape", "f1", "enter"])
async def test_the_help_closes_with_a_key(key: str):
    app = BareApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await app.push_screen(HelpScreen())
        await settled(pilot)
        assert "Help   esc closes" in text_of(app)
        await pilot.press(key)
        await pilot.pause()

        assert not isinstance(app.screen, HelpScreen)


async def test_the_help_of_a_question_fits_with_the_signs_last(home: Path):
    async with on_screen("ideas", home) as (app, pilot):
        await pilot.press("f1")
        await settled(pilot)
        seen = text_of(app)

        assert "✓ answered   · open   ○ required   ! invalid   – skipped" in seen
        for words in ("copy; twice: quit", "elsewhere", "select all", "click", "select a word", "select a line"):
            assert words in seen


async def test_in_a_small_terminal_the_help_scrolls():
    app = BareApp()
    groups = (KeyGroup("Keys", (("x", "nothing"),) * 20),)
    async with app.run_test(size=(40, 15)) as pilot:
        await app.push_screen(HelpScreen(groups, HelpPage("", (("x", "$soft", "the last sign"),))))
        await settled(pilot)
        assert "the last sign" not in text_of(app)
        for _ in range(6):
            await pilot.press("pagedown")
        await settled(pilot)

        assert "the last sign" in text_of(app)


@pytest.mark.parametrize(("key", "name"), [("ctrl+s", "^S"), ("f2", "F2"), ("escape", "esc"), ("ctrl+n,f9", "^N")])
def test_keys_are_written_as_in_the_foot(key: str, name: str):
    assert key_name(key) == name


@pytest.mark.parametrize(
    ("name", "quits", "relocates"),
    [
        ("name", "quit, draft saved", True),
        ("review", "quit, draft saved", True),
        ("start", "quit", False),
        ("saved", "quit", False),
        ("work off", "quit", False),
        ("template", "quit", False),
    ],
)
async def test_the_help_names_only_what_works_on_the_screen(home: Path, name: str, quits: str, relocates: bool):
    async with on_screen(name, home) as (app, pilot):
        await settled(pilot)
        keys = dict(app.keys_everywhere().keys)
        assert keys["^Q"] == quits
        assert ("F8" in keys) == relocates == app.check_action("keep_elsewhere", ())
        assert not any(key == "^Q" for group in groups_for(app.screen) for key, _ in group.keys)


async def test_the_help_of_each_screen_speaks_of_that_screen(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    said: dict[str, str] = {}
    without_help = {"help", "palette", "themes", "too small", "splash"}
    for name in sorted(set(SCREENS) - without_help - {"relocation"}):  # with which no other draft could be saved
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.chdir(folder)
        async with on_screen(name, home) as (app, _):
            screen = app.screen
            said[type(screen).__name__] = introduction = page_for(screen).introduction

            assert introduction, name
            assert ("this question" in introduction) == isinstance(screen, QuestionScreen), name

    assert len(set(said.values())) == len(said)


async def test_what_a_key_does_stays_in_its_column_where_it_takes_more_lines():
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        keys = (("ctrl+k", "remove the item, or erase the rest of the line"), ("up", "move"))
        await app.push_screen(HelpScreen((KeyGroup("Here", keys),)))
        await settled(pilot)
        rows = lines_of(app)

        first = next(y for y, row in enumerate(rows) if "remove the" in row)
        start = rows[first].index("remove")
        assert [row[start - 12 : start].strip() for row in rows[first : first + 2]] == ["ctrl+k", ""]
        assert rows[first + 1][start] != " "


LONG = "Three months after launch, half of all questions are answered in the chat, and nobody opens the old one."
"""Longer than a line at any size."""
EXAMPLE = template_text(f"id: success\nkind: line\nlabel: How will you know?\nhelp: A number.\nexample: {LONG}")


def words_of(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45), (40, 24)])
async def test_a_long_example_is_wrapped_where_there_is_room(size: tuple[int, int]):
    async with asking(EXAMPLE, size=size) as seen:
        pane = seen.app.screen.query_one(QuestionPane)

        assert f"e.g. {LONG}" in words_of(" ".join(drawn(pane)))


async def test_an_example_is_cut_where_there_is_no_room_and_the_help_has_it_whole():
    for size in [(40, 15), (80, 15), (80, 24)]:
        async with asking(EXAMPLE.replace("A number.", "A number to look up. " * 12), size=size) as seen:
            await seen.press("f1")
            await settled(seen.pilot)

            assert "For example" in seen.text
            read = ""
            for _ in range(4):
                read += "\n".join(row.strip(" ▁▂▃▄▅▆▇█") for row in seen.rows) + "\n"
                await seen.pilot.press("down")
            for word in LONG.split():
                assert word in read, (size, word)


WORDS = {
    "name": {"enter": "next question", "^A": "select all", "home end": "start, end of line", "del": "delete"},
    "tags": {"^A": "choose all, or none", "home end": "first, last"},
    "ideas": {"^K": "remove the item", "^←→": "previous, next word", "^home ^end": "first, last item"},
    "risks": {"^K": "remove the row", "^home ^end": "first, last row"},
    "steps": {"del": "remove the item", "home end": "first, last"},
    "goal": {"^K": "delete to end of line", "enter": "new line"},
}


@pytest.mark.parametrize("name", WORDS)
async def test_the_help_speaks_of_the_control_at_hand(name: str, home: Path):
    async with on_screen(name, home) as (app, _):
        assert isinstance(app.screen, QuestionScreen)
        assert WORDS[name].items() <= dict(_lines(app.screen)).items()


async def test_the_help_of_edits_by_hand_says_what_escape_does(home: Path):
    async with on_screen("read back", home) as (app, _):
        assert ("enter", "continue") in {line for group in groups_for(app.screen) for line in group.keys}
