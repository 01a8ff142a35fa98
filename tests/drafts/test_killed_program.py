"""A program that is killed at any moment loses nothing that was saved, which takes a second at most.

How long it takes says how busy the machine is, so only `make soak` looks at the second.
"""

from __future__ import annotations

import math
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.killed_program import MOST_STEPS, states
from tests.support.small_plan import put_template
from wizard.drafts.catalog import list_drafts
from wizard.drafts.draft import read_draft
from wizard.drafts.recovery import recover
from wizard.drafts.undo.changes import changes_between
from wizard.drafts.undo.history import interview_data
from wizard.files.directories import drafts_folder
from wizard.interview.interview import Interview

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")


class Killed:
    """One draft, and the programs that work on it until they are killed."""

    def __init__(self, name: str, seed: int, *, saves_within: float) -> None:
        self.name = name
        self.saves_within = saves_within
        """Seconds after which a change has to be saved."""
        self.seed = seed
        self.states = states(seed)
        self.done = 0
        self.program: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.support.killed_program", self.name, str(self.seed), str(self.done)]
        self.program = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])

    def kill_all(self, moments: list[int]) -> None:
        """Start the program and kill it, over and over, after so many lines each time."""
        for moment in moments:
            self.start()
            self.kill(min(moment, MOST_STEPS - self.done))

    def kill(self, after_lines: int) -> None:
        """Kill the program once it has said so many lines, and look what is left."""
        assert self.program is not None and self.program.stdout is not None
        said = [self.program.stdout.readline() for _ in range(after_lines)]
        self.program.send_signal(signal.SIGKILL)
        killed_at = time.monotonic()
        said += self.program.stdout.readlines()
        self.program.stdout.close()
        assert self.program.wait() == -signal.SIGKILL, "it ended by itself"
        lines = [line.split() for line in said[1:]]
        safe = [int(step) for step, word in lines if word == b"saved" or float(word) < killed_at - self.saves_within]
        self.check(max(safe, default=self.done))

    def check(self, safe: int) -> None:
        """Look whether the draft is in one of the states that there were, not before the one that is safe."""
        left, _, notices = read_draft(self.name)
        reached = recover(
            drafts_folder() / self.name
        ).cursor.offset  # unless it opened with the cursor in a shorter text
        found = (
            reached if self.is_at(reached, left) else next(filter(lambda step: self.is_at(step, left), self.steps), -1)
        )

        assert found >= 0, "this is none of the states that there were"
        assert notices == ()
        assert found >= safe
        self.done = found

    @property
    def steps(self) -> range:
        """From the last one on, back to where it went on."""
        return range(MOST_STEPS, self.done - 1, -1)

    def is_at(self, step: int, left: Interview) -> bool:
        """Whether a step led to the state that was found."""
        expected = self.states[step]
        if changes_between(interview_data(expected), interview_data(left)):
            return False
        return left.current == expected.current or not left.is_asked(expected.current)


def kill_many(home: Path, at_once: int, rounds: int, *, saves_within: float = math.inf) -> None:
    """Kill programs on drafts of their own, each so many times."""
    put_template(home)
    chance = random.Random(os.urandom(8))
    names = [f"draft-{number}" for number in range(at_once)]
    drafts_at_work = [Killed(name, chance.randrange(10**6), saves_within=saves_within) for name in names]
    moments = [[chance.randrange(1, 2 * MOST_STEPS // rounds) for _ in range(rounds)] for _ in drafts_at_work]
    with ThreadPoolExecutor(at_once) as together:
        list(together.map(Killed.kill_all, drafts_at_work, moments))

    assert not any(summary.is_broken for summary in list_drafts())


def test_a_killed_program_loses_nothing_that_was_saved(home: Path) -> None:
    kill_many(home, 2, 2)


@pytest.mark.soak
def test_three_hundred_killed_programs(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(10):
        folder = tmp_path / f"home-{number}"
        monkeypatch.setenv("PLAN_WIZARD_HOME", str(folder))
        kill_many(folder, 3, 10, saves_within=1.0)

    print("300 kills without a screen: each time one of the states that there were, none older than a second")  # noqa: T201  # what `make soak` is run for
