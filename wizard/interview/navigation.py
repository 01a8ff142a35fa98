"""Which questions are asked for the answers so far, in what order, and which question a path leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wizard.errors import InvalidAnswer
from wizard.evaluation.evaluator import AnswersScope, group_item_scope, holds
from wizard.evaluation.values import Scope
from wizard.message_text import did_you_mean
from wizard.model.answers import OPEN, AnswerPath, Answers, answer_at, format_path, is_list
from wizard.model.template import KINDS_WITH_ITEMS, Question, Template

_PARTS_OF_A_TASK = ("text", "done")


def split_path(template: Template, path: AnswerPath) -> tuple[AnswerPath, AnswerPath]:
    """Return the path of the question on whose screen a path is shown, and the rest of the path on that screen.

    Cells of a table and items of a list are shown with their question, and so are the items of a group; a question
    inside such an item has a screen of its own. Raise LookupError for a path that the template does not have.

        ("milestones", 0, "tasks", 2)  ->  ("milestones", 0, "tasks"), (2,)
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


def scope_at(template: Template, answers: Answers, path: AnswerPath) -> Scope:
    """Return the scope in which the condition and the default of the question at a path are evaluated."""
    scope: Scope = AnswersScope(template, answers)
    while len(path) > 2:
        group, index, *rest = path
        assert isinstance(index, int)
        scope = group_item_scope(scope, str(group), index)
        path = tuple(rest)
    return scope


def is_asked(template: Template, answers: Answers, path: AnswerPath) -> bool:
    """Return whether there is a question at a path whose condition, and those of the groups around it, hold.

    A switch on the review is none.
    """
    for end in range(1, len(path) + 1, 2):
        question = template.question(path[:end])
        if question is None or question.at_review or not holds(question.when, scope_at(template, answers, path[:end])):
            return False
        if end < len(path) and answer_at(answers, path[: end + 1]) is OPEN:
            return False
    return len(path) % 2 == 1


def questions_around(template: Template, path: AnswerPath) -> Sequence[Question]:
    """Return the questions of the same item as the one at a path, or those outside groups."""
    if len(path) == 1:
        return tuple(template.questions())
    group = template.question(path[:-2])
    return group.questions if group is not None else ()


def siblings(template: Template, answers: Answers, path: AnswerPath) -> tuple[AnswerPath, ...]:
    """Return the paths of the questions that are asked in the same item, or outside groups, in order."""
    parent = path[:-1]
    scope = scope_at(template, answers, path)
    return tuple(
        (*parent, question.id)
        for question in questions_around(template, path)
        if not question.at_review and holds(question.when, scope)
    )


def asked_paths(template: Template, answers: Answers) -> Iterator[AnswerPath]:
    """Yield the paths of all questions that are asked: a group's own, then those of its items, item by item."""
    scope = AnswersScope(template, answers)
    for question in template.questions():
        if not question.at_review and holds(question.when, scope):
            yield from _asked_paths_below(template, answers, question, (question.id,))


def _asked_paths_below(
    template: Template, answers: Answers, question: Question, path: AnswerPath
) -> Iterator[AnswerPath]:
    yield path
    if question.kind != "group":
        return
    items = answer_at(answers, path)
    for index in range(len(items) if is_list(items) else 0):
        scope = scope_at(template, answers, (*path, index, ""))
        for inner in question.questions:
            if holds(inner.when, scope):
                yield from _asked_paths_below(template, answers, inner, (*path, index, inner.id))


def resolve(template: Template, path: AnswerPath) -> tuple[Question, AnswerPath]:
    """Return the question that a path leads to, and the rest of the path inside its answer.

    Raise InvalidAnswer unless the path leads from a question to an item and from an item to a part of it.
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
