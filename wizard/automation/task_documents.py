"""The JSON documents about the tasks of plans: `status` and `ticked` (docs/automation.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from wizard.automation.envelopes import SCHEMA_VERSION
from wizard.plans.tasks.task_list import TaskCounts, count_tasks

if TYPE_CHECKING:
    from wizard.plans.tasks.plan_statuses import PlanStatus, PlanStatuses
    from wizard.plans.tasks.task_list import Task, TaskList
    from wizard.plans.tasks.tick import TickResult, TickState


def status_document(status: PlanStatus) -> dict[str, object]:
    """Return the document of one plan."""
    return {"schemaVersion": SCHEMA_VERSION, "kind": "status", **_plan_data(status)}


def statuses_document(statuses: PlanStatuses) -> dict[str, object]:
    """Return the document of several plans, with the tasks of all in its counts."""
    tasks = [task for plan in statuses.plans for task in plan.tasks.tasks]
    return {
        "schemaVersion": SCHEMA_VERSION,
        "kind": "status",
        **_counts_data(count_tasks(task for task in tasks if task.kind == "task")),
        "review": _counts_data(count_tasks(task for task in tasks if task.kind == "review")),
        "plans": [_plan_data(plan) for plan in statuses.plans],
        "passedOver": statuses.passed_over,
    }


def ticked_document(result: TickResult, to: TickState) -> dict[str, object]:
    """Return the document of what was ticked, as it was found in the file afterwards."""
    changed = zip(result.changed, result.before, strict=True)
    return {
        "schemaVersion": SCHEMA_VERSION,
        "kind": "ticked",
        "file": str(result.path),
        "state": to,
        "changed": [{**_task_data(task, result.tasks), "before": before.mark} for task, before in changed],
        "unchanged": [_task_data(task, result.tasks) for task in result.unchanged],
        **_counts_data(result.tasks.counts()),
        "next": _next_data(result.tasks),
    }


def _plan_data(status: PlanStatus) -> dict[str, object]:
    tasks = status.tasks
    return {
        "file": status.path,
        "convention": tasks.convention.name,
        **_counts_data(tasks.counts()),
        "review": _counts_data(tasks.counts("review")),
        "next": _next_data(tasks),
        "groups": [_group_data(tasks, index) for index in range(len(tasks.groups))],
        "tasks": _tasks_data(tasks.tasks, tasks),
        "uncounted": dict(Counter(box.place for box in tasks.uncounted)),
    }


def _counts_data(counts: TaskCounts) -> dict[str, object]:
    return {
        "total": counts.total,
        "done": counts.done,
        "doing": counts.doing,
        "open": counts.open,
        "cancelled": counts.cancelled,
        "other": counts.other,
        "marks": {box: sum(count for _, other, count in counts.marks if other == box) for _, box, _ in counts.marks},
    }


def _group_data(tasks: TaskList, index: int) -> dict[str, object]:
    group = tasks.groups[index]
    return {
        "title": group.title,
        "parents": list(group.parents),
        "line": group.line,
        **_counts_data(tasks.counts(group=index)),
        "review": _counts_data(tasks.counts("review", index)),
    }


def _next_data(tasks: TaskList) -> dict[str, object] | None:
    task = tasks.next_task()
    return None if task is None else _task_data(task, tasks)


def _tasks_data(found: Iterable[Task], tasks: TaskList) -> list[dict[str, object]]:
    return [_task_data(task, tasks) for task in found]


def _task_data(task: Task, tasks: TaskList) -> dict[str, object]:
    waits: Sequence[Task] = tasks.waits_for(task) if task.depends_on and task.is_open else ()
    return {
        "line": task.line,
        "column": task.column,
        "id": task.id,
        "text": task.text,
        "state": task.state,
        "mark": task.mark,
        "kind": task.kind,
        "group": tasks.groups[task.group].title,
        **({"optional": True} if task.is_optional else {}),
        **({"dependsOn": list(task.depends_on)} if task.depends_on else {}),
        **({"waitsFor": [each.id or each.text for each in waits]} if waits else {}),
    }
