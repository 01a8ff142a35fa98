"""The answers given on the command line: `--answers FILE` and `--set PATH=VALUE`."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.answers.kinds import KINDS
from wizard.cli.parser import Arguments
from wizard.errors import InvalidAnswer, InvalidFileError, RejectedAnswersError, SettingError
from wizard.files.document_nodes import plain_data
from wizard.interview.group_items import validate_at
from wizard.interview.navigation import resolve
from wizard.message_text import sanitize_line
from wizard.model.answers import Answer, AnswerPath, Answers, format_path, parse_path, with_answer, without_answer
from wizard.model.template import KINDS_WITH_ITEMS, Question, Template


def apply_settings(answers: Answers, settings: Sequence[str], template: Template) -> Answers:
    """Return the answers with each `PATH=VALUE` set in turn; RejectedAnswersError with every wrong one.

    The value is read as if it were typed. Lists may be written `[a, b]` and items `{title: a}`, in YAML or JSON.
    `null` leaves a question out, and nothing after the `=` leaves it open.
    """
    wrong: list[InvalidAnswer] = []
    for setting in settings:
        try:
            answers = _apply_setting(answers, setting, template)
        except InvalidAnswer as problem:
            wrong.append(SettingError(sanitize_line(setting), problem))
    if wrong:
        raise RejectedAnswersError(tuple(wrong))
    return answers


def _apply_setting(answers: Answers, setting: str, template: Template) -> Answers:
    written, equals, value = setting.partition("=")
    if not equals:
        raise InvalidAnswer("", "write it as PATH=VALUE, such as milestones[0].title=Sign-up")
    path = _parse_setting_path(written.strip())
    question, part = resolve(template, path)
    if not value.strip():
        return without_answer(answers, path)
    try:
        answer = _read_value(question, part, value)
        return with_answer(answers, path, validate_at(template, answers, path, answer))
    except InvalidAnswer as problem:
        raise InvalidAnswer(problem.path or format_path(path), problem.message, problem.suggestion) from None
    except IndexError:
        raise InvalidAnswer(format_path(path), "the items before it are missing; give them first") from None


def _parse_setting_path(written: str) -> AnswerPath:
    try:
        return parse_path(written)
    except ValueError as problem:
        raise InvalidAnswer("", str(problem)) from None


def _read_value(question: Question, part: AnswerPath, value: str) -> Answer:
    """Return the answer that a value means to a question, to an item of its answer, or to a part of a task."""
    written = value.strip()
    if written == "null":
        return None
    if len(part) == 2:
        return {"true": True, "false": False}.get(written, value) if part[-1] == "done" else value
    if question.kind in KINDS_WITH_ITEMS and written[0] in "[{":
        return _read_yaml_value(value)
    if part:
        return value
    return KINDS[question.kind].parse(question, value)


def _read_yaml_value(value: str) -> Answer:
    from wizard.files.yaml_reader import read_yaml

    try:
        return plain_data(read_yaml(value, "VALUE"))
    except InvalidFileError as error:
        raise InvalidAnswer("", error.problems[0].message) from None


def command_line_answers(arguments: Arguments, template: Template) -> Answers:
    """Return the answers of `--answers`, changed by those of `--set`; WizardError with every problem."""
    if arguments.answers is None and not arguments.set:
        return {}
    from wizard.cli.streams import read_input
    from wizard.plans.answers_file import read_answers

    answers: Answers = {}
    if arguments.answers is not None:
        answers = read_answers(*read_input(arguments.answers), template)
    return apply_settings(answers, arguments.set, template)
