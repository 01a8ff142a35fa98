"""The part `keys`: a key, and the plan that shows it, for plans of so many lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, Times, against, faster_than
from benchmarks.keystrokes import hold_key, peer, program, type_in_turn, type_slowly
from benchmarks.plans import SIZES, long_plan
from wizard.render.plan import render_plan

KEYS = 100
PEER_KEYS = {60: 12, 500: 3}
"""By lines of the plan: Textual's own widgets take up to seconds for a key in longer plans."""
_PAUSE, _HELD = 0.1, 0.033
_MOST = 8.3
"""Milliseconds; a frame of 120 in a second."""
_MOST_GROWTH = 1.3
_FLOOR = "an Input and one line"


def key_to_plan(folder: Path) -> Iterator[Figure]:
    """Measure how fast the plan follows, for sizes and controls, and how fast Textual's widgets would."""
    programs = {str(lines): program(folder, str(lines)) for lines in SIZES}
    times = type_in_turn({_FLOOR: peer("echo_app"), **programs}, KEYS, _PAUSE)
    floor, ours = times[_FLOOR], {lines: times[str(lines)] for lines in SIZES}
    for lines, typed in ours.items():
        yield _at_most(f"key → plan, {lines:,} lines", typed, floor)
    least, most = ours[SIZES[0]], ours[SIZES[-1]]
    yield against(f"growth to {SIZES[-1]:,} lines", most, f"{SIZES[0]} lines", least, _MOST_GROWTH)
    for lines in (SIZES[0], SIZES[-1]):
        held = hold_key(program(folder, str(lines)), KEYS, _HELD)
        yield _at_most(f"the same, a key every 33 ms, {lines:,} lines", held, floor)
    for question, control in (("body", "an area"), ("tasks", "a list")):
        typed = type_slowly(program(folder, f"{SIZES[-1]} {question}"), KEYS, _PAUSE)
        yield _at_most(f"the same in {control}, {SIZES[-1]:,} lines", typed, floor)
    yield from _peers(folder, ours)


def _at_most(what: str, times: Times, floor: Times) -> Figure:
    ratio = times.wall.median / floor.wall.median
    processor_ratio = times.processor.median / floor.processor.median
    is_met = times.wall.p95 <= _MOST
    return Figure(what, str(times), f"{_FLOOR}: {floor}", ratio, processor_ratio, f"p95 ≤ {_MOST:g} ms", is_met)


def _peers(folder: Path, ours: dict[int, Times]) -> Iterator[Figure]:
    for way, name in (("whole", "Markdown.update"), ("blocks", "a Markdown for each block")):
        for lines, count in PEER_KEYS.items():
            plan = folder / f"{lines}.md"
            plan.write_text(render_plan(long_plan(lines)).text, encoding="utf-8")
            theirs = type_slowly(peer("markdown_app", way, str(plan)), count, 0.5, warm_up=1)
            yield faster_than(f"key → plan, {lines} lines", ours[lines], name, theirs)
