"""Keys typed before a screen is ready, held for it in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.screen import Screen

_Typed = events.Key | events.Paste


@dataclass
class CameBack(Message):
    """Posted by a screen that was given a key typed after the one that opened another screen."""

    key: events.Key


class TypeaheadBuffer:
    """Keys and pastes for a screen that has been opened and has no widgets yet."""

    def __init__(self) -> None:
        self._held: list[_Typed] = []
        self._came_back: list[_Typed] = []
        """Those that were sent before any of the others."""

    def hold(self, event: Message, screen: Screen[object], post: Callable[[_Typed], object]) -> bool:
        """Hold an event if the screen is not ready, and return whether it is held; `post` sends it again then."""
        if isinstance(event, CameBack):
            self._came_back.append(_fresh_copy(event.key))
        elif not isinstance(event, _Typed) or (screen.is_mounted and not self._held):
            return False
        else:
            self._held.append(_fresh_copy(event))
        if screen.is_mounted:
            self._release(post)
        elif len(self._held) + len(self._came_back) == 1:
            screen.call_later(self._release, post)
        return True

    def _release(self, post: Callable[[_Typed], object]) -> None:
        held, self._held, self._came_back = [*self._came_back, *self._held], [], []
        for event in held:
            post(event)


def _fresh_copy(event: _Typed) -> _Typed:
    """Return a copy that Textual has not handled yet."""
    return events.Paste(event.text) if isinstance(event, events.Paste) else events.Key(event.key, event.character)
