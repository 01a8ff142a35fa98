"""What a file says, as an answer; what is wrong with it, each with its path."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from wizard.answers.constraints import (
    Asked,
    NotYet,
    Problems,
    Validator,
    is_blank,
    replace_surrogates,
    too_many_message,
)
from wizard.answers.dates import is_date, suggest_date
from wizard.answers.parsing import validate_number, validate_text
from wizard.errors import InvalidAnswer
from wizard.model.answers import Answer, AnswerPath, format_path, is_list, is_mapping
from wizard.text import did_you_mean, nearest_name, pluralize

_Raw = TypeVar("_Raw", str, float)


def accept_text(question: Asked, raw: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """A text within its limits."""
    if not isinstance(raw, str):
        _report_wrong_type(raw, "a text", path, problems)
        return raw
    return _or_problem(validate_text, question, raw, path, problems)


def accept_number(question: Asked, raw: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """A number within its limits."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        _report_wrong_type(raw, "a number", path, problems)
        return raw
    return _or_problem(validate_number, question, raw, path, problems)


def accept_date(_: Asked, raw: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """A date as files keep it."""
    if not isinstance(raw, str):
        _report_wrong_type(raw, "a date such as 2026-02-28", path, problems)
    elif not is_date(raw):
        meant = suggest_date(raw)
        guess = f"; did you mean {meant}?" if meant else "; write it as in 2026-02-28"
        problems.append(InvalidAnswer(format_path(path), f"'{raw[:40]}' is not a date{guess}", meant))
    return raw


def accept_yesno(_: Asked, raw: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """True or false."""
    if not isinstance(raw, bool):
        _report_wrong_type(raw, "true or false", path, problems)
    return raw


def accept_choice(question: Asked, raw: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """The value of an option, or another text where that is welcome."""
    if not isinstance(raw, str):
        _report_wrong_type(raw, "one of the options", path, problems)
        return raw
    values = [option.value for option in question.options]
    if raw in values or (question.other and raw.strip()):
        return replace_surrogates(raw)
    hint = did_you_mean(raw, values) or f"; they are: {'; '.join(values[:12])}"
    problems.append(
        InvalidAnswer(format_path(path), f"'{raw[:60]}' is not one of the options{hint}", nearest_name(raw, values))
    )
    return raw


def accept_choices(question: Asked, raw: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """Values of options, none of them twice."""
    if not is_list(raw):
        _report_wrong_type(raw, "a list of options", path, problems)
        return raw
    chosen: list[Answer] = []
    for index, item in enumerate(raw):
        if item in chosen:
            problems.append(InvalidAnswer(format_path((*path, index)), f"'{str(item)[:60]}' is chosen twice"))
        chosen.append(accept_choice(question, item, (*path, index), problems))
    _report_excess(question, len(raw), path, problems)
    return tuple(chosen)


def accept_list(question: Asked, raw: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """Texts; blank ones go."""
    if not is_list(raw):
        _report_wrong_type(raw, "a list of texts", path, problems)
        return raw
    _report_excess(question, len(raw), path, problems)
    items: list[Answer] = []
    for index, item in enumerate(raw):
        if not isinstance(item, str):
            _report_wrong_type(item, "a text", (*path, index), problems)
        elif item.strip():
            items.append(replace_surrogates(item))
    return tuple(items)


def accept_checklist(question: Asked, raw: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """Tasks as `{text, done}`, also from plain texts; those without text go."""
    if not is_list(raw):
        _report_wrong_type(raw, "a list of tasks", path, problems)
        return raw
    _report_excess(question, len(raw), path, problems)
    tasks = [_accept_task(item, (*path, index), problems) for index, item in enumerate(raw)]
    return tuple(task for task in tasks if task is not None)


def _accept_task(raw: Answer, path: AnswerPath, problems: Problems) -> Answer:
    """A task as `{text, done}`; None for one without text."""
    if isinstance(raw, str):
        return {"text": replace_surrogates(raw), "done": False} if raw.strip() else None
    if not is_mapping(raw):
        _report_wrong_type(raw, "a text, or text and done", path, problems)
        return None
    _report_unknown_keys(raw, ("text", "done"), path, problems)
    text, done = raw.get("text"), raw.get("done", False)
    if not isinstance(text, str):
        _report_wrong_type(text, "a text", (*path, "text"), problems)
        return None
    if not isinstance(done, bool):
        _report_wrong_type(done, "true or false", (*path, "done"), problems)
        return None
    return {"text": replace_surrogates(text), "done": done} if text.strip() else None


def accept_rows(question: Asked, raw: Answer, path: AnswerPath, problems: Problems, accept: Validator) -> Answer:
    """Items of a table or group, each by `accept` of its questions; what is blank in them is open."""
    if not is_list(raw):
        _report_wrong_type(raw, f"a list of {pluralize(question.item, 2)}", path, problems)
        return raw
    _report_excess(question, len(raw), path, problems)
    return tuple(_accept_row(question, item, (*path, index), problems, accept) for index, item in enumerate(raw))


def _accept_row(question: Asked, raw: Answer, path: AnswerPath, problems: Problems, accept: Validator) -> Answer:
    if not is_mapping(raw):
        keys = ", ".join(inner.id for inner in question.questions)
        _report_wrong_type(raw, f"{question.item} with {keys}", path, problems)
        return raw
    _report_unknown_keys(raw, [inner.id for inner in question.questions], path, problems)
    return {
        inner.id: accept(inner, raw[inner.id], (*path, inner.id), problems)
        for inner in question.questions
        if inner.id in raw and not is_blank(raw[inner.id])
    }


def _or_problem(
    check: Callable[[Asked, _Raw], Answer], question: Asked, raw: _Raw, path: AnswerPath, problems: Problems
) -> Answer:
    try:
        return check(question, raw)
    except NotYet as problem:
        problems.append(InvalidAnswer(format_path(path), problem.message, problem.suggestion))
        return raw


def _report_excess(question: Asked, count: int, path: AnswerPath, problems: Problems) -> None:
    if question.max is not None and count > question.max:
        problems.append(InvalidAnswer(format_path(path), too_many_message(question, count)))


def _report_unknown_keys(raw: Mapping[str, Answer], known: Sequence[str], path: AnswerPath, problems: Problems) -> None:
    for key in raw:
        if key not in known:
            hint = did_you_mean(key, known) or f"; the keys are: {', '.join(known)}"
            problems.append(InvalidAnswer(format_path((*path, key)), f"'{key[:60]}' is not known here{hint}"))


def _report_wrong_type(raw: Answer, wanted: str, path: AnswerPath, problems: Problems) -> None:
    problems.append(InvalidAnswer(format_path(path), f"this is {_describe(raw)}; it must be {wanted}"))


def _describe(raw: Answer) -> str:
    if raw is None:
        return "empty"
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, (int, float)):
        return "a number"
    if isinstance(raw, str):
        return "a text"
    return "a list" if is_list(raw) else "a mapping"
