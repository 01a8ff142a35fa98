"""Pasted text of several lines as items and rows, and what is said when they come and go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wizard.answers.parsing import DRAWN_BOX, OPEN_BOXES
from wizard.markdown.syntax import LIST_MARKER, TASK_BOX
from wizard.message_text import pluralize
from wizard.model.answers import Answer

# Lists of word processors, chats and of the drawn plan are pasted with bullets and boxes that Markdown does not have.
# Such a box needs no bullet before it, and stays, as it says whether the task is done. Word puts no-break spaces
# behind a bullet.
_BLANK = "[ \t\u00a0]"
_BOX = rf"(?:{TASK_BOX}|{DRAWN_BOX}|[✓✔✅]\ufe0f?)"
_LIST_MARKER = re.compile(rf"{_BLANK}*(?:(?:{LIST_MARKER}|[•◦‣⁃▪■●○·–—])(?:{_BLANK}+|$)|(?={_BOX}(?:{_BLANK}|$)))")
_TASK_BOX = re.compile(rf"({_BOX}){_BLANK}+")
_EMPTY_TASK = re.compile(_BOX)
# GitHub's tables (GFM 0.29 §4.10): a cell ends at a bar that no backslash escapes.
_BAR = re.compile(r"(?<!\\)\|")
# The same of a table without outer bars, in which blanks stand around every bar.
_BARE_BAR = re.compile(r"(?<=[ \t])\|(?=[ \t])")
_RULE_CHARACTERS = set("-: ")


def added_notice(count: int, noun: str) -> str:
    """Return the notice that lines became items."""
    if count == 1:
        return f"1 line pasted as 1 {noun}. Ctrl+Z undoes it."
    return f"{count} lines pasted as {count} {pluralize(noun, count)}. Ctrl+Z undoes it."


def removed_notice(noun: str) -> str:
    """Return the notice that a row or an item was removed."""
    return f"1 {noun} removed. Ctrl+Z undoes it."


def joined_notice(count: int) -> str:
    """Return the notice that lines became one line."""
    return f"Joined {count} lines into one. Ctrl+Z undoes it."


def rejected_notice(why: str) -> str:
    """Return the notice that a paste was rejected."""
    return f"Paste ignored: {why}"


def normalize_line_ends(text: str) -> str:
    """Return the text with a line feed in place of `\\r\\n` and `\\r`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split_lines(text: str) -> list[str]:
    """Return the lines that are not blank, unchanged."""
    return [line for line in normalize_line_ends(text).split("\n") if line.strip()]


def unmarked_lines(text: str) -> list[str]:
    """Return the lines that are not blank; those of a list as its items, without markers, each on one line.

    Lists of several kinds may be mixed, and other lines stand between them.
    """
    lines = split_lines(text)
    if not any(map(_LIST_MARKER.match, lines)):
        return [line.strip() for line in lines]
    return [item for item in _list_items(lines) if item and not _EMPTY_TASK.fullmatch(item)]


def parse_items(text: str, *, with_boxes: bool) -> tuple[Answer, ...]:
    """Return an item for every line, ticked where a task box says so."""
    lines = unmarked_lines(text)
    if with_boxes:
        tasks = [parse_task(line) or (False, line) for line in lines]
        return tuple({"text": text, "done": is_done} for is_done, text in tasks if text)
    if lines and all(map(_TASK_BOX.match, lines)):
        lines = [line for line in (_TASK_BOX.sub("", line, count=1).strip() for line in lines) if line]
    return tuple(lines)


def parse_rows(text: str, heads: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return cells for every line, split at tabs, as from a spreadsheet, or at the bars of a Markdown table.

    Cells beyond the last column are joined into it; a first row that only repeats the heads is dropped.
    """
    rows = [cells for cells in _split_rows(text) if not all(set(cell) <= _RULE_CHARACTERS for cell in cells)]
    if rows and [cell.casefold() for cell in rows[0]] == [head.casefold() for head in heads]:
        del rows[0]
    last = len(heads) - 1
    return tuple((*cells[:last], " ".join(cells[last:])) if len(cells) > last else tuple(cells) for cells in rows)


def parse_task(line: str) -> tuple[bool, str] | None:
    """Return whether a task is done, and its text, for a line such as `[x] Write the tests`; None for other lines."""
    found = _TASK_BOX.match(line)
    return None if found is None else (found[1] not in OPEN_BOXES, line[found.end() :])


def _list_items(lines: list[str]) -> Iterator[str]:
    """Yield the items of lists and the lines between: an indented line without a marker continues the item before."""
    item, is_in_list = "", False
    for line in lines:
        marker = _LIST_MARKER.match(line)
        if marker is None and is_in_list and line[0] in " \t":
            item = f"{item} {line.strip()}"
            continue
        yield item
        item, is_in_list = line[marker.end() if marker else 0 :].strip(), marker is not None
    yield item


def _split_rows(text: str) -> list[list[str]]:
    lines = split_lines(text)
    if any("\t" in line.strip() for line in lines):
        return [[cell.strip() for cell in line.split("\t")] for line in lines]
    if lines and all(line.strip()[:1] == "|" == line.strip()[-1:] and line.strip() != "|" for line in lines):
        return [_unescape_bars(_BAR.split(line.strip()[1:-1])) for line in lines]
    if len(lines) > 1 and all(map(_BARE_BAR.search, lines)):
        return [_unescape_bars(_BARE_BAR.split(line)) for line in lines]
    return [[line] for line in unmarked_lines(text)]


def _unescape_bars(cells: list[str]) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in cells]
