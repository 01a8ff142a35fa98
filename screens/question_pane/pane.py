"""The question pane: it draws rows, keeps the cursor in sight, and tells what the pointer is on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from msgspec.structs import replace
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.kept_colours import KeepsColours
from screens.appearance.text_layout import cells
from screens.controls.control import DrawnControl
from screens.controls.rows import BLANK, MARGIN, Bar, ClickTarget, ControlRow, Ground, Ink, Space
from screens.question_pane.question_view import QuestionView
from screens.question_pane.section_list import section_places, section_rows
from wizard.interview.interview import Interview
from wizard.model.answers import AnswerPath

if TYPE_CHECKING:
    from textual import getters

_SHORT, _LOW = 30, 20
"""Rows of the terminal below which help and padding are left out."""
_MOST_MOVED = 3
"""Rows that the list moves a question up at most."""
_WIDE = 100
"""Columns of the terminal from which on the plan stands beside the question, which has the height for itself."""


class QuestionPane(Widget, KeepsColours, can_focus=False):
    """Shows a question; keys go to the screen."""

    if TYPE_CHECKING:
        app = getters.app(App[None])

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"pane--{name}" for name in (*get_args(Ink), *get_args(Ground))}

    @dataclass
    class Pointed(Message):
        """The pointer was pressed on a click target, or dragged over it."""

        question: AnswerPath
        """The path of the question that was on the screen."""
        target: ClickTarget
        column: int
        """Cells from where the target's text starts."""
        extends: bool

    @dataclass
    class Selected(Message):
        """A word was clicked twice, or a line three times."""

        question: AnswerPath
        part: Literal["word", "line"]

    @dataclass
    class Wheeled(Message):
        """The wheel was turned over a question all of which is in sight."""

        question: AnswerPath
        key: Literal["up", "down"]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._view: QuestionView | None = None
        self._listed: Interview | None = None
        """The interview whose states stand in the list below the question."""
        self._list_drawn: tuple[object, ...] = ()
        self._list_rows: tuple[ControlRow, ...] = ()
        self._bar: Bar = "here"
        self._drawn_question: dict[Space, DrawnControl] = {}
        """The question as it was drawn since it was shown, or since the size changed."""
        self._is_tall = False
        """Whether it did not fit when it was drawn last."""
        self._content = DrawnControl(())
        self._drawn_size = Size()
        self._top = 0
        self._visible_rows: list[tuple[ControlRow, bool]] = []
        self._strips: list[Strip] = []
        self._styles_of: dict[tuple[Ink, Ground], Style] = {}
        self._is_dragging = False

    def show(self, view: QuestionView, bar: Bar = "here") -> None:
        """Show a question, with the sign beside what has the cursor."""
        is_other = self._view is None or view.control.path != self._view.control.path
        self._view, self._bar = view, bar
        if is_other:
            self._listed, self._is_tall = view.interview, False
        self._draw(top=0 if is_other else self._top)

    def list_states(self, interview: Interview) -> None:
        """Show the states of an interview in the list below the question, which a key need not wait for."""
        if self._listed is not interview:
            self._listed = interview
            self._draw(self._top, is_same_question=True)

    def _draw(self, top: int, *, is_same_question: bool = False) -> None:
        width, height = self.size
        if self._view is None or not width or not height:
            return
        if not is_same_question:
            self._drawn_question.clear()
        rows = self.screen.size.height
        self._drawn_size = self.size
        space = Space(width, height, rows < _SHORT, rows < _LOW, self._bar)
        is_roomy = rows >= _SHORT and self.screen.size.width >= _WIDE
        self._content = self._draw_with_list(self._view, space) if is_roomy else self._draw_question(self._view, space)
        self._show_from(self._top_for(top))

    def _draw_question(self, view: QuestionView, space: Space) -> DrawnControl:
        """Return the question without the list; it is drawn once while only the list changes."""
        if space not in self._drawn_question:
            drawn = self._drawn_question[space] = view.draw(space, is_tall=self._is_tall)
            self._is_tall = len(drawn.rows) > space.height
        return self._drawn_question[space]

    def _draw_with_list(self, view: QuestionView, space: Space) -> DrawnControl:
        """Return the question a third down, where the plan's marked line is, and at the bottom the section's list."""
        drawn = self._draw_question(view, replace(space, has_list=True))
        listed = self._rows_of_list(space, space.height - len(drawn.rows))
        if len(view.control.path) > 1 and not listed:
            drawn, listed = (
                self._draw_question(view, space),
                (),
            )  # the item's questions stand in one line above the label
        left = space.height - len(drawn.rows) - len(listed)
        above = max(0, min(space.height // 3, left))
        rows = (
            ((BLANK,) * above + drawn.rows + (BLANK,) * (left - above) + listed)
            if listed
            else ((BLANK,) * above + drawn.rows)
        )
        head = range(above + drawn.head.start, above + drawn.head.stop)
        return DrawnControl(rows, above + drawn.first, above + drawn.last, head)

    def _rows_of_list(self, space: Space, left: int) -> tuple[ControlRow, ...]:
        """Return the rows of the list below a blank one, built again only when something in it has changed.

        The whole list in one column may move the question up a little; a longer one does not.
        """
        if self._listed is None or self.screen.has_class("-broad"):  # the outline stands beside
            return ()
        third = space.height // 3
        whole = len(section_places(self._listed)) + 1
        most = whole if whole < left - third + _MOST_MOVED else left - third - 1
        drawn = (self._listed, space.width, most)
        if self._list_drawn != drawn:
            self._list_drawn = drawn
            rows = section_rows(self._listed, space.width, most)
            self._list_rows = (BLANK, *rows) if rows else ()
        return self._list_rows

    def _top_for(self, top: int) -> int:
        """Return the first row in sight that keeps the cursor in sight, and the label where there is space."""
        height = self.size.height
        first, last = self._content.first, self._content.last
        if last < height:
            top = 0
        elif last >= top + height:
            top = last - height + 1
        head = self._content.head
        covered = len(head) if first >= head.stop and self._head_fits() else 0
        return max(0, min(top, first - covered, len(self._content.rows) - 1))

    def _head_fits(self) -> bool:
        """Whether the head of a table may stay at the top with enough rows below it."""
        return len(self._content.head) * 2 < self.size.height

    def _show_from(self, top: int) -> None:
        """Show the rows from `top` on; rows that look as before are neither built nor painted again."""
        self._top = top
        before, seen, strips = len(self._strips), self._visible_rows, self._strips
        self._visible_rows = [(self._row_at(y), self._is_cut(y)) for y in range(self.size.height)]
        is_same_size = before == len(self._visible_rows)
        kept = [
            is_same_size and old == new for old, new in zip_longest(seen[: len(self._visible_rows)], self._visible_rows)
        ]
        self._strips = [strips[y] if is_kept else self._build_strip(y) for y, is_kept in enumerate(kept)]
        if not is_same_size:
            self.refresh()
        elif not all(kept):
            self.refresh(*(Region(0, y, self.size.width, 1) for y, is_kept in enumerate(kept) if not is_kept))

    @property
    def text_cursor(self) -> Offset | None:
        """The cell of the drawn cursor on the terminal; None while there is none in sight."""
        for y, (row, _) in enumerate(self._visible_rows):
            x = MARGIN
            for segment in row.segments:
                if segment.ink == "cursor":
                    return self.content_region.offset + Offset(x, y)
                x += cells(segment.text)
        return None

    def _is_cut(self, y: int) -> bool:
        """Whether it is the last row in sight, with more below."""
        return y == self.size.height - 1 and self._top + y + 1 < len(self._content.rows)

    def _row_at(self, y: int) -> ControlRow:
        index, head = self._top + y, self._content.head
        if self._top > head.start and y < len(head) and self._head_fits():
            index = head[y]
        return self._content.rows[index] if 0 <= index < len(self._content.rows) else BLANK

    def _build_strip(self, y: int) -> Strip:
        row = self._row_at(y)
        width = self.size.width
        written = (segment for segment in row.segments if segment.text)
        segments = [
            Segment(segment.text, self._style_for(segment.ink, segment.ground or row.ground)) for segment in written
        ]
        strip = Strip([self._bar_segment(row), *segments]).adjust_cell_length(width, self._style_for("ink", row.ground))
        return self._add_more_sign(strip, row) if self._is_cut(y) else strip

    def _bar_segment(self, row: ControlRow) -> Segment:
        blank = " " * (MARGIN - 1)
        if row.bar == "none":
            return Segment(blank + " ", self._style_for("ink", row.ground))
        return Segment(
            terminal_glyphs().here + blank, self._style_for("accent" if row.bar == "here" else "error", row.ground)
        )

    def _add_more_sign(self, strip: Strip, row: ControlRow) -> Strip:
        """Return the last row in sight with the sign that there is more below."""
        sign = Segment(terminal_glyphs().more[:1], self._style_for("faint", row.ground))
        return Strip.join([strip.crop(0, self.size.width - 1), Strip([sign])])

    def _style_for(self, ink: Ink, ground: Ground) -> Style:
        style = self._styles_of.get((ink, ground))
        if style is None:
            below = self.get_component_rich_style(f"pane--{ground}", partial=True)
            style = below + self.get_component_rich_style(f"pane--{ink}", partial=True)
            self._styles_of[ink, ground] = style
        return style

    def render_line(self, y: int) -> Strip:
        if len(self._strips) != self.size.height or self._drawn_size != self.size:
            self._draw(self._top)  # the event that tells of the size is still on its way
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, self._style_for("ink", "desk"))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        # Textual works out the styles of components after this.
        self.call_next(self.recolour)

    def recolour(self) -> None:
        super().notify_style_update()  # what was drawn in between has kept the colours before
        self._styles_of.clear()
        self._strips = []
        self._draw(self._top)

    def on_resize(self) -> None:
        self._strips = []
        self._draw(self._top)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1 and self._post_pointed(event, extends=False):
            self._is_dragging = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._is_dragging:
            self._post_pointed(event, extends=True)

    def on_mouse_up(self) -> None:
        if self._is_dragging:
            self._is_dragging = False
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        target = self._target_at(event)
        if event.chain > 1 and self._view is not None and target is not None and target.part == "text":
            self.post_message(self.Selected(self._view.control.path, "word" if event.chain == 2 else "line"))

    def on_mouse_scroll_down(self) -> None:
        self._scroll_by(3, "down")

    def on_mouse_scroll_up(self) -> None:
        self._scroll_by(-3, "up")

    def _scroll_by(self, rows: int, key: Literal["up", "down"]) -> None:
        most = len(self._content.rows) - self.size.height
        if most > 0:
            self._show_from(max(0, min(self._top + rows, most)))
        elif self._view is not None:
            self.post_message(self.Wheeled(self._view.control.path, key))

    def _post_pointed(self, event: events.MouseEvent, *, extends: bool) -> bool:
        """Post what the pointer is on, and return whether it is on a click target."""
        if self._view is None:
            return False
        target = self._target_at(event)
        if target is None:
            return False
        at = event.get_content_offset_capture(self)
        self.post_message(self.Pointed(self._view.control.path, target, max(at.x - target.text_from, 0), extends))
        return True

    def _target_at(self, event: events.MouseEvent) -> ClickTarget | None:
        """Return what the pointer is on."""
        at = event.get_content_offset_capture(self)
        return next((target for target in self._row_at(at.y).targets if target.start <= at.x < target.end), None)
