"""What formatters do to the layout of a Markdown text: prose wrapped anew, tables aligned, lists marked otherwise.

Each takes the lines of a text apart by simple rules of its own, which share nothing with the merge that they try out.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from functools import partial

_ITEM = re.compile(r"(\s*(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?)(.*)")
_MARKER = re.compile(r"(\s*)([-*+]|\d+[.)])\s+(\[.\]\s+)?")
_SENTENCE = re.compile(r"(?<=[.!?:;]) +(?=\S)")
_NO_PROSE = re.compile(r"\s*$|\s*(#|\||>|<|\[|---|===|```)|\s*\S+:$")


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """The lines of a text, each with what it begins with if it is prose outside of fences, else without."""
    in_fence = False
    for line in text.split("\n"):
        is_fence = line.lstrip().startswith("```")
        in_fence ^= is_fence
        item = _ITEM.match(line)
        if in_fence or is_fence or (not item and _NO_PROSE.match(line)):
            yield "", line
        elif item:
            yield item[1], item[2]
        else:
            rest = line.lstrip()
            yield line[: len(line) - len(rest)] or "\0", rest


def one_sentence_a_line(text: str) -> str:
    """Every sentence on a line of its own."""
    made: list[str] = []
    for start, line in _lines(text):
        start_text = start.strip("\0")
        sentences = _SENTENCE.split(line) if start and not line.startswith("**") else [line]
        made += [f"{start_text}{sentences[0]}", *(" " * _content_column(start_text) + each for each in sentences[1:])]
    return "\n".join(made)


def eighty_columns(text: str) -> str:
    """Prose in lines of eighty columns."""
    made: list[str] = []
    for start, line in _lines(text):
        start_text = start.strip("\0")
        if not start or len(start_text) + len(line) <= 80:
            made.append(f"{start_text}{line}")
            continue
        wrapped = textwrap.wrap(line, 80 - len(start_text), break_long_words=False, break_on_hyphens=False)
        made += [f"{start_text}{wrapped[0]}", *(" " * _content_column(start_text) + each for each in wrapped[1:])]
    return "\n".join(made)


def _content_column(start: str) -> int:
    return len(re.sub(r"\[.\]\s+$", "", start))


def aligned_tables(text: str) -> str:
    """The cells of every table as wide as the widest of their column."""
    made: list[str] = []
    table: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("|"):
            table.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]])
            continue
        made += _aligned(table)
        table = []
        made.append(line)
    return "\n".join(made[:-1])


def _aligned(table: list[list[str]]) -> Iterator[str]:
    count = max(map(len, table), default=0)
    rows = [[*row, *[""] * (count - len(row))] for row in table]
    widths = [max(3, *(len(row[column]) for row in rows)) for column in range(count)] if rows else []
    for row in rows:
        cells = [
            "-" * width if re.fullmatch("-+", cell) else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ]
        yield f"| {' | '.join(cells)} |"


def other_bullets(text: str) -> str:
    """Plus signs for the marks of lists, with one blank behind them."""
    return re.sub(r"^(\s*)[-*]\s+(?=\S)", r"\1+ ", text, flags=re.MULTILINE)


def four_space_indents(text: str) -> str:
    """Nested items indented twice as far."""
    return re.sub(r"^( +)(?=(?:[-*+]|\d+[.)])\s)", r"\1\1", text, flags=re.MULTILINE)


def no_trailing_blanks(text: str) -> str:
    """No blanks at the ends of lines."""
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)


def windows_line_ends(text: str) -> str:
    """CR LF at the end of each line."""
    return text.replace("\n", "\r\n")


def wrapped(text: str, columns: int, bullet: str = "") -> str:
    """All prose but headings in lines of so many columns; with a bullet, items as formatters mark and indent them."""
    made: list[str] = []
    for start, line in _lines(text):
        item = _MARKER.fullmatch(start)
        start_text = start.strip("\0")
        if bullet and item:
            start_text = f"{item[1].replace('    ', '  ')}{bullet if item[2] in '-*+' else item[2]} {item[3] or ''}"
        room = max(columns - len(start_text), 1)
        parts = textwrap.wrap(line, room, break_long_words=False, break_on_hyphens=False) if start else [line]
        made += [f"{start_text}{''.join(parts[:1])}", *(" " * _content_column(start_text) + each for each in parts[1:])]
    return "\n".join(made)


LAYOUTS: Mapping[str, Callable[[str], str]] = {
    "as it was": str,
    "one sentence a line": one_sentence_a_line,
    "eighty columns": eighty_columns,
    "aligned tables": aligned_tables,
    "other bullets": other_bullets,
    "four-space indents": four_space_indents,
    "no trailing blanks": no_trailing_blanks,
    "windows line ends": windows_line_ends,
}

"""Those that the corpus of merges is tried in."""

REWRAPPED: Mapping[str, Callable[[str], str]] = {
    **LAYOUTS,
    **{f"{columns} columns": partial(wrapped, columns=columns) for columns in (100, 72, 60, 40)},
    **{f"{columns} columns, formatted": partial(wrapped, columns=columns, bullet="-") for columns in (100, 80, 60)},
}


def words_of(text: str) -> list[str]:
    """The words of a text in whatever layout, with one mark for all bullets."""
    words = re.sub(r"-{3,}", "---", text).split()
    return ["-" if word in ("*", "+") else word for word in words]
