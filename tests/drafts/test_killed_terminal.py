"""kill -9 at any moment of an interview in a terminal loses no word that was on the screen for a second.

How long saving takes says how busy the machine is, so only `make soak` looks at the second.
"""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from tests.support.killed_terminal import LONG, Interview
from tests.support.small_plan import put_template, small_interview
from tests.support.terminals import terminal
from wizard.drafts.draft import read_draft, start_draft

NEXT_SECTION, SAVE, UNDO = "\x0e", "\x13", "\x1a"


def test_a_killed_interview_keeps_what_was_on_the_screen_and_saved(home: Path) -> None:
    put_template(home, LONG)
    interview = Interview(home, random.Random(os.urandom(8)))

    for _ in range(2):
        interview.run_and_kill_once_saved()


def test_a_kill_right_after_a_key_leaves_the_draft_as_before_the_key_or_after_it(home: Path) -> None:
    start_draft(small_interview(home).answer(("name",), "Relay"), "killed").close()
    for key in ("!", SAVE, NEXT_SECTION, UNDO):
        with terminal(["resume"], {"PLAN_WIZARD_HOME": str(home)}, home, (100, 30)) as program:
            program.wait_for("Small plan")
            program.wait_for("Relay")
            program.type(key)
            program.send(signal.SIGKILL)
            program.process.wait()

        interview, _, notices = read_draft("killed")
        assert interview.answers in ({"name": "Relay"}, {"name": "Relay!"})
        assert not notices


@pytest.mark.soak
def test_three_hundred_killed_interviews(home: Path) -> None:
    kills = words = 0
    while kills < 300:
        folder = home / f"draft-{kills}"
        put_template(folder, LONG)
        os.environ["PLAN_WIZARD_HOME"] = str(folder)
        interview = Interview(folder, random.Random(os.urandom(8)))
        for _ in range(10):
            words += interview.run_and_kill()
            kills += 1

    print(f"{kills} kills, {words} words that had to be there after one, 0 lost")  # noqa: T201  # what `make soak` is run for
