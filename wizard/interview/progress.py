"""How many of the questions that are asked have an answer: of one question, of an item, of the interview."""

from __future__ import annotations

from msgspec import Struct

from wizard.evaluation.evaluator import ItemScope, holds, member
from wizard.evaluation.values import Scope
from wizard.model.answers import OPEN, Answer, AnswerPath, is_list, is_mapping
from wizard.model.template import Question


class Progress(Struct, frozen=True):
    """How many of the questions that hold are answered or left out."""

    answered: int
    total: int


def count_answers(
    question: Question, answer: Answer, place: AnswerPath, unfinished: frozenset[AnswerPath], scope: Scope
) -> Progress:
    """The progress of one question that is asked; a group with items counts as their questions."""
    if question.kind != "group" or not is_list(answer) or not answer:
        is_empty = is_list(answer) and not answer and question.required
        return Progress(int(not is_empty and place not in unfinished), 1)
    done = total = 0
    for index, item in enumerate(answer):
        assert is_mapping(item)
        inner = _count_item_answers(question, item, (*place, index), unfinished, scope)
        done, total = done + inner.answered, total + inner.total
    return Progress(done, total)


def _count_item_answers(
    group: Question, item: Answer, place: AnswerPath, unfinished: frozenset[AnswerPath], scope: Scope
) -> Progress:
    done = total = 0
    around: Scope | None = None
    for question in group.questions:
        if question.when is not None:
            around = around or _item_scope(scope, place)
            if not holds(question.when, around):
                continue
        answer = item.get(question.id, OPEN) if is_mapping(item) else OPEN
        if answer is OPEN:
            total += 1
            continue
        around = around or (_item_scope(scope, place) if question.kind == "group" else None)
        inner = count_answers(question, answer, (*place, question.id), unfinished, around or scope)
        done, total = done + inner.answered, total + inner.total
    return Progress(done, total)


def _item_scope(scope: Scope, place: AnswerPath) -> Scope:
    group, index = place[-2:]
    assert isinstance(index, int)
    return ItemScope(member(scope[str(group)], index), scope)  # pyright: ignore[reportArgumentType]
