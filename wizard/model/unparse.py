"""An expression tree back to the text of a template, from which the same tree is read again."""

from __future__ import annotations

import json
import re
from typing import Final

from wizard.model import expressions as ex

_IF, _OR, _AND, _NOT, _COMPARE, _SUM, _JOIN, _PRODUCT, _FILTER, _PRIMARY = range(10)
"""How tightly a form binds, as in Jinja: `a + b ~ c * d` is `a + (b ~ (c * d))`, and `-a | abs` is `(-a) | abs`."""

_PRECEDENCE: Final[dict[type[ex.Expression], int]] = {
    ex.IfElse: _IF,
    ex.Or: _OR,
    ex.And: _AND,
    ex.Not: _NOT,
    ex.Compare: _COMPARE,
    # It binds like a filter, but takes any word behind it, such as `if`, for its argument.
    ex.IsTest: _COMPARE,
    ex.Concat: _JOIN,
    ex.Negative: _FILTER,
    ex.FilterCall: _FILTER,
}


def unparse(expression: ex.Expression) -> str:
    """Return the expression as an author would write it, such as `changes_api != false`."""
    match expression:
        case ex.Constant(value):
            return _constant(value)
        case ex.Name(name):
            return name
        case ex.Member(of, key):
            return _operand(of, _PRIMARY) + _subscript(key)
        case ex.ListOf(items):
            return f"[{', '.join(map(unparse, items))}]"
        case ex.Not(ex.IsTest(operand, name)):
            return f"{_operand(operand, _FILTER)} is not {name}"
        case ex.Not(operand):
            return f"not {_operand(operand, _NOT)}"
        case ex.And(left, right):
            return f"{_operand(left, _AND)} and {_operand(right, _NOT)}"
        case ex.Or(left, right):
            return f"{_operand(left, _OR)} or {_operand(right, _AND)}"
        case ex.Compare(first, links):
            return _operand(first, _SUM) + "".join(
                f" {comparison} {_operand(other, _SUM)}" for comparison, other in links
            )
        case ex.IsTest(operand, name):
            return f"{_operand(operand, _FILTER)} is {name}"
        case ex.IfElse(condition, then, otherwise):
            rest = "" if otherwise is None else f" else {unparse(otherwise)}"
            return f"{_operand(then, _SUM)} if {_operand(condition, _OR)}{rest}"
        case ex.Concat(parts):
            return " ~ ".join(_operand(part, _PRODUCT) for part in parts)
        case ex.Arithmetic(operator, left, right):
            level = _precedence(expression)
            return f"{_operand(left, level)} {operator} {_operand(right, level + 1)}"
        case ex.Negative(operand):
            return f"-{unparse(operand) if isinstance(operand, ex.Negative) else _operand(operand, _PRIMARY)}"
        case ex.FilterCall(operand, name, arguments):
            given = f"({', '.join(map(unparse, arguments))})" if arguments else ""
            return f"{_operand(operand, _FILTER)} | {name}{given}"


def unparse_condition(expression: ex.Expression) -> str:
    """Return the expression as it stands in `{% if %}`, where no `if` can stand bare."""
    return _operand(expression, _OR)


def unparse_iterable(expression: ex.Expression) -> str:
    """Return the expression as it stands in `{% for x in … %}`, where `if` and `recursive` are words of the tag."""
    text = _operand(expression, _SUM)
    return f"({text})" if re.match(r"recursive\b", text) else text


def _operand(expression: ex.Expression, least: int) -> str:
    text = unparse(expression)
    return f"({text})" if _precedence(expression) < least else text


def _precedence(expression: ex.Expression) -> int:
    if isinstance(expression, ex.Arithmetic):
        return _SUM if expression.operator in "+-" else _PRODUCT
    return _PRECEDENCE.get(type(expression), _PRIMARY)


def _constant(value: str | float | bool | None) -> str:
    if value is None:
        return "none"
    written = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str) or written.isprintable():
        return written
    return "".join(letter if letter.isprintable() else _escape(ord(letter)) for letter in written)


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _subscript(key: str | int) -> str:
    return f".{key}" if isinstance(key, str) and key.isidentifier() else f"[{_constant(key)}]"
