"""Items that were added, removed or moved by hand, and answers whose lines were taken out.

The pairs of lines of a plan and a file, and the answers -> answers with the items in the file's order. Lines without a
pair are read by the shapes of the template's items; what fits none stays the user's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Literal, TypeAlias

from msgspec import Struct, field

from wizard.answers.kinds import validate_answer
from wizard.errors import InvalidAnswer
from wizard.interview.group_items import path_after_move
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered, answer_at, is_list
from wizard.model.template import Question, Template
from wizard.plans.read_back.answer_text import read_slot
from wizard.plans.read_back.edits.item_shapes import Shape, read_shapes
from wizard.plans.read_back.edits.line_pairs import LinePairs, nearest_before, nearest_behind
from wizard.plans.read_back.edits.plan_lines import PlanLines, ids_of
from wizard.plans.read_back.edits.slot_pattern import plain_form

ItemEditKind = Literal["added", "removed", "moved", "set", "cleared"]
_TICKED = ("x", "X", "✓", "✔", "☑", "☒")


class NewItem(Struct, eq=False):
    """An item that only the file has, while its lines are read."""

    question: Question
    """The list that it is an item of."""
    place: int
    """The line of the file with which it begins."""
    values: dict[str, Answer] = field(default_factory=dict[str, Answer])
    """By the ids of its questions; "" for an item that is a text."""
    children: dict[str, list[NewItem]] = field(default_factory=dict[str, "list[NewItem]"])
    lines: list[int] = field(default_factory=list[int])

    def answer(self) -> Answer:
        """Return the item."""
        if "" in self.values:
            return self.values[""]
        if self.question.kind == "checklist":
            return {"text": "", "done": False, **self.values}
        inner = {id: tuple(child.answer() for child in items) for id, items in self.children.items()}
        both = {**self.values, **inner}
        return {each.id: both[each.id] for each in self.question.questions if each.id in both}

    def all_lines(self) -> Iterator[int]:
        """Yield the lines of the file that it was read from, those of its items included."""
        yield from self.lines
        for items in self.children.values():
            for item in items:
                yield from item.all_lines()


class ItemEdit(Struct, frozen=True, eq=False):
    """One thing that was done to a list or an answer as a whole."""

    kind: ItemEditKind
    path: AnswerPath
    """Of the item or answer, or of the list whose items were moved, in the answers before; of a new item its list."""
    before: Answer | Unanswered
    after: Answer | Unanswered
    line: int
    """0-based, in the file."""
    new: NewItem | None = None

    def lines(self) -> Iterator[int]:
        """Yield the lines of the file that were read as something that the plan did not have."""
        if self.new is not None:
            yield from self.new.all_lines()
        elif self.kind == "set":
            yield self.line

    @property
    def list_path(self) -> AnswerPath | None:
        """The list whose items it changes; None if it changes one answer."""
        match self.kind:
            case "added" | "moved":
                return self.path
            case "removed":
                return self.path[:-1]
            case "set" | "cleared":
                return None


Owner: TypeAlias = "AnswerPath | NewItem"


def find_item_edits(interview: Interview, plan: PlanLines, file: Sequence[str], pairs: LinePairs) -> list[ItemEdit]:
    """Return what was done to lists and whole answers, in the order of the file."""
    return _ItemReader(interview, plan, file, pairs).read()


class _ItemReader:
    def __init__(self, interview: Interview, plan: PlanLines, file: Sequence[str], pairs: LinePairs) -> None:
        self._template: Template = interview.template
        self._answers = interview.answers
        self._plan = plan
        self._file = file
        self._pairs = pairs
        self._back = {**pairs.back}
        self._paired_lines = sorted(pairs.in_order)
        self._edits: list[ItemEdit] = []
        self._set: dict[AnswerPath, ItemEdit] = {}
        for line in self._replaced_placeholders():
            place = pairs.place_of(line)
            if place is not None:
                self._back.pop(place, None)

    def read(self) -> list[ItemEdit]:
        self._read_new_lines()
        gone = self._removed_items()
        self._edits += gone
        self._edits += self._moved_items({edit.path for edit in gone})
        self._edits += self._cleared_answers([edit.path for edit in gone])
        return sorted(self._edits, key=lambda edit: edit.line)

    # ---------------------------------------------------------------------------------------------------- new lines

    def _replaced_placeholders(self) -> Iterator[int]:
        """Yield the lines of placeholder items that the file has another text for."""
        for path, lines in self._plan.items.items():
            if answer_at(self._answers, path) is not OPEN:
                continue
            for line in lines:
                place = self._pairs.place_of(line)
                if place is not None and self._has_other_text(line, place):
                    yield line

    def _has_other_text(self, line: int, place: int) -> bool:
        slots = [slot for slot in self._plan.by_line[line] if slot.path[-1] != "done"]
        text = self._file[place]
        return not all(slot.text(self._plan) in text for slot in slots)

    def _read_new_lines(self) -> None:
        known = self._back.keys() | self._pairs.own
        new = [line for line, text in enumerate(self._file) if text.strip(" \t|:-") and line not in known]
        if not new:
            return
        shapes, words = read_shapes(self._template)
        by_ids = _lines_by_ids(words)
        chain: list[tuple[tuple[str, ...], Owner]] = []
        previous = -1
        paired = sorted(place for place in self._back if self._file[place].strip())
        with_slots = [place for place in paired if self._back[place] in self._plan.by_line]
        for line in new:
            last = nearest_before(paired, line)
            if last is not None and last > previous:
                chain = self._chain_of(self._back[last])
            first = self._order_of(by_ids, nearest_before(with_slots, line), (0, 0))[0]
            end = self._order_of(by_ids, nearest_behind(with_slots, line), (0, len(words.lines)))[1]
            found = self._read_line(line, [shape for shape in shapes if first <= shape.order <= end], chain)
            if found is not None:
                chain = found
            previous = line

    def _chain_of(self, line: int) -> list[tuple[tuple[str, ...], Owner]]:
        items = takewhile(lambda item: answer_at(self._answers, item) is not OPEN, self._plan.chain_at(line))
        return [(ids_of(item), item) for item in items]

    def _order_of(
        self, by_ids: Mapping[tuple[str, ...], tuple[int, int]], place: int | None, default: tuple[int, int]
    ) -> tuple[int, int]:
        """Return the first and the last line that a line of the file may be in the plan of words."""
        if place is None:
            return default
        outermost = ids_of(self._plan.by_line[self._back[place]][0].path)[:1]
        return by_ids.get(outermost, default)

    def _read_line(
        self, line: int, shapes: Sequence[Shape], chain: list[tuple[tuple[str, ...], Owner]]
    ) -> list[tuple[tuple[str, ...], Owner]] | None:
        """Read a line as one of some shapes; return the items that it belongs to, None if it is none of them."""
        here = tuple(ids for ids, _ in chain)

        def rank(shape: Shape) -> tuple[int, int]:
            shared = sum(1 for one, other in zip(here, shape.lists, strict=False) if one == other)
            return shape.pattern.weight, shared

        fitting = sorted((shape for shape in shapes if shape.pattern.weight), key=rank, reverse=True)
        for shape in fitting:
            texts = shape.pattern.read(self._file[line])
            if texts is None:
                continue
            found = self._attach(line, shape, texts, chain)
            if found is not None:
                return found
        return None

    def _attach(
        self, line: int, shape: Shape, texts: Sequence[str], chain: list[tuple[tuple[str, ...], Owner]]
    ) -> list[tuple[tuple[str, ...], Owner]] | None:
        parents = len(shape.lists) - shape.is_head
        if tuple(ids for ids, _ in chain[:parents]) != shape.lists[:parents]:
            return None
        owner = chain[parents - 1][1] if parents else ()
        if shape.is_head:
            question = self._list_question(shape.lists[-1])
            item = NewItem(question, line)
            if not self._fill(item, shape, texts, len(shape.lists), line):
                return None
            id = shape.lists[-1][-1]
            if isinstance(owner, NewItem):
                owner.children.setdefault(id, []).append(item)
            else:
                path = (*owner, id)
                if answer_at(self._answers, path) is None:
                    return None
                self._edits.append(ItemEdit("added", path, OPEN, OPEN, line, item))
            return [*chain[:parents], (shape.lists[-1], item)]
        if isinstance(owner, NewItem):
            return chain[:parents] if self._fill(owner, shape, texts, parents, line) else None
        return chain[:parents] if self._set_answers(owner, shape, texts, line) else None

    def _list_question(self, ids: Sequence[str]) -> Question:
        path: list[str | int] = []
        for id in ids:
            path += (id, 0)
        question = self._template.question(tuple(path))
        assert question is not None
        return question

    def _fill(self, item: NewItem, shape: Shape, texts: Sequence[str], depth: int, line: int) -> bool:
        """Put what a line says into a new item; return whether all of it is an answer and none was there before."""
        values: dict[str, Answer] = {}
        for slot, (path, text) in enumerate(zip(shape.pattern.paths, texts, strict=True)):
            rest = ids_of(path)[depth:]
            if not shape.is_readable[slot] or len(path) - len(ids_of(path)) < depth:
                continue
            if len(rest) > 1:
                return False
            id = rest[0] if rest else ""
            question = item.question.child(id) if item.question.questions else item.question
            if question is None or id in item.values or id in values:
                return False
            answer = _read_text(question, id, text, shape, slot)
            if answer is OPEN:
                if text.strip():
                    return False
                continue
            values[id] = answer
        if not values:
            return False
        item.values.update(values)
        item.lines.append(line)
        return True

    def _set_answers(self, owner: AnswerPath, shape: Shape, texts: Sequence[str], line: int) -> bool:
        """Take a line for that of answers which are open, or whose own line is gone."""
        edits: list[ItemEdit] = []
        for slot, (path, text) in enumerate(zip(shape.pattern.paths, texts, strict=True)):
            rest = [step for step in path if not isinstance(step, int)][len(shape.lists) :]
            if not shape.is_readable[slot]:
                continue
            if len(rest) != 1:
                return False
            target = (*owner, rest[0])
            question = self._template.question(target)
            before = answer_at(self._answers, target)
            if question is None or target in self._set:
                return False
            if any(self._pairs.place_of(each.first) is not None for each in self._plan.by_path.get(target, ())):
                return False
            answer = _read_text(question, rest[0], text, shape, slot)
            if answer is OPEN:
                if text.strip():
                    return False
                continue
            edits.append(ItemEdit("set", target, before, answer, line))
        for edit in edits:
            self._set[edit.path] = edit
        self._edits += edits
        return bool(edits)

    # -------------------------------------------------------------------------------------------- what is gone, moved

    def _removed_items(self) -> list[ItemEdit]:
        removed: list[ItemEdit] = []
        for path, lines in self._plan.items.items():
            item = answer_at(self._answers, path)
            if item is OPEN or any(self._pairs.place_of(line) is not None for line in lines):
                continue
            mark = plain_form(self._plan.lines[lines[0]])[:1]
            if any(plain_form(self._file[line])[:1] == mark for line in self._unread_lines_near(lines[0])):
                continue  # a line of the same form that was not read may be what became of it
            if any(path[: len(edit.path)] == edit.path for edit in removed):
                continue
            removed.append(ItemEdit("removed", path, item, OPEN, self._line_near(lines[0])))
        return removed

    def _unread_lines_near(self, line: int) -> list[int]:
        """Return the lines of the file, where a line of the plan was, that the plan has not and that are no answers."""
        before, behind = nearest_before(self._paired_lines, line), nearest_behind(self._paired_lines, line)
        start = 0 if before is None else self._pairs.in_order[before] + 1
        end = len(self._file) if behind is None else self._pairs.in_order[behind]
        read = {each for edit in self._edits for each in edit.lines()}
        new = (each for each in range(start, end) if self._file[each].strip())
        return [each for each in new if each not in self._back and each not in read and each not in self._pairs.own]

    def _line_near(self, line: int) -> int:
        before = nearest_before(self._paired_lines, line)
        return 0 if before is None else min(self._pairs.in_order[before] + 1, len(self._file) - 1)

    def _moved_items(self, gone: set[AnswerPath]) -> Iterator[ItemEdit]:
        by_list: dict[AnswerPath, list[AnswerPath]] = {}
        for path in self._plan.items:
            if path not in gone and answer_at(self._answers, path) is not OPEN:
                by_list.setdefault(path[:-1], []).append(path)
        for list_path, paths in by_list.items():
            places = [self.place_of_item(path) for path in paths]
            if None in places or sorted(places, key=lambda each: each or 0) == places:
                continue
            items = [answer_at(self._answers, path) for path in paths]
            order = sorted(range(len(paths)), key=lambda index: places[index] or 0)
            after = tuple(items[index] for index in order)
            first = next(index for index, old in enumerate(order) if old != index)
            line = places[order[first]] or 0
            yield ItemEdit("moved", list_path, tuple(_known(items)), tuple(_known(after)), line)

    def place_of_item(self, path: AnswerPath) -> int | None:
        places = [self._pairs.place_of(line) for line in self._plan.items[path]]
        return min((place for place in places if place is not None), default=None)

    def _cleared_answers(self, gone: Sequence[AnswerPath]) -> Iterator[ItemEdit]:
        """Yield the answers all of whose lines are gone, but for those of items that are."""
        for path, slots in self._plan.by_path.items():
            before = answer_at(self._answers, path)
            question = self._template.question(path)
            if before is OPEN or before is None or question is None or path in self._set or path[-1] != question.id:
                continue
            if any(path[: len(item)] == item for item in gone) or any(slot.is_placeholder for slot in slots):
                continue
            if any(
                self._pairs.place_of(line) is not None for slot in slots for line in range(slot.first, slot.last + 1)
            ):
                continue
            if not any(self._unread_lines_near(slot.first) for slot in slots):
                yield ItemEdit("cleared", path, before, OPEN, self._line_near(slots[0].first))


def _known(items: Sequence[Answer | Unanswered]) -> Iterator[Answer]:
    return (item for item in items if not isinstance(item, Unanswered))


def _lines_by_ids(words: PlanLines) -> dict[tuple[str, ...], tuple[int, int]]:
    """Return the first and the last line of each question outside groups."""
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    for slot in words.slots:
        id = ids_of(slot.path)[:1]
        first, last = found.get(id, (slot.first, slot.last))
        found[id] = min(first, slot.first), max(last, slot.last)
    return found


def _read_text(question: Question, id: str, text: str, shape: Shape, slot: int) -> Answer | Unanswered:
    """Return the answer that a text in a slot of a shape is, OPEN for none."""
    if id == "done" or question.kind == "yesno":
        if text in _TICKED:
            return True
        if not text.strip():
            return False
        if question.kind != "yesno":
            return OPEN
    is_part = id in ("", "text") and not question.questions
    for answer in read_slot(question, text, shape.contexts[slot], shape.starts[slot], is_part=is_part):
        if is_part:
            return answer
        try:
            accepted, problems = validate_answer(question, answer)
        except InvalidAnswer:
            continue
        if not problems:
            return accepted
    return OPEN


# ----------------------------------------------------------------------------------------------------- the answers then


class AppliedEdits(Struct, frozen=True):
    """The interview after some edits."""

    interview: Interview
    paths: Mapping[ItemEdit, AnswerPath]
    """Where what an edit is about stands then; what was taken out, where it stood."""


def apply_item_edits(
    interview: Interview, edits: Sequence[ItemEdit], places: Mapping[AnswerPath, int | None]
) -> AppliedEdits:
    """Return the interview with some edits made; raise InvalidAnswer for what is no answer.

    `places` says at which line of the file each item begins that is there already.
    """
    paths = {edit: edit.path for edit in edits}
    for edit in edits:
        match edit.kind:
            case "set":
                assert not isinstance(edit.after, Unanswered)
                interview = interview.answer(edit.path, edit.after)
            case "cleared":
                interview = interview.reopen(edit.path) if edit.after is OPEN else interview.leave_out(edit.path)
            case "added" | "removed" | "moved":
                pass
    lists = dict.fromkeys(path for edit in edits if (path := edit.list_path) is not None)
    for path in sorted(lists, key=len, reverse=True):
        own = [edit for edit in edits if edit.list_path == path]
        order = _order_of_items(interview, path, own, places)
        interview = _rearranged(interview, path, order)
        new_index = {old: new for new, old in enumerate(order) if isinstance(old, int)}
        for edit, there in paths.items():
            if edit.kind != "removed":
                paths[edit] = path_after_move(path, there, new_index.get) or there
        for index, each in enumerate(order):
            paths |= {edit: (*path, index) for edit in own if edit.new is each}
    return AppliedEdits(interview, paths)


def _order_of_items(
    interview: Interview, path: AnswerPath, edits: Sequence[ItemEdit], places: Mapping[AnswerPath, int | None]
) -> Sequence[int | NewItem]:
    """Return the items of a list as they are then: the indexes of those that stay, and the new ones."""
    answer = interview.answer_at(path)
    removed = {edit.path[-1] for edit in edits if edit.kind == "removed"}
    kept = [index for index in range(len(answer) if is_list(answer) else 0) if index not in removed]
    at = {index: places.get((*path, index)) for index in kept}
    if any(edit.kind == "moved" for edit in edits):
        kept.sort(key=lambda index: at[index] or 0)
    order: list[int | NewItem] = [*kept]
    for edit in edits:
        if edit.new is not None:
            order.insert(_index_for(order, edit.new.place, at), edit.new)
    return order


def _rearranged(interview: Interview, path: AnswerPath, order: Sequence[int | NewItem]) -> Interview:
    answer = interview.answer_at(path)
    items = answer if is_list(answer) else ()
    after = tuple(items[each] if isinstance(each, int) else each.answer() for each in order)
    accepted, problems = validate_answer(interview.question(path), after, path)
    if problems:
        raise problems[0]
    if not is_list(accepted) or len(accepted) != len(after):
        raise InvalidAnswer("", "an item is blank")
    new_index = {old: new for new, old in enumerate(order) if isinstance(old, int)}
    return interview.rearrange_items(path, accepted, new_index.get)


def _index_for(order: Sequence[int | NewItem], place: int, at: Mapping[int, int | None]) -> int:
    """Return the index behind the last item that stands before a line of the file."""
    index = 0
    for number, each in enumerate(order, start=1):
        line = at[each] if isinstance(each, int) else each.place
        if line is not None and line < place:
            index = number
    return index
