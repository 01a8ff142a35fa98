"""Ctrl+F searches questions, answers and the plan from every screen, and leads to what it finds."""

from __future__ import annotations

import pytest

from screens.outline import OutlineScreen
from screens.question import QuestionScreen
from screens.review import ReviewScreen
from screens.search import SearchScreen
from tests.support.one_question import template_text
from tests.support.question_screen import Seen, asking
from tests.support.screen_text import settled, until
from wizard.model.answers import Answers

QUESTIONS = """
id: name
kind: line
label: What is it called?
id: goal
kind: text
label: What is it for?
help: The launch is the goal.
id: big
kind: yesno
label: Is it big?
id: ideas
kind: list
label: Which ideas?
item: idea
id: steps
kind: group
label: Which steps?
item: step
questions:
  - {id: title, kind: line, label: What is done in it?, short: Title}
  - {id: tasks, kind: checklist, label: Which tasks?, short: Tasks, item: task}
"""
BODY = """# {{ name }}

{{ goal }}

## The launch day

{{ big }}
{% for idea in ideas %}
- {{ idea }}
{% endfor %}
{% for step in steps %}
### {{ step.title }}
{% for task in step.tasks %}
- [ ] {{ task.text }}
{% endfor %}
{% endfor %}
"""
ANSWERS: Answers = {
    "name": "Relay",
    "goal": "A chat.\nIts launch is in May.",
    "big": True,
    "ideas": ("One", "Launch it twice"),
    "steps": ({"title": "Begin"}, {"title": "End", "tasks": ({"text": "Dry run"}, {"text": "The launch"})}),
}
TEMPLATE = template_text(QUESTIONS, BODY)


async def search(seen: Seen, text: str) -> None:
    await seen.press("ctrl+f", *("space" if letter == " " else letter for letter in text))
    await settled(seen.pilot)
    assert isinstance(seen.app.screen, SearchScreen)


async def test_everything_that_is_found_is_listed_with_its_place() -> None:
    async with asking(TEMPLATE, ANSWERS) as seen:
        await search(seen, "LAUNCH")

        for words in (
            "Questions",
            "The launch is the goal.",
            "Answers",
            "Its launch is in May.",
            "Part › Step 2 › Tasks",
            "The plan",
            "The launch day",
            "5 found",
        ):
            assert words in seen.text


@pytest.mark.parametrize(
    ("downs", "typed", "path", "after"),
    [
        (1, "re", ("goal",), "A chat.\nIts relaunch is in May."),
        (2, "Re", ("ideas", 1), "ReLaunch it twice"),
        (3, "re", ("steps", 1, "tasks", 1), {"text": "The relaunch", "done": False}),
    ],
)
async def test_enter_goes_to_the_answer_with_the_cursor_where_it_was_found(
    downs: int, typed: str, path: tuple[str | int, ...], after: object
) -> None:
    async with asking(TEMPLATE, ANSWERS) as seen:
        await search(seen, "launch")
        await seen.press(*["down"] * downs, "enter", *typed)
        await settled(seen.pilot)

        answer = seen.answer(*path)
        assert answer in (after, after["text"] if isinstance(after, dict) else after)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("- [ ] Sail **the boat** far", "Sail the boat far"),
        ("> 1. Sail the boat far", "Sail the boat far"),
        ("## Sail the boat far", "Sail the boat far"),
        ("*   (e.g., the boat)", "(e.g., the boat)"),
        ("Add 3 * the boat", "Add 3 * the boat"),
    ],
)
async def test_a_line_of_the_plan_is_listed_without_its_marks(line: str, shown: str) -> None:
    async with asking(template_text(QUESTIONS, f"{BODY}\n{line}\n"), ANSWERS) as seen:
        await search(seen, "boat")

        assert any(row.strip(" ▎").startswith(shown) for row in seen.text.splitlines())


async def test_a_question_and_a_line_of_the_plan_are_gone_to() -> None:
    async with asking(TEMPLATE, ANSWERS) as seen:
        await search(seen, "done in")
        await seen.press("down", "enter")
        await settled(seen.pilot)
        assert seen.place == ("steps", 1, "title")

        await search(seen, "launch day")
        await seen.press("enter")
        await settled(seen.pilot)
        assert isinstance(seen.app.screen, QuestionScreen)
        assert "/ launch day" in seen.text
        assert "1 of 1" in seen.text


async def test_what_was_found_is_gone_through_without_the_list() -> None:
    async with asking(TEMPLATE, ANSWERS) as seen:
        await search(seen, "launch")
        await seen.press("down", "enter")
        await settled(seen.pilot)
        assert seen.place == ("goal",)

        await seen.press("ctrl+g")
        assert seen.place == ("ideas",)
        assert seen.said == "3 of 5"
        await seen.press("alt+g", "alt+g")
        assert seen.place == ("goal",)
        assert seen.said == "1 of 5"
        await seen.press("alt+g")
        assert "/ launch" in seen.text


async def test_the_search_begins_with_what_was_looked_for_last_and_marks_the_next() -> None:
    async with asking(TEMPLATE, ANSWERS) as seen:
        await search(seen, "launch")
        await seen.press("down", "enter")
        await search(seen, "")
        assert "5 found" in seen.text
        await seen.press("enter")
        await settled(seen.pilot)
        assert seen.place == ("ideas",)

        await search(seen, "xyzzy")
        assert "No matches" in seen.text


async def test_the_search_is_opened_from_the_review_and_the_outline() -> None:
    async with asking(TEMPLATE, ANSWERS) as seen:
        await seen.press("ctrl+s")
        await until(seen.pilot, lambda: isinstance(seen.app.screen, ReviewScreen))
        await search(seen, "twice")
        await seen.press("enter")
        await until(seen.pilot, lambda: isinstance(seen.app.screen, QuestionScreen))
        await settled(seen.pilot)
        assert seen.place == ("ideas",)

        await seen.press("f2")
        assert isinstance(seen.app.screen, OutlineScreen)
        await search(seen, "relay")
        await seen.press("enter")
        await settled(seen.pilot)
        assert seen.place == ("name",)


async def test_escape_clears_and_then_closes_the_search() -> None:
    async with asking(TEMPLATE, ANSWERS) as seen:
        await search(seen, "xyz")
        assert 'No matches for "xyz"' in seen.text
        assert "esc clear" in seen.text
        await seen.press("escape")
        assert "No matches" not in seen.text
        assert "esc close" in seen.text
        await seen.press("escape")

        assert isinstance(seen.app.screen, QuestionScreen)
        assert seen.place == ("name",)


async def test_text_with_markup_and_wide_characters_is_shown_as_it_is() -> None:
    async with asking(
        TEMPLATE, {"name": "[bold]計画[/bold] of \x1b[31m Relay", "goal": "計画 " * 60}, size=(60, 24)
    ) as seen:
        await search(seen, "計画")

        assert "[bold]計画[/bold]" in seen.text
        assert "2 found" in seen.text


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("done", ["Step 1 › Title", "Step 2 › Title"]),
        ("dry", ["Step 2 › Tasks"]),
        ("twice", ["Ideas"]),
        ("relay", ["Name"]),
        ("part big", ["Big"]),
    ],
)
async def test_the_outline_finds_words_of_questions_answers_and_sections(words: str, rows: list[str]) -> None:
    async with asking(TEMPLATE, ANSWERS) as seen:
        await seen.press("f2", *("space" if letter == " " else letter for letter in words))
        await settled(seen.pilot)
        listed = [line[:50] for line in seen.rows[5:20]]

        assert [row for row in rows if not any(row in line for line in listed)] == []
        assert not any("Goal" in line for line in listed)
        await seen.press("enter")
        await settled(seen.pilot)
        assert isinstance(seen.app.screen, QuestionScreen)


async def test_the_palette_finds_questions_by_words_of_them_and_of_their_answers() -> None:
    async with asking(TEMPLATE, ANSWERS) as seen:
        await seen.press("ctrl+p")
        for letter in "dry":
            await seen.pilot.press(letter)
        await until(seen.pilot, lambda: "Part › Step 2 › Tasks" in seen.text)
        await seen.pilot.press("enter")
        await until(seen.pilot, lambda: isinstance(seen.app.screen, QuestionScreen))
        await settled(seen.pilot)

        assert seen.place == ("steps", 1, "tasks")
