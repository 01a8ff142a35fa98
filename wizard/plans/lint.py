"""What is wrong with a file: a template, answers, or a plan with its answers beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from wizard.compiler.loader import check_template, is_warning
from wizard.errors import InvalidFileError, Problem
from wizard.files.document_nodes import MappingNode, Node, SequenceNode
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath, format_path
from wizard.plans.answers_file import AnswersFile, answers_file_name, load_template_of, read_answers, read_answers_file
from wizard.text import sanitize_line

ReadText = Callable[[str], tuple[str, str]]
"""The text of a file and what to call it in findings; WizardError when it has none."""

SCHEMA_VERSION = 1

_IS_TEMPLATE = re.compile(r"\ufeff?---[ \t]*\r?\n(?:(?!---|\.\.\.)[^\n]*\n)*?wizard[ \t]*:")


class Finding(Struct, frozen=True):
    """A mistake, or what is only worth a look."""

    problem: Problem
    is_warning: bool = False

    def __str__(self) -> str:
        return sanitize_line(str(self.problem))


def check_file(name: str, read_text: ReadText) -> tuple[Finding, ...]:
    """Everything that is wrong with a file; WizardError when it cannot be read at all."""
    text, source = read_text(name)
    if not name.endswith(".md"):
        return _check_answers(text, source)
    if _IS_TEMPLATE.match(text):
        return tuple(Finding(problem, is_warning(problem)) for problem in check_template(text, source))
    return _check_plan(name, source, read_text)


def findings_as_json(findings: Sequence[Finding]) -> str:
    """The findings as one versioned document."""
    written = [
        {
            "file": finding.problem.file,
            "line": finding.problem.line,
            "column": finding.problem.column,
            "code": finding.problem.code,
            "message": finding.problem.message,
            "warning": finding.is_warning,
        }
        for finding in findings
    ]
    return json.dumps({"schemaVersion": SCHEMA_VERSION, "kind": "findings", "findings": written}, indent=2)


def _check_plan(name: str, source: str, read_text: ReadText) -> tuple[Finding, ...]:
    answers = Path(name).with_name(answers_file_name(Path(name).name))
    if answers.exists():
        return _check_answers(*read_text(str(answers)))
    message = f"this is no template (it has no `wizard: 1`), and there is no {answers.name} beside it to check"
    return (Finding(Problem(source, 1, 1, "no-answers-file", message)),)


def _check_answers(text: str, source: str) -> tuple[Finding, ...]:
    try:
        file = read_answers_file(text, source)
        template = load_template_of(file)
        interview = Interview.begin(template, read_answers(text, source, template))
    except InvalidFileError as error:
        return tuple(Finding(problem) for problem in error.problems)
    return tuple(Finding(problem) for problem in _find_incomplete(interview, file))


def _find_incomplete(interview: Interview, file: AnswersFile) -> Iterator[Problem]:
    """What keeps the plan from being complete."""
    for path in interview.missing_paths():
        problem = interview.problem(path)
        if problem is None and interview.state(path) != "required":
            continue
        place = _nearest(file.answers, path)
        message = problem.message if problem is not None else "this is required and not answered"
        yield Problem(file.source, place.line, place.column, "incomplete", f"{format_path(path)}: {message}")


def _nearest(node: Node, path: AnswerPath) -> Node:
    """The node at a path, or the last one on the way to it."""
    for step in path:
        if isinstance(node, MappingNode) and isinstance(step, str) and (inner := node.get(step)) is not None:
            node = inner
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.nodes):
            node = node.nodes[step]
        else:
            break
    return node
