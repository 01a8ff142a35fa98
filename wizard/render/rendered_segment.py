"""A segment of a plan as text, with its source map: which answer each of its characters comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from wizard.model.answers import AnswerPath
from wizard.model.render_steps import Segment
from wizard.render.budget import NO_ESCAPING_COST, EscapingCost
from wizard.render.expansion import CachedRepeat, Expander, OpenText, Part, SlotText
from wizard.render.whitespace import Gap, drop_empty_lines

_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_NOTHING_CACHED: Final[Mapping[int, CachedRepeat]] = MappingProxyType({})
_NO_SLOTS: Final[Mapping[int, SlotText]] = MappingProxyType({})


# A long plan has ten thousand. They refer to nothing that could refer back, so the collector need not know them: with
# that, and without a tuple for the one source that most of them have, they take 80 bytes instead of 160.
class Span(Struct, frozen=True, gc=False):
    """The characters of a segment that come from one slot."""

    start: int
    """Offset in the segment's text, as is `end`."""
    end: int
    path: AnswerPath
    """The path of the question or part of an answer to go to from here."""
    is_placeholder: bool
    is_unfinished: bool = False
    """Whether it is typed text that is no answer, in a preview."""
    is_open_text: bool = False
    """Whether it is text of the template's that stands only while its question is open."""
    slot: int = -1
    """The number of the slot, by which its segment has its context; -1 for open text."""
    other_sources: tuple[AnswerPath, ...] = ()
    """The paths of the other answers that they come from."""

    @property
    def sources(self) -> tuple[AnswerPath, ...]:
        """The paths of all answers that they come from; the first is `path`."""
        return (self.path, *self.other_sources)


class RenderedSegment(Struct, frozen=True, dict=True):
    """A segment of a plan as text, with its source map."""

    text: str
    spans: tuple[Span, ...]
    """In the order of the text."""
    after: Gap = Gap()
    """How it ends, for the segment that follows."""
    cached: Mapping[int, CachedRepeat] = _NOTHING_CACHED
    """`{id() of a repeat: its parts}`; empty for an item, which is rendered again as a whole."""
    slots: Mapping[int, SlotText] = _NO_SLOTS
    """`{number of a slot: its part}`; empty where they are few, and for an item."""
    escaping: EscapingCost = NO_ESCAPING_COST

    @cached_property
    def by_path(self) -> dict[AnswerPath, tuple[Span, ...]]:
        """The spans by the paths of the questions outside groups that they come from, and of the items of those."""
        found: dict[AnswerPath, list[Span]] = {}
        start: AnswerPath = ()
        same: tuple[list[Span], ...] = ()
        for span in self.spans:
            # Most spans come from one answer, and stand beside others of the same item.
            if span.other_sources or not same or span.path[:2] != start:
                start = () if span.other_sources else span.path[:2]
                starts = dict.fromkeys(
                    source[:depth] for source in span.sources for depth in range(1, len(source[:2]) + 1)
                )
                same = tuple(found.setdefault(path, []) for path in starts)
            for spans in same:
                spans.append(span)
        return {path: tuple(spans) for path, spans in found.items()}

    def spans_of(self, path: AnswerPath) -> Sequence[Span]:
        """Return the spans of an answer and all its parts."""
        depth = len(path)
        spans = self.by_path.get(path[:2], ())
        if depth <= 2:
            return spans
        return [span for span in spans if any(source[:depth] == path for source in span.sources)]


def render_segment(segment: Segment, expander: Expander, before: Gap, room: int) -> RenderedSegment:
    """Return a segment as text from its expanded parts.

    `before` is how the segment before it ends, `room` how many characters may be parsed to find needless escapes.
    """
    parts, after = drop_empty_lines(expander.parts, segment.contexts, before)
    texts, cost = _texts_of(segment, parts, room)
    spans: list[Span] = []
    at = open_text_end = 0
    for part, text in zip(parts, texts, strict=True):
        end = at + len(text)
        if isinstance(part, SlotText) and part.sources:
            others = part.sources[1:]
            spans.append(Span(at, end, part.path, part.is_placeholder, part.is_unfinished, False, part.number, others))
        elif isinstance(part, OpenText):
            _add_open_text(spans, at, text, part.sources, goes_on=open_text_end == at)
            open_text_end = end
        at = end
    text = "".join(texts)
    if segment.repeat is not None:
        return RenderedSegment(text, tuple(spans), after, escaping=cost)
    return RenderedSegment(text, tuple(spans), after, expander.cached, expander.slots, cost)


def _texts_of(segment: Segment, parts: Sequence[Part], room: int) -> tuple[list[str], EscapingCost]:
    """Return the text of every part, and what it took to escape the answers among them."""
    if not any(isinstance(part, SlotText) and part.may_need_escaping for part in parts):
        return [part if isinstance(part, str) else part.text for part in parts], NO_ESCAPING_COST
    from wizard.render.escape_answers import escape_parts  # a blank plan is drawn 6 ms earlier without

    return escape_parts(segment, parts, room)


def _add_open_text(spans: list[Span], at: int, text: str, sources: tuple[AnswerPath, ...], *, goes_on: bool) -> None:
    """Add the span of text that stands for an open question, without the blanks around it.

    Text that goes on right behind other text for the same question extends the span of that.
    """
    start, end = at + len(text) - len(text.lstrip()), at + len(text.rstrip())
    if start >= end:
        return
    last = spans[-1] if spans else None
    if goes_on and last is not None and last.is_open_text and last.sources == sources:
        spans[-1] = replace(last, end=end)
    else:
        path, *others = sources
        spans.append(Span(start, end, path, is_placeholder=True, is_open_text=True, other_sources=tuple(others)))


def strip_last_blank_lines(segment: RenderedSegment, following: str, count: int) -> RenderedSegment:
    """Return the segment with `count` of the blank lines at its end and of those that follow it."""
    text = segment.text[: len(segment.text.rstrip(" \t\r\n"))]
    end, *blank_lines = _LINE.findall(f"{segment.text[len(text) :]}{following}") or ["\n"]
    text += "".join((end if end.endswith("\n") else f"{end}\n", *blank_lines[:count]))
    return RenderedSegment(text, tuple(span for span in segment.spans if span.end <= len(text)), segment.after)
