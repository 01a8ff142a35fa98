"""Text with slots outside Markdown: defaults and file names."""

from __future__ import annotations

from wizard.evaluation.evaluator import evaluate_or_nothing, holds
from wizard.evaluation.values import Scope, bare_value, is_open, sources_of, text_of
from wizard.model.answers import OPEN, Unanswered
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text


def interpolate(nodes: tuple[Node, ...], scope: Scope) -> str | Unanswered:
    """Return the text with its slots filled, or OPEN when one of them reads an open question."""
    parts: list[str] = []
    for node in nodes:
        part = _interpolate_node(node, scope)
        if part is OPEN:
            return OPEN
        parts.append(part)
    return "".join(parts)


def _interpolate_node(node: Node, scope: Scope) -> str | Unanswered:
    match node:
        case Text(text):
            return text
        case Slot(expression):
            value = evaluate_or_nothing(expression, scope)
            return OPEN if is_open(value) or any(map(is_open, sources_of(value))) else text_of(bare_value(value))
        case Condition(branches):
            taken = (inner for condition, inner in branches if holds(condition, scope))
            return interpolate(next(taken, ()), scope)
        case Repeat() | Assign():
            return ""
