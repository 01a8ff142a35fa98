"""What can be done with a plan that is opened: go on with its interview, work its tasks off, or either."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from wizard.errors import WizardError
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_PLAN_FILE_BYTES
from wizard.plans.answers_file import answers_file_name
from wizard.plans.opening.opened_plan import OpenedPlan, how_to_open, is_document, open_plan, plan_path_of
from wizard.plans.tasks.task_list import TaskCounts, TaskList, read_tasks


class PlanWays(Struct, frozen=True):
    """The ways to go on with a plan; there is at least one."""

    path: Path
    tasks: TaskList | None
    """None for a plan without task boxes, or whose file is not there."""
    interview: OpenedPlan | None
    """None when there is none to go on with."""
    why_no_interview: str = ""

    @property
    def counts(self) -> TaskCounts:
        """How many tasks there are in each state."""
        return TaskCounts() if self.tasks is None else self.tasks.counts()


def find_ways(named: Path) -> PlanWays:
    """Return what can be done with a plan that is named by its own file or by its answers file.

    Raise WizardError when there is neither an interview to go on with nor a task to tick.
    """
    path = plan_path_of(named)
    tasks = read_task_list(path)
    if tasks is not None and is_document(path):
        name = answers_file_name(path.name)
        why = f"There is no {name} beside it, so there is no interview to go on with. {how_to_open(path)}."
        return PlanWays(path, tasks, None, why)
    try:
        return PlanWays(path, tasks, open_plan(named))
    except WizardError as problem:
        if tasks is None:
            raise
        return PlanWays(path, tasks, None, str(problem))


def read_task_list(path: Path, limit: int = MAX_PLAN_FILE_BYTES) -> TaskList | None:
    """Return the tasks in a file of at most so many bytes; None when it cannot be read or has none."""
    try:
        text = read_regular_file(path, limit).decode("utf-8", "surrogateescape")
    except (OSError, ValueError):
        return None
    tasks = read_tasks(text, str(path))
    return tasks if tasks.tasks else None
