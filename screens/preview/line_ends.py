"""Line ends of other systems, which a parser replaces, and offsets through that."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from msgspec import Struct

from screens.preview.markdown.drawn_lines import Line

_TWO = re.compile(r"\r\n")


class LineEnds(Struct, frozen=True):
    """Where a text had two characters for a line end."""

    longer: tuple[int, ...]
    """The offsets of those line feeds in the shorter text."""

    def shortened(self, offset: int) -> int:
        """An offset in the text as it was as one in the shorter text."""
        low = sum(1 for count, place in enumerate(self.longer) if place + count < offset)
        return offset - low

    def lengthened(self, offset: int) -> int:
        """An offset in the shorter text as one in the text as it was."""
        return offset + bisect_right(self.longer, offset - 1)

    def restored(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Lines of the shorter text with the offsets of the text as it was."""
        if not self.longer:
            yield from lines
            return
        for line in lines:
            runs = tuple(
                run._replace(start=self.lengthened(run.start), end=self.lengthened(run.end)) if run.is_source else run
                for run in line.runs
            )
            reach = (self.lengthened(line.reach[0]), self.lengthened(line.reach[1])) if line.reach else None
            yield Line(runs, self.lengthened(line.at), reach)


_NONE = LineEnds(())


def with_line_feeds(text: str) -> tuple[str, LineEnds]:
    """The text with line feeds only, and the way back."""
    if "\r" not in text:
        return text, _NONE
    longer = tuple(found.start() - count for count, found in enumerate(_TWO.finditer(text)))
    return text.replace("\r\n", "\n").replace("\r", "\n"), LineEnds(longer)
