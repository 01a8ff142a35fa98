"""The answers that a command line brings: `--answers FILE` and `--set PATH=VALUE`."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.answers.kinds import read_text
from wizard.cli.parser import Arguments
from wizard.errors import AnswerError, FileProblems, RefusedError, SettingError
from wizard.files.document_nodes import plain
from wizard.interview.group_items import accepted_at
from wizard.interview.navigation import located
from wizard.model.answers import OPEN, Answer, Answers, Path, format_path, parse_path, with_answer, without_answer
from wizard.model.template import KINDS_WITH_ITEMS, Question, Template
from wizard.text import visible_line


def with_settings(answers: Answers, settings: Sequence[str], template: Template) -> Answers:
    """The answers with each `PATH=VALUE` set, one after the other; RefusedError that tells of every wrong one.

    The value is read as if it were typed. Lists may be written `[a, b]` and items `{title: a}`, in YAML or JSON.
    `null` leaves a question out, and nothing after the `=` leaves it open.
    """
    wrong: list[AnswerError] = []
    for setting in settings:
        try:
            answers = _with_setting(answers, setting, template)
        except AnswerError as problem:
            wrong.append(SettingError(visible_line(setting), problem))
    if wrong:
        raise RefusedError(tuple(wrong))
    return answers


def _with_setting(answers: Answers, setting: str, template: Template) -> Answers:
    written, equals, value = setting.partition("=")
    if not equals:
        raise AnswerError("", "write it as PATH=VALUE, such as milestones[0].title=Sign-up")
    path = _path_of(written.strip())
    question, part = located(template, path)
    if not value.strip():
        return without_answer(answers, path)
    try:
        answer = _read_setting(question, part, value)
        return with_answer(answers, path, accepted_at(template, answers, path, answer))
    except AnswerError as problem:
        raise AnswerError(problem.path or format_path(path), problem.message, problem.suggestion) from None
    except IndexError:
        raise AnswerError(format_path(path), "the items before it are missing; give them first") from None


def _path_of(written: str) -> Path:
    try:
        return parse_path(written)
    except ValueError as problem:
        raise AnswerError("", str(problem)) from None


def _read_setting(question: Question, part: Path, value: str) -> Answer:
    """What a value means for a question, or for an item of its answer, or for a part of a task."""
    written = value.strip()
    if written == "null":
        return None
    if len(part) == 2:
        return {"true": True, "false": False}.get(written, value) if part[-1] == "done" else value
    if question.kind in KINDS_WITH_ITEMS and written[0] in "[{":
        return _read_flow(value)
    if part:
        return value
    answer = read_text(question, value)
    return None if answer is OPEN else answer


def _read_flow(value: str) -> Answer:
    from wizard.files.yaml_reader import read_yaml

    try:
        return plain(read_yaml(value, "VALUE"))
    except FileProblems as error:
        raise AnswerError("", error.problems[0].message) from None


def supplied_answers(arguments: Arguments, template: Template) -> Answers:
    """Those of `--answers`, with those of `--set` put over them; WizardError with every problem."""
    if arguments.answers is None and not arguments.set:
        return {}
    from wizard.cli.streams import read_text
    from wizard.plans.answers_file import read_answers

    answers: Answers = {}
    if arguments.answers is not None:
        answers = read_answers(*read_text(arguments.answers), template)
    return with_settings(answers, arguments.set, template)
