"""The row that adds one, of every kind of list: typing and pasting start an item; what stays blank leaves no trace."""

from __future__ import annotations

import pytest

from tests.support.question_screen import Seen, asking, template_text
from wizard.model.answers import OPEN

QUESTIONS = """
id: name
kind: line
label: What is it called?
id: steps
kind: group
label: Which steps?
item: step
questions:
  - {id: title, kind: line, label: Title}
  - {id: tasks, kind: list, label: Tasks, item: task}
id: risks
kind: table
label: Which risks?
item: risk
columns:
  - {id: risk, kind: line, label: Risk}
  - {id: answer, kind: line, label: Answer}
id: ideas
kind: list
label: Which ideas?
item: idea
id: checks
kind: checklist
label: Which checks?
item: check
"""
TEMPLATE = template_text(QUESTIONS)
ROWS = {
    "steps": lambda text: {"title": text},
    "risks": lambda text: {"risk": text},
    "ideas": lambda text: text,
    "checks": lambda text: {"text": text, "done": False},
}
TEXTS = ["Basic chat", "a", "Apples", "2 phases", "/login", "+ more", "日本"]


@pytest.mark.parametrize("id", ROWS)
async def test_typing_on_the_row_that_adds_one_starts_an_item_with_all_of_the_text(id: str):
    async with asking(TEMPLATE) as seen:
        for number, text in enumerate(TEXTS, start=1):
            seen.question.action_press("escape")
            seen.question._go_to((id, number - 1))  # pyright: ignore[reportPrivateUsage]
            await seen.type(text)

            assert seen.answer(id) == tuple(map(ROWS[id], TEXTS[:number]))


@pytest.mark.parametrize("id", ROWS)
async def test_pasting_on_the_row_that_adds_one_starts_items(id: str):
    async with asking(TEMPLATE) as seen:
        seen.question._go_to((id,))  # pyright: ignore[reportPrivateUsage]
        await seen.paste("- Basic chat\n- Sign in")

        assert seen.answer(id) == (ROWS[id]("Basic chat"), ROWS[id]("Sign in"))


async def test_typing_starts_an_item_of_a_list_within_an_item():
    async with asking(TEMPLATE, {"steps": ({"title": "One"},)}) as seen:
        await seen.press("tab", "enter", "tab")
        await seen.type("Basic chat")

        assert seen.answer("steps", 0, "tasks") == ("Basic chat",)


@pytest.mark.parametrize("before", [0, 1, 2])
@pytest.mark.parametrize("id", ROWS)
async def test_one_undo_takes_back_the_word_and_the_item_that_it_has_begun(id: str, before: int):
    stand = tuple(ROWS[id](f"Item {number}") for number in range(before))
    async with asking(TEMPLATE, {id: stand} if stand else {}) as seen:
        seen.question._go_to((id, before))  # pyright: ignore[reportPrivateUsage]
        await seen.type("Digest")
        assert seen.answer(id) == (*stand, ROWS[id]("Digest"))

        await seen.press("ctrl+z")
        assert seen.answer(id) == (stand or OPEN)
        assert not seen.draft.can_undo

        await seen.press("ctrl+y")
        assert seen.answer(id) == (*stand, ROWS[id]("Digest"))


@pytest.mark.parametrize(
    ("first", "typed"),
    [
        ("kind: number", "2027"),
        ("kind: date", "2027-04"),
        ("kind: text", "Digest"),
        ("kind: choice, options: [Small, Large], other: true", "Digest"),
        ("kind: choice, options: [S, M, L], other: true", "Small"),
        ("kind: choices, options: [Small, Large], other: true", "Digest"),
        ("kind: list, item: part", "Digest"),
        ("kind: checklist, item: part", "Digest"),
        ("kind: yesno", "Yes"),
    ],
)
async def test_one_undo_takes_back_what_was_typed_into_a_first_question_of_another_kind(first: str, typed: str):
    questions = f"questions: [{{id: first, label: First?, {first}}}, {{id: title, kind: line, label: Title}}]"
    template = template_text(f"id: steps\nkind: group\nlabel: Which?\nitem: step\n{questions}")
    async with asking(template) as seen:
        await seen.type(typed)
        assert seen.place == ("steps", 0, "first")

        await seen.press("ctrl+z")
        assert seen.answer("steps") is OPEN
        assert not seen.draft.can_undo


async def test_undo_after_two_words_on_the_row_that_adds_one_takes_them_back_one_by_one():
    async with asking(TEMPLATE) as seen:
        await seen.press("tab")
        await seen.type("Weekly digest")

        await seen.press("ctrl+z")
        assert seen.answer("steps") == ({"title": "Weekly "},)

        await seen.press("ctrl+z")
        assert seen.answer("steps") is OPEN


LEAVING = {
    "out": ("escape",),
    "on": ("tab", "tab"),
    "back": ("shift+tab",),
    "to the next section": ("ctrl+n", "escape"),
    "to the review": ("ctrl+s", "escape"),
}


@pytest.mark.parametrize("keys", LEAVING.values(), ids=LEAVING)
@pytest.mark.parametrize("steps", [None, ({"title": "One"},)], ids=["first", "second"])
async def test_an_item_that_is_left_blank_leaves_no_trace(keys: tuple[str, ...], steps: tuple[dict[str, str]] | None):
    async with asking(TEMPLATE, {"steps": steps} if steps else {}) as seen:
        await seen.press("tab", "end", "enter")
        assert seen.place == ("steps", len(steps or ()), "title")

        await seen.press(*keys)

        assert seen.answer("steps") == (steps or OPEN)
        assert not seen.draft.can_undo


async def test_after_a_blank_item_the_mark_is_on_the_row_that_adds_one_and_typing_starts_there():
    async with asking(TEMPLATE, {"steps": ({"title": "One"},)}) as seen:
        await seen.press("tab", "end", "enter", "escape")
        await seen.type("Two")

        assert seen.answer("steps") == ({"title": "One"}, {"title": "Two"})


async def test_an_item_with_a_text_stays_and_so_does_one_that_was_blank_before():
    async with asking(TEMPLATE, {"steps": ({}, {"title": "Two"})}) as seen:
        await seen.press("tab", "home", "enter", "escape", "end", "enter", "x", "escape")

        assert seen.answer("steps") == ({}, {"title": "Two"}, {"title": "x"})


async def test_a_text_that_was_typed_and_deleted_again_leaves_no_item():
    async with asking(TEMPLATE) as seen:
        await seen.press("tab", "x", "backspace", "escape")

        assert seen.answer("steps") is OPEN


async def test_a_blank_item_is_not_in_the_way_of_undo():
    async with asking(TEMPLATE) as seen:
        await seen.press("x", "tab", "enter", "escape", "ctrl+z")

        assert seen.answer("name") is OPEN
        assert seen.answer("steps") is OPEN


@pytest.mark.parametrize("steps", [None, ({"title": "One"},)], ids=["first", "second"])
async def test_leaving_the_program_from_a_blank_item_leaves_no_trace(steps: tuple[dict[str, str]] | None):
    async with asking(TEMPLATE, {"name": "Relay", **({"steps": steps} if steps else {})}) as seen:
        await seen.press("tab", "end", "enter")
        assert seen.place == ("steps", len(steps or ()), "title")

        assert await left(seen)
        assert seen.answer("steps") == (steps or OPEN)
        assert not seen.draft.can_undo
        assert seen.draft.interview.current == ("steps",)


async def test_leaving_the_program_from_an_item_with_text_keeps_it_and_the_place():
    async with asking(TEMPLATE) as seen:
        await seen.press("tab", "enter", "x")

        assert await left(seen)
        assert seen.answer("steps") == ({"title": "x"},)
        assert seen.draft.interview.current == ("steps", 0, "title")


async def left(seen: Seen) -> bool:
    """Do what Ctrl+Q does before the program ends; return whether it would end."""
    gone: list[bool] = []
    await seen.app._go_once_saved(lambda: gone.append(True))  # pyright: ignore[reportPrivateUsage]
    return bool(gone)
