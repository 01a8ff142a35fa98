r"""Lines of a body that hold nothing but tags and comments: they leave no line behind, and every other line stays one.

`- one{% if x %}!{% endif %}\n{% if y %}\n- two\n{% endif %}\n`: the second and the fourth line go, with their line
feeds; the first keeps its own. Jinja's `trim_blocks` takes the line feed behind every tag.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from wizard.compiler.body.lexer import Token, line_starts

_TAG_LINE: Final = re.compile(r"^[ \t]*+(?:\0++[ \t]*+)++(?:\n|\Z)", re.MULTILINE)
_BEGINNINGS: Final = ("block_begin", "comment_begin", "raw_begin", "raw_end")
_ENDS: Final = ("block_end", "comment_end", "raw_begin", "raw_end")
_OPENING: Final = ("if", "for", "part")
_CLOSING: Final = ("endif", "endfor", "endpart")


class TagLines(Struct, frozen=True):
    """The lines of one text that hold nothing but tags and comments."""

    starts: Sequence[int]
    """The offset of every line of the text."""
    ends: Sequence[int]
    """The offsets where the tag lines end, their line feeds included, in order."""
    begins: Sequence[int]
    """The offsets where they begin."""

    @staticmethod
    def of(text: str, tokens: Sequence[Token]) -> TagLines:
        """Return the tag lines of a text; `tokens` are all of its tokens.

        A `+` in a tag keeps its line, as it does with Jinja.
        """
        starts = line_starts(text)
        text = text.replace("\0", "?")  # it stands for tags below
        masked: list[str] = []
        at = begin = 0
        inline_parts = frozenset(_inline_parts(tokens))
        for index, token in enumerate(tokens):
            offset = starts[token.line] + token.column
            if token.type in _BEGINNINGS:
                is_text = token.text.endswith("+") or _names_after(tokens, index) in inline_parts
                begin = offset if not is_text else len(text)
            if token.type in _ENDS and begin <= offset and not token.text.startswith("+"):
                end = offset + len(token.text.rstrip())
                masked += text[at:begin], "\0" * (end - begin)
                at = end
        lines = [found.span() for found in _TAG_LINE.finditer("".join((*masked, text[at:])))]
        return TagLines(starts, [end for _, end in lines], [begin for begin, _ in lines])

    def holds(self, token: Token) -> bool:
        """Return whether a token stands in a tag line."""
        offset = self.starts[token.line] + token.column
        index = bisect_right(self.begins, offset) - 1
        return index >= 0 and offset < self.ends[index]

    def without(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """Yield the tokens without the blanks and line feeds of the tag lines."""
        for token in tokens:
            if token.type != "data":
                yield token
                continue
            start = self.starts[token.line] + token.column
            end = start + len(token.text)
            first, last = bisect_right(self.begins, start) - 1, bisect_right(self.begins, end) - 1
            kept_from = min(end, max(start, self.ends[first])) if first >= 0 else start
            kept_to = max(kept_from, self.begins[last]) if last >= 0 and self.ends[last] > end else end
            if kept_from < kept_to:
                line = bisect_right(self.starts, kept_from) - 1
                kept = token.text[kept_from - start : kept_to - start]
                yield Token(line, kept_from - self.starts[line], "data", kept)


def _inline_parts(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield `("use", name)` for each part with text that is defined within a line: where it is used stays a line."""
    opened: tuple[int, str] | None = None
    has_text = False
    for index, token in enumerate(tokens):
        has_text = has_text or token.type == "variable_begin" or (token.type == "data" and not token.text.isspace())
        if token.type != "block_begin":
            continue
        tag, name = _names_after(tokens, index)
        if tag == "part":
            opened, has_text = (token.line, name), False
        elif tag == "endpart" and opened is not None:
            if opened[0] == token.line and has_text:
                yield "use", opened[1]
            opened = None


def _names_after(tokens: Sequence[Token], index: int) -> tuple[str, str]:
    """Return the name of a tag and the word behind it; empty texts where there is none."""
    words = [token.text for token in tokens[index + 1 : index + 5] if token.type != "whitespace"]
    tag, name = (*words, "", "")[:2]
    return tag, name


def inline_blocks(tokens: Sequence[Token], lines: TagLines) -> frozenset[int]:
    """Return the indexes of each `if`, `for` and `part` whose closing tag shares its line with text or slots.

    Of a `use`, which has no closing tag, it is its own line.
    """
    found: set[int] = set()
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.type != "name" or not _is_tag_name(tokens, index):
            continue
        if token.text in _OPENING:
            opened.append(index)
        elif token.text == "use" and not lines.holds(token):
            found.add(index)
        elif token.text in _CLOSING and opened:
            opener = opened.pop()
            if not lines.holds(token):
                found.add(opener)
    return frozenset(found)


def _is_tag_name(tokens: Sequence[Token], index: int) -> bool:
    before = next((token for token in reversed(tokens[max(0, index - 2) : index]) if token.type != "whitespace"), None)
    return before is not None and before.type == "block_begin"


_JOINS_ABOVE: Final = "the - removes the line break above, and this line adds none: the lines around it are joined"
_JOINS_BELOW: Final = "the - removes the blank lines and spaces below, so the text there continues the line above"


def find_joined_lines(text: str, tokens: Sequence[Token], lines: TagLines) -> Iterator[tuple[Token, str]]:
    """Yield each tag alone on its line whose `-` joins the lines around it, with what to say about it."""
    for index, token in enumerate(tokens):
        if not lines.holds(token):
            continue
        offset = lines.starts[token.line] + token.column
        if index and token.type in _BEGINNINGS and token.text.endswith("-"):
            before = tokens[index - 1]
            gap = text[lines.starts[before.line] + before.column + len(before.text) : offset]
            is_behind_tag = before.type in _ENDS and lines.holds(before)
            below = text[lines.ends[bisect_right(lines.begins, offset) - 1] :][:1]
            is_met = below not in ("", "\n") or _names_after(tokens, index)[0] == "endfor"
            if "\n" in gap and is_met and not is_behind_tag:
                yield token, f"{_JOINS_ABOVE}; take out the -"
        elif token.type in ("block_end", "comment_end") and token.text.startswith("-"):
            _, _, gap = token.text.partition("\n")
            if gap and offset + len(token.text) < len(text):
                yield token, f"{_JOINS_BELOW}; take out the -"
