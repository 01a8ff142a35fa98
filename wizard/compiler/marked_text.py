"""A template's text with a word in place of every answer: what its Markdown is read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from msgspec import Struct, field

from wizard.evaluation.evaluator import evaluate
from wizard.evaluation.operations import EvaluationError
from wizard.evaluation.values import Loop, Made, Value, plain, text_of, truth
from wizard.markdown.slot_markers import word
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import Choose, Expression, names_in

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
