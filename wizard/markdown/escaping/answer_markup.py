r"""What an answer is by itself: which of its Markdown its author means, and what of it is text.

`**done** in src/**/*.ts, List<int>`  ->  bold "done", then text; every other `*` and the `<` may need a backslash

The parser says what would be read as markup. Emphasis, code, links and a few tags stay; what begins or ends within a
word or a path, is a name such as `__init__`, or is a tag that would vanish or is not closed, becomes text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from msgspec import Struct

from wizard.markdown.inline_tags import unmeant_tags
from wizard.markdown.syntax import BARE_URL, PUNCTUATION


class InlineNode(Struct, frozen=True):
    """A token in a line of text, to be compared with another."""

    type: str
    content: str = ""
    nesting: int = 0
    markup: str = ""
    """Of emphasis: `*` or `_`."""
    attributes: tuple[tuple[str, str | int | float], ...] = ()
    inner: tuple[InlineNode, ...] = ()
    """What describes an image."""


_SPECIAL: Final = re.compile(r"[\\`*_~\[\]<!]")
_LINE_MARK: Final = re.compile(rf"(?P<first>{PUNCTUATION})|[0-9]{{1,9}}(?P<ordered>[.)])")
_CLOSING_NUMBER_SIGNS: Final = re.compile(r"(?:(?<=[ \t])|\A)#+\Z")
_URL: Final = re.compile(BARE_URL)
_NAME: Final = re.compile(r"[A-Za-z0-9_]+", re.ASCII)
_OPENS_BEFORE: Final = frozenset("([{\"'-:>|,")
_OPENS_INSIDE: Final = frozenset("`[\"'(<$#@&{\\!")
_CLOSES_INSIDE: Final = frozenset("`])\"'>.!?,:;%}&")
_CLOSES_AFTER: Final = frozenset(")]}\"'.,;:!?-|<")
_JOINS_WORDS: Final = frozenset(".-:/@")
_RULES: Final = ("escape", "backticks", "link", "image", "autolink", "html_inline", "strikethrough", "emphasis")
_NO_TEXT: Final = InlineNode("text")
_DELIMITERS: Final = ("strong_open", "em_open", "s_open", "strong_close", "em_close", "s_close")


class AnswerMarkup(Struct, frozen=True):
    """An answer of one line, read by itself."""

    text: str
    nodes: tuple[InlineNode, ...]
    """What it is to be in the plan."""
    escapable: tuple[int, ...]
    """The offsets of marks that are text and may need a backslash."""
    has_markup: bool

    def escaped(self, offsets: Collection[int], tick: str = "\\`") -> str:
        """Return the text with a backslash before the marks at some offsets; `tick` stands for a backtick there."""
        return "".join(_escaped_parts(self.text, offsets, tick))


def plain_markup(text: str) -> AnswerMarkup:
    """Return an answer of which nothing is markup."""
    offsets = tuple(found.start() for found in re.finditer(PUNCTUATION, text))
    return AnswerMarkup(text, (InlineNode("text", text),), offsets, has_markup=False)


@lru_cache(maxsize=1024)
def read_answer_markup(text: str, labels: tuple[str, ...]) -> AnswerMarkup:
    """Return what an answer is by itself; `labels` are those of the links that the template defines."""
    urls = [found.span() for found in _URL.finditer(text)]
    escaped: set[int] = set()
    while True:
        source = "".join(_escaped_parts(text, escaped, "\\`"))
        tokens = _parse_line(source, labels)
        offsets = _offsets_in_text(text, escaped)
        unmeant = {offsets[at] for at in _unmeant_marks(source, tokens)}
        unmeant -= {at for at in unmeant if any(start <= at < end for start, end in urls)}
        if unmeant <= escaped:
            break
        escaped |= unmeant
    taken = {offsets[at] for start, end in _markup_spans(tokens) for at in range(start, end)} - escaped
    taken |= {at for start, end in urls for at in range(start, end)}
    marks = {found.start() for found in _SPECIAL.finditer(text)}
    line_mark, closing = _LINE_MARK.match(text), _CLOSING_NUMBER_SIGNS.search(text)
    marks |= {line_mark.start(line_mark.lastgroup or 0)} if line_mark is not None else set()
    marks |= {closing.start()} if closing is not None else set()
    nodes = join_texts(inline_nodes(tokens))
    has_markup = any(node.type != "text" for node in nodes)
    return AnswerMarkup(text, nodes, tuple(sorted(marks - taken)), has_markup)


def inline_nodes(tokens: Sequence[Token]) -> Iterator[InlineNode]:
    """Yield the tokens of a line of text, to be compared."""
    for token in tokens:
        if token.type in ("text", "text_special"):
            yield InlineNode("text", token.content)
            continue
        is_image = token.type == "image"
        yield InlineNode(
            token.type,
            "" if is_image else token.content,
            token.nesting,
            token.markup if token.type in _DELIMITERS else "",
            tuple(sorted((key, value) for key, value in token.attrs.items() if key != "alt")),
            join_texts(inline_nodes(token.children or ())) if is_image else (),
        )


def join_texts(nodes: Iterable[InlineNode]) -> tuple[InlineNode, ...]:
    """Return the tokens with neighbouring texts as one."""
    joined: list[InlineNode] = []
    for node in nodes:
        if node.type == "text" and joined and joined[-1].type == "text":
            joined[-1] = InlineNode("text", joined[-1].content + node.content)
        elif node != _NO_TEXT:
            joined.append(node)
    return tuple(joined)


def _escaped_parts(text: str, offsets: Collection[int], tick: str) -> Iterator[str]:
    at = 0
    for offset in sorted(offsets):
        yield text[at:offset]
        yield tick if text[offset] == "`" else f"\\{text[offset]}"
        at = offset + 1
    yield text[at:]


def _offsets_in_text(text: str, escaped: set[int]) -> list[int]:
    """Return for each offset of the escaped text the one in the text."""
    offsets: list[int] = []
    for at in range(len(text)):
        offsets += [at, at] if at in escaped else [at]
    return offsets


def _parse_line(source: str, labels: tuple[str, ...]) -> list[Token]:
    references = {label: {"href": "#", "title": ""} for label in labels}
    tokens: list[Token] = []
    _LINE_PARSER.inline.parse(source, _LINE_PARSER, {"references": references}, tokens)
    return tokens


def _unmeant_marks(source: str, tokens: Sequence[Token]) -> Iterator[int]:
    """Yield the offsets of marks that would be read as markup that nobody means."""
    opened: list[tuple[str, tuple[int, int]]] = []
    for token in tokens:
        start, end = token.meta.get("span", (0, 0))
        match token.type:
            case "em_open" | "strong_open" | "s_open":
                opened.append((token.tag, (start, end)))
            case "em_close" | "strong_close" | "s_close":
                at = max(index for index, (tag, _) in enumerate(opened) if tag == token.tag)
                _, first = opened.pop(at)
                if not _is_emphasis_meant(source, first, (start, end)):
                    yield from (*range(*first), *range(start, end))
            case "link_open" | "image" if start and (source[start - 1].isalnum() or source[start - 1] in ")]_"):
                yield start  # of `handlers[0](event)`, `List<a:b>`
            case _:
                pass
    tags = ((token.meta["span"][0], token.content) for token in tokens if token.type == "html_inline")
    yield from unmeant_tags(tags)


def _is_emphasis_meant(source: str, opening: tuple[int, int], closing: tuple[int, int]) -> bool:
    """Return whether the marks stand around words, and not within one, in a path or in an expression."""
    before, after = source[: opening[0]].rstrip("*_~"), source[closing[1] :].lstrip("*_~")
    inside = source[opening[1] : closing[0]].strip("*_~")
    if not inside or (source[opening[0] : opening[1]] == "__" and _NAME.fullmatch(inside)):
        return False
    return (
        _may_touch(before[-1:], _OPENS_BEFORE)
        and _may_touch(after[:1], _CLOSES_AFTER)
        and not (before[-1:] in _JOINS_WORDS and _is_word(before[-2:-1]))
        and not (after[:1] in _JOINS_WORDS and _is_word(after[1:2]))
        and (inside[0].isalnum() or not inside[0].isascii() or inside[0] in _OPENS_INSIDE)
        and (inside[-1].isalnum() or not inside[-1].isascii() or inside[-1] in _CLOSES_INSIDE)
    )


def _may_touch(neighbour: str, marks: frozenset[str]) -> bool:
    """Return whether emphasis may stand next to a character: scripts without capitals put no spaces between words."""
    return (
        not neighbour or neighbour.isspace() or neighbour in marks or not (neighbour.isascii() or _is_word(neighbour))
    )


def _is_word(character: str) -> bool:
    return character.isdecimal() or character == "_" or character.lower() != character.upper()


def _markup_spans(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield where the markup stands, of an emphasis only its marks."""
    for token in tokens:
        if token.type not in ("text", "softbreak", "hardbreak") and "span" in token.meta:
            yield token.meta["span"]
        elif token.type == "text_special" and token.info != "entity":
            yield token.meta["span"]


_Rule: TypeAlias = Callable[[StateInline, bool], bool]


def _with_spans(rule: _Rule) -> _Rule:
    """Return a rule of the parser that notes in its tokens where they stand, which the parser does not."""

    def noting(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and not silent:
            for token in state.tokens[count:]:
                token.meta.setdefault("span", (start, state.pos))
        return found

    return noting


def _with_delimiter_spans(rule: _Rule) -> _Rule:
    def noting(state: StateInline, silent: bool) -> bool:
        count = len(state.tokens)
        found = rule(state, silent)
        at = state.pos
        if found and not silent:
            for token in reversed(state.tokens[count:]):
                token.meta.setdefault("span", (at - len(token.content), at))
                at -= len(token.content)
        return found

    return noting


def _join_strong_spans(state: StateInline) -> None:
    """Give strong emphasis the span of both of its marks; the parser has emptied the token of the outer one."""
    for index, token in enumerate(state.tokens):
        if token.type in ("strong_open", "strong_close"):
            outer = state.tokens[index - 1 if token.type == "strong_open" else index + 1]
            spans = sorted((token.meta["span"], outer.meta["span"]))
            token.meta["span"] = (spans[0][0], spans[1][1])


def _line_parser() -> MarkdownIt:
    options = {"maxNesting": 60, "html": True, "strikethrough_single_tilde": True}
    parser = MarkdownIt("commonmark", options).enable("strikethrough")
    rules = dict(zip(parser.inline.ruler.get_active_rules(), parser.inline.ruler.getRules(""), strict=True))
    for name in _RULES:
        note = _with_delimiter_spans if name in ("strikethrough", "emphasis") else _with_spans
        parser.inline.ruler.at(name, note(rules[name]))
    parser.inline.ruler2.after("emphasis", "strong_spans", _join_strong_spans)
    return parser


_LINE_PARSER: Final = _line_parser()
