"""Keys that are typed faster than the screens take them, in their order."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias, TypeGuard, runtime_checkable

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump

Typed: TypeAlias = "events.Key | events.Paste"

SECOND_PRESS_SECONDS: Final = 2.0
"""Seconds within which a second Ctrl+C quits."""
READS_FIRST: Final = "-reads-first"
"""The class of a screen that is given no key until it has read what the keys are about."""
ENTER_OPENS: Final = "-enter-opens"
"""The class of a screen on which Enter may open what the keys behind it are for."""


@runtime_checkable
class TakesTypedFirst(Protocol):
    """A screen that may take what is typed before what has the focus on it."""

    def waits_for(self, typed: Typed) -> bool:
        """Return whether it would take it, once everything that was typed before is handled."""
        ...

    def take_typed(self, typed: Typed) -> bool:
        """Take it, or return False."""
        ...

    def action_search_plan(self) -> None:
        """Begin to take it for a search in the plan."""
        ...


@dataclass
class Handled(Message):
    """Posted where a key was given to, to bubble behind the key, and once more behind what the key has caused."""

    taker: MessagePump
    is_second: bool = False


@dataclass
class CameBack(Message):
    """Posted by a screen that was given a key typed after the one that opened another screen."""

    key: events.Key


class TypeaheadBuffer:
    """Keys and pastes that no screen was given yet."""

    def __init__(self) -> None:
        self._held: deque[Typed] = deque()
        self._came_back: deque[Typed] = deque()
        """Those that were typed before any of the others."""

    @property
    def first(self) -> Typed | None:
        """What was typed first, or nothing."""
        waiting = self._came_back or self._held
        return waiting[0] if waiting else None

    @property
    def is_left(self) -> bool:
        """Whether the keys leave the program: with Ctrl+Q, or twice Ctrl+C."""
        interrupted_at: float | None = None
        for typed in (*self._came_back, *self._held):
            if not is_leaving_key(typed):
                continue
            if typed.key == "ctrl+q":
                return True
            if interrupted_at is not None and typed.time - interrupted_at <= SECOND_PRESS_SECONDS:
                return True
            interrupted_at = typed.time
        return False

    def append(self, typed: Typed) -> None:
        """Hold what was typed last."""
        self._held.append(typed)

    def put_back(self, key: events.Key) -> None:
        """Hold a key that was typed before those that were never given to a screen."""
        self._came_back.append(events.Key(key.key, key.character))  # Textual has not handled the copy

    def clear(self) -> None:
        """Hold nothing any more."""
        self._held.clear()
        self._came_back.clear()

    def pop(self) -> Typed:
        """Return what was typed first, and hold it no longer."""
        return (self._came_back or self._held).popleft()


def is_leaving_key(typed: Typed) -> TypeGuard[events.Key]:
    """Return whether a key leaves the program, at once or the second time."""
    return isinstance(typed, events.Key) and typed.key in ("ctrl+q", "ctrl+c")
