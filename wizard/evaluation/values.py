"""The values of expressions, each with the answers that it comes from, and the scopes in which names are looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from msgspec import Struct

from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered, is_list, is_mapping
from wizard.model.template import Question


class AnswerValue(Struct, frozen=True, eq=False):  # a scope may hold what is read in it
    """An answer, or the lack of one, with its path and question."""

    path: AnswerPath
    question: Question | None
    """None for a part of a task of a checklist."""
    answer: Answer | Unanswered
    placeholder: Answer = None
    """Rendered while it is open."""
    scope: Scope | None = None
    """The scope in which the conditions of the questions inside it are evaluated."""


class LoopValue(Struct, frozen=True):
    """The `loop` of a repeat; `loop.index` counts from 1."""

    index: int
    length: int


class ComputedValue(Struct, frozen=True):
    """A value that is not an answer as it is: `title | upper`, `"x" if done else " "`."""

    value: Answer
    sources: tuple[AnswerValue, ...]
    """The answers that it was computed from, or that the choice of the author's own text depended on."""
    is_from_template: bool
    """Whether every character of it was written by the template's author."""


class ItemsValue(Struct, frozen=True, eq=False):
    """Items of an answer in another order, each with its own path."""

    of: AnswerValue
    """The whole answer."""
    items: tuple[AnswerValue, ...]


Value: TypeAlias = "AnswerValue | LoopValue | ComputedValue | ItemsValue"
Scope: TypeAlias = "Mapping[str, Value]"
"""`{name: its value}`."""

EMPTY: Final = ComputedValue(None, (), True)


def bare_value(value: Value) -> Answer:
    """Return the value without its sources; an open question is None."""
    match value:
        case AnswerValue(answer=answer):
            return None if answer is OPEN else answer
        case LoopValue():
            return None
        case ComputedValue(value=bare):
            return bare
        case ItemsValue(items=items):
            return tuple(bare_value(item) for item in items)


def is_true(value: Value) -> bool:
    """Return whether a value counts as true in a condition."""
    return isinstance(value, LoopValue) or bool(bare_value(value))


def is_open(value: Value) -> bool:
    """Return whether the value is that of a question without an answer."""
    return isinstance(value, AnswerValue) and value.answer is OPEN


def sources_of(value: Value) -> tuple[AnswerValue, ...]:
    """Return the answers that a value comes from."""
    match value:
        case AnswerValue():
            return (value,)
        case ComputedValue(sources=sources):
            return sources
        case ItemsValue(of=whole):
            return (whole,)
        case LoopValue():
            return ()


def with_sources(bare: Answer, *values: Value) -> ComputedValue:
    """Return a bare value with the sources of the values that it was computed from."""
    # Each answer once: `{% set x = x ~ x %}`, forty times over, would be made of it a trillion times.
    sources = tuple({source.path: source for value in values for source in sources_of(value)}.values())
    return ComputedValue(
        bare,
        sources,
        not sources or all(isinstance(value, ComputedValue) and value.is_from_template for value in values),
    )


def with_dependency(condition: Value, value: Value) -> Value:
    """Return the value; text of the author's gets the sources of the condition under which it was chosen."""
    if isinstance(value, ComputedValue) and value.is_from_template and not value.sources:
        return ComputedValue(value.value, sources_of(condition), True)
    return value


def part_of(answer: Answer, key: str | int) -> Answer | Unanswered:
    """Return the part of an answer at a key or index, or OPEN; a plain text is a task that is not done."""
    if isinstance(key, int):
        return answer[key] if is_list(answer) and 0 <= key < len(answer) else OPEN
    if is_mapping(answer):
        return answer.get(key, OPEN)
    if isinstance(answer, str) and key in ("text", "done"):
        return answer if key == "text" else False
    return OPEN


def text_of(bare: Answer) -> str:
    """Return a bare value as a plan shows it, before it is escaped."""
    if isinstance(bare, str):
        return bare
    if bare is None:
        return ""
    if isinstance(bare, bool):
        return "Yes" if bare else "No"
    if isinstance(bare, float) and bare.is_integer() and abs(bare) < 1e16:
        return str(int(bare))
    if is_mapping(bare):
        return text_of(bare["text"]) if "text" in bare else ", ".join(text_of(part) for part in bare.values())
    if is_list(bare):
        return ", ".join(text_of(item) for item in bare)
    return str(bare)


class Layer(Mapping[str, Value]):
    """A scope with names that are set inside a repeat or by `set`, in front of an outer scope."""

    __slots__ = ("names", "outer")

    def __init__(self, outer: Scope, names: dict[str, Value] | None = None) -> None:
        self.outer = outer
        self.names = names if names is not None else {}

    def __getitem__(self, name: str) -> Value:
        found = self.names.get(name)
        return self.outer[name] if found is None else found

    def assigned_values(self, names: Iterable[str]) -> dict[str, Value]:
        """Return the values of those names that are set here or in an outer layer, not those of questions."""
        found = {name: self.names[name] for name in names if name in self.names}
        return {**self.outer.assigned_values(names), **found} if isinstance(self.outer, Layer) else found

    def __iter__(self) -> Iterator[str]:
        yield from self.names
        yield from (name for name in self.outer if name not in self.names)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def are_equivalent(one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Return whether the same names have values that render alike."""
    return one.keys() == other.keys() and all(_is_equivalent(value, other[name]) for name, value in one.items())


def _is_equivalent(one: Value, other: Value) -> bool:
    if isinstance(one, ComputedValue) and isinstance(other, ComputedValue):
        return (
            type(one.value) is type(other.value)
            and one.value == other.value
            and one.is_from_template == other.is_from_template
            and [(source.path, is_open(source)) for source in one.sources]
            == [(source.path, is_open(source)) for source in other.sources]
        )
    if isinstance(one, AnswerValue) and isinstance(other, AnswerValue):
        return one.path == other.path and one.answer is other.answer and one.placeholder is other.placeholder
    return False
