"""An expression tree back to the text of a template, to say why a question is asked or not."""

from __future__ import annotations

import json

from wizard.model import expressions as ex

_PRECEDENCE: dict[type[ex.Expression], int] = {
    ex.IfElse: 0,
    ex.Or: 1,
    ex.And: 2,
    ex.Not: 3,
    ex.Compare: 4,
    ex.IsTest: 4,
    ex.Concat: 5,
    ex.Arithmetic: 6,
    ex.Negative: 7,
    ex.FilterCall: 8,
}
"""As in Jinja; an operand that binds less tightly than its operator requires stands in parentheses."""


def unparse(expression: ex.Expression) -> str:
    """Return the expression as an author would write it, such as `changes_api != false`."""
    match expression:
        case ex.Constant(value):
            return "none" if value is None else json.dumps(value, ensure_ascii=False)
        case ex.Name(name):
            return name
        case ex.Member(of, key):
            return f"{_unparse_operand(of, 9)}.{key}" if isinstance(key, str) else f"{_unparse_operand(of, 9)}[{key}]"
        case ex.ListOf(items):
            return f"[{', '.join(map(unparse, items))}]"
        case ex.Not(operand):
            return f"not {_unparse_operand(operand, 3)}"
        case ex.And(left, right):
            return f"{_unparse_operand(left, 2)} and {_unparse_operand(right, 2)}"
        case ex.Or(left, right):
            return f"{_unparse_operand(left, 1)} or {_unparse_operand(right, 1)}"
        case ex.Compare(first, links):
            return _unparse_operand(first, 5) + "".join(
                f" {comparison} {_unparse_operand(other, 5)}" for comparison, other in links
            )
        case ex.IsTest(operand, name):
            return f"{_unparse_operand(operand, 5)} is {name}"
        case ex.IfElse(condition, then, otherwise):
            rest = "" if otherwise is None else f" else {unparse(otherwise)}"
            return f"{_unparse_operand(then, 1)} if {_unparse_operand(condition, 1)}{rest}"
        case ex.Concat(parts):
            return " ~ ".join(_unparse_operand(part, 6) for part in parts)
        case ex.Arithmetic(operator, left, right):
            return f"{_unparse_operand(left, 6)} {operator} {_unparse_operand(right, 7)}"
        case ex.Negative(operand):
            return f"-{_unparse_operand(operand, 7)}"
        case ex.FilterCall(operand, name, arguments):
            given = f"({', '.join(map(unparse, arguments))})" if arguments else ""
            return f"{_unparse_operand(operand, 8)} | {name}{given}"


def _unparse_operand(expression: ex.Expression, least: int) -> str:
    text = unparse(expression)
    return f"({text})" if _PRECEDENCE.get(type(expression), 9) < least else text
