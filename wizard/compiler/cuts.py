"""Where a template's body can be cut: before its headings, and between the items of its repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct, field

from wizard.compiler.marked_text import (
    MOST_CHARACTERS,
    Choices,
    Known,
    authors_text,
    bind,
    branch_taken,
    repeated,
    sketch,
)
from wizard.markdown.parser import read_blocks, without_front
from wizard.markdown.slot_markers import word
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text

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
