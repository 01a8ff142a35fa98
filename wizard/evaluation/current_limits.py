"""The options and limits that a question has for the answers so far, and what they say of its answer.

    options: {from: requirements, label: text}    ->    options "Fast", "Safe"
    min: start                                    ->    earliest 2026-02-28
    valid: end >= start                           ->    "The end comes before the start." at `end`

An answer that earlier ones make invalid stays an answer: it is shown, told, and never lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from wizard.answers.dates import is_date
from wizard.answers.kinds import is_answered, validate_answer
from wizard.errors import InvalidAnswer
from wizard.evaluation.evaluator import EvaluationError, ItemScope, evaluate, items_of, member
from wizard.evaluation.values import EMPTY, AnswerValue, Layer, Scope, Value, bare_value, is_open, is_true, text_of
from wizard.limits import MAX_OPTIONS_FROM_ANSWERS
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered, format_path, is_list, is_mapping
from wizard.model.expressions import Constant, Expression, names_in
from wizard.model.template import Option, OptionsSource, Question


def with_current_limits(question: Question, scope: Scope) -> Question:
    """Return a question with the options and dates that the answers in a scope give it, its columns included."""
    if not question.depends_on_answers:
        return question
    if question.kind == "table":
        around = _without_names(scope, frozenset(column.id for column in question.questions))
        columns = tuple(with_current_limits(column, around) for column in question.questions)
        question = replace(question, questions=columns)
    if question.options_from is not None:
        question = _with_options(question, question.options_from, scope)
    if question.kind == "date":
        earliest, latest = _day(question.earliest, scope), _day(question.latest, scope)
        question = replace(question, earliest=earliest, latest=latest)
    return question


def _without_names(scope: Scope, names: frozenset[str]) -> Scope:
    """Return a scope without what the columns of a table hide; what a row says of another cell is for `judge`."""
    return Layer(scope, dict.fromkeys(names, EMPTY))


def judge(question: Question, answer: Answer | Unanswered, path: AnswerPath, scope: Scope) -> Iterator[InvalidAnswer]:
    """Yield why other answers make an answer invalid, each with its path; `scope` is that of the question."""
    if answer is OPEN or answer is None or not question.depends_on_answers:
        return
    if question.kind == "table" and is_list(answer):
        yield from _judge_rows(question, answer, path, scope)
    elif question.options_from is not None or question.kind == "date":
        yield from validate_answer(with_current_limits(question, scope), answer, path)[1]
    if question.valid is not None and not _is_valid(question.valid, scope):
        yield InvalidAnswer(format_path(path), question.valid_message)


def _judge_rows(table: Question, rows: tuple[Answer, ...], path: AnswerPath, scope: Scope) -> Iterator[InvalidAnswer]:
    columns = [column for column in table.questions if column.depends_on_answers]
    for index, row in enumerate(rows if columns else ()):
        item = AnswerValue((*path, index), table, row, scope=scope)
        for column in columns:
            cell = row.get(column.id, OPEN) if is_mapping(row) else OPEN
            yield from judge(column, cell, (*path, index, column.id), ItemScope(item, scope))


def _is_valid(condition: Expression, scope: Scope) -> bool:
    """Return whether a check across questions holds, or cannot be made yet because one of them has no answer."""
    for name in names_in(condition):
        value = scope.get(name)
        if isinstance(value, AnswerValue) and not is_answered(value.answer):
            return True
    try:
        return is_true(evaluate(condition, scope))
    except EvaluationError:  # such as a division by an answer that is zero
        return True


def _day(limit: Expression | None, scope: Scope) -> Constant | None:
    """Return the day that a limit comes to; None where an answer that it reads is missing."""
    if limit is None or isinstance(limit, Constant):
        return limit
    try:
        day = bare_value(evaluate(limit, scope))
    except EvaluationError:
        return None
    return Constant(day) if isinstance(day, str) and is_date(day) else None


def _with_options(question: Question, source: OptionsSource, scope: Scope) -> Question:
    try:
        over = evaluate(source.over, scope)
    except EvaluationError:
        return replace(question, options_from=None)
    texts = () if is_open(over) else (_text_of_item(item, source.part) for item in items_of(over))
    options = tuple(Option(text, text) for text in dict.fromkeys(texts) if text.strip())[:MAX_OPTIONS_FROM_ANSWERS]
    if options or question.other:
        return replace(question, options_from=None, options=options)
    where = f": {over.question.label}" if isinstance(over, AnswerValue) and over.question is not None else "."
    nothing = f"There is nothing to choose from yet; the options are the answers to an earlier question{where}"
    return replace(question, options_from=None, help=f"{question.help} {nothing}".strip())


def _text_of_item(item: Value, part: str) -> str:
    if not part and isinstance(item, AnswerValue) and item.question is not None and item.question.questions:
        part = item.question.questions[0].id
    return text_of(bare_value(member(item, part) if part else item))
