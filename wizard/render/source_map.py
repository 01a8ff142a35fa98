"""From a character of a plan to the answer that it comes from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from wizard.model.answers import AnswerPath
from wizard.render.rendered_segment import RenderedSegment, Span


def nearest_path(segments: Sequence[RenderedSegment], index: int, offset: int) -> AnswerPath | None:
    """Return the path of the span at an offset, or of the nearest: on its line, in its segment, in the next ones."""
    if not 0 <= index < len(segments):
        return None
    segment = segments[index]
    if segment.spans:
        return (_span_at(segment, offset) or _nearest_on_line(segment, offset) or _nearest(segment.spans, offset)).path
    following = next((other for other in segments[index + 1 :] if other.spans), None)
    if following is not None:
        return following.spans[0].path
    previous = next((other for other in reversed(segments[:index]) if other.spans), None)
    return previous.spans[-1].path if previous is not None else None


def span_on_line(segments: Sequence[RenderedSegment], index: int, offset: int) -> Span | None:
    """Return the span at an offset, or the nearest on its line; None where the line has none."""
    if not 0 <= index < len(segments):
        return None
    return _span_at(segments[index], offset) or _nearest_on_line(segments[index], offset)


def _span_at(segment: RenderedSegment, offset: int) -> Span | None:
    """Return the span that holds a character; an empty one holds the offset at which it is."""
    after = bisect_right(segment.spans, offset, key=lambda span: span.start)
    if not after:
        return None
    span = segment.spans[after - 1]
    return span if offset < span.end or span.start == span.end == offset else None


def _nearest_on_line(segment: RenderedSegment, offset: int) -> Span | None:
    """Return the nearest span with a part on the same line."""
    start = segment.text.rfind("\n", 0, offset) + 1
    end = segment.text.find("\n", offset)
    end = len(segment.text) if end < 0 else end
    same = [span for span in segment.spans if span.start <= end and span.end >= start]
    return _nearest(same, offset) if same else None


def _nearest(spans: Sequence[Span], offset: int) -> Span:
    return min(spans, key=lambda span: max(span.start - offset, offset - span.end + 1, 0))
