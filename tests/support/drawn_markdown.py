"""Markdown as the sheet draws it, without an app around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screens.appearance.glyphs import UNICODE
from screens.preview.document import Document
from screens.preview.markdown.block_source import BlockSource, Fences, PlainFences
from screens.preview.markdown.drawn_lines import DrawnLine, TextRun, TextStyle
from screens.preview.renderers import RENDERED
from wizard.render.rendered_segment import RenderedSegment, Span


def pieces(*texts: str) -> tuple[RenderedSegment, ...]:
    """Pieces of a plan without answers."""
    return tuple(RenderedSegment(text, ()) for text in texts)


def open_piece(text: str, placeholder: str) -> RenderedSegment:
    """A piece in which some of the text stands for an open answer."""
    start = text.index(placeholder)
    span = Span(start, start + len(placeholder), ("open",), is_placeholder=True)
    return RenderedSegment(text, (span,))


def paper_of(text: str, width: int = 40, fences: Fences | None = None) -> Document:
    """A whole document on paper."""
    paper = Document(RENDERED, UNICODE, fences)
    paper.resize(width)
    paper.update(pieces(text))
    return paper


def lines_of(paper: Document) -> Iterator[DrawnLine]:
    """Every row of a paper."""
    for unit in range(paper.count()):
        yield from paper.lines(unit)


def text_of(runs: Sequence[TextRun]) -> str:
    """What the runs of a line say."""
    return "".join(run.text for run in runs)


def rows_of(paper: Document) -> list[str]:
    """Every row of a paper as text, without the blanks at its end."""
    return [text_of(line.runs).rstrip() for line in lines_of(paper)]


def drawn(text: str, width: int = 40) -> list[str]:
    """The rows that a document becomes."""
    return rows_of(paper_of(text, width))


def runs_of(text: str, width: int = 40) -> list[TextRun]:
    """The runs of a document of one unit."""
    lines = RENDERED.draw(BlockSource(text, (), UNICODE, is_first=True, fences=PlainFences()), width)
    return [run for line in lines for run in line.runs]


def look_of(text: str, said: str) -> TextStyle:
    """How some words of a document of one unit look."""
    return next(run.look for run in runs_of(text) if said in run.text)
