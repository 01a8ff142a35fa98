"""Answers as plain immutable data, and the paths at which they are read and replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Final, TypeAlias, TypeGuard

InterviewData: TypeAlias = "Mapping[str, Answer]"
"""What a draft saves: `{"answers": …, "unfinished": {written path: text}, "aside": {written path: answer}}`."""

Answer: TypeAlias = "str | bool | int | float | None | tuple[Answer, ...] | Mapping[str, Answer]"
"""What a user answered. None says that the question is left out; an open question has no answer at all."""

Answers: TypeAlias = "Mapping[str, Answer]"
"""`{question id: answer}`; never changed in place."""

AnswerPath: TypeAlias = "tuple[str | int, ...]"
"""The ids and indexes that lead to an answer: `("milestones", 1, "tasks", 0)` is written `milestones[1].tasks[0]`."""


class Unanswered(Enum):
    """The type of OPEN, which stands for "no answer yet"; a question that is left out has the answer None."""

    OPEN = "open"


OPEN: Final = Unanswered.OPEN


class UnfinishedText(str):
    """Typed text that is no answer, in the place of one; only in answers that are made for a preview."""

    __slots__ = ()


_PATH_STEP = re.compile(r"\.?([A-Za-z_][A-Za-z0-9_-]*)|\[(\d{1,6})\]")


def parse_path(written: str) -> AnswerPath:
    """Return the path that is written as in `milestones[1].tasks[0]`; raise ValueError for any other text."""
    steps: list[str | int] = []
    position = 0
    while position < len(written):
        found = _PATH_STEP.match(written, position)
        if found is None or (position == 0) != (found[0][0] not in ".["):
            raise ValueError(f"{written!r} is not a path such as milestones[1].tasks[0]")
        steps.append(found[1] or int(found[2]))
        position = found.end()
    if not steps:
        raise ValueError("the path is empty")
    return tuple(steps)


def format_path(path: AnswerPath) -> str:
    """Return `milestones[1].tasks[0]` for `("milestones", 1, "tasks", 0)`."""
    written = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return written.removeprefix(".")


def is_mapping(answer: object) -> TypeGuard[Mapping[str, Answer]]:
    """Return whether an answer is an item of a table or group, or a task of a checklist."""
    return isinstance(answer, (dict, Mapping))  # most are a dict, which is seen without asking the abstract class


def is_list(answer: object) -> TypeGuard[tuple[Answer, ...]]:
    """Return whether an answer has items."""
    return isinstance(answer, tuple)


def answer_at(answers: Answers, path: AnswerPath) -> Answer | Unanswered:
    """Return the answer at a path, or OPEN when there is none."""
    found: Answer = answers
    for step in path:
        if isinstance(step, str) and is_mapping(found) and step in found:
            found = found[step]
        elif isinstance(step, int) and is_list(found) and step < len(found):
            found = found[step]
        else:
            return OPEN
    return found


def with_answer(answers: Answers, path: AnswerPath, answer: Answer) -> Answers:
    """Return the answers with the one at a path replaced, and with the groups and lists that lead there.

    The index after the last item adds one; raise IndexError for an index beyond that.
    """
    return _replace_in_mapping(answers, path, answer)


def without_answer(answers: Answers, path: AnswerPath) -> Answers:
    """Return the answers without the one at a path; an item goes from its list."""
    if answer_at(answers, path) is OPEN:
        return answers
    *parent, last = path
    holder = answer_at(answers, tuple(parent)) if parent else answers
    if is_mapping(holder):
        rest: Answer = {key: other for key, other in holder.items() if key != last}
    elif is_list(holder) and isinstance(last, int):
        rest = holder[:last] + holder[last + 1 :]
    else:
        return answers
    if parent:
        return with_answer(answers, tuple(parent), rest)
    assert is_mapping(rest)
    return rest


def freeze(value: object) -> Answer:
    """Return plain data from a file as an answer, with tuples for lists; raise TypeError for anything else."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if has_keys(value):
        return {str(key): freeze(item) for key, item in value.items()}
    if has_items(value):
        return tuple(freeze(item) for item in value)
    raise TypeError(f"{type(value).__name__} is not an answer")


def has_keys(value: object) -> TypeGuard[Mapping[object, object]]:
    """Return whether a value is a mapping, whatever it holds."""
    return isinstance(value, Mapping)


def has_items(value: object) -> TypeGuard[Sequence[object]]:
    """Return whether a value is a list or tuple, whatever it holds; a text is neither."""
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray))


def thaw(answer: Answer) -> object:
    """Return an answer as the lists and dicts that YAML and JSON are written from."""
    if is_mapping(answer):
        return {key: thaw(item) for key, item in answer.items()}
    if is_list(answer):
        return [thaw(item) for item in answer]
    return answer


def _replace_at(holder: Answer | Unanswered, path: AnswerPath, answer: Answer) -> Answer:
    if not path:
        return answer
    step = path[0]
    if isinstance(step, str):
        return _replace_in_mapping(holder if is_mapping(holder) else {}, path, answer)
    items = holder if is_list(holder) else ()
    if step > len(items):
        raise IndexError(f"item {step} would leave a gap after {len(items)}")
    old = items[step] if step < len(items) else OPEN
    return (*items[:step], _replace_at(old, path[1:], answer), *items[step + 1 :])


def _replace_in_mapping(holder: Mapping[str, Answer], path: AnswerPath, answer: Answer) -> Mapping[str, Answer]:
    step = path[0]
    assert isinstance(step, str)
    return {**holder, step: _replace_at(holder.get(step, OPEN), path[1:], answer)}
