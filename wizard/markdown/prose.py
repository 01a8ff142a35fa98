"""The prose of a Markdown text: everything that is no prose blanked out, every character in its place.

"Use `TODO` [here](a.md) <!-- TBD -->"  ->  "Use ``````  [here]         ", each line as long as before

Code, comments, front matter, definitions of links, targets of links, addresses and tags of HTML are blanked. What is
left can be searched with patterns, and every find has its line and column.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from wizard.markdown.blocks import Block
from wizard.markdown.syntax import BARE_URL, URI_AUTOLINK

CODE_SIGN: Final = "`"
"""Stands in for each character of a code span, so that a value that is code is not empty."""

_BLANKED_BLOCKS: Final = ("front_matter", "fence", "code", "comment", "definition")
_BACKTICKS = re.compile(r"\\?`+")
_COMMENT: Final = "<!--"
# §6.6 Raw HTML: an element that HTML has, any that is closed or has an attribute, an instruction.
_HTML: Final = (
    "a|abbr|b|blockquote|br|center|cite|code|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|h[1-6]|hr|i|img|input|ins"
    "|kbd|li|mark|ol|p|picture|pre|q|s|samp|small|source|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead"
    "|tr|tt|u|ul|var|video|wbr"
)
_INLINE = re.compile(
    rf"""
    (?P<target>(?<=\])\((?:[^()\n\\]|\\.|\([^()\n]*\)){{0,2000}}\))
    | (?P<address>{URI_AUTOLINK}|<[\w.+-]+@[\w.-]+>|{BARE_URL})
    | (?P<tag></[A-Za-z][\w-]*\s*>|<(?:{_HTML})(?:\s[^<>]*)?/?>|<[A-Za-z][\w-]*\s[^<>\n]*=[^<>]*>|<[?!][^<>]*>)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def blank_all_but_prose(lines: Sequence[str], blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the lines with blanks for everything that is no prose; `blocks` are those of the same lines."""
    kept = list(lines)
    for block in blocks:
        if block.kind in _BLANKED_BLOCKS:
            for index in range(block.start, min(block.end, len(kept))):
                kept[index] = " " * len(kept[index])
    text = _blank_code_and_comments("\n".join(kept), _paragraph_starts(blocks, kept))
    return tuple(_INLINE.sub(_blank, text).split("\n"))


def _blank(found: re.Match[str]) -> str:
    return _blanks(found[0])


def _blanks(text: str, sign: str = " ") -> str:
    return re.sub(r"[^\n]", sign, text)


def _paragraph_starts(blocks: Sequence[Block], lines: Sequence[str]) -> list[int]:
    """Return the offsets at which a block begins: no code span reaches over them."""
    offsets: list[int] = []
    at = 0
    for line in lines:
        offsets.append(at)
        at += len(line) + 1
    starts = {offsets[block.start] for block in blocks if block.start < len(lines)}
    for block in blocks:
        if block.kind == "table":
            starts.update(offsets[block.start : block.end])
        elif block.end < len(lines):
            starts.add(offsets[block.end])
    return sorted(starts)


def _blank_code_and_comments(text: str, starts: Sequence[int]) -> str:
    if "`" not in text and _COMMENT not in text:
        return text
    parts: list[str] = []
    at = 0
    for start, end, sign in _code_and_comments(text, starts):
        parts += (text[at:start], _blanks(text[start:end], sign))
        at = end
    return "".join((*parts, text[at:]))


def _code_and_comments(text: str, starts: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and sign of each code span (CommonMark 0.31 §6.1) and each comment in running text (§6.6)."""
    runs = [(found.start(), found.end()) for found in _BACKTICKS.finditer(text)]
    closers: dict[tuple[int, int], list[int]] = {}
    for index, (start, end) in enumerate(runs):
        # In a code span, a backslash is a backslash, so an escaped run closes as long as it is.
        length = end - start - (text[start] == "\\")
        closers.setdefault((bisect_right(starts, start), length), []).append(index)
    index = at = 0
    while True:
        while index < len(runs) and runs[index][0] < at:
            index += 1
        comment = text.find(_COMMENT, at)
        if index < len(runs) and (comment < 0 or runs[index][0] < comment):
            start, end = runs[index]
            at = end
            if text[start] == "\\":
                start += 2  # the first backtick is text
                if start == end:
                    continue
            same = closers.get((bisect_right(starts, runs[index][0]), end - start), [])
            following = bisect_right(same, index)
            if following < len(same):
                at = runs[same[following]][1]
                yield start, at, CODE_SIGN
        elif comment >= 0:
            close = text.find("-->", comment + 4)
            at = len(text) if close < 0 else close + 3
            yield comment, at, " "
        else:
            return
