"""A JSON text as nodes with positions, the same nodes as of YAML.

`json` reads the text without positions. But keys and values are read in the order in which they begin in the text, so
the positions where one begins belong to them one by one: those of `{"a": [1]}` are of `{`, `"a"`, `[` and `1`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final, TypeAlias, cast

from wizard.errors import InvalidFileError, Problem
from wizard.files.serialization.document_nodes import MappingNode, Node, ScalarNode, SequenceNode
from wizard.limits import MAX_JSON_DIGITS, MAX_JSON_LEVELS

_Value: TypeAlias = "str | int | float | bool | list[_Value] | tuple[tuple[str, _Value], ...] | None"
"""What `json` returns; an object as pairs, so that a duplicate key is seen."""

_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{\]}\n]|[^\s"\[\]{},:]+', re.DOTALL)
_EXPECTED: Final = {
    "Expecting value": "a value",
    "Expecting property name enclosed in double quotes": "a key in double quotes",
    "Expecting ':' delimiter": "a ':'",
    "Expecting ',' delimiter": "',' or a closing bracket",
    # Python 3.13 and later say so at the comma; those before tell what they expect after it.
    "Illegal trailing comma before end of object": "a key in double quotes",
    "Illegal trailing comma before end of array": "a value",
}
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_WRONG: Final = {
    "Extra data": "the document has ended, and there is more",
    "Unterminated string starting at": "a quote is opened here and never closed",
    "Invalid control character at": "a text contains a line end or control character; write \\n or its like",
}


def read_json(text: str, source: str) -> Node:
    """Return the nodes of a JSON document (RFC 8259); raise InvalidFileError when it is none or has duplicate keys."""
    places = list(_positions(text, source))
    try:
        value = cast("_Value", json.loads(text, object_pairs_hook=tuple))
    except json.JSONDecodeError as error:
        raise InvalidFileError((_syntax_problem(error, source),)) from None
    problems: list[Problem] = []
    node = _node(value, iter(places), source, problems)
    if problems:
        raise InvalidFileError(tuple(problems))
    return node


def _positions(text: str, source: str) -> Iterator[tuple[int, int]]:
    """Yield the line and column where each key and value begins; raise InvalidFileError at one that is refused."""
    line, line_start, level = 1, 0, 0
    for token in _TOKEN.finditer(text):
        written, column = token[0], token.start() - line_start + 1
        if written == "\n":
            line, line_start = line + 1, token.end()
        elif written in "]}":
            level -= 1
        elif refusal := _refusal(written, level):
            raise InvalidFileError((Problem(source, line, column, *refusal),))
        else:
            level += written in "[{"
            yield line, column


def _refusal(written: str, level: int) -> tuple[str, str] | None:
    """Return a problem's code and message for what `json` accepts against RFC 8259 or our bounds, or None."""
    if level > MAX_JSON_LEVELS:
        return "too-much", f"this is nested deeper than {MAX_JSON_LEVELS} levels"
    if len(written) > MAX_JSON_DIGITS and written[0] in "-0123456789":
        return "too-much", f"a number has at most {MAX_JSON_DIGITS} digits"
    if written in ("NaN", "Infinity", "-Infinity"):
        return "json-syntax", f"a value is expected here, not {written[0]!r}"
    return None


def _node(value: _Value, places: Iterator[tuple[int, int]], source: str, problems: list[Problem]) -> Node:
    line, column = next(places)
    if isinstance(value, list):
        return SequenceNode([_node(inner, places, source, problems) for inner in value], line, column)
    if not isinstance(value, tuple):
        _report_half_characters(value, line, column, source, problems)
        return ScalarNode(value, line, column)
    entries: dict[str, tuple[ScalarNode, Node]] = {}
    for name, inner in value:
        key = ScalarNode(name, *next(places))
        _report_half_characters(name, key.line, key.column, source, problems)
        node = _node(inner, places, source, problems)
        first, _ = entries.setdefault(name, (key, node))
        if first is not key:
            message = f"'{name[:60]}' appears a second time; the first is on line {first.line}"
            problems.append(Problem(source, key.line, key.column, "duplicate-key", message))
    return MappingNode(entries, line, column)


def _report_half_characters(value: object, line: int, column: int, source: str, problems: list[Problem]) -> None:
    """Report a surrogate without its other half (RFC 8259, section 8.2), which no file in UTF-8 can hold."""
    if isinstance(value, str) and (found := _SURROGATE.search(value)):
        message = f"\\u{ord(found[0]):x} is half a character, and the other half is missing"
        problems.append(Problem(source, line, column, "json-syntax", message))


def _syntax_problem(error: json.JSONDecodeError, source: str) -> Problem:
    expected = _EXPECTED.get(error.msg)
    if expected is None:
        message = _WRONG.get(error.msg, error.msg[:1].lower() + error.msg[1:])
        return Problem(source, error.lineno, error.colno, "json-syntax", message)
    at_comma = error.msg.startswith("Illegal trailing comma")
    at = len(error.doc) - len(error.doc[error.pos + at_comma :].lstrip(" \t\r\n"))
    found = error.doc[at : at + 1]
    message = f"{expected} is expected here, not {found!r}" if found else f"{expected} is missing at the end"
    line, line_start = error.doc.count("\n", 0, at) + 1, error.doc.rfind("\n", 0, at) + 1
    return Problem(source, line, at - line_start + 1, "json-syntax", message)
