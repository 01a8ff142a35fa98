"""Comparing and calculating, where an answer may be open or left out."""

from __future__ import annotations

from typing import TypeGuard, TypeVar

from wizard.errors import WizardError
from wizard.evaluation.values import MOST_CHARACTERS, Value, is_open, plain
from wizard.model.answers import Answer, is_list, is_mapping
from wizard.model.expressions import Comparison, Operator

_Ordered = TypeVar("_Ordered", str, float)


class EvaluationError(WizardError):
    """An expression has no value, such as `2 / 0`; raised only for what no check of the template can see."""


def compare(left: Value, comparison: Comparison, right: Value) -> bool:
    """Whether one link of a comparison holds; an open answer is unlike everything and in nothing."""
    if is_open(left) or is_open(right):
        return comparison in ("!=", "not in")
    one, other = plain(left), plain(right)
    match comparison:
        case "==":
            return _is_equal(one, other)
        case "!=":
            return not _is_equal(one, other)
        case "in":
            return _contains(other, one)
        case "not in":
            return not _contains(other, one)
        case "<" | "<=" | ">" | ">=":
            if _is_number(one) and _is_number(other):
                return _is_in_order(one, comparison, other)
            return isinstance(one, str) and isinstance(other, str) and _is_in_order(one, comparison, other)


def calculate(operator: Operator, one: Answer, other: Answer) -> Answer:
    """Numbers calculated, texts joined by `+`, anything else None; EvaluationError when there is no result."""
    if operator == "+" and isinstance(one, str) and isinstance(other, str):
        return (one + other)[:MOST_CHARACTERS]
    if not isinstance(one, (int, float)) or not isinstance(other, (int, float)):
        return None
    try:
        return _result(operator, one, other)
    except (ZeroDivisionError, OverflowError) as problem:
        raise EvaluationError(f"{one} {operator} {other} has no value: {problem}") from None


def _result(operator: Operator, one: float, other: float) -> float:
    match operator:
        case "+":
            return one + other
        case "-":
            return one - other
        case "*":
            # As a float it cannot grow without end.
            return float(one) * other if abs(one) > 1e9 or abs(other) > 1e9 else one * other
        case "/":
            return one / other
        case "//":
            return one // other
        case "%":
            return one % other


def _is_equal(one: Answer, other: Answer) -> bool:
    if one is None or other is None:
        return (one is None or one is False) and (other is None or other is False)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return one == other


def _contains(whole: Answer, part: Answer) -> bool:
    if isinstance(whole, str):
        return isinstance(part, str) and part in whole
    return is_list(whole) and any(_is_equal(item, part) or _is_task(item, part) for item in whole)


def _is_task(item: Answer, text: Answer) -> bool:
    return is_mapping(item) and item.get("text") == text


def _is_in_order(one: _Ordered, comparison: Comparison, other: _Ordered) -> bool:
    match comparison:
        case "<":
            return one < other
        case "<=":
            return one <= other
        case ">":
            return one > other
        case _:
            return one >= other


def _is_number(value: Answer) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
