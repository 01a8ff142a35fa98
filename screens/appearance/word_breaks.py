"""Where a line of text may end: behind spaces, and behind every wide character."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

_WIDE = "\u1100-\u115f\u2e80-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_ASCII_WORD = re.compile(r"\n|[ ]+|[^\n ]+")
# A line may end after any wide character, but not before one that closes.
_WORD = (
    rf"\n|[ ]+|[{_WIDE}][\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff01\uff1f\u300d\u300f\uff09\u3011\u300b\u3009\u30fc]*"
    rf"|[^\n {_WIDE}]+"
)
"""Compiled with the first text that is not ASCII: sets of characters this large take 3 ms."""


def split_words(text: str) -> Iterator[re.Match[str]]:
    """Yield words, runs of spaces and line feeds, one behind the other."""
    return _ASCII_WORD.finditer(text) if text.isascii() else re.finditer(_WORD, text)


def longest_word(text: str) -> int:
    """Return the cells of the longest word, the least width that breaks no word."""
    if text.isascii():
        return max(map(len, text.split()), default=0)
    return max((cell_len(found[0]) for found in split_words(text) if not found[0].isspace()), default=0)
