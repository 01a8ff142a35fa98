"""A block of a Markdown text, as `read_blocks` gives it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

BlockKind = Literal[
    "front_matter",
    "heading",
    "paragraph",
    "item",
    "quote",
    "fence",
    "code",
    "html",
    "comment",
    "table",
    "rule",
    "definition",
]
"""`code` is an indented block of code; `comment` a block of HTML that is nothing but comments."""


class Block(Struct, frozen=True):
    """A block, or an item or quote with the blocks in it."""

    kind: BlockKind
    start: int
    """The index of its first line."""
    end: int
    """The index behind its last line; blank lines behind the last block of an item are not in it."""
    depth: int
    """How many items and quotes it stands in."""
    marker: str
    """What it begins with: `##`, `-`, `1.`, `>`, the fence; `=` or `-` that underlines a heading; `*` of a rule."""
    level: int
    """Of a heading, 1 to 6; else 0."""
