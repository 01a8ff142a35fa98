"""The part `large-answers`: a key, and the plan that shows it, in answers as large as a budget holds for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.keystrokes import program, type_slowly
from benchmarks.plans import LARGE_ANSWERS

KEYS = 40
_PAUSE = 0.1
_MOST = 16.0
"""Milliseconds; a frame of 60 in a second."""
_BEYOND = "10,000 items"
"""Larger than the budget holds for; measured to see that it grows no faster than it has to."""


def large_answers(folder: Path) -> Iterator[Figure]:
    """Measure a key at the end of each large answer."""
    for what in LARGE_ANSWERS:
        times = type_slowly(program(folder, what), KEYS, _PAUSE)
        if what.endswith(_BEYOND):
            yield Figure(f"key → plan, {what}", str(times))
        else:
            is_met = times.wall.p95 <= _MOST
            yield Figure(f"key → plan, {what}", str(times), budget=f"p95 ≤ {_MOST:g} ms", is_met=is_met)
