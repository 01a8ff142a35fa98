"""A program that works on a draft until it is killed: `python -m tests.support.killed_program NAME SEED STEPS_DONE`.

It says a line `STEP SECONDS` for every change that it has noted, and `STEP saved` when everything up to it is saved.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable

from msgspec.structs import replace

from tests.support.small_plan import SMALL
from wizard.compiler.loader import load_template, read_template
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import open_draft, start_draft
from wizard.drafts.undo.history import interview_data
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.model.answers import is_list

MOST_STEPS = 400
PACE = 0.006
"""Seconds between two changes, on average."""


def states(seed: int, steps: int = MOST_STEPS) -> list[Interview]:
    """The interview after every step that the program will take."""
    interviews = [Interview.begin(read_template(SMALL, "small"))]
    for step in range(steps):
        interviews.append(after_step(interviews[-1], seed, step))
    return interviews


def after_step(interview: Interview, seed: int, step: int) -> Interview:
    """The interview after one change, the same one whenever it is asked for."""
    chance = random.Random(f"{seed} {step}")
    try:
        changed = chance.choice(_STEPS)(interview, chance)
    except InvalidAnswer:
        changed = interview
    # So that the draft says which of the states it is in.
    return replace(changed, cursor=step + 1)


def _type(interview: Interview, chance: random.Random) -> Interview:
    goal = interview.answers.get("goal")
    return interview.answer(("goal",), f"{goal or 'x'}{chance.choice('abc é')}!"[-2000:])


def _paste(interview: Interview, chance: random.Random) -> Interview:
    return interview.answer(("name",), "word " * chance.randrange(1, 400))


def _half_type(interview: Interview, chance: random.Random) -> Interview:
    return interview.set_unfinished(("start",), f"2026-{chance.randrange(99)}")


def _flip(interview: Interview, chance: random.Random) -> Interview:
    return interview.answer(("big",), chance.random() < 0.5)


def _add(interview: Interview, chance: random.Random) -> Interview:
    added = interview.add_item(("steps",), chance.randrange(5))
    return added.answer(("steps", 0, "title"), f"step {chance.random()}")


def _rearrange(interview: Interview, chance: random.Random) -> Interview:
    steps = interview.answers.get("steps")
    if not is_list(steps) or not steps:
        return _add(interview, chance)
    index = chance.randrange(len(steps))
    if len(steps) > 5:
        return interview.remove_item(("steps",), index)
    return interview.move_item(("steps",), index, 1) if index else interview.duplicate_item(("steps",), index)


def _walk(interview: Interview, chance: random.Random) -> Interview:
    return chance.choice((interview.go_forward, interview.go_back, interview.go_to_next_section))()


_STEPS: list[Callable[[Interview, random.Random], Interview]] = [
    *[_type] * 6,
    _paste,
    _half_type,
    _flip,
    _add,
    _rearrange,
    *[_walk] * 2,
]


def main(name: str, seed: int, done: int) -> None:
    """Go on with the draft from a step on, until killed."""
    interview = states(seed, done)[-1]
    if any(summary.name == name for summary in list_drafts()):
        draft = open_draft(name)
        assert interview_data(draft.interview) == interview_data(interview), "the draft is not as it was left"
    else:
        draft = start_draft(Interview.begin(load_template("small")), name)
        draft.flush()
    chance = random.Random()
    os.write(1, b"ready 0\n")
    for step in range(done, MOST_STEPS):
        if draft.is_saved:
            os.write(1, f"{step} saved\n".encode())
        interview = after_step(interview, seed, step)
        draft.record(interview)
        os.write(1, f"{step + 1} {time.monotonic()}\n".encode())
        time.sleep(chance.expovariate(1 / PACE))
    signal.pause()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
