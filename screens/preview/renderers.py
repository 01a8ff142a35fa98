"""The ways to draw a plan: rendered, as source, and plain until the parser is there."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from screens.preview.document import Art
from screens.preview.markdown.drawn_block import References
from screens.preview.markdown.source_view import source_lines

RENDERED = "screens.preview.rendered"
"""The module that is slow to import."""
_LINES = 40


def is_parser_there() -> bool:
    """Whether drawing needs no slow import any more."""
    return RENDERED in sys.modules


def rendered() -> Art:
    """Markdown as it is meant; the first call imports the parser."""
    from screens.preview import rendered as parsing

    return parsing.RENDERED


def source() -> Art:
    """The Markdown itself."""
    if not is_parser_there():
        return PLAIN
    from screens.preview import rendered as parsing

    return parsing.SOURCE


def _by_lines(text: str, is_whole: bool) -> Iterator[str]:
    """The text in parts of so many lines."""
    lines = text.split("\n")
    for start in range(0, len(lines), _LINES):
        is_last = start + _LINES >= len(lines)
        part = "\n".join(lines[start : start + _LINES]) + ("" if is_last else "\n")
        if part:
            yield part


def no_definitions(text: str) -> References:
    """None, because links are shown as they are written."""
    return {}


PLAIN = Art(_by_lines, source_lines, no_definitions)
"""The Markdown itself, drawn without a parser."""
