"""The envelope of every JSON document that the program prints, and the documents for problems and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.errors import InvalidAnswer, InvalidFileError, Problem, RejectedAnswersError, WizardError
from wizard.message_text import sanitize_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wizard.plans.gate.report import CheckReport
    from wizard.plans.lint.finding import Finding, Fix

SCHEMA_VERSION: Final = 1
"""Of every document; it grows when a key changes its meaning or goes (docs/automation.md)."""


def problem_as_json(problem: WizardError) -> str:
    """Return one document, on one line, with everything that is wrong."""
    return problems_as_json((problem,))


def problems_as_json(problems: Sequence[WizardError]) -> str:
    """Return one document, on one line, with everything that is wrong with several things."""
    import json

    written = [each for problem in problems for each in _problems(problem)]
    return json.dumps({"schemaVersion": SCHEMA_VERSION, "kind": "error", "problems": written})


def findings_as_json(report: CheckReport) -> str:
    """Return one document with the findings of `plan-wizard check`, and how its plans stand to their answers."""
    import json

    from wizard.plans.lint.rules import RULES

    remedies = {rule.code: rule.remedy for rule in RULES}
    states = [
        {
            "file": plan.file,
            "state": plan.state,
            "edited": plan.by_hand.edited,
            "ticked": plan.by_hand.ticked,
            "unticked": plan.by_hand.unticked,
        }
        for plan in report.plans
    ]
    document = {
        "schemaVersion": SCHEMA_VERSION,
        "kind": "findings",
        "findings": [_finding_data(finding, remedies) for finding in report.findings],
        "plans": states,
        "notes": list(report.notes),
        "passedOver": report.passed_over,
        "fixed": [
            {"file": each.file, "fixes": list(each.fixes), "version": each.version, "problem": each.version_problem}
            for each in report.fixed
        ],
    }
    return json.dumps(document, indent=2)


def _finding_data(finding: Finding, remedies: Mapping[str, str]) -> dict[str, object]:
    """Return a finding; `remedies` are the ways to mend findings of a code that say none of their own."""
    line = finding.problem.line
    return {
        **_problem_data(finding.problem),
        "severity": finding.severity,
        "warning": finding.is_warning,
        "end": None if finding.end_column is None else {"line": line, "column": finding.end_column},
        "remedy": finding.remedy or remedies.get(finding.problem.code, ""),
        "fingerprint": finding.fingerprint,
        "fix": None if finding.fix is None else _fix_data(finding.fix),
    }


def _fix_data(fix: Fix) -> dict[str, object]:
    edits = [
        {
            "range": {
                "start": {"line": edit.line, "column": edit.column},
                "end": {"line": edit.end_line, "column": edit.end_column},
            },
            "text": edit.text,
        }
        for edit in fix.edits
    ]
    return {"summary": fix.summary, "edits": edits}


def _problems(problem: WizardError) -> list[dict[str, str | int]]:
    if isinstance(problem, InvalidFileError):
        return [_problem_data(each) for each in problem.problems]
    if isinstance(problem, RejectedAnswersError):
        return [_answer_problem(each) for each in problem.problems]
    if isinstance(problem, InvalidAnswer):
        return [_answer_problem(problem)]
    return [{"message": line} for line in str(problem).splitlines()]


def _problem_data(problem: Problem) -> dict[str, str | int]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "message": sanitize_line(problem.message),
    }


def _answer_problem(problem: InvalidAnswer) -> dict[str, str | int]:
    document: dict[str, str | int] = {"path": problem.path, "message": problem.message}
    return document if problem.suggestion is None else {**document, "suggestion": problem.suggestion}
