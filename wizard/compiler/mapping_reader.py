"""The keys of a mapping in the front matter, read by type; what has another type is reported at its position."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from wizard.compiler.body.lexer import Source
from wizard.compiler.diagnostics import Diagnostics
from wizard.errors import Problem
from wizard.files.serialization.document_nodes import MappingNode, Node, ScalarNode, SequenceNode, unknown_key_problems
from wizard.model.template import Question


class FrontMatter(Struct):
    """The front matter of one file, and what is gathered while it is read."""

    file: str
    lines: list[str]
    """Of the whole file, which tell whether a text stands in quotes."""
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    _nodes: dict[int, Node] = field(default_factory=dict[int, "Node"])
    """`{identity of a question: its node}`"""

    def record_node(self, question: Question, node: Node) -> None:
        """Remember the node of a question, which must live as long as this."""
        self._nodes[id(question)] = node

    @property
    def question_count(self) -> int:
        return len(self._nodes)

    def node_of(self, question: Question) -> Node:
        """Return the node of a question."""
        return self._nodes[id(question)]

    def report(self, node: Node, code: str, message: str) -> None:
        """Report a mistake at a node."""
        self.diagnostics.problems.append(Problem(self.file, node.line, node.column, code, message))

    def source_of(self, node: ScalarNode) -> Source:
        """Return the text of a scalar, with slots or an expression, as a source with positions in the file."""
        text = str(node.value)
        line = self.lines[node.line - 1] if node.line <= len(self.lines) else ""
        start = node.column - 1
        if line[start : start + 1] in ("'", '"'):
            start += 1
        if line.startswith(text, start):
            return Source(text, self.file, lambda _, column: (node.line, start + column + 1))
        # Folded over several lines or with escapes: no telling where a character stands.
        return Source(text, self.file, lambda _line, _column: (node.line, node.column))


class MappingReader(Struct):
    """A reader of one mapping in the front matter."""

    front: FrontMatter
    node: MappingNode
    what: str
    """What it describes, as in "a question"."""

    def refuse_unknown(self, known: tuple[str, ...]) -> None:
        """Report every key that is not known."""
        self.front.diagnostics.problems += unknown_key_problems(self.node, known, self.front.file)

    def has(self, key: str) -> bool:
        """Return whether the key has a value that is not empty."""
        node = self.node.get(key)
        return node is not None and not (isinstance(node, ScalarNode) and node.value is None)

    def key_node(self, key: str) -> Node:
        """Return the node of the key itself; that of the whole mapping when it has no such key."""
        entry = self.node.entries.get(key)
        return entry[0] if entry is not None else self.node

    def report_missing(self, key: str, hint: str = "") -> None:
        """Report that a key is needed."""
        self.front.report(self.key_node(key), "missing-key", f"{self.what} needs '{key}'{hint}")

    def report_wrong_type(self, key: str, wanted: str) -> None:
        """Report that the value of a key has another type than `wanted`."""
        node = self.node.get(key)
        assert node is not None
        self.front.report(node, "wrong-type", f"'{key}' is {describe(node)}; it must be {wanted}")

    def text(self, key: str, default: str = "") -> str:
        """Return a text without the blanks around it; `default` when the key has none."""
        scalar = self.scalar(key)
        return str(scalar.value).strip() if scalar is not None else default

    def required_text(self, key: str) -> str:
        """Return a text; report a key that is missing or blank."""
        if not self.has(key) or (self.node.get(key) is not None and self.is_blank(key)):
            self.report_missing(key)
            return ""
        return self.text(key)

    def is_blank(self, key: str) -> bool:
        """Return whether the value of a key is a text of nothing but blanks."""
        node = self.node.get(key)
        return isinstance(node, ScalarNode) and isinstance(node.value, str) and not node.value.strip()

    def scalar(self, key: str) -> ScalarNode | None:
        """Return the node of a text; None when there is none."""
        if not self.has(key):
            return None
        node = self.node.get(key)
        if isinstance(node, ScalarNode) and isinstance(node.value, str):
            return node
        self.report_wrong_type(key, "a text; put it in quotes")
        return None

    def flag(self, key: str) -> bool:
        """Return true or false; false when the key is missing."""
        if not self.has(key):
            return False
        node = self.node.get(key)
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            return node.value
        self.report_wrong_type(key, "true or false")
        return False

    def number(self, key: str) -> float | None:
        """Return a number; None when the key is missing."""
        if not self.has(key):
            return None
        node = self.node.get(key)
        if isinstance(node, ScalarNode) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
            return node.value
        self.report_wrong_type(key, "a number")
        return None

    def items(self, key: str) -> list[Node]:
        """Return the nodes of a list; none when the key is missing."""
        if not self.has(key):
            return []
        node = self.node.get(key)
        if isinstance(node, SequenceNode):
            return node.nodes
        self.report_wrong_type(key, "a list, each item on a line that begins with '- '")
        return []

    def require_items(self, key: str, hint: str) -> None:
        """Report a list that is missing or empty; one of the wrong type is reported by `items`."""
        node = self.node.get(key)
        if not self.has(key) or (isinstance(node, SequenceNode) and not node.nodes):
            self.report_missing(key, hint)

    def mappings(self, key: str, what: str) -> Iterator[MappingReader]:
        """Yield a reader for each mapping of a list."""
        for node in self.items(key):
            if isinstance(node, MappingNode):
                yield MappingReader(self.front, node, what)
            else:
                message = f"this is {describe(node)}; it must be {what}, as a mapping of keys"
                self.front.report(node, "wrong-type", message)


def describe(node: Node) -> str:
    """Return what a node is, in words."""
    match node:
        case SequenceNode():
            return "a list"
        case MappingNode():
            return "a mapping"
        case ScalarNode(value=None):
            return "empty"
        case ScalarNode(value=bool() as truth):
            return "true" if truth else "false"
        case ScalarNode(value=str()):
            return "a text"
        case ScalarNode():
            return "a number"
