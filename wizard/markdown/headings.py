"""The headings of a Markdown text, and the anchors that GitHub gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final
from unicodedata import category

from msgspec import Struct

from wizard.markdown.blocks import Block
from wizard.markdown.markdown_parser import parse_blocks, parse_inlines

if TYPE_CHECKING:
    from markdown_it.utils import EnvType


class Heading(Struct, frozen=True):
    """A heading and the section below it."""

    line: int
    """The index of its line."""
    level: int
    title: str
    """Its text without markup."""
    column: int
    """The index of the title's first character in the line."""
    text_start: int
    """The index of the first line below it."""
    text_end: int
    """The index of the line of the next heading, or behind the last line."""
    end: int
    """The index of the line of the next heading of its level or above, or behind the last line."""
    parent: int
    """The index among the headings of the one whose section it is in; -1 when there is none."""


_MARKUP: Final = re.compile(r"[\\*_`\[\]<>&~]")
_ATX: Final = re.compile(r"[ ]{0,3}#{1,6}(?:[ \t]+|$)")
_CLOSING: Final = re.compile(r"(?:^|[ \t]+)#+[ \t]*$|[ \t]+$")
_WORDS: Final = ("L", "M", "Nd", "Pc")
"""The categories of Unicode that GitHub leaves in an anchor: letters, marks, decimal digits, and `_` with its kin."""


def read_headings(lines: Sequence[str], blocks: Sequence[Block]) -> tuple[Heading, ...]:
    """Return the headings outside of items and quotes."""
    found = [block for block in blocks if block.kind == "heading" and not block.depth]
    headings: list[Heading] = []
    around: list[int] = []
    ends = _section_ends(found, len(lines))
    for index, block in enumerate(found):
        while around and headings[around[-1]].level >= block.level:
            around.pop()
        following = found[index + 1].start if index + 1 < len(found) else len(lines)
        title, column = _title(lines, block)
        parent = around[-1] if around else -1
        headings.append(Heading(block.start, block.level, title, column, block.end, following, ends[index], parent))
        around.append(index)
    return tuple(headings)


def _section_ends(headings: Sequence[Block], last: int) -> list[int]:
    ends = [last] * len(headings)
    nearest: dict[int, int] = {}
    for index in range(len(headings) - 1, -1, -1):
        level = headings[index].level
        ends[index] = min((nearest[each] for each in range(1, level + 1) if each in nearest), default=last)
        nearest[level] = headings[index].start
    return ends


def _title(lines: Sequence[str], block: Block) -> tuple[str, int]:
    first = lines[block.start]
    atx = _ATX.match(first)
    if atx is None or not block.marker.startswith("#"):  # underlined
        text = " ".join(line.strip() for line in lines[block.start : max(block.end - 1, block.start + 1)])
        return shown_text(text), len(first) - len(first.lstrip())
    return shown_text(_CLOSING.sub("", first[atx.end() :])), atx.end()


def shown_text(markdown: str) -> str:
    """Return what a line of Markdown shows, without its marks."""
    if not _MARKUP.search(markdown):
        return markdown.strip()
    environment: EnvType = {}
    tokens = parse_blocks(f"# {markdown}", environment)
    parse_inlines(tokens, environment)
    children = (child for token in tokens for child in token.children or ())
    return "".join(child.content for child in children if child.type in ("text", "code_inline", "text_special")).strip()


def github_anchor(title: str) -> str:
    """Return the anchor of the first heading with a title: `What's new? 🎉 Now` has `whats-new--now`."""
    lowered = title.lower()
    if lowered.isascii():
        return "".join(each for each in lowered if each.isalnum() or each in "_- ").replace(" ", "-")
    return "".join(each for each in lowered if each in "- " or category(each).startswith(_WORDS)).replace(" ", "-")


def anchors(titles: Sequence[str]) -> Iterator[str]:
    """Yield the anchor of each heading; those of the same text have `-1`, `-2` behind it."""
    seen: dict[str, int] = {}
    for title in titles:
        anchor = github_anchor(title)
        count = seen.get(anchor, 0)
        seen[anchor] = count + 1
        yield f"{anchor}-{count}" if count else anchor
