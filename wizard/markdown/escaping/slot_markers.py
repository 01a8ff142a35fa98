"""Slot markers: words that stand for answers while the Markdown around them is parsed."""

from __future__ import annotations

import re
from typing import Final

MARKER: Final = re.compile(r"zq(\d+)qz", re.IGNORECASE)
MARKER_AT_END: Final = re.compile(MARKER.pattern + r"\Z", re.IGNORECASE)
"""To be searched in the last characters of a text only."""
MAX_MARKER_LENGTH: Final = 24


def slot_marker(number: int) -> str:
    """Return the marker of a slot: letters and digits alone, which mean the same in every Markdown context."""
    return f"zq{number}qz"


_AUTOLINK: Final = re.compile(rf"<({MARKER.pattern})>", re.IGNORECASE)
_SCHEME: Final = "slot:"


def mark_autolinks(text: str) -> str:
    """Return the text with a URL for each marker that stands alone between angle brackets: `<zq0qz>` is a tag."""
    return _AUTOLINK.sub(rf"<{_SCHEME}\1>", text) if "<" in text else text
