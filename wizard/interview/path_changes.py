"""Several changes of answers at once, each by its written path, as programs and the command line give them.

    {"features[0]": null, "features[2].move-to": 0, "features[+1]": "Export", "goal": "Talk to each other."}

Every index is one of before the changes, so that they may stand in any order: first answers are set; then, list by list
and the innermost first, items are taken out, put in and moved. A change that is wrong is told and not made; whether the
others count is for the caller to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from wizard.answers.kinds import validate_answer
from wizard.answers.ticks import keep_ticks
from wizard.answers.validation import is_blank
from wizard.errors import InvalidAnswer
from wizard.interview.group_items import IndexMap, path_after_move
from wizard.interview.interview import Interview
from wizard.interview.navigation import resolve
from wizard.message_text import format_number, pluralize
from wizard.model.answers import (
    OPEN,
    Answer,
    AnswerPath,
    Answers,
    Unanswered,
    answer_at,
    format_path,
    is_list,
    parse_path,
)
from wizard.model.template import Question, Template

ChangeKind = Literal["set", "insert", "move"]

_INSERT: Final = re.compile(r"(.+)\[\+(\d{0,6})\]", re.DOTALL)
_MOVE: Final = ".move-to"  # no id has a hyphen


class Target(Struct, frozen=True):
    """What a written path changes.

    features[1]          set      ("features", 1)
    features[+]          insert   ("features",), at the end
    features[+1]         insert   ("features",), before the item of index 1
    features[1].move-to  move     ("features", 1)
    """

    written: str
    kind: ChangeKind
    path: AnswerPath
    question: Question
    part: AnswerPath
    """The rest of the path inside the question's answer: an item, or a part of a task."""
    before: int | None = None


class Change(Struct, frozen=True):
    """A target and its value; OPEN makes a question open again, or takes out an item."""

    target: Target
    value: Answer | Unanswered

    @property
    def is_removal(self) -> bool:
        """Return whether it takes an item out of its list."""
        return self.target.kind == "set" and len(self.target.part) == 1 and self.value in (None, OPEN)

    @property
    def arranged_list(self) -> AnswerPath | None:
        """Return the path of the list whose items get other places; None when it only sets an answer."""
        if self.target.kind == "insert":
            return self.target.path
        return self.target.path[:-1] if self.target.kind == "move" or self.is_removal else None


class ChangeProblem(NamedTuple):
    """Why a change is not made, and its index among the changes."""

    change: int
    problem: InvalidAnswer


class Changed(Struct, frozen=True):
    """The interview after the changes that could be made."""

    interview: Interview
    problems: tuple[ChangeProblem, ...]
    """In the order of their changes; a change may have several."""
    inserted: Mapping[int, int]
    """`{index of a change: the index of the item that it put in}`."""
    arranged: Sequence[tuple[AnswerPath, IndexMap]]
    """The lists whose items have other places, the innermost first: the path of before, and the new indexes."""

    def path_after(self, path: AnswerPath) -> AnswerPath | None:
        """Return a path of before the changes as it is after them; None when its item was taken out."""
        after: AnswerPath | None = path
        for items, new_index in self.arranged:
            after = None if after is None else path_after_move(items, after, new_index)
        return after

    def place_of(self, index: int, change: Change) -> AnswerPath | None:
        """Return where the answer of a change stands now; the path of the list for an item taken out or moved."""
        if change.arranged_list is None:
            return self.path_after(change.target.path)
        around = self.path_after(change.arranged_list)
        return (*around, self.inserted[index]) if around is not None and index in self.inserted else around


def parse_target(template: Template, written: str) -> Target:
    """Return what a written path changes; raise InvalidAnswer when it leads nowhere."""
    if (inserted := _INSERT.fullmatch(written)) is not None:
        path = _parse(written, inserted[1])
        question, part = _resolve(template, written, (*path, 0))
        return Target(written, "insert", path, question, part, int(inserted[2]) if inserted[2] else None)
    if "[+" in written:
        raise InvalidAnswer(written, "a new item is given whole: [+] ends the path, and the value is all of the item")
    if written.endswith(_MOVE):
        path = _parse(written, written.removesuffix(_MOVE))
        question, part = _resolve(template, written, path)
        if len(part) != 1:
            raise InvalidAnswer(written, f"only an item of a list can be moved, as in features[2]{_MOVE}")
        return Target(written, "move", path, question, part)
    path = _parse(written, written)
    return Target(written, "set", path, *_resolve(template, written, path))


def _parse(written: str, path: str) -> AnswerPath:
    try:
        return parse_path(path)
    except ValueError as problem:
        raise InvalidAnswer(written, str(problem)) from None


def _resolve(template: Template, written: str, path: AnswerPath) -> tuple[Question, AnswerPath]:
    try:
        return resolve(template, path)
    except InvalidAnswer as problem:
        raise InvalidAnswer(written, problem.message, problem.suggestion) from None


def apply_changes(interview: Interview, changes: Sequence[Change]) -> Changed:
    """Return the interview after the changes that can be made, and what is wrong with the others."""
    repeated: dict[int, InvalidAnswer] = {}
    while True:
        # All are made anew without those refused: the places of the others are different ones then.
        application = _Application(interview, changes, interview.answers)
        for index, problem in repeated.items():
            application.refuse(index, problem)
        application.refuse_contradictions()
        application.set_answers()
        application.arrange_lists()
        found = application.find_repeated_options() or application.find_judged_answers()
        if not found:
            break
        repeated |= found
    problems = tuple(sorted(application.problems, key=lambda each: each.change))
    return Changed(application.interview, problems, application.inserted, application.arranged)


class _NewItem(NamedTuple):
    change: int
    item: Answer


class _Application(Struct):
    """The changes while they are made."""

    interview: Interview
    changes: Sequence[Change]
    before: Answers
    problems: list[ChangeProblem] = field(default_factory=list[ChangeProblem])
    refused: set[int] = field(default_factory=set[int])
    inserted: dict[int, int] = field(default_factory=dict[int, int])
    arranged: list[tuple[AnswerPath, IndexMap]] = field(default_factory=list[tuple[AnswerPath, IndexMap]])

    def refuse(self, index: int, *problems: InvalidAnswer) -> None:
        self.problems += (ChangeProblem(index, problem) for problem in problems)
        if problems:
            self.refused.add(index)

    def refuse_with(self, index: int, message: str) -> None:
        self.refuse(index, InvalidAnswer(self.changes[index].target.written, message))

    def refuse_contradictions(self) -> None:
        """Refuse changes of which two together mean nothing, and those of items that are not there."""
        removed = {change.target.path: change.target.written for change in self.changes if change.is_removal}
        set_whole = {
            change.target.path: change.target.written for change in self.changes if change.arranged_list is None
        }
        moved: set[AnswerPath] = set()
        for index, change in enumerate(self.changes):
            if index in self.refused:
                continue
            path, around = change.target.path, change.arranged_list
            taken_out = None if change.is_removal else _first_on_the_way(path, removed)
            if taken_out is not None:
                self.refuse_with(index, f"{taken_out} is removed at the same time; give only one of the two")
                continue
            if around is None:
                continue
            if (given := _first_on_the_way(around, set_whole)) is not None:
                self.refuse_with(index, f"{given} is given whole at the same time; change it there")
            elif change.target.kind != "insert" and answer_at(self.before, path) is OPEN:
                self.refuse_with(index, _no_item_message(self.before, path))
            elif change.target.kind == "move" and path in moved:
                self.refuse_with(index, "this item is moved twice; give only one place")
            elif change.target.kind == "move":
                moved.add(path)

    def set_answers(self) -> None:
        """Set the answers in their order, but those of items that do not exist yet after the items before them."""
        early: list[int] = []
        for index, change in enumerate(self.changes):
            if change.arranged_list is None and index not in self.refused:
                if _missing_item(self.interview.answers, change.target.path) is None:
                    self.set_answer(index, change)
                else:
                    early.append(index)
        for index in sorted(early, key=lambda each: _sort_key(self.changes[each].target.path)):
            change = self.changes[index]
            missing = _missing_item(self.interview.answers, change.target.path)
            if missing is None:
                self.set_answer(index, change)
            else:
                message = f"the items before it are missing; the next one is {format_path(missing)}"
                self.refuse_with(index, message)

    def set_answer(self, index: int, change: Change) -> None:
        target, value = change.target, change.value
        if target.part and len(target.part) > 1 and value in (None, OPEN):
            task = format_path(target.path[:-1])
            self.refuse_with(index, f"a task needs its {target.part[-1]}; null for {task} removes the task")
            return
        if value is OPEN:
            self.interview = self.interview.reopen(target.path)
            return
        value = keep_ticks(target.question, target.part, self.interview.answer_at(target.path), value)
        if not target.part and value is not None:
            self.refuse(index, *validate_answer(target.question, value, target.path)[1])
        if index in self.refused:
            return
        try:
            self.interview = self.interview.answer(target.path, value)
        except InvalidAnswer as problem:
            self.refuse(index, problem)

    def arrange_lists(self) -> None:
        """Take out, put in and move the items of each list, those of the innermost lists first."""
        lists: dict[AnswerPath, list[int]] = {}
        for index, change in enumerate(self.changes):
            if (path := change.arranged_list) is not None and index not in self.refused:
                lists.setdefault(path, []).append(index)
        for path in sorted(lists, key=len, reverse=True):
            self.arrange(path, lists[path])

    def arrange(self, path: AnswerPath, indexes: list[int]) -> None:
        answer = self.interview.answer_at(path)
        items = answer if is_list(answer) else ()
        new_items = [self.new_item(index, items) for index in indexes if self.changes[index].target.kind == "insert"]
        moves = [index for index in indexes if self.changes[index].target.kind == "move"]
        if not self.refused.isdisjoint(indexes):
            return
        gone = {self.changes[index].target.path[-1] for index in indexes if self.changes[index].target.kind != "insert"}
        order: list[int | _NewItem] = []
        for at in range(len(items) + 1):
            order += (new for new in new_items if new is not None and self.place(new.change, len(items)) == at)
            if at < len(items) and at not in gone:
                order.append(at)
        self.put_moved_items(moves, order)
        if new_items:
            self.refuse_excess(indexes, path, len(order))
        if not self.refused.isdisjoint(indexes):
            return
        places = {old: new for new, old in enumerate(order) if isinstance(old, int)}
        self.inserted |= {new.change: at for at, new in enumerate(order) if isinstance(new, _NewItem)}
        after = tuple(items[each] if isinstance(each, int) else each.item for each in order)
        self.interview = self.interview.rearrange_items(path, after, places.get)
        self.arranged.append((path, places.get))

    def place(self, index: int, count: int) -> int:
        before = self.changes[index].target.before
        return count if before is None else before

    def new_item(self, index: int, items: tuple[Answer, ...]) -> _NewItem | None:
        """Return a new item in its normal form; None when it is refused."""
        target, value = self.changes[index].target, self.changes[index].value
        if value is None or value is OPEN or is_blank(value):
            self.refuse_with(index, "a new item cannot be blank")
            return None
        if target.before is not None and target.before > len(items):
            there = format_path(target.path)
            self.refuse_with(index, f"there is no such place; {there}[+] puts the item at the end")
            return None
        found, wrong = validate_answer(replace(target.question, max=None), (value,), target.path)
        first = format_path((*target.path, 0))
        for problem in wrong:
            path = target.written + problem.path.removeprefix(first)
            self.refuse(index, InvalidAnswer(path, problem.message, problem.suggestion))
        if wrong or not is_list(found) or not found:
            return None
        return _NewItem(index, found[0])

    def put_moved_items(self, moves: list[int], order: list[int | _NewItem]) -> None:
        """Put each moved item to the index that it is to have, the first ones first."""
        count, wanted = len(order) + len(moves), dict[int, int]()
        for index in moves:
            to = self.changes[index].value
            if isinstance(to, bool) or not isinstance(to, int) or not 0 <= to < count:
                self.refuse_with(index, f"the value is the index that the item gets, from 0 to {count - 1}")
            elif to in wanted:
                other = self.changes[wanted[to]].target.written
                self.refuse_with(index, f"{other} gives the same place; give each item its own")
            else:
                wanted[to] = index
        for to, index in sorted(wanted.items()):
            source = self.changes[index].target.path[-1]
            assert isinstance(source, int)  # the path of an item ends in its index
            order.insert(to, source)

    def refuse_excess(self, indexes: list[int], path: AnswerPath, count: int) -> None:
        """Refuse new items for which there is no room."""
        last = max(index for index in indexes if self.changes[index].target.kind == "insert")
        question = self.changes[last].target.question
        if question.max is not None and count > question.max:
            items = f"{format_number(question.max)} {pluralize(question.item, question.max)}"
            self.refuse_with(last, f"{format_path(path)} has room for at most {items}; these would be {count}")

    def find_judged_answers(self) -> dict[int, InvalidAnswer]:
        """Return the changes whose answers other answers make invalid: `{index of the change: problem}`."""
        if not self.interview.template.has_dependent_limits:
            return {}
        made = Changed(self.interview, (), self.inserted, self.arranged)
        judged = [
            (parse_path(problem.path), problem)
            for path in self.interview.asked_paths()
            for problem in self.interview.judgements(path)
        ]
        found: dict[int, InvalidAnswer] = {}
        for index, change in enumerate(self.changes if judged else ()):
            if index in self.refused or change.value in (None, OPEN) or change.target.kind == "move":
                continue
            place = made.place_of(index, change)
            told = next((problem for at, problem in judged if place is not None and at[: len(place)] == place), None)
            if told is not None:
                found[index] = told
        return found

    def find_repeated_options(self) -> dict[int, InvalidAnswer]:
        """Return the changes that choose an option which is chosen already: `{index of the change: problem}`."""
        placed: dict[AnswerPath, dict[AnswerPath, int]] = {}
        made = Changed(self.interview, (), self.inserted, self.arranged)
        for index, change in enumerate(self.changes):
            chooses = change.target.question.kind == "choices" and change.target.part and change.target.kind != "move"
            if not chooses or change.is_removal or index in self.refused:
                continue
            if (place := made.place_of(index, change)) is not None:
                placed.setdefault(place[:-1], {})[place] = index
        repeated: dict[int, InvalidAnswer] = {}
        for path, changes in placed.items():
            chosen = self.interview.answer_at(path)
            options = chosen if is_list(chosen) else ()
            # Of an option that is there twice, what was there before stays, and else the first.
            met = {str(option) for at, option in enumerate(options) if (*path, at) not in changes}
            for at, option in enumerate(options):
                index = changes.get((*path, at))
                if index is not None and option in met:
                    written = self.changes[index].target.written
                    repeated[index] = InvalidAnswer(written, f"'{str(option)[:60]}' is chosen twice")
                met.add(str(option))
        return repeated


def _first_on_the_way(path: AnswerPath, written: Mapping[AnswerPath, str]) -> str | None:
    """Return the text of the first of the paths that a path leads through, or to."""
    if not written:
        return None
    ways = (path[:end] for end in range(1, len(path) + 1))
    return next((written[way] for way in ways if way in written), None)


def _missing_item(answers: Answers, path: AnswerPath) -> AnswerPath | None:
    """Return the next item of the first list on the way in which items are missing before the path's own."""
    for end, step in enumerate(path):
        if isinstance(step, int):
            items = answer_at(answers, path[:end])
            count = len(items) if is_list(items) else 0
            if step > count:
                return (*path[:end], count)
    return None


def _no_item_message(answers: Answers, path: AnswerPath) -> str:
    items = answer_at(answers, path[:-1])
    if not is_list(items) or not items:
        return f"there is no such item; {format_path(path[:-1])} has none"
    return f"there is no such item; the last one is {format_path((*path[:-1], len(items) - 1))}"


def _sort_key(path: AnswerPath) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)
