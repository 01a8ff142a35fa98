"""The question screen: every key of it, and what the user sees."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from textual.command import CommandList
from textual.widgets import Input

from screens.outline import OutlineScreen
from screens.preview.preview import Preview
from screens.question import QuestionScreen
from screens.question_pane.pane import QuestionPane
from screens.review import ReviewScreen
from tests.support.question_screen import asking, asking_draft, template_text
from tests.support.screen_text import settled, until
from wizard.compiler.loader import read_template
from wizard.drafts.draft import open_draft, start_draft
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN

PLAN = """\
---
wizard: 1
name: small
title: Small plan
version: 1
save_as: "{{ name | slug }}.md"
sections:
  - title: Goal
    questions:
      - {id: name, kind: line, label: What is it called?, short: Name, placeholder: "[Name]", required: true}
      - id: goal
        kind: text
        label: What is it for?
        short: Goal
        help: In two sentences.
        example: To chat.
        placeholder: "[Goal]"
      - {id: due, kind: date, label: When is it due?, short: Due, default: "2027-01-31"}
  - title: Work
    questions:
      - {id: ideas, kind: list, label: Any ideas?, short: Ideas, item: idea, placeholder: ["[Idea]"]}
      - id: steps
        kind: group
        label: Which steps?
        short: Steps
        item: step
        placeholder: [{title: "[Step]"}]
        questions:
          - {id: title, kind: line, label: What is the step called?, short: Title}
          - {id: done, kind: yesno, label: Is it done?, short: Done}
      - {id: last, kind: line, label: Anything else?, short: Else}
---
# {{ name }}

{{ goal }}

Due {{ due }}.

{% for idea in ideas %}
- {{ idea }}
{% endfor %}

{% for step in steps %}
## {{ step.title }}
{% endfor %}

{{ last }}
"""


async def test_what_is_typed_stands_in_the_plan_and_in_the_draft():
    async with asking(PLAN) as seen:
        await seen.type("Relay")

        assert seen.answer("name") == "Relay"
        assert "relay.md" in seen.text
        assert sum("Relay" in row for row in seen.rows) >= 2


@pytest.mark.parametrize("text", ["5\u00a0km", "👩\u200d🚀", "\u200bx", "a\u2028b"])
async def test_signs_that_are_not_seen_can_be_typed(text: str):
    async with asking(PLAN) as seen:
        await seen.type(text)

        assert seen.answer("name") == text


async def test_enter_and_tab_go_on_and_shift_tab_goes_back_and_not_past_the_first():
    async with asking(PLAN) as seen:
        await seen.type("Relay")
        await seen.press("enter")
        assert seen.place == ("goal",)

        await seen.press("tab")
        assert seen.place == ("due",)

        await seen.press("shift+tab", "shift+tab", "shift+tab")
        assert seen.place == ("name",)


async def test_letters_belong_to_the_question_that_was_there_when_they_were_typed():
    async with asking(PLAN) as seen:
        await seen.press(*"ab", "tab", *"cd", "shift+tab", *"ef", "tab", "tab", "tab", *"gh", "enter", *"ij")

        assert seen.answer("name") == "abef"
        assert seen.answer("goal") == "cd"
        assert seen.answer("ideas") == ("gh", "ij")


async def test_words_typed_fast_on_the_last_row_of_a_group_are_items():
    async with asking(PLAN) as seen:
        await seen.press(*["tab"] * 4)
        assert seen.place == ("steps",)

        await seen.type("Payments")
        assert seen.place == ("steps", 0, "title")

        await seen.press("escape")
        await seen.type("Another day")
        assert seen.interview.within == (0,)
        assert seen.said == "Enter opens this step; type on the last row to add one."

        await seen.press("end", *"Alpha")

        assert seen.answer("steps") == ({"title": "Payments"}, {"title": "Alpha"})


async def test_a_fast_backspace_takes_the_letter_before_it():
    async with asking(PLAN) as seen:
        await seen.press("a", "b", "backspace", "c", "left", "d")

        assert seen.answer("name") == "adc"


async def test_an_empty_required_question_says_once_what_is_missing():
    async with asking(PLAN) as seen:
        await seen.press("enter")

        assert seen.place == ("name",)
        assert "○ This answer is required." in seen.text

        await seen.press("enter")

        assert seen.place == ("goal",)
        assert seen.said == "○ left open, see F2"

        await seen.type("x")
        assert seen.said != "○ left open, see F2"


async def test_tab_passes_a_required_question_and_says_that_it_is_open():
    async with asking(PLAN) as seen:
        await seen.press("tab")

        assert seen.place == ("goal",)
        assert seen.said == "○ left open, see F2"


async def test_enter_is_a_new_line_in_a_long_answer_and_tab_goes_on():
    async with asking(PLAN) as seen:
        await seen.press("tab", "a", "enter", "b", "tab")

        assert seen.answer("goal") == "a\nb"
        assert seen.place == ("due",)


async def test_passing_an_open_question_takes_its_default():
    async with asking(PLAN) as seen:
        await seen.press("tab", "tab")
        assert "2027-01-31" in seen.text
        assert seen.answer("due") is OPEN

        await seen.press("enter")

        assert seen.answer("due") == "2027-01-31"
        assert seen.place == ("ideas",)


async def test_a_date_that_is_none_is_told_with_what_it_may_mean_and_enter_takes_that():
    async with asking(PLAN) as seen:
        await seen.press("tab", "tab")
        await seen.type("30 Aprl 2027")
        assert "This is not a date yet" not in seen.text

        await seen.press("enter")
        assert seen.place == ("due",)
        assert "! This is not a date yet. Do you mean" in seen.text
        assert "enter use 2027-04-30" in seen.text
        assert "30 Aprl 2027" in seen.text

        await seen.press("enter")
        assert seen.answer("due") == "2027-04-30"
        assert "This is not a date yet" not in seen.text


async def test_a_text_that_is_no_answer_stays_and_is_told_again_on_the_way_back():
    async with asking(PLAN, {"due": "2026-12-24"}) as seen:
        await seen.press("tab", "tab", "ctrl+u")
        await seen.type("soon")
        await seen.press("tab")
        assert seen.place == ("ideas",)

        await seen.press("shift+tab")
        assert "soon" in seen.text
        assert "! This is not a date yet" in seen.text


async def test_a_text_that_is_too_long_is_told_while_it_is_typed():
    template = template_text("id: name\nkind: line\nlabel: Name?\nmax: 4")
    async with asking(template) as seen:
        await seen.type("Relay")

        assert "! At most 4 characters; this has 5." in seen.text


async def test_ctrl_n_goes_to_the_next_section_and_from_the_last_one_to_the_review():
    async with asking(PLAN) as seen:
        await seen.press("ctrl+n")
        assert seen.place == ("ideas",)

        await seen.press("ctrl+n")
        assert isinstance(seen.app.screen, ReviewScreen)


async def test_behind_the_last_question_comes_the_review_and_ctrl_s_leads_there_from_anywhere():
    async with asking(PLAN, {"name": "Relay"}) as seen:
        await seen.press("ctrl+s")
        assert isinstance(seen.app.screen, ReviewScreen)

        await seen.press("escape")
        assert seen.app.screen is seen.question
        assert seen.place == ("name",)

        await seen.press("ctrl+n", "tab", "tab", "tab")
        assert isinstance(seen.app.screen, ReviewScreen)


async def test_the_outline_leads_to_a_question():
    async with asking(PLAN) as seen:
        await seen.press("f2")
        assert isinstance(seen.app.screen, OutlineScreen)

        await seen.type("idea")
        await seen.press("enter")

        assert seen.app.screen is seen.question
        assert seen.place == ("ideas",)


async def test_f3_takes_the_plan_away_shows_it_alone_and_beside_again():
    async with asking(PLAN, {"name": "Relay"}) as seen:
        assert "relay.md" in seen.text

        await seen.press("f3")
        assert "relay.md" not in seen.text
        assert "What is it called?" in seen.text

        await seen.press("f3")
        assert "relay.md" in seen.text
        assert "What is it called?" not in seen.text

        await seen.press("f3")
        assert "relay.md" in seen.text
        assert "What is it called?" in seen.text


async def test_below_60_columns_f3_shows_the_plan_alone_and_esc_leads_back():
    async with asking(PLAN, {"name": "Relay"}, size=(40, 15)) as seen:
        assert "relay.md" not in seen.text

        await seen.press("f3")
        assert "relay.md" in seen.text

        await seen.press("x", "escape")
        assert "What is it called?" in seen.text
        assert seen.answer("name") == "Relay"


async def test_f5_shows_the_markdown_itself():
    async with asking(PLAN, {"name": "Relay"}) as seen:
        assert "# Relay" not in seen.text

        await seen.press("f5")

        assert "# Relay" in seen.text


async def test_f6_leaves_a_question_out_and_takes_it_back_in_with_its_answer():
    async with asking(PLAN, {"goal": "To chat"}) as seen:
        await seen.press("tab", "f6")
        assert seen.answer("goal") is None
        assert "Skipped: this does not appear in the plan." in seen.text

        await seen.press("f6")
        assert seen.answer("goal") == "To chat"


async def test_typing_takes_a_question_back_in():
    async with asking(PLAN) as seen:
        await seen.press("tab", "f6", "x")

        assert seen.answer("goal") == "x"


async def test_a_required_question_is_never_left_out_and_it_says_why():
    async with asking(PLAN) as seen:
        await seen.press("f6")

        assert seen.answer("name") is OPEN
        assert "required" in seen.said


async def test_undo_goes_to_the_question_of_the_change_and_says_what_it_was():
    async with asking(PLAN) as seen:
        await seen.type("Relay")
        await seen.press("tab", "tab", "tab")
        await seen.type("one")
        await seen.press("shift+tab", "shift+tab")

        await seen.press("ctrl+z")
        assert seen.place == ("ideas",)
        assert "Undone: the answer to “Any ideas?”." in seen.text

        for _ in range(6):
            await seen.press("ctrl+z")
        assert seen.answer("name") is OPEN
        assert seen.place == ("name",)
        assert "Nothing to undo." in seen.text

        await seen.press("tab", "tab", "ctrl+y")
        assert seen.place == ("name",)
        assert "Redone: the answer to “What is it called?”." in seen.text

        for _ in range(6):
            await seen.press("ctrl+y")
        assert seen.answer("name") == "Relay"
        assert seen.answer("ideas") == ("one",)
        assert "Nothing to redo." in seen.text


async def test_undo_says_in_which_item_it_was():
    async with asking(PLAN, {"steps": ({"title": "Dig"}, {"title": "Fill"})}) as seen:
        seen.question._go_to(("steps", 1, "title"))  # pyright: ignore[reportPrivateUsage]
        await seen.press("end", "!")
        seen.question._go_to(("name",))  # pyright: ignore[reportPrivateUsage]

        await seen.press("ctrl+z")

        assert seen.place == ("steps", 1, "title")
        assert "Undone: the answer to “What is the step called?” in step 2." in seen.text


async def test_a_default_that_is_taken_again_is_shown_where_it_is():
    async with asking(PLAN) as seen:
        await seen.press("tab", "tab", "tab", "ctrl+z")
        assert seen.answer("due") is OPEN

        await seen.press("ctrl+y")

        assert seen.answer("due") == "2027-01-31"
        assert seen.place == ("due",)
        assert "Redone: the answer to “When is it due?”." in seen.text


async def test_undo_while_the_plan_is_alone_shows_the_question():
    async with asking(PLAN) as seen:
        await seen.type("Relay")
        await seen.press("f3", "f3", "ctrl+z")

        assert "What is it called?" in seen.text
        assert "Undone: the answer to “What is it called?”." in seen.text


async def test_undo_on_the_review_goes_to_the_question_first():
    async with asking(PLAN) as seen:
        await seen.press("tab")
        await seen.type("Talk")
        await seen.press("ctrl+s")
        await until(seen.pilot, lambda: isinstance(seen.app.screen, ReviewScreen))

        await settled(seen.pilot)
        await seen.press("ctrl+z")
        await until(seen.pilot, lambda: isinstance(seen.app.screen, QuestionScreen))

        assert seen.place == ("goal",)
        assert seen.answer("goal") is OPEN
        assert "Undone: the answer to “What is it for?”." in seen.text


async def test_pasted_lines_become_items_and_one_undo_takes_them_back():
    async with asking(PLAN) as seen:
        await seen.press("tab", "tab", "tab")
        await seen.paste("a\nb\nc\n")

        assert seen.answer("ideas") == ("a", "b", "c")
        assert seen.said == "3 lines pasted as 3 ideas. Ctrl+Z undoes it."

        await seen.press("ctrl+z")
        assert seen.answer("ideas") is OPEN


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_inside_an_item_its_questions_stand_around_it_and_esc_leads_to_all_items(size: tuple[int, int]):
    async with asking(PLAN, size=size) as seen:
        await seen.press("ctrl+n", "tab", "enter")
        await seen.type("Build")

        assert "Step 1 of 1" in seen.text
        assert "· done" in seen.text.lower()
        assert "Steps › 1  Build" in seen.text

        await seen.press("escape")

        assert seen.place == ("steps",)
        assert "Add a step" in seen.text


async def test_behind_the_last_question_of_an_item_comes_its_group():
    async with asking(PLAN) as seen:
        await seen.press("ctrl+n", "tab", "enter", "x", "enter", "y", "enter")

        assert seen.place == ("steps",)
        assert seen.interview.within == (1,)
        assert seen.answer("steps") == ({"title": "x", "done": True},)


@pytest.mark.parametrize(("size", "name"), [((120, 36), "· Done"), ((100, 26), "· done")])
async def test_a_click_leads_to_the_questions_of_an_item_to_the_next_question_and_to_what_a_key_does(
    size: tuple[int, int], name: str
):
    async with asking(PLAN, {"steps": ({"title": "Build"},)}, size=size) as seen:
        await seen.press("ctrl+n", "tab", "enter")
        await seen.click(name)
        assert seen.place == ("steps", 0, "done")

        await seen.click("Next")
        assert seen.place == ("steps",)

        await seen.click("shift+tab")
        assert seen.place == ("ideas",)


async def test_a_click_on_the_plan_leads_to_the_question_that_made_the_line():
    async with asking(PLAN, {"name": "Relay", "ideas": ("Sign in", "Search")}) as seen:
        await seen.click("Search")

        assert seen.place == ("ideas",)


async def test_a_click_in_the_text_puts_the_cursor_there():
    async with asking(PLAN, {"name": "Relay"}) as seen:
        row = next(y for y, text in enumerate(seen.rows) if text.startswith("  ▎ Relay"))
        await seen.pilot.click(offset=(6, row))
        await seen.press("-")

        assert seen.answer("name") == "Re-lay"


async def test_text_drawn_over_with_the_pointer_is_selected_and_replaced():
    async with asking(PLAN, {"name": "Relay"}) as seen:
        row = next(y for y, text in enumerate(seen.rows) if text.startswith("  ▎ Relay"))
        await seen.pilot.mouse_down(offset=(5, row))
        await seen.pilot.hover(offset=(8, row))
        await seen.pilot.mouse_up(offset=(8, row))
        await seen.press("-")

        assert seen.answer("name") == "R-y"


async def test_selected_text_is_cut_and_put_in_again():
    async with asking(PLAN, {"name": "Relay"}) as seen:
        await seen.press("shift+home", "ctrl+x")
        assert seen.answer("name") is OPEN

        await seen.press("ctrl+v", "ctrl+v")
        assert seen.answer("name") == "RelayRelay"


async def test_a_draft_comes_back_to_the_very_place(home: Path):
    (home / "templates").mkdir(parents=True)
    (home / "templates" / "small.md").write_text(PLAN, encoding="utf-8")
    async with asking(PLAN) as seen:
        await seen.press("tab", "tab", "tab")
        await seen.type("one")
        await seen.press("enter")
        await seen.type("three")
        await seen.press("up", "left")
        name = seen.draft.name

    async with asking_draft(open_draft(name)) as seen:
        await seen.press("-")

        assert seen.answer("ideas") == ("on-e", "three")


async def test_an_editor_gives_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nprintf "written\\nby hand" >> "$1"\n')
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    async with asking(PLAN, {"goal": "Begun, "}) as seen:
        monkeypatch.setattr(seen.app, "suspend", nullcontext)
        await seen.press("tab", "f4")

        assert seen.answer("goal") == "Begun, written\nby hand"


FORM = """\
name: Bug
description: Tell of it.
body:
  - type: textarea
    attributes: {label: Steps, value: "1. Open it."}
  - type: input
    attributes: {label: Version, value: v2}
"""


async def test_a_prefilled_text_is_edited_and_is_no_answer_until_then():
    async with asking(FORM, source="bug.yml") as seen:
        assert "1. Open it." in seen.text
        await seen.press("down", "end")
        assert seen.answer("steps") is OPEN

        await seen.press("enter", "R")
        assert seen.answer("steps") == "1. Open it.\n2. R"

        await seen.press("ctrl+z", "ctrl+z")
        assert seen.answer("steps") is OPEN
        assert "1. Open it." in seen.text

        await seen.press("tab", "f7", "backspace", "tab")
        assert (seen.answer("steps"), seen.answer("version")) == ("1. Open it.", None)


async def test_an_editor_begins_with_the_prefilled_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nprintf "\\n2. Look." >> "$1"\n')
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    async with asking(FORM, source="bug.yml") as seen:
        monkeypatch.setattr(seen.app, "suspend", nullcontext)
        await seen.press("f4")

        assert seen.answer("steps") == "1. Open it.\n2. Look."


async def test_an_editor_that_fails_leaves_the_answer(monkeypatch: pytest.MonkeyPatch):
    async with asking(PLAN, {"goal": "To chat"}) as seen:
        monkeypatch.setattr(seen.app, "suspend", nullcontext)
        await seen.press("tab")
        failures = {"rm": "removed its file", "false": "ended with 1", "no-such-editor": "does not start"}
        for editor, words in failures.items():
            monkeypatch.setenv("EDITOR", editor)
            await seen.press("f4")

            assert seen.answer("goal") == "To chat"
            assert words in seen.said


async def test_where_there_is_no_terminal_to_lend_the_editor_is_refused_in_words():
    async with asking(PLAN, {"goal": "To chat"}) as seen:
        await seen.press("tab", "f4")

        assert "editor" in seen.said
        assert seen.answer("goal") == "To chat"


async def test_the_command_palette_does_what_a_key_does():
    async with asking(PLAN) as seen:
        await seen.press("tab", "ctrl+p")
        await until(seen.pilot, lambda: seen.app.screen is not seen.question)
        found = seen.app.screen.query_one(CommandList)
        await seen.pilot.press(*"skip")
        await until(seen.pilot, lambda: "Skip" in str(found.highlighted_option and found.highlighted_option.prompt))
        await settled(seen.pilot)
        await seen.pilot.press("enter")
        await until(seen.pilot, lambda: seen.app.screen is seen.question)

        assert seen.answer("goal") is None


async def test_the_wheel_moves_a_long_text():
    async with asking(PLAN, {"goal": "\n".join(f"line {n}" for n in range(60))}) as seen:
        await seen.press("tab")
        assert "line 59" in "\n".join(row[:50] for row in seen.rows)

        for _ in range(50):
            seen.question.query_one(QuestionPane).on_mouse_scroll_up()
        await seen.pilot.pause()

        assert "line 59" not in "\n".join(row[:50] for row in seen.rows)


async def test_hostile_text_is_shown_and_not_obeyed():
    hostile = "[Feature Name] [x] [/b] [@click=app.quit]q[/] \x1b]0;t\x07 \u202e"
    template = PLAN.replace("label: What is it called?", "label: 'What is [b]it[/b] called? [/]'").replace(
        "title: Goal", "title: '[/x]'"
    )
    async with asking(template, {"name": hostile, "goal": hostile}) as seen:
        for _ in range(6):
            assert seen.app.screen is seen.question
            assert "\x1b" not in seen.text and "\u202e" not in seen.text and "\x07" not in seen.text
            await seen.press("tab")
        assert "[Feature Name] [x] [/b]" in seen.text


async def test_the_preview_is_headed_with_the_name_that_will_be_written(tmp_path: Path):
    interview = Interview.begin(read_template(PLAN, "small"), {"name": "Relay"})
    async with asking_draft(start_draft(interview, save_to=tmp_path / "pm.md")) as seen:
        assert "pm.md" in seen.text and "relay.md" not in seen.text

        await seen.press("ctrl+s")
        field = seen.app.screen.query_one("#file", Input)
        field.value = "other.md"
        await seen.pilot.pause()
        caption = seen.app.screen.query_one(Preview).file_name
        assert caption == "other.md"


async def test_without_room_beside_the_plan_stands_below():
    async with asking(PLAN, {"name": "Relay"}, size=(80, 24)) as seen:
        label = next(y for y, row in enumerate(seen.rows) if "What is it called?" in row)
        caption = next(y for y, row in enumerate(seen.rows) if "relay.md" in row)

        assert caption == 15 and label < caption
        assert len(seen.rows) == 24


async def test_with_much_room_the_outline_stands_beside():
    async with asking(PLAN, {"name": "Relay"}, size=(190, 45)) as seen:
        assert "✓ Name" in seen.text

        await seen.click("Ideas")
        assert seen.place == ("ideas",)


async def test_content_stands_where_it_stood_when_a_problem_comes():
    async with asking(PLAN) as seen:
        await seen.press("tab", "tab")
        before = [row[:50] for row in seen.rows]
        await seen.type("soon")
        await seen.press("enter")
        after = [row[:50] for row in seen.rows]

        field = next(y for y, row in enumerate(after) if "soon" in row)
        assert before[: field - 1] == after[: field - 1]
        assert "2027-01-31" in before[field]


@pytest.mark.parametrize("size", [(40, 15), (60, 20), (100, 29), (300, 100)])
async def test_at_every_size_the_cursor_is_in_sight_in_every_control(size: tuple[int, int]):
    answers = {"name": "x" * 300, "goal": "word " * 200, "ideas": tuple(f"idea {n}" for n in range(40))}
    async with asking(PLAN, answers, size=size) as seen:
        for _ in range(4):
            assert seen.text.count("▎") >= 1
            assert all(len(row) <= size[0] for row in seen.rows)
            await seen.type("!?")
            await seen.press("tab")
            if seen.place == ("ideas",):
                await seen.type("!?")
                assert "idea 39!?" in seen.text


async def test_a_terminal_that_shrinks_to_nothing_and_grows_again_keeps_everything():
    async with asking(PLAN) as seen:
        await seen.type("Relay")
        await seen.pilot.resize_terminal(1, 1)
        await seen.pilot.pause()
        await seen.pilot.resize_terminal(100, 30)
        await until(seen.pilot, lambda: seen.app.screen is seen.question)
        await seen.type("!")

        assert seen.answer("name") == "Relay!"
        assert "Relay!" in seen.text


async def test_a_disk_that_is_full_is_told_in_the_foot(monkeypatch: pytest.MonkeyPatch):
    async with asking(PLAN) as seen:
        seen.draft.folder.rename(seen.draft.folder.with_name("elsewhere"))
        seen.draft.folder.write_text("in the way")
        await seen.type("x")
        seen.draft.flush()
        await seen.press("y")

        assert "Draft not saved" in seen.said
        assert "! Draft not saved" in seen.text


async def test_required_is_told_until_there_is_an_answer_and_nothing_moves():
    async with asking(PLAN) as seen:
        assert "○ required" in seen.text.replace("\u00a0", " ")
        row = next(y for y, line in enumerate(seen.rows) if "[Name]" in line or "▎" in line)
        await seen.type("R")

        assert "required" not in seen.text
        assert "R" in "".join(seen.rows[row : row + 3])
