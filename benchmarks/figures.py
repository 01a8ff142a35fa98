"""Measured values, and the table that they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Sample:
    """What was measured over and over."""

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
class Times:
    """Two samples of the same events, in milliseconds."""

    wall: Sample
    processor: Sample
    """The processor time of the whole process, all its threads and the system's work for it."""

    @staticmethod
    def of(pairs: Sequence[tuple[float, float]]) -> Times:
        """Return the samples of pairs of seconds, wall and processor."""
        wall, processor = zip(*pairs, strict=True)
        return Times(_milliseconds(wall), _milliseconds(processor))

    def __str__(self) -> str:
        return f"{in_ms(self.wall)} (processor {self.processor.median:.1f})"


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table."""

    what: str
    ours: str
    other: str = ""
    """The floor or peer, and its value."""
    ratio: float | None = None
    """Ours by the other's, or the other's by ours, as the budget says."""
    processor_ratio: float | None = None
    """The same of the processor times, which other programs on the machine change less."""
    budget: str = ""
    is_met: bool | None = None
    """None where there is no budget."""


def against(what: str, ours: Times, name: str, other: Times, limit: float | None = None) -> Figure:
    """Return a figure of times that may be so many times those of a floor; without a limit there is no budget."""
    ratio = ours.wall.median / other.wall.median
    processor_ratio = ours.processor.median / other.processor.median
    budget, is_met = ("", None) if limit is None else (f"≤ {limit:g} ×", ratio <= limit)
    return Figure(what, str(ours), f"{name}: {other}", ratio, processor_ratio, budget, is_met)


def faster_than(what: str, ours: Times, name: str, peer: Times, least: float | None = None) -> Figure:
    """Return a figure of times of which a peer's must be so many times ours; without that there is no budget."""
    ratio = peer.wall.median / ours.wall.median
    processor_ratio = peer.processor.median / ours.processor.median
    budget, is_met = ("", None) if least is None else (f"≥ {least:g} ×", ratio >= least)
    return Figure(what, str(ours), f"{name}: {peer}", ratio, processor_ratio, budget, is_met)


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as a Markdown table."""
    rows: list[tuple[str, ...]] = [("figure", "ours", "floor or peer", "ratio", "processor", "budget", "met")]
    for figure in figures:
        met = {True: "yes", False: "**no**", None: ""}[figure.is_met]
        ratios = (_ratio(figure.ratio), _ratio(figure.processor_ratio))
        rows.append((figure.what, figure.ours, figure.other, *ratios, figure.budget, met))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join(_line(row, widths) for row in rows)


def in_ms(sample: Sample) -> str:
    """Return a sample of milliseconds in words."""
    return f"{sample.median:.1f} ms, p95 {sample.p95:.1f}"


def _ratio(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"


def _milliseconds(seconds: Iterable[float]) -> Sample:
    return Sample(tuple(each * 1000 for each in seconds))
