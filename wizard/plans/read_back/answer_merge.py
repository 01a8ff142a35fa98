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

        None where both have put the items into another order.
        """
        in_mine, in_theirs = dict(_pairs(base, mine)), dict(_pairs(base, theirs))
        if list(in_mine.values()) != sorted(in_mine.values()):
            return None
        of_mine = {index: old for old, index in in_mine.items()}
        of_theirs = {index: old for old, index in in_theirs.items()}
        merged: list[tuple[int | None, Answer]] = []
        for index, item in enumerate(theirs):
            old = of_theirs.get(index)
            if old is None:
                merged.append((None, item))
            elif old in in_mine:
                made = self.merge(base[old], mine[in_mine[old]], item, (*path, index))
                if not isinstance(made, Unanswered):
                    merged.append((in_mine[old], made))
            elif not _is_same(item, base[old]):
                self.clashes.append((*path, index))
        for index, item in enumerate(mine):
            old = of_mine.get(index)
            if old is None or (old not in in_theirs and not _is_same(item, base[old])):
                if old is not None:
                    self.clashes.append((*path, old))
                before = [at for at, (place, _) in enumerate(merged) if place is not None and place < index]
                merged.insert(before[-1] + 1 if before else 0, (index, item))
        return tuple(item for _, item in merged)


def _pairs(here: Sequence[Answer], there: Sequence[Answer]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of items that are the same, and of those that stand in the same place between two such."""
    at = begin = 0
    ours, others = [repr(item) for item in here], [repr(item) for item in there]
    matches = find_matches(ours, others)
    left_here, left_there = list[int](), list[int]()
    for start, first, length in (*matches, (len(ours), len(others), 0)):
        gone, came = range(at, start), range(begin, first)
        if len(gone) == len(came):
            yield from zip(gone, came, strict=True)
        else:
            left_here += gone
            left_there += came
        yield from zip(range(start, start + length), range(first, first + length), strict=True)
        at, begin = start + length, first + length
    for index in left_here:
        moved = next((other for other in left_there if others[other] == ours[index]), None)
        if moved is not None:
            left_there.remove(moved)
            yield index, moved


def _is_same(one: Answer | Unanswered, other: Answer | Unanswered) -> bool:
    return type(one) is type(other) and one == other
