"""A plan's file as it was read last, with its tasks; or why it cannot be read, in words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from screens.tasks.task_plan import TaskPlan, task_plan
from screens.tasks.task_rows import task_keys
from wizard.files.regular_file import read_regular_file
from wizard.interview.progress import Progress
from wizard.limits import MAX_PLAN_FILE_BYTES
from wizard.message_text import end_sentence, sanitize_line
from wizard.plans.tasks.task_list import Task, TaskCounts, TaskList, read_tasks, read_tasks_again


class UnreadPlan(Struct, frozen=True):
    """A plan's file that cannot be read now."""

    problem: str


class PlanFile(Struct, frozen=True, dict=True):
    """A plan's file as it was read."""

    text: str
    tasks: TaskList
    plan: TaskPlan
    keys: tuple[str, ...]
    """What each task is known by, whatever line it stands on and however far it is."""

    @cached_property
    def by_key(self) -> Mapping[str, Task]:
        """The tasks by their keys."""
        return dict(zip(self.keys, self.tasks.tasks, strict=True))

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The indexes of the tasks by their keys."""
        return {key: index for index, key in enumerate(self.keys)}

    @cached_property
    def counts(self) -> TaskCounts:
        """How many tasks are in each state."""
        return self.tasks.counts()

    @cached_property
    def next_key(self) -> str | None:
        """The key of the task that can be begun next."""
        task = self.tasks.next_task()
        return next((key for key, each in self.by_key.items() if each is task), None)

    @cached_property
    def progress(self) -> tuple[Progress, ...]:
        """How many tasks of each group are done; review boxes are none."""
        counts = (self.tasks.counts("task", index) for index in range(len(self.tasks.groups)))
        return tuple(Progress(each.done, each.total) for each in counts if each.total)

    def changed_since(self, before: PlanFile) -> tuple[str, ...]:
        """Return the keys of the tasks that are in another state now."""
        old = before.by_key
        return tuple(
            key
            for key, task in self.by_key.items()
            if key in old and (old[key].state, old[key].mark) != (task.state, task.mark)
        )


def read_plan_file(path: Path, before: PlanFile | None = None) -> PlanFile | UnreadPlan:
    """Return what a plan's file holds now; `before` is what it held when it was read last."""
    name = sanitize_line(path.name)
    try:
        content = read_regular_file(path, MAX_PLAN_FILE_BYTES)
    except FileNotFoundError:
        return UnreadPlan(f"{name} no longer exists.")
    except IsADirectoryError:
        return UnreadPlan(f"{name} is a folder now.")
    except (OSError, ValueError) as error:
        why = (isinstance(error, OSError) and error.strerror) or str(error)
        return UnreadPlan(end_sentence(f"{name} cannot be read: {why}"))
    text = content.decode("utf-8", "surrogateescape")
    if before is not None and before.text == text:
        return before
    tasks = (
        read_tasks(text, str(path)) if before is None else read_tasks_again(before.tasks, before.text, text, str(path))
    )
    plan = task_plan(text, tasks, before.plan if before is not None else None)
    file = PlanFile(text, tasks, plan, task_keys(tasks))
    # Worked out here, in the thread that reads, and not when the screen asks for them.
    _ = (file.by_key, file.index, file.next_key, file.counts, file.progress, plan.spans_of(()))
    return file
