"""Conditions in the words of their template, for telling why a question is asked or not."""

from __future__ import annotations

import json

from wizard.model.expressions import (
    And,
    Arithmetic,
    Compare,
    Concat,
    Constant,
    Expression,
    FilterCall,
    IfElse,
    IsTest,
    ListOf,
    Member,
    Name,
    Negative,
    Not,
    Or,
)

_PRECEDENCE: dict[type[Expression], int] = {
    IfElse: 0,
    Or: 1,
    And: 2,
    Not: 3,
    Compare: 4,
    IsTest: 4,
    Concat: 5,
    Arithmetic: 6,
    Negative: 7,
}
"""How closely an operator ties its operands; one that ties less stands in parentheses inside another."""


def unparse(expression: Expression) -> str:
    """The expression as an author would write it, such as `changes_api != false`."""
    match expression:
        case Constant(value):
            return "none" if value is None else json.dumps(value, ensure_ascii=False)
        case Name(name):
            return name
        case Member(of, key):
            return f"{_unparse_operand(of, 8)}.{key}" if isinstance(key, str) else f"{_unparse_operand(of, 8)}[{key}]"
        case ListOf(items):
            return f"[{', '.join(map(unparse, items))}]"
        case Not(operand):
            return f"not {_unparse_operand(operand, 3)}"
        case And(left, right):
            return f"{_unparse_operand(left, 2)} and {_unparse_operand(right, 2)}"
        case Or(left, right):
            return f"{_unparse_operand(left, 1)} or {_unparse_operand(right, 1)}"
        case Compare(first, links):
            return _unparse_operand(first, 5) + "".join(
                f" {comparison} {_unparse_operand(other, 5)}" for comparison, other in links
            )
        case IsTest(operand, name):
            return f"{_unparse_operand(operand, 5)} is {name}"
        case IfElse(condition, then, otherwise):
            rest = "" if otherwise is None else f" else {unparse(otherwise)}"
            return f"{_unparse_operand(then, 1)} if {_unparse_operand(condition, 1)}{rest}"
        case Concat(parts):
            return " ~ ".join(_unparse_operand(part, 6) for part in parts)
        case Arithmetic(operator, left, right):
            return f"{_unparse_operand(left, 6)} {operator} {_unparse_operand(right, 7)}"
        case Negative(operand):
            return f"-{_unparse_operand(operand, 7)}"
        case FilterCall(operand, name, arguments):
            given = f"({', '.join(map(unparse, arguments))})" if arguments else ""
            return f"{_unparse_operand(operand, 8)} | {name}{given}"


def _unparse_operand(expression: Expression, least: int) -> str:
    text = unparse(expression)
    return f"({text})" if _PRECEDENCE.get(type(expression), 8) < least else text
