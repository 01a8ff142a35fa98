"""YAML as text in and out: every value with its place, nothing constructed, nothing guessed.

Scalars follow the core schema of YAML 1.2: only true and false are booleans, dates stay text, `yes` and `on` too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Protocol

import yaml
from msgspec import Struct, field

from wizard.errors import FileProblems, Problem
from wizard.yaml_nodes import Entries, Items, Node, Scalar, node_at, plain, unknown_keys
from wizard.yaml_syntax import syntax_mark, syntax_message

__all__ = [
    "Entries",
    "Items",
    "Node",
    "Scalar",
    "compose",
    "node_at",
    "plain",
    "read_yaml",
    "unknown_keys",
]

MOST_LEVELS: Final = 100
MOST_NODES: Final = 2_000_000
MOST_PROBLEMS: Final = 1_000
MOST_ALIASED: Final = 100_000
"""How many values may come from aliases; a few lines of them can stand for billions."""


def read_yaml(text: str, source: str, first_line: int = 1) -> Node:
    """The nodes of one YAML document; FileProblems with every mistake when it holds any.

    `source` names the file in problems, and `first_line` is the line of the file on which the text begins.
    """
    problems: list[Problem] = []
    node = compose(text, source, first_line, problems)
    if problems or node is None:
        raise FileProblems(tuple(problems))
    return node


def compose(text: str, source: str, first_line: int, problems: list[Problem]) -> Node | None:
    """The same with what is wrong added to `problems`; None when there is no telling what is meant."""
    composing = _Composing(source, first_line, problems)
    if (unreadable := _UNREADABLE.search(text)) is not None:
        composing.problem_at_offset(text, unreadable.start(), "yaml-character", _unreadable_message(unreadable[0]))
        return None
    try:
        return composing.compose(_events(text))
    except yaml.MarkedYAMLError as error:
        mark = syntax_mark(error)
        lines = text.split("\n")
        message = syntax_message(error, lines[mark.line] if mark.line < len(lines) else "", mark.column)
        # What was made of a line that cannot be read is no help.
        problems[:] = [problem for problem in problems if problem.line != first_line + mark.line]
        composing.problem(mark.line, mark.column, "yaml-syntax", message)
    except yaml.YAMLError as error:
        composing.problem(0, 0, "yaml-syntax", f"this is not YAML: {error}"[:200])
    except _TooMuch as limit:
        composing.problem(limit.line, limit.column, "too-much", limit.message)
    return None


class _Parser(Protocol):
    def get_event(self) -> yaml.Event: ...


_PARSER: Callable[[str], _Parser] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: Mapping[str, str | float | bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((f"{sign}.{inf}" for sign in ("", "+") for inf in ("inf", "Inf", "INF")), float("inf")),
    **dict.fromkeys((f"-.{inf}" for inf in ("inf", "Inf", "INF")), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_MAY_BE_NUMBER = frozenset("+-.0123456789")
_MOST_DIGITS = 300


def _events(text: str) -> Iterator[yaml.Event]:
    parser = _PARSER(text)
    event = parser.get_event()
    while type(event) is not yaml.StreamEndEvent:
        yield event
        event = parser.get_event()


class _Mark(Protocol):
    line: int
    column: int


class _TooMuch(Exception):
    def __init__(self, mark: _Mark, message: str) -> None:
        self.line = mark.line
        self.column = mark.column
        self.message = message


def _scalar_value(text: str) -> str | int | float | bool | None:
    """A plain scalar by the core schema (YAML 1.2.2, section 10.3.2)."""
    if text[:1] not in _MAY_BE_NUMBER or len(text) > _MOST_DIGITS:
        return _WORDS.get(text, text)
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


class _Frame(Struct):
    """A list or mapping whose end has not come yet."""

    node: Items | Entries
    anchor: str | None
    nodes_before: int
    key: Scalar | None = None


class _Composing(Struct):
    """Nodes from parser events. A stack, and not recursion, so that no depth of nesting can hurt."""

    source: str
    first_line: int
    problems: list[Problem]
    root: Node | None = None
    frames: list[_Frame] = field(default_factory=list["_Frame"])
    anchored: dict[str, tuple[Node | None, int]] = field(default_factory=dict[str, "tuple[Node | None, int]"])
    """`{anchor: (node, how many nodes it stands for)}`; None while the node is not complete."""
    nodes: int = 0
    aliased: int = 0

    def compose(self, events: Iterator[yaml.Event]) -> Node:
        steps: dict[type[yaml.Event], Callable[..., None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.SequenceStartEvent: self.start_items,
            yaml.MappingStartEvent: self.start_entries,
            yaml.SequenceEndEvent: self.end,
            yaml.MappingEndEvent: self.end,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
        }
        for event in events:
            if step := steps.get(type(event)):
                step(event)
        return self.root if self.root is not None else Scalar(None, self.first_line, 1)

    def problem(self, line: int, column: int, code: str, message: str) -> None:
        """A problem at a 0-based place of the text."""
        self.problems.append(Problem(self.source, self.first_line + line, column + 1, code, message))

    def problem_at_offset(self, text: str, offset: int, code: str, message: str) -> None:
        line_start = text.rfind("\n", 0, offset) + 1
        self.problem(text.count("\n", 0, offset), offset - line_start, code, message)

    def document(self, event: yaml.DocumentStartEvent) -> None:
        if self.root is not None:
            raise _TooMuch(event.start_mark, "a second document begins here; only one is read")

    def scalar(self, event: yaml.ScalarEvent) -> None:
        mark = event.start_mark
        if event.tag is not None:
            self.tag(event)
        text: str = event.value
        is_plain = event.tag is None and event.implicit[0]
        frame = self.frames[-1] if self.frames else None
        is_key = frame is not None and frame.key is None and type(frame.node) is Entries
        value = _scalar_value(text) if is_plain and not is_key else text
        node = Scalar(value, self.first_line + mark.line, mark.column + 1)
        if event.anchor is not None:
            self.anchored[event.anchor] = (node, 1)
        self.add(node, mark)

    def start_items(self, event: yaml.SequenceStartEvent) -> None:
        self.start(Items([], self.first_line + event.start_mark.line, event.start_mark.column + 1), event)

    def start_entries(self, event: yaml.MappingStartEvent) -> None:
        self.start(Entries({}, self.first_line + event.start_mark.line, event.start_mark.column + 1), event)

    def start(self, node: Items | Entries, event: yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            self.tag(event)
        if len(self.frames) >= MOST_LEVELS:
            raise _TooMuch(event.start_mark, f"this is nested deeper than {MOST_LEVELS} levels")
        if event.anchor is not None:
            self.anchored[event.anchor] = (None, 0)
        self.frames.append(_Frame(node, event.anchor, self.nodes))

    def end(self, event: yaml.CollectionEndEvent) -> None:
        frame = self.frames.pop()
        if frame.anchor is not None:
            self.anchored[frame.anchor] = (frame.node, self.nodes - frame.nodes_before + 1)
        self.add(frame.node, event.start_mark)

    def alias(self, event: yaml.AliasEvent) -> None:
        mark = event.start_mark
        node, size = self.anchored.get(event.anchor, (None, 0))
        if node is None:
            meant = "stands inside of itself" if event.anchor in self.anchored else "is not known"
            hint = f"the alias *{event.anchor[:60]} {meant}; text that begins with * must stand in quotes"
            self.problem(mark.line, mark.column, "yaml-alias", hint)
            node = Scalar(None, self.first_line + mark.line, mark.column + 1)
        self.aliased += size
        if self.aliased > MOST_ALIASED:
            raise _TooMuch(mark, f"the aliases stand for more than {MOST_ALIASED:,} values; write them out")
        self.nodes += size
        self.add(node, mark)

    def add(self, node: Node, mark: _Mark) -> None:
        """Put a complete node into the list or mapping that it stands in."""
        self.nodes += 1
        if len(self.problems) > MOST_PROBLEMS:
            raise _TooMuch(mark, f"more than {MOST_PROBLEMS:,} mistakes stand before this")
        if self.nodes > MOST_NODES:
            raise _TooMuch(mark, f"this holds more than {MOST_NODES:,} values")
        if not self.frames:
            self.root = node
            return
        frame = self.frames[-1]
        if isinstance(frame.node, Items):
            frame.node.nodes.append(node)
        elif frame.key is None:
            frame.key = self.key(node)
        else:
            key, frame.key = frame.key, None
            self.enter(frame.node, key, node)

    def key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return node
        message = "a key must be a text; a value with {{ }} or { } in it must stand in quotes"
        self.problems.append(Problem(self.source, node.line, node.column, "yaml-key", message))
        return Scalar(f"?{len(self.problems)}", node.line, node.column)

    def enter(self, mapping: Entries, key: Scalar, node: Node) -> None:
        name = str(key.value)
        first = mapping.entries.get(name)
        if first is not None:
            message = f"'{name[:60]}' stands here a second time; the first is on line {first[0].line}"
            self.problems.append(Problem(self.source, key.line, key.column, "duplicate-key", message))
        elif name == "<<":
            message = "merge keys are not read; write the keys out"
            self.problems.append(Problem(self.source, key.line, key.column, "yaml-merge", message))
        else:
            mapping.entries[name] = (key, node)

    def tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        mark = event.start_mark
        if event.tag not in ("!", "tag:yaml.org,2002:str"):
            message = f"the tag {event.tag[:60]} is not read; text that begins with ! must stand in quotes"
            self.problem(mark.line, mark.column, "yaml-tag", message)


def _unreadable_message(character: str) -> str:
    name = {"\x00": "a NUL character", "\ufeff": "a byte order mark"}.get(character, "a control character")
    return f"{name} (U+{ord(character):04X}) cannot stand here; take it out, or write it as an escape in double quotes"
