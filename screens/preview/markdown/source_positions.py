"""Where the text that markdown-it hands out stands in the Markdown that it was read from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter

from msgspec import Struct

from screens.preview.markdown.block_source import BlockSource
from screens.preview.markdown.drawn_lines import DrawnLine, TextRun


class SourceOffsets(Struct, frozen=True):
    """Stretches of a content that lie in one piece in the Markdown."""

    stretches: tuple[tuple[int, int], ...]
    """Where each starts, in the content and in the Markdown; in order."""

    def of(self, offset: int) -> int:
        """Return the Markdown's offset of a character of the content."""
        inside, outside = self._stretch(offset)
        return outside + offset - inside

    def translate(self, runs: Iterable[TextRun]) -> Iterator[TextRun]:
        """Return runs with offsets in the content as runs with offsets in the Markdown."""
        for run in runs:
            if run.start < 0:
                yield run
            elif run.is_verbatim:
                yield from self._translate_verbatim(run)
            else:
                start = self.of(run.start)
                yield run._replace(start=start, end=max(start, self.of(max(run.end - 1, run.start)) + 1))

    def _translate_verbatim(self, run: TextRun) -> Iterator[TextRun]:
        """Return a run of the Markdown's own characters, cut where they are not contiguous."""
        position = run.start
        first, last = self._behind(run.start), self._behind(run.end)
        for inside, _ in (*self.stretches[first:last], (run.end, 0)):
            cut = min(inside, run.end)
            if cut > position:
                part = run.part(position - run.start, cut - run.start)
                yield part.shift(self.of(position) - position)
                position = cut

    def _stretch(self, offset: int) -> tuple[int, int]:
        return self.stretches[max(self._behind(offset) - 1, 0)]

    def _behind(self, offset: int) -> int:
        """Return the index of the first stretch that starts behind an offset."""
        return bisect_right(self.stretches, offset, key=itemgetter(0))


def offsets_of_lines(page: BlockSource, content: str, first: int) -> SourceOffsets:
    """Return the offsets of content whose lines are the source's from line `first` on, their indentation cut off."""
    stretches: list[tuple[int, int]] = []
    position = 0
    for number, line in enumerate(content.split("\n"), first):
        words = line.lstrip(" \t")
        source = page.lines[number] if number < len(page.lines) else ""
        found = source.rfind(words)
        start = page.start_of(min(number, len(page.lines))) + max(found, 0)
        stretches.append((position + len(line) - len(words), start))
        position += len(line) + 1
    return SourceOffsets(tuple(stretches))


def offsets_in_line(page: BlockSource, content: str, line: int, after: int) -> SourceOffsets:
    """Return the offsets of content of one line, looked for from column `after` on."""
    found = page.lines[line].find(content, after)
    return SourceOffsets(((0, page.start_of(line) + max(found, after)),))


def offsets_of_cell(page: BlockSource, content: str, line: int, after: int) -> tuple[SourceOffsets, int]:
    """Return the offsets of a table cell, and the column after the bar that ends it.

    A bar in the content is escaped in the Markdown (GitHub Flavored Markdown 0.29 §4.10).
    """
    source = page.lines[line]
    pattern = r"\\?\|".join(re.escape(part) for part in content.split("|"))
    found = re.compile(pattern).search(source, after)
    begin, end = found.span() if found else (after, after)
    stretches = [(0, page.start_of(line) + begin)]
    position = begin
    for index, character in enumerate(content):
        if source[position : position + 1] != character:
            position += 1
            stretches.append((index, page.start_of(line) + position))
        position += 1
    bar = source.find("|", end)
    return SourceOffsets(tuple(stretches)), bar + 1 if bar >= 0 else len(source)


_TWO = re.compile(r"\r\n")


class LineEnds(Struct, frozen=True):
    """Where a text had two characters for a line end."""

    longer: tuple[int, ...]
    """The offsets of those line feeds in the shorter text."""

    def to_shorter(self, offset: int) -> int:
        """Return an offset in the original text as one in the text with line feeds only."""
        low = sum(1 for count, place in enumerate(self.longer) if place + count < offset)
        return offset - low

    def to_original(self, offset: int) -> int:
        """Return an offset in the text with line feeds only as one in the original text."""
        return offset + bisect_right(self.longer, offset - 1)

    def restore(self, lines: Iterable[DrawnLine]) -> Iterator[DrawnLine]:
        """Return lines of the text with line feeds only with the offsets of the original text."""
        if not self.longer:
            yield from lines
            return
        for line in lines:
            runs = tuple(
                run._replace(start=self.to_original(run.start), end=self.to_original(run.end)) if run.is_source else run
                for run in line.runs
            )
            reach = (self.to_original(line.reach[0]), self.to_original(line.reach[1])) if line.reach else None
            yield DrawnLine(runs, self.to_original(line.at), reach)


_NONE = LineEnds(())


def normalize_line_ends(text: str) -> tuple[str, LineEnds]:
    """Return the text with line feeds only, and the way back."""
    if "\r" not in text:
        return text, _NONE
    longer = tuple(found.start() - count for count, found in enumerate(_TWO.finditer(text)))
    return text.replace("\r\n", "\n").replace("\r", "\n"), LineEnds(longer)
