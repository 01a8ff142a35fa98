"""The Markdown that is drawn, and what drawing it needs to know."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Protocol

from msgspec import Struct, field

from screens.appearance.glyphs import GlyphSet
from screens.preview.markdown.drawn_lines import FAINT, DrawnLine, MarkedExtent, TextRun, TextStyle
from screens.preview.markdown.long_blocks import SourceState
from wizard.message_text import sanitize

References = Mapping[str, Mapping[str, object]]
"""Where reference links lead, by their normalised label, as markdown-it keeps them."""

CodeHighlight = tuple[int, int, TextStyle]
"""From an offset up to another one in the code of a fence, and how it looks."""


class DiagramDrawing(Struct, frozen=True):
    """A diagram as box art, or one line on why there is none."""

    lines: tuple[str, ...] = ()
    refusal: str = ""


class Fences(Protocol):
    """What is known about the insides of fences; asking for what is not known yet makes it wanted."""

    def highlights(self, language: str, code: str) -> Sequence[CodeHighlight]:
        """Return the colours of the code, in order."""
        ...

    def drawing(self, language: str, code: str, width: int) -> DiagramDrawing | None:
        """Return the diagram on so many cells; None when the code is none, or not drawn yet."""
        ...


class PlainFences:
    """No colours and no diagrams."""

    def highlights(self, language: str, code: str) -> Sequence[CodeHighlight]:
        """Return no colours."""
        return ()

    def drawing(self, language: str, code: str, width: int) -> DiagramDrawing | None:
        """Return no diagram."""
        return None


class BlockSource(Struct, frozen=True, dict=True):
    """One unit of Markdown; offsets and line numbers count from its start."""

    text: str
    """Line ends are line feeds."""
    marked: tuple[MarkedExtent, ...]
    """In order."""
    signs: GlyphSet
    is_first: bool = False
    """Whether the document starts here."""
    part: SourceState | None = None
    """What is open where it begins, if it is a part of a block that is too long to be drawn as Markdown."""
    references: References = field(default_factory=dict[str, Mapping[str, object]])
    fences: Fences = field(default_factory=PlainFences)
    lead: int = 0
    """Characters of the head of a table, which stand before a row of it so that it can be read."""

    @cached_property
    def lines(self) -> list[str]:
        """Return the lines without their ends."""
        return self.text.split("\n")

    @cached_property
    def starts(self) -> list[int]:
        """Return where each line starts."""
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def line_at(self, offset: int) -> int:
        """Return the number of the line that holds an offset."""
        return min(bisect_right(self.starts, offset) - 1, len(self.lines) - 1)

    def start_of(self, line: int) -> int:
        """Return where a line starts; the end of the text for the one after the last."""
        return min(self.starts[line], len(self.text))

    def source_run(self, start: int, end: int, look: TextStyle = FAINT) -> TextRun:
        """Return the Markdown's own characters as a run of one line."""
        return TextRun(printable(self.text[start:end]), look, start, end)

    def empty_row(self, line: int) -> DrawnLine:
        return DrawnLine((), self.start_of(line))


def printable(text: str) -> str:
    """Return the text on one line, character for character, without anything that a terminal obeys."""
    return sanitize(text).replace("\n", " ").replace("\t", " ")
