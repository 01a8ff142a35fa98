"""What YAML's parser says, in words that say what to do."""

from __future__ import annotations

from typing import Final, NamedTuple

import yaml


class Mark(NamedTuple):
    """A place in a text, 0-based."""

    line: int
    column: int


_HINTS: Final = (
    ("found undefined tag handle", "text that begins with ! must stand in quotes"),
    ("unknown escape character", "a \\ in double quotes begins an escape; write \\\\ or use single quotes"),
    ("cannot start any token", "text that begins with this character must stand in quotes"),
    ("while parsing a flow sequence", "a ']' or ',' is missing; text that begins with [ must stand in quotes"),
    ("while parsing a flow mapping", "a '}' or ',' is missing; text that begins with { must stand in quotes"),
    ("while scanning a quoted scalar", "a quote is opened here and never closed"),
    ("could not find expected ':'", "a ':' is missing after the key, or the line is indented wrongly"),
    ("did not find expected '-' indicator", "this line is not indented like the items above it"),
    ("did not find expected key", "this line is not indented like the keys above it"),
    ("block sequence entries are not allowed", "a list cannot begin here; put its '- ' on a line of its own"),
)
_SECOND_COLON: Final = "there is a second ': ' in this line; put the text in quotes"
_BEGIN_FURTHER_UP: Final = (
    "while parsing a flow sequence",
    "while parsing a flow mapping",
    "while scanning a quoted scalar",
)


def syntax_mark(error: yaml.MarkedYAMLError) -> Mark:
    """Where the mistake was made, which for brackets and quotes is where they open."""
    marks = (error.problem_mark, error.context_mark)
    if error.context in _BEGIN_FURTHER_UP and "escape" not in (error.problem or ""):
        marks = (error.context_mark, error.problem_mark)
    mark = marks[0] or marks[1]
    return Mark(mark.line, mark.column) if mark is not None else Mark(0, 0)


def syntax_message(error: yaml.MarkedYAMLError, line: str, column: int) -> str:
    """What to do about a mistake; `line` is the text of the line on which it stands."""
    said = f"{error.problem or ''} {error.context or ''}".strip()
    value = line[: column + 2].rpartition(": ")[2] or line[: column + 2].rpartition("- ")[2]
    if value.lstrip().startswith("{{") or line.lstrip(" -").startswith("{{"):
        return "text that begins with {{ must stand in quotes"
    if line[column : column + 1] == "\t":
        return "a tab stands where spaces must; indent with spaces"
    begins_line = not line[:column].strip(" -")
    if "mapping values are not allowed" in said:
        is_second = ": " in line[:column]
        return _SECOND_COLON if is_second else "this line does not fit below the one above it; mind the indentation"
    if "did not find expected key" in said and not begins_line:
        return "text stands behind the closing quote or bracket; put the whole text in quotes"
    return next((hint for mark, hint in _HINTS if mark in said), said)
