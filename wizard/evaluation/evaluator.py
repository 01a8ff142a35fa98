"""The value of an expression over the answers so far.

An open question is false and equal to nothing; comparing it is false and never an error.
A question that is left out is false, and equal to none and to false; so is one whose condition does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeGuard, TypeVar

from msgspec import structs

from wizard.answers.kinds import is_answered
from wizard.errors import WizardError
from wizard.evaluation.filters import (
    COUNTING_FILTERS,
    DATE_FILTERS,
    FILTERS,
    REORDERING_FILTERS,
    SortKey,
    sort_key,
)
from wizard.evaluation.values import (
    EMPTY,
    AnswerValue,
    ComputedValue,
    ItemsValue,
    LoopValue,
    Scope,
    Value,
    bare_value,
    is_open,
    is_true,
    part_of,
    sources_of,
    text_of,
    with_dependency,
    with_sources,
)
from wizard.limits import MAX_VALUE_CHARACTERS
from wizard.model import expressions as ex
from wizard.model.answers import OPEN, Answer, Answers, Unanswered, is_list, is_mapping
from wizard.model.template import TODAY, Question, Template


class AnswersScope(Mapping[str, Value]):
    """The scope of a template's questions, each looked up when it is read.

    A question whose condition does not hold counts as left out, whatever its answer.
    """

    __slots__ = ("answers", "template")

    def __init__(self, template: Template, answers: Answers) -> None:
        self.template = template
        self.answers = answers

    def __getitem__(self, name: str) -> Value:
        question = self.template.question((name,))
        if question is None:
            if name == TODAY and self.template.today:
                return ComputedValue(self.template.today, (), True)
            raise KeyError(name)
        answer = self.answers.get(name, OPEN) if holds(question.when, self) else None
        return AnswerValue((name,), question, answer, placeholder=question.placeholder, scope=self)

    def __iter__(self) -> Iterator[str]:
        return (question.id for question in self.template.questions())

    def __len__(self) -> int:
        return sum(1 for _ in self)


class ItemScope(Mapping[str, Value]):
    """The scope of a question inside a group: the questions of its item, then the scope around the group."""

    __slots__ = ("around", "item")

    def __init__(self, item: AnswerValue, around: Scope) -> None:
        self.item = item
        self.around = around

    def __getitem__(self, name: str) -> Value:
        question = self.item.question
        if question is not None and question.child(name) is not None:
            return member(self.item, name)
        return self.around[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.around)

    def __len__(self) -> int:
        return len(self.around)


def group_item_scope(scope: Scope, group: str, index: int) -> ItemScope:
    """Return the scope of the questions in one item of a group, which `scope` must know."""
    item = member(scope[group], index)
    assert isinstance(item, AnswerValue)  # as are all parts of an answer
    return ItemScope(item, scope)


def holds(condition: ex.Expression | None, scope: Scope) -> bool:
    """Return whether a condition is true; None, which is no condition, always is, and one without a value never."""
    return condition is None or is_true(evaluate_or_nothing(condition, scope))


def evaluate_or_nothing(expression: ex.Expression, scope: Scope) -> Value:
    """Return the value of an expression, and nothing where the answers give it none, such as `2 / 0`."""
    try:
        return evaluate(expression, scope)
    except EvaluationError:
        return EMPTY


def member(value: Value, key: str | int) -> Value:
    """Return `value.key` or `value[key]`; what does not exist is open."""
    if isinstance(value, LoopValue):
        return ComputedValue(_loop_member(value, key), (), True)
    if isinstance(value, ItemsValue):
        if isinstance(key, int) and 0 <= key < len(value.items):
            return value.items[key]
        return ComputedValue(None, (value.of,), False)
    if isinstance(value, ComputedValue):
        part = part_of(value.value, key)
        return ComputedValue(None if part is OPEN else part, value.sources, value.is_from_template)
    question, path = value.question, (*value.path, key)
    part = part_of(value.placeholder, key) if value.answer is OPEN else OPEN
    placeholder = None if part is OPEN else part
    inner = _inner_answer(value.answer, key)
    if question is None or isinstance(key, int):
        return AnswerValue(path, question, inner, placeholder=placeholder, scope=value.scope)
    return _child(value, question.child(key), key, inner, placeholder)


def _inner_answer(answer: Answer | Unanswered, key: str | int) -> Answer | Unanswered:
    """Return the part of an answer. What is left out has no open parts, and no item is open behind the last one."""
    if answer is OPEN or answer is None:
        return answer
    part = part_of(answer, key)
    return None if part is OPEN and isinstance(key, int) else part


def _child(
    value: AnswerValue, child: Question | None, key: str, inner: Answer | Unanswered, placeholder: Answer
) -> AnswerValue:
    around = ItemScope(value, value.scope if value.scope is not None else {})
    if child is not None and (value.answer is not OPEN or placeholder is None):
        placeholder = child.placeholder
    if child is not None and not holds(child.when, around):
        inner = None
    return AnswerValue((*value.path, key), child, inner, placeholder=placeholder, scope=around)


def items_of(value: Value) -> tuple[Value, ...]:
    """Return the items that a repeat goes through; those of the placeholder while the question is open."""
    if isinstance(value, LoopValue):
        return ()
    if isinstance(value, ItemsValue):
        return value.items
    if isinstance(value, ComputedValue):
        items = value.value if is_list(value.value) else ()
        return tuple(ComputedValue(item, value.sources, value.is_from_template) for item in items)
    if value.answer is OPEN:
        shown = value.placeholder
        count = len(shown) if is_list(shown) else 0
        return tuple(member(value, index) for index in range(count))
    if not is_list(value.answer):
        return ()
    path, question, around = value.path, value.question, value.scope
    return tuple(AnswerValue((*path, index), question, item, None, around) for index, item in enumerate(value.answer))


def evaluate(expression: ex.Expression, scope: Scope) -> Value:
    """Return the value of an expression; raise EvaluationError where it has none."""
    match expression:
        case ex.Constant(value):
            return ComputedValue(value, (), True)
        case ex.Name(name):
            return scope.get(name, EMPTY)
        case ex.Member(of, key):
            return member(evaluate(of, scope), key)
        case ex.IfElse(condition, then, otherwise):
            return _choose(evaluate(condition, scope), then, otherwise, scope)
        case ex.And(left, right):
            value = evaluate(left, scope)
            return with_dependency(value, evaluate(right, scope)) if is_true(value) else value
        case ex.Or(left, right):
            value = evaluate(left, scope)
            return value if is_true(value) else with_dependency(value, evaluate(right, scope))
        case ex.Not(operand):
            value = evaluate(operand, scope)
            return ComputedValue(not is_true(value), sources_of(value), True)
        case ex.Compare(first, links):
            return _compare_chain(evaluate(first, scope), links, scope)
        case ex.IsTest(operand, name):
            value = evaluate(operand, scope)
            return ComputedValue(TESTS[name](value), sources_of(value), True)
        case ex.ListOf(items):
            return _evaluate_list([evaluate(item, scope) for item in items])
        case ex.Concat(parts):
            return _concatenate([evaluate(part, scope) for part in parts])
        case ex.Arithmetic(operator, left, right):
            one, other = evaluate(left, scope), evaluate(right, scope)
            return with_sources(calculate(operator, bare_value(one), bare_value(other)), one, other)
        case ex.Negative(operand):
            value = evaluate(operand, scope)
            return with_sources(calculate("-", 0, bare_value(value)), value)
        case ex.FilterCall(operand, name, arguments):
            return _filter(evaluate(operand, scope), name, [evaluate(argument, scope) for argument in arguments])


def _concatenate(values: list[Value]) -> ComputedValue:
    whole = ""
    for value in values:
        whole += text_of(bare_value(value))[: MAX_VALUE_CHARACTERS - len(whole)]
    return with_sources(whole, *values)


def _evaluate_list(values: list[Value]) -> ComputedValue:
    """Return a list of single values; a few lists of lists could stand for more than any machine holds."""
    items = tuple(bare_value(value) for value in values)
    if any(is_list(item) for item in items):
        raise EvaluationError("a list in [ ] cannot hold another list")
    return with_sources(items, *values)


def _choose(condition: Value, then: ex.Expression, otherwise: ex.Expression | None, scope: Scope) -> Value:
    if is_true(condition):
        return with_dependency(condition, evaluate(then, scope))
    return with_dependency(condition, evaluate(otherwise, scope) if otherwise is not None else EMPTY)


def _compare_chain(value: Value, links: tuple[tuple[ex.Comparison, ex.Expression], ...], scope: Scope) -> ComputedValue:
    sources = list(sources_of(value))
    left = value
    for comparison, operand in links:
        right = evaluate(operand, scope)
        sources += sources_of(right)
        if not compare(left, comparison, right):
            return ComputedValue(False, tuple(sources), True)
        left = right
    return ComputedValue(True, tuple(sources), True)


def _filter(value: Value, name: str, arguments: list[Value]) -> Value:
    if name == "default" and bare_value(value) in (None, "", ()):
        # What the author wrote for it stays the author's, and is not escaped as an answer is.
        return with_dependency(value, arguments[0] if arguments else ComputedValue("", (), True))
    if isinstance(value, AnswerValue) and value.answer is OPEN:
        return structs.replace(value, placeholder=None) if name in COUNTING_FILTERS else value
    if name == "format":
        return _fill_format(value, arguments)
    if name in REORDERING_FILTERS and isinstance(value, (AnswerValue, ItemsValue)):
        reordered = _reorder(value, name, arguments)
        if reordered is not None:
            return reordered
    missing = next((argument for argument in arguments if is_open(argument)), None)
    if name in DATE_FILTERS and isinstance(missing, AnswerValue):
        return structs.replace(missing, placeholder=None)
    return _apply_filter(name, value, arguments)


def _apply_filter(name: str, value: Value, arguments: list[Value]) -> ComputedValue:
    try:
        bare = FILTERS[name](bare_value(value), *(bare_value(argument) for argument in arguments))
    except (TypeError, ValueError, OverflowError, AttributeError) as problem:
        raise EvaluationError(f"the filter '{name}' cannot be used here: {problem}") from None
    return with_sources(bare, value, *arguments)


def _fill_format(value: Value, arguments: list[Value]) -> ComputedValue:
    """Return a format with its places filled, those of open questions with their placeholders."""
    shown = [
        ComputedValue(text_of(each.placeholder), (each,), True)
        if isinstance(each, AnswerValue) and each.answer is OPEN
        else each
        for each in arguments
    ]
    return _apply_filter("format", value, list[Value](shown))


def _reorder(value: AnswerValue | ItemsValue, name: str, arguments: list[Value]) -> Value | None:
    """Return the items of an answer in another order, or one of them; None when it has none."""
    items = tuple(item for item in items_of(value) if isinstance(item, AnswerValue))
    if not items:
        return None
    match name:
        case "first":
            return items[0]
        case "last":
            return items[-1]
        case "reverse":
            arranged = items[::-1]
        case _:
            part = bare_value(arguments[0]) if arguments else None
            arranged = tuple(sorted(items, key=lambda item: _sort_key(item, part)))
    return ItemsValue(value if isinstance(value, AnswerValue) else value.of, arranged)


def _sort_key(item: AnswerValue, part: Answer) -> SortKey:
    """Return what an item is sorted by; the options of a choice have the order in which they are offered."""
    value = member(item, part) if isinstance(part, str) else item
    bare = bare_value(value)
    question = value.question if isinstance(value, AnswerValue) else None
    if part is not None and question is not None and question.kind == "choice" and isinstance(bare, str):
        order = [option.value for option in question.options]
        return (False, False, order.index(bare), "") if bare in order else (False, True, 0, bare.lower())
    return sort_key(bare)


def _loop_member(loop: LoopValue, key: str | int) -> Answer:
    match key:
        case "index":
            return loop.index
        case "index0":
            return loop.index - 1
        case "first":
            return loop.index == 1
        case "last":
            return loop.index == loop.length
        case "length":
            return loop.length
        case "revindex":
            return loop.length - loop.index + 1
        case "revindex0":
            return loop.length - loop.index
        case _:
            return None


LOOP_KEYS = ("index", "index0", "first", "last", "length", "revindex", "revindex0")

TESTS: dict[str, Callable[[Value], bool]] = {
    "answered": lambda value: (
        is_answered(value.answer) if isinstance(value, AnswerValue) else bare_value(value) is not None
    ),
    "open": is_open,
    "left_out": lambda value: isinstance(value, AnswerValue) and value.answer is None,
    "none": lambda value: not is_open(value) and bare_value(value) is None,
    "defined": lambda value: not is_open(value),
    "undefined": is_open,
}
"""`{name after `is`: function that returns whether it holds of a value}`."""


_Ordered = TypeVar("_Ordered", str, float)


class EvaluationError(WizardError):
    """An expression has no value, such as `2 / 0`; raised only for what no check of the template can find."""


def compare(left: Value, comparison: ex.Comparison, right: Value) -> bool:
    """Return whether one link of a comparison holds; an open answer is equal to nothing and in nothing."""
    if is_open(left) or is_open(right):
        return comparison in ("!=", "not in")
    one, other = bare_value(left), bare_value(right)
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


def calculate(operator: ex.Operator, one: Answer, other: Answer) -> Answer:
    """Return the result for numbers, or for texts that `+` joins, else None; raise EvaluationError for `2 / 0`."""
    if operator == "+" and isinstance(one, str) and isinstance(other, str):
        return (one + other)[:MAX_VALUE_CHARACTERS]
    if not isinstance(one, (int, float)) or not isinstance(other, (int, float)):
        return None
    try:
        return _result(operator, one, other)
    except (ZeroDivisionError, OverflowError) as problem:
        raise EvaluationError(f"{one} {operator} {other} has no value: {problem}") from None


def _result(operator: ex.Operator, one: float, other: float) -> float:
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
    return isinstance(text, str) and is_mapping(item) and item.get("text") == text


def _is_in_order(one: _Ordered, comparison: ex.Comparison, other: _Ordered) -> bool:
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
