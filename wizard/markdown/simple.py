"""Markdown so simple that it needs no reading to know that it stays in its place."""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = r"(?:[-+*]|\d{1,9}[.)])(?:[ ]|\Z)"
_TEXT: Final = rf"(?![#>|=~:+]|```|-[-|:]|(?:[-_*=][ ]*)+\Z|\[[^\]]*(?:\]:|\Z)|{_MARK})\S.*"
_LINE: Final = re.compile(
    rf"""
      \Z                                                # a blank line
    | [ ]* (?:{_MARK}(?:\[[ xX]\][ ])?)? {_TEXT} \Z     # a line of text, or of an item
    | \| .* \Z                                          # a row of a table
    | (?P<heading>\#{{1,6}})[ ]\S.* \Z
    | (?P<fence>`{{3,}}|~{{3,}})[\w-]* \Z
    """,
    re.VERBOSE,
)
_TAG: Final = re.compile(r"(?<!\\)<[A-Za-z/!?]")


def is_simple(text: str, level: int) -> bool:
    """Whether a text is nothing but paragraphs, lists, tables, closed fences, and headings below a level.

    Such a text reaches no further than its last line, provided that a blank line and text at the margin follow.
    """
    fence = ""
    for line in text.split("\n"):
        if fence:
            fence = "" if line == fence else fence
            continue
        found = _LINE.match(line)
        if found is None or "\t" in line or _TAG.search(line):
            return False
        if found["heading"] and len(found["heading"]) <= level:
            return False
        fence = found["fence"] or ""
    return not fence
