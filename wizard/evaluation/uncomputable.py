"""What a plan shows nothing for because the answers give an expression no value.

    {{ budget / people }} with people: 0    ->    ("people", "10 / 0 has no value: …")

A part that a condition leaves out is not looked at, nor are the items of repeats.
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.evaluation.evaluator import AnswersScope, EvaluationError, evaluate, holds
from wizard.evaluation.values import Scope
from wizard.model.answers import Answers
from wizard.model.body import Assign, Condition, Node, Slot
from wizard.model.expressions import Arithmetic, Expression, names_in, operands_of
from wizard.model.template import Template


def find_uncomputable(template: Template, answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield the id of a question and why nothing stands in the plan, for each slot without a value."""
    if template.has_divisions:
        yield from _find_in(template.body, AnswersScope(template, answers))


def _find_in(nodes: tuple[Node, ...], scope: Scope) -> Iterator[tuple[str, str]]:
    for node in nodes:
        match node:
            case Slot(expression) | Assign(_, expression):
                yield from _problem_of(expression, scope)
            case Condition(branches):
                for test, inner in branches:
                    if test is not None:
                        yield from _problem_of(test, scope)
                    if holds(test, scope):
                        yield from _find_in(inner, scope)
                        break
            case _:
                pass


def _problem_of(expression: Expression, scope: Scope) -> Iterator[tuple[str, str]]:
    names = tuple(names_in(expression))
    if not names or not all(name in scope for name in names):
        return
    try:
        evaluate(expression, scope)
    except EvaluationError as problem:
        message = f"{problem}. The plan has nothing in its place."
        yield next(_divisor_names(expression, scope), names[-1]), message


def _divisor_names(expression: Expression, scope: Scope) -> Iterator[str]:
    """Yield the questions by which the innermost calculation without a value divides."""
    for operand in operands_of(expression):
        yield from _divisor_names(operand, scope)
    if isinstance(expression, Arithmetic):
        try:
            evaluate(expression, scope)
        except EvaluationError:
            yield from names_in(expression.right)
