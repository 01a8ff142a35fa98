r"""The blocks of a Markdown text, with the lines that each of them has.

"# Plan\n\n- [ ] Draw\n  ```\n  - [ ] no task\n  ```\n"
  ->  heading 0-1, item 2-6, paragraph 2-3 in the item, fence 3-6 in the item

Everything that asks where an item, a fence or a comment is asks here. The parser decides, and what it gives no token
for is added: front matter, and definitions of links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from wizard.markdown.markdown_parser import blank_front_matter, front_matter_end, parse_blocks

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

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

_KINDS: Final[dict[str, BlockKind]] = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "fence": "fence",
    "code_block": "code",
    "html_block": "html",
    "table_open": "table",
    "hr": "rule",
}
_CONTAINER_ENDS: Final = ("list_item_close", "blockquote_close")


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


def block_lines(text: str) -> list[str]:
    """Return the lines that the blocks count, without their ends and without a byte order mark.

    A line ends in LF, CR LF or CR (CommonMark 0.31 §2.1); what follows the last end is a line too.
    """
    return _with_line_feeds(text).split("\n")


def read_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text in their order, an item or quote before what stands in it."""
    text = _with_line_feeds(text)
    environment: EnvType = {}
    blocks = list(_read_tokens(parse_blocks(blank_front_matter(text), environment)))
    definitions = _definition_lines(environment)
    if definitions:
        blocks += _read_definitions(definitions, blocks)
        blocks.sort(key=lambda block: (block.start, block.depth))
    front_end = front_matter_end(text)
    if front_end:
        lines = text.count("\n", 0, front_end) + (not text[:front_end].endswith("\n"))
        blocks.insert(0, Block("front_matter", 0, lines, 0, "---", 0))
    return tuple(_without_blank_ends(blocks, text))


def _with_line_feeds(text: str) -> str:
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _read_tokens(tokens: Iterable[Token]) -> Iterator[Block]:
    depth = 0
    for token in tokens:
        kind = _KINDS.get(token.type)
        if kind is not None and token.map is not None:
            start, end = token.map
            if kind == "html" and _is_comment(token.content):
                kind = "comment"
            level = int(token.tag[1]) if kind == "heading" else 0
            yield Block(kind, start, end, depth, _marker(kind, token), level)
            depth += kind in ("item", "quote")
        elif token.type in _CONTAINER_ENDS:
            depth -= 1


def _marker(kind: BlockKind, token: Token) -> str:
    if kind == "item":
        return token.info + token.markup
    return token.markup[:1] if kind == "rule" else token.markup


def _is_comment(html: str) -> bool:
    """Whether nothing but comments stands in a block of HTML; one that is not closed goes on to the end."""
    rest = html.strip()
    while rest.startswith("<!--"):
        _, _, rest = rest[4:].partition("-->")
        rest = rest.lstrip()
    return not rest


def _definition_lines(environment: EnvType) -> list[tuple[int, int]]:
    """Return the lines of the definitions of links, which have no tokens."""
    found = (*environment.get("references", {}).values(), *environment.get("duplicate_refs", ()))
    return sorted((each["map"][0], each["map"][1]) for each in found)


def _read_definitions(definitions: Iterable[tuple[int, int]], blocks: Iterable[Block]) -> Iterator[Block]:
    containers = iter([block for block in blocks if block.kind in ("item", "quote")])
    following = next(containers, None)
    around: list[Block] = []
    for start, end in definitions:
        while following is not None and following.start <= start:
            del around[following.depth :]
            around.append(following)
            following = next(containers, None)
        while around and around[-1].end <= start:
            around.pop()
        yield Block("definition", start, end, len(around), "", 0)


def _without_blank_ends(blocks: list[Block], text: str) -> list[Block]:
    """Return the blocks, where items and quotes end with the last line that is theirs."""
    ends: dict[int, int] = {}
    lines: list[str] = []
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        end = block.end
        if block.kind == "item":
            end = ends.pop(block.depth + 1, block.start + 1)
        elif block.kind == "quote":
            ends.pop(block.depth + 1, None)
            lines = lines or text.split("\n")
            while end > block.start + 1 and (end > len(lines) or not lines[end - 1].strip()):
                end -= 1
        if end != block.end:
            blocks[index] = Block(block.kind, block.start, end, block.depth, block.marker, block.level)
        ends.setdefault(block.depth, end)
    return blocks
