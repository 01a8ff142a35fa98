"""What other answers a plan is made of now, in questions: `Budget: 3 → 5 weeks`.

the answers of then and those of now → each that is another one, with its path; items that were moved, boxes ticked

Only answers are compared, never texts of plans: where a template or its layout has changed, no answer has.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from wizard.answers.kinds import format_answer
from wizard.message_text import sanitize_line
from wizard.model.answers import OPEN, Answer, AnswerPath, Answers, Unanswered, format_path, is_list, is_mapping
from wizard.model.template import Question, Template
from wizard.plans.merge.line_matching import find_matches, split_lines

ChangeKind: TypeAlias = Literal["added", "changed", "removed", "moved", "ticked", "unticked"]

_SHOWN_CHARACTERS: Final = 60
_SHOWN_BEFORE: Final = 20
"""Characters of a long text before the first that differs."""
_DONE_WITH: Final[Mapping[ChangeKind, str]] = {
    "added": "new",
    "removed": "removed",
    "ticked": "ticked",
    "unticked": "unticked",
}


class AnswerChange(Struct, frozen=True):
    """An answer, or an item or a line of one, that is another one now."""

    path: AnswerPath
    """In the answers of now; of an item that was taken out, in those of then."""
    label: str
    kind: ChangeKind
    before: str | None
    """The answer as text; None when there was none."""
    after: str | None
    """None when there is none any more."""
    moved: tuple[int, int] = (0, 0)
    """The indexes that an item had and has that was moved."""

    def words(self) -> str:
        """Return `Budget: 3 → 5 weeks`."""
        label = sanitize_line(self.label)
        if len(self.path) > 1:
            label = f"{label} ({sanitize_line(format_path(self.path))})"
        before, after = sanitize_line(self.before or ""), sanitize_line(self.after or "")
        if self.kind == "changed":
            before, after = _without_common_start(before, after)
            return f"{label}: {_shorten(_without_common_end(before, after))} → {_shorten(after)}"
        if self.kind == "moved":
            old, new = self.moved
            return f"{label}: {_shorten(after)} (moved from {old + 1} to {new + 1})"
        said = after.partition("] ")[2] if self.kind in ("ticked", "unticked") else after or before
        return f"{label}: {_shorten(said)} ({_DONE_WITH[self.kind]})"


def find_changes(template: Template, before: Answers, after: Answers) -> tuple[AnswerChange, ...]:
    """Return the answers that are not what they were, in the order of the template."""
    return tuple(_compare_entries(tuple(template.questions()), before, after, ()))


def _compare_entries(
    questions: Sequence[Question], before: Mapping[str, Answer], after: Mapping[str, Answer], path: AnswerPath
) -> Iterator[AnswerChange]:
    for question in questions:
        was, now = before.get(question.id, OPEN), after.get(question.id, OPEN)
        if was != now or type(was) is not type(now):
            yield from _compare(question, was, now, (*path, question.id))


def _compare(
    question: Question, was: Answer | Unanswered, now: Answer | Unanswered, path: AnswerPath
) -> Iterator[AnswerChange]:
    label = question.short or question.label
    if _is_list_or_nothing(was) and _is_list_or_nothing(now):
        yield from _compare_items(question, was if is_list(was) else (), now if is_list(now) else (), path)
    elif is_mapping(was) and is_mapping(now) and question.questions:
        yield from _compare_entries(question.questions, was, now, path)
    elif question.kind == "checklist":
        yield from _compare_tasks(was, now, path, label)
    else:
        yield from _compare_texts(format_answer(was), format_answer(now), path, label)


def _is_list_or_nothing(answer: Answer | Unanswered) -> bool:
    return is_list(answer) or answer is OPEN or answer is None


def _compare_tasks(
    was: Answer | Unanswered, now: Answer | Unanswered, path: AnswerPath, label: str
) -> Iterator[AnswerChange]:
    yield from _compare_texts(format_answer(was), format_answer(now), path, label)
    if _is_done(was) != _is_done(now):
        kind: ChangeKind = "ticked" if _is_done(now) else "unticked"
        boxes = (f"[{'x' if _is_done(each) else ' '}] {format_answer(each)}" for each in (was, now))
        before, after = boxes
        yield AnswerChange(path, label, kind, before, after)


def _is_done(task: Answer | Unanswered) -> bool:
    return is_mapping(task) and task.get("done") is True


def _compare_texts(was: str, now: str, path: AnswerPath, label: str) -> Iterator[AnswerChange]:
    """Yield the lines that differ; blank ones are no matter."""
    lines, others = split_lines(was), split_lines(now)
    at = begin = 0
    for start, first, length in (*find_matches(lines, others), (len(lines), len(others), 0)):
        gone = [line for line in lines[at:start] if line.strip()]
        came = [line for line in others[begin:first] if line.strip()]
        for index in range(max(len(gone), len(came))):
            before = gone[index].strip() if index < len(gone) else None
            after = came[index].strip() if index < len(came) else None
            if before != after:
                kind: ChangeKind = "added" if before is None else "removed" if after is None else "changed"
                yield AnswerChange(path, label, kind, before, after)
        at, begin = start + length, first + length


def _compare_items(
    question: Question, was: Sequence[Answer], now: Sequence[Answer], path: AnswerPath
) -> Iterator[AnswerChange]:
    label = question.short or question.label
    before_of = _match_items(was, now)
    staying = _longest_in_order([before_of[index] for index in sorted(before_of)])
    for index, item in enumerate(now):
        old = before_of.get(index)
        here = (*path, index)
        if old is None:
            yield AnswerChange(here, label, "added", None, _name(question, item))
            continue
        if old not in staying:
            yield AnswerChange(here, label, "moved", _name(question, was[old]), _name(question, item), (old, index))
        if was[old] != item:
            yield from _compare(question, was[old], item, here)
    kept = set(before_of.values())
    for old, item in enumerate(was):
        if old not in kept:
            yield AnswerChange((*path, old), label, "removed", _name(question, item), None)


def _match_items(was: Sequence[Answer], now: Sequence[Answer]) -> dict[int, int]:
    """Return the index that each item of now had: the same, ones of the same name, ones in the same gap."""
    found: dict[int, int] = {}
    for key_of in (_key, _first_text):
        left_was = [index for index in range(len(was)) if index not in set(found.values())]
        left_now = [index for index in range(len(now)) if index not in found]
        keys, others = [key_of(was[index]) for index in left_was], [key_of(now[index]) for index in left_now]
        for start, first, length in find_matches(keys, others):
            steps = (step for step in range(length) if keys[start + step])
            found.update((left_now[first + step], left_was[start + step]) for step in steps)
        places: dict[str, list[int]] = {}
        kept = set(found.values())
        for index, key in reversed([*zip(left_was, keys, strict=True)]):
            if index not in kept and key:
                places.setdefault(key, []).append(index)
        for index, key in zip(left_now, others, strict=True):
            if index not in found and places.get(key):
                found[index] = places[key].pop()
    found.update(_in_same_gap(len(was), len(now), found))
    return found


def _in_same_gap(was: int, now: int, found: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the items between two that stayed, where as many have gone as have come."""
    kept = set(found.values())
    gaps_was, gaps_now = dict[int, list[int]](), dict[int, list[int]]()
    last = -1
    for index in range(was):
        if index in kept:
            last = index
        else:
            gaps_was.setdefault(last, []).append(index)
    last = -1
    for index in range(now):
        if index in found:
            last = found[index]
        else:
            gaps_now.setdefault(last, []).append(index)
    for place, came in gaps_now.items():
        gone = gaps_was.get(place, [])
        if len(gone) == len(came):
            yield from zip(came, gone, strict=True)


def _key(item: Answer) -> str:
    """Return what an item says, ticked or not."""
    if is_mapping(item):
        return repr([(id, part) for id, part in item.items() if id != "done"])
    return repr(item)


def _first_text(item: Answer) -> str:
    """Return the name of an item of a group."""
    if not is_mapping(item):
        return ""
    return next((part for part in item.values() if isinstance(part, str) and part.strip()), "")


def _name(question: Question, item: Answer) -> str:
    return (_first_text(item) if question.kind == "group" else "") or format_answer(item)


def _longest_in_order(indexes: Sequence[int]) -> frozenset[int]:
    """Return the most of different numbers that ascend, so that the fewest others have been moved."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, index in enumerate(indexes):
        at = bisect_left(ends, index)
        ends[at : at + 1] = [index]
        last[at : at + 1] = [place]
        before.append(last[at - 1] if at else -1)
    found = set[int]()
    place = last[-1] if last else -1
    while place >= 0:
        found.add(indexes[place])
        place = before[place]
    return frozenset(found)


def _without_common_start(before: str, after: str) -> tuple[str, str]:
    """Return long texts from a little before the first character that differs."""
    if max(len(before), len(after)) <= _SHOWN_CHARACTERS:
        return before, after
    same = next((at for at, (one, two) in enumerate(zip(before, after, strict=False)) if one != two), 0)
    start = before.rfind(" ", 0, max(same - _SHOWN_BEFORE, 0)) + 1
    return (f"…{before[start:]}", f"…{after[start:]}") if start else (before, after)


def _without_common_end(before: str, after: str) -> str:
    """Return `3` for `3 weeks` and `5 weeks`."""
    words, others = before.split(" "), after.split(" ")
    if len(before) > _SHOWN_CHARACTERS or len(after) > _SHOWN_CHARACTERS:
        return before
    while len(words) > 1 and len(others) > 1 and words[-1] == others[-1]:
        words.pop()
        others.pop()
    return " ".join(words)


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[: _SHOWN_CHARACTERS - 1].rstrip()}…"
