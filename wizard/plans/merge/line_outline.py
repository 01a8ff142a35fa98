"""The outline of a text's lines: what stands below each heading, label and list item.

The lines of a Markdown text → the same lines as tokens, with a token of its own where something ends, and a tree of
nodes over them. `## A`, `- one`, `  - two`, `## B` → `## A` [`- one` [`  - two`] ] `## B`: what is added behind
`  - two` stands before or behind each of the three ends, so that it is known what it was added to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct

from wizard.limits import MAX_OUTLINE_INDENT
from wizard.markdown.fences import fence_after
from wizard.markdown.syntax import ATX_MARKER, LIST_MARKER
from wizard.markdown.task_lines import TASK_LINE

OutlineToken: TypeAlias = "str | None"
"""A line, or None at the end of a heading, label or list item with all that is below it."""

# CommonMark 0.31, sections 4.2 (ATX headings) and 5.2 (list items).
_HEADING = re.compile(rf" {{0,3}}({ATX_MARKER})")
_ITEM = re.compile(rf"([ \t]*){LIST_MARKER}(?=[ \t]|$)")
# A line that names the list below it, `Tasks:` or `**Tasks:**`.
_LABEL = re.compile(r" {0,3}[^\s|>].*:(?:\*\*|__)?\s*")

_NUMBER = re.compile(r"\d+")
_WORD_OR_NUMBER = re.compile(r"[^\W\d_]+|\d+")
_WORD = re.compile(r"[^\W\d_]+")

LABEL_LEVEL = 7
_FIRST_ITEM_LEVEL = 8


class Node(Struct, eq=False, dict=True):
    """A line with the lines below it; the root has no line."""

    line: str
    level: int
    """1 to 6 of a heading, 7 of a label, from 8 on of a list item, by its indentation; 0 of every other line."""
    start: int
    """The index of its first token."""
    end: int
    """The index behind its last token."""
    children: list[Node]
    """Without blank lines."""
    blank_lines: list[int]
    """The indexes of the tokens of the blank lines among the children."""
    digest: int = 0
    """The same for the same lines, set when the node is complete."""

    @cached_property
    def key(self) -> str:
        """The line without the mark of its box, numbers and the widths of its blanks."""
        return " ".join(_NUMBER.sub("", self._unticked_line).split())

    @property
    def _unticked_line(self) -> str:
        task = TASK_LINE.match(self.line)
        return f"{task[1]} {task[3]}" if task else self.line

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the line, whatever their case; in headings and labels, numbers only count the parts."""
        if 0 < self.level <= LABEL_LEVEL:
            return frozenset(_WORD.findall(self.key.casefold()))
        return frozenset(_WORD_OR_NUMBER.findall(_ITEM.sub("", self._unticked_line).casefold()))

    @cached_property
    def key_digest(self) -> int:
        """The same for lines that have the same keys."""
        return hash((self.level, self.key, *(child.key_digest for child in self.children)))

    @cached_property
    def keys_below(self) -> Counter[str]:
        """The keys of the lines below it."""
        keys = Counter(child.key for child in self.children)
        for child in self.children:
            if child.children:
                keys.update(child.keys_below)
        return keys

    def complete(self, end: int) -> None:
        """Set what is known once all lines below it have been read; `end` is the index behind its last token."""
        self.end = end
        self.digest = hash((self.level, self.line, len(self.blank_lines), *(child.digest for child in self.children)))


class Outline(Struct, frozen=True):
    """The tokens of a text, and the tree over them."""

    tokens: tuple[OutlineToken, ...]
    root: Node
    ends: Mapping[int, int]
    """`{index of the token of a heading, label or list item: index of the token that ends it}`."""


def read_outline(lines: Sequence[str]) -> Outline:
    """Return the outline of a text."""
    reader = _OutlineReader()
    for line in lines:
        reader.read(line)
    return reader.finish()


def lines_of(tokens: Sequence[OutlineToken]) -> tuple[str, ...]:
    """Return the lines among tokens."""
    return tuple(token for token in tokens if token is not None)


class _OutlineReader:
    def __init__(self) -> None:
        self._tokens: list[OutlineToken] = []
        self._root = Node("", 0, 0, 0, [], [])
        self._open = [self._root]
        self._blank: list[str] = []
        self._fence = ""
        self._ends: dict[int, int] = {}

    def read(self, line: str) -> None:
        if self._fence:
            self._add(line)
            self._fence = fence_after(line.lstrip(" \t"), self._fence)
        elif not line.strip():
            self._blank.append(line)
        elif heading := _HEADING.match(line):
            self._open_node(line, len(heading[1]))
        elif item := _ITEM.match(line):
            self._open_node(line, _FIRST_ITEM_LEVEL + _width(item[1]))
        elif _LABEL.fullmatch(line):
            self._open_node(line, LABEL_LEVEL)
        else:
            self._fence = fence_after(line.lstrip(" \t"), "")
            indent = _width(line[: len(line) - len(line.lstrip())])
            self._close_to(LABEL_LEVEL if self._blank and not indent else _FIRST_ITEM_LEVEL + indent)
            self._add(line)

    def finish(self) -> Outline:
        self._close_to(LABEL_LEVEL)
        while len(self._open) > 1:
            self._close_last()
        self._root.complete(len(self._tokens))
        return Outline(tuple(self._tokens), self._root, self._ends)

    def _open_node(self, line: str, level: int) -> None:
        self._close_to(level)
        self._open.append(self._add(line, level))

    def _close_to(self, level: int) -> None:
        """Close what a line of this level ends; blank lines above it are the last ones of the section that it ends."""
        while self._open[-1].level >= max(level, _FIRST_ITEM_LEVEL):
            self._close_last()
        start = len(self._tokens)
        self._tokens += self._blank
        self._open[-1].blank_lines += range(start, len(self._tokens))
        self._blank.clear()
        while self._open[-1].level >= level:
            self._close_last()

    def _close_last(self) -> None:
        node = self._open.pop()
        self._ends[node.start] = len(self._tokens)
        self._tokens.append(None)
        node.complete(len(self._tokens))

    def _add(self, line: str, level: int = 0) -> Node:
        start = len(self._tokens)
        node = Node(line, level, start, start + 1, [], [])
        if not level:
            node.complete(start + 1)
        self._tokens.append(line)
        self._open[-1].children.append(node)
        return node


def _width(indent: str) -> int:
    return min(len(indent.expandtabs(4)), MAX_OUTLINE_INDENT) if indent else 0
