"""Three-way merge of answers: those beside a plan, those of a draft, and those with what was done in the plan by hand.

{"goal": "a", "tasks": (x, y)}, {"goal": "b", "tasks": (x, y)}, {"goal": "a", "tasks": (x, z)}
-> {"goal": "b", "tasks": (x, z)}, and the paths of what both have changed in different ways
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from wizard.model.answers import OPEN, Answer, AnswerPath, Answers, Unanswered, is_list, is_mapping
from wizard.plans.merge.line_matching import find_matches


class MergedAnswers(Struct, frozen=True):
    """The answers with what either side has changed; where both have, those of the draft."""

    answers: Answers
    clashes: tuple[AnswerPath, ...]
    """Of what both have changed in different ways, as paths of the plan's side; of what is gone there, of the base."""


def merge_answers(base: Answers, mine: Answers, theirs: Answers) -> MergedAnswers:
    """Return the answers of a draft (`mine`) with what was done by hand (`theirs`); both come from `base`."""
    merger = _Merger()
    merged = merger.merge_mappings(base, mine, theirs, ())
    return MergedAnswers(merged, tuple(merger.clashes))


class _Merger(Struct):
    clashes: list[AnswerPath] = field(default_factory=list[AnswerPath])

    def merge(
        self, base: Answer | Unanswered, mine: Answer | Unanswered, theirs: Answer | Unanswered, path: AnswerPath
    ) -> Answer | Unanswered:
        if _is_same(theirs, base) or _is_same(mine, theirs):
            return mine
        if _is_same(mine, base):
            return theirs
        if is_mapping(base) and is_mapping(mine) and is_mapping(theirs):
            return self.merge_mappings(base, mine, theirs, path)
        if is_list(base) and is_list(mine) and is_list(theirs):
            merged = self.merge_lists(base, mine, theirs, path)
            if merged is not None:
                return merged
        self.clashes.append(path)
        return mine

    def merge_mappings(
        self, base: Mapping[str, Answer], mine: Mapping[str, Answer], theirs: Mapping[str, Answer], path: AnswerPath
    ) -> Mapping[str, Answer]:
        merged: dict[str, Answer] = {}
        for key in dict.fromkeys((*mine, *theirs)):
            answer = self.merge(base.get(key, OPEN), mine.get(key, OPEN), theirs.get(key, OPEN), (*path, key))
            if not isinstance(answer, Unanswered):
                merged[key] = answer
        return merged

    def merge_lists(
        self, base: Sequence[Answer], mine: Sequence[Answer], theirs: Sequence[Answer], path: AnswerPath
    ) -> tuple[Answer, ...] | None:
        """Return the items of both in the order of the file, the draft's own behind those that they stood behind.

        Where the draft has put them into another order it is the other way round; None where both have.
        """
        in_mine, in_theirs = dict(sorted(_pairs(base, mine))), dict(sorted(_pairs(base, theirs)))
        is_moved, is_moved_there = (list(places.values()) != sorted(places.values()) for places in (in_mine, in_theirs))
        if is_moved and is_moved_there:
            return None
        (first, in_first), (second, in_second) = (theirs, in_theirs), (mine, in_mine)
        if is_moved:
            (first, in_first), (second, in_second) = (second, in_second), (first, in_first)
        merged: list[tuple[int, Answer]] = []
        """Each item with its index in the second list, or -1."""
        of_first, of_second = ({index: old for old, index in places.items()} for places in (in_first, in_second))
        for index, item in enumerate(first):
            old = of_first.get(index)
            if old is not None and old in in_second:
                made = self.merge(base[old], mine[in_mine[old]], theirs[in_theirs[old]], (*path, in_theirs[old]))
                if not isinstance(made, Unanswered):
                    merged.append((in_second[old], made))
            elif old is None or self._stays(base[old], item, (*path, old if is_moved else index), is_mine=is_moved):
                merged.append((-1, item))
        for index, item in enumerate(second):
            old = of_second.get(index)
            if old is None or (
                old not in in_first
                and self._stays(base[old], item, (*path, index if is_moved else old), is_mine=not is_moved)
            ):
                before = max(((place, at) for at, (place, _) in enumerate(merged) if 0 <= place < index), default=None)
                merged.insert(0 if before is None else before[1] + 1, (index, item))
        return tuple(item for _, item in merged)

    def _stays(self, base: Answer, item: Answer, path: AnswerPath, *, is_mine: bool) -> bool:
        """Return whether an item stays that the other side has taken out: if the draft has changed it."""
        if _is_same(item, base):
            return False
        self.clashes.append(path)
        return is_mine


def _pairs(here: Sequence[Answer], there: Sequence[Answer]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of items that belong together.

    These are the same, or have the same first text, or stand in the same place between two such.
    """
    at = begin = 0
    ours, others = [repr(item) for item in here], [repr(item) for item in there]
    gaps: list[tuple[range, range]] = []
    for start, first, length in (*find_matches(ours, others), (len(ours), len(others), 0)):
        gaps.append((range(at, start), range(begin, first)))
        yield from zip(range(start, start + length), range(first, first + length), strict=True)
        at, begin = start + length, first + length
    found: dict[int, int] = {}
    for said_here, said_there in ((ours, others), (list(map(_first_text, here)), list(map(_first_text, there)))):
        came: dict[str, list[int]] = {}
        taken = set(found.values())
        for index in (index for _, gap in gaps for index in gap if index not in taken):
            came.setdefault(said_there[index], []).append(index)
        for index in (index for gap, _ in gaps for index in gap if index not in found):
            if said_here[index] and came.get(said_here[index]):
                found[index] = came[said_here[index]].pop(0)
    yield from found.items()
    places = set(found.values())
    for gap_here, gap_there in gaps:
        left_here = [index for index in gap_here if index not in found]
        left_there = [index for index in gap_there if index not in places]
        if len(left_here) == len(left_there):
            yield from zip(left_here, left_there, strict=True)


def _first_text(item: Answer) -> str:
    """Return the first text in an item of several parts, which names it; empty for another item."""
    return next((part for part in item.values() if isinstance(part, str)), "") if is_mapping(item) else ""


def _is_same(one: Answer | Unanswered, other: Answer | Unanswered) -> bool:
    return type(one) is type(other) and one == other
