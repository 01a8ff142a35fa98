"""What of the plan is in sight: it goes with the question, and stays where it is while the answer is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from screens.preview.document import Document, RowChange
from screens.preview.document_diff import Change
from screens.preview.highlights import Highlights, LineMark
from screens.preview.markdown.drawn_lines import DrawnLine, TextRun

if TYPE_CHECKING:
    from wizard.model.answers import AnswerPath
    from wizard.render.plan import Plan


class Viewport:
    """So many rows of a paper, from `top` on; the heights around it are exact."""

    def __init__(self, paper: Document) -> None:
        self.paper = paper
        self.top = 0
        self.height = 0
        self.marks = Highlights()
        self.plan: Plan | None = None
        self._path: AnswerPath = ()
        self._within: AnswerPath = ()
        self._stands: Literal["at the question", "at the edit", "astray"] = "at the question"
        """What comes into sight when everything is drawn anew; astray: the user has scrolled."""
        self._edited_at: int | None = None

    # What is shown

    def show(self, plan: Plan, path: AnswerPath, within: AnswerPath) -> Literal["", "new", "changed"]:
        """Show a plan for a question and its item under the cursor; whether that is another question, or a change."""
        is_new = self.plan is None or path != self._path
        is_moved = is_new or within != self._within
        is_same = plan is self.plan and not is_new
        self.marks = self.marks.with_item(within) if is_same else Highlights(plan, path, within)
        self.plan, self._path, self._within = plan, path, within
        redrawn = self.paper.update(plan.segments)
        if is_new:
            self.go_to_question()
            return "new"
        if redrawn is None and not is_moved:
            return ""
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
        offset = self.paper.offset_of(self.paper.position_of_row(self.top))
        change()
        self._put(offset, 0)
        if self._stands == "at the edit" and self._edited_at is not None:
            self._bring_in(self._edited_at)

    def go_to_question(self) -> None:
        """Bring where the question is answered to a third of the height, and its item into sight."""
        self._stands = "at the question"
        question, item = self.marks.first(self.paper), self.marks.first_here(self.paper)
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

    def scroll_to_row(self, row: int) -> None:
        """Bring a row that the user wants to look at into sight."""
        self._stands = "astray"
        self._show_row(row)
        self.settle()

    def row_of_question(self) -> int:
        """The first row of the question, or of its item under the cursor."""
        extent = self.marks.first_here(self.paper)
        return self.paper.row_of(extent[0]) if extent is not None else 0

    def lines(self) -> Iterator[tuple[DrawnLine, LineMark]]:
        """The lines in sight, and what stands beside each; fewer than its rows if the plan ends before."""
        spot = self.paper.position_of_row(self.top)
        skipped, left = spot.line, self.height
        for unit in range(spot.unit, self.paper.count()):
            lines = self.paper.lines(unit)[skipped : skipped + left]
            yield from zip(lines, self.marks.of_unit(self.paper, unit)[skipped:], strict=False)
            left -= len(lines)
            skipped = 0
            if left <= 0:
                return

    # Where it stands

    def settle(self) -> None:
        """Make the heights here and a window's height around exact; the same text stays at the top."""
        paper, height = self.paper, self.height
        self.top = max(min(self.top, paper.height - height), 0)
        spot = paper.position_of_row(self.top)
        if spot.unit < paper.count():
            paper.make_exact(self.top - height, self.top)
            self.top = paper.row_of_unit(spot.unit) + spot.line
        paper.make_exact(self.top, self.top + 2 * height)
        self.top = max(min(self.top, paper.height - height), 0)

    def _put(self, offset: int, row: int) -> None:
        """Bring a character of the plan to a row of the window, as far as the plan goes."""
        for _ in range(2):
            top = self.paper.row_of(offset) - row
            self.paper.make_exact(top - self.height, top + 2 * self.height)
        self.top = self.paper.row_of(offset) - row
        self.settle()

    def _follow(self, redrawn: RowChange | None) -> None:
        """After a change: what is in sight stays where it is, unless the edited line would be out of sight."""
        if redrawn is not None and redrawn.old_bottom <= self.top:
            self.top += redrawn.new_bottom - redrawn.old_bottom
        self.settle()
        if self._edited_at is not None:
            self._bring_in(self._edited_at)

    def _bring_in(self, offset: int) -> None:
        self._show_row(self.paper.row_of(offset))
        self.settle()

    def _show_row(self, row: int) -> None:
        """Move as little as possible so that a row is in sight, with one beside it."""
        margin = 1 if self.height > 4 else 0
        self.top = max(min(self.top, row - margin), row + 1 + margin - self.height)

    def _find_edited_offset(self, change: Change | None) -> int | None:
        """The character of the plan that is being edited."""
        if change is None:
            extent = self.marks.first_here(self.paper)
            return extent[0] if extent is not None else None
        last = max(change.new_end - 1, change.start)
        extent = self.marks.nearest(self.paper, last)
        return min(max(last, extent[0]), max(extent[1] - 1, extent[0])) if extent is not None else None


if TYPE_CHECKING:
    from screens.preview.document import Document


def offset_at(paper: Document, row: int, column: int | None) -> int | None:
    """The character of the plan that a row shows at a cell of its text; without a cell, the first answer on it.

    Our own signs stand for what is beside them; None below the last row.
    """
    spot = paper.position_of_row(row)
    if spot.unit >= paper.count():
        return None
    lines = paper.lines(spot.unit)
    if spot.line >= len(lines):
        return None
    line = lines[spot.line]
    start, _ = paper.extent(spot.unit)
    pointed = _offset_of_cell(line, column) if column is not None else None
    if pointed is None:
        pointed = _first_answer(paper, start, line)
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
    """Which of a run's characters stands at one of its cells."""
    if not run.is_verbatim:
        return 0
    position = 0
    for index, character in enumerate(run.text):
        position += cell_len(character)
        if position > column:
            return index
    return max(len(run.text) - 1, 0)


def _first_answer(paper: Document, start: int, line: DrawnLine) -> int | None:
    for run in _source_runs(line.runs):
        begin, end = start + run.start, start + run.end
        for _, position, piece in paper.segments_in(begin, end):
            for span in piece.spans:
                if position + span.start < end and position + span.end > begin:
                    return max(position + span.start, begin) - start
    return None


def _source_runs(runs: Iterable[TextRun]) -> Iterator[TextRun]:
    return (run for run in runs if run.is_source)
