"""Checks of a file: a template, answers, or a plan with its answers file beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from wizard.compiler.loader import check_template, is_warning
from wizard.errors import InvalidFileError, Problem
from wizard.files.document_nodes import node_at
from wizard.interview.interview import Interview
from wizard.message_text import sanitize_line
from wizard.model.answers import format_path
from wizard.plans.answers_file import AnswersFile, answers_file_name, read_answers_file, read_interview_data
from wizard.plans.saved_interview import begin_interview, find_template

ReadText = Callable[[str], tuple[str, str]]
"""Returns the text of a file and what to call it in findings; raises WizardError when it cannot be read."""

_IS_TEMPLATE = re.compile(r"\ufeff*(?:[ \t]*\r?\n)*---[ \t]*\r?\n(?:(?!---|\.\.\.)[^\n]*\n)*?wizard[ \t]*:")


class Finding(Struct, frozen=True):
    """An error or a warning about a file."""

    problem: Problem
    is_warning: bool = False

    def __str__(self) -> str:
        return sanitize_line(str(self.problem))


def check_file(name: str, read_text: ReadText, template: str | None = None) -> tuple[Finding, ...]:
    """Return everything that is wrong with a file; raise WizardError when it cannot be read at all.

    `template` is the name or path of the template of answers and plans, where their file does not lead to it.
    """
    text, source = read_text(name)
    if not name.endswith(".md"):
        return _check_answers(text, source, template)
    if _IS_TEMPLATE.match(text):
        return tuple(Finding(problem, is_warning(problem)) for problem in check_template(text, source))
    return _check_plan(name, source, read_text, template)


def _check_plan(name: str, source: str, read_text: ReadText, template: str | None) -> tuple[Finding, ...]:
    answers = Path(name).with_name(answers_file_name(Path(name).name))
    if answers.exists():
        return _check_answers(*read_text(str(answers)), template)
    message = f"this is no template (it has no `wizard: 1`), and there is no {answers.name} beside it to check"
    return (Finding(Problem(source, 1, 1, "no-answers-file", message)),)


def _check_answers(text: str, source: str, named: str | None) -> tuple[Finding, ...]:
    try:
        file = read_answers_file(text, source)
        template = find_template(file, named).template
        interview, _ = begin_interview(template, read_interview_data(file, template))
    except InvalidFileError as error:
        return tuple(Finding(problem) for problem in error.problems)
    return tuple(Finding(problem) for problem in _find_incomplete(interview, file))


def _find_incomplete(interview: Interview, file: AnswersFile) -> Iterator[Problem]:
    """Yield what keeps the plan from being complete."""
    for path in interview.missing_paths():
        problem = interview.problem(path)
        if problem is None and interview.state(path) != "required":
            continue
        node = node_at(file.answers, path)
        message = problem.message if problem is not None else "this is required and not answered"
        yield Problem(file.source, node.line, node.column, "incomplete", f"{format_path(path)}: {message}")
