"""The part `tasks`: how far a plan is, from the command line, the whole process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, Times, in_ms
from benchmarks.programs import script, whole_runs

RUNS = 25
_MOST = 150.0
"""Milliseconds for 2,000 lines."""
_MOST_LARGE = 1_500.0
_FLOOR = "pass"
# Lists alone, which are read without the Markdown parser; and steps with code, tables and quotes, which need it.
_LISTS = "## {0}. Group\n\n" + "".join(
    f"- [x] {{0}}.{n} Do *it* in `a.py` (depends on {{0}}.1)\n" for n in range(1, 19)
)
_STEPS = (
    "### Task {0}: Part\n\n**Files:**\n- Create: `a.py`\n\n"
    "- [x] **Step 1: Write the test**\n\n```python\n# [ ] no\n```\n\n"
    "> quote\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] **Step 2: Run it**\n\n"
)


def task_lists(folder: Path) -> Iterator[Figure]:
    """Plans of 2,000 and 20,000 lines, of lists alone and of steps with code."""
    commands = {_FLOOR: [sys.executable, "-c", _FLOOR]}
    for name, part in (("lists", _LISTS), ("steps with code", _STEPS)):
        for lines in (2_000, 20_000):
            path = folder / f"{name}-{lines}.md"
            path.write_text(
                "".join(part.format(number) for number in range(lines // part.count("\n"))), encoding="utf-8"
            )
            commands[f"{name}, {lines:,} lines"] = [script("plan-wizard"), "status", str(path)]
    times = whole_runs(commands, folder, RUNS)
    for name in commands:
        if name != _FLOOR:
            yield _figure(f"status, {name}", times[name], times[_FLOOR], _MOST if " 2," in name else _MOST_LARGE)


def _figure(what: str, ours: Times, floor: Times, most: float) -> Figure:
    is_met = ours.wall.median <= most
    return Figure(what, str(ours), f"python -c {_FLOOR}: {in_ms(floor.wall)}", budget=f"≤ {most:g} ms", is_met=is_met)
