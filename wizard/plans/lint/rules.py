"""Every rule by which a plan is checked, in one table.

plan document → the places that break a rule → findings with the code, severity and remedy of the table
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from msgspec import Struct

from wizard.errors import Problem
from wizard.plans.lint.finding import Finding, Severity
from wizard.plans.lint.merge_conflict import find_merge_conflict
from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument


class Rule(Struct, frozen=True):
    """What makes a finding of a plan."""

    code: str
    """Stable, in kebab case; what `plan-wizard-disable` and the documentation's page are called by."""
    severity: Severity
    """Of its findings, unless one is milder."""
    summary: str
    """What is wrong, in one sentence without a place."""
    remedy: str
    """A way to mend it, in one sentence."""
    find: Callable[[PlanDocument], Iterable[Occurrence]] | None
    """None for what is found while the file and its answers are read."""
    needs_template: bool = False
    """Whether it is silent where no template is known."""


RULES: Final = (
    Rule(
        "merge-conflict",
        "error",
        "The marks of a merge conflict are in the plan.",
        "Choose a side, and take the marks out.",
        find_merge_conflict,
    ),
)


def apply_rules(document: PlanDocument, source: str) -> Iterator[Finding]:
    """Yield the findings of every rule that applies to a plan, by their lines."""
    found = [
        _finding(rule, occurrence, source)
        for rule in RULES
        if rule.find is not None and (document.interview is not None or not rule.needs_template)
        for occurrence in rule.find(document)
    ]
    yield from sorted(found, key=lambda each: (each.problem.line, each.problem.column))


def _finding(rule: Rule, occurrence: Occurrence, source: str) -> Finding:
    return Finding(
        Problem(source, occurrence.line, occurrence.column, rule.code, occurrence.message),
        occurrence.severity or rule.severity,
        occurrence.remedy or rule.remedy,
        occurrence.end_column,
    )
