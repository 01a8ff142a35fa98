"""A unit of Markdown as lines: headings, paragraphs, lists, quotes, and what stands between them.

    "- [x] *one*\n  two"  ->  markdown-it's blocks (list > item > paragraph, lines 0 to 2)
                          ->  DrawnLine(☑ one) · DrawnLine(  two), every run with its extent in the Markdown

markdown-it says where blocks begin and end; what it takes in without a word (link definitions, lines too deep for
it) is drawn from the source, so that no character is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from screens.preview.markdown.block_source import BlockSource, References
from screens.preview.markdown.code import code_lines, fence_lines, front_matter_lines
from screens.preview.markdown.drawn_lines import (
    BOLD,
    FAINT,
    INK,
    RULE,
    SOFT,
    DrawnLine,
    TextRun,
    TextStyle,
    apply_style,
)
from screens.preview.markdown.inline import inline_runs, parser
from screens.preview.markdown.line_breaking import cells, wrap_runs
from screens.preview.markdown.source_positions import SourceOffsets, offsets_in_line, offsets_of_lines
from wizard.markdown.block_cuts import FRONT_MATTER, OWN_TAG
from wizard.markdown.syntax import LIST_MARKER, TASK_BOX

if TYPE_CHECKING:
    from markdown_it.token import Token

    from screens.preview.markdown.tables import TableCell

_WARNS = re.compile(r"\W*(?:critical|caution|danger|warning)\b|\[!(?:warning|caution)\]", re.IGNORECASE)
_TASK = re.compile(rf"({TASK_BOX})(?: +|$)")
_SIGNS = re.compile(rf"[ \t>]*(?:{LIST_MARKER}[ \t]+(?=\[))*")
_ITEM_WORDS = re.compile(rf"[ \t>]*{LIST_MARKER}[\s>]*[^\s>]")
_PARAGRAPH = re.compile(r"(?P<lines>(?:[^\W\d_][^\n]*(?:\n|\Z))+)[ \t\n]*")
"""Lines that each begin with a letter, and no others: one paragraph, for which nobody needs to be asked."""
_EMPTY = re.compile(r"[ \t>]*$")
_HEADINGS = {1: BOLD, 2: BOLD, 3: BOLD}
_MINOR_HEADING = TextStyle("soft", bold=True)


class Block(Struct):
    """A token of markdown-it with what it encloses."""

    token: Token
    blocks: list[Block] = field(default_factory=list["Block"])

    @property
    def first(self) -> int:
        """Return the number of its first line."""
        return self.token.map[0] if self.token.map else 0

    @property
    def after(self) -> int:
        """Return the number of the line after its last."""
        return self.token.map[1] if self.token.map else 0


class _Frame(Struct, frozen=True):
    """Where blocks are drawn."""

    width: int
    base: TextStyle = INK
    depth: int = 0
    """How many lists it is in."""

    def shrink(self, taken: int) -> _Frame:
        """Return the frame that is left beside something of so many cells."""
        return _Frame(max(self.width - taken, 1), self.base, self.depth)


def draw_block(page: BlockSource, width: int) -> list[DrawnLine]:
    """Return the unit as lines of so many cells, with an empty row at its end if it ends in an empty line."""
    if not page.text.strip():
        return []
    if page.is_first and FRONT_MATTER.match(page.text):
        return [*front_matter_lines(page, width), *closing_rows(page, None)]
    if OWN_TAG.match(page.lines[0]):
        from screens.preview.markdown.html import tag_lines

        return [*tag_lines(page, width), *closing_rows(page, None)]
    blocks = parse_blocks(page)
    lines = list(_lines_of(page, blocks, 0, len(page.lines), _Frame(width)))
    return [*lines, *closing_rows(page, blocks[-1] if blocks else None)]


def parse_blocks(page: BlockSource) -> list[Block]:
    """Return the blocks of the source as a tree."""
    plain = _PARAGRAPH.fullmatch(page.text)
    if plain is not None:
        return [_plain_paragraph(plain["lines"])]
    environment = {"references": dict(page.references)}
    tokens: list[Token] = []
    parser().block.parse(page.text, parser(), environment, tokens)
    root: list[Block] = []
    around = [root]
    for token in tokens:
        if token.nesting < 0:
            around.pop()
            continue
        block = Block(token)
        around[-1].append(block)
        if token.nesting > 0:
            around.append(block.blocks)
    return root


def _plain_paragraph(text: str) -> Block:
    """Return what the parser makes of lines that are one paragraph."""
    from markdown_it.token import Token

    lines = [0, text.count("\n") + (not text.endswith("\n"))]
    return Block(
        Token("paragraph_open", "p", 1, map=lines),
        [Block(Token("inline", "", 0, map=lines, content=text.strip()))],
    )


def definitions(text: str) -> References:
    """Return where the text says that links lead; footnotes are no links."""
    environment: dict[str, dict[str, Mapping[str, object]]] = {}
    parser().block.parse(text, parser(), environment, [])
    found = environment.get("references", {})
    return {label: target for label, target in found.items() if not label.startswith("^")}


def closing_rows(page: BlockSource, last: Block | None) -> Iterator[DrawnLine]:
    """Return the empty row below a unit that ends in an empty line."""
    has_empty_line = len(page.lines) > 2 and not page.lines[-2].strip()
    if has_empty_line and not (last is not None and _needs_no_row_after(last)):
        yield page.empty_row(len(page.lines) - 2)


def _needs_no_row_after(block: Block) -> bool:
    return block.token.type == "heading_open" and block.token.tag != "h1"


def _lines_of(page: BlockSource, blocks: Sequence[Block], first: int, after: int, place: _Frame) -> Iterator[DrawnLine]:
    """Return the lines of blocks that stand between two lines of the source, with an empty row for empty lines.

    Lines that no block has, such as the definition of a link, are drawn as they are.
    """
    position, above = first, None
    for block in blocks:
        if above is not None:
            position = min(_end_of_words(page, above), block.first)
        yield from _between(page, position, block.first, above, place)
        yield from _block_lines(page, block, place)
        above = block
    if above is not None:
        position = _end_of_words(page, above)
    last = after
    while last > position and _EMPTY.match(page.lines[last - 1]):
        last -= 1
    yield from _between(page, position, last, above, place)


def _end_of_words(page: BlockSource, block: Block) -> int:
    """Return the number of the line after the last of a block that is not empty."""
    after = block.after
    while after > block.first + 1 and _EMPTY.match(page.lines[after - 1]):
        after -= 1
    return after


def _between(page: BlockSource, first: int, after: int, above: Block | None, place: _Frame) -> Iterator[DrawnLine]:
    is_empty_above = False
    drawn = above is not None
    for number in range(first, after):
        if not _EMPTY.match(page.lines[number]):
            yield from _unread_lines(page, number, place)
            is_empty_above, drawn, above = False, True, None
        elif not is_empty_above:
            is_empty_above = True
            if drawn and not (above is not None and _needs_no_row_after(above)):
                yield page.empty_row(number)


def _unread_lines(page: BlockSource, number: int, place: _Frame) -> Iterator[DrawnLine]:
    """Return a line that markdown-it takes in without a word: the definition of a link."""
    line = page.lines[number]
    signs = _SIGNS.match(line)
    start = page.start_of(number) + (signs.end() if signs is not None else 0)
    runs = [page.source_run(start, page.start_of(number) + len(line.rstrip()))]
    for wrapped_runs in wrap_runs(apply_style(runs, INK, page.marked), place.width):
        yield DrawnLine(wrapped_runs, start)


def _block_lines(page: BlockSource, block: Block, place: _Frame) -> Iterator[DrawnLine]:
    match block.token.type:
        case "heading_open":
            yield from _heading_lines(page, block, place)
        case "paragraph_open":
            yield from _paragraph_lines(page, block, place)
        case "bullet_list_open" | "ordered_list_open":
            yield from _list_lines(page, block, place)
        case "blockquote_open":
            yield from _quote_lines(page, block, place)
        case "fence":
            yield from fence_lines(page, block.token, place.width)
        case "code_block":
            yield from code_lines(page, block.token, place.width)
        case "hr":
            yield DrawnLine((TextRun(_dash(page) * place.width, RULE),), page.start_of(block.first))
        case "html_block":
            from screens.preview.markdown.html import html_lines

            yield from html_lines(page, block.token, place.width)
        case "table_open":
            yield from _table_lines(page, block, place)
        case _:
            for number in range(block.first, block.after):
                yield from _unread_lines(page, number, place)


def _dash(page: BlockSource) -> str:
    return page.signs.left


def _runs(page: BlockSource, content: str, places: SourceOffsets, base: TextStyle, skipped: int = 0) -> list[TextRun]:
    """Return inline Markdown, from one of its characters on, as runs with offsets in the source."""
    runs = (run.shift(skipped) for run in inline_runs(content[skipped:], page.references))
    return apply_style(places.translate(runs), base, page.marked)


def _content_offsets(page: BlockSource, block: Block) -> tuple[str, SourceOffsets]:
    inline = block.blocks[0].token
    marks = block.token.markup
    if marks.startswith("#"):
        line = page.lines[block.first]
        return inline.content, offsets_in_line(page, inline.content, block.first, line.index(marks) + len(marks))
    return inline.content, offsets_of_lines(page, inline.content, block.first)


def _heading_lines(page: BlockSource, block: Block, place: _Frame) -> Iterator[DrawnLine]:
    level = int(block.token.tag[1])
    content, places = _content_offsets(page, block)
    start = page.start_of(block.first)
    for runs in wrap_runs(_runs(page, content, places, _HEADINGS.get(level, _MINOR_HEADING)), place.width):
        yield DrawnLine(runs, start + len(page.lines[block.first]) if not content else start)
    if level == 1:
        yield DrawnLine((TextRun(page.signs.done * place.width, FAINT),), start)
    elif level == 2:
        yield DrawnLine((TextRun(_dash(page) * place.width, RULE),), start)


def _paragraph_lines(page: BlockSource, block: Block, place: _Frame, skipped: int = 0) -> Iterator[DrawnLine]:
    content, places = _content_offsets(page, block)
    start = page.start_of(block.first)
    for runs in wrap_runs(_runs(page, content, places, place.base, skipped), place.width):
        yield DrawnLine(runs, start)


def _quote_lines(page: BlockSource, block: Block, place: _Frame) -> Iterator[DrawnLine]:
    text = page.text[page.start_of(block.first) : page.start_of(block.after)]
    warns = _WARNS.match(text.lstrip("> \t"))
    bar = TextRun(f"{page.signs.quote} ", TextStyle("warning") if warns else SOFT)
    for line in _lines_of(page, block.blocks, block.first, block.after, place.shrink(2)):
        yield line.prefix_with(bar)


def _list_lines(page: BlockSource, block: Block, place: _Frame) -> Iterator[DrawnLine]:
    number = int(str(block.token.attrs.get("start", 1)))
    is_ordered = block.token.type == "ordered_list_open"
    above: Block | None = None
    for index, item in enumerate(block.blocks):
        if above is not None:
            yield from _between(page, _end_of_words(page, above), item.first, above, place)
        sign = TextRun(f"{number + index}{item.token.markup} ", SOFT) if is_ordered else _bullet(page, place.depth)
        yield from _item_lines(page, item, sign, place)
        above = item


def _bullet(page: BlockSource, depth: int) -> TextRun:
    return TextRun(f"{page.signs.inner_bullet if depth else page.signs.bullet} ", FAINT)


def _item_lines(page: BlockSource, item: Block, sign: TextRun, place: _Frame) -> Iterator[DrawnLine]:
    task = _task(item)
    inside = place
    if task is not None:
        # Nothing before the box on its line can hold a bracket.
        at = page.text.find("[", page.start_of(item.blocks[0].first))
        sign, is_done = _box(page, at, task[1] != "[ ]")
        inside = _Frame(place.width, SOFT if is_done else place.base, place.depth)
    taken = cells([sign])
    inside = _Frame(max(inside.width - taken, 1), inside.base, inside.depth + 1)
    lines = list(_item_content_lines(page, item, task.end() if task is not None else 0, inside))
    for line in lines[:1] or [DrawnLine((), page.start_of(item.first))]:
        yield line.prefix_with(sign)
    for line in lines[1:]:
        yield line.prefix_with(TextRun(" " * taken)) if line.runs else line


def _task(item: Block) -> re.Match[str] | None:
    """Return the box that the item begins with, if it is a task (GitHub Flavored Markdown 0.29 §5.3)."""
    if not item.blocks or item.blocks[0].token.type != "paragraph_open":
        return None
    return _TASK.match(item.blocks[0].blocks[0].token.content)


def _box(page: BlockSource, at: int, is_done: bool) -> tuple[TextRun, bool]:
    """Return the sign for a box that begins at an offset, and whether it is ticked."""
    end = at + len("[ ]")
    if is_done:
        return TextRun(f"{page.signs.ticked} ", TextStyle("success"), at, end), True
    return TextRun(f"{page.signs.box} ", SOFT, at, end), False


def _item_content_lines(page: BlockSource, item: Block, box: int, place: _Frame) -> Iterator[DrawnLine]:
    """Return the lines in an item; its first words lead in the lists below them."""
    if not item.blocks or item.blocks[0].token.type != "paragraph_open" or item.blocks[0].first > item.first:
        # An item that is nested too deep for the parser has words, but no blocks.
        if item.blocks or _ITEM_WORDS.match(page.text, page.start_of(item.first), page.start_of(item.after)):
            yield from _lines_of(page, item.blocks, item.first, item.after, place)
        return
    first, *others = item.blocks
    leads = bool(others) and all(block.token.type.endswith("_list_open") for block in others)
    reach = (page.start_of(item.first), page.start_of(item.after)) if leads else None
    for line in _paragraph_lines(page, first, place, box):
        yield line._replace(reach=reach)
    if others:
        position = _end_of_words(page, first)
        yield from _between(page, position, others[0].first, first, place)
    yield from _lines_of(page, others, others[0].first if others else first.after, item.after, place)


def _table_lines(page: BlockSource, block: Block, place: _Frame) -> Iterator[DrawnLine]:
    from screens.preview.markdown.tables import table_lines

    rows = [row for part in block.blocks for row in part.blocks]
    yield from table_lines(page, [table_cells(row) for row in rows], (block.first, block.after), place.width)


def table_cells(row: Block) -> list[TableCell]:
    """Return the cells of a row of a table."""
    from screens.preview.markdown.tables import TableCell

    return [
        TableCell(
            cell.blocks[0].token.content,
            str(cell.token.attrs.get("style", "")),
            row.first,
            cell.token.type == "th_open",
        )
        for cell in row.blocks
    ]
