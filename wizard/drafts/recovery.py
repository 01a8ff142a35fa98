"""The state of a draft from its files, also after a crash (docs/files.md).

Snapshot and journal, each of which may be missing, out of date, cut off or edited by hand → the state that the user
left. The journal's first line holds a whole state too. It counts when the snapshot's SHA-256 is the one in the line,
when its number is greater than the snapshot's, or when the snapshot cannot be read; otherwise the snapshot counts,
which someone has then edited or put back. Events in the journal with greater numbers are applied to that state.
"""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wizard.drafts.changes import apply_changes
from wizard.drafts.history import Cursor, History
from wizard.drafts.journal import Journal, JournalStart, read_journal
from wizard.drafts.last_save import LastSave
from wizard.drafts.snapshot import Header, SnapshotError, parse_data, parse_header, read_header
from wizard.errors import WizardError
from wizard.files.atomic import sha256_hex
from wizard.files.os_errors import explain_os_error
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_DRAFT_FILE_BYTES
from wizard.model.answers import InterviewData

SNAPSHOT = "draft.yaml"
JOURNAL = "journal.jsonl"
LOCK = "lock"
TEMPLATE = "template.md"


class BrokenDraftError(WizardError):
    """Raised when a draft exists and cannot be read; its files stay as they are."""


class RecoveredDraft(Struct, frozen=True):
    """The state in which a draft was left."""

    source: str
    """The template's file, or its name when it is built in."""
    data: InterviewData
    cursor: Cursor
    history: History
    number: int
    """Of the last event."""
    last_save: LastSave | None = None
    save_to: str = ""
    """Where the user wants the plan saved, until it has been."""
    notices: tuple[str, ...] = ()
    """What to tell the user."""
    is_whole: bool = False
    """Whether snapshot and journal belong together and are complete, so that the journal can be continued."""


def recover(folder: Path) -> RecoveredDraft:
    """Return the state of the draft in a folder; raise BrokenDraftError when neither file can be read."""
    snapshot, journal = _bytes_or_error(folder / SNAPSHOT), _read_journal_in(folder)
    for _ in range(10):
        header, start = _header_or_error(snapshot), journal.start
        if start is None or not isinstance(header, Header) or start.number <= header.number:
            break
        # The program that has the draft open has written both between the two reads.
        snapshot, journal = _bytes_or_error(folder / SNAPSHOT), _read_journal_in(folder)
    return _combine(folder.name, snapshot, journal)


def try_read_header(snapshot: Path) -> Header | None:
    """Return the header of a snapshot, or None when it cannot be read."""
    try:
        return read_header(snapshot)
    except (OSError, SnapshotError):
        return None


def holds_a_draft(folder: Path) -> bool:
    """Whether a folder has the files of a draft, readable or not."""
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
        data=apply_changes(found.data, (change for entry in later for change in entry.event.changes)),
        cursor=later[-1].event.after if later else found.cursor,
        history=journal.history(),
        number=later[-1].number if later else found.number,
        notices=notices,
        is_whole=found.is_whole and not journal.unreadable_lines and not journal.is_truncated,
    )


def _starting_state(name: str, snapshot: bytes | SnapshotError, journal: Journal) -> RecoveredDraft:
    """Return the state that the journal's later events apply to."""
    header, start = _header_or_error(snapshot), journal.start
    if start is not None and isinstance(header, Header):
        is_same = isinstance(snapshot, bytes) and start.snapshot == sha256_hex(snapshot)
        if is_same or start.number > header.number:
            return replace(_from_journal(start, header), is_whole=is_same)
    try:
        return _from_snapshot(snapshot)
    except SnapshotError as why:
        if start is None:
            raise BrokenDraftError(f"The draft {name} cannot be read: {why}. Its files stay as they are.") from why
        notice = f"{SNAPSHOT} could not be read ({why}). Everything is here all the same, from the journal."
        return replace(_from_journal(start, header if isinstance(header, Header) else None), notices=(notice,))


def _from_journal(start: JournalStart, header: Header | None) -> RecoveredDraft:
    return RecoveredDraft(
        source=start.source,
        data=start.data,
        cursor=start.cursor,
        history=History(),
        number=start.number,
        last_save=start.last_save or (header and header.last_save),
        save_to=start.save_to or (header.save_to if header is not None else ""),
    )


def _from_snapshot(snapshot: bytes | SnapshotError) -> RecoveredDraft:
    if isinstance(snapshot, SnapshotError):
        raise snapshot
    header = parse_header(snapshot)
    return RecoveredDraft(
        source=header.source,
        data=parse_data(snapshot, SNAPSHOT),
        cursor=cursor_in(header),
        history=History(),
        number=header.number,
        last_save=header.last_save,
        save_to=header.save_to,
    )


def cursor_in(header: Header) -> Cursor:
    """Return where the user was when a snapshot was written."""
    return Cursor(header.place, header.within, header.cursor)


def _header_or_error(snapshot: bytes | SnapshotError) -> Header | SnapshotError:
    try:
        return snapshot if isinstance(snapshot, SnapshotError) else parse_header(snapshot)
    except SnapshotError as error:
        return error


def _bytes_or_error(path: Path) -> bytes | SnapshotError:
    try:
        return read_regular_file(path, MAX_DRAFT_FILE_BYTES)
    except OSError as error:
        return SnapshotError(explain_os_error(error, path.name).what)
