"""What an expression comes to, over questions that may be open.

An open question is false and equal to nothing; comparing it is false and never an error.
A question that is left out is false, and equal to none and to false; so is one whose condition does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from wizard.answers import OPEN, Answer, Answers, Path, Unanswered, is_list
from wizard.errors import WizardError
from wizard.expression import (
    Arithmetic,
    Both,
    Choose,
    Compare,
    Comparison,
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
    Operator,
    Tested,
)
from wizard.filters import FILTERS
from wizard.kinds import is_answered
from wizard.template import Question, Template


class EvaluationError(WizardError):
    """An expression has no value, such as `2 / 0`; raised only for what no check of the template can see."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, or the lack of one, with where it stands."""

    path: Path
    question: Question | None
    """None for a part of a task of a checklist."""
    answer: Answer | Unanswered
    placeholder: Answer = None
    """What is shown for it while it is open."""
    around: Scope | None = field(default=None, compare=False, repr=False)
    """The scope in which the conditions of what is inside it are read."""


@dataclass(frozen=True, slots=True)
class Loop:
    """The `loop` of a repeat; `loop.index` counts from 1."""

    index: int
    length: int


@dataclass(frozen=True, slots=True)
class Made:
    """What an expression makes of answers: `{{ title | upper }}`, `{{ "x" if done else " " }}`."""

    value: object
    sources: tuple[Given, ...]
    """What it was made of, or, where the author's own text was chosen, what the choice depended on."""
    is_authors: bool
    """Whether every character of it stands in the template."""


Value: TypeAlias = "Given | Loop | Made"
Scope: TypeAlias = "Mapping[str, Value]"
"""`{name: what it stands for}`."""

NOTHING = Made(None, (), True)
_MOST_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class AnswersScope(Mapping[str, Value]):
    """The scope of a template's questions, looked up as they are read.

    A question whose condition does not hold is as good as left out, whatever its answer.
    """

    template: Template
    answers: Answers

    def __getitem__(self, name: str) -> Given:
        question = self.template.question((name,))
        if question is None:
            raise KeyError(name)
        answer = self.answers.get(name, OPEN) if holds(question.when, self) else None
        return Given((name,), question, answer, question.placeholder, self)

    def __iter__(self) -> Iterator[str]:
        return (question.id for question in self.template.questions())

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True)
class ItemScope(Mapping[str, Value]):
    """The scope of a question inside a group: its siblings first, then everything around the group."""

    item: Given
    around: Scope

    def __getitem__(self, name: str) -> Value:
        question = self.item.question
        if question is not None and question.child(name) is not None:
            return member(self.item, name)
        return self.around[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.around)

    def __len__(self) -> int:
        return len(self.around)


def holds(condition: Expression | None, scope: Scope) -> bool:
    """Whether a condition is true; no condition always is."""
    return condition is None or truth(evaluate(condition, scope))


def truth(value: Value) -> bool:
    """Whether a value counts as true in a condition."""
    return isinstance(value, Loop) or bool(plain(value))


def plain(value: Value) -> object:
    """The bare value: OPEN becomes None."""
    match value:
        case Given(answer=answer):
            return None if answer is OPEN else answer
        case Loop():
            return None
        case Made(value=bare):
            return bare


def is_open(value: Value) -> bool:
    """Whether the value is that of a question without an answer."""
    return isinstance(value, Given) and value.answer is OPEN


def member(value: Value, key: str | int) -> Value:
    """`value.key`; what does not exist is open."""
    if isinstance(value, Loop):
        return Made(_loop_member(value, key), (), True)
    if isinstance(value, Made):
        return Made(_bare_member(value.value, key), value.sources, value.is_authors)
    question, answer, placeholder = value.question, value.answer, value.placeholder
    path = (*value.path, key)
    inner = answer if answer is OPEN else _bare_member(answer, key, OPEN)
    shown = _bare_member(placeholder, key)
    if question is None or isinstance(key, int):
        return Given(path, question, inner, shown, value.around)  # pyright: ignore[reportArgumentType]
    return _child(value, key, inner, shown)  # pyright: ignore[reportArgumentType]


def _child(value: Given, key: str, inner: Answer | Unanswered, shown: Answer) -> Given:
    child = value.question.child(key) if value.question is not None else None
    around = ItemScope(value, value.around if value.around is not None else {})
    if child is not None and (value.answer is not OPEN or shown is None):
        shown = child.placeholder
    if child is not None and child.when is not None and not holds(child.when, around):
        inner = None
    return Given((*value.path, key), child, inner, shown, around)


def items_of(value: Value) -> tuple[Value, ...]:
    """What a repeat goes through: the items of an answer, or those of its placeholder while it is open."""
    if isinstance(value, Loop):
        return ()
    if isinstance(value, Made):
        bare = value.value
        items: tuple[object, ...] = tuple(bare) if isinstance(bare, (tuple, list)) else ()  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        return tuple(Made(item, value.sources, value.is_authors) for item in items)
    if value.answer is OPEN:
        shown = value.placeholder
        count = len(shown) if is_list(shown) else 0
        return tuple(member(value, index) for index in range(count))
    if not is_list(value.answer):
        return ()
    path, question, around = value.path, value.question, value.around
    return tuple(Given((*path, index), question, item, None, around) for index, item in enumerate(value.answer))


def evaluate(expression: Expression, scope: Scope) -> Value:
    """What an expression comes to; EvaluationError when it comes to nothing at all."""
    match expression:
        case Constant(value):
            return Made(value, (), True)
        case Name(name):
            return scope.get(name, NOTHING)
        case Member(of, key):
            return member(evaluate(of, scope), key)
        case Choose(condition, then, otherwise):
            return _choose(evaluate(condition, scope), then, otherwise, scope)
        case Both(left, right):
            value = evaluate(left, scope)
            return _depending(value, evaluate(right, scope)) if truth(value) else value
        case Either(left, right):
            value = evaluate(left, scope)
            return value if truth(value) else _depending(value, evaluate(right, scope))
        case Not(operand):
            value = evaluate(operand, scope)
            return Made(not truth(value), sources_of(value), True)
        case Compare(first, links):
            return _compare_chain(evaluate(first, scope), links, scope)
        case Tested(operand, name):
            value = evaluate(operand, scope)
            return Made(TESTS[name](value), sources_of(value), True)
        case ListOf(items):
            values = [evaluate(item, scope) for item in items]
            return _made(tuple(plain(value) for value in values), *values)
        case Concat(parts):
            values = [evaluate(part, scope) for part in parts]
            return _made("".join(text_of(plain(value)) for value in values)[:_MOST_CHARACTERS], *values)
        case Arithmetic(operator, left, right):
            one, other = evaluate(left, scope), evaluate(right, scope)
            return _made(_calculate(operator, plain(one), plain(other)), one, other)
        case Negative(operand):
            value = evaluate(operand, scope)
            return _made(_calculate("-", 0, plain(value)), value)
        case Filtered(operand, name, arguments):
            return _filter(evaluate(operand, scope), name, [evaluate(argument, scope) for argument in arguments])


def sources_of(value: Value) -> tuple[Given, ...]:
    """The answers that a value was made of."""
    match value:
        case Given():
            return (value,)
        case Made(sources=sources):
            return sources
        case Loop():
            return ()


def text_of(bare: object) -> str:
    """A bare value as it stands in a plan."""
    match bare:
        case None:
            return ""
        case bool():
            return "Yes" if bare else "No"
        case float() if bare.is_integer() and abs(bare) < 1e16:
            return str(int(bare))
        case tuple():
            return ", ".join(text_of(item) for item in bare)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        case Mapping():
            task: Mapping[str, object] = bare  # pyright: ignore[reportUnknownVariableType]
            return text_of(task["text"]) if "text" in task else text_of(tuple(task.values()))
        case _:
            return str(bare)


def _made(bare: object, *values: Value) -> Made:
    sources = tuple(source for value in values for source in sources_of(value))
    return Made(bare, sources, not sources or all(isinstance(value, Made) and value.is_authors for value in values))


def _depending(condition: Value, value: Value) -> Value:
    """The value; the author's own text remembers what it depended on."""
    if isinstance(value, Made) and value.is_authors and not value.sources:
        return Made(value.value, sources_of(condition), True)
    return value


def _choose(condition: Value, then: Expression, otherwise: Expression | None, scope: Scope) -> Value:
    if truth(condition):
        return _depending(condition, evaluate(then, scope))
    return _depending(condition, evaluate(otherwise, scope) if otherwise is not None else NOTHING)


def _compare_chain(value: Value, links: tuple[tuple[Comparison, Expression], ...], scope: Scope) -> Made:
    sources = list(sources_of(value))
    left = value
    for comparison, operand in links:
        right = evaluate(operand, scope)
        sources += sources_of(right)
        if not _compare(left, comparison, right):
            return Made(False, tuple(sources), True)
        left = right
    return Made(True, tuple(sources), True)


def _compare(left: Value, comparison: Comparison, right: Value) -> bool:
    if is_open(left) or is_open(right):
        return comparison in ("!=", "not in")
    one, other = plain(left), plain(right)
    match comparison:
        case "==":
            return _equal(one, other)
        case "!=":
            return not _equal(one, other)
        case "in":
            return _contains(other, one)
        case "not in":
            return not _contains(other, one)
        case "<" | "<=" | ">" | ">=":
            return _ordered(one, comparison, other)


def _equal(one: object, other: object) -> bool:
    if one is None or other is None:
        return (one is None or one is False) and (other is None or other is False)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return one == other


def _contains(whole: object, part: object) -> bool:
    if isinstance(whole, str):
        return isinstance(part, str) and part in whole
    if isinstance(whole, (tuple, list)):
        items: list[object] = list(whole)  # pyright: ignore[reportUnknownArgumentType]
        return any(_equal(item, part) or _is_task(item, part) for item in items)
    return False


def _is_task(item: object, text: object) -> bool:
    return isinstance(item, Mapping) and item.get("text") == text  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def _ordered(one: object, comparison: Comparison, other: object) -> bool:
    numbers = _is_number(one) and _is_number(other)
    if not numbers and not (isinstance(one, str) and isinstance(other, str)):
        return False
    match comparison:
        case "<":
            return one < other  # pyright: ignore[reportOperatorIssue, reportUnknownVariableType]
        case "<=":
            return one <= other  # pyright: ignore[reportOperatorIssue, reportUnknownVariableType]
        case ">":
            return one > other  # pyright: ignore[reportOperatorIssue, reportUnknownVariableType]
        case _:
            return one >= other  # pyright: ignore[reportOperatorIssue, reportUnknownVariableType]


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _calculate(operator: Operator, one: object, other: object) -> object:
    if operator == "+" and isinstance(one, str) and isinstance(other, str):
        return (one + other)[:_MOST_CHARACTERS]
    if not isinstance(one, (int, float)) or not isinstance(other, (int, float)):
        return None
    try:
        match operator:
            case "+":
                return one + other
            case "-":
                return one - other
            case "*":
                return float(one) * other if abs(one) > 1e9 or abs(other) > 1e9 else one * other
            case "/":
                return one / other
            case "//":
                return one // other
            case "%":
                return one % other
    except (ZeroDivisionError, OverflowError) as problem:
        raise EvaluationError(f"{one} {operator} {other} has no value: {problem}") from None


def _filter(value: Value, name: str, arguments: list[Value]) -> Value:
    if is_open(value) and name != "default":
        return value
    try:
        bare = FILTERS[name](plain(value), *(plain(argument) for argument in arguments))
    except (TypeError, ValueError, OverflowError, IndexError) as problem:
        raise EvaluationError(f"the filter '{name}' cannot be used here: {problem}") from None
    return _made(bare, value, *arguments)


def _bare_member(bare: object, key: str | int, missing: object = None) -> object:
    if isinstance(key, str) and isinstance(bare, Mapping):
        return bare.get(key, missing)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    if isinstance(key, str) and isinstance(bare, str):
        return {"text": bare, "done": False}.get(key, missing)
    if isinstance(key, int) and isinstance(bare, (tuple, list)):
        return bare[key] if -len(bare) <= key < len(bare) else missing  # pyright: ignore
    return missing


def _loop_member(loop: Loop, key: str | int) -> object:
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
    "answered": lambda value: is_answered(value.answer) if isinstance(value, Given) else plain(value) is not None,
    "open": is_open,
    "left_out": lambda value: isinstance(value, Given) and value.answer is None,
    "none": lambda value: not is_open(value) and plain(value) is None,
    "defined": lambda value: not is_open(value),
    "undefined": is_open,
}
"""`{name after `is`: whether it holds of a value}`."""
