"""The kinds of question: what counts as an answer, and how typed text becomes one."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar, get_args

from wizard.answers import OPEN, Answer, Path, Unanswered, format_path, is_list, is_mapping
from wizard.dates import guess_date, is_date, read_date
from wizard.errors import AnswerError
from wizard.nearest import did_you_mean, nearest

KindName = Literal[
    "line",
    "text",
    "choice",
    "choices",
    "yesno",
    "number",
    "date",
    "list",
    "checklist",
    "table",
    "group",
    "diagram",
]
KIND_NAMES: tuple[KindName, ...] = get_args(KindName)

Control = Literal["line", "area", "choice", "choices", "list", "table", "group"]
"""What the user touches to answer."""


class Choosable(Protocol):
    """An option, as far as a kind needs it."""

    @property
    def value(self) -> str: ...


class Asked(Protocol):
    """A question, as far as a kind needs it."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> KindName: ...
    @property
    def required(self) -> bool: ...
    @property
    def options(self) -> Sequence[Choosable]: ...
    @property
    def other(self) -> bool: ...
    @property
    def min(self) -> float | None: ...
    @property
    def max(self) -> float | None: ...
    @property
    def pattern(self) -> str | None: ...
    @property
    def item(self) -> str: ...
    @property
    def questions(self) -> Sequence[Asked]: ...


Problems = list[AnswerError]
_Raw = TypeVar("_Raw", str, float)
_Accept = Callable[[Asked, Answer, Path, Problems], Answer]
_Read = Callable[[Asked, str], Answer]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of question accepts."""

    control: Control
    accept: _Accept
    """An answer from a file in its normal form; what is wrong with it goes to the problems."""
    read: _Read
    """An answer from typed text; `_NotYet`, with the sentence to show, when it is none."""


def accept(question: Asked, raw: Answer, path: Path, problems: Problems) -> Answer:
    """An answer in its normal form. What is wrong with it is added to `problems`, each with its path.

    Too few items are not wrong here, because an answer grows; `shortfalls` tells of them.
    """
    if raw is None:
        if question.required:
            problems.append(AnswerError(format_path(path), "this is required and cannot be left out"))
        return None
    return KINDS[question.kind].accept(question, raw, path, problems)


def read_text(question: Asked, text: str) -> Answer | Unanswered:
    """The answer that typed text gives; blank text leaves the question open; AnswerError when it is none."""
    if not text.strip():
        return OPEN
    try:
        return KINDS[question.kind].read(question, text)
    except _NotYet as problem:
        raise AnswerError("", problem.message, problem.suggestion) from None


def write_text(answer: Answer | Unanswered) -> str:
    """An answer as the text that a person would type for it."""
    if answer is OPEN or answer is None:
        return ""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, (int, float)):
        return write_number(answer)
    if is_mapping(answer):
        text = answer.get("text")
        return text if isinstance(text, str) else ", ".join(write_text(part) for part in answer.values())
    if is_list(answer):
        return ", ".join(write_text(item) for item in answer)
    assert isinstance(answer, str)
    return answer


def write_number(number: float) -> str:
    """Digits, without a fraction when there is none."""
    return str(int(number)) if number == int(number) and abs(number) < 1e16 else repr(number)


def is_answered(answer: Answer | Unanswered) -> bool:
    """Whether the user gave something: neither open nor left out."""
    return answer is not OPEN and answer is not None


def shortfalls(question: Asked, answer: Answer, path: Path) -> Problems:
    """What an answer still lacks: too few items, at any depth."""
    lacking: Problems = []
    if is_list(answer):
        least = question.min
        if least is not None and len(answer) < least:
            lacking.append(AnswerError(format_path(path), too_few(question, len(answer))))
        for index, item in enumerate(answer):
            if is_mapping(item) and question.questions:
                for inner in question.questions:
                    if inner.id in item:
                        lacking += shortfalls(inner, item[inner.id], (*path, index, inner.id))
    return lacking


def too_few(question: Asked, count: int) -> str:
    """The sentence for a list or choice that holds too few."""
    least = write_number(question.min or 0)
    if question.kind == "choices":
        return f"Choose at least {least}; {count} {'is' if count == 1 else 'are'} chosen."
    return f"At least {least} {plural(question.item, question.min or 0)}; there {_are(count)}."


def plural(noun: str, count: float) -> str:
    """The noun, with an s unless there is one."""
    return noun if count == 1 or not noun else f"{noun}s"


class _NotYet(ValueError):
    def __init__(self, message: str, suggestion: str | None = None) -> None:
        self.message = message
        self.suggestion = suggestion
        super().__init__(message)


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count}"


def _without_surrogates(text: str) -> str:
    """Lone surrogates cannot be written as UTF-8; JSON can still bring them in."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _checked_text(question: Asked, text: str) -> str:
    length = len(text)
    if question.max is not None and length > question.max:
        raise _NotYet(f"At most {write_number(question.max)} characters; this has {length}.")
    if question.min is not None and length < question.min:
        raise _NotYet(f"At least {write_number(question.min)} characters; this has {length}.")
    if question.pattern is not None and not re.search(question.pattern, text):
        raise _NotYet(f"This does not have the form {question.pattern}.")
    return _without_surrogates(text)


def _read_number(question: Asked, text: str) -> float:
    try:
        number = float(text.replace(" ", "").replace("_", "x"))
    except ValueError:
        raise _NotYet("This is not a number yet. Write digits, as in 12 or 3.5.") from None
    return _checked_number(question, int(number) if abs(number) < 1e16 and number == int(number) else number)


def _checked_number(question: Asked, number: float) -> float:
    if not math.isfinite(number) or abs(number) > 1e300:
        raise _NotYet("This is not a number yet. Write digits, as in 12 or 3.5.")
    if question.min is not None and number < question.min:
        raise _NotYet(f"At least {write_number(question.min)}; this is {write_number(number)}.")
    if question.max is not None and number > question.max:
        raise _NotYet(f"At most {write_number(question.max)}; this is {write_number(number)}.")
    return number


def _read_date(_: Asked, text: str) -> str:
    if written := read_date(text):
        return written
    meant = guess_date(text)
    guess = f" Do you mean {meant}?" if meant else ""
    how = "Write it as year-month-day, or as in 30 April 2027."
    raise _NotYet(f"This is not a date yet.{guess} {how}", meant)


def _read_yesno(_: Asked, text: str) -> bool:
    word = text.strip().lower()
    if word in ("yes", "y", "true"):
        return True
    if word in ("no", "n", "false"):
        return False
    raise _NotYet("This is not an answer yet. Write yes or no.")


def _read_choice(question: Asked, text: str) -> str:
    values = [option.value for option in question.options]
    if text in values or question.other:
        return _without_surrogates(text)
    same = [value for value in values if value.lower() == text.strip().lower()]
    if same:
        return same[0]
    meant = nearest(text, values)
    offered = "; ".join(values[:12])
    guess = f" Do you mean {meant}?" if meant else ""
    raise _NotYet(f"This is not one of the options.{guess} They are: {offered}.", meant)


def _read_items(question: Asked, text: str) -> Answer:
    items = [line.strip() for line in re.split(r"\r\n|\r|\n", text) if line.strip()]
    problems: Problems = []
    accepted = accept(question, tuple(items), (), problems)
    if problems:
        raise _NotYet(problems[0].message, problems[0].suggestion)
    return accepted


def _read_checklist(question: Asked, text: str) -> Answer:
    tasks = re.split(r"\r\n|\r|\n", text)
    marked = [re.fullmatch(r"\s*(?:[-*+]\s+)?\[([ xX])\]\s+(.*)", task) for task in tasks]
    items: tuple[Answer, ...] = tuple(
        {"text": mark[2].strip(), "done": mark[1] != " "} if mark else task.strip()
        for task, mark in zip(tasks, marked, strict=True)
        if task.strip()
    )
    problems: Problems = []
    accepted = accept(question, items, (), problems)
    if problems:
        raise _NotYet(problems[0].message, problems[0].suggestion)
    return accepted


def _read_rows(question: Asked, text: str) -> Answer:
    first = question.questions[0].id
    return tuple({first: line.strip()} for line in re.split(r"\r\n|\r|\n", text) if line.strip())


def _accept_text(question: Asked, raw: Answer, path: Path, problems: Problems) -> Answer:
    if not isinstance(raw, str):
        _wrong_type(raw, "a text", path, problems)
        return raw
    return _or_problem(_checked_text, question, raw, path, problems)


def _accept_number(question: Asked, raw: Answer, path: Path, problems: Problems) -> Answer:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        _wrong_type(raw, "a number", path, problems)
        return raw
    return _or_problem(_checked_number, question, raw, path, problems)


def _accept_date(_: Asked, raw: Answer, path: Path, problems: Problems) -> Answer:
    if not isinstance(raw, str):
        _wrong_type(raw, "a date such as 2026-02-28", path, problems)
    elif not is_date(raw):
        meant = guess_date(raw)
        guess = f"; did you mean {meant}?" if meant else "; write it as in 2026-02-28"
        problems.append(AnswerError(format_path(path), f"'{raw[:40]}' is not a date{guess}", meant))
    return raw


def _accept_yesno(_: Asked, raw: Answer, path: Path, problems: Problems) -> Answer:
    if not isinstance(raw, bool):
        _wrong_type(raw, "true or false", path, problems)
    return raw


def _accept_choice(question: Asked, raw: Answer, path: Path, problems: Problems) -> Answer:
    if not isinstance(raw, str):
        _wrong_type(raw, "one of the options", path, problems)
        return raw
    values = [option.value for option in question.options]
    if raw in values or (question.other and raw.strip()):
        return _without_surrogates(raw)
    hint = did_you_mean(raw, values) or f"; they are: {'; '.join(values[:12])}"
    problems.append(
        AnswerError(format_path(path), f"'{raw[:60]}' is not one of the options{hint}", nearest(raw, values))
    )
    return raw


def _accept_choices(question: Asked, raw: Answer, path: Path, problems: Problems) -> Answer:
    if not is_list(raw):
        _wrong_type(raw, "a list of options", path, problems)
        return raw
    chosen: list[Answer] = []
    for index, item in enumerate(raw):
        if item in chosen:
            problems.append(AnswerError(format_path((*path, index)), f"'{str(item)[:60]}' is chosen twice"))
        chosen.append(_accept_choice(question, item, (*path, index), problems))
    _too_many(question, len(raw), path, problems)
    return tuple(chosen)


def _accept_list(question: Asked, raw: Answer, path: Path, problems: Problems) -> Answer:
    if not is_list(raw):
        _wrong_type(raw, "a list of texts", path, problems)
        return raw
    _too_many(question, len(raw), path, problems)
    items: list[Answer] = []
    for index, item in enumerate(raw):
        if not isinstance(item, str):
            _wrong_type(item, "a text", (*path, index), problems)
        elif item.strip():
            items.append(_without_surrogates(item))
    return tuple(items)


def _accept_checklist(question: Asked, raw: Answer, path: Path, problems: Problems) -> Answer:
    if not is_list(raw):
        _wrong_type(raw, "a list of tasks", path, problems)
        return raw
    _too_many(question, len(raw), path, problems)
    tasks = [_accept_task(item, (*path, index), problems) for index, item in enumerate(raw)]
    return tuple(task for task in tasks if task is not None)


def _accept_task(raw: Answer, path: Path, problems: Problems) -> Answer:
    """A task as `{text, done}`; None for one without text."""
    if isinstance(raw, str):
        return {"text": _without_surrogates(raw), "done": False} if raw.strip() else None
    if not is_mapping(raw):
        _wrong_type(raw, "a text, or text and done", path, problems)
        return None
    _unknown_keys(raw, ("text", "done"), path, problems)
    text, done = raw.get("text"), raw.get("done", False)
    if not isinstance(text, str):
        _wrong_type(text, "a text", (*path, "text"), problems)
        return None
    if not isinstance(done, bool):
        _wrong_type(done, "true or false", (*path, "done"), problems)
        return None
    return {"text": _without_surrogates(text), "done": done} if text.strip() else None


def _accept_rows(question: Asked, raw: Answer, path: Path, problems: Problems) -> Answer:
    if not is_list(raw):
        _wrong_type(raw, f"a list of {plural(question.item, 2)}", path, problems)
        return raw
    _too_many(question, len(raw), path, problems)
    return tuple(_accept_row(question, item, (*path, index), problems) for index, item in enumerate(raw))


def _accept_row(question: Asked, raw: Answer, path: Path, problems: Problems) -> Answer:
    if not is_mapping(raw):
        keys = ", ".join(inner.id for inner in question.questions)
        _wrong_type(raw, f"{question.item} with {keys}", path, problems)
        return raw
    _unknown_keys(raw, [inner.id for inner in question.questions], path, problems)
    return {
        inner.id: accept(inner, raw[inner.id], (*path, inner.id), problems)
        for inner in question.questions
        if inner.id in raw and not is_blank(raw[inner.id])
    }


def is_blank(answer: Answer) -> bool:
    """Whether the answer is a text without a letter in it, which is no answer."""
    return isinstance(answer, str) and not answer.strip()


def _or_problem(
    check: Callable[[Asked, _Raw], Answer], question: Asked, raw: _Raw, path: Path, problems: Problems
) -> Answer:
    try:
        return check(question, raw)
    except _NotYet as problem:
        problems.append(AnswerError(format_path(path), problem.message, problem.suggestion))
        return raw


def _too_many(question: Asked, count: int, path: Path, problems: Problems) -> None:
    if question.max is not None and count > question.max:
        most = write_number(question.max)
        problems.append(
            AnswerError(
                format_path(path), f"At most {most} {plural(question.item, question.max)}; there {_are(count)}."
            )
        )


def _unknown_keys(raw: Mapping[str, Answer], known: Sequence[str], path: Path, problems: Problems) -> None:
    for key in raw:
        if key not in known:
            hint = did_you_mean(key, known) or f"; the keys are: {', '.join(known)}"
            problems.append(AnswerError(format_path((*path, key)), f"'{key[:60]}' is not known here{hint}"))


def _wrong_type(raw: Answer, wanted: str, path: Path, problems: Problems) -> None:
    problems.append(AnswerError(format_path(path), f"this is {_describe(raw)}; it must be {wanted}"))


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


KINDS: dict[KindName, Kind] = {
    "line": Kind("line", _accept_text, _checked_text),
    "text": Kind("area", _accept_text, _checked_text),
    "choice": Kind("choice", _accept_choice, _read_choice),
    "choices": Kind("choices", _accept_choices, _read_items),
    "yesno": Kind("choice", _accept_yesno, _read_yesno),
    "number": Kind("line", _accept_number, _read_number),
    "date": Kind("line", _accept_date, _read_date),
    "list": Kind("list", _accept_list, _read_items),
    "checklist": Kind("list", _accept_checklist, _read_checklist),
    "table": Kind("table", _accept_rows, _read_rows),
    "group": Kind("group", _accept_rows, _read_rows),
    "diagram": Kind("area", _accept_text, _checked_text),
}
"""A new kind of question is one row here."""
