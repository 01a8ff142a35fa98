"""Markdown as the sheet draws it, without an app around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screens.appearance.glyphs import UNICODE
from screens.preview.document import Paper
from screens.preview.markdown.drawn_block import Fences, Page, PlainFences
from screens.preview.markdown.drawn_lines import Line, Look, Run
from screens.preview.renderers import RENDERED
from wizard.render.segment import RenderedPiece, Span


def pieces(*texts: str) -> tuple[RenderedPiece, ...]:
    """Pieces of a plan without answers."""
    return tuple(RenderedPiece(text, ()) for text in texts)


def open_piece(text: str, placeholder: str) -> RenderedPiece:
    """A piece in which some of the text stands for an open answer."""
    start = text.index(placeholder)
    span = Span(start, start + len(placeholder), ("open",), (("open",),), is_placeholder=True)
    return RenderedPiece(text, (span,))


def paper_of(text: str, width: int = 40, fences: Fences | None = None) -> Paper:
    """A whole document on paper."""
    paper = Paper(RENDERED, UNICODE, fences)
    paper.resize(width)
    paper.update(pieces(text))
    return paper


def lines_of(paper: Paper) -> Iterator[Line]:
    """Every row of a paper."""
    for unit in range(paper.count()):
        yield from paper.lines(unit)


def text_of(runs: Sequence[Run]) -> str:
    """What the runs of a line say."""
    return "".join(run.text for run in runs)


def rows_of(paper: Paper) -> list[str]:
    """Every row of a paper as text, without the blanks at its end."""
    return [text_of(line.runs).rstrip() for line in lines_of(paper)]


def drawn(text: str, width: int = 40) -> list[str]:
    """The rows that a document becomes."""
    return rows_of(paper_of(text, width))


def runs_of(text: str, width: int = 40) -> list[Run]:
    """The runs of a document of one unit."""
    lines = RENDERED.draw(Page(text, (), UNICODE, is_first=True, fences=PlainFences()), width)
    return [run for line in lines for run in line.runs]


def look_of(text: str, said: str) -> Look:
    """How some words of a document of one unit look."""
    return next(run.look for run in runs_of(text) if said in run.text)
