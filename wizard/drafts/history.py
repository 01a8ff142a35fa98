"""Undo and redo: what was changed, step by step, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from wizard.answers.kinds import format_answer
from wizard.answers.migration import migrate
from wizard.drafts.changes import (
    Change,
    apply_changes,
    changes_between,
    changes_weight,
    common_end_lengths,
    invert_changes,
    join_changes,
)
from wizard.interview.cursor import clamp_cursor
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, AnswerPath, InterviewData, format_path, parse_path

MAX_UNDO_STEPS = 500
MAX_UNDO_WEIGHT = 4_000_000
"""Characters in all steps together; they are written down again with every snapshot."""
PAUSE = 1.0
"""Seconds without a key after which typing is a step of its own."""
_MAX_TYPED_AT_ONCE = 4
"""Characters; more were pasted."""

EventKind: TypeAlias = Literal["move", "new", "join", "undo", "redo"]
"""`move` changes only where the user stands; `join` goes on with the last step."""


class Cursor(Struct, frozen=True):
    """Where the user is."""

    question: AnswerPath
    within: AnswerPath = ()
    offset: int = 0


class Event(Struct, frozen=True):
    """One thing that happened to an interview; a draft is its beginning and the events since."""

    kind: EventKind
    changes: tuple[Change, ...]
    before: Cursor
    after: Cursor


class UndoStep(Struct, frozen=True, dict=True):
    """What one undo takes back."""

    changes: tuple[Change, ...]
    before: Cursor
    after: Cursor

    @cached_property
    def weight(self) -> int:
        """Return how much it is to write down."""
        return changes_weight(self.changes)


class History(Struct, frozen=True):
    """The steps that can be taken back, oldest first, and those that can be made again, next one last."""

    past: tuple[UndoStep, ...] = ()
    future: tuple[UndoStep, ...] = ()

    def add(self, event: Event) -> History:
        """The history once an event happened."""
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
        """The event that takes the last step back, or None when there is none."""
        if not self.past:
            return None
        step = self.past[-1]
        return Event("undo", invert_changes(step.changes), cursor, step.before)

    def redo_event(self, cursor: Cursor) -> Event | None:
        """The event that makes the step again that was taken back last, or None when there is none."""
        if not self.future:
            return None
        step = self.future[-1]
        return Event("redo", step.changes, cursor, step.after)

    def _add_step(self, event: Event) -> History:
        step = UndoStep(event.changes, event.before, event.after)
        return History(_drop_oldest((*self.past[-MAX_UNDO_STEPS + 1 :], step)))

    def _extend_last_step(self, event: Event) -> History:
        if not self.past:
            return self._add_step(event)
        last = self.past[-1]
        step = UndoStep(join_changes(last.changes, event.changes), last.before, event.after)
        return History((*self.past[:-1], step))


def _drop_oldest(past: tuple[UndoStep, ...]) -> tuple[UndoStep, ...]:
    """The last steps, as many as are not too much to write down; always the very last."""
    weight = sum(step.weight for step in past)
    first = 0
    while weight > MAX_UNDO_WEIGHT and first < len(past) - 1:
        weight -= past[first].weight
        first += 1
    return past[first:]


class Typing(Struct, frozen=True):
    """The typing that is going on; what follows on from it is the same step."""

    field: AnswerPath
    is_erasing: bool
    start: int
    end: int
    """Where the typed characters end, or the erased ones ended."""
    ends_word: bool
    at: float
    """Seconds of a clock that never goes back."""


def cursor_of(interview: Interview) -> Cursor:
    """Where the user is in an interview."""
    return Cursor(interview.current, interview.within, interview.cursor)


def interview_data(interview: Interview) -> InterviewData:
    """What a draft keeps of an interview, as plain data."""
    return {
        "answers": interview.answers,
        "unfinished": {format_path(path): text for path, text in interview.unfinished.items()},
        "aside": {format_path(path): answer for path, answer in interview.stashed.items()},
    }


def with_data(interview: Interview, data: InterviewData, cursor: Cursor) -> Interview:
    """The interview with other answers and another place, and the same template."""
    answers = data.get("answers")
    return replace(
        interview,
        answers=answers if isinstance(answers, Mapping) else {},
        unfinished={path: text for path, text in _answers_by_path(data, "unfinished").items() if isinstance(text, str)},
        stashed=_answers_by_path(data, "aside"),
        current=cursor.question,
        within=cursor.within,
        cursor=cursor.offset,
    )


def apply_event(interview: Interview, event: Event) -> Interview:
    """The interview after an event; what fits the template no more stands as typed text, or not at all."""
    tree = apply_changes(interview_data(interview), event.changes)
    return restore_interview(interview, migrate(interview.template, tree)[0], event.after)


def restore_interview(interview: Interview, data: InterviewData, cursor: Cursor) -> Interview:
    """The interview with other answers, where the user stood, or as near as the questions go that are asked now."""
    there = with_data(interview, data, cursor)
    if not there.is_asked(cursor.question):
        first = cursor_of(Interview.begin(interview.template, there.answers))
        there = with_data(interview, data, first).go_to(cursor.question, cursor.within, cursor.offset)
    return clamp_cursor(there)


def event_between(
    before: Interview, after: Interview, typing: Typing | None, now: float
) -> tuple[Event, Typing | None]:
    """What happened between two interviews, and the typing that goes on if it was typing."""
    changes = changes_between(_data_to_compare(before, after), _data_to_compare(after, before))
    stood, stands = cursor_of(before), cursor_of(after)
    if not changes:
        return Event("move", (), stood, stands), typing if stood.question == stands.question else None
    typed = _detect_typing(before, after, changes, now)
    goes_on = typed is not None and typing is not None and _continues(typing, typed)
    return Event("join" if goes_on else "new", changes, stood, stands), typed


def _data_to_compare(interview: Interview, other: Interview) -> InterviewData:
    """The parts of the tree that are not the same object in the other interview."""
    if interview.unfinished or interview.stashed or other.unfinished or other.stashed:
        return interview_data(interview)
    return {"answers": interview.answers}


def _detect_typing(before: Interview, after: Interview, changes: tuple[Change, ...], now: float) -> Typing | None:
    """The typing that led to the changes, or None when they are more than a stretch of one text."""
    fields = {_field_of(change) for change in changes}
    field = fields.pop()
    if fields or field is None:
        return None
    old, new = _field_text(before, field), _field_text(after, field)
    if old is None or new is None:
        return None
    start, end = common_end_lengths(old, new)
    out, into = old[start : len(old) - end], new[start : len(new) - end]
    if (out and into) or len(out or into) > _MAX_TYPED_AT_ONCE:
        return None
    return Typing(field, bool(out), start, start + len(out or into), into[-1:].isspace(), now)


def _continues(typing: Typing, typed: Typing) -> bool:
    if typed.field != typing.field or typed.is_erasing != typing.is_erasing or not 0 <= typed.at - typing.at < PAUSE:
        return False
    if typed.is_erasing:
        return typing.start in (typed.start, typed.end)
    begins_word = typing.ends_word and not typed.ends_word
    return typed.start == typing.end and not begins_word


def _field_of(change: Change) -> AnswerPath | None:
    """The field that a change of text belongs to; None for another change."""
    top, *path = change.path
    if top == "answers":
        return tuple(path)
    if top == "unfinished" and path:
        return parse_path(str(path[0]))
    return None


def _field_text(interview: Interview, field: AnswerPath) -> str | None:
    """The text that stands in a field; None when no text is typed there."""
    typed = interview.unfinished.get(field)
    if typed is not None:
        return typed
    answer = interview.answer_at(field)
    if answer is None or isinstance(answer, (bool, tuple, Mapping)):
        return None
    return "" if answer is OPEN else format_answer(answer)


def _answers_by_path(tree: InterviewData, part: str) -> dict[AnswerPath, Answer]:
    held = tree.get(part)
    return {parse_path(written): answer for written, answer in held.items()} if isinstance(held, Mapping) else {}
