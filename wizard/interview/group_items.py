"""What a change of one answer, or of the order of items, means for the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from wizard.answers.constraints import Problems
from wizard.answers.kinds import validate_answer
from wizard.errors import InvalidAnswer
from wizard.model.answers import Answer, AnswerPath, Answers, answer_at, format_path, is_list, is_mapping
from wizard.model.template import Question, Template

IndexMap = Callable[[int], "int | None"]
"""Where an item goes when its list changes: from its index to the new one, None when it is taken out."""

_Kept = TypeVar("_Kept")


def validate_at(template: Template, answers: Answers, path: AnswerPath, answer: Answer) -> Answer:
    """An answer, or the part of one that stands at a path, in its normal form; AnswerError when it is none."""
    question = template.question(path)
    if question is None:
        raise InvalidAnswer(format_path(path), "there is no such question")
    problems: Problems = []
    accepted = _validate_part(question, answers, path, answer, problems)
    if problems:
        raise problems[0]
    return accepted


def _validate_part(
    question: Question, answers: Answers, path: AnswerPath, answer: Answer, problems: Problems
) -> Answer:
    if path[-1] == question.id:
        return validate_answer(question, answer, path, problems)
    if isinstance(path[-1], int):
        return _validate_item(question, answers, path, answer, problems)
    task = answer_at(answers, path[:-1])
    changed = {**(task if is_mapping(task) else {}), str(path[-1]): answer}
    item = _validate_item(question, answers, path[:-1], changed, problems)
    return item.get(str(path[-1])) if is_mapping(item) else answer


def _validate_item(question: Question, answers: Answers, path: AnswerPath, item: Answer, problems: Problems) -> Answer:
    items = answer_at(answers, path[:-1])
    count = len(items) if is_list(items) else 0
    assert isinstance(path[-1], int)
    if path[-1] > count:
        problems.append(InvalidAnswer(format_path(path), f"there is no item before it; the next one is number {count}"))
        return item
    if question.max is not None and path[-1] >= question.max:
        return validate_answer(question, (item,) * (path[-1] + 1), path[:-1], problems)
    accepted = validate_answer(question, (item,), path[:-1], problems)
    return accepted[0] if is_list(accepted) and accepted else item


def index_after_move(old: int, source: int, target: int) -> int:
    """Where an item stands after the one at `source` was moved to `target`."""
    if old == source:
        return target
    return old - (old > source) + (old - (old > source) >= target)


def path_after_move(items: AnswerPath, path: AnswerPath, new_index: IndexMap) -> AnswerPath | None:
    """A path after the items at another one moved; None when its item is gone."""
    depth = len(items)
    if len(path) <= depth or path[:depth] != items:
        return path
    old = path[depth]
    new = new_index(old) if isinstance(old, int) else None
    return None if new is None else (*items, new, *path[depth + 1 :])


def paths_after_move(
    items: AnswerPath, kept: Mapping[AnswerPath, _Kept], new_index: IndexMap
) -> dict[AnswerPath, _Kept]:
    """What is kept by path, after the items at a path moved; what belonged to a removed one goes."""
    after = ((path_after_move(items, path, new_index), value) for path, value in kept.items())
    return {path: value for path, value in after if path is not None}
