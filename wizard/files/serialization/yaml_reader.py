"""A YAML text as nodes with positions: nothing is constructed, nothing guessed (decision 0007).

text → the events of PyYAML's parser (libyaml's where it is there) → the nodes of `document_nodes`, without tags,
merge keys and keys that stand twice, bounded in depth and number. Scalars follow the core schema of YAML 1.2: only true
and false are booleans, dates stay text, `yes` and `on` too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Final, Protocol

import yaml
from msgspec import Struct, field
from yaml.reader import Reader

from wizard.errors import InvalidFileError, Problem
from wizard.files.serialization.document_nodes import MappingNode, Node, ScalarNode, SequenceNode
from wizard.limits import MAX_YAML_ALIASED_NODES, MAX_YAML_DIGITS, MAX_YAML_LEVELS, MAX_YAML_NODES, MAX_YAML_PROBLEMS


def read_yaml(text: str, source: str, first_line: int = 1) -> Node:
    """Return the nodes of one YAML document; raise InvalidFileError with every mistake when it holds any.

    `source` names the file in problems, and `first_line` is the line of the file on which the text begins.
    """
    problems: list[Problem] = []
    node = compose(text, source, first_line, problems)
    if problems or node is None:
        raise InvalidFileError(tuple(problems))
    return node


def compose(text: str, source: str, first_line: int, problems: list[Problem]) -> Node | None:
    """Do as `read_yaml`, but append mistakes to `problems`; return None after one that no node can be made of."""
    composer = _Composer(source, first_line, problems)
    try:
        return composer.document(text)
    except _UnreadableError as refused:
        composer.report(*composer.position(refused.mark), refused.code, refused.message)
        return None


class _Parser(Protocol):
    def get_event(self) -> yaml.Event: ...


_PARSER: Callable[[str], _Parser] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_START: Final = yaml.Mark("", 0, 0, 0, None, 0)


class _UnreadableError(Exception):
    """Raised when nothing can be read from a position on."""

    def __init__(self, mark: yaml.Mark, message: str, code: str = "too-much") -> None:
        self.mark = mark
        self.message = message
        self.code = code


class _Composer(Struct):
    """Makes nodes from the parser's events."""

    source: str
    first_line: int
    problems: list[Problem]
    anchors: dict[str, tuple[Node | None, int]] = field(default_factory=dict[str, "tuple[Node | None, int]"])
    """`{anchor: (node, how many values it holds)}`; None while the node is not complete."""
    nodes: int = 0
    aliased: int = 0

    def document(self, text: str) -> Node:
        """Return the root of the only document; raise _UnreadableError where nothing more can be read."""
        if (unreadable := Reader.NON_PRINTABLE.search(text)) is not None:
            raise _UnreadableError(
                _mark_at(text, unreadable.start()), _unreadable_message(unreadable[0]), "yaml-character"
            )
        try:
            return self.root(text)
        except yaml.MarkedYAMLError as error:
            raise self.refusal(error, text) from None

    def refusal(self, error: yaml.MarkedYAMLError, text: str) -> _UnreadableError:
        """Return the error for a mistake in the syntax, beyond which nothing can be read."""
        mark = _syntax_mark(error)
        # libyaml may refuse deep nesting before it sends what is nested; in the text before, it is found by ourselves.
        with suppress(yaml.YAMLError):
            _Composer(self.source, self.first_line, []).root(text[: mark.index])
        # What was made of a line that cannot be read is no help.
        self.problems[:] = [problem for problem in self.problems if problem.line != self.first_line + mark.line]
        lines = text.split("\n")
        message = _syntax_message(error, lines[mark.line] if mark.line < len(lines) else "", mark.column)
        return _UnreadableError(mark, message, "yaml-syntax")

    def root(self, text: str) -> Node:
        events = _events(text)
        root: Node | None = None
        for event in events:
            if type(event) is not yaml.DocumentStartEvent:
                continue
            if root is not None:
                raise _UnreadableError(event.start_mark, "a second document begins here; only one is read")
            root = self.node(next(events), events, 1)
        return root if root is not None else ScalarNode(None, self.first_line, 1)

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], level: int) -> Node:
        """Return the node that begins with `event`."""
        if type(event) is yaml.ScalarEvent:
            is_plain = event.tag is None and event.implicit[0]
            return self.scalar(event, _core_value(event.value) if is_plain else event.value)
        if isinstance(event, yaml.CollectionStartEvent):
            return self.collection(event, events, level)
        assert isinstance(event, yaml.AliasEvent)
        return self.alias(event)

    def scalar(self, event: yaml.ScalarEvent, value: str | float | bool | None) -> ScalarNode:
        mark = event.start_mark
        self.count(1, mark)
        node = ScalarNode(value, *self.position(mark))
        if event.tag is not None:
            self.check_tag(event.tag, mark)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, 1)
        return node

    def collection(
        self, event: yaml.CollectionStartEvent, events: Iterator[yaml.Event], level: int
    ) -> SequenceNode | MappingNode:
        mark = event.start_mark
        if event.tag is not None:
            self.check_tag(event.tag, mark)
        if level > MAX_YAML_LEVELS:
            raise _nesting_error(mark)
        if event.anchor is not None:
            self.anchors[event.anchor] = (None, 0)
        nodes_before = self.nodes
        try:
            if type(event) is yaml.SequenceStartEvent:
                node = SequenceNode(self.items(events, level + 1), *self.position(mark))
            else:
                node = MappingNode(self.entries(events, level + 1), *self.position(mark))
        except RecursionError:
            raise _nesting_error(mark) from None
        self.count(1, mark)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, self.nodes - nodes_before)
        return node

    def items(self, events: Iterator[yaml.Event], level: int) -> list[Node]:
        nodes: list[Node] = []
        while type(event := next(events)) is not yaml.SequenceEndEvent:
            nodes.append(self.node(event, events, level))
        return nodes

    def entries(self, events: Iterator[yaml.Event], level: int) -> dict[str, tuple[ScalarNode, Node]]:
        entries: dict[str, tuple[ScalarNode, Node]] = {}
        while type(event := next(events)) is not yaml.MappingEndEvent:
            is_scalar = type(event) is yaml.ScalarEvent
            key = self.scalar(event, event.value) if is_scalar else self.node(event, events, level)
            if not isinstance(key, ScalarNode) or not isinstance(name := key.value, str):
                message = "a key must be a text; a value with {{ }} or { } in it must be in quotes"
                self.report(key.line, key.column, "yaml-key", message)
                self.node(next(events), events, level)
                continue
            node = self.node(next(events), events, level)
            if (first := entries.get(name)) is not None:
                message = f"'{name[:60]}' appears a second time; the first is on line {first[0].line}"
                self.report(key.line, key.column, "duplicate-key", message)
            elif name == "<<":
                self.report(key.line, key.column, "yaml-merge", "merge keys are not read; write the keys out")
            else:
                entries[name] = (key, node)
        return entries

    def alias(self, event: yaml.AliasEvent) -> Node:
        mark = event.start_mark
        node, size = self.anchors.get(event.anchor, (None, 0))
        if node is None:
            meant = "contains itself" if event.anchor in self.anchors else "is not known"
            hint = f"the alias *{event.anchor[:60]} {meant}; text that begins with * must be in quotes"
            self.report(*self.position(mark), "yaml-alias", hint)
            return ScalarNode(None, *self.position(mark))
        self.aliased += size
        if self.aliased > MAX_YAML_ALIASED_NODES:
            raise _UnreadableError(
                mark, f"the aliases stand for more than {MAX_YAML_ALIASED_NODES:,} values; write them out"
            )
        self.count(size, mark)
        return node

    def count(self, nodes: int, mark: yaml.Mark) -> None:
        self.nodes += nodes
        if self.nodes > MAX_YAML_NODES:
            raise _UnreadableError(mark, f"this holds more than {MAX_YAML_NODES:,} values")
        if len(self.problems) > MAX_YAML_PROBLEMS:
            raise _UnreadableError(mark, f"more than {MAX_YAML_PROBLEMS:,} mistakes come before this")

    def check_tag(self, tag: str, mark: yaml.Mark) -> None:
        if tag not in ("!", "tag:yaml.org,2002:str"):
            message = f"the tag {tag[:60]} is not read; text that begins with ! must be in quotes"
            self.report(*self.position(mark), "yaml-tag", message)

    def report(self, line: int, column: int, code: str, message: str) -> None:
        self.problems.append(Problem(self.source, line, column, code, message))

    def position(self, mark: yaml.Mark) -> tuple[int, int]:
        """Return the line of the file and the column, both 1-based."""
        return self.first_line + mark.line, mark.column + 1


def _events(text: str) -> Iterator[yaml.Event]:
    parser = _PARSER(text)
    while type(event := parser.get_event()) is not yaml.StreamEndEvent:
        yield event


def _nesting_error(mark: yaml.Mark) -> _UnreadableError:
    return _UnreadableError(mark, f"this is nested deeper than {MAX_YAML_LEVELS} levels")


def _mark_at(text: str, offset: int) -> yaml.Mark:
    return yaml.Mark("", offset, text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1, None, 0)


def _unreadable_message(character: str) -> str:
    name = "a NUL character" if character == "\0" else "a control character"
    return f"{name} (U+{ord(character):04X}) is not allowed here; remove it, or write it as an escape in double quotes"


_INT: Final = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: Final[Mapping[str, float | bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((f"{sign}.{inf}" for sign in ("", "+") for inf in ("inf", "Inf", "INF")), float("inf")),
    **dict.fromkeys((f"-.{inf}" for inf in ("inf", "Inf", "INF")), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_MAY_BE_NUMBER: Final = frozenset("+-.0123456789")


def _core_value(text: str) -> str | int | float | bool | None:
    """Return what a plain scalar means in the core schema (YAML 1.2.2, section 10.3.2)."""
    if text in _WORDS:
        return _WORDS[text]
    if text[:1] not in _MAY_BE_NUMBER or len(text) > MAX_YAML_DIGITS:
        return text
    if _INT.fullmatch(text):
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


_HINTS: Final = (
    ("found undefined tag handle", "text that begins with ! must be in quotes"),
    ("found unexpected ':'", "a space is missing after the ':'"),
    ("unknown escape character", "a \\ in double quotes begins an escape; write \\\\ or use single quotes"),
    ("cannot start any token", "text that begins with this character must be in quotes"),
    ("while parsing a flow sequence", "a ']' or ',' is missing; text that begins with [ must be in quotes"),
    ("while parsing a flow mapping", "a '}' or ',' is missing; text that begins with { must be in quotes"),
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


def _syntax_mark(error: yaml.MarkedYAMLError) -> yaml.Mark:
    """Return the mark of a mistake, which for brackets and quotes is where they open."""
    marks = (error.problem_mark, error.context_mark)
    if error.context in _BEGIN_FURTHER_UP and "escape" not in (error.problem or "") and not _is_inside_flow(error):
        marks = (error.context_mark, error.problem_mark)
    return marks[0] or marks[1] or _START


def _is_inside_flow(error: yaml.MarkedYAMLError) -> bool:
    """Return whether brackets are not left open but hold what they cannot."""
    one, other = error.context_mark, error.problem_mark
    return one is not None and other is not None and one.line == other.line and "flow" in (error.context or "")


def _flow_message(line: str, column: int, context: str) -> str:
    """Return what to do about a position inside of [ ] or { } at which nothing can be read."""
    if line[column : column + 1] == ":":
        return "a ',' is missing before this key, or the text has a ': ' in it and must be in quotes"
    mark = line[column : column + 1]
    if (mark == "}" and "sequence" in context) or (mark == "]" and "mapping" in context):
        missing = "]" if mark == "}" else "}"
        return f"a '{missing}' is missing before this; a text with brackets in it must be in quotes"
    if mark in ("{", "[", "}", "]"):
        return "a text with brackets in it must be in quotes here"
    return "a ',' is missing here, or the whole text must be in quotes"


def _syntax_message(error: yaml.MarkedYAMLError, line: str, column: int) -> str:
    """Return what to do about a mistake; `line` is the text of the line on which it stands."""
    said = f"{error.problem or ''} {error.context or ''}".strip()
    value = line[: column + 2].rpartition(": ")[2] or line[: column + 2].rpartition("- ")[2]
    if value.lstrip().startswith("{{") or line.lstrip(" -").startswith("{{"):
        return "text that begins with {{ must be in quotes"
    if line[column : column + 1] == "\t":
        return "a tab is used for indentation; indent with spaces"
    if _is_inside_flow(error):
        return _flow_message(line, column, error.context or "")
    if "scanning an alias" in said or "scanning an anchor" in said:
        return "text that begins with * or & must be in quotes"
    if "scanning a block scalar" in said:
        return "text after > or | starts on the next line; text that begins with one of them must be in quotes"
    if line[column : column + 1] in ("}", "]"):
        return f"this {line[column]} closes nothing; a text with it must be in quotes"
    begins_line = not line[:column].strip(" -")
    if "mapping values are not allowed" in said:
        is_second = ": " in line[:column]
        return _SECOND_COLON if is_second else "this line does not fit below the one above it; mind the indentation"
    if "did not find expected key" in said and not begins_line:
        return "there is text after the closing quote or bracket; put the whole text in quotes"
    return next((hint for mark, hint in _HINTS if mark in said), said)
