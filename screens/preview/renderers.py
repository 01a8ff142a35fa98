"""The two ways to draw a plan.

The parser takes long to import: the first text that is cut or drawn brings it, unless a thread has done so before.
"""

from __future__ import annotations

from collections.abc import Iterator

from screens.preview.document import DrawingMode, UnitText
from screens.preview.markdown.block_source import BlockSource, References
from screens.preview.markdown.drawn_lines import DrawnLine
from screens.preview.markdown.long_blocks import split_long_block
from screens.preview.markdown.source_view import source_lines
from wizard.limits import MAX_RENDERED_BLOCK_CHARACTERS, MAX_SOURCE_PART_CHARACTERS


def _rendered_units(text: str, is_whole: bool) -> Iterator[UnitText]:
    return _units(text, is_whole, MAX_RENDERED_BLOCK_CHARACTERS)


def _source_units(text: str, is_whole: bool) -> Iterator[UnitText]:
    return _units(text, is_whole, MAX_SOURCE_PART_CHARACTERS)


def _units(text: str, is_whole: bool, longest: int) -> Iterator[UnitText]:
    from wizard.markdown.block_cuts import split_units

    for block in split_units(text, is_whole):
        if len(block) <= longest:
            yield UnitText(block)
        else:
            yield from (UnitText(part.text, part.state) for part in split_long_block(block))


def _rendered_lines(page: BlockSource, width: int) -> list[DrawnLine]:
    if page.part is not None:
        return source_lines(page, width)
    from screens.preview.markdown.blocks import draw_block

    return draw_block(page, width)


def _definitions(text: str) -> References:
    from screens.preview.markdown.blocks import definitions

    return definitions(text)


def _no_definitions(_text: str) -> References:
    """Return nothing, because the source shows links as they are written."""
    return {}


RENDERED = DrawingMode(_rendered_units, _rendered_lines, _definitions)
"""Markdown as it is meant."""
SOURCE = DrawingMode(_source_units, source_lines, _no_definitions)
"""The Markdown itself."""
