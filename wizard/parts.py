"""What a body comes to with its answers, before it is fitted: text of the template's, and what the slots hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Final, TypeAlias

from wizard.answers import OPEN, Path
from wizard.errors import WizardError
from wizard.evaluation import (
    EvaluationError,
    Given,
    Loop,
    Made,
    Scope,
    Value,
    evaluate,
    holds,
    is_open,
    items_of,
    text_of,
)
from wizard.expression import Expression
from wizard.template import Assign, Condition, Literal, Node, Repeat, Slot

MOST_CHARACTERS: Final = 5_000_000
MOST_ITEMS: Final = 100_000
MOST_LEVELS: Final = 60
MOST_SECONDS: Final = 5.0
_OF_LINES: Final = ("text", "diagram")


class RenderError(WizardError):
    """A template makes a plan of more text, repeats or time than any plan needs."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """What stands in one slot, once."""

    number: int
    """Of the slot; -1 for a repeat that has no items."""
    text: str
    path: Path
    sources: tuple[Path, ...] = ()
    is_placeholder: bool = False
    is_answers: bool = False
    """Whether it is text of the user's, to be fitted."""
    keeps_lines: bool = False
    is_gone: bool = False
    """Whether it renders nothing because it is left out or empty."""


Part: TypeAlias = "str | Fragment"


@dataclass(slots=True)
class Budget:
    """What one rendering may still use up."""

    characters: int = MOST_CHARACTERS
    items: int = MOST_ITEMS
    until: float = field(default_factory=lambda: monotonic() + MOST_SECONDS)
    _steps: int = 0

    def text(self, text: str) -> str:
        """The text, when there is room for it."""
        self.characters -= len(text)
        if self.characters < 0:
            raise RenderError(f"the plan would be longer than {MOST_CHARACTERS:,} characters")
        self.step()
        return text

    def item(self) -> None:
        """Go once more through a repeat."""
        self.items -= 1
        if self.items < 0:
            raise RenderError(f"the template repeats more than {MOST_ITEMS:,} times")
        self.step()

    def step(self) -> None:
        """Look at the clock from time to time."""
        self._steps += 1
        if not self._steps & 127 and monotonic() > self.until:
            raise RenderError(f"the template takes longer than {MOST_SECONDS:.0f} seconds")


class Layer(Mapping[str, Value]):
    """Names set on top of a scope."""

    __slots__ = ("names", "outer")

    def __init__(self, outer: Scope, names: dict[str, Value] | None = None) -> None:
        self.outer = outer
        self.names = names if names is not None else {}

    def __getitem__(self, name: str) -> Value:
        found = self.names.get(name)
        return self.outer[name] if found is None else found

    def __iter__(self) -> Iterator[str]:
        yield from self.names
        yield from (name for name in self.outer if name not in self.names)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(slots=True)
class Walk:
    """One way through a body."""

    budget: Budget
    source: str
    """The template's file, for what is said about mistakes."""
    parts: list[Part] = field(default_factory=list[Part])

    def nodes(self, nodes: tuple[Node, ...], layer: Layer, level: int = 0) -> None:
        """Add what the nodes come to; `layer` takes up what they set."""
        if level > MOST_LEVELS:
            raise RenderError(f"the template is nested more than {MOST_LEVELS} levels deep")
        for node in nodes:
            match node:
                case Literal(text):
                    self.parts.append(self.budget.text(text))
                case Slot(expression, number, line):
                    self.slot(number, self.value(expression, layer, line))
                case Condition(branches, line):
                    for test, inner in branches:
                        if self.holds(test, layer, line):
                            self.nodes(inner, layer, level + 1)
                            break
                case Repeat():
                    self.repeat(node, layer, level)
                case Assign(name, expression, line):
                    layer.names[name] = self.value(expression, layer, line)

    def value(self, expression: Expression, layer: Layer, line: int) -> Value:
        """What an expression comes to; EvaluationError with its place when it comes to nothing."""
        self.budget.step()
        try:
            return evaluate(expression, layer)
        except EvaluationError as problem:
            raise EvaluationError(f"{self.source}:{line}: {problem}") from None

    def holds(self, test: Expression | None, layer: Layer, line: int) -> bool:
        self.budget.step()
        try:
            return holds(test, layer)
        except EvaluationError as problem:
            raise EvaluationError(f"{self.source}:{line}: {problem}") from None

    def slot(self, number: int, value: Value) -> None:
        part = fragment(number, value)
        self.budget.text(part if isinstance(part, str) else part.text)
        if part != "":
            self.parts.append(part)

    def repeat(self, repeat: Repeat, layer: Layer, level: int) -> None:
        over = self.value(repeat.over, layer, repeat.line)
        items = self.items(repeat, over, layer)
        for index, item in enumerate(items):
            self.budget.item()
            self.nodes(repeat.nodes, item_layer(repeat.name, item, index, len(items), layer), level + 1)
        if items:
            return
        if not is_open(over):
            self.parts.append(Fragment(-1, "", (), is_gone=True))
        self.nodes(repeat.otherwise, layer, level + 1)

    def items(self, repeat: Repeat, over: Value, layer: Layer) -> tuple[Value, ...]:
        """The items that a repeat goes through."""
        items = items_of(over)
        if repeat.where is None:
            return items
        kept: list[Value] = []
        for item in items:
            if self.holds(repeat.where, Layer(layer, {repeat.name: item}), repeat.line):
                kept.append(item)
        return tuple(kept)


def item_layer(name: str, item: Value, index: int, count: int, outer: Scope) -> Layer:
    """The scope of one item of a repeat."""
    return Layer(outer, {name: item, "loop": Loop(index + 1, count)})


def fragment(number: int, value: Value) -> Part:
    """What a slot of a value holds; plain text when no question has a part in it."""
    match value:
        case Given(path=path, answer=answer, placeholder=placeholder):
            if answer is OPEN or (isinstance(answer, str) and not answer.strip()):
                return Fragment(number, text_of(placeholder), path, (path,), is_placeholder=True)
            return _answered(number, text_of(answer), (value,))
        case Made(sources=()):
            return text_of(value.value)
        case Made(sources=sources, is_authors=True):
            made = _answered(number, text_of(value.value), sources)
            return replace(made, is_answers=False, is_placeholder=is_open(sources[0]))
        case Made(sources=sources):
            return _answered(number, text_of(value.value), sources)
        case Loop():
            return ""


def _answered(number: int, text: str, sources: tuple[Given, ...]) -> Fragment:
    first = sources[0]
    return Fragment(
        number,
        text,
        first.path,
        tuple(dict.fromkeys(source.path for source in sources)),
        is_answers=True,
        keeps_lines=first.question is not None and first.question.kind in _OF_LINES,
        is_gone=not text and not all(map(is_open, sources)),
    )
