"""From a keystroke to the changed plan on the screen, seen from outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.figures import Times
from benchmarks.plans import write_draft
from benchmarks.programs import module, script
from benchmarks.terminal import Cells, Terminal

LEFT = 57
"""The column from which on a terminal of 120 columns shows the plan."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SETTLES_IN = 2.0
"""Seconds after which a program has done what it does behind its first screen."""


def program(home: Path, plan: str) -> Terminal:
    """Start our program with a draft of `benchmarks.plans`."""
    terminal = Terminal([script("plan-wizard"), "resume", write_draft(home, plan)], {"PLAN_WIZARD_HOME": str(home)})
    terminal.until(lambda cells: "✓ saved" in cells.text())
    terminal.rest(_SETTLES_IN)
    return terminal


def peer(name: str, *arguments: str) -> Terminal:
    """Start one of `benchmarks.peers`."""
    terminal = Terminal([*module(f"benchmarks.peers.{name}"), *arguments])
    terminal.until(lambda cells: "Task" in cells.text(LEFT), 120)
    terminal.rest(_SETTLES_IN)
    return terminal


def type_slowly(terminal: Terminal, count: int, gap: float, warm_up: int = 8) -> Times:
    """Type so many letters into one program; see `type_in_turn`."""
    return type_in_turn({"": terminal}, count, gap, warm_up)[""]


def type_in_turn(terminals: Mapping[str, Terminal], count: int, gap: float, warm_up: int = 8) -> dict[str, Times]:
    """Type so many letters into each program, a letter here and a letter there; end the programs.

    A letter is typed when the one before is on the screen and `gap` seconds have passed. The processor time is that
    from the key to the end of the gap, the blinking cursor and the draft's journal included.
    """
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in terminals}
    for pressed, word in _keys(count + warm_up):
        for name, terminal in terminals.items():
            used = terminal.processor_seconds()
            sent = terminal.press(pressed)
            seen = terminal.until(lambda cells, word=word: _shows(cells, word))
            terminal.rest(gap)
            if word:
                taken[name].append((seen - sent, terminal.processor_seconds() - used))
    for terminal in terminals.values():
        terminal.end()
    return {name: Times.of(pairs[warm_up:]) for name, pairs in taken.items()}


def hold_key(terminal: Terminal, count: int, gap: float, warm_up: int = 8) -> Times:
    """Type so many letters at a fixed pace, whether they are on the screen or not, as a held key does."""
    waiting: list[tuple[float, str]] = []
    taken: list[float] = []
    used = terminal.processor_seconds()
    for pressed, word in _keys(count + warm_up):
        sent = terminal.press(pressed)
        if word:
            waiting.append((sent, word))
        taken += _come(terminal, waiting, gap)
    while waiting:
        come = _come(terminal, waiting, 1.0)
        if not come:
            raise TimeoutError(f"{len(waiting)} keys are not on the screen:\n{terminal.cells.text()}")
        taken += come
    processor = (terminal.processor_seconds() - used) / len(taken)
    terminal.end()
    return Times.of([(each, processor) for each in taken[warm_up:]])


def _keys(count: int) -> Iterator[tuple[str, str]]:
    """Yield so many letters to press and the word that must then stand in the plan, and spaces, with no word.

    No word comes twice.
    """
    for number in range(count):
        index, letters = divmod(number, 4)
        word = f"Q{_LETTERS[index // 676 % 26]}{_LETTERS[index // 26 % 26]}{_LETTERS[index % 26]}"[: letters + 1]
        if letters == 0:
            yield " ", ""
        yield word[-1], word


def _shows(cells: Cells, word: str) -> bool:
    """Whether the word that is being typed stands in the plan as far as it goes."""
    return any(f"{word} " in f"{row} " for row in cells.rows_from(LEFT))


def _come(terminal: Terminal, waiting: list[tuple[float, str]], seconds: float) -> list[float]:
    """The latencies of the keys that come to the screen within some time; they wait no longer."""
    taken: list[float] = []
    for at in terminal.reads(seconds):
        shown = [number for number, (_, word) in enumerate(waiting) if _shows(terminal.cells, word)]
        if shown:
            taken += [at - pressed for pressed, _ in waiting[: shown[-1] + 1]]
            del waiting[: shown[-1] + 1]
    return taken
