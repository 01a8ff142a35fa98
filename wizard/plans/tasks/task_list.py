r"""The tasks of any Markdown plan, whoever wrote it, with their groups, states and ids, and what waits for what.

"## Build\n- [x] T001 Draw\n- [ ] T002 Make (depends on T001)\n"
  ->  group "Build"; T001, done; T002, open, after T001; the next task is T002

A task is an item of a list whose text begins with a box, or a heading that does (`### [x] S01: Title`). Boxes that
stand anywhere else, as in a fence or a comment, are no tasks; they are listed, so that nobody takes them for lost.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Final, Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from wizard.limits import MAX_TASK_DEPTH
from wizard.markdown.blocks import Block, block_lines, read_blocks
from wizard.markdown.syntax import ATX_MARKER, ITEM_START, LIST_MARKER
from wizard.plans.tasks.conventions import Convention, TaskState, find_convention
from wizard.plans.tasks.task_ids import fold_name, ids_in, leading_id, parent_ids, split_range

TaskKind = Literal["task", "review"]
"""A task is work to be done; a review box says that something was looked at and holds."""

BoxPlace = Literal["fence", "comment", "code", "front_matter", "html", "table", "text", "tight", "deep", "none"]
"""Where a box stands that is no task.

`text` is a line without a list marker, `tight` a box without a blank behind it, `deep` one in so many lists and quotes
that nobody reads it, and `none` a task that has no box.
"""


class Task(Struct, frozen=True):
    """A task with its box."""

    line: int
    """1-based."""
    column: int
    """Of the box, 1-based, in characters."""
    offset: int
    """Of the mark in the text that was read, in characters; a byte order mark counts."""
    mark: str
    """What stands between the brackets; one character but for a box that is not written right, such as `[]`."""
    state: TaskState
    kind: TaskKind
    id: str
    """Such as `T012`, `1.3`, `#4` or `Step 2`; empty when it has none."""
    text: str
    """Everything behind the box, its id too, on one line and without marks of emphasis."""
    group: int
    """The index of its group."""
    parent: int = -1
    """The index of the task that it is a part of, by its place or its number; -1 when there is none."""
    is_optional: bool = False
    """Whether it has the box of a task that may be left out, `[ ]*`."""
    depends_on: tuple[str, ...] = ()
    """The ids of what has to be done before it."""

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do: it is neither done nor cancelled."""
        return self.state not in ("done", "cancelled")


class TaskGroup(Struct, frozen=True):
    """A heading with the tasks between it and the next heading."""

    title: str
    """Empty for what stands above the first heading."""
    parents: tuple[str, ...] = ()
    """The titles of the headings above it, without the title of the document."""
    level: int = 0
    line: int = 0
    """1-based; 0 for what stands above the first heading."""


class UncountedBox(Struct, frozen=True):
    """A box that is no task, or a task without a box."""

    line: int
    """1-based."""
    place: BoxPlace
    id: str = ""
    """Of a task without a box."""


class TaskCounts(Struct, frozen=True):
    """How many tasks there are in each state."""

    open: int = 0
    doing: int = 0
    done: int = 0
    cancelled: int = 0
    other: int = 0
    marks: tuple[tuple[TaskState, str, int], ...] = ()
    """The boxes that GitHub does not know, as `(state, box, count)`; they are in the other numbers too."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.open + self.doing + self.done + self.cancelled + self.other

    @property
    def left(self) -> int:
        """Those that are neither done nor cancelled."""
        return self.open + self.doing + self.other


class TaskList(Struct, frozen=True, dict=True):
    """The tasks of a file, in its order."""

    tasks: tuple[Task, ...]
    groups: tuple[TaskGroup, ...]
    """Those that have tasks."""
    uncounted: tuple[UncountedBox, ...]
    convention: Convention

    def tasks_of(self, group: int) -> tuple[Task, ...]:
        """Return the tasks of a group, which is given by its index."""
        return self._by_group.get(group, ())

    def counts(self, kind: TaskKind = "task", group: int | None = None) -> TaskCounts:
        """Return how many tasks there are in each state, in a group or in all."""
        tasks = self.tasks if group is None else self.tasks_of(group)
        return count_tasks(task for task in tasks if task.kind == kind)

    @property
    def has_open(self) -> bool:
        """Whether there is something left to do; review boxes count where there are no tasks."""
        work = self.counts()
        return bool(work.left if work.total else self.counts("review").left)

    def next_task(self) -> Task | None:
        """Return the first open task whose parts are not open and that waits for nothing; optional ones come last."""
        open_tasks = [task for task in self._leaves if task.state == "open"]
        in_order = chain(*([task for task in open_tasks if task.is_optional == last] for last in (False, True)))
        return next((task for task in in_order if not self.waits_for(task)), None)

    def waits_for(self, task: Task) -> tuple[Task, ...]:
        """Return what has to be done before a task and is not; what the file does not have is passed over."""
        found = {each.offset: each for id in task.depends_on for each in self.find_dependency(task, id)}
        return tuple(each for each in found.values() if each.is_open and each.offset != task.offset)

    def find_dependency(self, task: Task, id: str) -> Iterable[Task]:
        """Yield what a task waits for under an id: tasks of its group, else of the file, else those of a heading."""
        for each in (id,) if fold_name(id) in self._by_id else split_range(id):
            name = fold_name(each)
            found = self._by_id.get(name, ())
            yield from [other for other in found if other.group == task.group] or found
            if not found:
                for group in self._groups_by_id.get(name, ()):
                    yield from (other for other in self.tasks_of(group) if other.kind == "task")

    @cached_property
    def _by_id(self) -> Mapping[str, tuple[Task, ...]]:
        return _group_by((fold_name(task.id), task) for task in self.tasks if task.id)

    @cached_property
    def _by_group(self) -> Mapping[int, tuple[Task, ...]]:
        return _group_by((task.group, task) for task in self.tasks)

    @cached_property
    def _groups_by_id(self) -> Mapping[str, tuple[int, ...]]:
        pairs = ((leading_id(title), index) for index, group in enumerate(self.groups) for title in _titles(group))
        return _group_by((fold_name(id), index) for id, index in pairs if id)

    @cached_property
    def _leaves(self) -> tuple[Task, ...]:
        """The tasks that are work, without those that have open tasks below them."""
        above = {task.parent for task in self.tasks if task.is_open and task.kind == "task"}
        return tuple(task for index, task in enumerate(self.tasks) if task.kind == "task" and index not in above)


def count_tasks(tasks: Iterable[Task]) -> TaskCounts:
    """Return how many of the tasks are in each state."""
    tasks = tuple(tasks)
    states = Counter(task.state for task in tasks)
    marks: Counter[tuple[TaskState, str]] = Counter(
        (task.state, box_of(task)) for task in tasks if task.is_optional or task.mark not in _KNOWN_MARKS
    )
    return TaskCounts(
        open=states["open"],
        doing=states["doing"],
        done=states["done"],
        cancelled=states["cancelled"],
        other=states["other"],
        marks=tuple((state, mark, count) for (state, mark), count in marks.items()),
    )


def box_of(task: Task) -> str:
    """Return the box of a task as it is written, such as `[x]` or `[ ]*`."""
    return f"[{task.mark}]{'*' if task.is_optional else ''}"


def read_tasks(text: str, path: str = "", *, blocks: tuple[Block, ...] | None = None) -> TaskList:
    """Return the tasks of a Markdown text; the path of its file may tell which tool's marks it has.

    `blocks` are those of the text, where they are known.
    """
    reader = _TaskReader(text, read_blocks(text) if blocks is None else blocks)
    reader.read()
    boxes = tuple(reader.boxes)
    convention = find_convention(text, {box.mark for box in boxes}, path)
    tasks = tuple(_tasks(text, boxes, convention, _dependencies(reader.lines, reader.owners, boxes)))
    return TaskList(tasks, tuple(reader.groups), tuple(_uncounted(reader)), convention)


def read_tasks_again(tasks: TaskList, before: str, text: str, path: str = "") -> TaskList:
    """Return what `read_tasks` returns for a text; where only marks in boxes have changed since, nothing is parsed."""
    if text == before:
        return tasks
    now = [(task, text[task.offset : task.offset + len(task.mark)]) for task in tasks.tasks]
    are_boxes = all(mark == task.mark or _USUAL_MARKS.issuperset((mark, task.mark)) for task, mark in now)
    if not are_boxes or _without_marks(tasks, text) != _without_marks(tasks, before):
        return read_tasks(text, path)
    convention = find_convention(text, {mark for _, mark in now}, path)
    is_same = convention == tasks.convention
    changed = tuple(
        task if is_same and mark == task.mark else replace(task, mark=mark, state=convention.state_of(mark))
        for task, mark in now
    )
    return TaskList(changed, tasks.groups, tasks.uncounted, convention)


def _without_marks(tasks: TaskList, text: str) -> str:
    parts: list[str] = []
    at = 0
    for task in tasks.tasks:
        parts.append(text[at : task.offset])
        at = task.offset + len(task.mark)
    return "".join((*parts, text[at:]))


_USUAL_MARKS: Final = frozenset(" xX~/-")
"""Marks that make no difference to what else is a box, or to how the text is read."""
_KNOWN_MARKS: Final = (" ", "x", "X")

# What a box may be: right, optional, or written wrong in a way that a reader still takes for a box.
_BOX: Final = r"\[(?P<mark>[^\]\n]|[ ]*[xX]?[ ]*)\](?P<optional>\*?)(?=[ \t]|\Z)"
_ITEM_BOX: Final = re.compile(rf"(?P<before>{ITEM_START}){_BOX}")
_HEADING_BOX: Final = re.compile(rf"(?P<before>[ \t>]*{ATX_MARKER}[ \t]+){_BOX}")
_SURE_BOX: Final = re.compile(rf"{ITEM_START}\[[ xX~/-]\](?=[ \t]|\Z)")
_TIGHT_BOX: Final = re.compile(rf"{ITEM_START}\[[ xX~/-]\](?![ \t(\[:*]|\Z)")
_LOOSE_BOX: Final = re.compile(rf"[ \t>]*(?:<!--[ \t]*)?(?:{LIST_MARKER}[ \t]+)*\[[ xX~/-]\](?:\*|(?=[ \t]|\Z))")
_TABLE_BOX: Final = re.compile(r"(?<=[|])[ \t]*\[[ xX~/-]\](?=[ \t|]|\Z)")
_CONTINUED: Final = re.compile(r"[ \t>]*")
_EMPHASIS: Final = re.compile(r"\*+|~~|(?<![^\W_])_+|_+(?![^\W_])")
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)")

# Headings and labels above boxes that are ticked when something was looked at, in any part of `A: B - C`.
_REVIEW: Final = re.compile(
    r"(?:\A|[:\u2013\u2014] *| - )(?:\d+(?:\.\d+)*[.)]? +)?"
    r"(?:acceptance (?:criteri(?:a|on)|checklist|checks?|tests?)|(?:acceptance|acs?)(?=\W*\Z)"
    r"|definition of (?:done|ready)|dod\b|done when\b"
    r"|review (?:& |and )?(?:acceptance )?checklist|reviewer'?s? checklist|akzeptanzkriterien|abnahmekriterien"
    r"|crit[eè]res d.acceptation|criterios de aceptaci[oó]n|crit[eé]rios de aceita[cç][aã]o"
    r"|验收标准|驗收標準|完成定义|受け入れ基準|受入基準|完了の定義)",
    re.IGNORECASE,
)
_REVIEW_ID: Final = re.compile(r"(?i:CHK|AC|DOD)-?\d+")
_LABEL_ENDS: Final = (":", "*", "_")
_MAX_LABEL: Final = 120
"""Characters of a line that names the list below it."""

_DEPENDS: Final = re.compile(
    r"(?i:(?<![^\W_])(?P<label>depends(?: on)?|dependencies|blocked by)[*_]*:[*_]*[ \t]*(?P<rest>[^\n]*)"
    r"|\((?:depends(?: on)?|blocked by)[: ][ \t]*(?P<inside>[^()\n]*)\)"
    r"|\((?:requires|needs|after)[: ][ \t]*(?P<loose>[^()\n]*)\)"
    r"|(?<![^\W_])depends on[ \t]+(?P<open>[^\n]*))"
)
# `T012, T013 and 1.2`: where words begin, the list of ids has ended.
_ID_LIST: Final = re.compile(
    r"(?:(?i:and|or|to|through|step|task|subtask|phase|track|milestone)\b"
    r"|[#\w.-]*\d[\w.-]*|[ \t,;&*_`\[\]\u2013\u2014-])*"
)
_BARE_ITEM: Final = re.compile(rf"{ITEM_START}(?P<text>.*)")
_GROUP_NUMBER: Final = re.compile(r"(\d+)[.:)]?[ \t]")
_SPEC_KIT_ID: Final = re.compile(r"T\d{3,}[a-z]?\Z")


class _Box(Struct, frozen=True):
    """A task as it was read, before the meaning of the marks is known."""

    line: int
    """0-based."""
    column: int
    """0-based, of the box."""
    mark: str
    text: str
    kind: TaskKind
    id: str
    group: int
    parent: int
    is_optional: bool


class _OpenItem(Struct):
    """An item that the reader is in."""

    depth: int
    box: int
    """The index of its task, or of the task around it; -1 when there is none."""
    is_review: bool
    """Whether what is below it is a review."""


class _OpenQuote(Struct):
    """A quote that the reader is in; the headings in it end with it."""

    depth: int
    headings: list[TaskGroup]
    is_review: list[bool]
    group: int


class _TaskReader:
    def __init__(self, text: str, blocks: tuple[Block, ...]) -> None:
        self.lines = block_lines(text)
        self.boxes: list[_Box] = []
        self.groups: list[TaskGroup] = []
        self.loose: list[UncountedBox] = []
        self.bare: list[tuple[UncountedBox, bool]] = []
        """Items without a box that begin with an id, and whether the number of their heading is that of the id."""
        self.owners: list[int] = [-1] * len(self.lines)
        """The index of the task that each line is part of; -1 for none."""
        self._blocks = blocks
        titles = sum(1 for block in self._blocks if block.level == 1 and not block.depth)
        self._title_level = 1 if titles == 1 else 0
        self._headings: list[TaskGroup] = []
        self._group = -1
        self._is_review = [False]
        """Whether the heading, and each one around it, is above review boxes."""
        self._labels: dict[int, bool] = {}
        """`{depth: whether the line above the list there says that it is a review}`."""
        self._items: list[_OpenItem] = []
        self._quotes: list[_OpenQuote] = []
        self._section_starts = [block.start for block in self._blocks if block.level]
        self._sections: dict[int, bool] = {}
        """`{index of the heading that ends a section: whether it has boxes}`."""

    def read(self) -> None:
        """Read all blocks."""
        for index, block in enumerate(self._blocks):
            following = self._blocks[index + 1] if index + 1 < len(self._blocks) else None
            while self._items and self._items[-1].depth >= block.depth:
                self._items.pop()
            while self._quotes and self._quotes[-1].depth >= block.depth:
                quote = self._quotes.pop()
                self._headings, self._is_review, self._group = quote.headings, quote.is_review, quote.group
            if block.kind in ("item", "quote") and (following is None or following.depth <= block.depth):
                self._find_loose(range(block.start + (block.kind == "item"), block.end), "deep")
            match block.kind:
                case "item":
                    self._read_item(block, following)
                case "heading":
                    self._read_heading(block)
                case "paragraph":
                    self._read_paragraph(block)
                case "fence" | "comment" | "code" | "front_matter" | "html" | "table":
                    self._read_other(block, block.kind)
                case "quote":
                    self._quotes.append(_OpenQuote(block.depth, [*self._headings], [*self._is_review], self._group))
                    self._labels.pop(block.depth + 1, None)
                case "rule" | "definition":
                    self._labels.pop(block.depth, None)

    def _read_heading(self, block: Block) -> None:
        line = self.lines[block.start]
        box = _HEADING_BOX.match(line) if block.marker[0] == "#" and "[" in line else None
        self._labels.clear()
        if self._items:
            if box:
                self._add(block, box, line[box.end() :], self._around())
            return
        if box:
            title = _without_closing(line[box.end() :])
        elif block.marker[0] == "#":
            title = _without_closing(line.lstrip(" \t>")[block.level :])
        else:
            title = " ".join(each.strip() for each in self.lines[block.start : block.end - 1])
        title = plain_text(title)
        while self._headings and self._headings[-1].level >= block.level:
            self._headings.pop()
            self._is_review.pop()
        parents = tuple(each.title for each in self._headings if each.level > self._title_level)
        self._headings.append(TaskGroup(title, parents, block.level, block.start + 1))
        self._is_review.append(self._is_review[-1] or _REVIEW.search(title) is not None)
        self._group = -1
        if box:
            self._add(block, box, title, -1)

    def _read_paragraph(self, block: Block) -> None:
        first = block.start
        around = self._items[-1] if self._items else None
        is_task = around is not None and around.box >= 0 and self.boxes[around.box].line == first
        if block.end - first > 1 or not is_task:
            self._find_loose(range(first + is_task, block.end), "deep" if block.depth > MAX_TASK_DEPTH else "text")
        last = self.lines[block.end - 1].rstrip()
        is_label = last[-1:] in _LABEL_ENDS
        if is_label and block.end - first == 1:
            last = last[self._text_start(first, is_task=is_task) :]
        self._labels[block.depth] = is_label and _names_review(last.strip(" \t>"))

    def _text_start(self, line: int, *, is_task: bool) -> int:
        pattern = _ITEM_BOX if is_task else _BARE_ITEM
        found = pattern.match(self.lines[line])
        if found is None:
            return 0
        return found.end() if is_task else found.start("text")

    def _read_other(self, block: Block, place: BoxPlace) -> None:
        self._find_loose(range(block.start, block.end), place)
        for line in range(block.start, block.end):
            self.owners[line] = -1
        if place != "comment":
            self._labels.pop(block.depth, None)

    def _find_loose(self, lines: range, place: BoxPlace) -> None:
        for index in lines:
            line = self.lines[index]
            if "[" not in line:
                continue
            count = len(_TABLE_BOX.findall(line)) if place == "table" else int(_LOOSE_BOX.match(line) is not None)
            self.loose += [UncountedBox(index + 1, place)] * count

    def _around(self) -> int:
        """Return the index of the task that what is read now is part of; -1 when there is none."""
        return self._items[-1].box if self._items else -1

    def _read_item(self, block: Block, following: Block | None) -> None:
        is_review = self._labels.get(block.depth, False) or (bool(self._items) and self._items[-1].is_review)
        item = _OpenItem(block.depth, self._around(), is_review)
        self._labels.pop(block.depth + 1, None)
        if block.depth >= MAX_TASK_DEPTH:
            self._items.append(item)
            return
        is_first = following is not None and following.start == block.start and following.depth > block.depth
        if not (is_first and following is not None and following.kind not in ("paragraph", "heading", "table")):
            line = self.lines[block.start]
            box = _ITEM_BOX.match(line) if "[" in line else None
            if box is not None and (not box["mark"].isalnum() or box["mark"] in "xX" or self._has_boxes(block.start)):
                end = following.end if is_first and following is not None else block.start + 1
                text = line[box.end() :]
                if end > block.start + 1:
                    more = (_CONTINUED.sub("", each, 1) for each in self.lines[block.start + 1 : end])
                    text = " ".join((text, *more))
                item.box = self._add(block, box, text, item.box, is_review=is_review)
            elif _TIGHT_BOX.match(line):
                self.loose.append(UncountedBox(block.start + 1, "tight"))
            elif is_first:
                self._read_bare_item(block.start)
        self.owners[block.start : block.end] = [item.box] * (block.end - block.start)
        self._items.append(item)

    def _has_boxes(self, line: int) -> bool:
        """Return whether a section has boxes that are surely some; without them `[1]` may begin a list of sources."""
        starts = self._section_starts
        index = bisect_right(starts, line)
        if index not in self._sections:
            end = starts[index] if index < len(starts) else len(self.lines)
            section = self.lines[starts[index - 1] if index else 0 : end]
            self._sections[index] = any(_SURE_BOX.match(each) for each in section if "[" in each)
        return self._sections[index]

    def _read_bare_item(self, index: int) -> None:
        """Note an item without a box that begins with an id, as the tasks of some agents do."""
        found = _BARE_ITEM.match(self.lines[index])
        id = leading_id(found["text"]) if found is not None else ""
        if not id or not ("." in id or _SPEC_KIT_ID.match(id)):
            return
        heading = _GROUP_NUMBER.match(self._headings[-1].title) if self._headings else None
        belongs = heading is not None and id.startswith(f"{heading[1]}.")
        self.bare.append((UncountedBox(index + 1, "none", id), belongs))

    def _add(self, block: Block, box: re.Match[str], text: str, parent: int, *, is_review: bool = False) -> int:
        """Add a task; return its index."""
        if self._group < 0:
            self._group = len(self.groups)
            self.groups.append(self._headings[-1] if self._headings else TaskGroup(""))
        text = text.strip()
        id = leading_id(text)
        is_review = is_review or self._is_review[-1] or _REVIEW_ID.fullmatch(id) is not None
        self.boxes.append(
            _Box(
                line=block.start,
                column=box.end("before"),
                mark=box["mark"],
                text=plain_text(text),
                kind="review" if is_review else "task",
                id=id,
                group=self._group,
                parent=parent,
                is_optional=bool(box["optional"]),
            )
        )
        self.owners[block.start] = len(self.boxes) - 1
        return len(self.boxes) - 1


def _without_closing(heading: str) -> str:
    """Return the text of a heading without the `##` that may close it (CommonMark 0.31 §4.2)."""
    text = heading.rstrip(" \t")
    bare = text.rstrip("#")
    return bare if not bare or bare[-1] in " \t" else text


def _names_review(line: str) -> bool:
    """Return whether a line of text names the list below it as one of review boxes."""
    if len(line) > _MAX_LABEL:
        return False
    is_label = line.rstrip("*_").endswith(":") or (line.startswith("**") and line.endswith("**"))
    return is_label and _REVIEW.search(plain_text(line)) is not None


def plain_text(text: str) -> str:
    """Return Markdown on one line without marks of emphasis and the targets of links."""
    text = " ".join(text.split())
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    return _EMPHASIS.sub("", text).strip() if "*" in text or "_" in text or "~" in text else text


def _tasks(
    text: str, boxes: tuple[_Box, ...], convention: Convention, depends_on: Mapping[int, tuple[str, ...]]
) -> Iterator[Task]:
    starts = _line_starts(text)
    by_id: dict[tuple[int, str], int] = {}
    for index, box in enumerate(boxes):
        parent = box.parent
        if parent < 0:
            parent = next((by_id[key] for id in parent_ids(box.id) if (key := (box.group, id)) in by_id), -1)
        by_id[box.group, box.id] = index
        yield Task(
            line=box.line + 1,
            column=box.column + 1,
            offset=starts[box.line] + box.column + 1,
            mark=box.mark,
            state=convention.state_of(box.mark),
            kind=box.kind,
            id=box.id,
            text=box.text,
            group=box.group,
            parent=parent,
            is_optional=box.is_optional,
            depends_on=depends_on.get(index, ()),
        )


def _line_starts(text: str) -> list[int]:
    """Return where the lines of `block_lines` begin in the text."""
    first = 1 if text.startswith("\ufeff") else 0
    if "\r" in text:
        return [first, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]
    return [first, *(found.end() for found in re.finditer("\n", text))]


def _dependencies(lines: list[str], owners: list[int], boxes: tuple[_Box, ...]) -> dict[int, tuple[str, ...]]:
    """Return what each task depends on, by its index."""
    found: dict[int, dict[str, None]] = {}
    for index, line in enumerate(lines):
        owner = owners[index]
        if owner < 0:
            continue
        for clause in _DEPENDS.finditer(line):
            loose = clause["loose"]
            listed = _ID_LIST.match(clause["rest"] or clause["inside"] or clause["open"] or loose or "")
            for id in ids_in(listed[0] if listed else ""):
                if id != boxes[owner].id and not (loose and id.isdecimal()):
                    found.setdefault(owner, {})[id] = None
    return {owner: tuple(ids) for owner, ids in found.items()}


def _uncounted(reader: _TaskReader) -> list[UncountedBox]:
    """Return the boxes that are no tasks; and items without a box, where others with such ids have one.

    An item with the id of a task that has its box says something about it: `- T003 blocks T004`.
    """
    dotted = any("." in box.id for box in reader.boxes)
    numbered = any(_SPEC_KIT_ID.match(box.id) for box in reader.boxes)
    named = {fold_name(box.id) for box in reader.boxes}
    bare = [
        box
        for box, belongs in reader.bare
        if belongs or ((dotted if "." in box.id else numbered) and fold_name(box.id) not in named)
    ]
    return sorted((*reader.loose, *bare), key=lambda box: box.line)


_K = TypeVar("_K")
_V = TypeVar("_V")


def _titles(group: TaskGroup) -> tuple[str, ...]:
    return (*group.parents, group.title)


def _group_by(pairs: Iterable[tuple[_K, _V]]) -> dict[_K, tuple[_V, ...]]:
    found: dict[_K, list[_V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
