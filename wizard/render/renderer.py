"""One way through a template's pieces, with what can be kept of the last way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import thread_time

from msgspec import Struct, field

from wizard.evaluation.evaluator import AnswersScope, member
from wizard.evaluation.values import Layer, Value, are_equivalent, is_open, sources_of
from wizard.limits import MAX_PLAN_REPEATS
from wizard.model.answers import Answer, AnswerPath, Answers
from wizard.model.body import Assign, Condition, Repeat
from wizard.model.expressions import Name, names_in
from wizard.model.render_steps import Branch, Decision, NameBinding, Segment
from wizard.model.template import Question, Template
from wizard.render.budget import Budget, RenderError
from wizard.render.expansion import CachedRepeat, Expander, answer_items, item_scope
from wizard.render.rendered_segment import RenderedSegment, render_segment
from wizard.render.whitespace import PLAN_START, Gap

_NOTHING: tuple[RenderedSegment, ...] = ()


class SegmentResult(Struct, frozen=True):
    """What one piece of the template came to."""

    segment: Segment
    is_shown: bool
    before: Gap
    rendered: tuple[RenderedSegment, ...]
    after: Gap
    assigned: Mapping[str, Value]
    """What the names that it reads were set to."""
    items: tuple[Answer, ...] | None = None
    """The answers that it was repeated for, each by itself."""

    def segments_of(self, path: AnswerPath) -> slice | None:
        """Which of its pieces a question can stand in; None when in none."""
        id = path[0]
        is_set = any(source.path[0] == id for value in self.assigned.values() for source in sources_of(value))
        if id not in self.segment.names and not is_set:
            return None
        repeat = self.segment.repeat
        is_item = repeat is not None and repeat.over == Name(str(id)) and id not in (repeat.outer_names or ())
        if is_item and self.items is not None and not is_set and len(path) > 1 and isinstance(path[1], int):
            return slice(path[1], path[1] + 1)
        return slice(None)


class Renderer(Struct):
    """The walk through the pieces of a template."""

    template: Template
    answers: Answers
    affected: frozenset[str] | None
    """The questions that are not what they were; None for all."""
    previous: Sequence[SegmentResult]
    taken_branches: dict[int, int] = field(default_factory=dict[int, int])
    budget: Budget = field(default_factory=Budget)
    gap: Gap = PLAN_START

    def render_all(self) -> tuple[SegmentResult, ...]:
        """What every piece comes to, in order."""
        layer = Layer(AnswersScope(self.template, self.answers))
        done: list[SegmentResult] = []
        for step in _render_steps(self.template):
            match step:
                case Decision():
                    self.decide(step, layer)
                case NameBinding():
                    if self.is_taken(step.under):
                        self.bind(step.node, layer)
                case Segment():
                    old = self.previous[len(done)] if len(done) < len(self.previous) else None
                    done.append(self.render_segment(step, layer, old))
        return tuple(done)

    def is_taken(self, under: Branch | None) -> bool:
        return under is None or self.taken_branches[under[0]] == under[1]

    def decide(self, step: Decision, layer: Layer) -> None:
        self.taken_branches[step.number] = -1
        if self.is_taken(step.under):
            walk = self.new_expander()
            for index, test in enumerate(step.branches):
                if walk.holds(test, layer, step.line):
                    self.taken_branches[step.number] = index
                    break

    def bind(self, node: Assign | Condition, layer: Layer) -> None:
        """Take up what a node sets, and nothing else of it."""
        if isinstance(node, Assign):
            layer.names[node.name] = self.new_expander().evaluate(node.expression, layer, node.line)
            return
        for test, inner in node.branches:
            if self.new_expander().holds(test, layer, node.line):
                for each in inner:
                    if isinstance(each, (Assign, Condition)):
                        self.bind(each, layer)
                break

    def new_expander(self) -> Expander:
        return Expander(self.budget, self.template.source)

    def render_segment(self, piece: Segment, layer: Layer, old: SegmentResult | None) -> SegmentResult:
        """What a piece comes to, or came to before if nothing that it reads has changed."""
        before = self.gap
        if not self.is_taken(piece.under):
            return SegmentResult(piece, False, before, _NOTHING, before, {})
        sets = {name: layer.names[name] for name in piece.names if name in layer.names}
        same = old is not None and old.is_shown and are_equivalent(old.assigned, sets)
        if old is not None and same and old.before == before and self.is_unaffected(piece.names):
            self.gap = old.after
            return old
        if piece.repeat is None:
            last = old.rendered[0].cached if old is not None and old.is_shown else None
            rendered, items = (self.render_once(piece, layer, last),), None
        else:
            kept = old if same and self.is_unaffected(piece.repeat.outer_names or frozenset()) else None
            rendered, items = self.render_repeat(piece, piece.repeat, layer, kept)
        return SegmentResult(piece, True, before, rendered, self.gap, sets, items)

    def is_unaffected(self, names: frozenset[str]) -> bool:
        return self.affected is not None and self.affected.isdisjoint(names)

    def render_once(
        self, piece: Segment, layer: Layer, old: Mapping[int, CachedRepeat] | None = None
    ) -> RenderedSegment:
        walk = Expander(self.budget, self.template.source, self.affected, old or {})
        walk.expand(piece.nodes, Layer(layer))
        walked = thread_time()
        rendered = render_segment(piece, walk, self.gap)
        self.budget.exclude_time_since(walked)
        self.gap = rendered.after
        return rendered

    def render_repeat(
        self, piece: Segment, repeat: Repeat, layer: Layer, old: SegmentResult | None
    ) -> tuple[tuple[RenderedSegment, ...], tuple[Answer, ...] | None]:
        """A piece for every item, the old one where the item is the very same."""
        walk = self.new_expander()
        over = walk.evaluate(repeat.over, layer, repeat.line)
        answered = answer_items(repeat, over)
        if answered:
            return self.render_answer_items(piece, repeat, layer, over, answered, old), answered
        items = walk.items_of_repeat(repeat, over, layer)
        if not items and not is_open(over):
            self.gap = Gap(self.gap.is_blank, is_closing=True)
        return tuple(
            self.render_once(piece, item_scope(repeat.name, item, index, len(items), layer))
            for index, item in enumerate(items)
        ), None

    def render_answer_items(
        self,
        piece: Segment,
        repeat: Repeat,
        layer: Layer,
        over: Value,
        items: tuple[Answer, ...],
        old: SegmentResult | None,
    ) -> tuple[RenderedSegment, ...]:
        """A piece for every item of an answer; what was there before stays where the item is the very same."""
        count, before = len(items), self.gap
        if count > MAX_PLAN_REPEATS:
            raise RenderError(f"the template repeats more than {MAX_PLAN_REPEATS:,} times")
        if old is None or old.items is None or (repeat.reads_length and len(old.items) != count):
            kept, stale = [], list(range(count))
        else:
            kept = list(old.rendered[:count])
            stale = _stale_indexes(items, old.items, old.before != before)
        done = 0
        for first in stale:
            index = first
            while done <= index < count:
                self.gap = kept[index - 1].after if index else before
                last = kept[index].after if index < len(kept) else None
                inner = item_scope(repeat.name, member(over, index), index, count, layer)
                kept[index : index + 1] = [self.render_once(piece, inner)]
                done = index + 1
                if last is not None and last != self.gap:
                    index = done  # it ends in another way, which the next one minds
        self.gap = kept[-1].after
        return tuple(kept)


def _stale_indexes(items: Sequence[Answer], old: Sequence[Answer], is_first_stale: bool) -> list[int]:
    """The indexes of the items that are not the very same as before."""
    stale = [index for index, (item, before) in enumerate(zip(items, old, strict=False)) if item is not before]
    if is_first_stale and not (stale and stale[0] == 0):
        stale.insert(0, 0)
    return stale + list(range(len(old), len(items)))


def _render_steps(template: Template) -> Sequence[Decision | NameBinding | Segment]:
    if template.steps or not template.body:
        return template.steps
    from wizard.compiler.segmentation import compile_body  # a template that was built by hand

    return compile_body(template).steps


def condition_dependencies(template: Template) -> dict[str, frozenset[str]]:
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
