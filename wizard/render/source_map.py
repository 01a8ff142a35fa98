"""From a place in a plan to the question that made it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from wizard.model.answers import AnswerPath
from wizard.render.rendered_segment import RenderedSegment, Span


def nearest_path(segments: Sequence[RenderedSegment], index: int, offset: int) -> AnswerPath | None:
    """The path of the span at an offset of a piece, or of the nearest: on its line, in its piece, in the next ones."""
    if not 0 <= index < len(segments):
        return None
    piece = segments[index]
    if piece.spans:
        return (_span_at(piece, offset) or _nearest_on_line(piece, offset) or _nearest(piece.spans, offset)).path
    following = next((other for other in segments[index + 1 :] if other.spans), None)
    if following is not None:
        return following.spans[0].path
    previous = next((other for other in reversed(segments[:index]) if other.spans), None)
    return previous.spans[-1].path if previous is not None else None


def _span_at(piece: RenderedSegment, offset: int) -> Span | None:
    """The span that holds a character; an empty one is at its place."""
    after = bisect_right(piece.spans, offset, key=lambda span: span.start)
    if not after:
        return None
    span = piece.spans[after - 1]
    return span if offset < span.end or span.start == span.end == offset else None


def _nearest_on_line(piece: RenderedSegment, offset: int) -> Span | None:
    """The nearest span with a part on the same line."""
    start = piece.text.rfind("\n", 0, offset) + 1
    end = piece.text.find("\n", offset)
    end = len(piece.text) if end < 0 else end
    same = [span for span in piece.spans if span.start <= end and span.end >= start]
    return _nearest(same, offset) if same else None


def _nearest(spans: Sequence[Span], offset: int) -> Span:
    return min(spans, key=lambda span: max(span.start - offset, offset - span.end + 1, 0))
