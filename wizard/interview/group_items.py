"""Items of lists, tables and groups: validating one, and what a change of their order does to indexes and paths."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from wizard.answers.kinds import validate_answer
from wizard.errors import InvalidAnswer
from wizard.model.answers import Answer, AnswerPath, Answers, answer_at, format_path, is_list, is_mapping
from wizard.model.template import Question, Template

IndexMap = Callable[[int], "int | None"]
"""From the index of an item to its index after its list was changed, or None when it was removed."""

_Value = TypeVar("_Value")


def validate_at(template: Template, answers: Answers, path: AnswerPath, value: Answer) -> Answer:
    """Return the normal form of an answer, or of the part of one that belongs at a path.

    Raise InvalidAnswer for a value that is none there.
    """
    question = template.question(path)
    if question is None:
        raise InvalidAnswer(format_path(path), "there is no such question")
    if path[-1] == question.id:
        return _require_valid(question, value, path)
    if isinstance(path[-1], int):
        return _validate_item(question, answers, path, value)
    task = answer_at(answers, path[:-1])
    changed = {**(task if is_mapping(task) else {}), str(path[-1]): value}
    item = _validate_item(question, answers, path[:-1], changed)
    return item.get(str(path[-1])) if is_mapping(item) else value


def _validate_item(question: Question, answers: Answers, path: AnswerPath, item: Answer) -> Answer:
    *parent, index = path
    assert isinstance(index, int)
    items = answer_at(answers, tuple(parent))
    count = len(items) if is_list(items) else 0
    if index > count:
        next_one = format_path((*parent, count))
        raise InvalidAnswer(format_path(path), f"the items before it are missing; the next one is {next_one}")
    if question.max is not None and index >= question.max:
        return _require_valid(question, (item,) * (index + 1), tuple(parent))
    valid = _require_valid(question, (item,), tuple(parent))
    return valid[0] if is_list(valid) and valid else item


def _require_valid(question: Question, value: Answer, path: AnswerPath) -> Answer:
    answer, problems = validate_answer(question, value, path)
    if problems:
        raise problems[0]
    return answer


def index_after_move(old: int, source: int, target: int) -> int:
    """Return the index of an item after the one at `source` was moved to `target`."""
    if old == source:
        return target
    return old - (old > source) + (old - (old > source) >= target)


def path_after_move(items: AnswerPath, path: AnswerPath, new_index: IndexMap) -> AnswerPath | None:
    """Return a path after the items at `items` were moved; None when the item that it leads into was removed."""
    depth = len(items)
    if len(path) <= depth or path[:depth] != items:
        return path
    old = path[depth]
    new = new_index(old) if isinstance(old, int) else None
    return None if new is None else (*items, new, *path[depth + 1 :])


def paths_after_move(
    items: AnswerPath, values: Mapping[AnswerPath, _Value], new_index: IndexMap
) -> dict[AnswerPath, _Value]:
    """Return a mapping from paths with the paths after the items at `items` were moved, without those into nothing."""
    after = ((path_after_move(items, path, new_index), value) for path, value in values.items())
    return {path: value for path, value in after if path is not None}
