"""Undo and redo go on over every leaving, coming back and crash."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings, strategies as st

from tests.drafts.test_history import Edit, as_bytes, edits, made
from tests.support.small_plan import small_interview
from wizard.drafts.draft import Draft, open_draft, start_draft

LEAVE, CRASH, UNDO, REDO = "leave", "crash", "undo", "redo"
acts = st.lists(edits | st.sampled_from([LEAVE, CRASH, UNDO, UNDO, REDO]), max_size=20)


def crashed(draft: Draft) -> Draft:
    """The draft as another program finds it after this one was killed."""
    draft.flush()
    left = draft.folder.with_name("left")
    shutil.copytree(draft.folder, left)
    draft.close()
    shutil.rmtree(draft.folder)
    left.rename(draft.folder)
    return open_draft(draft.name)


def done(draft: Draft, act: Edit | str) -> Draft:
    """The draft after an act, which may be another one in the same folder."""
    match act:
        case "leave":
            draft.close()
            return open_draft(draft.name)
        case "crash":
            return crashed(draft)
        case "undo":
            draft.undo()
        case "redo":
            draft.redo()
        case str():
            raise AssertionError(act)
        case _:
            draft.record(made(draft.interview, act))
    return draft


@given(acts)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_every_step_can_be_taken_back_and_made_again(home: Path, series: list[Edit | str]) -> None:
    shutil.rmtree(home, ignore_errors=True)
    draft = start_draft(small_interview(home), "relay")
    start = as_bytes(draft.interview)
    for act in series:
        draft = done(draft, act)
    now = as_bytes(draft.interview)

    steps = 0
    while draft.undo():
        steps += 1
    assert as_bytes(draft.interview) == start

    draft = done(draft, CRASH if len(series) % 2 else LEAVE)
    for _ in range(steps):
        assert draft.redo() is not None
    assert as_bytes(draft.interview) == now
    draft.close()
