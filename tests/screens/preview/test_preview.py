from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

import screens
from screens.appearance.theme import PAPER
from screens.preview.preview import Preview
from screens.preview.preview_lines import PreviewLines
from tests.screens.preview.test_viewport import LINE, LIST, LONG, TWO, begun
from tests.support.bare_app import BareApp
from tests.support.hand_built import original, question, template_of_nodes
from tests.support.screen_text import drawn, lines_of, settled, strips_of, until
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath
from wizard.model.body import Slot, Text
from wizard.model.expressions import Name
from wizard.render.plan import Plan, render_plan, update_plan

SHEETS = [str(Path(screens.__file__).parent / name) for name in ("app.tcss", "preview/preview.tcss")]


class SheetApp(BareApp):
    """A sheet that fills the terminal."""

    CSS_PATH = SHEETS
    CSS = "VerticalScroll { display: none; } Preview { height: 1fr; }"

    def __init__(self, sheet: Preview) -> None:
        super().__init__(sheet)
        self.animation_level = "none"
        self.chosen: list[AnswerPath] = []

    def on_preview_chosen(self, event: Preview.Chosen) -> None:
        self.chosen.append(event.path)


class Shown:
    """A sheet in a terminal, and the interview that it shows."""

    def __init__(self, said: Interview, pilot: Pilot[None], app: SheetApp, sheet: Preview) -> None:
        self.said, self.pilot, self.app, self.sheet = said, pilot, app, sheet
        self.plan: Plan = render_plan(said)

    @property
    def rows(self) -> PreviewLines:
        return self.sheet.query_one(PreviewLines)

    def sight(self) -> list[str]:
        """The rows below the caption as text."""
        return drawn(self.rows)

    def show(self, path: AnswerPath, within: AnswerPath = ()) -> None:
        self.sheet.show(self.plan, path, within)

    def answer(self, path: AnswerPath, text: str) -> None:
        """Answer, and draw in the same call."""
        after = self.said.answer_text(path, text)
        self.plan, self.said = update_plan(self.plan, self.said, after), after
        self.show(path)

    def row(self, said: str) -> int:
        return next(y for y, row in enumerate(self.sight()) if said in row)


@asynccontextmanager
async def shown(
    said: Interview, path: AnswerPath, within: AnswerPath = (), size: tuple[int, int] = (60, 20)
) -> AsyncIterator[Shown]:
    sheet = Preview()
    app = SheetApp(sheet)
    async with app.run_test(size=size) as pilot:
        state = Shown(said, pilot, app, sheet)
        state.show(path, within)
        await settled(pilot)
        yield state


def small() -> Interview:
    return begun(LINE.format("goal") + LINE.format("user"), "# Plan\n\nGoal: {{ goal }}\n\nUser: {{ user }}\n")


async def test_the_caption_names_the_file_and_the_view() -> None:
    async with shown(small(), ("goal",)) as state:
        state.sheet.file_name = "relay-plan.md"
        await state.pilot.pause()
        assert lines_of(state.app)[0].split() == ["relay-plan.md", "rendered"]

        state.sheet.toggle_source()
        await state.pilot.pause()
        assert lines_of(state.app)[0].split() == ["relay-plan.md", "source"]

        state.sheet.right_caption = "saved"
        await state.pilot.pause()
        assert lines_of(state.app)[0].split() == ["relay-plan.md", "saved"]


async def test_a_file_name_that_is_too_long_leaves_room_for_the_view() -> None:
    async with shown(small(), ("goal",), size=(40, 15)) as state:
        state.sheet.file_name = "n" * 99
        await state.pilot.pause()

        assert lines_of(state.app)[0].endswith("…  rendered")


async def test_an_answer_is_on_the_sheet_in_the_same_call() -> None:
    async with shown(small(), ("goal",)) as state:
        state.answer(("goal",), "A small chat")

        assert state.sight()[3:6] == [" ▎ Goal: A small chat", "", "   User: [user]"]


async def test_the_marked_lines_have_the_tint_and_the_bar() -> None:
    async with shown(small(), ("user",)) as state:
        strips = strips_of(state.app)
        row = state.rows.region.y + state.row("User")
        grounds = {
            segment.style.bgcolor.triplet.hex
            for segment in strips[row]
            if segment.style and segment.style.bgcolor and segment.style.bgcolor.triplet
        }

        assert "#262d47" in grounds
        assert state.sight()[state.row("User")].startswith(" ▎ ")
        assert state.sight()[state.row("Goal")].startswith("   ")


async def test_the_theme_can_change() -> None:
    async with shown(small(), ("user",)) as state:
        state.app.theme = PAPER.name
        await state.pilot.pause()
        row = strips_of(state.app)[state.rows.region.y + state.row("User")]

        assert any(
            segment.style and segment.style.bgcolor and segment.style.bgcolor.name == "#e3e7fc" for segment in row
        )


async def test_a_new_question_has_a_tint_that_settles() -> None:
    async with shown(small(), ("user",)) as state:
        state.app.animation_level = "full"
        state.show(("goal",))
        begun_with = state.rows.render_line(state.row("Goal"))
        settled_to = state.app.theme_variables["mark"]

        def is_settled() -> bool:
            return any(
                segment.style.bgcolor.name == settled_to
                for segment in state.rows.render_line(state.row("Goal"))
                if segment.style and segment.style.bgcolor
            )

        assert begun_with != state.rows.render_line(state.row("User"))
        assert not is_settled()
        await until(state.pilot, is_settled)


async def test_a_click_leads_to_the_question_of_the_line() -> None:
    async with shown(small(), ("goal",)) as state:
        await state.pilot.click(state.rows, offset=(12, state.row("User")))
        await state.pilot.click(state.rows, offset=(4, state.row("Goal")))
        await state.pilot.click(state.rows, offset=(4, 18))

        assert state.app.chosen == [("user",), ("goal",)]


async def test_text_that_an_answer_will_replace_is_marked_and_leads_to_its_question() -> None:
    text = "## Risks\n\nSay what may happen.\n\n### More\n\n- and more\n\n"
    body = (Text("# Plan\n\nStays.\n\n"), original("risks", text), Text("## End\n\n"), Slot(Name("end"), 0))
    template = template_of_nodes(*body, questions=(question("risks"), question("end", "[end]")))

    async with shown(Interview.begin(template), ("risks",)) as state:
        marked = [row[3:].strip() for row in state.sight() if row.startswith(" ▎") and row[3:].strip("─ ")]
        assert marked == ["Risks", "Say what may happen.", "More", "• and more"]
        for words in ("Risks", "may happen", "and more", "[end]"):
            await state.pilot.click(state.rows, offset=(5, state.row(words)))
        assert state.app.chosen == [("risks",), ("risks",), ("risks",), ("end",)]


async def test_a_box_that_alone_comes_from_an_answer_is_marked_and_leads_to_its_question() -> None:
    ticks = "id: done\n        kind: choices\n        label: Done?\n        options: [dug, filled]\n"
    boxes = "".join(f"- [{{{{ 'x' if '{each}' in done else ' ' }}}}] {each}\n" for each in ("dug", "filled"))

    async with shown(begun(f"      - {ticks}{LINE.format('goal')}", f"{boxes}\n{{{{ goal }}}}\n"), ("done",)) as state:
        assert [row[:3] for row in state.sight() if "dug" in row or "filled" in row] == [" ▎ ", " ▎ "]
        await state.pilot.click(state.rows, offset=(3, state.row("filled")))
        assert state.app.chosen == [("done",)]


async def test_with_the_focus_a_cursor_walks_and_enter_chooses() -> None:
    async with shown(small(), ("goal",)) as state:
        state.sheet.can_focus = True
        state.sheet.focus()
        await state.pilot.press("down", "down")
        assert [y for y, row in enumerate(state.sight()) if row.startswith(" ▎")] == [state.row("User")]

        await state.pilot.press("enter", "home", "enter")
        assert state.app.chosen == [("user",), ("goal",)]


async def test_the_cursor_pages_through_the_plan_and_stays_in_sight() -> None:
    async with shown(begun(TWO, LONG), ("goal",)) as state:
        state.sheet.can_focus = True
        state.sheet.focus()
        for key in ("pagedown", "end", "pageup", "up", "home", "space"):
            await state.pilot.press(key)
            assert sum(row.startswith(" ▎") for row in state.sight()) == 1

        state.app.set_focus(None)
        await state.pilot.pause()
        state.show(("user",))
        assert ">[user]".replace(">", " ▎ ") in state.sight()


async def test_the_cursor_stays_on_its_line_when_the_width_changes() -> None:
    async with shown(begun(TWO, LONG.replace("before", "before " * 9)), ("goal",)) as state:
        state.sheet.can_focus = True
        state.sheet.focus()
        await state.pilot.resize_terminal(24, 12)
        await settled(state.pilot)

        assert " ▎ [goal]" in state.sight()


async def test_the_wheel_scrolls_and_the_scroll_bar_follows() -> None:
    async with shown(begun(TWO, LONG), ("goal",)) as state:
        before = state.sight()
        state.rows.scroll_relative(y=3, animate=False, immediate=True)
        await state.pilot.pause()

        assert state.sight()[:-3] == before[3:]
        assert state.rows.vertical_scrollbar.position == state.rows.scroll_y
        assert state.rows.virtual_size.height > 100


async def test_rows_that_look_the_same_are_not_drawn_again() -> None:
    async with shown(begun(TWO, LONG), ("goal",)) as state:
        before = [state.rows.render_line(y) for y in range(state.rows.size.height)]
        state.answer(("goal",), "x")
        after = [state.rows.render_line(y) for y in range(state.rows.size.height)]

        assert [y for y, (old, new) in enumerate(zip(before, after, strict=True)) if old != new] == [state.row("x")]


async def test_source_and_rendered_show_the_same_question() -> None:
    said = begun(
        LIST.format("ideas"), "- **Ideas:**\n{% for idea in ideas %}\n  - {{ idea }}\n{% endfor %}\n", ideas=("a", "b")
    )
    async with shown(said, ("ideas",), (1,)) as state:
        assert state.sight()[:3] == ["   • Ideas:", "     ◦ a", " ▎   ◦ b"]

        state.sheet.toggle_source()
        assert state.sight()[:3] == ["   - **Ideas:**", "     - a", " ▎   - b"]

        state.sheet.toggle_source()
        assert state.sight()[:3] == ["   • Ideas:", "     ◦ a", " ▎   ◦ b"]


@pytest.mark.parametrize("size", [(20, 8), (40, 15), (100, 30), (300, 100)])
async def test_at_any_size_the_question_is_in_sight(size: tuple[int, int]) -> None:
    async with shown(begun(TWO, LONG), ("goal",)) as state:
        await state.pilot.resize_terminal(*size)
        await settled(state.pilot)

        assert " ▎ [goal]" in state.sight()


async def test_one_cell_is_no_crash() -> None:
    async with shown(begun(TWO, LONG), ("goal",)) as state:
        for size in ((1, 1), (2, 30), (60, 1), (60, 20)):
            await state.pilot.resize_terminal(*size)
            state.answer(("goal",), f"{size}")
            await settled(state.pilot)

        assert " ▎ (60, 20)" in state.sight()


async def test_what_changes_while_the_sheet_is_hidden_is_there_afterwards() -> None:
    async with shown(begun(TWO, LONG), ("goal",)) as state:
        state.sheet.display = False
        await settled(state.pilot)
        state.answer(("goal",), "hidden")
        state.show(("user",))
        state.sheet.display = True
        await settled(state.pilot)

        assert " ▎ [user]" in state.sight()
        state.show(("goal",))
        assert " ▎ hidden" in state.sight()


async def test_a_sheet_that_is_shown_before_it_has_room_shows_it_then() -> None:
    sheet = Preview()
    sheet.show(render_plan(small()), ("user",))
    async with SheetApp(sheet).run_test(size=(60, 20)) as pilot:
        await settled(pilot)

        assert " ▎ User: [user]" in drawn(sheet.query_one(PreviewLines))


async def test_code_is_coloured_after_a_pause() -> None:
    said = begun(LINE.format("goal"), "```python\ndef f(): pass\n```\n\n{{ goal }}\n")
    async with shown(said, ("goal",)) as state:

        def is_coloured() -> bool:
            row = state.rows.render_line(state.row("def f"))
            return any(segment.text == "def" and segment.style and segment.style.bold for segment in row)

        await until(state.pilot, is_coloured)


async def test_a_plan_without_rows_is_an_empty_sheet() -> None:
    async with shown(begun(LINE.format("goal").replace("'[goal]'", "''"), "{{ goal }}"), ("goal",)) as state:
        assert set(state.sight()) == {""} or state.sight()[0].strip() == "▎"


def test_the_parser_is_imported_after_the_first_frame() -> None:
    program = (
        "import sys, screens.preview.preview\n"
        "slow = {'markdown_it', 'pygments', 'mermaid_term'} & set(sys.modules)\n"
        "sys.exit(f'imported at once: {slow}' if slow else 0)\n"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
