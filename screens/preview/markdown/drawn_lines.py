"""A drawn line: runs of text that know where in the Markdown they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from screens.appearance.glyphs import terminal_glyphs

Tone: TypeAlias = Literal["ink", "soft", "faint", "rule", "success", "warning", "error"]
Extent: TypeAlias = tuple[int, int]
"""From an offset up to, not including, another one."""


class MarkedExtent(NamedTuple):
    """Markdown that is no answer: what an open question shows, or typed text that is none yet."""

    start: int
    end: int
    mark: Literal["placeholder", "unfinished"]


class TextStyle(NamedTuple):
    """How a run is drawn; the theme says what that means in colours."""

    tone: Tone = "ink"
    bold: bool = False
    italic: bool = False
    struck: bool = False
    on_panel: bool = False


INK = TextStyle()
SOFT = TextStyle("soft")
FAINT = TextStyle("faint")
RULE = TextStyle("rule")
BOLD = TextStyle(bold=True)
CODE = TextStyle(on_panel=True)
_UNFINISHED = TextStyle("error", italic=True)


class TextRun(NamedTuple):
    """Text of one look, and the extent of the Markdown that it stands for."""

    text: str
    look: TextStyle = INK
    start: int = -1
    """Less than zero: our own sign, not the Markdown's text."""
    end: int = -1

    @property
    def is_source(self) -> bool:
        """Return whether it stands for text of the Markdown."""
        return self.start >= 0

    @property
    def is_verbatim(self) -> bool:
        """Return whether each of its characters is one of the Markdown's."""
        return self.end - self.start == len(self.text)

    def part(self, start: int, end: int) -> TextRun:
        """Return the run from one of its characters up to another."""
        if start == 0 and end == len(self.text):
            return self
        text = self.text[start:end]
        if self.start >= 0 and self.is_verbatim:
            return TextRun(text, self.look, self.start + start, self.start + end)
        return TextRun(text, self.look, self.start, self.end)

    def shift(self, by: int) -> TextRun:
        """Return the same run in Markdown that begins `by` characters later."""
        return self._replace(start=self.start + by, end=self.end + by) if self.start >= 0 else self


class DrawnLine(NamedTuple):
    """One row of the sheet."""

    runs: tuple[TextRun, ...]
    at: int
    """The offset that stands for it when no run of it does."""
    reach: Extent | None = None
    """The Markdown that it leads in, if it is a label or the head of a table."""

    def extent(self) -> Extent:
        """Return the Markdown that it shows, from first to last character; empty at `at` when it shows none."""
        starts = [run.start for run in self.runs if run.start >= 0]
        if not starts:
            return self.at, self.at
        return min(starts), max(run.end for run in self.runs if run.start >= 0)

    def is_own_sign(self) -> bool:
        """Return whether it shows nothing of the Markdown: a rule, an empty row."""
        return all(run.start < 0 for run in self.runs)

    def prefix_with(self, *signs: TextRun) -> DrawnLine:
        """Return the line behind some signs."""
        return self._replace(runs=(*signs, *self.runs))


def split_runs(runs: Iterable[TextRun], extents: Iterable[Extent]) -> Iterator[list[TextRun]]:
    """Return the runs of each extent of their text; the extents are in order and apart from each other."""
    left = iter(runs)
    run, position = next(left, None), 0
    for start, end in extents:
        found: list[TextRun] = []
        while run is not None and position < end:
            after = position + len(run.text)
            if after > start:
                found.append(run.part(max(start - position, 0), min(end, after) - position))
            if after > end:
                break
            run, position = next(left, None), after
        yield found


def merge_runs(runs: Iterable[TextRun]) -> tuple[TextRun, ...]:
    """Return the runs with neighbours of one style and one origin merged."""
    whole: list[TextRun] = []
    for run in runs:
        if whole and _continues(whole[-1], run):
            before = whole[-1]
            whole[-1] = TextRun(before.text + run.text, run.look, before.start, run.end)
        else:
            whole.append(run)
    return tuple(whole)


def _continues(before: TextRun, run: TextRun) -> bool:
    if before.look != run.look:
        return False
    if run.start < 0:
        return before.start < 0
    return before.end == run.start and before.is_verbatim and run.is_verbatim


def apply_style(runs: Iterable[TextRun], base: TextStyle, marked: Sequence[MarkedExtent]) -> list[TextRun]:
    """Return the runs on a base style.

    What an open question shows is faint and italic instead; typed text that is no answer has a sign before it.
    """
    dressed: list[TextRun] = []
    signed: set[MarkedExtent] = set()
    for run in runs:
        for piece, extent in _split_at_marks(run, marked):
            if extent is not None and extent.mark == "unfinished" and extent not in signed:
                signed.add(extent)
                sign = _UNFINISHED._replace(on_panel=piece.look.on_panel or base.on_panel)
                dressed.append(TextRun(f"{terminal_glyphs().invalid} ", sign))
            dressed.append(piece._replace(look=_combine_styles(piece.look, base, extent)))
    return dressed


def _combine_styles(look: TextStyle, base: TextStyle, extent: MarkedExtent | None) -> TextStyle:
    if extent is not None:
        return look._replace(tone="error" if extent.mark == "unfinished" else "faint", italic=True)
    return TextStyle(
        base.tone if look.tone == "ink" else look.tone,
        look.bold or base.bold,
        look.italic or base.italic,
        look.struck or base.struck,
        look.on_panel or base.on_panel,
    )


def _split_at_marks(run: TextRun, marked: Sequence[MarkedExtent]) -> Iterator[tuple[TextRun, MarkedExtent | None]]:
    """Return the parts of a run inside and outside the marked extents of the Markdown, in order."""
    touched = [extent for extent in marked if extent.start < run.end and extent.end > run.start]
    if run.start < 0 or not touched:
        yield run, None
        return
    if not run.is_verbatim:
        yield run, touched[0]
        return
    position = run.start
    for extent in touched:
        if extent.start > position:
            yield run.part(position - run.start, extent.start - run.start), None
        inside = max(extent.start, position)
        position = min(extent.end, run.end)
        yield run.part(inside - run.start, position - run.start), extent
    if position < run.end:
        yield run.part(position - run.start, run.end - run.start), None
