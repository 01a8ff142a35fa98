"""Conditions in the words of their template, for telling why a question is asked or not."""

from __future__ import annotations

import json

from wizard.model.expressions import (
    Arithmetic,
    Both,
    Choose,
    Compare,
    Concat,
    Constant,
    Either,
    Expression,
    Filtered,
    ListOf,
    Member,
    Name,
    Negative,
    Not,
    Tested,
)

_TIES: dict[type[Expression], int] = {
    Choose: 0,
    Either: 1,
    Both: 2,
    Not: 3,
    Compare: 4,
    Tested: 4,
    Concat: 5,
    Arithmetic: 6,
    Negative: 7,
}
"""How closely an operator ties its operands; one that ties less stands in parentheses inside another."""


def in_words(expression: Expression) -> str:
    """The expression as an author would write it, such as `changes_api != false`."""
    match expression:
        case Constant(value):
            return "none" if value is None else json.dumps(value, ensure_ascii=False)
        case Name(name):
            return name
        case Member(of, key):
            return f"{_inside(of, 8)}.{key}" if isinstance(key, str) else f"{_inside(of, 8)}[{key}]"
        case ListOf(items):
            return f"[{', '.join(map(in_words, items))}]"
        case Not(operand):
            return f"not {_inside(operand, 3)}"
        case Both(left, right):
            return f"{_inside(left, 2)} and {_inside(right, 2)}"
        case Either(left, right):
            return f"{_inside(left, 1)} or {_inside(right, 1)}"
        case Compare(first, links):
            return _inside(first, 5) + "".join(f" {comparison} {_inside(other, 5)}" for comparison, other in links)
        case Tested(operand, name):
            return f"{_inside(operand, 5)} is {name}"
        case Choose(condition, then, otherwise):
            rest = "" if otherwise is None else f" else {in_words(otherwise)}"
            return f"{_inside(then, 1)} if {_inside(condition, 1)}{rest}"
        case Concat(parts):
            return " ~ ".join(_inside(part, 6) for part in parts)
        case Arithmetic(operator, left, right):
            return f"{_inside(left, 6)} {operator} {_inside(right, 7)}"
        case Negative(operand):
            return f"-{_inside(operand, 7)}"
        case Filtered(operand, name, arguments):
            given = f"({', '.join(map(in_words, arguments))})" if arguments else ""
            return f"{_inside(operand, 8)} | {name}{given}"


def _inside(expression: Expression, least: int) -> str:
    text = in_words(expression)
    return f"({text})" if _TIES.get(type(expression), 8) < least else text
