"""The widget that shows the difference between a plan and the file on disk."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.safe_text import join_content, safe_line, wrap_content
from wizard.markdown.syntax import LIST_MARKER, TASK_BOX
from wizard.plans.comparison.diff import Diff, DiffLine, DiffSign, Hunk, UnchangedLines
from wizard.plans.merge.merge import Resolution

if TYPE_CHECKING:
    from wizard.search.folded_text import Hits

MARGIN = 3
"""Cells before a heading, and after every line."""
_SIGN_COLUMN = 2
"""The column of the sign, in cells."""
_TEXT_COLUMN = 5
_LIST_MARKER = re.compile(rf" *(?:(?:>|{LIST_MARKER}) +)?(?:{TASK_BOX} )?")
_HIT, _HIT_HERE = "$surface on $soft", "bold $on-primary on $primary"
ClashChoice: TypeAlias = Literal["yours", "file", "both", "edit"]
_CHOICE_WORDS: Mapping[ClashChoice, tuple[str, str]] = {
    "yours": ("Y", "yours"),
    "file": ("F", "the file's"),
    "both": ("B", "both"),
    "edit": ("E", "edit"),
}
"""The key and the words of each choice for lines that both changed."""


class DiffViewLine(Struct, frozen=True):
    """A line of the view."""

    content: Content
    background: str = ""
    """The style of the background, over the whole line."""
    hunk: int | None = None
    """The hunk that it belongs to, counted from 0."""
    conflict: int | None = None
    """The conflict whose choices it shows."""
    targets: tuple[ChoiceTarget, ...] = ()
    """Where its choices are."""
    text_from: int = 0
    """The character with which its own text begins, behind the sign."""
    goes_on: bool = False
    """Whether it is the rest of a line that did not fit."""


class ChoiceTarget(NamedTuple):
    """The cells of a line in which a choice stands."""

    start: int
    end: int
    choice: ClashChoice


class _SignStyle(Struct, frozen=True):
    sign: str
    style: str
    background: str
    text: str


def diff_view_lines(
    difference: Diff, choices: Mapping[int, Resolution], width: int, names: Sequence[str] = ()
) -> tuple[DiffViewLine, ...]:
    """Return the difference in lines of at most `width` cells; `names` are those of the questions of each clash."""
    return tuple(_build_lines(difference, choices, names, width))


def hunk_starts(lines: tuple[DiffViewLine, ...]) -> tuple[int, ...]:
    """Return the number of the first line of each hunk."""
    starts: dict[int, int] = {}
    for number, line in enumerate(lines):
        if line.hunk is not None:
            starts.setdefault(line.hunk, number)
    return tuple(starts.values())


def _build_lines(
    difference: Diff, choices: Mapping[int, Resolution], names: Sequence[str], width: int
) -> Iterator[DiffViewLine]:
    heading: str | None = None
    number, is_first = -1, True
    for part in difference.parts:
        if isinstance(part, UnchangedLines):
            as_they_were = f"{part.count} {'line as it was' if part.count == 1 else 'lines as they were'}"
            text = Content.styled(f"{terminal_glyphs().more} {as_they_were}", "$faint")
            yield DiffViewLine(text.pad_left(MARGIN))
            is_first = False
            continue
        number += 1
        if part.heading != heading:
            heading = part.heading
            yield from _heading_lines(part.heading, width, is_first=is_first)
        if part.conflict is not None:
            about = _conflict_sentence(part, part.conflict, difference.conflicts, names)
            yield from _conflict_rows(part, about, choices.get(part.conflict, "both"), number, width)
        yield from _hunk_lines(part, number, width)
        is_first = False


def _heading_lines(heading: str, width: int, *, is_first: bool) -> Iterator[DiffViewLine]:
    if not is_first:
        yield DiffViewLine(Content())
    if heading:
        for index, line in enumerate(wrap_content(safe_line(heading, "bold $foreground"), width - 2 * MARGIN)):
            yield DiffViewLine(line.pad_left(MARGIN), text_from=MARGIN, goes_on=index > 0)
        rule = Content.styled(terminal_glyphs().left * max(width - 2 * MARGIN, 0), "$rule")
        yield DiffViewLine(rule.pad_left(MARGIN))


def _hunk_lines(hunk: Hunk, number: int, width: int) -> Iterator[DiffViewLine]:
    for line in _visible_lines(hunk.lines):
        yield from _line_rows(line, number, width)


def _visible_lines(lines: tuple[DiffLine, ...]) -> tuple[DiffLine, ...]:
    """Return the lines without those that an edit by hand has replaced, if what replaces them is shown."""
    has_others = any(line.sign == "hand" for line in lines)
    return tuple(line for line in lines if line.sign != "hand gone" or not has_others)


def _line_rows(line: DiffLine, number: int, width: int) -> Iterator[DiffViewLine]:
    look = _sign_styles()[line.sign]
    written = line.text.replace("\t", "    ")
    text = safe_line(written, look.text)
    marker = _LIST_MARKER.match(written)
    hanging = _TEXT_COLUMN + min(marker.end() if marker else 0, 12)
    first, *more = wrap_content(text, max(width - _TEXT_COLUMN - MARGIN - 2, 8))
    sign = Content.styled(look.sign, look.style)
    for column, part in ((_TEXT_COLUMN, first), *((hanging, rest) for rest in more)):
        lead = sign.pad_left(_SIGN_COLUMN).pad_right(column - _SIGN_COLUMN - 1)
        yield DiffViewLine(lead + part, look.background, number, text_from=len(lead), goes_on=part is not first)


def _conflict_sentence(hunk: Hunk, conflict: int, count: int, names: Sequence[str]) -> str:
    """Return `Clash 2 of 3, Goal. You and the file both changed this line. Choose one:`."""
    number = f"Conflict {conflict + 1} of {count}" if count > 1 else ""
    name = names[conflict] if conflict < len(names) else ""
    head = ", ".join(filter(None, (number, name)))
    return f"{head}{'. ' if head else ''}{hunk.conflict_sentence()} Choose one:"


def _conflict_rows(hunk: Hunk, about: str, resolution: Resolution, number: int, width: int) -> Iterator[DiffViewLine]:
    for line in wrap_content(safe_line(about, "$warning"), width - 2 * MARGIN):
        yield DiffViewLine(line.pad_left(MARGIN), hunk=number, conflict=hunk.conflict)
    chosen = "edit" if isinstance(resolution, tuple) else resolution
    row, targets = Content(), list[ChoiceTarget]()
    for choice in _CHOICE_WORDS:
        label = _choice_label(choice, is_chosen=choice == chosen)
        if targets and row.cell_length + 3 + label.cell_length > width - MARGIN:
            yield DiffViewLine(row, hunk=number, conflict=hunk.conflict, targets=tuple(targets))
            row, targets = Content(), []
        row = (row + Content("   ") + label) if targets else label.pad_left(MARGIN)
        targets.append(ChoiceTarget(row.cell_length - label.cell_length, row.cell_length, choice))
    yield DiffViewLine(row, hunk=number, conflict=hunk.conflict, targets=tuple(targets))


def _choice_label(choice: ClashChoice, *, is_chosen: bool) -> Content:
    key, word = _CHOICE_WORDS[choice]
    sign = (f"{terminal_glyphs().chosen} ", "$primary") if is_chosen else (f"{terminal_glyphs().choice} ", "$faint")
    return join_content(sign, (word, "bold $foreground" if is_chosen else "$soft"), (f" {key}", "$faint"))


@cache
def _sign_styles() -> Mapping[DiffSign, _SignStyle]:
    sign = terminal_glyphs()
    return {
        "new": _SignStyle(sign.new, "bold $success", "on $added", "$foreground"),
        "gone": _SignStyle(sign.goes, "bold $error", "on $removed", "$foreground"),
        "hand": _SignStyle(sign.stays, "bold $primary", "on $mark", "$foreground"),
        "hand gone": _SignStyle(sign.stays, "bold $primary", "on $removed", "$soft"),
        "left out": _SignStyle(sign.open, "$faint", "", "$faint"),
    }


class DiffView(Widget):
    """A difference, as high as all its lines."""

    @dataclass
    class ConflictClicked(Message):
        """A line that shows the choices of a conflict was clicked, on one of them or beside them."""

        conflict: int
        choice: ClashChoice | None

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._difference: Diff | None = None
        self._choices: Mapping[int, Resolution] = {}
        self._names: tuple[str, ...] = ()
        self._lines: tuple[DiffViewLine, ...] = ()
        self._drawn_width = 0
        self._hunk = 0
        self._query = ""
        """What is looked for."""
        self._hits: Hits | None = None
        self._hit: int | None = None
        """The hit that was gone to last."""
        self._starts: tuple[int, ...] = ()
        """Where the text of each line begins in the text that is searched."""

    def show(self, difference: Diff, choices: Mapping[int, Resolution], names: Sequence[str] = ()) -> None:
        """Show a difference, with what was chosen for each conflict, and the questions that it is about."""
        self._difference, self._choices, self._names = difference, dict(choices), tuple(names)
        self._drawn_width = 0
        self._draw(self.size.width)
        self.refresh(layout=True)

    def go(self, by: int) -> None:
        """Scroll to the hunk `by` hunks further down."""
        count = len(hunk_starts(self._lines))
        if count:
            self._go_to_hunk(max(0, min(count - 1, self._hunk + by)))

    def go_to_conflict(self, conflict: int) -> None:
        """Scroll to a conflict."""
        found = next((number for number, hunk in enumerate(self._hunks) if hunk.conflict == conflict), None)
        if found is not None:
            self._go_to_hunk(found)

    @property
    def conflict(self) -> int | None:
        """The conflict of the current hunk, or the next one below it, or else the first."""
        conflicts = [(number, hunk.conflict) for number, hunk in enumerate(self._hunks) if hunk.conflict is not None]
        below = (conflict for number, conflict in conflicts if number >= self._hunk)
        return next(below, conflicts[0][1] if conflicts else None)

    @property
    def _hunks(self) -> list[Hunk]:
        return [part for part in self._difference.parts if isinstance(part, Hunk)] if self._difference else []

    def _go_to_hunk(self, hunk: int) -> None:
        self._hunk = hunk
        starts = hunk_starts(self._lines)
        if hunk < len(starts) and isinstance(self.parent, Widget):
            is_conflict = self._hunks[hunk].conflict is not None  # its lines matter more than the heading above it
            top = starts[hunk] if is_conflict else max(0, starts[hunk] - 2)
            region = Region(0, top, self.size.width, 4).translate(self.virtual_region.offset)
            self.parent.scroll_to_region(region, animate=False, force=True, top=True)

    def find(self, query: str) -> int:
        """Mark every place of a query, an empty one for none; return how many there are."""
        self._query, self._hit = query, None
        self._find()
        self.refresh()
        return 0 if self._hits is None else len(self._hits)

    def first_hit(self, row: int) -> int:
        """Return the index of the first hit from a row on."""
        offset = self._starts[row] if row < len(self._starts) else 0
        return 0 if self._hits is None else self._hits.first_from(offset)

    def show_hit(self, index: int | None) -> int | None:
        """Mark a hit as the one that was gone to, and return its row; None for no hit."""
        self._hit = index
        self.refresh()
        if index is None or self._hits is None:
            return None
        return max(bisect_right(self._starts, self._hits[index][0]) - 1, 0)

    def _find(self) -> None:
        """Find the query in the lines as they are drawn now."""
        self._hits = None
        if not self._query:
            return
        from wizard.search.folded_text import fold

        texts = [line.content.plain[line.text_from :] for line in self._lines]
        # A phrase is found where it goes on in the next row, but not over the end of a line.
        joined = [f"{' ' if line.goes_on else chr(10)}{text}" for line, text in zip(self._lines, texts, strict=True)]
        self._starts = tuple(accumulate(map(len, joined[:-1]), initial=1))
        self._hits = fold("".join(joined)).find(self._query)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        line = self._lines[offset.y] if offset is not None and offset.y < len(self._lines) else None
        if offset is not None and line is not None and line.hunk is not None:
            self._hunk = line.hunk
            if line.conflict is not None:
                at = next((each for each in line.targets if each.start <= offset.x < each.end), None)
                self.post_message(self.ConflictClicked(line.conflict, None if at is None else at.choice))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._draw(width)
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        self._draw(width)
        if y >= len(self._lines):
            return Strip.blank(width, self.visual_style.rich_style)
        line = self._lines[y]
        content = line.content.pad_right(max(width - line.content.cell_length, 0))
        if line.background:
            content = content.stylize_before(line.background)
        for start, end, style in self._hits_on(y):
            content = content.stylize(style, start, end)
        return Visual.to_strips(self, content, width, 1, self.visual_style, pad=True)[0]

    def _draw(self, width: int) -> None:
        if self._difference is not None and width > 0 and width != self._drawn_width:
            self._lines = diff_view_lines(self._difference, self._choices, width, self._names)
            self._drawn_width = width
            self._find()

    def _hits_on(self, row: int) -> Iterator[tuple[int, int, str]]:
        """Yield the characters of a row that a search has found, and how they look."""
        if self._hits is None:
            return
        line, start = self._lines[row], self._starts[row]
        length = len(line.content.plain) - line.text_from
        for index, (begin, end) in self._hits.between(start, start + length):
            first, after = max(begin - start, 0), min(end - start, length)
            yield line.text_from + first, line.text_from + after, _HIT_HERE if index == self._hit else _HIT
