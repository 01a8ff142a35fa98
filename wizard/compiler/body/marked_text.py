"""A template's nodes as Markdown with a slot marker in place of every answer, in one or more variants.

`## {{ goal }}{% if sure %}!{% endif %}`  ->  `## zq0qz!` and `## zq0qz`

A variant says which branch each condition takes and how often each repeat is gone through. What does not depend on
answers, such as `loop.index`, is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, Literal

from msgspec import Struct, field

from wizard.evaluation.evaluator import EvaluationError, evaluate
from wizard.evaluation.values import ComputedValue, LoopValue, Value, bare_value, is_true, text_of
from wizard.limits import (
    MAX_MULTIPLIED_REPEAT_LEVELS,
    MAX_NEIGHBOUR_CHARACTERS,
    MAX_NEIGHBOURS,
    MAX_SEGMENT_VARIANTS,
    MAX_VARIANT_CHARACTERS,
)
from wizard.markdown.escaping.slot_markers import MARKER_AT_END, MAX_MARKER_LENGTH, slot_marker
from wizard.markdown.syntax import LIST_MARKER, TASK_BOX
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import Expression, IfElse, names_in
from wizard.model.render_steps import Branch, Segment

KnownValues = dict[str, Value]
"""`{name: value}` for what does not depend on answers, such as `loop` and counters."""


_CLOSED: Final = "\0"
"""Stands for a condition within a line, of which no branch is taken; the line goes when nothing else stands in it."""
_CLOSED_LINE: Final = re.compile(rf"^[ \t]*{_CLOSED}[{_CLOSED} \t]*(?:\n|\Z)", re.MULTILINE)


class Variant(Struct, frozen=True):
    """Which branches a marked text takes, and how often it goes through repeats."""

    default_branch: Literal["first", "last"] = "first"
    """The branch of a condition that is not in `branch_indexes`."""
    repeat_count: int = 1
    """How often a repeat is gone through."""
    branch_indexes: Mapping[int, int] = field(default_factory=dict[int, int])
    """`{id() of a Condition: index of its branch}`."""


def marked_text(nodes: tuple[Node, ...], known: KnownValues, variant: Variant) -> str:
    """Return the nodes as marked text; names that they set are added to `known`."""
    text = "".join(_marked_parts(nodes, known, variant, 0))
    return _CLOSED_LINE.sub("", text).replace(_CLOSED, "") if _CLOSED in text else text


def marked_variants(nodes: tuple[Node, ...], known: KnownValues, times: tuple[int, ...]) -> tuple[str, ...]:
    """Return marked texts that together go through every branch of every condition, each text once."""
    ways = [Variant(usual, often) for usual in ("first", "last") for often in times]
    ways += [Variant("first", times[0], taken) for taken in branch_choices(nodes, _all_branches)]
    texts: dict[str, None] = {}
    room = MAX_VARIANT_CHARACTERS
    for way in ways[:MAX_SEGMENT_VARIANTS]:
        text = marked_text(nodes, dict(known), way)
        room -= 0 if text in texts else len(text)
        if texts and room < 0:
            break
        texts[text] = None
    return tuple(texts)


def branch_index(condition: Condition, known: KnownValues, variant: Variant) -> int:
    """Return the index of the branch that a variant takes; -1 when it takes none."""
    if id(condition) in variant.branch_indexes:
        return variant.branch_indexes[id(condition)]
    for index, (test, _) in enumerate(condition.branches):
        if test is None or _holds(test, known, variant.default_branch == "first"):
            return index
    return -1


def bind_name(assign: Assign, known: KnownValues) -> None:
    """Add to `known` the value of a `set`; remove the name when that value depends on answers."""
    value = _known_value(assign.expression, known)
    if value is None:
        known.pop(assign.name, None)
    else:
        known[assign.name] = value


def values_in_repeat(repeat: Repeat, known: KnownValues, index: int, times: int) -> KnownValues:
    """Return the values that are known in the item `index` of a repeat."""
    inner = {name: value for name, value in known.items() if name != repeat.name}
    inner["loop"] = LoopValue(index + 1, times)
    return inner


def constant_text(expression: Expression, known: KnownValues, first: bool) -> str | None:
    """Return the text of an expression that shows no answer; None when one shows in it.

    A choice between texts of the template counts as such, even when an answer chooses.
    """
    value = _known_value(expression, known)
    if value is not None:
        return text_of(bare_value(value))
    if isinstance(expression, IfElse):
        chosen = expression.then if first else expression.otherwise
        other = expression.otherwise if first else expression.then
        if other is None or constant_text(other, known, first) is not None:
            return "" if chosen is None else constant_text(chosen, known, first)
    return None


def _known_value(expression: Expression, known: KnownValues) -> Value | None:
    if not all(name in known for name in names_in(expression)):
        return None
    try:
        return evaluate(expression, known)
    except EvaluationError:
        return ComputedValue("", (), True)


def _holds(test: Expression, known: KnownValues, otherwise: bool) -> bool:
    value = _known_value(test, known)
    return otherwise if value is None else is_true(value)


def without_carriage_returns(text: str) -> str:
    """Return a text of the same length in which every line ends with a line feed, as Markdown's parser reads it."""
    return text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text


def _marked_parts(nodes: tuple[Node, ...], known: KnownValues, variant: Variant, level: int) -> Iterator[str]:
    for node in nodes:
        match node:
            case Text(text):
                yield without_carriage_returns(text)
            case Slot(expression, number):
                text = constant_text(expression, known, variant.default_branch == "first")
                yield slot_marker(number) if text is None else text
            case Condition():
                index = branch_index(node, known, variant)
                if index >= 0:
                    yield from _marked_parts(node.branches[index][1], known, variant, level)
                elif node.is_inline:
                    yield _CLOSED
            case Repeat():
                yield from _marked_repeat(node, known, variant, level)
            case Assign():
                bind_name(node, known)


def _marked_repeat(repeat: Repeat, known: KnownValues, variant: Variant, level: int) -> Iterator[str]:
    times = variant.repeat_count if level < MAX_MULTIPLIED_REPEAT_LEVELS else min(variant.repeat_count, 1)
    for index in range(times):
        yield from _marked_parts(repeat.nodes, values_in_repeat(repeat, known, index, times), variant, level + 1)
    if not times:
        yield _CLOSED if repeat.is_inline else ""
        yield from _marked_parts(repeat.otherwise, known, variant, level + 1)


def branch_choices(nodes: Iterable[Node], shown_branches: Callable[[Condition], Iterable[int]]) -> list[dict[int, int]]:
    """Return choices of branches, as in `Variant.branch_indexes`, that together take each branch that is to be shown.

    Conditions that do not stand in one another are chosen for together, every second one at a time: a branch stands
    next to what is there by default, and there are as many choices as one condition has branches, not as all have.
    """
    choices: tuple[list[dict[int, int]], list[dict[int, int]]] = ([], [])
    for number, condition in enumerate(_outer_conditions(nodes)):
        for index, own in enumerate(_choices_of(condition, shown_branches)):
            if index == len(choices[number % 2]):
                choices[number % 2].append({})
            choices[number % 2][index].update(own)
    return [*choices[0], *choices[1]]


def _choices_of(condition: Condition, shown_branches: Callable[[Condition], Iterable[int]]) -> Iterator[dict[int, int]]:
    yield from ({id(condition): index} for index in shown_branches(condition))
    for index, (_, nodes) in enumerate(condition.branches):
        yield from ({id(condition): index, **inner} for inner in branch_choices(nodes, shown_branches))


def _outer_conditions(nodes: Iterable[Node]) -> Iterator[Condition]:
    for node in nodes:
        if isinstance(node, Condition):
            yield node
        elif isinstance(node, Repeat):
            yield from _outer_conditions((*node.nodes, *node.otherwise))


def _all_branches(condition: Condition) -> Iterable[int]:
    """Return the indexes of the branches, -1 for none of them included where that can be."""
    return range(-1 if condition.branches[-1][0] is not None else 0, len(condition.branches))


Direction = Literal[-1, 1]
# Possessive, so that a line of nothing but blanks and marks is read once, however long it is.
_MARKS: Final = re.compile(rf"[ \t>]*+(?:{LIST_MARKER}[ \t]++)*+(?:{TASK_BOX}[ \t]*+)?[*_~` \t]*+")
_AROUND: Final = "*_~` \t\n"
_LIST_NEXT: Final = re.compile(rf"(?:[ \t]*\n)*(?:[ \t]+\S|{LIST_MARKER}[ \t])")
_LIST_BEFORE: Final = re.compile(rf"(?:\A|\n)(?:[ \t]+\S|{LIST_MARKER}[ \t])[^\n]*\s*\Z")


def neighbours(segments: Sequence[Segment], texts: Sequence[str], at: int, by: Direction) -> Iterator[str]:
    """Yield the texts that may stand next to a segment: up to the nearest one that is always there, or to a bound.

    Segments under the same branch are there together, or none of them is. The row of a table stands below the head,
    whatever rows stand between them.
    """
    is_row = segments[at].repeat is not None and texts[at].startswith("|")
    if segments[at].repeat is not None and not (is_row and by < 0):
        yield _nearest_part(texts[at], by)
    absent: set[Branch | None] = set()
    indexes = range(at + by, len(segments) if by > 0 else -1, by)
    for index in indexes[:MAX_NEIGHBOURS]:
        segment = segments[index]
        if segment.under not in absent:
            yield _nearest_part(texts[index], by)
            stays = segment.repeat is None and segment.under in (None, segments[at].under)
            if stays and _without_slot_lines(texts[index]).strip():
                return
            if segment.repeat is None and segment.under is not None:
                absent.add(segment.under)
    if len(indexes) <= MAX_NEIGHBOURS:
        yield ""


def pick_neighbour(segments: Sequence[Segment], texts: Sequence[str], at: int, by: Direction) -> str:
    """Return the neighbour that most easily runs into the segment next to it: a list, or what is indented."""
    mark = _LIST_NEXT if by > 0 else _LIST_BEFORE
    bare = (_without_slot_lines(text) for text in neighbours(segments, texts, at, by))
    joining = (
        text
        for text in chain(neighbours(segments, texts, at, by), bare)
        if (mark.match if by > 0 else mark.search)(text)
    )
    return next(joining, None) or next(neighbours(segments, texts, at, by))


@lru_cache(maxsize=4096)  # the same neighbours are looked at from many segments
def _without_slot_lines(text: str) -> str:
    """Return the text without the lines that are dropped when their answers are left out."""
    return "".join(line for line in re.findall(r"[^\n]*\n|[^\n]+", text) if not _is_dropped_without_answers(line))


def _is_dropped_without_answers(line: str) -> bool:
    """Return whether a line holds nothing but marks, a label and slots."""
    before = end = len(line.rstrip(_AROUND))
    while (found := MARKER_AT_END.search(line, max(0, before - MAX_MARKER_LENGTH), before)) is not None:
        before = found.start()
    if before == end:
        return False
    return line[:before].rstrip(_AROUND).endswith(":") or _MARKS.fullmatch(line, 0, before) is not None


def _nearest_part(text: str, by: Direction) -> str:
    """Return the text, or of a long one the paragraphs nearest to the segment."""
    if len(text) <= MAX_NEIGHBOUR_CHARACTERS:
        return text
    if by < 0:
        return text[text.find("\n\n", -MAX_NEIGHBOUR_CHARACTERS) + 2 :]
    return text[: text.rfind("\n", 0, MAX_NEIGHBOUR_CHARACTERS) + 1]
