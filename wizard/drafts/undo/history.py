"""Undo and redo: events, the steps that can be taken back, and what counts as one step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from wizard.drafts.last_save import ReadMark
from wizard.drafts.undo.changes import (
    Change,
    SetChange,
    apply_changes,
    changes_between,
    changes_weight,
    common_end_lengths,
    invert_changes,
    join_changes,
)
from wizard.interview.cursor import clamp_cursor
from wizard.interview.interview import AnswerBefore, Interview
from wizard.model.answers import OPEN, Answer, AnswerPath, InterviewData, format_path, is_list, is_mapping, parse_path

MAX_UNDO_STEPS = 500
MAX_UNDO_WEIGHT = 4_000_000
"""Characters in all steps together; they are written down again with every snapshot."""
PAUSE = 1.0
"""Seconds without a key after which typing is a step of its own."""
_KINDS_WITH_A_FORM = ("date", "number")
"""Kinds whose answer is written in one form, however it was typed."""
_MAX_TYPED_AT_ONCE = 4
"""Characters; more were pasted."""

EventKind: TypeAlias = Literal["move", "new", "join", "undo", "redo"]
"""`move` changes only the cursor; `join` extends the last step, as typing does."""


class Cursor(Struct, frozen=True):
    """The question on the screen, the row or cell below it, and the offset in its text in characters."""

    question: AnswerPath
    within: AnswerPath = ()
    offset: int = 0
    before_typing: AnswerBefore | None = None
    """What the text that is being typed there has replaced."""


class Reading(Struct, frozen=True):
    """Edits made by hand in the plan that became answers in a step: up to where they were read before and after it."""

    before: ReadMark
    after: ReadMark

    @property
    def weight(self) -> int:
        """Return about how many characters it takes in the journal."""
        return sum(len(mark.refused) + len(mark.read_delta) for mark in (self.before, self.after))

    def inverted(self) -> Reading:
        """Return what takes it back."""
        return Reading(self.after, self.before)


class Event(Struct, frozen=True):
    """A change of an interview or of its cursor; a draft is its first state and the events since."""

    kind: EventKind
    changes: tuple[Change, ...]
    before: Cursor
    after: Cursor
    reading: Reading | None = None


class UndoStep(Struct, frozen=True, dict=True):
    """The changes that one undo takes back."""

    changes: tuple[Change, ...]
    before: Cursor
    after: Cursor
    reading: Reading | None = None

    @cached_property
    def weight(self) -> int:
        """Return about how many characters the step takes in the journal."""
        return changes_weight(self.changes) + (0 if self.reading is None else self.reading.weight)


class History(Struct, frozen=True):
    """The steps that can be undone, oldest first, and those that can be redone, the next one last."""

    past: tuple[UndoStep, ...] = ()
    future: tuple[UndoStep, ...] = ()

    def add(self, event: Event) -> History:
        """Return the history with an event added."""
        match event.kind:
            case "move":
                return self
            case "new":
                return self._add_step(event)
            case "join":
                return self._extend_last_step(event)
            case "undo":
                return History(self.past[:-1], (*self.future, *self.past[-1:]))
            case "redo":
                return History((*self.past, *self.future[-1:]), self.future[:-1])

    def undo_event(self, cursor: Cursor) -> Event | None:
        """Return the event that undoes the last step, or None when there is none."""
        if not self.past:
            return None
        step = self.past[-1]
        return Event(
            "undo", invert_changes(step.changes), cursor, step.before, step.reading and step.reading.inverted()
        )

    def redo_event(self, cursor: Cursor) -> Event | None:
        """Return the event that redoes the step undone last, or None when there is none."""
        if not self.future:
            return None
        step = self.future[-1]
        return Event("redo", step.changes, cursor, step.after, step.reading)

    def paths_of_undo(self) -> tuple[AnswerPath, ...]:
        """Return the paths of the answers that the next undo changes."""
        return _changed_paths(self.past[-1].changes) if self.past else ()

    def paths_of_redo(self) -> tuple[AnswerPath, ...]:
        """Return the paths of the answers that the next redo changes."""
        return _changed_paths(self.future[-1].changes) if self.future else ()

    def takes_back_blank_item(self, event: Event) -> bool:
        """Return whether an event only removes the blank item that the last step has added."""
        return (
            event.kind == "new"
            and bool(self.past)
            and event.changes == invert_changes(self.past[-1].changes)
            and all(_removes_blank_item(change) for change in event.changes)
        )

    def _add_step(self, event: Event) -> History:
        step = UndoStep(event.changes, event.before, event.after, event.reading)
        return History(_drop_oldest((*self.past[-MAX_UNDO_STEPS + 1 :], step)))

    def _extend_last_step(self, event: Event) -> History:
        if not self.past:
            return self._add_step(event)
        last = self.past[-1]
        step = UndoStep(join_changes(last.changes, event.changes), last.before, event.after, last.reading)
        return History((*self.past[:-1], step))


def _drop_oldest(past: tuple[UndoStep, ...]) -> tuple[UndoStep, ...]:
    """Return the last steps that weigh no more than MAX_UNDO_WEIGHT together, and always the last one."""
    weight = sum(step.weight for step in past)
    first = 0
    while weight > MAX_UNDO_WEIGHT and first < len(past) - 1:
        weight -= past[first].weight
        first += 1
    return past[first:]


class Typing(Struct, frozen=True):
    """An uninterrupted stretch of typing or erasing in one field; what continues it joins its step."""

    field: AnswerPath
    is_erasing: bool
    start: int
    end: int
    """Where the typed characters end, or the erased ones ended before."""
    ends_word: bool
    at: float
    """Seconds of a monotonic clock."""


def cursor_of(interview: Interview) -> Cursor:
    """Return where the user is in an interview."""
    return Cursor(interview.current, interview.within, interview.cursor, interview.before_typing)


def cursor_near(before: Interview, after: Interview) -> Cursor:
    """Return where the user is in an interview, for the same one with another form of its template.

    Where the question is gone, it is the nearest one that is asked in both, the later one of two.
    """
    cursor = cursor_of(before)
    if after.is_asked(cursor.question):
        return cursor
    paths = tuple(before.asked_paths())
    if cursor.question not in paths:
        return cursor
    here = paths.index(cursor.question)
    nearest = sorted(range(len(paths)), key=lambda index: (abs(index - here), index < here))
    found = next((paths[index] for index in nearest if after.is_asked(paths[index])), None)
    return cursor if found is None else Cursor(found)


def interview_data(interview: Interview) -> InterviewData:
    """Return what a draft saves of an interview, as plain data."""
    return {
        "answers": interview.answers,
        "unfinished": {format_path(path): text for path, text in interview.unfinished.items()},
        "aside": {format_path(path): answer for path, answer in interview.stashed.items()},
    }


def with_data(interview: Interview, data: InterviewData, cursor: Cursor) -> Interview:
    """Return the interview with other data and another cursor."""
    answers = data.get("answers")
    return replace(
        interview,
        answers=answers if isinstance(answers, Mapping) else {},
        unfinished={path: text for path, text in _answers_by_path(data, "unfinished").items() if isinstance(text, str)},
        stashed=_answers_by_path(data, "aside"),
        current=cursor.question,
        within=cursor.within,
        cursor=cursor.offset,
        before_typing=cursor.before_typing,
    )


def apply_event(interview: Interview, event: Event) -> Interview:
    """Return the interview after an event; what no longer fits the template becomes unfinished text, or goes."""
    from wizard.answers.migration import migrate  # the first undo has use for it

    data = apply_changes(interview_data(interview), event.changes)
    return restore_interview(interview, migrate(interview.template, data)[0], event.after)


def restore_interview(interview: Interview, data: InterviewData, cursor: Cursor) -> Interview:
    """Return the interview with other data, at the cursor or as near to it as the questions that are asked allow."""
    there = with_data(interview, data, cursor)
    if not there.is_asked(cursor.question):
        first = cursor_of(Interview.begin(interview.template, there.answers))
        there = with_data(interview, data, first).go_to(cursor.question, cursor.within, cursor.offset)
    return clamp_cursor(there)


def event_between(
    before: Interview, after: Interview, typing: Typing | None, now: float
) -> tuple[Event, Typing | None]:
    """Return the event that leads from one interview to another, and the typing that it was part of, if any."""
    path = after.path_of_change(before.answers)
    changes = changes_between({"answers": before.answers}, {"answers": after.answers}, ("answers", *path))
    if before.unfinished is not after.unfinished or before.stashed is not after.stashed:
        changes += changes_between(_text_and_stash(before), _text_and_stash(after))
    old, new = cursor_of(before), cursor_of(after)
    if not changes:
        return Event("move", (), old, new), typing if old.question == new.question else None
    typed = _detect_typing(before, after, changes, now)
    is_same_step = typed is not None and typing is not None and _continues(typing, typed)
    return Event("join" if is_same_step else "new", changes, old, new), typed


def _text_and_stash(interview: Interview) -> InterviewData:
    """Return what a draft saves of an interview besides its answers."""
    return {part: answers for part, answers in interview_data(interview).items() if part != "answers"}


def _detect_typing(before: Interview, after: Interview, changes: tuple[Change, ...], now: float) -> Typing | None:
    """Return the typing that made the changes; None when they are more than one short stretch of one text."""
    fields = {field for change in changes for field in _fields_of(change)}
    if len(fields) != 1:
        return None
    field = fields.pop()
    if field is None:
        return None
    old, new = _field_text(before, field), _field_text(after, field)
    if old is None or new is None:
        return None
    question = after.template.question(field)
    if question is not None and question.kind in _KINDS_WITH_A_FORM:
        # `2026-12-3` is the answer 2026-12-03 already: what is typed does not tell of the text before.
        return Typing(field, is_erasing=False, start=0, end=0, ends_word=False, at=now)
    start, end = common_end_lengths(old, new)
    removed, inserted = old[start : len(old) - end], new[start : len(new) - end]
    if (removed and inserted) or len(removed or inserted) > _MAX_TYPED_AT_ONCE or _is_layout(removed or inserted):
        return None
    return Typing(
        field=field,
        is_erasing=bool(removed),
        start=start,
        end=start + len(removed or inserted),
        ends_word=inserted[-1:].isspace(),
        at=now,
    )


def _is_layout(text: str) -> bool:
    """Return whether one key has made several characters: an indent, or a line end with the start of a list item."""
    return len(text) > 1 and ("\n" in text or text.isspace())


def _continues(typing: Typing, typed: Typing) -> bool:
    if typed.field != typing.field or typed.is_erasing != typing.is_erasing or not 0 <= typed.at - typing.at < PAUSE:
        return False
    if typed.is_erasing:
        return typing.start in (typed.start, typed.end)
    begins_word = typing.ends_word and not typed.ends_word
    return typed.start == typing.end and not begins_word


def _fields_of(change: Change) -> tuple[AnswerPath | None, ...]:
    """Return the fields that a change belongs to: those with an answer, where it adds the item that typing begins."""
    field = _field_of(change)
    inserted = change.after if isinstance(change, SetChange) else change.inserted
    replaced = change.before if isinstance(change, SetChange) else change.removed
    if field is None or not is_list(inserted) or len(inserted) != 1 or not (replaced is OPEN or replaced == ()):
        return (field,)
    index = 0 if isinstance(change, SetChange) else change.index
    return tuple(_fields_within(inserted[0], (*field, index)))


def _fields_within(answer: Answer, path: AnswerPath) -> Iterator[AnswerPath]:
    """Yield the paths of the texts and numbers in an item, without the ticks of its tasks."""
    if is_mapping(answer):
        for key, inner in answer.items():
            yield from _fields_within(inner, (*path, key))
    elif is_list(answer):
        for index, inner in enumerate(answer):
            yield from _fields_within(inner, (*path, index))
    elif not isinstance(answer, bool):
        yield path


def _field_of(change: Change) -> AnswerPath | None:
    """Return the field whose answer or unfinished text a change belongs to; None when it belongs to no field."""
    top, *path = change.path
    if top == "answers":
        return tuple(path)
    if top == "unfinished" and path:
        return parse_path(str(path[0]))
    return None


def _changed_paths(changes: tuple[Change, ...]) -> tuple[AnswerPath, ...]:
    """Return the paths of the answers that changes belong to, each once."""
    paths = (parse_path(str(change.path[1])) if change.path[0] == "aside" else _field_of(change) for change in changes)
    return tuple(dict.fromkeys(path for path in paths if path))


def _field_text(interview: Interview, field: AnswerPath) -> str | None:
    """Return the text in a field; None when text is not what is entered there."""
    answer = interview.answer_at(field)
    is_text = field in interview.unfinished or not (answer is None or isinstance(answer, (bool, tuple, Mapping)))
    return interview.field_text(field) if is_text else None


def _answers_by_path(data: InterviewData, part: str) -> dict[AnswerPath, Answer]:
    answers = data.get(part)
    return {parse_path(written): answer for written, answer in answers.items()} if isinstance(answers, Mapping) else {}


def _removes_blank_item(change: Change) -> bool:
    if isinstance(change, SetChange):
        return change.before == ({},) and change.after is OPEN
    return change.removed == ({},) and not change.inserted
