"""The units of a table at the margin: its head with the first row; each further row is read behind the head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from screens.preview.markdown.block_source import BlockSource
from screens.preview.markdown.blocks import closing_rows, parse_blocks, table_cells
from screens.preview.markdown.drawn_lines import DrawnLine, TextRun
from screens.preview.markdown.inline import parser
from screens.preview.markdown.tables import (
    RowSizes,
    TableFit,
    column_sides,
    further_row_lines,
    plain_row_sizes,
    table_row,
    whole_table_lines,
)

_TABLE = re.compile(
    r"""
    (?P<head> (?=[^\n]*\|) [^\n]* \n [ ]{0,3} [|:-] [-|:\ \t]* \r?\n )
    (?: \| [^\n]* (?:\n|$) ){2,}
    (?: [\ \t\r]* \n )* [\ \t\r]*
    """,
    re.VERBOSE,
)
"""A head, the row of dashes below it, and at least two rows that each begin with a bar, which no other block does."""


def split_table(block: str, longest: int) -> tuple[str, list[str]] | None:
    """Return the head of a table and its units, which joined are the block; None for what is no such table.

    A table with a line longer than `longest` is none either.
    """
    found = _TABLE.fullmatch(block)
    if found is None or not _is_head(found["head"]):
        return None
    head = found["head"]
    lines = block[len(head) :].splitlines(keepends=True)
    while not lines[-1].strip():
        last = lines.pop()
        lines[-1] += last
    if max(map(len, lines)) > longest:
        return None
    return head, [head + lines[0], *lines[1:]]


@lru_cache(maxsize=64)
def _is_head(head: str) -> bool:
    tokens = parser().parse(head.replace("\r", ""))
    return bool(tokens) and tokens[0].type == "table_open"


def plain_sizes(page: BlockSource, columns: int) -> RowSizes | None:
    """Return the sizes of the cells of a row without any markup, which takes no parser; None for any other."""
    if not page.lead or any(extent.mark == "unfinished" for extent in page.marked):
        return None
    return plain_row_sizes(page.text[page.lead :], columns)


class TableUnit:
    """A unit of a table as it was read, to be drawn in columns of any widths."""

    def __init__(self, page: BlockSource) -> None:
        self._page = page
        self._table = parse_blocks(page)[0]
        self._rows = [table_row(page, table_cells(row)) for part in self._table.blocks for row in part.blocks]
        self._sides = column_sides(table_cells(self._table.blocks[0].blocks[0]))

    @property
    def sizes(self) -> Sequence[RowSizes]:
        """The sizes of the rows in it."""
        sizes = [row.sizes() for row in self._rows]
        return sizes[-1:] if self._page.lead else sizes

    def lines(self, fit: TableFit, width: int) -> list[DrawnLine]:
        """Return the unit as lines."""
        page, table = self._page, self._table
        if page.lead:
            lines = further_row_lines(page, self._rows, self._sides, fit, width)
        else:
            lines = whole_table_lines(page, self._rows, self._sides, (table.first, table.after), fit, width)
        return [_shift(line, -page.lead) for line in (*lines, *closing_rows(page, table))]


def _shift(line: DrawnLine, by: int) -> DrawnLine:
    if not by:
        return line
    runs: Iterator[TextRun] = (run.shift(by) for run in line.runs)
    return DrawnLine(tuple(runs), line.at + by, line.reach)
