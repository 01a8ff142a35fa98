"""The small language of conditions and slots, as data.

`grammar` reads it with Jinja's own parser; `evaluation` says what it comes to. It is a tree of our own,
and not Jinja's, because a tree can be asked what it reads, said in JSON Schema, and kept in a cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from wizard.records import dataclass

Comparison = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
Operator = Literal["+", "-", "*", "/", "//", "%"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, number, truth or none, as the template's author wrote it."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Name:
    """A question, a variable of `set`, the variable of a repeat, or `loop`."""

    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """`milestone.title`, `loop.index`, `features[0]`."""

    of: Expression
    key: str | int


@dataclass(frozen=True, slots=True)
class ListOf:
    """`["a", "b"]`."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """`a == b`, `a < b <= c`: each link of the chain holds."""

    first: Expression
    links: tuple[tuple[Comparison, Expression], ...]


@dataclass(frozen=True, slots=True)
class Both:
    """`a and b`."""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Either:
    """`a or b`."""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Not:
    """`not a`."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Choose:
    """`a if condition else b`; without an else, nothing."""

    condition: Expression
    then: Expression
    otherwise: Expression | None


@dataclass(frozen=True, slots=True)
class Concat:
    """`a ~ b`."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`a + b` and its like, on numbers."""

    operator: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negative:
    """`-a`."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Filtered:
    """`a | name(arguments)`; the names are the keys of `filters.FILTERS`."""

    operand: Expression
    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Tested:
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
