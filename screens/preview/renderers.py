"""The two ways to draw a plan.

The parser takes long to import: the first text that is cut or drawn brings it, unless a thread has done so before.
"""

from __future__ import annotations

from collections.abc import Iterable

from screens.preview.document import Art
from screens.preview.markdown.drawn_block import Page, References
from screens.preview.markdown.drawn_lines import Line
from screens.preview.markdown.source_view import source_lines


def _units(text: str, is_whole: bool) -> Iterable[str]:
    from screens.preview.markdown.block_scanner import units

    return units(text, is_whole)


def _rendered_lines(page: Page, width: int) -> list[Line]:
    from screens.preview.markdown.blocks import page_lines

    return page_lines(page, width)


def _definitions(text: str) -> References:
    from screens.preview.markdown.blocks import definitions

    return definitions(text)


def _no_definitions(_text: str) -> References:
    """Return nothing, because the source shows links as they are written."""
    return {}


RENDERED = Art(_units, _rendered_lines, _definitions)
"""Markdown as it is meant."""
SOURCE = Art(_units, source_lines, _no_definitions)
"""The Markdown itself."""
