"""One way through a template's pieces, with what can be kept of the last way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import thread_time

from msgspec import Struct, field

from wizard.evaluation.evaluator import AnswersScope, member
from wizard.evaluation.values import Layer, Value, is_open, read_alike, sources_of
from wizard.model.answers import Answer, Answers, Path
from wizard.model.body import Assign, Condition, Repeat
from wizard.model.expressions import Name, names_in
from wizard.model.segments import Bind, Branch, Decide, Piece
from wizard.model.template import Question, Template
from wizard.render.budget import MOST_ITEMS, Budget, RenderError
from wizard.render.expansion import Kept, Walk, answered_items, item_layer
from wizard.render.segment import RenderedPiece, render_piece
from wizard.render.whitespace import START, Gap

_NOTHING: tuple[RenderedPiece, ...] = ()


class Run(Struct, frozen=True):
    """What one piece of the template came to."""

    piece: Piece
    is_shown: bool
    before: Gap
    rendered: tuple[RenderedPiece, ...]
    after: Gap
    sets: Mapping[str, Value]
    """What the names that it reads were set to."""
    items: tuple[Answer, ...] | None = None
    """The answers that it was repeated for, each by itself."""

    def pieces_of(self, path: Path) -> slice | None:
        """Which of its pieces a question can stand in; None when in none."""
        id = path[0]
        is_set = any(source.path[0] == id for value in self.sets.values() for source in sources_of(value))
        if id not in self.piece.names and not is_set:
            return None
        repeat = self.piece.repeat
        is_item = repeat is not None and repeat.over == Name(str(id)) and id not in (repeat.around or ())
        if is_item and self.items is not None and not is_set and len(path) > 1 and isinstance(path[1], int):
            return slice(path[1], path[1] + 1)
        return slice(None)


class Rendering(Struct):
    """The walk through the pieces of a template."""

    template: Template
    answers: Answers
    affected: frozenset[str] | None
    """The questions that are not what they were; None for all."""
    old: Sequence[Run]
    decided: dict[int, int] = field(default_factory=dict[int, int])
    budget: Budget = field(default_factory=Budget)
    gap: Gap = START

    def runs(self) -> tuple[Run, ...]:
        """What every piece comes to, in order."""
        layer = Layer(AnswersScope(self.template, self.answers))
        done: list[Run] = []
        for step in _steps(self.template):
            match step:
                case Decide():
                    self.decide(step, layer)
                case Bind():
                    if self.is_taken(step.under):
                        self.bind(step.node, layer)
                case Piece():
                    old = self.old[len(done)] if len(done) < len(self.old) else None
                    done.append(self.run(step, layer, old))
        return tuple(done)

    def is_taken(self, under: Branch | None) -> bool:
        return under is None or self.decided[under[0]] == under[1]

    def decide(self, step: Decide, layer: Layer) -> None:
        self.decided[step.number] = -1
        if self.is_taken(step.under):
            walk = self.walk()
            for index, test in enumerate(step.branches):
                if walk.holds(test, layer, step.line):
                    self.decided[step.number] = index
                    break

    def bind(self, node: Assign | Condition, layer: Layer) -> None:
        """Take up what a node sets, and nothing else of it."""
        if isinstance(node, Assign):
            layer.names[node.name] = self.walk().value(node.expression, layer, node.line)
            return
        for test, inner in node.branches:
            if self.walk().holds(test, layer, node.line):
                for each in inner:
                    if isinstance(each, (Assign, Condition)):
                        self.bind(each, layer)
                break

    def walk(self) -> Walk:
        return Walk(self.budget, self.template.source)

    def run(self, piece: Piece, layer: Layer, old: Run | None) -> Run:
        """What a piece comes to, or came to before if nothing that it reads has changed."""
        before = self.gap
        if not self.is_taken(piece.under):
            return Run(piece, False, before, _NOTHING, before, {})
        sets = {name: layer.names[name] for name in piece.names if name in layer.names}
        same = old is not None and old.is_shown and read_alike(old.sets, sets)
        if old is not None and same and old.before == before and self.keeps(piece.names):
            self.gap = old.after
            return old
        if piece.repeat is None:
            last = old.rendered[0].kept if old is not None and old.is_shown else None
            rendered, items = (self.render(piece, layer, last),), None
        else:
            kept = old if same and self.keeps(piece.repeat.around or frozenset()) else None
            rendered, items = self.repeated(piece, piece.repeat, layer, kept)
        return Run(piece, True, before, rendered, self.gap, sets, items)

    def keeps(self, names: frozenset[str]) -> bool:
        return self.affected is not None and self.affected.isdisjoint(names)

    def render(self, piece: Piece, layer: Layer, old: Mapping[int, Kept] | None = None) -> RenderedPiece:
        walk = Walk(self.budget, self.template.source, self.affected, old or {})
        walk.nodes(piece.nodes, Layer(layer))
        walked = thread_time()
        rendered = render_piece(piece, walk, self.gap)
        self.budget.set_aside(walked)
        self.gap = rendered.after
        return rendered

    def repeated(
        self, piece: Piece, repeat: Repeat, layer: Layer, old: Run | None
    ) -> tuple[tuple[RenderedPiece, ...], tuple[Answer, ...] | None]:
        """A piece for every item, the old one where the item is the very same."""
        walk = self.walk()
        over = walk.value(repeat.over, layer, repeat.line)
        answered = answered_items(repeat, over)
        if answered:
            return self.answered(piece, repeat, layer, over, answered, old), answered
        items = walk.items(repeat, over, layer)
        if not items and not is_open(over):
            self.gap = Gap(self.gap.is_blank, is_closing=True)
        return tuple(
            self.render(piece, item_layer(repeat.name, item, index, len(items), layer))
            for index, item in enumerate(items)
        ), None

    def answered(
        self, piece: Piece, repeat: Repeat, layer: Layer, over: Value, items: tuple[Answer, ...], old: Run | None
    ) -> tuple[RenderedPiece, ...]:
        """A piece for every item of an answer; what was there before stays where the item is the very same."""
        count, before = len(items), self.gap
        if count > MOST_ITEMS:
            raise RenderError(f"the template repeats more than {MOST_ITEMS:,} times")
        if old is None or old.items is None or (repeat.counts and len(old.items) != count):
            kept, stale = [], list(range(count))
        else:
            kept = list(old.rendered[:count])
            stale = _stale(items, old.items, old.before != before)
        done = 0
        for first in stale:
            index = first
            while done <= index < count:
                self.gap = kept[index - 1].after if index else before
                last = kept[index].after if index < len(kept) else None
                inner = item_layer(repeat.name, member(over, index), index, count, layer)
                kept[index : index + 1] = [self.render(piece, inner)]
                done = index + 1
                if last is not None and last != self.gap:
                    index = done  # it ends in another way, which the next one minds
        self.gap = kept[-1].after
        return tuple(kept)


def _stale(items: Sequence[Answer], old: Sequence[Answer], is_first_stale: bool) -> list[int]:
    """The indexes of the items that are not the very same as before."""
    stale = [index for index, (item, before) in enumerate(zip(items, old, strict=False)) if item is not before]
    if is_first_stale and not (stale and stale[0] == 0):
        stale.insert(0, 0)
    return stale + list(range(len(old), len(items)))


def _steps(template: Template) -> Sequence[Decide | Bind | Piece]:
    if template.steps or not template.body:
        return template.steps
    from wizard.compiler.segments import prepare  # a template that was built by hand

    return prepare(template).steps


def names_behind(template: Template) -> dict[str, frozenset[str]]:
    """`{question: itself and every question that its conditions hang on, at any remove}`."""
    direct = {question.id: frozenset(_names_in(question)) | {question.id} for question in template.questions()}
    behind: dict[str, frozenset[str]] = {}
    for id, names in direct.items():
        found, todo = set[str](), list(names)
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += direct.get(name, ())
        behind[id] = frozenset(found)
    return behind


def _names_in(question: Question) -> set[str]:
    names = set(names_in(question.when)) if question.when is not None else set[str]()
    for inner in question.questions:
        names |= _names_in(inner)
    return names
