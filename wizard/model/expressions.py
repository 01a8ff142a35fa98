"""The small language of conditions and slots, as data.

`grammar` reads it with Jinja's own parser; `evaluation` says what it comes to. It is a tree of our own,
and not Jinja's, because a tree can be asked what it reads, said in JSON Schema, and kept in a cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

Comparison = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
Operator = Literal["+", "-", "*", "/", "//", "%"]


class Constant(Struct, frozen=True):
    """A text, number, truth or none, as the template's author wrote it."""

    value: str | int | float | bool | None


class Name(Struct, frozen=True):
    """A question, a variable of `set`, the variable of a repeat, or `loop`."""

    name: str


class Member(Struct, frozen=True):
    """`milestone.title`, `loop.index`, `features[0]`."""

    of: Expression
    key: str | int


class ListOf(Struct, frozen=True):
    """`["a", "b"]`."""

    items: tuple[Expression, ...]


class Compare(Struct, frozen=True):
    """`a == b`, `a < b <= c`: each link of the chain holds."""

    first: Expression
    links: tuple[tuple[Comparison, Expression], ...]


class Both(Struct, frozen=True):
    """`a and b`."""

    left: Expression
    right: Expression


class Either(Struct, frozen=True):
    """`a or b`."""

    left: Expression
    right: Expression


class Not(Struct, frozen=True):
    """`not a`."""

    operand: Expression


class Choose(Struct, frozen=True):
    """`a if condition else b`; without an else, nothing."""

    condition: Expression
    then: Expression
    otherwise: Expression | None


class Concat(Struct, frozen=True):
    """`a ~ b`."""

    parts: tuple[Expression, ...]


class Arithmetic(Struct, frozen=True):
    """`a + b` and its like, on numbers."""

    operator: Operator
    left: Expression
    right: Expression


class Negative(Struct, frozen=True):
    """`-a`."""

    operand: Expression


class Filtered(Struct, frozen=True):
    """`a | name(arguments)`; the names are the keys of `filters.FILTERS`."""

    operand: Expression
    name: str
    arguments: tuple[Expression, ...]


class Tested(Struct, frozen=True):
    """`a is answered`; the names are the keys of `evaluation.TESTS`."""

    operand: Expression
    name: str


Expression: TypeAlias = (
    Constant
    | Name
    | Member
    | ListOf
    | Compare
    | Both
    | Either
    | Not
    | Choose
    | Concat
    | Arithmetic
    | Negative
    | Filtered
    | Tested
)


def parts_of(expression: Expression) -> tuple[Expression, ...]:
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
        case Both(left, right) | Either(left, right) | Arithmetic(_, left, right):
            return (left, right)
        case Not(operand) | Negative(operand) | Tested(operand, _):
            return (operand,)
        case Choose(condition, then, otherwise):
            return (condition, then) if otherwise is None else (condition, then, otherwise)
        case Filtered(operand, _, arguments):
            return (operand, *arguments)


def names_in(expression: Expression) -> Iterator[str]:
    """Every name that the expression reads, in order, repeated where it is."""
    if isinstance(expression, Name):
        yield expression.name
    for part in parts_of(expression):
        yield from names_in(part)
