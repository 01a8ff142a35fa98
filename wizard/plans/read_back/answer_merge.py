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

        Where the draft has put them into another order they stand in that one; None where both have.
        """
        in_mine, in_theirs = dict(sorted(_pairs(base, mine))), dict(sorted(_pairs(base, theirs)))
        if list(in_mine.values()) != sorted(in_mine.values()):
            if list(in_theirs.values()) != sorted(in_theirs.values()):
                return None
            return self._merge_in_my_order((base, mine, theirs), in_mine, in_theirs, path)
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

    def _merge_in_my_order(
        self,
        lists: tuple[Sequence[Answer], Sequence[Answer], Sequence[Answer]],
        in_mine: Mapping[int, int],
        in_theirs: Mapping[int, int],
        path: AnswerPath,
    ) -> tuple[Answer, ...]:
        """Return the items of both in the order of the draft, the file's own behind those that they stand behind."""
        base, mine, theirs = lists
        of_mine = {index: old for old, index in in_mine.items()}
        of_theirs = {index: old for old, index in in_theirs.items()}
        merged: list[tuple[int | None, Answer]] = []
        for index, item in enumerate(mine):
            old = of_mine.get(index)
            if old is not None and old in in_theirs:
                made = self.merge(base[old], item, theirs[in_theirs[old]], (*path, in_theirs[old]))
                if not isinstance(made, Unanswered):
                    merged.append((in_theirs[old], made))
            elif old is None or not _is_same(item, base[old]):
                merged.append((None, item))
                self.clashes += [] if old is None else [(*path, old)]
        for index, item in enumerate(theirs):
            old = of_theirs.get(index)
            if old is None:
                behind = [at for at, (place, _) in enumerate(merged) if place == index - 1]
                merged.insert(behind[0] + 1 if behind else 0 if index == 0 else len(merged), (index, item))
            elif old not in in_mine and not _is_same(item, base[old]):
                self.clashes.append((*path, index))
        return tuple(item for _, item in merged)


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
