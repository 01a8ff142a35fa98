"""The bottom line: the keys that work now, and whether the draft is saved."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.widget import Widget

from screens.appearance.glyphs import key_text, terminal_glyphs
from screens.appearance.safe_text import join_content, safe_line, shorten_content

if TYPE_CHECKING:
    from screens.widgets.button import PushButton

_SAVED_AGAIN_SECONDS = 8.0
"""Seconds for which the footer says that the draft is saved again."""

SaveStatus = Literal["kept", "not-kept", ""]


class KeyHint(Struct, frozen=True):
    """A key, what it does in a word or two, and the Textual action that a click runs on the screen."""

    keys: str
    label: str
    action: str = ""


HELP_KEY = KeyHint("F1", "help", "app.help")
"""The last of the keys, shown in any width."""
_PRESS_BUTTON = "button"
"""In the place of an action: press the button that has the focus."""
_RELOCATE_KEY = KeyHint("F8", "save it elsewhere", "app.keep_elsewhere")
"""The first of the keys while the draft cannot be saved."""


class KeyFooter(Widget):
    """Keys on the left, the main one first; the status on the right. Keys that do not fit are left out, help never."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys: tuple[KeyHint, ...] = ()
        self._status = ""
        self._state: SaveStatus = ""
        self._instead: tuple[KeyHint, ...] = ()
        self._saved_again_until = 0.0
        """Until when, on the monotonic clock, to say that the draft is saved again."""
        self._hint_spans: tuple[tuple[int, int, KeyHint], ...] = ()

    def on_mount(self) -> None:
        self.watch(self.screen, "focused", self._follow_focus, init=False)

    def _follow_focus(self) -> None:
        self.refresh()

    def show(self, keys: tuple[KeyHint, ...], status: str = "", status_state: SaveStatus = "") -> None:
        """Show the keys that work now, `F1 help` after them, and a status in words."""
        if self._state == "not-kept" and status_state == "kept":
            self._saved_again_until = monotonic() + _SAVED_AGAIN_SECONDS
        if status_state == "kept" and monotonic() < self._saved_again_until:
            status = "saved again"
        if (keys, status, status_state) != (self._keys, self._status, self._state):
            self._keys, self._status, self._state = keys, status, status_state
            self.refresh()

    def show_instead(self, keys: tuple[KeyHint, ...]) -> None:
        """Show other keys in the place of those, as long as something else takes what is typed."""
        if keys != self._instead:
            self._instead = keys
            self.refresh()

    @property
    def keys(self) -> tuple[KeyHint, ...]:
        """The keys that work now, without help."""
        return self._keys

    @property
    def shown_keys(self) -> tuple[KeyHint, ...]:
        """The keys that work now, with what Enter does on a button that has the focus."""
        keys = self._instead or self._keys
        button = self._focused_button()
        if button is None:
            return keys
        pressed = KeyHint("enter", button.says[:1].lower() + button.says[1:], _PRESS_BUTTON)
        return (pressed, *(key for key in keys if key.keys not in ("enter", "space")))

    def _focused_button(self) -> PushButton | None:
        focused = self.screen.focused
        if focused is None:
            return None
        from screens.widgets.button import PushButton

        return focused if isinstance(focused, PushButton) else None

    @property
    def status(self) -> str:
        """The status on the right, in words."""
        return self._status

    async def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for start, end, key in self._hint_spans:
            if start <= offset.x < end and key.action:
                event.stop()
                if key.action == _PRESS_BUTTON and (button := self._focused_button()) is not None:
                    button.press()
                else:
                    await self.screen.run_action(key.action)

    def render(self) -> Content:
        width = self.size.width
        gap = 4 if self.screen.size.width >= 100 else 2
        shown = self.shown_keys
        room = width
        if self._state == "not-kept":
            shown = (_RELOCATE_KEY, *shown)
            if self.screen.size.width >= 60:
                room -= sum(_hint_content(key, is_main=False).cell_length + gap for key in (_RELOCATE_KEY, HELP_KEY))
        status = self._status_content(room)
        keys, self._hint_spans = _hints_line(shown, width - (status.cell_length + 2 if status else 0), gap)
        keys = shorten_content(keys, max(width - (status.cell_length + 2 if status else 0), 0))
        return keys.pad_right(max(width - keys.cell_length - status.cell_length, 0)) + status

    def _status_content(self, width: int) -> Content:
        """Return the status in at most `width` cells: in a narrow terminal its first word or sentence."""
        columns = self.screen.size.width
        if self._state == "kept":
            if columns < 60:
                return Content()
            says = self._status if columns >= 100 else self._status.partition(" ")[0]
            return join_content((f"{terminal_glyphs().answered} ", "$success"), safe_line(says, "$soft"))
        sign, style = (f"{terminal_glyphs().invalid} ", "$error") if self._state == "not-kept" else ("", "$soft")
        full, first_sentence = (
            join_content((sign, "$error bold"), safe_line(words, style))
            for words in (self._status, self._status.partition(". ")[0])
        )
        return full if full.cell_length <= width else shorten_content(first_sentence, width)


def _hints_line(
    keys: tuple[KeyHint, ...], width: int, gap: int
) -> tuple[Content, tuple[tuple[int, int, KeyHint], ...]]:
    """Return the keys that fit in one line, and for each the cells at which it starts and ends."""
    shown = list(keys)
    while True:
        pairs = [_hint_content(key, is_main=index == 0) for index, key in enumerate((*shown, HELP_KEY))]
        if not shown or sum(pair.cell_length for pair in pairs) + gap * len(shown) <= width:
            break
        shown.pop()
    spans: list[tuple[int, int, KeyHint]] = []
    at = 0
    for key, pair in zip((*shown, HELP_KEY), pairs, strict=True):
        spans.append((at, at + pair.cell_length, key))
        at += pair.cell_length + gap
    return Content(" " * gap).join(pairs), tuple(spans)


def _hint_content(key: KeyHint, *, is_main: bool) -> Content:
    keys = (key_text(key.keys), "bold $primary" if is_main else "bold $foreground")
    return join_content(keys, " " + safe_line(key.label, "$soft"))
