"""The text of any Markdown plan for the preview, its tasks in the place of answers, so that their lines are marked.

"# Relay\n\n- [ ] Dig\n"  ->  "# Relay\n\n" | "- [ ] Dig\n" with a span for the task 0 of the group 0
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from wizard.message_text import sanitize
from wizard.model.answers import AnswerPath
from wizard.plans.tasks.task_list import Task, TaskList
from wizard.render.plan import Plan
from wizard.render.rendered_segment import RenderedSegment, Span

_ID: Final = "tasks"
_LINE_END: Final = re.compile(r"\r\n?")
_TASKS_OF_SEGMENT: Final = 100
"""Tasks after which another segment begins; of a plan that changes, only the segments that differ are compared."""


class TaskPlan(Plan, frozen=True, dict=True):
    """A plan whose spans are tasks: `("tasks", GROUP)` is all of a group, `("tasks", GROUP, TASK)` one of them."""

    def spans_by_segment(self, path: AnswerPath) -> Mapping[int, Sequence[Span]]:
        return self._spans.get(path, {})

    def dependent_spans(self, path: AnswerPath) -> tuple[tuple[int, Span], ...]:
        return ()

    @cached_property
    def _spans(self) -> Mapping[AnswerPath, Mapping[int, Sequence[Span]]]:
        found: dict[AnswerPath, dict[int, list[Span]]] = {}
        for index, segment in enumerate(self.segments):
            for span in segment.spans:
                for path in (span.path, span.path[:2]):
                    found.setdefault(path, {}).setdefault(index, []).append(span)
        return found


def group_path(task: Task) -> AnswerPath:
    """Return the path of all tasks of a task's group."""
    return (_ID, task.group)


def task_of(path: AnswerPath) -> int | None:
    """Return the index of the task that a path is of."""
    return path[2] if len(path) == 3 and isinstance(path[2], int) else None


def task_plan(text: str, tasks: TaskList, before: TaskPlan | None = None) -> TaskPlan:
    """Return the plan of a text and its tasks; segments that are as `before` are the same objects."""
    shown = _LINE_END.sub("\n", text.removeprefix("\ufeff")) if "\r" in text else text.removeprefix("\ufeff")
    known = {segment.text: segment for segment in before.segments} if before is not None else {}
    segments = tuple(_same_object(segment, known) for segment in _segments(sanitize(shown), tasks.tasks))
    return TaskPlan(segments, (), {})


def _same_object(segment: RenderedSegment, known: Mapping[str, RenderedSegment]) -> RenderedSegment:
    same = known.get(segment.text)
    return same if same is not None and same.spans == segment.spans else segment


def _segments(text: str, tasks: tuple[Task, ...]) -> Iterator[RenderedSegment]:
    """Yield the text in segments, which begin with a line and have the spans of the tasks in them."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    begin, group, spans = 0, -1, list[Span]()
    for index, task in enumerate(tasks):
        if task.line > len(starts):
            break  # a text that is not the one of the tasks
        start = starts[task.line - 1]
        end = max(starts[task.line] - 1 if task.line < len(starts) else len(text), start)
        if (task.group != group or len(spans) == _TASKS_OF_SEGMENT) and start > begin:
            yield RenderedSegment(text[begin:start], tuple(spans))
            begin, spans = start, []
        group = task.group
        path: AnswerPath = (_ID, task.group, index)
        box_end = min(start + task.column + len(task.mark) + 1, end)
        shown = text[box_end:end].lstrip()  # the box is drawn as a sign, which has no place of its own
        spans.append(Span(end - len(shown) - begin, end - begin, path, is_placeholder=False))
    yield RenderedSegment(text[begin:], tuple(spans))
