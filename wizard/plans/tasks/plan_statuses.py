"""How far plans are: one file, or all plans below folders.

`docs/relay.md` → its tasks, whatever it is; `specs` → the tasks of every Markdown file below it that has some
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from wizard.errors import WizardError
from wizard.files.file_names import is_backup_name
from wizard.files.file_search import FoundFiles, find_below, find_by_glob, is_glob
from wizard.message_text import sanitize_line
from wizard.plans.tasks.plan_text import read_plan_text
from wizard.plans.tasks.task_list import TaskList, read_tasks

_TOOL_FOLDERS: Final = frozenset(
    {".kiro", ".planning", ".specify", ".agent", ".agents", ".claude", ".cursor", ".plans"}
)
"""Hidden folders in which tools keep plans."""
_MAY_HAVE_BOX: Final = re.compile(r"(?:[-*+.)]|#)[ \t]+\[[^\]\n]{0,3}\]")


class PlanStatus(Struct, frozen=True):
    """The tasks of a file."""

    path: str
    tasks: TaskList


class PlanStatuses(Struct, frozen=True):
    """The plans that a command line names."""

    plans: tuple[PlanStatus, ...]
    passed_over: int = 0
    """Markdown files in folders that have no tasks."""
    problems: tuple[WizardError, ...] = ()
    """Files and folders that cannot be read."""


def read_plan_status(path: str) -> PlanStatus:
    """Return the tasks of a file; raise WizardError when it cannot be read."""
    return PlanStatus(path, read_tasks(read_plan_text(Path(path)), os.path.realpath(path)))


def read_plan_statuses(names: Sequence[str]) -> PlanStatuses:
    """Return the tasks of the files that are named, and of those below folders that have tasks."""
    plans: dict[str, PlanStatus] = {}
    problems: list[WizardError] = []
    passed_over = 0
    for name in names:
        found = _find(name)
        if found is not None and not found.paths and not found.problems and is_glob(name):
            problems.append(WizardError(f"no file fits {sanitize_line(name)}"))
        problems += found.problems if found is not None else ()
        for path in (name,) if found is None else _markdown_files(found, name):
            identity = os.path.realpath(path) if "\0" not in path else path
            if identity in plans:
                continue
            try:
                status = read_plan_status(path) if found is None else _read_if_plan(path)
            except WizardError as error:
                problems.append(error)
                continue
            if status is None:
                passed_over += 1
            else:
                plans[identity] = status
    return PlanStatuses(tuple(plans.values()), passed_over, tuple(problems))


def _find(name: str) -> FoundFiles | None:
    """Return what a folder or a glob means, and None for the name of a file."""
    if "\0" in name:
        return None
    if os.path.isdir(name):
        return find_below(name, _TOOL_FOLDERS)
    return find_by_glob(name) if is_glob(name) else None


def _markdown_files(found: FoundFiles, folder: str) -> Iterator[str]:
    """Yield the Markdown files that lie in no folder of templates, without the copies that saves kept."""
    from wizard.plans.plan_files import MARKDOWN_SUFFIXES  # with it come answers, which one plan has no need of

    for path in found.paths:
        below = path.removeprefix(folder).lower()
        if below.endswith(MARKDOWN_SUFFIXES) and "template" not in below and not is_backup_name(path):
            yield path


def _read_if_plan(path: str) -> PlanStatus | None:
    from wizard.plans.plan_files import is_native_template

    text = read_plan_text(Path(path))
    if _MAY_HAVE_BOX.search(text) is None or is_native_template(text):
        return None
    tasks = read_tasks(text, os.path.realpath(path))
    return PlanStatus(path, tasks) if tasks.tasks else None
