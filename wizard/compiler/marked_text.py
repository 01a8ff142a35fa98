"""A template's text with a word in place of every answer: what its Markdown is read from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct, field

from wizard.evaluation.evaluator import EvaluationError, evaluate
from wizard.evaluation.values import Loop, Made, Value, plain, text_of, truth
from wizard.markdown.slot_markers import LONGEST_WORD, WORD_AT_END, word
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import Choose, Expression, names_in
from wizard.model.segments import Branch, Piece

MOST_SKETCHES: Final = 40
MOST_CHARACTERS: Final = 200_000
"""In the sketches of one piece together, beyond the first."""
_MOST_LEVELS_REPEATED = 3

Known = dict[str, Value]
"""`{name: value}` for what does not depend on answers, such as `loop` and counters."""


class Choices(Struct, frozen=True):
    """Which way a sketch takes through conditions and repeats."""

    usual: Literal["first", "last"] = "first"
    """The branch of a condition that nothing else is said about."""
    times: int = 1
    """How often a repeat is gone through."""
    taken: Mapping[int, int] = field(default_factory=dict[int, int])
    """`{id() of a Condition: index of its branch}`."""


def sketch(nodes: tuple[Node, ...], known: Known, choices: Choices) -> str:
    """The text of the nodes; `known` takes up what they set."""
    return "".join(_sketched(nodes, known, choices, 0))


def sketches(nodes: tuple[Node, ...], known: Known, times: tuple[int, ...]) -> tuple[str, ...]:
    """Sketches that go through every branch of every condition, each text once."""
    ways = [Choices(usual, often) for usual in ("first", "last") for often in times]
    ways += [Choices("first", times[0], taken) for taken in _ways(nodes, {})]
    texts: dict[str, None] = {}
    room = MOST_CHARACTERS
    for way in ways[:MOST_SKETCHES]:
        text = sketch(nodes, dict(known), way)
        room -= 0 if text in texts else len(text)
        if texts and room < 0:
            break
        texts[text] = None
    return tuple(texts)


def branch_taken(condition: Condition, known: Known, choices: Choices) -> int:
    """The index of the branch that a sketch takes, or -1."""
    if id(condition) in choices.taken:
        return choices.taken[id(condition)]
    for index, (test, _) in enumerate(condition.branches):
        if test is None or _holds(test, known, choices.usual == "first"):
            return index
    return -1


def bind(assign: Assign, known: Known) -> None:
    """Take up what a `set` comes to; forget the name when that depends on answers."""
    value = _known_value(assign.expression, known)
    if value is None:
        known.pop(assign.name, None)
    else:
        known[assign.name] = value


def repeated(repeat: Repeat, known: Known, index: int, times: int) -> Known:
    """What is known inside a repeat."""
    inner = {name: value for name, value in known.items() if name != repeat.name}
    inner["loop"] = Loop(index + 1, times)
    return inner


def authors_text(expression: Expression, known: Known, first: bool) -> str | None:
    """The text of an expression whose every outcome stands in the template; None when answers show in it."""
    value = _known_value(expression, known)
    if value is not None:
        return text_of(plain(value))
    if isinstance(expression, Choose):
        chosen = expression.then if first else expression.otherwise
        other = expression.otherwise if first else expression.then
        if other is None or authors_text(other, known, first) is not None:
            return "" if chosen is None else authors_text(chosen, known, first)
    return None


def _known_value(expression: Expression, known: Known) -> Value | None:
    if not all(name in known for name in names_in(expression)):
        return None
    try:
        return evaluate(expression, known)
    except EvaluationError:
        return Made("", (), True)


def _holds(test: Expression, known: Known, otherwise: bool) -> bool:
    value = _known_value(test, known)
    return otherwise if value is None else truth(value)


def _sketched(nodes: tuple[Node, ...], known: Known, choices: Choices, level: int) -> Iterator[str]:
    for node in nodes:
        match node:
            case Text(text):
                yield text
            case Slot(expression, number):
                text = authors_text(expression, known, choices.usual == "first")
                yield word(number) if text is None else text
            case Condition():
                index = branch_taken(node, known, choices)
                if index >= 0:
                    yield from _sketched(node.branches[index][1], known, choices, level)
            case Repeat():
                yield from _repeated(node, known, choices, level)
            case Assign():
                bind(node, known)


def _repeated(repeat: Repeat, known: Known, choices: Choices, level: int) -> Iterator[str]:
    times = choices.times if level < _MOST_LEVELS_REPEATED else min(choices.times, 1)
    for index in range(times):
        yield from _sketched(repeat.nodes, repeated(repeat, known, index, times), choices, level + 1)
    if not times:
        yield from _sketched(repeat.otherwise, known, choices, level + 1)


def _ways(nodes: tuple[Node, ...], leading: dict[int, int]) -> Iterator[dict[int, int]]:
    """For every branch of every condition, what must be taken to come there."""
    for node in nodes:
        if isinstance(node, Condition):
            count = len(node.branches)
            for index in range(-1 if node.branches[-1][0] is not None else 0, count):
                way = {**leading, id(node): index}
                yield way
                if index >= 0:
                    yield from _ways(node.branches[index][1], way)
        elif isinstance(node, Repeat):
            yield from _ways(node.nodes, leading)
            yield from _ways(node.otherwise, leading)


Direction = Literal[-1, 1]
_MOST_CHARACTERS: Final = 4_000
# Possessive, so that a line of nothing but blanks and marks is read once, however long it is.
_MARKS: Final = re.compile(r"[ \t>]*+(?:(?:[-+*]|\d{1,9}[.)])[ \t]++)*+(?:\[[ xX]\][ \t]*+)?[*_~` \t]*+")
_AROUND: Final = "*_~` \t\n"
_LIST_NEXT: Final = re.compile(r"(?:[ \t]*\n)*(?:[ \t]+\S|(?:[-+*]|\d{1,9}[.)])[ \t])")
_LIST_BEFORE: Final = re.compile(r"(?:\A|\n)(?:[ \t]+\S|(?:[-+*]|\d{1,9}[.)])[ \t])[^\n]*\s*\Z")


def neighbours(pieces: Sequence[Piece], texts: Sequence[str], at: int, by: Direction) -> list[str]:
    """What may stand next to a piece: what always does, and the pieces between, which may be absent.

    The pieces of one branch are there together, or none of them is.
    """
    found = [_nearest_part(texts[at], by)] if pieces[at].repeat is not None else []
    absent: set[Branch | None] = set()
    index = at + by
    while 0 <= index < len(pieces):
        piece = pieces[index]
        if piece.under not in absent:
            found.append(_nearest_part(texts[index], by))
            stays = piece.repeat is None and piece.under in (None, pieces[at].under)
            if stays and _without_slots(texts[index]).strip():
                break
            if piece.repeat is None and piece.under is not None:
                absent.add(piece.under)
        index += by
    else:
        found.append("")
    return found


def most_joining(texts: Sequence[str], by: Direction) -> str:
    """Of what may stand next to a piece, what most easily runs into it: a list, or what is indented."""
    mark = _LIST_NEXT if by > 0 else _LIST_BEFORE
    bare = [_without_slots(text) for text in texts]
    joining = (text for text in (*texts, *bare) if (mark.match if by > 0 else mark.search)(text))
    return next(joining, texts[0])


def _without_slots(text: str) -> str:
    """The text without the lines that go when their answers are left out."""
    return "".join(line for line in re.findall(r"[^\n]*\n|[^\n]+", text) if not _goes(line))


def _goes(line: str) -> bool:
    """Whether a line is made only of marks, a label and slots."""
    before = end = len(line.rstrip(_AROUND))
    while (found := WORD_AT_END.search(line, max(0, before - LONGEST_WORD), before)) is not None:
        before = found.start()
    if before == end:
        return False
    return line[:before].rstrip(_AROUND).endswith(":") or _MARKS.fullmatch(line, 0, before) is not None


def _nearest_part(text: str, by: Direction) -> str:
    """The text, or of a long one the paragraphs that are nearest."""
    if len(text) <= _MOST_CHARACTERS:
        return text
    if by < 0:
        return text[text.find("\n\n", -_MOST_CHARACTERS) + 2 :]
    return text[: text.rfind("\n", 0, _MOST_CHARACTERS) + 1]
