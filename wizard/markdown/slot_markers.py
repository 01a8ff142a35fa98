"""The words that stand for slots while the Markdown around them is read."""

from __future__ import annotations

import re
from typing import Final

WORD: Final = re.compile(r"zq(\d+)qz", re.IGNORECASE)
WORD_AT_END: Final = re.compile(WORD.pattern + r"\Z", re.IGNORECASE)
"""To be searched in the last characters of a text only."""
LONGEST_WORD: Final = 24


def word(number: int) -> str:
    """What stands for the slot of a number: a plain word, whatever Markdown it is in."""
    return f"zq{number}qz"
