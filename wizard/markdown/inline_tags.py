"""The tags of HTML that stay markup in a line of an answer: they show, they are harmless, and they open no block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_INLINE_TAG: Final = re.compile(
    r"<(?P<end>/?)(?P<name>abbr|b|br|code|del|dfn|em|i|ins|kbd|mark|s|small|strong|sub|sup|u|var|wbr) ?/?>"
)
_VOID: Final = ("br", "wbr")


def unmeant_tags(tags: Iterable[tuple[int, str]]) -> Iterator[int]:
    """Yield the offsets of those of a line's tags that would vanish, or that are not closed in the line.

    `tags` are their offsets and texts, in order: of `List<int> <kbd>x</kbd>` the first is yielded.
    """
    opened: list[tuple[int, str]] = []
    for start, text in tags:
        tag = _INLINE_TAG.fullmatch(text)
        if tag is None:
            yield start
        elif not tag["end"] and tag["name"] not in _VOID:
            opened.append((start, tag["name"]))
        elif tag["end"]:
            if opened and opened[-1][1] == tag["name"]:
                opened.pop()
            else:
                yield start
    yield from (start for start, _ in opened)
