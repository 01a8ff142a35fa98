"""Problems as JSON, for programs."""

from __future__ import annotations

from wizard.errors import InvalidAnswer, InvalidFileError, RejectedAnswersError, WizardError

SCHEMA_VERSION = 1


def problem_as_json(problem: WizardError) -> str:
    """One document, on one line, with everything that is wrong."""
    import json

    document = {"schemaVersion": SCHEMA_VERSION, "kind": "error", "problems": _problems(problem)}
    return json.dumps(document)


def _problems(problem: WizardError) -> list[dict[str, str | int]]:
    if isinstance(problem, InvalidFileError):
        return [
            {"file": each.file, "line": each.line, "column": each.column, "code": each.code, "message": each.message}
            for each in problem.problems
        ]
    if isinstance(problem, RejectedAnswersError):
        return [_answer_problem(each) for each in problem.problems]
    if isinstance(problem, InvalidAnswer):
        return [_answer_problem(problem)]
    return [{"message": line} for line in str(problem).splitlines()]


def _answer_problem(problem: InvalidAnswer) -> dict[str, str | int]:
    document: dict[str, str | int] = {"path": problem.path, "message": problem.message}
    return document if problem.suggestion is None else {**document, "suggestion": problem.suggestion}
