"""The part `start-up`: from exec to what is on the screen, from a key to the terminal given back, and memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

from benchmarks.figures import Figure, Sample, against, in_ms
from benchmarks.plans import SIZES, write_draft
from benchmarks.programs import Start, module, opened, script, shows, starts
from benchmarks.terminal import Cells

RUNS = 15
_TEMPLATES = ("project-plan", "feature-plan", "roadmap")
_FLOOR, _BARE = "an Input and 60 lines", "a bare Textual app"
_START_SCREEN, _LONG = "start screen", f"resume, {SIZES[-1]:,} lines"
_FIRST_EVER = "first-ever "
_IMAGE = "launch image, new project-plan"
_LONG_IMAGE = f"launch image, {_LONG}"
_DRAWN = shows("• ", "☐ ", "▌ ")
"""Signs of items, boxes and quotes, which only the drawn plan has; its caption is there before it."""
_MOST_NEW, _MOST_LONG, _MOST_FIRST_EVER, _MOST_IMAGE = 1.6, 2.5, 1.1, 0.3
_MOST_TO_LEAVE = 50.0
"""Milliseconds."""
_MOST_MEMORY = {f"new {_TEMPLATES[0]}": 1.25, _LONG: 1.5}
_LEAVE = "\x11"


def start_up(folder: Path) -> Iterator[Figure]:
    """Measure the start screen, a new plan of each template and a long draft."""
    programs = _programs(folder)
    for what in (_IMAGE, _LONG_IMAGE):
        _keep_launch_image(programs[what])
    times = starts(programs, RUNS)
    for template in _TEMPLATES:
        what = f"new {template}"
        yield against(f"exec → question and plan drawn, {what}", times[what], _FLOOR, times[_FLOOR], _MOST_NEW)
    for what in (_IMAGE, _LONG_IMAGE):
        yield against(f"exec → question and plan in sight, {what}", times[what], _BARE, times[_BARE], _MOST_IMAGE)
    yield against(f"exec → plan drawn, {_LONG}", times[_LONG], _FLOOR, times[_FLOOR], _MOST_LONG)
    yield against(f"exec → list, {_START_SCREEN}", times[_START_SCREEN], _BARE, times[_BARE])
    for what in (_START_SCREEN, f"new {_TEMPLATES[-1]}"):
        first_ever = times[_FIRST_EVER + what]
        yield against(f"the same, {_FIRST_EVER}{what}", first_ever, "warm", times[what], _MOST_FIRST_EVER)
    yield _leaving(programs)
    yield from _memory(programs)


def _programs(folder: Path) -> dict[str, Start]:
    """Return everything that is started: floors, ours with a cache and ours in a new home each time."""
    ours, home, number = script("plan-wizard"), folder / "home", count()
    long = write_draft(home, str(SIZES[-1]))
    listed = shows("46 questions")  # of the roadmap, the last template in the list

    def warm() -> Path:
        return home

    def without_drafts() -> Path:
        return folder / "home-without-drafts"

    def cold() -> Path:
        return folder / "new-homes" / str(next(number))

    def floor_drawn(cells: Cells) -> bool:
        return "READY" in cells.text() and _DRAWN(cells)

    return {
        _BARE: Start(module("benchmarks.peers.bare_app"), shows("READY"), warm),
        _FLOOR: Start(module("benchmarks.peers.floor_app"), floor_drawn, warm),
        **{f"new {name}": Start([ours, "new", name], _DRAWN, warm) for name in _TEMPLATES},
        _IMAGE: Start([ours, "new", _TEMPLATES[0]], _DRAWN, without_drafts, shows_image=True),
        _LONG: Start([ours, "resume", long], _DRAWN, warm),
        _LONG_IMAGE: Start([ours, "resume", long], _DRAWN, warm, shows_image=True),
        _START_SCREEN: Start([ours], listed, without_drafts),
        _FIRST_EVER + _START_SCREEN: Start([ours], listed, cold),
        f"{_FIRST_EVER}new {_TEMPLATES[-1]}": Start([ours, "new", _TEMPLATES[-1]], _DRAWN, cold),
    }


def _keep_launch_image(start: Start) -> None:
    """Start the program once for long enough that it keeps its first frame."""
    terminal = opened(start)
    terminal.until(start.is_there)
    terminal.rest(3.0)
    terminal.leave(_LEAVE)
    terminal.end()


def _leaving(programs: Mapping[str, Start]) -> Figure:
    ours, bare = (_given_back(programs[name]) for name in (f"new {_TEMPLATES[0]}", _BARE))
    is_met = ours.median <= _MOST_TO_LEAVE
    budget = f"≤ {_MOST_TO_LEAVE:g} ms"
    return Figure("ctrl+q → terminal given back", in_ms(ours), f"{_BARE}: {in_ms(bare)}", budget=budget, is_met=is_met)


def _given_back(start: Start) -> Sample:
    taken: list[float] = []
    for _ in range(RUNS):
        terminal = opened(start)
        terminal.until(start.is_there)
        terminal.rest(1.0)
        taken.append(terminal.leave(_LEAVE) * 1000)
        terminal.end()
    return Sample(tuple(taken))


def _memory(programs: Mapping[str, Start]) -> Iterator[Figure]:
    bare = _resident_bytes(programs[_BARE])
    for name, limit in _MOST_MEMORY.items():
        ours = _resident_bytes(programs[name])
        ratio = ours / bare
        budget, is_met = f"≤ {limit:g} ×", ratio <= limit
        other = f"{_BARE}: {_in_megabytes(bare)}"
        yield Figure(f"memory, {name}", _in_megabytes(ours), other, ratio, None, budget, is_met)


def _in_megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def _resident_bytes(start: Start) -> int:
    terminal = opened(start)
    terminal.until(start.is_there)
    terminal.rest(3.0)
    taken = terminal.resident_bytes()
    terminal.end()
    return taken
