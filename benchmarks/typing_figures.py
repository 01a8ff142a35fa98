"""The part `typing`: a key, and the plan that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.figures import Figure, at_most, ms
from benchmarks.plans import SIZES, Control, answered
from benchmarks.terminal import Terminal
from benchmarks.typing_speed import Typed, peer, program, repeated, typed
from wizard.render.plan import render_plan

KEYS = 100
PEER_KEYS = {60: 24, 500: 8}
"""Textual's own widgets take seconds for a key in longer plans."""
_FRAME = 16.0
"""Milliseconds; one picture of 60 in a second."""
_MOST_GROWTH = 1.3
_PAUSE, _HELD = 0.1, 0.033


def typing(folder: Path) -> Iterator[Figure]:
    """How fast the plan follows, for sizes and controls, and how fast Textual's widgets would."""
    ours: dict[int, Typed] = {}
    for lines in SIZES:
        ours[lines] = _measured(program(folder, lines, "line"), lambda terminal: typed(terminal, KEYS, _PAUSE))
        yield _in_a_frame(f"key → plan, {lines:,} lines", ours[lines])
    yield _growth(ours)
    for lines in (SIZES[0], SIZES[-1]):
        held = _measured(program(folder, lines, "line"), lambda terminal: repeated(terminal, KEYS, _HELD))
        yield _in_a_frame(f"the same, a key every 33 ms, {lines:,} lines", held)
    others: tuple[Control, ...] = ("area", "list")
    for control in others:
        taken = _measured(program(folder, SIZES[-1], control), lambda terminal: typed(terminal, KEYS, _PAUSE))
        yield _in_a_frame(f"the same in a{'n' if control == 'area' else ''} {control}, {SIZES[-1]:,} lines", taken)
    yield from _peers(folder, ours)


def _measured(terminal: Terminal, measure: Callable[[Terminal], Typed]) -> Typed:
    try:
        return measure(terminal)
    finally:
        terminal.end()


def _in_a_frame(what: str, taken: Typed) -> Figure:
    ours = f"{ms(taken.latency)} (processor {taken.processor:.1f})"
    ratio = taken.latency.p95 / _FRAME
    return Figure(what, ours, "a frame: 16 ms", ratio, f"p95 ≤ {_FRAME:g} ms", ratio <= 1)


def _growth(ours: dict[int, Typed]) -> Figure:
    least, most = ours[SIZES[0]].latency.median, ours[SIZES[-1]].latency.median
    what = f"growth from {SIZES[0]} to {SIZES[-1]:,} lines"
    return at_most(what, f"{most:.1f} ms", f"{SIZES[0]} lines: {least:.1f} ms", most / least, _MOST_GROWTH)


def _peers(folder: Path, ours: dict[int, Typed]) -> Iterator[Figure]:
    for way, name in (("whole", "Markdown.update"), ("blocks", "a Markdown for each block")):
        for lines, count in PEER_KEYS.items():
            plan = folder / f"{lines}.md"
            plan.write_text(render_plan(answered(lines, "line")).text, encoding="utf-8")
            theirs = _measured(peer(way, plan), lambda terminal, count=count: typed(terminal, count, 0.5))
            ratio = theirs.latency.median / ours[lines].latency.median
            other = f"{name}: {ms(theirs.latency)}"
            yield Figure(f"key → plan, {lines} lines", ms(ours[lines].latency), other, ratio, "", None)
