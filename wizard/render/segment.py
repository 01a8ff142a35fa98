"""A piece of a plan as text, and which answer made which of its characters."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from wizard.model.answers import Path
from wizard.model.segments import Piece
from wizard.render.escape_answers import fitted
from wizard.render.expansion import Fragment, Kept, Walk
from wizard.render.whitespace import Gap, closed_up

if TYPE_CHECKING:
    pass

_NOTHING_KEPT: Final[Mapping[int, Kept]] = MappingProxyType({})


class Span(NamedTuple):
    """Characters of a piece that one slot made."""

    start: int
    """In the piece's text."""
    end: int
    path: Path
    """Of the question, or the part of an answer, that they stand for."""
    sources: tuple[Path, ...]
    """Of everything that they were made of; the first is the path."""
    is_placeholder: bool


class RenderedPiece(Struct, frozen=True, dict=True):
    """A part of a plan as text, with its source map."""

    text: str
    spans: tuple[Span, ...]
    """In the order of the text."""
    after: Gap = Gap(is_blank=False, is_closing=False)
    """How it ends, for the piece that follows."""
    kept: Mapping[int, Kept] = _NOTHING_KEPT
    """What its repeats came to; nothing for an item, which is rendered anew as a whole."""

    @cached_property
    def by_question(self) -> dict[str | int, tuple[Span, ...]]:
        """The spans by the id of the question outside groups that they belong to."""
        found: dict[str | int, list[Span]] = {}
        for span in self.spans:
            for id in dict.fromkeys(source[0] for source in span.sources):
                found.setdefault(id, []).append(span)
        return {id: tuple(spans) for id, spans in found.items()}


def render_piece(piece: Piece, walk: Walk, before: Gap) -> RenderedPiece:
    """A piece as text, of what the walk through it came to; `before` is how the piece before it ends."""
    parts, after = closed_up(walk.parts, piece.contexts, before)
    texts = fitted(piece, parts)
    spans: list[Span] = []
    at = 0
    for part, text in zip(parts, texts, strict=True):
        end = at + len(text)
        if isinstance(part, Fragment) and part.sources:
            spans.append(Span(at, end, part.path, part.sources, part.is_placeholder))
        at = end
    kept = walk.kept if piece.repeat is None else _NOTHING_KEPT
    return RenderedPiece("".join(texts), tuple(spans), after, kept)


def without_last_blank_lines(piece: RenderedPiece) -> RenderedPiece:
    """The piece without the blank lines at its end."""
    text = f"{piece.text.rstrip(chr(10))}\n"
    return RenderedPiece(text, tuple(span for span in piece.spans if span.end <= len(text)), piece.after)
