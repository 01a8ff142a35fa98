"""The body of a template as a tree: text, slots, conditions, repeats and assignments."""

from collections.abc import Iterator
from typing import TypeAlias

from wizard.model.expressions import Constant, Expression, TreeNode, names_in


class Text(TreeNode, frozen=True):
    """Markdown that the template's author wrote."""

    text: str
    line: int = 0
    """The line of the file on which it starts, 1-based; the same for every node."""


class Slot(TreeNode, frozen=True):
    """`{{ expression }}`: where the value of an expression is put."""

    expression: Expression
    number: int
    """Unique in its template; the key of `Segment.contexts`."""
    line: int = 0


class Condition(TreeNode, frozen=True):
    """`{% if %}`: renders the first branch whose expression holds; None, which is `else`, always holds."""

    branches: tuple[tuple[Expression | None, tuple["Node", ...]], ...]
    line: int = 0
    is_inline: bool = False
    """Whether its closing tag shares its line with text or slots."""


class Repeat(TreeNode, frozen=True):
    """`{% for name in over if where %}`: renders its nodes once for every item, with `name` and `loop` set."""

    name: str
    over: Expression
    where: Expression | None
    nodes: tuple["Node", ...]
    otherwise: tuple["Node", ...] = ()
    line: int = 0
    outer_names: frozenset[str] | None = None
    """Every name that an item reads besides its own; None before the body is split into segments."""
    reads_length: bool = False
    """Whether an item reads the number of items."""
    is_inline: bool = False
    """Whether its closing tag shares its line with text or slots."""


class Assign(TreeNode, frozen=True):
    """`{% set name = expression %}`: gives a name to the value of an expression, from here on."""

    name: str
    expression: Expression
    line: int = 0


Node: TypeAlias = Text | Slot | Condition | Repeat | Assign


def nodes_in(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Yield every node in the nodes, at any depth, in order, each before those inside it."""
    for node in nodes:
        yield node
        match node:
            case Condition():
                for _, inner in node.branches:
                    yield from nodes_in(inner)
            case Repeat():
                yield from nodes_in(node.nodes)
                yield from nodes_in(node.otherwise)
            case Text() | Slot() | Assign():
                pass


def slots_in(nodes: tuple[Node, ...]) -> Iterator[Slot]:
    """Yield every slot in the nodes, at any depth, in order."""
    return (node for node in nodes_in(nodes) if isinstance(node, Slot))


def texts_in(nodes: tuple[Node, ...]) -> Iterator[Text]:
    """Yield every text in the nodes, at any depth, in order."""
    return (node for node in nodes_in(nodes) if isinstance(node, Text))


def without_places(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the nodes as two bodies that render the same are equal: without lines and numbers, each text whole."""
    bare: list[Node] = []
    for node in nodes:
        match node:
            case Text(text) | Slot(Constant(str() as text)):
                if text and bare and isinstance(before := bare[-1], Text):
                    bare[-1] = Text(before.text + text)
                elif text:
                    bare.append(Text(text))
            case Slot(expression):
                bare.append(Slot(expression, 0))
            case Condition(branches):
                taken = tuple((test, without_places(inner)) for test, inner in branches)
                bare.append(Condition(taken, is_inline=node.is_inline))
            case Repeat(name, over, where, inner, otherwise):
                each, rest = without_places(inner), without_places(otherwise)
                bare.append(Repeat(name, over, where, each, rest, is_inline=node.is_inline))
            case Assign(name, expression):
                bare.append(Assign(name, expression))
    return tuple(bare)


def names_read(nodes: tuple[Node, ...]) -> frozenset[str]:
    """Return every name that the nodes read at any depth, those that repeats and `set` give included."""
    return frozenset(name for expression in expressions_in(nodes) for name in names_in(expression))


def expressions_in(nodes: tuple[Node, ...]) -> Iterator[Expression]:
    """Yield every whole expression in the nodes, at any depth."""
    for node in nodes:
        match node:
            case Text():
                pass
            case Slot(expression) | Assign(_, expression):
                yield expression
            case Condition():
                for condition, inner in node.branches:
                    if condition is not None:
                        yield condition
                    yield from expressions_in(inner)
            case Repeat():
                yield node.over
                if node.where is not None:
                    yield node.where
                yield from expressions_in(node.nodes)
                yield from expressions_in(node.otherwise)
