"""The bottom line: the keys that work now, and whether everything is kept."""

from __future__ import annotations

from time import monotonic
from typing import Literal

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.widget import Widget

from screens.appearance.glyphs import signs, written_keys
from screens.appearance.safe_text import joined, shortened, shown_line

_TELLS_FOR = 8.0
"""Seconds for which it is told that everything is kept again."""

StatusState = Literal["kept", "not-kept", ""]


class Key(Struct, frozen=True):
    """A key, what it does in a word or two, and the Textual action that a click on it runs on the screen."""

    keys: str
    says: str
    action: str = ""


HELP = Key("F1", "help", "app.help")
"""Never falls off."""
_ELSEWHERE = Key("F8", "keep it elsewhere", "app.keep_elsewhere")
"""What can be done while the draft cannot be kept; it comes first then."""


class Foot(Widget):
    """Keys on the left, the main one first; the status on the right. What does not fit falls off before `F1 help`."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys: tuple[Key, ...] = ()
        self._status = ""
        self._state: StatusState = ""
        self._again_until = 0.0
        """The moment from which on it need not be told any more that everything is kept again."""
        self._places: tuple[tuple[int, int, Key], ...] = ()

    def show(self, keys: tuple[Key, ...], status: str = "", status_state: StatusState = "") -> None:
        """Show the keys that work now, `F1 help` being added, and a status in words."""
        if self._state == "not-kept" and status_state == "kept":
            self._again_until = monotonic() + _TELLS_FOR
        if status_state == "kept" and monotonic() < self._again_until:
            status = "kept again"
        if (keys, status, status_state) != (self._keys, self._status, self._state):
            self._keys, self._status, self._state = keys, status, status_state
            self.refresh()

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that work now, help aside."""
        return self._keys

    @property
    def status(self) -> str:
        """The words on the right."""
        return self._status

    def render(self) -> Content:
        width = self.size.width
        gap = 4 if self.screen.size.width >= 100 else 2
        shown = self._keys
        room = width
        if self._state == "not-kept":
            shown = (_ELSEWHERE, *shown)
            if self.screen.size.width >= 60:
                room -= sum(_pair(key, is_main=False).cell_length + gap for key in (_ELSEWHERE, HELP))
        status = self._fitting_status(room)
        keys, self._places = _keys_line(shown, width - (status.cell_length + 2 if status else 0), gap)
        keys = shortened(keys, max(width - (status.cell_length + 2 if status else 0), 0))
        return keys.pad_right(max(width - keys.cell_length - status.cell_length, 0)) + status

    def _fitting_status(self, width: int) -> Content:
        """The status as long as there is room for it: in a narrow terminal its first word or sentence."""
        columns = self.screen.size.width
        if self._state == "kept":
            if columns < 60:
                return Content()
            says = self._status if columns >= 100 else self._status.partition(" ")[0]
            return joined((f"{signs().answered} ", "$success"), shown_line(says, "$soft"))
        sign, style = (f"{signs().invalid} ", "$error") if self._state == "not-kept" else ("", "$soft")
        shorter = (self._status, self._status.partition(". ")[0])
        told = [joined((sign, "$error bold"), shown_line(words, style)) for words in shorter]
        return next((words for words in told if words.cell_length <= width), shortened(told[-1], width))

    async def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for start, end, key in self._places:
            if start <= offset.x < end and key.action:
                event.stop()
                await self.screen.run_action(key.action)


def _keys_line(keys: tuple[Key, ...], width: int, gap: int) -> tuple[Content, tuple[tuple[int, int, Key], ...]]:
    """The keys that fit, and for each where it starts and ends, in cells."""
    kept = list(keys)
    while True:
        pairs = [_pair(key, is_main=index == 0) for index, key in enumerate((*kept, HELP))]
        if not kept or sum(pair.cell_length for pair in pairs) + gap * len(kept) <= width:
            break
        kept.pop()
    places: list[tuple[int, int, Key]] = []
    at = 0
    for key, pair in zip((*kept, HELP), pairs, strict=True):
        places.append((at, at + pair.cell_length, key))
        at += pair.cell_length + gap
    return Content(" " * gap).join(pairs), tuple(places)


def _pair(key: Key, *, is_main: bool) -> Content:
    keys = (written_keys(key.keys), "bold $primary" if is_main else "bold $foreground")
    return joined(keys, " " + shown_line(key.says, "$soft"))
