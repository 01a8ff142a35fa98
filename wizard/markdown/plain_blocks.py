r"""The blocks of sections that hold nothing but headings, items and plain text, read without the parser.

["## A", "", "- [ ] b", "  c"]  ->  heading 0-1, item 2-4, paragraph 2-4 in it
["## A", "```"]                 ->  None: that is for the parser

Most lines of most plans are like this, and the parser takes twenty times as long for them, and half of a command's
time to be imported. Whatever could be anything else than it seems is left to the parser; tests hold both together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from wizard.markdown.block import Block

# Text that begins no block of another kind and no definition: a letter, emphasis before one, a box, a code span.
_TEXT: Final = r"""(?=
    (?![0-9]{1,9}[.)](?:[ \t]|\Z)) [^\W_]
  | [*_]{1,3} [^\W_]
  | \[[ xX~/-]\]\*? [ ] \S
  | `(?!``)
  | [("']
  | [^\x00-\x7f\s]
)"""
_LINE: Final = re.compile(
    rf"""
    (?P<blank>[ ]*\Z)
  | (?P<heading>\#{{1,6}})(?:[ ]|\Z)
  | (?P<indent>[ ]*) (?: (?P<marker>[-+*]|(?P<number>[0-9]{{1,9}})[.)]) (?P<gap>[ ]{{1,4}}) )? {_TEXT}
    """,
    re.VERBOSE,
)
_MAX_DEPTH: Final = 60
"""Of items in one another; the parser stops at thirty, and what is nested further is not read."""


class _OpenItem(Struct):
    """An item that goes on."""

    content: int
    """The column in which its text begins."""
    above: int
    """The column in which the text of what is around it begins."""


def read_plain_section(lines: Sequence[str], start: int, end: int) -> list[Block] | None:
    """Return the blocks of the lines from `start` to `end`, or None when the parser has to be asked.

    The ends of items are those of their first lines; whoever puts blocks together knows better. Nothing may be open
    before the first line.
    """
    blocks: list[Block] = []
    items: list[_OpenItem] = []
    paragraph = -1  # the depth of the paragraph that the line before is in
    for index in range(start, end):
        found = _LINE.match(lines[index])
        if found is None:
            return None
        if found["blank"] is not None:
            paragraph = -1
            continue
        if (heading := found["heading"]) is not None:
            items.clear()
            blocks.append(Block("heading", index, index + 1, 0, heading, len(heading)))
            paragraph = -1
            continue
        marker, column = found["marker"], len(found["indent"])
        if marker is None and paragraph >= 0:
            last = blocks[-1]
            blocks[-1] = Block("paragraph", last.start, index + 1, last.depth, "", 0)
            continue
        while items and column < items[-1].content:
            if column - items.pop().above > 3:
                return None
        around = items[-1].content if items else 0
        depth = len(items)
        # Indented code; a number that goes on with the paragraph of the line before (CommonMark 0.31 §5.2).
        if column - around > 3 or depth > _MAX_DEPTH or (found["number"] not in (None, "1") and paragraph == depth):
            return None
        if marker is not None:
            items.append(_OpenItem(column + len(marker) + len(found["gap"]), around))
            blocks.append(Block("item", index, index + 1, depth, marker, 0))
            depth += 1
        blocks.append(Block("paragraph", index, index + 1, depth, "", 0))
        paragraph = depth
    return blocks
