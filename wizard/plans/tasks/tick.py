r"""Ticking tasks in a file: one byte each, all of them or none, and success is said only of what is there afterwards.

tick(plan.md, ["T012", "1.3"], "done")  ->  lock the folder, read, find the tasks, `[ ]` to `[x]`, write, read again,
compare  ->  what was changed, and what was so already

One tick is one byte written in its place, which no crash can tear and which leaves alone what others write to the file.
For several, the file is replaced as a whole, so that a crash leaves all ticks or none; its permissions and a link to it
stay. A file with several names (hard links), or in a folder where nothing may be made, is always changed in its place.
What another program writes meanwhile stays: the ticks are then made anew in what it wrote.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from wizard.errors import InvalidFileError, OverwriteRefusedError, Problem, WizardError
from wizard.files.atomic import discard, find_leftovers, prepare_replacement, sync, sync_folder, temporary_path
from wizard.files.folder_lock import lock_folder
from wizard.files.os_errors import explain_os_error
from wizard.files.regular_file import open_regular_file, read_regular_file
from wizard.limits import MAX_PLAN_FILE_BYTES, MAX_SHOWN_CANDIDATES
from wizard.message_text import sanitize_line, sanitize_title
from wizard.plans.tasks.conventions import GITHUB, TaskState
from wizard.plans.tasks.plan_text import decode_plan, read_plan_bytes, real_path, shown_path
from wizard.plans.tasks.task_list import Task, TaskList, box_of, read_tasks, read_tasks_again
from wizard.plans.tasks.task_names import describe_unknown, find_same_task, find_tasks

TickState = Literal["done", "open", "doing", "cancelled"]
"""What a task can be made."""

_ATTEMPTS: Final = 50
_CHUNK: Final = 1 << 20
_PAUSE: Final = 0.02
"""Seconds to wait while another program writes the file."""


class TickResult(Struct, frozen=True):
    """What a tick has done, as it was found in the file afterwards."""

    path: Path
    changed: tuple[Task, ...]
    """The tasks that were changed, as they are now."""
    before: tuple[Task, ...]
    """The same tasks as they were."""
    unchanged: tuple[Task, ...]
    """Those that were so already."""
    tasks: TaskList
    """All tasks of the file, as they are now."""


class TaskNameError(InvalidFileError):
    """Raised, and nothing ticked, when names mean no task, or more than one; the problems are all of them."""


class TickRefusedError(OverwriteRefusedError):
    """Raised when a file cannot be written, or does not hold afterwards what was written; the message says which."""


def tick(path: Path, names: Sequence[str | Task], to: TickState = "done") -> TickResult:
    """Give tasks of a file the mark of a state, all of them or none.

    A task that was read before stands for the one with its text, on whatever line that is by now. Raise TaskNameError
    when a name does not mean one task, WizardError when the file cannot be read or its convention has no mark for the
    state, and TickRefusedError when the ticks are not in the file afterwards.
    """
    return _tick(path, names, to)


def restore_mark(path: Path, task: Task) -> TickResult:
    """Give a task the mark back that it had when it was read, as undoing does; raise as `tick`."""
    return _tick(path, (task,), task.state, task.mark)


def _tick(path: Path, names: Sequence[str | Task], to: TaskState, mark: str | None = None) -> TickResult:
    real = real_path(path)
    reading = _read_file(path, real)  # parsed before anybody has to wait for it
    try:
        with lock_folder(real.parent):
            _discard_leftovers(real)
            ticked = _tick_locked(path, real, reading, names, to, mark)
            now = _read_file(path, real, ticked.reading)
    except OSError as error:
        raise TickRefusedError(f"{shown_path(path)} is not changed: {explain_os_error(error, path)}") from error
    return _confirm(path, now.tasks, ticked, to)


def changed_marks(
    tasks: TaskList, chosen: Sequence[Task], to: TaskState, path: Path, mark: str | None = None
) -> dict[int, str]:
    """Return `{offset: mark}` for the tasks that are not in a state yet; raise WizardError when one cannot be.

    The mark is the one of the file's convention, unless a `mark` is given.
    """
    is_given = mark is not None
    mark = _mark_for(tasks, to, path) if mark is None else mark
    problems: list[Problem] = []
    changes: dict[int, str] = {}
    for task in chosen:
        if (task.mark == mark) if is_given else (task.state == to):
            continue
        if len(task.mark) != 1 or not task.mark.isascii():
            message = f"the box {sanitize_line(box_of(task))} is not one that can be ticked; write `[ ]` in its place"
            problems.append(Problem(str(path), task.line, task.column, "odd-box", message))
        changes[task.offset] = mark
    if problems:
        raise TaskNameError(tuple(problems))
    return changes


class _Reading(Struct, frozen=True):
    """A file as it was read."""

    content: bytes
    text: str
    tasks: TaskList


class _Ticked(Struct, frozen=True):
    """What was written, before it is read again."""

    reading: _Reading
    """Of the file before."""
    earlier: tuple[Task, ...]
    """The tasks that were changed, as they were."""
    unchanged: tuple[Task, ...]


def _read_file(path: Path, real: Path, before: _Reading | None = None) -> _Reading:
    """Read a file; where it is as before but for marks, nothing is parsed."""
    content = read_plan_bytes(path, real)
    if before is not None and content == before.content:
        return before
    text = decode_plan(path, content)
    if before is None:
        return _Reading(content, text, read_tasks(text, str(real)))
    tasks = read_tasks_again(before.tasks, before.text, text, str(real))
    return _Reading(content, text, tasks)


def _tick_locked(
    path: Path, real: Path, reading: _Reading, names: Sequence[str | Task], to: TaskState, mark: str | None
) -> _Ticked:
    """Tick the tasks, again and again as long as another program changes the file meanwhile."""
    written: _Ticked | None = None
    for attempt in range(_ATTEMPTS):
        reading = _read_file(path, real, reading)
        try:
            chosen = _choose(reading.tasks, names, path)
        except TaskNameError:
            # An editor that writes in place empties the file first: what is missing may be there in a moment.
            if attempt < _ATTEMPTS - 1 and _is_changing(real, reading.content):
                continue
            raise
        changes = changed_marks(reading.tasks, chosen, to, path, mark)
        ticked = _Ticked(
            reading=reading,
            earlier=tuple(task for task in chosen if task.offset in changes),
            unchanged=tuple(task for task in chosen if task.offset not in changes),
        )
        if not changes:
            return ticked if written is None else replace(written, reading=reading)
        _require_writable(path, real)
        if _replace(real, reading.content, _with_marks(reading.text, changes).encode()):
            return ticked
        written = written or ticked
        time.sleep(_PAUSE)
    raise TickRefusedError(f"{shown_path(path)} is being changed by another program all the time. Nothing was ticked.")


def _confirm(path: Path, tasks: TaskList, ticked: _Ticked, to: TaskState) -> TickResult:
    """Return what is in the file now, or raise TickRefusedError when the ticks are not."""
    at_offset = {task.offset: task for task in tasks.tasks}
    changed: list[Task] = []
    for task in ticked.earlier:
        found = at_offset.get(task.offset)
        # Lines that were added below it may have become a part of its text.
        if found is None or found.id != task.id or not found.text.startswith(task.text):
            same = [each for each in tasks.tasks if (each.id, each.text) == (task.id, task.text)]
            found = next((each for each in same if each.state == to), same[0] if same else None)
        if found is None or found.state != to:
            shown = sanitize_title(task.id or task.text)
            raise TickRefusedError(
                f"{shown_path(path)} was changed by another program, and '{shown}' is not {to} in it. Try again."
            )
        changed.append(found)
    return TickResult(path, tuple(changed), ticked.earlier, ticked.unchanged, tasks)


def _choose(tasks: TaskList, names: Sequence[str | Task], path: Path) -> tuple[Task, ...]:
    """Return the tasks that are named, each once; raise TaskNameError with all names that mean none or several."""
    chosen: dict[int, Task] = {}
    problems: list[Problem] = []
    for name in names:
        if isinstance(name, Task):
            same = find_same_task(tasks, name)
            if same is None:
                problems.append(_gone(name, path))
            else:
                chosen[same.offset] = same
            continue
        match find_tasks(tasks, name):
            case ():
                problems.append(Problem(str(path), 1, 1, "unknown-task", describe_unknown(tasks, name)))
            case (task,):
                chosen[task.offset] = task
            case candidates:
                problems += _candidates(candidates, name, path)
    if problems:
        raise TaskNameError(tuple(problems))
    return tuple(chosen.values())


def _gone(task: Task, path: Path) -> Problem:
    message = f"'{sanitize_title(task.id or task.text)}' has changed in the file"
    return Problem(str(path), task.line, task.column, "unknown-task", message)


def _candidates(found: Sequence[Task], name: str, path: Path) -> list[Problem]:
    told = [
        Problem(
            str(path),
            task.line,
            task.column,
            "ambiguous-task",
            f"'{sanitize_title(name)}' may be this one, L{task.line}: {box_of(task)} {sanitize_title(task.text)}",
        )
        for task in found[:MAX_SHOWN_CANDIDATES]
    ]
    if len(found) > MAX_SHOWN_CANDIDATES:
        more = len(found) - MAX_SHOWN_CANDIDATES
        told.append(Problem(str(path), found[-1].line, 1, "ambiguous-task", f"or one of {more} more"))
    return told


def _mark_for(tasks: TaskList, to: TaskState, path: Path) -> str:
    match to:
        case "open":
            return " "
        case "done":
            capitals = sum(1 if task.mark == "X" else -1 for task in tasks.tasks if task.state == "done")
            return "X" if capitals > 0 else "x"
        case "other":
            raise ValueError("a mark that means nothing has to be given")
        case "doing" | "cancelled":
            convention = tasks.convention
            mark = convention.doing if to == "doing" else convention.cancelled
            if mark:
                return mark
            what = "in progress" if to == "doing" else "given up"
            why = (
                "GitHub knows none, and nothing in the file shows that it is written for another tool"
                if convention is GITHUB
                else f"{convention.name} has none"
            )
            raise WizardError(f"{shown_path(path)} has no mark for a task that is {what}: {why}. Nothing was changed.")


def _with_marks(text: str, changes: dict[int, str]) -> str:
    parts: list[str] = []
    at = 0
    for offset in sorted(changes):
        parts += (text[at:offset], changes[offset])
        at = offset + 1
    return "".join((*parts, text[at:]))


def _require_writable(path: Path, real: Path) -> None:
    """Raise TickRefusedError for a file that is marked as read-only, which could be replaced all the same."""
    mode = real.stat().st_mode
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(real, os.W_OK):
        raise TickRefusedError(f"{shown_path(path)} is read-only. Nothing was ticked; change its permissions first.")


def _is_changing(real: Path, before: bytes) -> bool:
    """Whether a file is written by another program right now."""
    time.sleep(_PAUSE)
    try:
        return read_regular_file(real, MAX_PLAN_FILE_BYTES) != before
    except OSError:
        return True


def _discard_leftovers(real: Path) -> None:
    """Delete what a program left beside the file when it was killed."""
    for leftover in find_leftovers(real):
        discard(leftover)


def _replace(real: Path, before: bytes, after: bytes) -> bool:
    """Put `after` in place of `before`; return False when another program changes the file, which is then read anew."""
    start, end = _differing(before, after)
    if real.stat().st_nlink > 1 or end - start == 1:
        return _write_in_place(real, before, after)
    try:
        prepared = prepare_replacement(real, after)
    except PermissionError:
        return _write_in_place(real, before, after)
    earlier = _link(real)
    try:
        if read_regular_file(real, MAX_PLAN_FILE_BYTES) != before or not _is_same(real, earlier):
            discard(prepared)
            return False
        os.replace(prepared, real)
        if earlier is not None and read_regular_file(earlier, MAX_PLAN_FILE_BYTES) != before:
            # Another program wrote to the file when it was being replaced: what it wrote comes back.
            os.replace(earlier, real)
            earlier = None
            return False
    except OSError:
        discard(prepared)
        raise
    finally:
        if earlier is not None:
            discard(earlier)
    sync_folder(real.parent)
    return True


def _link(real: Path) -> Path | None:
    """Give the file a second name, to see what is written to it once it is replaced; None where there are no links."""
    earlier = temporary_path(real)
    try:
        os.link(real, earlier)
    except OSError:
        return None
    return earlier


def _is_same(real: Path, earlier: Path | None) -> bool:
    if earlier is None:
        return True
    with suppress(OSError):
        return os.path.samefile(real, earlier)
    return False


def _write_in_place(real: Path, before: bytes, after: bytes) -> bool:
    """Write the bytes that differ, at once; return whether the file is then what it should be.

    What comes behind their line may change meanwhile: a log that grows is no reason to wait.
    """
    start, end = _differing(before, after)
    line_end = before.find(b"\n", end) + 1 or len(before)
    opened = open_regular_file(real, os.O_RDWR)
    try:
        if _read_opened(opened)[:line_end] != before[:line_end]:
            return False
        os.lseek(opened, start, os.SEEK_SET)
        part = memoryview(after)[start:end]
        while part:
            part = part[os.write(opened, part) :]
        sync(opened)
        if _read_opened(opened)[:line_end] != after[:line_end]:
            _drop_stray_bytes(opened, start, after[start:end])
            return False
        return os.path.samestat(os.fstat(opened), real.stat())
    finally:
        os.close(opened)


def _differing(before: bytes, after: bytes) -> tuple[int, int]:
    """Return where the bytes that differ begin and end; there are as many of them before as after."""
    bits = int.from_bytes(before, "big") ^ int.from_bytes(after, "big")
    lowest = (bits & -bits).bit_length() - 1
    return len(before) - (bits.bit_length() + 7) // 8, len(before) - lowest // 8


def _drop_stray_bytes(opened: int, start: int, ours: bytes) -> None:
    """Cut off what was written behind the end of a file that another program had emptied just then."""
    time.sleep(_PAUSE)
    now = _read_opened(opened)
    if now[start:] == ours and now[:start].endswith(b"\0"):
        os.ftruncate(opened, len(now[:start].rstrip(b"\0")))


def _read_opened(opened: int) -> bytes:
    os.lseek(opened, 0, os.SEEK_SET)
    parts: list[bytes] = []
    while part := os.read(opened, _CHUNK):
        parts.append(part)
    return b"".join(parts)
