"""Checks that every name in a template stands for something: in its body, its conditions, its defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from msgspec import Struct, field

from wizard.compiler.checker_types import (
    AnswerType,
    ItemType,
    LoopType,
    ScalarType,
    StaticType,
    StaticTypeError,
    UnknownType,
    common_type,
    filter_type,
    item_type,
    member_type,
    require_printable,
)
from wizard.compiler.diagnostics import Diagnostics
from wizard.compiler.mapping_reader import FrontMatter
from wizard.errors import Problem
from wizard.limits import MAX_CONDITION_CALLS, MAX_CONDITION_STEPS, MAX_PROBLEMS_WITH_HINTS
from wizard.message_text import did_you_mean, nearest_name
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import (
    And,
    Compare,
    Constant,
    Expression,
    FilterCall,
    IfElse,
    ListOf,
    Member,
    Name,
    Or,
    operands_of,
)
from wizard.model.template import KINDS_WITH_ITEMS, Question, Template

TypeScope = dict[str, StaticType]

_MOST_NAMES_SHOWN: Final = 12


def check_names(template: Template, diagnostics: Diagnostics) -> tuple[Question, ...]:
    """Report every name that stands for nothing; return the questions that nothing reads."""
    checking = _NameChecker(template.source, diagnostics)
    checking.check_conditions(template)
    everything: TypeScope = {question.id: AnswerType(question) for question in template.questions()}
    checking.check_nodes(template.save_as, dict(everything))
    checking.check_nodes(template.body, everything)
    return tuple(checking.unread_questions(tuple(template.questions())))


class _NameChecker(Struct):
    """A walk over the expressions of a template, with the names that each of them can read."""

    file: str
    diagnostics: Diagnostics
    read_questions: set[int] = field(default_factory=set[int])
    """Identities of the questions that something reads."""
    checked_conditions: set[int] = field(default_factory=set[int])
    """Identities of the conditions that are checked."""
    later_questions: set[str] = field(default_factory=set[str])
    """Questions that exist and cannot be read yet."""

    def check_conditions(self, template: Template) -> None:
        """Check the conditions and defaults of the questions, in the order in which they are asked."""
        names: TypeScope = {}
        later = {question.id for question in template.questions()}
        for question in template.questions():
            self.check_conditions_of(question, names, later)
            names[question.id] = AnswerType(question)
            later.discard(question.id)

    def check_conditions_of(self, question: Question, names: TypeScope, later: set[str]) -> None:
        """Check the condition and default of a question, then of those inside it."""
        self.later_questions = later
        if question.when is not None:
            self.check_condition(question.when, names)
        self.check_nodes(question.default_text, dict(names))
        after = {inner.id for inner in question.questions}
        inner_names = {name: known for name, known in names.items() if name not in after} if after else names
        for inner in question.questions:
            self.check_conditions_of(inner, inner_names, later | after)
            inner_names[inner.id] = AnswerType(inner)
            after.discard(inner.id)
        self.later_questions = set()

    def check_condition(self, condition: Expression, names: TypeScope) -> None:
        """Check a condition; that of a section, which its questions share, only once."""
        if id(condition) in self.checked_conditions:
            return
        if isinstance(condition, And) and id(condition.left) in self.checked_conditions:
            self.infer(condition.right, names)
            return
        self.infer(condition, names)
        self.checked_conditions |= {id(condition), id(condition.left if isinstance(condition, And) else condition)}

    def unread_questions(self, questions: tuple[Question, ...]) -> Iterator[Question]:
        """Yield the questions that nothing reads, but not those inside one of them."""
        for question in questions:
            if id(question) in self.read_questions:
                yield from self.unread_questions(question.questions)
            else:
                yield question

    def check_nodes(self, nodes: tuple[Node, ...], names: TypeScope) -> None:
        """Check the nodes in order; names that they set are added to the scope."""
        for node in nodes:
            match node:
                case Text():
                    pass
                case Slot(expression):
                    self.check_slot(expression, names)
                case Assign(name, expression):
                    names[name] = self.check_new_name(name, expression, self.infer(expression, names), names)
                case Condition(branches):
                    for condition, inner in branches:
                        if condition is not None:
                            self.infer(condition, names)
                        self.check_nodes(inner, names)
                case Repeat():
                    self.check_repeat(node, names)

    def check_slot(self, expression: Expression, names: TypeScope) -> None:
        try:
            require_printable(self.infer(expression, names))
        except StaticTypeError as error:
            self.report(expression, error.code, error.message)

    def check_repeat(self, repeat: Repeat, names: TypeScope) -> None:
        item = UnknownType()
        try:
            item = item_type(self.infer(repeat.over, names))
        except StaticTypeError as error:
            self.report(repeat.over, error.code, error.message)
        self.check_new_name(repeat.name, repeat.over, item, names)
        if repeat.where is not None:
            self.infer(repeat.where, {**names, repeat.name: item})
        self.check_nodes(repeat.nodes, {**names, repeat.name: item, "loop": LoopType()})
        self.check_nodes(repeat.otherwise, dict(names))

    def check_new_name(self, name: str, at: Expression, static_type: StaticType, names: TypeScope) -> StaticType:
        """Report a name that is set though it is a question's; return the type it gets."""
        taken = names.get(name)
        if isinstance(taken, AnswerType) and taken.question.id == name:
            self.report(at, "name-taken", f"'{name}' is a question; give this another name")
        return static_type

    def infer(self, expression: Expression, names: Mapping[str, StaticType]) -> StaticType:
        """Return the type of an expression; report the names in it that stand for nothing."""
        match expression:
            case Name(name):
                return self.infer_name(expression, name, names)
            case Member(of, key):
                return self.infer_member(expression, of, key, names)
            case FilterCall(operand, name, arguments):
                self.infer_all(arguments, names)
                return filter_type(self.infer(operand, names), name)
            case IfElse(condition, then, otherwise):
                self.infer(condition, names)
                last = self.infer(otherwise, names) if otherwise is not None else ScalarType()
                return common_type(self.infer(then, names), last)
            case Or(left, right) | And(left, right):
                return common_type(self.infer(left, names), self.infer(right, names))
            case ListOf(items):
                for item in items:
                    self.check_not_nested(item, self.infer(item, names))
                return UnknownType()
            case _:
                self.infer_all(operands_of(expression), names)
                if isinstance(expression, Compare):
                    self.check_comparison(expression, names)
                return ScalarType()

    def check_not_nested(self, expression: Expression, static_type: StaticType) -> None:
        """Report a list inside of a list, which has no value."""
        if isinstance(expression, ListOf) or (
            isinstance(static_type, AnswerType) and static_type.question.kind in KINDS_WITH_ITEMS
        ):
            self.report(expression, "nested-list", "a list in [ ] cannot hold another list")

    def infer_all(self, expressions: tuple[Expression, ...], names: Mapping[str, StaticType]) -> None:
        for expression in expressions:
            self.infer(expression, names)

    def infer_name(self, expression: Name, name: str, names: Mapping[str, StaticType]) -> StaticType:
        found = names.get(name)
        if found is None:
            self.report(expression, *self.unknown_name_problem(name, names))
            return UnknownType()
        if isinstance(found, (AnswerType, ItemType)):
            self.read_questions.add(id(found.question))
        return found

    def unknown_name_problem(self, name: str, names: Mapping[str, StaticType]) -> tuple[str, str]:
        """Return code and message for a name that stands for nothing here."""
        if name in self.later_questions:
            return "later-question", f"'{name}' is not answered yet when this is asked; only earlier questions are"
        if name == "loop":
            return "unknown-name", "'loop' is known only inside of a {% for %}"
        if len(self.diagnostics.problems) > MAX_PROBLEMS_WITH_HINTS:
            return "unknown-name", f"'{name[:60]}' is not a question"
        parts = {inner.id: f"{item}.{inner.id}" for item, inner in _parts_of_items(names)}
        meant = parts.get(name) or nearest_name(name, names) or parts.get(nearest_name(name, parts) or "")
        known = ", ".join(list(names)[:_MOST_NAMES_SHOWN]) or "none"
        hint = f"; did you mean '{meant}'?" if meant else f"; the questions here are: {known}"
        return "unknown-name", f"'{name[:60]}' is not a question{hint}"

    def infer_member(
        self, expression: Member, of: Expression, key: str | int, names: Mapping[str, StaticType]
    ) -> StaticType:
        owner = self.infer(of, names)
        try:
            found = member_type(owner, key, _reference_text(of))
        except StaticTypeError as error:
            self.report(expression, error.code, error.message)
            return UnknownType()
        if isinstance(found, AnswerType):
            self.read_questions.add(id(found.question))
        return found

    def check_comparison(self, compare: Compare, names: Mapping[str, StaticType]) -> None:
        """Report a comparison of a choice with a text that is not one of its options."""
        for one, other in ((compare.first, compare.links[0][1]), (compare.links[0][1], compare.first)):
            side = self.infer(one, names) if isinstance(one, (Name, Member)) else ScalarType()
            if not isinstance(side, (AnswerType, ItemType)) or side.question.kind not in ("choice", "choices"):
                continue
            values = [option.value for option in side.question.options]
            for constant in other.items if isinstance(other, ListOf) else (other,):
                if isinstance(constant, Constant) and not side.question.other:
                    self.check_option(constant, side.question, values)

    def check_option(self, constant: Constant, question: Question, values: list[str]) -> None:
        if isinstance(constant.value, str) and constant.value not in values:
            hint = did_you_mean(constant.value, values) or f"; they are: {', '.join(values)}"
            self.report(constant, "unknown-option", f"'{constant.value}' is not an option of '{question.id}'{hint}")

    def report(self, expression: Expression, code: str, message: str) -> None:
        place = self.diagnostics.position_of(expression)
        self.diagnostics.problems.append(Problem(self.file, place.line, place.column, code, message))


def _parts_of_items(names: Mapping[str, StaticType]) -> Iterator[tuple[str, Question]]:
    """Yield the variables of repeats, each with the questions of its item."""
    for name, static_type in names.items():
        if isinstance(static_type, ItemType):
            yield from ((name, inner) for inner in static_type.question.questions)


def _reference_text(expression: Expression) -> str:
    """Return a name or member as the template writes it; "this" for any other expression."""
    match expression:
        case Name(name):
            return name
        case Member(of, str() as key):
            return f"{_reference_text(of)}.{key}"
        case Member(of, key):
            return f"{_reference_text(of)}[{key}]"
        case _:
            return "this"


class ConditionCost(NamedTuple):
    """What evaluating a condition takes at most."""

    steps: int
    levels: int
    """Of calls inside each other."""


_CALLS_TO_A_QUESTION: Final = 8
_CALLS_TO_A_PART: Final = 2


def costly_conditions(template: Template) -> Iterator[Question]:
    """Yield the questions, at any depth, whose conditions take more steps or calls than are allowed."""
    yield from _costly_conditions(tuple(template.questions()), {}, {})


def _costly_conditions(
    questions: tuple[Question, ...], around: Mapping[str, ConditionCost], total: dict[str, ConditionCost]
) -> Iterator[Question]:
    """Add to `total` the cost of each question with all that it holds; yield those that cost too much."""
    known = {**around}
    for question in questions:
        cost = ConditionCost(1, 0) if question.when is None else _cost(question.when, known)
        if cost.steps > MAX_CONDITION_STEPS or cost.levels > MAX_CONDITION_CALLS:
            yield question
            cost = ConditionCost(1, 0)
        inner: dict[str, ConditionCost] = {}
        yield from _costly_conditions(question.questions, known, inner)
        steps = cost.steps + sum(each.steps for each in inner.values())
        levels = max((cost.levels, *(each.levels for each in inner.values())))
        known[question.id] = total[question.id] = ConditionCost(steps, levels)


def _cost(expression: Expression, known: Mapping[str, ConditionCost]) -> ConditionCost:
    if isinstance(expression, Name):
        read = known.get(expression.name, ConditionCost(1, 0))
        return ConditionCost(read.steps + 1, read.levels + _CALLS_TO_A_QUESTION)
    parts = [_cost(part, known) for part in operands_of(expression)]
    return ConditionCost(
        1 + sum(part.steps for part in parts), _CALLS_TO_A_PART + max((part.levels for part in parts), default=0)
    )


def unused_question_warning(front: FrontMatter, question: Question) -> Problem:
    """Return the warning that nothing in the body reads a question, at the question's place."""
    node = front.node_of(question)
    message = f"nothing in the body reads '{question.id}': its answer appears nowhere in the plan"
    return Problem(front.file, node.line, node.column, "unused-question", message)
