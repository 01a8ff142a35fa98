"""Text with slots where no Markdown is concerned: defaults and file names."""

from __future__ import annotations

from wizard.evaluation.evaluator import evaluate, holds
from wizard.evaluation.values import Scope, bare_value, is_open, sources_of, text_of
from wizard.model.answers import OPEN, Unanswered
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text


def interpolate(nodes: tuple[Node, ...], scope: Scope) -> str | Unanswered:
    """The text that the nodes come to, or OPEN when it would need an answer that is open."""
    spelled: list[str] = []
    for node in nodes:
        part = _interpolate_node(node, scope)
        if part is OPEN:
            return OPEN
        spelled.append(part)
    return "".join(spelled)


def _interpolate_node(node: Node, scope: Scope) -> str | Unanswered:
    match node:
        case Text(text):
            return text
        case Slot(expression):
            value = evaluate(expression, scope)
            return OPEN if is_open(value) or any(map(is_open, sources_of(value))) else text_of(bare_value(value))
        case Condition(branches):
            taken = (inner for condition, inner in branches if holds(condition, scope))
            return interpolate(next(taken, ()), scope)
        case Repeat() | Assign():
            return ""
