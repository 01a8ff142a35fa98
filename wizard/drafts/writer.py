"""Writes a draft in a thread of its own, so that no key ever waits for the disk."""

from __future__ import annotations

import atexit
import errno
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Condition, Thread

from msgspec import Struct

from wizard.drafts.history import Event
from wizard.drafts.storage import DraftFiles, DraftState, give_up_oldest
from wizard.drafts.template_copy import template_bytes
from wizard.errors import WizardError
from wizard.files.directories import done_folder
from wizard.files.os_errors import Trouble, trouble_with
from wizard.interview.interview import Interview
from wizard.model.template import Section

QUIET = 0.1
"""Seconds without a change after which it is written."""
LONGEST = 0.25
"""Seconds that a change waits at most, while others go on."""
RETRY = 0.5
"""Seconds from a failure to the next attempt."""
STUCK = 2.0
"""Seconds that a writing takes at most, if the disk is to be reckoned with."""
_NO_ANSWER = Trouble("the disk does not answer", "Wait a little, or choose another place")


class Status(Struct, frozen=True):
    """Whether what the user gave is safe on the disk."""

    is_kept: bool
    at: float | None = None
    """When it was last written, in seconds since the epoch."""
    trouble: Trouble | None = None

    def __str__(self) -> str:
        if self.trouble is not None:
            return f"Not kept: {self.trouble}"
        return "kept" if self.is_kept else "not kept yet"


OnStatus = Callable[[Status], None]
"""Called in the writer's thread, each time something was written or could not be."""


class _Work(Struct, frozen=True):
    """What is to be written now."""

    state: DraftState
    events: list[Event]
    is_whole: bool
    is_last: bool
    parent: Path | None
    """The folder to put the draft's own into."""
    place: Path | None
    """The folder to go on in."""
    order: int

    @property
    def is_empty(self) -> bool:
        return not (self.events or self.is_whole or self.is_last or self.parent or self.place)


class DraftWriter:
    """The thread that writes one draft; its methods are for the thread that the user types in, and do not raise."""

    def __init__(self, files: DraftFiles, state: DraftState, on_status: OnStatus | None) -> None:
        self._status = Status(is_kept=files.is_ready)
        self._on_status = on_status
        self._files = files
        self._state = state
        self._events: list[Event] = []
        self._first_at = self._last_at = 0.0
        self._wants_whole = not files.is_ready
        self._is_closing = False
        self._parent: Path | None = None
        self._place: Path | None = None
        self._ordered = self._done = 0
        self._failed_at: float | None = None
        self._busy_since: float | None = None
        self._pause = RETRY
        self._since_whole = 0
        self._section = _section_of(state.interview)
        self._has_copy = files.is_ready
        """Of the template as this program has read it; who changes the template meanwhile changes no draft."""
        self._changed = Condition()
        self._thread = Thread(target=self._run, name="draft", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    @property
    def status(self) -> Status:
        """How the last writing came out, or that it does not come to an end."""
        return Status(is_kept=False, at=self._status.at, trouble=_NO_ANSWER) if self.is_stuck else self._status

    @property
    def is_stuck(self) -> bool:
        """Whether a writing has not come to its end for so long that another place may help."""
        since = self._busy_since
        return since is not None and time.monotonic() - since > STUCK

    @property
    def is_behind(self) -> bool:
        """Whether there is something that is not written yet."""
        return bool(self._events) or self._ordered > self._done or self._busy_since is not None

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

    def write_whole(self, state: DraftState) -> None:
        """Write a snapshot of a state now."""
        with self._changed:
            self._state = state
            self._wants_whole = True
            self._ordered += 1
            self._changed.notify_all()

    def file_under(self, parent: Path, state: DraftState) -> None:
        """Write a snapshot of a state now, and put the draft's folder into another one as soon as that can be done."""
        with self._changed:
            self._parent = parent
            self.write_whole(state)

    def move_to(self, place: Path, state: DraftState) -> None:
        """Write a snapshot of a state now, in a folder below `place` from now on."""
        with self._changed:
            self._place = place
            self.write_whole(state)

    def flush(self, timeout: float) -> Status:
        """Write what there is now, and wait for it as many seconds at most."""
        with self._changed:
            self._ordered += 1
            order = self._ordered
            self._changed.notify_all()
            is_done = self._changed.wait_for(lambda: self._done >= order or not self._thread.is_alive(), timeout)
            return self._status if is_done else Status(is_kept=False, at=self._status.at, trouble=_NO_ANSWER)

    def close(self, timeout: float = 5.0) -> Status:
        """Write the last of it, let other programs have the draft, and wait as many seconds at most."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        self._thread.join(timeout)
        atexit.unregister(self.close)
        if self._thread.is_alive():
            return Status(is_kept=False, at=self._status.at, trouble=_NO_ANSWER)
        return self._status

    def _run(self) -> None:
        while True:
            work = self._next_work()
            status = self._written(work)
            with self._changed:
                self._status = status
                self._busy_since = None
                self._done = work.order
                self._changed.notify_all()
            self._tell(status)
            if work.is_last:
                self._files.release()
                return

    def _tell(self, status: Status) -> None:
        if self._on_status is None:
            return
        try:
            self._on_status(status)
        except Exception:  # noqa: BLE001 - whatever goes wrong with showing it, the keeping goes on
            self._on_status = None

    def _next_work(self) -> _Work:
        with self._changed:
            while (seconds := self._seconds_to_wait()) is None or seconds > 0:
                self._changed.wait(seconds)
            work = _Work(
                self._state,
                self._events,
                self._wants_whole,
                self._is_closing,
                self._parent,
                self._place,
                self._ordered,
            )
            self._events, self._wants_whole, self._parent, self._place = [], False, None, None
            self._busy_since = time.monotonic()
            return work

    def _seconds_to_wait(self) -> float | None:
        """Until the next writing; None when there is nothing to write."""
        now = time.monotonic()
        if self._is_closing or self._ordered > self._done:
            return 0
        if self._failed_at is not None:
            return self._failed_at + self._pause - now
        if self._events:
            return min(self._first_at + LONGEST, self._last_at + QUIET) - now
        return 0 if self._wants_whole else None

    def _written(self, work: _Work) -> Status:
        if work.is_empty:
            return self._status
        started = time.monotonic()
        try:
            self._write(work)
        except OSError as error:
            return self._failed(work, started, trouble_with(error, work.place or self._files.folder))
        except WizardError as error:
            return self._failed(work, started, Trouble(str(error).rstrip("."), "Choose another place"))
        except Exception as error:  # noqa: BLE001 - the edge of the thread: after a mistake of ours it goes on
            return self._failed(work, started, Trouble(f"plan-wizard made a mistake ({error!r})", "Save the plan"))
        self._failed_at = None
        return Status(is_kept=True, at=time.time())

    def _write(self, work: _Work) -> None:
        section = _section_of(work.state.interview)
        if work.place is not None:
            self._move(work, work.place, section)
            return
        self._since_whole += len(work.events)
        is_due = (section is not self._section and not self._files.is_big) or self._files.is_long
        is_due = is_due or (work.is_last and self._since_whole > 0)
        if work.is_whole or (work.events and not self._files.is_ready):
            self._write_whole(work, section)
        else:
            if work.events:
                self._files.append(work.events, work.state)
            if is_due:
                with suppress(OSError):  # the journal has everything
                    self._write_whole(work, section)
        if work.parent is not None and work.parent != self._files.folder.parent:
            self._file_under(work.parent)

    def _file_under(self, parent: Path) -> None:
        try:
            self._files.file_under(parent)
        except OSError as error:
            if error.errno != errno.EXDEV:  # on another disk; it is safe where it is
                raise
        if self._files.folder.parent == done_folder():
            give_up_oldest(self._files.folder)

    def _move(self, work: _Work, place: Path, section: Section | None) -> None:
        """Go on in another place, leaving what lies in the old one; where nothing can be written, the old one stays."""
        before, had_copy = self._files, self._has_copy
        self._files, self._has_copy = DraftFiles(place / before.folder.name), False
        try:
            self._write_whole(work, section)
        except BaseException:
            self._files.release()
            self._files, self._has_copy = before, had_copy
            raise
        before.release()

    def _write_whole(self, work: _Work, section: Section | None) -> None:
        if work.is_last or work.parent is not None:
            self._files.take_turn()
        template = work.state.interview.template
        self._files.write_whole(work.state, None if self._has_copy else template_bytes(template, self._files.folder))
        self._has_copy = True
        self._since_whole = 0
        self._section = section

    def _failed(self, work: _Work, started: float, trouble: Trouble) -> Status:
        now = time.monotonic()
        with self._changed:
            self._wants_whole = True
            self._parent = self._parent or work.parent
        # To write a big draft takes time from the user's own thread, so it is tried less often.
        self._pause = max(RETRY, 10 * (now - started))
        self._failed_at = now
        return Status(is_kept=False, at=self._status.at, trouble=trouble)


def _section_of(interview: Interview) -> Section | None:
    try:
        return interview.section()
    except LookupError:
        return None
