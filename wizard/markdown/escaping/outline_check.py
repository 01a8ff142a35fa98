r"""Whether a segment with answers has the same blocks of the template as the segment with slot markers.

`## zq0qz\n\nzq1qz` and `## Goals\n\n- fast\n- safe` have: a heading, and below it an answer's blocks.
`## zq0qz\n\nzq1qz` and `## Goals\n\n# Mine` have not: the answer has a heading above the template's.

Both texts are parsed, and their blocks compared as nested tuples in which all blocks of an answer count as one entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from wizard.markdown.escaping.slot_markers import MARKER, mark_autolinks
from wizard.markdown.syntax import LIST_MARKER, TAG_START, TASK_BOX

if TYPE_CHECKING:
    from markdown_it.token import Token

OutlineEntry = tuple[object, ...]
"""A block as nested tuples, to be compared."""


class BlockSlot(Struct, frozen=True):
    """A slot whose answer may have blocks of its own."""

    line: int
    """Of the text with markers."""
    is_block: bool
    """Whether all its lines are the answer's own, and not only those after the first."""
    depth: int
    """How many quotes and items are around it."""
    level: int
    """Its headings must be below this; 7 when it may have none."""


class LineOrigins(Struct, frozen=True):
    """Which line of the template each line of a text comes from."""

    base: Sequence[int]
    """For each line, the line of the text with markers that it belongs to."""
    owner: Sequence[int | None]
    """For each line, the index of the slot whose answer alone stands there; None for the template's."""


def has_same_outline(with_markers: str, with_answers: str, slots: Sequence[BlockSlot], origins: LineOrigins) -> bool:
    """Return whether the template's own blocks are the same in both texts, in the same order and containers."""
    with_markers = mark_autolinks(with_markers)
    template_lines = with_markers.split("\n")
    blocks = {slot.line: index for index, slot in enumerate(slots) if slot.is_block}
    plain = LineOrigins(range(len(template_lines)), [blocks.get(line) for line in range(len(template_lines))])
    marked_lines = [line for line, text in enumerate(template_lines) if MARKER.search(text)]
    wanted, found = (
        _OutlineReader(text, slots, these, marked_lines).outline()
        for text, these in ((with_markers, plain), (with_answers, origins))
    )
    return wanted is not None and wanted == found


class _OutlineBlock(Struct):
    kind: str
    tag: str
    markup: str
    start: int
    end: int
    content: str | None = None
    inner: list[_OutlineBlock] = field(default_factory=list["_OutlineBlock"])


class _OutlineBrokenError(Exception):
    """Raised when an answer's block takes in one of the template's, or is a heading too high."""


class _OutlineReader(Struct):
    """A reading of one of the two texts."""

    text: str
    slots: Sequence[BlockSlot]
    origins: LineOrigins
    marked_lines: Sequence[int]
    """The lines that hold a marker."""

    def outline(self) -> OutlineEntry | None:
        """Return the template's own blocks and definitions; None when they cannot be told from an answer's."""
        environment: dict[str, object] = {}
        # Slow to import, and plain answers do without it.
        from wizard.markdown.markdown_parser import blank_front_matter, parse_blocks

        blocks = _block_tree(parse_blocks(blank_front_matter(self.text), environment))
        try:
            return (*self.entries(blocks, 0), *self.definition_entries(environment))
        except _OutlineBrokenError:
            return None

    def definition_entries(self, environment: Mapping[str, object]) -> Iterator[OutlineEntry]:
        """Yield the line on which each link reference definition begins, with its label."""
        references = environment.get("references", {})
        assert isinstance(references, Mapping)
        for label, definition in references.items():  # pyright: ignore[reportUnknownVariableType]
            line: int = definition["map"][0]  # pyright: ignore[reportUnknownVariableType]
            if self.origins.owner[line] is not None:
                raise _OutlineBrokenError
            base = self.origins.base[line]
            yield ("definition", base, "" if base in self.marked_lines else str(label))  # pyright: ignore[reportUnknownArgumentType]

    def entries(self, blocks: Sequence[_OutlineBlock], depth: int) -> Iterator[OutlineEntry]:
        """Yield the blocks, with one entry for all those of one answer."""
        last = -1
        for block in blocks:
            owner = self.origins.owner[block.start]
            if owner is not None and depth >= self.slots[owner].depth:
                self.check_answer_block(block, owner, depth)
                if owner != last:
                    yield ("answer", owner)
                last = owner
                continue
            yield self.entry(block, depth)
            for last in self.slots_ending_in(block):
                yield ("answer", last)

    def entry(self, block: _OutlineBlock, depth: int) -> OutlineEntry:
        first = self.origins.base[block.start]
        last = self.origins.base[max(block.start, block.end - 1)]
        content = block.content
        if content is None:
            inner = tuple(self.entries(block.inner, depth + (block.kind in ("blockquote_open", "list_item_open"))))
            return (block.kind, block.tag, block.markup, first, inner)
        holds_marker = any(first <= line <= last for line in self.marked_lines)
        # A quote's lazy last line may come to stand in the last paragraph of the answer.
        last = min((last, *(self.slots[index].line for index in self.slots_ending_in(block))))
        return (block.kind, block.tag, block.markup, first, last, None if holds_marker else content)

    def slots_ending_in(self, block: _OutlineBlock) -> Iterator[int]:
        """Yield the slots at the end of a paragraph, after which their answers may go on with blocks of their own."""
        if block.content is None:
            return
        first, last = self.origins.base[block.start], self.origins.base[max(block.start, block.end - 1)]
        for index, slot in enumerate(self.slots):
            if not slot.is_block and first <= slot.line <= last:
                yield index

    def check_answer_block(self, block: _OutlineBlock, owner: int, depth: int) -> None:
        """Raise _OutlineBrokenError unless a block consists of nothing but one answer's text."""
        if self.origins.owner[block.start] != owner:
            raise _OutlineBrokenError
        if block.kind == "heading_open" and (depth or int(block.tag[1]) <= self.slots[owner].level):
            raise _OutlineBrokenError
        for inner in block.inner:
            self.check_answer_block(inner, owner, depth + 1)
        takes_in = any(self.origins.owner[line] is None for line in range(block.start, block.end)) and not block.inner
        if takes_in and (block.kind != "paragraph_open" or depth > self.slots[owner].depth):
            raise _OutlineBrokenError


def _block_tree(tokens: Sequence[Token]) -> list[_OutlineBlock]:
    """Return the blocks as a tree."""
    opened = [_OutlineBlock("root", "", "", 0, 0)]
    for token in tokens:
        parent = opened[-1]
        if token.nesting < 0:
            opened.pop()
        elif token.type == "inline":
            parent.content = token.content
        else:
            start, end = token.map or (parent.start, parent.end)
            # A fence may have grown.
            markup = token.markup[:1] if token.type == "fence" else f"{token.markup}{token.attrs.get('start', '')}"
            block = _OutlineBlock(token.type, token.tag, markup, start, end, None if token.nesting else token.content)
            parent.inner.append(block)
            if token.nesting:
                opened.append(block)
    return opened[0].inner


_MARK: Final = rf"{LIST_MARKER}(?:[ ]|\Z)"
_TEXT: Final = rf"(?![#>|=~:+]|```|-[-|:]|(?:[-_*=][ ]*)+\Z|\[[^\]]*(?:\]:|\Z)|{_MARK})\S.*"
_LINE: Final = re.compile(
    rf"""
      \Z                                                # a blank line
    | [ ]* (?:{_MARK}(?:{TASK_BOX}[ ])?)? {_TEXT} \Z     # a line of text, or of an item
    | \| .* \Z                                          # a row of a table
    | (?P<heading>\#{{1,6}})[ ]\S.* \Z
    | (?P<fence>`{{3,}}|~{{3,}})[\w-]* \Z
    """,
    re.VERBOSE,
)
_TAG: Final = re.compile(rf"(?<!\\){TAG_START}")


def is_simple_markdown(text: str, level: int) -> bool:
    """Return whether a text is nothing but paragraphs, lists, tables, closed fences, and headings below a level.

    Such a text reaches no further than its last line, provided that a blank line and then text that is not indented
    follow. It needs no parser.
    """
    fence = ""
    for line in text.split("\n"):
        if fence:
            fence = "" if line == fence else fence
            continue
        found = _LINE.match(line)
        if found is None or "\t" in line or _TAG.search(line):
            return False
        if found["heading"] and len(found["heading"]) <= level:
            return False
        fence = found["fence"] or ""
    return not fence
