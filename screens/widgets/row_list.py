"""A list of rows, one of them marked: drafts, questions, ways to save, next steps.

A row has a sign, a text, a help below it, and something at its right end. Enter or a click chooses the marked row.
The list is as high as its rows: put it into a container that scrolls.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, count, islice
from operator import is_not
from typing import ClassVar, Final, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from screens.appearance.safe_text import safe_line
from screens.widgets.row_layout import (
    MAX_KNOWN,
    PLAIN_LIST,
    EmptyNotice,
    Heading,
    Layout,
    ListEntry,
    ListMeasures,
    ListRow,
    ListStyle,
    PlacedEntry,
    RowShape,
    entry_height,
    entry_lines,
    lay_out,
)

_MAX_REPLACED: Final = 60
"""Rows that are replaced one by one; of more, everything is laid out again."""


class RowList(Widget, can_focus=True):
    """A list of rows with a mark; `show` sets them, `narrow` filters them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown", "move(10)", "Page down", show=False),
        Binding("home", "move(-100000)", "First", show=False),
        Binding("end", "move(100000)", "Last", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    @dataclass
    class RowMarked(Message):
        """Another row was marked."""

        rows: RowList
        key: str

        @property
        def control(self) -> RowList:
            return self.rows

    @dataclass
    class RowChosen(Message):
        """The marked row was chosen."""

        rows: RowList
        key: str

        @property
        def control(self) -> RowList:
            return self.rows

    def __init__(
        self,
        style: ListStyle = PLAIN_LIST,
        *,
        folds: bool = False,
        leads: bool = False,
        first_click: Literal["marks", "chooses"] = "chooses",
        id: str | None = None,
    ) -> None:
        """Create an empty list.

        `folds`: text and help share a line where there is width but little height.
        `leads`: the mark looks focused without the focus, because a filter above the list has it.
        """
        super().__init__(id=id)
        self._style = style
        self._folds = folds
        self._leads = leads
        self._first_click = first_click
        self._entries: tuple[ListEntry, ...] = ()
        self._filter = ""
        self._visible: tuple[ListEntry, ...] = ()
        self._mark = ""
        self._index: dict[str, int] = {}
        """`{key: number of its row}` of the rows that the filter leaves, in order."""
        self._measures = ListMeasures(0, has_help=False)
        self._folded: dict[int, tuple[ListRow, str]] = {}
        """`{id() of a row: itself and what a filter finds it by}`, for those that a filter has looked at."""
        self._placed = Layout()
        self._laid_out_for: tuple[object, ...] = ()
        self._strips: dict[int, Strip] = {}

    def show(self, entries: Sequence[ListEntry], mark: str | None = None) -> None:
        """Show entries, and mark the row `mark`, else the one marked before, else the one nearest to it."""
        before = self._index_of_mark()
        if mark in (None, self._mark) and self._replace_in_place(tuple(entries)):
            return
        self._entries = tuple(entries)
        self._measures = ListMeasures.of(self._entries)
        if len(self._folded) > MAX_KNOWN:
            self._folded = {}
        self._apply_filter(mark if mark is not None else self._mark, before)

    def narrow(self, text: str) -> None:
        """Show only the rows that hold every word of a text."""
        if text != self._filter:
            # A longer filter leaves some of the rows that the shorter one has left.
            is_longer = bool(self._filter.strip()) and text.startswith(self._filter) and bool(self._index)
            among = self._visible if is_longer else self._entries
            self._filter = text
            self._apply_filter(self._mark, 0, among)
            self._mark_name_that_holds(text.casefold().split())

    @property
    def marked_key(self) -> str | None:
        """The key of the marked row, or None when there is no row."""
        return self._mark or None

    @property
    def has_rows(self) -> bool:
        """Whether there is a row to mark."""
        return bool(self._mark)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than are in sight, so that a page of them is of use."""
        return isinstance(self.parent, Widget) and self.parent.max_scroll_y > 0

    def keys(self) -> tuple[str, ...]:
        """Return the keys of the rows that the filter leaves, in order."""
        return tuple(self._index)

    def has(self, key: str) -> bool:
        """Whether the filter leaves a row with this key."""
        return key in self._index

    def mark(self, key: str) -> None:
        """Mark a row and scroll it into view."""
        if key == self._mark or key not in self._index:
            return
        before, self._mark = self._mark, key
        if self._layout_key(self.size.width) == self._laid_out_for:
            self._redraw_rows(before, key)
        else:
            self._update()
        self.post_message(self.RowMarked(self, key))

    def move(self, by: int) -> None:
        """Move the mark by some rows, at most to the first or the last."""
        keys = self.keys()
        if keys:
            self.mark(keys[max(0, min(len(keys) - 1, self._index_of_mark() + by))])
            self.show_mark()

    def choose(self) -> None:
        """Choose the marked row."""
        if self._mark:
            self.post_message(self.RowChosen(self, self._mark))

    def show_mark(self) -> None:
        """Scroll the containers of the list to the marked row; for the first row, to the top of the list."""
        region = self._region_of(self._mark)
        around = [node for node in self.ancestors if isinstance(node, Widget) and not isinstance(node, Screen)]
        if region is None or not any(node.max_scroll_y for node in around):
            return
        is_first = self.keys()[:1] == (self._mark,)
        node: Widget = self
        for parent in around:
            region = region.translate(node.virtual_region.offset)
            fits_from_top = is_first and region.bottom <= parent.scrollable_content_region.height
            wanted = Region(0, 0, region.width, region.bottom) if fits_from_top else region
            parent.scroll_to_region(wanted, animate=False, force=True, immediate=True)
            region = region.translate(-parent.scroll_offset)
            node = parent

    def on_resize(self) -> None:
        self._strips.clear()
        self.call_after_refresh(self.show_mark)

    def on_focus(self) -> None:
        self._strips.clear()

    def on_blur(self) -> None:
        self._strips.clear()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        placed = self._entry_at(offset.y) if offset is not None else None
        if placed is None or not isinstance(placed.entry, ListRow):
            return
        event.stop()
        was_marked = placed.entry.key == self._mark
        self.mark(placed.entry.key)
        if was_marked or self._first_click == "chooses":
            self.choose()

    def action_move(self, by: int) -> None:
        self.move(by)

    def action_choose(self) -> None:
        self.choose()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._lay_out(width)
        return self._height()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        strip = self._strips.get(y)
        if strip is None:
            strip = self._strips[y] = self._draw_line(y)
        return strip

    def _apply_filter(self, mark: str, before: int, among: tuple[ListEntry, ...] | None = None) -> None:
        """Show the entries that the filter leaves; `among` are those that it may leave, if not all."""
        words = self._filter.casefold().split()
        candidates = self._entries if among is None else among
        self._visible = tuple(self._matching_entries(candidates, words)) if words else self._entries
        if self._filter.strip() and not self._visible:
            self._visible = (
                EmptyNotice(safe_line(f'No matches for "{self._filter}". Esc clears the filter.', "$soft")),
            )
        rows = [entry for entry in self._visible if isinstance(entry, ListRow)]
        self._index = {row.key: number for number, row in enumerate(rows)}
        keys = self.keys()
        old, self._mark = self._mark, mark
        if mark not in self._index:
            self._mark = keys[max(0, min(before, len(keys) - 1))] if keys else ""
        self._laid_out_for = ()
        self._update()
        if self._mark != old:
            self.post_message(self.RowMarked(self, self._mark))

    def _matching_entries(self, entries: Sequence[ListEntry], words: Sequence[str]) -> Iterator[ListEntry]:
        """Yield the rows that hold every word, in their text, their help or their further words, and their headings."""
        heading: Heading | None = None
        first, *others = words
        folded = self._folded
        for entry in entries:
            if isinstance(entry, Heading):
                heading = entry
            elif isinstance(entry, ListRow):
                known = folded.get(id(entry))
                if known is None or known[0] is not entry:
                    known = folded[id(entry)] = (entry, _filter_text(entry))
                if first in known[1] and (not others or all(word in known[1] for word in others)):
                    if heading is not None:
                        yield heading
                        heading = None
                    yield entry

    def _mark_name_that_holds(self, words: Sequence[str]) -> None:
        """Mark the first row whose name holds every word, unless the marked one does; the others have it elsewhere."""

        def is_named(row: ListEntry) -> bool:
            return isinstance(row, ListRow) and all(word in row.text.plain.casefold() for word in words)

        marked = (entry for entry in self._visible if isinstance(entry, ListRow) and entry.key == self._mark)
        if not words or any(map(is_named, marked)):
            return
        named = next((entry.key for entry in self._visible if isinstance(entry, ListRow) and is_named(entry)), None)
        if named is not None:
            self.mark(named)
            if self.is_mounted:
                self.call_after_refresh(self.show_mark)

    def _replace_in_place(self, entries: tuple[ListEntry, ...]) -> bool:
        """Show entries of which only a few are others than before, if those need the same room; return whether they do.

        Of ten thousand rows one is ticked so, and none of the others is looked at.
        """
        if self._visible is not self._entries or len(entries) != len(self._entries) or not self._laid_out_for:
            return False
        changed = list(compress(count(), map(is_not, self._entries, entries)))
        if len(changed) > _MAX_REPLACED:
            return False
        if not all(_has_same_room(self._placed[index], entries[index]) for index in changed):
            return False
        self._entries = self._visible = entries
        self._placed = self._placed.with_entries(entries)
        self._strips.clear()
        self.refresh()
        return True

    def _index_of_mark(self) -> int:
        return self._index.get(self._mark, 0)

    def _update(self) -> None:
        self._strips.clear()
        height = self._height()
        self._lay_out(self.size.width)
        self.refresh(layout=height != self._height())
        if self.is_mounted:
            self.call_after_refresh(self.show_mark)

    def _draw_line(self, y: int) -> Strip:
        width = self.size.width
        self._lay_out(width)
        placed = self._entry_at(y)
        if placed is None:
            return Strip.blank(width, self.visual_style.rich_style)
        is_marked = isinstance(placed.entry, ListRow) and placed.entry.key == self._mark
        lines = entry_lines(placed, is_marked=is_marked, is_here=self._leads or self.has_focus)
        strips = Visual.to_strips(self, lines[y - placed.top], width, 1, self.visual_style, pad=True)
        return strips[0].adjust_cell_length(width, self.visual_style.rich_style)

    def _lay_out(self, width: int) -> None:
        wanted = self._layout_key(width)
        if wanted != self._laid_out_for and width > 0:
            self._laid_out_for = wanted
            shape = self._shape(width)
            self._placed = lay_out(
                self._visible, self._style, width, shape, self._mark, before=self._placed, measures=self._measures
            )
            self._strips.clear()

    def _layout_key(self, width: int) -> tuple[object, ...]:
        """Return what the layout depends on, besides the entries."""
        shape = self._shape(width)
        return (width, shape, self._mark if shape != "tall" and self._measures.has_help else "")

    def _redraw_rows(self, *keys: str) -> None:
        """Draw some rows again that need no other room, and scroll to the mark."""
        for region in filter(None, map(self._region_of, keys)):
            for y in range(region.y, region.bottom):
                self._strips.pop(y, None)
            self.refresh(region)
        if self.is_mounted:
            self.call_after_refresh(self.show_mark)

    def _shape(self, width: int) -> RowShape:
        rows, columns = self.screen.size.height, self.screen.size.width
        if self._folds and rows < 30 and width >= 60:
            return "folded"
        return "tall" if rows >= 30 and columns >= 60 else "short"

    def _height(self) -> int:
        return self._placed.height

    def _entry_at(self, y: int) -> PlacedEntry | None:
        return self._placed.at(y)

    def _region_of(self, key: str) -> Region | None:
        if key not in self._index:
            return None
        # Above the row are those before it, and headings and lines without a row.
        for index, entry in enumerate(islice(self._placed.entries, self._index[key], None), self._index[key]):
            if isinstance(entry, ListRow) and entry.key == key:
                placed = self._placed[index]
                return Region(0, placed.top, self.size.width, placed.height)
        return None


def _has_same_room(placed: PlacedEntry, entry: ListEntry) -> bool:
    """Return whether an entry is the same row as another one, and needs the room that it has."""
    before = placed.entry
    if isinstance(entry, ListRow):
        is_same_row = isinstance(before, ListRow) and entry.key == before.key and not entry.help and not before.help
        if not is_same_row or entry.sign.cell_length > placed.columns.sign:
            return False
    elif type(entry) is not type(before):
        return False
    return entry_height(entry, placed.columns, is_marked=False) == placed.height


def _filter_text(row: ListRow) -> str:
    """Return what a filter finds a row by."""
    return f"{row.text.plain} {row.help.plain}".casefold() + f"\n{row.words}"
