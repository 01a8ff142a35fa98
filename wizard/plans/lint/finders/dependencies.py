"""The rules about tasks that wait for a task which there is not, or for each other in a circle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from wizard.message_text import sanitize_title
from wizard.plans.lint.occurrence import Occurrence
from wizard.plans.lint.plan_document import PlanDocument
from wizard.plans.tasks.task_ids import fold_name, leading_id
from wizard.plans.tasks.task_list import Task, TaskList

_MAY_DEPEND = re.compile(r"depend|blocked by|\((?:requires|needs|after)\b", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"depend|blocked by|\(requires|\(needs|\(after", re.IGNORECASE)
_MAX_NAMED: Final = 6
"""Tasks of a circle that its message names."""


def find_unknown_dependencies(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the ids of tasks that others wait for, and that the plan does not have, where it has ids of their shape."""
    if not _MAY_DEPEND.search(document.text):
        return
    tasks = document.tasks
    shapes = {_shape(task.id) for task in tasks.tasks if task.id}
    titles = {fold_name(id) for heading in document.headings if (id := leading_id(heading.title))}
    for index, task in enumerate(tasks.tasks):
        for id in task.depends_on:
            is_known = fold_name(id) in titles or any(True for _ in tasks.find_dependency(task, id))
            if is_known or _shape(id) not in shapes:
                continue
            line, column, end = _place(document, tasks.tasks, index, id)
            message = f"{_name(task)} waits for {sanitize_title(id)}, and there is no such task"
            yield Occurrence(line + 1, message, column + 1, end + 1)


def find_circular_dependencies(document: PlanDocument) -> Iterator[Occurrence]:
    """Yield the first task of every circle of tasks that wait for each other."""
    if not _MAY_DEPEND.search(document.text):
        return
    tasks = document.tasks
    for circle in _circles(_graph(tasks)):
        first = circle[0]
        id = next(iter(_ids_to(tasks, first, circle)), "")
        line, column, end = _place(document, tasks.tasks, first, id)
        named = [_name(tasks.tasks[index]) for index in circle[:_MAX_NAMED]]
        names = " → ".join([*named, *(["…"] if len(circle) > _MAX_NAMED else []), named[0]])
        yield Occurrence(line + 1, f"these tasks wait for each other: {names}", column + 1, end + 1)


def _shape(id: str) -> str:
    """Return an id with a sign for each of its numbers: `T#` for `T012`, `#.#` for `1.10`."""
    return re.sub(r"\d+", "#", fold_name(id))


def _name(task: Task) -> str:
    return sanitize_title(task.id or task.text)


def _graph(tasks: TaskList) -> dict[int, list[int]]:
    """Return the tasks that each task waits for, as indexes; headings that it waits for are left out."""
    by_line = {task.line: index for index, task in enumerate(tasks.tasks)}
    graph: dict[int, list[int]] = {}
    for index, task in enumerate(tasks.tasks):
        for id in task.depends_on:
            found = [
                each for each in tasks.find_dependency(task, id) if each.id and fold_name(each.id) == fold_name(id)
            ]
            graph.setdefault(index, []).extend(by_line[each.line] for each in found)
    return graph


def _circles(graph: Mapping[int, Sequence[int]]) -> Iterator[list[int]]:
    """Yield a circle for each set of tasks that wait for each other, in the order of the text.

    Depth first: a task that leads to one on the way to it closes a circle. Tasks are left for good when all that they
    wait for has been seen, so that every edge is followed once.
    """
    done: set[int] = set()
    told: set[int] = set()
    for start in sorted(graph):
        way: list[int] = []
        position: dict[int, int] = {}
        stack: list[tuple[int, Iterator[int]]] = []
        if start not in done:
            stack.append((start, iter(graph.get(start, ()))))
            position[start] = 0
            way.append(start)
        while stack:
            node, following = stack[-1]
            after = next(following, None)
            if after is None:
                stack.pop()
                way.pop()
                del position[node]
                done.add(node)
            elif after in position:
                circle = way[position[after] :]
                if not told.intersection(circle):
                    told.update(circle)
                    first = circle.index(min(circle))
                    yield circle[first:] + circle[:first]
            elif after not in done:
                stack.append((after, iter(graph.get(after, ()))))
                position[after] = len(way)
                way.append(after)


def _ids_to(tasks: TaskList, index: int, circle: Sequence[int]) -> Iterator[str]:
    """Yield the ids by which a task waits for others of its circle."""
    names = {fold_name(tasks.tasks[each].id) for each in circle}
    yield from (id for id in tasks.tasks[index].depends_on if fold_name(id) in names)


def _place(document: PlanDocument, tasks: Sequence[Task], index: int, id: str) -> tuple[int, int, int]:
    """Return line, start and end of an id that a task waits for, as indexes; else those of the task."""
    first = tasks[index].line - 1
    last = tasks[index + 1].line - 1 if index + 1 < len(tasks) else len(document.lines)
    pattern = re.compile(rf"(?<![\w.]){re.escape(id)}(?![^\W_]|\.\d)", re.IGNORECASE)
    for line in range(first, last):
        clause = _CLAUSE.search(document.lines[line])
        found = pattern.search(document.lines[line], clause.start()) if clause is not None and id else None
        if found is not None:
            return line, found.start(), found.end()
    return first, tasks[index].column - 1, len(document.lines[first].rstrip())
