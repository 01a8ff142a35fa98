"""Names that a repeat sets in vain: what is set for one item is forgotten at the next one, and after the last.

{% set total = 0 %}{% for row in rows %}{% set total = total + row.cost %}{% endfor %}{{ total }}  →  0
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from wizard.compiler.checks.operations import Mistake
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import Arithmetic, Concat, Constant, Expression, Member, Name, names_in
from wizard.model.unparse import unparse

_CODE: Final = "lost-set"


class _Step(NamedTuple):
    """A reading of a name, or the setting of one, in the order in which a body is rendered."""

    name: str
    assign: Assign | None
    """None when the name is read."""
    repeats: tuple[Repeat, ...]
    """Those around it, the outermost first."""


def lost_assignments(nodes: tuple[Node, ...]) -> Iterator[Mistake]:
    """Yield the assignments in repeats that a name of outside needs, and that never reach it."""
    steps = tuple(_steps(nodes, ()))
    ends = {id(repeat): at for at, step in enumerate(steps) for repeat in step.repeats}
    readings: dict[str, list[int]] = {}
    for at, step in enumerate(steps):
        if step.assign is None:
            readings.setdefault(step.name, []).append(at)
    known: dict[str, tuple[Repeat, ...]] = {}
    for at, (name, assign, repeats) in enumerate(steps):
        if assign is None:
            continue
        outside = known.setdefault(name, repeats)
        lost_in = repeats[len(outside) :] if repeats[: len(outside)] == outside else ()
        if not lost_in:
            known[name] = repeats
            continue
        places, end = readings.get(name, []), ends[id(lost_in[0])]
        is_read_in_item = bisect_right(places, at) < bisect_right(places, end)
        is_read_after = bisect_right(places, end) < len(places)
        adds_up = isinstance(assign.expression, Arithmetic) and name in names_in(assign.expression)
        if adds_up or (is_read_after and not is_read_in_item):
            message = f"what is set in a {{% for %}} is forgotten with its item, and '{name}' stays as it was before it"
            yield Mistake(assign.expression, _CODE, message + _instead(assign, lost_in[-1]))


def _steps(nodes: tuple[Node, ...], repeats: tuple[Repeat, ...]) -> Iterator[_Step]:
    for node in nodes:
        match node:
            case Text():
                pass
            case Slot(expression):
                yield from _readings(expression, repeats)
            case Assign(name, expression):
                yield from _readings(expression, repeats)
                yield _Step(name, node, repeats)
            case Condition(branches):
                for condition, inner in branches:
                    yield from _readings(condition, repeats)
                    yield from _steps(inner, repeats)
            case Repeat():
                yield from _readings(node.over, repeats)
                yield from _readings(node.where, repeats)
                yield from _steps(node.nodes, (*repeats, node))
                yield from _steps(node.otherwise, repeats)


def _readings(expression: Expression | None, repeats: tuple[Repeat, ...]) -> Iterator[_Step]:
    if expression is not None:
        yield from (_Step(name, None, repeats) for name in names_in(expression))


def _instead(assign: Assign, repeat: Repeat) -> str:
    """Return the filter that does what was probably meant."""
    over, added = unparse(repeat.over), assign.expression
    match added:
        case Arithmetic("+", Name(name), Member(Name(item), str() as key)) if (name, item) == (
            assign.name,
            repeat.name,
        ):
            return f'; write {over} | sum("{key}")'
        case Arithmetic("+", Name(name), Name(item)) if (name, item) == (assign.name, repeat.name):
            return f"; write {over} | sum"
        case Arithmetic("+", Name(name), Constant(1)) if name == assign.name and repeat.where is None:
            return f"; write {over} | length"
        case Concat((Name(name), *rest)) if name == assign.name:
            parts = [each.key for each in rest if isinstance(each, Member) and isinstance(each.key, str)]
            return f'; write {over} | join(", "{", " + repr(parts[0]) if parts else ""})'.replace("'", '"')
        case _:
            return "; what depends on it belongs into the {% for %}, under loop.first if it stands there once"
