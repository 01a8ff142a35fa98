"""The cells of a terminal with their styles, as far as the sequences go that Textual draws with."""

from __future__ import annotations

import re

from rich.cells import cell_len

_STEP = re.compile(
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H|\x1b\[(?P<style>[\d;]*)m|(?P<clear>\x1b\[2J)"
    r"|\x1b\[[0-9;?<>=$]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.|[\r\n]|(?P<text>[^\x1b\r\n])"
)

Cell = tuple[str, str]
"""A character and the style that it is drawn in."""


def terminal_cells(output: bytes, columns: int, rows: int) -> list[list[Cell]]:
    """Return what is on a terminal after a program's output."""
    cells = [[(" ", "")] * columns for _ in range(rows)]
    row = column = 0
    style = ""
    for step in _STEP.finditer(output.decode(errors="ignore")):
        if step["row"] is not None:
            row, column = int(step["row"]) - 1, int(step["column"]) - 1
        elif step["style"] is not None:
            style = "" if step["style"] in ("", "0") else f"{style};{step['style']}"
        elif step["clear"] is not None:
            cells = [[(" ", "")] * columns for _ in range(rows)]
        elif step["text"] is not None:
            width = cell_len(step["text"])
            if column + width <= columns:
                cells[row][column : column + width] = [(step["text"], style), *[("", style)] * (width - 1)]
            column += width
    return cells
