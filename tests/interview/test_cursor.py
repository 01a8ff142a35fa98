"""Wherever a file says that the cursor stands: it stands in a row, cell and text that there are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from screens.controls.factory import control_for
from screens.controls.rows import Space
from screens.question_pane.session import InterviewSession
from tests.support.small_plan import small_interview
from wizard.drafts.draft import Draft, open_draft, start_draft
from wizard.interview.cursor import clamp_cursor
from wizard.interview.interview import Interview
from wizard.model.answers import Answer

PLACES: tuple[list[str | int], ...] = (
    ["name"],
    ["goal"],
    ["gone"],
    [],
    [""],
    ["ideas"],
    ["ideas", 0],
    ["steps"],
    ["steps", 0, "tasks"],
    ["steps", 0, "gone"],
    ["steps", 7, "title"],
    ["steps", -1, "title"],
    ["steps", 10**12, "tasks", 3, "text"],
    ["name"] * 500,
)
WITHIN: tuple[list[str | int], ...] = ([], [0], [1], [-3], [10**12], ["x"], [0, "text"], [9, 9, 9], ["new"], [0] * 500)
CURSORS = (0, 1, 5, 10**12, 10**4000)


def answered(home: Path) -> Interview:
    step: Answer = {"title": "Build", "tasks": ({"text": "dig", "done": True},)}
    interview = small_interview(home).answer(("name",), "Relay").answer(("ideas",), ("one", "two"))
    return interview.answer(("steps",), (step,)).set_unfinished(("start",), "soon")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("file", ["draft.yaml", "journal.jsonl"])
def test_a_draft_with_any_place_in_it_opens_at_one_that_is_there(home: Path, file: str, place: list[str | int]):
    draft = start_draft(answered(home), "d")
    draft.record(draft.interview.answer(("goal",), "Go"))
    draft.close()

    for within in WITHIN:
        for cursor in CURSORS[::2]:
            edit(draft.folder / file, place, within, cursor)
            opened = open_draft("d")
            try:
                assert_all_is_drawn(opened.interview)
                assert opened.interview.answers == draft.interview.answers
            finally:
                opened.close()


def edit(file: Path, place: list[str | int], within: list[str | int], cursor: int) -> None:
    """Write a place by hand into a snapshot, or as a last event into a journal."""
    if file.suffix == ".yaml":
        values = {"place": place, "within": within, "cursor": cursor}
        pairs = [line.partition(": ") for line in file.read_text().split("\n")]
        lines = [
            f"{key}: {json.dumps(values[key])}" if key in values else f"{key}{mark}{old}" for key, mark, old in pairs
        ]
        file.write_text("\n".join(lines))
    else:
        with file.open("a") as journal:
            journal.write(json.dumps({"n": 9, "do": "move", "at": [place, within, cursor]}) + "\n")


def assert_all_is_drawn(interview: Interview) -> None:
    assert interview.is_asked(interview.current)
    assert clamp_cursor(interview) is interview
    asked = InterviewSession(interview)
    assert asked.view().draw(Space(40, 20)).rows
    assert asked.keys()


@pytest.mark.parametrize("within", WITHIN)
@pytest.mark.parametrize("place", ["name", "ideas", "steps"])
def test_every_control_is_built_from_where_the_cursor_may_stand(home: Path, place: str, within: list[str | int]):
    there = answered(home).go_to((place,), tuple(within), 10**12)

    assert control_for(clamp_cursor(there)).draw(clamp_cursor(there), Space(40, 20)).rows


@pytest.mark.parametrize(
    "change",
    [
        {"path": ["answers", "name"], "was": {"a": 1}, "is": "Relay"},
        {"path": ["answers", "ideas"], "was": "text", "is": ["one", "two"]},
        {"path": ["answers", "ideas"], "was": [5, {"a": 1}, None], "is": ["one", "two"]},
        {"path": ["answers", "steps"], "was": [3, ["x"]]},
        {"path": ["answers", "steps"], "was": {"0": {}}},
        {"path": ["answers", "steps", 0, "tasks"], "was": [[]]},
        {"path": ["answers", "nope"], "was": 3},
        {"path": ["answers", "start"], "was": "2026-99-99"},
        {"path": ["unfinished", "name"], "was": 5},
        {"path": ["unfinished", "steps[7].title"], "was": "x"},
        {"path": ["aside", "name"], "was": {"x": 1}},
    ],
)
def test_a_step_from_a_file_that_makes_no_sense_is_taken_back_to_answers_that_do(home: Path, change: dict[str, object]):
    draft = start_draft(answered(home), "d")
    draft.close()
    step = {"step": "past", "at": [["name"], [], 0], "from": [["gone"], [9], 10**12], "changes": [change]}
    with (draft.folder / "journal.jsonl").open("a") as journal:
        journal.write(json.dumps(step) + "\n")

    opened = open_draft("d")
    try:
        make_all_steps(opened, opened.undo)
        make_all_steps(opened, opened.redo)
    finally:
        opened.close()


def make_all_steps(draft: Draft, step: Callable[[], Interview | None]) -> None:
    for _ in range(9):
        if step() is None:
            return
        assert_all_is_drawn(draft.interview)
        draft.interview.missing_paths()
        draft.interview.section_progress()
    raise AssertionError("there is no end to it")
