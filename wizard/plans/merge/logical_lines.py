r"""The lines of a text as they are compared: however prose is wrapped, tables are aligned, and lists are marked.

"- one\n  two\n* three" → "- one two" on two lines, "- three" on one

A paragraph that stands on several lines is one logical line, and so is an item with the lines that go on in it. What
would change the text in any layout is kept as it is: code, HTML, front matter, definitions of links. This is a reading
by lines, which never fails and takes a tenth of the parser's time; a mistake costs a conflict, and no text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from wizard.limits import MAX_OUTLINE_INDENT
from wizard.markdown.fences import fence_after
from wizard.markdown.syntax import (
    ATX_MARKER,
    DEFINITION_LABEL,
    HTML_BLOCK_NAMES,
    LIST_MARKER,
    SETEXT_UNDERLINE,
    THEMATIC_BREAK,
)

TextLines: TypeAlias = "tuple[str, ...]"
LineKind = Literal["text", "row", "verbatim", "blank"]
"""Prose with what it begins with, a row of a table, what no layout may change, nothing."""

# CommonMark 0.31 §5.2 list items, §4.2 headings, §4.1 thematic breaks, §4.3 the underline of a heading, §5.1 quotes,
# §4.7 definitions of links, which footnotes are written like.
_ITEM: Final = re.compile(rf"({LIST_MARKER})(?:[ \t]+(.*))?$")
_HEADING: Final = re.compile(ATX_MARKER)
_BREAK: Final = re.compile(rf"(?:{THEMATIC_BREAK}|{SETEXT_UNDERLINE})$")
_QUOTE: Final = re.compile(r"(?:>[ \t]?)+")
_DEFINITION: Final = re.compile(DEFINITION_LABEL)
_DELIMITER: Final = re.compile(r"(?<=\A:)-+(?=:?\Z)|\A-+(?=:?\Z)")
_PIPE: Final = re.compile(r"(?<!\\)\|")
# §4.6: HTML of the kinds that may follow a paragraph without a blank line; §5.2: so may a list only that begins at 1.
_HTML: Final = re.compile(
    rf"<(?:[!?]|/?(?:script|pre|style|textarea|{HTML_BLOCK_NAMES})(?:[ \t>]|/>|$))", re.IGNORECASE
)
_LATER_NUMBER: Final = re.compile(r"(?!0*1[.)])[0-9]+[.)]")
_CODE_INDENT: Final = 4
"""§4.4 indented code: blanks beyond what it stands in."""


class LogicalLine(Struct, frozen=True):
    """Lines that are compared as one."""

    key: str
    """Without what is only layout."""
    lines: TextLines
    kind: LineKind

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def verbatim_line(line: str) -> LogicalLine:
    """Return a line that is compared as it is."""
    return LogicalLine(line, (line,), "verbatim")


def read_logical_lines(lines: Sequence[str]) -> tuple[LogicalLine, ...]:
    """Return the logical lines of a text, in order."""
    reader = _LogicalLineReader()
    for line in lines[reader.read_front_matter(lines) :]:
        reader.read(line)
    return reader.finish()


def split_cells(row: str) -> list[str]:
    """Return the cells of a table's row, with the blanks around them (GFM 0.29 §4.10); a pipe ends each of them."""
    cells = _PIPE.split(row.strip()[1:])
    return cells if cells[-1].strip() else cells[:-1]


class _LogicalLineReader:
    def __init__(self) -> None:
        self._found: list[LogicalLine] = []
        self._pending: list[str] = []
        self._keys: list[str] = []
        self._quote = ""
        self._items: list[tuple[int, int]] = []
        """The columns where the open items begin, and where their text does."""
        self._fence = ""
        self._is_in_html = False
        self._is_in_comment = False

    def read_front_matter(self, lines: Sequence[str]) -> int:
        """Add the front matter, if there is any; return the number of its lines."""
        if not lines or lines[0].rstrip() != "---":
            return 0
        ends = (index + 1 for index, line in enumerate(lines) if index and line.rstrip() in ("---", "..."))
        end = next(ends, 0)
        self._found += map(verbatim_line, lines[:end])
        return end

    def read(self, line: str) -> None:
        text = line.strip(" \t")
        if self._fence:
            self._add_verbatim(line)
            self._fence = fence_after(text, self._fence)
        elif self._is_in_comment:
            self._add_verbatim(line)
            self._is_in_comment = "-->" not in line
        elif not text:
            self._close()
            self._is_in_html = False
            self._found.append(LogicalLine("", (line,), "blank"))
        elif self._is_in_html:
            self._add_verbatim(line)
        else:
            self._read_block(line, text)

    def finish(self) -> tuple[LogicalLine, ...]:
        self._close()
        return tuple(self._found)

    def _read_block(self, line: str, text: str) -> None:
        column = _column(line)
        if self._pending and not self._quote and (not _begins_block(text) or self._is_number_in_prose(column, text)):
            self._continue(line, text)
            return
        indent = self._indent(column)
        item = None if _BREAK.match(text) and len(text) > 1 else _ITEM.match(text)
        if not self._pending and column - (self._items[-1][1] if self._items else 0) >= _CODE_INDENT and not item:
            self._add_verbatim(line)
        elif item:
            self._open_item(line, item, indent, column)
        elif quote := _QUOTE.match(text):
            self._read_quote(line, text, quote, indent)
        elif text[0] == "|":
            self._close()
            cells = " | ".join(_DELIMITER.sub("---", cell.strip()) for cell in split_cells(text))
            self._found.append(LogicalLine(f"{indent}| {cells} |", (line,), "row"))
        elif text[0] == "<" or _DEFINITION.match(text):
            self._add_verbatim(line)
            is_comment = text.startswith("<!--")
            self._is_in_html = text[0] == "<" and not is_comment
            self._is_in_comment = is_comment and "-->" not in text
        elif self._starts_fence(text):
            self._add_verbatim(line)
        elif _BREAK.match(text):
            self._close()
            self._found.append(LogicalLine(indent + text, (line,), "verbatim"))
        else:
            self._open(line, indent + _squeezed(text))
            if _HEADING.match(text):
                self._close()

    def _is_number_in_prose(self, column: int, text: str) -> bool:
        """Whether a line begins with a number like "2027." as prose that was wrapped there may."""
        return _LATER_NUMBER.match(text) is not None and column >= (self._items[-1][1] if self._items else 0)

    def _starts_fence(self, text: str) -> bool:
        self._fence = fence_after(text, "")
        return bool(self._fence)

    def _open_item(self, line: str, item: re.Match[str], indent: str, column: int) -> None:
        marker, rest = item[1], item[2] or ""
        self._items.append((column, column + len(marker) + 1))
        bullet = "-" if marker in "-*+" else f"{marker[:-1]}."
        self._open(line, f"{indent}{bullet} {_squeezed(rest)}".rstrip(" "))
        self._fence = fence_after(rest, "")
        if self._fence or not rest:
            self._close()

    def _read_quote(self, line: str, text: str, quote: re.Match[str], indent: str) -> None:
        marks, rest = "> " * quote[0].count(">"), text[quote.end() :].strip(" \t")
        if self._pending and self._quote == marks and rest and not _begins_block(rest):
            self._continue(line, rest)
            return
        self._open(line, f"{indent}{marks}{_squeezed(rest)}".rstrip(" "))
        self._quote = marks
        if not rest or _begins_block(rest):
            self._close()

    def _open(self, line: str, key: str) -> None:
        self._close()
        self._pending, self._keys = [line], [key]

    def _continue(self, line: str, text: str) -> None:
        self._pending.append(line)
        self._keys.append(_squeezed(text))

    def _close(self) -> None:
        if self._pending:
            self._found.append(LogicalLine(" ".join(self._keys), tuple(self._pending), "text"))
        self._pending, self._keys, self._quote = [], [], ""

    def _add_verbatim(self, line: str) -> None:
        self._close()
        self._found.append(verbatim_line(line))

    def _indent(self, column: int) -> str:
        """Close the items that do not hold what begins at a column; return two blanks for each of the others."""
        while self._items and self._items[-1][0] >= column:
            self._items.pop()
        return "  " * len(self._items)


def _begins_block(text: str) -> bool:
    """Whether a line cannot go on a paragraph."""
    if text[0].isalpha():
        return False
    return bool(
        text[0] in "|>"
        or _HTML.match(text)
        or _HEADING.match(text)
        or _BREAK.match(text)
        or _ITEM.match(text)
        or fence_after(text, "")
        or _DEFINITION.match(text)
    )


def _squeezed(text: str) -> str:
    return " ".join(filter(None, text.replace("\t", " ").split(" ")))


def _column(line: str) -> int:
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return min(len(indent.expandtabs(4)), MAX_OUTLINE_INDENT) if indent else 0
