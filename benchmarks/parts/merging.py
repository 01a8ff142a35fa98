"""The part `merging`: a plan that was edited by hand, laid out anew and changed by its answers, merged."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, Times
from wizard.plans.merge.line_matching import split_lines
from wizard.plans.merge.merge import merge

RUNS = 15
_MOST = 200.0
"""Milliseconds for 2,000 lines."""
_MOST_LARGE = 2_000.0
_PART = """\
## {0}. Part of the work

The boats of part {0} are mended before they are painted. They swim by noon, and everybody can see them from the shore.

- [ ] Mend the boat of part {0}, and the oars
- [ ] Paint it in red and white
  - the oars too

| Risk | Level |
| --- | --- |
| Rain in week {0} | high |

"""


def merging(folder: Path) -> Iterator[Figure]:
    """Plans of 2,000 and 20,000 lines: a few edits, and every line changed by both sides."""
    for lines in (2_000, 20_000):
        base = "".join(_PART.format(number) for number in range(lines // _PART.count("\n")))
        wrapped = base.replace(". They", ".\nThey").replace("| Risk |", "| Risk           |")
        cases = {
            "a few edits": (base.replace("by noon", "by one", 10), base.replace("in red", "in green", 10)),
            "laid out anew": (base.replace("by noon", "by one", 10), wrapped),
            "all changed by both": (base.replace("the ", "those "), wrapped.replace(" and ", " or ")),
        }
        for what, (yours, file) in cases.items():
            times = _measure(base, yours, file)
            most = _MOST if lines == 2_000 else _MOST_LARGE
            is_met = times.processor.median <= most
            yield Figure(
                f"merge, {what}, {lines:,} lines", str(times), budget=f"processor ≤ {most:g} ms", is_met=is_met
            )


def _measure(base: str, yours: str, file: str) -> Times:
    measured: list[tuple[float, float]] = []
    for _ in range(RUNS):
        wall, processor = time.perf_counter(), time.process_time()
        merge(base, split_lines(yours), split_lines(file))
        measured.append((time.perf_counter() - wall, time.process_time() - processor))
    return Times.of(measured)
