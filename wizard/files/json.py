"""JSON as text in, every value with its place, in the same nodes as YAML."""

from __future__ import annotations

import re
from bisect import bisect_right
from json import JSONDecodeError, JSONDecoder
from typing import Final, NoReturn

from msgspec import Struct, field

from wizard.errors import FileProblems, Problem
from wizard.files.yaml_nodes import Entries, Items, Node, Scalar

MOST_LEVELS: Final = 100
MOST_DIGITS: Final = 300

_TEXT = JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile(r"true|false|null")
_WORDS = {"true": True, "false": False, "null": None}


def read_json(text: str, source: str) -> Node:
    """The nodes of one JSON document (RFC 8259); FileProblems when it is none, or when a key stands twice."""
    reading = _Reading(text, source, [found.end() for found in re.finditer("\n", text)])
    try:
        node = reading.document()
    except JSONDecodeError as error:
        reading.note(error.pos, "json-syntax", _in_words(error.msg))
    except _StopError as stop:
        reading.note(stop.offset, stop.code, stop.message)
    else:
        if not reading.problems:
            return node
    raise FileProblems(tuple(reading.problems))


class _StopError(Exception):
    def __init__(self, offset: int, message: str, code: str = "json-syntax") -> None:
        self.offset = offset
        self.message = message
        self.code = code


class _Reading(Struct):
    """A text and how far it has been read."""

    text: str
    source: str
    line_starts: list[int]
    """Where the lines after the first begin."""
    at: int = 0
    problems: list[Problem] = field(default_factory=list[Problem])

    def place(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column."""
        line = bisect_right(self.line_starts, offset)
        return line + 1, offset - (self.line_starts[line - 1] if line else 0) + 1

    def note(self, offset: int, code: str, message: str) -> None:
        self.problems.append(Problem(self.source, *self.place(offset), code, message))

    def document(self) -> Node:
        node = self.node(0)
        self.skip_space()
        if self.at < len(self.text):
            raise _StopError(self.at, "the document has ended, and there is more")
        return node

    def node(self, level: int) -> Node:
        mark = self.skip_space()
        if level > MOST_LEVELS:
            raise _StopError(self.at, f"this is nested deeper than {MOST_LEVELS} levels", "too-much")
        match mark:
            case "{":
                return self.entries(level)
            case "[":
                return self.items(level)
            case _:
                return self.scalar(mark)

    def scalar(self, mark: str) -> Scalar:
        line, column = self.place(self.at)
        if mark == '"':
            written, self.at = _TEXT.raw_decode(self.text, self.at)
            return Scalar(str(written), line, column)
        if word := _WORD.match(self.text, self.at):
            self.at = word.end()
            return Scalar(_WORDS[word[0]], line, column)
        number = _NUMBER.match(self.text, self.at)
        if number is None:
            self.expected("a value")
        if len(number[0]) > MOST_DIGITS:
            raise _StopError(self.at, f"a number has at most {MOST_DIGITS} digits", "too-much")
        self.at = number.end()
        return Scalar(int(number[0]) if number[1] is number[2] is None else float(number[0]), line, column)

    def items(self, level: int) -> Items:
        items = Items([], *self.place(self.at))
        self.at += 1
        if self.skip_space() == "]":
            self.at += 1
            return items
        while True:
            items.nodes.append(self.node(level + 1))
            if self.goes_on("]"):
                return items

    def entries(self, level: int) -> Entries:
        mapping = Entries({}, *self.place(self.at))
        self.at += 1
        if self.skip_space() == "}":
            self.at += 1
            return mapping
        while True:
            self.entry(mapping, level)
            if self.goes_on("}"):
                return mapping

    def entry(self, mapping: Entries, level: int) -> None:
        mark = self.skip_space()
        if mark != '"':
            self.expected("a key in double quotes")
        start = self.at
        key = self.scalar(mark)
        if self.skip_space() != ":":
            self.expected("a ':'")
        self.at += 1
        node = self.node(level + 1)
        name = str(key.value)
        if name in mapping.entries:
            first = mapping.entries[name][0].line
            self.note(start, "duplicate-key", f"'{name[:60]}' stands here a second time; the first is on line {first}")
        else:
            mapping.entries[name] = (key, node)

    def goes_on(self, close: str) -> bool:
        """Whether the list or mapping ends here; steps over what ends or separates."""
        mark = self.skip_space()
        if mark not in (close, ",") or not mark:
            self.expected(f"',' or '{close}'")
        self.at += 1
        return mark == close

    def skip_space(self) -> str:
        """The next character, or nothing at the end."""
        space = _SPACE.match(self.text, self.at)
        assert space is not None
        self.at = space.end()
        return self.text[self.at : self.at + 1]

    def expected(self, what: str) -> NoReturn:
        found = self.text[self.at : self.at + 1]
        raise _StopError(
            self.at, f"{what} is expected here, not {found!r}" if found else f"{what} is missing at the end"
        )


def _in_words(message: str) -> str:
    return {
        "Unterminated string starting at": "a quote is opened here and never closed",
        "Invalid control character at": "a line end or control character stands in a text; write \\n or its like",
    }.get(message, message[:1].lower() + message[1:])
