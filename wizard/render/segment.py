"""A piece of a plan as text, and which answer made which of its characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from wizard.evaluation.evaluator import AnswersScope
from wizard.evaluation.interpolation import spell
from wizard.model.answers import OPEN, Path
from wizard.model.segments import Piece
from wizard.render.escape_answers import fitted
from wizard.render.expansion import Fragment, Kept, Walk
from wizard.render.whitespace import Gap, closed_up

if TYPE_CHECKING:
    from wizard.interview.interview import Interview

_MOST_BYTES_IN_NAMES: Final = 200
_NOTHING_KEPT: Final[Mapping[int, Kept]] = MappingProxyType({})
_RESERVED: Final = re.compile(r"(?i:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|\Z)")


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


def file_name(interview: Interview) -> str:
    """The name that the plan is saved under: one harmless part of a path that ends in `.md`.

    While an answer that it is made of is open, it is the template's own name.
    """
    template = interview.template
    spelled = spell(template.save_as, AnswersScope(template, interview.answers))
    stem = "" if spelled is OPEN else _stem(spelled.removesuffix(".md"))
    return f"{stem or _stem(template.name) or 'plan'}.md"


def _stem(spelled: str) -> str:
    """A file name without what a file system, a shell or a reader could stumble over."""
    name = re.sub(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+', "-", spelled)
    name = re.sub(r"\s+", " ", name).strip(" .-")
    name = name.encode("utf-8")[:_MOST_BYTES_IN_NAMES].decode("utf-8", "ignore").strip(" .-")
    return f"{name}-plan" if _RESERVED.match(name) else name
