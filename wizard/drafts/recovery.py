"""What the files of a draft hold, also after a crash (docs/files.md)."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wizard.drafts.changes import apply_changes
from wizard.drafts.history import Cursor, History
from wizard.drafts.journal import Journal, read_journal
from wizard.drafts.snapshot import Header, SnapshotError, parse_data, parse_header
from wizard.errors import WizardError
from wizard.files.atomic import sha256_hex
from wizard.files.os_errors import explain_os_error
from wizard.limits import MAX_DRAFT_FILE_BYTES
from wizard.model.answers import InterviewData

SNAPSHOT = "draft.yaml"
JOURNAL = "journal.jsonl"
LOCK = "lock"
TEMPLATE = "template.md"


class BrokenDraftError(WizardError):
    """A draft is there and cannot be read; its files stay as they are."""


class RecoveredDraft(Struct, frozen=True):
    """The state in which a draft was left."""

    source: str
    """Of its template."""
    tree: InterviewData
    stand: Cursor
    history: History
    number: int
    """Of the last event."""
    saved_as: str = ""
    notices: tuple[str, ...] = ()
    is_whole: bool = False
    """Whether snapshot and journal are as we write them, down to the last byte."""


def recover(folder: Path) -> RecoveredDraft:
    """What the files of a draft hold; BrokenDraftError when neither of them can be read."""
    snapshot, journal = _bytes_or_error(folder / SNAPSHOT), _read_journal_in(folder)
    for _ in range(10):
        header = _header_or_error(snapshot)
        begun = journal.start
        if begun is None or not isinstance(header, Header) or begun.number <= header.number:
            break
        # The program that has the draft wrote both between our two reads.
        snapshot, journal = _bytes_or_error(folder / SNAPSHOT), _read_journal_in(folder)
    return _combine(folder.name, snapshot, journal)


def try_read_header(snapshot: Path) -> Header | None:
    """The header of a snapshot, or None when it cannot be read."""
    try:
        with snapshot.open("rb") as file:
            return parse_header(file.read(16_384))
    except (OSError, SnapshotError):
        return None


def holds_a_draft(folder: Path) -> bool:
    """Whether there is anything in a folder to come back to."""
    return os.path.lexists(folder / SNAPSHOT) or os.path.lexists(folder / JOURNAL)


def _read_journal_in(folder: Path) -> Journal:
    content = _bytes_or_error(folder / JOURNAL)
    return read_journal(content if isinstance(content, bytes) else b"")


def _combine(name: str, snapshot: bytes | SnapshotError, journal: Journal) -> RecoveredDraft:
    found = _starting_state(name, snapshot, journal)
    later = [entry for entry in journal.events if entry.number > found.number]
    notices = found.notices
    if journal.unreadable_lines:
        lines = "1 line" if journal.unreadable_lines == 1 else f"{journal.unreadable_lines} lines"
        notices = (*notices, f"{lines} of the draft's journal could not be read; the rest is here.")
    return replace(
        found,
        tree=apply_changes(found.tree, (change for entry in later for change in entry.event.changes)),
        stand=later[-1].event.after if later else found.stand,
        history=journal.history(),
        number=later[-1].number if later else found.number,
        notices=notices,
        is_whole=found.is_whole and not journal.unreadable_lines and not journal.is_truncated,
    )


def _starting_state(name: str, snapshot: bytes | SnapshotError, journal: Journal) -> RecoveredDraft:
    """The state that the journal's later events are to be made on."""
    header = _header_or_error(snapshot)
    begun = journal.start
    saved_as = header.saved_as if isinstance(header, Header) else ""
    if begun is not None and isinstance(header, Header):
        is_same = isinstance(snapshot, bytes) and begun.snapshot == sha256_hex(snapshot)
        # The journal says it all too. A snapshot that is older was put back by someone, one that differs was edited.
        if is_same or begun.number > header.number:
            return RecoveredDraft(
                begun.source, begun.data, begun.cursor, History(), begun.number, saved_as, is_whole=is_same
            )
    try:
        return _from_snapshot(snapshot)
    except SnapshotError as why:
        if begun is None:
            raise BrokenDraftError(f"The draft {name} cannot be read: {why}. Its files stay as they are.") from why
        notice = f"{SNAPSHOT} could not be read ({why}). Everything is here all the same, from the journal."
        return RecoveredDraft(begun.source, begun.data, begun.cursor, History(), begun.number, saved_as, (notice,))


def _from_snapshot(snapshot: bytes | SnapshotError) -> RecoveredDraft:
    if isinstance(snapshot, SnapshotError):
        raise snapshot
    header, tree = parse_header(snapshot), parse_data(snapshot, SNAPSHOT)
    stand = Cursor(header.place, header.within, header.cursor)
    return RecoveredDraft(header.source, tree, stand, History(), header.number, header.saved_as)


def _header_or_error(snapshot: bytes | SnapshotError) -> Header | SnapshotError:
    try:
        return snapshot if isinstance(snapshot, SnapshotError) else parse_header(snapshot)
    except SnapshotError as error:
        return error


def _bytes_or_error(path: Path) -> bytes | SnapshotError:
    try:
        with path.open("rb") as file:
            return file.read(MAX_DRAFT_FILE_BYTES)
    except OSError as error:
        return SnapshotError(explain_os_error(error, path.name).what)
