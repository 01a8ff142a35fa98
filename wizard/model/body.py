"""The body of a template as a tree: literals, slots, conditions, repeats and names that are set."""

from collections.abc import Iterator
from typing import TypeAlias

from wizard.model.expressions import Expression, TreeNode, names_in


class Text(TreeNode, frozen=True):
    """The template's own text."""

    text: str
    line: int = 0
    """Line of the file on which it starts, 1-based."""


class Slot(TreeNode, frozen=True):
    """Where an answer, or what an expression makes of answers, comes to stand."""

    expression: Expression
    number: int
    """Unique in its template; what `contexts` are looked up by."""
    line: int = 0


class Condition(TreeNode, frozen=True):
    """`if`: the nodes of the first branch whose expression holds; None always holds (`else`)."""

    branches: tuple[tuple[Expression | None, tuple["Node", ...]], ...]
    line: int = 0


class Repeat(TreeNode, frozen=True):
    """`for`: its nodes once for every item, with `name` and `loop` set."""

    name: str
    over: Expression
    where: Expression | None
    nodes: tuple["Node", ...]
    otherwise: tuple["Node", ...] = ()
    line: int = 0
    outer_names: frozenset[str] | None = None
    """Every name that an item reads besides its own; None until `pieces.prepare` has looked."""
    reads_length: bool = False
    """Whether an item reads how many there are."""


class Assign(TreeNode, frozen=True):
    """`set`: a name for what an expression comes to, from here on."""

    name: str
    expression: Expression
    line: int = 0


Node: TypeAlias = Text | Slot | Condition | Repeat | Assign


def slots_in(nodes: tuple[Node, ...]) -> Iterator[Slot]:
    """Every slot in the nodes, at any depth, in order."""
    for node in nodes:
        match node:
            case Slot():
                yield node
            case Condition():
                for _, inner in node.branches:
                    yield from slots_in(inner)
            case Repeat():
                yield from slots_in(node.nodes)
                yield from slots_in(node.otherwise)
            case Text() | Assign():
                pass


def names_read(nodes: tuple[Node, ...]) -> frozenset[str]:
    """Every name that the nodes read at any depth, those of repeats and `set` included."""
    return frozenset(_names_read(nodes))


def _names_read(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Text():
                pass
            case Slot(expression) | Assign(_, expression):
                yield from names_in(expression)
            case Condition():
                for condition, inner in node.branches:
                    if condition is not None:
                        yield from names_in(condition)
                    yield from _names_read(inner)
            case Repeat():
                yield from names_in(node.over)
                if node.where is not None:
                    yield from names_in(node.where)
                yield from _names_read(node.nodes)
                yield from _names_read(node.otherwise)
