r"""Markdown in runs of whole blocks: nothing before or after a run changes how its blocks are read.

`# A\n\ntext\n\n- x\n- y\n\nmore\n`  ->  `# A\n\n`, `text\n\n- x\n- y\n\n`, `more\n`

A run ends at an edge (`syntax.BLOCK_EDGE`) where no fence and no block of HTML is open: that is asked of the
parser, with a heading at the end of the run. The variants of a text have most runs in common, and each is parsed once,
if at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from wizard.limits import MAX_BLOCK_RUN_CHARACTERS, MAX_PARAGRAPH_BRACKET_WORK, MAX_PARSED_PARAGRAPH_CHARACTERS
from wizard.markdown.escaping.slot_markers import MARKER
from wizard.markdown.markdown_parser import blank_front_matter, parse_blocks, parse_inlines
from wizard.markdown.syntax import ATX_MARKER, BLOCK_EDGE, LIST_MARKER

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

_EDGE: Final = re.compile(BLOCK_EDGE)
_HEADING: Final = re.compile(ATX_MARKER)
_LATER_HEADING: Final = re.compile(rf"^[^\n]*[^\n#]{ATX_MARKER}|^[ \t>]*(?:=+|-+)[ \t]*$", re.MULTILINE)
"""Where a heading may stand that does not begin its run: in a container, indented, or underlined."""
_ITEM: Final = re.compile(rf"^[ \t>]*{LIST_MARKER}(?:\s|\Z)", re.MULTILINE)
_DASHES: Final = re.compile(r"^[ ]{0,3}[|:-][-|: \t]*$", re.MULTILINE)
_LAST: Final = "# -\n"
_LAST_TOKENS: Final = 3
LIST_ENDS: Final = ("bullet_list_close", "ordered_list_close")


class BlockRun(Struct, dict=True):
    """Whole blocks of a text; what is read from them is read when it is first asked for."""

    text: str
    inlines: dict[tuple[str, ...], dict[int, list[Token]]] = field(
        default_factory=dict[tuple[str, ...], dict[int, "list[Token]"]]
    )
    """`{labels of further link definitions: {index of a token: what is inside it}}`, as far as it was asked for."""

    @cached_property
    def line_count(self) -> int:
        """How many lines it has; the last one may have no end."""
        return self.text.count("\n")

    @cached_property
    def markers(self) -> frozenset[int]:
        """The numbers of the slots whose markers stand in it."""
        return frozenset(int(found[1]) for found in MARKER.finditer(self.text))

    @cached_property
    def is_closed(self) -> bool:
        """Whether a heading after it would be one."""
        if not ("```" in self.text or "~~~" in self.text or "<" in self.text):
            return True
        return self._ends_in_heading

    @property
    def is_too_long(self) -> bool:
        """Whether it is longer than what is parsed."""
        return len(self.text) > MAX_BLOCK_RUN_CHARACTERS

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of its blocks, none of one that is too long; lines are counted from its first one."""
        return [] if self.is_too_long else self.read_tokens()

    def read_tokens(self) -> list[Token]:
        """Return the tokens of its blocks, however long it is."""
        if self._ends_in_heading:
            return self._parsed[0][:-_LAST_TOKENS]
        return parse_blocks(self.text, {}) if self.text.endswith("\n") else self._parsed[0]

    @cached_property
    def references(self) -> dict[str, dict[str, object]]:
        """The link reference definitions in it, as the parser has them."""
        if "]:" not in self.text or self.is_too_long:
            return {}
        found: dict[str, dict[str, object]] = self._parsed[1].get("references", {})
        return found

    def definition_lines(self) -> list[tuple[int, int]]:
        """Return first line and end of each link reference definition: they have no tokens."""
        if "]:" not in self.text:
            return []
        environment = self._parsed[1]
        found = (*environment.get("references", {}).values(), *environment.get("duplicate_refs", ()))
        return sorted((each["map"][0], each["map"][1]) for each in found)

    @cached_property
    def _parsed(self) -> tuple[list[Token], EnvType]:
        """The tokens of its blocks, and of a heading after them if it ends a line; and the parser's environment."""
        environment: EnvType = {}
        return parse_blocks(f"{self.text}{_LAST}" if self.text.endswith("\n") else self.text, environment), environment

    @property
    def _ends_in_heading(self) -> bool:
        """Whether the heading after it is one."""
        tokens = self._parsed[0]
        last = tokens[-_LAST_TOKENS] if len(tokens) >= _LAST_TOKENS else None
        lines = [self.line_count, self.line_count + 1]
        is_heading = last is not None and last.type == "heading_open" and last.level == 0 and last.map == lines
        return is_heading and self.text.endswith("\n")

    @cached_property
    def headings(self) -> frozenset[int]:
        """The offsets of headings with `#` that are not indented and stand in no container."""
        if _EDGE.search(self.text, 1) is None:
            return frozenset((0,) if _HEADING.match(self.text) else ())
        return self.starts_of("heading_open", 0, "#")

    @cached_property
    def items(self) -> frozenset[int]:
        """The offsets of list items that are not indented and stand in no other container."""
        return self.starts_of("list_item_open", 1) if _ITEM.search(self.text) else frozenset()

    @cached_property
    def rows(self) -> frozenset[int]:
        """The offsets of a table's rows below its head that begin with a bar and stand in no container."""
        if _DASHES.search(self.text) is None:
            return frozenset()
        starts: set[int] = set()
        is_below = False
        for token in self.tokens:
            if token.type in ("tbody_open", "tbody_close"):
                is_below = token.type == "tbody_open" and token.level == 1
            elif token.type == "tr_open" and is_below and token.map:
                starts.add(self._line_starts[token.map[0]])
        return frozenset(start for start in starts if self.text.startswith("|", start))

    def inlines_with_markers(
        self, references: Mapping[str, object], further: tuple[str, ...]
    ) -> dict[int, list[Token]]:
        """Return `{index of a token: the inlines in it}` for the paragraphs and headings in which a marker stands.

        `further` are the labels among the references that not every variant of the text has. What is too long to be
        parsed is left out.
        """
        key = further if "[" in self.text else ()
        if key not in self.inlines:
            found = {
                index: token.copy(children=[])
                for index, token in enumerate(self.tokens)
                if token.type == "inline" and is_short_enough(token.content) and MARKER.search(token.content)
            }
            parse_inlines(list(found.values()), {"references": references})
            self.inlines[key] = {index: token.children or [] for index, token in found.items()}
        return self.inlines[key]

    def starts_of(self, type: str, level: int, mark: str = "") -> frozenset[int]:
        """Return the offsets of the blocks of a type, and with a mark, that begin a line of the text."""
        tokens = (token for token in self.tokens if (token.type, token.level) == (type, level))
        found = (self._line_starts[token.map[0]] for token in tokens if token.map and token.markup.startswith(mark))
        return frozenset(start for start in found if self.text[start : start + 1] not in (" ", "\t"))

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def first_block_start(self, candidates: set[int]) -> int:
        """Return the first of the candidates at which a block begins outside of containers; -1 when none does."""
        tokens = (token for token in self._parsed[0] if token.level == 0)
        found = (self._line_starts[token.map[0]] for token in tokens if token.map)
        return min((start for start in found if start in candidates), default=-1)

    @cached_property
    def last_level(self) -> int:
        """The level of its last heading, in containers too; 0 when it has none."""
        if _LATER_HEADING.search(self.text) is None and _EDGE.search(self.text, 1) is None:
            found = _HEADING.match(self.text)
            return len(found[0]) if found else 0
        return next((int(token.tag[1]) for token in reversed(self.tokens) if token.type == "heading_open"), 0)

    @cached_property
    def ends_in_list(self) -> bool:
        """Whether its last block is a list."""
        return _ITEM.search(self.text) is not None and bool(self.tokens) and self.tokens[-1].type in LIST_ENDS


def is_short_enough(paragraph: str) -> bool:
    """Return whether the inlines of a paragraph are parsed."""
    length = len(paragraph)
    return length <= MAX_PARSED_PARAGRAPH_CHARACTERS and paragraph.count("[") * length <= MAX_PARAGRAPH_BRACKET_WORK


class BlockReader(Struct):
    """Reads texts in runs; a run that stands in several texts is read once."""

    runs: dict[str, BlockRun] = field(default_factory=dict[str, BlockRun])

    def runs_of(self, text: str) -> Iterator[BlockRun]:
        """Yield the runs of a text; the lines of its front matter are blank in them."""
        text = blank_front_matter(text)
        edges = [0, *(found.start() for found in _EDGE.finditer(text, 1)), len(text)]
        index = 0
        while index < len(edges) - 1:
            run, index = closed_run(text, edges, index, self.run)
            yield run

    def run(self, text: str) -> BlockRun:
        found = self.runs.get(text)
        if found is None:
            found = self.runs[text] = BlockRun(text)
        return found


def closed_run(text: str, edges: Sequence[int], index: int, run_of: Callable[[str], BlockRun]) -> tuple[BlockRun, int]:
    """Return the run that begins at an edge, and the index of the edge at which it ends.

    The edges are those of `BLOCK_EDGE` with both ends of the text.
    """
    start, end, further = edges[index], index + 1, 1
    run = run_of(text[start : edges[end]])
    while end < len(edges) - 1 and not run.is_closed:
        first = end
        end = min(end + further, len(edges) - 1)
        further *= 2
        run = run_of(text[start : edges[end]])
        inside = run.first_block_start({edge - start for edge in edges[first:end]})
        if inside >= 0:
            end = edges.index(start + inside, first)
            return run_of(text[start : edges[end]]), end
    return run, end
