"""The steps of a template to rendered segments; what reads no changed answer is taken from the previous rendering.

   Decision(has_risks), Segment("## Goals"), Segment("## Risks", under branch 0), answers
-> one SegmentResult for each segment: its text and source map, or that it is not shown
"""

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
from wizard.render.budget import NO_ESCAPING_COST, Budget, EscapingCost, EscapingRoom, RenderError
from wizard.render.expansion import Expander, answer_items, item_scope, open_paths
from wizard.render.rendered_segment import RenderedSegment, render_segment
from wizard.render.whitespace import PLAN_START, Gap

_NOTHING: tuple[RenderedSegment, ...] = ()


class SegmentResult(Struct, frozen=True):
    """A segment of the template as it was rendered; one with a `repeat` gives a rendered segment for each item."""

    segment: Segment
    is_shown: bool
    before: Gap
    rendered: tuple[RenderedSegment, ...]
    after: Gap
    assigned: Mapping[str, Value]
    """`{name: value}` of the names that it reads and that are not questions."""
    items: tuple[Answer, ...] | None = None
    """The items of the answer that it was repeated for; None for any other repeat."""
    stands_for: tuple[AnswerPath, ...] = ()
    """The open questions for which the template's text in it stands."""
    escaping: EscapingCost = NO_ESCAPING_COST

    def segments_of(self, path: AnswerPath) -> slice | None:
        """Return which of its rendered segments may hold text of an answer, or None."""
        id = path[0]
        is_set = any(source.path[0] == id for value in self.assigned.values() for source in sources_of(value))
        is_open_text = any(stands_for[0] == id for stands_for in self.stands_for)
        if id not in self.segment.names and not is_set and not is_open_text:
            return None
        repeat = self.segment.repeat
        is_item = repeat is not None and repeat.over == Name(str(id)) and id not in (repeat.outer_names or ())
        if (
            is_item
            and self.items is not None
            and not (is_set or is_open_text)
            and len(path) > 1
            and isinstance(path[1], int)
        ):
            return slice(path[1], path[1] + 1)
        return slice(None)


class Renderer(Struct):
    """One pass through the steps of a template."""

    template: Template
    answers: Answers
    affected: frozenset[str] | None
    """The ids of the questions that changed or that depend on one that did; None for all."""
    previous: Sequence[SegmentResult]
    taken_branches: dict[int, int] = field(default_factory=dict[int, int])
    """`{number of a decision: index of the branch that was taken}`; -1 for none."""
    stands_for: dict[int, tuple[AnswerPath, ...]] = field(default_factory=dict[int, "tuple[AnswerPath, ...]"])
    """`{number of a decision: the open questions for which the text under it stands}`."""
    budget: Budget = field(default_factory=Budget)
    gap: Gap = PLAN_START
    escaping: EscapingRoom = field(default_factory=EscapingRoom)

    def render_all(self) -> tuple[SegmentResult, ...]:
        """Return the result of every segment, in order."""
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
                    previous = self.previous[len(done)] if len(done) < len(self.previous) else None
                    done.append(self.render_segment(step, layer, previous))
        return tuple(done)

    def is_taken(self, under: Branch | None) -> bool:
        return under is None or self.taken_branches[under[0]] == under[1]

    def decide(self, step: Decision, layer: Layer) -> None:
        self.taken_branches[step.number] = -1
        if self.is_taken(step.under):
            expander = self.new_expander()
            for index, test in enumerate(step.branches):
                if expander.holds(test, layer):
                    self.taken_branches[step.number] = index
                    self.stands_for[step.number] = open_paths(test, layer) or self.open_paths_above(step.under)
                    break

    def open_paths_above(self, under: Branch | None) -> tuple[AnswerPath, ...]:
        """Return the open questions for which the text of a taken branch stands."""
        return () if under is None else self.stands_for.get(under[0], ())

    def bind(self, node: Assign | Condition, layer: Layer) -> None:
        """Set in the layer what a node assigns, and do nothing else of it."""
        if isinstance(node, Assign):
            layer.names[node.name] = self.new_expander().evaluate(node.expression, layer)
            return
        for test, inner in node.branches:
            if self.new_expander().holds(test, layer):
                for each in inner:
                    if isinstance(each, (Assign, Condition)):
                        self.bind(each, layer)
                break

    def new_expander(self) -> Expander:
        return Expander(self.budget)

    def render_segment(self, segment: Segment, layer: Layer, previous: SegmentResult | None) -> SegmentResult:
        """Return the result of a segment, the previous one if nothing that it reads has changed."""
        before = self.gap
        if not self.is_taken(segment.under):
            return SegmentResult(
                segment, is_shown=False, before=before, rendered=_NOTHING, after=before, assigned={}, items=None
            )
        stands_for = self.open_paths_above(segment.under)
        if previous is not None and previous.stands_for != stands_for:
            previous = None
        assigned = {name: layer.names[name] for name in segment.names if name in layer.names}
        is_equivalent = previous is not None and previous.is_shown and are_equivalent(previous.assigned, assigned)
        room = self.escaping.left
        if (
            previous is not None
            and is_equivalent
            and previous.before == before
            and previous.escaping.is_same_with(room)
            and self.is_unaffected(segment.names)
        ):
            self.gap = previous.after
            self.escaping.spend(previous.escaping)
            return previous
        if segment.repeat is None:
            expander = Expander(self.budget, self.affected)
            if previous is not None and previous.is_shown:
                last = previous.rendered[0]
                expander.previous, expander.previous_slots = last.cached, last.slots
            rendered, items = (self.render_once(segment, layer, expander),), None
        else:
            kept = previous if is_equivalent and self.is_unaffected(segment.repeat.outer_names or frozenset()) else None
            rendered, items = self.render_repeat(segment, segment.repeat, layer, kept)
        return SegmentResult(
            segment,
            is_shown=True,
            before=before,
            rendered=rendered,
            after=self.gap,
            assigned=assigned,
            items=items,
            stands_for=stands_for,
            escaping=_total_cost(rendered, room),
        )

    def is_unaffected(self, names: frozenset[str]) -> bool:
        return self.affected is not None and self.affected.isdisjoint(names)

    def render_once(self, segment: Segment, layer: Layer, expander: Expander | None = None) -> RenderedSegment:
        """Return a segment as rendered; `expander` knows what may be taken from the previous rendering."""
        expander = expander or self.new_expander()
        expander.stands_for = self.open_paths_above(segment.under)
        expander.expand_segment(segment.nodes, Layer(layer))
        walked = thread_time()
        rendered = render_segment(segment, expander, self.gap, self.escaping.left)
        self.escaping.spend(rendered.escaping)
        self.budget.exclude_time_since(walked)
        self.gap = rendered.after
        return rendered

    def render_repeat(
        self, segment: Segment, repeat: Repeat, layer: Layer, previous: SegmentResult | None
    ) -> tuple[tuple[RenderedSegment, ...], tuple[Answer, ...] | None]:
        """Return a rendered segment for each item, and the items if they are those of an answer."""
        expander = self.new_expander()
        over = expander.evaluate(repeat.over, layer)
        answered = answer_items(repeat, over)
        if answered:
            return self.render_answer_items(segment, repeat, layer, over, answered, previous), answered
        items = expander.items_of_repeat(repeat, over, layer)
        if not items and not is_open(over):
            self.gap = Gap(self.gap.blank_lines, is_closing=True)
        return tuple(
            self.render_once(segment, item_scope(repeat.name, item, index, len(items), layer))
            for index, item in enumerate(items)
        ), None

    def render_answer_items(
        self,
        segment: Segment,
        repeat: Repeat,
        layer: Layer,
        over: Value,
        items: tuple[Answer, ...],
        previous: SegmentResult | None,
    ) -> tuple[RenderedSegment, ...]:
        """Return a rendered segment for each item of an answer, the previous one where the item is the same object."""
        count, before = len(items), self.gap
        if count > MAX_PLAN_REPEATS:
            raise RenderError(f"the template repeats more than {MAX_PLAN_REPEATS:,} times")
        if previous is None or previous.items is None or (repeat.reads_length and len(previous.items) != count):
            kept, stale = [], frozenset[int]()
        else:
            kept = list(previous.rendered[:count])
            stale = _stale_indexes(items, previous.items, previous.before != before)
        is_next_stale = False
        for index in range(count):
            last = kept[index] if index < len(kept) else None
            if last is not None and not is_next_stale and index not in stale:
                if last.escaping is NO_ESCAPING_COST:
                    continue
                if last.escaping.is_same_with(self.escaping.left):
                    self.escaping.spend(last.escaping)
                    continue
            self.gap = kept[index - 1].after if index else before
            inner = item_scope(repeat.name, member(over, index), index, count, layer)
            kept[index : index + 1] = [self.render_once(segment, inner)]
            is_next_stale = last is not None and last.after != self.gap  # the next item depends on how this one ends
        self.gap = kept[-1].after
        return tuple(kept)


def _stale_indexes(items: Sequence[Answer], previous: Sequence[Answer], is_first_stale: bool) -> frozenset[int]:
    """Return the indexes of the items that are not the same objects as before."""
    stale = {index for index, (item, before) in enumerate(zip(items, previous, strict=False)) if item is not before}
    return frozenset(stale | {0} if is_first_stale else stale)


def _total_cost(rendered: Sequence[RenderedSegment], room: int) -> EscapingCost:
    """Return what it took to escape all the parts of a segment, for which so many characters were left."""
    costs = [each.escaping for each in rendered if each.escaping is not NO_ESCAPING_COST]
    if not costs:
        return NO_ESCAPING_COST
    is_short = any(cost.room >= 0 for cost in costs)
    return EscapingCost(sum(cost.work for cost in costs), room if is_short else -1)


def _render_steps(template: Template) -> Sequence[Decision | NameBinding | Segment]:
    if template.steps or not template.body:
        return template.steps
    from wizard.compiler.body.segmentation import compile_body  # a template that was built by hand

    return compile_body(template).steps


def condition_dependencies(template: Template) -> dict[str, frozenset[str]]:
    """Return `{question: itself and every question that its conditions depend on, directly or not}`."""
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
