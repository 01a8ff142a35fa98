"""The two ways to draw a plan.

The parser takes long to import: the first text that is cut or drawn brings it, unless a thread has done so before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from screens.preview.document import DrawingMode, UnitText
from screens.preview.markdown.block_source import BlockSource, References
from screens.preview.markdown.drawn_lines import DrawnLine
from screens.preview.markdown.long_blocks import split_long_block
from screens.preview.markdown.source_view import source_lines
from wizard.limits import MAX_RENDERED_BLOCK_CHARACTERS, MAX_SOURCE_PART_CHARACTERS

if TYPE_CHECKING:
    from screens.preview.markdown.table_units import TableUnit
    from screens.preview.markdown.tables import RowSizes, TableFit


def _rendered_units(text: str, is_whole: bool) -> Iterator[UnitText]:
    from wizard.markdown.block_cuts import split_units

    for block in split_units(text, is_whole):
        table = _split_table(block) if "|" in block else None
        if table is not None:
            head, units = table
            yield from (UnitText(unit, None, head, index > 0) for index, unit in enumerate(units))
        else:
            yield from _unit(block, MAX_RENDERED_BLOCK_CHARACTERS)


def _split_table(block: str) -> tuple[str, Sequence[str]] | None:
    from screens.preview.markdown.table_units import split_table

    return split_table(block, MAX_RENDERED_BLOCK_CHARACTERS)


def _source_units(text: str, is_whole: bool) -> Iterator[UnitText]:
    from wizard.markdown.block_cuts import split_units

    for block in split_units(text, is_whole):
        yield from _unit(block, MAX_SOURCE_PART_CHARACTERS)


def _unit(block: str, longest: int) -> Iterator[UnitText]:
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


class Tables:
    """How the units of a table are measured and drawn."""

    def plain_sizes(self, page: BlockSource, columns: int) -> RowSizes | None:
        from screens.preview.markdown.table_units import plain_sizes

        return plain_sizes(page, columns)

    def read(self, page: BlockSource) -> TableUnit:
        from screens.preview.markdown.table_units import TableUnit

        return TableUnit(page)

    def fit(self, rows: Sequence[RowSizes], width: int) -> TableFit:
        from screens.preview.markdown.tables import fit_table

        return fit_table(rows, width)


_TABLES = Tables()
RENDERED = DrawingMode(_rendered_units, _rendered_lines, _definitions, _TABLES)
"""Markdown as it is meant."""
SOURCE = DrawingMode(_source_units, source_lines, _no_definitions, _TABLES)
"""The Markdown itself."""
