r"""A template's body split into segments, each with the context of its slots.

`# A\n{{ a }}\n{% if b %}# B\n{% endif %}# C\n`  ->  Segment `# A\n{{ a }}\n`, Decision `b`, Segment `# B\n` under it,
Segment `# C\n`

Split points are headings with `#`, and the items of a repeat that each begin with a heading or list marker, or are the
rows of a table, wherever nothing is around them in any of the variants of the body; in a long segment also the
template's own paragraphs, so that a key renders little again. Then each segment is written out with slot markers
between its neighbours, and the contexts of its slots are read from the Markdown.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise, product
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from wizard.compiler.body.marked_text import (
    KnownValues,
    Variant,
    bind_name,
    branch_choices,
    branch_index,
    constant_text,
    marked_text,
    marked_variants,
    neighbours,
    pick_neighbour,
    values_in_repeat,
    without_carriage_returns,
)
from wizard.evaluation.evaluator import LOOP_KEYS
from wizard.evaluation.values import Value
from wizard.limits import MAX_SPLIT_CHARACTERS, MAX_SPLIT_VARIANTS, MIN_LONG_SEGMENT_CHARACTERS
from wizard.markdown.block_runs import BlockReader, BlockRun
from wizard.markdown.escaping.slot_context import find_contexts
from wizard.markdown.escaping.slot_markers import MARKER, slot_marker
from wizard.markdown.syntax import ATX_MARKER
from wizard.model.body import Assign, Condition, Node, Repeat, Slot, Text, names_read, slots_in
from wizard.model.expressions import Expression, Member, Name, names_in, operands_of
from wizard.model.render_steps import Branch, Decision, NameBinding, RenderStep, Segment, SlotContext
from wizard.model.template import Template

_COUNTING: Final = frozenset(LOOP_KEYS) - {"index", "index0", "first"}


def compile_body(template: Template) -> Template:
    """Return the template with its body as render steps."""
    steps = split_body(template.body)
    return replace(template, steps=tuple(map(_take_verbatim, steps)) if template.is_verbatim else steps)


def _take_verbatim(step: RenderStep) -> RenderStep:
    """Return a step in which answers stand as they were typed; in fences too, which still grow around them."""
    if not isinstance(step, Segment):
        return step
    contexts = dict.fromkeys((slot.number for slot in slots_in(step.nodes)), SlotContext("verbatim"))
    fences = {number: each for number, each in step.contexts.items() if each is not None and each.kind == "fence"}
    return replace(step, contexts={**contexts, **fences})


def split_body(body: tuple[Node, ...]) -> tuple[RenderStep, ...]:
    """Return the steps that render a body."""
    reader = BlockReader()
    splitter = _BodySplitter(find_split_points(body, reader))
    splitter.walk(body, None)
    splitter.flush(None)
    return tuple(_place_segments(splitter, reader))


class _UnplacedSegment(Struct, frozen=True):
    """A segment whose neighbours are not known yet."""

    segment: Segment
    known: KnownValues
    """What is known where it begins."""

    def first_text(self) -> str:
        """Return the segment with the first branch of every condition, and every repeat gone through once."""
        return marked_text(self.segment.nodes, self.known_inside(), Variant())

    def variants(self, often: tuple[int, ...]) -> tuple[str, ...]:
        return marked_variants(self.segment.nodes, self.known_inside(), often)

    def known_inside(self) -> KnownValues:
        """Return what is known in the segment, for one with a repeat in its first item."""
        repeat = self.segment.repeat
        return dict(self.known) if repeat is None else values_in_repeat(repeat, self.known, 0, 2)


class _BodySplitter(Struct):
    """A walk through the top level of a body that gathers its steps."""

    split_points: SplitPoints
    steps: list[Decision | NameBinding | _UnplacedSegment] = field(
        default_factory=list[Decision | NameBinding | _UnplacedSegment]
    )
    pending: list[Node] = field(default_factory=list[Node])
    """The nodes of the segment that is being gathered."""
    pending_size: int = 0
    """The characters of their text, about."""
    known: KnownValues = field(default_factory=dict[str, Value])
    decisions: int = 0

    def walk(self, nodes: tuple[Node, ...], under: Branch | None) -> None:
        for node in nodes:
            if self.pending_size >= MIN_LONG_SEGMENT_CHARACTERS and id(node) in self.split_points.paragraphs:
                self.flush(under)
            match node:
                case Text():
                    self.split_text(node, under)
                case Condition() if id(node) in self.split_points.conditions:
                    self.walk_condition(node, under)
                case Repeat() if id(node) in self.split_points.repeats:
                    self.walk_repeat(node, under)
                case _:
                    self.pending.append(_annotate_repeats(node))
                    self.pending_size += _size_of(node)

    def split_text(self, literal: Text, under: Branch | None) -> None:
        start = 0
        headings = self.split_points.literals.get(id(literal), set[int]())
        paragraphs = self.split_points.literal_paragraphs.get(id(literal), set[int]())
        for position in sorted(headings | paragraphs):
            if position in headings or self.pending_size + position - start >= MIN_LONG_SEGMENT_CHARACTERS:
                self.hold_text(literal, start, position)
                self.flush(under)
                start = position
        self.hold_text(literal, start, len(literal.text))

    def hold_text(self, literal: Text, start: int, end: int) -> None:
        if end > start:
            line = literal.line + literal.text.count("\n", 0, start)
            self.pending.append(Text(literal.text[start:end], line))
            self.pending_size += end - start

    def walk_condition(self, condition: Condition, under: Branch | None) -> None:
        self.flush(under)
        number, self.decisions = self.decisions, self.decisions + 1
        self.steps.append(Decision(number, tuple(test for test, _ in condition.branches), under, condition.line))
        taken, before = branch_index(condition, self.known, Variant()), dict(self.known)
        after = before
        for index, (_, nodes) in enumerate(condition.branches):
            self.known = dict(before)
            self.walk(nodes, (number, index))
            self.flush((number, index))
            after = self.known if index == taken else after
        self.known = after

    def walk_repeat(self, repeat: Repeat, under: Branch | None) -> None:
        self.flush(under)
        looked = _annotate_repeat(repeat)
        self.steps.append(_UnplacedSegment(_new_segment(looked.nodes, under, looked), dict(self.known)))

    def flush(self, under: Branch | None) -> None:
        """Finish the pending segment; names that are only set before or after its text are bound outside of it."""
        nodes, self.pending, self.pending_size = tuple(self.pending), [], 0
        first = next((index for index, node in enumerate(nodes) if not isinstance(node, Assign)), len(nodes))
        last = max((index for index, node in enumerate(nodes) if not isinstance(node, Assign)), default=-1)
        self.bind_names(nodes[:first], under)
        if first <= last:
            self.steps.append(_UnplacedSegment(_new_segment(nodes[first : last + 1], under, None), dict(self.known)))
        self.bind_names(nodes[first:], under)

    def bind_names(self, nodes: tuple[Node, ...], under: Branch | None) -> None:
        """Add steps for the names that the nodes set."""
        marked_text(nodes, self.known, Variant())
        for node in nodes:
            if isinstance(node, Assign) or (isinstance(node, Condition) and _sets_names(node)):
                self.steps.append(NameBinding(node, under))


def _size_of(node: Node) -> int:
    """Return about how many characters a node stands for."""
    match node:
        case Text(text):
            return len(text)
        case Slot():
            return len(slot_marker(node.number))
        case Condition():
            return max(sum(map(_size_of, nodes)) for _, nodes in node.branches)
        case Repeat():
            return sum(map(_size_of, node.nodes))
        case Assign():
            return 0


def _sets_names(condition: Condition) -> bool:
    return any(
        isinstance(node, Assign) or (isinstance(node, Condition) and _sets_names(node))
        for _, nodes in condition.branches
        for node in nodes
    )


def _new_segment(nodes: tuple[Node, ...], under: Branch | None, repeat: Repeat | None) -> Segment:
    names = names_read(nodes if repeat is None else (repeat,))
    return Segment(nodes, under, repeat, names, "", "", 0, {})


def _annotate_repeats(node: Node) -> Node:
    """Return the node, with the names that its repeats read."""
    match node:
        case Condition(branches):
            looked = tuple((test, tuple(map(_annotate_repeats, nodes))) for test, nodes in branches)
            return replace(node, branches=looked)
        case Repeat():
            return _annotate_repeat(node)
        case _:
            return node


def _annotate_repeat(repeat: Repeat) -> Repeat:
    nodes = tuple(map(_annotate_repeats, repeat.nodes))
    around = names_read(nodes) - {repeat.name, "loop"}
    if repeat.where is not None:
        around |= frozenset(names_in(repeat.where)) - {repeat.name}
    if not isinstance(repeat.over, Name):
        around |= frozenset(names_in(repeat.over))
    return replace(repeat, nodes=nodes, outer_names=around, reads_length=_read_count(nodes))


def _read_count(nodes: Iterable[Node]) -> bool:
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
    return any(_reads_count(part) for part in operands_of(expression))


def _place_segments(splitter: _BodySplitter, reader: BlockReader) -> Iterator[RenderStep]:
    parts = [step for step in splitter.steps if isinstance(step, _UnplacedSegment)]
    first_texts = [part.first_text() for part in parts]
    levels = list(_heading_levels(first_texts, reader))
    segments = [part.segment for part in parts]
    labels = tuple(splitter.split_points.labels())
    at = 0
    for step in splitter.steps:
        if not isinstance(step, _UnplacedSegment):
            yield step
            continue
        before, after = (pick_neighbour(segments, first_texts, at, by) for by in (-1, 1))
        segment = replace(step.segment, before=before, after=after, level=levels[at], labels=labels)
        texts_before, texts_after = (islice(neighbours(segments, first_texts, at, by), 4) for by in (-1, 1))
        around = list(islice(product(texts_before, texts_after), 4))
        texts = dict.fromkeys(_variants_between(step, around))
        numbers = frozenset(slot.number for slot in slots_in(segment.nodes))
        contexts = find_contexts(texts, splitter.split_points.definitions, segment.level, reader, numbers)
        yield replace(segment, contexts=contexts)
        at += 1


def _variants_between(part: _UnplacedSegment, around: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the variants of a segment between its nearest neighbours, and the first one next to further ones."""
    texts = part.variants((2, 1, 0) if part.segment.repeat is None else (1, 2, 0))
    for one, other in around[:1]:
        yield from (f"{one}{text}{other}" for text in texts)
    yield from (f"{one}{texts[0]}{other}" for one, other in around[1:])


def _heading_levels(first_texts: list[str], reader: BlockReader) -> Iterator[int]:
    """Yield the level of the heading above each segment."""
    level = 0
    for first in first_texts:
        yield level
        for run in reader.runs_of(first):
            level = run.last_level or level


_WORD_START = re.compile(r"[*_]*[^\W\d_]")
_DASHES_AT_END = re.compile(r"^[ ]{0,3}[|:-][-|: \t]*\n\Z", re.MULTILINE)
_HEADING_START = re.compile(rf"^(?={ATX_MARKER}[ \t])", re.MULTILINE)


class SplitPoints(Struct, frozen=True):
    """Where a body is split; nodes are named by their `id()`."""

    literals: dict[int, set[int]]
    """`{id of a Text: offsets at which segments begin}`"""
    conditions: set[int]
    """The conditions that hold whole segments."""
    repeats: set[int]
    """The repeats whose items are segments of their own."""
    literal_paragraphs: dict[int, set[int]]
    """`{id of a Text: offsets at which a paragraph begins that nothing before it runs into}`."""
    paragraphs: set[int]
    """The nodes that begin with such a paragraph."""
    definitions: dict[str, object]
    """The link reference definitions of the body, as the parser keeps them."""

    def labels(self) -> Iterator[str]:
        """Yield the labels that the body defines."""
        references = self.definitions.get("references", {})
        assert isinstance(references, Mapping)
        yield from (str(label) for label in references)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # the parser's environment has no type


def find_split_points(body: tuple[Node, ...], reader: BlockReader) -> SplitPoints:
    """Return the split points that are right in every variant of the body."""
    variants: list[_MarkedVariant] = []
    room = MAX_SPLIT_CHARACTERS
    for choices in _variants(body):
        marked = _MarkedVariant(choices)
        marked.build_text(body)
        room -= len(marked.text)
        if variants and room < 0:
            break
        marked.judge_split_points(reader)
        variants.append(marked)
    literals = _offsets_in_all([marked.split_offsets for marked in variants])
    repeats = {key for key, agreed in _true_in_all([marked.repeats for marked in variants]).items() if agreed}
    clean = {key for key, agreed in _true_in_all([marked.conditions for marked in variants]).items() if agreed}
    conditions: set[int] = set()
    _collect_conditions(body, literals, repeats, clean, conditions)
    literal_paragraphs = _offsets_in_all([marked.literal_paragraphs for marked in variants])
    paragraphs = _true_in_all([marked.paragraphs for marked in variants])
    return SplitPoints(
        literals,
        conditions,
        repeats,
        literal_paragraphs,
        {key for key, agreed in paragraphs.items() if agreed},
        variants[0].definitions,
    )


def _variants(body: tuple[Node, ...]) -> list[Variant]:
    ways = [Variant("first", 2), Variant("last", 2)]
    ways += [Variant("first", 2, choice) for choice in branch_choices(body, _branches_with_headings)]
    return ways[:MAX_SPLIT_VARIANTS]


def _branches_with_headings(condition: Condition) -> Iterator[int]:
    for index, (_, nodes) in enumerate(condition.branches):
        if any(isinstance(each, Text) and _HEADING_START.search(each.text) for each in nodes):
            yield index


class _MarkedVariant(Struct):
    """One variant of the body as marked text, and the split points that are right in it."""

    variant: Variant
    text: str = ""
    text_starts: list[tuple[Text, int]] = field(default_factory=list[tuple[Text, int]])
    """The texts of the top level, each with its offset."""
    repeat_starts: list[tuple[Repeat, list[int]]] = field(default_factory=list[tuple[Repeat, list[int]]])
    """The repeats of the top level, each with the offsets of two items and its end."""
    node_starts: list[tuple[Node, int]] = field(default_factory=list[tuple[Node, int]])
    """The nodes of the top level, each with its offset."""
    branch_spans: list[tuple[Condition, int, int]] = field(default_factory=list[tuple[Condition, int, int]])
    split_offsets: dict[int, set[int]] = field(default_factory=dict[int, set[int]])
    repeats: dict[int, bool] = field(default_factory=dict[int, bool])
    conditions: dict[int, bool] = field(default_factory=dict[int, bool])
    literal_paragraphs: dict[int, set[int]] = field(default_factory=dict[int, set[int]])
    paragraphs: dict[int, bool] = field(default_factory=dict[int, bool])
    definitions: dict[str, object] = field(default_factory=dict[str, object])

    def build_text(self, body: tuple[Node, ...]) -> None:
        """Write out the text, and record the offsets of its parts."""
        parts: list[str] = []
        self.append_nodes(body, {}, parts)
        self.text = "".join(parts)

    def append_nodes(self, nodes: tuple[Node, ...], known: KnownValues, parts: list[str], at: int = 0) -> int:
        for node in nodes:
            start = at
            self.node_starts.append((node, start))
            match node:
                case Text(text):
                    self.text_starts.append((node, at))
                    at = _append(parts, without_carriage_returns(text), at)
                case Slot(expression, number):
                    text = constant_text(expression, known, self.variant.default_branch == "first")
                    at = _append(parts, slot_marker(number) if text is None else text, at)
                case Condition():
                    index = branch_index(node, known, self.variant)
                    if index >= 0:
                        at = self.append_nodes(node.branches[index][1], known, parts, at)
                        self.branch_spans.append((node, start, at))
                case Repeat():
                    starts: list[int] = []
                    for index in range(2):
                        starts.append(at)
                        at = _append(
                            parts, marked_text(node.nodes, values_in_repeat(node, known, index, 2), self.variant), at
                        )
                    self.repeat_starts.append((node, [*starts, at]))
                case Assign():
                    bind_name(node, known)
        return at

    def judge_split_points(self, reader: BlockReader) -> None:
        """Read the text, and judge every possible split point."""
        blocks = self.read_blocks(reader)
        headings = set(blocks.headings())
        for literal, start in self.text_starts:
            inside = {position.start() for position in _HEADING_START.finditer(literal.text)}
            self.split_offsets[id(literal)] = {position for position in inside if start + position in headings}
        for repeat, starts in self.repeat_starts:
            begins = [start + _blank_lines(self.text[start:end]) for start, end in pairwise(starts)]
            whole = self.text.endswith("\n", starts[0], starts[-1]) and not repeat.otherwise
            at_headings = all(begin in headings for begin in begins)
            at_items = begins == starts[:-1] and all(blocks.is_item(begin) for begin in begins)
            at_rows = self.is_rest_of_table(starts, headings) and all(blocks.is_row(begin) for begin in begins)
            self.repeats[id(repeat)] = whole and (at_headings or at_items or at_rows)
        for condition, start, end in self.branch_spans:
            opens = self.is_boundary(start, headings) and self.is_boundary(end, headings)
            self.conditions[id(condition)] = self.conditions.get(id(condition), True) and opens
        paragraphs = [start for start in blocks.starts if self.is_own_paragraph(start)]
        for literal, start in self.text_starts:
            inside = slice(bisect_right(paragraphs, start), bisect_left(paragraphs, start + len(literal.text)))
            self.literal_paragraphs[id(literal)] = {position - start for position in paragraphs[inside]}
        starts = set(paragraphs)
        for node, start in self.node_starts:
            self.paragraphs[id(node)] = start in starts and self.paragraphs.get(id(node), True)

    def is_rest_of_table(self, starts: Sequence[int], headings: set[int]) -> bool:
        """Return whether a repeat's items begin right behind the dashes of a table's head, and nothing can follow them.

        So the head is all that must stand before an item for it to be read as a row.
        """
        before = (literal.text for literal, start in self.text_starts if start + len(literal.text) == starts[0])
        return any(map(_DASHES_AT_END.search, before)) and self.is_boundary(starts[-1], headings)

    def is_own_paragraph(self, start: int) -> bool:
        """Return whether a line is the template's own, or begins with a word of the template's at least."""
        end = self.text.find("\n", start)
        slot = MARKER.search(self.text, start, len(self.text) if end < 0 else end)
        word = _WORD_START.match(self.text, start)
        return slot is None or (word is not None and word.end() <= slot.start())

    def read_blocks(self, reader: BlockReader) -> _LocatedRuns:
        """Return the runs of the text's blocks, and take the link definitions from them."""
        runs = list(reader.runs_of(self.text))
        at = len(self.text) - sum(len(run.text) for run in runs)  # by what the front matter is shorter when it is blank
        starts: list[int] = []
        references: dict[str, object] = {}
        for run in runs:
            starts.append(at)
            at += len(run.text)
            for label, definition in run.references.items():
                references.setdefault(label, definition)
        self.definitions = {"references": references}
        return _LocatedRuns(runs, starts)

    def is_boundary(self, at: int, headings: set[int]) -> bool:
        """Return whether nothing before an offset can continue after it."""
        if at in headings or self.text.endswith("\n\n", 0, at) or at in (0, len(self.text)):
            return True
        return self.text.endswith("\n", 0, at) and self.text.startswith("\n", at)


class _LocatedRuns(Struct, frozen=True):
    """The runs of blocks of a text, each with the offset at which it begins."""

    runs: Sequence[BlockRun]
    starts: Sequence[int]

    def headings(self) -> Iterator[int]:
        """Yield the offsets of the headings with `#` that stand in no container and are not indented."""
        for run, start in zip(self.runs, self.starts, strict=True):
            yield from (start + heading for heading in run.headings)

    def is_item(self, at: int) -> bool:
        """Return whether an item that stands in no other container and is not indented begins at an offset."""
        index = bisect_right(self.starts, at) - 1
        return index >= 0 and at - self.starts[index] in self.runs[index].items

    def is_row(self, at: int) -> bool:
        """Return whether a row of a table that stands in no container begins with a bar at an offset."""
        index = bisect_right(self.starts, at) - 1
        return index >= 0 and at - self.starts[index] in self.runs[index].rows


def _append(parts: list[str], text: str, at: int) -> int:
    parts.append(text)
    return at + len(text)


def _blank_lines(text: str) -> int:
    return len(text) - len(text.lstrip("\n"))


def _offsets_in_all(variants: list[dict[int, set[int]]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for marked in variants:
        for key, positions in marked.items():
            found[key] = found[key] & positions if key in found else positions
    return found


def _true_in_all(variants: list[dict[int, bool]]) -> dict[int, bool]:
    found: dict[int, bool] = {}
    for marked in variants:
        for key, agreed in marked.items():
            found[key] = found.get(key, True) and agreed
    return found


def _collect_conditions(
    nodes: tuple[Node, ...], literals: dict[int, set[int]], repeats: set[int], clean: set[int], conditions: set[int]
) -> bool:
    """Add the conditions that hold split points and are bounded; return whether the nodes hold any split point."""
    holds = False
    for node in nodes:
        if isinstance(node, Condition):
            inside = [_collect_conditions(inner, literals, repeats, clean, conditions) for _, inner in node.branches]
            if any(inside) and id(node) in clean:
                conditions.add(id(node))
                holds = True
        else:
            holds = holds or bool(literals.get(id(node))) or id(node) in repeats
    return holds
