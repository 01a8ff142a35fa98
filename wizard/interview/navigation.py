"""Which questions are asked, and in what order, for the answers so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from wizard.evaluation.evaluator import AnswersScope, ItemScope, holds, member
from wizard.evaluation.values import Scope
from wizard.model.answers import OPEN, Answer, Answers, Path, answer_at, is_list, is_mapping
from wizard.model.template import Question, Template


class Progress(Struct, frozen=True):
    """How many of the questions that hold are answered or left out."""

    answered: int
    total: int


def locate(template: Template, path: Path) -> tuple[Path, Path]:
    """The question on whose screen a path stands, and the rest of the path on that screen.

    The cell of a table and the item of a list stand on their question's screen; a question
    inside a group's item has a screen of its own; the item itself stands on the group's.
    LookupError for a path that the template does not have.
    """
    question = template.question(path[:1])
    if question is None:
        raise LookupError(path)
    end = 1
    while question.kind == "group" and len(path) > end + 1 and isinstance(path[end], int):
        inner = question.child(str(path[end + 1]))
        if inner is None:
            break
        question, end = inner, end + 2
    return path[:end], path[end:]


def scope_at(template: Template, answers: Answers, place: Path) -> Scope:
    """The scope in which the condition and the default of the question at a place are read."""
    scope: Scope = AnswersScope(template, answers)
    while len(place) > 2:
        group, index, *rest = place
        assert isinstance(index, int)
        scope = ItemScope(member(scope[str(group)], index), scope)  # pyright: ignore[reportArgumentType]
        place = tuple(rest)
    return scope


def is_asked(template: Template, answers: Answers, place: Path) -> bool:
    """Whether the question at a place exists and its condition, and those around it, hold."""
    for end in range(1, len(place) + 1, 2):
        question = template.question(place[:end])
        if question is None or not holds(question.when, scope_at(template, answers, place[:end])):
            return False
        if end < len(place) and answer_at(answers, place[: end + 1]) is OPEN:
            return False
    return len(place) % 2 == 1


def level_of(template: Template, place: Path) -> Sequence[Question]:
    """The questions among which one stands: those of its item, or of the whole template."""
    if len(place) == 1:
        return tuple(template.questions())
    group = template.question(place[:-2])
    return group.questions if group is not None else ()


def siblings(template: Template, answers: Answers, place: Path) -> tuple[Path, ...]:
    """The places of the questions asked on the same level, in order."""
    parent = place[:-1]
    scope = scope_at(template, answers, place)
    return tuple((*parent, question.id) for question in level_of(template, place) if holds(question.when, scope))


def asked(template: Template, answers: Answers) -> Iterator[Path]:
    """The places of all questions that hold: a group's own, then those of its items, item by item."""
    scope = AnswersScope(template, answers)
    for question in template.questions():
        if holds(question.when, scope):
            yield from _asked_below(template, answers, question, (question.id,))


def _asked_below(template: Template, answers: Answers, question: Question, place: Path) -> Iterator[Path]:
    yield place
    if question.kind != "group":
        return
    items = answer_at(answers, place)
    for index in range(len(items) if is_list(items) else 0):
        scope = scope_at(template, answers, (*place, index, ""))
        for inner in question.questions:
            if holds(inner.when, scope):
                yield from _asked_below(template, answers, inner, (*place, index, inner.id))


def count(question: Question, answer: Answer, place: Path, unfinished: frozenset[Path], scope: Scope) -> Progress:
    """The progress of one question that is asked; a group with items counts as their questions."""
    if question.kind != "group" or not is_list(answer) or not answer:
        is_empty = is_list(answer) and not answer and question.required
        return Progress(int(not is_empty and place not in unfinished), 1)
    done = total = 0
    for index, item in enumerate(answer):
        assert is_mapping(item)
        inner = _count_item(question, item, (*place, index), unfinished, scope)
        done, total = done + inner.answered, total + inner.total
    return Progress(done, total)


def _count_item(group: Question, item: Answer, place: Path, unfinished: frozenset[Path], scope: Scope) -> Progress:
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
        inner = count(question, answer, (*place, question.id), unfinished, around or scope)
        done, total = done + inner.answered, total + inner.total
    return Progress(done, total)


def _item_scope(scope: Scope, place: Path) -> Scope:
    group, index = place[-2:]
    assert isinstance(index, int)
    return ItemScope(member(scope[str(group)], index), scope)  # pyright: ignore[reportArgumentType]
