"""Programs that are started over and over, each in turn: until something is on the screen, or until they end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import sample
from time import perf_counter

from benchmarks.figures import Times
from benchmarks.terminal import Cells, Terminal


@dataclass(frozen=True, slots=True)
class Start:
    """A program and what is waited for."""

    command: Sequence[str]
    is_there: Callable[[Cells], bool]
    home: Callable[[], Path]
    """Gives the folder that the program keeps everything in; called for each start."""
    shows_image: bool = False
    """Whether it may show the first frame of the last time before it has drawn its own."""


def script(name: str) -> str:
    """Return the path of a program of this environment."""
    return str(Path(sys.executable).with_name(name))


def module(name: str) -> list[str]:
    """Return the command that runs a module of the benchmarks."""
    return [sys.executable, "-m", name]


def shows(*texts: str) -> Callable[[Cells], bool]:
    """Return whether one of the texts is on the screen, as a question to its cells."""
    return lambda cells: any(text in cells.text() for text in texts)


def opened(start: Start) -> Terminal:
    """Start a program in a terminal."""
    image = "1" if start.shows_image else "0"
    return Terminal(start.command, {"PLAN_WIZARD_HOME": str(start.home()), "PLAN_WIZARD_LAUNCH_IMAGE": image})


def starts(programs: Mapping[str, Start], runs: int) -> dict[str, Times]:
    """Start each program in turn, in another order each round, until what is waited for is there.

    The first round does not count: it fills the file system's cache.
    """
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    for run in range(runs + 1):
        for name in _shuffled(programs):
            start = programs[name]
            terminal = opened(start)
            there = terminal.until(start.is_there) - terminal.started_at
            if run:
                taken[name].append((there, terminal.processor_seconds()))
            terminal.end()
    return {name: Times.of(pairs) for name, pairs in taken.items()}


def whole_runs(commands: Mapping[str, Sequence[str]], home: Path, runs: int) -> dict[str, Times]:
    """Run each command in turn, in another order each round, to its end; the first round does not count."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    environment = {**os.environ, "PLAN_WIZARD_HOME": str(home)}
    for run in range(runs + 1):
        for name in _shuffled(commands):
            times = _whole_run(commands[name], environment)
            if run:
                taken[name].append(times)
    return {name: Times.of(pairs) for name, pairs in taken.items()}


def _shuffled(names: Mapping[str, object]) -> list[str]:
    return sample(list(names), len(names))


def _whole_run(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    start = perf_counter()
    silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    process = os.posix_spawn(command[0], list(command), environment, file_actions=silent)
    _, status, used = os.wait4(process, 0)
    if status:
        raise RuntimeError(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return perf_counter() - start, used.ru_utime + used.ru_stime
