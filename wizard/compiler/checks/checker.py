"""Checks that every name in a template stands for something: in its body, its conditions, its defaults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from msgspec import Struct, field

from wizard.compiler.checks.checker_types import (
    AnswerType,
    ItemType,
    LoopType,
    ScalarType,
    StaticType,
    StaticTypeError,
    UnknownType,
    common_type,
    item_type,
    member_type,
    require_printable,
)
from wizard.compiler.checks.lost_assignments import lost_assignments
from wizard.compiler.checks.operations import (
    Mistake,
    Operand,
    arithmetic_mistakes,
    arithmetic_type,
    comparison_mistakes,
    constant_type,
    filter_mistakes,
    filter_type,
    negation_mistakes,
    shape_of,
)
from wizard.compiler.diagnostics import Diagnostics
from wizard.compiler.mapping_reader import FrontMatter
from wizard.errors import Problem
from wizard.evaluation.evaluator import LOOP_KEYS
from wizard.limits import MAX_CONDITION_CALLS, MAX_CONDITION_STEPS, MAX_PROBLEMS_WITH_HINTS
from wizard.message_text import did_you_mean, nearest_name
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import (
    And,
    Arithmetic,
    Compare,
    Concat,
    Constant,
    Expression,
    FilterCall,
    IfElse,
    IsTest,
    ListOf,
    Member,
    Name,
    Negative,
    Not,
    Or,
    operands_of,
)
from wizard.model.template import KINDS_WITH_ITEMS, TODAY, OptionsSource, Question, Template
from wizard.model.unparse import unparse

TypeScope = dict[str, StaticType]

_DAY: Final = ScalarType("date", is_sure=True)
"""The type of `today`."""
_MOST_NAMES_SHOWN: Final = 12
_OTHER_WORDS: Final = {
    **dict.fromkeys(("yes", "on"), "yes is written true here"),
    **dict.fromkeys(("no", "off"), "no is written false here"),
    **dict.fromkeys(
        ("null", "nil", "undefined"), "write none for what is left out, or name is open for what is not answered"
    ),
    **dict.fromkeys(("now", "date"), "write today for the day on which the plan is saved first"),
}
"""Words of other languages, and what is written here; a question may have such a name all the same."""


def check_names(template: Template, diagnostics: Diagnostics) -> tuple[Question, ...]:
    """Report every name that stands for nothing; return the questions that nothing reads."""
    checking = _NameChecker(template.source, diagnostics)
    checking.check_conditions(template)
    everything: TypeScope = {TODAY: _DAY, **{question.id: AnswerType(question) for question in template.questions()}}
    checking.check_nodes(template.save_as, dict(everything))
    checking.check_nodes(template.body, everything)
    checking.report_all(lost_assignments(template.body))
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
        names: TypeScope = {TODAY: _DAY}
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
        self.check_limits(question, names)
        after = {inner.id for inner in question.questions}
        inner_names = {name: known for name, known in names.items() if name not in after} if after else names
        for inner in question.questions:
            self.check_conditions_of(inner, inner_names, later | after)
            inner_names[inner.id] = AnswerType(inner)
            after.discard(inner.id)
        self.later_questions = set()

    def check_limits(self, question: Question, names: TypeScope) -> None:
        """Check what other answers say of a question's answer: its options, its dates and its check."""
        if question.options_from is not None:
            self.check_options_source(question.options_from, names)
        for limit in (question.earliest, question.latest):
            shape = shape_of(self.infer(limit, names)) if limit is not None else None
            if limit is not None and not isinstance(limit, Constant) and shape not in ("date", "text", None):
                self.report(limit, "bad-limits", f"{unparse(limit)} is no date; a date has dates as its limits")
        if question.valid is not None:
            self.infer_condition(question.valid, {**names, question.id: AnswerType(question)})

    def check_options_source(self, source: OptionsSource, names: TypeScope) -> None:
        try:
            item = item_type(self.infer(source.over, names))
            if source.part:
                part = member_type(item, source.part, "an item")
                if isinstance(part, AnswerType):
                    self.read_questions.add(id(part.question))
                    require_printable(part)
            elif isinstance(item, ItemType) and item.question.questions:
                self.read_questions.add(id(item.question.questions[0]))
        except StaticTypeError as error:
            self.report(source.over, error.code, error.message)

    def check_condition(self, condition: Expression, names: TypeScope) -> None:
        """Check a condition; that of a section, which its questions share, only once."""
        if id(condition) in self.checked_conditions:
            return
        if isinstance(condition, And) and id(condition.left) in self.checked_conditions:
            self.infer_condition(condition.right, names)
            return
        self.infer_condition(condition, names)
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
                case Condition():
                    self.check_branches(node, names)
                case Repeat():
                    self.check_repeat(node, names)

    def check_branches(self, condition: Condition, names: TypeScope) -> None:
        """Check the branches; what they set may be known afterwards, as one type or another."""
        set_names = {name for _, inner in condition.branches for name in _names_set(inner)}
        ends: list[TypeScope] = []
        for test, inner in condition.branches:
            if test is not None:
                self.infer_condition(test, names)
            ends.append(dict(names) if set_names else names)
            self.check_nodes(inner, ends[-1])
        if condition.branches[-1][0] is not None:
            ends.append(dict(names))
        for name in set_names:
            found = [end[name] for end in ends if name in end]
            names[name] = self.merge_types(found, is_always_set=len(found) == len(ends))

    def merge_types(self, types: list[StaticType], *, is_always_set: bool) -> StaticType:
        """Return the type of a name that branches set."""
        first, *others = types
        if all(other == first for other in others):
            return ScalarType(first.shape) if isinstance(first, ScalarType) and not is_always_set else first
        for each in types:  # what is read of them cannot be told, so nothing of them counts as unread
            if isinstance(each, (AnswerType, ItemType)):
                self.read_questions |= {id(question) for question in each.question.with_inner()}
        return UnknownType()

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
            self.report(repeat.over, _code_for(repeat.over, error.code), error.message)
        self.check_new_name(repeat.name, repeat.over, item, names)
        if repeat.where is not None:
            self.infer_condition(repeat.where, {**names, repeat.name: item})
        self.check_nodes(repeat.nodes, {**names, repeat.name: item, "loop": LoopType()})
        self.check_nodes(repeat.otherwise, dict(names))

    def check_new_name(self, name: str, at: Expression, static_type: StaticType, names: TypeScope) -> StaticType:
        """Report a name that is set though it is a question's; return the type it gets."""
        taken = names.get(name)
        if isinstance(taken, AnswerType) and taken.question.id == name:
            self.report(at, "name-taken", f"'{name}' is a question; give this another name")
        return static_type

    def infer_condition(
        self, expression: Expression, names: Mapping[str, StaticType], before: Expression | None = None
    ) -> StaticType:
        """Return the type of what is true or false; report a text that stands there for a comparison.

        `before` is what stands on the other side of an `or`.
        """
        match expression:
            case Or(left, right):
                return common_type(self.infer_condition(left, names, right), self.infer_condition(right, names, left))
            case And(left, right):
                return common_type(self.infer_condition(left, names), self.infer_condition(right, names))
            case Not(operand):
                self.infer_condition(operand, names)
                return ScalarType("truth", is_sure=True)
            case Constant(str() as text) if text:
                self.report(
                    expression, "always-true", f"a text in quotes always holds; {_comparison_with(text, before)}"
                )
            case _:
                pass
        return self.infer(expression, names)

    def infer(self, expression: Expression, names: Mapping[str, StaticType]) -> StaticType:
        """Return the type of an expression; report what stands for nothing in it, and what cannot work."""
        match expression:
            case Name(name):
                return self.infer_name(expression, name, names)
            case Member(of, key):
                return self.infer_member(expression, of, key, names)
            case Constant():
                is_mistaken = self.diagnostics.is_mistaken(expression)
                return UnknownType(is_mistaken=True) if is_mistaken else constant_type(expression)
            case FilterCall(operand, name, arguments):
                given = self.infer_operands(arguments, names)
                filtered = Operand(operand, self.infer(operand, names))
                self.report_all(filter_mistakes(name, filtered, given, expression))
                self.read_part(filtered, given)
                return filter_type(filtered.static_type, name, tuple(each.static_type for each in given))
            case IfElse(condition, then, otherwise):
                self.infer_condition(condition, names)
                last = self.infer(otherwise, names) if otherwise is not None else ScalarType()
                return common_type(self.infer(then, names), last)
            case Or(left, right) | And(left, right):
                return common_type(self.infer(left, names), self.infer(right, names))
            case ListOf(items):
                for item in items:
                    self.check_not_nested(item, self.infer(item, names))
                return UnknownType()
            case Compare():
                self.check_comparison(expression, names)
                return ScalarType("truth", is_sure=True)
            case Arithmetic(operator, left, right):
                if (meant := _name_with_hyphen(expression, names)) is not None:
                    message = f"this is one question minus another; did you mean '{meant.name}'?"
                    self.report(left, "unknown-name", message)
                    return self.infer_name(meant, meant.name, names)
                one, other = self.infer_operands((left, right), names)
                self.report_all(arithmetic_mistakes(operator, one, other))
                return arithmetic_type(operator, one, other)
            case Negative(operand):
                self.report_all(negation_mistakes(Operand(operand, self.infer(operand, names))))
                return ScalarType("number")
            case Not(operand):
                self.infer_condition(operand, names)
                return ScalarType("truth", is_sure=True)
            case IsTest(operand):
                self.infer(operand, names)
                return ScalarType("truth", is_sure=True)
            case Concat(parts):
                self.infer_operands(parts, names)
                return ScalarType("text", is_sure=True)

    def read_part(self, filtered: Operand, arguments: tuple[Operand, ...]) -> None:
        """Note the question that a filter reads of every item, as in `rows | sum("cost")`."""
        for argument in arguments:
            part = argument.expression.value if isinstance(argument.expression, Constant) else None
            inner = filtered.question.child(part) if filtered.question is not None and isinstance(part, str) else None
            if inner is not None:
                self.read_questions.add(id(inner))

    def infer_operands(
        self, expressions: tuple[Expression, ...], names: Mapping[str, StaticType]
    ) -> tuple[Operand, ...]:
        return tuple(Operand(each, self.infer(each, names)) for each in expressions)

    def check_not_nested(self, expression: Expression, static_type: StaticType) -> None:
        """Report a list inside of a list, which has no value."""
        if isinstance(expression, ListOf) or (
            isinstance(static_type, AnswerType) and static_type.question.kind in KINDS_WITH_ITEMS
        ):
            self.report(expression, "nested-list", "a list in [ ] cannot hold another list")

    def infer_name(self, expression: Name, name: str, names: Mapping[str, StaticType]) -> StaticType:
        found = names.get(name)
        if found is None:
            self.report(expression, *self.unknown_name_problem(name, names))
            return UnknownType(is_mistaken=True)
        if isinstance(found, (AnswerType, ItemType)):
            self.read_questions.add(id(found.question))
        return found

    def unknown_name_problem(self, name: str, names: Mapping[str, StaticType]) -> tuple[str, str]:
        """Return code and message for a name that stands for nothing here."""
        if name in self.later_questions:
            return "later-question", f"'{name}' is not answered yet when this is asked; only earlier questions are"
        if name == "loop":
            return "unknown-name", "'loop' is known only inside of a {% for %}"
        if name in LOOP_KEYS and "loop" in names:
            return "unknown-name", f"'{name}' is not a question; write loop.{name}"
        if name.lower() in _OTHER_WORDS:
            return "unknown-name", f"'{name}' is not a question; {_OTHER_WORDS[name.lower()]}"
        if len(self.diagnostics.problems) > MAX_PROBLEMS_WITH_HINTS:
            return "unknown-name", f"'{name[:60]}' is not a question"
        if _is_option(name, names):
            return "unknown-name", f"'{name[:60]}' is an option and not a question; write it in quotes: \"{name[:60]}\""
        parts = {inner.id: f"{item}.{inner.id}" for item, inner in _parts_of_items(names)}
        meant = parts.get(name) or nearest_name(name, names) or parts.get(nearest_name(name, parts) or "")
        known = ", ".join([each for each in names if each and names[each] is not _DAY][:_MOST_NAMES_SHOWN])
        listed = f"; the questions here are: {known}" if known else "; there is no question before it"
        hint = f"; did you mean '{meant}'?" if meant else listed
        return "unknown-name", f"'{name[:60]}' is not a question{hint}"

    def infer_member(
        self, expression: Member, of: Expression, key: str | int, names: Mapping[str, StaticType]
    ) -> StaticType:
        owner = self.infer(of, names)
        try:
            found = member_type(owner, key, _reference_text(of))
        except StaticTypeError as error:
            self.report(expression, _code_for(of, error.code), error.message)
            return UnknownType()
        if isinstance(found, AnswerType):
            self.read_questions.add(id(found.question))
        return found

    def check_comparison(self, compare: Compare, names: Mapping[str, StaticType]) -> None:
        """Report links of a comparison that always give the same, and texts that are not one of the options."""
        left = Operand(compare.first, self.infer(compare.first, names))
        for comparison, expression in compare.links:
            right = Operand(expression, self.infer(expression, names))
            reported = {id(mistake.at) for mistake in self.report_all(comparison_mistakes(left, comparison, right))}
            for one, other in ((left, right), (right, left)):
                question = one.question
                if question is not None and question.kind in ("choice", "choices") and not question.takes_other_texts:
                    items = other.expression.items if isinstance(other.expression, ListOf) else (other.expression,)
                    for constant in items:
                        if isinstance(constant, Constant) and id(constant) not in reported:
                            self.check_option(constant, question)
            left = right

    def check_option(self, constant: Constant, question: Question) -> None:
        values = [option.value for option in question.options]
        if isinstance(constant.value, str) and constant.value not in values:
            labelled = [option.value for option in question.options if option.label == constant.value]
            hint = (
                f"; the value of that option is '{labelled[0]}'" if labelled else did_you_mean(constant.value, values)
            )
            hint = hint or f"; they are: {', '.join(values[:_MOST_NAMES_SHOWN])}"
            self.report(constant, "unknown-option", f"'{constant.value}' is not an option of '{question.id}'{hint}")

    def report_all(self, mistakes: Iterable[Mistake]) -> list[Mistake]:
        found = list(mistakes)
        for mistake in found:
            self.report(mistake.at, mistake.code, mistake.message)
        return found

    def report(self, expression: Expression, code: str, message: str) -> None:
        place = self.diagnostics.position_of(expression)
        self.diagnostics.problems.append(Problem(self.file, place.line, place.column, code, message))


def _name_with_hyphen(expression: Arithmetic, names: Mapping[str, StaticType]) -> Name | None:
    """Return the question that `first-name` means where there is a `first_name` and no `first`."""
    match expression:
        case Arithmetic("-", Name(first), Name(last)) if first not in names and f"{first}_{last}" in names:
            return Name(f"{first}_{last}")
        case _:
            return None


def _is_option(name: str, names: Mapping[str, StaticType]) -> bool:
    questions = (each.question for each in names.values() if isinstance(each, (AnswerType, ItemType)))
    return any(option.value == name for question in questions for option in question.options)


def _comparison_with(text: str, before: Expression | None) -> str:
    """Return how a text is compared; `stack in ["a", "b"]` for `stack == "a" or "b"`."""
    match before:
        case Compare(first, (("==", Constant() as other),)) if not isinstance(first, Constant):
            return f"write {unparse(Compare(first, (('in', ListOf((other, Constant(text)))),)))}"
        case _:
            return f"write what it is compared with, as in {unparse(Compare(Name('name'), (('==', Constant(text)),)))}"


def _code_for(expression: Expression, code: str) -> str:
    """Return the code of a mistake; what a filter gives may be read in vain in templates that open all the same."""
    return "no-value" if isinstance(expression, FilterCall) else code


def _names_set(nodes: tuple[Node, ...]) -> Iterator[str]:
    """Yield the names that nodes set, not those that are set inside of repeats and known only there."""
    for node in nodes:
        match node:
            case Assign(name, _):
                yield name
            case Condition(branches):
                for _, inner in branches:
                    yield from _names_set(inner)
            case Text() | Slot() | Repeat():
                pass


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
