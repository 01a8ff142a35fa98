"""Drawing with the parser: importing this module takes as long as that takes."""

from __future__ import annotations

from screens.preview.document import Art
from screens.preview.markdown.block_scanner import units
from screens.preview.markdown.blocks import definitions, page_lines
from screens.preview.markdown.source_view import source_lines
from screens.preview.renderers import no_definitions

RENDERED = Art(units, page_lines, definitions)
SOURCE = Art(units, source_lines, no_definitions)
