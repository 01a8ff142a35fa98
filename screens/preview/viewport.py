"""What of the plan is in sight: it goes with the question, and stays where it is while the answer is typed.

    another question   ->  its first marked line a third down, the item under the cursor in sight
    a change elsewhere ->  the same text stays at the same row
    a change in sight  ->  nothing moves, unless the edited line would be out of sight
    a move in a text   ->  nothing moves, unless the cursor's line would be out of sight

Heights below and above are estimates until they are drawn; `settle` makes those around the window exact, and a key
those in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from rich.cells import cell_len

from screens.preview.document import Document, RowChange, RowPosition
from screens.preview.document_diff import Change
from screens.preview.highlights import Highlights, LineMark
from screens.preview.markdown.drawn_lines import DrawnLine, TextRun

if TYPE_CHECKING:
    from wizard.model.answers import AnswerPath
    from wizard.render.answer_place import AnswerPlace
    from wizard.render.plan import Plan


Anchor: TypeAlias = Literal["at the question", "at the edit", "astray"]
"""What comes into sight when everything is drawn anew; astray: the user has scrolled."""


class Bookmark(NamedTuple):
    """What was in sight."""

    offset: int
    """Of the first character."""
    stands: Anchor


class TextCursor(NamedTuple):
    """Where the cursor is in the text that answers a question."""

    line: int
    column: int
    """In characters."""
    lines: int
    """Lines of the text."""

    @staticmethod
    def of(text: str, offset: int) -> TextCursor:
        return TextCursor(text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1), text.count("\n") + 1)


class Viewport:
    """So many rows of a document, from `top` on; the heights around it are exact."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.top = 0
        self.height = 0
        self.marks = Highlights()
        self.plan: Plan | None = None
        self._path: AnswerPath = ()
        self._within: AnswerPath = ()
        self._cursor: TextCursor | None = None
        self._place: AnswerPlace | None = None
        self._stands: Anchor = "at the question"
        self._edited_at: int | None = None

    # What is shown

    def show(
        self,
        plan: Plan,
        path: AnswerPath,
        within: AnswerPath,
        cursor: TextCursor | None = None,
        place: AnswerPlace | None = None,
    ) -> Literal["", "new", "changed"]:
        """Show a plan for a question, its item under the cursor, and in a long text the line under the cursor.

        `place` is where its answer would come, if the plan has no text of it.
        Return "new" for another question, "changed" for another look of the same one, "" when nothing changed.
        """
        is_new = self.plan is None or not self.plan.segments or path != self._path
        is_moved = is_new or within != self._within
        is_same = plan is self.plan and not is_new
        self.marks = self.marks.with_item(within) if is_same else Highlights(plan, path, within, place)
        is_elsewhere = cursor is not None and cursor != self._cursor
        is_place_new = place != self._place
        self.plan, self._path, self._within, self._cursor, self._place = plan, path, within, cursor, place
        redrawn = self.document.update(plan.segments)
        if is_new:
            self.go_to_question()
            return "new"
        if redrawn is None and not is_moved:
            return "changed" if (is_elsewhere and self._go_to_cursor()) or is_place_new else ""
        self._stands = "at the edit"
        self._edited_at = self._find_edited_offset(redrawn.change if redrawn is not None else None)
        self._follow(redrawn)
        return "changed"

    def change_all(self, change: Callable[[], None]) -> None:
        """Change how everything is drawn, with the same text in sight."""
        if self._stands == "at the question":
            change()
            self.go_to_question()
            return
        offset = self.document.offset_of(self.document.position_of_row(self.top))
        change()
        self._put(offset, 0)
        if self._stands == "at the edit" and self._edited_at is not None:
            self._bring_in(self._edited_at)

    def go_to_question(self) -> None:
        """Bring where the question is answered to a third of the height, and its item into sight."""
        self._stands = "at the question"
        question, item = self.marks.first(self.document), self.marks.first_here(self.document)
        if question is None or item is None:
            self.settle()
        else:
            self._put(question[0], self.height // 3)
            self._bring_in(item[0])

    def scroll_to(self, top: int) -> None:
        """Go where the user wants to look."""
        self._stands = "astray"
        self.top = top
        self.settle()

    def scroll_to_offset(self, offset: int) -> int:
        """Bring a character of the plan that the user wants to look at into sight; return its row."""
        self._stands = "astray"
        self._put(min(offset, max(self.document.length - 1, 0)), self.height // 3)
        return self.document.row_of(min(offset, max(self.document.length - 1, 0)))

    def show_offset(self, offset: int) -> None:
        """Bring a character of the plan into sight; nothing moves if it is in sight already."""
        row = self.document.row_of(offset)
        if not self.top + len(self._head_of(self.top)) <= row < self.top + self.height:
            self.scroll_to_offset(offset)

    def offset_at_top(self) -> int:
        """Return the first character of the plan that is in sight."""
        return self.document.offset_of(self.document.position_of_row(self.top))

    def bookmark(self) -> Bookmark:
        """Return what is in sight, to go back to."""
        return Bookmark(self.offset_at_top(), self._stands)

    def go_back(self, bookmark: Bookmark) -> None:
        """Go back to what was in sight."""
        if bookmark.stands == "at the question":
            self.go_to_question()
        else:
            self._stands = bookmark.stands
            self._put(bookmark.offset, 0)

    def scroll_to_row(self, row: int) -> None:
        """Bring a row that the user wants to look at into sight."""
        self._stands = "astray"
        self._show_row(row)
        self.settle()

    def row_of_question(self) -> int:
        """Return the first row of the question, or of its item under the cursor."""
        extent = self.marks.first_here(self.document)
        return self.document.row_of(extent[0]) if extent is not None else 0

    def lines(self) -> Iterator[tuple[DrawnLine, LineMark]]:
        """Return the lines in sight and the mark of each; fewer than its rows if the plan ends before."""
        unit = -1
        lines: Sequence[DrawnLine] = ()
        marks: Sequence[LineMark] = ()
        for spot in self._spots():
            if spot.unit != unit:
                unit = spot.unit
                lines, marks = self.document.lines(unit), self.marks.of_unit(self.document, unit)
            yield lines[spot.line], marks[spot.line]

    def unit_starts(self) -> Iterator[int]:
        """Return for each of the lines in sight where its unit begins in the plan."""
        return (self.document.extent(spot.unit)[0] for spot in self._spots())

    def row_at(self, y: int) -> int:
        """Return the row of the plan that stands in a row of the window."""
        spot = next(islice(self._spots(), y, None), None)
        return self.top + y if spot is None else self.document.row_of_unit(spot.unit) + spot.line

    def _spots(self) -> Iterator[RowPosition]:
        """Yield what stands in each row of the window; the names of a table's columns stay while its rows go by."""
        head = self._head_of(self.top)
        yield from head
        spot = self.document.position_of_row(self.top + len(head))
        skipped, left = spot.line, self.height - len(head)
        for unit in range(spot.unit, self.document.count()):
            count = min(len(self.document.lines(unit)) - skipped, left)
            yield from (RowPosition(unit, line) for line in range(skipped, skipped + count))
            left -= count
            skipped = 0
            if left <= 0:
                return

    def _head_of(self, row: int) -> tuple[RowPosition, ...]:
        """Return the head of the table that a row stands in below it, if it leaves half of the window free."""
        document = self.document
        spot = document.position_of_row(row)
        unit = document.head_of_row(spot.unit) if spot.unit < document.count() else None
        if unit is None:
            return ()
        height = sum(line.reach is not None for line in document.lines(unit)) + 1
        is_below = spot.unit > unit or spot.line > 0
        if not is_below or 2 * height >= self.height:
            return ()
        last = document.position_of_row(row + height).unit
        is_in_table = last < document.count() and document.head_of_row(last) == unit
        return tuple(RowPosition(unit, line) for line in range(height)) if is_in_table else ()

    def _go_to_cursor(self) -> bool:
        """Bring what the cursor's line has made of the plan into sight; return whether it was not."""
        at, top = self._offset_of_cursor(), self.top
        if at is None:
            return False
        self._stands, self._edited_at = "at the edit", at
        self._bring_in(at)
        return self.top != top

    def _offset_of_cursor(self) -> int | None:
        """Return the character of the plan for the cursor: on the same line of the text, or as far on in it."""
        extent, cursor = self.marks.first_here(self.document), self._cursor
        if extent is None or cursor is None:
            return None
        start, end = extent
        found = next(iter(self.document.segments_in(start, end)), None)
        if found is None:
            return start
        _, position, segment = found
        text = segment.text[start - position : end - position]
        lines = text.split("\n")
        if len(lines) != cursor.lines:
            return start + len(text) * cursor.line // cursor.lines
        before = sum(len(line) + 1 for line in lines[: cursor.line])
        return start + min(before + min(cursor.column, len(lines[cursor.line])), max(len(text) - 1, 0))

    # Where it stands

    def settle(self) -> None:
        """Make the heights here and a window's height around exact; the same text stays at the top."""
        document, height = self.document, self.height
        self.top = max(min(self.top, document.height - height), 0)
        spot = document.position_of_row(self.top)
        if spot.unit < document.count():
            document.make_exact(self.top - height, self.top)
            self.top = document.row_of_unit(spot.unit) + spot.line
        document.make_exact(self.top, self.top + 2 * height)
        self.top = max(min(self.top, document.height - height), 0)

    def _put(self, offset: int, row: int) -> None:
        """Bring a character of the plan to a row of the window, as far as the plan goes."""
        for _ in range(2):
            top = self.document.row_of(offset) - row
            self.document.make_exact(top - self.height, top + 2 * self.height)
        self.top = self.document.row_of(offset) - row
        self.settle()

    def _follow(self, redrawn: RowChange | None) -> None:
        """Keep what is in sight where it is after a change, unless the edited line would be out of sight."""
        if redrawn is not None and redrawn.old_bottom <= self.top:
            self.top += redrawn.new_bottom - redrawn.old_bottom
        self._settle_in_sight()
        top = -1
        while self._edited_at is not None and top != self.top:
            # What comes into sight may turn out higher than it was, and the edited line lower.
            top = self.top
            self._show_row(self.document.row_of(self._edited_at))
            self._settle_in_sight()

    def _settle_in_sight(self) -> None:
        """Make the heights in sight exact, no more: a key that changes every row of a table need not wait for it."""
        document, height = self.document, self.height
        for _ in range(2):  # a plan that became shorter ends higher, and other rows come into sight
            self.top = max(min(self.top, document.height - height), 0)
            document.make_exact(self.top, self.top + height)

    def _bring_in(self, offset: int) -> None:
        self._show_row(self.document.row_of(offset))
        self.settle()

    def _show_row(self, row: int) -> None:
        """Move as little as possible so that a row is in sight, with one beside it."""
        margin = 1 if self.height > 4 else 0
        covered = len(self._head_of(row - 1)) if row else 0
        self.top = max(min(self.top, row - margin - covered), row + 1 + margin - self.height)

    def _find_edited_offset(self, change: Change | None) -> int | None:
        """Return the character of the plan that is being edited."""
        if change is None:
            extent = self.marks.first_here(self.document)
            return extent[0] if extent is not None else None
        last = max(change.new_end - 1, change.start)
        extent = self.marks.nearest(self.document, last)
        return min(max(last, extent[0]), max(extent[1] - 1, extent[0])) if extent is not None else None


def offset_at(document: Document, row: int, column: int | None) -> int | None:
    """Return the character of the plan that a row shows at a cell of its text; without a cell, its first answer.

    Our own signs stand for what is beside them; None below the last row.
    """
    spot = document.position_of_row(row)
    if spot.unit >= document.count():
        return None
    lines = document.lines(spot.unit)
    if spot.line >= len(lines):
        return None
    line = lines[spot.line]
    start, _ = document.extent(spot.unit)
    pointed = _offset_of_cell(line, column) if column is not None else None
    if pointed is None:
        pointed = _first_answer(document, start, line)
    return start + (pointed if pointed is not None else line.extent()[0])


def _offset_of_cell(line: DrawnLine, column: int) -> int | None:
    position = 0
    for run in line.runs:
        taken = cell_len(run.text)
        if position <= column < position + taken:
            return run.start + _character(run, column - position) if run.is_source else None
        position += taken
    return None


def _character(run: TextRun, column: int) -> int:
    """Return which of a run's characters stands at one of its cells."""
    if not run.is_verbatim:
        return 0
    position = 0
    for index, character in enumerate(run.text):
        position += cell_len(character)
        if position > column:
            return index
    return max(len(run.text) - 1, 0)


def _first_answer(document: Document, start: int, line: DrawnLine) -> int | None:
    for run in _source_runs(line.runs):
        begin, end = start + run.start, start + run.end
        for _, position, piece in document.segments_in(begin, end):
            for span in piece.spans:
                if position + span.start < end and position + span.end > begin:
                    return max(position + span.start, begin) - start
    return None


def _source_runs(runs: Iterable[TextRun]) -> Iterator[TextRun]:
    return (run for run in runs if run.is_source)
