"""Small, invertible changes of an interview's data: find them between two states, apply, invert and join them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import compress, count
from operator import is_not
from typing import TypeAlias

from msgspec import Struct

from wizard.model.answers import OPEN, Answer, AnswerPath, InterviewData, Unanswered, is_list, is_mapping


class SetChange(Struct, frozen=True):
    """One answer replaces another at a path; OPEN where there is none."""

    path: AnswerPath
    before: Answer | Unanswered
    after: Answer | Unanswered


class SpliceChange(Struct, frozen=True):
    """In a long text or a list, from an index on, `inserted` replaces `removed`."""

    path: AnswerPath
    index: int
    removed: str | tuple[Answer, ...]
    inserted: str | tuple[Answer, ...]


Change: TypeAlias = "SetChange | SpliceChange"

_BLOCK = 1024
"""Items that are compared in one go; in a list of ten thousand this saves half a millisecond a key."""
_LONG_TEXT = 400
"""Characters from which on a text is spliced; a shorter one is written out, which is easier to read in the journal."""


def changes_between(before: InterviewData, after: InterviewData, within: AnswerPath = ()) -> tuple[Change, ...]:
    """Return the changes from one state to another, all of which are at or below the path `within`.

    What is the same object in both is not compared.
    """
    old: Answer = before
    new: Answer = after
    path: AnswerPath = ()
    for step in within:
        if is_mapping(old) and is_mapping(new) and isinstance(step, str) and step in old and step in new:
            old, new = old[step], new[step]
        elif is_list(old) and is_list(new) and isinstance(step, int) and step < len(old) == len(new):
            old, new = old[step], new[step]
        else:
            break
        path = (*path, step)
    return () if old is new else tuple(_changes_of(old, new, path))


def apply_changes(data: InterviewData, changes: Iterable[Change]) -> InterviewData:
    """Return the state after changes; a splice that does not fit removes nothing and inserts all the same."""
    for change in changes:
        changed = _apply_at(data, change.path, change)
        assert is_mapping(changed)
        data = changed
    return data


def invert_changes(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return the changes that undo these."""
    return tuple(_invert(change) for change in reversed(changes))


def join_changes(first: tuple[Change, ...], then: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return both together, joined where the later changes continue the earlier ones."""
    if len(first) != len(then) or any(one.path != two.path for one, two in zip(first, then, strict=True)):
        return first + then
    pairs = [_join(one, two) for one, two in zip(first, then, strict=True)]
    if any(pair is None for pair in pairs):
        return first + then
    return tuple(pair for pair in pairs if pair is not None)


def changes_weight(changes: Iterable[Change]) -> int:
    """Return about how many characters changes take in the journal."""
    return sum(
        _weight(change.before) + _weight(change.after)
        if isinstance(change, SetChange)
        else _weight(change.removed) + _weight(change.inserted)
        for change in changes
    )


def _weight(answer: Answer | Unanswered) -> int:
    if isinstance(answer, str):
        return len(answer) + 10
    if is_mapping(answer):
        return sum(len(key) + _weight(inner) for key, inner in answer.items())
    return sum(map(_weight, answer)) if is_list(answer) else 10


def is_same_answer(one: Answer | Unanswered, other: Answer | Unanswered) -> bool:
    """Whether two answers are equal; 1, 1.0 and true are three answers, and the order of keys does not count."""
    return one is other or not any(_changes_of(one, other, ()))


def _join(one: Change, two: Change) -> Change | None:
    if isinstance(one, SetChange) and isinstance(two, SetChange):
        return SetChange(one.path, one.before, two.after)
    if (
        isinstance(one, SpliceChange)
        and isinstance(two, SpliceChange)
        and isinstance(one.inserted, str)
        and isinstance(two.inserted, str)
    ):
        goes_on = not two.removed and two.index == one.index + len(one.inserted)
        return SpliceChange(one.path, one.index, one.removed, one.inserted + two.inserted) if goes_on else None
    return None


def _invert(change: Change) -> Change:
    if isinstance(change, SetChange):
        return SetChange(change.path, change.after, change.before)
    return SpliceChange(change.path, change.index, change.inserted, change.removed)


def _changes(before: Mapping[str, Answer], after: Mapping[str, Answer], path: AnswerPath) -> Iterator[Change]:
    for key, old in before.items():
        new = after.get(key, OPEN)
        if new is not old:
            yield from _changes_of(old, new, (*path, key))
    for key, new in after.items():
        if key not in before:
            yield SetChange((*path, key), OPEN, new)


def _changes_of(old: Answer | Unanswered, new: Answer | Unanswered, path: AnswerPath) -> Iterator[Change]:
    if is_mapping(old) and is_mapping(new):
        yield from _changes(old, new, path)
    elif is_list(old) and is_list(new):
        yield from _list_changes(old, new, path)
    elif isinstance(old, str) and isinstance(new, str):
        yield from _text_changes(old, new, path)
    elif type(old) is not type(new) or old != new:
        yield SetChange(path, old, new)


def _text_changes(old: str, new: str, path: AnswerPath) -> Iterator[Change]:
    if old == new:
        return
    if max(len(old), len(new)) < _LONG_TEXT:
        yield SetChange(path, old, new)
        return
    start, end = common_end_lengths(old, new)
    yield SpliceChange(path, start, old[start : len(old) - end], new[start : len(new) - end])


def _list_changes(old: tuple[Answer, ...], new: tuple[Answer, ...], path: AnswerPath) -> Iterator[Change]:
    start = _first_difference(old, new)
    end = _first_difference(old[: start - 1 if start else None : -1], new[: start - 1 if start else None : -1])
    out, into = old[start : len(old) - end], new[start : len(new) - end]
    if len(out) == len(into) == 1:
        yield from _changes_of(out[0], into[0], (*path, start))
    elif out or into:
        yield from _window_changes(out, into, start, path)


def _window_changes(
    out: tuple[Answer, ...], into: tuple[Answer, ...], start: int, path: AnswerPath
) -> Iterator[Change]:
    """Yield no change for items that are equal without being the same objects."""
    if len(out) == len(into) and all(map(is_same_answer, out, into)):
        return
    yield SpliceChange(path, start, out, into)


def _first_difference(one: tuple[Answer, ...], other: tuple[Answer, ...]) -> int:
    """Return the first index at which two lists hold different objects, or the length of the shorter one."""
    shorter = min(len(one), len(other))
    for start in range(0, shorter, _BLOCK):
        here, there = one[start : start + _BLOCK], other[start : start + _BLOCK]
        if any(map(is_not, here, there)):
            return start + next(compress(count(), map(is_not, here, there)))
    return shorter


def common_end_lengths(one: str, other: str) -> tuple[int, int]:
    """Return how many characters two texts share at the start, and how many of the rest at the end."""
    most = min(len(one), len(other))
    start = _bisect_longest(lambda length: one.startswith(other[:length]), most)
    most -= start
    return start, _bisect_longest(lambda length: not length or one.endswith(other[-length:]), most)


def _bisect_longest(fits: Callable[[int], bool], most: int) -> int:
    """Return the greatest length up to `most` that fits, given that all shorter ones do."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if fits(middle):
            least = middle
        else:
            most = middle - 1
    return least


def _apply_at(held: Answer | Unanswered, path: AnswerPath, change: Change) -> Answer | Unanswered:
    if not path:
        return change.after if isinstance(change, SetChange) else _apply_splice(held, change)
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        return _apply_to_entry(held if is_mapping(held) else {}, step, rest, change)
    items = held if is_list(held) else ()
    item = _apply_at(items[step] if step < len(items) else OPEN, rest, change)
    if item is OPEN:
        return (*items[:step], *items[step + 1 :])
    return (*items[:step], item, *items[step + 1 :])


def _apply_to_entry(held: Mapping[str, Answer], key: str, rest: AnswerPath, change: Change) -> Mapping[str, Answer]:
    after = _apply_at(held.get(key, OPEN), rest, change)
    if after is OPEN:
        return {kept: answer for kept, answer in held.items() if kept != key}
    return {**held, key: after}


def _apply_splice(held: Answer | Unanswered, change: SpliceChange) -> Answer:
    at, out, into = change.index, change.removed, change.inserted
    if isinstance(into, str) and isinstance(out, str):
        text = held if isinstance(held, str) else ""
        goes = len(out) if text.startswith(out, at) else 0
        return text[:at] + into + text[at + goes :]
    assert is_list(into) and is_list(out)
    items = held if is_list(held) else ()
    fits = is_same_answer(items[at : at + len(out)], out)
    return (*items[:at], *into, *items[at + len(out) if fits else at :])
