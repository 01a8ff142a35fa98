"""Drawing with the parser: importing this module takes as long as that takes."""

from __future__ import annotations

from screens.drawing.arts import no_definitions
from screens.drawing.blocks import definitions, page_lines
from screens.drawing.cutting import units
from screens.drawing.paper import Art
from screens.drawing.source import source_lines

RENDERED = Art(units, page_lines, definitions)
SOURCE = Art(units, source_lines, no_definitions)
