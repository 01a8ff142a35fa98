"""The state of a draft from its files, also after a crash (docs/files.md).

Snapshot and journal, each of which may be missing, out of date, cut off or edited by hand → the state that the user
left. The journal's first line holds a whole state too. How the two belong together says which of them counts:

- the journal was begun with this snapshot: they are the same, and the journal's events come on top
- the journal was begun with it, and it was edited by hand since: the edit counts, and is one step more to take back
- the snapshot was written after this journal, and a crash came before the next one: the snapshot counts
- the snapshot is cut off or cannot be read: the journal counts
- neither was written after the other, as when a sync tool mixes the files of two computers: the one that went further
  counts, and the other state is kept among the earlier ones
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from wizard.digests import sha256_hex
from wizard.drafts.draft_folder import JOURNAL, SNAPSHOT, BrokenDraftError, has_backups
from wizard.drafts.journal import Journal, JournalStart, read_journal
from wizard.drafts.last_save import LastSave
from wizard.drafts.snapshot import (
    PARTS,
    Header,
    Snapshot,
    SnapshotError,
    encode_snapshot,
    is_cut_from,
    new_id,
    parse_header,
    parse_snapshot,
)
from wizard.drafts.undo.changes import apply_changes, changes_between
from wizard.drafts.undo.history import Cursor, Event, History
from wizard.files.os_errors import explain_os_error
from wizard.files.regular_file import read_regular_file
from wizard.limits import MAX_DRAFT_FILE_BYTES
from wizard.message_text import sanitize_line
from wizard.model.answers import InterviewData


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
    id: str = ""
    """Tells this draft from every other one; empty in drafts of versions that wrote none."""
    notices: tuple[str, ...] = ()
    """What to tell the user."""
    is_whole: bool = False
    """Whether snapshot and journal belong together and are complete, so that the journal can be continued."""
    rival: Rival | None = None
    unreadable: tuple[str, ...] = ()
    """The names of files that are to be kept beside the draft before they are written anew."""


class Rival(Struct, frozen=True):
    """The state in a file that does not count, as a snapshot, to be kept before that file is written anew."""

    number: int
    snapshot: bytes


class _Files(Struct, frozen=True, dict=True):
    """What was read of a draft's files."""

    name: str
    """The draft's."""
    content: bytes | SnapshotError
    """Of the snapshot's file, or why it cannot be read."""
    journal: Journal
    journal_sha256: str
    has_backups: bool

    @cached_property
    def header(self) -> Header | None:
        """Return the snapshot's header, which may be readable when the rest is not."""
        try:
            return parse_header(self.content) if isinstance(self.content, bytes) else None
        except SnapshotError:
            return None

    @cached_property
    def snapshot(self) -> Snapshot | SnapshotError:
        """Return the whole snapshot; reading YAML takes long, and a draft that was left in order needs none."""
        try:
            return parse_snapshot(self.content, SNAPSHOT) if isinstance(self.content, bytes) else self.content
        except SnapshotError as error:
            return error

    @cached_property
    def relation(self) -> _Relation:
        """Return how the two files belong together."""
        start = self.journal.start
        if start is None:
            return "snapshot alone"
        if isinstance(self.content, bytes) and self.header and start.snapshot == sha256_hex(self.content):
            return "same"
        if isinstance(self.snapshot, SnapshotError) or self.snapshot.is_cut or not isinstance(self.content, bytes):
            return "journal alone"
        header = self.snapshot.header
        if header.follows and header.follows == self.journal_sha256:
            return "snapshot later"
        if header.generation != start.generation:
            return "unrelated"
        if start.number != header.number:
            return "journal later" if start.number > header.number else "snapshot later"
        is_cut = not header.generation and is_cut_from(self.content, start.data)
        return "journal alone" if is_cut else "edited"


_Relation: TypeAlias = Literal[
    "same", "edited", "snapshot later", "journal later", "unrelated", "snapshot alone", "journal alone"
]


def recover(folder: Path) -> RecoveredDraft:
    """Return the state of the draft in a folder; raise BrokenDraftError when neither file can be read."""
    files = _read_files(folder)
    for _ in range(10):
        if files.relation not in ("journal later", "unrelated"):
            break
        # The program that has the draft open may have written both between the two reads.
        files = _read_files(folder)
    found = _complete(_choose(files), files)
    copies = sorted(sanitize_line(path.name) for path in conflict_copies(folder))
    if not copies:
        return found
    notice = (
        f"A sync tool has left another version beside this draft: {', '.join(copies[:5])}. Nothing of it is in here."
    )
    return replace(found, notices=(*found.notices, notice))


def conflict_copies(folder: Path) -> tuple[Path, ...]:
    """Return the files beside a draft's own that a sync tool has made of them, as in `draft (conflicted copy).yaml`."""
    found = [*folder.glob("draft*.yaml"), *folder.glob("journal*.jsonl")]
    return tuple(path for path in found if path.name not in (SNAPSHOT, JOURNAL))


def _read_files(folder: Path) -> _Files:
    content, journal = _bytes_or_error(folder / SNAPSHOT), _bytes_or_error(folder / JOURNAL)
    read = journal if isinstance(journal, bytes) else b""
    return _Files(folder.name, content, read_journal(read), sha256_hex(read), has_backups(folder))


def _choose(files: _Files) -> RecoveredDraft:
    """Return the state that counts, with the steps that lead to it."""
    journal, start, header, relation = files.journal, files.journal.start, files.header, files.relation
    if start is None or relation == "snapshot alone":
        return _choose_without_journal(files)
    journalled = _apply_events(_from_journal(start, header), journal)
    if relation == "same":
        return replace(journalled, is_whole=True)
    snapshot = files.snapshot
    if isinstance(snapshot, SnapshotError) or relation == "journal alone":
        why = "its end is missing" if isinstance(snapshot, Snapshot) else str(snapshot)
        notice = f"{SNAPSHOT} could not be read ({why}). Nothing is missing; it was restored from the journal."
        return replace(journalled, notices=(notice,), unreadable=(SNAPSHOT,))
    if relation == "journal later":
        return replace(journalled, notices=(f"{SNAPSHOT} is an older one than the journal, whose state this is.",))
    if relation == "unrelated":
        return _choose_between(files, snapshot, journalled)
    found = _apply_later_events(_from_snapshot(snapshot), journal)
    return replace(found, history=_history_to(found, journalled))


def _choose_without_journal(files: _Files) -> RecoveredDraft:
    """Return the state of the snapshot; raise BrokenDraftError when it cannot be read either."""
    snapshot = files.snapshot
    if isinstance(snapshot, SnapshotError):
        hint = f" {ways_back(files.name)}" if files.has_backups else ""
        raise BrokenDraftError(f"The draft {files.name} cannot be read: {snapshot}. Its files stay as they are.{hint}")
    found = _apply_later_events(_from_snapshot(snapshot), files.journal)
    found = replace(found, history=files.journal.history())
    if not snapshot.is_cut:
        return found
    notice = f"{SNAPSHOT} is cut off, and the journal is gone too: what stood at its end is missing here."
    hint = f" {ways_back(files.name)}" if files.has_backups else ""
    return replace(found, notices=(notice + hint,), unreadable=(SNAPSHOT,))


def ways_back(name: str) -> str:
    """Return the sentence that says how an earlier state of a draft comes back."""
    import shlex

    return f"plan-wizard resume {shlex.quote(sanitize_line(name))} --earlier lists the states you can restore."


def _choose_between(files: _Files, snapshot: Snapshot, theirs: RecoveredDraft) -> RecoveredDraft:
    """Return the state of the file that went further, with the other one as its rival."""
    assert isinstance(files.content, bytes)
    ours = _from_snapshot(snapshot)
    ways = ways_back(files.name)
    notice = f"{SNAPSHOT} and {JOURNAL} do not belong together, as when a sync tool mixes the files of two computers. "
    if theirs.number > ours.number:
        notice += f"This is the state of the journal, which went further; that of {SNAPSHOT} is kept: {ways}"
        return replace(theirs, notices=(notice,), rival=Rival(ours.number, files.content))
    notice += f"This is the state of {SNAPSHOT}; that of the journal is kept: {ways}"
    return replace(ours, notices=(notice,), rival=Rival(theirs.number, _as_snapshot(theirs, snapshot, files.journal)))


def _as_snapshot(found: RecoveredDraft, like: Snapshot, journal: Journal) -> bytes:
    """Return the state of a journal as a snapshot; what only a snapshot knows is taken from another one."""
    header = replace(
        like.header,
        source=found.source,
        number=found.number,
        place=found.cursor.question,
        within=found.cursor.within,
        cursor=found.cursor.offset,
        generation=new_id(),
        follows="",
    )
    if journal.summary is not None:
        title, answered, total = journal.summary
        header = replace(header, title=title, answered=answered, total=total)
    return encode_snapshot(header, found.data)


def _complete(found: RecoveredDraft, files: _Files) -> RecoveredDraft:
    """Return the state with what is to be told of the journal."""
    journal, notices, unreadable = files.journal, found.notices, found.unreadable
    if journal.unreadable_lines:
        lines = "1 line" if journal.unreadable_lines == 1 else f"{journal.unreadable_lines} lines"
        notices = (*notices, f"{lines} of the draft's journal could not be read; the rest is here.")
        unreadable = (*unreadable, JOURNAL)
    elif journal.lacks_steps:
        notices = (*notices, "The journal is cut off: changes made before this moment can no longer be undone.")
    elif journal.lacks_events:
        notices = (*notices, "Some changes are missing in the draft's journal; the rest is here.")
    is_complete = not journal.unreadable_lines and not journal.is_truncated and not journal.lacks_steps
    return replace(found, notices=notices, unreadable=unreadable, is_whole=found.is_whole and is_complete)


def _apply_events(found: RecoveredDraft, journal: Journal) -> RecoveredDraft:
    """Return a journal's own first state with its events applied."""
    return replace(_apply_later_events(found, journal), history=journal.history())


def _apply_later_events(found: RecoveredDraft, journal: Journal) -> RecoveredDraft:
    later = [entry for entry in journal.events if entry.number > found.number]
    if not later:
        return found
    return replace(
        found,
        data=apply_changes(found.data, (change for entry in later for change in entry.event.changes)),
        cursor=later[-1].event.after,
        number=later[-1].number,
    )


def _history_to(found: RecoveredDraft, journalled: RecoveredDraft) -> History:
    """Return the steps of a journal, and one more that leads from its last state to the one found.

    So undo leads back to states that the interview was in, whatever was done to the snapshot.
    """
    changes = changes_between(_undoable(journalled.data), _undoable(found.data))
    if not changes:
        return journalled.history
    return journalled.history.add(Event("new", changes, journalled.cursor, found.cursor))


def _undoable(data: InterviewData) -> InterviewData:
    return {part: data.get(part, {}) for part in PARTS if part != "strangers"}


def _from_journal(start: JournalStart, header: Header | None) -> RecoveredDraft:
    return RecoveredDraft(
        source=start.source,
        data=start.data,
        cursor=start.cursor,
        history=History(),
        number=start.number,
        last_save=start.last_save or (header and header.last_save),
        save_to=start.save_to or (header.save_to if header is not None else ""),
        id=start.id,
    )


def _from_snapshot(snapshot: Snapshot) -> RecoveredDraft:
    header = snapshot.header
    return RecoveredDraft(
        source=header.source,
        data=snapshot.data,
        cursor=cursor_in(header),
        history=History(),
        number=header.number,
        last_save=header.last_save,
        save_to=header.save_to,
        id=header.id,
    )


def cursor_in(header: Header) -> Cursor:
    """Return where the user was when a snapshot was written."""
    return Cursor(header.place, header.within, header.cursor)


def _bytes_or_error(path: Path) -> bytes | SnapshotError:
    try:
        return read_regular_file(path, MAX_DRAFT_FILE_BYTES)
    except OSError as error:
        return SnapshotError(explain_os_error(error, path.name).what)
