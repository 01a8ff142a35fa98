r"""The blocks of a Markdown text, with the lines that each of them has.

"# Plan\n\n- [ ] Draw\n  ```\n  - [ ] no task\n  ```\n"
  ->  heading 0-1, item 2-6, paragraph 2-3 in the item, fence 3-6 in the item

Everything that asks where an item, a fence or a comment is asks here. The parser decides, and what it gives no token
for is added: front matter, and definitions of links. What stands between two edges (`syntax.BLOCK_EDGE`) and
holds nothing but items and plain text is read without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from wizard.markdown.block import Block, BlockKind
from wizard.markdown.plain_blocks import read_plain_section
from wizard.markdown.syntax import BLOCK_EDGE

if TYPE_CHECKING:
    from markdown_it.token import Token

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
_EDGE: Final = re.compile(BLOCK_EDGE)
_CONTAINER_ENDS: Final = ("list_item_close", "blockquote_close")


def block_lines(text: str) -> list[str]:
    """Return the lines that the blocks count, without their ends and without a byte order mark.

    A line ends in LF, CR LF or CR (CommonMark 0.31 §2.1); what follows the last end is a line too.
    """
    return _with_line_feeds(text).split("\n")


def read_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text in their order, an item or quote before what stands in it."""
    text = _with_line_feeds(text)
    lines = text.split("\n")
    front = _front_matter_end(text)
    edges = [front, *(found.start() for found in _EDGE.finditer(text, front + 1)), len(text)]
    edge_lines = list(_lines_at(text, edges))
    front_lines = len(lines) if front == len(text) and text[-1:] != "\n" else edge_lines[0]
    blocks = [Block("front_matter", 0, front_lines, 0, "---", 0)] if front else []
    index = 0
    while index < len(edges) - 1:
        plain = read_plain_section(lines, edge_lines[index], edge_lines[index + 1])
        if plain is None:
            parsed, index = _parse(text, edges, index, edge_lines[index])
            blocks += parsed
        else:
            blocks += plain
            index += 1
    return tuple(_without_blank_ends(blocks, lines))


def _front_matter_end(text: str) -> int:
    """Return the offset behind the front matter."""
    if not text.startswith("---"):
        return 0
    from wizard.markdown.markdown_parser import front_matter_end

    return front_matter_end(text)


def _lines_at(text: str, edges: Sequence[int]) -> Iterator[int]:
    """Yield the index of the line that begins at each edge; at the end of the text, how many lines it has."""
    line = at = 0
    for edge in edges[:-1]:
        line += text.count("\n", at, edge)
        at = edge
        yield line
    yield line + text.count("\n", at) + 1


def _parse(text: str, edges: Sequence[int], index: int, line: int) -> tuple[list[Block], int]:
    """Return the blocks from an edge on, as far as the first one where nothing stays open; and the index of that."""
    from wizard.markdown.block_runs import BlockRun, closed_run  # the parser: half of a command's time

    run, index = closed_run(text, edges, index, BlockRun)
    blocks = list(_read_tokens(run.read_tokens(), line))
    definitions = [(line + start, line + end) for start, end in run.definition_lines()]
    if definitions:
        blocks += _read_definitions(definitions, blocks)
        blocks.sort(key=lambda block: (block.start, block.depth))
    return blocks, index


def _with_line_feeds(text: str) -> str:
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _read_tokens(tokens: Iterable[Token], first_line: int) -> Iterator[Block]:
    depth = 0
    for token in tokens:
        kind = _KINDS.get(token.type)
        if kind is not None and token.map is not None:
            start, end = token.map
            if kind == "html" and _is_comment(token.content):
                kind = "comment"
            level = int(token.tag[1]) if kind == "heading" else 0
            yield Block(kind, first_line + start, first_line + end, depth, _marker(kind, token), level)
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


def _without_blank_ends(blocks: list[Block], lines: Sequence[str]) -> list[Block]:
    """Return the blocks, where items and quotes end with the last line that is theirs."""
    ends: dict[int, int] = {}
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        end = block.end
        if block.kind in ("item", "quote"):
            inside = ends.pop(block.depth + 1, None)
            if block.kind == "item" and inside is not None:
                end = inside  # a fence that is never closed takes in blank lines
            else:
                while end > block.start + 1 and (end > len(lines) or not lines[end - 1].strip()):
                    end -= 1
        if end != block.end:
            blocks[index] = Block(block.kind, block.start, end, block.depth, block.marker, block.level)
        ends.setdefault(block.depth, end)
    return blocks
