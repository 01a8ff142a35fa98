"""The tasks of a plan as the rows of a list: groups with their progress, boxes, what is next and what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.safe_text import join_content, safe_line, shorten_content
from screens.widgets.header import progress_bar
from screens.widgets.row_layout import EmptyNotice, Heading, ListEntry, ListRow, ListStyle
from wizard.message_text import end_sentence
from wizard.plans.tasks.conventions import TaskState
from wizard.plans.tasks.status_words import describe_uncounted
from wizard.plans.tasks.task_list import Task, TaskCounts, TaskGroup, TaskKind, TaskList

TASK_LIST_STYLE: Final = ListStyle(gap=1, below_heading=0, marked="bold")
_BAR: Final = 10
_INDENT: Final = 2
_MAX_LEVELS: Final = 6
"""Levels of tasks inside tasks that are indented."""
_MAX_NAMED: Final = 3
"""Tasks that one waits for and that are named."""
_MAX_TEXT: Final = 1_000
"""Characters of a task that are shown; the plan beside it has all of them."""
_KINDS: Final[tuple[TaskKind, ...]] = ("task", "review")


class TaskRows(Struct, frozen=True):
    """The rows of all tasks under their groups."""

    entries: tuple[ListEntry, ...]
    index: Mapping[str, int]
    """`{key of a task: the index of its row}`."""

    def with_pending(self, tasks: Mapping[str, Task], pending: Mapping[str, TaskState]) -> tuple[ListEntry, ...]:
        """Return the entries with the rows of some tasks in the state that is being written."""
        entries = list(self.entries)
        for key, state in pending.items():
            row = entries[self.index[key]] if key in self.index else None
            if key in tasks and isinstance(row, ListRow):
                entries[self.index[key]] = _pending_row(row, tasks[key], state)
        return tuple(entries)


def without_rows(entries: Iterable[ListEntry], hidden: Collection[str]) -> Iterator[ListEntry]:
    """Yield the entries without some rows, and without the headings above which nothing else is left."""
    heading: Heading | None = None
    for entry in entries:
        if isinstance(entry, Heading):
            heading = entry
        elif not (isinstance(entry, ListRow) and entry.key in hidden):
            if heading is not None and isinstance(entry, ListRow):
                yield heading
                heading = None
            yield entry


class RowCache:
    """Rows that are the same objects as long as they look the same, so that a list need not lay them out again."""

    def __init__(self) -> None:
        self._before: dict[str, tuple[object, ListEntry]] = {}
        self._now: dict[str, tuple[object, ListEntry]] = {}

    def entry(self, key: str, shown: object, make: Callable[[], ListEntry]) -> ListEntry:
        """Return the entry with a key that was made from the same before, or a new one."""
        known = self._before.get(key)
        if known is None or known[0] != shown:
            known = (shown, make())
        self._now[key] = known
        return known[1]

    def turn(self) -> None:
        """Forget what was not shown since the last turn."""
        self._before, self._now = self._now, {}


def task_keys(tasks: TaskList) -> tuple[str, ...]:
    """Return what each task is known by: its text, and a number where several have the same."""
    counts = Counter[str]()
    keys: list[str] = []
    for task in tasks.tasks:
        text = f"{task.kind} {task.text}"
        counts[text] += 1
        keys.append(f"{text} {counts[text]}")
    return tuple(keys)


def task_rows(tasks: TaskList, keys: tuple[str, ...], cache: RowCache) -> TaskRows:
    """Return the rows under their groups: first all tasks, then all review boxes, then what is not counted."""
    entries = (*(entry for kind in _KINDS for entry in _entries_of(tasks, keys, kind, cache)), *_notices(tasks))
    cache.turn()
    return TaskRows(entries, {entry.key: index for index, entry in enumerate(entries) if isinstance(entry, ListRow)})


def _entries_of(tasks: TaskList, keys: tuple[str, ...], kind: TaskKind, cache: RowCache) -> Iterator[ListEntry]:
    next_task = tasks.next_task() if kind == "task" else None
    levels: dict[int, int] = {}
    group, parents = -1, tuple[str, ...]()
    for index, task in enumerate(tasks.tasks):
        if task.kind != kind:
            continue
        if task.group != group:
            group = task.group
            if tasks.groups[group].parents not in (parents, ()):
                yield _parents_heading(tasks.groups[group].parents, kind, group, cache)
            parents = tasks.groups[group].parents
            yield _heading(tasks, group, kind, cache)
        level = levels[index] = min(levels.get(task.parent, -1) + 1, _MAX_LEVELS)
        waits = tuple(map(task_name, tasks.waits_for(task))) if task.depends_on and task.is_open else ()
        shown = (task.text, task.state, task.mark, waits, task is next_task, level)
        yield cache.entry(keys[index], shown, partial(_row, keys[index], task, waits, task is next_task, level))


def _parents_heading(parents: tuple[str, ...], kind: TaskKind, group: int, cache: RowCache) -> ListEntry:
    """Return a line with the headings around a group, for the first of several groups that have the same."""
    between = f" {terminal_glyphs().between} "
    return cache.entry(f"around {kind} {group}", parents, lambda: Heading(safe_line(between.join(parents), "$faint")))


def _heading(tasks: TaskList, index: int, kind: TaskKind, cache: RowCache) -> ListEntry:
    group, counts = tasks.groups[index], tasks.counts(kind, index)
    shown = (group.title, counts.done, counts.total)
    return cache.entry(f"group {kind} {index}", shown, partial(_new_heading, group, counts, kind))


def _new_heading(group: TaskGroup, counts: TaskCounts, kind: TaskKind) -> Heading:
    title = safe_line(group.title or ("Tasks" if kind == "task" else "Review boxes"), "bold $soft")
    review = (("  review", "$faint"),) if kind == "review" and group.title else ()
    return Heading(
        join_content(title, *review),
        right=count_content(counts),
        spare=progress_bar([(counts.done, max(counts.total, 1))], _BAR),
    )


def count_content(counts: TaskCounts) -> Content:
    """Return `3 of 14`."""
    return join_content((str(counts.done), "$soft"), (f" of {counts.total}", "$faint"))


def _row(key: str, task: Task, waits: tuple[str, ...], is_next: bool, level: int) -> ListRow:
    return ListRow(
        key,
        _row_text(task, task.state),
        sign=Content.styled(*_sign(task.state)),
        right=_right_end(task.state, task.mark, waits, is_next=is_next),
        indent=level * _INDENT,
    )


def _pending_row(row: ListRow, task: Task, state: TaskState) -> ListRow:
    """Return the row of a task in a state that is being written and is not in the file yet."""
    sign, _ = _sign(state)
    return replace(row, text=_row_text(task, state), sign=Content.styled(sign, "$faint"))


def _row_text(task: Task, state: TaskState) -> Content:
    style = {"done": "$soft", "cancelled": "$faint"}.get(state, "$foreground")
    if not task.text:
        return Content.styled("(no text)", "$faint")
    shown = task.text if len(task.text) <= _MAX_TEXT else f"{task.text[:_MAX_TEXT]}{terminal_glyphs().cut}"
    return safe_line(shown.replace("`", ""), style)


def _sign(state: TaskState) -> tuple[str, str]:
    glyphs = terminal_glyphs()
    match state:
        case "open":
            return glyphs.box, "$soft"
        case "doing":
            return glyphs.doing, "$foreground"
        case "done":
            return glyphs.ticked, "$success"
        case "cancelled":
            return glyphs.cancelled, "$faint"
        case "other":
            return glyphs.other_mark, "$warning"


def _right_end(state: TaskState, mark: str, waits: tuple[str, ...], *, is_next: bool) -> Content:
    if is_next:
        return Content.styled("next", "bold $primary")
    if state == "other":
        return safe_line(f"[{mark[:3]}]", "$warning")
    if state in ("doing", "cancelled"):
        return Content.styled(state, "$soft" if state == "doing" else "$faint")
    if state == "open" and waits:
        named = ", ".join(waits[:_MAX_NAMED]) + ("" if len(waits) <= _MAX_NAMED else " and more")
        return shorten_content(safe_line(f"after {named}", "$faint"), 24)
    return Content()


def task_name(task: Task, length: int = 40) -> str:
    """Return the id of a task, or the beginning of its text, of so many characters."""
    text = task.id or task.text or f"line {task.line}"
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}{terminal_glyphs().cut}"


def task_signs() -> tuple[tuple[str, str, str], ...]:
    """Return `(sign, style, what it means)` of every state, for the help."""
    words: tuple[tuple[TaskState, str], ...] = (
        ("open", "open"),
        ("doing", "in progress"),
        ("done", "done"),
        ("cancelled", "cancelled"),
        ("other", "other mark"),
    )
    return tuple((*_sign(state), word) for state, word in words)


def _notices(tasks: TaskList) -> Iterator[EmptyNotice]:
    if not tasks.tasks:
        yield EmptyNotice(Content.styled("This plan has no task boxes. A task is a line such as", "$soft"))
        yield EmptyNotice(Content.styled("- [ ] Draw the screens", "$foreground"))
    for line in describe_uncounted(tasks):
        yield EmptyNotice(safe_line(end_sentence(line), "$faint"))
