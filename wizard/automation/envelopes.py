"""The envelope of every JSON document that the program prints, and the documents for problems and findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.errors import InvalidAnswer, InvalidFileError, Problem, RejectedAnswersError, WizardError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.plans.lint import Finding

SCHEMA_VERSION: Final = 1
"""Of every document; it grows when a key changes its meaning or goes (docs/automation.md)."""


def problem_as_json(problem: WizardError) -> str:
    """Return one document, on one line, with everything that is wrong."""
    import json

    return json.dumps({"schemaVersion": SCHEMA_VERSION, "kind": "error", "problems": _problems(problem)})


def findings_as_json(findings: Sequence[Finding]) -> str:
    """Return one document with the findings of `plan-wizard check`."""
    import json

    written = [_problem_data(finding.problem) | {"warning": finding.is_warning} for finding in findings]
    return json.dumps({"schemaVersion": SCHEMA_VERSION, "kind": "findings", "findings": written}, indent=2)


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
        "message": problem.message,
    }


def _answer_problem(problem: InvalidAnswer) -> dict[str, str | int]:
    document: dict[str, str | int] = {"path": problem.path, "message": problem.message}
    return document if problem.suggestion is None else {**document, "suggestion": problem.suggestion}
