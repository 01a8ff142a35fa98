r"""Answers in running text, escaped only where a parse of their piece shows that they must be.

`- `, `src/**/*.ts`            ->  `src/**/*.ts`
`- `, `src/**/*.ts in lib/**`  ->  `src/\**/*.ts in lib/**`

A piece is a few lines of a segment that Markdown reads together: an item, a heading, a row, a paragraph. What it should
be is the piece with a word for each answer, read by the parser, with what the answer is by itself in the place of the
word. The answers as they were typed, and else with every mark escaped, are tried against that; then every backslash
without which it is the same is taken away.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from markdown_it.token import Token
from msgspec import Struct, field
from msgspec.structs import replace

from wizard.limits import (
    MAX_COMPARED_OUTLINE_CHARACTERS,
    MAX_ESCAPED_PIECE_CHARACTERS,
    MAX_ESCAPING_WORK,
    MAX_PLAN_ESCAPING_WORK,
)
from wizard.markdown.escaping.answer_markup import (
    AnswerMarkup,
    InlineNode,
    inline_nodes,
    join_texts,
    plain_markup,
    read_answer_markup,
)
from wizard.markdown.escaping.block_escaping import ESCAPE, fenced_lines
from wizard.markdown.escaping.slot_escaping import TypedAnswer, with_bars
from wizard.markdown.escaping.slot_markers import MARKER, slot_marker
from wizard.markdown.markdown_parser import parse_piece
from wizard.markdown.syntax import FOOTNOTE_LABEL, TASK_BOX

_TASK: Final = re.compile(rf"({TASK_BOX})[ \t]+\S")
_FOOTNOTE: Final = re.compile(rf"^{FOOTNOTE_LABEL}", re.MULTILINE)
_MOST_TRIED_TWICE: Final = 4
_PARSER_START: Final = 150
"""What a parse costs before it reads anything, in characters."""
_SENTINEL: Final = "\ufdd0"
"""A noncharacter, which no text means."""
_GOES_ON: Final = re.compile(r"<(?:[!?]|(?i:script|pre|style|textarea)\b)")
"""What begins HTML that a blank line does not end (§4.6)."""
_CODE: Final = ("code_block", "code_inline", "fence")
_TICK: Final = "\\`"
_TICK_ENTITY: Final = "&#96;"


Piece: TypeAlias = "tuple[str | TypedAnswer, ...]"


class _Line(Struct, frozen=True):
    """The text of a paragraph, heading or cell."""

    nodes: tuple[InlineNode, ...]
    task: str
    """The box of a task with which an item begins."""
    footnotes: int
    """How many lines define a footnote of GitHub's."""


_Escapes: TypeAlias = Sequence[Collection[int]]
"""The offsets of the escaped marks of every answer."""
_Tree: TypeAlias = "tuple[tuple[object, ...] | _Line, ...]"


class EscapedPiece(NamedTuple):
    """What stands for the answers of a piece."""

    texts: tuple[str, ...] | None
    """The text of each answer, with as few escapes as can be.

    None when the parser does not find the answers where they should be, or no escaping makes them what they should be.
    """
    work: int
    """How many characters were parsed, and for each parse those that its start is worth."""


@lru_cache(maxsize=4096)
def escape_piece(piece: Piece, is_row: bool, labels: tuple[str, ...]) -> EscapedPiece:
    """Return the answers of a piece with as few escapes as can be.

    `is_row` tells that the piece is a row of a table, or a cell; `labels` are those of the links that the template
    defines.
    """
    if sum(len(part if isinstance(part, str) else part.text) for part in piece) > MAX_ESCAPED_PIECE_CHARACTERS:
        return EscapedPiece(None, 0)
    escaping = _PieceEscaping(piece, is_row, labels)
    return EscapedPiece(escaping.escape(), escaping.work)


@lru_cache(maxsize=1024)
def escape_needed(head: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is to stand between the parts of a text behind `head`: a backslash, or nothing if it is needless.

    In code a backslash would show, and nothing is a mark.
    """
    escapes = ["\\"] * (len(parts) - 1)

    def read() -> _Tree:
        marked = (f"{mark}{part}" for mark, part in zip(("", *escapes), parts, strict=True))
        return tuple(_nodes("".join((head, *marked)), ()))

    length = len(head) + sum(map(len, parts))
    if length > MAX_ESCAPED_PIECE_CHARACTERS:
        return tuple(_needed_by_paragraph(head, parts)) if length <= MAX_COMPARED_OUTLINE_CHARACTERS else tuple(escapes)
    for index in _escapes_in_code(head, parts):
        escapes[index] = ""
    wanted, room = read(), MAX_ESCAPING_WORK // length
    while room > 0:
        before = list(escapes)
        for index in reversed(range(len(escapes))):
            if escapes[index] and room > 0:
                escapes[index] = ""
                room -= 1
                escapes[index] = "" if read() == wanted else "\\"
        if before == escapes:
            break
    return tuple(escapes)


def _needed_by_paragraph(head: str, parts: Sequence[str]) -> Iterator[str]:
    """Yield what `escape_needed` returns for a long text, found for each of its paragraphs by itself."""
    room = MAX_PLAN_ESCAPING_WORK
    for paragraph in _paragraphs(ESCAPE.join(parts)):
        within = tuple(paragraph.split(ESCAPE))
        if len(within) > 1:
            room -= (len(head) + len(paragraph) + _PARSER_START) * (len(within) + 1)
            is_short = room >= 0 and len(head) + len(paragraph) <= MAX_ESCAPED_PIECE_CHARACTERS
            yield from escape_needed(head, within) if is_short else ["\\"] * (len(within) - 1)
        head = ""


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the parts of a text that are read the same by themselves: each begins at the margin below a blank line."""
    lines = text.split("\n")
    if _GOES_ON.search(text):
        yield text
        return
    fenced, _ = fenced_lines(lines)
    start = 0
    for index in range(1, len(lines)):
        is_apart = not lines[index - 1].strip(" \t") and lines[index].strip(" \t") and lines[index][0] not in " \t"
        if is_apart and not (fenced[index] and fenced[index - 1]):
            yield "\n".join(lines[start:index])
            start = index
    yield "\n".join(lines[start:])


def _escapes_in_code(head: str, parts: Sequence[str]) -> Collection[int]:
    """Return the indexes of the escapes that stand in code, where the text without them has the same blocks."""
    if any(_SENTINEL in part for part in (head, *parts)):
        return ()
    marked = (f"{_SENTINEL}{index}{_SENTINEL}\\{part}" for index, part in enumerate(parts[1:]))
    tokens = parse_piece("".join((head, parts[0], *marked)), {})
    code = "\n".join(token.content for token in _flat(tokens) if token.type in _CODE)
    found = {int(number) for number in re.findall(rf"{_SENTINEL}(\d+){_SENTINEL}", code)}
    kept = (f"{'' if index in found else chr(92)}{part}" for index, part in enumerate(parts[1:]))
    plain = parse_piece("".join((head, parts[0], *kept)), {})
    return found if [token.type for token in _flat(plain)] == [token.type for token in _flat(tokens)] else ()


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


class _PieceEscaping(Struct):
    piece: Piece
    is_row: bool
    labels: tuple[str, ...]
    work: int = 0
    """How many characters were parsed."""
    marked: _Tree = ()
    columns: int = 1
    parsed: dict[tuple[str, ...], _Tree] = field(default_factory=dict[tuple[str, ...], "_Tree"])
    """`{texts of the answers: the piece with them}`."""

    def escape(self) -> tuple[str, ...] | None:
        answers = [part for part in self.piece if not isinstance(part, str)]
        self.columns = sum((part if isinstance(part, str) else part.text).count("|") for part in self.piece)
        self.marked = self.parse(tuple(slot_marker(index) for index in range(len(answers))))
        if not _holds_markers(self.marked, answers):
            return None
        meant = [read_answer_markup(answer.text, self.labels) for answer in answers]
        self.work += sum(len(answer.text) + _PARSER_START for answer in answers)
        as_typed = self.texts(meant, [()] * len(meant))
        if self.is_right(meant, as_typed):
            return self.encode(as_typed)
        for markups, tick in self.readings(meant):
            if self.is_right(markups, self.texts(markups, [markup.escapable for markup in markups], tick)):
                return self.encode(self.texts(markups, self.drop_needless(markups, tick), tick))
        return None

    def readings(self, meant: Sequence[AnswerMarkup]) -> Iterator[tuple[Sequence[AnswerMarkup], str]]:
        """Yield what the answers may be, from all of their markup down to none."""
        yield meant, _TICK
        plain = [plain_markup(markup.text) for markup in meant]
        with_markup = [index for index, markup in enumerate(meant) if markup.has_markup]
        for index in with_markup if len(with_markup) > 1 else ():
            yield [plain[at] if at == index else markup for at, markup in enumerate(meant)], _TICK
        yield plain, _TICK
        yield plain, _TICK_ENTITY

    def drop_needless(self, markups: Sequence[AnswerMarkup], tick: str) -> _Escapes:
        """Return fewer escapes with which the piece is the same, and none of which can go."""
        every = [frozenset(markup.escapable) for markup in markups]
        found = self.drop_in_order(markups, every, tick, -1)
        if not 2 <= sum(map(len, found)) <= _MOST_TRIED_TWICE:
            return found
        return min(found, self.drop_in_order(markups, every, tick, 1), key=lambda escapes: sum(map(len, escapes)))

    def drop_in_order(
        self, markups: Sequence[AnswerMarkup], escapes: _Escapes, tick: str, order: Literal[-1, 1]
    ) -> _Escapes:
        """Drop half of the escapes at a time, those at the end (-1) or at the beginning (1) first."""
        wanted = self.wanted(markups)
        while self.work < MAX_ESCAPING_WORK:
            before = escapes
            stack = [[(index, at) for index, offsets in enumerate(escapes) for at in sorted(offsets)]]
            while stack and self.work < MAX_ESCAPING_WORK:
                group = stack.pop()
                gone = [{at for index, at in group if index == each} for each in range(len(escapes))]
                fewer = [frozenset(offsets) - going for offsets, going in zip(escapes, gone, strict=True)]
                if self.parse(self.encode(self.texts(markups, fewer, tick))) == wanted:
                    escapes = fewer
                elif len(group) > 1:
                    middle = len(group) // 2
                    stack += (group[:middle], group[middle:])[::-order]
            if escapes == before:
                break
        return escapes

    def texts(self, markups: Sequence[AnswerMarkup], escapes: _Escapes, tick: str = _TICK) -> list[str]:
        answers = (part for part in self.piece if not isinstance(part, str))
        cuts = ({answer.cut} if answer.cut >= 0 else set[int]() for answer in answers)
        return [
            markup.escaped({*offsets, *cut}, tick) for markup, offsets, cut in zip(markups, escapes, cuts, strict=True)
        ]

    def encode(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Return the texts with their bars escaped where that is the way of their place."""
        answers = (part for part in self.piece if not isinstance(part, str))
        return tuple(with_bars(answer, text) for text, answer in zip(texts, answers, strict=True))

    def is_right(self, markups: Sequence[AnswerMarkup], texts: Sequence[str]) -> bool:
        return self.parse(self.encode(texts)) == self.wanted(markups)

    def wanted(self, markups: Sequence[AnswerMarkup]) -> _Tree:
        """Return what the piece should be: that of the words, with an answer in the place of each."""
        return tuple(_with_answers(self.marked, markups))

    def parse(self, texts: tuple[str, ...]) -> _Tree:
        if texts not in self.parsed:
            self.parsed[texts] = self.parse_anew(texts)
        return self.parsed[texts]

    def parse_anew(self, texts: tuple[str, ...]) -> _Tree:
        answers = iter(texts)
        source = "".join(part if isinstance(part, str) else next(answers) for part in self.piece)
        if self.is_row:
            head = "|".join("x" * self.columns)
            source = f"|{head}|\n|{'-|' * self.columns}\n{source}"
        self.work += len(source) + _PARSER_START
        return tuple(_nodes(source, self.labels))


def _nodes(source: str, labels: tuple[str, ...]) -> Iterator[tuple[object, ...] | _Line]:
    """Yield the blocks and the lines of a text as tuples."""
    references = {label: {"href": "#", "title": ""} for label in labels}
    tokens = parse_piece(source, {"references": references})
    for index, token in enumerate(tokens):
        if token.type == "inline":
            task = _TASK.match(token.content) if index > 1 and tokens[index - 2].type == "list_item_open" else None
            nodes = _stripped(inline_nodes(token.children or ()))
            yield _Line(nodes, task[1] if task is not None else "", len(_FOOTNOTE.findall(token.content)))
        else:
            attributes = tuple(sorted(token.attrs.items()))
            content = "" if token.nesting else f"{token.info}\n{token.content}"
            yield token.type, token.tag, token.nesting, token.markup, attributes, content, token.hidden
    yield ("definitions", len(references) - len(labels))


def _holds_markers(tree: _Tree, answers: Sequence[TypedAnswer]) -> bool:
    """Return whether every answer's word is text, and in a link if it should be."""
    found: dict[int, bool] = {}
    for line in tree:
        for number, is_in_link in _markers(line.nodes, 0) if isinstance(line, _Line) else ():
            if number in found:
                return False
            found[number] = is_in_link
    return all(index in found and (found[index] or not answer.is_link_text) for index, answer in enumerate(answers))


def _markers(nodes: Sequence[InlineNode], links: int) -> Iterator[tuple[int, bool]]:
    """Yield the number of every marker in a text, and whether it is in a link."""
    for node in nodes:
        links += (node.type == "link_open") - (node.type == "link_close")
        if node.type == "text":
            yield from ((int(found[1]), links > 0) for found in MARKER.finditer(node.content))
        yield from _markers(node.inner, 1)


def _with_answers(tree: _Tree, markups: Sequence[AnswerMarkup]) -> Iterator[tuple[object, ...] | _Line]:
    for line in tree:
        is_line = isinstance(line, _Line)
        yield replace(line, nodes=_stripped(_filled_in(line.nodes, markups))) if is_line else line


def _stripped(nodes: Iterable[InlineNode]) -> tuple[InlineNode, ...]:
    """Return the tokens of a line without the white space at its ends, of which the parser drops more than blanks."""
    joined = join_texts(nodes)
    if joined and joined[0].type == "text":
        joined = (InlineNode("text", joined[0].content.lstrip()), *joined[1:])
    if joined and joined[-1].type == "text":
        joined = (*joined[:-1], InlineNode("text", joined[-1].content.rstrip()))
    return join_texts(joined)


def _filled_in(nodes: Sequence[InlineNode], markups: Sequence[AnswerMarkup]) -> Iterator[InlineNode]:
    """Yield the tokens with those of the answers in place of their words."""
    for node in nodes:
        if node.type != "text":
            yield replace(node, inner=join_texts(_filled_in(node.inner, markups))) if node.inner else node
            continue
        at = 0
        for found in MARKER.finditer(node.content):
            yield InlineNode("text", node.content[at : found.start()])
            yield from markups[int(found[1])].nodes
            at = found.end()
        yield InlineNode("text", node.content[at:])
