"""The part `starting`: the first frame of a process, and the memory that it then has."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, at_most, ms
from benchmarks.plans import SIZES, write_draft
from benchmarks.starting import Started, first_frames, script

RUNS = 15
_MOST = 1.1
_MOST_MEMORY = 1.2
_FLOOR = "a bare Textual app"


def starting(folder: Path) -> Iterator[Figure]:
    """The start screen, a new plan of each template and a long draft, against the least that a Textual app takes."""
    write_draft(folder, SIZES[-1], "line", "long")
    ours = script("plan-wizard")
    commands = {
        _FLOOR: [sys.executable, "-m", "benchmarks.peers.bare_app"],
        "start screen": [ours],
        **{f"new {name}": [ours, "new", name] for name in ("project-plan", "feature-plan", "roadmap")},
        f"resume, {SIZES[-1]:,} lines": [ours, "resume", "long"],
    }
    stands = {name: "rendered" if name.startswith(("new", "resume")) else "" for name in commands}
    started = first_frames(commands, stands, folder, RUNS)
    floor = started.pop(_FLOOR)
    for name, taken in started.items():
        ratio = taken.first.median / floor.first.median
        yield at_most(f"first frame, {name}", ms(taken.first), f"{_FLOOR}: {ms(floor.first)}", ratio, _MOST)
    for name, taken in started.items():
        if taken.stands is not None:
            ratio = taken.stands.median / floor.first.median
            yield Figure(
                f"the plan is there, {name}", ms(taken.stands), f"{_FLOOR}: {ms(floor.first)}", ratio, "", None
            )
    for name, taken in started.items():
        yield _memory(name, taken, floor)


def _memory(name: str, taken: Started, floor: Started) -> Figure:
    ratio = taken.resident_bytes / floor.resident_bytes
    ours, other = f"{taken.resident_bytes / 1e6:.1f} MB", f"{_FLOOR}: {floor.resident_bytes / 1e6:.1f} MB"
    if not name.startswith("resume"):
        return Figure(f"memory, {name}", ours, other, ratio, "", None)
    return at_most(f"memory, {name}", ours, other, ratio, _MOST_MEMORY)
