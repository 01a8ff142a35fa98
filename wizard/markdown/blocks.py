r"""The blocks of a Markdown text, with the lines that each of them has.

"# Plan\n\n- [ ] Draw\n  ```\n  - [ ] no task\n  ```\n"
  ->  heading 0-1, item 2-6, paragraph 2-3 in the item, fence 3-6 in the item

Everything that asks where an item, a fence or a comment is asks here. The parser decides, and what it gives no token
for is added: front matter, and definitions of links. Sections, from one heading to the next, that hold nothing but
items and plain text are read without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from wizard.markdown.block import Block, BlockKind
from wizard.markdown.plain_blocks import read_plain_section
from wizard.markdown.syntax import ATX_MARKER

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

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


def block_lines(text: str) -> list[str]:
    """Return the lines that the blocks count, without their ends and without a byte order mark.

    A line ends in LF, CR LF or CR (CommonMark 0.31 §2.1); what follows the last end is a line too.
    """
    return _with_line_feeds(text).split("\n")


def read_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text in their order, an item or quote before what stands in it."""
    lines = _with_line_feeds(text).split("\n")
    front = _front_matter_lines(lines)
    blocks = [Block("front_matter", 0, front, 0, "---", 0)] if front else []
    headings = [
        index for index in range(front + 1, len(lines)) if lines[index][:1] == "#" and _HEADING.match(lines[index])
    ]
    edges = [front, *headings, len(lines)]
    section = 0
    while section < len(edges) - 1:
        plain = read_plain_section(lines, edges[section], edges[section + 1])
        if plain is None:
            parsed, section = _parse_sections(lines, edges, section)
            blocks += parsed
        else:
            blocks += plain
            section += 1
    return tuple(_without_blank_ends(blocks, lines))


# CommonMark 0.31 §4.2: at the margin it is a heading, whatever stands before it, unless a fence or HTML is open.
_HEADING: Final = re.compile(ATX_MARKER)
_MAY_STAY_OPEN: Final = re.compile(r"```|~~~|<")
_LAST: Final = "# -\n"
_LAST_TOKENS: Final = 3


def _front_matter_lines(lines: Sequence[str]) -> int:
    """Return how many lines the front matter has."""
    if not lines[0].startswith("---"):
        return 0
    from wizard.markdown.markdown_parser import front_matter_end

    text = "\n".join(lines)
    end = front_matter_end(text)
    return text.count("\n", 0, end) + (end > 0 and text[end - 1] != "\n")


def _parse_sections(lines: Sequence[str], edges: Sequence[int], section: int) -> tuple[list[Block], int]:
    """Return the blocks of a section, and of as many after it as what it leaves open goes on; and the next section."""
    from wizard.markdown.markdown_parser import parse_blocks  # half of the time of a command that reads plain lists

    start, further = edges[section], 1
    section += 1
    while True:
        text = "\n".join(lines[start : edges[section]])
        environment: EnvType = {}
        if section == len(edges) - 1:
            tokens = parse_blocks(text, environment)
        else:
            tokens = parse_blocks(f"{text}\n{_LAST}", environment)
            if _MAY_STAY_OPEN.search(text) and not _ends_in_heading(tokens, edges[section] - start):
                section = min(section + further, len(edges) - 1)
                further *= 2
                continue
            del tokens[-_LAST_TOKENS:]
        blocks = list(_read_tokens(tokens, start))
        definitions = _definition_lines(environment, start)
        if definitions:
            blocks += _read_definitions(definitions, blocks)
            blocks.sort(key=lambda block: (block.start, block.depth))
        return blocks, section


def _with_line_feeds(text: str) -> str:
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _ends_in_heading(tokens: Sequence[Token], line: int) -> bool:
    """Whether a heading on the last line is one, and not a part of what is open there."""
    last = tokens[-_LAST_TOKENS] if len(tokens) >= _LAST_TOKENS else None
    return last is not None and (last.type, last.level, last.map) == ("heading_open", 0, [line, line + 1])


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


def _definition_lines(environment: EnvType, first_line: int) -> list[tuple[int, int]]:
    """Return the lines of the definitions of links, which have no tokens."""
    found = (*environment.get("references", {}).values(), *environment.get("duplicate_refs", ()))
    return sorted((first_line + each["map"][0], first_line + each["map"][1]) for each in found)


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
                end = inside
            while end > block.start + 1 and (end > len(lines) or not lines[end - 1].strip()):
                end -= 1
        if end != block.end:
            blocks[index] = Block(block.kind, block.start, end, block.depth, block.marker, block.level)
        ends.setdefault(block.depth, end)
    return blocks
