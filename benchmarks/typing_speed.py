"""From a keystroke to the changed plan on the screen, seen from outside."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Sample
from benchmarks.plans import Control, write_draft
from benchmarks.starting import script
from benchmarks.terminal import Cells, Terminal

LEFT = 57
"""The column from which on a terminal of 120 columns shows the plan."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WARM_UP = 8


@dataclass(frozen=True, slots=True)
class Typed:
    """What was measured while typing."""

    latency: Sample
    """Milliseconds from a key to the plan that shows it."""
    processor: float
    """Milliseconds of processor time for each key."""
    resident_bytes: int


def typed(terminal: Terminal, count: int, gap: float, left: int = LEFT) -> Typed:
    """Type so many letters, each when the one before is on the screen and `gap` seconds have passed."""
    taken: list[float] = []
    used = terminal.processor_seconds()
    for pressed, word in _keys(count + _WARM_UP):
        sent = terminal.press(pressed)
        taken.append((terminal.until(lambda cells, word=word: _shows(cells, left, word)) - sent) * 1000)
        terminal.rest(gap)
    return _typed(terminal, taken, used)


def repeated(terminal: Terminal, count: int, gap: float, left: int = LEFT) -> Typed:
    """Type so many letters at a fixed pace, whether they are on the screen or not, as a held key does."""
    waiting: list[tuple[float, str]] = []
    taken: list[float] = []
    used = terminal.processor_seconds()
    for pressed, word in _keys(count + _WARM_UP):
        waiting.append((terminal.press(pressed), word))
        taken += _come(terminal, waiting, left, gap)
    while waiting:
        come = _come(terminal, waiting, left, 1.0)
        if not come:
            raise TimeoutError(f"{len(waiting)} keys are not on the screen:\n{terminal.cells.text()}")
        taken += come
    return _typed(terminal, taken, used)


def _typed(terminal: Terminal, taken: list[float], used: float) -> Typed:
    processor = (terminal.processor_seconds() - used) * 1000 / len(taken)
    return Typed(Sample(tuple(taken[_WARM_UP:])), processor, terminal.resident_bytes())


def program(home: Path, lines: int, control: Control) -> Terminal:
    """Our program with a draft of so many lines, at a question in its middle."""
    name = f"{control}-{lines}"
    if not (home / "drafts" / name).exists():
        write_draft(home, lines, control, name)
    terminal = Terminal([script("plan-wizard"), "resume", name], {"PLAN_WIZARD_HOME": str(home)})
    terminal.until(lambda cells: "Task" in cells.text(LEFT))
    terminal.rest(2.0)
    return terminal


def peer(way: str, plan: Path) -> Terminal:
    """Textual's own widgets with the same plan."""
    terminal = Terminal([sys.executable, "-m", "benchmarks.peers.markdown_app", way, str(plan)])
    terminal.until(lambda cells: "Task" in cells.text(LEFT), 120)
    terminal.rest(3.0)
    return terminal


def _keys(count: int) -> Iterator[tuple[str, str]]:
    """Keys to press, and the word that must then stand in the plan; no word comes twice."""
    for number in range(count):
        index, letters = divmod(number, 4)
        word = f"Q{_LETTERS[index // 676 % 26]}{_LETTERS[index // 26 % 26]}{_LETTERS[index % 26]}"[: letters + 1]
        yield (" Q" if letters == 0 else word[-1]), word


def _shows(cells: Cells, left: int, word: str) -> bool:
    """Whether the word that is being typed stands in the plan as far as it goes."""
    return any(f"{word} " in f"{row} " for row in cells.rows_from(left))


def _come(terminal: Terminal, waiting: list[tuple[float, str]], left: int, seconds: float) -> list[float]:
    """The latencies of the keys that come to the screen within some time; they wait no longer."""
    taken: list[float] = []
    for at in terminal.reads(seconds):
        shown = [number for number, (_, word) in enumerate(waiting) if _shows(terminal.cells, left, word)]
        if shown:
            taken += [(at - pressed) * 1000 for pressed, _ in waiting[: shown[-1] + 1]]
            del waiting[: shown[-1] + 1]
    return taken
