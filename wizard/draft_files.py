"""The files of one draft: a snapshot, the journal of what happened since, and the lock (docs/files.md)."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from wizard.changes import Tree, with_changes
from wizard.earlier import keep_earlier
from wizard.errors import WizardError
from wizard.history import Event, History, Stand, stand_of, tree_of
from wizard.home import make_private
from wizard.interview import Interview
from wizard.journal import Beginning, Journal, begin_journal, read_journal, write_events
from wizard.lock import Lock, take_lock
from wizard.settling import Stranger, strangers_data
from wizard.snapshot import Header, SnapshotError, header_of, read_tree, write_snapshot
from wizard.whole_file import discard, left_behind, sync, write_all, write_whole

SNAPSHOT = "draft.yaml"
JOURNAL = "journal.jsonl"
LOCK = "lock"
TEMPLATE = "template.md"
_MOST_BYTES = 500_000_000


class BrokenDraftError(WizardError):
    """A draft is there and cannot be read; its files stay as they are."""


@dataclass(frozen=True, slots=True)
class DraftState:
    """Everything that is written of a draft."""

    interview: Interview
    history: History = field(default_factory=History)
    strangers: tuple[Stranger, ...] = ()
    saved_as: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What the files of a draft hold."""

    source: str
    tree: Tree
    stand: Stand
    history: History
    number: int
    saved_as: str = ""
    notices: tuple[str, ...] = ()


class DraftFiles:
    """The files of a draft that is ours to write; every method may raise OSError, and can then be tried again."""

    def __init__(self, folder: Path, lock: Lock | None, number: int = 0) -> None:
        self.folder = folder
        self.number = number
        """Of the last event that was written, or that may have been."""
        self._lock = lock
        self._journal: int | None = None
        self._turn = 0
        self._written: Interview | None = None

    def can_append(self) -> bool:
        """Whether the journal that we write is still the one in the folder."""
        if self._journal is None or self._lock is None or not self._lock.is_in_place():
            return False
        try:
            return os.path.samestat(os.fstat(self._journal), os.stat(self.folder / JOURNAL))
        except OSError:
            return False

    def append(self, events: list[Event]) -> None:
        """Add events to the journal and wait until they are safe."""
        assert self._journal is not None
        first = self.number + 1
        self.number += len(events)
        write_all(self._journal, write_events(first, events))
        sync(self._journal)

    def write_whole(self, state: DraftState, kept_template: bytes | None) -> None:
        """Write a snapshot of the state and begin the journal afresh; HeldError when another program has the draft."""
        self._make_ready()
        self.number += 1
        interview = state.interview
        tree = {**tree_of(interview), "strangers": strangers_data(state.strangers)}
        snapshot = write_snapshot(self._header(state), tree)
        if kept_template is not None:
            write_whole(self.folder / TEMPLATE, kept_template)
        if self._written is None or self._written.answers is not interview.answers:
            keep_earlier(self.folder)
        write_whole(self.folder / SNAPSHOT, snapshot)
        digest = hashlib.sha256(snapshot).hexdigest()
        beginning = Beginning(self.number, digest, interview.template.source, tree, stand_of(interview))
        write_whole(self.folder / JOURNAL, begin_journal(beginning, state.history))
        self._reopen_journal()
        self._written = interview

    def release(self) -> None:
        """Let other programs have the draft."""
        if self._journal is not None:
            os.close(self._journal)
            self._journal = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _make_ready(self) -> None:
        make_private(self.folder)
        if self._lock is not None and not self._lock.is_in_place():
            self._lock.release()
            self._lock = None
        if self._lock is None:
            self._lock = take_lock(self.folder / LOCK, self.folder.name)
            clear_left_behind(self.folder)

    def _reopen_journal(self) -> None:
        if self._journal is not None:
            os.close(self._journal)
            self._journal = None
        self._journal = os.open(self.folder / JOURNAL, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))

    def _header(self, state: DraftState) -> Header:
        interview = state.interview
        progress = interview.progress()
        self._turn = self._turn or next_turn(self.folder)
        return Header(
            title=interview.title(),
            template=interview.template.name,
            template_title=interview.template.title,
            source=interview.template.source,
            version=interview.template.version,
            answered=progress.answered,
            total=progress.total,
            changed=datetime.now(UTC).isoformat(timespec="seconds"),
            turn=self._turn,
            number=self.number,
            place=interview.place,
            within=interview.within,
            cursor=interview.cursor,
            saved_as=state.saved_as,
        )


def next_turn(folder: Path) -> int:
    """A turn after that of every other draft beside this one."""
    latest = 0
    for snapshot in folder.parent.glob(f"*/{SNAPSHOT}"):
        header = header_at(snapshot)
        if header is not None:
            latest = max(latest, header.turn + (snapshot.parent != folder))
    return max(latest, 1)


def header_at(snapshot: Path) -> Header | None:
    """The header of a snapshot, or None when it cannot be read."""
    try:
        with snapshot.open("rb") as file:
            return header_of(file.read(16_384))
    except (OSError, SnapshotError):
        return None


def clear_left_behind(folder: Path) -> None:
    """Take away what a crash left half written."""
    for name in (SNAPSHOT, JOURNAL, TEMPLATE):
        for unfinished in left_behind(folder / name):
            discard(unfinished)


def find(folder: Path) -> Found:
    """What the files of a draft hold; BrokenDraftError when neither of them can be read."""
    snapshot, journal = _read_both(folder)
    for _ in range(10):
        header = _header_or_why(snapshot)
        begun = journal.beginning
        if begun is None or not isinstance(header, Header) or begun.number <= header.number:
            break
        # The program that has the draft wrote both between our two reads.
        snapshot, journal = _read_both(folder)
    return _put_together(folder.name, snapshot, journal)


def _read_both(folder: Path) -> tuple[bytes | None, Journal]:
    snapshot = _bytes_at(folder / SNAPSHOT)
    return snapshot, read_journal(_bytes_at(folder / JOURNAL) or b"")


def _put_together(name: str, snapshot: bytes | None, journal: Journal) -> Found:
    found = _found(name, snapshot, journal)
    later = [entry for entry in journal.events if entry.number > found.number]
    notices = found.notices
    if journal.unread:
        lines = "1 line" if journal.unread == 1 else f"{journal.unread} lines"
        notices = (*notices, f"{lines} of the draft's journal could not be read; the rest is here.")
    return replace(
        found,
        tree=with_changes(found.tree, (change for entry in later for change in entry.event.changes)),
        stand=later[-1].event.stands if later else found.stand,
        history=journal.history(),
        number=later[-1].number if later else found.number,
        notices=notices,
    )


def _found(name: str, snapshot: bytes | None, journal: Journal) -> Found:
    """The state that the journal's later events are to be made on."""
    header = _header_or_why(snapshot)
    begun = journal.beginning
    saved_as = header.saved_as if isinstance(header, Header) else ""
    if begun is not None and snapshot is not None and begun.snapshot == hashlib.sha256(snapshot).hexdigest():
        return Found(begun.source, begun.tree, begun.stand, History(), begun.number, saved_as)
    why = "it is gone"
    if snapshot is not None:
        try:
            header, tree = header_of(snapshot), read_tree(snapshot, SNAPSHOT)
            stand = Stand(header.place, header.within, header.cursor)
            return Found(header.source, tree, stand, History(), header.number, saved_as)
        except SnapshotError as error:
            why = str(error)
    if begun is None:
        raise BrokenDraftError(f"The draft {name} cannot be read: {why}. Its files stay as they are.")
    notice = f"{SNAPSHOT} could not be read ({why}); everything in it was in the journal too."
    return Found(begun.source, begun.tree, begun.stand, History(), begun.number, saved_as, (notice,))


def _header_or_why(snapshot: bytes | None) -> Header | SnapshotError:
    try:
        return header_of(snapshot or b"")
    except SnapshotError as error:
        return error


def _bytes_at(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError:
        return None
