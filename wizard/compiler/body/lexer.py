"""The tokens of a template's body with their positions, and the mistakes that can be told from them alone.

These are tags and comments without an end, and sizes that would exhaust a parser.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from jinja2 import Environment, TemplateSyntaxError
from msgspec import Struct

from wizard.compiler.body.syntax_hints import explain_syntax
from wizard.errors import Problem
from wizard.limits import MAX_BLOCK_LEVELS, MAX_TAG_TOKENS, MAX_TEMPLATE_TOKENS

ENVIRONMENT: Final = Environment(keep_trailing_newline=True)

CONTROL_CHARACTER: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that a plan cannot hold: terminals obey them, and lone surrogates are no text."""


Locate: TypeAlias = Callable[[int, int], tuple[int, int]]
"""From the 0-based line and column in a text to the 1-based ones in its file."""


class Token(NamedTuple):
    """A token of Jinja's lexer; line and column are 0-based in the text."""

    line: int
    column: int
    type: str
    text: str


class Source(Struct, frozen=True):
    """A text with slots, and where it stands in its file."""

    text: str
    file: str
    locate: Locate

    def problem(self, line: int, column: int, code: str, message: str) -> Problem:
        """Return a problem at a 0-based position of the text."""
        return Problem(self.file, *self.locate(line, column), code, message)

    def syntax_problem(self, offset: int, said: str) -> Problem:
        """Return the mistake at an offset at which a parser stops, with what to write instead if that can be told."""
        slip = explain_syntax(self.text, offset, said)
        line, start = self.text.count("\n", 0, slip.offset), self.text.rfind("\n", 0, slip.offset) + 1
        return self.problem(line, slip.offset - start, "syntax", slip.message)


class UnreadableTextError(Exception):
    """Raised for a text whose mistakes leave the rest without a meaning."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__()


def tokenize(source: Source, state: Literal["variable"] | None = None) -> list[Token]:
    """Return every token. Raise UnreadableTextError for mistakes that keep the text from being parsed.

    The state "variable" reads the text as a bare expression.
    """
    tokens: list[Token] = []
    try:
        for token in iter_tokens(source.text, state):
            tokens.append(token)
            if len(tokens) > MAX_TEMPLATE_TOKENS:
                raise UnreadableTextError(
                    [source.problem(token.line, token.column, "too-much", "this template is too large")]
                )
    except TemplateSyntaxError as error:
        if not _is_unterminated(tokens):
            offset = _offset_after(source.text, tokens)
            raise UnreadableTextError([source.syntax_problem(offset, _lexer_message(error.message or ""))]) from None
    if _is_unterminated(tokens):
        last = tokens[-1]
        missing = "#}" if last.type == "comment_begin" else "{% endraw %}"
        raise UnreadableTextError(
            [source.problem(last.line, last.column, "syntax", f"this is never closed; {missing} is missing")]
        )
    problems = list(_size_problems(source, tokens))
    if problems:
        raise UnreadableTextError(problems)
    if (opening := _open_tag(tokens)) is not None:
        missing = "}}" if opening.type == "variable_begin" else "%}"
        message = f"this {opening.text} is never closed; {missing} is missing"
        raise UnreadableTextError([source.problem(opening.line, opening.column, "syntax", message)])
    return tokens


def line_starts(text: str) -> list[int]:
    """Return the offset of every line."""
    return [0, *(index + 1 for index, letter in enumerate(text) if letter == "\n")]


def iter_tokens(text: str, state: str | None = None) -> Iterator[Token]:
    """Yield every token of a text; raise TemplateSyntaxError at the first that is none."""
    starts = line_starts(text)
    position = 0
    for _, kind, value in ENVIRONMENT.lexer.tokeniter(text, None, None, state):
        if kind.endswith("_begin") or kind == "raw_end":
            # The lexer leaves out blanks that a tag with `-` strips.
            position = text.index(value, position)
        line = bisect_right(starts, position) - 1
        yield Token(line, position - starts[line], kind, value)
        position += len(value)


def _offset_after(text: str, tokens: list[Token]) -> int:
    """Return the first offset after the last token that is not blank."""
    offset = line_starts(text)[tokens[-1].line] + tokens[-1].column + len(tokens[-1].text) if tokens else 0
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset


def _is_unterminated(tokens: list[Token]) -> bool:
    """Return whether the text ends inside of a comment or raw block."""
    return bool(tokens) and tokens[-1].type in ("comment_begin", "raw_begin")


def _open_tag(tokens: list[Token]) -> Token | None:
    """Return the beginning of the slot or tag in which the text ends; None when it ends outside of one."""
    edges = (token for token in reversed(tokens) if token.type in _TAG_EDGES)
    last = next(edges, None)
    return last if last is not None and last.type.endswith("_begin") else None


_TAG_EDGES: Final = ("variable_begin", "variable_end", "block_begin", "block_end")


def _lexer_message(said: str) -> str:
    if "unexpected char" in said:
        return f"{said.split(' at ', maxsplit=1)[0].replace('char', 'character')} in a slot or tag"
    return said[:1].lower() + said[1:]


def _size_problems(source: Source, tokens: list[Token]) -> Iterator[Problem]:
    """Yield what would exhaust a recursive parser, or a reader."""
    words = brackets = 0
    for line, column, kind, text in tokens:
        words += kind not in ("whitespace", "data")
        if kind in ("variable_begin", "block_begin"):
            words = brackets = 0
        if kind == "operator":
            brackets += (text in "([{") - (text in ")]}")
        if brackets > MAX_BLOCK_LEVELS:
            yield source.problem(line, column, "too-deep", f"more than {MAX_BLOCK_LEVELS} brackets inside each other")
            return
        if words > MAX_TAG_TOKENS:
            message = f"this slot or tag has more than {MAX_TAG_TOKENS} words; split it with {{% set %}}"
            yield source.problem(line, column, "too-much", message)
            return
        if kind == "integer" and len(text) > 18:
            yield source.problem(line, column, "too-much", "this number has too many digits")
