"""The text of a paragraph, a heading or a cell as runs: emphasis, code, links, tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from msgspec import Struct, field

from screens.preview.markdown.block_source import References, printable
from screens.preview.markdown.drawn_lines import CODE, FAINT, INK, TextRun, TextStyle

MARKED_UP = re.compile(r"[\\`*_~\[<&\n]")
"""What text without any inline Markdown does not have."""
_PLAIN_LINES = re.compile(r"(?:[^\\`*_~\[<&\s]|[ \t](?![\n])|\n(?![ \t\n]))*")
"""Lines of text without anything else, and without blanks at their ends: a line end is a space."""
_BREAK = re.compile(r"<br\s*/?>$", re.IGNORECASE)
_STYLED = {"strong": "bold", "em": "italic", "s": "struck"}


@cache
def parser() -> MarkdownIt:
    """Return a parser for CommonMark with tables and strikethrough whose inline tokens keep every marker apart."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("fragments_join")


def inline_runs(content: str, references: References) -> list[TextRun]:
    """Return the content as runs with offsets in it; a run "\\n" is a hard break."""
    if MARKED_UP.search(content) is None or _PLAIN_LINES.fullmatch(content):
        return [TextRun(printable(content), INK, 0, len(content))] if content else []
    state = _TracingState(content, parser(), {"references": dict(references)}, [])
    parser().inline.tokenize(state)
    for rule in parser().inline.ruler2.getRules(""):
        rule(state)
    return list(_TokenReader(content, state.tokens, state.places).runs())


class _TracingState(StateInline):
    """Remembers where in the content each token was found."""

    def __init__(self, src: str, md: MarkdownIt, env: dict[str, Any], tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self.places: list[int] = []

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it's name
        self.places.append(self._place_of(self.pending))
        return super().pushPending()

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        if self.pending:
            self.pushPending()
        self.places.append(self.pos)
        return super().push(ttype, tag, nesting)

    def _place_of(self, text: str) -> int:
        """Return where text stands that ends here, or before a bracket or spaces that were left out."""
        for end in (self.pos, self.pos - 1):
            if self.src[max(end - len(text), 0) : end] == text:
                return end - len(text)
        return max(self.src.rfind(text, 0, self.pos), 0)


class _TokenReader(Struct):
    """Goes over the tokens of one content from left to right."""

    content: str
    tokens: list[Token]
    places: list[int]
    position: int = 0
    """Everything before it is behind us."""
    look: TextStyle = INK
    outer: list[TextStyle] = field(default_factory=list[TextStyle])
    label_starts: list[int] = field(default_factory=list[int])

    def runs(self) -> Iterator[TextRun]:
        for index, token in enumerate(self.tokens):
            start = max(self.position, self.places[index])
            match token.type:
                case "text":
                    if token.content:
                        yield self._verbatim(start, start + len(token.content), self.look)
                case "text_special":
                    self.position = start + len(token.markup)
                    yield TextRun(printable(token.content), self.look, start, self.position)
                case "code_inline":
                    yield self._code(token, start)
                case "softbreak":
                    yield self._line_end(start, " ")
                case "hardbreak":
                    yield self._line_end(start, "\n")
                case "html_inline":
                    yield from self._tag(token, start)
                case "image":
                    yield from self._image(token, start, self._after(index))
                case "link_open":
                    self.position = start + (1 if token.markup == "autolink" else 0)
                    self.label_starts.append(self.position)
                case "link_close":
                    yield from self._target(token, self._after(index))
                case _:
                    self._apply_emphasis(token, start)

    def _after(self, index: int) -> int:
        """Return where the token after this one starts."""
        return self.places[index + 1] if index + 1 < len(self.places) else len(self.content)

    def _verbatim(self, start: int, end: int, look: TextStyle) -> TextRun:
        self.position = end
        return TextRun(printable(self.content[start:end]), look, start, end)

    def _code(self, token: Token, start: int) -> TextRun:
        inner = start + len(token.markup)
        if self.content[inner : inner + len(token.content)].replace("\n", " ") != token.content:
            inner += 1
        run = self._verbatim(inner, inner + len(token.content), self.look._replace(on_panel=CODE.on_panel))
        self.position = self.content.find(token.markup, run.end) + len(token.markup)
        return run

    def _line_end(self, start: int, drawn: str) -> TextRun:
        at = max(self.content.find("\n", start), start)
        self.position = at + 1
        return TextRun(drawn, self.look, at, at + 1)

    def _tag(self, token: Token, start: int) -> Iterator[TextRun]:
        end = start + len(token.content)
        if _BREAK.match(token.content):
            self.position = end
            yield TextRun("\n", self.look, start, end)
        else:
            yield self._verbatim(start, end, self.look._replace(tone="faint"))

    def _image(self, token: Token, start: int, after: int) -> Iterator[TextRun]:
        alt = start + len("![")
        yield TextRun("image " if token.content else "image", FAINT)
        if token.content:
            yield self._verbatim(alt, alt + len(token.content), self.look)
        yield from self._rest(alt + len(token.content) + 1, after)

    def _target(self, token: Token, after: int) -> Iterator[TextRun]:
        label = self.content[self.label_starts.pop() : self.position]
        if token.markup == "autolink":
            self.position += 1
            return
        bracket = self.content.find("]", self.position)
        target = self.content[bracket + 1 : after]
        if target.strip("()<> \n") in (label, "", "[]"):
            self.position = after
        else:
            yield from self._rest(bracket + 1, after)

    def _rest(self, start: int, end: int) -> Iterator[TextRun]:
        """Return where a link leads, as it is written."""
        if end > start:
            yield TextRun(" ", FAINT)
            yield self._verbatim(start, end, FAINT)

    def _apply_emphasis(self, token: Token, start: int) -> None:
        attribute = _STYLED.get(token.tag)
        self.position = start + len(token.markup)
        if token.nesting > 0:
            self.outer.append(self.look)
            if attribute is not None:
                self.look = self.look._replace(**{attribute: True})
        elif token.nesting < 0 and self.outer:
            self.look = self.outer.pop()
