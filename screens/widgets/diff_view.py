"""The difference of a plan and the file on disk, as a widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from screens.widgets.difference_lines import DrawnLine, drawn_lines, first_lines
from wizard.plans.diff import Difference, Place
from wizard.plans.merge import Choice


class DifferenceView(Widget):
    """The difference, drawn line by line; as high as it is long."""

    @dataclass
    class Clicked(Message):
        """A line with the choices of a conflict was clicked."""

        conflict: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._difference: Difference | None = None
        self._choices: Mapping[int, Choice] = {}
        self._lines: tuple[DrawnLine, ...] = ()
        self._drawn_for = 0
        self._place = 0

    def show(self, difference: Difference, choices: Mapping[int, Choice]) -> None:
        """Show a difference, with what was chosen where both sides changed a line."""
        self._difference, self._choices = difference, dict(choices)
        self._drawn_for = 0
        self._draw(self.size.width)
        self.refresh(layout=True)

    def go(self, by: int) -> None:
        """Bring the next or the previous change into sight."""
        starts = first_lines(self._lines)
        if starts and isinstance(self.parent, Widget):
            self._place = max(0, min(len(starts) - 1, self._place + by))
            top = max(0, starts[self._place] - 2)
            region = Region(0, top, self.size.width, 4).translate(self.virtual_region.offset)
            self.parent.scroll_to_region(region, animate=False, force=True, top=True)

    @property
    def conflict(self) -> int | None:
        """The conflict at the change that is looked at, or the only one there is."""
        places = [part for part in self._difference.parts if isinstance(part, Place)] if self._difference else []
        conflicts = [place.conflict for place in places if place.conflict is not None]
        here = places[self._place].conflict if self._place < len(places) else None
        return conflicts[0] if here is None and len(conflicts) == 1 else here

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
        if line.ground:
            content = content.stylize_before(line.ground)
        return Visual.to_strips(self, content, width, 1, self.visual_style, pad=True)[0]

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        line = self._lines[offset.y] if offset is not None and offset.y < len(self._lines) else None
        if line is not None and line.place is not None:
            self._place = line.place
            if line.conflict is not None:
                self.post_message(self.Clicked(line.conflict))

    def _draw(self, width: int) -> None:
        if self._difference is not None and width > 0 and width != self._drawn_for:
            self._lines = drawn_lines(self._difference, self._choices, width)
            self._drawn_for = width
