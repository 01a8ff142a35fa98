"""A template as what may stand in a document: sections with labels, lines, lists, tables and texts to be filled in.

## Risks                     PatternSection "Risks"
* {{ row.risk }}        ->     Element "repeat" of risks
    * **Response:** …              Element "line" with a slot, and in it an Element "label" with another
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from msgspec import Struct, field

from wizard.markdown.syntax import ATX_MARKER, LIST_MARKER
from wizard.model.template import Template
from wizard.plans.read_back.documents.document_tree import (
    DocumentBlock,
    DocumentSection,
    group_sections,
    read_blocks_of,
    split_box,
)
from wizard.plans.read_back.documents.skeleton import NUMBER_MARK, SLOT_MARK, Implied, Skeleton, Stretch, read_skeleton
from wizard.plans.read_back.documents.worded_lines import LinePattern, exact_key, loose_key, plain_line, split_label

ElementName = Literal["label", "line", "text", "table", "fence", "option", "repeat", "known"]
"""A `text` takes whole blocks; an `option` is a box whose text is known; `known` is the template's own text."""


_MARKERS: Final = re.compile(rf"[ \t]*(?:(?:{ATX_MARKER}|{LIST_MARKER}|>)[ \t]+)*")


class Element(Struct):
    """A part of a section of the template."""

    name: ElementName
    number: int
    pattern: LinePattern
    """Of a line; of a label, what stands behind it."""
    is_item: bool = False
    label: str = ""
    """As labels are compared."""
    box: str = ""
    """The mark in the box of a task."""
    loops: tuple[int, ...] = ()
    implied: tuple[Implied, ...] = ()
    children: tuple[Element, ...] = ()
    """Below an item; of a repeat, what each of its items is."""
    loop: int = -1
    """Of a repeat."""
    columns: tuple[str, ...] = ()
    """Of a table: its header, as titles are compared."""
    rows: tuple[tuple[LinePattern, ...], ...] = ()
    row_loops: tuple[tuple[int, ...], ...] = ()
    marker: str = ""
    """Of a fence: its info string."""

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks of the slots in its line."""
        return self.pattern.marks


class PatternSection(Struct):
    """A section of a template."""

    number: int
    level: int
    title: LinePattern
    keys: tuple[str, str]
    """Of its title, exact and loose."""
    loops: tuple[int, ...]
    opens: int
    """The repeat of which its heading begins an item; -1 for none."""
    implied: tuple[Implied, ...]
    elements: tuple[Element, ...]
    parent: PatternSection | None = None
    children: list[PatternSection] = field(default_factory=list["PatternSection"])

    @property
    def has_slots(self) -> bool:
        """Whether anything in it, but for other sections, is filled in."""
        return bool(self.title.marks) or any(each.name != "known" for each in self.elements)


class TemplatePattern(Struct, frozen=True):
    """A template as what may stand in a document."""

    skeleton: Skeleton
    sections: tuple[PatternSection, ...]
    """In order, the one without a heading first."""
    known: frozenset[str]
    """Texts that stand for open questions, with each blank as one space."""
    own_texts: frozenset[str]
    """The template's own paragraphs and items, as titles are compared."""
    own_lines: frozenset[str]
    """The lines of the template without a slot, with each blank as one space."""
    known_words: frozenset[str]
    front_matter: tuple[Element, ...]


def read_pattern(template: Template) -> TemplatePattern:
    """Return what may stand in a document that is made after a template."""
    skeleton = read_skeleton(template)
    return _PatternReader(skeleton).read()


class _PatternReader:
    def __init__(self, skeleton: Skeleton) -> None:
        self._skeleton = skeleton
        self._count = 0
        self._line_starts = [0]
        for line in skeleton.text.split("\n"):
            self._line_starts.append(self._line_starts[-1] + len(line) + 1)
        self._stretch_starts = [each.start for each in skeleton.stretches]

    def read(self) -> TemplatePattern:
        blocks, front_matter = read_blocks_of(self._skeleton.text)
        root = group_sections(blocks, self._skeleton.text.count("\n") + 1)
        sections: list[PatternSection] = []
        self._read_section(root, None, sections)
        known, own_texts, words = set[str](), set[str](), set[str]()
        for piece in (*self._skeleton.known, self._skeleton.text):
            words.update(exact_key(piece).split())
        for piece in self._skeleton.known:
            known.update(_known_texts(piece))
        for block in _all_blocks(blocks):
            if block.text and not SLOT_MARK.search(block.text):
                own_texts.add(exact_key(split_box(block.text)[1]))
        known.discard("")
        own_texts.discard("")
        return TemplatePattern(
            self._skeleton,
            tuple(sections),
            frozenset(known),
            frozenset(own_texts),
            frozenset(
                plain_line(_MARKERS.sub("", line, count=1))
                for line in self._skeleton.text.split("\n")
                if line.strip() and not SLOT_MARK.search(line)
            ),
            frozenset(words),
            tuple(self._front_matter(front_matter)),
        )

    def _read_section(
        self, section: DocumentSection, parent: PatternSection | None, done: list[PatternSection]
    ) -> None:
        waiting: list[tuple[DocumentSection, PatternSection | None]] = [(section, parent)]
        while waiting:
            section, parent = waiting.pop()
            stretch = self._stretch_at_line(section.start) if section.heading is not None else Stretch(0, (), ())
            outer = parent.loops if parent is not None else ()
            opens = stretch.loops[-1] if len(stretch.loops) > len(outer) else -1
            if opens >= 0 and any(each.opens == opens for each in done if each.loops == stretch.loops):
                opens = -1  # a further heading in the same item
            found = PatternSection(
                number=len(done),
                level=section.level,
                title=LinePattern.of(section.title),
                keys=(exact_key(SLOT_MARK.sub(" ", section.title)), loose_key(SLOT_MARK.sub(" ", section.title))),
                loops=stretch.loops,
                opens=opens,
                implied=stretch.implied,
                elements=self._nest(tuple(self._elements(section.blocks)), stretch.loops),
                parent=parent,
            )
            if parent is not None:
                parent.children.append(found)
            done.append(found)
            waiting += [(child, found) for child in reversed(section.children)]

    def _elements(self, blocks: Sequence[DocumentBlock]) -> Iterator[Element]:
        for block in blocks:
            match block.name:
                case "paragraph" | "heading":
                    yield from self._lines(block)
                case "item":
                    yield self._item(block)
                case "quote":
                    yield from self._elements(block.children)
                case "html":
                    for index, line in enumerate(block.text.split("\n")):
                        text = line.lstrip("> \t")
                        if text:
                            yield self._line(text, block.start + index, is_item=False)
                case "fence" | "code":
                    yield from self._fence(block)
                case "table":
                    yield self._table(block)
                case "comment" | "rule":
                    pass

    def _lines(self, block: DocumentBlock) -> Iterator[Element]:
        lines = block.text.split("\n")
        has_labels = any(split_label(line) is not None for line in lines)
        if len(lines) == 1 or not (has_labels or all(_is_lone_slot(line) for line in lines)):
            joined = block.text if has_labels else " ".join(lines)
            yield self._line(joined, block.start, is_item=False)
            return
        for index, line in enumerate(lines):
            yield self._line(line.strip(), block.start + index, is_item=False)

    def _item(self, block: DocumentBlock) -> Element:
        head, below = block.split_head()
        stretch = self._stretch_at_line(block.start)
        element = self._line(head.replace("\n", " "), block.start, is_item=True)
        element.children = self._nest(tuple(self._elements(below)), stretch.loops)
        if element.name == "known" and any(each.name != "known" for each in element.children):
            element.name = "line"
        return element

    def _line(self, text: str, line: int, *, is_item: bool) -> Element:
        stretch = self._stretch_at_line(line)
        box, rest = _split_marked_box(text) if is_item else ("", text)
        label = split_label(rest)
        element = Element(
            name="line",
            number=self._next_number(),
            pattern=LinePattern.of(rest),
            is_item=is_item,
            box=box if SLOT_MARK.match(box) else "",
            loops=stretch.loops,
            implied=stretch.implied,
        )
        is_counted = label is not None and NUMBER_MARK in label.text
        if label is not None and not is_counted and not SLOT_MARK.search(label.text) and exact_key(label.text):
            element.name, element.label = "label", label.key
            element.pattern = LinePattern.of(label.rest)
        elif not element.pattern.marks:
            element.name = "option" if element.box else "known"
        elif _is_lone_slot(rest) and not is_item:
            element.name = "text"
        if element.box and element.name == "label" and not element.pattern.marks:
            element.name, element.label, element.pattern = "option", "", LinePattern.of(rest)
        if element.name in ("line", "label") and element.box and self._names_option(element.box):
            element.name, element.pattern = "option", LinePattern.of(rest)
        return element

    def _names_option(self, mark: str) -> bool:
        variants = self._skeleton.slot_of(mark).variants
        return any(isinstance(each.answer, str) for _, implied in variants for each in implied)

    def _fence(self, block: DocumentBlock) -> Iterator[Element]:
        stretch = self._stretch_at_line(block.start + 1)
        if not SLOT_MARK.search(block.text):
            return
        if _is_lone_slot(block.text.strip()):
            yield Element(
                name="fence",
                number=self._next_number(),
                pattern=LinePattern.of(block.text.strip()),
                loops=stretch.loops,
                implied=stretch.implied,
                marker=block.marker,
            )
            return
        for index, line in enumerate(block.text.split("\n")):
            if SLOT_MARK.search(line):
                yield self._line(line.strip(), block.start + index + 1, is_item=False)

    def _table(self, block: DocumentBlock) -> Element:
        header = block.rows[0][1] if block.rows else ()
        rows = [(line, cells) for line, cells in block.rows if any(map(SLOT_MARK.search, cells))]
        return Element(
            name="table" if rows else "known",
            number=self._next_number(),
            pattern=LinePattern.of(""),
            loops=self._stretch_at_line(block.start).loops,
            implied=self._stretch_at_line(block.start).implied,
            columns=tuple(exact_key(SLOT_MARK.sub(" ", cell)) for cell in header),
            rows=tuple(tuple(LinePattern.of(cell) for cell in cells) for _, cells in rows),
            row_loops=tuple(self._stretch_at_line(line).loops for line, _ in rows),
        )

    def _nest(self, elements: tuple[Element, ...], loops: tuple[int, ...]) -> tuple[Element, ...]:
        """Return the elements with those that are repeated, together, in elements of their own."""
        nested: list[Element] = []
        index = 0
        while index < len(elements):
            element = elements[index]
            depth = len(loops)
            if len(element.loops) <= depth or element.loops[:depth] != loops:
                nested.append(element)
                index += 1
                continue
            loop = element.loops[depth]
            end = index
            while end < len(elements) and elements[end].loops[depth : depth + 1] == (loop,):
                end += 1
            nested.append(
                Element(
                    name="repeat",
                    number=self._next_number(),
                    pattern=LinePattern.of(""),
                    loops=loops,
                    implied=element.implied,
                    children=self._nest(elements[index:end], (*loops, loop)),
                    loop=loop,
                )
            )
            index = end
        return tuple(nested)

    def _front_matter(self, lines: Sequence[str]) -> Iterator[Element]:
        for index, line in enumerate(lines):
            key, colon, value = line.partition(":")
            if colon and SLOT_MARK.search(value) and exact_key(key):
                yield Element(
                    name="label",
                    number=self._next_number(),
                    pattern=LinePattern.of(value.strip()),
                    label=exact_key(key),
                    loops=self._stretch_at_line(index).loops,
                )

    def _next_number(self) -> int:
        self._count += 1
        return self._count

    def _stretch_at_line(self, line: int) -> Stretch:
        """Return what is around the first mark of a line, or around its first sign."""
        start, end = self._line_starts[line], self._line_starts[line + 1]
        text = self._skeleton.text[start:end]
        found = SLOT_MARK.search(text)
        offset = found.start() if found is not None else len(text) - len(text.lstrip())
        index = bisect_right(self._stretch_starts, start + offset) - 1
        return self._skeleton.stretches[index] if index >= 0 else Stretch(0, (), ())


def _is_lone_slot(text: str) -> bool:
    return bool(SLOT_MARK.fullmatch(text.strip()))


def _split_marked_box(text: str) -> tuple[str, str]:
    """Return what is in the box at the head of an item, a mark perhaps, and the text behind it."""
    if len(text) > 2 and text[0] == "[" and text[2] == "]" and text[1] != "]" and text[3:4] in ("", " ", "\t"):
        return text[1], text[3:].strip()
    return "", text


def _all_blocks(blocks: Sequence[DocumentBlock]) -> Iterator[DocumentBlock]:
    waiting = list(blocks)
    while waiting:
        block = waiting.pop()
        yield block
        waiting += block.children


def _known_texts(piece: str) -> Iterator[str]:
    """Yield what a piece of the template says, as a whole, by its paragraphs, and line by line."""
    for text in (piece, *piece.split("\n\n")):
        yield plain_line(text)
    for line in piece.split("\n"):
        yield plain_line(split_box(_MARKERS.sub("", line, count=1))[1])
