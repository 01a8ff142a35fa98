"""Tasks that are answered as plain text say nothing about whether they are done: those that are there keep their ticks.

    before: ({"text": "Draw", "done": True}, …)    given: ("Draw", "Write")
 -> ({"text": "Draw", "done": True}, "Write")

A single task is the one in its place, in a whole list it is the one with the same text. In a list of groups an item is
the one that begins with the same answer, or else the one in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered, is_list, is_mapping
from wizard.model.template import Question


def keep_ticks(question: Question, part: AnswerPath, before: Answer | Unanswered, given: Answer) -> Answer:
    """Return what is given for a question, or for an item of its answer (`part`), with the ticks of what was there."""
    is_item = len(part) == 1
    if len(part) > 1:
        return given
    if question.kind == "checklist":
        return _keep_tick(before, given) if is_item else _keep_ticks_of_list(before, given)
    if question.kind in ("table", "group"):
        return _keep_in_item(question, before, given) if is_item else _keep_in_items(question, before, given)
    return given


def says_nothing_of_tick(given: Answer, rest: AnswerPath, text: str) -> bool:
    """Return whether what is given leaves the tick at a path below it as it is; `text` is that of the task."""
    if rest == ("done",):
        return _task_text(given) is not None
    if len(rest) == 2 and rest[-1] == "done" and is_list(given):
        return any(_task_text(item) == text for item in given)
    step = rest[0] if rest else ""
    if is_mapping(given) and isinstance(step, str) and step in given:
        return says_nothing_of_tick(given[step], rest[1:], text)
    if is_list(given) and isinstance(step, int) and step < len(given):
        return says_nothing_of_tick(given[step], rest[1:], text)
    return False


def _task_text(given: Answer) -> str | None:
    """Return the text of a task of which nothing else is said; None for anything else."""
    if isinstance(given, str):
        return given
    text = given.get("text") if is_mapping(given) and set(given) == {"text"} else None
    return text if isinstance(text, str) else None


def _keep_tick(before: Answer | Unanswered, given: Answer) -> Answer:
    text = _task_text(given)
    return {"text": text, "done": True} if text is not None and _is_done(before) else given


def _is_done(task: Answer | Unanswered) -> bool:
    return is_mapping(task) and task.get("done") is True


def _keep_ticks_of_list(before: Answer | Unanswered, given: Answer) -> Answer:
    if not is_list(before) or not is_list(given):
        return given
    left: dict[str, list[Answer]] = {}
    for task in reversed(before):
        if is_mapping(task) and isinstance(text := task.get("text"), str):
            left.setdefault(text, []).append(task)
    return tuple(_keep_ticks_of_tasks(left, given))


def _keep_ticks_of_tasks(left: Mapping[str, list[Answer]], given: Sequence[Answer]) -> Iterator[Answer]:
    for item in given:
        text = item.get("text") if is_mapping(item) else item
        same = left.get(text) if isinstance(text, str) else None
        yield _keep_tick(same.pop() if same else OPEN, item)


def _keep_in_item(question: Question, before: Answer | Unanswered, given: Answer) -> Answer:
    if not is_mapping(before) or not is_mapping(given):
        return given
    kept = dict(given)
    for id, answer in given.items():
        child = question.child(id)
        if child is not None:
            kept[id] = keep_ticks(child, (), before.get(id, OPEN), answer)
    return kept


def _keep_in_items(question: Question, before: Answer | Unanswered, given: Answer) -> Answer:
    if not is_list(before) or not is_list(given):
        return given
    places = _places_of_items(question.questions[0].id, before, given)
    return tuple(
        _keep_in_item(question, OPEN if place is None else before[place], item)
        for place, item in zip(places, given, strict=True)
    )


def _places_of_items(first: str, before: Sequence[Answer], given: Sequence[Answer]) -> list[int | None]:
    """Return at which index each item stood: the one that begins with the same answer, or else the one in its place."""
    by_begin: dict[str, list[int]] = {}
    for at, item in reversed(tuple(enumerate(before))):
        by_begin.setdefault(_begin_of(first, item), []).append(at)
    places = [same.pop() if (same := by_begin.get(_begin_of(first, item))) else None for item in given]
    left = {at for same in by_begin.values() for at in same}
    return [at if place is None and at in left else place for at, place in enumerate(places)]


def _begin_of(first: str, item: Answer) -> str:
    return repr(item.get(first)) if is_mapping(item) else ""
