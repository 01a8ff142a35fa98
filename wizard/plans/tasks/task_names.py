"""Which task somebody means by an id, by words of its text, or by its line.

"T012", "t12", "12", "**T012**:", "sign-in form", "Task 2/Step 1", "L48"  ->  tasks; one, or the candidates
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from wizard.markdown.syntax import ITEM_START
from wizard.message_text import did_you_mean, pluralize, sanitize_title
from wizard.plans.tasks.task_ids import fold_name, is_id, leading_id, loose_number, number_of
from wizard.plans.tasks.task_list import Task, TaskList, plain_text

_LINE: Final = re.compile(r"(?:[Ll]|:|[Ll]ine )(\d{1,9})\Z")
_COPIED: Final = re.compile(rf"(?:{ITEM_START}|#{{1,6}}[ \t]+)?\[[^\]\n]?\]\*?[ \t]+")
"""The beginning of a line that somebody has copied from the file."""


def find_tasks(tasks: TaskList, name: str) -> tuple[Task, ...]:
    """Return the tasks that a name may mean, by the first rule that finds any.

    The rules, in their order: an id as it is written; an id but for zeros before its numbers, its number alone, or the
    line of a box, for a name that is a number; the whole text; a part of the text; `GROUP/NAME`. A name that looks like
    an id is never a part of a text: `T999` is not the task that says "depends on T999".
    """
    name = _COPIED.sub("", name.strip(), 1)
    return _find(tasks, name) or _in_group(tasks, name)


def _find(tasks: TaskList, name: str) -> tuple[Task, ...]:
    folded = fold_name(name)
    if not folded:
        return ()
    found = _with_id(tasks.tasks, name, folded) or _at_line(tasks.tasks, _LINE.match(name))
    if found or (is_id(name) and not name.isdecimal()):
        return found
    texts = [(fold_name(task.text), task) for task in tasks.tasks]
    if name.isdecimal():
        word = re.compile(rf"(?<!\w){name}(?!\w)")
        return tuple(task for text, task in texts if word.search(text))
    folded = fold_name(plain_text(name))
    whole = tuple(task for text, task in texts if text == folded)
    return whole or tuple(task for text, task in texts if folded in text)


def find_same_task(tasks: TaskList, task: Task) -> Task | None:
    """Return the task with the text of one that was read before, on whatever line it is by now.

    Of several with that text it is the one on the same line; None when there is none.
    """
    same = [each for each in tasks.tasks if (each.kind, each.text) == (task.kind, task.text)]
    if len(same) <= 1:
        return same[0] if same else None
    return next((each for each in same if each.line == task.line), None)


def describe_unknown(tasks: TaskList, name: str) -> str:
    """Return why a name means no task, and what may be meant."""
    if not fold_name(_COPIED.sub("", f"{name.strip()} ", 1)):
        return "a task is named by its id, a part of its text, or L and its line; this name is empty"
    shown = f"'{sanitize_title(name)}'"
    bare = next((box for box in tasks.uncounted if box.id and fold_name(box.id) == fold_name(name)), None)
    if bare is not None:
        return f"{shown} in line {bare.line} has no box that could be ticked; write `- [ ]` before it"
    if (line := _LINE.match(name.strip())) or name.strip().isdecimal():
        number = int(line[1]) if line else int(name.strip()[:9])
        box = next((box for box in tasks.uncounted if box.line == number), None)
        if box is not None:
            return f"the box in line {number} is no task: {PLACES[box.place]}"
    groups = _groups_called(tasks, fold_name(name))
    if groups:
        group, count = tasks.groups[groups[0]], len(tasks.tasks_of(groups[0]))
        title, first = sanitize_title(group.title), tasks.tasks_of(groups[0])[0]
        task = sanitize_title(first.id or first.text)
        over = f"{count} {pluralize('task', count)}"
        return f"{shown} is the heading '{title}' over {over}; name them, as in '{sanitize_title(name)}/{task}'"
    named = [task.id or task.text for task in tasks.tasks if task.id or task.text]
    return f"no task is called {shown}{did_you_mean(name, named)}"


PLACES: Final = {
    "fence": "it is in a code fence",
    "comment": "it is in a comment",
    "code": "it is in indented code",
    "front_matter": "it is in the front matter",
    "html": "it is in HTML",
    "table": "it is in a table",
    "text": "it does not start a list item",
    "tight": "no space follows it",
    "deep": "it is nested in too many lists and quotes",
    "none": "there is no box",
}


def _with_id(tasks: Iterable[Task], name: str, folded: str) -> tuple[Task, ...]:
    with_ids = [task for task in tasks if task.id]
    exact = tuple(task for task in with_ids if task.id == name)
    exact = exact or tuple(task for task in with_ids if fold_name(task.id) == folded)
    if exact:
        return exact
    loose = loose_number(name)
    found = tuple(task for task in with_ids if loose_number(task.id) == loose)
    if found or not (name.isascii() and name[:1].isdigit() and name[-1:].isdigit()):
        return found
    if not name.isdecimal():
        return tuple(task for task in with_ids if number_of(task.id) == loose)
    numbered = [task for task in with_ids if number_of(task.id) == loose]
    at_line = [task for task in tasks if str(task.line) == loose and task not in numbered]
    return (*numbered, *at_line)


def _at_line(tasks: Iterable[Task], line: re.Match[str] | None) -> tuple[Task, ...]:
    return () if line is None else tuple(task for task in tasks if task.line == int(line[1]))


def _in_group(tasks: TaskList, name: str) -> tuple[Task, ...]:
    """Return the tasks that `GROUP/NAME` means."""
    start = name.find("/")
    while start >= 0:
        group, rest = name[:start], name[start + 1 :]
        indexes = _groups_called(tasks, fold_name(group))
        inside = tuple(task for task in tasks.tasks if task.group in indexes)
        if inside and rest.strip():
            return _find(TaskList(inside, tasks.groups, (), tasks.convention), rest)
        start = name.find("/", start + 1)
    return ()


def _groups_called(tasks: TaskList, folded: str) -> Sequence[int]:
    """Return the indexes of the groups with a heading, their own or above them, that has an id or a text."""
    if not folded:
        return ()
    titles = [(index, title) for index, group in enumerate(tasks.groups) for title in (*group.parents, group.title)]
    by_id = [index for index, title in titles if fold_name(leading_id(title)) == folded]
    return by_id or [index for index, title in titles if folded in fold_name(title)]
