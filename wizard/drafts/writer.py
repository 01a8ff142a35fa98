"""The thread that writes a draft, so that no key ever waits for the disk."""

from __future__ import annotations

import atexit
import errno
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Condition, Thread

from msgspec import Struct

from wizard.drafts.alternative_folder import leave_trail
from wizard.drafts.storage import DraftFiles, DraftState, delete_oldest_done
from wizard.drafts.template_copy import template_to_copy
from wizard.drafts.undo.history import Event
from wizard.errors import WizardError
from wizard.files.directories import done_folder
from wizard.files.os_errors import DiskProblem, explain_os_error
from wizard.interview.interview import Interview
from wizard.model.template import Section

QUIET = 0.1
"""Seconds without another change after which changes are written."""
MAX_WAIT = 0.25
"""Seconds that a change waits at most, while others follow."""
RETRY = 0.5
"""Seconds from a failure to the next attempt."""
STUCK = 2.0
"""Seconds after which a write counts as one that the disk does not respond."""
_NO_ANSWER = DiskProblem("the disk does not respond", "Wait a moment, or choose another folder")


class DraftStatus(Struct, frozen=True):
    """Whether a draft is on the disk, and if not, why."""

    is_saved: bool
    saved_at: float | None = None
    """When it was last written, in seconds since the epoch; None before the first time."""
    problem: DiskProblem | None = None

    def __str__(self) -> str:
        if self.problem is not None:
            return f"Draft not saved: {self.problem}"
        return "kept" if self.is_saved else "not saved yet"


OnStatus = Callable[[DraftStatus], None]
"""Called in the writer's thread after each attempt to write."""


class _Work(Struct, frozen=True):
    """What to write next."""

    state: DraftState
    events: list[Event]
    wants_snapshot: bool
    is_last: bool
    parent: Path | None
    """The folder to move the draft's own into."""
    place: Path | None
    """The folder below which to write the draft from now on."""
    order: int
    """The number of the last request that this fulfils."""

    @property
    def has_changes(self) -> bool:
        return bool(self.events or self.wants_snapshot or self.parent or self.place)

    @property
    def is_empty(self) -> bool:
        return not (self.has_changes or self.is_last)


class DraftWriter:
    """The thread that writes one draft; its public methods are for the user's thread, and do not raise."""

    def __init__(self, files: DraftFiles, state: DraftState, on_status: OnStatus | None) -> None:
        self._status = DraftStatus(is_saved=files.is_ready)
        self._on_status = on_status
        self._files = files
        self._state = state
        self._events: list[Event] = []
        self._first_at = self._last_at = 0.0
        self._wants_snapshot = not files.is_ready
        self._is_closing = False
        self._is_discarding = False
        self._is_given_up = False
        """Whether the draft was closed without waiting any longer for its last write."""
        self._left: Path | None = None
        """The folder that the draft has left, and that does not say so yet."""
        self._parent: Path | None = None
        self._place: Path | None = None
        self._ordered = self._done = 0
        self._failed_at: float | None = None
        self._busy_since: float | None = None
        self._pause = RETRY
        self._events_since_snapshot = 0
        self._section = _section_of(state.interview)
        self._copied = state.interview.template.digest if files.is_ready else ""
        """The digest of the template that is copied; it may be edited while the draft is open."""
        self._condition = Condition()
        self._thread = Thread(target=self._run, name="draft", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    @property
    def status(self) -> DraftStatus:
        """How the last attempt to write ended, or that one does not end."""
        is_given_up = self._is_given_up and self.has_unwritten_changes
        return self._unanswered() if self.is_stuck or is_given_up else self._status

    @property
    def is_stuck(self) -> bool:
        """Whether a write has taken so long that another folder may help."""
        since = self._busy_since
        return since is not None and time.monotonic() - since > STUCK

    @property
    def has_unwritten_changes(self) -> bool:
        """Whether something is not written yet."""
        return bool(self._events) or self._ordered > self._done or self._busy_since is not None

    @property
    def number(self) -> int:
        """The number of the last event that was written, or may have been."""
        return self._files.number

    @property
    def folder(self) -> Path:
        """The draft's folder."""
        return self._files.folder

    def append(self, state: DraftState, event: Event) -> None:
        """Append an event to the journal, which is on the disk within 300 ms; `state` is the one after it."""
        now = time.monotonic()
        with self._condition:
            self._state = state
            self._events.append(event)
            self._last_at = now
            if len(self._events) == 1:
                self._first_at = now
                self._condition.notify_all()

    def append_with_snapshot(self, state: DraftState, event: Event) -> None:
        """Request a snapshot of the state after an event, which is on the disk with the snapshot or not at all."""
        with self._condition:
            self.append(state, event)
            self.write_snapshot(state)

    def write_snapshot(self, state: DraftState) -> None:
        """Request a snapshot of a state."""
        with self._condition:
            self._state = state
            self._wants_snapshot = True
            self._ordered += 1
            self._condition.notify_all()

    def move_under(self, parent: Path, state: DraftState) -> None:
        """Request a snapshot, and then a move of the draft's folder into another one."""
        with self._condition:
            self._parent = parent
            self.write_snapshot(state)

    def move_to(self, place: Path, state: DraftState) -> None:
        """Request a snapshot in a folder below `place`, where the draft is from then on."""
        with self._condition:
            self._place = place
            self.write_snapshot(state)

    def flush(self, timeout: float) -> DraftStatus:
        """Write everything requested so far, waiting for so many seconds at most."""
        with self._condition:
            self._ordered += 1
            order = self._ordered
            self._condition.notify_all()
            is_done = self._condition.wait_for(lambda: self._done >= order or not self._thread.is_alive(), timeout)
            return self._status if is_done else self._unanswered()

    def close(self, timeout: float = 5.0) -> DraftStatus:
        """Write everything and release the draft, waiting for so many seconds at most."""
        with self._condition:
            self._is_closing = True
            self._condition.notify_all()
        self._thread.join(timeout)
        atexit.unregister(self.close)
        # What is still done when everything is written is a snapshot of what the journal has, and the lock's release.
        self._is_given_up = self._thread.is_alive()
        return self.status

    def discard(self, timeout: float) -> None:
        """Delete the draft's folder if it is still ours, waiting for so many seconds at most."""
        with self._condition:
            self._is_discarding = True
        self.close(timeout)

    def _unanswered(self) -> DraftStatus:
        return DraftStatus(is_saved=False, saved_at=self._status.saved_at, problem=_NO_ANSWER)

    def _run(self) -> None:
        while True:
            work = self._next_work()
            if self._is_discarding and work.is_last:
                self._files.delete()
                return
            status = self._attempt(work)
            with self._condition:
                self._status = status
                self._busy_since = None
                self._done = work.order
                self._condition.notify_all()
            self._report(status)
            if work.is_last:
                self._leave_trail()
                self._files.release()
                return

    def _report(self, status: DraftStatus) -> None:
        if self._on_status is None:
            return
        try:
            self._on_status(status)
        except Exception:  # noqa: BLE001 - the draft is saved whether or not its status can be shown
            self._on_status = None

    def _next_work(self) -> _Work:
        with self._condition:
            while (seconds := self._seconds_to_wait()) is None or seconds > 0:
                self._condition.wait(seconds)
            work = _Work(
                state=self._state,
                events=self._events,
                wants_snapshot=self._wants_snapshot,
                is_last=self._is_closing,
                parent=self._parent,
                place=self._place,
                order=self._ordered,
            )
            self._events, self._wants_snapshot, self._parent, self._place = [], False, None, None
            self._busy_since = time.monotonic() if work.has_changes or not work.is_last else None
            return work

    def _seconds_to_wait(self) -> float | None:
        """Return the seconds until the next write; None when there is nothing to write."""
        now = time.monotonic()
        if self._is_closing or self._ordered > self._done:
            return 0
        if self._failed_at is not None:
            return self._failed_at + self._pause - now
        if self._events:
            return min(self._first_at + MAX_WAIT, self._last_at + QUIET) - now
        return 0 if self._wants_snapshot else None

    def _attempt(self, work: _Work) -> DraftStatus:
        if work.is_empty:
            return self._status
        started = time.monotonic()
        try:
            self._write(work)
        except OSError as error:
            return self._record_failure(work, started, explain_os_error(error, work.place or self._files.folder))
        except WizardError as error:
            return self._record_failure(work, started, DiskProblem(str(error).rstrip("."), "Choose another folder"))
        except Exception as error:  # noqa: BLE001 - the edge of the thread: it goes on after a bug
            return self._record_failure(work, started, DiskProblem(f"internal error ({error!r})", "Save the plan"))
        self._failed_at = None
        return DraftStatus(is_saved=True, saved_at=time.time())

    def _write(self, work: _Work) -> None:
        section = _section_of(work.state.interview)
        if work.place is not None:
            self._move(work, work.place, section)
            return
        self._events_since_snapshot += len(work.events)
        is_due = (section is not self._section and not self._files.is_big) or self._files.is_journal_long
        is_due = is_due or (work.is_last and self._events_since_snapshot > 0)
        if work.wants_snapshot or (work.events and not self._files.is_ready):
            self._write_snapshot(work, section)
        else:
            if work.events:
                self._files.append(work.events, work.state)
            if is_due:
                with suppress(OSError):  # the journal has everything already
                    self._write_snapshot(work, section)
        if work.parent is not None and work.parent != self._files.folder.parent:
            self._move_under(work.parent)

    def _move_under(self, parent: Path) -> None:
        try:
            self._files.move_under(parent)
        except OSError as error:
            if error.errno != errno.EXDEV:  # another disk: the draft is safe where it is
                raise
        if self._files.folder.parent == done_folder():
            delete_oldest_done(self._files.folder)

    def _move(self, work: _Work, place: Path, section: Section | None) -> None:
        """Write the draft to a new folder below `place`, and only then leave the old one, whose files stay."""
        before, copied = self._files, self._copied
        self._files = DraftFiles(place / before.folder.name, follows_number=before.number)
        self._copied = ""
        try:
            self._write_snapshot(work, section)
        except BaseException:
            self._files.release()
            self._files, self._copied = before, copied
            raise
        before.release()
        self._left = before.folder
        self._leave_trail()

    def _leave_trail(self) -> None:
        """Leave the way to the draft in the folder that it has left; tried again when the draft is closed."""
        if self._left is not None:
            with suppress(OSError):
                leave_trail(self._left, self._files.folder)
                self._left = None

    def _write_snapshot(self, work: _Work, section: Section | None) -> None:
        if work.is_last or work.parent is not None:
            self._files.take_turn()
        template = work.state.interview.template
        has_copy = template.digest == self._copied
        self._files.write_snapshot(work.state, None if has_copy else template_to_copy(template, self._files.folder))
        self._copied = template.digest
        self._events_since_snapshot = 0
        self._section = section

    def _record_failure(self, work: _Work, started: float, problem: DiskProblem) -> DraftStatus:
        now = time.monotonic()
        with self._condition:
            self._wants_snapshot = True
            self._parent = self._parent or work.parent
        # Writing a big draft takes time from the user's thread, so it is tried again less often.
        self._pause = max(RETRY, 10 * (now - started))
        self._failed_at = now
        return DraftStatus(is_saved=False, saved_at=self._status.saved_at, problem=problem)


def _section_of(interview: Interview) -> Section | None:
    try:
        return interview.section()
    except LookupError:
        return None
