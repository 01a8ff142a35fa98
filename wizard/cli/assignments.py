"""The answers given on the command line: `--answers FILE` and `--set PATH=VALUE`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wizard.answers.kinds import KINDS
from wizard.answers.parsing import parse_plain_tasks
from wizard.cli.parser import Arguments, UsageError
from wizard.errors import InvalidAnswer, InvalidFileError, RejectedAnswersError, SettingError
from wizard.files.serialization.document_nodes import plain_data
from wizard.interview.interview import Interview
from wizard.message_text import sanitize_line
from wizard.model.answers import OPEN, Answer, Answers
from wizard.model.template import KINDS_WITH_ITEMS, Template

if TYPE_CHECKING:
    from wizard.interview.path_changes import Change, Target

_KEEP_COMMENTS = "keep_comments"
"""The switch with which the comments of a Markdown template stay; native templates may have it too."""


def apply_settings(answers: Answers, settings: Sequence[str], template: Template) -> Answers:
    """Return the answers with each `PATH=VALUE` set; RejectedAnswersError with every wrong one.

    The value is read as if it were typed. Lists may be written `[a, b]` and items `{title: a}`, in YAML or JSON.
    `null` leaves a question out and takes an item out, and nothing after the `=` leaves it open. Items are put in and
    moved by paths as `wizard.interview.path_changes` has them; every index is one of before the settings.
    """
    from wizard.interview.path_changes import apply_changes

    changes: list[Change] = []
    told: list[str] = []
    problems: list[tuple[str, InvalidAnswer]] = []
    for setting in settings:
        try:
            changes.append(_parse_setting(setting, template))
        except InvalidAnswer as problem:
            problems.append((setting, problem))
        else:
            told.append(setting)
    changed = apply_changes(Interview.begin(template, answers), changes)
    problems += ((told[each.change], each.problem) for each in changed.problems)
    if problems:
        problems.sort(key=lambda each: settings.index(each[0]))
        raise RejectedAnswersError(tuple(SettingError(sanitize_line(setting), each) for setting, each in problems))
    return changed.interview.answers


def _parse_setting(setting: str, template: Template) -> Change:
    from wizard.interview.path_changes import Change, parse_target

    written, equals, value = setting.partition("=")
    if not equals:
        raise InvalidAnswer("", "write it as PATH=VALUE, such as milestones[0].title=Sign-up")
    target = parse_target(template, written.strip())
    if any("\ud800" <= character <= "\udfff" for character in value):  # as Python has bytes that are not UTF-8
        raise InvalidAnswer(target.written, "this is not UTF-8")
    if not value.strip():
        return Change(target, OPEN)
    try:
        return Change(target, _read_value(target, value))
    except InvalidAnswer as problem:
        raise InvalidAnswer(problem.path or target.written, problem.message, problem.suggestion) from None


def _read_value(target: Target, value: str) -> Answer:
    """Return what a value means to a question, to an item of its answer, to a part of a task, or as a place."""
    written, question = value.strip(), target.question
    if target.kind == "move":
        return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else written
    if written == "null":
        return None
    if len(target.part) == 2:
        return {"true": True, "false": False}.get(written, value) if target.part[-1] == "done" else value
    if question.kind in KINDS_WITH_ITEMS and written[0] in "[{":
        return _read_yaml_value(value)
    if target.part:
        return value
    if question.kind == "checklist":
        return parse_plain_tasks(value)
    return KINDS[question.kind].parse(question, value)


def _read_yaml_value(value: str) -> Answer:
    from wizard.files.serialization.yaml_reader import read_yaml

    try:
        return plain_data(read_yaml(value, "VALUE"))
    except InvalidFileError as error:
        raise InvalidAnswer("", error.problems[0].message) from None


def command_line_answers(arguments: Arguments, template: Template) -> Answers:
    """Return the answers of `--answers`, changed by those of `--set`; WizardError with every problem."""
    if arguments.answers is None and not arguments.set:
        return keep_comments(template, {}) if arguments.keep_comments else {}
    from wizard.cli.streams import read_input
    from wizard.plans.answers_file import read_answers, require_valid_together

    answers: Answers = {}
    file = None if arguments.answers is None else read_input(arguments.answers)
    if file is not None:
        answers = read_answers(*file, template)
    if arguments.set:
        answers = apply_settings(answers, arguments.set, template)
    if file is not None:
        require_valid_together(*file, template, answers)
    return keep_comments(template, answers) if arguments.keep_comments else answers


def keep_comments(template: Template, answers: Answers) -> Answers:
    """Return the answers with the switch on that keeps a template's comments; UsageError when it has none."""
    if all(question.id != _KEEP_COMMENTS for question in template.switches):
        title = sanitize_line(template.title)
        raise UsageError(f"--keep-comments needs a template with guidance comments; '{title}' has none")
    return {**answers, _KEEP_COMMENTS: True}
