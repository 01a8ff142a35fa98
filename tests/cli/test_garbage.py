"""When garbage is collected: not by a command that is about to end, but by what waits for a user."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.patience import PATIENCE

COUNTED = """
import gc, sys
from wizard.cli.main import run_process

before = gc.get_stats()
run_process()
collections = sum(after["collections"] - each["collections"] for each, after in zip(before, gc.get_stats()))
print("COLLECTOR", "on" if gc.isenabled() else "off", collections > 0, file=sys.stderr)
"""


def collector_after(*arguments: str) -> str:
    """Whether the collector was left on, and whether it has run, in a process that ran a command."""
    command = [sys.executable, "-c", COUNTED, *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=PATIENCE, check=True
    )
    return next(line for line in done.stderr.splitlines() if line.startswith("COLLECTOR"))


@pytest.mark.parametrize(
    "command", [["render", "project-plan"], ["list"], ["schema", "roadmap"], ["render", "nothing"]]
)
def test_a_command_that_waits_for_nobody_collects_no_garbage(command: list[str]) -> None:
    assert collector_after(*command) == "COLLECTOR off False"


def test_an_interview_line_by_line_collects_garbage() -> None:
    assert collector_after("new", "project-plan", "--prompts") == "COLLECTOR on True"
