"""What the files of a draft hold, also after a crash (docs/files.md)."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wizard.drafts.changes import with_changes
from wizard.drafts.history import History, Stand
from wizard.drafts.journal import Journal, read_journal
from wizard.drafts.snapshot import Header, SnapshotError, header_of, read_tree
from wizard.errors import WizardError
from wizard.files.os_errors import trouble_with
from wizard.model.answers import Tree

SNAPSHOT = "draft.yaml"
JOURNAL = "journal.jsonl"
LOCK = "lock"
TEMPLATE = "template.md"
_MOST_BYTES = 100_000_000


class BrokenDraftError(WizardError):
    """A draft is there and cannot be read; its files stay as they are."""


class Found(Struct, frozen=True):
    """The state in which a draft was left."""

    source: str
    """Of its template."""
    tree: Tree
    stand: Stand
    history: History
    number: int
    """Of the last event."""
    saved_as: str = ""
    notices: tuple[str, ...] = ()
    is_whole: bool = False
    """Whether snapshot and journal are as we write them, down to the last byte."""


def find(folder: Path) -> Found:
    """What the files of a draft hold; BrokenDraftError when neither of them can be read."""
    snapshot, journal = _bytes_at(folder / SNAPSHOT), _journal_in(folder)
    for _ in range(10):
        header = _header_or_why(snapshot)
        begun = journal.beginning
        if begun is None or not isinstance(header, Header) or begun.number <= header.number:
            break
        # The program that has the draft wrote both between our two reads.
        snapshot, journal = _bytes_at(folder / SNAPSHOT), _journal_in(folder)
    return _put_together(folder.name, snapshot, journal)


def header_at(snapshot: Path) -> Header | None:
    """The header of a snapshot, or None when it cannot be read."""
    try:
        with snapshot.open("rb") as file:
            return header_of(file.read(16_384))
    except (OSError, SnapshotError):
        return None


def holds_a_draft(folder: Path) -> bool:
    """Whether there is anything in a folder to come back to."""
    return os.path.lexists(folder / SNAPSHOT) or os.path.lexists(folder / JOURNAL)


def _journal_in(folder: Path) -> Journal:
    content = _bytes_at(folder / JOURNAL)
    return read_journal(content if isinstance(content, bytes) else b"")


def _put_together(name: str, snapshot: bytes | SnapshotError, journal: Journal) -> Found:
    found = _beginning(name, snapshot, journal)
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
        is_whole=found.is_whole and not journal.unread and not journal.is_cut,
    )


def _beginning(name: str, snapshot: bytes | SnapshotError, journal: Journal) -> Found:
    """The state that the journal's later events are to be made on."""
    header = _header_or_why(snapshot)
    begun = journal.beginning
    saved_as = header.saved_as if isinstance(header, Header) else ""
    if begun is not None and isinstance(header, Header):
        is_same = isinstance(snapshot, bytes) and begun.snapshot == _digest(snapshot)
        # The journal says it all too. A snapshot that is older was put back by someone, one that differs was edited.
        if is_same or begun.number > header.number:
            return Found(begun.source, begun.tree, begun.stand, History(), begun.number, saved_as, is_whole=is_same)
    try:
        return _from_snapshot(snapshot)
    except SnapshotError as why:
        if begun is None:
            raise BrokenDraftError(f"The draft {name} cannot be read: {why}. Its files stay as they are.") from why
        notice = f"{SNAPSHOT} could not be read ({why}). Everything is here all the same, from the journal."
        return Found(begun.source, begun.tree, begun.stand, History(), begun.number, saved_as, (notice,))


def _from_snapshot(snapshot: bytes | SnapshotError) -> Found:
    if isinstance(snapshot, SnapshotError):
        raise snapshot
    header, tree = header_of(snapshot), read_tree(snapshot, SNAPSHOT)
    stand = Stand(header.place, header.within, header.cursor)
    return Found(header.source, tree, stand, History(), header.number, header.saved_as)


def _header_or_why(snapshot: bytes | SnapshotError) -> Header | SnapshotError:
    try:
        return snapshot if isinstance(snapshot, SnapshotError) else header_of(snapshot)
    except SnapshotError as error:
        return error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _bytes_at(path: Path) -> bytes | SnapshotError:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError as error:
        return SnapshotError(trouble_with(error, path.name).what)
