"""Progress: how many of the questions that are asked have an answer."""

from __future__ import annotations

from msgspec import Struct

from wizard.answers.validation import find_misfits
from wizard.evaluation.evaluator import group_item_scope, holds
from wizard.evaluation.values import Scope
from wizard.model.answers import OPEN, Answer, AnswerPath, is_list, is_mapping
from wizard.model.template import Question


class Progress(Struct, frozen=True):
    """How many of the questions that are asked are answered or left out, and how many are asked."""

    answered: int
    total: int


def count_answers(
    question: Question, answer: Answer, path: AnswerPath, unfinished: frozenset[AnswerPath], scope: Scope
) -> Progress:
    """Return the progress of one question that is asked; a group with items counts as the questions of its items."""
    if question.kind != "group" or not is_list(answer) or not answer:
        is_empty = is_list(answer) and not answer and question.required
        has_misfits = question.options_from is None and bool(find_misfits(question, answer, path))
        return Progress(int(not is_empty and path not in unfinished and not has_misfits), 1)
    answered = total = 0
    for index, item in enumerate(answer):
        assert is_mapping(item)
        inner = _count_item_answers(question, item, (*path, index), unfinished, scope)
        answered, total = answered + inner.answered, total + inner.total
    return Progress(answered, total)


def _count_item_answers(
    group: Question, item: Answer, path: AnswerPath, unfinished: frozenset[AnswerPath], scope: Scope
) -> Progress:
    answered = total = 0
    item_scope: Scope | None = None
    for question in group.questions:
        if question.when is not None:
            item_scope = item_scope or _scope_at(scope, path)
            if not holds(question.when, item_scope):
                continue
        answer = item.get(question.id, OPEN) if is_mapping(item) else OPEN
        if answer is OPEN:
            total += 1
            continue
        item_scope = item_scope or (_scope_at(scope, path) if question.kind == "group" else None)
        inner = count_answers(question, answer, (*path, question.id), unfinished, item_scope or scope)
        answered, total = answered + inner.answered, total + inner.total
    return Progress(answered, total)


def _scope_at(scope: Scope, path: AnswerPath) -> Scope:
    group, index = path[-2:]
    assert isinstance(index, int)
    return group_item_scope(scope, str(group), index)
