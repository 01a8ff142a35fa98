"""Measured values, and the table that they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Sample:
    """What was measured over and over, in milliseconds or in bytes."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle value."""
        return median(self.values)

    @property
    def p95(self) -> float:
        """What 95 of 100 values do not exceed."""
        ordered = sorted(self.values)
        return ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table."""

    what: str
    ours: str
    other: str
    """The floor or peer, and its value."""
    ratio: float | None
    """Ours by the other's, or the other's by ours, as the budget says."""
    budget: str
    is_met: bool | None
    """None where there is no budget."""


def at_most(what: str, ours: str, other: str, ratio: float, limit: float) -> Figure:
    """A figure whose ratio has an upper limit."""
    return Figure(what, ours, other, ratio, f"≤ {limit:g} ×", ratio <= limit)


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table."""
    rows: list[tuple[str, ...]] = [("figure", "ours", "floor or peer", "ratio", "budget", "met")]
    for figure in figures:
        ratio = f"{figure.ratio:.2f}" if figure.ratio is not None else ""
        met = {True: "yes", False: "**no**", None: ""}[figure.is_met]
        rows.append((figure.what, figure.ours, figure.other, ratio, figure.budget, met))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"


def ms(sample: Sample) -> str:
    """A sample of milliseconds in words."""
    return f"{sample.median:.1f} ms, p95 {sample.p95:.1f}"
