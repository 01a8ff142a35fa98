"""From the start of a process to what it shows, or to its end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks.figures import Sample
from benchmarks.terminal import Terminal


@dataclass(frozen=True, slots=True)
class Started:
    """What was measured of a program's starts."""

    first: Sample
    """Milliseconds until anything is on the screen."""
    stands: Sample | None
    """Milliseconds until a text is there; None if none was waited for."""
    resident_bytes: int
    """Some seconds later."""


def first_frames(
    commands: Mapping[str, Sequence[str]], texts: Mapping[str, str], home: Path, runs: int
) -> dict[str, Started]:
    """Start each program in turn, over and over; what the first round takes does not count."""
    first: dict[str, list[float]] = {name: [] for name in commands}
    stands: dict[str, list[float]] = {name: [] for name in commands}
    memory = dict.fromkeys(commands, 0)
    for run in range(runs + 1):
        for name, command in commands.items():
            terminal = Terminal(command, {"PLAN_WIZARD_HOME": str(home)})
            seen = terminal.until(lambda cells: bool(cells.text().strip()))
            there = terminal.until(lambda cells, text=texts[name]: text in cells.text())
            if run:
                first[name].append((seen - terminal.started_at) * 1000)
                stands[name].append((there - terminal.started_at) * 1000)
            if run == runs:
                terminal.rest(3.0)
                memory[name] = terminal.resident_bytes()
            terminal.end()
    return {
        name: Started(Sample(tuple(first[name])), Sample(tuple(stands[name])) if texts[name] else None, memory[name])
        for name in commands
    }


def whole_runs(commands: Mapping[str, Sequence[str]], home: Path, runs: int) -> dict[str, Sample]:
    """Run each command in turn, over and over: milliseconds until its process has ended."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    environment = {**os.environ, "PLAN_WIZARD_HOME": str(home)}
    for run in range(runs + 1):
        for name, command in commands.items():
            start = perf_counter()
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if run:
                taken[name].append((perf_counter() - start) * 1000)
    return {name: Sample(tuple(values)) for name, values in taken.items()}


def script(name: str) -> str:
    """A program of this environment."""
    return str(Path(sys.executable).with_name(name))
