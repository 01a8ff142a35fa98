"""Pasted text of several lines as items and rows."""

from __future__ import annotations

import re

from wizard.answers import Answer
from wizard.kinds import plural

_MARKER = re.compile(r"[ \t]*(?:[-*+•]|\d{1,4}[.)])[ \t]+")
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_LINE_END = re.compile(r"\r\n|\r|\n")


def pasted_lines(count: int, noun: str) -> str:
    """What is said when lines became items."""
    return f"{count} lines pasted, {count} {plural(noun, count)} added. ^Z takes them back."


def lines_of(text: str) -> list[str]:
    """The lines that hold something; the marks of a Markdown list go, as every line has one."""
    lines = [line for line in _LINE_END.split(text) if line.strip()]
    if len(lines) > 1 and all(_MARKER.match(line) for line in lines):
        lines = [_MARKER.sub("", line, count=1) for line in lines]
    return [line.strip() for line in lines]


def as_items(text: str, *, with_boxes: bool) -> tuple[Answer, ...]:
    """An item for every line, ticked where a box says so."""
    lines = lines_of(text)
    if not with_boxes:
        return tuple(lines)
    tasks = [task_of(line) or (False, line) for line in lines]
    return tuple({"text": text, "done": is_done} for is_done, text in tasks if text)


def as_rows(text: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """Cells for every line: cut at tabs, as from a spreadsheet, or at the bars of a Markdown table.

    What is left over goes into the last column.
    """
    lines = [line for line in _LINE_END.split(text) if line.strip()] if "\t" in text else lines_of(text)
    rows = [_cells(line) for line in lines]
    filled = [cells for cells in rows if not all(set(cell) <= set("-: ") for cell in cells)]
    return tuple((*cells[: columns - 1], " ".join(cells[columns - 1 :])) for cells in filled)


def task_of(line: str) -> tuple[bool, str] | None:
    """Whether a task is done, and its text, for a line such as `[x] Write the tests`."""
    found = _TASK.match(line)
    return None if found is None else (found[1] != " ", line[found.end() :])


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    bare = line.strip()
    if bare.startswith("|") and bare.endswith("|") and len(bare) > 1:
        return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", bare[1:-1])]
    return [bare]
