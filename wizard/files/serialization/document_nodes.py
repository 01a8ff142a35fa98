"""The nodes of a YAML or JSON document, each with its 1-based line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TypeAlias

from msgspec import Struct

from wizard.errors import Problem
from wizard.limits import MAX_UNKNOWN_KEY_PROBLEMS
from wizard.message_text import did_you_mean
from wizard.model.answers import Answer, AnswerPath


class ScalarNode(Struct):
    """A text, a number, a boolean or null."""

    value: str | int | float | bool | None
    line: int
    column: int


class SequenceNode(Struct):
    """A list."""

    nodes: list[Node]
    line: int
    column: int


class MappingNode(Struct):
    """A mapping; keys are texts, each with its own position."""

    entries: dict[str, tuple[ScalarNode, Node]]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        entry = self.entries.get(key)
        return entry[1] if entry is not None else None


Node: TypeAlias = "ScalarNode | SequenceNode | MappingNode"


def plain_data(node: Node) -> Answer:
    """Return the node's data without positions."""
    match node:
        case ScalarNode(value):
            return value
        case SequenceNode(nodes):
            return tuple(plain_data(inner) for inner in nodes)
        case MappingNode(entries):
            return {key: plain_data(inner) for key, (_, inner) in entries.items()}


def scalars_in(node: Node) -> Iterator[ScalarNode]:
    """Yield every scalar in the node, keys not included."""
    match node:
        case ScalarNode():
            yield node
        case SequenceNode(nodes):
            for inner in nodes:
                yield from scalars_in(inner)
        case MappingNode(entries):
            for _, inner in entries.values():
                yield from scalars_in(inner)


def node_at(node: Node, path: AnswerPath) -> Node:
    """Return the node at a path of keys and indexes, or the last one on the way to it."""
    for step in path:
        inner: Node | None = None
        if isinstance(node, MappingNode) and isinstance(step, str):
            inner = node.get(step)
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.nodes):
            inner = node.nodes[step]
        if inner is None:
            return node
        node = inner
    return node


def unknown_key_problems(
    node: MappingNode, known: Mapping[str, object] | tuple[str, ...], source: str
) -> Iterator[Problem]:
    """Yield a problem, with the nearest known key, for each unknown key up to MAX_UNKNOWN_KEY_PROBLEMS."""
    unknown = ((key, place) for key, (place, _) in node.entries.items() if key not in known)
    for key, place in islice(unknown, MAX_UNKNOWN_KEY_PROBLEMS):
        hint = did_you_mean(key, known) or f"; the keys are: {', '.join(known)}"
        yield Problem(source, place.line, place.column, "unknown-key", f"'{key[:60]}' is not known here{hint}")
