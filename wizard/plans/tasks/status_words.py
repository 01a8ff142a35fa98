"""How far a plan is, in words.

counts of tasks  ->  "done 40, open 14, other 3: 3 × ~"
boxes that are no tasks  ->  "2 boxes in fences, not counted"
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from wizard.message_text import pluralize, sanitize_line
from wizard.plans.tasks.conventions import TaskState
from wizard.plans.tasks.task_list import BoxPlace, Task, TaskCounts, TaskList, box_of

_MAX_LINES: Final = 5
"""Of the numbers of lines that are told."""
_PLACES: Final[dict[BoxPlace, str]] = {
    "fence": "in fences",
    "comment": "in comments",
    "code": "in indented code",
    "front_matter": "in the front matter",
    "html": "in HTML",
    "table": "in tables",
    "text": "that begin no item of a list",
    "tight": "without a blank behind them",
    "deep": "in too many lists and quotes",
}


def describe_counts(counts: TaskCounts) -> str:
    """Return how many tasks are in each state, and which boxes among them GitHub does not know."""
    states: tuple[tuple[TaskState, int], ...] = (
        ("done", counts.done),
        ("doing", counts.doing),
        ("open", counts.open),
        ("cancelled", counts.cancelled),
        ("other", counts.other),
    )
    parts = (
        f"{state} {count}{_describe_marks(counts, state)}"
        for state, count in states
        if count or state in ("done", "open")
    )
    return ", ".join(parts)


def _describe_marks(counts: TaskCounts, state: TaskState) -> str:
    marks = [(_short(box), count) for other, box, count in counts.marks if other == state]
    if not marks:
        return ""
    told = ", ".join(f"{count} × {sanitize_line(box)}" for box, count in marks)
    return f": {told}" if state == "other" else f" ({told})"


def _short(box: str) -> str:
    """Return the mark of a box, or the whole box where the mark alone would say nothing."""
    return box[1] if len(box) == 3 else box


def describe_uncounted(tasks: TaskList) -> list[str]:
    """Return a line for each kind of place where boxes are no tasks."""
    places = Counter(box.place for box in tasks.uncounted)
    lines = [
        f"{count} {'box' if count == 1 else 'boxes'} {_PLACES[place]}, not counted"
        for place, count in places.items()
        if place in _PLACES
    ]
    bare = [box for box in tasks.uncounted if box.place == "none"]
    if bare:
        told = ", ".join(f"{box.id} in line {box.line}" for box in bare[:_MAX_LINES])
        more = f" and {len(bare) - _MAX_LINES} more" if len(bare) > _MAX_LINES else ""
        count = len(bare)
        lines.append(f"{count} {pluralize('task', count)} without a box, not counted: {sanitize_line(told)}{more}")
    return lines


def describe_next(tasks: TaskList) -> str:
    """Return which task is next, or why none is."""
    task = tasks.next_task()
    if task is not None:
        return f"next: {describe_task(task)}"
    counts = tasks.counts()
    if not counts.total:
        left = tasks.counts("review").left
        if not left:
            return "no tasks"
        return f"no tasks; {left} review {'box is' if left == 1 else 'boxes are'} open"
    if not counts.left:
        return "all tasks are done" if not counts.cancelled else "all tasks are done or cancelled"
    return f"no task is next: {_why_none(tasks)}"


def _why_none(tasks: TaskList) -> str:
    for task in tasks.tasks:
        waits = tasks.waits_for(task) if task.state == "open" and task.kind == "task" else ()
        if waits:
            return f"{_called(task)} waits for {', '.join(map(_called, waits[:_MAX_LINES]))}"
    doing = next((task for task in tasks.tasks if task.state == "doing" and task.kind == "task"), None)
    if doing is not None:
        return f"{_called(doing)} is being done"
    return "what the marks of the others mean is not known"


def describe_task(task: Task) -> str:
    """Return a task with its line."""
    return f"{sanitize_line(task.text) or box_of(task)} (line {task.line})"


def _called(task: Task) -> str:
    return sanitize_line(task.id) or describe_task(task)
