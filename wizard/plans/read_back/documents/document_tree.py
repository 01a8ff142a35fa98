"""A Markdown text as sections and blocks, for reading answers out of it.

    ## Risks                   DocumentSection "Risks", level 2
    * Late approval     ->       item "Late approval"
        * **Response:** …          item "**Response:** …"

Sections are made of the headings that stand in no list and no quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from markdown_it.token import Token
from msgspec import Struct, field

from wizard.markdown.markdown_parser import front_matter_end, parse_blocks

BlockName = Literal["paragraph", "item", "quote", "fence", "code", "html", "comment", "table", "rule", "heading"]

_COMMENT: Final = re.compile(r"\s*<!--(?:(?!-->).)*-->\s*\Z", re.DOTALL)
_BOX: Final = re.compile(r"\[([^\w\[\]]?|[xX])\](?:[ \t]+|\Z)")
"""GFM 0.29 §5.3, and the marks that other tools put into the box; one with nothing in it is typed by hand."""


class DocumentBlock(Struct):
    """A block of a document, and the blocks in it."""

    name: BlockName
    start: int
    end: int
    """The lines that it covers, 0-based, without the blank ones at its end."""
    text: str = ""
    """Of a paragraph or heading, without what quotes and lists put before its lines; of a fence what is in it."""
    children: list[DocumentBlock] = field(default_factory=list["DocumentBlock"])
    marker: str = ""
    """Of an item; of a fence its info string."""
    level: int = 0
    """Of a heading."""
    rows: list[tuple[int, tuple[str, ...]]] = field(default_factory=list["tuple[int, tuple[str, ...]]"])
    """Of a table: each with its line, the header first."""

    def split_head(self) -> tuple[str, tuple[DocumentBlock, ...]]:
        """Return the text at the head of an item, and the blocks below it."""
        first = self.children[0] if self.children else None
        if first is not None and first.name in ("paragraph", "heading") and first.start == self.start:
            return first.text, tuple(self.children[1:])
        return "", tuple(self.children)


class DocumentSection(Struct):
    """A heading, the blocks below it, and the sections in it; the whole document has no heading."""

    level: int
    title: str
    start: int
    end: int
    blocks: list[DocumentBlock] = field(default_factory=list[DocumentBlock])
    children: list[DocumentSection] = field(default_factory=list["DocumentSection"])
    parent: DocumentSection | None = None
    heading: DocumentBlock | None = None

    def with_inner(self) -> Iterator[DocumentSection]:
        """Yield the section and, at any depth, those in it, in order."""
        waiting: list[DocumentSection] = [self]
        while waiting:
            section = waiting.pop()
            yield section
            waiting.extend(reversed(section.children))


def split_box(text: str) -> tuple[str | None, str]:
    """Return the mark in the box at the head of a task and the text behind it; None without a box."""
    found = _BOX.match(text)
    return (None, text) if found is None else (found[1], text[found.end() :])


def read_blocks_of(text: str) -> tuple[list[DocumentBlock], tuple[str, ...]]:
    """Return the blocks of a text and the lines of its front matter, which are none of them; lines end in LF."""
    end = front_matter_end(text)
    blank = "\n" * text.count("\n", 0, end) + text[end:]
    builder = _TreeBuilder(blank.split("\n"))
    builder.read(parse_blocks(blank, {}))
    return builder.top, tuple(text[:end].split("\n"))


def group_sections(blocks: Sequence[DocumentBlock], line_count: int) -> DocumentSection:
    """Return the blocks as a document of sections, each in the one with the lower level before it."""
    root = DocumentSection(0, "", 0, line_count)
    current = root
    for block in blocks:
        if block.name != "heading":
            current.blocks.append(block)
            continue
        while current.level >= block.level:
            current.end = block.start
            assert current.parent is not None
            current = current.parent
        section = DocumentSection(block.level, block.text, block.start, line_count, parent=current, heading=block)
        current.children.append(section)
        current = section
    return root


class _TreeBuilder(Struct):
    lines: list[str]
    top: list[DocumentBlock] = field(default_factory=list[DocumentBlock])
    around: list[DocumentBlock] = field(default_factory=list[DocumentBlock])
    waiting: DocumentBlock | None = None
    """The paragraph or heading whose text comes next."""
    table: DocumentBlock | None = None
    cells: list[str] = field(default_factory=list[str])
    row_line: int = 0

    def read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            match token.type:
                case "paragraph_open":
                    self.waiting = self.add("paragraph", token)
                case "heading_open":
                    self.waiting = self.add("heading", token)
                    self.waiting.level = int(token.tag[1:])
                case "inline":
                    self.take_text(token)
                case "list_item_open" | "blockquote_open":
                    block = self.add("item" if token.type == "list_item_open" else "quote", token)
                    block.marker = f"{token.info}{token.markup}"
                    self.around.append(block)
                case "list_item_close" | "blockquote_close":
                    self.around.pop()
                case "fence" | "code_block":
                    block = self.add("fence" if token.type == "fence" else "code", token)
                    block.text, block.marker = token.content, token.info.strip()
                case "html_block":
                    block = self.add("comment" if _COMMENT.match(token.content) else "html", token)
                    block.text = token.content
                case "hr":
                    self.add("rule", token)
                case "table_open":
                    self.table = self.add("table", token)
                case "tr_open":
                    self.cells, self.row_line = [], token.map[0] if token.map else 0
                case "tr_close":
                    if self.table is not None:
                        self.table.rows.append((self.row_line, tuple(self.cells)))
                case "table_close":
                    self.table = None
                case _:
                    pass

    def add(self, name: BlockName, token: Token) -> DocumentBlock:
        start, end = token.map or [0, 0]
        while end > start + 1 and not self.lines[end - 1].strip(" \t>"):
            end -= 1
        block = DocumentBlock(name, start, end)
        (self.around[-1].children if self.around else self.top).append(block)
        return block

    def take_text(self, token: Token) -> None:
        if self.table is not None:
            self.cells.append(token.content)
        elif self.waiting is not None:
            self.waiting.text = token.content
            self.waiting = None
