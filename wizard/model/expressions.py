"""Expressions of conditions and slots, as a tree.

`compiler.expression_parser` builds the tree with Jinja's parser, and `evaluation` gives it a value. It is not Jinja's
own tree, because this one says what it reads, is written as JSON Schema, and is cached as MessagePack.
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
    """A text, number, boolean or none that the template's author wrote."""

    value: str | int | float | bool | None


class Name(TreeNode, frozen=True):
    """The id of a question, the variable of a `set` or of a repeat, or `loop`."""

    name: str


class Member(TreeNode, frozen=True):
    """A member or item of a value: `milestone.title`, `loop.index`, `features[0]`."""

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
    """`a if condition else b`; without an else, none."""

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
    """`a | name(arguments)`; the names are the keys of `evaluation.filters.FILTERS`."""

    operand: "Expression"
    name: str
    arguments: tuple["Expression", ...]


class IsTest(TreeNode, frozen=True):
    """`a is answered`; the names are the keys of `evaluation.evaluator.TESTS`."""

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
    """Return the expressions directly inside one."""
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
    """Yield every name that the expression reads, in order, as often as it is read."""
    if isinstance(expression, Name):
        yield expression.name
    for operand in operands_of(expression):
        yield from names_in(operand)
