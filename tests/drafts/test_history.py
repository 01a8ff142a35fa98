"""Undo and redo over the whole interview."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from tests.support.small_plan import SMALL, small_interview
from wizard.compiler.loader import read_template
from wizard.drafts.undo.changes import changes_between
from wizard.drafts.undo.history import (
    MAX_UNDO_STEPS,
    MAX_UNDO_WEIGHT,
    PAUSE,
    History,
    Typing,
    apply_event,
    cursor_of,
    event_between,
    interview_data,
)
from wizard.errors import InvalidAnswer
from wizard.files.serialization.yaml_writer import write_yaml
from wizard.interview.interview import Interview
from wizard.model.answers import is_list
from wizard.plans.answers_file import answers_data
from wizard.render.plan import render_plan

TEMPLATE = read_template(SMALL, "small")
Edit = Callable[[Interview], Interview]


class Notes:
    """A history on its way through a series of interviews."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self.history = History()
        self.typing: Typing | None = None
        self.now = 0.0

    def note(self, after: Interview, seconds: float = 0.1) -> None:
        self.now += seconds
        event, self.typing = event_between(self.interview, after, self.typing, self.now)
        self.history = self.history.add(event)
        self.interview = after

    def undo(self) -> bool:
        return self.make(self.history.undo_event(cursor_of(self.interview)))

    def redo(self) -> bool:
        return self.make(self.history.redo_event(cursor_of(self.interview)))

    def make(self, event: object) -> bool:
        if event is None:
            return False
        self.interview = apply_event(self.interview, event)  # pyright: ignore[reportArgumentType]
        self.history = self.history.add(event)  # pyright: ignore[reportArgumentType]
        self.typing = None
        return True


def as_bytes(interview: Interview) -> str:
    """Everything that a draft keeps of an interview, as YAML in the template's order."""
    tree = dict(interview_data(interview))
    tree["answers"] = answers_data(interview.template, interview.answers)  # pyright: ignore[reportArgumentType]
    return write_yaml({**tree, "unfinished": sorted(interview.unfinished.items()), "aside": sorted(interview.stashed)})


def typed(notes: Notes, text: str, seconds: float = 0.1) -> None:
    for end in range(1, len(text) + 1):
        notes.note(notes.interview.answer_text(("goal",), text[:end]), seconds)


texts = st.sampled_from(["", "a", "ab", "ab c", "two\nlines", "x" * 420])
indexes = st.integers(0, 3)


def answered(id: str) -> st.SearchStrategy[Edit]:
    return texts.map(lambda text: lambda interview: interview.answer_text((id,), text))


def at_step(index: int, edit: Callable[[Interview, int], Interview]) -> Edit:
    def edited(interview: Interview) -> Interview:
        steps = interview.answers.get("steps")
        return edit(interview, index % len(steps)) if is_list(steps) and steps else interview

    return edited


edits: st.SearchStrategy[Edit] = st.one_of(
    answered("name"),
    answered("goal"),
    st.booleans().map(lambda big: lambda interview: interview.answer(("big",), big)),
    texts.map(lambda text: lambda interview: interview.set_unfinished(("start",), text)),
    st.just(lambda interview: interview.answer(("start",), "2026-02-28")),
    st.just(lambda interview: interview.leave_out(("goal",))),
    st.just(lambda interview: interview.take_in(("goal",))),
    st.just(lambda interview: interview.reopen(("ideas",))),
    texts.map(lambda text: lambda interview: interview.add_item(("ideas",), 0, text or "idea")),
    indexes.map(lambda index: lambda interview: interview.add_item(("steps",), index)),
    indexes.map(lambda index: at_step(index, lambda interview, at: interview.remove_item(("steps",), at))),
    indexes.map(lambda index: at_step(index, lambda interview, at: interview.move_item(("steps",), at, 1))),
    indexes.map(lambda index: at_step(index, lambda interview, at: interview.duplicate_item(("steps",), at))),
    st.tuples(indexes, texts).map(
        lambda pair: at_step(pair[0], lambda interview, at: interview.answer_text(("steps", at, "title"), pair[1]))
    ),
    st.tuples(indexes, texts).map(
        lambda pair: at_step(pair[0], lambda interview, at: interview.answer_text(("steps", at, "tasks"), pair[1]))
    ),
    st.just(lambda interview: interview.go_forward()),
    st.just(lambda interview: interview.go_back()),
)


def made(interview: Interview, edit: Edit) -> Interview:
    try:
        return edit(interview)
    except InvalidAnswer:
        return interview


@given(st.lists(st.tuples(edits, st.sampled_from([0.01, 2.0])), max_size=25))
@settings(max_examples=60, deadline=None)
def test_undo_all_is_the_start_and_redo_all_is_the_end(series: list[tuple[Edit, float]]) -> None:
    notes = Notes(Interview.begin(TEMPLATE))
    start = as_bytes(notes.interview)
    for edit, seconds in series:
        notes.note(made(notes.interview, edit), seconds)
    end, last = as_bytes(notes.interview), notes.interview.answers

    while notes.undo():
        pass

    assert as_bytes(notes.interview) == start

    while notes.redo():
        pass

    assert as_bytes(notes.interview) == end
    assert notes.interview.answers == last


@given(st.lists(edits, max_size=25))
@settings(max_examples=60, deadline=None)
def test_an_event_has_the_changes_that_comparing_all_data_finds(series: list[Edit]) -> None:
    interview = Interview.begin(TEMPLATE)
    for edit in series:
        after = made(interview, edit)

        event, _ = event_between(interview, after, None, 0.0)

        assert event.changes == changes_between(interview_data(interview), interview_data(after))
        interview = after


@given(st.lists(edits, max_size=12), st.booleans())
@settings(max_examples=30, deadline=None)
def test_flipping_a_condition_twice_gives_the_same_plan(series: list[Edit], big: bool) -> None:
    interview = Interview.begin(TEMPLATE).answer(("big",), big)
    for edit in series:
        interview = made(interview, edit)
    interview = interview.answer(("big",), big)

    flipped = interview.answer(("big",), not big).answer(("big",), big)

    assert render_plan(flipped).text == render_plan(interview).text


def test_typing_is_taken_back_word_by_word(home: Path) -> None:
    notes = Notes(small_interview(home))
    typed(notes, "one two")

    assert notes.undo() and notes.interview.answers == {"goal": "one "}
    assert notes.undo() and notes.interview.answers == {}
    assert not notes.undo()


def test_a_pause_in_typing_begins_a_step(home: Path) -> None:
    notes = Notes(small_interview(home))
    notes.note(notes.interview.answer_text(("goal",), "a"))
    notes.note(notes.interview.answer_text(("goal",), "ab"), PAUSE + 0.1)

    assert notes.undo() and notes.interview.answers == {"goal": "a"}


def test_typing_on_at_another_place_begins_a_step(home: Path) -> None:
    notes = Notes(small_interview(home))
    typed(notes, "bcd")
    notes.note(notes.interview.answer_text(("goal",), "abcd"))

    assert notes.undo() and notes.interview.answers == {"goal": "bcd"}


def test_erasing_is_a_step_and_not_one_for_each_key(home: Path) -> None:
    notes = Notes(small_interview(home))
    typed(notes, "abcd")
    for text in ("abc", "ab", "a"):
        notes.note(notes.interview.answer_text(("goal",), text))

    assert notes.undo() and notes.interview.answers == {"goal": "abcd"}
    assert notes.undo() and notes.interview.answers == {}


def test_a_paste_is_a_step_of_its_own(home: Path) -> None:
    notes = Notes(small_interview(home))
    typed(notes, "ab")
    notes.note(notes.interview.answer_text(("goal",), "ab and a whole sentence"))

    assert notes.undo() and notes.interview.answers == {"goal": "ab"}


def test_text_that_is_no_answer_yet_comes_back_too(home: Path) -> None:
    notes = Notes(small_interview(home).answer(("big",), True))
    notes.note(notes.interview.set_unfinished(("start",), "2026-1"))
    notes.note(notes.interview.answer(("start",), "2026-10-01"), PAUSE + 0.1)

    assert notes.undo() and notes.interview.unfinished == {("start",): "2026-1"}
    assert "start" not in notes.interview.answers


def test_undo_leads_to_the_place_of_the_change(home: Path) -> None:
    notes = Notes(small_interview(home))
    notes.note(notes.interview.answer(("name",), "Relay"))
    notes.note(notes.interview.go_forward())
    notes.note(notes.interview.go_forward())

    assert notes.undo() and notes.interview.current == ("name",)


def test_a_change_after_undo_ends_what_could_be_made_again(home: Path) -> None:
    notes = Notes(small_interview(home))
    notes.note(notes.interview.answer(("name",), "one"))
    notes.undo()
    notes.note(notes.interview.answer(("goal",), "another"))

    assert not notes.redo()


def test_walking_about_is_no_step(home: Path) -> None:
    notes = Notes(small_interview(home))
    notes.note(notes.interview.go_forward())
    notes.note(notes.interview.go_back())

    assert not notes.undo()


def test_only_the_last_steps_are_kept(home: Path) -> None:
    notes = Notes(small_interview(home))
    for number in range(MAX_UNDO_STEPS + 20):
        notes.note(notes.interview.answer(("name",), f"name {number}"), PAUSE + 1)

    assert len(notes.history.past) == MAX_UNDO_STEPS


@pytest.mark.parametrize("seconds", [-1000.0, -0.5])
def test_a_clock_set_back_only_begins_a_step(home: Path, seconds: float) -> None:
    notes = Notes(small_interview(home))
    typed(notes, "a")
    notes.note(notes.interview.answer_text(("goal",), "ab"), seconds)

    assert len(notes.history.past) == 2


def test_steps_that_are_too_much_to_write_down_are_given_up_from_the_oldest_on(home: Path) -> None:
    notes = Notes(small_interview(home))
    for letter in "abcdef":
        notes.note(notes.interview.answer(("goal",), letter * (MAX_UNDO_WEIGHT // 3)))

    assert 1 <= len(notes.history.past) < 4
    assert notes.undo() and str(notes.interview.answers["goal"])[0] == "e"
