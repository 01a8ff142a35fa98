"""A piece of a plan as text, and which answer made which of its characters."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from wizard.model.answers import AnswerPath
from wizard.model.render_steps import Segment
from wizard.render.escape_answers import escape_parts
from wizard.render.expansion import CachedRepeat, Expander, SlotText
from wizard.render.whitespace import Gap, drop_empty_lines

if TYPE_CHECKING:
    pass

_NOTHING_CACHED: Final[Mapping[int, CachedRepeat]] = MappingProxyType({})


class Span(NamedTuple):
    """Characters of a piece that one slot made."""

    start: int
    """In the piece's text."""
    end: int
    path: AnswerPath
    """Of the question, or the part of an answer, that they stand for."""
    sources: tuple[AnswerPath, ...]
    """Of everything that they were made of; the first is the path."""
    is_placeholder: bool


class RenderedSegment(Struct, frozen=True, dict=True):
    """A part of a plan as text, with its source map."""

    text: str
    spans: tuple[Span, ...]
    """In the order of the text."""
    after: Gap = Gap(is_blank=False, is_closing=False)
    """How it ends, for the piece that follows."""
    cached: Mapping[int, CachedRepeat] = _NOTHING_CACHED
    """What its repeats came to; nothing for an item, which is rendered anew as a whole."""

    @cached_property
    def by_question(self) -> dict[str | int, tuple[Span, ...]]:
        """The spans by the id of the question outside groups that they belong to."""
        found: dict[str | int, list[Span]] = {}
        for span in self.spans:
            for id in dict.fromkeys(source[0] for source in span.sources):
                found.setdefault(id, []).append(span)
        return {id: tuple(spans) for id, spans in found.items()}


def render_segment(piece: Segment, walk: Expander, before: Gap) -> RenderedSegment:
    """A piece as text, of what the walk through it came to; `before` is how the piece before it ends."""
    parts, after = drop_empty_lines(walk.parts, piece.contexts, before)
    texts = escape_parts(piece, parts)
    spans: list[Span] = []
    at = 0
    for part, text in zip(parts, texts, strict=True):
        end = at + len(text)
        if isinstance(part, SlotText) and part.sources:
            spans.append(Span(at, end, part.path, part.sources, part.is_placeholder))
        at = end
    kept = walk.cached if piece.repeat is None else _NOTHING_CACHED
    return RenderedSegment("".join(texts), tuple(spans), after, kept)


def strip_last_blank_lines(piece: RenderedSegment) -> RenderedSegment:
    """The piece without the blank lines at its end."""
    text = f"{piece.text.rstrip(chr(10))}\n"
    return RenderedSegment(text, tuple(span for span in piece.spans if span.end <= len(text)), piece.after)
