"""Writing the files of one draft: the snapshot, the journal of events since, the template's copy, and the lock."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from wizard.answers.orphans import Orphan, orphans_data
from wizard.digests import sha256_hex
from wizard.drafts.alternative_folder import erase_trail
from wizard.drafts.draft_folder import JOURNAL, LOCK, SNAPSHOT, TEMPLATE, holds_a_draft
from wizard.drafts.journal import JournalStart, condense, encode_events, encode_journal_start
from wizard.drafts.last_save import LastSave
from wizard.drafts.lock import DraftInUseError, Lock, lock_holder, take_lock
from wizard.drafts.snapshot import Header, encode_snapshot, new_id, try_read_header
from wizard.drafts.undo.history import Event, History, cursor_of, interview_data
from wizard.files.atomic import discard, find_leftovers, sync, write_all, write_atomically
from wizard.files.directories import done_folder, drafts_folder, make_private
from wizard.files.launch_images import discard_resume_images
from wizard.files.regular_file import open_regular_file, read_regular_file
from wizard.interview.interview import Interview
from wizard.limits import MAX_DRAFT_FILE_BYTES
from wizard.model.answers import Answer

if TYPE_CHECKING:
    from wizard.drafts.recovery import Rival

MAX_DONE_DRAFTS = 100
"""Drafts whose plans were saved; older ones are deleted."""
_BIG_SNAPSHOT = 200_000
"""Bytes from which on a snapshot takes more than 30 ms to write."""
_LONG_JOURNAL = 1_000_000
"""Bytes from which on a journal takes a fifth of a second to read."""
_APPEND = os.O_WRONLY | os.O_APPEND


class DraftState(Struct, frozen=True):
    """Everything that a draft saves."""

    interview: Interview
    history: History = field(default_factory=History)
    orphans: tuple[Orphan, ...] = ()
    last_save: LastSave | None = None
    save_to: str = ""
    """Where the user wants the plan saved, until it has been."""
    id: str = field(default_factory=new_id)
    """Tells this draft from every other one."""

    def data(self) -> dict[str, Answer]:
        """Return what a snapshot holds below its header."""
        return {**interview_data(self.interview), "strangers": orphans_data(self.orphans)}


class DraftFiles:
    """The files of one draft that this program may write.

    Its methods raise OSError or DraftInUseError; `write_snapshot` can then be tried again.
    """

    def __init__(
        self,
        folder: Path,
        lock: Lock | None = None,
        number: int = 0,
        *,
        follows_number: int = 0,
        continues_journal: bool = False,
        rival: Rival | None = None,
        unreadable: tuple[str, ...] = (),
        only_reads: bool = False,
    ) -> None:
        """`number` is that of the last event in the folder, `follows_number` in the one that the draft has left."""
        self.folder = folder
        self._lock = lock
        self._has_folder = number > 0
        """Whether the folder is the draft's for good; a new draft takes another name when its own is taken."""
        self._number = number or follows_number
        """Of the last event that was written, or may have been."""
        self._journal: int | None = None
        self._continues_journal = continues_journal
        """Whether events can be appended to the journal that is in the folder."""
        self._rival, self._unreadable = rival, unreadable
        """What does not count, and is kept before it is written over."""
        self._only_reads = only_reads
        self._turn = 0
        self._written: Interview | None = None
        self._size = _size_of(folder / SNAPSHOT)
        self._appended = 0

    @property
    def is_ready(self) -> bool:
        """Whether the lock and the open journal are still the files in the draft's folder, or none will be written."""
        if self._only_reads:
            return True
        if self._lock is None or not self._lock.is_in_place():
            return False
        try:
            if self._journal is None and self._continues_journal:
                self._journal = open_regular_file(self.folder / JOURNAL, _APPEND)
            return self._journal is not None and os.path.samestat(
                os.fstat(self._journal), os.stat(self.folder / JOURNAL)
            )
        except OSError:
            return False

    @property
    def number(self) -> int:
        """The number of the last event that was written, or may have been."""
        return self._number

    @property
    def is_big(self) -> bool:
        """Whether writing the snapshot takes so long that the user could notice it."""
        return self._size > _BIG_SNAPSHOT

    @property
    def is_journal_long(self) -> bool:
        """Whether the journal has grown so long that a new one should begin."""
        return self._appended > max(_LONG_JOURNAL, 2 * self._size)

    def append(self, events: list[Event], state: DraftState) -> None:
        """Append events to the journal and wait until they are on the disk; `state` is the one after them."""
        assert self._journal is not None
        short = condense(events)
        first = self._number + 1
        self._number += len(short)
        lines = encode_events(first, short, None if self.is_big else _summary(state))
        self._appended += len(lines)
        write_all(self._journal, lines)
        sync(self._journal)

    def write_snapshot(self, state: DraftState, template: bytes | None) -> None:
        """Write a snapshot of the state, and the template's copy if its text is given, and begin a new journal."""
        self._make_ready()
        self._has_folder = True
        if self._written is None:
            self._discard_leftovers()
            erase_trail(self.folder)
        self._keep_what_does_not_count()
        self._number += 1
        data, generation = state.data(), new_id()
        snapshot = encode_snapshot(self._header(state, generation), data)
        if template is not None:
            write_atomically(self.folder / TEMPLATE, template)
        if self._written is None or self._written.answers is not state.interview.answers:
            self._back_up()
        write_atomically(self.folder / SNAPSHOT, snapshot)
        start = JournalStart(
            number=self._number,
            snapshot=sha256_hex(snapshot),
            source=state.interview.template.source,
            data=data,
            cursor=cursor_of(state.interview),
            last_save=state.last_save,
            save_to=state.save_to,
            id=state.id,
            generation=generation,
        )
        self._close_journal()  # Windows replaces no file that is open
        write_atomically(self.folder / JOURNAL, encode_journal_start(start, state.history))
        self._journal = open_regular_file(self.folder / JOURNAL, _APPEND)
        self._written = state.interview
        self._size = len(snapshot)
        self._appended = 0

    def take_turn(self) -> None:
        """Make this the draft that was left last when the next snapshot is written."""
        self._turn = 0

    def move_under(self, parent: Path) -> None:
        """Move the draft's folder into another one, under another name if its own is taken there."""
        if self._lock is None or not self._lock.is_in_place():
            raise FileNotFoundError(errno.ENOENT, "the draft's folder is not ours any more", str(self.folder))
        make_private(parent)
        name, count = self.folder.name, 1
        while os.path.lexists(parent / name):
            count += 1
            name = f"{self.folder.name}-{count}"
        opened = self._lock.descriptor
        if sys.platform == "win32":
            self.release()  # Windows renames no folder with an open file in it; the next writing takes the lock again
        os.replace(self.folder, parent / name)
        discard_resume_images(self.folder.name)
        self.folder = parent / name
        if sys.platform != "win32":
            self._lock = Lock(self.folder / LOCK, opened)

    def delete(self) -> None:
        """Delete the draft's folder if it is ours, and release the lock."""
        self._close_journal()
        if self._lock is not None and self._lock.is_in_place():
            if sys.platform == "win32":
                self.release()  # Windows deletes no file that is open
            shutil.rmtree(self.folder, ignore_errors=True)
            discard_resume_images(self.folder.name)
        self.release()

    def release(self) -> None:
        """Close the journal and release the lock."""
        self._close_journal()
        self._continues_journal = False
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _make_ready(self) -> None:
        if self._lock is not None and self._lock.is_in_place():
            return
        self.release()
        if self._has_folder:
            make_private(self.folder)
            self._lock = take_lock(self.folder / LOCK, self.folder.name)
        else:
            self.folder, self._lock = claim_folder(self.folder)

    def _back_up(self) -> None:
        if not os.path.lexists(self.folder / SNAPSHOT):
            return
        from wizard.drafts.backups import back_up  # a new draft has nothing to back up

        back_up(self.folder)

    def _keep_what_does_not_count(self) -> None:
        if self._rival is None and not self._unreadable:
            return
        from wizard.drafts.backups import keep_state, set_aside  # after a crash, seldom

        if self._rival is not None:
            keep_state(self.folder, self._rival.number, self._rival.snapshot)
            self._rival = None
        while self._unreadable:
            set_aside(self.folder, self._unreadable[0])
            self._unreadable = self._unreadable[1:]

    def _discard_leftovers(self) -> None:
        for name in (SNAPSHOT, JOURNAL, TEMPLATE):
            for unfinished in find_leftovers(self.folder / name):
                discard(unfinished)

    def _close_journal(self) -> None:
        if self._journal is not None:
            os.close(self._journal)
            self._journal = None

    def _header(self, state: DraftState, generation: str) -> Header:
        interview = state.interview
        progress = interview.progress()
        saved = state.last_save or LastSave("")
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
            number=self._number,
            place=interview.current,
            within=interview.within,
            cursor=interview.cursor,
            saved_as=saved.plan_path,
            saved_plan=saved.plan,
            saved_answers=saved.answers,
            saved_day=saved.day,
            saved_read=saved.read,
            saved_refused=saved.refused,
            saved_read_delta=saved.read_delta,
            save_to=state.save_to,
            id=state.id,
            generation=generation,
            follows=_sha256_of(self.folder / JOURNAL),
        )


def claim_folder(folder: Path) -> tuple[Path, Lock]:
    """Make a folder for a new draft, with a number to its name if that is taken, and lock it; return both."""
    make_private(folder.parent)
    name, count = folder.name, 1
    while True:
        try:
            folder.mkdir(mode=0o700, exist_ok=not holds_a_draft(folder))
            return folder, take_lock(folder / LOCK, folder.name)
        except (FileExistsError, DraftInUseError):
            count += 1
            folder = folder.with_name(f"{name}-{count}")


def delete_oldest_done(latest: Path) -> None:
    """Delete all but the last drafts whose plans were saved, and leave alone those that cannot be read."""
    for _, oldest in sorted(_turns(latest.parent))[:-MAX_DONE_DRAFTS]:
        if oldest != latest and lock_holder(oldest / LOCK) is None:
            shutil.rmtree(oldest, ignore_errors=True)


def next_turn(folder: Path) -> int:
    """Return a turn greater than that of every other draft, finished or not."""
    parents = {folder.parent, drafts_folder(), done_folder()}
    turns = (turn + (draft != folder) for parent in parents for turn, draft in _turns(parent))
    return max(turns, default=1)


def _turns(folder: Path) -> list[tuple[int, Path]]:
    """Return the turn of every draft in a folder, with the draft's own folder."""
    headers = ((try_read_header(snapshot), snapshot.parent) for snapshot in folder.glob(f"*/{SNAPSHOT}"))
    return [(header.turn, draft) for header, draft in headers if header is not None]


def _sha256_of(path: Path) -> str:
    """Return a file's SHA-256, in hex; an empty text when there is none, or it cannot be read."""
    try:
        return sha256_hex(read_regular_file(path, MAX_DRAFT_FILE_BYTES))
    except OSError:
        return ""


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _summary(state: DraftState) -> tuple[str, int, int]:
    progress = state.interview.progress()
    return state.interview.title(), progress.answered, progress.total
