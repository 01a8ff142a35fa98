"""The rows of a plan's tables, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from wizard.markdown.blocks import Block


class Cell(Struct, frozen=True):
    """A cell of a table."""

    text: str
    column: int
    """The index of the text's first character in its line."""


class TableRow(Struct, frozen=True):
    """A row of a table, or its head."""

    line: int
    """The index of its line."""
    cells: tuple[Cell, ...]
    head: tuple[str, ...]
    """The texts of the table's head."""
    is_head: bool
    table: int
    """The index of the table's first line."""


_BAR: Final = re.compile(r"(?<!\\)(?:\\\\)*\|")
_BEFORE: Final = re.compile(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*")


def read_rows(lines: Sequence[str], blocks: Sequence[Block]) -> tuple[TableRow, ...]:
    """Return the rows of all tables from top to bottom, without those of dashes."""
    return tuple(row for block in blocks if block.kind == "table" for row in _rows(lines, block))


def _rows(lines: Sequence[str], block: Block) -> Iterator[TableRow]:
    cells = _cells(lines[block.start], is_first=True)
    head = tuple(cell.text for cell in cells)
    yield TableRow(block.start, cells, head, is_head=True, table=block.start)
    for index in range(block.start + 2, block.end):
        yield TableRow(index, _cells(lines[index], is_first=False), head, is_head=False, table=block.start)


def _cells(line: str, *, is_first: bool) -> tuple[Cell, ...]:
    opening = _BEFORE.match(line) if is_first else re.match(r"[ \t>]*", line)
    at = opening.end() if opening else 0
    bars = [found.end() - 1 for found in _BAR.finditer(line, at)]
    if bars and bars[0] == at:
        at = bars.pop(0) + 1
    stops = [*bars] if bars and not line[bars[-1] + 1 :].strip() else [*bars, len(line)]
    cells: list[Cell] = []
    for stop in stops:
        part = line[at:stop]
        cells.append(Cell(part.strip(), at + len(part) - len(part.lstrip())))
        at = stop + 1
    return tuple(cells)
