r"""The Markdown context of every slot in a text with slot markers.

`> - **Goal:** zq0qz\n\n[zq1qz](x)`  ->  slot 0: kind "tail" in chain ">-", after a blank; slot 1: kind "link_text"

The text is parsed, and each marker is looked up in the tokens. A segment is written out in several variants; where the
contexts of a slot differ, they are merged into one that is safe in all, or the slot has none.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from wizard.markdown.block_runs import LIST_ENDS, BlockReader, BlockRun
from wizard.markdown.escaping.slot_markers import MARKER, MARKER_AT_END, MAX_MARKER_LENGTH, mark_autolinks
from wizard.markdown.markdown_parser import front_matter_end
from wizard.markdown.syntax import DELIMITER_ROW, FOOTNOTE_LABEL, LIST_MARKER
from wizard.model.render_steps import SlotContext, SlotKind, YamlKind

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

_OPENING: Final = ("em_open", "strong_open", "s_open")
_CLOSING: Final = ("em_close", "strong_close", "s_close")
_ATTRIBUTES: Final[tuple[tuple[str, SlotKind], ...]] = (
    ("href", "link_to"),
    ("src", "link_to"),
    ("title", "link_title"),
)
_AUTOLINK: Final[tuple[tuple[str, SlotKind], ...]] = (("href", "autolink"),)


class InlineRole(Struct, frozen=True):
    """What a marker is part of in a line of text."""

    kind: SlotKind
    delimiter: str = ""
    is_emphasised: bool = False


def inline_roles(children: Sequence[Token]) -> dict[int, InlineRole]:
    """Return `{number of a slot: its role}` for one line of text; of two roles the one that is not plain text."""
    found: dict[int, InlineRole] = {}
    links = emphases = 0
    for child in children:
        links += (child.type == "link_open") - (child.type == "link_close")
        emphases += (child.type in _OPENING) - (child.type in _CLOSING)
        is_autolink = child.info == "auto" and MARKER.fullmatch(str(child.attrs.get("href", "")).partition(":")[2])
        for name, kind in _AUTOLINK if is_autolink else _ATTRIBUTES:
            _assign_role(found, str(child.attrs.get(name, "")), InlineRole(kind))
        match child.type:
            case "text":
                _assign_role(
                    found, child.content, InlineRole("link_text" if links else "text", is_emphasised=emphases > 0)
                )
            case "code_inline":
                _assign_role(found, child.content, InlineRole("code", child.markup))
            case "image":
                _assign_role(found, child.content, InlineRole("link_text"))
            case "html_inline":
                for marker in MARKER.finditer(child.content):
                    role = html_role(child.content[: marker.start()])
                    # A blank line would end what is a comment only inside a paragraph.
                    found[int(marker[1])] = InlineRole("inline_comment") if role.kind == "comment" else role
            case _:
                pass
    return found


def html_role(before: str) -> InlineRole:
    """Return the role of what follows some HTML: text between tags, a comment, a tag, or a quoted value in a tag."""
    comment = before.rfind("<!--")
    if comment > before.rfind("-->"):
        return InlineRole("comment")
    tag = re.search(r"<[A-Za-z/!?][^<>]*\Z|<\Z", before)
    if tag is None:
        return InlineRole("html")
    is_quoted = any(tag[0].count(quote) % 2 for quote in "\"'")
    return InlineRole("attribute" if is_quoted else "tag")


def _assign_role(found: dict[int, InlineRole], text: str, role: InlineRole) -> None:
    for marker in MARKER.finditer(text):
        known = found.get(int(marker[1]))
        if known is None or known.kind == "text":
            found[int(marker[1])] = role


_PARAGRAPHS: Final[tuple[SlotKind, ...]] = ("text", "tail", "block")
_COMPATIBLE: Final[tuple[tuple[SlotKind, ...], ...]] = (
    _PARAGRAPHS,
    ("cell", *_PARAGRAPHS),
    ("link_text", *_PARAGRAPHS),
    ("setext_heading", *_PARAGRAPHS),
)
"""Kinds of which the earlier one is safe in the later ones of its row."""
_JOINING: Final = re.compile(rf"[ \t]|{LIST_MARKER}(?:[ \t]|\Z)|{MARKER.pattern}", re.IGNORECASE)
_DELIMITERS: Final = re.compile(DELIMITER_ROW)
_FOOTNOTE: Final = re.compile(rf"[ \t>]*{FOOTNOTE_LABEL}")


def find_contexts(
    texts: Iterable[str],
    definitions: EnvType,
    level: int,
    reader: BlockReader | None = None,
    numbers: frozenset[int] | None = None,
) -> dict[int, SlotContext | None]:
    """Return `{number of a slot: its context}` over all variants of a segment; None where no context is safe in all.

    A reader that is given to several calls reads what their texts have in common once; `numbers` are the slots that are
    asked for, None for all.
    """
    if numbers is not None and not numbers:
        return {}
    reader = BlockReader() if reader is None else reader
    found: dict[int, SlotContext | None] = {}
    for text in texts:
        # The parser takes a CR for a blank; here it ends a line, as the finder counts them.
        lines = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        for number, context in _ContextFinder(mark_autolinks(lines), level, reader, numbers).contexts(definitions):
            if numbers is not None and number not in numbers:
                continue
            known = found.setdefault(number, context)
            found[number] = known and context and merge_contexts(known, context)
    return found


def merge_contexts(one: SlotContext, other: SlotContext) -> SlotContext | None:
    """Return a context that is safe in both; None when there is none."""
    kind = _merge_kinds(one.kind, other.kind)
    if kind is None or one.delimiter != other.delimiter:
        return None
    chain = one.chain
    if chain != other.chain:
        if kind not in ("atx_heading", "setext_heading", "cell", "link_text", "link_to", *_PARAGRAPHS):
            return None
        kind, chain = ("text" if kind in _PARAGRAPHS else kind), ""
    return SlotContext(
        kind,
        chain,
        max(one.level, other.level),
        before="".join(sorted({*one.before, *other.before})),
        after="".join(sorted({*one.after, *other.after})),
        delimiter=one.delimiter,
        bars=max(one.bars, other.bars),
        is_emphasised=one.is_emphasised or other.is_emphasised,
        is_apart=one.is_apart and other.is_apart,
        has_ticks=one.has_ticks or other.has_ticks,
    )


def _merge_kinds(one: SlotKind, other: SlotKind) -> SlotKind | None:
    if one == other:
        return one
    # A heading that is none, or underlined, in another variant begins a line as text does.
    if "atx_heading" in (one, other):
        one, other = other if one == "atx_heading" else one, "setext_heading"
        return _merge_kinds(one, other)
    for kinds in _COMPATIBLE:
        if one in kinds and other in kinds:
            return kinds[min(kinds.index(one), kinds.index(other))]
    return None


class _ContextFinder(Struct):
    """A walk through the blocks of one text."""

    text: str
    level: int
    reader: BlockReader
    numbers: frozenset[int] | None
    """Those of the slots that are looked for, None for all."""
    lines: list[str] = field(default_factory=list[str])
    first_line: int = 0
    """The line on which the run of blocks begins that is being walked through."""
    containers: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    """The open quotes and items, each as in `SlotContext.chain` and with its first line."""
    heading_end: int = -1
    row: int = 0
    last_block: str = ""
    """The token that ended the last block outside quotes and items, of those in this run."""
    last_run: BlockRun | None = None
    """The run before this one."""

    def contexts(self, definitions: EnvType) -> Iterator[tuple[int, SlotContext | None]]:
        """Yield every slot's number with its context; None for one in blocks that are too long to be read."""
        self.lines = self.text.split("\n")
        yield from self.front_matter_contexts()
        runs = list(self.reader.runs_of(self.text))
        known: dict[str, object] = definitions.get("references", {})
        own: dict[str, object] = {}
        for run in runs:
            for label, definition in run.references.items():
                own.setdefault(label, definition)
        further = tuple(label for label in own if label not in known)
        references = ChainMap(known, own) if further else known
        for run in runs:
            if run.markers if self.numbers is None else not run.markers.isdisjoint(self.numbers):
                yield from self.run_contexts(run, run.inlines_with_markers(references, further))
                yield from self.definition_contexts(run)
            self.level = run.last_level or self.level
            self.first_line += run.line_count
            self.last_run = run

    def run_contexts(
        self, run: BlockRun, inlines: Mapping[int, list[Token]]
    ) -> Iterator[tuple[int, SlotContext | None]]:
        self.last_block = ""
        if run.is_too_long:
            yield from _without_context(run.text)
        for index, token in enumerate(run.tokens):
            self.track(token)
            if token.type == "inline":
                if index in inlines:
                    yield from self.inline_contexts(token, run.tokens[index - 1], inlines[index])
                else:
                    yield from _without_context(token.content)
            elif token.type in ("fence", "code_block", "html_block"):
                yield from self.block_contexts(token)
            if token.level == 0 and token.nesting <= 0:
                self.last_block = token.type

    def line_of(self, token: Token) -> int:
        """Return the line of the text on which a token begins."""
        assert token.map is not None
        return self.first_line + token.map[0]

    def track(self, token: Token) -> None:
        """Take in a token that opens or closes a container or a heading."""
        match token.type:
            case "blockquote_open" | "list_item_open":
                self.containers.append((">" if token.type == "blockquote_open" else "-", self.line_of(token)))
            case "blockquote_close" | "list_item_close":
                self.containers.pop()
            case "heading_open":
                assert token.map is not None
                self.heading_end = self.first_line + token.map[1]
            case "heading_close":
                self.level = int(token.tag[1])
            case "tr_open":
                self.row = self.line_of(token)
            case _:
                pass

    def chain(self, line: int) -> str:
        """Return the containers around a line, as `SlotContext.chain` has them."""
        return "".join(mark if mark == ">" or first == line else " " for mark, first in self.containers)

    def inline_contexts(
        self, token: Token, parent: Token, children: Sequence[Token]
    ) -> Iterator[tuple[int, SlotContext]]:
        roles = inline_roles(children)
        has_ticks = any(child.type == "text" and "`" in child.content for child in children)
        for found in MARKER.finditer(token.content):
            number = int(found[1])
            role = roles.get(number, InlineRole("text"))
            at = _MarkerLine.around(token.content, found.start(), found.end())
            line = self.line_of(token) + at.index
            context = SlotContext(
                role.kind,
                self.chain(line),
                self.level,
                before=at.before,
                after=at.after,
                delimiter=role.delimiter,
                bars="line" if _DELIMITERS.fullmatch(at.next_line) or parent.markup == "-" else "",
                is_emphasised=role.is_emphasised,
                has_ticks=has_ticks,
            )
            yield number, self.refine_in_block(context, parent, at, line, found[0])

    def refine_in_block(
        self, context: SlotContext, parent: Token, at: _MarkerLine, line: int, marker: str
    ) -> SlotContext:
        """Return the context of a marker in running text, with what the block around it makes of it."""
        if parent.type in ("th_open", "td_open"):
            return self.refine_in_cell(context, marker)
        if context.kind != "text":
            return context
        if parent.type == "heading_open":
            return replace(context, kind="atx_heading" if parent.markup.startswith("#") else "setext_heading")
        if self.is_footnote(line) or at.after != "\n" or not (at.is_last or self.is_lazy_continuation(line + 1)):
            return context
        if not at.is_only or "-" in context.chain or not self.has_room(line):
            return replace(context, kind="tail")
        return replace(context, kind="block", is_apart=not context.chain and self.is_apart(line))

    def is_footnote(self, line: int) -> bool:
        """Return whether a line begins one of GitHub's footnotes, of which only one line is sure to be a part."""
        return _FOOTNOTE.match(self.lines[line]) is not None

    def refine_in_cell(self, context: SlotContext, marker: str) -> SlotContext:
        source = self.lines[self.row]
        start = source.find(marker)
        before = "|" if context.before == "\n" and "|" in source[:start] else context.before
        after = "|" if context.after == "\n" and "|" in source[start:] else context.after
        kind: SlotKind = "cell" if context.kind == "text" else context.kind
        return replace(context, kind=kind, chain=self.chain(self.row), before=before, after=after, bars="cell")

    def has_room(self, line: int) -> bool:
        """Return whether a line has nothing above or below it but blank lines, a heading or the edge of a container."""
        starts = line == self.heading_end or any(first == line for _, first in self.containers)
        return (starts or self.is_blank(line - 1)) and self.is_blank(line + 1)

    def is_apart(self, line: int) -> bool:
        """Return whether no list, no other slot and nothing indented stands next to a line."""
        following = next((text for text in self.lines[line + 1 :] if text.strip(" \t\r")), "#")
        previous = next((text for text in reversed(self.lines[:line]) if text.strip(" \t\r")), "#")
        return not (self.follows_list() or _JOINING.match(following) or MARKER_AT_END.match(previous))

    def follows_list(self) -> bool:
        """Return whether the last block outside quotes and items is a list."""
        if self.last_block:
            return self.last_block in LIST_ENDS
        return self.last_run is not None and self.last_run.ends_in_list

    def is_blank(self, line: int) -> bool:
        return not 0 <= line < len(self.lines) or not self.lines[line].strip(" \t\r>")

    def is_lazy_continuation(self, line: int) -> bool:
        """Return whether a line goes on with a quote's paragraph without the quote's marker (CommonMark 0.31 §5.1)."""
        quotes = sum(mark == ">" for mark, _ in self.containers)
        if not quotes or line >= len(self.lines):
            return False
        marks = re.match(r"[ \t>]*", self.lines[line])
        return marks is not None and marks[0].count(">") < quotes

    def block_contexts(self, token: Token) -> Iterator[tuple[int, SlotContext]]:
        """Yield the slots in a fence, in indented code, in a block of HTML."""
        for found in MARKER.finditer(token.info):
            yield int(found[1]), SlotContext("fence_info", delimiter=token.markup)
        for found in MARKER.finditer(token.content):
            before = token.content[: found.start()]
            line = self.line_of(token) + before.count("\n") + (token.type == "fence")
            context = SlotContext("fence", self.chain(line), self.level, delimiter=token.markup)
            if token.type == "code_block" and self.is_in_footnote(self.line_of(token)):
                around = before[-1:] or "\n", token.content[found.end() : found.end() + 1] or "\n"
                context = SlotContext("text", self.chain(line), self.level, *around, has_ticks=True, is_emphasised=True)
            elif token.type == "code_block":
                context = replace(context, kind="indented")
            elif token.type == "html_block":
                context = replace(context, kind=html_role(before).kind)
            yield int(found[1]), context

    def is_in_footnote(self, line: int) -> bool:
        """Return whether an indented line goes on with a footnote of GitHub's, which the parser does not know."""
        above = reversed(self.lines[:line])
        first = next((text for text in above if text.strip() and not text.startswith(("    ", "\t"))), "")
        return _FOOTNOTE.match(first) is not None

    def definition_contexts(self, run: BlockRun) -> Iterator[tuple[int, SlotContext]]:
        """Yield the slots in the destinations, titles and labels of link reference definitions."""
        kinds: tuple[tuple[SlotKind, str], ...] = ("link_to", "href"), ("link_title", "title")
        for label, definition in run.references.items():
            for found in MARKER.finditer(label):
                yield int(found[1]), SlotContext("link_text")
            for kind, key in kinds:
                for found in MARKER.finditer(str(definition[key])):
                    start = run.text.find(found[0])
                    at = _MarkerLine.around(run.text, start, start + len(found[0]))
                    yield int(found[1]), SlotContext(kind, before=at.before, after=at.after)

    def front_matter_contexts(self) -> Iterator[tuple[int, SlotContext]]:
        """Yield the slots in the document's front matter."""
        for line in self.text[: front_matter_end(self.text)].split("\n"):
            for found in MARKER.finditer(line):
                before, after = line[: found.start()], line[found.end() :]
                yield int(found[1]), SlotContext(_yaml_kind(before, after))


def _yaml_kind(before: str, after: str) -> YamlKind:
    """Return what a marker is in a line of front matter, by the text before and after it."""
    if "#" in before:
        return "yaml_comment"
    if before.count('"') % 2 and '"' in after:
        return "yaml_double_quoted"
    if before.count("'") % 2 and "'" in after:
        return "yaml_single_quoted"
    if not before.strip():
        return "yaml_block"
    if re.search(r"[\[{]", before):
        return "yaml_flow"
    is_whole = re.search(r"(?::|-)[ \t]+$", before) and not after.strip()
    return "yaml_plain" if is_whole else "yaml_part"


def _without_context(text: str) -> Iterator[tuple[int, None]]:
    for found in MARKER.finditer(text):
        yield int(found[1]), None


class _MarkerLine(Struct, frozen=True):
    """The line of a paragraph that a marker stands in."""

    index: int
    before: str
    after: str
    is_only: bool
    is_last: bool
    next_line: str

    @staticmethod
    def around(content: str, start: int, end: int) -> _MarkerLine:
        line_start = content.rfind("\n", 0, start) + 1
        line_end = content.find("\n", end)
        is_last = line_end < 0
        line_end = len(content) if is_last else line_end
        next_end = content.find("\n", line_end + 1)
        before, after = content[line_start:start].lstrip(" \t"), content[end:line_end].rstrip(" \t")
        return _MarkerLine(
            content.count("\n", 0, start),
            "?" if MARKER_AT_END.search(before, max(0, len(before) - MAX_MARKER_LENGTH)) else before[-1:] or "\n",
            "?" if MARKER.match(after) else after[:1] or "\n",
            not before and not after and start == line_start == 0 and is_last,
            is_last,
            content[line_end + 1 : next_end if next_end > 0 else len(content)],
        )
