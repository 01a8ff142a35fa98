"""The nodes of a body to a list of parts: text of the template's, and the text of each slot before it is escaped.

    - {{ name }}: {{ goal }}    ->    "- ", SlotText("Relay", ("name",)), ": ", SlotText("A *chat*", ("goal",))

A repeat over the items of an answer is cached: items that are the same objects as before are not expanded again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from msgspec import Struct, field

from wizard.answers.dates import is_date
from wizard.evaluation.evaluator import evaluate_or_nothing, holds, items_of, member
from wizard.evaluation.values import (
    AnswerValue,
    ComputedValue,
    ItemsValue,
    Layer,
    LoopValue,
    Scope,
    Value,
    are_equivalent,
    bare_value,
    is_open,
    text_of,
)
from wizard.limits import MAX_BODY_LEVELS
from wizard.model.answers import OPEN, Answer, AnswerPath, UnfinishedText, is_list
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text
from wizard.model.expressions import Expression, IsTest, Name, Or, names_in
from wizard.model.template import Question
from wizard.render.budget import Budget, RenderError

if TYPE_CHECKING:
    from wizard.markdown.escaping.slot_escaping import AnswerForm


class SlotText(NamedTuple):
    """The text of one slot, before it is escaped."""

    number: int
    """The number of the slot, or one of the three below."""
    text: str
    path: AnswerPath
    sources: tuple[AnswerPath, ...] = ()
    is_placeholder: bool = False
    is_from_answer: bool = False
    """Whether it is the user's text, which must be escaped."""
    form: AnswerForm = "line"
    is_empty: bool = False
    """Whether it renders nothing because it is left out or empty."""
    is_unfinished: bool = False
    """Whether it is typed text that is no answer, in a preview."""
    data: bool | tuple[str, ...] | None = None
    """The answer, where front matter has another form for it than text: a yes or no, or a list."""

    @property
    def may_need_escaping(self) -> bool:
        """Whether another text may have to stand in its place in the plan, so that the outline stays as it is."""
        return self.is_from_answer or self.is_empty or self.data is not None


EMPTY_BLOCK: Final = -1
"""The number that stands for a repeat without items on lines of its own."""
EMPTY_REPEAT: Final = -2
"""The number that stands for a repeat without items within a line."""
CLOSED_CONDITION: Final = -3
"""The number that stands for a condition within a line, of which no branch is taken."""


class OpenText(str):
    """Text of the template's that stands only while a question is open, as a placeholder of any length."""

    __slots__ = ("sources",)

    sources: tuple[AnswerPath, ...]

    def __new__(cls, text: str, sources: tuple[AnswerPath, ...]) -> OpenText:
        """Make the text that stands for the questions at some paths."""
        made = super().__new__(cls, text)
        made.sources = sources
        return made


_MANY_NODES: Final = 100
"""Nodes of a segment from which the parts of its slots are worth keeping."""

Part: TypeAlias = "str | SlotText"


class CachedRepeat(Struct, frozen=True):
    """The parts of a repeat, for the next rendering."""

    items: tuple[Answer, ...]
    parts: tuple[tuple[Part, ...], ...]
    """The parts of each item."""
    assigned: Mapping[str, Value]
    """`{name: value}` of the names that the items read and that are not questions."""


class Expander(Struct):
    """One pass through nodes of a body; `parts`, `cached` and `slots` are its result."""

    budget: Budget
    affected: frozenset[str] | None = None
    """The ids of the questions that changed or that depend on one that did; None for all."""
    previous: Mapping[int, CachedRepeat] = field(default_factory=dict[int, CachedRepeat])
    """`{id() of a repeat: its parts in the previous rendering}`."""
    previous_slots: Mapping[int, SlotText] = field(default_factory=dict[int, SlotText])
    """`{number of a slot: its part in the previous rendering}`."""
    parts: list[Part] = field(default_factory=list[Part])
    cached: dict[int, CachedRepeat] = field(default_factory=dict[int, CachedRepeat])
    slots: Mapping[int, SlotText] = field(default_factory=dict[int, SlotText])
    """`{number of a slot: its part}` for the next rendering; none where they are few."""
    stands_for: tuple[AnswerPath, ...] = ()
    """The open questions for which the text that is being added stands."""

    def expand_segment(self, nodes: tuple[Node, ...], layer: Layer) -> None:
        """Add the parts of all nodes of a segment, and keep those of its slots if they are many."""
        self.expand(nodes, layer)
        if len(nodes) >= _MANY_NODES:
            self.slots = {part.number: part for part in self.parts if isinstance(part, SlotText)}

    def expand(self, nodes: tuple[Node, ...], layer: Layer, level: int = 0) -> None:
        """Add the parts of the nodes; set in `layer` what they assign."""
        if level > MAX_BODY_LEVELS:
            raise RenderError(f"the template is nested more than {MAX_BODY_LEVELS} levels deep")
        for node in nodes:
            match node:
                case Text(text):
                    self.budget.spend_characters(len(text))
                    self.add_text(text)
                case Slot(expression, number):
                    part = self.find_previous_slot(node) if self.previous_slots and not level else None
                    if part is not None:
                        self.budget.spend_characters(len(part.text))
                        self.parts.append(part)
                    else:
                        self.expand_slot(number, self.evaluate(expression, layer))
                case Condition(branches):
                    for test, inner in branches:
                        if self.holds(test, layer):
                            around = self.stands_for
                            self.stands_for = open_paths(test, layer) or around
                            self.expand(inner, layer, level + 1)
                            self.stands_for = around
                            break
                    else:
                        if node.is_inline:
                            self.parts.append(SlotText(CLOSED_CONDITION, "", (), is_empty=True))
                case Repeat():
                    self.expand_repeat(node, layer, level)
                case Assign(name, expression):
                    layer.names[name] = self.evaluate(expression, layer)

    def find_previous_slot(self, slot: Slot) -> SlotText | None:
        """Return the part of a slot in the previous rendering, if it is an answer that has not changed since."""
        expression = slot.expression
        if not isinstance(expression, Name) or self.affected is None or expression.name in self.affected:
            return None
        part = self.previous_slots.get(slot.number)
        # Neither `set` nor a repeat gives a name that a question has, so this is the question's own.
        return part if part is not None and part.path == (expression.name,) else None

    def evaluate(self, expression: Expression, layer: Layer) -> Value:
        """Return the value of an expression, and nothing where it has none."""
        self.budget.check_time()
        return evaluate_or_nothing(expression, layer)

    def holds(self, test: Expression | None, layer: Layer) -> bool:
        self.budget.check_time()
        return holds(test, layer)

    def expand_slot(self, number: int, value: Value) -> None:
        part = slot_text(number, value)
        self.budget.spend_characters(len(part if isinstance(part, str) else part.text))
        if isinstance(part, SlotText):
            self.parts.append(part)
        elif part:
            self.add_text(part)

    def add_text(self, text: str) -> None:
        """Add text of the template's."""
        self.parts.append(OpenText(text, self.stands_for) if self.stands_for else text)

    def expand_repeat(self, repeat: Repeat, layer: Layer, level: int) -> None:
        over = self.evaluate(repeat.over, layer)
        answered = answer_items(repeat, over)
        if answered:
            self.expand_answer_items(repeat, over, answered, layer, level)
            return
        items = self.items_of_repeat(repeat, over, layer)
        for index, item in enumerate(items):
            self.budget.spend_repeat()
            self.expand(repeat.nodes, item_scope(repeat.name, item, index, len(items), layer), level + 1)
        if items:
            return
        if not is_open(over):
            self.parts.append(SlotText(EMPTY_REPEAT if repeat.is_inline else EMPTY_BLOCK, "", (), is_empty=True))
        elif repeat.is_inline:
            self.parts.append(SlotText(CLOSED_CONDITION, "", (), is_empty=True))
        self.expand(repeat.otherwise, layer, level + 1)

    def expand_answer_items(
        self, repeat: Repeat, over: Value, items: tuple[Answer, ...], layer: Layer, level: int
    ) -> None:
        """Add the parts of each item of an answer, the cached ones where the item is the same object."""
        outer, done = self.parts, list[tuple[Part, ...]]()
        assigned = layer.assigned_values(repeat.outer_names or ())
        kept = self.find_cached(repeat, assigned, len(items))
        for index, item in enumerate(items):
            if kept is not None and index < len(kept.items) and kept.items[index] is item:
                done.append(kept.parts[index])
                continue
            self.budget.spend_repeat()
            self.parts = []
            inner = item_scope(repeat.name, member(over, index), index, len(items), layer)
            self.expand(repeat.nodes, inner, level + 1)
            done.append(tuple(self.parts))
        self.parts = outer
        for parts in done:
            outer += parts
        if level == 0:
            self.cached[id(repeat)] = CachedRepeat(items, tuple(done), assigned)

    def find_cached(self, repeat: Repeat, assigned: Mapping[str, Value], count: int) -> CachedRepeat | None:
        """Return the cached parts of a repeat if nothing that its items read has changed."""
        old = self.previous.get(id(repeat))
        if old is None or self.affected is None or repeat.outer_names is None:
            return None
        alike = self.affected.isdisjoint(repeat.outer_names) and are_equivalent(old.assigned, assigned)
        return old if alike and (not repeat.reads_length or len(old.items) == count) else None

    def items_of_repeat(self, repeat: Repeat, over: Value, layer: Layer) -> tuple[Value, ...]:
        """Return the items for which the `if` of a repeat holds."""
        items = items_of(over)
        if repeat.where is None:
            return items
        kept: list[Value] = []
        for item in items:
            if self.holds(repeat.where, Layer(layer, {repeat.name: item})):
                kept.append(item)
        return tuple(kept)


def open_paths(test: Expression | None, layer: Layer) -> tuple[AnswerPath, ...]:
    """Return the paths of the open questions for which the text under a condition stands.

    These are of `q is open`, alone or joined by `or`. Text that stands also when the same question is answered, as
    under `q is open or q`, stands for none.
    """
    tests = tuple(_alternatives(test)) if test is not None else ()
    asked = [each.operand for each in tests if isinstance(each, IsTest) and each.name == "open"]
    if not asked:
        return ()
    read = {name for each in tests if not (isinstance(each, IsTest) and each.name == "open") for name in names_in(each)}
    values = [evaluate_or_nothing(operand, layer) for operand in asked if read.isdisjoint(names_in(operand))]
    return tuple(value.path for value in values if isinstance(value, AnswerValue) and is_open(value))


def _alternatives(test: Expression) -> Iterator[Expression]:
    if isinstance(test, Or):
        yield from _alternatives(test.left)
        yield from _alternatives(test.right)
    else:
        yield test


def answer_items(repeat: Repeat, over: Value) -> tuple[Answer, ...]:
    """Return the items of an answer that a repeat goes through unfiltered, else none."""
    if isinstance(over, AnswerValue) and repeat.where is None and is_list(over.answer):
        return over.answer
    return ()


def item_scope(name: str, item: Value, index: int, count: int, outer: Scope) -> Layer:
    """Return the scope of one item of a repeat; `index` is 0-based."""
    return Layer(outer, {name: item, "loop": LoopValue(index + 1, count)})


def slot_text(number: int, value: Value) -> Part:
    """Return the text of a slot for a value, as plain text when it comes from no answer."""
    match value:
        case AnswerValue(path=path, question=question, answer=answer):
            if answer is OPEN or (isinstance(answer, str) and not answer.strip()):
                return SlotText(number, text_of(value.placeholder), path, (path,), is_placeholder=True)
            text = text_of(answer)
            return SlotText(
                number,
                text,
                path,
                (path,),
                is_from_answer=True,
                form=_form(question, answer),
                is_empty=not text,
                is_unfinished=isinstance(answer, UnfinishedText),
                data=_data(answer),
            )
        case ComputedValue(sources=()):
            return text_of(value.value)
        case ComputedValue(value=bare, sources=sources, is_from_template=is_from_template):
            first, text = sources[0], text_of(bare)
            paths = (first.path,) if len(sources) == 1 else tuple(dict.fromkeys(source.path for source in sources))
            return SlotText(
                number,
                text,
                first.path,
                paths,
                is_placeholder=is_from_template and is_open(first),
                is_from_answer=not is_from_template,
                form=_form(first.question, bare),
                is_empty=not text and not all(map(is_open, sources)),
                is_unfinished=any(isinstance(source.answer, UnfinishedText) for source in sources),
                data=_data(bare),
            )
        case ItemsValue(of=whole):
            return slot_text(number, ComputedValue(bare_value(value), (whole,), False))
        case LoopValue():
            return ""


def _data(answer: Answer) -> bool | tuple[str, ...] | None:
    if isinstance(answer, bool):
        return answer
    return tuple(map(text_of, answer)) if is_list(answer) else None


def _form(question: Question | None, answer: Answer) -> AnswerForm:
    if isinstance(answer, UnfinishedText):
        return "lines" if question is not None and question.kind in ("text", "diagram") else "line"
    if not isinstance(answer, str) or (question is not None and question.kind == "date" and is_date(answer)):
        return "value" if isinstance(answer, (bool, int, float, str)) else "line"
    return "lines" if question is not None and question.kind in ("text", "diagram") else "line"
