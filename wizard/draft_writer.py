"""Writes a draft in a thread of its own, so that no key ever waits for the disk."""

from __future__ import annotations

import atexit
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread

from wizard.draft_files import DraftFiles, DraftState
from wizard.errors import WizardError
from wizard.history import Event
from wizard.journal import condensed
from wizard.template_copy import template_bytes
from wizard.trouble import Trouble, trouble_with

QUIET = 0.1
"""Seconds without a change after which it is written."""
LONGEST = 0.25
"""Seconds that a change waits at most, while others go on."""
RETRY = 0.5
"""Seconds from a failure to the next attempt."""
_MOST_EVENTS = 1000
"""In a journal; then a snapshot is written and the journal starts afresh."""


@dataclass(frozen=True, slots=True)
class Status:
    """Whether what the user gave is safe on the disk."""

    is_kept: bool
    at: float | None = None
    """When it was last written, in seconds since the epoch."""
    trouble: Trouble | None = None

    def __str__(self) -> str:
        if self.trouble is None:
            return "kept" if self.is_kept else "not kept yet"
        return f"Not kept: {self.trouble}"


OnStatus = Callable[[Status], None]
"""Called in the writer's thread, each time something was written or could not be."""


class DraftWriter:
    """The thread that writes one draft; its methods are for the thread that the user types in, and do not raise."""

    def __init__(self, files: DraftFiles, state: DraftState, on_status: OnStatus | None = None) -> None:
        self.status = Status(is_kept=False)
        self.on_status = on_status
        self._files = files
        self._state = state
        self._events: list[Event] = []
        self._first_at = self._last_at = 0.0
        self._wants_whole = True
        self._orders = 0
        self._done = 0
        self._is_closing = False
        self._failed_at: float | None = None
        self._pause = RETRY
        self._since_whole = 0
        self._section = state.interview.place[:1]
        self._changed = Condition()
        self._thread = Thread(target=self._run, name="draft", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    @property
    def folder(self) -> Path:
        """Where the draft lies."""
        return self._files.folder

    def note(self, state: DraftState, event: Event) -> None:
        """Take down what happened; it is written within 300 ms."""
        now = time.monotonic()
        with self._changed:
            self._state = state
            self._events.append(event)
            self._last_at = now
            if len(self._events) == 1:
                self._first_at = now
                self._changed.notify_all()

    def flush(self, timeout: float = 5.0) -> Status:
        """Write what there is now, and wait for it as many seconds at most."""
        with self._changed:
            self._orders += 1
            order = self._orders
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._done >= order or not self._thread.is_alive(), timeout)
            return self.status

    def write_whole(self, state: DraftState) -> None:
        """Write a snapshot of another state soon."""
        with self._changed:
            self._state = state
            self._wants_whole = True
            self._orders += 1
            self._changed.notify_all()

    def move_to(self, files: DraftFiles) -> None:
        """Go on writing the draft somewhere else."""
        with self._changed:
            before, self._files = self._files, files
            self._wants_whole = True
            self._orders += 1
            self._changed.notify_all()
        before.release()

    def close(self, timeout: float = 5.0) -> Status:
        """Write a last snapshot, let other programs have the draft, and wait as many seconds at most."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        self._thread.join(timeout)
        atexit.unregister(self.close)
        return self.status

    def _run(self) -> None:
        while True:
            with self._changed:
                while (seconds := self._seconds_to_wait()) is None or seconds > 0:
                    self._changed.wait(seconds)
                events, self._events = self._events, []
                state, files, order, is_last = self._state, self._files, self._orders, self._is_closing
                wants_whole = self._wants_whole or is_last
                self._wants_whole = False
            status = self._write(files, state, events, wants_whole)
            with self._changed:
                self.status = status
                self._done = order
                self._changed.notify_all()
            if self.on_status is not None:
                self.on_status(status)
            if is_last:
                files.release()
                return

    def _seconds_to_wait(self) -> float | None:
        """Until the next writing; None when there is nothing to write."""
        now = time.monotonic()
        if self._is_closing or self._orders > self._done:
            return 0
        if self._failed_at is not None:
            return self._failed_at + self._pause - now
        if self._events:
            return min(self._first_at + LONGEST, self._last_at + QUIET) - now
        return 0 if self._wants_whole else None

    def _write(self, files: DraftFiles, state: DraftState, events: list[Event], wants_whole: bool) -> Status:
        started = time.monotonic()
        try:
            self._write_files(files, state, events, wants_whole)
        except OSError as error:
            return self._failed(started, trouble_with(error, files.folder))
        except WizardError as error:
            return self._failed(started, Trouble(str(error), "Choose another place"))
        self._failed_at = None
        return Status(is_kept=True, at=time.time())

    def _write_files(self, files: DraftFiles, state: DraftState, events: list[Event], wants_whole: bool) -> None:
        section = state.interview.section()
        self._since_whole += len(events)
        is_due = section is not self._section or self._since_whole > _MOST_EVENTS
        if wants_whole or is_due or not files.can_append():
            files.write_whole(state, template_bytes(state.interview.template, files.folder))
            self._since_whole = 0
            self._section = section
        elif events:
            files.append(condensed(events))

    def _failed(self, started: float, trouble: Trouble) -> Status:
        now = time.monotonic()
        with self._changed:
            self._wants_whole = True
        # Writing much takes the user's own thread time too, so a big draft is tried less often.
        self._pause = max(RETRY, 10 * (now - started))
        self._failed_at = now
        return Status(is_kept=False, at=self.status.at, trouble=trouble)
