"""The tokens of a template's body with their positions, and the mistakes that can be told from them alone.

These are tags that templates do not have, blocks without an end, and sizes that would exhaust a parser.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from jinja2 import Environment, TemplateSyntaxError
from msgspec import Struct

from wizard.errors import Problem
from wizard.limits import MAX_BLOCK_LEVELS, MAX_TAG_TOKENS, MAX_TEMPLATE_TOKENS
from wizard.message_text import did_you_mean

ENVIRONMENT: Final = Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)

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
        for token in _iter_tokens(source.text, state):
            tokens.append(token)
            if len(tokens) > MAX_TEMPLATE_TOKENS:
                raise UnreadableTextError(
                    [source.problem(token.line, token.column, "too-much", "this template is too large")]
                )
    except TemplateSyntaxError as error:
        line, column = _position_after(source.text, tokens)
        if not _is_unterminated(tokens):
            raise UnreadableTextError(
                [source.problem(line, column, "syntax", _lexer_message(error.message or ""))]
            ) from None
    if _is_unterminated(tokens):
        last = tokens[-1]
        missing = "#}" if last.type == "comment_begin" else "{% endraw %}"
        raise UnreadableTextError(
            [source.problem(last.line, last.column, "syntax", f"this is never closed; {missing} is missing")]
        )
    problems = [*_size_problems(source, tokens), *(_BlockChecker(source).check(tokens) if state is None else ())]
    if problems:
        raise UnreadableTextError(problems)
    return tokens


def blank_foreign_tags(source: Source) -> Source | None:
    """Return the text with spaces for the tags that templates do not have, and for whole macros.

    None when that would leave half a block, as with `endset`: `set` is a tag that templates do have.
    """
    starts = [0, *(index + 1 for index, letter in enumerate(source.text) if letter == "\n")]
    text, start, macro = source.text, 0, False
    tokens = list(_iter_tokens(source.text, None))
    for index, token in enumerate(tokens):
        offset = starts[token.line] + token.column
        if token.type == "block_begin" and (tag := _tag_after(tokens, index)) is not None:
            if tag.text == "endset":
                return None
            macro = macro or tag.text in _PARAMETER_TAGS
            if not macro:
                start = offset if tag.text not in _TAGS else len(text)
            elif tag.text in _PARAMETER_TAGS:
                start = offset
            if tag.text in _PARAMETER_TAGS.values():
                macro = False
        if token.type == "block_end" and not macro and start < offset:
            end = offset + len(token.text)
            text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return Source(text, source.file, source.locate)


def _iter_tokens(text: str, state: str | None) -> Iterator[Token]:
    starts = [0, *(index + 1 for index, letter in enumerate(text) if letter == "\n")]
    position = 0
    for _, kind, value in ENVIRONMENT.lexer.tokeniter(text, None, None, state):
        if kind.endswith("_begin") or kind == "raw_end":
            # The lexer leaves out blanks that a tag strips.
            position = text.index(value, position)
        line = bisect_right(starts, position) - 1
        yield Token(line, position - starts[line], kind, value)
        position += len(value)


def _position_after(text: str, tokens: list[Token]) -> tuple[int, int]:
    """Return the first position after the last token that is not blank."""
    starts = [0, *(index + 1 for index, letter in enumerate(text) if letter == "\n")]
    offset = starts[tokens[-1].line] + tokens[-1].column + len(tokens[-1].text) if tokens else 0
    while offset < len(text) and text[offset].isspace():
        offset += 1
    line = bisect_right(starts, offset) - 1
    return line, offset - starts[line]


def _is_unterminated(tokens: list[Token]) -> bool:
    """Return whether the text ends inside of a comment or raw block."""
    return bool(tokens) and tokens[-1].type in ("comment_begin", "raw_begin")


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


_ENDS: Final = {"if": "endif", "for": "endfor"}
_TAGS: Final = ("if", "elif", "else", "endif", "for", "endfor", "set", "raw", "endraw")
_REFUSED: Final = frozenset(
    "autoescape block break call continue debug do extends filter from import include macro pluralize print trans with"
    " endautoescape endblock endcall endfilter endmacro endset endtrans endwith".split()
)

_PARAMETER_TAGS: Final = {"macro": "endmacro", "call": "endcall"}
"""What names its own words, which are no questions."""


class _BlockChecker(Struct):
    """A check that every block is opened and closed."""

    source: Source

    def check(self, tokens: list[Token]) -> list[Problem]:
        problems: list[Problem] = []
        open_blocks: list[Token] = []
        for index, token in enumerate(tokens):
            if token.type == "block_begin" and (tag := _tag_after(tokens, index)) is not None:
                if (message := self.mistake_of(tag, open_blocks)) is not None:
                    problems.append(self.source.problem(tag.line, tag.column, *message))
                if len(open_blocks) > MAX_BLOCK_LEVELS:
                    return problems
        for block in open_blocks:
            message = f"this '{block.text}' is never closed; {{% {_ENDS[block.text]} %}} is missing"
            problems.append(self.source.problem(block.line, block.column, "unclosed-block", message))
        return problems

    def mistake_of(self, tag: Token, open_blocks: list[Token]) -> tuple[str, str] | None:
        """Return code and message for a tag that cannot stand here; open or close its block."""
        innermost = open_blocks[-1] if open_blocks else None
        if tag.text in _ENDS:
            open_blocks.append(tag)
            if len(open_blocks) > MAX_BLOCK_LEVELS:
                return "too-deep", f"more than {MAX_BLOCK_LEVELS} blocks inside each other"
        elif tag.text in _ENDS.values():
            return self.mistake_of_end(tag, open_blocks)
        elif tag.text == "elif" and (innermost is None or innermost.text != "if"):
            return "unopened-block", "this 'elif' stands outside of an 'if'"
        elif tag.text == "else" and innermost is None:
            return "unopened-block", "this 'else' stands outside of an 'if' or 'for'"
        elif tag.text == "endset":
            return "unsupported-tag", "a block cannot be set; write {% set name = expression %}"
        elif tag.text in _REFUSED:
            return "unsupported-tag", f"templates do not have '{tag.text}'; their tags are if, for and set"
        elif tag.text not in _TAGS:
            hint = did_you_mean(tag.text, _TAGS) or "; the tags are if, for and set"
            return "unknown-tag", f"'{tag.text[:60]}' is not a tag{hint}"
        return None

    def mistake_of_end(self, tag: Token, open_blocks: list[Token]) -> tuple[str, str] | None:
        if not open_blocks:
            return "unopened-block", f"this '{tag.text}' closes nothing; no block is open here"
        innermost = open_blocks.pop()
        if _ENDS[innermost.text] == tag.text:
            return None
        line = self.source.locate(innermost.line, innermost.column)[0]
        wanted = _ENDS[innermost.text]
        return "wrong-end", f"'{tag.text}' closes the '{innermost.text}' of line {line}; write {{% {wanted} %}}"


def _tag_after(tokens: list[Token], begin: int) -> Token | None:
    """Return the name after a `{%`; None when there is none."""
    for token in tokens[begin + 1 : begin + 3]:
        if token.type == "name":
            return token
        if token.type != "whitespace":
            return None
    return None
