"""Edits made by hand in a saved plan become the answers that they stand for.

The interview whose answers lie beside a plan, what was rendered when it was saved, and the plan's file -> the interview
with what was done by hand in its answers, and a list of that. Each change is made on trial and the plan rendered anew:
it counts only if the plan then has what the file has there. Everything else stays the user's own text, which a merge
keeps. Where the answers have changed the same lines since, nothing is read: that is a clash.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set as AbstractSet
from functools import cached_property
from itertools import accumulate, islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from wizard.digests import blake2s_hex
from wizard.errors import InvalidAnswer
from wizard.interview.interview import Interview
from wizard.limits import MAX_READ_BACK_TRIALS, MAX_READ_PLAN_CHARACTERS
from wizard.model.answers import OPEN, Answer, AnswerPath, Unanswered
from wizard.plans.merge.base_text import Base, has_base_lines
from wizard.plans.merge.line_matching import find_matches, split_lines
from wizard.plans.merge.merge import TextLines, merge, merge_lines
from wizard.plans.read_back.edits.item_edits import ItemEdit, apply_item_edits, find_item_edits
from wizard.plans.read_back.edits.item_shapes import read_shapes
from wizard.plans.read_back.edits.line_pairs import LinePairs, pair_lines
from wizard.plans.read_back.edits.plan_layout import lay_out_like
from wizard.plans.read_back.edits.plan_lines import PlanLines, ids_of, read_plan_lines
from wizard.plans.read_back.edits.slot_edits import SlotEdit, candidates, find_slot_edits, with_answer
from wizard.plans.read_back.edits.slot_pattern import SlotPattern, plain_form
from wizard.render.budget import RenderError
from wizard.render.plan import Plan, render_plan, update_plan

_MOST_CANDIDATES: Final = 8
"""Of the answers that a text may be."""
_ROUNDS: Final = 3
"""What was taken in one round may let more be found in the next: an answer in an item that was added."""


class ReadChange(Struct, frozen=True):
    """An answer, or an item of a list, that the plan's file has otherwise than the answers beside it."""

    path: AnswerPath
    """In the answers that were read; of an item that was taken out, in those before. Of a list if items were moved."""
    before: Answer | Unanswered
    """OPEN for an answer or item that was not there."""
    after: Answer | Unanswered
    """OPEN for an answer or item that is not there any more."""
    is_tick: bool
    """Whether a box was ticked or unticked, and nothing else."""
    line: int
    """Of the file, 1-based."""
    known_as: str = ""
    """The key, where `before` is not what the answers beside the plan have but what was read of it last."""

    @property
    def key(self) -> str:
        """What the change is known by when it was refused: which question it is about, and both texts."""
        if self.known_as:
            return self.known_as
        said = "\0".join(("/".join(ids_of(self.path)), _text_of(self.before), _text_of(self.after)))
        return blake2s_hex(said.encode("utf-8", "replace"), 6)


def _text_of(answer: Answer | Unanswered) -> str:
    return "" if answer is OPEN else repr(answer)


class ReadBack(Struct, frozen=True):
    """What was read of a plan's file."""

    interview: Interview
    """With the changes."""
    changes: tuple[ReadChange, ...]
    """In the order of the file."""
    refused: tuple[ReadChange, ...]
    """What would have been read, had it not been refused."""
    base: str | None
    """What a merge is to take for the text that was rendered last: it has the changes that were read. None where what
    is recorded is to be taken."""

    @property
    def asked(self) -> tuple[ReadChange, ...]:
        """The changes that the user is asked about: all but ticks."""
        return tuple(change for change in self.changes if not change.is_tick)

    @property
    def ticks(self) -> int:
        """How many boxes were ticked or unticked."""
        return sum(change.is_tick for change in self.changes)


def read_edits(interview: Interview, base: Base | None, file: str, refused: AbstractSet[str] = frozenset()) -> ReadBack:
    """Return what was done by hand in the text of a plan's file.

    `interview` has the answers beside it, `base` is what was rendered when it was saved; without that nobody can say
    what was done by hand, and nothing is read. `refused` are the keys of changes that are not wanted.
    """
    nothing = ReadBack(interview, (), (), None)
    lines = split_lines(file)
    if base is None or len(file) > MAX_READ_PLAN_CHARACTERS or has_base_lines(base, lines):
        return nothing
    try:
        plan = render_plan(interview)
    except RenderError:
        return nothing
    rendered = split_lines(plan.text)
    is_stale = not has_base_lines(base, rendered)
    theirs = _without_changes_of_answers(base, rendered, lines) if is_stale else lines
    target = lay_out_like(read_plan_lines(plan), interview, theirs)
    if target.lines == rendered:
        return nothing
    reading = _Reading(interview, plan, target.lines, refused)
    reading.read()
    now = split_lines(reading.plan.text)
    places = _places_in_file(theirs, lines) if is_stale else range(len(lines))
    line_of = [places[line] for line in target.places].__getitem__
    return ReadBack(
        interview=reading.interview,
        changes=tuple(_numbered(reading.changes, line_of)),
        refused=tuple(_numbered(reading.refused, line_of)),
        base=None if not reading.changes else _base_with_changes(base, rendered, now) if is_stale else "\n".join(now),
    )


def _without_changes_of_answers(base: Base, rendered: TextLines, file: TextLines) -> TextLines:
    """Return the plan as rendered with what was done by hand, but where the answers have changed the same lines."""
    merged = merge(base, rendered, file)
    return merged.lines(dict.fromkeys(range(len(merged.conflicts)), "yours"))


def _base_with_changes(base: Base, before: TextLines, now: TextLines) -> str | None:
    """Return what was rendered last, with what was read; None where its text is not known any more."""
    if not isinstance(base, str):
        return None
    made = merge_lines(before, now, split_lines(base))
    return None if made.conflicts else "\n".join(made.lines())


def _places_in_file(target: Sequence[str], file: Sequence[str]) -> list[int]:
    """Return the line of the file that each line is; of one that is not there, the line before it."""
    places = [0] * len(target)
    for start, begin, length in find_matches(target, file):
        places[start : start + length] = range(begin, begin + length)
    return [*accumulate(places, max)]


def _numbered(changes: Sequence[ReadChange], line_of: Callable[[int], int]) -> Iterator[ReadChange]:
    yield from sorted(
        (replace(change, line=line_of(change.line) + 1) for change in changes), key=lambda change: change.line
    )


class _SlotTrial(Struct, frozen=True, eq=False):
    """An edit of an answer, and what the answer may be."""

    edit: SlotEdit
    answers: tuple[Answer | Unanswered, ...]


class _PairedLines(Struct, frozen=True, eq=False):
    """A plan, its lines, and which lines of the file they are."""

    plan: Plan
    lines: PlanLines
    pairs: LinePairs


class _Reading:
    """The interview while one change after the other is made on trial."""

    def __init__(self, interview: Interview, plan: Plan, file: tuple[str, ...], refused: AbstractSet[str]) -> None:
        self.interview = interview
        self.plan = plan
        self.changes: list[ReadChange] = []
        self.refused: list[ReadChange] = []
        self._file = file
        self._plain_file = [plain_form(line) for line in file]
        self._unwanted = refused
        self._trials = MAX_READ_BACK_TRIALS
        self._distance = self._distance_of(plan)
        self._paired: _PairedLines | None = None

    def read(self) -> None:
        """Make every change that the file has and that renders to what it has."""
        for _ in range(_ROUNDS):
            before = self.interview
            self._read_items()
            self._read_slots()
            if self.interview is before or split_lines(self.plan.text) == self._file:
                break

    # -------------------------------------------------------------------------------------------------------- items

    def _read_items(self) -> None:
        lines, pairs = self._lines_and_pairs()
        edits = [
            edit
            for edit in find_item_edits(self.interview, lines, self._file, pairs)
            if not self._is_refused(_change_of_item(edit, (*edit.path, 0) if edit.new is not None else edit.path))
        ]
        places = _places_of_items(lines, pairs)
        todo = [tuple(edits)] if edits else []
        touched: set[AnswerPath] = set()
        while todo and self._trials > 0:
            # What stands in a list that has changed meanwhile has another path; it is left to the next round.
            some = tuple(edit for edit in todo.pop() if not _is_below(edit.path, touched))
            if not some:
                continue
            if self._take_item_edits(some, places):
                touched |= {path for edit in some if (path := edit.list_path) is not None}
            elif len(some) > 1:
                todo += [some[len(some) // 2 :], some[: len(some) // 2]]
            else:
                self._take_item_edits([_left_out(edit) for edit in some if edit.kind == "cleared"], places)

    def _take_item_edits(self, edits: Sequence[ItemEdit], places: Mapping[AnswerPath, int | None]) -> bool:
        """Make the edits if the plan is then nearer to the file; return whether it is."""
        if not edits:
            return False
        try:
            applied = apply_item_edits(self.interview, edits, places)
        except InvalidAnswer:
            return False
        plan = self._try_plan(applied.interview)
        if plan is None:
            return False
        distance = self._distance_of(plan)
        # With the last item of a list its label may go, which the file still has: that stays the user's own.
        may_be_as_far = all(edit.kind == "removed" for edit in edits)
        if distance > self._distance or (distance == self._distance and not may_be_as_far):
            return False
        if not self._has_new_lines(edits, plan):
            return False
        self._accept(applied.interview, plan, distance)
        self.changes += (_change_of_item(edit, applied.paths[edit]) for edit in edits)
        return True

    def _has_new_lines(self, edits: Sequence[ItemEdit], plan: Plan) -> bool:
        """Return whether each line that was read as an item, or a part of one, is in the plan as often."""
        wanted = Counter(self._plain_file[line] for edit in edits for line in edit.lines())
        if not wanted:
            return True
        there = Counter(text for line in split_lines(plan.text) if (text := plain_form(line)) in wanted)
        return not wanted - there

    # -------------------------------------------------------------------------------------------------------- slots

    def _read_slots(self) -> None:
        lines, pairs = self._lines_and_pairs()
        edits = find_slot_edits(self.interview, lines, self._file, pairs)
        tries = [
            _SlotTrial(edit, tuple(islice(candidates(self.interview, lines, edit), _MOST_CANDIDATES))) for edit in edits
        ]
        todo = [tuple(trial for trial in tries if trial.answers and not self._is_trial_refused(trial))]
        while todo and self._trials > 0:
            some = todo.pop()
            if some and not self._take_slot_edits(some) and len(some) > 1:
                todo += [some[len(some) // 2 :], some[: len(some) // 2]]

    def _is_trial_refused(self, trial: _SlotTrial) -> bool:
        changes = [_change_of_slot(trial.edit, answer) for answer in trial.answers]
        return any(self._is_refused(change) for change in changes)

    def _take_slot_edits(self, trials: Sequence[_SlotTrial]) -> bool:
        """Make the edits, each with the first of its answers that renders to the file's text; return whether all are.

        An edit of which no answer does is left out.
        """
        before = read_plan_lines(self.plan)
        chosen = dict.fromkeys(trials, 0)
        while chosen and self._trials > 0:
            interview = self.interview
            for trial in [*chosen]:
                made = _with_next_answer(interview, trial, chosen)
                interview = interview if made is None else made
            plan = self._try_plan(interview) if chosen else None
            if plan is None:
                return False
            now = read_plan_lines(plan)
            wrong = [trial for trial in chosen if not _has_texts(trial.edit, before, now)]
            if not wrong:
                if plan.text != _expected_text(before, now, [trial.edit for trial in chosen]):
                    return False
                self._accept(interview, plan, self._distance_of(plan))
                self.changes += (_change_of_slot(trial.edit, trial.answers[at]) for trial, at in chosen.items())
                return True
            for trial in wrong:
                chosen[trial] += 1
        return False

    # ------------------------------------------------------------------------------------------------------- trials

    def _is_refused(self, change: ReadChange) -> bool:
        if change.key not in self._unwanted:
            return False
        if all(change.key != other.key for other in self.refused):
            self.refused.append(change)
        return True

    def _lines_and_pairs(self) -> tuple[PlanLines, LinePairs]:
        """Return the lines of the plan, and which lines of the file they are."""
        paired = self._paired
        if paired is None or paired.plan is not self.plan:
            lines = read_plan_lines(self.plan)
            self._paired = paired = _PairedLines(self.plan, lines, pair_lines(lines, self._file, self._is_item))
        return paired.lines, paired.pairs

    def _is_item(self, line: str) -> bool:
        """Return whether an item of a list may begin with a line."""
        return any(pattern.read(line) is not None for pattern in self._item_patterns)

    @cached_property
    def _item_patterns(self) -> list[SlotPattern]:
        shapes, _ = read_shapes(self.interview.template)
        return [shape.pattern for shape in shapes if shape.is_head and shape.pattern.weight]

    def _accept(self, interview: Interview, plan: Plan, distance: int) -> None:
        self.interview, self.plan, self._distance = interview, plan, distance

    def _try_plan(self, interview: Interview) -> Plan | None:
        self._trials -= 1
        try:
            return update_plan(self.plan, self.interview, interview)
        except RenderError:
            return None

    def _distance_of(self, plan: Plan) -> int:
        """Return how many lines of the plan and of the file have no pair that is equal, but for blanks and the like."""
        mine = [plain_form(line) for line in split_lines(plan.text)]
        matched = sum(length for _, _, length in find_matches(mine, self._plain_file))
        return len(mine) + len(self._plain_file) - 2 * matched


def _places_of_items(lines: PlanLines, pairs: LinePairs) -> dict[AnswerPath, int | None]:
    """Return at which line of the file each item begins; None for one that is gone."""
    places: dict[AnswerPath, int | None] = {}
    for path, own in lines.items.items():
        there = [place for line in own if (place := pairs.place_of(line)) is not None]
        places[path] = min(there, default=None)
    return places


def _is_below(path: AnswerPath, lists: AbstractSet[AnswerPath]) -> bool:
    return any(path[:depth] in lists for depth in range(1, len(path) + 1))


def _left_out(edit: ItemEdit) -> ItemEdit:
    """Return the edit for an answer that is left out, where without its line it is not open."""
    return replace(edit, after=None)


def _change_of_item(edit: ItemEdit, path: AnswerPath) -> ReadChange:
    after = edit.after if edit.new is None else edit.new.answer()
    return ReadChange(path, edit.before, after, is_tick=False, line=edit.line)


def _change_of_slot(edit: SlotEdit, answer: Answer | Unanswered) -> ReadChange:
    return ReadChange(edit.path, edit.before, answer, edit.is_tick, edit.line)


def _with_next_answer(interview: Interview, trial: _SlotTrial, chosen: dict[_SlotTrial, int]) -> Interview | None:
    """Return the interview with the next answer of a trial that is valid; None, and leave it out, if there is none."""
    while chosen[trial] < len(trial.answers):
        try:
            return with_answer(interview, trial.edit.path, trial.answers[chosen[trial]])
        except InvalidAnswer:
            chosen[trial] += 1
    del chosen[trial]
    return None


def _has_texts(edit: SlotEdit, before: PlanLines, now: PlanLines) -> bool:
    """Return whether the slots of an answer have the texts of the file."""
    old, new = before.by_path.get(edit.path, []), now.by_path.get(edit.path, [])
    if len(old) != len(new):
        return False
    wanted = {(text.slot.start, text.slot.end): text.text for text in edit.texts}
    return all(_is_text(wanted.get((was.start, was.end)), there.text(now)) for was, there in zip(old, new, strict=True))


def _is_text(wanted: str | None, text: str) -> bool:
    """Return whether a slot has a text; None is for any, and the x of a box may be a capital one."""
    return wanted is None or wanted == text or (len(text) == 1 and wanted.lower() == text.lower())


def _expected_text(before: PlanLines, now: PlanLines, edits: Sequence[SlotEdit]) -> str:
    """Return the plan of before with what the answers of some edits have now in their slots, and nothing else."""
    texts = {
        was.start: (was.end, there.text(now))
        for edit in edits
        for was, there in zip(before.by_path[edit.path], now.by_path[edit.path], strict=True)
        if any(text.slot.start == was.start for text in edit.texts)
    }
    parts: list[str] = []
    at = 0
    for start, (end, text) in sorted(texts.items()):
        parts += (before.text[at:start], text)
        at = end
    return "".join((*parts, before.text[at:]))
