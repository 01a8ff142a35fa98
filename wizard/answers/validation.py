"""A value, from a file or from typed text, to the normal form of an answer.

Each validator returns the normal form and adds what is wrong with the value to `problems`, each with its path; what it
returns for a value that is wrong is not to be used. Too few items are not wrong here, because an answer grows:
`find_shortfalls` tells of them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from wizard.answers.dates import explain_impossible_date, is_date, suggest_date
from wizard.errors import InvalidAnswer
from wizard.limits import MAX_MATCHED_CHARACTERS
from wizard.message_text import count_with_verb, did_you_mean, format_number, nearest_name, pluralize
from wizard.model.answers import Answer, AnswerPath, format_path, is_list, is_mapping
from wizard.model.expressions import Constant
from wizard.model.template import KINDS_WITH_ITEMS, Option, Question

Problems: TypeAlias = "list[InvalidAnswer]"
Validator: TypeAlias = "Callable[[Question, Answer, AnswerPath, Problems], Answer]"

NOT_A_NUMBER: Final = "This is not a number yet. Write digits, as in 12 or 3.5."


def is_blank(answer: Answer) -> bool:
    """Return whether the answer is a text of nothing but white space, which is no answer."""
    return isinstance(answer, str) and not answer.strip()


def join_lines(text: str) -> str:
    """Return the text as one line: its lines, without the white space around each, joined by blanks."""
    if "\n" not in text and "\r" not in text:
        return text
    return " ".join(line for line in map(str.strip, re.split(r"[\r\n]+", text)) if line)


def validate_text(question: Question, value: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """Return a text that keeps to the limits and the pattern of its question."""
    if not isinstance(value, str):
        _report_wrong_type(value, "a text", path, problems)
        return value
    if question.kind == "line":
        value = join_lines(value)
    length = len(value)
    if question.max is not None and length > question.max:
        _report(f"At most {format_number(question.max)} characters; this has {length}.", path, problems)
    elif question.min is not None and length < question.min:
        _report(f"At least {format_number(question.min)} characters; this has {length}.", path, problems)
    elif question.pattern is not None and length > MAX_MATCHED_CHARACTERS:
        most = format_number(MAX_MATCHED_CHARACTERS)
        _report(f"At most {most} characters, as this must have the form {question.pattern}.", path, problems)
    elif question.pattern is not None and not _matches(question.pattern, value):
        _report(question.pattern_message or f"This does not have the form {question.pattern}.", path, problems)
    return _replace_surrogates(value)


def _matches(pattern: str, text: str) -> bool:
    from wizard.answers.patterns import matches  # only few questions have a pattern

    return matches(pattern, text)


def validate_number(question: Question, value: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """Return a number that keeps to the limits of its question."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        _report_wrong_type(value, "a number", path, problems)
    elif not abs(value) <= sys.float_info.max:  # false for NaN too
        _report(NOT_A_NUMBER, path, problems)
    elif question.min is not None and value < question.min:
        _report(f"At least {format_number(question.min)}; this is {format_number(value)}.", path, problems)
    elif question.max is not None and value > question.max:
        _report(f"At most {format_number(question.max)}; this is {format_number(value)}.", path, problems)
    elif question.step is not None and not _is_multiple(value, question.step):
        wanted = "A whole number" if question.step == 1 else f"A multiple of {format_number(question.step)}"
        _report(f"{wanted}; this is {format_number(value)}.", path, problems)
    return value


def _is_multiple(value: float, step: float) -> bool:
    """Return whether a number is a multiple of a step, as both are written: 0.3 is one of 0.1."""
    if isinstance(value, int) and step == 1:
        return True
    from fractions import Fraction  # only few questions have a step

    return (Fraction(repr(value)) / Fraction(repr(step))).denominator == 1


def validate_date(question: Question, value: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """Return a date as files hold it, such as `2026-02-28`."""
    if not isinstance(value, str):
        _report_wrong_type(value, "a date such as 2026-02-28", path, problems)
    elif not is_date(value):
        meant = suggest_date(value)
        reason = explain_impossible_date(value) or "write it as in 2026-02-28"
        guess = f"did you mean {meant}?" if meant else reason
        _report(f"'{value[:40]}' is not a date; {guess}", path, problems, meant)
    else:
        _check_days(question, value, path, problems)
    return value


def _check_days(question: Question, day: str, path: AnswerPath, problems: Problems) -> None:
    """Report a date outside of its limits; those that depend on other answers are judged elsewhere."""
    match question.earliest, question.latest:
        case Constant(str() as earliest), _ if day < earliest:
            _report(f"Not before {earliest}; this is {day}.", path, problems)
        case _, Constant(str() as latest) if day > latest:
            _report(f"Not after {latest}; this is {day}.", path, problems)
        case _:
            return


def validate_yesno(_: Question, value: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """Return True or False."""
    if not isinstance(value, bool):
        _report_wrong_type(value, "true or false", path, problems)
    return value


def validate_choice(question: Question, value: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """Return the value of an option, or another text where that is welcome."""
    if not isinstance(value, str):
        _report_wrong_type(value, "one of the options", path, problems)
        return value
    options = [option.value for option in question.options]
    if value not in options and not (question.takes_other_texts and value.strip()):
        known = f"; they are: {'; '.join(options[:12])}" if options else "; there are none yet"
        hint = did_you_mean(value, options) or known
        message = f"'{value[:60]}' is not one of the options{hint}"
        _report(message, path, problems, nearest_name(value, options))
    return _replace_surrogates(value)


def validate_choices(question: Question, value: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """Return values of options, none of them twice."""
    if not is_list(value):
        _report_wrong_type(value, "a list of options", path, problems)
        return value
    chosen: list[Answer] = []
    known = frozenset(option.value for option in question.options)
    met: set[str] = set()
    for index, item in enumerate(value):
        if isinstance(item, str):
            if item in met:
                _report(f"'{item[:60]}' is chosen twice", (*path, index), problems)
            met.add(item)
        is_known = isinstance(item, str) and item in known
        chosen.append(item if is_known else validate_choice(question, item, (*path, index), problems))
    _report_excess(question, len(value), path, problems)
    return tuple(chosen)


def validate_list(question: Question, value: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """Return the texts that are not blank."""
    if not is_list(value):
        _report_wrong_type(value, "a list of texts", path, problems)
        return value
    _report_excess(question, len(value), path, problems)
    items: list[Answer] = []
    for index, item in enumerate(value):
        if not isinstance(item, str):
            _report_wrong_type(item, "a text", (*path, index), problems)
        elif item.strip():
            items.append(_replace_surrogates(item))
    return tuple(items)


def validate_checklist(question: Question, value: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """Return the tasks that are not blank, each as `{"text": …, "done": …}`; a plain text is a task to do."""
    if not is_list(value):
        _report_wrong_type(value, "a list of tasks", path, problems)
        return value
    _report_excess(question, len(value), path, problems)
    tasks = [_validate_task(item, (*path, index), problems) for index, item in enumerate(value)]
    return tuple(task for task in tasks if task is not None)


def _validate_task(value: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """Return a task as `{"text": …, "done": …}`, or None for one without text."""
    if isinstance(value, str):
        return {"text": _replace_surrogates(value), "done": False} if value.strip() else None
    if not is_mapping(value):
        _report_wrong_type(value, "a text, or text and done", path, problems)
        return None
    _report_unknown_keys(value, ("text", "done"), path, problems)
    text, done = value.get("text"), value.get("done", False)
    if not isinstance(text, str):
        _report_wrong_type(text, "a text", (*path, "text"), problems)
        return None
    if not isinstance(done, bool):
        _report_wrong_type(done, "true or false", (*path, "done"), problems)
        return None
    return {"text": _replace_surrogates(text), "done": done} if text.strip() else None


def validate_rows(
    question: Question, value: Answer, path: AnswerPath, problems: Problems, validate_cell: Validator
) -> Answer:
    """Return the items of a table or group; a blank text in one leaves its question open."""
    if not is_list(value):
        _report_wrong_type(value, f"a list of {pluralize(question.item, 2)}", path, problems)
        return value
    _report_excess(question, len(value), path, problems)
    return tuple(
        _validate_row(question, item, (*path, index), problems, validate_cell) for index, item in enumerate(value)
    )


def _validate_row(
    question: Question, value: Answer, path: AnswerPath, problems: Problems, validate_cell: Validator
) -> Answer:
    ids = [inner.id for inner in question.questions]
    if not is_mapping(value):
        _report_wrong_type(value, f"{question.item} with {', '.join(ids)}", path, problems)
        return value
    _report_unknown_keys(value, ids, path, problems)
    return {
        inner.id: validate_cell(inner, value[inner.id], (*path, inner.id), problems)
        for inner in question.questions
        if inner.id in value and not is_blank(value[inner.id])
    }


def find_shortfalls(question: Question, answer: Answer, path: AnswerPath) -> Iterator[InvalidAnswer]:
    """Yield what a validated answer still lacks: items, or required cells of rows, at any depth."""
    if not is_list(answer):
        return
    found: Problems = []
    if question.min is not None and len(answer) < question.min:
        _report(too_few_message(question, len(answer)), path, found)
    for option in unchosen_options(question, answer):
        _report(unchosen_message(option), path, found)
    yield from found
    if question.kind == "table":
        for at, gap in _find_gaps(question, answer):
            yield InvalidAnswer(format_path((*path, *at)), gap)
    inside = [inner for inner in question.questions if _may_lack(inner)]
    for index, item in enumerate(answer if inside else ()):
        for inner in inside:
            if is_mapping(item) and inner.id in item:
                yield from find_shortfalls(inner, item[inner.id], (*path, index, inner.id))


def _may_lack(question: Question) -> bool:
    """Return whether any answer to a question can lack something; the items of most need not be looked at."""
    return question.kind in KINDS_WITH_ITEMS and (
        question.min is not None
        or any(option.required for option in question.options)
        or question.options_from is not None
        or (question.kind == "table" and any(column.required for column in question.questions))
        or any(map(_may_lack, question.questions))
    )


def find_misfits(question: Question, answer: Answer, path: AnswerPath) -> Problems:
    """Return what an answer has that its question does not take: items beyond its most, or what is no option.

    So it is when its template was changed after it was given. What is in the items of a table or group is not judged.
    """
    problems: Problems = []
    if not is_list(answer):
        return problems
    if question.kind == "choices":
        validate_choices(question, answer, path, problems)
    else:
        _report_excess(question, len(answer), path, problems)
    return problems


def unchosen_options(question: Question, answer: Answer) -> tuple[Option, ...]:
    """Return the options that an answer must choose and does not."""
    chosen = answer if is_list(answer) else ()
    return tuple(option for option in question.options if option.required and option.value not in chosen)


def unchosen_message(option: Option) -> str:
    """Return the sentence for an option that must be chosen and is not."""
    return f"'{option.label[:60]}' is required; choose it too."


def _find_gaps(table: Question, rows: Sequence[Answer]) -> Iterator[tuple[AnswerPath, str]]:
    """Yield place and sentence for each required cell that is open; those of a group are questions, and asked for."""
    needed = [column.id for column in table.questions if column.required]
    for number, row in enumerate(rows if needed else (), start=1):
        for id in needed:
            if is_mapping(row) and id not in row:
                yield (number - 1, id), f"{table.item.capitalize()} {number} needs its {id.replace('_', ' ')}."


def too_few_message(question: Question, count: int) -> str:
    """Return the sentence for a list or choice of fewer items than its least."""
    least = question.min or 0
    if question.kind == "choices":
        return f"Choose at least {format_number(least)}; {count} {'is' if count == 1 else 'are'} chosen."
    return f"At least {format_number(least)} {pluralize(question.item, least)}; there {count_with_verb(count)}."


def _report_excess(question: Question, count: int, path: AnswerPath, problems: Problems) -> None:
    most = question.max
    if most is not None and count > most:
        items = f"{format_number(most)} {pluralize(question.item, most)}"
        _report(f"At most {items}; there {count_with_verb(count)}.", path, problems)


def _report_unknown_keys(
    value: Mapping[str, Answer], known: Sequence[str], path: AnswerPath, problems: Problems
) -> None:
    for key in value:
        if key not in known:
            hint = did_you_mean(key, known) or f"; the keys are: {', '.join(known)}"
            _report(f"'{key[:60]}' is not known here{hint}", (*path, key), problems)


def _report_wrong_type(value: Answer, wanted: str, path: AnswerPath, problems: Problems) -> None:
    _report(f"this is {_describe(value)}; it must be {wanted}", path, problems)


def _report(message: str, path: AnswerPath, problems: Problems, suggestion: str | None = None) -> None:
    problems.append(InvalidAnswer(format_path(path), message, suggestion))


def _describe(value: Answer) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "a list" if is_list(value) else "a mapping"


def _replace_surrogates(text: str) -> str:
    """Return the text as UTF-8 can hold it, with `?` for the lone surrogates that JSON lets in."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
