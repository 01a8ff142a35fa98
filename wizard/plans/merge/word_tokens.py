r"""The words of a text, with what stands before each of them.

"In 3 weeks (or 4)." → "In", " 3", " weeks", " (", "or", " 4", ")."

What stands between blanks is one word, without the marks around it: an address or a path is not taken apart. Line ends
count as blanks, and so do the indentation and the marks of quotes (CommonMark 0.31 §5.1) behind them.
"""

from __future__ import annotations

import re

from msgspec import Struct

_WORD = re.compile(r"((?:[^\S\n]*\n(?:[ \t]*>)*)*[^\S\n]*)([^\w\s]+|\w(?:\S*\w)?)")


class Word(Struct, frozen=True):
    """A word, or the marks beside one."""

    text: str
    before: str
    """The blanks before it; none when it touches the word before."""
    start: int
    """Its offset in the text."""


def split_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order."""
    return tuple(Word(found[2], found[1], found.start(2)) for found in _WORD.finditer(text.rstrip()))
