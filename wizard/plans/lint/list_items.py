"""The items of a plan's lists, with the places of their texts and of their boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from wizard.markdown.blocks import Block
from wizard.markdown.syntax import LIST_MARKER


class ListItem(Struct, frozen=True):
    """An item of a list."""

    line: int
    """The index of its line."""
    end: int
    """The index behind its last line, with what is nested in it."""
    depth: int
    marker: str
    """`-`, `*`, `+`, or a number such as `1.`."""
    marker_column: int
    """The index of the marker in its line."""
    mark: str | None
    """What stands in its box; None without a box."""
    column: int
    """The index of its text's first character in its line."""
    list_id: int
    """The same for all items of one list."""


MARKERS: Final = re.compile(rf"(?:[ \t]*(?:>|{LIST_MARKER}(?=[ \t]|$)))*[ \t]*")
"""The marks of items and quotes that a line begins with."""
_BOX: Final = re.compile(r"\[([^\]\n])\]\*?(?:[ \t]+|$)")
_LAST_MARKER: Final = re.compile(rf"({LIST_MARKER})[ \t]*\Z")


def read_items(lines: Sequence[str], blocks: Sequence[Block]) -> tuple[ListItem, ...]:
    """Return the items from top to bottom; of several that begin on one line, the innermost."""
    found: list[ListItem] = []
    lists: dict[int, tuple[str, int]] = {}
    count = 0
    for index, block in enumerate(blocks):
        if block.kind != "item":
            lists = {depth: each for depth, each in lists.items() if depth < block.depth}
            continue
        lists = {depth: each for depth, each in lists.items() if depth <= block.depth}
        kind = block.marker[-1:]
        if lists.get(block.depth, ("", 0))[0] != kind:
            count += 1
            lists[block.depth] = (kind, count)
        inner = blocks[index + 1] if index + 1 < len(blocks) else None
        if inner is not None and inner.kind == "item" and inner.start == block.start:
            continue
        found.append(_item(lines[block.start], block, lists[block.depth][1]))
    return tuple(found)


def _item(line: str, block: Block, list_id: int) -> ListItem:
    opening = MARKERS.match(line)
    column = opening.end() if opening else 0
    marker = _LAST_MARKER.search(line[:column])
    box = _BOX.match(line, column)
    return ListItem(
        block.start,
        block.end,
        block.depth,
        block.marker,
        marker.start() if marker else 0,
        box[1] if box else None,
        box.end() if box else column,
        list_id,
    )
