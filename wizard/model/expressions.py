"""The small language of conditions and slots, as data.

`grammar` reads it with Jinja's own parser; `evaluation` says what it comes to. It is a tree of our own,
and not Jinja's, because a tree can be asked what it reads, said in JSON Schema, and kept in a cache.
"""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

Comparison = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
Operator = Literal["+", "-", "*", "/", "//", "%"]


# No `from __future__ import annotations` in the modules of the tree: msgspec would evaluate each one from its text.
class TreeNode(Struct, frozen=True, tag=True, array_like=True):
    """A node of a template's tree; in a cached template it is a list that begins with its class's name."""


class Constant(TreeNode, frozen=True):
    """A text, number, truth or none, as the template's author wrote it."""

    value: str | int | float | bool | None


class Name(TreeNode, frozen=True):
    """A question, a variable of `set`, the variable of a repeat, or `loop`."""

    name: str


class Member(TreeNode, frozen=True):
    """`milestone.title`, `loop.index`, `features[0]`."""

    of: "Expression"
    key: str | int


class ListOf(TreeNode, frozen=True):
    """`["a", "b"]`."""

    items: tuple["Expression", ...]


class Compare(TreeNode, frozen=True):
    """`a == b`, `a < b <= c`: each link of the chain holds."""

    first: "Expression"
    links: tuple[tuple[Comparison, "Expression"], ...]


class And(TreeNode, frozen=True):
    """`a and b`."""

    left: "Expression"
    right: "Expression"


class Or(TreeNode, frozen=True):
    """`a or b`."""

    left: "Expression"
    right: "Expression"


class Not(TreeNode, frozen=True):
    """`not a`."""

    operand: "Expression"


class IfElse(TreeNode, frozen=True):
    """`a if condition else b`; without an else, nothing."""

    condition: "Expression"
    then: "Expression"
    otherwise: "Expression | None"


class Concat(TreeNode, frozen=True):
    """`a ~ b`."""

    parts: tuple["Expression", ...]


class Arithmetic(TreeNode, frozen=True):
    """`a + b` and its like, on numbers."""

    operator: Operator
    left: "Expression"
    right: "Expression"


class Negative(TreeNode, frozen=True):
    """`-a`."""

    operand: "Expression"


class FilterCall(TreeNode, frozen=True):
    """`a | name(arguments)`; the names are the keys of `filters.FILTERS`."""

    operand: "Expression"
    name: str
    arguments: tuple["Expression", ...]


class IsTest(TreeNode, frozen=True):
    """`a is answered`; the names are the keys of `evaluation.TESTS`."""

    operand: "Expression"
    name: str


Expression: TypeAlias = (
    Constant
    | Name
    | Member
    | ListOf
    | Compare
    | And
    | Or
    | Not
    | IfElse
    | Concat
    | Arithmetic
    | Negative
    | FilterCall
    | IsTest
)


def operands_of(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside one."""
    match expression:
        case Constant() | Name():
            return ()
        case Member(of, _):
            return (of,)
        case ListOf(items) | Concat(items):
            return items
        case Compare(first, links):
            return (first, *(operand for _, operand in links))
        case And(left, right) | Or(left, right) | Arithmetic(_, left, right):
            return (left, right)
        case Not(operand) | Negative(operand) | IsTest(operand, _):
            return (operand,)
        case IfElse(condition, then, otherwise):
            return (condition, then) if otherwise is None else (condition, then, otherwise)
        case FilterCall(operand, _, arguments):
            return (operand, *arguments)


def names_in(expression: Expression) -> Iterator[str]:
    """Every name that the expression reads, in order, repeated where it is."""
    if isinstance(expression, Name):
        yield expression.name
    for part in operands_of(expression):
        yield from names_in(part)
