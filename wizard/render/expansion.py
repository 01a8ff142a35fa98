"""What a body comes to with its answers, before it is fitted: text of the template's, and what the slots hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from msgspec import Struct, field

from wizard.evaluation.evaluator import EvaluationError, evaluate, holds, items_of, member
from wizard.evaluation.values import Given, Layer, Loop, Made, Scope, Value, is_open, read_alike, text_of
from wizard.markdown.slot_escaping import Form
from wizard.model.answers import OPEN, Answer, Path, is_list
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import Expression
from wizard.model.template import Question
from wizard.render.budget import MOST_LEVELS, Budget, RenderError


class Fragment(NamedTuple):
    """What stands in one slot, once."""

    number: int
    """Of the slot; -1 for a repeat that has no items."""
    text: str
    path: Path
    sources: tuple[Path, ...] = ()
    is_placeholder: bool = False
    is_answers: bool = False
    """Whether it is text of the user's, to be fitted."""
    form: Form = "line"
    is_gone: bool = False
    """Whether it renders nothing because it is left out or empty."""


Part: TypeAlias = "str | Fragment"


class Kept(Struct, frozen=True):
    """What a repeat came to, for the next time."""

    items: tuple[Answer, ...]
    parts: tuple[tuple[Part, ...], ...]
    """Of each item."""
    sets: Mapping[str, Value]
    """What the names that the items read were set to."""


class Walk(Struct):
    """One way through a body."""

    budget: Budget
    source: str
    """The template's file, for what is said about mistakes."""
    affected: frozenset[str] | None = None
    """The questions that are not what they were; None for all."""
    old: Mapping[int, Kept] = field(default_factory=dict[int, Kept])
    """`{id() of a repeat: what it came to the last time}`."""
    parts: list[Part] = field(default_factory=list[Part])
    kept: dict[int, Kept] = field(default_factory=dict[int, Kept])

    def nodes(self, nodes: tuple[Node, ...], layer: Layer, level: int = 0) -> None:
        """Add what the nodes come to; `layer` takes up what they set."""
        if level > MOST_LEVELS:
            raise RenderError(f"the template is nested more than {MOST_LEVELS} levels deep")
        for node in nodes:
            match node:
                case Text(text):
                    self.budget.text(len(text))
                    self.parts.append(text)
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
        self.budget.text(len(part if isinstance(part, str) else part.text))
        if part != "":
            self.parts.append(part)

    def repeat(self, repeat: Repeat, layer: Layer, level: int) -> None:
        over = self.value(repeat.over, layer, repeat.line)
        answered = answered_items(repeat, over)
        if answered:
            self.answered(repeat, over, answered, layer, level)
            return
        items = self.items(repeat, over, layer)
        for index, item in enumerate(items):
            self.budget.item()
            self.nodes(repeat.nodes, item_layer(repeat.name, item, index, len(items), layer), level + 1)
        if items:
            return
        if not is_open(over):
            self.parts.append(Fragment(-1, "", (), is_gone=True))
        self.nodes(repeat.otherwise, layer, level + 1)

    def answered(self, repeat: Repeat, over: Value, items: tuple[Answer, ...], layer: Layer, level: int) -> None:
        """A repeat over the items of an answer; those that are the very same came to the same before."""
        outer, done = self.parts, list[tuple[Part, ...]]()
        sets = layer.sets(repeat.around or ())
        kept = self.old_items(repeat, sets, len(items))
        for index, item in enumerate(items):
            if kept is not None and index < len(kept.items) and kept.items[index] is item:
                done.append(kept.parts[index])
                continue
            self.budget.item()
            self.parts = []
            inner = item_layer(repeat.name, member(over, index), index, len(items), layer)
            self.nodes(repeat.nodes, inner, level + 1)
            done.append(tuple(self.parts))
        self.parts = outer
        for parts in done:
            outer += parts
        if level == 0:
            self.kept[id(repeat)] = Kept(items, tuple(done), sets)

    def old_items(self, repeat: Repeat, sets: Mapping[str, Value], count: int) -> Kept | None:
        """What the repeat came to the last time, when its items read what they read then."""
        old = self.old.get(id(repeat))
        if old is None or self.affected is None or repeat.around is None:
            return None
        alike = self.affected.isdisjoint(repeat.around) and read_alike(old.sets, sets)
        return old if alike and (not repeat.counts or len(old.items) == count) else None

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


def answered_items(repeat: Repeat, over: Value) -> tuple[Answer, ...]:
    """The items of the answer that a repeat goes through, when it takes each as it is; else none."""
    if isinstance(over, Given) and repeat.where is None and is_list(over.answer):
        return over.answer
    return ()


def item_layer(name: str, item: Value, index: int, count: int, outer: Scope) -> Layer:
    """The scope of one item of a repeat."""
    return Layer(outer, {name: item, "loop": Loop(index + 1, count)})


def fragment(number: int, value: Value) -> Part:
    """What a slot of a value holds; plain text when no question has a part in it."""
    match value:
        case Given(path=path, question=question, answer=answer):
            if answer is OPEN or (isinstance(answer, str) and not answer.strip()):
                return Fragment(number, text_of(value.placeholder), path, (path,), is_placeholder=True)
            text = text_of(answer)
            return Fragment(number, text, path, (path,), False, True, _form(question, answer), not text)
        case Made(sources=()):
            return text_of(value.value)
        case Made(value=bare, sources=sources, is_authors=is_authors):
            first, text = sources[0], text_of(bare)
            paths = (first.path,) if len(sources) == 1 else tuple(dict.fromkeys(source.path for source in sources))
            is_gone = not text and not all(map(is_open, sources))
            form = _form(first.question, bare)
            is_open_choice = is_authors and is_open(first)
            return Fragment(number, text, first.path, paths, is_open_choice, not is_authors, form, is_gone)
        case Loop():
            return ""


def _form(question: Question | None, answer: Answer) -> Form:
    if not isinstance(answer, str) or (question is not None and question.kind == "date"):
        return "value" if isinstance(answer, (bool, int, float, str)) else "line"
    return "lines" if question is not None and question.kind in ("text", "diagram") else "line"
