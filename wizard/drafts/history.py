"""Undo and redo: what was changed, step by step, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from wizard.answers.kinds import write_text
from wizard.answers.migration import settled
from wizard.drafts.changes import Change, changes_between, common_ends, inverse, joined, weight_of, with_changes
from wizard.interview.cursor import in_reach
from wizard.interview.interview import Interview
from wizard.model.answers import OPEN, Answer, Path, Tree, format_path, parse_path

MOST_STEPS = 500
MOST_WEIGHT = 4_000_000
"""Characters in all steps together; they are written down again with every snapshot."""
PAUSE = 1.0
"""Seconds without a key after which typing is a step of its own."""
_MOST_TYPED_AT_ONCE = 4
"""Characters; more were pasted."""

Doing: TypeAlias = Literal["move", "new", "join", "undo", "redo"]
"""`move` changes only where the user stands; `join` goes on with the last step."""


class Stand(Struct, frozen=True):
    """Where the user is."""

    place: Path
    within: Path = ()
    cursor: int = 0


class Event(Struct, frozen=True):
    """One thing that happened to an interview; a draft is its beginning and the events since."""

    doing: Doing
    changes: tuple[Change, ...]
    stood: Stand
    stands: Stand


class Step(Struct, frozen=True, dict=True):
    """What one undo takes back."""

    changes: tuple[Change, ...]
    before: Stand
    after: Stand

    @cached_property
    def weight(self) -> int:
        """Return how much it is to write down."""
        return weight_of(self.changes)


class History(Struct, frozen=True):
    """The steps that can be taken back, oldest first, and those that can be made again, next one last."""

    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()

    def after(self, event: Event) -> History:
        """The history once an event happened."""
        match event.doing:
            case "move":
                return self
            case "new":
                return self._with_new(event)
            case "join":
                return self._with_joined(event)
            case "undo":
                return History(self.past[:-1], (*self.future, *self.past[-1:]))
            case "redo":
                return History((*self.past, *self.future[-1:]), self.future[:-1])

    def undo(self, stands: Stand) -> Event | None:
        """The event that takes the last step back, or None when there is none."""
        if not self.past:
            return None
        step = self.past[-1]
        return Event("undo", inverse(step.changes), stands, step.before)

    def redo(self, stands: Stand) -> Event | None:
        """The event that makes the step again that was taken back last, or None when there is none."""
        if not self.future:
            return None
        step = self.future[-1]
        return Event("redo", step.changes, stands, step.after)

    def _with_new(self, event: Event) -> History:
        step = Step(event.changes, event.stood, event.stands)
        return History(_bounded((*self.past[-MOST_STEPS + 1 :], step)))

    def _with_joined(self, event: Event) -> History:
        if not self.past:
            return self._with_new(event)
        last = self.past[-1]
        step = Step(joined(last.changes, event.changes), last.before, event.stands)
        return History((*self.past[:-1], step))


def _bounded(past: tuple[Step, ...]) -> tuple[Step, ...]:
    """The last steps, as many as are not too much to write down; always the very last."""
    weight = sum(step.weight for step in past)
    first = 0
    while weight > MOST_WEIGHT and first < len(past) - 1:
        weight -= past[first].weight
        first += 1
    return past[first:]


class Typing(Struct, frozen=True):
    """The typing that is going on; what follows on from it is the same step."""

    field: Path
    is_erasing: bool
    start: int
    end: int
    """Where the typed characters end, or the erased ones ended."""
    ends_word: bool
    at: float
    """Seconds of a clock that never goes back."""


def stand_of(interview: Interview) -> Stand:
    """Where the user is in an interview."""
    return Stand(interview.place, interview.within, interview.cursor)


def tree_of(interview: Interview) -> Tree:
    """What a draft keeps of an interview, as plain data."""
    return {
        "answers": interview.answers,
        "unfinished": {format_path(path): text for path, text in interview.unfinished.items()},
        "aside": {format_path(path): answer for path, answer in interview.aside.items()},
    }


def with_tree(interview: Interview, tree: Tree, stand: Stand) -> Interview:
    """The interview with other answers and another place, and the same template."""
    answers = tree.get("answers")
    return replace(
        interview,
        answers=answers if isinstance(answers, Mapping) else {},
        unfinished={path: text for path, text in _by_path(tree, "unfinished").items() if isinstance(text, str)},
        aside=_by_path(tree, "aside"),
        place=stand.place,
        within=stand.within,
        cursor=stand.cursor,
    )


def happened(interview: Interview, event: Event) -> Interview:
    """The interview after an event; what fits the template no more stands as typed text, or not at all."""
    tree = with_changes(tree_of(interview), event.changes)
    return at_stand(interview, settled(interview.template, tree)[0], event.stands)


def at_stand(interview: Interview, tree: Tree, stand: Stand) -> Interview:
    """The interview with other answers, where the user stood, or as near as the questions go that are asked now."""
    there = with_tree(interview, tree, stand)
    if not there.is_asked(stand.place):
        first = stand_of(Interview.begin(interview.template, there.answers))
        there = with_tree(interview, tree, first).go_to(stand.place, stand.within, stand.cursor)
    return in_reach(there)


def event_between(
    before: Interview, after: Interview, typing: Typing | None, now: float
) -> tuple[Event, Typing | None]:
    """What happened between two interviews, and the typing that goes on if it was typing."""
    changes = changes_between(_looked_into(before, after), _looked_into(after, before))
    stood, stands = stand_of(before), stand_of(after)
    if not changes:
        return Event("move", (), stood, stands), typing if stood.place == stands.place else None
    typed = _typing(before, after, changes, now)
    goes_on = typed is not None and typing is not None and _goes_on(typing, typed)
    return Event("join" if goes_on else "new", changes, stood, stands), typed


def _looked_into(interview: Interview, other: Interview) -> Tree:
    """The parts of the tree that are not the same object in the other interview."""
    if interview.unfinished or interview.aside or other.unfinished or other.aside:
        return tree_of(interview)
    return {"answers": interview.answers}


def _typing(before: Interview, after: Interview, changes: tuple[Change, ...], now: float) -> Typing | None:
    """The typing that led to the changes, or None when they are more than a stretch of one text."""
    fields = {_field(change) for change in changes}
    field = fields.pop()
    if fields or field is None:
        return None
    old, new = _shown(before, field), _shown(after, field)
    if old is None or new is None:
        return None
    start, end = common_ends(old, new)
    out, into = old[start : len(old) - end], new[start : len(new) - end]
    if (out and into) or len(out or into) > _MOST_TYPED_AT_ONCE:
        return None
    return Typing(field, bool(out), start, start + len(out or into), into[-1:].isspace(), now)


def _goes_on(typing: Typing, typed: Typing) -> bool:
    if typed.field != typing.field or typed.is_erasing != typing.is_erasing or not 0 <= typed.at - typing.at < PAUSE:
        return False
    if typed.is_erasing:
        return typing.start in (typed.start, typed.end)
    begins_word = typing.ends_word and not typed.ends_word
    return typed.start == typing.end and not begins_word


def _field(change: Change) -> Path | None:
    """The field that a change of text belongs to; None for another change."""
    top, *path = change.path
    if top == "answers":
        return tuple(path)
    if top == "unfinished" and path:
        return parse_path(str(path[0]))
    return None


def _shown(interview: Interview, field: Path) -> str | None:
    """The text that stands in a field; None when no text is typed there."""
    typed = interview.unfinished.get(field)
    if typed is not None:
        return typed
    answer = interview.answer_at(field)
    if answer is None or isinstance(answer, (bool, tuple, Mapping)):
        return None
    return "" if answer is OPEN else write_text(answer)


def _by_path(tree: Tree, part: str) -> dict[Path, Answer]:
    held = tree.get(part)
    return {parse_path(written): answer for written, answer in held.items()} if isinstance(held, Mapping) else {}
