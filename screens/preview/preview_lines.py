"""The rows of the sheet, drawn only where they are in sight."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from screens.appearance.glyphs import terminal_glyphs
from screens.appearance.kept_colours import KeepsColours
from screens.preview.document import Document
from screens.preview.fence_cache import FenceCache, FenceRequest, examine_fence
from screens.preview.renderers import RENDERED, SOURCE
from screens.preview.styles import FLASH, LEFT, RIGHT, LineHit, PreviewStyles
from screens.preview.viewport import Bookmark, TextCursor, Viewport, offset_at

if TYPE_CHECKING:
    from textual import events

    from screens.preview.highlights import LineMark
    from screens.preview.markdown.drawn_lines import DrawnLine
    from wizard.model.answers import AnswerPath
    from wizard.render.answer_place import AnswerPlace
    from wizard.render.plan import Plan
    from wizard.search.folded_text import FoldedText, Hits

View = Literal["rendered", "source"]
_Drawn: TypeAlias = "tuple[int, DrawnLine, LineMark, bool, tuple[LineHit, ...]]"
"""All that a strip depends on: the line, kept so that its identity stays its own; its mark; the cursor; the hits."""

_LEAST = 8
"""Cells of text, however narrow the sheet is."""
_PAUSE = 0.25
"""Seconds without a change until what is slow to find out is found out."""
_FLASH_SECONDS, _FLASH_STEP = 0.25, 0.05


class PreviewLines(ScrollView, KeepsColours, can_focus=False):
    """Shows a plan, keeps the question's lines in sight and marks them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = PreviewStyles.COMPONENT_CLASSES
    ALLOW_SELECT = False

    @dataclass
    class Chosen(Message):
        """The user wants to go to the question that made a line."""

        path: AnswerPath

    def __init__(self) -> None:
        super().__init__()
        self._known = FenceCache()
        self._document = Document(RENDERED, terminal_glyphs(), self._known)
        self._window = Viewport(self._document)
        self._inks = PreviewStyles(self)
        self._drawn_for = Size()
        self._waiting: tuple[Plan, AnswerPath, AnswerPath, TextCursor | None, AnswerPlace | None] | None = None
        """What is to be shown as soon as there is room."""
        self._view: View = "rendered"
        self._cursor: int | None = None
        """The row of the reader's cursor, while the sheet is read."""
        self._hits: Hits | None = None
        """What a search has found."""
        self._current_hit: int | None = None
        self._folded: tuple[Plan, FoldedText] | None = None
        """The plan that is searched, and its text."""
        self._bookmark: Bookmark | None = None
        """What was in sight when the search began."""
        self._begins_reading = False
        """Whether the cursor is to be shown as soon as there is room."""
        self._strips: dict[_Drawn, Strip] = {}
        self._shown: list[Strip] = []
        self._is_scrolling = False
        self._pause: Timer | None = None
        self._flash: Timer | None = None
        self._flashed_at = 0.0
        self._changed_at = 0.0

    # What is shown

    def show(
        self,
        plan: Plan,
        path: AnswerPath,
        within: AnswerPath,
        cursor: TextCursor | None = None,
        place: AnswerPlace | None = None,
    ) -> None:
        """Draw a plan and mark what answers the question at `path`, and there the item `within`."""
        if not self._document.width:
            self._waiting = plan, path, within, cursor, place
            return
        is_first = self._window.plan is None  # with nothing before it, there is no change to point out
        shown = self._window.show(plan, path, within, cursor, place)
        if shown:
            self._changed_at = monotonic()
            if shown == "new" and not is_first:
                self._begin_flash()
            self._draw()

    def set_view(self, view: View) -> None:
        """Show the plan rendered or as source, the same lines in sight."""
        if view != self._view:
            self._view = view
            self._change_all(lambda: self._document.set_mode(RENDERED if view == "rendered" else SOURCE))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        # Textual works out the styles of components after this.
        self.call_next(self.recolour)

    def recolour(self) -> None:
        super().notify_style_update()  # what was drawn in between has kept the colours before
        self._inks.forget()
        self._strips.clear()
        if self._document.width:
            self._draw()

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        # The Resize comes after the first layout has been painted, and the plan would come a frame behind its place.
        sends_resize = super()._size_updated(size, virtual_size, container_size, layout)
        if self.scrollable_size != self._drawn_for:
            self._fit()
        return sends_resize

    def _fit(self) -> None:
        """Draw for the size that the layout has given."""
        width, self._window.height = self.scrollable_size
        if not width:
            return
        width = max(width - LEFT - RIGHT, _LEAST)
        self._change_all(lambda: self._document.resize(width))
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self.show(*waiting)
            self._show_current_hit()
        if self._begins_reading:
            self.begin_reading()

    def _change_all(self, change: Callable[[], None]) -> None:
        self._strips.clear()
        read = (
            self._document.offset_of(self._document.position_of_row(self._cursor)) if self._cursor is not None else None
        )
        self._window.change_all(change)
        if read is not None:
            self._cursor = self._document.row_of(read)
        if self._document.width:
            self._draw()

    # Drawing

    def _draw(self) -> None:
        """Bring the window to the screen; rows that look the same are not sent again."""
        self._drawn_for = self.scrollable_size
        self._scroll()
        before, self._shown = self._shown, self._strips_in_sight()
        if len(before) != len(self._shown):
            self.refresh()
        else:
            rows = enumerate(zip(before, self._shown, strict=True))
            changed = [y for y, (old, new) in rows if old is not new and old != new]
            if changed:
                self.refresh(Region(0, changed[0], self.size.width, changed[-1] + 1 - changed[0]))
        if self._known.has_requests and self._pause is None:
            self._pause = self.set_timer(_PAUSE, self._find_out)

    def _scroll(self) -> None:
        """Put the scroll bar where the window is."""
        width, height = self.scrollable_size
        size = Size(width, max(self._document.height, height))
        self._is_scrolling = True
        if size != self.virtual_size:
            self.virtual_size = size
        if round(self.scroll_y) != self._window.top:
            self.scroll_to(y=self._window.top, animate=False, force=True, immediate=True)
        self._is_scrolling = False

    def _strips_in_sight(self) -> list[Strip]:
        kept: dict[_Drawn, Strip] = {}
        strips: list[Strip] = []
        width, height = self.scrollable_size
        is_read = self._cursor is not None
        starts: Iterable[int] = self._window.unit_starts() if self._hits is not None else repeat(0)
        for row, ((line, mark), start) in enumerate(zip(self._window.lines(), starts, strict=False), self._window.top):
            beside: LineMark = "question" if mark and is_read else mark
            hits = self._hits_on(line, start) if self._hits is not None else ()
            key = (id(line), line, beside, row == self._cursor, hits)
            strip = self._strips.get(key) or self._inks.strip(line, beside, row == self._cursor, width, hits)
            kept[key] = strip
            strips.append(strip)
        self._strips = kept
        return strips + [self._inks.strip(None, "", False, width)] * (height - len(strips))

    def render_line(self, y: int) -> Strip:
        if y < len(self._shown):
            return self._shown[y]
        return self._inks.strip(None, "", False, self.scrollable_size.width)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if not self._is_scrolling and self._document.width and round(new_value) != self._window.top:
            self._window.scroll_to(round(new_value))
            self._draw()

    def _begin_flash(self) -> None:
        """Let the tint settle from the accent."""
        level = self.app.animation_level  # pyright: ignore[reportUnknownMemberType] - Textual leaves it open whose app
        if level == "none" or not self._shown:
            return
        if self._flash is not None:
            self._flash.stop()
        self._flashed_at = monotonic()
        self._tint(FLASH)
        self._flash = self.set_interval(_FLASH_STEP, self._settle_flash)

    def _settle_flash(self) -> None:
        gone = (monotonic() - self._flashed_at) / _FLASH_SECONDS
        if gone >= 1 and self._flash is not None:
            self._flash.stop()
        self._tint(FLASH * max(1 - gone, 0.0))
        self._draw()

    def _tint(self, flash: float) -> None:
        self._inks.flash = flash
        self._inks.forget()
        self._strips = {drawn: strip for drawn, strip in self._strips.items() if not drawn[2]}

    def _hits_on(self, line: DrawnLine, start: int) -> tuple[LineHit, ...]:
        """Return what a search has found on a line, whose unit starts at an offset of the plan."""
        assert self._hits is not None
        first, after = line.extent()
        found = self._hits.between(start + first, start + after)
        return tuple((begin - start, end - start, index == self._current_hit) for index, (begin, end) in found)

    # What is found out later

    def _find_out(self) -> None:
        """Find out what is wanted, unless something has just changed."""
        self._pause = None
        if monotonic() - self._changed_at < _PAUSE:
            self._pause = self.set_timer(_PAUSE, self._find_out)
        else:
            self.run_worker(partial(self._learn, self._known.take_requests()), group="learn")

    async def _learn(self, wanted: list[FenceRequest]) -> None:
        for asked in wanted:
            self._known.learn(asked, await asyncio.to_thread(examine_fence, asked))
        codes = [asked.code for asked in wanted]
        self._change_all(lambda: self._document.redraw_if(lambda text: any(code in text for code in codes)))

    # Reading with keys and pointer

    def begin_reading(self) -> None:
        """Show a cursor, on the first marked row that is in sight."""
        self._begins_reading = not self._document.width
        if self._begins_reading:
            return
        row, top = self._window.row_of_question(), self._window.top
        self._cursor = row if top <= row < top + self._window.height else top
        self._draw()

    def point_at(self, offset: int) -> None:
        """Show a cursor on the row that has a character of the plan."""
        if self._document.width:
            self._cursor = self._window.scroll_to_offset(offset)
            self._draw()

    def end_reading(self) -> None:
        """Hide the cursor."""
        self._cursor, self._begins_reading = None, False
        self._draw()

    def scroll_rows(self, by: int) -> None:
        """Scroll by some rows, and leave the cursor where it is."""
        self._window.scroll_to(self._window.top + by)
        self._draw()

    # Searching

    def count_hits(self, query: str) -> int:
        from wizard.search.folded_text import fold

        plan = self._window.plan if self._waiting is None else self._waiting[0]
        if plan is None:
            return 0
        if self._folded is None or self._folded[0] is not plan:
            self._folded = plan, fold(plan.text)
        self._hits = self._folded[1].find(query)
        return len(self._hits)

    def first_hit(self, offset: int | None) -> int:
        """Return the index of the first hit from an offset, or from what was in sight when the search began."""
        if offset is None:
            offset = 0 if self._bookmark is None else self._bookmark.offset
        return 0 if self._hits is None else self._hits.first_from(offset)

    def show_hit(self, index: int | None) -> None:
        """Mark the hits, and bring one of them into sight; with None what was in sight when the search began."""
        self._current_hit = index
        if index is None:
            self._hits = None
            if self._bookmark is not None:
                self._window.go_back(self._bookmark)
        self._show_current_hit()
        if self._document.width:
            self._draw()

    def _show_current_hit(self) -> None:
        if (offset := self.offset_of_hit()) is not None and self._document.width:
            self._window.show_offset(offset)
            self._draw()

    def begin_search(self) -> None:
        self._bookmark = self._window.bookmark() if self._document.width else None

    def end_search(self, *, goes_back: bool) -> None:
        self._hits, self._current_hit, self._folded = None, None, None
        if goes_back and self._bookmark is not None:
            self._window.go_back(self._bookmark)
        self._bookmark = None
        if self._document.width:
            self._draw()

    def offset_of_hit(self) -> int | None:
        """Return the offset of the current hit."""
        return None if self._hits is None or self._current_hit is None else self._hits[self._current_hit][0]

    def move(self, by: int) -> None:
        """Move the cursor by some rows, or the window if there is none."""
        if self._cursor is None:
            self._window.scroll_to(self._window.top + by)
        else:
            self._cursor = max(min(self._cursor + by, self._document.height - 1), 0)
            self._window.scroll_to_row(self._cursor)
        self._draw()

    def choose(self) -> None:
        """Go to the question that made the row under the cursor."""
        if self._cursor is not None:
            self._choose(self._cursor, None)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None:
            event.stop()
            self._choose(self._window.row_at(offset.y), offset.x - LEFT)

    def _choose(self, row: int, column: int | None) -> None:
        offset = offset_at(self._document, row, column)
        if offset is None or self._window.plan is None:
            return
        path = self._window.plan.path_at(*self._document.offset_in_segment(offset))
        if path is not None:
            self.post_message(self.Chosen(path))
