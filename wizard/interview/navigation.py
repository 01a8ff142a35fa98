"""Which questions are asked, and in what order, for the answers so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wizard.errors import InvalidAnswer
from wizard.evaluation.evaluator import AnswersScope, ItemScope, holds, member
from wizard.evaluation.values import Scope
from wizard.model.answers import OPEN, AnswerPath, Answers, answer_at, format_path, is_list
from wizard.model.template import KINDS_WITH_ITEMS, Question, Template
from wizard.text import did_you_mean

_PARTS_OF_A_TASK = ("text", "done")


def split_path(template: Template, path: AnswerPath) -> tuple[AnswerPath, AnswerPath]:
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


def scope_at(template: Template, answers: Answers, place: AnswerPath) -> Scope:
    """The scope in which the condition and the default of the question at a place are read."""
    scope: Scope = AnswersScope(template, answers)
    while len(place) > 2:
        group, index, *rest = place
        assert isinstance(index, int)
        scope = ItemScope(member(scope[str(group)], index), scope)  # pyright: ignore[reportArgumentType]
        place = tuple(rest)
    return scope


def is_asked(template: Template, answers: Answers, place: AnswerPath) -> bool:
    """Whether the question at a place exists and its condition, and those around it, hold."""
    for end in range(1, len(place) + 1, 2):
        question = template.question(place[:end])
        if question is None or not holds(question.when, scope_at(template, answers, place[:end])):
            return False
        if end < len(place) and answer_at(answers, place[: end + 1]) is OPEN:
            return False
    return len(place) % 2 == 1


def questions_around(template: Template, place: AnswerPath) -> Sequence[Question]:
    """The questions among which one stands: those of its item, or of the whole template."""
    if len(place) == 1:
        return tuple(template.questions())
    group = template.question(place[:-2])
    return group.questions if group is not None else ()


def siblings(template: Template, answers: Answers, place: AnswerPath) -> tuple[AnswerPath, ...]:
    """The places of the questions asked on the same level, in order."""
    parent = place[:-1]
    scope = scope_at(template, answers, place)
    return tuple(
        (*parent, question.id) for question in questions_around(template, place) if holds(question.when, scope)
    )


def asked_paths(template: Template, answers: Answers) -> Iterator[AnswerPath]:
    """The places of all questions that hold: a group's own, then those of its items, item by item."""
    scope = AnswersScope(template, answers)
    for question in template.questions():
        if holds(question.when, scope):
            yield from _asked_paths_below(template, answers, question, (question.id,))


def _asked_paths_below(
    template: Template, answers: Answers, question: Question, place: AnswerPath
) -> Iterator[AnswerPath]:
    yield place
    if question.kind != "group":
        return
    items = answer_at(answers, place)
    for index in range(len(items) if is_list(items) else 0):
        scope = scope_at(template, answers, (*place, index, ""))
        for inner in question.questions:
            if holds(inner.when, scope):
                yield from _asked_paths_below(template, answers, inner, (*place, index, inner.id))


def resolve(template: Template, path: AnswerPath) -> tuple[Question, AnswerPath]:
    """The question at a path, and the part of its answer that the rest of the path leads to.

    AnswerError unless the path goes on from a question to an item, and from an item to a part of it.
    """
    question = template.question(path[:1])
    if question is None:
        known = [each.id for each in template.questions()]
        raise InvalidAnswer(format_path(path), f"there is no such question{did_you_mean(str(path[0]), known)}")
    for at in range(1, len(path), 2):
        index, key = path[at], path[at + 1] if at + 1 < len(path) else None
        if question.kind not in KINDS_WITH_ITEMS or not isinstance(index, int):
            meant = f"{format_path(path[:at])}[0]" if question.kind in KINDS_WITH_ITEMS else format_path(path[:at])
            raise InvalidAnswer(format_path(path), f"there is no such part; did you mean '{meant}'?")
        if key is None or (question.kind == "checklist" and key in _PARTS_OF_A_TASK and at + 2 == len(path)):
            return question, path[at:]
        child = question.child(str(key))
        if child is None:
            hint = did_you_mean(str(key), [each.id for each in question.questions] or _PARTS_OF_A_TASK)
            raise InvalidAnswer(format_path(path), f"{question.item} has no '{str(key)[:60]}'{hint}")
        question = child
    return question, ()
