"""The words that stand for slots while the Markdown around them is read."""

from __future__ import annotations

import re
from typing import Final

MARKER: Final = re.compile(r"zq(\d+)qz", re.IGNORECASE)
MARKER_AT_END: Final = re.compile(MARKER.pattern + r"\Z", re.IGNORECASE)
"""To be searched in the last characters of a text only."""
MAX_MARKER_LENGTH: Final = 24


def slot_marker(number: int) -> str:
    """What stands for the slot of a number: a plain word, whatever Markdown it is in."""
    return f"zq{number}qz"
