"""Whether every name of a template stands for something: in its body, its conditions, its defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from msgspec import Struct, field

from wizard.compiler.checker_types import (
    Anything,
    Leaf,
    LoopItself,
    One,
    Shape,
    ShapeError,
    Whole,
    common,
    filtered,
    item_of,
    member_of,
    printable,
)
from wizard.compiler.diagnostics import Reading
from wizard.errors import Problem
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import (
    Both,
    Choose,
    Compare,
    Constant,
    Either,
    Expression,
    Filtered,
    ListOf,
    Member,
    Name,
    parts_of,
)
from wizard.model.template import KINDS_WITH_ITEMS, Question, Template
from wizard.text import did_you_mean, nearest

Names = dict[str, Shape]

_MOST_NAMES_SHOWN: Final = 12
_MOST_HINTS: Final = 100
"""A near name takes milliseconds to find, and nobody reads that many mistakes."""


def check_names(template: Template, reading: Reading) -> tuple[Question, ...]:
    """Note every name that stands for nothing; returns the questions that nothing reads."""
    checking = _Checking(template.source, reading)
    checking.conditions(template)
    everything: Names = {question.id: Whole(question) for question in template.questions()}
    checking.nodes(template.save_as, dict(everything))
    checking.nodes(template.body, everything)
    return tuple(checking.unread(tuple(template.questions())))


class _Checking(Struct):
    """A walk over the expressions of a template with the names that each of them can read."""

    file: str
    reading: Reading
    read: set[int] = field(default_factory=set[int])
    """Identities of the questions that something reads."""
    checked: set[int] = field(default_factory=set[int])
    """Identities of the conditions that are checked."""
    later: set[str] = field(default_factory=set[str])
    """Questions that exist and cannot be read yet."""

    def conditions(self, template: Template) -> None:
        """Check what questions read of each other, in the order in which they are asked."""
        names: Names = {}
        later = {question.id for question in template.questions()}
        for question in template.questions():
            self.question(question, names, later)
            names[question.id] = Whole(question)
            later.discard(question.id)

    def question(self, question: Question, names: Names, later: set[str]) -> None:
        """Check the condition and default of a question, then of those inside it."""
        self.later = later
        if question.when is not None:
            self.condition(question.when, names)
        self.nodes(question.default_text, dict(names))
        after = {inner.id for inner in question.questions}
        inner_names = {name: shape for name, shape in names.items() if name not in after} if after else names
        for inner in question.questions:
            self.question(inner, inner_names, later | after)
            inner_names[inner.id] = Whole(inner)
            after.discard(inner.id)
        self.later = set()

    def condition(self, condition: Expression, names: Names) -> None:
        """Check a condition; that of a section, which all its questions share, only once."""
        if id(condition) in self.checked:
            return
        if isinstance(condition, Both) and id(condition.left) in self.checked:
            self.shape(condition.right, names)
            return
        self.shape(condition, names)
        self.checked |= {id(condition), id(condition.left if isinstance(condition, Both) else condition)}

    def unread(self, questions: tuple[Question, ...]) -> Iterator[Question]:
        """The questions that nothing reads; of one that is not read, not also what it holds."""
        for question in questions:
            if id(question) in self.read:
                yield from self.unread(question.questions)
            else:
                yield question

    def nodes(self, nodes: tuple[Node, ...], names: Names) -> None:
        """Check the nodes in order; what they set is added to the names."""
        for node in nodes:
            match node:
                case Text():
                    pass
                case Slot(expression):
                    self.printed(expression, names)
                case Assign(name, expression):
                    names[name] = self.named(name, expression, self.shape(expression, names), names)
                case Condition(branches):
                    for condition, inner in branches:
                        if condition is not None:
                            self.shape(condition, names)
                        self.nodes(inner, names)
                case Repeat():
                    self.repeat(node, names)

    def printed(self, expression: Expression, names: Names) -> None:
        try:
            printable(self.shape(expression, names))
        except ShapeError as error:
            self.note(expression, error.code, error.message)

    def repeat(self, repeat: Repeat, names: Names) -> None:
        item = Anything()
        try:
            item = item_of(self.shape(repeat.over, names))
        except ShapeError as error:
            self.note(repeat.over, error.code, error.message)
        self.named(repeat.name, repeat.over, item, names)
        if repeat.where is not None:
            self.shape(repeat.where, {**names, repeat.name: item})
        self.nodes(repeat.nodes, {**names, repeat.name: item, "loop": LoopItself()})
        self.nodes(repeat.otherwise, dict(names))

    def named(self, name: str, at: Expression, shape: Shape, names: Names) -> Shape:
        """The shape that gets a name; noted when the name is that of a question."""
        taken = names.get(name)
        if isinstance(taken, Whole) and taken.question.id == name:
            self.note(at, "name-taken", f"'{name}' is a question; give this another name")
        return shape

    def shape(self, expression: Expression, names: Mapping[str, Shape]) -> Shape:
        """What an expression comes to; notes what it reads in vain."""
        match expression:
            case Name(name):
                return self.name(expression, name, names)
            case Member(of, key):
                return self.member(expression, of, key, names)
            case Filtered(operand, name, arguments):
                self.all(arguments, names)
                return filtered(self.shape(operand, names), name)
            case Choose(condition, then, otherwise):
                self.shape(condition, names)
                last = self.shape(otherwise, names) if otherwise is not None else Leaf()
                return common(self.shape(then, names), last)
            case Either(left, right) | Both(left, right):
                return common(self.shape(left, names), self.shape(right, names))
            case ListOf(items):
                for item in items:
                    self.single(item, self.shape(item, names))
                return Anything()
            case _:
                self.all(parts_of(expression), names)
                if isinstance(expression, Compare):
                    self.compared(expression, names)
                return Leaf()

    def single(self, expression: Expression, shape: Shape) -> None:
        """Note a list inside of a list, which has no value."""
        if isinstance(expression, ListOf) or (isinstance(shape, Whole) and shape.question.kind in KINDS_WITH_ITEMS):
            self.note(expression, "nested-list", "a list in [ ] cannot hold another list")

    def all(self, expressions: tuple[Expression, ...], names: Mapping[str, Shape]) -> None:
        for expression in expressions:
            self.shape(expression, names)

    def name(self, expression: Name, name: str, names: Mapping[str, Shape]) -> Shape:
        found = names.get(name)
        if found is None:
            self.note(expression, *self.unknown(name, names))
            return Anything()
        if isinstance(found, (Whole, One)):
            self.read.add(id(found.question))
        return found

    def unknown(self, name: str, names: Mapping[str, Shape]) -> tuple[str, str]:
        """Code and message for a name that stands for nothing here."""
        if name in self.later:
            return "later-question", f"'{name}' is not answered yet when this is asked; only earlier questions are"
        if name == "loop":
            return "unknown-name", "'loop' is known only inside of a {% for %}"
        if len(self.reading.problems) > _MOST_HINTS:
            return "unknown-name", f"'{name[:60]}' is not a question"
        parts = {inner.id: f"{item}.{inner.id}" for item, inner in _parts_in_sight(names)}
        meant = parts.get(name) or nearest(name, names) or parts.get(nearest(name, parts) or "")
        known = ", ".join(list(names)[:_MOST_NAMES_SHOWN]) or "none"
        hint = f"; did you mean '{meant}'?" if meant else f"; the questions here are: {known}"
        return "unknown-name", f"'{name[:60]}' is not a question{hint}"

    def member(self, expression: Member, of: Expression, key: str | int, names: Mapping[str, Shape]) -> Shape:
        owner = self.shape(of, names)
        try:
            found = member_of(owner, key, _written(of))
        except ShapeError as error:
            self.note(expression, error.code, error.message)
            return Anything()
        if isinstance(found, Whole):
            self.read.add(id(found.question))
        return found

    def compared(self, compare: Compare, names: Mapping[str, Shape]) -> None:
        """Note a comparison of a choice with what is not one of its options."""
        for one, other in ((compare.first, compare.links[0][1]), (compare.links[0][1], compare.first)):
            shape = self.shape(one, names) if isinstance(one, (Name, Member)) else Leaf()
            if not isinstance(shape, (Whole, One)) or shape.question.kind not in ("choice", "choices"):
                continue
            values = [option.value for option in shape.question.options]
            for constant in other.items if isinstance(other, ListOf) else (other,):
                if isinstance(constant, Constant) and not shape.question.other:
                    self.option(constant, shape.question, values)

    def option(self, constant: Constant, question: Question, values: list[str]) -> None:
        if isinstance(constant.value, str) and constant.value not in values:
            hint = did_you_mean(constant.value, values) or f"; they are: {', '.join(values)}"
            self.note(constant, "unknown-option", f"'{constant.value}' is not an option of '{question.id}'{hint}")

    def note(self, expression: Expression, code: str, message: str) -> None:
        place = self.reading.place(expression)
        self.reading.problems.append(Problem(self.file, place.line, place.column, code, message))


def _parts_in_sight(names: Mapping[str, Shape]) -> Iterator[tuple[str, Question]]:
    """The variables of repeats, each with the questions of its item."""
    for name, shape in names.items():
        if isinstance(shape, One):
            yield from ((name, inner) for inner in shape.question.questions)


def _written(expression: Expression) -> str:
    """An expression as the template names it, as far as a message needs it."""
    match expression:
        case Name(name):
            return name
        case Member(of, str() as key):
            return f"{_written(of)}.{key}"
        case Member(of, key):
            return f"{_written(of)}[{key}]"
        case _:
            return "this"


MOST_STEPS: Final = 5_000
MOST_LEVELS: Final = 300


class Cost(NamedTuple):
    """What reading a question takes at most."""

    steps: int
    levels: int
    """Of calls inside each other."""


_CALLS_TO_A_QUESTION: Final = 8
_CALLS_TO_A_PART: Final = 2


def too_costly(template: Template) -> Iterator[Question]:
    """The questions, at any depth, whose conditions take too much."""
    yield from _too_costly(tuple(template.questions()), {}, {})


def _too_costly(
    questions: tuple[Question, ...], around: Mapping[str, Cost], total: dict[str, Cost]
) -> Iterator[Question]:
    """Adds to `total` what each of the questions takes with all that it holds."""
    known = {**around}
    for question in questions:
        cost = Cost(1, 0) if question.when is None else _cost(question.when, known)
        if cost.steps > MOST_STEPS or cost.levels > MOST_LEVELS:
            yield question
            cost = Cost(1, 0)
        inner: dict[str, Cost] = {}
        yield from _too_costly(question.questions, known, inner)
        steps = cost.steps + sum(each.steps for each in inner.values())
        levels = max((cost.levels, *(each.levels for each in inner.values())))
        known[question.id] = total[question.id] = Cost(steps, levels)


def _cost(expression: Expression, known: Mapping[str, Cost]) -> Cost:
    if isinstance(expression, Name):
        read = known.get(expression.name, Cost(1, 0))
        return Cost(read.steps + 1, read.levels + _CALLS_TO_A_QUESTION)
    parts = [_cost(part, known) for part in parts_of(expression)]
    return Cost(
        1 + sum(part.steps for part in parts), _CALLS_TO_A_PART + max((part.levels for part in parts), default=0)
    )
