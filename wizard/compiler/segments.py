"""A template's body cut into the pieces that are rendered one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from wizard.compiler.marked_text import (
    MOST_CHARACTERS,
    Choices,
    Known,
    authors_text,
    bind,
    branch_taken,
    most_joining,
    neighbours,
    repeated,
    sketch,
    sketches,
)
from wizard.evaluation.evaluator import LOOP_KEYS
from wizard.evaluation.values import Value
from wizard.markdown.parser import read_blocks, without_front
from wizard.markdown.slot_context import contexts_in
from wizard.markdown.slot_markers import word
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text, names_read, slots_in
from wizard.model.expressions import Expression, Member, Name, names_in, parts_of
from wizard.model.segments import Bind, Branch, Context, Decide, Piece, Step
from wizard.model.template import Template

_MOST_CHARACTERS_READ: Final = 50_000
_COUNTING: Final = frozenset(LOOP_KEYS) - {"index", "index0", "first"}


def prepare(template: Template) -> Template:
    """The template with its body cut into pieces and a context for every slot."""
    return replace(template, steps=cut(template.body))


def cut(body: tuple[Node, ...]) -> tuple[Step, ...]:
    """The steps that render a body: pieces, and the decisions and names that they hang on."""
    cutting = _Cutting(cuts_in(body))
    cutting.go_through(body, None)
    cutting.flush(None)
    return tuple(_placed(cutting))


class _Part(Struct, frozen=True):
    """A piece before its neighbours are known."""

    piece: Piece
    known: Known
    """What is known where it begins."""

    def sketches(self, often: tuple[int, ...]) -> tuple[str, ...]:
        if self.piece.repeat is None:
            return sketches(self.piece.nodes, self.known, often)
        return sketches(self.piece.nodes, repeated(self.piece.repeat, self.known, 0, 2), often)


class _Cutting(Struct):
    """The walk through the top level of a body."""

    cuts: Cuts
    steps: list[Decide | Bind | _Part] = field(default_factory=list[Decide | Bind | _Part])
    held: list[Node] = field(default_factory=list[Node])
    """The nodes of the piece that is being gathered."""
    known: Known = field(default_factory=dict[str, Value])
    decisions: int = 0

    def go_through(self, nodes: tuple[Node, ...], under: Branch | None) -> None:
        for node in nodes:
            match node:
                case Text():
                    self.literal(node, under)
                case Condition() if id(node) in self.cuts.conditions:
                    self.condition(node, under)
                case Repeat() if id(node) in self.cuts.repeats:
                    self.repeat(node, under)
                case _:
                    self.held.append(_looked_at(node))

    def literal(self, literal: Text, under: Branch | None) -> None:
        start = 0
        for position in sorted(self.cuts.literals.get(id(literal), ())):
            self.hold(literal, start, position)
            self.flush(under)
            start = position
        self.hold(literal, start, len(literal.text))

    def hold(self, literal: Text, start: int, end: int) -> None:
        if end > start:
            line = literal.line + literal.text.count("\n", 0, start)
            self.held.append(Text(literal.text[start:end], line))

    def condition(self, condition: Condition, under: Branch | None) -> None:
        self.flush(under)
        number, self.decisions = self.decisions, self.decisions + 1
        self.steps.append(Decide(number, tuple(test for test, _ in condition.branches), under, condition.line))
        taken, before = branch_taken(condition, self.known, Choices()), dict(self.known)
        after = before
        for index, (_, nodes) in enumerate(condition.branches):
            self.known = dict(before)
            self.go_through(nodes, (number, index))
            self.flush((number, index))
            after = self.known if index == taken else after
        self.known = after

    def repeat(self, repeat: Repeat, under: Branch | None) -> None:
        self.flush(under)
        looked = _looked_at_repeat(repeat)
        self.steps.append(_Part(_piece(looked.nodes, under, looked), dict(self.known)))

    def flush(self, under: Branch | None) -> None:
        """Close the piece that is being gathered; what is only set before and after it is no part of it."""
        nodes, self.held = tuple(self.held), []
        first = next((index for index, node in enumerate(nodes) if not isinstance(node, Assign)), len(nodes))
        last = max((index for index, node in enumerate(nodes) if not isinstance(node, Assign)), default=-1)
        self.bind(nodes[:first], under)
        if first <= last:
            self.steps.append(_Part(_piece(nodes[first : last + 1], under, None), dict(self.known)))
        self.bind(nodes[first:], under)

    def bind(self, nodes: tuple[Node, ...], under: Branch | None) -> None:
        """Note what the nodes set for the pieces that follow."""
        sketch(nodes, self.known, Choices())
        for node in nodes:
            if isinstance(node, Assign) or (isinstance(node, Condition) and _binds(node)):
                self.steps.append(Bind(node, under))


def _binds(condition: Condition) -> bool:
    return any(
        isinstance(node, Assign) or (isinstance(node, Condition) and _binds(node))
        for _, nodes in condition.branches
        for node in nodes
    )


def _piece(nodes: tuple[Node, ...], under: Branch | None, repeat: Repeat | None) -> Piece:
    names = names_read(nodes if repeat is None else (repeat,))
    return Piece(nodes, under, repeat, names, "", "", 0, {})


def _looked_at(node: Node) -> Node:
    """The node, with every repeat knowing what its items read."""
    match node:
        case Condition(branches):
            looked = tuple((test, tuple(map(_looked_at, nodes))) for test, nodes in branches)
            return replace(node, branches=looked)
        case Repeat():
            return _looked_at_repeat(node)
        case _:
            return node


def _looked_at_repeat(repeat: Repeat) -> Repeat:
    nodes = tuple(map(_looked_at, repeat.nodes))
    around = names_read(nodes) - {repeat.name, "loop"}
    if repeat.where is not None:
        around |= frozenset(names_in(repeat.where)) - {repeat.name}
    if not isinstance(repeat.over, Name):
        around |= frozenset(names_in(repeat.over))
    return replace(repeat, nodes=nodes, around=around, counts=_counts(nodes))


def _counts(nodes: Iterable[Node]) -> bool:
    return any(_reads_count(expression) for expression in _expressions(nodes))


def _expressions(nodes: Iterable[Node]) -> Iterator[Expression]:
    for node in nodes:
        match node:
            case Slot(expression) | Assign(_, expression):
                yield expression
            case Condition():
                for test, inner in node.branches:
                    yield from (test,) if test is not None else ()
                    yield from _expressions(inner)
            case Repeat():
                yield from (node.over, node.where) if node.where is not None else (node.over,)
                yield from _expressions((*node.nodes, *node.otherwise))
            case Text():
                pass


def _reads_count(expression: Expression) -> bool:
    if isinstance(expression, Member) and expression.of == Name("loop") and expression.key in _COUNTING:
        return True
    return any(_reads_count(part) for part in parts_of(expression))


def _placed(cutting: _Cutting) -> Iterator[Step]:
    parts = [step for step in cutting.steps if isinstance(step, _Part)]
    firsts = [part.sketches((1,))[0] for part in parts]
    levels = list(_levels(firsts))
    pieces = [part.piece for part in parts]
    at = 0
    for step in cutting.steps:
        if not isinstance(step, _Part):
            yield step
            continue
        before, after = neighbours(pieces, firsts, at, -1), neighbours(pieces, firsts, at, 1)
        nearest = most_joining(before, -1), most_joining(after, 1)
        piece = replace(step.piece, before=nearest[0], after=nearest[1], level=levels[at])
        yield replace(piece, contexts=_contexts(step, piece, before, after, cutting.cuts.definitions))
        at += 1


def _contexts(
    part: _Part, piece: Piece, before: list[str], after: list[str], definitions: dict[str, object]
) -> dict[int, Context | None]:
    """The contexts of the piece's own slots, whatever stands next to it."""
    numbers = frozenset(slot.number for slot in slots_in(piece.nodes))
    if not numbers:
        return {}
    texts = part.sketches((2, 1, 0) if piece.repeat is None else (1, 2, 0))
    around = [(one, other) for one in before for other in after][:4]
    whole = [f"{one}{text}{other}" for one, other in around[:1] for text in texts]
    whole += [f"{one}{texts[0]}{other}" for one, other in around[1:]]
    found = contexts_in(whole, definitions, piece.level)
    return {number: context for number, context in found.items() if number in numbers}


def _levels(firsts: list[str]) -> Iterator[int]:
    """The level of the heading above each piece."""
    level = 0
    for first in firsts:
        yield level
        if len(first) > _MOST_CHARACTERS_READ:
            level = max((len(mark) for mark in re.findall(r"^(#{1,6})[ \t]", first, re.MULTILINE)[-1:]), default=level)
            continue
        for token in read_blocks(without_front(first), {}):
            if token.type == "heading_open":
                level = int(token.tag[1])


_CANDIDATE = re.compile(r"^(?=#{1,6}[ \t])", re.MULTILINE)
_MOST_WAYS = 60


class Cuts(Struct, frozen=True):
    """What is cut, by the `id()` of each node."""

    literals: dict[int, set[int]]
    """Where in a literal its pieces begin, in characters."""
    conditions: set[int]
    """The conditions that hold whole pieces."""
    repeats: set[int]
    """The repeats of which every item is a piece."""
    definitions: dict[str, object]
    """What the body defines for its links, as the parser keeps it."""


def cuts_in(body: tuple[Node, ...]) -> Cuts:
    """The cuts that are right whichever way the conditions go."""
    views: list[_View] = []
    room = MOST_CHARACTERS
    for choices in _ways(body):
        view = _View(choices)
        view.draw(body)
        room -= len(view.text)
        if views and room < 0:
            break
        view.read()
        views.append(view)
    literals = _everywhere([view.literals for view in views])
    repeats = {key for key, agreed in _agreed([view.repeats for view in views]).items() if agreed}
    clean = {key for key, agreed in _agreed([view.conditions for view in views]).items() if agreed}
    conditions: set[int] = set()
    _collect(body, literals, repeats, clean, conditions)
    return Cuts(literals, conditions, repeats, views[0].definitions)


def _ways(body: tuple[Node, ...]) -> list[Choices]:
    ways = [Choices("first", 2), Choices("last", 2)]
    ways += [Choices("first", 2, way) for way in _ways_to_candidates(body, {})]
    return ways[:_MOST_WAYS]


def _ways_to_candidates(nodes: tuple[Node, ...], leading: dict[int, int]) -> Iterator[dict[int, int]]:
    for node in nodes:
        if isinstance(node, Condition):
            for index, (_, inner) in enumerate(node.branches):
                way = {**leading, id(node): index}
                if any(isinstance(each, Text) and _CANDIDATE.search(each.text) for each in inner):
                    yield way
                yield from _ways_to_candidates(inner, way)


class _View(Struct):
    """One way through the conditions, and what it says about cuts."""

    choices: Choices
    text: str = ""
    places: list[tuple[Text, int]] = field(default_factory=list[tuple[Text, int]])
    """The literals of the top level, each with its start."""
    items: list[tuple[Repeat, list[int]]] = field(default_factory=list[tuple[Repeat, list[int]]])
    """The repeats of the top level, each with the starts of its items and its end."""
    branches: list[tuple[Condition, int, int]] = field(default_factory=list[tuple[Condition, int, int]])
    literals: dict[int, set[int]] = field(default_factory=dict[int, set[int]])
    repeats: dict[int, bool] = field(default_factory=dict[int, bool])
    conditions: dict[int, bool] = field(default_factory=dict[int, bool])
    definitions: dict[str, object] = field(default_factory=dict[str, object])

    def draw(self, body: tuple[Node, ...]) -> None:
        """Make the text and note where its parts stand."""
        parts: list[str] = []
        self.draw_nodes(body, {}, parts)
        self.text = "".join(parts)

    def draw_nodes(self, nodes: tuple[Node, ...], known: Known, parts: list[str], at: int = 0) -> int:
        for node in nodes:
            start = at
            match node:
                case Text(text):
                    self.places.append((node, at))
                    at = _put(parts, text, at)
                case Slot(expression, number):
                    text = authors_text(expression, known, self.choices.usual == "first")
                    at = _put(parts, word(number) if text is None else text, at)
                case Condition():
                    index = branch_taken(node, known, self.choices)
                    if index >= 0:
                        at = self.draw_nodes(node.branches[index][1], known, parts, at)
                        self.branches.append((node, start, at))
                case Repeat():
                    starts: list[int] = []
                    for index in range(2):
                        starts.append(at)
                        at = _put(parts, sketch(node.nodes, repeated(node, known, index, 2), self.choices), at)
                    self.items.append((node, [*starts, at]))
                case Assign():
                    bind(node, known)
        return at

    def read(self) -> None:
        """Read the text's blocks and judge every place."""
        headings, items = _top_level(self.text, self.definitions)
        for literal, start in self.places:
            inside = {position.start() for position in _CANDIDATE.finditer(literal.text)}
            self.literals[id(literal)] = {position for position in inside if start + position in headings}
        for repeat, starts in self.items:
            begins = [start + _blank_lines(self.text[start:end]) for start, end in pairwise(starts)]
            whole = self.text[starts[0] : starts[-1]].endswith("\n") and not repeat.otherwise
            at_headings = all(begin in headings for begin in begins)
            at_items = begins == starts[:-1] and all(begin in items for begin in begins)
            self.repeats[id(repeat)] = whole and (at_headings or at_items)
        for condition, start, end in self.branches:
            opens = self.is_clean(start, headings) and self.is_clean(end, headings)
            self.conditions[id(condition)] = self.conditions.get(id(condition), True) and opens

    def is_clean(self, at: int, headings: set[int]) -> bool:
        """Whether nothing that stands before a place can go on behind it."""
        before = self.text[:at]
        if at in headings or before.endswith("\n\n") or not before or at == len(self.text):
            return True
        return before.endswith("\n") and self.text.startswith("\n", at)


def _put(parts: list[str], text: str, at: int) -> int:
    parts.append(text)
    return at + len(text)


def _blank_lines(text: str) -> int:
    return len(text) - len(text.lstrip("\n"))


def _top_level(text: str, definitions: dict[str, object]) -> tuple[set[int], set[int]]:
    """Where headings with `#` and items begin that nothing else is around."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    headings: set[int] = set()
    items: set[int] = set()
    for token in read_blocks(without_front(text), definitions):
        if token.type == "heading_open" and token.level == 0 and token.markup[0] == "#" and token.map:
            headings.add(starts[token.map[0]])
        if token.type == "list_item_open" and token.level == 1 and token.map:
            items.add(starts[token.map[0]])
    plain = {start for start in headings | items if text[start : start + 1] not in (" ", "\t")}
    return headings & plain, items & plain


def _everywhere(views: list[dict[int, set[int]]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for view in views:
        for key, positions in view.items():
            found[key] = found[key] & positions if key in found else positions
    return found


def _agreed(views: list[dict[int, bool]]) -> dict[int, bool]:
    found: dict[int, bool] = {}
    for view in views:
        for key, agreed in view.items():
            found[key] = found.get(key, True) and agreed
    return found


def _collect(
    nodes: tuple[Node, ...], literals: dict[int, set[int]], repeats: set[int], clean: set[int], conditions: set[int]
) -> bool:
    """Note the conditions that hold cuts and are clean; whether the nodes themselves hold any."""
    holds = False
    for node in nodes:
        if isinstance(node, Condition):
            inside = [_collect(inner, literals, repeats, clean, conditions) for _, inner in node.branches]
            if any(inside) and id(node) in clean:
                conditions.add(id(node))
                holds = True
        else:
            holds = holds or bool(literals.get(id(node))) or id(node) in repeats
    return holds
