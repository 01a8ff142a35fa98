"""Matching of two versions of a text by their outlines.

Two outlines → pairs of tokens, in order: lines that are equal or that are two wordings of one line, and the ends of
what they open. Sections are matched with sections, then the lines below those, level by level: a line that stands in
every milestone is matched within its own. Between what is equal at both ends and what stands once in each, the pairs
are those whose likeness is the largest in all (Needleman-Wunsch).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Container, Iterator, Sequence
from typing import TypeAlias

from wizard.limits import MAX_COMPARED_NODE_PAIRS
from wizard.plans.merge.line_matching import common_prefix_length, find_matches, longest_rising, pairs_of_most_gain
from wizard.plans.merge.line_outline import Node, Outline, OutlineToken

TokenPair: TypeAlias = "tuple[int, int]"
"""The index of a token in one outline, and that in the other."""

_HALF = 500
"""Of a thousand: two nodes that are less alike are no pair."""
_MOVED = 300
"""A pair of two parts in different places is worth as much as that."""


def match_outlines(here: Outline, there: Outline) -> list[TokenPair]:
    """Return the pairs of tokens of two versions of a text, in order in both."""
    pairs: list[TokenPair] = []
    todo = [(here.root, there.root)]
    while todo:
        one, other = todo.pop()
        if one.digest == other.digest and here.tokens[one.start : one.end] == there.tokens[other.start : other.end]:
            pairs += zip(range(one.start, one.end), range(other.start, other.end), strict=True)
            continue
        if one is not here.root:
            pairs.append((one.start, other.start))
            if one.level:
                pairs.append((one.end - 1, other.end - 1))
        children = _match_children(one.children, other.children) if one.children and other.children else []
        todo += children
        pairs += _match_blank_lines(one, other, children)
    return _match_leftovers(here, there, sorted(pairs))


# ---------------------------------------------------------------------------------------------- the children of a pair


def _match_children(here: Sequence[Node], there: Sequence[Node]) -> list[tuple[Node, Node]]:
    """Return the pairs among the children of a pair, in order."""
    digests_here, digests_there = [part.digest for part in here], [part.digest for part in there]
    start = common_prefix_length(digests_here, digests_there)
    end = common_prefix_length(digests_here[start:][::-1], digests_there[start:][::-1])
    middle_here, middle_there = here[start : len(here) - end], there[start : len(there) - end]
    pairs = list(zip(here[:start], there[:start], strict=True))
    at_here = at_there = 0
    for i, j in (*_anchors(middle_here, middle_there), (len(middle_here), len(middle_there))):
        pairs += _match_by_likeness(middle_here[at_here:i], middle_there[at_there:j])
        pairs += zip(middle_here[i : i + 1], middle_there[j : j + 1], strict=True)
        at_here, at_there = i + 1, j + 1
    pairs += zip(here[len(here) - end :], there[len(there) - end :], strict=True)
    return _slide_down(here, there, pairs)


def _slide_down(here: Sequence[Node], there: Sequence[Node], pairs: list[tuple[Node, Node]]) -> list[tuple[Node, Node]]:
    """Return the pairs with what only one side has among parts alike as the last of them, as git has it.

    Both sides then say the same of the same lines, and an item that is written twice is added behind the first.
    """
    index_here = {id(part): index for index, part in enumerate(here)}
    index_there = {id(part): index for index, part in enumerate(there)}
    at_here = at_there = 0
    for number, (one, other) in enumerate(pairs):
        i, j = index_here[id(one)], index_there[id(other)]
        if i == at_here and j > at_there and there[at_there].digest == other.digest == one.digest:
            j = at_there
        elif j == at_there and i > at_here and here[at_here].digest == one.digest == other.digest:
            i = at_here
        pairs[number] = here[i], there[j]
        at_here, at_there = i + 1, j + 1
    return pairs


def _anchors(here: Sequence[Node], there: Sequence[Node]) -> list[tuple[int, int]]:
    """Return the indexes of parts that stand once in each, but for their numbers and boxes, and in the same order."""
    count_here, count_there = Counter(part.key_digest for part in here), Counter(part.key_digest for part in there)
    place = {part.key_digest: index for index, part in enumerate(there) if count_there[part.key_digest] == 1}
    return longest_rising(
        [
            (index, place[part.key_digest])
            for index, part in enumerate(here)
            if count_here[part.key_digest] == 1 and part.key_digest in place
        ]
    )


def _match_by_likeness(here: Sequence[Node], there: Sequence[Node]) -> Iterator[tuple[Node, Node]]:
    """Yield the pairs, in order, whose likeness is the largest in all; in a very long list those of equal lines."""
    if len(here) * len(there) > MAX_COMPARED_NODE_PAIRS:
        matches = find_matches([str(part.key_digest) for part in here], [str(part.key_digest) for part in there])
        for start, begin, length in matches:
            yield from zip(here[start : start + length], there[begin : begin + length], strict=True)
        return
    gains = [[_gain(one, other) for other in there] for one in here]
    for index, other in pairs_of_most_gain(gains):
        yield here[index], there[other]


def _gain(one: Node, other: Node) -> int:
    """Return what a pair of two parts is worth: 0 if they are none, else up to a thousand."""
    if one.level != other.level and not _are_items(one, other):
        return 0
    likeness = _line_likeness(one, other)
    shared = 0
    if one.children or other.children:
        shared = (one.keys_below & other.keys_below).total()
        # The title of a section says more than what stands below it, which may stand below each.
        below = 1000 * (shared + 1) // (max(one.keys_below.total(), other.keys_below.total()) + 1)
        likeness = max((6 * likeness + 4 * below) // 10, 6 * below // 10)
    return likeness - _HALF + min(shared, 20) if likeness > _HALF else 0


def _are_items(one: Node, other: Node) -> bool:
    return min(one.level, other.level) > 7


def _line_likeness(one: Node, other: Node) -> int:
    if one.line == other.line:
        return 1000
    shared = len(one.words & other.words)
    likeness = 1800 * shared // (len(one.words) + len(other.words)) if shared else 0
    if one.key == other.key and likeness in (0, 900):  # there are no numbers but those that count the parts
        return 980
    return likeness


def _match_blank_lines(one: Node, other: Node, children: Sequence[tuple[Node, Node]]) -> Iterator[TokenPair]:
    """Yield the pairs of blank lines between the same two children, the first with the first."""
    here, there = deque(one.blank_lines), deque(other.blank_lines)
    for end_here, end_there in (*((i.start, j.start) for i, j in children), (one.end, other.end)):
        while here and there and here[0] < end_here and there[0] < end_there:
            yield here.popleft(), there.popleft()
        while here and here[0] < end_here:
            here.popleft()
        while there and there[0] < end_there:
            there.popleft()


# -------------------------------------------------------------------------------------------------------- what moved


def find_moves(here: Outline, there: Outline, pairs: Sequence[TokenPair]) -> list[tuple[Node, Node]]:
    """Return the parts that stand elsewhere below the same line: a section in its chapter, an item in its list."""
    place = dict(pairs)
    left_here = _parts_without_pair(here, place.keys())
    left_there = _parts_without_pair(there, {*place.values()})
    moves: list[tuple[Node, Node]] = []
    for parent, gone in left_here.items():
        came = left_there.get(place.get(parent, -1), [])
        if len(gone) * len(came) > MAX_COMPARED_NODE_PAIRS:
            continue
        for one in gone:
            likeness, index = max(((_gain(one, other), -index) for index, other in enumerate(came)), default=(0, 0))
            if likeness >= _MOVED:
                moves.append((one, came.pop(-index)))
    return moves


def _parts_without_pair(outline: Outline, paired: Container[int]) -> dict[int, list[Node]]:
    """Return the children without a pair of each node that has one, by the index of its token; -1 for the root."""
    parts: dict[int, list[Node]] = {}
    todo = [(-1, outline.root)]
    while todo:
        start, node = todo.pop()
        left = [child for child in node.children if child.start not in paired]
        if left:
            parts[start] = left
        todo += [(child.start, child) for child in node.children if child.start in paired and child.children]
    return parts


# ------------------------------------------------------------------------------------------------------ what is left


def _match_leftovers(here: Outline, there: Outline, pairs: list[TokenPair]) -> list[TokenPair]:
    """Return the pairs with those of equal lines that stand between the same two, if they are most of what is there.

    They are there where the outline has changed around lines that have not, such as below a new heading.
    """
    lines = [(i, j) for i, j in pairs if here.tokens[i] is not None]
    found: list[TokenPair] = []
    at_here = at_there = 0
    for i, j in (*lines, (len(here.tokens), len(there.tokens))):
        found += _match_most(here.tokens[at_here:i], there.tokens[at_there:j], at_here, at_there)
        at_here, at_there = i + 1, j + 1
    if not found:
        return pairs
    lines = sorted(lines + found)
    ends = [(i, j) for i, j in pairs if here.tokens[i] is None]
    ends += [(here.ends[i], there.ends[j]) for i, j in found if i in here.ends and j in there.ends]
    fitting = [pair for pair in ends if _fits_between(lines, pair)]
    return sorted(lines + longest_rising(sorted(fitting)))


def _match_most(
    here: Sequence[OutlineToken], there: Sequence[OutlineToken], at_here: int, at_there: int
) -> list[TokenPair]:
    if not here or not there:
        return []
    left_here = [(index, token) for index, token in enumerate(here, at_here) if token is not None]
    left_there = [(index, token) for index, token in enumerate(there, at_there) if token is not None]
    matches = find_matches([token for _, token in left_here], [token for _, token in left_there])
    if 2 * sum(length for _, _, length in matches) < max(len(left_here), len(left_there)):
        return []
    return [
        (left_here[start + index][0], left_there[begin + index][0])
        for start, begin, length in matches
        for index in range(length)
    ]


def _fits_between(pairs: Sequence[TokenPair], pair: TokenPair) -> bool:
    """Whether a pair keeps the order of pairs that are in order."""
    at = bisect_left(pairs, pair)
    return (at == 0 or pairs[at - 1][1] < pair[1]) and (at == len(pairs) or pair[1] < pairs[at][1])
