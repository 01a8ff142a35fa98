"""From a row of the sheet back to the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len

from screens.preview.markdown.drawn_lines import Line, Run

if TYPE_CHECKING:
    from screens.preview.document import Paper


def offset_at(paper: Paper, row: int, column: int | None) -> int | None:
    """The character of the plan that a row shows at a cell of its text; without a cell, the first answer on it.

    Our own signs stand for what is beside them; None below the last row.
    """
    spot = paper.spot(row)
    if spot.unit >= paper.count():
        return None
    lines = paper.lines(spot.unit)
    if spot.line >= len(lines):
        return None
    line = lines[spot.line]
    start, _ = paper.extent(spot.unit)
    pointed = _pointed(line, column) if column is not None else None
    if pointed is None:
        pointed = _first_answer(paper, start, line)
    return start + (pointed if pointed is not None else line.extent()[0])


def _pointed(line: Line, column: int) -> int | None:
    position = 0
    for run in line.runs:
        taken = cell_len(run.text)
        if position <= column < position + taken:
            return run.start + _character(run, column - position) if run.is_source else None
        position += taken
    return None


def _character(run: Run, column: int) -> int:
    """Which of a run's characters stands at one of its cells."""
    if not run.is_verbatim:
        return 0
    position = 0
    for index, character in enumerate(run.text):
        position += cell_len(character)
        if position > column:
            return index
    return max(len(run.text) - 1, 0)


def _first_answer(paper: Paper, start: int, line: Line) -> int | None:
    for run in _source_runs(line.runs):
        begin, end = start + run.start, start + run.end
        for _, position, piece in paper.pieces_in(begin, end):
            for span in piece.spans:
                if position + span.start < end and position + span.end > begin:
                    return max(position + span.start, begin) - start
    return None


def _source_runs(runs: Iterable[Run]) -> Iterator[Run]:
    return (run for run in runs if run.is_source)
